"""Lighthouse's scores of built pages, served with the site's own headers."""

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Literal
from urllib.parse import quote

import msgspec

from .browser import chromium, serve
from .tools import npm_file

_RUN = Path(__file__).parent.parent / "tools" / "lighthouse.mjs"


class _Verdict(msgspec.Struct, frozen=True):
    path: str
    scores: dict[str, float | None]
    failed: tuple[str, ...]
    error: str


def lost_points(
    folder: Path, pages: Sequence[str], form: Literal["phone", "desktop"]
) -> tuple[str, ...]:
    """Find the categories in which a page has fewer than 100 points, and which audits cost them."""
    npm_file("lighthouse/package.json")
    with serve(folder) as origin:
        run = subprocess.run(
            ["node", _RUN, origin, form, *map(quote, pages)],
            env={**os.environ, "CHROME_PATH": chromium()},
            capture_output=True,
            text=True,
            check=False,
        )
    if run.returncode:
        return (run.stderr,)
    verdicts = msgspec.json.Decoder(_Verdict).decode_lines(run.stdout)
    return tuple(
        f"{verdict.path} on a {form}: {verdict.scores} {verdict.failed} {verdict.error}"
        for verdict in verdicts
        if verdict.error or set(verdict.scores.values()) != {1}
    )
