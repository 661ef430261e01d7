"""A site that stays in memory between builds."""

from collections.abc import Callable, Collection
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from sitegen import config as configuration
from sitegen.build.folder import file_in
from sitegen.build.output import PREVIEW
from sitegen.build.site import Options, build
from sitegen.errors import BuildError, CommandError, ContentError, Problem, error


class Resident:
    """A site and the last good build of it."""

    def __init__(self, site: Path, state: Path, *, drafts: bool, future: bool) -> None:
        self._options = Options(
            site=site,
            output=state / PREVIEW,
            state=state,
            now=datetime.now(UTC),
            drafts=drafts,
            future=future,
        )
        self._problems: tuple[Problem, ...] = ()
        self.base_path = ""
        self.edition = 0
        self.unsettled = False
        self.until: datetime | None = None

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All that is known to be wrong."""
        return self._problems

    def find(self, path: str) -> bytes | Path | None:
        """A file of the output as it is now."""
        return file_in(self._options.output, path)

    def change(self, paths: Collection[str]) -> None:  # noqa: ARG002
        """Take in what changed at these paths of the site."""
        try:
            self.base_path = configuration.load(self._options.site, None).base_path
            report = build(msgspec.structs.replace(self._options, now=datetime.now(UTC)))
            self._problems, self.until = report.problems, report.next_due
            self.edition += 1
        except ContentError as failure:
            self._problems = failure.problems
        except (BuildError, CommandError) as failure:
            self._problems = (error("", str(failure)),)

    def settle(self, interrupted: Callable[[], bool]) -> None:
        """Bring the output up to date."""
