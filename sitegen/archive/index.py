"""The index itself, and how a new one comes of an old one."""

import math
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property, lru_cache
from operator import itemgetter
from typing import NamedTuple

from sitegen.addresses import iri
from sitegen.archive.permalinks import permalink
from sitegen.archive.row import NOTHING, WHEN, WHERE, Row, order
from sitegen.archive.terms import KINDS, Term, Vocabulary, all_written, written_terms
from sitegen.archive.visibility import Visibility, due, is_public, turning
from sitegen.config import SiteConfig
from sitegen.types import Article

RELATED = 4
# How far along a term's list a related story may lie: stories that share a tag and a time are
# what readers want, and an archive of any size stays linear.
REACH = 12
_RELATING = (("topic", 3.0), ("tag", 1.0))

# Above this share of articles that changed, an index made from nothing is ready sooner.
_MANY = 0.05
_FEW = 50


class RowKey(NamedTuple):
    """What a row lists: a language, a kind ("" for the whole language), an id or a date.

    Kinds are those of terms, and "year" ("2023"), "month" ("2023/04"), "day" ("2023/04/05") and
    "anniversary" ("04-05").
    """

    lang: str
    kind: str = ""
    id: str = ""


class _Tables(NamedTuple):
    """The tables of one index; none is ever changed once the index is made."""

    sources: dict[str, Article]
    shown: Row
    withdrawn: Row
    rows: dict[RowKey, Row]
    terms: dict[tuple[str, str], Term]
    stories: dict[str, dict[str, Article]]
    urls: dict[str, str]


class Archive:
    """All articles that a build shows, indexed. Lists run from the newest to the oldest."""

    def __init__(
        self, articles: Iterable[Article], config: SiteConfig, visibility: Visibility
    ) -> None:
        self.config, self.visibility = config, visibility
        self._vocabulary = Vocabulary(config)
        self._tables = self._fresh(articles)

    # --- making ----------------------------------------------------------------------------

    def _fresh(self, articles: Iterable[Article]) -> _Tables:
        sources = {article.path: article for article in articles}
        public = [
            (order(item), item) for item in sources.values() if is_public(item, self.visibility)
        ]
        public.sort(key=itemgetter(0))
        rows: defaultdict[RowKey, tuple[list[str], list[Article]]] = defaultdict(lambda: ([], []))
        terms = dict(self._vocabulary.configured)
        stories: dict[str, dict[str, Article]] = defaultdict(dict)
        for key, item in public:
            stories[item.story][item.lang] = item
            # From the oldest on: a new article never changes how an old tag is spelt.
            for kind, written in all_written(item):
                self._learn(terms, kind, written)
            if item.withdrawn:
                continue
            for row in self.row_keys(item):
                orders, items = rows[row]
                orders.append(key)
                items.append(item)
        return _Tables(
            sources=sources,
            shown=_row(pair for pair in public if not pair[1].withdrawn),
            withdrawn=_row(pair for pair in public if pair[1].withdrawn),
            rows={key: Row(*pair) for key, pair in rows.items()},
            terms=terms,
            stories=dict(stories),
            urls={item.path: self._url(item) for _, item in public},
        )

    def _learn(self, terms: dict[tuple[str, str], Term], kind: str, written: str) -> None:
        key = (kind, self._vocabulary.id_of(kind, written))
        if key not in terms:
            terms[key] = Term(kind, key[1], {"": written})

    def _url(self, article: Article) -> str:
        section = self._vocabulary.id_of("section", article.section) if article.section else ""
        return self._base + iri(permalink(article, self.config, section))

    @cached_property
    def _base(self) -> str:
        return self.config.base_path

    def row_keys(self, article: Article) -> Iterator[RowKey]:
        """All rows in which the article stands when it is shown."""
        lang = article.lang
        yield RowKey(lang)
        for kind in KINDS:
            for term_id in self._ids(article, kind):
                yield RowKey(lang, kind, term_id)
        for kind, key in _date_keys(article.date.date()):
            yield RowKey(lang, kind, key)

    def _ids(self, article: Article, kind: str) -> tuple[str, ...]:
        written = written_terms(article, kind)
        if not written:
            return ()
        id_of = self._vocabulary.id_of
        if len(written) == 1:
            return (id_of(kind, written[0]),)
        return tuple(dict.fromkeys([id_of(kind, name) for name in written]))

    def after(self, changes: Mapping[str, Article | None], visibility: Visibility) -> "Archive":
        """The index of the same articles but for those that changed (None: that are gone).

        It is equal to one made from nothing, and shares with this one what did not change.
        """
        changes = {**self.turned(visibility), **changes}
        sources = {**self.sources}
        for path, article in changes.items():
            if article is None:
                sources.pop(path, None)
            else:
                sources[path] = article
        if len(changes) > max(_FEW, _MANY * len(sources)):
            return Archive(sources.values(), self.config, visibility)
        new = object.__new__(Archive)
        new.config, new.visibility, new._vocabulary = self.config, visibility, self._vocabulary
        gone = [item for path in changes if (item := self.public(path))]
        come = [item for item in changes.values() if item and is_public(item, visibility)]
        new._tables = new._changed(self._tables, sources, gone, come)
        new._inherit(self, changes)
        return new

    def _inherit(self, old: "Archive", changes: Mapping[str, Article | None]) -> None:
        """Take over what is known of the old index and is, or is nearly, the same of this one."""
        mine, known = self.__dict__, old.__dict__
        touched = {
            key
            for path in changes
            for item in (old.public(path), self.public(path))
            if item is not None
            for key in self.row_keys(item)
        }
        if all((key in old.rows) == (key in self.rows) for key in touched):
            names = ["_ids_in_use"]
            if self._tables.terms == old._tables.terms:  # noqa: SLF001 (another of this class)
                names.append("_used_terms")
            mine.update((name, known[name]) for name in names if name in known)
        if "next_turn" in known:
            self._inherit_turn(old, changes)
        edited = all((path in old.sources) == bool(item) for path, item in changes.items())
        if edited and "linking" in known:
            mine["linking"] = self._relinked(old, changes)

    def _inherit_turn(self, old: "Archive", changes: Mapping[str, Article | None]) -> None:
        turn, seen, now = old.next_turn, old.visibility, self.visibility
        going = [turning(old.sources[path], seen) for path in changes if path in old.sources]
        same = (seen.drafts, seen.future) == (now.drafts, now.future) and seen.now <= now.now
        if same and (turn is None or (turn > now.now and turn not in going)):
            coming = [turning(item, now) for item in changes.values() if item]
            turns = [moment for moment in (turn, *coming) if moment]
            self.__dict__["next_turn"] = min(turns, default=None)

    def _relinked(
        self, old: "Archive", changes: Mapping[str, Article | None]
    ) -> Mapping[str, tuple[str, ...]]:
        """The links of an index with the same sources, some of them edited."""
        found = {**old.linking}
        for path in changes:
            before, now = old.leads_to(old.sources[path]), self.leads_to(self.sources[path])
            for story in before - now:
                rest = tuple(other for other in found.pop(story) if other != path)
                if rest:
                    found[story] = rest
            for story in now - before:
                found[story] = (*found.get(story, ()), path)
        return found

    def turned(self, visibility: Visibility) -> Mapping[str, Article]:
        """The articles that are public for one moment and not for the other."""
        old = self.visibility
        same = (old.drafts, old.future) == (visibility.drafts, visibility.future)
        if (
            same
            and old.now <= visibility.now
            and not (self.next_turn and self.next_turn <= visibility.now)
        ):
            return {}
        return {
            path: item
            for path, item in self.sources.items()
            if is_public(item, old) != is_public(item, visibility)
        }

    def _changed(
        self,
        old: _Tables,
        sources: dict[str, Article],
        gone: Sequence[Article],
        come: Sequence[Article],
    ) -> _Tables:
        rows, stories, urls = {**old.rows}, {**old.stories}, {**old.urls}
        for item in (*gone, *come):
            stories[item.story] = {**stories.get(item.story, {})}
        for item in gone:
            del stories[item.story][item.lang], urls[item.path]
        for item in come:
            stories[item.story][item.lang] = item
            urls[item.path] = self._url(item)
        for item in gone:
            if not stories.get(item.story, True):
                del stories[item.story]
        leaving, joining = self._by_row(gone), self._by_row(come)
        for key in leaving.keys() | joining.keys():
            made = rows.get(key, NOTHING).changed(leaving.get(key, ()), joining.get(key, ()))
            if made:
                rows[key] = made
            else:
                rows.pop(key, None)
        tables = _Tables(
            sources=sources,
            shown=old.shown.changed(_shown(gone), _shown(come)),
            withdrawn=old.withdrawn.changed(_withdrawn(gone), _withdrawn(come)),
            rows=rows,
            terms=old.terms,
            stories=stories,
            urls=urls,
        )
        return tables._replace(terms=self._relearnt(tables, (*gone, *come)))

    def _by_row(self, articles: Iterable[Article]) -> Mapping[RowKey, list[Article]]:
        found: defaultdict[RowKey, list[Article]] = defaultdict(list)
        for item in _shown(articles):
            for key in self.row_keys(item):
                found[key].append(item)
        return found

    def _relearnt(
        self, tables: _Tables, articles: Iterable[Article]
    ) -> dict[tuple[str, str], Term]:
        """The terms, those that these articles name spelt as the oldest article has them now."""
        terms = {**tables.terms}
        touched = {
            (kind, self._vocabulary.id_of(kind, name))
            for item in articles
            for kind, name in all_written(item)
        }
        for kind, term_id in touched - self._vocabulary.configured.keys():
            carriers = [
                row.oldest
                for lang in self.config.languages
                if (row := tables.rows.get(RowKey(lang, kind, term_id)))
            ]
            carriers += [item for item in tables.withdrawn if term_id in self._ids(item, kind)]
            terms.pop((kind, term_id), None)
            if carriers:
                oldest = min(carriers, key=order)
                for written in written_terms(oldest, kind):
                    if self._vocabulary.id_of(kind, written) == term_id:
                        self._learn(terms, kind, written)
        return terms

    # --- articles --------------------------------------------------------------------------

    @property
    def sources(self) -> Mapping[str, Article]:
        """All articles by source path, hidden ones too."""
        return self._tables.sources

    @property
    def articles(self) -> Row:
        """The articles that are shown, of all languages."""
        return self._tables.shown

    @property
    def withdrawn(self) -> Row:
        """The articles that were taken down and whose addresses still answer."""
        return self._tables.withdrawn

    @property
    def urls(self) -> Mapping[str, str]:
        """The site-absolute addresses of all public articles by source path."""
        return self._tables.urls

    @property
    def stories(self) -> Mapping[str, Mapping[str, Article]]:
        """The public editions of every story by language."""
        return self._tables.stories

    def public(self, path: str) -> Article | None:
        """The public article of a source file."""
        return self._tables.sources[path] if path in self._tables.urls else None

    @cached_property
    def next_due(self) -> datetime | None:
        """When the next article appears that is hidden only because its time has not come."""
        now, urls = self.visibility.now, self.urls
        hidden = (item for path, item in self.sources.items() if path not in urls)
        return min(
            (due(item) for item in hidden if due(item) > now and not item.draft), default=None
        )

    @cached_property
    def next_turn(self) -> datetime | None:
        """The first moment from now on at which an article appears or goes by itself."""
        turns = (turning(item, self.visibility) for item in self.sources.values())
        return min((turn for turn in turns if turn), default=None)

    # --- links -----------------------------------------------------------------------------

    def leads_to(self, article: Article) -> frozenset[str]:
        """The stories that the article links to."""
        targets = (self.sources.get(link.path) for link in article.links)
        return frozenset(target.story for target in targets if target is not None)

    @cached_property
    def linking(self) -> Mapping[str, tuple[str, ...]]:
        """The source paths of the articles that link to a story, by story."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for article in self.sources.values():
            if article.links:
                for story in self.leads_to(article):
                    found[story].append(article.path)
        return {story: tuple(paths) for story, paths in found.items()}

    # --- lists -----------------------------------------------------------------------------

    @property
    def rows(self) -> Mapping[RowKey, Row]:
        """All lists that have articles."""
        return self._tables.rows

    def row(self, key: RowKey) -> Row:
        """One list, empty when nothing belongs there."""
        return self._tables.rows.get(key, NOTHING)

    def in_lang(self, lang: str) -> Row:
        """The articles of one language."""
        return self.row(RowKey(lang))

    def with_term(self, lang: str, term: Term) -> Row:
        """The articles of one language that carry the term."""
        return self.row(RowKey(lang, term.kind, term.id))

    @cached_property
    def _ids_in_use(self) -> Mapping[tuple[str, str], Sequence[str]]:
        """The ids by language and kind, in plain order."""
        found: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        for lang, kind, key in self.rows:
            found[lang, kind].append(key)
        return {pair: sorted(keys) for pair, keys in found.items()}

    def dates(self, lang: str, kind: str) -> Sequence[str]:
        """The years, months, days or anniversaries of a language that have articles, in order."""
        return self._ids_in_use.get((lang, kind), ())

    def dates_beside(self, lang: str, kind: str, key: str) -> tuple[str, ...]:
        """The dates with articles before and after one, which itself may have none."""
        row = self.dates(lang, kind)
        place, after = bisect_left(row, key), bisect_right(row, key)
        return (*row[max(0, place - 1) : place], *row[after : after + 1])

    # --- terms -----------------------------------------------------------------------------

    def term(self, kind: str, term_id: str) -> Term:
        """The term of that id, which an article carries or the configuration describes."""
        return self._tables.terms[kind, term_id]

    def term_named(self, kind: str, written: str) -> Term:
        """The term that a name in a public article means."""
        return self.term(kind, self._vocabulary.id_of(kind, written))

    def describes(self, kind: str, written: str) -> bool:
        """Whether the configuration has the word as a name or id."""
        return self._vocabulary.is_name(kind, written)

    def id_of(self, kind: str, written: str) -> str:
        """The id of the term that a name in any article means."""
        return self._vocabulary.id_of(kind, written)

    def known_term(self, kind: str, term_id: str) -> Term | None:
        """The term of that id, None when nobody carries or describes it."""
        return self._tables.terms.get((kind, term_id))

    def terms_of(self, article: Article, kind: str) -> tuple[Term, ...]:
        """The article's terms of one kind, in the order written, without doubles."""
        terms = self._tables.terms
        return tuple([terms[kind, term_id] for term_id in self._ids(article, kind)])

    @cached_property
    def _used_terms(self) -> Mapping[tuple[str, str], tuple[Term, ...]]:
        return {
            (lang, kind): tuple(
                sorted((self.term(kind, key) for key in keys), key=self._place_of_term(kind, lang))
            )
            for (lang, kind), keys in self._ids_in_use.items()
            if kind in KINDS
        }

    def terms(self, lang: str, kind: str) -> tuple[Term, ...]:
        """The terms that articles of a language carry: configured order, then by name."""
        return self._used_terms.get((lang, kind), ())

    def _place_of_term(self, kind: str, lang: str) -> Callable[[Term], tuple[int, str, str]]:
        places = (
            {name: place for place, name in enumerate(self.config.sections)}
            if kind == "section"
            else {}
        )

        def key(term: Term) -> tuple[int, str, str]:
            place = places.get(term.id)
            if place is not None:
                return place, "", ""
            return len(places), term.name(lang).casefold(), term.id

        return key

    # --- what an article leads to ----------------------------------------------------------

    def editions(self, article: Article) -> tuple[Article, ...]:
        """All public editions of the article's story, in the order of the site's languages."""
        story = self.stories[article.story]
        if len(story) == 1:
            return tuple(story.values())
        return tuple([story[lang] for lang in self.config.languages if lang in story])

    def resolve(self, path: str, lang: str) -> Article | None:
        """The edition that a link to a source file leads to from an article in `lang`."""
        target = self.sources.get(path)
        if target is None:
            return None
        same = self.stories.get(target.story, {}).get(lang)
        if same is not None:
            return same
        return self.public(path)

    def url(self, article: Article) -> str:
        """The article's site-absolute address."""
        return self.urls[article.path]

    def beside(self, article: Article) -> Row:
        """The list along which the article has neighbours: its section, or its language."""
        ids = self._ids(article, "section")
        return self.row(RowKey(article.lang, "section", ids[0]) if ids else RowKey(article.lang))

    def neighbours(self, article: Article) -> tuple[Article | None, Article | None]:
        """The older and the newer article beside this one in its section (or language)."""
        row = self.beside(article)
        place = row.place(article)
        older = row[place + 1] if place + 1 < len(row) else None
        return older, (row[place - 1] if place else None)

    def related(self, article: Article) -> tuple[Article, ...]:
        """Stories that share topics and tags, rarest first, near in time, same language."""
        key, lang = order(article), article.lang
        scores: dict[str, float] = {}
        score = scores.get
        for kind, factor in _RELATING:
            for term_id in self._ids(article, kind):
                row = self.row(RowKey(lang, kind, term_id))
                weight = factor / (1 + weight_class(row))
                for other in row.around(key, REACH):
                    scores[other] = score(other, 0.0) + weight
        scores.pop(key, None)
        if not scores:
            return ()
        least = sorted(scores.values(), reverse=True)[:RELATED][-1]
        near = [other for other, points in scores.items() if points > least]
        # Of many equals only those that stand beside the article can be nearest to it.
        equal = sorted([other for other, points in scores.items() if points == least])
        place = bisect_left(equal, key)
        near += equal[max(0, place - RELATED) : place + RELATED]
        moment = float(key[WHEN])
        near.sort(
            key=lambda other: (-scores[other], abs(float(other[WHEN]) - moment), other[WHERE])
        )
        everything = self.in_lang(lang)
        return tuple([everything.known(other) for other in near[:RELATED]])


def weight_class(row: Sequence[Article]) -> int:
    """How common a term is, as related stories count it.

    The logarithm rounded down: one more article with a common tag does not change the order on
    the pages of all the others.
    """
    return math.floor(math.log2(len(row)))


def _row(pairs: Iterable[tuple[str, Article]]) -> Row:
    orders, articles = [], []
    for key, item in pairs:
        orders.append(key)
        articles.append(item)
    return Row(orders, articles)


def _shown(articles: Iterable[Article]) -> list[Article]:
    return [item for item in articles if not item.withdrawn]


def _withdrawn(articles: Iterable[Article]) -> list[Article]:
    return [item for item in articles if item.withdrawn]


@lru_cache(maxsize=40_000)
def _date_keys(day: date) -> tuple[tuple[str, str], ...]:
    year, month, number = f"{day.year:04}", f"{day.month:02}", f"{day.day:02}"
    return (
        ("year", year),
        ("month", f"{year}/{month}"),
        ("day", f"{year}/{month}/{number}"),
        ("anniversary", f"{month}-{number}"),
    )
