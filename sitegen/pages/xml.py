"""Text in XML 1.0: escaped, and without the characters that XML has no place for."""

import html
import re
from xml.sax import saxutils

# An attribute's white space is read as blanks unless it is written so (XML 1.0, 3.3.3).
_IN_ATTRIBUTES = {'"': "&quot;", "\t": "&#09;", "\n": "&#10;", "\r": "&#13;"}
# XML 1.0 (2.2) forbids these, even as character references.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def allowed(text: str) -> str:
    """The text without what XML cannot hold."""
    # Nearly all text is printable lines, which is known in half the time.
    if text.isprintable() or text.replace("\n", "").isprintable():
        return text
    return _FORBIDDEN.sub("", text)


def escape(text: str) -> str:
    """The text as the content of an element."""
    return html.escape(allowed(text), quote=False)


def quoted(text: str) -> str:
    """The text as an attribute's value, with its quotation marks."""
    return saxutils.quoteattr(allowed(text))


def element(tag: str, text: str = "", /, **attributes: str) -> str:
    """An element with nothing but text in it."""
    start = start_tag(tag, **attributes) if attributes else f"<{tag}>"
    content = escape(text)
    return f"{start}{content}</{tag}>" if content else f"{start[:-1]} />"


def start_tag(tag: str, /, **attributes: str) -> str:
    """The beginning of an element; its attributes are written in the order given."""
    written = [
        f' {name}="{saxutils.escape(allowed(value), _IN_ATTRIBUTES)}"'
        for name, value in attributes.items()
    ]
    return f"<{tag}{''.join(written)}>"
