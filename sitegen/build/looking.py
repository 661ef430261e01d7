"""A look at the files of a site and of its output: which are as the last build left them."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from sitegen import theme
from sitegen.build.loading import Surroundings, surroundings
from sitegen.build.output import Output
from sitegen.build.remembered import (
    Compared,
    Remembered,
    Standing,
    compare,
    file_stamps,
    source_stamps,
    standing,
)
from sitegen.config import SiteConfig
from sitegen.content.scan import Scan, scan
from sitegen.errors import ContentError, Problem

AS_WE_LEFT_IT = Standing(frozenset(), {})


class Look(NamedTuple):
    """All files now, and what the last build knew of them.

    `mistakes` are problems of templates and static files, of which nothing is whole then;
    `trusted` when the output and the state are surely of one build.
    """

    found: Scan
    around: Surroundings
    static: Mapping[str, Path]
    mistakes: tuple[Problem, ...]
    known: Remembered
    sources: Compared
    files: Compared
    stands: Standing
    trusted: bool

    @property
    def same(self) -> bool:
        """Whether no file differs from what the last build knew."""
        return self.sources.same and self.files.same and self.stands.same


def look(
    site: Path, config: SiteConfig, known: Remembered, output: Output | None, *, trusted: bool
) -> Look:
    """Look at all files (the effect); an output of None is one that nobody else touches."""
    found = scan(site / "content", config.languages)
    around, static, mistakes = _around(site, config)
    stands = (
        AS_WE_LEFT_IT
        if output is None
        else standing(output.folder, known.outputs, output.owned, sure=trusted)
    )
    return Look(
        found=found,
        around=around,
        static=static,
        mistakes=mistakes,
        known=known,
        sources=compare(source_stamps(found), known.sources, known.seen),
        files=compare(file_stamps(found, static, site / "content"), known.files, known.seen),
        stands=stands,
        trusted=trusted,
    )


def _around(
    site: Path, config: SiteConfig
) -> tuple[Surroundings, Mapping[str, Path], tuple[Problem, ...]]:
    """Templates and static files, and what is wrong with them."""
    try:
        return surroundings(site, config), theme.static_files(site), ()
    except ContentError as mistake:
        return Surroundings({}, ""), {}, mistake.problems
