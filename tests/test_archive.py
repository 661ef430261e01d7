"""The index of the archive: terms, neighbours, related stories, links, addresses."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.addresses import MAX_SEGMENT
from sitegen.archive import (
    RELATED,
    Archive,
    Visibility,
    is_public,
    page_address,
    permalink,
    problems_of,
)
from sitegen.config import AuthorConfig, SiteConfig, TermConfig
from sitegen.errors import Severity
from sitegen.types import Article, ArticleLink, Origin, Withdrawal

NOW = datetime(2024, 6, 1, 12, tzinfo=ZoneInfo("Asia/Seoul"))
DAY = timedelta(days=1)
CONFIG = SiteConfig(
    base_url="https://news.example",
    title="News",
    timezone="Asia/Seoul",
    languages=("ko", "en", "ja"),
)


def article(path: str, **fields: object) -> Article:
    story, lang, _ = path.rsplit(".", 2)
    known: dict[str, object] = {
        "title": path,
        "date": datetime(2023, 1, 1, tzinfo=UTC),
        "body": "",
        "summary": "",
        "words": 1,
        "minutes": 1,
        "slug": story.rpartition("/")[2],
    }
    values = {"path": path, "story": story, "lang": lang, **known, **fields}
    return msgspec.convert(values, Article)


def archive(*articles: Article, config: SiteConfig = CONFIG, **asked: bool) -> Archive:
    return Archive(articles, config, Visibility(NOW, **asked))


def days(count: int, **fields: object) -> tuple[Article, ...]:
    """Articles of so many days, "0" the oldest."""
    return tuple(
        article(f"{number}.ko.md", date=datetime(2023, 1, 1, tzinfo=UTC) + number * DAY, **fields)
        for number in range(count)
    )


def paths(articles: Sequence[Article | None]) -> list[str | None]:
    return [item.path if item else None for item in articles]


# --- order and neighbours ------------------------------------------------------------------


@given(st.permutations(days(6, tags=("a",), section="s")))
def test_the_order_of_reading_changes_nothing(shuffled: list[Article]) -> None:
    found, usual = archive(*shuffled), archive(*days(6, tags=("a",), section="s"))
    assert list(found.articles) == list(usual.articles)
    for item in found.articles:
        assert found.neighbours(item) == usual.neighbours(item)
        assert found.related(item) == usual.related(item)


def test_lists_run_from_the_newest_to_the_oldest_also_within_one_moment() -> None:
    same = (article("b.ko.md"), article("a.ko.md"), article("c.ko.md"))
    assert paths(archive(*same).in_lang("ko")) == ["c.ko.md", "b.ko.md", "a.ko.md"]


def test_neighbours_are_of_the_same_section_and_language() -> None:
    old, middle, new = days(3, section="city")
    other = article("other.ko.md", date=old.date + 0.5 * DAY, section="sea")
    english = article("x.en.md", date=old.date + 0.5 * DAY, section="city")
    found = archive(new, other, old, english, middle)
    assert found.neighbours(middle) == (old, new)
    assert found.neighbours(old) == (None, middle)
    assert found.neighbours(new) == (middle, None)
    assert found.neighbours(other) == found.neighbours(english) == (None, None)


def test_an_article_without_section_has_neighbours_in_its_language() -> None:
    old, new = days(2)
    assert archive(old, new).neighbours(old) == (None, new)


def test_neighbours_of_one_moment_form_a_chain() -> None:
    found = archive(*(article(f"{name}.ko.md", section="s") for name in "cab"))
    chain = [found.neighbours(item) for item in found.articles]
    assert [paths(pair) for pair in chain] == [
        ["b.ko.md", None],
        ["a.ko.md", "c.ko.md"],
        [None, "b.ko.md"],
    ]


# --- related stories -----------------------------------------------------------------------


def test_a_rare_tag_relates_more_than_a_common_one_and_a_topic_more_than_a_tag() -> None:
    common = days(9, tags=("common",))
    start = article("start.ko.md", tags=("common", "rare"), topics=("port",))
    rare = article("rare.ko.md", tags=("rare",))
    topic = article("topic.ko.md", topics=("port",))
    found = archive(*common, start, rare, topic).related(start)
    assert paths(found)[:2] == ["topic.ko.md", "rare.ko.md"]
    assert len(found) == RELATED
    assert paths(found)[2:] == ["0.ko.md", "1.ko.md"], "of equals, those near in time"


def test_related_stories_are_other_stories_of_the_same_language() -> None:
    start = article("a.ko.md", tags=("x",))
    english = article("b.en.md", tags=("x",))
    hidden = article("c.ko.md", tags=("x",), draft=True)
    gone = article("d.ko.md", tags=("x",), withdrawn=Withdrawal(date=NOW, reason="wrong"))
    assert archive(start, english, hidden, gone).related(start) == ()


def test_of_many_equals_the_nearest_are_related_whether_older_or_newer() -> None:
    found = archive(*(items := days(20, tags=("x",))))
    assert paths(found.related(items[9])) == ["10.ko.md", "8.ko.md", "11.ko.md", "7.ko.md"]
    assert paths(found.related(items[0])) == ["1.ko.md", "2.ko.md", "3.ko.md", "4.ko.md"]
    assert paths(found.related(items[18])) == ["17.ko.md", "19.ko.md", "16.ko.md", "15.ko.md"]


# --- terms ---------------------------------------------------------------------------------


def test_names_in_all_languages_and_the_id_mean_one_term() -> None:
    names = {"ko": "항만", "en": "Harbour"}
    config = msgspec.structs.replace(
        CONFIG,
        tags={"port": TermConfig(name=names)},
        authors={"seo-yuna": AuthorConfig(name={"ko": "서유나", "en": "Seo Yuna"})},
    )
    written = ("port", "항만", "HARBOUR", "Port")
    found = archive(
        *(article(f"{number}.ko.md", tags=(name,)) for number, name in enumerate(written)),
        article("x.en.md", tags=("항만", "harbour"), authors=("서유나",)),
        config=config,
    )
    (tag,) = found.terms("ko", "tag")
    assert (tag.id, tag.name("ko"), tag.name("en")) == ("port", "항만", "Harbour")
    assert tag.name("ja") in names.values()
    assert len(found.with_term("ko", tag)) == len(written)
    assert found.terms_of(found.sources["x.en.md"], "tag") == (tag,)
    assert [term.id for term in found.terms("en", "author")] == ["seo-yuna"]


def test_an_id_is_never_taken_for_the_name_of_another_term() -> None:
    tags = {"port": TermConfig(name="cargo"), "cargo": TermConfig(name="goods")}
    config = msgspec.structs.replace(CONFIG, tags=tags)
    found = archive(article("a.ko.md", tags=("cargo", "goods", "port")), config=config)
    assert [term.id for term in found.terms_of(found.articles[0], "tag")] == ["cargo", "port"]


def test_terms_that_nobody_described_come_from_the_articles() -> None:
    found = archive(
        article("a.ko.md", tags=("해안 도로",), section="City Hall", date=NOW - DAY),
        article("b.ko.md", tags=("해안-도로",), section="city hall", date=NOW - 2 * DAY),
    )
    (tag,), (section,) = found.terms("ko", "tag"), found.terms("ko", "section")
    assert (tag.id, section.id) == ("해안-도로", "city-hall")
    assert section.name("ko") == "city hall", "as the oldest article spells it"
    assert len(found.with_term("ko", tag)) == 2


def test_names_that_differ_in_signs_are_terms_of_their_own_in_any_order_of_reading() -> None:
    names = ("C", "C++", "C#", "c", "C＋＋")
    items = tuple(article(f"{number}.ko.md", tags=(name,)) for number, name in enumerate(names))
    for order in (items, items[::-1]):
        found = archive(*order)
        ids = [[term.id for term in found.terms_of(item, "tag")] for item in items]
        assert ids == [["c"], ["c-plus-plus"], ["c-sharp"], ["c"], ["c-plus-plus"]]


def test_different_names_that_fall_into_one_term_are_told_once() -> None:
    old, middle, new = days(3)
    items = (
        msgspec.structs.replace(old, tags=("R&D", "Port Vote"), authors=("Kim",)),
        msgspec.structs.replace(middle, tags=("r/d", "R&d", "port vote", "port-vote")),
        msgspec.structs.replace(new, tags=("R/D",), authors=("kim",)),
    )
    for order in (items, items[::-1]):
        (problem,) = problems_of(archive(*order)).all
        assert problem.severity is Severity.WARNING
        assert problem.path == "content/1.ko.md"
        assert problem.message == "“r/d” and “R&D” are one tag: both have the address “r-d”"
        assert problem.hint == (
            "Spell them alike, or describe one in pyproject.toml under tags.<id>."
        )


def test_a_name_that_falls_into_a_configured_term_is_told_unless_it_is_the_id_in_words() -> None:
    tags = {"city-council": TermConfig(name={"ko": "시의회"})}
    config = msgspec.structs.replace(CONFIG, tags=tags)
    found = archive(article("a.ko.md", tags=("City Council", "시의회")), config=config)
    assert problems_of(found).all == ()
    found = archive(article("a.ko.md", tags=("City.Council",)), config=config)
    (problem,) = problems_of(found).all
    assert "“City.Council” and “시의회” are one tag" in problem.message


def test_sections_stand_as_configured_then_by_name() -> None:
    config = msgspec.structs.replace(
        CONFIG, sections={"sports": TermConfig(name="Z"), "city": TermConfig(name="A")}
    )
    sections = ("beta", "city", "alpha", "sports")
    found = archive(*(article(f"{name}.ko.md", section=name) for name in sections), config=config)
    ids = [term.id for term in found.terms("ko", "section")]
    assert ids == ["sports", "city", "alpha", "beta"]


# --- links ---------------------------------------------------------------------------------


def linked(*targets: str, lang: str = "ko") -> Article:
    links = tuple(ArticleLink(path=path, line=7) for path in targets)
    return article(f"from.{lang}.md", links=links)


def test_a_link_leads_to_the_edition_in_the_readers_language() -> None:
    english, korean = article("a.en.md"), article("a.ko.md")
    both = archive(english, korean, linked("a.en.md"))
    assert both.resolve("a.en.md", "ko") == korean
    assert both.resolve("a.en.md", "ja") == english
    one = archive(english, article("a.ko.md", draft=True), linked("a.en.md"))
    assert one.resolve("a.en.md", "ko") == english
    assert not problems_of(both).all
    assert not problems_of(one).all


def test_a_link_to_nothing_is_an_error_with_its_line() -> None:
    (problem,) = problems_of(archive(linked("none.ko.md"))).all
    assert (problem.place, problem.severity) == ("content/from.ko.md:7", Severity.ERROR)
    assert "content/none.ko.md" in problem.message


def test_a_link_to_what_is_not_published_is_a_warning() -> None:
    hidden = article("a.ko.md", draft=True)
    (problem,) = problems_of(archive(hidden, linked("a.ko.md"))).all
    assert (problem.place, problem.severity) == ("content/from.ko.md:7", Severity.WARNING)
    assert not problems_of(archive(hidden, linked("a.ko.md"), drafts=True)).all


def test_a_link_to_a_file_with_mistakes_of_its_own_is_no_second_problem() -> None:
    assert not problems_of(archive(linked("broken.ko.md")), frozenset({"broken.ko.md"})).all


def test_a_translation_of_an_unknown_language_is_an_error() -> None:
    (problem,) = problems_of(archive(article("a.ko.md", origin=Origin(lang="fr")))).all
    assert "fr" in problem.message
    assert problem.severity is Severity.ERROR


# --- what is public ------------------------------------------------------------------------


TODAY, DRAFTS = Visibility(NOW), Visibility(NOW, drafts=True)
FUTURE = Visibility(NOW, future=True)
LATE, EARLY = NOW + DAY, NOW - DAY
SEEN: tuple[tuple[Mapping[str, object], Visibility, bool], ...] = (
    ({"draft": True}, TODAY, False),
    ({"draft": True}, DRAFTS, True),
    ({"draft": True}, FUTURE, False),
    ({"date": LATE}, TODAY, False),
    ({"date": LATE}, FUTURE, True),
    ({"date": LATE}, DRAFTS, False),
    ({"publish_at": LATE}, TODAY, False),
    ({"date": LATE, "publish_at": EARLY}, TODAY, True),
    ({"expires": EARLY}, TODAY, False),
    ({"expires": EARLY}, FUTURE, True),
    ({"expires": LATE}, TODAY, True),
    ({"expires": NOW}, TODAY, False),
    ({"date": NOW}, TODAY, True),
)


def gone(date: datetime) -> Mapping[str, object]:
    return {"withdrawn": Withdrawal(date=date, reason="wrong")}


WITHDRAWN: tuple[tuple[Mapping[str, object], bool], ...] = (
    ({**gone(EARLY), "expires": EARLY}, True),
    ({**gone(EARLY), "draft": True}, True),
    ({**gone(EARLY), "draft": True, "expires": EARLY}, True),
    ({**gone(NOW.replace(hour=0)), "draft": True, "date": NOW}, True),
    ({**gone(NOW - 3 * DAY), "draft": True, "date": EARLY}, False),
    ({**gone(EARLY), "date": LATE}, False),
    ({**gone(EARLY), "draft": True, "date": LATE}, False),
)


@pytest.mark.parametrize(("fields", "expected"), WITHDRAWN)
def test_what_readers_knew_and_was_withdrawn_answers_and_nothing_else_does(
    fields: Mapping[str, object], *, expected: bool
) -> None:
    found = archive(article("a.ko.md", **fields))
    assert (len(found.withdrawn), len(found.articles)) == (int(expected), 0)


@pytest.mark.parametrize(("fields", "asked", "expected"), SEEN)
def test_drafts_and_wrong_times_are_out_unless_asked_for(
    fields: Mapping[str, object], asked: Visibility, *, expected: bool
) -> None:
    assert is_public(article("a.ko.md", **fields), asked) is expected


def test_the_next_due_article_is_the_earliest_that_waits() -> None:
    waiting = (
        article("a.ko.md", date=NOW + 3 * DAY),
        article("b.ko.md", publish_at=NOW + 2 * DAY),
        article("c.ko.md", date=NOW + DAY, draft=True),
        article("d.ko.md", expires=NOW - DAY),
    )
    assert archive(*waiting).next_due == NOW + 2 * DAY
    assert archive(*waiting, future=True).next_due is None


# --- addresses -----------------------------------------------------------------------------


def test_a_permalink_follows_the_pattern_of_its_language() -> None:
    patterns = {"ko": "/{lang}/{section}/{hour}{minute}{second}-{slug}/", "en": "/e/{id}.html"}
    config = msgspec.structs.replace(CONFIG, permalink=patterns)
    moment = datetime(2023, 4, 5, 6, 7, 8, tzinfo=UTC)
    assert permalink(article("바다.ko.md", date=moment), config, "sea") == "/ko/sea/060708-바다/"
    english = permalink(article("바다.en.md", date=moment), config, "")
    assert english.startswith("/e/")
    assert english.endswith(".html")
    assert permalink(article("바다.ja.md", date=moment), config, "") == "/ja/2023/04/05/바다/"


def test_no_part_of_an_address_is_longer_than_a_file_name_and_html_stays_html() -> None:
    config = msgspec.structs.replace(CONFIG, permalink="/{lang}/{slug}.html")
    address = permalink(article("a.ko.md", slug="바" * 85), config, "")
    assert address.endswith("바.html")
    assert len(address.rpartition("/")[2].encode()) <= MAX_SEGMENT


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("/a/", "/a/"),
        ("/a", "/a/"),
        ("/a.html", "/a.html"),
        ("/v1.2", "/v1.2/"),
        ("/old.php", "/old.php/"),
    ],
)
def test_what_no_host_would_serve_as_a_page_becomes_a_folder(written: str, expected: str) -> None:
    assert page_address(written) == expected
