"""All that is published of one photo, made in one go from one opened source."""

import io
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from PIL import Image

from sitegen.config import ImageConfig
from sitegen.photos import bare, colour
from sitegen.photos.encoding import encoded
from sitegen.photos.reading import Source, UnreadablePhotoError, mistakes, opened
from sitegen.types import Print

# The width in pixels from which a copy is large enough to stand in for all others.
_PLAIN_WIDTH = 800
# WebP holds 16383 pixels; of a JPEG that is decoded in half, the last one may be rounded up.
_TALLEST = 16382
# Formats that every browser, feed reader and network shows.
_EVERYWHERE = frozenset(("JPEG", "PNG", "GIF"))
_FORMS = {"JPEG": "jpeg", "PNG": "png", "WEBP": "webp", "AVIF": "avif"}

# How many times as wide a picture must be for a smaller one to be as good as from the largest.
_OVERSAMPLED = 1.5
_PLAIN_MODES = ("RGB", "L", "CMYK")

FULL = "full"


class Prints(NamedTuple):
    """A photo's prints (still without digests) with their bytes, and its placeholder's classes.

    `width` and `height` are those of the photo as it came, upright.
    """

    prints: Mapping[Print, bytes]
    tone: str
    width: int
    height: int


def developed(data: bytes, settings: ImageConfig) -> Prints:
    """Everything that is published of a photo. Raises reading.UnreadablePhotoError."""
    with mistakes():
        return _developed(data, settings)


def _developed(data: bytes, settings: ImageConfig) -> Prints:
    source = opened(data, settings.largest)
    if source.moving:
        full = Print(FULL, source.width, source.height)
        tone = colour.tone(colour.srgb(source.picture.copy(), source.profile))
        whole = _moving(data, source, settings)
        return Prints({full: whole}, tone, source.width, source.height)
    base = _base(source, min(source.width, settings.largest))
    full, whole = _full(data, source, base, settings)
    copies = dict(_copies(source, base, full, settings))
    prints = {full: whole, **_sorted(copies, settings.formats)}
    return Prints(prints, colour.tone(base), source.width, source.height)


def _base(source: Source, width: int) -> Image.Image:
    """The photo in sRGB and as wide as it is published."""
    picture, height = source.picture, _height(source, width)
    if picture.mode in _PLAIN_MODES and "transparency" not in picture.info:
        # A profile costs time by the pixel.
        info = picture.info
        picture = _resized(picture, width, height)
        picture.info = info
    return _resized(colour.srgb(picture, source.profile), width, height)


# --- the photo itself ----------------------------------------------------------------------


def _full(
    data: bytes, source: Source, base: Image.Image, settings: ImageConfig
) -> tuple[Print, bytes]:
    """What enlarging opens: the photo's own bytes where they will do, else made anew."""
    if _will_do(source, settings):
        try:
            return Print(FULL, source.width, source.height), _own(data, source)
        except UnreadablePhotoError:
            if source.format not in _FORMS:
                raise
    made = encoded(base, _FORMS[source.format], settings, source.credit)
    return Print(FULL, base.width, base.height), made


def _will_do(source: Source, settings: ImageConfig) -> bool:
    return source.format == "GIF" or (
        source.format != "AVIF"
        and source.width <= settings.largest
        and source.picture.mode != "CMYK"
        and not source.turned
        and not source.deep
        and (not source.profile or colour.is_srgb(source.profile))
    )


def _own(data: bytes, source: Source) -> bytes:
    """The photo's bytes without their metadata. Raises reading.UnreadablePhotoError.

    Decoders forgive much that is only seen when the parts of a file are taken out of it: a JPEG
    without an end, lengths that are wrong. So what comes out is looked at once more.
    """
    with mistakes():
        stripped = bare.without_metadata(data, source)
        if not _same(opened(stripped, 0).picture, source.picture):
            raise ValueError("another picture without its metadata")
    return stripped


def _same(one: Image.Image, other: Image.Image) -> bool:
    return (one.mode, one.size, one.tobytes()) == (other.mode, other.size, other.tobytes())


def _moving(data: bytes, source: Source, settings: ImageConfig) -> bytes:
    """A moving picture as it is: smaller copies of it would stand still or weigh more."""
    if source.format != "AVIF":
        return _own(data, source)
    out = io.BytesIO()
    with Image.open(io.BytesIO(data), formats=("AVIF",)) as picture:
        how = {"quality": settings.avif_quality, "max_threads": 1, "autotiling": False}
        picture.save(out, "AVIF", save_all=True, exif=b"", xmp=b"", **how)
    return out.getvalue()


# --- smaller copies ------------------------------------------------------------------------


def _copies(
    source: Source, base: Image.Image, full: Print, settings: ImageConfig
) -> Iterator[tuple[Print, bytes]]:
    """The copies, from wide to narrow: each is scaled from the smallest that is wide enough."""
    widths = steps(source.width, source.height, settings)
    plain = next((width for width in widths if width >= _PLAIN_WIDTH), max(widths, default=0))
    stands_in = source.format in _EVERYWHERE and full.width <= plain
    last = "png" if base.mode == "RGBA" else "jpeg"
    made = [base]
    for width in reversed(widths):
        height = _height(source, width)
        enough = (one for one in reversed(made) if one.width >= _OVERSAMPLED * width)
        picture = _resized(next(enough, base), width, height)
        made.append(picture)
        for form in settings.formats:
            copy = Print(form, width, height)
            yield copy, encoded(picture, form, settings, source.credit)
        if width == plain and not stands_in:
            copy = Print(last, width, height, plain=True)
            yield copy, encoded(picture, last, settings, source.credit)


def _sorted(copies: Mapping[Print, bytes], formats: Sequence[str]) -> Mapping[Print, bytes]:
    """The best format first, each from narrow to wide."""
    places = {form: place for place, form in enumerate(formats)}
    order = sorted(copies, key=lambda item: (places.get(item.form, len(places)), item.width))
    return {item: copies[item] for item in order}


def steps(width: int, height: int, settings: ImageConfig) -> tuple[int, ...]:
    """The widths of a photo's copies: those of the configuration, and its own when it is less.

    None is wider than the photo.
    """
    configured = sorted(set(settings.widths))
    own = (width,) if width < configured[-1] else ()
    wanted = sorted({*(step for step in configured if step <= width), *own})
    return tuple(step for step in wanted if round(height * step / width) <= _TALLEST)


def _height(source: Source, width: int) -> int:
    return max(1, round(source.height * width / source.width))


def _resized(picture: Image.Image, width: int, height: int) -> Image.Image:
    if picture.size == (width, height):
        return picture
    return picture.resize((width, height), Image.Resampling.LANCZOS)
