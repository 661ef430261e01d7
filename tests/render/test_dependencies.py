"""Which templates a page depends on."""

import pytest

from sitegen.render.dependencies import closure
from sitegen.theme import theme_folder

TEMPLATES = {
    "page": "{% extends 'base' %}{% block a %}{% include 'part' %}{% endblock %}",
    "base": "{% from 'macros' import m with context %}{% block a %}{% endblock %}",
    "part": "{% import 'more' as more %}",
    "macros": "{% macro m() %}{% include ['choice', 'none'] ignore missing %}{% endmacro %}",
    "more": "",
    "choice": "{% include 'page' %}",
    "other": "{% trans %}Words{% endtrans %}",
}


def test_all_ways_to_name_a_template_count() -> None:
    assert closure(TEMPLATES, "page") == {*TEMPLATES, "none"} - {"other"}
    assert closure(TEMPLATES, "part") == {"part", "more"}
    assert closure(TEMPLATES, "other") == {"other"}


@pytest.mark.parametrize(
    "source",
    [
        "{% include name %}",
        "{% extends 'a' if page.x else 'b' %}",
        "{% from ['a', page.b] import m %}",
        "{% import 'a' ~ page.b as m %}",
        "{% if %}",
    ],
)
def test_where_names_are_computed_all_templates_count(source: str) -> None:
    templates = {**TEMPLATES, "more": source}
    assert closure(templates, "part") == set(templates)
    assert closure(templates, "other") == {"other"}


def test_pages_of_the_theme_do_not_depend_on_all_of_it() -> None:
    folder = theme_folder() / "templates"
    theme = {
        file.relative_to(folder).as_posix(): file.read_text(encoding="utf-8")
        for file in folder.rglob("*.html")
    }
    article = closure(theme, "article.html")
    assert {"base.html", "partials/head.html", "partials/social.html", "partials/moment.html"} <= (
        article
    )
    assert not {"list.html", "partials/front.html", "calendar.html"} & article
