"""Looks at the files beside articles: pictures' sizes, digests, what may be published."""

import hashlib
import re
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree as ET

from sitegen.addresses import iri
from sitegen.content.scan import OtherFile
from sitegen.errors import Problem, error
from sitegen.photos.encoding import ENDINGS
from sitegen.photos.reading import UnreadablePhotoError
from sitegen.types import Developed, Media, Print, Variant

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
_SVG_NAMESPACE = "http://www.w3.org/2000/svg"
_HTML_NAMESPACE = "http://www.w3.org/1999/xhtml"
_SVG_UNSAFE = frozenset(("script", "foreignobject", "iframe", "handler", "set", "animate"))
_OWN_ADDRESS = r"#|data:image/(?:png|jpeg|gif|webp)[;,]"
_SVG_LINK = re.compile(_OWN_ADDRESS)
_SVG_LOADS = re.compile(rf"@import|url\(\s*+[\"']?+(?!{_OWN_ADDRESS})", re.IGNORECASE)
_SVG_ENCODING = re.compile(r"\s*<\?xml[^>]*encoding\s*=\s*[\"'](?!utf-8[\"'])", re.IGNORECASE)
_SVG_SCRIPT = re.compile(r"<!DOCTYPE|<!ENTITY|<\?xml-stylesheet", re.IGNORECASE)
_SVG_HINT = "Export it as plain SVG, without scripts and links, or as PNG."
_SVG_LENGTH = re.compile(r"\s*([0-9.]+)\s*(px)?\s*\Z")


Developer = Callable[[bytes, str], Developed]


def probe(
    file: OtherFile, content: Path, *, base_path: str, develop: Developer
) -> tuple[Media | None, tuple[Problem, ...]]:
    """Read one file (the effect) and describe it as it will be published.

    `develop` makes all that is published of a photo from its bytes and their SHA-256. Nothing
    comes back for a file that cannot be published, but the problem that says why.
    """
    suffix = PurePosixPath(file.path).suffix.lower()
    place = f"content/{file.path}"
    if suffix not in PUBLISHED:
        hint = "Move it out of content/, or publish it as PDF, text or a picture."
        message = (
            f"files ending in “{suffix}” are not published"
            if suffix
            else "files without an ending are not published"
        )
        return None, (error(place, message, hint=hint),)
    try:
        data = (content / file.name_on_disk).read_bytes()
    except OSError as problem:
        hint = "See that it is there and that you may read it."
        message = f"the file cannot be read: {problem.strerror}"
        return None, (error(place, message, hint=hint),)
    digest = hashlib.sha256(data).hexdigest()
    photo = None
    width, height = 0, 0
    try:
        if suffix == ".svg":
            width, height = _svg_size(data)
        elif suffix in _RASTER:
            photo = develop(data, digest)
            width, height = photo.prints[0].width, photo.prints[0].height
    except (_NotPublishableError, UnreadablePhotoError) as problem:
        return None, (error(place, str(problem), hint=problem.hint),)
    url = f"{base_path}/media/{iri(file.path)}"
    media = Media(
        path=file.path,
        name_on_disk=file.name_on_disk,
        url=url,
        digest=digest,
        width=width,
        height=height,
        photo=photo,
        variants=_variants(url, digest, photo) if photo else (),
    )
    return media, ()


def _variants(url: str, digest: str, photo: Developed) -> tuple[Variant, ...]:
    """The smaller copies, whose addresses tell of their bytes: a cache may keep them for ever."""
    stem, _, ending = url.rpartition(".")

    def address(copy: Print) -> str:
        # Photos whose names differ in their endings only may have copies of the same bytes.
        told = f"{ending} {digest} {copy.digest}".encode()
        mark = hashlib.blake2b(told, digest_size=4).hexdigest()
        return f"{stem}.{copy.width}.{mark}.{ENDINGS[copy.form]}"

    return tuple(Variant(address(copy), copy) for copy in photo.prints[1:])


class _NotPublishableError(Exception):
    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


def _svg_size(data: bytes) -> tuple[int, int]:
    root = _svg_root(data)
    for element in root.iter():
        danger = _svg_danger(element)
        if danger:
            raise _NotPublishableError(f"this SVG is not safe: it holds {danger}", _SVG_HINT)
    lengths = [_SVG_LENGTH.match(root.get(side, "")) for side in ("width", "height")]
    box = root.get("viewBox", "").replace(",", " ").split()
    for sides in ([length[1] for length in lengths if length], box[2:4]):
        try:
            width, height = (round(float(side)) for side in sides)
        except (ValueError, OverflowError):
            continue
        if width > 0 and height > 0:
            return width, height
    return 300, 150  # what CSS 2.1 (10.3.2) gives a picture without a size


def _svg_root(data: bytes) -> ET.Element:
    """The parsed SVG; browsers read it in the same encoding as we do."""
    try:
        text = data.decode("utf-8-sig")
        if _SVG_ENCODING.match(text):
            raise _NotPublishableError("this SVG is not in UTF-8", _SVG_HINT)
        if _SVG_SCRIPT.search(text):
            danger = "a document type or a style sheet link"
            raise _NotPublishableError(f"this SVG is not safe: it holds {danger}", _SVG_HINT)
        root = ET.fromstring(text)  # noqa: S314 (no DOCTYPE, so no entities)
    except UnicodeDecodeError:
        raise _NotPublishableError("this SVG is not in UTF-8", _SVG_HINT) from None
    except (ET.ParseError, ValueError) as problem:
        raise _NotPublishableError(f"this is not SVG: {problem}", _SVG_HINT) from None
    if root.tag != f"{{{_SVG_NAMESPACE}}}svg":
        raise _NotPublishableError("this is not SVG: it does not begin with <svg>", _SVG_HINT)
    return root


def _svg_danger(element: ET.Element) -> str:
    """What in an element would run or load something; "" for nothing."""
    namespace, _, name = str(element.tag).rpartition("}")
    if name.lower() in _SVG_UNSAFE or namespace.lstrip("{") == _HTML_NAMESPACE:
        return f"<{name}>"
    if name.lower() == "style" and _SVG_LOADS.search("".join(element.itertext())):
        return "a style that loads something"
    for key, value in element.attrib.items():
        attribute = key.rpartition("}")[2]
        if attribute.lower().startswith("on"):
            return f"“{attribute}”"
        if attribute.lower() in ("href", "src") and not _SVG_LINK.match(value):
            return "a link"
        if _SVG_LOADS.search(value):
            return "a style that loads something"
    return ""
