"""One list of all that is wrong or doubtful, the worst first."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path

import msgspec

from sitegen.build.progress import Progress, Silent
from sitegen.check import dates, links, pictures, terms, texts, translations
from sitegen.check.findings import Finding, placed
from sitegen.check.loaded import Loaded, loaded
from sitegen.errors import ContentError, Problem, Severity


def _of_build(archive: Loaded) -> Iterator[Finding]:
    yield from map(Finding, archive.problems)


def _of_encoding(archive: Loaded) -> Iterator[Finding]:
    for facts in archive.facts.values():
        yield from map(Finding, facts.problems)


# Each looks at the loaded archive; "build" is what builds tell, too.
FAMILIES: Mapping[str, Callable[[Loaded], Iterable[Finding]]] = {
    "build": _of_build,
    "links": links.findings,
    "pictures": pictures.findings,
    "terms": terms.findings,
    "translations": translations.findings,
    "dates": dates.findings,
    "texts": texts.findings,
    "encoding": _of_encoding,
}

_ORDER = {severity: place for place, severity in enumerate(Severity)}


class Found(msgspec.Struct, frozen=True):
    """A problem and the family of checks that found it."""

    family: str
    problem: Problem


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What a check found, errors first, then warnings, then notices, each by file and line."""

    found: tuple[Found, ...]
    articles: int
    stories: int

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All problems in order."""
        return tuple(item.problem for item in self.found)

    def worst(self) -> Severity | None:
        """The severity of the first problem, None when there is none."""
        return self.found[0].problem.severity if self.found else None


def check(
    site: Path,
    now: datetime,
    *,
    families: Collection[str] = (),
    progress: Progress | None = None,
    workers: int = 0,
) -> Report:
    """Look at an archive; with `families`, let only these look.

    Raises CommandError and BuildError. What is so wrong that the site cannot be read is part of
    the report.
    """
    try:
        archive = loaded(site, now, progress or Silent(), workers=workers)
    except ContentError as failure:
        return _report({"build": failure.problems}, articles=0, stories=0)
    found = {
        name: placed(look(archive), site)
        for name, look in FAMILIES.items()
        if not families or name in families
    }
    sources = archive.site.archive.sources.values()
    return _report(found, articles=len(sources), stories=len({item.story for item in sources}))


def _report(found: Mapping[str, Iterable[Problem]], *, articles: int, stories: int) -> Report:
    unique: dict[Problem, str] = {}
    for family, problems in found.items():
        for problem in problems:
            unique.setdefault(problem, family)
    ordered = sorted(unique, key=lambda problem: (_ORDER[problem.severity], problem))
    return Report(
        found=tuple(Found(unique[problem], problem) for problem in ordered),
        articles=articles,
        stories=stories,
    )
