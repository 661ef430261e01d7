"""Pictures as bytes. The same picture makes the same bytes on every machine."""

import hashlib
import io
from functools import cache
from pathlib import Path

from PIL import Image, PngImagePlugin, features

from sitegen.config import ImageConfig
from sitegen.photos import credit
from sitegen.photos.credit import Credit

# libaom's speed, 0 to 10, and libwebp's effort, 0 to 6. From these on files hardly shrink while
# the time doubles again and again; docs/photos.md has the figures.
_AVIF_SPEED = 8
_WEBP_METHOD = 2
_PNG_LEVEL = 6
_APP13 = 0xED

ENDINGS = {"avif": "avif", "webp": "webp", "jpeg": "jpg", "png": "png"}


def encoded(picture: Image.Image, form: str, settings: ImageConfig, owner: Credit) -> bytes:
    """A picture in sRGB as "avif", "webp", "jpeg" or "png", with nothing in it but its credit."""
    out = io.BytesIO()
    xmp = credit.xmp(owner)
    if form == "avif":
        # One thread: the bytes depend on how many there are, and other photos use the rest.
        one = {"max_threads": 1, "autotiling": False}
        quality = settings.avif_quality
        picture.save(out, "AVIF", quality=quality, speed=_AVIF_SPEED, xmp=xmp, **one)
    elif form == "webp":
        picture.save(out, "WEBP", quality=settings.quality, method=_WEBP_METHOD, xmp=xmp)
    elif form == "jpeg":
        said = {"extra": _segment(_APP13, credit.iptc(owner)), "xmp": xmp} if xmp else {}
        quality = settings.jpeg_quality
        whole = picture.convert("RGB")
        whole.save(out, "JPEG", quality=quality, optimize=True, progressive=True, **said)
    else:
        text = PngImagePlugin.PngInfo()
        if xmp:
            text.add_itxt("XML:com.adobe.xmp", xmp.decode())
        picture.save(out, "PNG", compress_level=_PNG_LEVEL, pnginfo=text)
    return out.getvalue()


def unavailable(settings: ImageConfig) -> tuple[str, ...]:
    """The formats of the configuration that this Pillow cannot write.

    Its wheels for Windows on ARM, and what some Linux distributions build, have no AVIF.
    """
    return tuple(form for form in settings.formats if not features.check(form))


def _segment(marker: int, content: bytes) -> bytes:
    """A segment of a JPEG, b"" for no content."""
    length = (len(content) + 2).to_bytes(2, "big")
    return b"\xff" + bytes([marker]) + length + content if content else b""


@cache
def recipe() -> str:
    """A digest of all that decides about bytes beside the photo and the settings.

    Our own code here, and the versions of Pillow and of the encoders in it.
    """
    digest = hashlib.blake2b(digest_size=16)
    for file in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(file.read_bytes())
    names = ("pil", "avif", "webp", "libjpeg_turbo", "jpg", "zlib", "zlib_ng", "littlecms2")
    digest.update(repr([features.version(name) for name in names]).encode())
    return digest.hexdigest()
