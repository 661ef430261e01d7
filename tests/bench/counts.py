"""What two builds made: files by kind, and how much of them."""

import os
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

# The first that fits a file's address without its language and without "index.html".
_KINDS = (
    ("feed", r".*\.(rss|atom|opml)|feed\.json"),
    ("sitemap", r"(sitemaps/)?[^/]*\.xml"),
    ("article", r"\d{4}/\d\d/\d\d/[^/]+/"),
    ("day", r"\d{4}/\d\d/\d\d/"),
    ("month", r"\d{4}/\d\d/"),
    ("calendar", r"\d{4}/|on-this-day/"),
    ("on this day", r"on-this-day/.*"),
    ("section, tag, author, topic", r"(sections|tags|authors|topics)/.+/"),
    ("index", r"(sections|tags|authors|topics|archive)/"),
    ("front page", r""),
    ("other", r".*"),
)
_PATTERNS = [(kind, re.compile(rf"(?:{pattern})(?:page/\d+/)?\Z")) for kind, pattern in _KINDS]
_LANGUAGE = re.compile(r"(?:ko|en|ja|zh|vi)/")


def files_by_kind(output: Path) -> tuple[Counter[str], Counter[str]]:
    """How many files there are of each kind, and their bytes."""
    files: Counter[str] = Counter()
    sizes: Counter[str] = Counter()
    for path, size in _files(output):
        name = _LANGUAGE.sub("", path.removesuffix("index.html"), count=1)
        kind = next(kind for kind, pattern in _PATTERNS if pattern.match(name))
        files[kind] += 1
        sizes[kind] += size
    return files, sizes


def _files(output: Path) -> Iterator[tuple[str, int]]:
    for folder, _, names in os.walk(output):
        for name in names:
            file = Path(folder, name)
            yield file.relative_to(output).as_posix(), file.stat().st_size


def table(hugo: Path, sitegen: Path) -> str:
    """Both outputs next to each other, in Markdown."""
    files = {"hugo": files_by_kind(hugo), "sitegen": files_by_kind(sitegen)}
    lines = [
        "| files | Hugo | sitegen | Hugo, MB | sitegen, MB |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    totals: Counter[str] = Counter()
    for kind, _ in _KINDS:
        row = [str(files[side][0][kind]) for side in files]
        row += [f"{files[side][1][kind] / 1e6:.1f}" for side in files]
        lines.append(f"| {kind} | {' | '.join(row)} |")
        for side, (count, size) in files.items():
            totals[side] += count[kind]
            totals[f"{side}, MB"] += size[kind]
    row = [str(totals[side]) for side in files]
    row += [f"{totals[f'{side}, MB'] / 1e6:.1f}" for side in files]
    lines.append(f"| together | {' | '.join(row)} |")
    return "\n".join(lines)
