"""Which revision of a git checkout last had a file that is gone; never needed for a build."""

import subprocess
from collections.abc import Collection, Mapping
from pathlib import Path

_SECONDS = 10
# Nothing of the user's configuration may open a pager or an editor, or run a program.
_OPTIONS = ("core.quotePath=false", "core.fsmonitor=false")
_GIT = ("git", "--no-pager", "--literal-pathspecs")
_MOST = 200  # files that are asked for at once


def last_revisions(site: Path, prefixes: Collection[str]) -> Mapping[str, str]:
    """Files that git knew and that are gone: path in the site to the revision that last had it.

    `prefixes` are files or folders, relative to the site. Empty when the site is no checkout, when
    git is not installed, or when the history here does not go back so far.
    """
    paths = sorted(prefixes)[:_MOST]
    if not paths:
        return {}
    log = ("log", "--no-renames", "--diff-filter=D", "--name-only", "--relative", "--format=\x01%h")
    deleted = _deletions(_run(site, *log, "--", *paths))
    there = _run(site, "ls-tree", "-r", "--name-only", "HEAD", "--", *paths).split("\n")
    return {**deleted, **{path: "HEAD" for path in there if path and not (site / path).exists()}}


def _deletions(log: str) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for block in log.split("\x01"):
        revision, *paths = block.split("\n")
        for path in paths:
            if path:
                found.setdefault(path, f"{revision}^")
    return found


def _run(site: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(  # noqa: S603 (a list of arguments, no shell)
            [*_GIT, *(part for option in _OPTIONS for part in ("-c", option)), *arguments],
            cwd=site,
            capture_output=True,
            timeout=_SECONDS,
            check=True,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.decode(errors="replace")
