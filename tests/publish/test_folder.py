"""Publishing into a folder, with the command."""

import os
from pathlib import Path

import pytest

from sitegen.publish.listing import LISTING, PENDING
from tests.command import Outcome, run, words
from tests.publish.built import CONFIGURATION, built, edition
from tests.sites import SiteFolder, contents

ONE = edition("one", {"a": "A", "b": "B"})
TWO = edition("two", {"a": "A!", "c": "C"})


def publish(site: Path, *arguments: str | Path) -> Outcome:
    return run("publish", "--site", site, *arguments)


def published(folder: Path) -> dict[str, bytes]:
    """What readers find, without the records."""
    return {path: data for path, data in contents(folder).items() if ".well-known" not in path}


def test_a_built_site_appears_in_the_folder(site: SiteFolder, tmp_path: Path) -> None:
    site.article("2023/a")
    site.build()
    outcome = publish(site.folder, tmp_path / "www")
    assert outcome.status == 0
    files = site.files()
    # These are for sitegen itself.
    files.pop(".sitegen-manifest")
    files.pop(".sitegen-hosting.json")
    assert published(tmp_path / "www") == files


def test_addresses_that_are_published_are_recorded(site: SiteFolder, tmp_path: Path) -> None:
    site.article("2023/a")
    site.build()
    ledger = site.folder / "content/permalinks.tsv"
    publish(site.folder, tmp_path / "www", "--dry-run")
    assert not ledger.exists()
    outcome = publish(site.folder, tmp_path / "www")
    assert "new addresses: commit content/permalinks.tsv" in outcome.err
    assert "/ko/2023/01/01/a/" in ledger.read_text(encoding="utf-8")


def test_files_that_did_not_change_are_left_alone(tmp_path: Path) -> None:
    site = built(tmp_path / "site", ONE)
    www = tmp_path / "www"
    publish(site, www)
    before = {path: (www / path).stat().st_ino for path in ONE}
    # The times of files say nothing.
    for path in ONE:
        os.utime(site / "dist" / path, (1, 1))
    changed = {**ONE, "ko/a/index.html": b"new", "ko/new/index.html": b"more"}
    outcome = publish(built(site, changed), www, "--quiet")
    assert (outcome.status, outcome.out) == (0, "")
    same = {path for path in ONE if (www / path).stat().st_ino == before[path]}
    assert same == ONE.keys() - {"ko/a/index.html"}
    assert published(www) == changed


def test_what_the_site_has_no_more_goes_and_what_is_not_ours_stays(tmp_path: Path) -> None:
    site = built(tmp_path / "site", ONE)
    www = tmp_path / "www"
    publish(site, www)
    (www / "ko/note.txt").write_text("someone's own", encoding="utf-8")
    outcome = publish(built(site, TWO), www, "--verbose")
    assert (
        outcome.out.rpartition(" in ")[0]
        == words(f"""
          styles, scripts and photos: 3
            + assets/site.two.css
            + media/a-2.jpg
            + media/c-1.jpg
          new pages: 1
            + ko/c/index.html
          pages: 1
            + ko/a/index.html
          lists and feeds: 1
            + ko/index.html
          removed: 3
            - ko/b/index.html
            - media/a-1.jpg
            - media/b-1.jpg
        Published 6 files (364 bytes), 2 unchanged, 3 removed, 6 read back: {www}
        """).rstrip()
    )
    kept = {"ko/note.txt": b"someone's own", "assets/site.one.css": b"one"}
    assert published(www) == {**TWO, **kept}
    assert not (www / "ko/b").exists()


def test_a_style_outlives_the_pages_that_need_it_by_a_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = built(tmp_path / "site", ONE)
    www = tmp_path / "www"
    publish(site, www)
    publish(built(site, TWO), www)
    assert (www / PENDING).exists()
    publish(site, www)
    assert (www / "assets/site.one.css").exists()
    monkeypatch.setattr("time.time", lambda: 4_000_000_000.0)
    publish(site, www)
    assert published(www) == TWO
    assert not (www / PENDING).exists()


def test_purging_leaves_nothing_behind(tmp_path: Path) -> None:
    site = built(tmp_path / "site", ONE)
    publish(site, tmp_path / "www")
    publish(built(site, TWO), tmp_path / "www", "--purge")
    assert published(tmp_path / "www") == TWO


def test_a_dry_run_says_what_would_be_done_and_does_nothing(tmp_path: Path) -> None:
    site = built(tmp_path / "site", ONE)
    outcome = publish(site, tmp_path / "www", "--dry-run")
    assert outcome.out.endswith(f"0 removed: {tmp_path / 'www'}. Nothing was changed.\n")
    assert not (tmp_path / "www").exists()
    publish(site, tmp_path / "www")
    before = contents(tmp_path / "www")
    assert "removed: 3" in publish(built(site, TWO), tmp_path / "www", "--dry-run").out
    assert contents(tmp_path / "www") == before


def test_a_folder_with_other_files_is_taken_over_only_when_that_is_wanted(tmp_path: Path) -> None:
    site = built(tmp_path / "site", ONE)
    www = tmp_path / "www"
    (www / "ko").mkdir(parents=True)
    (www / "ko/index.html").write_text("hand-made", encoding="utf-8")
    (www / "feed.rss").write_bytes(ONE["feed.rss"])
    (www / "mine.txt").write_text("mine", encoding="utf-8")
    outcome = publish(site, www)
    assert outcome.status == 2
    assert outcome.err == words(f"""
        Error: {www} holds files that sitegen did not publish
        Add --adopt to publish into it all the same: what is in it stays, unless the site has a file of that name.
        """)  # noqa: E501 (a line of the terminal)
    outcome = publish(site, www, "--adopt")
    assert f"Published {len(ONE) - 1} files" in outcome.out
    assert published(www) == {**ONE, "mine.txt": b"mine"}


def test_a_file_takes_the_place_of_a_folder_and_the_other_way_round(tmp_path: Path) -> None:
    site = built(tmp_path / "site", {"a": b"file", "b/c/index.html": b"below"})
    www = tmp_path / "www"
    publish(site, www)
    turned = {"a/index.html": b"below", "b": b"file"}
    assert publish(built(site, turned), www).status == 0
    assert published(www) == turned


@pytest.mark.parametrize("path", ["dist", "dist/below", "content", "."])
def test_the_site_is_not_published_into_itself(tmp_path: Path, path: str) -> None:
    site = built(tmp_path / "site", ONE)
    (site / "content").mkdir()
    outcome = publish(site, site / path)
    assert outcome.status == 2
    assert "cannot be the target: it overlaps" in outcome.err


def test_a_build_that_was_tampered_with_is_not_published(tmp_path: Path) -> None:
    site = built(tmp_path / "site", ONE)
    (site / "dist/ko/a/index.html").write_text("tampered", encoding="utf-8")
    outcome = publish(site, tmp_path / "www")
    assert outcome.status == 2
    assert "is not what the last build wrote\nBuild again: sitegen build --clean" in outcome.err


def test_without_a_build_nothing_is_published(site: SiteFolder, tmp_path: Path) -> None:
    outcome = publish(site.folder, tmp_path / "www")
    assert outcome.status == 2
    assert outcome.err.startswith(f"Error: nothing was built into {site.dist}\nRun “sitegen build”")


def test_bytes_that_arrive_changed_are_found_at_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = built(tmp_path / "site", ONE)
    monkeypatch.setattr("sitegen.publish.folder.Folder.digest", lambda *_: "other")
    outcome = publish(site, tmp_path / "www")
    assert outcome.status == 1
    assert "gives other bytes back" in outcome.err
    assert not (tmp_path / "www" / LISTING).exists()


def test_what_a_kill_left_half_written_is_cleared_away(tmp_path: Path) -> None:
    site = built(tmp_path / "site", ONE)
    waiting = tmp_path / "www/.sitegen-publishing/0"
    waiting.parent.mkdir(parents=True)
    waiting.write_text("half", encoding="utf-8")
    assert publish(site, tmp_path / "www").status == 0
    assert published(tmp_path / "www") == ONE


def test_records_that_lead_out_of_the_folder_are_refused(tmp_path: Path) -> None:
    site = built(tmp_path / "site", ONE)
    www = tmp_path / "www"
    publish(site, www)
    (tmp_path / "precious").write_text("keep", encoding="utf-8")
    with (www / LISTING).open("ab") as listing:
        listing.write(b"../precious\t4\t00\ttext/plain\t\t200\n")
    outcome = publish(site, www)
    assert outcome.status == 1
    assert "the records at" in outcome.err
    assert (tmp_path / "precious").exists()


def test_targets_have_names_in_the_configuration(tmp_path: Path) -> None:
    site = built(tmp_path / "site", ONE)
    targets = '[tool.sitegen.publish.here]\nto = "../www"\nuploads = 2\n'
    (site / "pyproject.toml").write_text(CONFIGURATION + targets, encoding="utf-8")
    assert publish(site, "here").status == 0
    assert publish(site).out.startswith("Published 0 files (0 bytes), 8 unchanged")
    assert published(tmp_path / "www") == ONE
    outcome = publish(site, "her")
    assert outcome.err == words("""
        Error: there is no target “her”
        Did you mean “here”? A folder is written with a slash: ./public.
        """)


def test_two_targets_want_to_be_told_apart(tmp_path: Path) -> None:
    site = built(tmp_path / "site", ONE)
    targets = "".join(f'[tool.sitegen.publish.{name}]\nto = "../{name}"\n' for name in "xy")
    (site / "pyproject.toml").write_text(CONFIGURATION + targets, encoding="utf-8")
    assert publish(site).err == "Error: which target?\nName one of: x, y.\n"


def test_machines_are_told_in_json(tmp_path: Path) -> None:
    outcome = publish(built(tmp_path / "site", ONE), tmp_path / "www", "--json")
    assert '"ok": true' in outcome.out
    assert '"new pages": [' in outcome.out
    assert outcome.err == ""
