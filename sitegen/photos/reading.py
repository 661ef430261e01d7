"""Opens a photo's file: checks that all of it can be read, and says what it is."""

import io
import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from PIL import Image, UnidentifiedImageError

from sitegen.photos import credit
from sitegen.photos.credit import Credit

# The decoders of formats that browsers show; Pillow knows many more, some of them fragile.
_FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "AVIF")
_ORIENTATION = 0x0112
_SIDEWAYS = 5  # EXIF orientations from 5 on swap width and height
_LAST = 8
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_MISTAKES = (UnidentifiedImageError, OSError, ValueError, SyntaxError, struct.error, IndexError)
_PNG_DEPTH = 24  # where a PNG says how many bits a sample has
_DEEP = 16


class UnreadablePhotoError(Exception):
    """A photo that cannot be published: what is wrong, and what to do."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


class Source(NamedTuple):
    """An opened photo: `width` and `height` are in pixels, upright and whole.

    `picture` is upright, but may be of fewer pixels when fewer were asked for. `format` is
    Pillow's name of what the bytes are; `turned` when they lie on their side; `deep` when they
    have 16 bits a sample.
    """

    picture: Image.Image
    format: str
    width: int
    height: int
    moving: bool
    turned: bool
    deep: bool
    profile: bytes
    credit: Credit


def opened(data: bytes, enough: int) -> Source:
    """Read a photo to its end; `enough` is the width in pixels that is wanted of it at most.

    A JPEG is decoded in half, a quarter or an eighth of its size where that is enough. Raises
    UnreadablePhotoError.
    """
    with _mistakes(), warnings.catch_warnings(action="ignore"):
        picture = Image.open(io.BytesIO(data), formats=_FORMATS)
        kind = picture.format or ""
        # The further frames of a JPEG are a telephone's previews and depths (MPO).
        kind = "JPEG" if kind == "MPO" else kind
        moving = kind != "JPEG" and bool(getattr(picture, "is_animated", False))
        orientation = 1 if kind == "GIF" else picture.getexif().get(_ORIENTATION, 1)
        sideways = isinstance(orientation, int) and _SIDEWAYS <= orientation <= _LAST
        whole = picture.size[::-1] if sideways else picture.size
        owner = credit.found(picture)
        profile = picture.info.get("icc_profile") or b""
        if kind == "JPEG" and 0 < enough < whole[0]:
            high = max(1, round(whole[1] * enough / whole[0]))
            picture.draft(None, (high, enough) if sideways else (enough, high))
        picture.load()
        if moving:
            _check_frames(picture)
        turn = _TURNS.get(orientation) if isinstance(orientation, int) else None
        upright = picture.transpose(turn) if turn is not None else picture
        return Source(
            picture=upright,
            format=kind,
            width=whole[0],
            height=whole[1],
            moving=moving,
            turned=turn is not None,
            deep=kind == "PNG" and data[_PNG_DEPTH] == _DEEP,
            profile=profile,
            credit=owner,
        )


def _check_frames(picture: Image.Image) -> None:
    for frame in range(1, getattr(picture, "n_frames", 1)):
        picture.seek(frame)
        picture.load()
    picture.seek(0)
    picture.load()


@contextmanager
def _mistakes() -> Iterator[None]:
    try:
        yield
    except Image.DecompressionBombError:
        raise UnreadablePhotoError("this picture has too many pixels", "Make it smaller.") from None
    except _MISTAKES as problem:
        if "truncated" in str(problem) or "not processed" in str(problem):
            raise UnreadablePhotoError(
                "this picture is not whole: its end is missing", "Copy or export it again."
            ) from None
        raise UnreadablePhotoError(
            "this is not a picture that can be read", "Save it again as JPEG, PNG or WebP."
        ) from None
