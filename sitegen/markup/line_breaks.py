"""Line breaks of the source inside Japanese and Chinese paragraphs, which are no spaces."""

import re
from collections.abc import Sequence

from markdown_it.token import Token

_SPACELESS = frozenset({"ja", "zh", "yue"})
# Ideographs, kana, their punctuation and full-width forms, without Hangul (which is spaced).
_WIDE = re.compile(
    r"[\u2e80-\u303e\u3041-\u312f\u3190-\u31ff\u3220-\u325f\u3280-\u4dbf\u4e00-\ua4cf"
    r"\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff9f\uffe0-\uffe6\U0001b000-\U0001b2ff"
    r"\U0001f200-\U0001f265\U00020000-\U0003fffd]"
)
# Of ambiguous width (UAX #11): full-width beside ideographs, half-width beside Latin letters.
_AMBIGUOUS = "‘’“”…‥—―‐·•※°′″×÷"


def is_spaceless(lang: str) -> bool:
    """Whether the language is written without spaces between words."""
    return lang.partition("-")[0].lower() in _SPACELESS


def join_lines(children: Sequence[Token]) -> None:
    """Take out the line breaks that stand between two ideographic characters."""
    before = ""
    pending: Token | None = None
    for token in children:
        if token.type == "softbreak":
            pending = token
        elif token.type in _OPAQUE:
            before, pending = "", None
        elif text := _visible(token):
            if pending is not None and _is_wide_at_end(before) and _is_wide_at_start(text):
                pending.type = "text"
            pending = None
            before = text if text.strip(_AMBIGUOUS) else before + text


_OPAQUE = frozenset({"hardbreak", "image", "ready"})


def _visible(token: Token) -> str:
    return token.content if token.type in {"text", "code_inline", "ruby"} else ""


def _is_wide_at_end(text: str) -> bool:
    core = text.rstrip(_AMBIGUOUS)
    return bool(core and _WIDE.match(core[-1]))


def _is_wide_at_start(text: str) -> bool:
    core = text.lstrip(_AMBIGUOUS)
    return bool(core and _WIDE.match(core[0]))
