"""Slugs and addresses: from words in any script to paths that every file system can hold."""

import re
import unicodedata
from urllib.parse import quote, unquote, urlsplit

MAX_SEGMENT = 255  # bytes of one file name: ext4, APFS and NTFS all hold at least this

_APOSTROPHES = re.compile("['\u2019]")
_HYPHENS = re.compile("-{2,}")
# Signs at a word's end that make it another name: C, C++ and C#.
_SIGNS = re.compile(r"(?<=[^\W_])[+#\u266f]+(?!\w)")
_SPOKEN = {"+": " plus", "#": " sharp", "\u266f": " sharp"}
# RFC 3987 leaves these out of an IRI's path, and the marks of direction (4.1). White space of
# every kind would end an address in `_redirects`. All else beyond ASCII stays readable.
_UNSAFE_IN_PATH = re.compile(
    r"[\x00-\x20\"#%<>?\[\\\]^`{|}\x7f-\x9f\s\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)
_ESCAPED = re.compile(r"[%?#\s]")


class _Kept(dict[int, str]):
    """What becomes of a character in a slug; each is looked up in Unicode's tables but once."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        self[code] = kept = char if unicodedata.category(char)[0] in "LMN" else "-"
        return kept


_KEPT = _Kept()


def nfc(text: str) -> str:
    """Text in Unicode NFC (macOS hands out file names of Hangul and Vietnamese in NFD)."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def slugify(text: str, *, limit: int = MAX_SEGMENT) -> str:
    """Lower-case words of any script joined by hyphens, at most `limit` bytes of UTF-8.

    Full-width and other compatibility forms are folded (NFKC), apostrophes vanish, and what
    is neither a letter, a mark nor a digit separates. Empty when nothing is left.
    """
    folded = unicodedata.normalize("NFKC", text).lower()
    plain = _APOSTROPHES.sub("", folded)
    # Composed last: what vanished may have stood between a letter and its accent.
    return shorten(_HYPHENS.sub("-", nfc(plain.translate(_KEPT))).strip("-"), limit)


def term_id(name: str) -> str:
    """The slug of a section's, tag's, author's or topic's name: C++ and C# are not C in it."""
    folded = unicodedata.normalize("NFKC", name)
    return slugify(_SIGNS.sub(lambda found: "".join(map(_SPOKEN.__getitem__, found[0])), folded))


def shorten(segment: str, limit: int = MAX_SEGMENT) -> str:
    """The segment cut to `limit` bytes, at a hyphen where one is near the end."""
    data = segment.encode()
    if len(data) <= limit:
        return segment
    cut = data[:limit].decode(errors="ignore")
    word = cut.rpartition("-")[0]
    return word if len(word) > len(cut) // 2 else cut.rstrip("-")


def iri(path: str) -> str:
    """A file path as an IRI path: readable in every script, escaped only where it must be."""
    return _UNSAFE_IN_PATH.sub(lambda match: quote(match[0], safe=""), path)


def uri(address: str) -> str:
    """An IRI as a URI: all beyond ASCII percent-encoded, existing escapes kept (RFC 3987, 3.1)."""
    return address if address.isascii() else quote(address, safe="/:?#[]@!$&'()*+,;=%~-._")


def file_path(url: str) -> str:
    """The output file behind a site-absolute address without base path ("/ko/" -> "ko/index.html").

    The address is as published in HTML: percent-escapes are taken back.
    """
    # Most addresses have nothing to take back, and an archive asks for a million of them.
    plain = url[:1] == "/" != url[1:2] and not _ESCAPED.search(url)
    path = url[1:] if plain else unquote(urlsplit(url).path).lstrip("/")
    return f"{path}index.html" if not path or path.endswith("/") else path
