"""Whatever a page holds, it shows as text, and as plain jinja2 would show it."""

from html.parser import HTMLParser

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from sitegen.render.html import TEMPLATES, Renderer, environment, in_language
from sitegen.theme import theme_folder
from sitegen.types import ArticlePage, Words
from sitegen.words import Translator, load
from tests.render.jobs import any_page, attacking_chrome

FOLDER = theme_folder() / "templates"
SOURCES = {
    file.relative_to(FOLDER).as_posix(): file.read_text(encoding="utf-8")
    for file in sorted(FOLDER.rglob("*.html"))
}
CHROMES = {"en": attacking_chrome()}
BODY = "<p>Body</p>"


def words() -> Words:
    return load("en", [FOLDER / "locale"], ())[0]


RENDERERS = {
    minify: Renderer(SOURCES, {"en": words()}, CHROMES, minify=minify) for minify in (True, False)
}
PLAIN = in_language(environment(SOURCES), Translator(words()))


class _Names(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [tag, *(name for name, _ in attrs)]

    def handle_comment(self, data: str) -> None:
        self.found.append(f"evil {data}")


def names(html: str) -> list[str]:
    """The names of all elements and attributes; "evil" for a comment."""
    parser = _Names()
    parser.feed(html)
    parser.close()
    return parser.found


@pytest.mark.parametrize("kind", TEMPLATES, ids=TEMPLATES.values())
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_no_text_becomes_markup(kind: type, data: st.DataObject) -> None:
    page = data.draw(any_page(kind))
    body = BODY if kind is ArticlePage else ""
    small = RENDERERS[True].page(page, body).decode()
    large = RENDERERS[False].page(page, body).decode()
    assert "html" in names(large)
    assert not [name for name in names(large) if "evil" in name]
    assert names(small) == names(large)
    plain = PLAIN.get_template(TEMPLATES[kind])
    assert large == plain.render(page=page, chrome=CHROMES["en"], body=Markup(body))
    compiled = RENDERERS[False].compiled("en", TEMPLATES[kind])
    assert compiled, "the theme's templates are not left to jinja2"
    assert compiled(page, Markup(body)) == large
