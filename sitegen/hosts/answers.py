"""Addresses as servers know them: decoded, and with or without the slash at the end."""

from collections.abc import Iterable, Iterator
from urllib.parse import unquote

# How the addresses end at which every host shows a file as HTML.
HTML = ("/", ".html", ".htm")


def plain(address: str) -> str:
    """An address as a server compares it: without escapes."""
    return unquote(address)


def page_file(address: str) -> str:
    """The address of the file that is shown at an address."""
    return f"{address}index.html" if address.endswith("/") else address


def bare(address: str) -> str:
    """An address without the slash at its end."""
    return address.rstrip("/") or "/"


def sayable(address: str) -> bool:
    """Whether an address can stand in a configuration file: no control characters, no braces.

    What cannot is left to the page that stands at it and leads on.
    """
    return not any(char < " " or char in "\x7f{}" for char in plain(address))


def both_spellings(moved: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Old addresses without escapes, each also without its slash, so that one step is enough."""
    for old, new in moved:
        if sayable(old):
            yield plain(old), new
            if old.endswith("/") and old != "/":
                yield plain(bare(old)), new
