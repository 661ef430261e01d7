"""Emphasis beside Chinese, Japanese and Korean punctuation, for markdown-it-py.

CommonMark decides by spaces and punctuation whether `*` may open or close emphasis, and so
leaves the asterisks in `**"신뢰"**라고`, because these scripts put no space there. This plugin
follows the "CommonMark CJK-friendly Amendments" (github.com/tats-u/markdown-cjk-friendly), for
`*`, `_` and `~`. Text without such characters is parsed as before.

    md = MarkdownIt()
    cjk_friendly_plugin(md)
"""

import re
from functools import lru_cache
from unicodedata import category

from markdown_it import MarkdownIt
from markdown_it.common.utils import isMdAsciiPunct, isWhiteSpace
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter, Scanned

# East_Asian_Width W, F or H and not Emoji_Presentation, or Script=Hangul, in Unicode 17.
# A table, because unicodedata differs from one Python to the next and knows no emoji.
_CJK = re.compile(
    "["
    "\u1100-\u11ff\u20a9\u2329\u232a\u2630-\u2637\u268a-\u268f\u2e80-\u2e99\u2e9b-\u2ef3"
    "\u2f00-\u2fd5\u2ff0-\u303e\u3041-\u3096\u3099-\u30ff\u3105-\u312f\u3131-\u318e"
    "\u3190-\u31e5\u31ef-\u321e\u3220-\u3247\u3250-\ua48c\ua490-\ua4c6\ua960-\ua97c"
    "\uac00-\ud7a3\ud7b0-\ud7c6\ud7cb-\ud7fb\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe52"
    "\ufe54-\ufe66\ufe68-\ufe6b\uff01-\uffbe\uffc2-\uffc7\uffca-\uffcf\uffd2-\uffd7"
    "\uffda-\uffdc\uffe0-\uffe6\uffe8-\uffee\U00016fe0-\U00016fe4\U00016ff0-\U00016ff6"
    "\U00017000-\U00018cda\U00018cff-\U00018d20\U00018d80-\U00018df2\U00018e00-\U00019191"
    "\U000191a0-\U000191d2\U0001aff0-\U0001aff3\U0001aff5-\U0001affb\U0001affd\U0001affe"
    "\U0001b000-\U0001b128\U0001b132\U0001b150-\U0001b152\U0001b155\U0001b164-\U0001b168"
    "\U0001b170-\U0001b2fb\U0001d300-\U0001d356\U0001d360-\U0001d376\U0001f200\U0001f202"
    "\U0001f210-\U0001f219\U0001f21b-\U0001f22e\U0001f230\U0001f231\U0001f237\U0001f23b"
    "\U0001f240-\U0001f248\U0001f260-\U0001f265\U00020000-\U0002fffd\U00030000-\U0003fffd"
    "]"
)
# Variation selectors other than U+FE0F, which asks for an emoji; and the ideographic ones.
_FIRST_SELECTOR, _LAST_SELECTOR = "\ufe00", "\ufe0e"
_FIRST_IDEOGRAPHIC, _LAST_IDEOGRAPHIC = "\U000e0100", "\U000e01ef"
# Quotation marks for which Unicode standardises a full-width form, chosen by U+FE01 or U+FE02.
_AMBIGUOUS_QUOTES = "‘’“”"
_FULL_WIDTH = "\ufe01"


def cjk_friendly_plugin(md: MarkdownIt) -> None:
    """Replace the parser's rules for the marks of emphasis and of strikethrough."""
    md.inline.ruler.at("emphasis", _emphasis)
    md.inline.ruler.at("strikethrough", _strikethrough)


def is_cjk(char: str) -> bool:
    """Whether the specification counts the character as Chinese, Japanese or Korean."""
    return char >= "\u1100" and _CJK.match(char) is not None


def scan_run(state: StateInline, start: int) -> Scanned:
    """The run of one mark that begins at `start`: whether it may open, may close, its length."""
    source, mark = state.src, state.src[start]
    end = start
    while end < state.posMax and source[end] == mark:
        end += 1
    return Scanned(*flanks(source, start, end, state.posMax), end - start)


def flanks(source: str, start: int, end: int, limit: int) -> tuple[bool, bool]:
    """Whether the run of one mark from `start` to `end` may open, and whether it may close.

    What stands at `limit` or behind it is not looked at.
    """
    after = source[end] if end < limit else " "
    before, base = _before(source, start)
    return _flanks(source[start], before, base, after)


# Few characters stand beside marks: in an archive, nearly all of these questions come again.
@lru_cache(maxsize=4096)
def _flanks(mark: str, before: str, base: str, after: str) -> tuple[bool, bool]:
    if isWhiteSpace(ord(base)) or isWhiteSpace(ord(after)):
        return not isWhiteSpace(ord(after)), not isWhiteSpace(ord(base))
    opens, closes = _is_punctuation(base), _is_punctuation(after)
    if mark != "_":
        free = is_cjk(after) or _is_cjk_before(before, base)
        opens, closes = opens or free or not closes, closes or free or not opens
    return opens, closes


def _before(source: str, start: int) -> tuple[str, str]:
    """The character before the run, and the one that it varies when it is a selector."""
    before = source[start - 1] if start else " "
    if not _FIRST_SELECTOR <= before <= _LAST_SELECTOR:
        return before, before
    base = source[start - 2] if start > 1 else " "
    return before, before if isWhiteSpace(ord(base)) else base


def _is_cjk_before(before: str, base: str) -> bool:
    if is_cjk(base) or _FIRST_IDEOGRAPHIC <= before <= _LAST_IDEOGRAPHIC:
        return True
    return before == _FULL_WIDTH and base in _AMBIGUOUS_QUOTES


def _is_punctuation(char: str) -> bool:
    return isMdAsciiPunct(ord(char)) or category(char)[0] in "PS"


def _emphasis(state: StateInline, silent: bool) -> bool:
    mark = state.src[state.pos]
    if silent or mark not in "*_":
        return False
    run = scan_run(state, state.pos)
    for _ in range(run.length):
        _push(state, mark, run, length=run.length)
    state.pos += run.length
    return True


def _strikethrough(state: StateInline, silent: bool) -> bool:
    if silent or state.src[state.pos] != "~":
        return False
    run = scan_run(state, state.pos)
    if state.md.options.get("strikethrough_single_tilde", False):
        _push_as_github(state, run)
    elif run.length < 2:  # noqa: PLR2004
        return False
    else:
        if run.length % 2:
            _push_text(state, "~")
        for _ in range(run.length // 2):
            _push(state, "~~", run, length=0)
    state.pos += run.length
    return True


def _push_as_github(state: StateInline, run: Scanned) -> None:
    marks = "~" * run.length
    if run.length > 2:  # noqa: PLR2004
        _push_text(state, marks)
    else:
        _push(state, marks, run, length=0)


def _push(state: StateInline, marks: str, run: Scanned, *, length: int) -> None:
    _push_text(state, marks)
    state.delimiters.append(
        Delimiter(
            marker=ord(marks[0]),
            length=length,
            token=len(state.tokens) - 1,
            end=-1,
            open=run.can_open,
            close=run.can_close,
        )
    )


def _push_text(state: StateInline, text: str) -> None:
    state.push("text", "", 0).content = text
