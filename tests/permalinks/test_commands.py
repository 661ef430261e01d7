"""`sitegen permalinks` as a user gives it."""

import json
import shutil

import pytest

from sitegen.archive.ledger import Entry
from sitegen.build.served import Answer
from tests.command import build, told, words
from tests.permalinks.newsroom import answer, entries, linkable, permalinks, publish
from tests.sites import SiteFolder

DAY = "/ko/2023/01/01"


def test_record_makes_the_ledger_sorted_and_tells_git_how_to_merge_it(site: SiteFolder) -> None:
    site.article("story")
    assert build(site).status == 0
    done = permalinks(site, "record")
    assert done.status == 0
    assert done.out.startswith("Recorded ")
    file = site.folder / "content/permalinks.tsv"
    lines = file.read_text(encoding="utf-8").splitlines()
    assert lines == sorted(lines)
    assert lines[0] == "#address\tsource\tlanguage\tkind\tnote"
    attributes = (site.folder / "content/.gitattributes").read_text(encoding="utf-8")
    assert "permalinks.tsv text eol=lf merge=union" in attributes
    before = file.stat().st_mtime_ns
    assert permalinks(site, "record").out.startswith("Recorded 0 new addresses, 0 changed")
    assert file.stat().st_mtime_ns == before
    assert build(site, "--strict").status == 0
    assert not [item for item in (site.folder / "content").iterdir() if item.name.endswith(".new")]


def test_record_goes_by_a_whole_build_that_readers_may_see(site: SiteFolder) -> None:
    assert "there is no build to go by" in permalinks(site, "record").err
    site.article("story", draft=True)
    build(site, "--drafts")
    done = permalinks(site, "record")
    assert done.status == 2
    assert "the last build is a preview" in done.err
    build(site)
    shutil.rmtree(site.dist)
    assert permalinks(site, "record").status == 2
    assert not (site.folder / "content/permalinks.tsv").exists()


def test_a_removed_story_is_told_in_words(site: SiteFolder) -> None:
    site.article("2023/story")
    publish(site)
    shutil.rmtree(site.folder / "content/2023/story")
    site.article("other")
    assert told(site) == words(
        """
        content/2023/story/index.ko.md
          error: the file is gone, and nothing answers any more at /ko/2023/01/01/story/
            Bring it back and put `withdrawn:` with date and reason into it, or give the address up on purpose with `sitegen permalinks retire content/2023/story/index.ko.md --reason …`. If the article has another name now, list the address under `aliases:` there.

        1 error in 1 file.
        Nothing was written.
        """  # noqa: E501 (as the terminal has it)
    )


def test_retired_addresses_answer_410_with_a_page_that_says_why(site: SiteFolder) -> None:
    site.photo("2023/story/photo.jpg", (600, 400))
    site.article("2023/story")
    site.article("2023/story/index.en.md")
    site.article("2023/note.ko.md")
    publish(site)
    story = {address for address in linkable(site.dist) if "/story" in address}
    shutil.rmtree(site.folder / "content/2023/story")
    site.article("other")
    done = permalinks(site, "retire", "content/2023/story", "--reason", "At the  author's\nwish.")
    assert done.status == 0
    assert set(done.out.splitlines()) == story, "two editions, a photo and its copies"
    site.build()
    for address in done.out.splitlines():
        assert answer(site, address) == Answer(410)
    page = site.read(f"{DAY}/story")
    assert "At the author&#39;s wish." in page or "At the author's wish." in page
    assert "삭제된 페이지" in page
    assert "noindex" in page
    assert "Removed page" in site.read("en/2023/01/01/story")
    texts = {path: data for path, data in site.files().items() if path.endswith((".xml", ".rss"))}
    assert not [path for path, data in texts.items() if b"/story/" in data]
    assert permalinks(site, "verify").status == 0
    (row,) = json.loads(permalinks(site, "list", "--gone", "--json", "/en/").out)
    assert (row["status"], row["address"]) == (410, "/en/2023/01/01/story/")


def test_retiring_takes_an_address_in_any_spelling(site: SiteFolder) -> None:
    site.article("항만 표결.ko.md")
    publish(site)
    address = f"{DAY}/항만-표결/"
    (site.folder / "content/항만 표결.ko.md").unlink()
    site.article("other")
    spelling = "https://news.example/ko/2023/01/01/%ED%95%AD%EB%A7%8C-%ED%91%9C%EA%B2%B0"
    assert permalinks(site, "retire", spelling, "--reason", "x").out == f"{address}\n"
    site.build()
    assert answer(site, address) == Answer(410)


@pytest.mark.parametrize(
    ("what", "message"),
    [
        ("content/none", "knows no address of content/none"),
        ("https://other.example/a/", "is not an address of https://news.example"),
        ("none", "neither an address nor a file"),
    ],
)
def test_what_cannot_be_retired_is_told(site: SiteFolder, what: str, message: str) -> None:
    publish(site)
    done = permalinks(site, "retire", what, "--reason", "x")
    assert (done.status, done.out) == (2, "")
    assert message in done.err
    assert permalinks(site, "retire", "/ko/", "--reason", " ").status == 2


def test_a_retired_address_with_a_page_is_told_until_it_is_recorded(site: SiteFolder) -> None:
    site.article("story")
    publish(site)
    permalinks(site, "retire", f"{DAY}/story/", "--reason", "x")
    (problem,) = site.build().problems
    assert "was retired and has a page again" in problem.message
    assert answer(site, f"{DAY}/story/") == Answer(200)
    publish(site)
    assert not site.build().problems


def test_list_shows_what_the_site_answers(site: SiteFolder) -> None:
    site.article("story")
    publish(site)
    site.article("story", slug="new")
    site.build()
    shown = permalinks(site, "list", "--moved")
    line = f"301  {DAY}/story/ → {DAY}/new/   content/story/index.ko.md\n"
    assert shown.out == line
    assert "200  /ko/\n" in permalinks(site, "list").out
    assert f"301  {DAY}/story/" in permalinks(site, "list", "content/story").out


def test_verify_finds_every_address_that_is_broken(site: SiteFolder) -> None:
    site.article("story")
    publish(site)
    done = permalinks(site, "verify")
    assert (done.status, done.err) == (0, "")
    assert "0 broken" in done.out
    with (site.folder / "content/permalinks.tsv").open("a", encoding="utf-8") as file:
        file.write("/never/\tcontent/story/index.ko.md\tko\tmoved\t\n")
    done = permalinks(site, "verify")
    assert (done.status, done.err) == (1, "/never/: nothing answers there\n")
    site.build()
    assert permalinks(site, "verify").status == 0


def test_a_damaged_ledger_is_told_by_every_command(site: SiteFolder) -> None:
    site.build()
    site.write("content/permalinks.tsv", "nonsense\n")
    for command, *rest in (["list"], ["verify"], ["record"], ["retire", "/a/", "--reason", "x"]):
        done = permalinks(site, command, *rest)
        assert done.status == 1
        assert "this is no line of the ledger" in done.err


# --- addresses of a previous system --------------------------------------------------------


def previous(site: SiteFolder) -> None:
    site.article("2023/port-vote", title="신항 자동화안 통과", date="2023-04-05")
    site.article("2023/port-vote/index.en.md", title="Council passes port plan", date="2023-04-05")
    site.article("2022/port-vote", title="Earlier vote", date="2022-03-04")
    site.article("2023/tram", title="Tram line 1 opens", date="2023-06-07", extra={"id": 12345})
    site.article("2023/flood", title="Flood", date="2023-07-08", tags=["port"])
    publish(site)


def test_addresses_of_a_previous_system_are_matched_and_lead_to_articles(
    site: SiteFolder,
) -> None:
    previous(site)
    urls = {
        "https://old.example/news/2023/04/05/port-vote.html": "/ko/2023/04/05/port-vote/",
        "https://old.example/en/2023/port-vote": "/en/2023/04/05/port-vote/",
        "/2022/03/port-vote/": "/ko/2022/03/04/port-vote/",
        "/articles/12345.php": "/ko/2023/06/07/tram/",
        "/tram-line-1-opens": "/ko/2023/06/07/tram/",
        "/KO/2023/07/08/Flood": "/ko/2023/07/08/flood/",
        "/%EC%8B%A0%ED%95%AD-%EC%9E%90%EB%8F%99%ED%99%94%EC%95%88-%ED%86%B5%EA%B3%BC/": (
            "/ko/2023/04/05/port-vote/"
        ),
    }
    lost = ["/port-vote/", "/about-us/", "/view.php?id=7"]
    known = ["https://old.example/ko/2023/07/08/flood/"]
    file = site.write("old.txt", "# old site\n" + "\n".join([*urls, *lost, *known]) + "\n")
    rest = site.folder / "rest.txt"
    shown = permalinks(site, "import", file, "--unmatched", rest, "--dry-run")
    assert shown.status == 0
    assert "7 matched, 1 known, 3 not matched." in shown.err
    assert "/port-vote/: 2 stories fit (slug)" in shown.err
    assert "/about-us/: no article fits" in shown.err
    assert "“?”" in shown.err
    assert rest.read_text(encoding="utf-8").splitlines() == [f"{url}\t" for url in lost]
    before = entries(site)
    assert permalinks(site, "import", file).status == 0
    site.build()
    new = {address: entry for address, entry in entries(site).items() if address not in before}
    assert len(new) == len(urls)
    found = {answer(site, address).target for address in new}
    assert found == set(urls.values())
    assert {answer(site, address).status for address in new} == {301}
    assert answer(site, "/tram-line-1-opens/").target == "/ko/2023/06/07/tram/"


def test_what_could_not_be_matched_is_completed_by_hand(site: SiteFolder) -> None:
    previous(site)
    lines = (
        "/port-vote/\tcontent/2022/port-vote/index.ko.md",
        "/about/\thttps://news.example/ko/tags/port/",
        "/else/\t/nowhere/",
    )
    file = site.write("rest.txt", "\n".join(lines))
    done = permalinks(site, "import", file)
    assert "/else/: nothing is at /nowhere/" in done.err
    assert entries(site)["/about/"] == Entry("/about/", "", "", "leads", "/ko/tags/port/")
    site.build()
    assert answer(site, "/port-vote/") == Answer(301, "/ko/2022/03/04/port-vote/")
    assert answer(site, "/about/") == Answer(301, "/ko/tags/port/")
    assert permalinks(site, "verify").status == 0


SITEMAP = """<?xml version="1.0"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
  xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://old.example/a/1</loc><news:news><news:title>Flood</news:title></news:news></url>
<url><loc>https://old.example/b/tram</loc></url>
</urlset>
"""


def test_a_sitemap_of_a_previous_system_is_imported(site: SiteFolder) -> None:
    previous(site)
    file = site.write("sitemap.xml", SITEMAP)
    done = permalinks(site, "import", file)
    assert "https://old.example/a/1 → content/2023/flood/index.ko.md (headline)" in done.out
    assert "https://old.example/b/tram → content/2023/tram/index.ko.md (slug)" in done.out


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b"\xff\xfe", "neither text in UTF-8 nor a sitemap"),
        ("<html></html>", "it begins with <html>"),
        ("<urlset>", "no sitemap"),
        ('<!DOCTYPE x [<!ENTITY a "b">]><urlset/>', "declares entities"),
        (
            "<sitemapindex><sitemap><loc>https://a/1.xml</loc></sitemap></sitemapindex>",
            "import each of them: https://a/1.xml",
        ),
        (b"\x1f\x8bxx", "compressed and damaged"),
    ],
)
def test_what_is_no_list_of_addresses_is_told(
    site: SiteFolder, text: str | bytes, message: str
) -> None:
    publish(site)
    done = permalinks(site, "import", site.write("old", text))
    assert done.status == 2
    assert message in done.err
