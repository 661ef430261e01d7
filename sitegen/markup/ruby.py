"""Ruby annotations: `{漢字|かんじ}`, or `{漢字|かん|じ}` with one reading a character."""

import re
import unicodedata
from collections.abc import Sequence
from html import escape

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererProtocol
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

_RUBY = re.compile(r"\{([^{}|\n<>`\\]+)((?:\|[^{}|\n<>`\\]+)+)\}")
# A base in Latin script would turn `{yes|no}` in English prose, and templates, into ruby.
_IDEOGRAPHIC = re.compile(r"[\u1100-\u11ff\u2e80-\ud7ff\uf900-\ufaff\U00017000-\U0003ffff]")


def ruby_plugin(md: MarkdownIt) -> None:
    """Teach a parser ruby annotations; readings stand in parentheses where ruby is not shown."""
    md.inline.ruler.before("link", "ruby", _parse)
    md.add_render_rule("ruby", _render)


def _parse(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "{":
        return False
    match = _RUBY.match(state.src, state.pos, state.posMax)
    if match is None or not _IDEOGRAPHIC.search(match[1]):
        return False
    if not silent:
        token = state.push("ruby", "ruby", 0)
        token.content = match[1]
        token.meta = {"readings": match[2][1:].split("|")}
    state.pos = match.end()
    return True


def _render(
    _self: RendererProtocol, tokens: Sequence[Token], idx: int, _options: OptionsDict, _env: EnvType
) -> str:
    token = tokens[idx]
    pairs = _pairs(token.content, token.meta["readings"])
    inner = "".join(
        f"{escape(base)}<rp>(</rp><rt>{escape(reading)}</rt><rp>)</rp>" for base, reading in pairs
    )
    return f"<ruby>{inner}</ruby>"


def _pairs(base: str, readings: Sequence[str]) -> list[tuple[str, str]]:
    characters = _characters(base)
    if len(readings) == len(characters):
        return list(zip(characters, readings, strict=True))
    between = "" if _IDEOGRAPHIC.search(readings[0]) else " "
    return [(base, between.join(readings))]


def _characters(base: str) -> list[str]:
    characters: list[str] = []
    for char in base:
        if characters and unicodedata.category(char) == "Mn":
            characters[-1] += char
        else:
            characters.append(char)
    return characters
