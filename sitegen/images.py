"""Smaller copies of photos."""

import io
import struct
import warnings
from pathlib import Path

from PIL import Image, ImageCms, ImageOps

from sitegen.types import Scaled

_METHOD = 4  # libwebp's effort: from here on files hardly shrink, but time doubles


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
    alpha = picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
    mode = "RGBA" if alpha else "RGB"
    profile = picture.info.get("icc_profile")
    usual = picture if picture.mode in ("RGB", "RGBA", "CMYK", "L") else picture.convert(mode)
    made = (_from_profile(usual, profile, mode) if profile else None) or usual.convert(mode)
    # Pillow would embed the profile that lcms made, with the time of day in it.
    made.info.clear()
    return made


def _from_profile(picture: Image.Image, profile: bytes, mode: str) -> Image.Image | None:
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        target = ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(picture, source, target, outputMode=mode)
    except (ImageCms.PyCMSError, OSError):
        return None
