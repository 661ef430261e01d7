"""HTML without indentation, by minify-html."""

import minify_html


def minified(html: str) -> str:
    """A page without indentation; closing tags stay, so that it reads as it was written."""
    return minify_html.minify(
        html, keep_closing_tags=True, keep_html_and_head_opening_tags=True, minify_doctype=False
    )


def minified_body(html: str) -> str:
    """An article's rendered body without indentation, to be put into a page that has none."""
    return minified(html)
