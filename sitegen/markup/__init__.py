"""Markdown to HTML for news in five scripts: `render` is the whole public surface.

How one article goes through: `parser` reads Markdown into tokens, `prepare` readies them
(addresses in `targets`, figures in `pictures`, colours in `highlight`), `renderer` writes
HTML, and `raw_html` makes it safe when the author wrote some of it by hand. `simple_inline`,
`dispatch` and `core_rules` are there for speed: without them a parser gives the same.
"""

from sitegen.markup.document import render

__all__ = ["render"]
