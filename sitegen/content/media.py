"""Looks at the files beside articles: pictures' sizes, digests, what may be published."""

import hashlib
import io
import re
import warnings
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree as ET

from PIL import Image, UnidentifiedImageError

from sitegen.addresses import iri
from sitegen.content.scan import OtherFile
from sitegen.errors import Problem, error
from sitegen.types import Media, Variant

# What a browser shows or saves without running anything. No HTML, no scripts, no XML: those
# would run with the site's own rights.
PUBLISHED = frozenset(
    (
        ".jpg",
        ".jpeg",
        ".png",
        ".gif",
        ".webp",
        ".avif",
        ".svg",
        ".pdf",
        ".txt",
        ".csv",
        ".tsv",
        ".json",
        ".geojson",
        ".zip",
        ".epub",
        ".mp3",
        ".m4a",
        ".ogg",
        ".oga",
        ".opus",
        ".wav",
        ".flac",
        ".mp4",
        ".webm",
        ".ogv",
        ".vtt",
        ".srt",
        ".doc",
        ".docx",
        ".xls",
        ".xlsx",
        ".ppt",
        ".pptx",
        ".odt",
        ".ods",
        ".odp",
        ".hwp",
        ".hwpx",
        ".rtf",
        ".ics",
    )
)
_RASTER = frozenset((".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif"))
_SCALED = frozenset((".jpg", ".jpeg", ".png", ".webp"))
_EXIF_ORIENTATION = 0x0112
_SIDEWAYS = 5  # EXIF orientations from 5 on swap width and height
_MAX_PIXELS = 300_000_000
_SVG_SCRIPT = re.compile(r"<!DOCTYPE|<!ENTITY|<\?xml-stylesheet", re.IGNORECASE)
_SVG_LENGTH = re.compile(r"\s*([0-9.]+)\s*(px)?\s*\Z")


def probe(
    file: OtherFile, content: Path, *, base_path: str, widths: Sequence[int], quality: int
) -> tuple[Media | None, tuple[Problem, ...]]:
    """Read one file (the effect) and describe it as it will be published.

    The digest is the SHA-256 of the file's bytes. Nothing comes back for a file that cannot be
    published, but the problem that says why.
    """
    suffix = PurePosixPath(file.path).suffix.lower()
    place = f"content/{file.path}"
    if suffix not in PUBLISHED:
        hint = "Move it out of content/, or publish it as PDF, text or a picture."
        message = f"files of type “{suffix or 'none'}” are not published"
        return None, (error(place, message, hint=hint),)
    try:
        data = (content / file.name_on_disk).read_bytes()
    except OSError as problem:
        return None, (error(place, f"the file cannot be read: {problem.strerror}"),)
    digest = hashlib.sha256(data).hexdigest()
    try:
        width, height = _size(data, suffix)
    except _NotPublishableError as problem:
        return None, (error(place, str(problem), hint=problem.hint),)
    url = f"{base_path}/media/{iri(file.path)}"
    stem = url.rpartition(".")[0]
    variants = tuple(
        Variant(step, f"{stem}.{step}.{_short(digest, quality)}.webp")
        for step in sorted(set(widths))
        if suffix in _SCALED and step < width
    )
    media = Media(
        path=file.path,
        name_on_disk=file.name_on_disk,
        url=url,
        digest=digest,
        width=width,
        height=height,
        variants=variants,
    )
    return media, ()


def _short(digest: str, quality: int) -> str:
    return hashlib.blake2b(f"{digest} {quality}".encode(), digest_size=4).hexdigest()


class _NotPublishableError(Exception):
    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


def _size(data: bytes, suffix: str) -> tuple[int, int]:
    if suffix == ".svg":
        return _svg_size(data)
    if suffix not in _RASTER:
        return 0, 0
    try:
        with warnings.catch_warnings(), Image.open(io.BytesIO(data)) as picture:
            warnings.simplefilter("ignore")
            width, height = picture.size
            orientation = picture.getexif().get(_EXIF_ORIENTATION, 1)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise _NotPublishableError(
            "this is not a picture that can be read", "Save it again as JPEG, PNG or WebP."
        ) from None
    if width * height > _MAX_PIXELS:
        raise _NotPublishableError(f"a picture of {width} x {height} pixels", "Make it smaller.")
    sideways = isinstance(orientation, int) and orientation >= _SIDEWAYS
    return (height, width) if sideways else (width, height)


def _svg_size(data: bytes) -> tuple[int, int]:
    text = data.decode("utf-8", errors="replace")
    hint = "Export it as plain SVG, without scripts and links, or as PNG."
    if _SVG_SCRIPT.search(text):
        raise _NotPublishableError("an SVG with a document type or style sheet link", hint)
    try:
        root = ET.fromstring(text)  # noqa: S314 (no DOCTYPE, so no entities)
    except ET.ParseError as problem:
        raise _NotPublishableError(f"this is not SVG: {problem}", hint) from None
    for element in root.iter():
        name = str(element.tag).rpartition("}")[2].lower()
        if name in ("script", "foreignobject", "iframe", "handler", "set", "animate"):
            raise _NotPublishableError(f"an SVG with <{name}>", hint)
        for key, value in element.attrib.items():
            attribute = key.rpartition("}")[2].lower()
            if attribute.startswith("on"):
                raise _NotPublishableError(f"an SVG with “{attribute}”", hint)
            if attribute in ("href", "src") and not value.startswith(("#", "data:image/")):
                raise _NotPublishableError("an SVG that loads something else", hint)
    lengths = [_SVG_LENGTH.match(root.get(side, "")) for side in ("width", "height")]
    if lengths[0] and lengths[1]:
        return round(float(lengths[0][1])), round(float(lengths[1][1]))
    box = root.get("viewBox", "").replace(",", " ").split()
    try:
        return round(float(box[2])), round(float(box[3]))
    except (IndexError, ValueError):
        return 300, 150  # what CSS 2.1 (10.3.2) gives a picture without a size
