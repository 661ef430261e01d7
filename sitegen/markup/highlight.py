"""Coloured code through classes alone, and the one stylesheet that gives them colours."""

from collections.abc import Mapping
from functools import lru_cache

from pygments import highlight as render
from pygments.formatters import HtmlFormatter
from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.token import (
    STANDARD_TYPES,
    Comment,
    Error,
    Generic,
    Keyword,
    Literal,
    Name,
    Number,
    Operator,
    String,
)
from pygments.util import ClassNotFound

# Every colour has a contrast of at least 4.5:1 on its palette's background (WCAG 2.2, 1.4.3).
LIGHT: Mapping[str, str] = {
    "background": "#f6f7f9",
    "text": "#1f2328",
    "comment": "#59626d",
    "keyword": "#a3152f",
    "name": "#6b3fa8",
    "string": "#0b4f86",
    "number": "#0a5d55",
    "inserted": "#115c2b",
    "deleted": "#a01c1c",
}
DARK: Mapping[str, str] = {
    "background": "#161b22",
    "text": "#e6edf3",
    "comment": "#9aa5b1",
    "keyword": "#ff8f86",
    "name": "#d4b3ff",
    "string": "#a5d3ff",
    "number": "#7fdccb",
    "inserted": "#7fdc97",
    "deleted": "#ffa39c",
}

_GROUPS = {
    "comment": (Comment, Generic.Output, Generic.Prompt),
    "keyword": (Keyword, Operator.Word, Error, Generic.Error),
    "name": (Name.Function, Name.Class, Name.Tag, Name.Decorator, Name.Builtin, Name.Exception),
    "string": (String, Name.Attribute, Literal.Date),
    "number": (Number, Name.Constant, Name.Entity),
    "inserted": (Generic.Inserted,),
    "deleted": (Generic.Deleted,),
}
_STYLES = {
    "font-weight:bold": (Generic.Heading, Generic.Subheading, Generic.Strong),
    "font-style:italic": (Generic.Emph,),
}
_FORMATTER: HtmlFormatter[str] = HtmlFormatter(nowrap=True)


def highlight(code: str, language: str) -> str | None:
    """The code as HTML with classes, or None when the language is not known."""
    lexer = _lexer(language.lower())
    return None if lexer is None else render(code, lexer, _FORMATTER)


def stylesheet() -> str:
    """Colours for `pre.highlight`: light, dark where the reader's system asks, or as chosen.

    A `data-theme` of "light" or "dark" on the root element overrides the system's wish.
    """
    light, dark = _variables(LIGHT), _variables(DARK)
    rules = [
        f":root{{{light}}}",
        f"@media (prefers-color-scheme:dark){{:root{{{dark}}}}}",
        f":root[data-theme=light]{{{light}}}",
        f":root[data-theme=dark]{{{dark}}}",
        ".highlight{background:var(--code-background);color:var(--code-text)}",
    ]
    rules += [f"{_selector(kinds)}{{color:var(--code-{name})}}" for name, kinds in _GROUPS.items()]
    rules += [f"{_selector(kinds)}{{{style}}}" for style, kinds in _STYLES.items()]
    return "\n".join(rules) + "\n"


def _variables(palette: Mapping[str, str]) -> str:
    return ";".join(f"--code-{name}:{colour}" for name, colour in palette.items())


def _selector(kinds: tuple[object, ...]) -> str:
    names = sorted(
        short
        for token, short in STANDARD_TYPES.items()
        if short and any(token in kind for kind in kinds)  # type: ignore[operator]
    )
    return ",".join(f".highlight .{name}" for name in names)


@lru_cache(maxsize=128)
def _lexer(language: str) -> Lexer | None:
    try:
        return get_lexer_by_name(language, stripnl=False)
    except ClassNotFound:
        return None
