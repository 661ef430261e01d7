"""HTML by the Nu checker, the one behind validator.w3.org."""

import re
import subprocess
from pathlib import Path

import msgspec

from .tools import npm_file

_JAR = "vnu-jar/build/dist/vnu.jar"

# What the checker cannot judge: attributes newer than itself, the policy `'self'`, which has no
# meaning for a file that it reads from the disk, and blocks of data, which it takes for scripts
# (HTML, 4.12.1.1: a data block is never checked against the policy). `csp` asks a browser.
_OUT_OF_ITS_SIGHT = re.compile(
    r"Attribute “interestfor” not allowed"
    r"|Bad value “expect” for attribute “rel”"
    r"|Attribute “blocking” not allowed on element “link”"
    r"|Resource violates Content Security Policy"
)


class _Message(msgspec.Struct, frozen=True):
    type: str
    message: str
    url: str = ""
    line: int = msgspec.field(default=0, name="lastLine")
    kind: str = msgspec.field(default="", name="subType")
    extract: str = ""


class _Report(msgspec.Struct, frozen=True):
    messages: tuple[_Message, ...]


def check_html(folder: Path) -> tuple[str, ...]:
    """Find errors and warnings in all .html files below a folder.

    Remarks on style (such as a slash at the end of `<br/>`) are left out.
    """
    if next(folder.rglob("*.html"), None) is None:
        return (f"{folder}: holds no .html file",)
    run = subprocess.run(
        ["java", "-jar", npm_file(_JAR), "--format", "json", "--skip-non-html", folder.resolve()],
        capture_output=True,
        check=False,
    )
    report = msgspec.json.decode(run.stderr, type=_Report)
    return tuple(_sentence(folder, found) for found in report.messages if _matters(found))


def _matters(found: _Message) -> bool:
    serious = found.type != "info" or found.kind == "warning"
    return serious and not _OUT_OF_ITS_SIGHT.search(found.message) and not _is_data_block(found)


def _is_data_block(found: _Message) -> bool:
    inline = found.message.startswith("Inline script violates Content Security Policy")
    return inline and "<script type=application/ld+json>" in found.extract.replace('"', "")


def _sentence(folder: Path, found: _Message) -> str:
    page = found.url.removeprefix(f"file:{folder.resolve()}").lstrip("/")
    level = found.kind or found.type
    return f"{page}:{found.line}: {level}: {found.message} ({found.extract.strip()})"
