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
    """What public articles show, and all files in the folders of public stories."""
    media, bundles = site.files.media, site.files.bundles
    if not media:
        return
    shown = {path for article in site.archive.articles for path in article.media}
    folders = {article.story for article in site.archive.articles} & bundles
    for path in sorted(media):
        folder = path.rpartition("/")[0]
        while folder and folder not in bundles:
            folder = folder.rpartition("/")[0]
        if path in shown or folder in folders:
            yield media[path]
