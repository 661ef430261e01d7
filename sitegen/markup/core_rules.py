"""Steps around the parsing that look first whether there is anything to do.

`re.sub` and a walk over all tokens cost a twentieth of the parsing, and nearly always for nothing.
"""

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore, text_join


def core_rules_plugin(md: MarkdownIt) -> None:
    """Replace a parser's first step and its last."""
    md.core.ruler.at("normalize", _normalize)
    md.core.ruler.at("text_join", _join_text)


def _normalize(state: StateCore) -> None:
    state.src = state.src.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")


def _join_text(state: StateCore) -> None:
    """Join the pieces of text around escapes and entities; no other are left apart."""
    if "\\" in state.src or "&" in state.src:
        text_join(state)
