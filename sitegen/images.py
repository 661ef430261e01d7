"""Smaller copies of photos."""

import io
from pathlib import Path

from PIL import Image, ImageCms, ImageOps

from sitegen.types import Scaled

_METHOD = 4  # libwebp's effort: from here on files hardly shrink, but time doubles


def scaled(job: Scaled) -> bytes:
    """The picture of a job as WebP: upright, in sRGB, without the camera's metadata."""
    with Image.open(Path(job.source)) as opened:
        opened.draft("RGB", (job.width, job.width))
        picture = ImageOps.exif_transpose(opened)
        height = max(1, round(picture.height * job.width / picture.width))
        plain = _srgb(picture).resize((job.width, height), Image.Resampling.LANCZOS)
        out = io.BytesIO()
        plain.save(out, "WEBP", quality=job.quality, method=_METHOD)
        return out.getvalue()


def _srgb(picture: Image.Image) -> Image.Image:
    alpha = picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
    mode = "RGBA" if alpha else "RGB"
    profile = picture.info.get("icc_profile")
    if not profile or picture.mode not in ("RGB", "CMYK", "L"):
        return picture.convert(mode)
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        target = ImageCms.createProfile("sRGB")
        made = ImageCms.profileToProfile(picture, source, target, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError):
        return picture.convert(mode)
    return made if made is not None else picture.convert(mode)
