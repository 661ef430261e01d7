"""What happens to the parsed tokens of an article before they are written as HTML.

One pass over the blocks, and one over the children of each: links and pictures get their
addresses, headings their levels and identifiers, code its colours, raw HTML its first check.
Tokens of type "ready" hold HTML that is done.
"""

import re
from collections.abc import Sequence
from html import escape

from markdown_it.token import Token

from sitegen.addresses import slugify
from sitegen.markup import pictures
from sitegen.markup.attributes import check_attributes, own_attributes
from sitegen.markup.context import Context
from sitegen.markup.footnotes import mark_id
from sitegen.markup.highlight import highlight
from sitegen.markup.line_breaks import is_spaceless, join_lines
from sitegen.markup.plain import plain_text
from sitegen.markup.raw_html import drop_scripts, screen
from sitegen.markup.targets import is_external, link_address, picture_source
from sitegen.types import Media

FIRST_LEVEL = 2  # the page's own headline is its h1
LAST_LEVEL = 6
MAX_SLUG = 120  # bytes; enough for a headline, short enough to share

_NOTE_MARK = re.compile(r"(?<!\\)(?<!!)\[\^[^\]\s]+\]")


def prepare(tokens: Sequence[Token], context: Context) -> None:
    """Ready an article's tokens for the renderer, noting what is wrong and what is used."""
    _Preparation(tokens, context).run()


class _Preparation:
    """The state of the pass: open headings, and where footnotes were mentioned."""

    def __init__(self, tokens: Sequence[Token], context: Context) -> None:
        self.tokens = tokens
        self.context = context
        self.spaceless = is_spaceless(context.lang)
        self.levels: list[int] = []
        self.heading = ""
        self.line = 0
        self.note_lines: dict[int, int] = {}
        self.marks: set[str] = set()

    def run(self) -> None:
        """Look at each block once, then at the ways back, whose marks are all known by then."""
        handlers = {
            "inline": self._inline,
            "heading_open": self._heading,
            "fence": self._fence,
            "code_block": self._code_block,
            "html_block": self._html_block,
            "table_open": self._table,
            "th_open": self._header_cell,
            "td_open": self._cell,
            "footnote_open": self._footnote,
        }
        for index, token in enumerate(self.tokens):
            if handler := handlers.get(token.type):
                handler(token, index)
        for token in self.tokens:
            if token.type == "footnote_anchor" and mark_id(token) not in self.marks:
                token.meta["absent"] = True

    # --- blocks ----------------------------------------------------------------------------

    def _heading(self, token: Token, index: int) -> None:
        source_level = int(token.tag[1])
        while self.levels and self.levels[-1] >= source_level:
            self.levels.pop()
        self.levels.append(source_level)
        level = min(FIRST_LEVEL - 1 + len(self.levels), LAST_LEVEL)
        token.tag = self.tokens[index + 2].tag = f"h{level}"
        text = plain_text(self.tokens[index + 1].children, pictures=True)
        self.heading = self.context.new_id(slugify(text, limit=MAX_SLUG) or "section")
        token.attrs["id"] = self.heading

    def _fence(self, token: Token, _index: int) -> None:
        language = token.info.strip().partition(" ")[0]
        coloured = highlight(token.content, language) if language else None
        if coloured is None:
            if language:
                self.context.warn(
                    f"code in “{language}” cannot be coloured and is shown plain",
                    self.context.file_line(token.map),
                    near=language,
                )
            self._code_block(token, _index)
            return
        self.context.highlighted = True
        name = escape(language.lower())
        token.type = "ready"
        token.content = (
            f'<pre class="highlight" tabindex="0"><code class="language-{name}">{coloured}'
            "</code></pre>\n"
        )

    def _code_block(self, token: Token, _index: int) -> None:
        token.type = "ready"
        token.content = f'<pre tabindex="0"><code>{escape(token.content)}</code></pre>\n'

    def _html_block(self, token: Token, _index: int) -> None:
        token.content = screen(token.content, self.context, self.context.file_line(token.map))

    def _table(self, token: Token, _index: int) -> None:
        token.meta = {"heading": self.heading}

    def _header_cell(self, token: Token, index: int) -> None:
        self._cell(token, index)
        if self.tokens[index + 1].children:
            token.attrs["scope"] = "col"
        else:
            token.tag = self.tokens[index + 2].tag = "td"

    def _cell(self, token: Token, _index: int) -> None:
        style = str(token.attrs.pop("style", ""))
        if style:
            token.attrs["class"] = "align-" + style.removeprefix("text-align:")

    def _footnote(self, token: Token, _index: int) -> None:
        self.line = self.note_lines.get(token.meta["id"], 0)

    # --- text ------------------------------------------------------------------------------

    def _inline(self, token: Token, index: int) -> None:
        children = token.children
        if not children:
            return
        if "[^" in token.content:
            self._undefined_notes(token, children)
        if len(children) == 1:
            if children[0].type == "text":
                return
            if children[0].type == "image" and self.tokens[index - 1].type == "paragraph_open":
                self._figure(token, children[0], index)
                return
        self._children(children, self.context.file_line(token.map) or self.line)
        if self.spaceless and "\n" in token.content:
            join_lines(children)

    def _children(self, children: list[Token], line: int) -> None:
        open_links = 0
        for index, child in enumerate(children):
            kind = child.type
            if kind == "text":
                continue
            if kind in {"softbreak", "hardbreak"}:
                line += 1
            elif kind == "link_open":
                open_links += 1
                self._link(children, index, line)
            elif kind == "link_close":
                open_links -= 1
            elif kind == "image":
                line += self._image(child, line, linked=open_links > 0)
            elif kind == "html_inline":
                line += self._html_inline(children, index, line)
            elif kind == "footnote_ref":
                self._mark(child, line, linked=open_links > 0)
            elif child.attrs or child.meta:
                check_attributes(child, self.context, line)

    def _undefined_notes(self, token: Token, children: Sequence[Token]) -> None:
        text = "\n".join(child.content for child in children if child.type == "text")
        line = self.context.file_line(token.map) or self.line
        for mark in _NOTE_MARK.findall(token.content):
            if mark in text:
                self.context.warn(
                    f"there is no footnote {mark}", self.context.locate(mark, line), near=mark
                )

    def _link(self, children: list[Token], index: int, line: int) -> None:
        token = children[index]
        check_attributes(token, self.context, line)
        written = str(token.attrs.pop("href", ""))
        address = link_address(written, self.context, self.context.locate(written, line))
        if address is None:
            _closing(children, index).tag = token.tag = "span"
        else:
            token.attrs = {"href": address, **token.attrs}

    def _image(self, token: Token, line: int, *, linked: bool) -> int:
        if "credit" in token.attrs:
            self.context.warn(
                "the picture's credit is not shown",
                line,
                hint="Only a picture alone in its paragraph has a caption and a credit.",
            )
        token.content = self._shown(token, line, linked=linked)
        token.type = "ready"
        return sum(child.type == "softbreak" for child in token.children or ())

    def _figure(self, token: Token, image: Token, index: int) -> None:
        """A picture that stands alone takes the place of its paragraph."""
        line = self.context.file_line(token.map) or self.line
        image.content = self._shown(image, line, alone=True)
        image.type = "ready"
        if image.content.startswith("<figure"):
            self.tokens[index - 1].hidden = self.tokens[index + 1].hidden = True

    def _shown(self, token: Token, line: int, *, linked: bool = False, alone: bool = False) -> str:
        context = self.context
        check_attributes(token, context, line)
        source = str(token.attrs.get("src", ""))
        line = context.locate(source, line)
        alt = plain_text(token.children, pictures=True)
        if is_external(source):
            return pictures.link_instead(source, alt, context, line, linked=linked)
        if not alt.strip():
            pictures.warn_of_missing_text(source, context, line)
        found = picture_source(source, context, line)
        if found is None:
            return escape(alt)
        title = str(token.attrs.get("title", ""))
        own = own_attributes(token)
        if not alone:
            return pictures.picture(
                found, alt, {**({"title": title} if title else {}), **own}, context
            )
        if isinstance(found, Media) and found.shape:
            own = {**own, "class": f"{own.get('class', '')} s{found.shape}".strip()}
        return pictures.figure(
            pictures.picture(found, alt, {}, context, alone=True),
            found.url if isinstance(found, Media) and alt.strip() else "",
            caption=title,
            credit=str(token.attrs.get("credit", "")),
            attributes=own,
        )

    def _html_inline(self, children: list[Token], index: int, line: int) -> int:
        token = children[index]
        height = token.content.count("\n")
        drop_scripts(children, index)
        token.content = screen(token.content, self.context, line)
        return height

    def _mark(self, token: Token, line: int, *, linked: bool) -> None:
        self.marks.add(mark_id(token))
        self.note_lines.setdefault(token.meta["id"], line)
        if linked:
            token.meta["unlinked"] = True


def _closing(children: Sequence[Token], index: int) -> Token:
    level = children[index].level
    return next(token for token in children[index + 1 :] if token.level == level)
