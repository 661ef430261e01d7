"""Pages that hold any text in any place."""

import types
import typing
from collections.abc import Mapping
from functools import cache

import msgspec
from hypothesis import strategies as st

from sitegen.types import ChooserPage, Chrome, Head, HtmlPage, Icons, RedirectPage

ATTACKS = (
    "<evil>",
    '"><evil>',
    "' evil='",
    '" evil="',
    "</title><evil>",
    "</script><evil>",
    "<!--",
    "&lt;evil&gt;",
    "&",
    "%(name)s %% {{ evil }} {% evil %}",
    "javascript:evil",
    "\n\n <p>\n",
    "글 字",
    "",
)
text = st.lists(st.sampled_from(ATTACKS), max_size=3).map("".join)

PLAIN: Mapping[object, st.SearchStrategy[object]] = {
    str: text,
    object: text,
    int: st.integers(0, 3),
    bool: st.booleans(),
    types.NoneType: st.none(),
}
# One language is enough; and what stands in scripts is safe before it comes to a template.
FIXED: Mapping[tuple[type, str], st.SearchStrategy[object]] = {
    (Head, "lang"): st.just("en"),
    (Head, "json_ld"): st.just(()),
    (RedirectPage, "lang"): st.just("en"),
}


@cache
def any_of(kind: object) -> st.SearchStrategy[object]:
    """Values of a type as the fields of pages are annotated."""
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        hints = typing.get_type_hints(kind)
        fields = {name: FIXED.get((kind, name), any_of(hint)) for name, hint in hints.items()}
        return st.builds(kind, **fields)
    if kind in PLAIN:
        return PLAIN[kind]
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is types.UnionType:
        return st.one_of(*map(any_of, arguments))
    if origin is not tuple:
        return st.dictionaries(text, text, max_size=2)
    if arguments[-1] is Ellipsis:
        return st.lists(any_of(arguments[0]), max_size=2).map(tuple)
    return st.tuples(*map(any_of, arguments))


def any_page(kind: type) -> st.SearchStrategy[HtmlPage]:
    """Pages of one kind."""
    pages = typing.cast("st.SearchStrategy[HtmlPage]", any_of(kind))
    return pages.map(_fitting)


def _fitting(page: HtmlPage) -> HtmlPage:
    """A choice of languages has a list for each of them."""
    if not isinstance(page, ChooserPage):
        return page
    newest = (*page.newest, *((),) * len(page.choices))
    return msgspec.structs.replace(page, newest=newest[: len(page.choices)])


def attacking_chrome() -> Chrome:
    """What pages have in common, with attacks in all of it."""
    attack = "".join(ATTACKS)
    link = {"url": attack, "text": attack, "lang": attack}
    hints = typing.get_type_hints(Chrome)
    values = {name: attack if hint is str else False for name, hint in hints.items()}
    icons = dict.fromkeys(Icons.__struct_fields__, attack)
    shown = {"navigation": [link, link], "footer": [link], "icons": icons}
    return msgspec.convert({**values, **shown}, Chrome)
