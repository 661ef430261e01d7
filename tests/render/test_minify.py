"""HTML without indentation."""

from hypothesis import given
from hypothesis import strategies as st

from sitegen.render.links import with_permalinks
from sitegen.render.minify import minified, minified_body
from tests.markup.bodies import elements, rendered
from tests.markup.test_properties import markdown


def test_a_page_keeps_its_closing_tags() -> None:
    html = (
        "<!doctype html><html lang=ko><head><title>x</title></head><body><p>a\n b</p></body></html>"
    )
    assert minified(html).endswith("<p>a b</p></body></html>")


def test_a_body_loses_its_white_space_and_nothing_else() -> None:
    html = (
        "<p>One\n <em>two</em> three</p>\n<pre><code>a\n  b</code></pre>\n"
        '<p lang="">안녕 <a title="&quot;" href="/?a=1&amp;lt=2">x</a></p>\n'
    )
    assert minified_body(html) == (
        "<p>One <em>two</em> three</p><pre><code>a\n  b</code></pre>"
        '<p lang="">안녕 <a title="&quot;" href="/?a=1&amp;lt=2">x</a></p>'
    )


def test_links_to_articles_are_found_in_a_minified_body() -> None:
    body = minified_body('<p>See <a href="article:a/b.ko.md#c" title="d">it</a>.</p>\n')
    assert with_permalinks(body, {"a/b.ko.md": "/ko/b/"}) == (
        '<p>See <a href="/ko/b/#c" title="d">it</a>.</p>'
    )


@given(markdown, st.sampled_from(["ko", "en"]))
def test_all_elements_of_a_body_stay_as_they_are(text: str, lang: str) -> None:
    html = rendered(text, lang=lang)[0].html
    assert elements(minified_body(html)) == elements(html)
