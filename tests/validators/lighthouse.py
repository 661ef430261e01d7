"""Lighthouse's scores of built pages, served with the site's own headers."""

import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal
from urllib.parse import quote, unquote

import msgspec

from .browser import chromium, serve
from .pages import head
from .tools import npm_file

Form = Literal["phone", "desktop"]
FORMS: tuple[Form, ...] = ("phone", "desktop")

_RUN = Path(__file__).parent.parent / "tools" / "lighthouse.mjs"
_MORE_TRIES = 2


class Verdict(msgspec.Struct, frozen=True):
    """What Lighthouse says of a page: points from 0 to 1 by category, and what cost some."""

    path: str
    scores: Mapping[str, float | None]
    failed: tuple[str, ...]
    error: str

    @property
    def full(self) -> bool:
        """Say whether the page has 100 points in every category."""
        return not self.error and set(self.scores.values()) == {1}

    def __str__(self) -> str:
        return f"{self.path}: {self.scores} {self.failed} {self.error}"


def judge(folder: Path, pages: Sequence[str], form: Form) -> Iterator[Verdict]:
    """Judge pages, each as soon as Lighthouse has looked at it.

    A page that lost points is judged again: speed is measured, and the machine has other work.
    """
    npm_file("lighthouse/package.json")
    with serve(folder) as origin:
        again = []
        for verdict in _verdicts(folder, origin, pages, form):
            if verdict.full:
                yield verdict
            else:
                again.append(verdict)
        for verdict in again:
            yield _better(folder, origin, verdict, form)


def lost_points(folder: Path, pages: Sequence[str], form: Form) -> tuple[str, ...]:
    """Find the categories in which a page has fewer than 100 points, and which audits cost them."""
    return tuple(
        f"on a {form}: {verdict}" for verdict in judge(folder, pages, form) if not verdict.full
    )


def _better(folder: Path, origin: str, verdict: Verdict, form: Form) -> Verdict:
    for _ in range(_MORE_TRIES):
        (verdict,) = _verdicts(folder, origin, [verdict.path], form)
        if verdict.full:
            break
    return verdict


def _verdicts(folder: Path, origin: str, pages: Sequence[str], form: Form) -> Iterator[Verdict]:
    # What a page hides from search engines on purpose is no mistake of that page.
    wanted = [
        {"path": page, "url": origin + quote(unquote(page)), "hidden": _hidden(folder, page)}
        for page in pages
    ]
    with subprocess.Popen(
        ["node", _RUN, form, msgspec.json.encode(wanted).decode()],
        env={**os.environ, "CHROME_PATH": chromium()},
        stdout=subprocess.PIPE,
    ) as run:
        assert run.stdout
        for line in run.stdout:
            yield msgspec.json.decode(line, type=Verdict)
    if run.returncode:
        raise subprocess.CalledProcessError(run.returncode, run.args)


def _hidden(folder: Path, path: str) -> bool:
    file = folder / unquote(path).strip("/")
    file = file / "index.html" if file.is_dir() else file
    return head(file.read_text(encoding="utf-8")).hidden
