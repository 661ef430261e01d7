"""Lighthouse's scores of built pages, served with the site's own headers."""

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Literal
from urllib.parse import quote, unquote

import msgspec

from .browser import chromium, serve
from .tools import npm_file

_RUN = Path(__file__).parent.parent / "tools" / "lighthouse.mjs"


_MORE_TRIES = 2


class _Verdict(msgspec.Struct, frozen=True):
    path: str
    scores: dict[str, float | None]
    failed: tuple[str, ...]
    error: str


def lost_points(
    folder: Path, pages: Sequence[str], form: Literal["phone", "desktop"]
) -> tuple[str, ...]:
    """Find the categories in which a page has fewer than 100 points, and which audits cost them.

    A page is asked again when it lost any: speed is measured, and the machine has other work.
    """
    npm_file("lighthouse/package.json")
    with serve(folder) as origin:
        verdicts = _verdicts(origin, pages, form)
        for _ in range(_MORE_TRIES):
            again = [verdict.path for verdict in verdicts if not _full(verdict)]
            better = _verdicts(origin, again, form) if again else ()
            kept = {verdict.path: verdict for verdict in better if _full(verdict)}
            verdicts = tuple(kept.get(verdict.path, verdict) for verdict in verdicts)
    return tuple(
        f"{verdict.path} on a {form}: {verdict.scores} {verdict.failed} {verdict.error}"
        for verdict in verdicts
        if not _full(verdict)
    )


def _full(verdict: _Verdict) -> bool:
    return not verdict.error and set(verdict.scores.values()) == {1}


def _verdicts(origin: str, pages: Sequence[str], form: str) -> tuple[_Verdict, ...]:
    run = subprocess.run(
        ["node", _RUN, origin, form, *map(quote, map(unquote, pages))],
        env={**os.environ, "CHROME_PATH": chromium()},
        stdout=subprocess.PIPE,
        check=True,
    )
    return tuple(msgspec.json.Decoder(_Verdict).decode_lines(run.stdout))
