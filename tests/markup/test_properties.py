import re

from hypothesis import given
from hypothesis import strategies as st

from .bodies import DATA, dangers, elements, rendered

ATTEMPTS = (DATA / "xss.txt").read_text(encoding="utf-8").splitlines()
MARKS = "> - # ## ### * ** _ ~~ ` | { } [ ] ( ) < ! ^ : ; \\ ' & = / 1. |---| ```python ```"
SCRIPTS = "글 字 か a 。 「 ” 漢字 &amp; &#0; {漢字|かん|じ}"
SYNTAX = "[^1] [^1]: ^[ ![a](photo.jpg) [a](../x/b.md#c) {.c} {#글} {lang=ja} \n:"
TAGS = "<div> </div> <p> <b> </b> </a> <li> <h1> <td> <!-- <ruby> <p/id=글> <a/href=x.md>"
PIECES = [
    *ATTEMPTS,
    *MARKS.split(),
    *SCRIPTS.split(),
    *SYNTAX.split(" "),
    *TAGS.split(),
    "\n",
    "\n\n",
    "\t",
    "    ",
    "\x00",
    "\x0c",
    "\x85",
    "\ufffe",
    "&#1;",
    "&#12;",
    "&#13;",
    "<i title=&#x1f;>",
    "\u2028",
    "\n|a|b|\n|-|-|\n|",
    "<img src=photo.jpg alt=x id=i>",
]
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
markdown = st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=25).map("".join))


@given(markdown, st.sampled_from(["ko", "en", "ja", "zh", "vi"]))
def test_any_text_becomes_safe_html(text: str, lang: str) -> None:
    body, problems = rendered(text, lang=lang)
    assert list(dangers(body.html)) == []
    assert not UNSEEN.search(body.html + body.summary)
    assert all(problem.line >= 1 for problem in problems)


@given(markdown)
def test_identifiers_are_unique(text: str) -> None:
    body, _ = rendered(text)
    ids = [attributes["id"] for _, attributes in elements(body.html) if "id" in attributes]
    assert len(ids) == len(set(ids))


@given(st.lists(st.text(alphabet="가나 a-1_!", max_size=4)))
def test_slugs_of_headings_are_unique(headings: list[str]) -> None:
    body, _ = rendered("\n\n".join(f"# {heading}" for heading in headings))
    ids = [attributes["id"] for name, attributes in elements(body.html) if name[0] == "h"]
    assert len(ids) == len(set(ids)) == len(headings)


@given(markdown)
def test_rendering_twice_gives_the_same(text: str) -> None:
    assert rendered(text) == rendered(text)


@given(markdown)
def test_links_to_articles_are_all_recorded(text: str) -> None:
    body, _ = rendered(text)
    assert ('href="article:' in body.html) == bool(body.links)
