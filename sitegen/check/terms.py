"""Sections, tags, authors and topics: names that are nearly the same, or that nobody described."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

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
    for kind in KINDS:
        names = {name: articles for (of, name), articles in written.items() if of == kind}
        yield from _alike(loaded.site.config, kind, names)
        if kind in _LISTED:
            yield from _unknown(loaded, kind, names)
    yield from _same_slugs(loaded)


def _age(article: Article) -> tuple[float, str]:
    return article.date.timestamp(), article.path


def _alike(
    config: SiteConfig, kind: str, names: Mapping[str, Sequence[Article]]
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
        usual = max(group, key=lambda name: (name in described, len(names[name]), name))
        for name in sorted(group):
            if name == usual or name in described:
                continue
            message = (
                f"the {kind} “{name}” is nearly “{usual}”, "
                f"which stands in {_articles(len(names[usual]))}"
            )
            article = min(names[name], key=_age)
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
    loaded: Loaded, kind: str, names: Mapping[str, Sequence[Article]]
) -> Iterator[Finding]:
    """Names that pyproject.toml does not describe, where it describes any of their kind."""
    described = list(dict.fromkeys(_described(loaded.site.config, kind)))
    if not described:
        return
    for name, articles in sorted(names.items()):
        if loaded.site.archive.describes(kind, name):
            continue
        near = schema.nearest(name, described)
        message = f"the {kind} “{name}” is not described in pyproject.toml"
        field = (_FIELDS[kind],)
        if near:
            for article in articles:
                hint = f"Did you mean “{near}”?"
                yield Finding(warning(f"content/{article.path}", message, hint=hint), field)
        else:
            place = f"content/{min(articles, key=_age).path}"
            more = f" (it stands in {_articles(len(articles))})" if len(articles) > 1 else ""
            hint = f"Describe it under {kind}s in pyproject.toml."
            yield Finding(notice(place, message + more, hint=hint), field)


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
