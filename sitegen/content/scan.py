"""Finds the files of `content/`: which are articles, which belong beside them."""

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import msgspec

from sitegen import schema
from sitegen.addresses import nfc
from sitegen.errors import Problem, error, warning

LEDGER = "permalinks.tsv"

# What file managers leave behind.
_LITTER = frozenset(("thumbs.db", "desktop.ini"))
_ARTICLE = (".md", ".markdown")
_UNFIT = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\\\\]")
_LANGUAGE_SHAPE = re.compile(r"[a-zA-Z]{2,3}([-_][a-zA-Z0-9]{2,8})*\Z")


class Stamp(msgspec.Struct, frozen=True, order=True):
    """What changes when a file does; of a symbolic link, the file that it leads to.

    All zero for a file that was gone when it was looked at.
    """

    size: int = 0
    mtime_ns: int = 0
    ctime_ns: int = 0
    inode: int = 0


class SourceFile(msgspec.Struct, frozen=True, order=True):
    """An article's file. `path` is NFC with slashes, `name_on_disk` as the system spells it."""

    path: str
    name_on_disk: str
    story: str
    lang: str
    stamp: Stamp = Stamp()

    @property
    def folder(self) -> str:
        """The folder that holds the file, relative to `content/` ("" for the top)."""
        return self.path.rpartition("/")[0]


class OtherFile(msgspec.Struct, frozen=True, order=True):
    """A file beside articles; `folder` is the folder of the articles it belongs to."""

    path: str
    name_on_disk: str
    folder: str
    stamp: Stamp = Stamp()


class Scan(msgspec.Struct, frozen=True):
    """All files of `content/` in a fixed order; `bundles` are the folders that are a story."""

    articles: tuple[SourceFile, ...]
    files: tuple[OtherFile, ...]
    bundles: frozenset[str]
    problems: tuple[Problem, ...]


def scan(content: Path, languages: Sequence[str]) -> Scan:
    """Walk `content/` (the effect) and sort what is there into articles and other files."""
    if not content.is_dir():
        hint = "Put articles in content/, for instance content/2026/01/first-story/index.en.md."
        return Scan((), (), frozenset(), (error("content", "there is no such folder", hint=hint),))
    problems: list[Problem] = []
    names: dict[str, _OnDisk] = {}
    for found in _walk(content, problems):
        path = nfc(found.name)
        if path in names:
            message = "two files have names that differ only in how accents are encoded"
            problems.append(error(f"content/{path}", message, hint="Remove one of them."))
        names[path] = found
    articles, rest = _articles(names, languages, problems)
    folders = {article.folder for article in articles}
    files = tuple(_owned(rest, names, folders, problems))
    bundles = frozenset(article.folder for article in articles if article.story == article.folder)
    return Scan(articles, files, bundles, tuple(problems))


def holds_files(folder: Path, count: int) -> bool:
    """Whether a folder and those in it hold so many files; no more than these are looked at."""
    names = (name for _, _, files in os.walk(folder) for name in files)
    return sum(1 for _ in islice(names, count)) == count


class _OnDisk(NamedTuple):
    """A file as the system knows it; the name is relative to `content/`, with slashes."""

    name: str
    stamp: Stamp


def _walk(content: Path, problems: list[Problem]) -> Iterator[_OnDisk]:
    # One `scandir` a folder and one `stat` a file: `os.walk` and paths of `pathlib` cost more
    # than all the rest of the scan.
    top = os.path.realpath(content)
    folders = [(os.fspath(content), "")]
    while folders:
        folder, prefix = folders.pop()
        subfolders = []
        for entry in _entries(folder, prefix, problems):
            name = prefix + entry.name
            if _is_left_out(entry.name, name) or not _is_fit(entry, name, top, problems):
                continue
            if entry.is_dir(follow_symlinks=False):
                subfolders.append((entry.path, f"{name}/"))
            else:
                yield _OnDisk(name, _stamp(entry.path))
        folders += reversed(subfolders)


def _entries(folder: str, prefix: str, problems: list[Problem]) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as found:
            return sorted(found, key=lambda entry: entry.name)
    except OSError as problem:
        message = f"the folder cannot be read: {problem.strerror}"
        place = f"content/{_shown(prefix.rstrip('/') or '.')}"
        problems.append(error(place, message, hint="See that you may read it."))
        return []


def _stamp(path: str) -> Stamp:
    try:
        # Not what a folder's entry says: on Windows that is without inode, and may be old.
        facts = os.stat(path)  # noqa: PTH116
    except OSError:
        return Stamp()
    return Stamp(facts.st_size, facts.st_mtime_ns, facts.st_ctime_ns, facts.st_ino)


def _is_left_out(name: str, path: str) -> bool:
    return name.startswith(".") or name.endswith("~") or name.lower() in _LITTER or path == LEDGER


def _is_fit(entry: os.DirEntry[str], path: str, top: str, problems: list[Problem]) -> bool:
    """Whether a file or folder may be read; notes why not, and what is odd about it."""
    if _UNFIT.search(entry.name):
        message = "the name holds characters that no address may have"
        hint = "Rename it: letters, digits, “-” and “_”."
        problems.append(error(f"content/{_shown(path)}", message, hint=hint))
        return False
    if entry.is_file(follow_symlinks=False):
        return True
    if entry.is_dir(follow_symlinks=False):
        if entry.name.lower().endswith(_ARTICLE):
            message = "this is a folder with an article's name"
            hint = "Rename it, or put the article there."
            problems.append(warning(f"content/{_shown(path)}", message, hint=hint))
        return True
    place = f"content/{_shown(path)}"
    if not entry.is_symlink():
        problems.append(error(place, "this is not a file that can be read", hint="Remove it."))
    elif not _inside(os.path.realpath(entry.path), top):
        message = "this link leads out of content/ and is not followed"
        problems.append(error(place, message, hint="Put a copy in its place."))
    elif os.path.isdir(entry.path):  # noqa: PTH112 (`entry.is_dir` fails at a link to itself)
        message = "this link leads to a folder and is not followed"
        problems.append(error(place, message, hint="Put a copy in its place."))
    else:
        return True
    return False


def _shown(path: str) -> str:
    """A path that any terminal can show, whatever the bytes of its name."""
    return nfc(_UNFIT.sub("\ufffd", path))


def _inside(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder + os.sep)


def _articles(
    names: Mapping[str, _OnDisk], languages: Sequence[str], problems: list[Problem]
) -> tuple[tuple[SourceFile, ...], list[str]]:
    editions: dict[tuple[str, str], SourceFile] = {}
    rest = []
    for path in sorted(names):
        if not path.lower().endswith(_ARTICLE):
            rest.append(path)
            continue
        if path.rpartition("/")[2].startswith("_index."):
            hint = "Describe sections in pyproject.toml; then remove this file."
            message = "this describes a section, not an article, and is left out"
            problems.append(warning(f"content/{path}", message, hint=hint))
            continue
        source = _source(path, names[path], languages, problems)
        twin = editions.setdefault((source.story, source.lang), source)
        if twin is not source:
            message = f"the story “{source.story}” has a second edition in “{source.lang}”"
            hint = f"The other is content/{twin.path}: keep one of them."
            problems.append(error(f"content/{path}", message, hint=hint))
    return tuple(editions.values()), rest


def _source(
    path: str, found: _OnDisk, languages: Sequence[str], problems: list[Problem]
) -> SourceFile:
    folder, _, name = path.rpartition("/")
    whole, _, ending = name.rpartition(".")
    stem, dot, suffix = whole.rpartition(".")
    lang = languages[0]
    if dot and suffix in languages:
        lang = suffix
    elif dot and _LANGUAGE_SHAPE.match(suffix):
        right = schema.nearest(suffix, languages) if len(suffix) > len("ko") else ""
        right = next((code for code in languages if code.casefold() == suffix.casefold()), right)
        known = ", ".join(languages)
        hint = (
            f"Did you mean “{stem}.{right}.{ending}”?"
            if right
            else f"The site's languages are {known}: rename the file, "
            f"or add “{suffix}” to “languages” in pyproject.toml."
        )
        message = f"the file's name ends in “.{suffix}”, which is no language of this site"
        problems.append(error(f"content/{path}", message, hint=hint))
    else:
        stem = whole
    story = folder if stem == "index" else f"{folder}/{stem}" if folder else stem
    return SourceFile(path, found.name, story or "index", lang, found.stamp)


def _owned(
    paths: Sequence[str], names: Mapping[str, _OnDisk], folders: set[str], problems: list[Problem]
) -> Iterator[OtherFile]:
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder and folder not in folders:
            folder = folder.rpartition("/")[0]
        if folder in folders:
            found = names[path]
            yield OtherFile(path, found.name, folder, found.stamp)
        else:
            message = "this file belongs to no article and is left out"
            hint = "Put it beside the article that shows it."
            problems.append(warning(f"content/{path}", message, hint=hint))
