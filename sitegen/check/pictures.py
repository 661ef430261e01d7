"""Photos without caption or credit, too small for readers, or far too large for anyone."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import PurePosixPath

from sitegen import schema
from sitegen.check.findings import Finding
from sitegen.check.loaded import Loaded
from sitegen.errors import Problem, notice, warning
from sitegen.types import Article, Media, Picture

_SMALL_LEAD = 1200  # pixels; what search engines and social networks want for a large card
_SMALLEST_LEAD = 600  # below it a card has no picture, or a blurred one
_SMALL = 320  # narrower than a telephone
_LONGEST = 10_000  # pixels of a side; cameras make 8,000 to 9,500
_HEAVIEST = 15_000_000  # bytes
_DRAWN = frozenset((".svg",))


def findings(loaded: Loaded) -> Iterator[Finding]:
    """What is doubtful about the photos of all articles."""
    pictures = _Pictures(loaded)
    for article in loaded.site.archive.sources.values():
        if not article.withdrawn:
            yield from pictures.of(article)
    yield from pictures.huge()


class _Pictures:
    """The photos of an archive."""

    def __init__(self, loaded: Loaded) -> None:
        self._loaded, self._media = loaded, loaded.site.files.media

    def of(self, article: Article) -> Iterator[Finding]:
        place = f"content/{article.path}"
        pictures: list[tuple[schema.Path, Picture]] = []
        if article.image:
            pictures.append((("image",), article.image))
        pictures += [(("gallery", number), item) for number, item in enumerate(article.gallery)]
        for field, picture in pictures:
            name = PurePosixPath(picture.src).name
            if not picture.caption:
                message = f"the photo “{name}” has no caption"
                hint = "Add “caption”: who and what is seen, where and when."
                yield Finding(notice(place, message, hint=hint), field)
            if not picture.credit:
                message = f"the photo “{name}” has no credit"
                hint = "Add “credit”: who made it, or who gave it."
                yield Finding(warning(place, message, hint=hint), field)
            yield from self._small(place, picture.src, field)
        for figure in self._loaded.facts[article.path].figures:
            media = self._by_url.get(figure.address)
            name = PurePosixPath(media.path).name if media else figure.address
            written = f'![description]({name} "Caption"){{credit="Name"}}'
            if not figure.caption:
                message = f"the photo “{name}” has no caption"
                hint = f"Write {written}."
                yield Finding(notice(place, message, hint=hint, line=figure.line))
            if not figure.credit:
                message = f"the photo “{name}” has no credit"
                yield Finding(warning(place, message, hint=f"Write {written}.", line=figure.line))
            if media and _is_narrow(media, _SMALL):
                yield Finding(_narrow(place, media, figure.line))

    def _small(self, place: str, src: str, field: schema.Path) -> Iterator[Finding]:
        media = self._media[src]
        name = PurePosixPath(src).name
        if field != ("image",):
            if _is_narrow(media, _SMALL):
                yield Finding(_narrow(place, media), field)
        elif _is_narrow(media, _SMALLEST_LEAD):
            message = f"the lead photo “{name}” is only {media.width} pixels wide"
            hint = f"Take one of {_SMALL_LEAD} pixels or more: cards and searches leave it out."
            yield Finding(warning(place, message, hint=hint), field)
        elif _is_narrow(media, _SMALL_LEAD):
            message = f"the lead photo “{name}” is {media.width} pixels wide"
            hint = f"Search engines show large pictures from {_SMALL_LEAD} pixels on."
            yield Finding(notice(place, message, hint=hint), field)

    def huge(self) -> Iterator[Finding]:
        """Photos larger than anybody can use; they are published as they are, too."""
        for path, media in self._media.items():
            size = self._loaded.sizes.get(path, 0)
            if not media.width or not (
                max(media.width, media.height) > _LONGEST or size > _HEAVIEST
            ):
                continue
            message = (
                f"the picture has {media.width:,} × {media.height:,} pixels "
                f"and {size / 1_000_000:.1f} MB"
            )
            hint = "Put a copy of at most 4,000 pixels in its place."
            yield Finding(warning(f"content/{path}", message, hint=hint))

    @cached_property
    def _by_url(self) -> Mapping[str, Media]:
        return {media.url: media for media in self._media.values()} | {
            variant.url: media for media in self._media.values() for variant in media.variants
        }


def _narrow(place: str, media: Media, line: int = 0) -> Problem:
    name = PurePosixPath(media.path).name
    message = f"the photo “{name}” is only {media.width} pixels wide"
    hint = "It is shown as small as it is; take a larger copy if there is one."
    return notice(place, message, hint=hint, line=line)


def _is_narrow(media: Media, width: int) -> bool:
    """Whether a photo is narrower than that; what is drawn as SVG grows as one likes."""
    return 0 < media.width < width and PurePosixPath(media.path).suffix.lower() not in _DRAWN
