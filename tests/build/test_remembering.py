"""What a build remembers: what is read, made and told when little or nothing changed."""

import json
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from sitegen.build import site as site_module
from sitegen.content import load, media, scan
from sitegen.content.scan import Stamp
from sitegen.render import html
from tests.command import build
from tests.sites import SiteFolder, changed

STORY = "/ko/2023/01/02/story/"


@pytest.fixture
def built(site: SiteFolder, monkeypatch: pytest.MonkeyPatch) -> SiteFolder:
    """A site that was built once, long enough after its files were written."""
    monkeypatch.setattr(site_module, "now_ns", lambda: time.time_ns() + 10**10)
    write(site)
    assert build(site).status == 0
    return site


def write(site: SiteFolder) -> None:
    """Five stories that are a day, a section, a tag or a year apart."""
    site.configure(page_size=2, share=[])
    site.article("first", date="2023-01-01", section="city", tags=["port"])
    site.photo("story/a.jpg")
    site.article("story", "![sea](a.jpg)", date="2023-01-02", section="city", tags=["port"])
    site.article("third", date="2023-01-03", section="city", authors=["Seo"])
    site.article("fourth", date="2023-01-04", section="sea")
    site.article("last", date="2024-02-04", section="sea")


def report(site: SiteFolder, *options: str | Path) -> dict[str, object]:
    """What the command reports of a build."""
    outcome = build(site, "--json", *options)
    assert outcome.status == 0
    made = json.loads(outcome.out)
    assert isinstance(made, dict)
    return made


def edit(site: SiteFolder, name: str, old: str, new: str) -> None:
    """Replace words in an article's file."""
    file = site.folder / f"content/{name}/index.ko.md"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def written_by(site: SiteFolder) -> set[str]:
    """The files that the next build changes, which are all that it writes."""
    before = site.files()
    made = report(site)
    found = changed(before, site.files())
    assert made["written"] == len(found)
    return found


# --- what is read --------------------------------------------------------------------------


def forbid(patch: pytest.MonkeyPatch, *functions: tuple[object, str]) -> None:
    for owner, name in functions:

        def refuse(*_: object, name: str = name, **__: object) -> None:
            raise AssertionError(name)

        patch.setattr(owner, name, refuse)


def test_where_nothing_changed_nothing_is_read_or_made(
    built: SiteFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    forbid(monkeypatch, (load, "data"), (media, "probe"), (html.Renderer, "page"))
    made = report(built)
    assert (made["written"], made["removed"], made["reasons"]) == (0, 0, {})
    assert made["unchanged"] == len(built.files()) - 1


def test_a_restored_checkout_renders_nothing(
    built: SiteFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = built.files()
    folder = tmp_path / "elsewhere"
    shutil.copytree(built.folder, folder, copy_function=shutil.copy)
    shutil.rmtree(built.folder)
    built.folder, built.dist = folder, folder / "dist"
    forbid(monkeypatch, (html.Renderer, "page"))
    for _ in range(2):
        made = report(built)
        assert (made["written"], made["removed"], made["reasons"]) == (0, 0, {})
    assert built.files() == before
    monkeypatch.undo()
    edit(built, "story", "![sea]", "![lake]")
    assert f"{STORY.strip('/')}/index.html" in written_by(built)


def test_an_edit_that_keeps_size_and_time_is_seen(built: SiteFolder) -> None:
    file = built.folder / "content/story/index.ko.md"
    before = file.stat()
    edit(built, "story", "![sea]", "![sky]")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert file.stat().st_mtime_ns == before.st_mtime_ns
    assert f"{STORY.strip('/')}/index.html" in written_by(built)


def test_edits_within_one_tick_of_a_coarse_clock_are_seen(
    site: SiteFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    stamped = scan._stamp

    def coarse(path: str) -> Stamp:
        now = time.time_ns() // 10**12 * 10**12
        return Stamp(stamped(path).size, now, now)

    monkeypatch.setattr(scan, "_stamp", coarse)
    monkeypatch.setattr(site_module, "now_ns", lambda: time.time_ns() // 10**12 * 10**12)
    write(site)
    build(site)
    for old, new in (("![sea]", "![sky]"), ("![sky]", "![bay]")):
        edit(site, "story", old, new)
        assert f"{STORY.strip('/')}/index.html" in written_by(site)


# --- what is written -----------------------------------------------------------------------


def test_another_body_changes_its_page_and_the_feeds_that_carry_it(built: SiteFolder) -> None:
    edit(built, "story", "![sea]", "![sky]")
    assert written_by(built) == {
        "ko/2023/01/02/story/index.html",
        "ko/feed.atom",
        "ko/feed.json",
        "ko/feed.rss",
        "ko/sections/city/feed.rss",
        "ko/tags/port/feed.rss",
    }


def test_another_headline_changes_the_pages_that_show_it(built: SiteFolder) -> None:
    (segment,) = (built.dist / "ko/search").glob("18-*")
    edit(built, "story", "Title of story", "Another title")
    assert written_by(built) == {
        "ko/2023/01/02/story/index.html",
        "ko/feed.atom",
        "ko/feed.json",
        "ko/feed.rss",
        "ko/sections/city/feed.rss",
        "ko/tags/port/feed.rss",
        # Neighbours in the section, one of them related by its tag, too.
        "ko/2023/01/01/first/index.html",
        "ko/2023/01/03/third/index.html",
        # The lists that hold it, each on one page.
        "ko/page/1/index.html",
        "ko/sections/city/index.html",
        "ko/tags/port/index.html",
        "ko/2023/01/page/1/index.html",
        "ko/2023/01/02/index.html",
        "ko/on-this-day/01-02/index.html",
        # What is searched.
        f"ko/search/{segment.name}/0.bin",
        f"ko/search/{segment.name}/t0.bin",
        # The newest headlines of the language.
        "404.html",
        "index.html",
        "ko/404.html",
    }


# --- what is told --------------------------------------------------------------------------


def explained(site: SiteFolder, url: str, *options: str) -> str:
    """The sentence about the page at an address."""
    outcome = build(site, "--quiet", "--explain", url, *options)
    assert outcome.status == 0
    start, end = f"{url}: ", ".\n"
    assert outcome.out.startswith(start)
    assert outcome.out.endswith(end)
    return outcome.out[len(start) : -len(end)]


def test_the_first_build_is_the_reason_for_all_of_its_pages(site: SiteFolder) -> None:
    write(site)
    assert explained(site, STORY) == "there was no earlier build to go by"
    assert explained(site, STORY, "--clean") == "a clean build was asked for"


@pytest.mark.parametrize(
    "url", [STORY, f"https://news.example{STORY}", "/ko/", "/robots.txt", "/media/story/a.jpg"]
)
def test_a_page_is_kept_while_nothing_changes(built: SiteFolder, url: str) -> None:
    assert explained(built, url) == "kept: nothing that it shows changed since it was made"


@pytest.mark.parametrize("base", ["https://news.example", "https://news.example/below"])
def test_an_address_of_a_browser_is_understood(site: SiteFolder, base: str) -> None:
    site.configure(base_url=base)
    site.article("이야기", permalink="/이 야기/")
    build(site)
    url = f"{base}/%EC%9D%B4%20%EC%95%BC%EA%B8%B0/?x=1#top"
    site.article("이야기", "New.", permalink="/이 야기/")
    assert explained(site, url).startswith("an article that it shows changed")
    assert explained(site, url).startswith("kept")
    assert explained(site, "/이 야기/").startswith("kept")


@pytest.mark.parametrize("change", [False, True])
def test_where_there_is_no_page_that_is_told(built: SiteFolder, change: bool) -> None:
    if change:
        edit(built, "story", "![sea]", "![sky]")
    assert explained(built, "/ko/nowhere/") == "there is no page at this address"


def test_where_a_page_was_that_is_told(built: SiteFolder) -> None:
    shutil.rmtree(built.folder / "content/story")
    assert explained(built, STORY) == "there is no page at this address"


def test_an_edited_article_is_named_on_its_own_page_and_its_neighbours(built: SiteFolder) -> None:
    for url in (STORY, "/ko/2023/01/03/third/"):
        edit(built, "story", 'title: "', 'title: "x')
        sentence = "an article that it shows changed: content/story/index.ko.md changed"
        assert explained(built, url) == sentence
    edit(built, "story", 'title: "', 'title: "x')
    assert explained(built, "/ko/2024/02/04/last/").startswith("kept")


def test_a_new_article_is_told_from_a_changed_one(built: SiteFolder) -> None:
    built.article("new", date="2023-01-02", section="city")
    assert (
        explained(built, "/ko/2023/01/02/new/") == "the page is new: content/new/index.ko.md is new"
    )


@pytest.mark.parametrize(
    ("name", "url"),
    [
        ("article.html", STORY),
        ("partials/neighbours.html", STORY),
        ("partials/footer.html", "/ko/"),
        ("list.html", "/ko/"),
    ],
)
def test_an_edited_template_is_named(built: SiteFolder, name: str, url: str) -> None:
    theme = Path(__file__).parents[2] / "templates" / name
    built.write(f"templates/{name}", theme.read_text(encoding="utf-8") + " ")
    build(built)
    text = (built.folder / f"templates/{name}").read_text(encoding="utf-8")
    built.write(f"templates/{name}", text + "{# changed #}")
    assert explained(built, url) == f"what it is rendered with changed: templates/{name}"
    if name != "partials/footer.html":
        other = STORY if url == "/ko/" else "/ko/"
        built.write(f"templates/{name}", text)
        assert explained(built, other).startswith("kept")


def catalogue(site: SiteFolder) -> None:
    head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    site.write(
        "templates/locale/ko/LC_MESSAGES/messages.po", f'{head}\nmsgid "Home"\nmsgstr "집"\n'
    )


CHANGES: dict[str, tuple[Callable[[SiteFolder], object], str]] = {
    "a catalogue": (catalogue, "the site changed: the interface's words in ko"),
    "a configuration key": (
        lambda site: site.configure(page_size=2, share=["mail"]),
        "the site changed: the configuration (share)",
    ),
    "two configuration keys": (
        lambda site: site.configure(page_size=3, share=["mail"]),
        "the site changed: the configuration (page_size); the configuration (share)",
    ),
    "the style sheet": (
        lambda site: site.write("static/site.css", "a{top:0}"),
        "what it is rendered with changed: static/site.css",
    ),
    "a file that was changed": (
        lambda site: (site.dist / STORY.strip("/") / "index.html").write_text("x"),
        "the file in the output was changed or missing",
    ),
    "a file that is missing": (
        lambda site: (site.dist / STORY.strip("/") / "index.html").unlink(),
        "the file in the output was changed or missing",
    ),
}


@pytest.mark.parametrize("what", CHANGES)
def test_what_changed_is_told(built: SiteFolder, what: str) -> None:
    change, sentence = CHANGES[what]
    change(built)
    assert explained(built, STORY) == sentence


def test_articles_that_become_due_and_expire_are_told(built: SiteFolder) -> None:
    built.article("due", publish_at="2024-06-02", date="2023-01-05", section="city")
    built.article("ends", expires="2024-06-03", date="2023-01-06", section="city")
    build(built)
    due, ends = "/ko/2023/01/05/due/", "/ko/2023/01/06/ends/"
    assert explained(built, due) == "there is no page at this address"
    day_after = ("--now", "2024-06-02T12:00:00+09:00")
    told = explained(built, due, *day_after)
    assert told == "the page is new: content/due/index.ko.md is due"
    days_after = ("--now", "2024-06-03T12:00:00+09:00")
    told = explained(built, due, *days_after)
    assert told == "an article that it shows changed: content/ends/index.ko.md has expired"
    assert explained(built, ends, *days_after) == "there is no page at this address"


def test_an_article_that_a_clock_set_back_makes_wait_again_has_not_expired(
    site: SiteFolder,
) -> None:
    site.article("2023/story", date="2023-01-02")
    site.article("2024/due", date="2024-06-05")
    build(site, "--now", "2024-06-06")
    told = explained(site, "/ko/", "--now", "2024-06-04")
    assert told == "an article that it shows changed: content/2024/due/index.ko.md is not due yet"
    told = explained(site, "/ko/", "--now", "2024-06-06")
    assert told == "an article that it shows changed: content/2024/due/index.ko.md is due"


def test_several_addresses_are_explained_at_once(built: SiteFolder) -> None:
    outcome = build(built, "--quiet", "--explain", STORY, "--explain", "/ko/")
    assert [line.partition(":")[0] for line in outcome.out.splitlines()] == [STORY, "/ko/"]


def test_files_are_counted_by_the_reason_for_which_they_were_made(built: SiteFolder) -> None:
    edit(built, "story", "![sea]", "![sky]")
    (built.dist / "robots.txt").unlink()
    out = build(built, "--verbose").out
    # Four of them are what is searched, where no word of the article changed.
    assert "10 made because an article that it shows changed\n" in out
    assert "1 made because the file in the output was changed or missing\n" in out
    assert "7 files written, " in out
    assert "made because" not in build(built, "--verbose").out
