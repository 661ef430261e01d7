"""Sites as a build leaves them, without building: what publishing looks at is made in a moment."""

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import msgspec

from sitegen.build.manifest import MANIFEST, Entry, Manifest
from sitegen.types import Hosting

CONFIGURATION = """\
[tool.sitegen]
base_url = "https://news.example"
title = "News"
timezone = "Asia/Seoul"
languages = ["ko", "en"]
"""
HEADERS = "/assets/*\n  Cache-Control: public, max-age=31536000, immutable\n"

_PARTS = re.compile(rb'(?:href|src)="/((?:assets|media)/[^"]+)"')
_LINKS = re.compile(rb'<a href="/([^"]+/)"')


def built(folder: Path, files: Mapping[str, bytes]) -> Path:
    """A site's folder with these files built into its dist/; another build takes their place."""
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / "pyproject.toml").exists():
        (folder / "pyproject.toml").write_text(CONFIGURATION, encoding="utf-8")
    dist = folder / "dist"
    for path in list(dist.rglob("*")):
        if path.is_file():
            path.unlink()
    for path in sorted(dist.rglob("*"), reverse=True):
        path.rmdir()
    entries: dict[str, Entry | None] = {}
    for name, data in files.items():
        file = dist / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
        entries[name] = Entry(hashlib.sha256(data).hexdigest(), len(data))
    dist.mkdir(exist_ok=True)
    (dist / MANIFEST).write_bytes(Manifest([]).changed(entries).data())
    return folder


def facts(*, moved: Mapping[str, str], gone: Sequence[str] = (), root: str = "/") -> bytes:
    """What the build writes down for hosts."""
    hosting = Hosting(
        host="news.example",
        secure=True,
        root=root,
        languages=(("ko", f"{root}ko/"),),
        moved=tuple(moved.items()),
        elsewhere=(),
        gone=tuple((url, url) for url in gone),
        fingerprinted=(),
        policy="",
        noindex=False,
    )
    return msgspec.json.encode(hosting)


def page(text: str, *parts: str, article: bool = True) -> bytes:
    """A page that needs these files."""
    kind = "article" if article else "website"
    needs = "".join(f'<img src="/{part}">' for part in parts)
    return f'<meta property="og:type" content="{kind}"><p>{text}</p>{needs}'.encode()


def edition(style: str, texts: Mapping[str, str]) -> dict[str, bytes]:
    """A small site: a list that leads to pages, which use one stylesheet and a photo each."""
    sheet = f"assets/site.{style}.css"
    files = {sheet: style.encode(), "_headers": HEADERS.encode(), "feed.rss": b"<rss/>"}
    for name, text in texts.items():
        photo = f"media/{name}-{len(text)}.jpg"
        files[photo] = f"photo {text}".encode()
        files[f"ko/{name}/index.html"] = page(text, sheet, photo)
    listed = "".join(f'<a href="/ko/{name}/">{text}</a>' for name, text in texts.items())
    files["ko/index.html"] = page(listed, sheet, article=False)
    return files


def torn(pages: Mapping[str, bytes], exists: Callable[[str], bool]) -> list[str]:
    """Pages that need or lead to a file which is not there, each with that file."""
    return [
        f"{path} needs {part}"
        for path, data in pages.items()
        if path.endswith(".html")
        for part in _wanted(data)
        if not exists(part)
    ]


def _wanted(page: bytes) -> list[str]:
    linked = (link + b"index.html" for link in _LINKS.findall(page))
    return [part.decode() for part in (*_PARTS.findall(page), *linked)]
