"""Text with nothing but line breaks, `*emphasis*`, `**strong**` and `[links](address)`.

Nine of ten paragraphs in a newspaper are no more than that. They are read here, to the same tokens,
in a quarter of the time that markdown-it-py's rules take; whatever else stands in a text is theirs.
"""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from sitegen.markup.cjk_friendly import flanks

# What a rule may begin with: `!` and `^` before a bracket only, `&` before a name or a number, `~`
# before another one. A set stands in front of the conditions, because `re` finds sets fastest.
_MARK = re.compile(
    r"[!&*<[\\\]^_`{~\n](?:(?<![!&^~])|(?<=[!^])(?=\[)|(?<=&)(?=[#A-Za-z])|(?<=~)(?=~))"
)
_EMPHASIS = re.compile(r"(\*\*?)([^&*<[\\\]_`{~\n]+)\1(?!\*)")
_LINK = re.compile(r"\[([^&<[\\\]_`{~\n]+)\]\(([^\x00-\x20\x7f&()<\\]+)\)")


def simple_inline_plugin(md: MarkdownIt) -> None:
    """Let a parser with this project's syntax read simple text without its rules."""
    md.core.ruler.at("inline", _inline)


def simple_tokens(text: str) -> list[Token] | None:
    """The tokens of simple text, None when it is not."""
    reader = _Reader(text)
    return reader.tokens if reader.read(0, len(text)) else None


def _inline(state: StateCore) -> None:
    for token in state.tokens:
        if token.type == "inline":
            token.children = simple_tokens(token.content)
            if token.children is None:
                token.children = []
                state.md.inline.parse(token.content, state.md, state.env, token.children)


class _Reader:
    """One text being read, as far as it is simple."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens: list[Token] = []
        self.level = 0

    def read(self, position: int, end: int) -> bool:
        """Add the tokens of a part of the text, unless something in it is not simple."""
        text = self.text
        while found := _MARK.search(text, position, end):
            start, mark = found.start(), found[0]
            before = text[position:start]
            if mark == "\n":
                position = self._break(before, start, end)
                continue
            self._words(before)
            if mark == "*":
                position = self._emphasis(start, end)
            elif mark == "[":
                position = self._link(start, end)
            else:
                return False
            if not position:
                return False
        self._words(text[position:end])
        return True

    def _words(self, words: str) -> None:
        if words:
            self.tokens.append(Token("text", "", 0, level=self.level, content=words))

    def _break(self, before: str, start: int, end: int) -> int:
        kept = before.rstrip(" ")
        self._words(kept)
        kind = "softbreak" if len(before) - len(kept) < 2 else "hardbreak"  # noqa: PLR2004
        self.tokens.append(Token(kind, "br", 0, level=self.level))
        position = start + 1
        while position < end and self.text[position] in " \t":
            position += 1
        return position

    def _emphasis(self, start: int, end: int) -> int:
        """The position behind a run, words and the same run again; 0 when it is not that simple.

        The first run opens, the second closes, and nothing before them is still open: whatever
        else the two could do does not matter then.
        """
        match = _EMPHASIS.match(self.text, start, end)
        if match is None:
            return 0
        opens, _ = flanks(self.text, start, match.start(2), end)
        _, closes = flanks(self.text, match.end(2), match.end(), end)
        if not (opens and closes):
            return 0
        run, words = match.groups()
        name = "em" if len(run) == 1 else "strong"
        level = self.level
        self.tokens += (
            Token(f"{name}_open", name, 1, level=level, markup=run),
            Token("text", "", 0, level=level + 1, content=words),
            Token(f"{name}_close", name, -1, level=level, markup=run),
        )
        return match.end()

    def _link(self, start: int, end: int) -> int:
        match = _LINK.match(self.text, start, end)
        if match is None:
            return 0
        level = self.level
        self.tokens.append(Token("link_open", "a", 1, level=level, attrs={"href": match[2]}))
        self.level += 1
        simple = self.read(match.start(1), match.end(1))
        self.level -= 1
        self.tokens.append(Token("link_close", "a", -1, level=level))
        return match.end() if simple else 0
