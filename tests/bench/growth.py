"""Clean builds of larger and larger archives: do time, memory and state grow as articles do?

python -m tests.bench.growth --sizes 10000 30000 100000 300000
"""

import argparse
import os
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from tests.bench.generator import write
from tests.bench.measure import Measured, measure

_NOW = "2026-11-21T12:00:00+09:00"
_HEAD = (
    "| articles | files | clean, s | ms an article | peak memory, MB | KB an article"
    " | nothing changed, s | state, bytes an article | of these, bodies |\n"
    "| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
)


class Grown(NamedTuple):
    """An archive of a size; `state` and `bodies` in bytes: the whole file, rendered Markdown."""

    size: int
    files: int
    clean: Measured
    again: Measured
    state: int
    bodies: int


def main() -> None:
    """Write, build, build again and print a line, size by size."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.growth", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 30_000, 100_000, 300_000])
    print(_HEAD, flush=True)
    for grown in _grown(parser.parse_args().sizes):
        print(_line(grown), flush=True)


def _grown(sizes: Sequence[int]) -> Iterator[Grown]:
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="sitegen-growth-") as folder:
            yield _build(Path(folder).resolve() / "site", size)


def _build(site: Path, size: int) -> Grown:
    write(site, size)
    command = (sys.executable, "-m", "sitegen", "build", "--quiet", "--site", str(site))
    os.sync()
    clean = measure((*command, "--now", _NOW))
    os.sync()
    again = measure((*command, "--now", _NOW))
    files = sum(len(names) for _, _, names in os.walk(site / "dist"))
    shutil.rmtree(site / "dist")
    state = site / ".sitegen" / "state.sqlite"
    return Grown(size, files, clean, again, state.stat().st_size, _bodies(state))


def _bodies(state: Path) -> int:
    with closing(sqlite3.connect(state)) as connection:
        (total,) = connection.execute("SELECT sum(length(record)) FROM bodies").fetchone()
    return int(total)


def _line(grown: Grown) -> str:
    size, clean = grown.size, grown.clean
    cells = (
        f"{size:,}",
        f"{grown.files:,}",
        f"{clean.seconds:.1f}",
        f"{1000 * clean.seconds / size:.2f}",
        f"{clean.memory / 1e6:.0f}",
        f"{clean.memory / 1e3 / size:.1f}",
        f"{grown.again.seconds:.2f}",
        f"{grown.state / size:.0f}",
        f"{grown.bodies / size:.0f}",
    )
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
