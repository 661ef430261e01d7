"""The media type of a file by its name.

Python's own `mimetypes` reads tables of the system that it runs on; this table is the same
everywhere, so that one site is published alike from any machine.
"""

from collections.abc import Mapping
from pathlib import PurePosixPath

_UNKNOWN = "application/octet-stream"
_TEXT = "; charset=utf-8"
_TYPES: Mapping[str, str] = {
    ".html": f"text/html{_TEXT}",
    ".css": f"text/css{_TEXT}",
    ".js": f"text/javascript{_TEXT}",
    ".mjs": f"text/javascript{_TEXT}",
    ".txt": f"text/plain{_TEXT}",
    ".md": f"text/markdown{_TEXT}",
    ".csv": f"text/csv{_TEXT}",
    ".tsv": f"text/tab-separated-values{_TEXT}",
    ".vtt": f"text/vtt{_TEXT}",
    ".srt": f"application/x-subrip{_TEXT}",
    ".ics": f"text/calendar{_TEXT}",
    ".json": "application/json",
    ".geojson": "application/geo+json",
    ".webmanifest": "application/manifest+json",
    ".xml": "application/xml",
    ".xsl": "application/xslt+xml",
    ".rss": "application/rss+xml",
    ".atom": "application/atom+xml",
    ".opml": "text/x-opml",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".ico": "image/vnd.microsoft.icon",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".ttf": "font/ttf",
    ".otf": "font/otf",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".oga": "audio/ogg",
    ".ogg": "audio/ogg",
    ".opus": "audio/ogg",
    ".wav": "audio/wav",
    ".flac": "audio/flac",
    ".mp4": "video/mp4",
    ".webm": "video/webm",
    ".ogv": "video/ogg",
    ".pdf": "application/pdf",
    ".epub": "application/epub+zip",
    ".zip": "application/zip",
    ".gz": "application/gzip",
    ".wasm": "application/wasm",
    ".rtf": "application/rtf",
    ".doc": "application/msword",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xls": "application/vnd.ms-excel",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".ppt": "application/vnd.ms-powerpoint",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".odp": "application/vnd.oasis.opendocument.presentation",
    ".hwp": "application/x-hwp",
    ".hwpx": "application/hwp+zip",
}
# Files that hosts read have no ending: they are text.
_HOSTS = frozenset(("_headers", "_redirects"))


def media_type(path: str) -> str:
    """The media type of a file (RFC 6838), with its character set when it is text."""
    name = PurePosixPath(path)
    if name.name in _HOSTS:
        return _TYPES[".txt"]
    return _TYPES.get(name.suffix.lower(), _UNKNOWN)
