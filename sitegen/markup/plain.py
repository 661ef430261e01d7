"""The words of rendered tokens without markup, notes and readings."""

from collections.abc import Sequence

from markdown_it.token import Token

_BREAKS = frozenset({"softbreak", "hardbreak"})
_WORDS = frozenset({"text", "code_inline", "ruby"})


def plain_text(children: Sequence[Token] | None, *, pictures: bool = False) -> str:
    """Text as it is read aloud; with the alternative text of pictures when asked."""
    if not children:
        return ""
    if len(children) == 1 and children[0].type == "text":
        return children[0].content
    return "".join([_plain(child, pictures=pictures) for child in children])


def _plain(token: Token, *, pictures: bool) -> str:
    if token.type in _WORDS:
        return token.content
    if token.type in _BREAKS:
        return " "
    if pictures and token.type == "image":
        return plain_text(token.children, pictures=True)
    return ""
