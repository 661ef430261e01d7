"""Opens a photo's file: checks that all of it can be read, and says what it is."""

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from PIL import Image

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
_PNG_DEPTH = 24  # where a PNG says how many bits a sample has
_DEEP = 16
_JPEG_START, _AHEAD = b"\xff\xd8", bytes(8)


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
    with mistakes(), warnings.catch_warnings(action="ignore"):
        picture = Image.open(io.BytesIO(_unpadded(data)), formats=_FORMATS)
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


def _unpadded(data: bytes) -> bytes:
    """A file with no more zeros behind a JPEG than its decoder looks ahead.

    What is recovered from a damaged card is filled up with zeros. A JPEG that breaks off would
    have them for the rest of its picture: a grey area, and no mistake.
    """
    padded = data.startswith(_JPEG_START) and data.endswith(_AHEAD)
    return data.rstrip(b"\0") + _AHEAD if padded else data


def _check_frames(picture: Image.Image) -> None:
    for frame in range(1, getattr(picture, "n_frames", 1)):
        picture.seek(frame)
        picture.load()
    picture.seek(0)
    picture.load()


@contextmanager
def mistakes() -> Iterator[None]:
    """Whatever goes wrong with a photo's bytes as an UnreadablePhotoError."""
    try:
        yield
    except UnreadablePhotoError:
        raise
    except (Image.DecompressionBombError, MemoryError):
        raise UnreadablePhotoError("this picture has too many pixels", "Make it smaller.") from None
    except Exception as problem:  # noqa: BLE001 (damaged bytes bring any out of the decoders)
        if "truncated" in str(problem) or "not processed" in str(problem):
            raise UnreadablePhotoError(
                "this picture is not whole: its end is missing", "Copy or export it again."
            ) from None
        raise UnreadablePhotoError(
            "this is not a picture that can be read", "Save it again as JPEG, PNG or WebP."
        ) from None
