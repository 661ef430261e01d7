"""Links by lychee, and the agreement of canonical addresses and languages."""

import html
import re
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

import msgspec

from .addresses import is_language_tag
from .pages import Head, heads, readable
from .tools import command

_FOR_MACHINES = {".xml", ".atom", ".rss", ".json", ".opml", ".txt"}
_LIST = ".links.html"


class _Failure(msgspec.Struct, frozen=True):
    url: str
    status: dict[str, object]


class _Report(msgspec.Struct, frozen=True):
    total: int
    error_map: dict[str, tuple[_Failure, ...]]


def check_links(folder: Path, base_url: str) -> tuple[str, ...]:
    """Find links in pages, stylesheets, feeds and sitemaps that lead nowhere in the site.

    Addresses under `base_url` are looked up in the folder, with their fragments; those of other
    sites are left alone.
    """
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name).resolve()
        root = _as_deployed(folder, base_url, scratch / "host")
        _write_address_lists(folder, _host(base_url), scratch / "lists")
        report = _lychee(root, base_url, (root / _path(base_url), scratch / "lists"))
    if not report.total:
        return (f"{folder}: lychee found no link at all",)
    prefixes = (f"{root / _path(base_url)}/", f"{scratch / 'lists'}/")
    return tuple(
        sorted(
            f"{_without(prefixes, file).removesuffix(_LIST)}: "
            f"{unquote(failure.url.removeprefix(root.as_uri()))}"
            f" ({failure.status.get('text', 'broken')})"
            for file, failures in report.error_map.items()
            for failure in failures
        )
    )


def _as_deployed(folder: Path, base_url: str, scratch: Path) -> Path:
    """Give a folder in which paths are those of the host, also when the site is not its root."""
    if not _path(base_url):
        return folder.resolve()
    (scratch / _path(base_url)).parent.mkdir(parents=True, exist_ok=True)
    (scratch / _path(base_url)).symlink_to(folder.resolve(), target_is_directory=True)
    return scratch


def _write_address_lists(folder: Path, host: str, lists: Path) -> None:
    """Rewrite what machines read as pages of links.

    lychee knows pages and stylesheets; of XML it reads some texts, of their attributes, their
    escaped pages and of JSON nothing.
    """
    lists.mkdir()
    pattern = re.compile(re.escape(host) + r"""(?![\w.:-])[^\s"'<>\\]*""")
    for file in sorted(folder.rglob("*")):
        if file.suffix not in _FOR_MACHINES or not file.is_file():
            continue
        text = html.unescape(html.unescape(file.read_text(encoding="utf-8")))
        addresses = sorted({found.rstrip(",") for found in pattern.findall(text)})
        target = lists / (file.relative_to(folder).as_posix() + _LIST)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(
            "".join(f'<a href="{html.escape(found)}"></a>\n' for found in addresses),
            encoding="utf-8",
        )


def _lychee(root: Path, base_url: str, inputs: tuple[Path, ...]) -> _Report:
    run = subprocess.run(
        [
            *(command("lychee"), "--offline", "--no-progress", "--format", "json", "--hidden"),
            *("--no-ignore", "--include-fragments", "--index-files", "index.html"),
            *("--root-dir", root, "--extensions", "html,css"),
            *("--remap", f"^{re.escape(_host(base_url))}(/|$)(.*) {root.as_uri()}/$2"),
            *inputs,
        ],
        capture_output=True,
        check=False,
    )
    try:
        return msgspec.json.decode(run.stdout, type=_Report)
    except msgspec.DecodeError:
        raise RuntimeError(run.stderr.decode()) from None


def _host(base_url: str) -> str:
    return "://".join(urlsplit(base_url)[:2])


def _path(base_url: str) -> str:
    return urlsplit(base_url).path.strip("/")


def _without(prefixes: tuple[str, ...], path: str) -> str:
    for prefix in prefixes:
        path = path.removeprefix(prefix)
    return path


def check_hreflang(folder: Path, base_url: str) -> tuple[str, ...]:
    """Find pages whose canonical address or language alternates do not agree with the others.

    A page has itself as canonical address; its alternates exist, list the same pages, and hold
    itself and x-default. Pages that search engines are told to skip need none of that.
    """
    base = base_url.rstrip("/")
    pages = {readable(base + address): head for address, head in heads(folder)}
    if not pages:
        return (f"{folder}: holds no .html file",)
    return tuple(
        f"{url}: {complaint}"
        for url, head in pages.items()
        if head.listed
        for complaint in (*_canonical_complaints(url, head), *_language_complaints(url, pages))
    )


def _canonical_complaints(url: str, head: Head) -> Iterator[str]:
    if len(head.canonical) != 1:
        yield f"{len(head.canonical)} canonical addresses"
    elif readable(head.canonical[0]) != url:
        yield f"canonical is {head.canonical[0]}"
    if not is_language_tag(head.language):
        yield f"lang={head.language!r}"


def _language_complaints(url: str, pages: Mapping[str, Head]) -> Iterator[str]:
    head = pages[url]
    alternates = _alternates(head)
    if not alternates:
        return
    for code, count in Counter(code for code, _ in head.alternates).items():
        if count > 1:
            yield f"hreflang {code} stands {count} times"
        if code != "x-default" and not is_language_tag(code):
            yield f"hreflang {code!r} is no language tag"
    # A page that lets the reader choose is x-default and leaves its language to another page.
    chooser = alternates.get("x-default") == url and head.language in alternates
    if not chooser and alternates.get(head.language) != url:
        yield f"is not its own alternate for {head.language}"
    if "x-default" not in alternates:
        yield "no x-default"
    for code, target in alternates.items():
        yield from _target_complaints(code, target, alternates, pages)


def _target_complaints(
    code: str, target: str, alternates: Mapping[str, str], pages: Mapping[str, Head]
) -> Iterator[str]:
    if target not in pages:
        yield f"alternate {target} does not exist"
    elif not pages[target].listed:
        yield f"alternate {target} is not for search engines"
    elif _alternates(pages[target]) != alternates:
        yield f"alternate {target} does not list the same alternates"
    elif code not in {"x-default", pages[target].language}:
        yield f"alternate {target} is in {pages[target].language}, not {code}"


def _alternates(head: Head) -> dict[str, str]:
    return {code: readable(url) for code, url in head.alternates}
