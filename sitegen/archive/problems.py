"""What is wrong between articles: links to nothing, unknown languages, doubtful names."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from heapq import merge
from typing import NamedTuple

from sitegen.archive.index import Archive
from sitegen.archive.row import order
from sitegen.archive.terms import Term, all_written, spells
from sitegen.errors import Problem, error, warning
from sitegen.types import Article


class Between(NamedTuple):
    """What is wrong between articles: by the source path that is to blame, and of names."""

    links: Mapping[str, tuple[Problem, ...]]
    names: tuple[Problem, ...]

    @property
    def all(self) -> tuple[Problem, ...]:
        """All of it."""
        return (*(problem for found in self.links.values() for problem in found), *self.names)


def problems_of(archive: Archive, unread: frozenset[str] = frozenset()) -> Between:
    """All that is wrong between the articles of an archive.

    `unread` are source files that exist, but whose own problems kept them out.
    """
    links = {}
    for item in archive.sources.values():
        if item.links or item.origin:
            found = (*_link_problems(archive, item, unread), *_origin_problems(archive, item))
            if found:
                links[item.path] = found
    return Between(links, tuple(_name_problems(archive)))


def problems_after(
    before: Between, old: Archive, new: Archive, changed: Collection[str]
) -> Between:
    """All that is wrong after some articles changed, from what was wrong before.

    Both archives are of the same source files.
    """
    stories = {archive.sources[path].story for archive in (old, new) for path in changed}
    again = {
        path
        for archive in (old, new)
        for story in stories
        for path in archive.linking.get(story, ())
    }.union(changed)
    links = {path: found for path, found in before.links.items() if path not in again}
    for path in again:
        item = new.sources[path]
        found = (*_link_problems(new, item, frozenset()), *_origin_problems(new, item))
        if found:
            links[path] = found
    same = all(_names(old.public(path)) == _names(new.public(path)) for path in changed)
    return Between(links, before.names if same else tuple(_name_problems(new)))


def _names(article: Article | None) -> object:
    """What decides which names an article gives to terms, and before which others."""
    return article and (order(article), article.lang, *all_written(article))


def _link_problems(archive: Archive, article: Article, unread: frozenset[str]) -> Iterable[Problem]:
    place = f"content/{article.path}"
    for link in article.links:
        if link.path in unread:
            continue
        if link.path not in archive.sources:
            hint = "Link to the Markdown file of an article, relative to this one."
            message = f"the link leads to content/{link.path}, which does not exist"
            yield error(place, message, hint=hint, line=link.line)
        elif article.path in archive.urls and not archive.resolve(link.path, article.lang):
            message = f"the link leads to content/{link.path}, which is not published"
            hint = "It is shown as plain text until that article is published."
            yield warning(place, message, hint=hint, line=link.line)


def _origin_problems(archive: Archive, article: Article) -> Iterable[Problem]:
    if article.origin and article.origin.lang not in archive.config.languages:
        known = ", ".join(archive.config.languages)
        message = f"“translated_from” names “{article.origin.lang}”, no language of this site"
        yield error(f"content/{article.path}", message, hint=f"Languages: {known}.")


def _name_problems(archive: Archive) -> Iterator[Problem]:
    """Different names that fall into one term, at the oldest article with the second."""
    seen: set[tuple[str, str]] = set()
    told: set[tuple[str, str]] = set()
    for item in merge(reversed(archive.articles), reversed(archive.withdrawn), key=order):
        for kind, written in all_written(item):
            if (kind, written) in seen:
                continue
            seen.add((kind, written))
            term, key = archive.term_named(kind, written), (kind, written.casefold())
            if key not in told and not archive.describes(*key) and not spells(term, written):
                yield _fallen_together(item, term, written)
            told.add(key)


def _fallen_together(article: Article, term: Term, written: str) -> Problem:
    other = term.name(article.lang)
    message = f"“{written}” and “{other}” are one {term.kind}: both have the address “{term.id}”"
    hint = f"Spell them alike, or describe one in pyproject.toml under {term.kind}s.<id>."
    return warning(f"content/{article.path}", message, hint=hint)
