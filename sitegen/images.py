"""Smaller copies of photos."""

import io
import struct
import warnings
from pathlib import Path

from PIL import Image, ImageCms, ImageOps

from sitegen.types import Scaled

_METHOD = 4  # libwebp's effort: from here on files hardly shrink, but time doubles
_DEEP = range(2**16)  # the values of a grey of 16 bits


def scaled(job: Scaled) -> bytes:
    """The picture of a job as WebP: upright, in sRGB, without the camera's metadata.

    Raises OSError when the picture cannot be read to its end.
    """
    with warnings.catch_warnings(), Image.open(Path(job.source)) as opened:
        warnings.simplefilter("ignore")
        opened.draft("RGB", (job.width, job.width))
        try:
            picture = ImageOps.exif_transpose(opened)
        except (SyntaxError, ValueError, struct.error) as mistake:
            raise OSError(str(mistake)) from None
        height = max(1, round(picture.height * job.width / picture.width))
        plain = _srgb(picture).resize((job.width, height), Image.Resampling.LANCZOS)
        out = io.BytesIO()
        plain.save(out, "WEBP", quality=job.quality, method=_METHOD)
        return out.getvalue()


def _srgb(picture: Image.Image) -> Image.Image:
    if picture.mode.startswith("I"):
        picture = _of_8_bits(picture)
    alpha = picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
    mode = "RGBA" if alpha else "RGB"
    profile = picture.info.get("icc_profile")
    usual = picture if picture.mode in ("RGB", "RGBA", "CMYK", "L") else picture.convert(mode)
    made = (_from_profile(usual, profile, mode) if profile else None) or usual.convert(mode)
    # Pillow would embed the profile that lcms made, with the time of day in it.
    made.info.clear()
    return made


def _of_8_bits(picture: Image.Image) -> Image.Image:
    """A grey picture of 16 bits in 8: Pillow's own conversion cuts off all above 255, to white."""
    deep = picture.convert("I")
    grey = deep.point([value // 257 for value in _DEEP], "L")
    clear = picture.info.get("transparency")
    if clear is not None:
        # One grey of 65536 is clear; in 8 bits its neighbours would be, too.
        grey.putalpha(deep.point([0 if value == clear else 255 for value in _DEEP], "L"))
    grey.info["icc_profile"] = picture.info.get("icc_profile")
    return grey


def _from_profile(picture: Image.Image, profile: bytes, mode: str) -> Image.Image | None:
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        target = ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(picture, source, target, outputMode=mode)
    except (ImageCms.PyCMSError, OSError):
        return None
