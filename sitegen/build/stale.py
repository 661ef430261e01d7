"""Which pages can differ after articles changed: a few too many at times, never one too few.

Every page here is made anew as a job, and rendered only if its job is not that of the last
build. So what is named too much costs microseconds, and what is not named is sure to stand.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from sitegen.archive import KINDS, REACH, Archive, RowKey, order, weight_class
from sitegen.pages.plan import Unit
from sitegen.pages.site import PLURALS, Site
from sitegen.search.segments import segments
from sitegen.types import Article

EVERYWHERE = 1 << 60

# What a unit of the plan is called whose pages list a row.
_UNITS = {"": "home"}


class Touch(NamedTuple):
    """Why a unit is touched, and how far down its list from the newest article."""

    reach: int
    causes: tuple[str, ...]


class RespeltError(Exception):
    """A term is spelt in another way now, and all pages that show it with it."""


def touched(old: Site, new: Site, changes: Mapping[str, str]) -> Mapping[Unit, Touch]:
    """The units that changes of articles reach; `changes` says by path what happened.

    Raises RespeltError when a change reaches further than any list shows.
    """
    found = _Touched(old.archive, new.archive)
    for path, cause in changes.items():
        found.add_change(path, cause, same_card=_same_card(old, new, path))
    found.add_search(changes)
    return found.units


def _same_card(old: Site, new: Site, path: str) -> bool:
    before, after = old.archive.public(path), new.archive.public(path)
    return before is not None and after is not None and old.card(before) == new.card(after)


class _Touched:
    """Collects touched units, change by change."""

    def __init__(self, old: Archive, new: Archive) -> None:
        self._old, self._new = old, new
        self._languages, self._page_size = new.config.languages, new.config.page_size
        self.units: dict[Unit, Touch] = {}
        self._linking: Mapping[str, list[str]] | None = None
        for kind in ("front", "news", "media", "icons"):
            self._add(Unit(kind), "a change elsewhere")

    def _add(self, unit: Unit, cause: str, reach: int = EVERYWHERE) -> None:
        known = self.units.get(unit)
        if known is None:
            self.units[unit] = Touch(reach, (cause,))
        elif reach > known.reach or cause not in known.causes:
            self.units[unit] = Touch(
                max(reach, known.reach), tuple(dict.fromkeys((*known.causes, cause)))
            )

    def _add_article(self, article: Article, cause: str) -> None:
        self._add(Unit("article", article.lang, article.path), cause)

    def add_change(self, path: str, cause: str, *, same_card: bool) -> None:
        """Touch all that one article's change can reach."""
        before, after = self._old.public(path), self._new.public(path)
        for item in (before, after):
            if item is not None:
                self._add_article(item, cause)
        for story in self._stories(path):
            self._add_story(story, cause)
        if before is None and after is None:
            return
        self._check_spelling(before, after)
        was, now = _shown(before), _shown(after)
        self._add_feeds(was, now, cause)
        if any(item.corrections for item in (was, now) if item is not None):
            for code in self._languages:
                self._add(Unit("corrections", code), cause)
            self._add(Unit("opml"), cause)
        self._add_sitemaps(before, after, cause)
        if same_card and _stands(was, now):
            return
        self._add_rows(was, now, cause)
        for archive, item in ((self._old, was), (self._new, now)):
            if item is not None:
                self._add_neighbours(archive, item, cause)
                self._add_relatives(archive, item, cause)

    # --- the search ------------------------------------------------------------------------

    def add_search(self, changes: Mapping[str, str]) -> None:
        """Touch the search of all languages in which articles changed.

        A segment's name tells its articles: those that one side alone has come or go.
        """
        for lang in self._languages:
            causes: dict[str, list[str]] = {}
            names: list[set[str]] = []
            for archive in (self._old, self._new):
                row = archive.in_lang(lang)
                found = segments(row)
                names.append({segment.name for segment in found})
                places = [
                    (len(row) - 1 - row.place(item), cause)
                    for path, cause in changes.items()
                    if (item := _shown(archive.public(path))) and item.lang == lang
                ]
                for segment in found:
                    for place, cause in places:
                        if segment.start <= place < segment.stop:
                            causes.setdefault(segment.name, []).append(cause)
            if causes:
                self._add_search(lang, causes, *names)

    def _add_search(
        self, lang: str, causes: Mapping[str, Sequence[str]], old: set[str], new: set[str]
    ) -> None:
        every = [cause for some in causes.values() for cause in some]
        for name in old | new:
            for cause in causes.get(name, () if name in old & new else every):
                self._add(Unit("search", lang, name), cause)
        for cause in every:
            self._add(Unit("search page", lang), cause)

    # --- the same story, and links to it ---------------------------------------------------

    def _stories(self, path: str) -> set[str]:
        sources = (archive.sources.get(path) for archive in (self._old, self._new))
        return {item.story for item in sources if item is not None}

    def _add_story(self, story: str, cause: str) -> None:
        for archive in (self._old, self._new):
            for item in archive.stories.get(story, {}).values():
                self._add_article(item, cause)
                self._add(Unit("sitemap", item.lang, f"{item.date.year:04}"), cause)
        linking = (archive.linking.get(story, ()) for archive in (self._old, self._new))
        for path in dict.fromkeys(chain.from_iterable(linking)):
            linked = self._new.public(path)
            if linked is not None:
                self._add_article(linked, cause)
                self._add_feeds(None, _shown(linked), cause)

    # --- terms -----------------------------------------------------------------------------

    def _check_spelling(self, before: Article | None, after: Article | None) -> None:
        for kind in KINDS:
            ids = {
                term.id
                for archive, item in ((self._old, before), (self._new, after))
                if item is not None
                for term in archive.terms_of(item, kind)
            }
            for term_id in ids:
                old, new = self._old.known_term(kind, term_id), self._new.known_term(kind, term_id)
                if old is not None and new is not None and old != new:
                    raise RespeltError(new.name(""))

    # --- lists -----------------------------------------------------------------------------

    def _add_feeds(self, was: Article | None, now: Article | None, cause: str) -> None:
        for archive, item in ((self._old, was), (self._new, now)):
            if item is not None:
                self._add(Unit("feeds", item.lang), cause)
                for kind in KINDS:
                    for term in archive.terms_of(item, kind):
                        self._add(Unit(kind, item.lang, term.id), cause, reach=-1)

    def _add_sitemaps(self, before: Article | None, after: Article | None, cause: str) -> None:
        if before and after and before.modified == after.modified and _stands(before, after):
            return
        for item in filter(None, (before, after)):
            self._add(Unit("sitemap of lists", item.lang), cause)
        self._add(Unit("sitemap index"), cause)

    def _add_rows(self, was: Article | None, now: Article | None, cause: str) -> None:
        old_keys = set(self._old.row_keys(was)) if was else set()
        new_keys = set(self._new.row_keys(now)) if now else set()
        for key in old_keys | new_keys:
            places = [
                archive.row(key).place(item)
                for archive, item, keys in (
                    (self._old, was, old_keys),
                    (self._new, now, new_keys),
                )
                if item is not None and key in keys
            ]
            # Numbered pages count from the oldest article, so that what stands before the place
            # moves on; and when the list gets a page, the one behind it gets a link.
            reach = max(places) + 3 * self._page_size
            self._add(Unit(_UNITS.get(key.kind, key.kind), key.lang, key.id), cause, reach)
            self._add_around(key, cause)

    def _add_around(self, key: RowKey, cause: str) -> None:
        """Touch what shows how many articles a row has, and whether it has any."""
        lang, kind = key.lang, key.kind
        appears = bool(self._old.row(key)) != bool(self._new.row(key))
        languages = self._languages if appears else (lang,)
        if kind == "section":
            # A front page has the newest of every section, which can be older than all its own.
            self._add(Unit("home", lang), cause, reach=0)
        if kind in PLURALS:
            for code in languages:
                self._add(Unit(PLURALS[kind], code), cause)
                if appears:
                    self._add(Unit(kind, code, key.id), cause)
                    self._add(Unit("sitemap of lists", code), cause)
            if appears:
                self._add(Unit("opml"), cause)
        elif not kind:
            for code in languages:
                self._add(Unit("archive", code), cause)
                self._add(Unit("all days", code), cause)
        else:
            self._add(Unit("year", lang, key.id[:4] if kind != "anniversary" else ""), cause)
            if appears:
                self._add_dates(key, cause)

    def _add_dates(self, key: RowKey, cause: str) -> None:
        """Touch a date in all languages, and the dates beside it, whose pages lead to it."""
        kind = key.kind
        for code in self._languages:
            self._add(Unit(kind, code, key.id), cause)
        for archive in (self._old, self._new):
            for other in archive.dates_beside(key.lang, kind, key.id):
                self._add(Unit(kind, key.lang, other), cause)

    # --- other articles' pages -------------------------------------------------------------

    def _add_neighbours(self, archive: Archive, item: Article, cause: str) -> None:
        # An article without a section has its neighbours in the whole language.
        for row in (archive.beside(item), archive.in_lang(item.lang)):
            place = row.place(item)
            for other in row[max(0, place - 1) : place + 2]:
                self._add_article(other, cause)

    def _add_relatives(self, archive: Archive, item: Article, cause: str) -> None:
        for kind in ("topic", "tag"):
            for term in archive.terms_of(item, kind):
                key = RowKey(item.lang, kind, term.id)
                row = archive.row(key)
                place = row.place(item)
                near: Iterable[Article] = row[max(0, place - REACH - 1) : place + REACH + 2]
                if self._changes_class(key):
                    near = row
                for other in near:
                    self._add_article(other, cause)

    def _changes_class(self, key: RowKey) -> bool:
        old, new = self._old.row(key), self._new.row(key)
        return bool(old and new) and weight_class(old) != weight_class(new)


def _shown(article: Article | None) -> Article | None:
    return article if article is not None and not article.withdrawn else None


def _stands(before: Article | None, after: Article | None) -> bool:
    """Whether an article stands in the same lists at the same places."""
    if before is None or after is None:
        return before is after
    return order(before) == order(after) and all(
        getattr(before, name) == getattr(after, name)
        for name in ("lang", "section", "tags", "authors", "topics", "withdrawn", "story")
    )
