"""`sitegen init`: a small site that builds at once, to begin with."""

from collections.abc import Mapping
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from string import Template
from zoneinfo import ZoneInfo

from sitegen import __version__
from sitegen.scaffold.writing import write_new

_ZONE = "Asia/Seoul"  # as in the new site's pyproject.toml
_STORY = "content/$folder/alley-bookshop"
# Where each file of `beginning` goes.
_PLACES: Mapping[str, str] = {
    "pyproject.toml": "pyproject.toml",
    "netlify.toml": "netlify.toml",
    "requirements.txt": "requirements.txt",
    "gitignore": ".gitignore",
    "index.ko.md": f"{_STORY}/index.ko.md",
    "index.en.md": f"{_STORY}/index.en.md",
    "bookshop.svg": f"{_STORY}/bookshop.svg",
}


def begin(folder: Path, now: datetime) -> tuple[Path, ...]:
    """Write a site's first files (the effect) and return their paths.

    Raises CommandError when any of them is there already.
    """
    zone = ZoneInfo(_ZONE)
    moment = now.astimezone(zone) if now.tzinfo else now.replace(tzinfo=zone)
    words = {
        "date": f"{moment:%Y-%m-%d}",
        "folder": f"{moment:%Y/%m}",
        "version": __version__,
    }
    beginning = files("sitegen.scaffold.beginning")
    return write_new(
        folder,
        {
            Template(place).substitute(words): Template(
                (beginning / name).read_text(encoding="utf-8")
            ).substitute(words)
            for name, place in _PLACES.items()
        },
    )
