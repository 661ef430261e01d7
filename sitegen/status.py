"""The archive at a glance: what there is, what is missing, what waits, what is large."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import datetime
from heapq import nlargest

import msgspec

from sitegen.archive import due
from sitegen.check.loaded import Loaded
from sitegen.check.translations import is_stale, original_of, stories
from sitegen.types import Article

_MOST = 10  # lines of a list of what is large


class Waiting(msgspec.Struct, frozen=True):
    """An article that readers will see from a moment on."""

    due: datetime
    path: str
    title: str


class Stale(msgspec.Struct, frozen=True):
    """A translation whose original changed, and when that was."""

    path: str
    original: str
    changed: datetime


class Heavy(msgspec.Struct, frozen=True):
    """Something large: its path below content/, its bytes, and pixels when it is a picture."""

    path: str
    bytes: int
    width: int = 0
    height: int = 0


class Overview(msgspec.Struct, frozen=True, kw_only=True):
    """All that `sitegen status` shows.

    `years` counts editions by year and language, from the oldest year on. `coverage` counts
    stories by the language that they were written in and by the languages that they have;
    drafts and withdrawn articles count in neither.
    """

    articles: int
    stories: int
    drafts: int
    withdrawn: int
    languages: tuple[str, ...]
    years: Mapping[str, Mapping[str, int]]
    coverage: Mapping[str, Mapping[str, int]]
    scheduled: tuple[Waiting, ...]
    stale: tuple[Stale, ...]
    pages: tuple[Heavy, ...]
    pictures: tuple[Heavy, ...]


def overview(loaded: Loaded) -> Overview:
    """The archive at a glance; texts count by their HTML, photos as they lie in content/."""
    everything = loaded.site.archive.sources.values()
    alive = [item for item in everything if not item.draft and not item.withdrawn]
    return Overview(
        articles=len(alive),
        stories=len({item.story for item in alive}),
        drafts=sum(item.draft for item in everything),
        withdrawn=sum(item.withdrawn is not None for item in everything),
        languages=loaded.site.config.languages,
        years=_years(alive),
        coverage=_coverage(loaded),
        scheduled=tuple(
            Waiting(due(item), item.path, item.title)
            for item in sorted(alive, key=lambda item: (due(item), item.path))
            if due(item) > loaded.now
        ),
        stale=_stale(loaded),
        pages=tuple(
            Heavy(path, size)
            for size, path in nlargest(
                _MOST, ((facts.size, path) for path, facts in loaded.facts.items())
            )
        ),
        pictures=_pictures(loaded),
    )


def _years(articles: list[Article]) -> Mapping[str, Mapping[str, int]]:
    table: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for item in articles:
        table[f"{item.date.year:04}"][item.lang] += 1
    return dict(sorted(table.items()))


def _coverage(loaded: Loaded) -> Mapping[str, Mapping[str, int]]:
    """Stories by original language and edition; a story counts for its own language, too."""
    table: defaultdict[str, Counter[str]] = defaultdict(Counter)
    order = loaded.site.config.languages
    for editions in stories(loaded).values():
        story = {
            lang: item for lang, item in editions.items() if not item.draft and not item.withdrawn
        }
        if story:
            first = min(story, key=lambda lang: (story[lang].origin is not None, order.index(lang)))
            table[first].update(story.keys())
    return {lang: table[lang] for lang in order if lang in table}


def _stale(loaded: Loaded) -> tuple[Stale, ...]:
    found = []
    for story in stories(loaded).values():
        for item in story.values():
            original = original_of(loaded, item, story)
            if original and original is not item and not item.draft and is_stale(item, original):
                found.append(Stale(item.path, original.path, original.modified))
    return tuple(sorted(found, key=lambda item: (item.changed, item.path), reverse=True))


def _pictures(loaded: Loaded) -> tuple[Heavy, ...]:
    media = loaded.site.files.media
    sizes = ((loaded.sizes.get(path, 0), path) for path, item in media.items() if item.width)
    return tuple(
        Heavy(path, size, media[path].width, media[path].height)
        for size, path in nlargest(_MOST, sizes)
    )
