"""Editions of stories as the ledger knows them, and which of them were moved to other files."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import NamedTuple, TypeVar

from sitegen.addresses import nfc
from sitegen.archive.ledger.places import CONTENT
from sitegen.types import Article

Name = TypeVar("Name")


class Edition(NamedTuple):
    """A story and one of its languages."""

    story: str
    lang: str


class Mark(NamedTuple):
    """What an edition is known by when its file has another name: day and headline."""

    day: str
    headline: str

    def __str__(self) -> str:
        return f"{self.day} {self.headline}"


def mark(article: Article) -> Mark:
    """The mark of an article."""
    headline = hashlib.blake2b(nfc(article.title).encode(), digest_size=5).hexdigest()
    return Mark(article.date.date().isoformat(), headline)


def edition_of(source: str, lang: str) -> Edition:
    """The edition that a source file holds, relative to the site, as scanning names stories."""
    folder, _, name = source.removeprefix(CONTENT).rpartition("/")
    stem = name.rpartition(".")[0].removesuffix(f".{lang}")
    story = folder if stem == "index" else f"{folder}/{stem}" if folder else stem
    return Edition(story or "index", lang)


def found_again(
    gone: Mapping[Edition, Mark], new: Collection[Article]
) -> Mapping[Edition, Article]:
    """Where editions went whose files are gone, among articles that have no address yet.

    Only what is certain: the same headline of the same day, or the same name, day and language,
    each the only one of its kind; and the other editions of a story that was found so.
    """
    found: dict[Edition, Article] = {}
    left = {item.path: item for item in new}
    for old_key, new_key in _ROUNDS:
        olds = _grouped(
            (edition, old_key(edition, gone[edition])) for edition in gone - found.keys()
        )
        news = _grouped((item.path, new_key(item)) for item in left.values())
        for key, editions in olds.items():
            paths = news.get(key, ())
            if len(editions) == len(paths) == 1:
                found[editions[0]] = left.pop(paths[0])
    return {**found, **_of_same_stories(gone.keys() - found.keys(), found, left.values())}


def _of_same_stories(
    editions: Iterable[Edition], found: Mapping[Edition, Article], left: Iterable[Article]
) -> Mapping[Edition, Article]:
    stories: dict[str, set[str]] = defaultdict(set)
    for edition, article in found.items():
        stories[edition.story].add(article.story)
    by_edition = {Edition(item.story, item.lang): item for item in left}
    more = {}
    for edition in editions:
        for story in stories.get(edition.story, ()):
            item = by_edition.get(Edition(story, edition.lang))
            if item is not None and len(stories[edition.story]) == 1:
                more[edition] = item
    return more


def _grouped(pairs: Iterable[tuple[Name, object]]) -> Mapping[object, Sequence[Name]]:
    groups: defaultdict[object, list[Name]] = defaultdict(list)
    for name, key in pairs:
        groups[key].append(name)
    return groups


def _name(story: str) -> str:
    return story.rpartition("/")[2]


_ROUNDS: tuple[
    tuple[Callable[[Edition, Mark], object], Callable[[Article], object]],
    ...,
] = (
    (
        lambda edition, known: (known, edition.lang),
        lambda article: (mark(article), article.lang),
    ),
    (
        lambda _, known: known,
        mark,
    ),
    (
        lambda edition, known: (_name(edition.story), known.day, edition.lang),
        lambda article: (_name(article.story), mark(article).day, article.lang),
    ),
)
