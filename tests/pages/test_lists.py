"""Lists and their pagination."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.pages.lists import page_bounds
from tests.command import build
from tests.sites import SiteFolder, changed, elements

SIZE = 2


@given(st.integers(0, 400), st.integers(1, 40))
def test_every_article_stands_on_exactly_one_page_and_numbered_pages_are_full(
    count: int, size: int
) -> None:
    front, *numbered = page_bounds(count, size)
    assert front[0] == 0
    edges = [front, *numbered]
    assert all(before[1] == after[0] for before, after in pairwise(edges))
    assert edges[-1][1] == count
    assert all(stop - start == size for start, stop in numbered)
    assert front[1] < 2 * size
    assert not numbered or front[1] >= size


@given(st.integers(0, 400), st.integers(1, 40))
def test_numbered_pages_keep_their_articles_when_a_list_grows(count: int, size: int) -> None:
    def from_the_oldest(total: int) -> list[tuple[int, int]]:
        pages = reversed(page_bounds(total, size)[1:])
        return [(total - stop, total - start) for start, stop in pages]

    before, after = from_the_oldest(count), from_the_oldest(count + 1)
    assert after[: len(before)] == before
    assert len(after) - len(before) in (0, 1)


def add(site: SiteFolder, number: int) -> None:
    # One day for all: then nothing lies beside their lists by date.
    date = f"2023-01-01T{number:02}:00"
    site.article(f"story-{number:02}", date=date, tags=["port"], section="city")


def test_a_new_article_changes_no_numbered_page_and_adds_at_most_one_to_each_list(
    site: SiteFolder,
) -> None:
    site.configure(page_size=SIZE, languages=["ko"])
    for number in range(5):
        add(site, number)
    site.build()
    before = site.files()
    lists = ("", "tags/port/", "sections/city/", "2023/01/", "2023/01/01/", "on-this-day/01-01/")
    assert all(f"ko/{name}page/1/index.html" in before for name in lists)
    for number in range(5, 9):
        add(site, number)
        site.build()
        after = site.files()
        touched = {path for path in changed(before, after) if "/page/" in path}
        new = {path for path in touched if path not in before}
        grows = number % SIZE
        assert len(new) == (len(lists) if grows else 0)
        last = number // SIZE - 1  # the newest page until now gets a link to the next one
        assert touched - new == {f"ko/{name}page/{last}/index.html" for name in lists if grows}
        for path in touched - new:
            assert without_newer(before[path]) == without_newer(after[path])
        before = after


def without_newer(page: bytes) -> str:
    return re.sub(r'<a href="?[^ ">]+"? rel="?prev"?>', "", page.decode())


def test_pages_lead_along_the_list_and_count_from_the_oldest(site: SiteFolder) -> None:
    site.configure(page_size=SIZE, languages=["ko"])
    for number in range(7):
        add(site, number)
    site.build()

    def links(path: str) -> dict[str, str]:
        found = (item.attributes for item in elements(site.read(path), "a"))
        return {item["rel"]: item["href"] for item in found if item.get("rel") in ("prev", "next")}

    home = "/ko/tags/port/"
    assert links(home) == {"next": f"{home}page/2/"}
    assert links(f"{home}page/2") == {"prev": home, "next": f"{home}page/1/"}
    assert links(f"{home}page/1") == {"prev": f"{home}page/2/"}
    assert "story-00" in site.read(f"{home}page/1")
    assert "story-06" in site.read(home)


@pytest.mark.parametrize("kind", ["tags", "authors", "topics", "sections"])
def test_indexes_name_each_term_with_its_number_of_articles(site: SiteFolder, kind: str) -> None:
    fields = {"tags": ["가나", "Über"], "authors": ["가나", "Über"], "topics": ["가나", "Über"]}
    site.article("one", **fields, section="가나")
    site.article("two", **{key: value[:1] for key, value in fields.items()}, section="Über")
    site.build()
    page = site.read(f"ko/{kind}")
    names = {item.attributes["href"]: item.text for item in elements(page, "a")}
    assert names[f"/ko/{kind}/가나/"] == "가나"
    assert names[f"/ko/{kind}/über/"] == "Über"
    assert not list(elements(page, "h2"))


def test_a_long_index_stands_under_initials(site: SiteFolder) -> None:
    site.article("one", tags=["가나", "Über", *(f"kite {number}" for number in range(14))])
    site.build()
    headings = [item.text for item in elements(site.read("ko/tags"), "h2")]
    assert headings == ["K", "U", "ㄱ"]


def test_a_language_without_articles_has_a_front_page_and_no_empty_lists(site: SiteFolder) -> None:
    site.article("one", tags=["a"])
    site.build()
    english = {path for path in site.files() if path.startswith("en/")}
    names = ("index.html", "404.html", "feed.rss", "feed.atom", "feed.json")
    search = ("search/index.html", "search/index.json")
    assert english == {f"en/{name}" for name in (*names, *search)}


def test_a_name_whose_first_letter_has_two_capitals_is_filed_under_the_first(
    site: SiteFolder,
) -> None:
    many = [f"sail {number}" for number in range(14)]
    site.article("one", tags=["ßtraße", "ﬁnance", "ŉ", *many], authors=["ΐ", "և", *many])
    site.build()
    assert [item.text for item in elements(site.read("ko/tags"), "h2")][:2] == ["F", "S"]
    assert len(elements(site.read("ko/authors"), "h2")) == 3


def test_tags_that_differ_in_signs_have_lists_of_their_own(site: SiteFolder) -> None:
    for name in ("C", "C++", "C#"):
        site.article(f"story-{len(name)}{name[-1:] == '#'}", tags=[name])
    assert build(site, "--strict").status == 0
    links = {item.text: item.attributes["href"] for item in elements(site.read("ko/tags"), "a")}
    assert [links[name] for name in ("C", "C++", "C#")] == [
        "/ko/tags/c/",
        "/ko/tags/c-plus-plus/",
        "/ko/tags/c-sharp/",
    ]


def test_a_front_page_has_shelves_of_sections_with_what_does_not_stand_above(
    site: SiteFolder,
) -> None:
    site.configure(page_size=12)
    for number in range(1, 10):
        site.article(f"new{number}", section="news", date=f"2024-01-{number:02}")
    for number in range(1, 8):
        site.article(f"old{number}", section="sport", date=f"2020-01-{number:02}")
    site.article("lone", section="food", date="2019-01-01")
    site.build()
    shelves = _shelves(site)
    # Eight stand above; one of "news" is left and one of "food" there ever was: too few.
    assert shelves == {"/ko/sections/sport/": [f"/ko/2020/01/0{n}/old{n}/" for n in (7, 6, 5, 4)]}
    site.article("old7", section="food", date="2020-01-07")
    site.build()
    assert _shelves(site) == {
        "/ko/sections/food/": ["/ko/2020/01/07/old7/", "/ko/2019/01/01/lone/"],
        "/ko/sections/sport/": [f"/ko/2020/01/0{n}/old{n}/" for n in (6, 5, 4, 3)],
    }


def _shelves(site: SiteFolder) -> dict[str, list[str]]:
    """The addresses of articles by the address of their section, on the Korean front page."""
    parts = site.read("ko").partition("shelves")[2].partition("latest")[0].split("<section")[1:]
    found = [
        [item.attributes["href"] for item in elements(f"<section{part}", "a")] for part in parts
    ]
    return {urls[0]: urls[1:] for urls in found if urls}


def test_kana_stand_under_their_plain_letter_and_one_initial_is_none(site: SiteFolder) -> None:
    site.configure(languages=["ja", "zh"])
    site.article("one/index.ja.md", tags=["データ", "テレビ", *(f"港湾{n}" for n in range(14))])
    site.article("one/index.zh.md", tags=[f"港口{n}" for n in range(16)])
    site.article("two/index.zh.md", authors=["Li", *(f"港口{n}" for n in range(16))])
    site.build()
    assert [item.text for item in elements(site.read("ja/tags"), "h2")] == ["テ", "漢"]
    assert [item.text for item in elements(site.read("zh/tags"), "h2")] == []
    assert [item.text for item in elements(site.read("zh/authors"), "h2")] == ["L", "汉"]


def test_a_name_that_only_another_language_has_says_so(site: SiteFolder) -> None:
    site.configure(
        languages=["ko", "en"],
        title={"ko": "신문"},
        description={"ko": "항구의 신문"},
        rights={"ko": "무단 전재 금지"},
        sections={"city": {"name": {"ko": "도시"}}},
        authors={"seo": {"name": {"ko": "서유나"}}},
        tags={"port": {"name": {"ko": "항만", "en": "port"}}},
    )
    for number in range(9):
        fields = {"section": "city", "authors": ["seo"], "tags": ["port"]}
        site.article(f"story-{number}/index.en.md", title="A story", **fields)
    site.build()
    for path in ("en", "en/sections/city", "en/authors", "en/authors/seo", "en/2023/01/01/story-0"):
        page = site.read(path)
        page = page[page.index("<body") :]
        marked = [item.text for item in elements(page) if item.attributes.get("lang") == "ko"]
        for name in ("신문", "항구의 신문", "무단 전재 금지", "도시", "서유나"):
            assert page.count(f">{name}<") == marked.count(name), (path, name)
        assert "port" not in marked
