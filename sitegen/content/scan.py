"""Finds the files of `content/`: which are articles, which belong beside them."""

import os
import re
import stat
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath

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


class SourceFile(msgspec.Struct, frozen=True, order=True):
    """An article's file. `path` is NFC with slashes, `name_on_disk` as the system spells it."""

    path: str
    name_on_disk: str
    story: str
    lang: str

    @property
    def folder(self) -> str:
        """The folder that holds the file, relative to `content/` ("" for the top)."""
        return self.path.rpartition("/")[0]


class OtherFile(msgspec.Struct, frozen=True, order=True):
    """A file beside articles; `folder` is the folder of the articles it belongs to."""

    path: str
    name_on_disk: str
    folder: str


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
    names = {}
    for name in _walk(content, problems):
        path = nfc(name)
        if path in names:
            message = "two files have names that differ only in how accents are encoded"
            problems.append(error(f"content/{path}", message, hint="Remove one of them."))
        names[path] = name
    articles, rest = _articles(names, languages, problems)
    folders = {article.folder for article in articles}
    files = tuple(_owned(rest, names, folders, problems))
    bundles = frozenset(article.folder for article in articles if article.story == article.folder)
    return Scan(articles, files, bundles, tuple(problems))


def _walk(content: Path, problems: list[Problem]) -> Iterator[str]:
    top = os.path.realpath(content)

    def unreadable(problem: OSError) -> None:
        below = os.path.relpath(problem.filename, content).replace(os.sep, "/")
        message = f"the folder cannot be read: {problem.strerror}"
        problems.append(
            error(f"content/{_shown(below)}", message, hint="See that you may read it.")
        )

    for folder, subfolders, names in os.walk(content, onerror=unreadable):
        below = os.path.relpath(folder, content).replace(os.sep, "/")
        prefix = "" if below == "." else f"{below}/"
        for name in sorted((*subfolders, *names)):
            full = os.path.join(folder, name)  # noqa: PTH118 (os.walk hands out strings)
            if _is_left_out(prefix + name):
                kept = False
            else:
                kept = _is_fit(prefix + name, full, top, problems)
            if not kept and name in subfolders:
                subfolders.remove(name)
            elif kept and name not in subfolders:
                yield prefix + name
        subfolders.sort()


def _is_left_out(path: str) -> bool:
    name = path.rpartition("/")[2]
    return name.startswith(".") or name.endswith("~") or name.lower() in _LITTER or path == LEDGER


def _is_fit(path: str, full: str, top: str, problems: list[Problem]) -> bool:
    """Whether a file or folder may be read; notes why not, and what is odd about it."""
    place = f"content/{_shown(path)}"
    if _UNFIT.search(path.rpartition("/")[2]):
        message = "the name holds characters that no address may have"
        problems.append(error(place, message, hint="Rename it: letters, digits, “-” and “_”."))
        return False
    kind = os.lstat(full).st_mode
    if stat.S_ISDIR(kind):
        if path.lower().endswith(_ARTICLE):
            message = "this is a folder with an article's name"
            problems.append(warning(place, message, hint="Rename it, or put the article there."))
        return True
    if stat.S_ISREG(kind):
        return True
    if not stat.S_ISLNK(kind):
        problems.append(error(place, "this is not a file that can be read", hint="Remove it."))
    elif not _inside(os.path.realpath(full), top):
        message = "this link leads out of content/ and is not followed"
        problems.append(error(place, message, hint="Put a copy in its place."))
    elif os.path.isdir(full):  # noqa: PTH112 (os.walk hands out strings)
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
    names: Mapping[str, str], languages: Sequence[str], problems: list[Problem]
) -> tuple[tuple[SourceFile, ...], list[str]]:
    editions: dict[tuple[str, str], SourceFile] = {}
    rest = []
    for path in sorted(names):
        if not path.lower().endswith(_ARTICLE):
            rest.append(path)
            continue
        stem = PurePosixPath(path).stem
        if stem == "_index" or stem.startswith("_index."):
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
    return tuple(sorted(editions.values())), rest


def _source(
    path: str, name_on_disk: str, languages: Sequence[str], problems: list[Problem]
) -> SourceFile:
    pure = PurePosixPath(path)
    stem, dot, suffix = pure.stem.rpartition(".")
    lang = languages[0]
    if dot and suffix in languages:
        lang = suffix
    elif dot and _LANGUAGE_SHAPE.match(suffix):
        right = schema.nearest(suffix, languages) if len(suffix) > len("ko") else ""
        right = next((code for code in languages if code.casefold() == suffix.casefold()), right)
        known = ", ".join(languages)
        hint = (
            f"Did you mean “{stem}.{right}{pure.suffix}”?"
            if right
            else f"The site's languages are {known}: rename the file, "
            f"or add “{suffix}” to “languages” in pyproject.toml."
        )
        message = f"the file's name ends in “.{suffix}”, which is no language of this site"
        problems.append(error(f"content/{path}", message, hint=hint))
    else:
        stem = pure.stem
    parent = "" if str(pure.parent) == "." else str(pure.parent)
    story = parent if stem == "index" else f"{parent}/{stem}".lstrip("/")
    return SourceFile(path, name_on_disk, story or "index", lang)


def _owned(
    paths: Sequence[str], names: Mapping[str, str], folders: set[str], problems: list[Problem]
) -> Iterator[OtherFile]:
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder and folder not in folders:
            folder = folder.rpartition("/")[0]
        if folder in folders:
            yield OtherFile(path, names[path], folder)
        else:
            message = "this file belongs to no article and is left out"
            hint = "Put it beside the article that shows it."
            problems.append(warning(f"content/{path}", message, hint=hint))
