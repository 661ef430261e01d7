"""Sections, tags, authors and topics: names that are nearly the same, or that nobody described."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping

from sitegen import schema
from sitegen.archive import KINDS
from sitegen.archive.terms import all_written
from sitegen.check.findings import Finding
from sitegen.check.loaded import Loaded
from sitegen.config import SiteConfig
from sitegen.errors import notice, warning
from sitegen.types import Article

_FIELDS = {"section": "section", "tag": "tags", "author": "authors", "topic": "topics"}
# Of these a newsroom has a list; tags come and go.
_LISTED = ("section", "author", "topic")


def findings(loaded: Loaded) -> Iterator[Finding]:
    """Doubtful names of all articles."""
    written: defaultdict[tuple[str, str], list[Article]] = defaultdict(list)
    for article in loaded.site.archive.sources.values():
        for kind, name in all_written(article):
            written[kind, name].append(article)
    counts = {key: len(articles) for key, articles in written.items()}
    first = {key: min(articles, key=_age) for key, articles in written.items()}
    for kind in KINDS:
        names = {name: counts[key] for key in counts if (name := key[1]) and key[0] == kind}
        yield from _alike(loaded.site.config, kind, names, first)
        if kind in _LISTED:
            yield from _unknown(loaded, kind, names, written)
    yield from _same_slugs(loaded)


def _age(article: Article) -> tuple[float, str]:
    return article.date.timestamp(), article.path


def _alike(
    config: SiteConfig,
    kind: str,
    names: Mapping[str, int],
    first: Mapping[tuple[str, str], Article],
) -> Iterator[Finding]:
    """Names that differ in case, spaces, hyphens or width only, at the first with the rarer one."""
    described = set(_described(config, kind))
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for name in names:
        groups[_bare(name)].append(name)
    for group in groups.values():
        # What pyproject.toml spells in more than one way is meant so.
        if described.issuperset(group):
            continue
        usual = max(group, key=lambda name: (name in described, names[name], name))
        for name in sorted(group):
            if name == usual or name in described:
                continue
            message = (
                f"the {kind} “{name}” is nearly “{usual}”, "
                f"which stands in {_articles(names[usual])}"
            )
            article = first[kind, name]
            place, field = f"content/{article.path}", (_FIELDS[kind],)
            yield Finding(warning(place, message, hint="Spell them alike."), field)


def _articles(count: int) -> str:
    return "1 article" if count == 1 else f"{count:,} articles"


def _bare(name: str) -> str:
    """A name without case, width, spaces and what stands for them."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return "".join(char for char in folded if char not in " -_‐‑·・") or folded


def _described(config: SiteConfig, kind: str) -> Iterator[str]:
    for term_id, term in getattr(config, f"{kind}s").items():
        yield term_id
        yield from (term.name,) if isinstance(term.name, str) else term.name.values()


def _unknown(
    loaded: Loaded,
    kind: str,
    names: Mapping[str, int],
    written: Mapping[tuple[str, str], list[Article]],
) -> Iterator[Finding]:
    """Names that pyproject.toml does not describe, where it describes any of their kind."""
    described = list(dict.fromkeys(_described(loaded.site.config, kind)))
    if not described:
        return
    for name in sorted(names):
        if loaded.site.archive.describes(kind, name):
            continue
        near = schema.nearest(name, described)
        hint = (
            f"Did you mean “{near}”?" if near else f"Describe it under {kind}s in pyproject.toml."
        )
        make = warning if near else notice
        for article in written[kind, name]:
            message = f"the {kind} “{name}” is not described in pyproject.toml"
            yield Finding(make(f"content/{article.path}", message, hint=hint), (_FIELDS[kind],))


def _same_slugs(loaded: Loaded) -> Iterator[Finding]:
    """Stories of one language and one day with the same slug, told at the younger one."""
    known: dict[tuple[str, str], Article] = {}
    for article in sorted(loaded.site.archive.sources.values(), key=_age):
        if not article.slug or article.permalink:
            continue
        other = known.setdefault((article.lang, article.slug), article)
        if other.story != article.story:
            message = f"the slug “{article.slug}” is also that of content/{other.path}"
            hint = "Their addresses differ by the date only; give this one a slug of its own."
            yield Finding(notice(f"content/{article.path}", message, hint=hint), ("slug",))
