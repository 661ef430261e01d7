"""Which files are articles, which lie beside them, and what is told of all others."""

import os
import shutil
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest

from sitegen.content.scan import OtherFile, Scan, SourceFile, Stamp, scan
from tests.command import build, told, words
from tests.sites import SiteFolder


def scanned(site: SiteFolder) -> Scan:
    return scan(site.folder / "content", ("ko", "en", "zh-TW"))


def messages(site: SiteFolder) -> list[tuple[str, str, str]]:
    return [(item.path, item.message, item.hint) for item in scanned(site).problems]


def test_a_site_without_content_is_told_where_articles_go(site: SiteFolder) -> None:
    shutil.rmtree(site.folder / "content", ignore_errors=True)
    assert told(site) == words("""
        content
          error: there is no such folder
            Put articles in content/, for instance content/2026/01/first-story/index.en.md.

        1 error in 1 file.
        Nothing was written.
        """)


def test_an_archive_written_for_hugo_builds_as_it_is(site: SiteFolder) -> None:
    site.photo("2016/03/some-slug/photo.jpg")
    site.write(
        "content/2016/03/some-slug/index.ko.md",
        "---\ntitle: 제목\ndate: 2016-03-04T09:30:00+09:00\nlastmod: 2016-03-05\n"
        "categories: [정치]\ntags: [항만, 예산]\ndescription: 설명\nimage: photo.jpg\n---\n글\n",
    )
    site.write("content/_index.md", "---\ntitle: 처음\n---\n")
    outcome = build(site)
    assert outcome.status == 0
    assert "제목" in site.read("/ko/2016/03/04/some-slug/")
    assert "제목" in site.read("/ko/sections/정치/")
    assert outcome.err.endswith(
        words("""
        content/2016/03/some-slug/index.ko.md
          warning: the photo “photo.jpg” has no alt text
            at content/2016/03/some-slug/index.ko.md:8:1
            Say what it shows, for those who cannot see it.

        content/_index.md
          warning: this describes a section, not an article, and is left out
            Describe sections in pyproject.toml; then remove this file.

        2 warnings in 2 files.
        """)
    )


def test_a_flat_file_and_a_bundle_are_editions_of_one_story(site: SiteFolder) -> None:
    site.article("2023/a.ko.md")
    site.article("2023/a/index.en.md")
    found = scanned(site)
    assert [(item.story, item.lang) for item in found.articles] == [
        ("2023/a", "ko"),
        ("2023/a", "en"),
    ]
    assert found.problems == ()


@pytest.mark.parametrize("twin", ["2023/a.ko.md", "2023/a/index.md", "2023/a.md"])
def test_two_editions_in_one_language_name_both_files(site: SiteFolder, twin: str) -> None:
    site.article("2023/a/index.ko.md")
    site.article(twin)
    first, second = sorted([f"content/{twin}", "content/2023/a/index.ko.md"])
    assert messages(site) == [
        (
            second,
            "the story “2023/a” has a second edition in “ko”",
            f"The other is {first}: keep one of them.",
        )
    ]


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        (
            "a.fr.md",
            (
                "The site's languages are ko, en, zh-TW: rename the file, "
                "or add “fr” to “languages” in pyproject.toml."
            ),
        ),
        ("index.KO.md", "Did you mean “index.ko.md”?"),
        ("a.zh_TW.md", "Did you mean “a.zh-TW.md”?"),
    ],
)
def test_a_language_that_the_site_has_not_is_told(site: SiteFolder, name: str, hint: str) -> None:
    site.article(f"s/{name}")
    suffix = name.split(".")[1]
    message = f"the file's name ends in “.{suffix}”, which is no language of this site"
    assert messages(site) == [(f"content/s/{name}", message, hint)]


def test_points_in_a_name_that_mean_no_language_are_part_of_it(site: SiteFolder) -> None:
    site.article("version-2.0.md")
    assert [(item.story, item.lang) for item in scanned(site).articles] == [("version-2.0", "ko")]


def test_a_link_out_of_the_content_is_not_followed(site: SiteFolder) -> None:
    site.article("a")
    site.write("secret.md", "---\ntitle: t\ndate: 2023-01-01\n---\n")
    (site.folder / "private").mkdir()
    (site.folder / "content/a/b.ko.md").symlink_to(site.folder / "secret.md")
    (site.folder / "content/c").symlink_to(site.folder / "private")
    (site.folder / "content/d").symlink_to(site.folder / "content/a")
    assert told(site) == words("""
        content/a/b.ko.md
          error: this link leads out of content/ and is not followed
            Put a copy in its place.

        content/c
          error: this link leads out of content/ and is not followed
            Put a copy in its place.

        content/d
          error: this link leads to a folder and is not followed
            Put a copy in its place.

        3 errors in 3 files.
        Nothing was written.
        """)


def test_a_link_within_the_content_is_read(site: SiteFolder) -> None:
    site.article("a")
    (site.folder / "content/b.ko.md").symlink_to(site.folder / "content/a/index.ko.md")
    assert [item.story for item in scanned(site).articles] == ["a", "b"]
    assert scanned(site).problems == ()


def test_what_is_no_file_is_not_read(site: SiteFolder) -> None:
    site.article("a")
    os.mkfifo(site.folder / "content/a/pipe.jpg")
    assert messages(site) == [
        ("content/a/pipe.jpg", "this is not a file that can be read", "Remove it.")
    ]


def test_a_folder_with_an_articles_name_is_pointed_out(site: SiteFolder) -> None:
    site.article("a")
    (site.folder / "content/b/index.ko.md").mkdir(parents=True)
    assert told(site) == words("""
        content/b/index.ko.md
          warning: this is a folder with an article's name
            Rename it, or put the article there.

        1 warning in 1 file.
        """)


def test_a_folder_that_cannot_be_read_is_an_error(
    site: SiteFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.article("a")
    list_folder = os.scandir

    def refuse(folder: str | Path) -> Iterator[os.DirEntry[str]]:
        if os.fspath(folder).endswith("a"):
            raise PermissionError(13, "Permission denied", os.fspath(folder))
        return list_folder(folder)

    monkeypatch.setattr(os, "scandir", refuse)
    assert messages(site) == [
        (
            "content/a",
            "the folder cannot be read: Permission denied",
            "See that you may read it.",
        )
    ]


@pytest.mark.parametrize("name", [b"a\nb.jpg", b"a\\b.jpg", b"\xff.jpg", "a\u2028b.jpg".encode()])
def test_a_name_that_no_address_may_have_is_an_error(site: SiteFolder, name: bytes) -> None:
    site.article("a")
    folder = os.fsencode(site.folder / "content/a")
    Path(os.fsdecode(folder + b"/" + name)).write_bytes(b"")
    shown = "�.jpg" if name[0] == 0xFF else "a�b.jpg"
    assert messages(site) == [
        (
            f"content/a/{shown}",
            "the name holds characters that no address may have",
            "Rename it: letters, digits, “-” and “_”.",
        )
    ]
    assert build(site).status == 1


def test_hidden_files_backups_and_litter_are_passed_over(site: SiteFolder) -> None:
    site.article("a")
    for name in (".DS_Store", "Thumbs.db", "desktop.ini", "index.ko.md~", ".git/config"):
        site.write(f"content/a/{name}", "")
    site.write("content/permalinks.tsv", "")
    found = scanned(site)
    assert (len(found.articles), found.files, found.problems) == (1, (), ())


def test_a_file_that_belongs_to_no_article_is_a_warning(site: SiteFolder) -> None:
    site.article("2023/a")
    site.photo("2023/lost.jpg")
    assert messages(site) == [
        (
            "content/2023/lost.jpg",
            "this file belongs to no article and is left out",
            "Put it beside the article that shows it.",
        )
    ]


def test_names_that_differ_only_in_composition_are_refused(site: SiteFolder) -> None:
    site.article("a")
    for form in ("NFC", "NFD"):
        site.photo(unicodedata.normalize(form, "a/한글.jpg"))
    assert ("content/a/한글.jpg", "Remove one of them.") in [
        (path, hint) for path, _, hint in messages(site)
    ]


def test_the_order_of_files_is_always_the_same(
    site: SiteFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("b", "a", "c/d", "c"):
        site.article(name)
        site.photo(f"{name}/x.jpg")
    before = scanned(site)
    list_folder = os.scandir

    @contextmanager
    def backwards(folder: str) -> Iterator[list[os.DirEntry[str]]]:
        with list_folder(folder) as entries:
            yield sorted(entries, key=lambda entry: entry.name, reverse=True)

    monkeypatch.setattr(os, "scandir", backwards)
    assert scanned(site) == before


def test_files_are_stamped_with_what_changes_when_they_do(site: SiteFolder) -> None:
    site.article("a")
    site.photo("a/photo.jpg")
    before = scanned(site)
    files: list[SourceFile | OtherFile] = [*before.articles, *before.files]
    for found in files:
        facts = (site.folder / "content" / found.path).stat()
        expected = (facts.st_size, facts.st_mtime_ns, facts.st_ctime_ns, facts.st_ino)
        assert msgspec.structs.astuple(found.stamp) == expected
    with (site.folder / "content/a/photo.jpg").open("ab") as file:
        file.write(b"x")
    after = scanned(site)
    assert after.articles == before.articles
    assert after.files[0].stamp.size == before.files[0].stamp.size + 1


def test_a_link_bears_the_stamp_of_the_file_that_it_leads_to(site: SiteFolder) -> None:
    site.article("a")
    (site.folder / "content/b.ko.md").symlink_to("a/index.ko.md")
    first, second = scanned(site).articles
    assert first.stamp == second.stamp


@pytest.mark.parametrize("target", ["gone.ko.md", "b.ko.md"])
def test_a_link_that_leads_nowhere_bears_no_stamp(site: SiteFolder, target: str) -> None:
    site.article("a")
    (site.folder / "content/b.ko.md").symlink_to(target)
    found = scanned(site)
    assert [item.stamp for item in found.articles if item.path == "b.ko.md"] == [Stamp()]
    assert found.problems == ()
