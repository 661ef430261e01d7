"""Pages as browsers get them: with the script that keeps them fresh, and how to tell them apart."""

import hashlib
import re
from collections.abc import Iterable
from html import unescape

import msgspec

from sitegen.serve.answers import Answer, Files, answer, read
from sitegen.serve.requests import OWN, path_of

SCRIPT = f"/{OWN}/live.js"

_LINK = re.compile(rb"<link\b[^>]*>", re.IGNORECASE)
_ATTRIBUTE = re.compile(rb"""([a-zA-Z-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_HEAD_END = re.compile(rb"</head\s*>", re.IGNORECASE)


class Style(msgspec.Struct, frozen=True):
    """A style sheet of a page: its address, its SRI digest, a digest of what lies there."""

    href: str
    integrity: str
    digest: str


class Fresh(msgspec.Struct, frozen=True):
    """What a page is like now: a digest of all but its style sheets, and these."""

    page: str
    styles: tuple[Style, ...]


def fresh(files: Files, path: str, languages: tuple[str, ...]) -> Fresh:
    """What a browser would be shown at a path."""
    edition = files.edition
    return _fresh(files, answer(files, path, languages), languages, edition)


def page_with_script(
    files: Files, shown: Answer, languages: tuple[str, ...], edition: str
) -> bytes:
    """The page of an answer with the script in its head, which knows what the page is like.

    `edition` is that of the files before there was an answer.
    """
    html = _html(shown)
    now = msgspec.json.encode(_fresh(files, shown, languages, edition))
    # Only digests, addresses and their quotes are in there, and the quotes are taken out.
    data = now.replace(b"&", b"&amp;").replace(b'"', b"&quot;").replace(b"<", b"&lt;")
    tag = b'<script async src="%b" data-fresh="%b"></script>' % (SCRIPT.encode(), data)
    end = _HEAD_END.search(html)
    place = end.start() if end else len(html)
    return html[:place] + tag + html[place:]


def _html(shown: Answer) -> bytes:
    return b"" if shown.file is None else read(shown.file)


def _fresh(files: Files, shown: Answer, languages: tuple[str, ...], edition: str) -> Fresh:
    html = _html(shown)
    links = [link for link in _LINK.finditer(html) if _is_style(link[0])]
    digest = hashlib.blake2b(digest_size=10)
    digest.update(f"{edition} {shown.status} {shown.location} ".encode())
    digest.update(_LINK.sub(lambda link: b"" if _is_style(link[0]) else link[0], html))
    return Fresh(digest.hexdigest(), tuple(_styles(files, (link[0] for link in links), languages)))


def _is_style(link: bytes) -> bool:
    return _attributes(link).get("rel") == "stylesheet"


def _attributes(tag: bytes) -> dict[str, str]:
    return {
        name.decode().lower(): unescape((double or single or bare).decode(errors="replace"))
        for name, double, single, bare in _ATTRIBUTE.findall(tag)
    }


def _styles(files: Files, links: Iterable[bytes], languages: tuple[str, ...]) -> Iterable[Style]:
    for link in links:
        found = _attributes(link)
        href = found.get("href", "")
        path = path_of(href.encode()) or ""
        data = _html(answer(files, path, languages))
        digest = hashlib.blake2b(data, digest_size=10).hexdigest()
        yield Style(href, found.get("integrity", ""), digest)
