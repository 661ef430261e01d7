"""What is told of addresses that were published, and of files of addresses to be imported."""

# ruff: noqa: E501 (messages stand here as they are shown)

import gzip
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from tests.check.told import check
from tests.command import build, told, words
from tests.permalinks.newsroom import permalinks, publish
from tests.sites import SiteFolder

LEDGER = "content/permalinks.tsv"


@pytest.fixture
def published(site: SiteFolder) -> SiteFolder:
    """A site of one article, whose address readers know."""
    site.article("a")
    publish(site)
    return site


LINES: dict[str, tuple[str, str]] = {
    "retired without a day": (
        "/x/\t\t\tgone\tno day\n",
        """
        content/permalinks.tsv
          error: /x/ cannot be answered: its note does not begin with the day on which it was retired
            Correct its line, or retire it with `sitegen permalinks retire`.

        1 error in 1 file.
        """,
    ),
    "of no kind": (
        "/x/\t\t\todd\tnote\n",
        """
        content/permalinks.tsv
          error: “odd” is no kind of address
            at content/permalinks.tsv:26
            Kinds are article, file, gone, leads, moved, page.

        1 error in 1 file.
        """,
    ),
    "leading to what is gone": (
        "/x/\t\t\tleads\t/y/\n/y/\tcontent/none/index.ko.md\tko\tarticle\t\n",
        """
        content/none/index.ko.md
          error: the file is gone, and nothing answers any more at /y/
            Bring it back and put `withdrawn:` with date and reason into it, or give the address up on purpose with `sitegen permalinks retire content/none/index.ko.md --reason …`. If the article has another name now, list the address under `aliases:` there.

        content/permalinks.tsv
          error: /x/ cannot be answered: it leads to /y/, which is gone
            Correct its line, or retire it with `sitegen permalinks retire`.

        2 errors in 2 files.
        """,
    ),
}


@pytest.mark.parametrize("case", LINES)
def test_lines_of_the_ledger(published: SiteFolder, case: str) -> None:
    lines, said = LINES[case]
    with (published.folder / LEDGER).open("a", encoding="utf-8") as ledger:
        ledger.write(lines)
    assert check(published, "--only", "build").out == words(said)


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"draft": True}, "it is a draft now"),
        (
            {"date": "2030-01-01", "permalink": "/x/"},
            "it is not due before 2030-01-01T00:00:00+09:00",
        ),
    ],
)
def test_an_article_that_is_hidden_again(
    published: SiteFolder, fields: dict[str, str | bool], why: str
) -> None:
    published.article("a", **fields)
    assert told(published) == words(f"""
        content/a/index.ko.md
          error: it was published at /ko/2023/01/01/a/, and {why}
            An address that was published never dies: publish it, or put `withdrawn:` with date and reason into it, or give the address up on purpose with `sitegen permalinks retire content/a/index.ko.md --reason …`.

        1 error in 1 file.
        Nothing was written.
        """)


def test_an_article_that_is_gone_from_its_repository(published: SiteFolder) -> None:
    who = ("-c", "user.name=Desk", "-c", "user.email=desk@news.example")
    for command in (("init", "-q"), ("add", "content"), (*who, "commit", "-q", "-m", "a")):
        subprocess.run(("git", *command), cwd=published.folder, check=True)
    (published.folder / "content/a/index.ko.md").unlink()
    assert told(published) == words("""
        content/a/index.ko.md
          error: the file is gone, and nothing answers any more at /ko/2023/01/01/a/
            Bring it back (`git checkout HEAD -- content/a/index.ko.md`) and put `withdrawn:` with date and reason into it, or give the address up on purpose with `sitegen permalinks retire content/a/index.ko.md --reason …`. If the article has another name now, list the address under `aliases:` there.

        1 error in 1 file.
        Nothing was written.
        """)


def test_a_file_that_is_gone(site: SiteFolder) -> None:
    photo = site.photo("a/p.jpg")
    site.article("a", '![x](p.jpg "C"){credit="N"}')
    publish(site)
    photo.unlink()
    site.article("a")
    assert told(site) == words("""
        content/a/p.jpg
          error: the file is not published any more, and nothing answers at /media/a/p.jpg
            Bring it back and show it again, or give the address up on purpose with `sitegen permalinks retire /media/a/p.jpg --reason …`.

        1 error in 1 file.
        Nothing was written.
        """)


def test_an_address_that_another_article_has_now(site: SiteFolder) -> None:
    site.article("a", slug="one")
    publish(site)
    site.article("a", slug="two")
    site.article("b", slug="one")
    assert told(site) == words("""
        content/b/index.ko.md
          warning: it has the address /ko/2023/01/01/one/, at which readers knew content/a/index.ko.md
            Old links to that article end up here: give one of them another slug or permalink.

        1 warning in 1 file.
        """)


def test_a_retired_address_that_has_a_page(published: SiteFolder) -> None:
    permalinks(published, "retire", "/ko/2023/01/01/a/", "--reason", "Why")
    assert told(published) == words("""
        content/permalinks.tsv
          warning: /ko/2023/01/01/a/ was retired and has a page again
            `sitegen permalinks record` makes it an address like any other.

        1 warning in 1 file.
        """)


@pytest.mark.parametrize(
    ("what", "reason", "said"),
    [
        ("/x/", " ", "--reason is empty\nReaders see it: say why the page is gone."),
        (
            "x",
            "Why",
            "x is neither an address nor a file\nWrite an address (/ko/…), or a file of the site (content/…).",
        ),
        (
            "content/none",
            "Why",
            "the ledger knows no address of content/none\n`sitegen permalinks list content/` shows whose addresses it knows.",
        ),
        (
            "https://olds.example/x",
            "Why",
            "https://olds.example/x is not an address of https://news.example",
        ),
    ],
)
def test_what_cannot_be_retired(published: SiteFolder, what: str, reason: str, said: str) -> None:
    outcome = permalinks(published, "retire", what, "--reason", reason)
    assert (outcome.status, outcome.err) == (2, f"Error: {said}\n")


# --- recording -----------------------------------------------------------------------------


def test_nothing_is_recorded_before_a_build(site: SiteFolder) -> None:
    assert permalinks(site, "record").err == words("""
        Error: there is no build to go by
        Run `sitegen build` first; what it built last is what is recorded.
        """)


def test_nothing_is_recorded_of_a_preview(site: SiteFolder) -> None:
    build(site, "--drafts")
    assert permalinks(site, "record").err == words("""
        Error: the last build is a preview
        Build without --drafts, --future and --noindex: a preview is not what readers get.
        """)


def test_nothing_is_recorded_of_an_earlier_build(site: SiteFolder) -> None:
    build(site)
    build(site, "--output", site.folder / "other")
    assert permalinks(site, "record").err == words(f"""
        Error: {site.dist} is not what was built last
        Run `sitegen build` first; what it built last is what is recorded.
        """)


def test_nothing_is_recorded_by_a_damaged_state(site: SiteFolder) -> None:
    site.article("a")
    build(site)
    with closing(sqlite3.connect(site.folder / ".sitegen/state.sqlite")) as state:
        state.execute("UPDATE articles SET record = x'00'")
        state.commit()
    assert permalinks(site, "record").err == words("""
        Error: the state of the last build is damaged
        Run `sitegen build` first; what it built last is what is recorded.
        """)


def test_nothing_is_recorded_while_addresses_are_lost(published: SiteFolder) -> None:
    with (published.folder / LEDGER).open("a", encoding="utf-8") as ledger:
        ledger.write("/x/\t\t\tleads\t/y/\n")
    assert permalinks(published, "record").err == words("""
        Error: nothing is behind 1 of the recorded addresses
        Run `sitegen build`: it names them, and what to do.
        """)


def test_nothing_is_verified_before_a_build(site: SiteFolder) -> None:
    assert permalinks(site, "verify").err == words(f"""
        Error: there is no built site in {site.dist}
        Run `sitegen build` first.
        """)


def test_a_ledger_that_cannot_be_written(site: SiteFolder) -> None:
    build(site)
    (site.folder / "content/.gitattributes").symlink_to(site.folder / "none/none")
    assert permalinks(site, "record").err == words(f"""
        Error: {site.folder / "content/.gitattributes"} cannot be written: No such file or directory
        """)


# --- importing -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\xff\xfe", "it is neither text in UTF-8 nor a sitemap"),
        (b"\x1f\x8bzzz", "it is compressed and damaged"),
        (b"<!DOCTYPE x><urlset/>", "it is no sitemap: it declares entities"),
        (b"<urlset", "it is no sitemap: unclosed token: line 1, column 0"),
        (
            b"<sitemapindex><sitemap><loc>/1.xml</loc></sitemap><sitemap><loc>/2.xml</loc></sitemap></sitemapindex>",
            "it is an index of sitemaps; import each of them: /1.xml, /2.xml",
        ),
        (b"<html/>", "it is no sitemap: it begins with <html>"),
    ],
)
def test_files_that_cannot_be_imported(published: SiteFolder, data: bytes, said: str) -> None:
    file = published.write("old", data)
    outcome = permalinks(published, "import", file)
    assert (outcome.status, outcome.err) == (2, f"Error: {file} cannot be imported: {said}\n")


def test_a_file_that_is_small_only_while_it_is_compressed(
    published: SiteFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules["sitegen.archive.ledger.imported"], "_LARGEST", 99)
    file = published.write("old", gzip.compress(bytes(100)))
    assert permalinks(published, "import", file).err == words(f"""
        Error: {file} cannot be imported: it is larger than any sitemap may be
        """)


def test_addresses_that_nothing_fits(published: SiteFolder) -> None:
    lines = ("https://o.example/a?id=1", "nonsense", "/x/\t/nowhere/", "https://o.example/none")
    file = published.write("old", "\n".join(lines))
    assert permalinks(published, "import", file).err == words("""
        https://o.example/a?id=1: no static host can tell addresses apart by what follows “?”
        nonsense: this is no address
        /x/: nothing is at /nowhere/
        https://o.example/none: no article fits
        0 matched, 0 known, 4 not matched.
        """)


def test_how_addresses_were_matched(site: SiteFolder) -> None:
    site.article("a", title="One two")
    site.article("b", slug="c", extra={"id": 77})
    publish(site)
    lines = ("/2023/one-two.html", "/KO/2023/01/01/A/", "/77.html", "/x/c.php")
    file = site.write("old", "\n".join(lines))
    assert permalinks(site, "import", "--dry-run", file).out == words("""
        /2023/one-two.html → content/a/index.ko.md (headline in the address)
        /KO/2023/01/01/A/ → content/a/index.ko.md (the same address, spelt otherwise)
        /77.html → content/b/index.ko.md (number 77 in `extra`)
        /x/c.php → content/b/index.ko.md (slug)
        """)
