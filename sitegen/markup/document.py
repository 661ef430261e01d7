"""One article's text to its rendered body."""

import re
from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from html import unescape

from markdown_it.token import Token

from sitegen.characters import told, visible
from sitegen.errors import Problem
from sitegen.markup import measure, raw_html
from sitegen.markup.context import Context
from sitegen.markup.footnotes import unused_labels
from sitegen.markup.parser import parser
from sitegen.markup.plain import plain_text
from sitegen.markup.prepare import prepare
from sitegen.types import Body, Media

_FEEDS = re.compile("[\f\r]")


def render(
    text: str, *, path: str, lang: str, media: Mapping[str, Media], first_line: int = 1
) -> tuple[Body, tuple[Problem, ...]]:
    """Markdown as a body, and all that is wrong with it.

    `text` begins on line `first_line` of the file; `path`, and the keys of `media`, are
    relative to `content/`; `lang` is the edition's language. Never raises: a body that has
    errors is still safe to show.
    """
    seen = visible(text)
    context = Context(seen, path=path, lang=lang, media=media, first_line=first_line)
    if seen != text:
        _warn_of_invisible(text, context)
    md = parser()
    env: MutableMapping[str, object] = {}
    tokens = md.parse(seen, env)
    prepare(tokens, context)
    _warn_of_unused_notes(unused_labels(env), context)
    html = md.renderer.render(tokens, md.options, env)
    if context.has_raw_html:
        html = raw_html.sanitise(html, context)
    # White space of these two kinds can be written as a reference, which is read on the way.
    return _body(_FEEDS.sub(" ", html), tokens, context), tuple(context.problems)


def _warn_of_invisible(text: str, context: Context) -> None:
    for number, line in enumerate(text.split("\n"), context.first_line):
        if message := told(line):
            context.warn(message, number, hint="Delete them, or write the line anew.")


def _warn_of_unused_notes(labels: Sequence[str], context: Context) -> None:
    for label in labels:
        mark = f"[^{label}]:"
        lines = (number for number, text in enumerate(context.source) if mark in text)
        context.warn(
            f"the footnote [^{label}] is mentioned nowhere and not shown",
            context.first_line + next(lines, 0),
            near=mark,
        )


def _body(html: str, tokens: Sequence[Token], context: Context) -> Body:
    length = measure.length("\n".join(_prose(tokens)))
    return Body(
        html=html,
        summary=measure.summarise(_opening(tokens), context.lang),
        words=length.words,
        minutes=length.minutes(context.lang),
        links=tuple(context.links),
        media=tuple(context.used_media),
        highlighted=context.highlighted,
    )


def _prose(tokens: Sequence[Token]) -> Iterator[str]:
    """All that is read: no code blocks, no captions."""
    for token in tokens:
        if token.type == "inline":
            yield plain_text(token.children)
        elif token.type == "html_block":
            yield _stripped(token)


def _opening(tokens: Sequence[Token]) -> str:
    """The first paragraphs that stand in the article itself, not in a quotation or a list."""
    found: list[str] = []
    length = 0
    for index, token in enumerate(tokens):
        if token.type == "footnote_block_open" or length > measure.DEFAULT_LIMIT:
            break
        if token.type == "inline" and token.level == 1 and _is_paragraph(tokens[index - 1]):
            found.append(plain_text(token.children).strip())
            length += len(found[-1])
    return " ".join(filter(None, found)) or " ".join(_prose(tokens))


def _is_paragraph(token: Token) -> bool:
    return token.type == "paragraph_open"


def _stripped(token: Token) -> str:
    return unescape(raw_html.strip(token.content))
