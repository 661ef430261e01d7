"""The files beside articles that are published, and all prints of photos."""

from collections.abc import Iterable, Iterator
from functools import partial

from sitegen.pages.planned import Planned
from sitegen.pages.site import Site
from sitegen.types import Copy, Media, Printed


def plan(site: Site) -> Iterator[Planned]:
    """Every published file, and of photos every print."""
    for item in _published(site):
        source = f"{site.files.content}/{item.name_on_disk or item.path}"
        owner = f"content/{item.path}"
        if item.photo is None:
            copy = partial(Copy, source=source, digest=item.digest)
            yield Planned(item.url, owner, "file", "", copy)
            continue
        urls = (item.url, *(variant.url for variant in item.variants))
        for url, wanted in zip(urls, item.photo.prints, strict=True):
            make = partial(Printed, source=source, digest=item.digest, copy=wanted)
            yield Planned(url, owner, "image", "", make)


def _published(site: Site) -> Iterable[Media]:
    """What public articles show, and what lies in the folders of public stories.

    A file belongs to the nearest folder above it that holds articles, whether or not they are
    public; one that only articles of waiting stories show waits with them.
    """
    media, bundles = site.files.media, site.files.bundles
    if not media:
        return
    shown = {path for article in site.archive.articles for path in article.media}
    stories = {article.story for article in site.archive.articles}
    sources = site.archive.sources.values()
    waiting = {path for item in sources if item.story not in stories for path in item.media}
    folders = {item.path.rpartition("/")[0] for item in sources}
    for path in sorted(media):
        folder = path.rpartition("/")[0]
        while folder and folder not in folders:
            folder = folder.rpartition("/")[0]
        if path in shown or (folder in stories & bundles and path not in waiting):
            yield media[path]
