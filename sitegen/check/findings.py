"""What a family of checks hands back: a problem, and the field of front matter that it is about."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

import msgspec

from sitegen import schema
from sitegen.content import front_matter
from sitegen.content.schema import SYNONYMS
from sitegen.errors import Problem


class Finding(NamedTuple):
    """A problem; `field` is the place in the front matter where it is, when it has no line yet."""

    problem: Problem
    field: schema.Path = ()


def placed(findings: Iterable[Finding], site: Path) -> tuple[Problem, ...]:
    """The problems, with the lines of the fields that they are about (reads those files)."""
    known: list[Problem] = []
    lost: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.field and not finding.problem.line:
            lost.setdefault(finding.problem.path, []).append(finding)
        else:
            known.append(finding.problem)
    for path, group in lost.items():
        text = _text(site / path)
        for problem, field in group:
            line, column = _locate(text, field)
            known.append(msgspec.structs.replace(problem, line=line, column=column))
    return tuple(known)


def _text(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8-sig", errors="replace")
    except OSError:
        return ""


def _locate(text: str, field: schema.Path) -> tuple[int, int]:
    """Where the field is, under whatever name the author gives it; (0, 0) when it is not there."""
    try:
        written = front_matter.parse(text).fields
        names = (field[0], *_other_names().get(str(field[0]), ()))
        name = next((name for name in names if name in written), None)
        return (0, 0) if name is None else front_matter.locate(text, (name, *field[1:]))
    except front_matter.FrontMatterError:
        return 0, 0


def _other_names() -> Mapping[str, list[str]]:
    names: dict[str, list[str]] = {}
    for theirs, ours in SYNONYMS.items():
        names.setdefault(ours, []).append(theirs)
    return names
