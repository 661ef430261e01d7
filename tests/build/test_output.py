"""The output folder: whole, ours alone, and unchanged when a build fails."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from sitegen.build.manifest import MANIFEST
from sitegen.build.output import STAGING
from sitegen.errors import BuildError, CommandError, ContentError
from sitegen.render.feeds import FeedRenderer
from tests.sites import SiteFolder, contents, pages_of


@pytest.fixture
def built(site: SiteFolder) -> SiteFolder:
    """A site that was built once."""
    site.photo("story/a.jpg", (600, 400))
    site.article("story", tags=["a"], image={"src": "a.jpg", "alt": "sea"})
    site.article("other", permalink="/a/")
    site.build()
    return site


def times(folder: Path) -> dict[str, int]:
    return {
        file.relative_to(folder).as_posix(): file.stat().st_mtime_ns
        for file in folder.rglob("*")
        if file.is_file() and file.name != MANIFEST
    }


def make_old(folder: Path) -> None:
    for file in folder.rglob("*"):
        os.utime(file, (1, 1))


# --- what is written -----------------------------------------------------------------------


def test_files_whose_bytes_stay_are_not_touched(built: SiteFolder) -> None:
    make_old(built.dist)
    before = times(built.dist)
    assert built.build().written == 0
    assert times(built.dist) == before
    built.article("other", "New text.", permalink="/a/")
    report = built.build()
    after = times(built.dist)
    new = {path for path, time in after.items() if time != before[path]}
    assert "a/index.html" in new
    assert not [path for path in new if path.startswith(("media/", "assets/", "sitemaps/"))]
    assert len(new) == report.written
    assert report.unchanged == len(after) - len(new)


def test_clean_writes_every_file_anew(built: SiteFolder) -> None:
    make_old(built.dist)
    before = built.files()
    report = built.build(built.options(clean=True))
    assert built.files() == before
    assert report.unchanged == 0
    assert all(time > 10**12 for time in times(built.dist).values())


def test_what_no_page_owns_any_more_goes_with_its_empty_folders(built: SiteFolder) -> None:
    foreign = built.dist / "ko/tags/a/mine.txt"
    foreign.write_text("mine")
    built.article("story")
    report = built.build()
    assert report.removed > 0
    assert foreign.read_text() == "mine"
    assert not (built.dist / "ko/tags/a/index.html").exists()
    foreign.unlink()
    for folder in ("ko/tags/a", "ko/tags"):
        (built.dist / folder).rmdir()
    fresh = SiteFolder(built.folder.parent / "fresh")
    fresh.photo("story/a.jpg", (600, 400))
    fresh.article("story")
    fresh.article("other", permalink="/a/")
    fresh.build()
    assert built.files() == fresh.files()
    empty = [item for item in built.dist.rglob("*") if item.is_dir() and not any(item.iterdir())]
    assert not empty


def test_a_changed_file_of_ours_is_put_right(built: SiteFolder) -> None:
    before = built.files()
    (built.dist / "ko/index.html").write_text("changed")
    (built.dist / "media/story/a.jpg").write_bytes(b"cut")
    (built.dist / "a/index.html").unlink()
    built.build()
    assert built.files() == before


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("/b/", "/b/c/"),
        ("/b.html", "/b.html/c/"),
        ("/b.html", "/b.html/"),
        ("/b/c.html", "/b.html"),
    ],
)
def test_a_file_may_take_the_place_of_a_folder_and_the_other_way_round(
    built: SiteFolder, first: str, second: str
) -> None:
    built.article("other", permalink=first)
    built.build()
    before = built.files()
    built.article("other", permalink=second)
    built.build()
    after = built.files()
    assert after.keys() != before.keys()
    built.article("other", permalink=first)
    built.build()
    assert built.files() == before


def test_foreign_files_where_a_page_belongs_are_told_and_kept(built: SiteFolder) -> None:
    for path, permalink in (
        ("b/index.html", "/b/"),
        ("b", "/b/"),
        ("b.html/notes/mine.txt", "/b.html"),
        ("b/c", "/b/c/d/"),
    ):
        foreign = built.dist / path
        foreign.parent.mkdir(parents=True, exist_ok=True)
        foreign.write_text("mine")
        before = contents(built.dist)
        built.article("other", permalink=permalink)
        with pytest.raises(CommandError, match="not written by sitegen"):
            built.build()
        assert contents(built.dist) == before, path
        foreign.unlink()
        for folder in list(foreign.relative_to(built.dist).parents)[:-1]:
            (built.dist / folder).rmdir()
    built.build()


def test_an_address_that_sitegen_keeps_for_itself_is_refused(built: SiteFolder) -> None:
    before = contents(built.dist)
    for name in (MANIFEST, STAGING):
        built.configure(permalink=f"/{name}/{{lang}}/{{slug}}/")
        with pytest.raises(CommandError, match="keeps for itself"):
            built.build()
        assert contents(built.dist) == before


# --- where it may be written ---------------------------------------------------------------


def test_a_folder_with_foreign_files_is_refused(built: SiteFolder, tmp_path: Path) -> None:
    foreign = tmp_path / "public"
    foreign.mkdir()
    (foreign / "index.html").write_text("mine")
    with pytest.raises(CommandError, match="holds files that sitegen did not write") as refusal:
        built.build(built.options(output=foreign))
    assert "--output" in refusal.value.hint
    assert contents(foreign) == {"index.html": b"mine"}
    (foreign / "index.html").unlink()
    built.build(built.options(output=foreign))
    assert contents(foreign) == built.files()


@pytest.mark.parametrize("name", [".", "content", "content/x", "static", "templates", ".sitegen/x"])
def test_an_output_that_overlaps_the_sources_is_refused(built: SiteFolder, name: str) -> None:
    before = contents(built.folder)
    with pytest.raises(CommandError, match="overlaps"):
        built.build(built.options(output=built.folder / name))
    assert contents(built.folder) == before


def test_an_output_that_is_a_file_is_refused(built: SiteFolder) -> None:
    file = built.write("file", "mine")
    with pytest.raises(CommandError, match="is not a folder"):
        built.build(built.options(output=file))


def test_no_symbolic_link_leads_a_build_out_of_its_folder(
    built: SiteFolder, tmp_path: Path
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "index.html").write_text("mine")
    (built.dist / "a/index.html").unlink()
    (built.dist / "a").rmdir()
    (built.dist / "a").symlink_to(outside)
    before = contents(built.dist)
    for permalink in ("/a/", "/b/"):  # written, then removed
        built.article("other", "New.", permalink=permalink)
        with pytest.raises(CommandError, match="leads out of the output folder"):
            built.build()
    assert contents(outside) == {"index.html": b"mine"}
    assert contents(built.dist) == before


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[: len(data) // 2],
        lambda data: data.replace(b"\t", b" "),
        lambda data: b"\xff" + data,
        lambda data: data[:0],
        lambda data: b"sitegen-manifest 99\n" + data,
    ],
)
def test_a_damaged_list_of_our_files_is_told_and_nothing_is_touched(
    built: SiteFolder, damage: Callable[[bytes], bytes]
) -> None:
    manifest = built.dist / MANIFEST
    manifest.write_bytes(damage(manifest.read_bytes()))
    before = contents(built.dist)
    with pytest.raises(CommandError, match="is damaged") as refusal:
        built.build()
    assert "remove that folder" in refusal.value.hint
    assert contents(built.dist) == before


@pytest.mark.parametrize("path", ["../victim", "/{outside}/victim", "a/../../victim"])
def test_a_forged_list_of_our_files_removes_nothing_outside(
    built: SiteFolder, tmp_path: Path, path: str
) -> None:
    for folder in (built.folder, tmp_path):
        (folder / "victim").write_text("mine")
    manifest = built.dist / MANIFEST
    name = path.replace("/{outside}", str(tmp_path))
    manifest.write_bytes(manifest.read_bytes() + f"{name}\t4\t{'0' * 64}\n".encode())
    with pytest.raises(CommandError, match="leads out"):
        built.build()
    assert (built.folder / "victim").exists()
    assert (tmp_path / "victim").exists()


@pytest.mark.parametrize("name", ["a\u2028b\x85.txt", "50%41 #1?.txt", "tab\there\n.txt"])
def test_strange_names_are_remembered_and_removed(built: SiteFolder, name: str) -> None:
    before = built.files()
    file = built.write(f"static/{name}", "x")
    built.build()
    assert name in built.files()
    assert built.build().written == 0
    file.unlink()
    built.build()
    assert built.files() == before


# --- builds that fail ----------------------------------------------------------------------


def break_content(site: SiteFolder, _: pytest.MonkeyPatch) -> None:
    site.article("another", title="")


def break_link(site: SiteFolder, _: pytest.MonkeyPatch) -> None:
    site.article("another", "[x](none.ko.md)")


def break_template(site: SiteFolder, _: pytest.MonkeyPatch) -> None:
    site.write("templates/list.html", "{{ nonsense }}")


def break_photo(site: SiteFolder, _: pytest.MonkeyPatch) -> None:
    file = site.photo("story/b.jpg", (900, 900))
    file.write_bytes(file.read_bytes()[:-500])
    site.article("story", "![x](b.jpg)")


def break_late(site: SiteFolder, patch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> bytes:
        raise OSError(28, "No space left on device", "somewhere")

    site.article("another")
    patch.setattr(FeedRenderer, "render", fail)


@pytest.mark.parametrize("name", ["first", "later"])
@pytest.mark.parametrize(
    "broken", [break_content, break_link, break_template, break_photo, break_late]
)
def test_a_build_that_fails_leaves_everything_as_it_was(
    site: SiteFolder,
    monkeypatch: pytest.MonkeyPatch,
    broken: Callable[[SiteFolder, pytest.MonkeyPatch], None],
    name: str,
) -> None:
    site.article("story")
    if name == "later":
        site.build()
        make_old(site.dist)
    before, old = contents(site.dist), times(site.dist)
    with monkeypatch.context() as patch:
        broken(site, patch)
        with pytest.raises((ContentError, BuildError)):
            site.build()
    assert site.dist.exists() == (name == "later")
    assert contents(site.dist) == before
    assert times(site.dist) == old
    assert not list(site.dist.rglob(STAGING))


def test_a_damaged_photo_is_told_with_its_name(
    site: SiteFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    break_photo(site, monkeypatch)
    assert {problem.path for problem in site.problems()} == {"content/story/b.jpg"}


def test_pages_do_not_hold_the_list_of_files(built: SiteFolder) -> None:
    assert pages_of(built.files()).keys() == built.files().keys() - {MANIFEST}
