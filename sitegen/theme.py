"""Where templates, catalogues and static files come from: the site's own before the theme's."""

import os
from collections.abc import Mapping
from pathlib import Path

from sitegen.addresses import nfc
from sitegen.errors import ContentError, Problem, error, not_utf8

# What the theme brings to every site; other files in static/ belong to the site they lie in.
THEME_FILES = ("site.css", "site.js", "search.js")

_PACKAGE = Path(__file__).parent


def theme_folder() -> Path:
    """The folder of the default theme: in the installed package, or the checkout's top."""
    installed = _PACKAGE / "theme"
    return installed if installed.is_dir() else _PACKAGE.parent


def template_folders(site: Path) -> tuple[Path, ...]:
    """The folders of templates, the site's own first."""
    own, default = site / "templates", theme_folder() / "templates"
    return (own, default) if own.is_dir() and own.resolve() != default.resolve() else (default,)


def catalogue_folders(site: Path) -> tuple[Path, ...]:
    """The folders of gettext catalogues, the site's own first."""
    return tuple(folder / "locale" for folder in template_folders(site))


def templates(site: Path) -> Mapping[str, str]:
    """All templates by name, a site's own in place of the theme's (reads the files).

    Raises ContentError with every one that is not in UTF-8.
    """
    found: dict[str, str] = {}
    problems: list[Problem] = []
    for folder in reversed(template_folders(site)):
        for file in sorted(folder.rglob("*.html")):
            name = file.relative_to(folder).as_posix()
            try:
                found[name] = read_text(file, f"templates/{name}")
            except ContentError as mistake:
                problems += mistake.problems
    if problems:
        raise ContentError(problems)
    return found


def read_text(file: Path, place: str) -> str:
    """A file's text (an effect). Raises ContentError naming `place` when it is not in UTF-8."""
    data = file.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise ContentError([not_utf8(place, data, problem)]) from None


def static_files(site: Path) -> Mapping[str, Path]:
    """All static files by their address below the base URL, a site's own before the theme's.

    Raises ContentError with every symbolic link that is not followed.
    """
    found = {name: theme_folder() / "static" / name for name in THEME_FILES}
    problems: list[Problem] = []
    own = site / "static"
    for file in sorted(own.rglob("*")) if own.is_dir() else ():
        name = nfc(file.relative_to(own).as_posix())
        # RFC 8615 keeps this one hidden name for what others look for on a site.
        shown = name.removeprefix(".well-known/")
        if any(part.startswith(".") for part in shown.split("/")):
            continue
        if message := _not_followed(file, own):
            problems.append(error(f"static/{name}", message, hint="Put a copy in its place."))
        elif file.is_file():
            found[name] = file
    if problems:
        raise ContentError(problems)
    return found


def _not_followed(file: Path, folder: Path) -> str:
    """Why a symbolic link is not followed, "" for all else: a secret must not be published so."""
    if not file.is_symlink():
        return ""
    # Unlike Path.resolve, this does not fail on a link to itself.
    if not Path(os.path.realpath(file)).is_relative_to(os.path.realpath(folder)):
        return "this link leads out of static/ and is not followed"
    if file.is_dir():
        return "this link leads to a folder and is not followed"
    return "" if file.exists() else "this link leads nowhere"
