"""The Markdown parser: which syntax an article may use."""

from collections.abc import Sequence
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererProtocol
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from mdit_py_plugins.attrs import attrs_plugin
from mdit_py_plugins.deflist import deflist_plugin

from sitegen.markup.attributes import ALLOWED
from sitegen.markup.cjk_friendly import cjk_friendly_plugin
from sitegen.markup.core_rules import core_rules_plugin
from sitegen.markup.dispatch import dispatch_plugin
from sitegen.markup.footnotes import footnotes_plugin
from sitegen.markup.renderer import Renderer
from sitegen.markup.ruby import ruby_plugin
from sitegen.markup.simple_inline import simple_inline_plugin


@cache
def parser() -> MarkdownIt:
    """The one parser of this process; it keeps nothing of the articles that it reads."""
    md = MarkdownIt("commonmark", {"xhtmlOut": False}, renderer_cls=Renderer)
    md.enable(["table", "strikethrough"])
    cjk_friendly_plugin(md)
    footnotes_plugin(md)
    deflist_plugin(md)
    ruby_plugin(md)
    attrs_plugin(
        md, after=("image", "link_close", "code_inline", "span_close"), spans=True, allowed=ALLOWED
    )
    core_rules_plugin(md)
    simple_inline_plugin(md)
    dispatch_plugin(md)
    md.add_render_rule("ready", _render_ready)
    md.add_render_rule("table_open", _render_table_open)
    md.add_render_rule("table_close", _render_table_close)
    # Addresses stay as they are written; `targets` judges them and says what is wrong.
    md.validateLink = _accept  # type: ignore[assignment]
    md.normalizeLink = _keep  # type: ignore[method-assign]
    return md


def _accept(_url: str) -> bool:
    return True


def _keep(url: str) -> str:
    return url


def _render_ready(
    _self: RendererProtocol, tokens: Sequence[Token], idx: int, _options: OptionsDict, _env: EnvType
) -> str:
    return tokens[idx].content


def _render_table_open(
    _self: RendererProtocol, tokens: Sequence[Token], idx: int, _options: OptionsDict, _env: EnvType
) -> str:
    # A wide table scrolls by itself, so the keyboard must reach it; its heading names it.
    heading = tokens[idx].meta["heading"]
    named = f' role="group" aria-labelledby="{heading}"' if heading else ""
    return f'<div class="table" tabindex="0"{named}><table>\n'


def _render_table_close(
    _self: RendererProtocol,
    _tokens: Sequence[Token],
    _idx: int,
    _options: OptionsDict,
    _env: EnvType,
) -> str:
    return "</table></div>\n"
