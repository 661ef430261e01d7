"""How footnotes look: a numbered mark, and a list at the end with ways back.

Identifiers hold an underscore, which slugs of headings never do.
"""

from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererProtocol
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from mdit_py_plugins.footnote import footnote_plugin


def footnotes_plugin(md: MarkdownIt) -> None:
    """Teach a parser footnotes, with this module's HTML."""
    footnote_plugin(md)
    md.add_render_rule("footnote_ref", _render_mark)
    md.add_render_rule("footnote_block_open", _render_list_open)
    md.add_render_rule("footnote_block_close", _render_list_close)
    md.add_render_rule("footnote_open", _render_note_open)
    md.add_render_rule("footnote_anchor", _render_way_back)


def unused_labels(env: EnvType) -> list[str]:
    """The labels of notes that are written and never mentioned, which are not shown."""
    references = env.get("footnotes", {}).get("refs", {})
    return [key[1:] for key, number in references.items() if number < 0]


def mark_id(token: Token) -> str:
    """The identifier of a footnote's mark, to which its way back leads."""
    again = token.meta.get("subId", 0)
    return f"fnref_{token.meta['id'] + 1}" + (f"_{again + 1}" if again else "")


def _render_mark(
    _self: RendererProtocol, tokens: Sequence[Token], idx: int, _options: OptionsDict, _env: EnvType
) -> str:
    token = tokens[idx]
    number = token.meta["id"] + 1
    if token.meta.get("unlinked"):
        return f'<sup class="footnote-ref" id="{mark_id(token)}">{number}</sup>'
    return (
        f'<sup class="footnote-ref"><a href="#fn_{number}" id="{mark_id(token)}" '
        f'role="doc-noteref">{number}</a></sup>'
    )


def _render_list_open(
    _self: RendererProtocol,
    _tokens: Sequence[Token],
    _idx: int,
    _options: OptionsDict,
    _env: EnvType,
) -> str:
    return '<div class="footnotes" role="doc-endnotes">\n<ol>\n'


def _render_list_close(
    _self: RendererProtocol,
    _tokens: Sequence[Token],
    _idx: int,
    _options: OptionsDict,
    _env: EnvType,
) -> str:
    return "</ol>\n</div>\n"


def _render_note_open(
    _self: RendererProtocol, tokens: Sequence[Token], idx: int, _options: OptionsDict, _env: EnvType
) -> str:
    return f'<li id="fn_{tokens[idx].meta["id"] + 1}">'


def _render_way_back(
    _self: RendererProtocol, tokens: Sequence[Token], idx: int, _options: OptionsDict, _env: EnvType
) -> str:
    token = tokens[idx]
    if token.meta.get("absent"):
        return ""
    label = str(token.meta["id"] + 1) + (f".{again + 1}" if (again := token.meta["subId"]) else "")
    # U+FE0E keeps iOS from showing the arrow as an emoji.
    return (
        f' <a class="footnote-backref" href="#{mark_id(token)}" role="doc-backlink" '
        f'aria-label="{label}">\u21a9\ufe0e</a>'
    )
