"""What feeds, sitemaps and pages have in common: absolute addresses, language tags, zoned times."""

import re
from datetime import datetime
from html.parser import HTMLParser

import babel

_ABSOLUTE = re.compile(r"(https?://[^/\s]+(/\S*)?|(mailto|tel|urn|tag|data):\S+)")
_WEB_ADDRESS = re.compile(r"https?://[!-~]+")
_ZONED = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)")
_TAG = re.compile(r"([a-z]{2,3})(?:-([A-Z][a-z]{3}))?(?:-([A-Z]{2}|\d{3}))?")
_ADDRESS_ATTRIBUTES = {"href", "src", "poster", "action", "cite", "data", "background"}


def is_absolute(address: str) -> bool:
    """Say whether an address means the same thing wherever it is read."""
    return _ABSOLUTE.fullmatch(address) is not None


def is_web_address(text: str) -> bool:
    """Say whether a text is an http address as URIs are written: ASCII, the rest encoded."""
    return _WEB_ADDRESS.fullmatch(text) is not None


def is_zoned_time(text: str) -> bool:
    """Say whether a text is an ISO 8601 date and time that exists, with its zone."""
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return _ZONED.fullmatch(text) is not None


def is_language_tag(tag: str) -> bool:
    """Say whether a BCP 47 tag is well written and its parts are names that CLDR knows."""
    match = _TAG.fullmatch(tag)
    if match is None:
        return False
    language, script, region = match.groups()
    names = babel.Locale("en")
    return (
        language in names.languages
        and (script is None or script in names.scripts)
        and (region is None or region in names.territories)
    )


def relative_addresses(html: str) -> tuple[str, ...]:
    """Give every address in a piece of HTML that depends on where it is read."""
    parser = _Addresses()
    parser.feed(html)
    parser.close()
    return tuple(address for address in parser.found if not is_absolute(address))


class _Addresses(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del tag
        for name, value in attrs:
            if name in _ADDRESS_ATTRIBUTES:
                self.found.append(value or "")
            elif name == "srcset":
                self.found += [part.split()[0] for part in (value or "").split(",") if part.split()]
