"""The whole plan of a site, and the check that every address has one owner."""

from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

from sitegen.addresses import MAX_SEGMENT, file_path
from sitegen.errors import Problem, error
from sitegen.pages import dates, feeds, front, hosting, lists, sitemaps
from sitegen.pages.articles import article_page, tombstone
from sitegen.pages.planned import Planned
from sitegen.pages.site import Site
from sitegen.types import Copy, Media, Scaled


def plan(site: Site, content: Path, bundles: frozenset[str]) -> Iterator[Planned]:
    """Every file of the site but the static ones, articles first, newest first."""
    for article in site.archive.articles:
        url = site.archive.url(article)
        yield Planned(url, f"content/{article.path}", partial(article_page, site, article))
    for article in site.archive.withdrawn:
        url = site.archive.url(article)
        yield Planned(url, f"content/{article.path}", partial(tombstone, site, article))
    yield from front.plan(site)
    yield from lists.plan(site)
    yield from dates.plan(site)
    yield from feeds.plan(site)
    yield from sitemaps.plan(site)
    yield from hosting.plan(site)
    for media in _published_media(site, bundles):
        yield from _media(site, media, content)


def _published_media(site: Site, bundles: frozenset[str]) -> Iterable[Media]:
    """What public articles show, and what lies in the folders of public stories.

    A file belongs to the nearest folder above it that holds articles, whether or not they are
    public; one that only articles of waiting stories show waits with them.
    """
    shown = {path for article in site.archive.articles for path in article.media}
    stories = {article.story for article in site.archive.articles}
    sources = site.archive.sources.values()
    waiting = {path for item in sources if item.story not in stories for path in item.media}
    folders = {item.path.rpartition("/")[0] for item in sources}
    for path in sorted(site.media):
        folder = path.rpartition("/")[0]
        while folder and folder not in folders:
            folder = folder.rpartition("/")[0]
        if path in shown or (folder in stories & bundles and path not in waiting):
            yield site.media[path]


def _media(site: Site, media: Media, content: Path) -> Iterator[Planned]:
    source = str(content / (media.name_on_disk or media.path))
    yield Planned(
        media.url, f"content/{media.path}", partial(Copy, source=source, digest=media.digest)
    )
    quality = site.config.images.quality
    for variant in media.variants:
        make = partial(Scaled, source=source, width=variant.width, quality=quality)
        yield Planned(variant.url, f"content/{media.path}", make)


def collisions(planned: Iterable[Planned], base_path: str) -> tuple[Problem, ...]:
    """Addresses that two pages want, that differ only in case, or that no file can have."""
    owners: dict[str, Planned] = {}
    problems = []
    for item in planned:
        path = output_path(item.url, base_path)
        if any(len(part.encode()) > MAX_SEGMENT for part in path.split("/")):
            problems.append(
                error(
                    _file(item),
                    f"a part of the address {item.url} is too long",
                    hint="Shorten the slug.",
                )
            )
        other = owners.setdefault(path.casefold(), item)
        if other is not item:
            first, second = sorted((other, item), key=lambda each: not _is_content(each))
            problems.append(_collision(first, second))
    problems.extend(_files_as_folders(owners))
    return tuple(problems)


def _files_as_folders(owners: dict[str, Planned]) -> Iterator[Problem]:
    for path, item in owners.items():
        folder = path.rpartition("/")[0]
        while folder:
            if folder in owners:
                yield _collision(item, owners[folder])
                break
            folder = folder.rpartition("/")[0]


def _collision(item: Planned, other: Planned) -> Problem:
    same = "the address" if item.url == other.url else "nearly the address"
    message = f"{item.owner} wants {same} of {other.owner}: {other.url}"
    return error(_file(item), message, hint="Give one of them another slug, permalink or date.")


def _is_content(item: Planned) -> bool:
    return item.owner.startswith("content/")


def _file(item: Planned) -> str:
    own = item.owner.startswith(("content/", "static/"))
    return item.owner.removesuffix(" (alias)") if own else "pyproject.toml"


def output_path(url: str, base_path: str) -> str:
    """The file in the output folder behind a site-absolute address."""
    return file_path(url.removeprefix(base_path))
