"""`sitegen new` begins stories and further editions, and never writes over anything."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.content.front_matter import parse
from sitegen.scaffold.yaml_text import Plain, front_matter
from tests.command import Outcome, build, run, words
from tests.sites import SiteFolder

MORNING = "1718000000"  # 2024-06-10, 15:13 in Seoul


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch, site: SiteFolder) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", MORNING)
    monkeypatch.chdir(site.folder)


def new(*arguments: str) -> Outcome:
    return run("new", *arguments)


def text_of(path: str) -> str:
    return Path(path).read_text(encoding="utf-8")


def test_a_name_alone_begins_a_story_in_the_folder_of_the_month() -> None:
    assert new("port-vote") == (0, "content/2024/06/port-vote/index.ko.md\n", "")
    assert text_of("content/2024/06/port-vote/index.ko.md") == words("""
        ---
        title: Port vote
        date: 2024-06-10T15:13
        section:
        tags: []
        authors: []
        slug: port-vote
        draft: true
        ---

        """)


def test_what_is_said_stands_in_the_front_matter(site: SiteFolder) -> None:
    site.configure(sections={"politics": {"name": {"ko": "정치", "en": "Politics"}}})
    outcome = new(
        "2023/Port Vote!", "--lang", "en", "--title", "The vote: why", "--section", "정치"
    )
    assert outcome.out == "content/2023/port-vote/index.en.md\n"
    assert text_of("content/2023/port-vote/index.en.md") == words("""
        ---
        title: "The vote: why"
        date: 2024-06-10T15:13
        section: politics
        tags: []
        authors: []
        slug: port-vote
        draft: true
        ---

        """)


def test_the_sections_to_choose_from_are_told(site: SiteFolder) -> None:
    site.configure(sections={"politics": {"name": "Politics"}, "sports": {"name": "Sports"}})
    new("a")
    assert "\nsection:  # politics, sports\n" in text_of("content/2024/06/a/index.ko.md")


def test_a_name_in_any_script_makes_a_folder() -> None:
    new("항만 자동화 표결")
    text = text_of("content/2024/06/항만-자동화-표결/index.ko.md")
    assert "title: 항만 자동화 표결\n" in text
    assert "slug: 항만-자동화-표결\n" in text


def test_what_was_begun_builds_and_is_a_draft(site: SiteFolder) -> None:
    new("port-vote")
    assert "Built 0 articles" in build(site).out
    assert "Built 1 article in 1 story" in build(site, "--drafts", "--now", "2024-06-11").out


@pytest.mark.parametrize(
    ("existing", "path"),
    [
        ("2023/01/vote/index.ko.md", "2023/01/vote/index.en.md"),
        ("2023/01/vote.ko.md", "2023/01/vote.en.md"),
        ("vote.md", "vote.en.md"),
    ],
)
@pytest.mark.parametrize("named", ["vote", "story", "file"])
def test_a_further_edition_lies_beside_the_others(
    site: SiteFolder, existing: str, path: str, named: str
) -> None:
    site.article(existing)
    story = path.removesuffix("/index.en.md").removesuffix(".en.md")
    asked = {"vote": "vote", "story": story, "file": f"content/{existing}"}[named]
    assert new(asked, "--lang", "en") == (0, f"content/{path}\n", "")


def test_a_translation_has_what_editions_share_and_the_text_to_write_over(
    site: SiteFolder,
) -> None:
    site.photo("vote/p.jpg")
    site.write(
        "content/vote/index.ko.md",
        words("""
            ---
            title: 신항 자동화, 시의회 통과
            date: 2023-04-05T09:30
            lastmod: 2023-04-06
            corrections:
              - {date: 2023-04-07T08:00, note: 숫자를 바로잡았다.}
            deck: [찬성 16·반대 9·기권 2, "노조: “조건이 지켜질 때만”"]
            section: 정치
            tags: [항만, '2024']
            authors: [seo-yuna]
            image: {src: p.jpg, alt: 크레인 네 대, caption: 표결 뒤의 부두., credit: 한도진}
            slug: 신항-표결
            permalink: /old/address/
            aliases: [/older/]
            extra: {series: {part: 2, of: [1, 2]}}
            ---

            시의회가 안건을 통과시켰다.

            ## 조건
            """),
    )
    assert new("vote", "--lang", "en", "--translate-from", "ko").status == 0
    assert text_of("content/vote/index.en.md") == words("""
        ---
        # To be translated: title, deck, summary, dateline, alt, caption, and the text below. Then remove “draft”.
        title: 신항 자동화, 시의회 통과
        date: 2023-04-05T09:30
        deck: [찬성 16·반대 9·기권 2, "노조: “조건이 지켜질 때만”"]
        section: 정치
        tags: [항만, "2024"]
        authors: [seo-yuna]
        image:
          src: p.jpg
          alt: 크레인 네 대
          caption: 표결 뒤의 부두.
          credit: 한도진
        extra:
          series:
            part: 2
            of: [1, 2]
        slug: vote
        translated_from:
          lang: ko
          date: 2023-04-07T08:00
        translators: []
        draft: true
        ---

        시의회가 안건을 통과시켰다.

        ## 조건
        """)  # noqa: E501
    assert "Built 2 articles in 1 story" in build(site, "--drafts", "--strict").out


def test_a_title_and_section_of_its_own(site: SiteFolder) -> None:
    site.article("vote", section="city", slug="the-vote")
    new("vote", "--lang", "en", "--translate-from", "ko", "--title", "A vote", "--section", "port")
    text = text_of("content/vote/index.en.md")
    assert "\ntitle: A vote\n" in text
    assert "\nsection: port\n" in text
    assert "\nslug: the-vote\n" in text


def test_a_fresh_translation_is_not_stale(site: SiteFolder) -> None:
    site.article("vote", updated="2023-03-01", corrections=[{"date": "2023-04-01", "note": "N."}])
    new("vote", "--lang", "en", "--translate-from", "ko")
    file = site.folder / "content/vote/index.en.md"
    site.write("content/vote/index.en.md", file.read_text().replace("Text.", "In English."))
    assert run("check", "--only", "translations", "--quiet").out == ""


MISTAKES = {
    "an edition that is there": (
        ["vote"],
        """
        Error: the story has an edition in “ko”: content/2023/vote/index.ko.md
        Choose another --lang. For another story of that name, say its folder, too.
        """,
    ),
    "several stories of that name": (
        ["twice", "--lang", "en"],
        """
        Error: several stories are called “twice”
        Say which: 2022/twice, 2023/twice.
        """,
    ),
    "an unknown language": (
        ["a", "--lang", "fr"],
        """
        Error: “fr” is no language of this site
        Known languages: ko, en.
        """,
    ),
    "an unknown section": (
        ["a", "--section", "sprots"],
        """
        Error: there is no section “sprots” in pyproject.toml
        Did you mean “sports”?
        """,
    ),
    "no story to translate": (
        ["2023/vot", "--lang", "en", "--translate-from", "ko"],
        """
        Error: there is no story “2023/vot” to translate
        Did you mean “2023/vote”?
        """,
    ),
    "no edition to translate": (
        ["2023/vote", "--lang", "en", "--translate-from", "en"],
        """
        Error: there is no edition in “en” to translate
        There is: ko.
        """,
    ),
    "a name without letters": (
        ["2023/!!!"],
        """
        Error: no folder can be named after “2023/!!!”
        Use letters and digits, such as port-vote.
        """,
    ),
    "a name that climbs out": (
        ["../../etc/cron"],
        """
        Error: no folder can be named after “../../etc/cron”
        Use letters and digits, such as port-vote.
        """,
    ),
    "an original that is wrong": (
        ["bad", "--lang", "en", "--translate-from", "ko"],
        """
        content/2021/bad/index.ko.md
          error: unknown field “tagz”
            at content/2021/bad/index.ko.md:4:1
            Did you mean “tags”?

        1 error in 1 file.
        """,
    ),
}


@pytest.mark.parametrize("what", MISTAKES)
def test_what_cannot_be_begun_is_told_and_nothing_is_written(site: SiteFolder, what: str) -> None:
    site.configure(sections={"sports": {"name": "Sports"}})
    for path in ("2023/vote", "2022/twice", "2023/twice"):
        site.article(path)
    site.article("2021/bad", tagz=[])
    before = sorted(site.folder.rglob("*"))
    arguments, expected = MISTAKES[what]
    outcome = new(*arguments)
    assert outcome.err == words(expected)
    assert outcome.out == ""
    assert outcome.status in (1, 2)
    assert sorted(site.folder.rglob("*")) == before


def test_a_file_that_is_not_an_article_is_not_overwritten_either(site: SiteFolder) -> None:
    site.write("content/2024/06/a/index.ko.md", "")
    outcome = new("2024/06/a")
    assert outcome.status == 2
    assert (site.folder / "content/2024/06/a/index.ko.md").read_bytes() == b""


def test_a_link_to_nowhere_is_not_written_through(site: SiteFolder, tmp_path: Path) -> None:
    folder = site.folder / "content/2024/06/a"
    folder.mkdir(parents=True)
    (folder / "index.ko.md").symlink_to(tmp_path / "elsewhere")
    outcome = new("a")
    assert outcome.status == 2
    assert not (tmp_path / "elsewhere").exists()


PLAIN = st.recursive(
    st.text() | st.integers(-99, 99999) | st.booleans(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.text(min_size=1), PLAIN, max_size=4))
def test_front_matter_reads_as_it_was_written(extra: dict[str, Plain]) -> None:
    fields: dict[str, Plain] = {"title": "T", "extra": extra}
    assert parse(front_matter(fields, {"": "A note."})).fields == fields


@given(st.lists(st.text(), max_size=3), st.text())
def test_text_stays_text(texts: list[str], text: str) -> None:
    fields: dict[str, Plain] = {"title": text, "tags": texts, "deck": [*texts, "x" * 30]}
    assert parse(front_matter(fields, {})).fields == fields
