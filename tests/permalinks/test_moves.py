"""What becomes of addresses when articles, photos and lists move or go."""

import shutil

import pytest

from sitegen.build.served import Answer
from tests.permalinks.newsroom import (
    answer,
    entries,
    host,
    ledger_of,
    linkable,
    permalinks,
    publish,
)
from tests.sites import NOW, SiteFolder, Value, elements

DAY = "/ko/2023/01/01"


def moved(site: SiteFolder, old: str, new: str) -> None:
    target = site.folder / "content" / new
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(site.folder / "content" / old, target)


def test_a_site_without_a_ledger_is_built_as_if_there_were_none(site: SiteFolder) -> None:
    site.article("story")
    site.build()
    site.article("story", slug="other")
    site.build()
    assert not (site.folder / "content/permalinks.tsv").exists()
    assert answer(site, f"{DAY}/story/").status == 404


def test_recording_what_stands_changes_no_file(site: SiteFolder) -> None:
    site.article("story", tags=["port"])
    assert publish(site).new > 10
    before = site.files()
    report = site.build()
    assert (report.written, report.removed) == (0, 0)
    assert site.files() == before
    again = publish(site)
    assert (again.new, again.changed) == (0, 0)


@pytest.mark.parametrize(
    ("change", "target"),
    [
        ({"slug": "other"}, f"{DAY}/other/"),
        ({"date": "2023-02-03"}, "/ko/2023/02/03/story/"),
        ({"permalink": "/own/길.html"}, "/own/길.html"),
    ],
)
def test_a_changed_address_leads_from_the_old_one_to_the_new(
    site: SiteFolder, change: dict[str, Value], target: str
) -> None:
    site.article("story")
    site.article("story/index.en.md")
    publish(site)
    site.article("story", **change)
    report = site.build()
    assert report.pages["moved"]["ko"] == report.redirects
    assert answer(site, f"{DAY}/story/") == Answer(301, target)
    assert answer(site, "/en/2023/01/01/story/") == Answer(200)
    stub = site.read(f"{DAY}/story")
    assert [item.attributes["href"] for item in elements(stub, "a")] == [target]


def test_a_changed_section_moves_what_has_it_in_its_address(site: SiteFolder) -> None:
    site.configure(permalink="/{lang}/{section}/{slug}/")
    site.article("story", section="city")
    publish(site)
    site.article("story", section="sea")
    site.build()
    assert answer(site, "/ko/city/story/") == Answer(301, "/ko/sea/story/")
    assert answer(site, "/ko/sections/city/") == Answer(302, "/ko/sections/")
    assert answer(site, "/ko/sections/city/feed.rss") == Answer(302, "/ko/feed.rss")


def test_a_changed_pattern_moves_everything_and_chains_are_one_step(site: SiteFolder) -> None:
    for name in ("one", "two"):
        site.article(name)
        site.article(f"{name}/index.en.md")
    publish(site)
    patterns = ("/{lang}/{slug}.html", "/{lang}/{id}/", "/{lang}/{year}/{slug}/")
    for pattern in patterns:
        site.configure(permalink=pattern)
        publish(site)
    assert answer(site, f"{DAY}/one/") == Answer(301, "/ko/2023/one/")
    assert answer(site, "/en/two.html") == Answer(301, "/en/2023/two/")
    old = [address for address, entry in entries(site).items() if entry.kind == "moved"]
    assert len(old) == 12
    assert {answer(site, address).status for address in old} == {301}
    site.configure()
    publish(site)
    assert answer(site, f"{DAY}/one/") == Answer(200), "an address can come back"
    assert answer(site, "/ko/2023/one/") == Answer(301, f"{DAY}/one/")


def test_a_moved_story_is_known_again_with_its_photos_and_editions(site: SiteFolder) -> None:
    site.photo("2023/story/photo.jpg", (600, 400))
    site.article("2023/story", "![sea](photo.jpg)")
    site.article("2023/story/index.en.md", title="The same in English")
    site.article("2023/other")
    publish(site)
    copy = next(
        address
        for address in linkable(site.dist)
        if address.startswith("/media/2023/story/photo.4")
    )
    moved(site, "2023/story", "harbour/vote")
    # A headline is corrected at the same time: the other edition tells where the story went.
    site.article("harbour/vote/index.en.md", title="Corrected")
    for _ in range(2):
        site.build()
        assert answer(site, f"{DAY}/story/") == Answer(301, f"{DAY}/vote/")
        assert answer(site, "/en/2023/01/01/story/") == Answer(301, "/en/2023/01/01/vote/")
        photo = "/media/harbour/vote/photo.jpg"
        assert answer(site, "/media/2023/story/photo.jpg") == Answer(301, photo)
        assert answer(site, copy) == Answer(301, copy.replace("2023/story", "harbour/vote"))
        publish(site)
    assert entries(site)[f"{DAY}/story/"].source == "content/harbour/vote/index.ko.md"
    # Once that is recorded, the photo may change, too.
    site.photo("harbour/vote/photo.jpg", (500, 400), "blue")
    site.build()
    assert answer(site, "/media/2023/story/photo.jpg") == Answer(301, photo)


def test_a_story_whose_headline_was_corrected_is_known_by_name_and_day(site: SiteFolder) -> None:
    site.article("2023/01/story", title="Before")
    publish(site)
    moved(site, "2023/01/story", "2023/port/story")
    site.article("2023/port/story", title="After", permalink="/after/")
    site.build()
    assert answer(site, f"{DAY}/story/") == Answer(301, "/after/")


def test_two_stories_with_one_headline_are_not_taken_for_each_other(site: SiteFolder) -> None:
    site.article("week-1", title="The week")
    site.article("week-2", title="The week", date="2023-01-08")
    publish(site)
    shutil.rmtree(site.folder / "content/week-1")
    site.article("week-3", title="The week", date="2023-01-15")
    (problem,) = site.problems()
    assert problem.path == "content/week-1/index.ko.md"


def test_an_edition_goes_on_under_another_language_code(site: SiteFolder) -> None:
    site.configure(languages=["ko", "zh"], page_size=1)
    for name in ("one", "two", "three"):
        site.article(name)
        site.article(f"{name}/index.zh.md", title=f"{name} tiếng Việt", tags=["port"])
    publish(site)
    before = {address for address in linkable(site.dist) if address.startswith("/zh/")}
    site.configure(languages=["ko", "vi"], page_size=1)
    for name in ("one", "two", "three"):
        moved(site, f"{name}/index.zh.md", f"{name}/index.vi.md")
    for _ in range(2):
        publish(site)
        assert answer(site, "/zh/2023/01/01/one/") == Answer(301, "/vi/2023/01/01/one/")
        assert answer(site, "/zh/tags/port/") == Answer(301, "/vi/tags/port/")
        assert answer(site, "/zh/tags/port/page/1/") == Answer(301, "/vi/tags/port/page/1/")
        assert not {address for address in before if host(site).wrong(address)}


def test_a_removed_edition_leads_to_another_only_when_the_configuration_says_so(
    site: SiteFolder,
) -> None:
    site.article("story")
    site.article("story/index.en.md")
    publish(site)
    (site.folder / "content/story/index.en.md").unlink()
    (problem,) = site.problems()
    assert problem.path == "content/story/index.en.md"
    site.configure(removed_editions="redirect")
    site.build()
    assert answer(site, "/en/2023/01/01/story/") == Answer(302, f"{DAY}/story/")
    shutil.rmtree(site.folder / "content/story")
    assert len(site.problems()) == 2, "there is no other edition any more"


def test_what_was_withdrawn_is_gone_at_every_address_it_had(site: SiteFolder) -> None:
    site.photo("story/photo.jpg")
    site.article("story", "![sea](photo.jpg)")
    publish(site)
    withdrawn = {"date": "2024-02-03", "reason": "Forged."}
    site.article("story", "![sea](photo.jpg)", slug="new", withdrawn=withdrawn)
    site.build()
    assert answer(site, f"{DAY}/story/") == Answer(410)
    assert answer(site, f"{DAY}/new/") == Answer(410)
    assert answer(site, "/media/story/photo.jpg") == Answer(410)
    assert f"{DAY}/story/ {DAY}/new/index.html 410!" in site.read("_redirects").splitlines()


def test_an_article_whose_time_is_over_leaves_a_page_that_says_so(site: SiteFolder) -> None:
    site.photo("story/photo.jpg")
    site.article("story", expires="2024-06-01T12:30:00+09:00", aliases=["/old/"])
    publish(site)
    before = site.files()
    site.build(site.options(now="2024-06-01T13:00:00+09:00"))
    assert answer(site, f"{DAY}/story/") == answer(site, "/old/") == Answer(410)
    assert answer(site, "/media/story/photo.jpg") == Answer(410)
    page = site.read(f"{DAY}/story")
    assert "Title of story" in page
    assert "게재 기간이 끝난 기사입니다." in page
    assert "noindex" in page
    assert b"story" not in site.files()["ko/index.html"]
    site.build(site.options(now=NOW))
    assert site.files() == before


@pytest.mark.parametrize("fields", [{"draft": True}, {"publish_at": "2030-01-01"}])
def test_what_was_published_cannot_quietly_become_a_draft(
    site: SiteFolder, fields: dict[str, Value]
) -> None:
    site.article("story")
    publish(site)
    site.article("story", **fields)
    (problem,) = site.problems()
    assert problem.path == "content/story/index.ko.md"
    assert "withdrawn:" in problem.hint
    site.build(site.options(drafts=True, future=True))


def test_a_removed_article_fails_the_build_and_leaves_the_last_site(site: SiteFolder) -> None:
    site.article("story")
    site.article("stays")
    site.photo("story/photo.jpg")
    publish(site)
    before = site.files()
    shutil.rmtree(site.folder / "content/story")
    (problem,) = site.problems()
    assert problem.path == "content/story/index.ko.md"
    assert f"{DAY}/story/" in problem.message
    assert "withdrawn:" in problem.hint
    assert "sitegen permalinks retire content/story/index.ko.md" in problem.hint
    assert site.files() == before


def test_a_photo_that_is_not_published_any_more_fails_the_build(site: SiteFolder) -> None:
    site.photo("story/photo.jpg")
    site.article("story", "![sea](photo.jpg)")
    publish(site)
    site.article("story")
    (site.folder / "content/story/photo.jpg").rename(site.folder / "content/story/renamed.jpg")
    site.build()
    renamed = Answer(301, "/media/story/renamed.jpg")
    assert answer(site, "/media/story/photo.jpg") == renamed, "the same bytes elsewhere"
    (site.folder / "content/story/renamed.jpg").unlink()
    (problem,) = site.problems()
    assert problem.path == "content/story/photo.jpg"
    assert "/media/story/photo.jpg" in problem.message


def test_an_old_copy_of_a_photo_leads_to_the_photo(site: SiteFolder) -> None:
    site.photo("story/photo.jpg", (600, 400))
    site.article("story")
    publish(site)
    copies = [
        address for address in linkable(site.dist) if address.startswith("/media/story/photo.")
    ]
    copies.remove("/media/story/photo.jpg")
    assert copies
    site.photo("story/photo.jpg", (600, 400), "blue")
    for _ in range(2):
        publish(site)
        for copy in copies:
            assert answer(site, copy) == Answer(301, "/media/story/photo.jpg")


def test_a_photo_that_was_retired_and_comes_back_has_its_own_copies_only(site: SiteFolder) -> None:
    site.photo("story/photo.jpg", (600, 400))
    site.article("story", "![sea](photo.jpg)")
    publish(site)
    (site.folder / "content/story/photo.jpg").unlink()
    site.article("story")
    retired = permalinks(site, "retire", "content/story/photo.jpg", "--reason", "It went.")
    assert retired.status == 0
    publish(site)
    assert answer(site, "/media/story/photo.jpg") == Answer(410)
    site.photo("story/photo.jpg", (600, 400))
    for _ in range(2):
        publish(site)
        assert answer(site, "/media/story/photo.jpg") == Answer(200)
    assert "went" not in site.read("_redirects")


def test_static_files_are_kept_as_well(site: SiteFolder) -> None:
    site.write("static/guide.pdf", b"%PDF guide")
    publish(site)
    (site.folder / "static/guide.pdf").rename(site.folder / "static/handbook.pdf")
    site.build()
    assert answer(site, "/guide.pdf") == Answer(301, "/handbook.pdf")
    (site.folder / "static/handbook.pdf").unlink()
    (problem,) = site.problems()
    assert problem.path == "static/guide.pdf"


def test_lists_and_their_pages_lead_to_what_is_above_them(site: SiteFolder) -> None:
    site.configure(page_size=1)
    for number in range(4):
        site.article(f"story-{number}", tags=["port"], date=f"2023-03-0{number + 1}")
    publish(site)
    old = linkable(site.dist)
    assert "/ko/tags/port/page/3/" in old
    for number in range(4):
        site.article(f"story-{number}", tags=[], date=f"2024-05-0{number + 1}")
    site.article("story-0", tags=["port"], date="2024-05-01")
    publish(site)
    assert answer(site, "/ko/tags/port/page/3/") == Answer(302, "/ko/tags/port/")
    assert answer(site, "/ko/2023/03/02/") == Answer(302, "/ko/")
    site.article("story-0", date="2024-05-01")
    site.build()
    assert answer(site, "/ko/tags/port/page/3/") == Answer(302, "/ko/")
    assert answer(site, "/ko/tags/port/feed.rss") == Answer(302, "/ko/feed.rss")
    assert not {address for address in old if host(site).wrong(address)}


def test_an_article_at_the_old_address_of_another_is_told(site: SiteFolder) -> None:
    site.article("one", permalink="/a/")
    publish(site)
    site.article("one", permalink="/b/")
    site.article("two", permalink="/a/")
    report = site.build()
    (problem,) = report.problems
    assert problem.path == "content/two/index.ko.md"
    assert "content/one/index.ko.md" in problem.message
    publish(site)
    assert not site.build().problems


def test_addresses_that_differ_in_case_have_a_rule_and_no_stub(site: SiteFolder) -> None:
    site.article("one", permalink="/A/b/")
    site.article("two", permalink="/c.html")
    publish(site)
    site.article("one", permalink="/a/b/")
    site.article("two", permalink="/c.html/d/")
    site.build()
    assert {path for path in site.files() if path.casefold().startswith(("a/", "c."))} == {
        "a/b/index.html",
        "c.html/d/index.html",
    }
    rules = site.read("_redirects").splitlines()
    assert {"/A/b/ /a/b/ 301", "/c.html /c.html/d/ 301!"} <= set(rules)


def test_the_ledger_goes_with_the_site_to_another_base_url(site: SiteFolder) -> None:
    site.article("story")
    publish(site)
    site.configure(base_url="https://news.example/archive")
    site.article("story", slug="new")
    site.build()
    target = Answer(301, f"{DAY}/new/")
    assert host(site, "/archive").answer(f"{DAY}/story/") == target
    assert f"/archive{DAY}/story/ /archive{DAY}/new/ 301!" in site.read("_redirects")


def write_line(site: SiteFolder, *columns: str) -> None:
    file = site.folder / "content/permalinks.tsv"
    text = file.read_text(encoding="utf-8")
    file.write_text(text + "\t".join(columns) + "\n", encoding="utf-8")


def test_an_address_may_lead_to_any_other_and_chains_are_one_step(site: SiteFolder) -> None:
    site.article("story", tags=["port"])
    publish(site)
    write_line(site, "/a/", "", "", "leads", "/b/")
    write_line(site, "/b/", "", "", "leads", f"{DAY}/story/")
    write_line(site, "/c/", "", "", "leads", "/ko/tags/port/")
    site.article("story", tags=["port"], slug="new")
    site.build()
    assert answer(site, "/a/") == answer(site, "/b/") == Answer(301, f"{DAY}/new/")
    assert answer(site, "/c/") == Answer(301, "/ko/tags/port/")


@pytest.mark.parametrize(("target", "word"), [("/a/", "circle"), ("/none/", "where nothing is")])
def test_a_circle_and_a_way_to_nowhere_are_errors(site: SiteFolder, target: str, word: str) -> None:
    publish(site)
    write_line(site, "/a/", "", "", "leads", "/b/")
    write_line(site, "/b/", "", "", "leads", target)
    problems = site.problems()
    assert {problem.path for problem in problems} == {"content/permalinks.tsv"}
    assert [word in problem.message for problem in problems] == [True, True]


def test_the_ledger_is_no_stray_file_and_is_not_published(site: SiteFolder) -> None:
    publish(site)
    assert not site.build().problems
    assert not [path for path in site.files() if "permalinks" in path]
    assert len(ledger_of(site)) > 5


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("/a/\tb", "no line of the ledger"),
        ("<<<<<<< HEAD", "a merge left its marks"),
        ("/a/\t\t\tpge\t", "“pge” is no kind"),
        ("a/\t\tko\tpage\t", "no line of the ledger"),
    ],
)
def test_a_damaged_line_is_told_with_its_number(site: SiteFolder, line: str, message: str) -> None:
    site.write("content/permalinks.tsv", f"#address\n/\t\tko\tpage\t\n{line}\n")
    (problem,) = site.problems()
    assert (problem.path, problem.line) == ("content/permalinks.tsv", 3)
    assert message in problem.message


def test_a_ledger_that_is_not_text_is_told(site: SiteFolder) -> None:
    site.write("content/permalinks.tsv", b"/a\xff")
    (problem,) = site.problems()
    assert "UTF-8" in problem.message
