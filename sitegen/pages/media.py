"""The files beside articles that are published, and the smaller copies of photos."""

from collections.abc import Iterable, Iterator
from functools import partial

from sitegen.pages.planned import Planned
from sitegen.pages.site import Site
from sitegen.types import Copy, Media, Scaled


def plan(site: Site) -> Iterator[Planned]:
    """Every published file, and the smaller copies of those that are photos."""
    for item in _published(site):
        source = f"{site.files.content}/{item.name_on_disk or item.path}"
        owner = f"content/{item.path}"
        copy = partial(Copy, source=source, digest=item.digest)
        yield Planned(item.url, owner, "file", "", copy)
        quality = site.config.images.quality
        for variant in item.variants:
            make = partial(
                Scaled,
                source=source,
                digest=item.digest,
                width=variant.width,
                quality=quality,
            )
            yield Planned(variant.url, owner, "image", "", make)


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
