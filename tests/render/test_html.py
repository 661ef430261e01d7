"""Templates: a site's own, and mistakes in them."""

import pytest
from jinja2 import UndefinedError

from sitegen.render.html import TEMPLATES, check_templates, environment
from sitegen.theme import templates
from tests.sites import SiteFolder, contents

PARTIAL = "partials/footer.html"


def test_a_site_replaces_one_template_and_keeps_the_others(site: SiteFolder) -> None:
    site.article("story")
    site.write(f"templates/{PARTIAL}", "<footer><p>Ours: {{ chrome.site_title }}</p></footer>")
    site.write("templates/partials/own.html", "<p>{{ page.extra.mood }}</p>")
    original = templates(site.folder)["article.html"]
    site.write(
        "templates/article.html",
        original.replace("{{ body }}", '{{ body }}{% include "partials/own.html" %}'),
    )
    site.article("story", extra={"mood": "calm"})
    site.build()
    page = site.read("ko/2023/01/01/story")
    assert "Ours: News" in page
    assert "<p>calm</p>" in page
    assert "Ours: News" in site.read("ko")


def test_a_site_replaces_the_style_sheet_and_adds_files(site: SiteFolder) -> None:
    site.build()
    before = site.files()
    site.write("static/site.css", "body { color: rebeccapurple }")
    site.write("static/폴더/logo.txt", "x")
    site.write("static/.hidden", "x")
    site.build()
    after = site.files()
    (old,) = [path for path in before if path.endswith(".css")]
    (new,) = [path for path in after if path.endswith(".css")]
    assert new != old
    assert after[new].startswith(b"body{color:")
    assert b".highlight" in after[new], "the colours of code stay"
    assert f"/{new}" in site.read("ko")
    assert after["폴더/logo.txt"] == b"x"
    assert not [path for path in after if ".hidden" in path]


def test_a_broken_style_sheet_is_an_error_beside_all_others(site: SiteFolder) -> None:
    site.write("static/site.css", "}}} {{{ a:: b")
    site.article("story", title="")
    found = {problem.path for problem in site.problems()}
    assert found == {"static/site.css", "content/story/index.ko.md"}
    assert not site.dist.exists()


def test_a_template_may_do_what_only_jinja2_can(site: SiteFolder) -> None:
    site.article("story")
    original = templates(site.folder)[PARTIAL]
    site.write(f"templates/{PARTIAL}", original + '{% include "none.html" ignore missing %}\n')
    site.build()
    page = site.read("ko/2023/01/01/story")
    assert page.endswith("</footer></body></html>")
    assert "Title of story" in page


def test_a_field_that_an_author_made_up_may_be_missing(site: SiteFolder) -> None:
    site.article("calm", extra={"title": "calm"})
    site.article("other")
    site.write(
        f"templates/{PARTIAL}",
        "<footer>{{ page.extra.title|default('no mood') if page.extra is defined }}</footer>",
    )
    site.build()
    assert "<footer>calm</footer>" in site.read("ko/2023/01/01/calm")
    assert "<footer>no mood</footer>" in site.read("ko/2023/01/01/other")
    assert "<footer></footer>" in site.read("ko")


MISTAKES = {
    "{{ page.nonsense }}": 2,
    "{{ nonsense }}": 2,
    "{{ 1 / 0 }}": 2,
    "{% if %}": 2,
    "{{ chrome.lang|nonsense }}": 2,
    "{% include 'nonsense.html' %}": 2,
    "{{ chrome.site_title + 1 }}": 2,
    "{{ chrome.navigation[99].url }}": 2,
}


@pytest.mark.parametrize(("mistake", "line"), MISTAKES.items())
def test_a_mistake_in_a_template_is_told_with_file_and_line_and_nothing_is_written(
    site: SiteFolder, mistake: str, line: int
) -> None:
    site.article("story")
    site.build()
    before = contents(site.dist)
    site.write(f"templates/{PARTIAL}", f"<footer>\n<p>{mistake}</p>\n</footer>")
    site.article("another")
    (problem,) = site.problems()
    assert problem.place == f"templates/{PARTIAL}:{line}"
    assert contents(site.dist) == before
    assert not [item for item in site.dist.iterdir() if "staging" in item.name]


def test_all_templates_that_cannot_be_read_are_told_together(site: SiteFolder) -> None:
    site.write("templates/article.html", "\n{% endblock %}")
    site.write("templates/list.html", "{{")
    assert [problem.place for problem in site.problems()] == [
        "templates/article.html:2",
        "templates/list.html:1",
    ]


def test_the_theme_has_a_template_for_every_kind_of_page(site: SiteFolder) -> None:
    found = templates(site.folder)
    assert found.keys() >= set(TEMPLATES.values())
    assert not check_templates(found)


def test_text_is_escaped_and_a_missing_value_is_no_empty_string() -> None:
    made = environment({"a.html": "{{ text }}", "b.html": "{{ nothing }}"})
    assert made.get_template("a.html").render(text="<b>") == "&lt;b&gt;"
    with pytest.raises(UndefinedError, match="nothing"):
        made.get_template("b.html").render()
