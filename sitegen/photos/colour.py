"""Colours: any photo in 8 bits of sRGB, and the one colour that stands for it while it loads.

All that is published is sRGB without a profile: what every screen and every format of ours
agrees on. Wide gamuts (Display P3, Adobe RGB) are converted, with what lies outside brought to
the nearest colour inside: three formats that each tell of a gamut in their own way, in copies
of a few hundred pixels, cost more bytes than the colours are worth.
"""

import io

from PIL import Image, ImageCms

_DEEP = range(2**16)  # the values of a grey of 16 bits
_SAMPLE = (24, 24)  # pixels that are looked at for the dominant colour
_COLOURS = 5
_LEVELS = 8  # steps of each part of a placeholder's colour; the style sheet has one rule a step


def is_srgb(profile: bytes) -> bool:
    """Whether a profile says what is assumed without one."""
    try:
        description = ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(io.BytesIO(profile)))
    except (ImageCms.PyCMSError, OSError):
        return True  # one that cannot be read is as good as none
    return "sRGB" in description


def srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    """A picture in sRGB, its mode "RGB", or "RGBA" when any of its pixels is not opaque."""
    clear = picture.info.get("transparency")
    if picture.mode.startswith("I"):
        picture = _of_8_bits(picture, clear)
    alpha = picture.mode in ("RGBA", "LA", "PA", "RGBa", "La") or (
        clear is not None and picture.mode in ("1", "L", "RGB", "P")
    )
    mode = "RGBA" if alpha else "RGB"
    usual = picture if picture.mode in ("RGB", "RGBA", "CMYK", "L") else picture.convert(mode)
    made = (_from_profile(usual, profile, mode) if profile else None) or usual.convert(mode)
    if mode == "RGBA" and made.getchannel("A").getextrema() == (255, 255):
        made = made.convert("RGB")
    # Pillow would embed what it read, and the profile that lcms made has the time of day in it.
    made.info.clear()
    return made


def tone(picture: Image.Image) -> str:
    """Classes of the style sheet that together are the dominant colour; "" with transparency."""
    if picture.mode != "RGB":
        return ""
    small = picture.resize(_SAMPLE, Image.Resampling.BOX, reducing_gap=2.0)
    few = small.quantize(_COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    counted = few.histogram()
    palette = few.getpalette() or [0, 0, 0]
    start = 3 * counted.index(max(counted))
    parts = zip("rgb", palette[start : start + 3], strict=False)
    return " ".join(["tone", *(f"{name}{value * _LEVELS // 256}" for name, value in parts)])


def _of_8_bits(picture: Image.Image, clear: object) -> Image.Image:
    """A grey picture of 16 bits in 8: Pillow's own conversion cuts off all above 255, to white."""
    deep = picture.convert("I")
    grey = deep.point([value // 257 for value in _DEEP], "L")
    if clear is not None:
        # One grey of 65536 is clear; in 8 bits its neighbours would be, too.
        grey.putalpha(deep.point([0 if value == clear else 255 for value in _DEEP], "L"))
    return grey


def _from_profile(picture: Image.Image, profile: bytes, mode: str) -> Image.Image | None:
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        target = ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(picture, source, target, outputMode=mode)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return None
