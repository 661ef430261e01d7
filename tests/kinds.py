"""One page of every kind that the sample archive has, in a language."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

_INDEXES = ("topics", "tags", "authors", "archive", "on-this-day", "search", "corrections")
LANGUAGES = ("ko", "en", "ja", "zh", "vi")


class Example(NamedTuple):
    """A page that stands for its kind in a language."""

    kind: str
    lang: str
    path: str


def one_of_each(sample: Path, lang: str) -> Mapping[str, str]:
    """Addresses by kind; of several pages the one with most on it."""
    home = sample / lang
    article = _largest(home, "20*/*/*/*/index.html")
    day = article.parent
    found = {
        "home": home,
        "article": article,
        "day": day,
        "month": day.parent,
        "year": day.parent.parent,
        **{
            kind: _largest(home, f"{folder}/*/index.html")
            for kind, folder in (
                ("section", "sections"),
                ("tag", "tags"),
                ("author", "authors"),
                ("topic", "topics"),
                ("anniversary", "on-this-day"),
            )
        },
        **{name: home / name for name in _INDEXES if (home / name).is_dir()},
    }
    addresses = {
        kind: f"/{folder.relative_to(sample).as_posix()}/" for kind, folder in found.items()
    }
    return {**addresses, "not found": f"/{lang}/404.html", "chooser": "/"}


def every_kind(sample: Path) -> Iterator[Example]:
    """One page of every kind in every language; what is no language's own comes once."""
    for lang in LANGUAGES:
        for kind, path in one_of_each(sample, lang).items():
            if kind != "chooser":
                yield Example(kind, lang, path)
    gone = withdrawn(sample)
    yield Example("withdrawn", gone.split("/")[1], gone)
    yield Example("chooser", LANGUAGES[0], "/")


def withdrawn(sample: Path) -> str:
    """The address of a page in the place of an article that was withdrawn."""
    rules = (sample / "_redirects").read_text(encoding="utf-8").splitlines()
    return next(line.split()[0] for line in rules if line.endswith("410!"))


def _largest(home: Path, pattern: str) -> Path:
    """The folder of the page that has most photos, and of those the longest."""
    return max(
        home.glob(pattern),
        key=lambda file: (file.read_bytes().count(b"class=zoom"), file.stat().st_size, str(file)),
    ).parent
