"""The index of the archive: editions, terms, addresses, neighbours, related stories.

Everything here is derived from the articles alone and in a fixed order, so that the same
articles give the same index whatever the order in which they were read.
"""

import hashlib
import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cached_property

import msgspec

from sitegen.addresses import MAX_SEGMENT, iri, nfc, shorten, slugify, term_id
from sitegen.config import AuthorConfig, SiteConfig, TermConfig
from sitegen.errors import Problem, error, warning
from sitegen.types import Article

KINDS = ("section", "tag", "author", "topic")

RELATED = 4
# How far along a term's list a related story may lie: stories that share a tag and a time are
# what readers want, and an archive of any size stays linear.
_REACH = 12


class Term(msgspec.Struct, frozen=True):
    """A section, tag, author or topic; `names` by language, "" for every other language."""

    kind: str
    id: str
    names: Mapping[str, str]
    texts: Mapping[str, str] = {}
    address: str = ""

    def name(self, lang: str) -> str:
        """The term's name in that language, else in any."""
        return (
            self.names.get(lang) or self.names.get("") or next(iter(self.names.values()), self.id)
        )


class Visibility(msgspec.Struct, frozen=True):
    """What a build shows: the moment it is for, and whether to show what is not public yet."""

    now: datetime
    drafts: bool = False
    future: bool = False


def due(article: Article) -> datetime:
    """The moment from which an article may be seen."""
    return article.publish_at or article.date


def is_public(article: Article, visibility: Visibility) -> bool:
    """Whether a build shows the article (as a page or as a tombstone).

    What was withdrawn goes on to answer, whatever else took it from the lists.
    """
    if article.draft and not visibility.drafts and not _was_public(article):
        return False
    if visibility.future:
        return True
    if due(article) > visibility.now:
        return False
    return bool(article.withdrawn) or article.expires is None or article.expires > visibility.now


def _was_public(article: Article) -> bool:
    """Whether readers have known the address: a draft is, too, when it was withdrawn from them.

    By days, for a withdrawal is seldom given with the time of day.
    """
    withdrawn = article.withdrawn
    return withdrawn is not None and withdrawn.date.date() >= due(article).date()


class Archive:
    """All articles that a build shows, indexed. Lists run from the newest to the oldest."""

    def __init__(
        self, articles: Iterable[Article], config: SiteConfig, visibility: Visibility
    ) -> None:
        self.config = config
        self.sources: Mapping[str, Article] = {article.path: article for article in articles}
        public = [item for item in self.sources.values() if is_public(item, visibility)]
        public.sort(key=lambda item: (item.date, item.path), reverse=True)
        self.articles = tuple(item for item in public if not item.withdrawn)
        self.withdrawn = tuple(item for item in public if item.withdrawn)
        self.public = frozenset(item.path for item in public)
        hidden = (item for item in self.sources.values() if item.path not in self.public)
        upcoming = [due(item) for item in hidden if due(item) > visibility.now and not item.draft]
        self.next_due = min(upcoming, default=None)
        self._terms = _Terms(config)
        # From the oldest on: a new article never changes how an old tag is spelt.
        for item in reversed(public):
            self._terms.learn(item)
        self._by_term: dict[tuple[str, str, str], list[Article]] = defaultdict(list)
        self._by_lang: dict[str, list[Article]] = defaultdict(list)
        self.stories: dict[str, dict[str, Article]] = defaultdict(dict)
        for item in self.articles:
            self._by_lang[item.lang].append(item)
            for kind in KINDS:
                for term in self.terms_of(item, kind):
                    self._by_term[item.lang, kind, term.id].append(item)
        for item in (*self.articles, *self.withdrawn):
            self.stories[item.story][item.lang] = item

    def in_lang(self, lang: str) -> Sequence[Article]:
        """The articles of one language."""
        return self._by_lang.get(lang, ())

    def terms_of(self, article: Article, kind: str) -> tuple[Term, ...]:
        """The article's terms of one kind, in the order written, without doubles."""
        terms = (self._terms.get(kind, name) for name in _written(article, kind))
        return tuple({term.id: term for term in terms}.values())

    def with_term(self, lang: str, term: Term) -> Sequence[Article]:
        """The articles of one language that carry the term."""
        return self._by_term.get((lang, term.kind, term.id), ())

    @cached_property
    def _used_terms(self) -> Mapping[tuple[str, str], tuple[Term, ...]]:
        used: dict[tuple[str, str], list[Term]] = defaultdict(list)
        for lang, kind, name in self._by_term:
            used[lang, kind].append(self._terms.by_id(kind, name))
        return {
            (lang, kind): tuple(sorted(terms, key=lambda term: self._order(kind, term, lang)))
            for (lang, kind), terms in used.items()
        }

    def terms(self, lang: str, kind: str) -> tuple[Term, ...]:
        """The terms that articles of a language carry: configured order, then by name."""
        return self._used_terms.get((lang, kind), ())

    def _order(self, kind: str, term: Term, lang: str) -> tuple[int, str, str]:
        configured = list(getattr(self.config, f"{kind}s"))
        place = configured.index(term.id) if kind == "section" and term.id in configured else None
        if place is not None:
            return place, "", ""
        return len(configured), term.name(lang).casefold(), term.id

    def editions(self, article: Article) -> tuple[Article, ...]:
        """All public editions of the article's story, in the order of the site's languages."""
        story = self.stories[article.story]
        return tuple(story[lang] for lang in self.config.languages if lang in story)

    def resolve(self, path: str, lang: str) -> Article | None:
        """The edition that a link to a source file leads to from an article in `lang`."""
        target = self.sources.get(path)
        if target is None:
            return None
        same = self.stories.get(target.story, {}).get(lang)
        if same is not None:
            return same
        return target if target.path in self.public else None

    @cached_property
    def addresses(self) -> Mapping[str, str]:
        """The address below the base URL of every public article, by source path."""
        return {
            item.path: permalink(item, self.config, self._section_id(item))
            for item in (*self.articles, *self.withdrawn)
        }

    def url(self, article: Article) -> str:
        """The article's site-absolute address."""
        return self.config.base_path + iri(self.addresses[article.path])

    def _section_id(self, article: Article) -> str:
        return next((term.id for term in self.terms_of(article, "section")), "")

    def neighbours(self, article: Article) -> tuple[Article | None, Article | None]:
        """The older and the newer article beside this one in its section (or language)."""
        section = next(iter(self.terms_of(article, "section")), None)
        row = self.with_term(article.lang, section) if section else self.in_lang(article.lang)
        place = self._place(row, article)
        older = row[place + 1] if place + 1 < len(row) else None
        return older, (row[place - 1] if place else None)

    def _place(self, row: Sequence[Article], article: Article) -> int:
        return bisect_left(
            row,
            (-article.date.timestamp(), _reverse(article.path)),
            key=lambda item: (-item.date.timestamp(), _reverse(item.path)),
        )

    def related(self, article: Article) -> tuple[Article, ...]:
        """Stories that share topics and tags, rarest first, near in time, same language."""
        scores: dict[str, float] = defaultdict(float)
        found: dict[str, Article] = {}
        for kind, factor in (("topic", 3.0), ("tag", 1.0)):
            for term in self.terms_of(article, kind):
                row = self.with_term(article.lang, term)
                # The logarithm rounded down: one more article with a common tag does not
                # change the order on the pages of all the others.
                weight = factor / (1 + math.floor(math.log2(len(row))))
                place = self._place(row, article)
                for item in row[max(0, place - _REACH) : place + _REACH + 1]:
                    scores[item.path] += weight
                    found[item.path] = item
        found.pop(article.path, None)
        return tuple(
            sorted(
                found.values(),
                key=lambda item: (
                    -scores[item.path],
                    abs((item.date - article.date).total_seconds()),
                    item.path,
                ),
            )[:RELATED]
        )

    def problems(self, unread: frozenset[str] = frozenset()) -> tuple[Problem, ...]:
        """What is wrong between articles: links to nothing, unknown languages, doubtful names.

        `unread` are source files that exist, but whose own problems kept them out.
        """
        found = tuple(
            problem
            for item in sorted(self.sources.values(), key=lambda item: item.path)
            for problem in (*self._link_problems(item, unread), *self._origin_problems(item))
        )
        return (*found, *self._terms.problems)

    def _link_problems(self, article: Article, unread: frozenset[str]) -> Iterable[Problem]:
        place = f"content/{article.path}"
        for link in article.links:
            if link.path in unread:
                continue
            if link.path not in self.sources:
                hint = "Link to the Markdown file of an article, relative to this one."
                message = f"the link leads to content/{link.path}, which does not exist"
                yield error(place, message, hint=hint, line=link.line)
            elif article.path in self.public and not self.resolve(link.path, article.lang):
                message = f"the link leads to content/{link.path}, which is not published"
                hint = "It is shown as plain text until that article is published."
                yield warning(place, message, hint=hint, line=link.line)

    def _origin_problems(self, article: Article) -> Iterable[Problem]:
        if article.origin and article.origin.lang not in self.config.languages:
            known = ", ".join(self.config.languages)
            message = f"“translated_from” names “{article.origin.lang}”, no language of this site"
            yield error(f"content/{article.path}", message, hint=f"Languages: {known}.")


class _Reversed(str):
    """Text that sorts backwards, for lists that run from last to first."""

    __slots__ = ()

    def __lt__(self, other: str) -> bool:
        return str.__gt__(self, other)


def _reverse(path: str) -> str:
    return _Reversed(path)


def _written(article: Article, kind: str) -> tuple[str, ...]:
    return {
        "section": (article.section,) if article.section else (),
        "tag": article.tags,
        "author": article.authors,
        "topic": article.topics,
    }[kind]


class _Terms:
    """Finds the term that a name or id in an article means."""

    def __init__(self, config: SiteConfig) -> None:
        self._config = config
        self._known: dict[tuple[str, str], Term] = {}
        self._names: dict[tuple[str, str], str] = {}
        self.problems: list[Problem] = []
        for kind in KINDS:
            configured: Mapping[str, TermConfig | AuthorConfig] = getattr(config, f"{kind}s")
            # All ids before the first name, so that an id is never taken for another's name.
            self._names.update(((kind, nfc(name).casefold()), name) for name in configured)
            for name, term in configured.items():
                self._configure(kind, name, term)

    def _configure(self, kind: str, name: str, term: TermConfig | AuthorConfig) -> None:
        names = {"": term.name} if isinstance(term.name, str) else term.name
        texts = {"": term.text} if isinstance(term.text, str) else term.text
        address = term.address if isinstance(term, AuthorConfig) else ""
        self._known[kind, name] = Term(kind, name, names, texts, address)
        for written in names.values():
            self._names.setdefault((kind, nfc(written).casefold()), name)

    def learn(self, article: Article) -> None:
        """Make terms of what the article names and nobody has described yet."""
        for kind in KINDS:
            for written in _written(article, kind):
                new = (kind, written.casefold()) not in self._names
                term = self.get(kind, written)
                if new and not _spells(term, written):
                    self.problems.append(_fallen_together(article, term, written))

    def get(self, kind: str, written: str) -> Term:
        """The configured term that the word names, else a term of its own."""
        key = (kind, written.casefold())
        found = self._names.get(key)
        if found is None:
            found = term_id(written)
            self._names[key] = found
            self._known.setdefault((kind, found), Term(kind, found, {"": written}))
        return self._known[kind, found]

    def by_id(self, kind: str, name: str) -> Term:
        """The term of that id."""
        return self._known[kind, name]


def _spells(term: Term, written: str) -> bool:
    """Whether the word is a name of the term, or its id, but for case and hyphens."""
    known = {
        term.id,
        term.id.replace("-", " "),
        *(nfc(name).casefold() for name in term.names.values()),
    }
    return written.casefold() in known


def _fallen_together(article: Article, term: Term, written: str) -> Problem:
    other = term.name(article.lang)
    message = f"“{written}” and “{other}” are one {term.kind}: both have the address “{term.id}”"
    hint = f"Spell them alike, or describe one in pyproject.toml under {term.kind}s.<id>."
    return warning(f"content/{article.path}", message, hint=hint)


def permalink(article: Article, config: SiteConfig, section: str) -> str:
    """The article's address below the base URL, by front matter or by the site's pattern."""
    if article.permalink:
        return page_address(article.permalink)
    date = article.date
    values = {
        "lang": article.lang,
        "year": f"{date.year:04}",
        "month": f"{date.month:02}",
        "day": f"{date.day:02}",
        "hour": f"{date.hour:02}",
        "minute": f"{date.minute:02}",
        "second": f"{date.second:02}",
        "slug": article.slug,
        "section": section or "news",
        "story": "/".join(filter(None, map(slugify, article.story.split("/")))),
        "id": hashlib.blake2b(article.story.encode(), digest_size=5).hexdigest(),
    }
    address = config.permalink_for(article.lang).format_map(values)
    return "/".join(_fitting(part) for part in address.split("/"))


def _fitting(part: str) -> str:
    stem = part.removesuffix(".html")
    ending = part[len(stem) :]
    return shorten(stem, MAX_SEGMENT - len(ending)) + ending


def page_address(written: str) -> str:
    """An address as an author wrote it, so that every host serves what stands there as HTML.

    One that is not a folder and has no ending that means HTML becomes a folder.
    """
    return written if written.endswith(("/", ".html", ".htm")) else f"{written}/"
