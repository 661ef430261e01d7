"""Text in XML 1.0: escaped, and without the characters that XML has no place for."""

import re
from xml.sax import saxutils

# XML 1.0 (2.2) forbids these, even as character references.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def allowed(text: str) -> str:
    """The text without what XML cannot hold."""
    return _FORBIDDEN.sub("", text)


def escape(text: str) -> str:
    """The text as the content of an element."""
    return saxutils.escape(allowed(text))


def quoted(text: str) -> str:
    """The text as an attribute's value, with its quotation marks."""
    return saxutils.quoteattr(allowed(text))
