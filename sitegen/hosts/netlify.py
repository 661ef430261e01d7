"""Netlify's `_redirects` and `_headers`.

https://docs.netlify.com/manage/routing/redirects/overview/
https://docs.netlify.com/manage/routing/headers/
"""

from collections.abc import Iterable, Iterator, Sequence

from sitegen.addresses import uri
from sitegen.hosts.answers import HTML, page_file
from sitegen.hosts.folders import folded
from sitegen.hosts.headers import (
    FEED_TYPES,
    FOREVER,
    MANIFEST,
    MANIFEST_TYPE,
    OPML,
    OPML_TYPE,
    PREFETCH,
    PREFETCH_TYPE,
    Header,
    everywhere,
    in_utf_8,
    of_media,
    of_pages,
)
from sitegen.types import Hosting

# From so many rules on Netlify advises against the file, and may refuse the deploy.
MAX_RULES = 10_000


def redirects(hosting: Hosting) -> str:
    """The rules, applied from top to bottom; "!" makes one count although a file is there.

    A rule compares the path as the browser sends it, so that all beyond ASCII is escaped. When
    there are too many, photos and other files that moved together have one rule a folder; then
    the last of the redirects are left to the pages that stand at their addresses and lead on, and
    then the last of the withdrawn pages to their own words. The language rules obey the cookie
    `nf_lang`, in which a reader's own choice is kept; with one language all are led to it.
    """
    around = [*_languages(hosting), *_lost(hosting)]
    room = MAX_RULES - len(around)
    gone, moved, folders = [*_gone(hosting)], hosting.moved, list[str]()
    if len(gone) + len(moved) + len(hosting.elsewhere) > room:
        files = [pair for pair in moved if not _may_be_page(pair[0])]
        pages = [pair for pair in moved if _may_be_page(pair[0])]
        less = folded(files)
        moved, folders = (*less.single, *pages), [*_of_folders(less.folders)][:room]
    rules = [*gone, *_single(moved, hosting.elsewhere)][: room - len(folders)]
    return "".join(f"{rule}\n" for rule in (*rules, *folders, *around))


def _gone(hosting: Hosting) -> Iterator[str]:
    for url, page in hosting.gone:
        if literal(url) and literal(page):
            yield f"{uri(url)} {uri(page_file(page))} 410!"


def _may_be_page(address: str) -> bool:
    return address.endswith(HTML)


def _of_folders(folders: Iterable[tuple[str, str]]) -> Iterator[str]:
    for old, new in folders:
        if literal(old) and literal(new):
            # Without "!", so that what stands in the folder is shown.
            yield f"{uri(old)}* {uri(new)}:splat 301"


def _single(
    moved: Sequence[tuple[str, str]], elsewhere: Sequence[tuple[str, str]]
) -> Iterator[str]:
    for pairs, status in ((moved, 301), (elsewhere, 302)):
        for old, new in pairs:
            if literal(old) and literal(new):
                # Where cases are not told apart, it would lead to itself, were it forced.
                force = "!" if old.casefold() != new.casefold() else ""
                yield f"{uri(old)} {uri(new)} {status}{force}"


def literal(address: str) -> bool:
    """Whether an address stands for itself in a rule: "*" and "/:name" would be patterns."""
    return "*" not in address and "/:" not in address


def _languages(hosting: Hosting) -> Iterator[str]:
    if hosting.only_home:
        yield f"{hosting.root} {hosting.only_home} 302!"
        return
    for lang, home in hosting.languages:
        yield f"{hosting.root} {home} 302! Language={','.join(_spellings(hosting, lang))}"


def _spellings(hosting: Hosting, lang: str) -> Sequence[str]:
    """A language's code, and its first part where no other language shares it.

    A browser says "zh-CN" to a site in "zh-Hans", and Netlify compares the letters.
    """
    code = lang.lower()
    short = code.partition("-")[0]
    shared = [other for other, _ in hosting.languages if other.lower().partition("-")[0] == short]
    return (code,) if code == short or len(shared) > 1 else (code, short)


def _lost(hosting: Hosting) -> Iterator[str]:
    return (f"{home}* {home}404.html 404" for _, home in hosting.languages)


def headers(hosting: Hosting) -> str:
    """The rules for headers."""
    return "".join(_blocks(hosting))


def _blocks(hosting: Hosting) -> Iterator[str]:
    root = hosting.root
    yield _block(f"{root}*", everywhere(hosting))
    yield _block(root, of_pages(hosting))
    for _, home in hosting.languages:
        yield _block(f"{home}*", of_pages(hosting))
    yield _block(f"{root}media/*", of_media())
    for address in hosting.fingerprinted:
        yield _block(address, (Header("Cache-Control", FOREVER),))
    for name, media_type in FEED_TYPES.items():
        for folder in (":lang", ":lang/:list", ":lang/:list/:name"):
            yield _block(f"{root}{folder}/{name}", (_type(media_type),))
    for _, home in hosting.languages:
        yield _block(f"{home}{MANIFEST}", (_type(MANIFEST_TYPE),))
    yield _block(f"{root}{OPML}", (_type(OPML_TYPE),))
    yield _block(f"{root}{PREFETCH}", (_type(PREFETCH_TYPE),))


def _type(media_type: str) -> Header:
    return Header("Content-Type", in_utf_8(media_type))


def _block(path: str, lines: Sequence[Header]) -> str:
    return f"{path}\n" + "".join(f"  {name}: {value}\n" for name, value in lines)
