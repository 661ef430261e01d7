"""The files that a site is made of, one after the other in a fixed order."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from sitegen.addresses import nfc
from sitegen.config import CONFIG_FILE

_FOLDERS = ("content", "static", "templates")


class Source(NamedTuple):
    """A file of the site: its path below the site with slashes and in NFC, and where it lies."""

    path: str
    file: Path


def sources(site: Path) -> Iterator[Source]:
    """Configuration, content, static files and templates; hidden files are left out.

    Links to files of the site are followed, links to folders and out of the site are not. Of the
    names of files, not more than those of one folder and the folders around it are held.
    """
    top = site.resolve()
    yield Source(CONFIG_FILE, site / CONFIG_FILE)
    for name in _FOLDERS:
        if (site / name).is_dir():
            yield from _below(site / name, f"{name}/", top)


def _below(folder: Path, prefix: str, top: Path) -> Iterator[Source]:
    with os.scandir(folder) as found:
        entries = sorted(found, key=lambda entry: (nfc(entry.name), entry.name))
    for entry in entries:
        file, name = folder / entry.name, prefix + nfc(entry.name)
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _below(file, f"{name}/", top)
        elif file.is_file() and file.resolve().is_relative_to(top):
            yield Source(name, file)
