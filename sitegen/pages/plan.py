"""The whole plan of a site, and the check that every address has one owner."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from sitegen.addresses import MAX_SEGMENT, file_path
from sitegen.archive import KINDS, RowKey
from sitegen.errors import Problem, error
from sitegen.pages import (
    articles,
    corrections,
    dates,
    feeds,
    front,
    icons,
    lists,
    media,
    search,
    sitemaps,
)
from sitegen.pages.planned import Planned
from sitegen.pages.site import PLURALS, Site
from sitegen.search.segments import segments

# The kind of page that no unit has but an article's.
ARTICLE = "article"


class Unit(NamedTuple):
    """Pages that are planned together: one article's, one list's, one calendar's.

    `kind` is one of `_PLANS`; `lang` is "" for what belongs to no language; `key` is a source
    path, the name of a segment, the id of a term or a date as in `archive.RowKey`.
    """

    kind: str
    lang: str = ""
    key: str = ""


_PLANS: Mapping[str, Callable[[Site, str, str], Iterable[Planned]]] = {
    ARTICLE: lambda site, _, key: _article(site, key),
    "home": lambda site, lang, _: lists.home(site, lang),
    **{
        kind: lambda site, lang, key, kind=kind: _term(site, lang, kind, key)  # type: ignore[misc]
        for kind in KINDS
    },
    **{
        plural: lambda site, lang, _, kind=kind: lists.term_index(site, lang, kind)  # type: ignore[misc]
        for kind, plural in PLURALS.items()
    },
    "archive": lambda site, lang, _: dates.archive(site, lang),
    "all days": lambda site, lang, _: dates.all_days(site, lang),
    "year": dates.year,
    **{
        kind: lambda site, lang, key, kind=kind: dates.dated(site, lang, kind, key)  # type: ignore[misc]
        for kind in ("month", "day", "anniversary")
    },
    "corrections": lambda site, lang, _: corrections.plan(site, lang),
    "feeds": lambda site, lang, _: feeds.plan(site, lang),
    "front": lambda site, _, __: front.plan(site),
    "search page": lambda site, lang, _: search.page(site, lang),
    "search": search.segment,
    "opml": lambda site, _, __: feeds.opml(site),
    "sitemap of lists": lambda site, lang, _: sitemaps.of_lists(site, lang),
    "sitemap": sitemaps.of_year,
    "sitemap index": lambda site, _, __: sitemaps.index(site),
    "news": lambda site, _, __: sitemaps.news(site),
    "media": lambda site, _, __: media.plan(site),
    "icons": lambda site, _, __: icons.plan(site),
}


def pages_of(site: Site, unit: Unit) -> Iterable[Planned]:
    """The pages of one unit; none when nothing it shows is published."""
    return _PLANS[unit.kind](site, unit.lang, unit.key)


def units(site: Site) -> Iterator[Unit]:
    """All that is planned of articles and lists.

    What takes longest comes first, so that no worker is left alone with it at the end.
    """
    archive = site.archive
    for lang in site.config.languages:
        yield from (Unit("search", lang, item.name) for item in segments(archive.in_lang(lang)))
    for article in (*archive.articles, *archive.withdrawn):
        yield Unit(ARTICLE, article.lang, article.path)
    yield from other_units(site)


def other_units(site: Site) -> Iterator[Unit]:
    """Everything that is neither an article nor a static file."""
    archive = site.archive
    yield Unit("front")
    for lang in site.config.languages:
        yield Unit("home", lang)
        for kind, plural in PLURALS.items():
            yield from (Unit(kind, lang, term.id) for term in archive.terms(lang, kind))
            yield Unit(plural, lang)
        yield Unit("archive", lang)
        yield Unit("all days", lang)
        for kind in ("year", "month", "day", "anniversary"):
            yield from (Unit(kind, lang, key) for key in archive.dates(lang, kind))
        yield Unit("corrections", lang)
        yield Unit("feeds", lang)
        yield Unit("search page", lang)
        yield Unit("sitemap of lists", lang)
        yield from (Unit("sitemap", lang, year) for year in archive.dates(lang, "year"))
    yield from map(Unit, ("opml", "sitemap index", "news", "media", "icons"))


def plan(site: Site) -> Iterator[Planned]:
    """Every file of the site but the static ones, those for hosts and what the ledger adds."""
    for unit in units(site):
        yield from pages_of(site, unit)


def plan_of_articles(site: Site) -> Iterator[Planned]:
    """The pages of articles alone, and what belongs to each."""
    for article in (*site.archive.articles, *site.archive.withdrawn):
        yield from articles.plan(site, article)


def _article(site: Site, path: str) -> Iterable[Planned]:
    article = site.archive.public(path)
    return articles.plan(site, article) if article else ()


def _term(site: Site, lang: str, kind: str, term_id: str) -> Iterable[Planned]:
    if not site.archive.row(RowKey(lang, kind, term_id)):
        return ()
    term = site.archive.term(kind, term_id)
    return (*lists.term(site, lang, term), *feeds.term(site, lang, term))


def collisions(planned: Iterable[Planned], base_path: str) -> tuple[Problem, ...]:
    """Addresses that two pages want, that differ only in case, or that no file can have."""
    owners: dict[str, Planned] = {}
    problems = []
    for item in planned:
        path = output_path(item.url, base_path)
        if is_too_long(path):
            problems.append(
                error(
                    _file(item),
                    f"a part of the address {item.url} is too long",
                    hint="A part has at most 255 bytes: shorten the slug or the name.",
                )
            )
        other = owners.setdefault(path.casefold(), item)
        if other is not item:
            first, second = sorted((other, item), key=lambda each: not _is_content(each))
            problems.append(_collision(first, second))
    problems.extend(_files_as_folders(owners))
    return tuple(problems)


def is_too_long(path: str) -> bool:
    """Whether a part of a path has more bytes than file systems hold."""
    return len(path.encode()) > MAX_SEGMENT and any(
        len(part.encode()) > MAX_SEGMENT for part in path.split("/")
    )


def _files_as_folders(owners: dict[str, Planned]) -> Iterator[Problem]:
    for path, item in owners.items():
        folder = path.rpartition("/")[0]
        while folder:
            if folder in owners:
                yield _collision(item, owners[folder])
                break
            folder = folder.rpartition("/")[0]


def _collision(item: Planned, other: Planned) -> Problem:
    same = "the address" if item.url == other.url else "nearly the address"
    message = f"{item.owner} wants {same} of {other.owner}: {other.url}"
    return error(_file(item), message, hint="Give one of them another slug, permalink or date.")


def _is_content(item: Planned) -> bool:
    return item.owner.startswith("content/")


def _file(item: Planned) -> str:
    own = item.owner.startswith(("content/", "static/"))
    return item.owner.removesuffix(" (alias)") if own else "pyproject.toml"


def output_path(url: str, base_path: str) -> str:
    """The file in the output folder behind a site-absolute address."""
    return file_path(url.removeprefix(base_path))
