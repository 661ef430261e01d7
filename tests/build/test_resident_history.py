"""Whatever happens to a site in memory, it shows and leaves what a clean build would.

The histories of `test_any_history`, followed by a resident site that is told of every change.
"""

import os
import shutil
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
from hypothesis import HealthCheck, Phase, settings

from sitegen.build.progress import Silent
from sitegen.build.resident import EVERYTHING, Resident
from sitegen.errors import Severity
from tests.build.test_any_history import STEPS, History
from tests.sites import SiteFolder, contents, pages_of

HISTORIES = int(os.environ.get("SITEGEN_HISTORIES", "3"))


class ResidentHistory(History):
    """One site in memory and all that happens to it."""

    def __init__(self) -> None:
        super().__init__()
        self.resident: Resident | None = None
        self.seen: Mapping[str, object] = {}
        self.builds, self.wrong = 0, False

    def leave(self) -> None:
        if self.resident is not None:
            self.resident.close()
            self.resident = None

    def teardown(self) -> None:
        try:
            self.build()
            self.compare()
            if self.wrong:  # and then mended, if that can be done
                self.build()
                self.settle()
            self.leave()
            # What is left is as good as any other build's: the next one finds nothing to do.
            again = self.built(self.site).report
            assert (again is None) == self.wrong
            assert again is None or (again.written, again.removed) == (0, 0)
        finally:
            self.leave()
            self.few.stop()
            shutil.rmtree(self.top)

    def clock(self) -> datetime:
        now = datetime.fromisoformat(self.now)
        return now if now.tzinfo else now.replace(tzinfo=ZoneInfo("Asia/Seoul"))

    def build(self) -> None:
        """Tell the resident site of all that changed; every other time, the output waits."""
        before = contents(self.site.dist)
        seen = _stamps(self.site)
        paths = {
            path for path in seen.keys() | self.seen.keys() if seen.get(path) != self.seen.get(path)
        }
        self.seen = seen
        if self.resident is None:
            options = msgspec.structs.replace(self.site.options(now=self.now), **self.options)
            self.resident = Resident(options, Silent(), self.clock)
            paths = {*EVERYTHING}
        self.resident.change(paths)
        self.builds += 1
        assert contents(self.site.dist) == before
        if self.builds % 2:
            self.settle()

    def settle(self) -> None:
        assert self.resident is not None
        self.resident.settle(lambda: False)
        problems = self.resident.problems
        self.wrong = any(problem.severity is Severity.ERROR for problem in problems)

    def compare(self) -> None:
        """Compare what is shown, and then what is left, with a clean build."""
        if self.resident is None:
            self.build()
        assert self.resident is not None
        fresh = self.fresh_site()
        wanted = self.built(fresh)
        if wanted.report is not None:
            self.compare_views(pages_of(fresh.files()))
        self.settle()
        assert self.wrong == (wanted.report is None)
        if wanted.report is None:
            self.mend(wanted.problems)
            return
        assert self.resident.problems == wanted.report.problems
        found, right = contents(self.site.dist), contents(fresh.dist)
        assert not {
            path for path in found.keys() | right.keys() if found.get(path) != right.get(path)
        }

    def compare_views(self, right: Mapping[str, bytes]) -> None:
        assert self.resident is not None
        there = {*right, *pages_of(contents(self.site.dist))}
        wrong = {path for path in there if _read(self.resident.find(path)) != right.get(path)}
        assert not wrong


def _read(found: bytes | Path | None) -> bytes | None:
    return found.read_bytes() if isinstance(found, Path) else found


def _stamps(site: SiteFolder) -> Mapping[str, object]:
    """What shows that a file of a site changed, by path."""
    found: dict[str, object] = {}
    for name in EVERYTHING:
        top = site.folder / name
        for file in (top, *top.rglob("*")):
            if file.is_file():
                facts = file.stat()
                stamp = (facts.st_ino, facts.st_size, facts.st_mtime_ns, facts.st_ctime_ns)
                found[file.relative_to(site.folder).as_posix()] = stamp
    return found


TestResidentHistory = ResidentHistory.TestCase
TestResidentHistory.settings = settings(
    max_examples=HISTORIES,
    stateful_step_count=STEPS,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
