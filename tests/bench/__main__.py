"""Builds one archive with Hugo and with sitegen in turns, and prints a table.

python -m tests.bench --size 5000 --runs 3
"""

import argparse
import os
import platform
import shutil
import sys
import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median

from tests.bench import counts, hugo
from tests.bench.edits import Edits
from tests.bench.generator import Edition, write
from tests.bench.measure import Measured, measure

# Both sides build as if it were this moment, so that the news sitemap is the same every day.
_NOW = "2026-11-21T12:00:00+09:00"
_HUGO, _CLEAN = "Hugo, full build", "sitegen, clean build"

Results = dict[str, list[Measured]]


def main() -> None:
    """Write the archive, measure, print."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="sitegen-bench-") as temporary:
        folder = Path(options.keep or temporary).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("site", "hugo", "hugo-output", "used"):
            shutil.rmtree(folder / name, ignore_errors=True)
        _tell(f"writing {options.size:,} articles")
        editions = write(folder / "site", options.size)
        bench = _Bench(folder, editions, with_hugo=options.hugo)
        for number in range(1, options.runs + 1):
            _tell(f"run {number} of {options.runs}")
            bench.run()
        print(f"\n{_machine()}; {options.size:,} articles, median of {options.runs}.\n")
        print(_table(bench.results))
        if options.hugo:
            print(f"\n{bench.files()}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--size", type=int, default=5000, help="articles (5000)")
    parser.add_argument("--runs", type=int, default=3, help="how often (3)")
    parser.add_argument("--no-hugo", dest="hugo", action="store_false", help="sitegen only")
    parser.add_argument("--keep", metavar="DIR", help="work in this folder and leave all there")
    return parser.parse_args()


class _Bench:
    """One archive, built again and again."""

    def __init__(self, folder: Path, editions: Sequence[Edition], *, with_hugo: bool) -> None:
        self._site, self._output = folder / "site", folder / "site" / "dist"
        self._used = folder / "used"
        self._hugo_output = folder / "hugo-output"
        self._editions = editions
        self._hugo: Sequence[str] = ()
        self.results: Results = defaultdict(list)
        self._files = ""
        if with_hugo:
            _tell("installing Hugo")
            executable = hugo.install(folder / "hugo-environment")
            hugo.prepare(folder / "hugo", editions)
            self._hugo = hugo.command(executable, folder / "hugo", self._hugo_output, _NOW)

    def run(self) -> None:
        """Every build once."""
        edits = Edits(self._site, self._editions)
        self._put_away()
        if self._hugo:
            self._measure(_HUGO, self._hugo)
        self._build(_CLEAN)
        if self._hugo and not self._files:
            self._files = counts.table(self._hugo_output, self._output)
        for name, edit in edits.all.items():
            edit()
            self._build(name)
        edits.undo()

    def files(self) -> str:
        """What both made of the same archive, next to each other."""
        return self._files

    def _put_away(self) -> None:
        """Make room for a first build, without deleting anything.

        For half a minute after files are deleted, ext4 looks for other places for new ones, which
        can take longer than the whole build.
        """
        for folder in (self._hugo_output, self._output, self._site / ".sitegen"):
            if folder.exists():
                self._used.mkdir(exist_ok=True)
                folder.rename(self._used / str(len(list(self._used.iterdir()))))

    def _build(self, name: str) -> None:
        command = (sys.executable, "-m", "sitegen", "build", "--quiet")
        self._measure(name, (*command, "--site", str(self._site), "--now", _NOW))

    def _measure(self, name: str, command: Sequence[str]) -> None:
        # What the last build left for the disk to write is not this one's burden.
        os.sync()
        measured = measure(command)
        self.results[name].append(measured)
        _tell(f"{name}: {measured.seconds:.2f} s, {measured.memory / 1e6:.0f} MB")


def _table(results: Mapping[str, Sequence[Measured]]) -> str:
    times = {name: median(item.seconds for item in row) for name, row in results.items()}
    memory = {name: median(item.memory for item in row) for name, row in results.items()}
    lines = [
        "| build | seconds | of Hugo's | of our clean build | peak memory, MB | of Hugo's |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for name, seconds in times.items():
        cells = [
            f"{seconds:.2f}",
            _ratio(seconds, times.get(_HUGO)),
            "" if name == _HUGO else _ratio(seconds, times[_CLEAN]),
            f"{memory[name] / 1e6:.0f}",
            _ratio(memory[name], memory.get(_HUGO)),
        ]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _ratio(value: float, whole: float | None) -> str:
    return f"{value / whole:.3f}" if whole else ""


def _machine() -> str:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    python = platform.python_version()
    return f"{platform.system()}, {cores} cores, Python {python}, Hugo {hugo.VERSION}"


def _tell(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
