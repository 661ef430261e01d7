"""Sections, tags, authors and topics: which term a name in an article means."""

from collections.abc import Iterator, Mapping

import msgspec

from sitegen.addresses import nfc, term_id
from sitegen.config import AuthorConfig, SiteConfig, TermConfig
from sitegen.types import Article

KINDS = ("section", "tag", "author", "topic")


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

    def foreign(self, lang: str) -> str:
        """The language of `name(lang)` when that is known to be another one, else ""."""
        if self.names.get(lang) or self.names.get("") or not self.names:
            return ""
        return next(iter(self.names))


def written_terms(article: Article, kind: str) -> tuple[str, ...]:
    """The terms of one kind as the article has them."""
    if kind == "section":
        return (article.section,) if article.section else ()
    return {"tag": article.tags, "author": article.authors, "topic": article.topics}[kind]


def all_written(article: Article) -> Iterator[tuple[str, str]]:
    """The kind and the name of every term as the article has them."""
    for kind in KINDS:
        for written in written_terms(article, kind):
            yield kind, written


class Vocabulary:
    """The terms of the configuration, and the id of every name; the same for all archives."""

    def __init__(self, config: SiteConfig) -> None:
        self.configured: dict[tuple[str, str], Term] = {}
        self._names: dict[tuple[str, str], str] = {}
        self._ids: dict[tuple[str, str], str] = {}
        for kind in KINDS:
            terms: Mapping[str, TermConfig | AuthorConfig] = getattr(config, f"{kind}s")
            # All ids before the first name, so that an id is never taken for another's name.
            self._names.update(((kind, nfc(name).casefold()), name) for name in terms)
            for name, term in terms.items():
                self._configure(kind, name, term)

    def _configure(self, kind: str, name: str, term: TermConfig | AuthorConfig) -> None:
        names = {"": term.name} if isinstance(term.name, str) else term.name
        texts = {"": term.text} if isinstance(term.text, str) else term.text
        address = term.address if isinstance(term, AuthorConfig) else ""
        self.configured[kind, name] = Term(kind, name, names, texts, address)
        for written in names.values():
            self._names.setdefault((kind, nfc(written).casefold()), name)

    def is_name(self, kind: str, written: str) -> bool:
        """Whether the configuration has the word as a name or id."""
        return (kind, written.casefold()) in self._names

    def id_of(self, kind: str, written: str) -> str:
        """The id of the configured term that the word names, else one made of the word."""
        key = (kind, written)
        found = self._ids.get(key)
        if found is None:
            known = self._names.get((kind, written.casefold()))
            found = self._ids[key] = known or term_id(written)
        return found


def spells(term: Term, written: str) -> bool:
    """Whether the word is a name of the term, or its id, but for case and hyphens."""
    known = {
        term.id,
        term.id.replace("-", " "),
        *(nfc(name).casefold() for name in term.names.values()),
    }
    return written.casefold() in known
