"""HTML without indentation, by minify-html."""

import re

import minify_html

# In what minify-html leaves, and in sanitised HTML: "<" in text is never followed by a letter.
_START_TAG = re.compile(r"""<([a-z][^\s/>]*)(?:[^"'>]|"[^"]*"|'[^']*')*>""")


def minified(html: str) -> str:
    """A page without indentation; closing tags stay, so that it reads as it was written."""
    return minify_html.minify(
        html, keep_closing_tags=True, keep_html_and_head_opening_tags=True, minify_doctype=False
    )


def minified_body(html: str) -> str:
    """An article's sanitised body without indentation, its start tags as they were.

    Later stages put addresses into the attributes, and know only the way that we write those:
    minify-html drops quotation marks, and turns `&amp;lt=1` into `&lt=1`.
    """
    made = minified(html)
    tags = list(_START_TAG.finditer(html))
    if [tag[1] for tag in tags] != _START_TAG.findall(made):
        return html
    originals = iter(tags)
    return _START_TAG.sub(lambda _: next(originals)[0], made)
