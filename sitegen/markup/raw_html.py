"""Raw HTML in Markdown: what is allowed, what is taken out, and what is said about it.

Two layers. `screen` reads each piece as the author wrote it, takes out what is not allowed,
says so with its line, and leaves that line on every tag. `sanitise` then runs the whole body
through ammonia (nh3), which parses as browsers do and alone is answerable for safety, and
brings links and pictures of raw HTML to the same addresses as those of Markdown.
"""

import re
from collections.abc import Mapping
from html import escape, unescape
from types import MappingProxyType

import nh3
from markdown_it.token import Token

from sitegen.characters import visible
from sitegen.markup import pictures
from sitegen.markup.context import Context
from sitegen.markup.targets import is_external, link_address, picture_source
from sitegen.markup.tree import Element, guard_spaces, parse, serialise

_GLOBAL = frozenset(
    {"aria-describedby", "aria-hidden", "aria-label", "aria-labelledby"}
    | {"class", "dir", "id", "lang", "role", "tabindex", "title", "translate"}
)
_PLAIN_ELEMENTS = (
    "abbr address article aside b bdi bdo blockquote br caption cite code dd dfn div dl dt em "
    "figcaption figure footer h2 h3 h4 h5 h6 header hr i kbd mark p pre q rp rt ruby s samp "
    "section small span strong sub summary sup table tbody tfoot thead tr u ul var wbr"
)

# Elements and their own attributes; those under "*" go with any. Nothing here runs code, loads
# from elsewhere, takes input or brings its own style. What Markdown itself becomes is included.
ALLOWED: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "*": _GLOBAL,
        **dict.fromkeys(_PLAIN_ELEMENTS.split(), frozenset()),
        "a": frozenset({"href", "hreflang"}),
        "col": frozenset({"span"}),
        "colgroup": frozenset({"span"}),
        "data": frozenset({"value"}),
        "del": frozenset({"datetime"}),
        "details": frozenset({"open"}),
        "img": frozenset(
            {"alt", "decoding", "height", "loading", "sizes", "src", "srcset", "width"}
        ),
        "ins": frozenset({"datetime"}),
        "li": frozenset({"value"}),
        "ol": frozenset({"reversed", "start", "type"}),
        "td": frozenset({"colspan", "headers", "rowspan"}),
        "th": frozenset({"abbr", "colspan", "headers", "rowspan", "scope"}),
        "time": frozenset({"datetime"}),
    }
)

# What our own pictures are made of; `screen` lets none of these through that an author wrote.
_OURS: Mapping[str, frozenset[str]] = MappingProxyType(
    {"picture": frozenset(), "source": frozenset({"sizes", "srcset", "type"})}
)

_LINE = "data-line"
_NUMBER = re.compile("[0-9]{1,8}")
# The size of a file of the archive is known better than an author can write it.
_KEPT_ON_PICTURES = _GLOBAL | {"height", "width"}
_CLEANER = nh3.Cleaner(
    tags=(set(ALLOWED) | set(_OURS)) - {"*"},
    attributes={
        **{name: set(own) | {_LINE} for name, own in ALLOWED.items()},
        **{name: set(own) for name, own in _OURS.items()},
    },
    clean_content_tags={"script", "style"},
    # Pictures in “data:” stay until `_resolve`, which says why they go.
    url_schemes={"http", "https", "mailto", "tel", "data", "article"},
    link_rel=None,
)
_STRIPPER = nh3.Cleaner(tags=set(), clean_content_tags={"script", "style"})

_MARKUP = re.compile(
    r"""
      <!--(?:-?>|.*?(?:-->|\Z))                       # a comment
    | <(?P<code>script|style)\b.*?(?:</(?P=code)\b[^>]*>|\Z)
    | <(?P<odd>[!?])[^>]*(?:>|\Z)                     # a declaration or an instruction
    | <(?P<end>/?)(?P<name>[A-Za-z][^\s/>]*)
      (?P<rest>(?:"[^"]*"|'[^']*'|[^"'>])*)(?P<closed>>?)
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_REFERENCE = re.compile(r"&#(?:x[0-9a-f]+|[0-9]+);?", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+))?""")
_CODE = re.compile(r"<(/?)(script|style)\b", re.IGNORECASE)


def screen(html: str, context: Context, line: int) -> str:
    """The HTML without what is not allowed, each tag marked with its line.

    Every element that goes, and every attribute, is noted as a warning. A comment goes
    silently. A headline of the first level, which a page has already, becomes a second.
    """
    context.has_raw_html = True
    html = _REFERENCE.sub(
        lambda match: _seen(match, context, line + html.count("\n", 0, match.start())), html
    )
    return _MARKUP.sub(
        lambda match: _screened(match, context, line + html.count("\n", 0, match.start())), html
    )


def drop_scripts(children: list[Token], index: int) -> None:
    """Empty the tokens between an inline `<script>` or `<style>` and its end tag."""
    opening = _CODE.match(children[index].content)
    if opening is None or opening[1]:
        return
    for end in range(index + 1, len(children)):
        token = children[end]
        closing = _CODE.match(token.content) if token.type == "html_inline" else None
        if closing and closing[1] and closing[2].lower() == opening[2].lower():
            for inner in children[index + 1 : end + 1]:
                inner.type, inner.content, inner.children = "text", "", None
                inner.attrs, inner.meta = {}, {}
            return


def strip(html: str) -> str:
    """The text of HTML, with its character references as they stand."""
    return _STRIPPER.clean(html)


def sanitise(html: str, context: Context) -> str:
    """A whole body made safe, with the addresses of raw HTML resolved like those of Markdown.

    Loose text in blocks is put into paragraphs: the minifier takes away spaces there.
    """
    root = parse(_CLEANER.clean(html))
    _resolve(root, context, 0, linked=False)
    guard_spaces(root)
    return serialise(root)


def _seen(match: re.Match[str], context: Context, line: int) -> str:
    """A reference to a character, "" when that is invisible (of the worst, `unescape` says "")."""
    if visible(unescape(match[0])):
        return match[0]
    context.warn(f"“{match[0]}” means an invisible control character and was left out", line)
    return ""


def _screened(match: re.Match[str], context: Context, line: int) -> str:
    name = (match["name"] or match["code"] or "").lower()
    if match["odd"]:
        context.warn("declarations and instructions in HTML are left out", line)
    if match["code"]:
        _warn_of_element(name, context, line)
    if not match["name"]:
        return ""
    name = "h2" if name == "h1" else name
    if name not in ALLOWED or name == "*":
        if not match["end"]:
            _warn_of_element(name, context, line)
        return ""
    if not match["closed"]:
        context.warn(f"the tag <{name} has no end and was left out", line)
        return ""
    if match["end"]:
        return f"</{name}>"
    for attribute in _ATTRIBUTE.findall(match["rest"]):
        if attribute.lower() not in ALLOWED[name] | _GLOBAL:
            context.warn(
                f"the attribute “{attribute}” of <{name}> is not allowed and was left out", line
            )
    return f'<{name} {_LINE}="{line}" {match["rest"]}>'


def _warn_of_element(name: str, context: Context, line: int) -> None:
    context.warn(f"<{name}> is not allowed and was left out", line, near=f"<{name}")


def _resolve(element: Element, context: Context, line: int, *, linked: bool) -> int:
    """Walk the tree in the order of the text; returns the line that was seen last."""
    marked, line = _take_line(element, line)
    if marked:
        _check_id(element, context, line)
    if element.name == "a":
        linked = True
        _resolve_link(element, context, line)
    for index, child in enumerate(element.children):
        if isinstance(child, Element):
            if child.name == "img":
                element.children[index] = _resolved_picture(child, context, line, linked=linked)
            else:
                line = _resolve(child, context, line, linked=linked)
    return line


def _check_id(element: Element, context: Context, line: int) -> None:
    wanted = element.attributes.get("id")
    if wanted is not None and not context.claim_id(wanted, line):
        del element.attributes["id"]


def _take_line(element: Element, before: int) -> tuple[bool, int]:
    """Whether `screen` marked the element, and the line that it wrote."""
    mark = element.attributes.pop(_LINE, "")
    return (True, int(mark)) if _NUMBER.fullmatch(mark) else (False, before)


def _resolve_link(element: Element, context: Context, line: int) -> None:
    href = element.attributes.get("href")
    if href is None or href in context.addresses:
        return
    address = link_address(href, context, line)
    if address is None:
        del element.attributes["href"]
    else:
        element.attributes["href"] = address


def _resolved_picture(
    element: Element, context: Context, line: int, *, linked: bool
) -> Element | str:
    marked, line = _take_line(element, line)
    attributes = element.attributes
    source, alt = attributes.get("src", ""), attributes.get("alt", "")
    if not marked and source in context.pictures:
        return element
    _check_id(element, context, line)
    if is_external(source):
        return _link_instead(source, alt, context, line, linked=linked)
    if "alt" not in attributes:
        pictures.warn_of_missing_text(source, context, line)
    found = picture_source(source, context, line)
    if found is None:
        return escape(alt)
    kept = {name: value for name, value in attributes.items() if name in _KEPT_ON_PICTURES}
    image = Element("img", pictures.picture_attributes(found, alt, kept, context))
    offers = [Element("source", dict(offer)) for offer in pictures.sources(found, context)]
    return Element("picture", {}, [*offers, image]) if offers else image


def _link_instead(
    source: str, alt: str, context: Context, line: int, *, linked: bool
) -> Element | str:
    address = pictures.address_instead(source, context, line)
    text = escape(alt.strip() or address)
    return text if linked else Element("a", {"href": address}, [text])
