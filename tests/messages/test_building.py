"""What is told of the folders that commands write to, and of what an earlier command left."""

import errno
import os
import socket
import sys
from pathlib import Path

import pytest

from tests.command import build, run, told, words
from tests.sites import NOW, SiteFolder


def test_a_source_folder_as_the_output(site: SiteFolder) -> None:
    place = site.folder / "content/out"
    assert told(site, "--output", place) == words(f"""
        Error: {place} cannot be the output: it overlaps content/
        Name another folder with --output.
        """)


def test_a_file_that_is_not_ours_in_the_way(site: SiteFolder) -> None:
    site.article("a")
    site.build()
    site.article("b")
    file = site.write("dist/ko/2023/01/01/b/index.html", "mine")
    assert told(site) == words(f"""
        Error: {file} stands in the way and was not written by sitegen
        Move it away; files that should be published belong in static/.
        """)
    assert file.read_text(encoding="utf-8") == "mine"


def test_an_output_that_leads_elsewhere(site: SiteFolder, tmp_path: Path) -> None:
    site.article("a")
    site.build()
    site.article("b", date="2023-01-02")
    (tmp_path / "elsewhere").mkdir()
    link = site.dist / "ko/2023/01/02"
    link.symlink_to(tmp_path / "elsewhere")
    assert told(site) == words(f"""
        Error: {link} leads out of the output folder
        Remove the symbolic link from the output folder.
        """)


def test_an_address_that_sitegen_keeps(site: SiteFolder) -> None:
    site.configure(permalink="/.sitegen-manifest/{slug}/")
    site.article("a")
    assert told(site) == words("""
        Error: the address of “.sitegen-manifest/a/index.html” is what sitegen keeps for itself
        Choose another “permalink” or another name.
        """)


def test_a_damaged_list_of_what_was_written(site: SiteFolder) -> None:
    site.article("a")
    site.build()
    file = site.write("dist/.sitegen-manifest", "x")
    assert told(site) == words(f"""
        Error: {file} is damaged: nobody can tell which files sitegen wrote there
        If nothing in {site.dist} is your own, remove that folder and build again.
        """)


def test_a_damaged_lock(site: SiteFolder) -> None:
    file = site.write(".sitegen/lock.sqlite", "x" * 5000)
    assert told(site) == words(f"""
        Error: the lock file of this site is damaged
        Remove it: {file}
        """)


def test_a_damaged_state(site: SiteFolder) -> None:
    site.article("a")
    site.write(".sitegen/state.sqlite", "x" * 5000)
    said = build(site).err.splitlines()
    assert said[0] == "The state of earlier builds could not be used; everything is built anew."
    site.write(".sitegen/state.sqlite", "x" * 5000)
    said = run("check", "--site", site.folder, "--now", NOW).err.splitlines()
    assert said[0] == "What earlier builds knew could not be used; everything is read anew."


class Lost:
    """A file on a disk that fails."""

    def __init__(self, _: str) -> None:
        pass

    def read_bytes(self) -> bytes:
        raise OSError(errno.EIO, os.strerror(errno.EIO))


def test_a_file_that_cannot_be_read_to_its_end(
    site: SiteFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.write("static/report.txt", "x")
    monkeypatch.setattr("sitegen.build.press.Path", Lost)
    assert told(site) == words("""
        static/report.txt
          error: the file cannot be read to its end: Input/output error
            See that it is whole, and save it again.

        1 error in 1 file.
        Nothing was written.
        """)


def test_a_time_that_is_none(site: SiteFolder) -> None:
    assert run("build", "--site", site.folder, "--now", "yesterday").err == words("""
        Error: --now: “yesterday” is not a time
        Write it like 2027-01-01T09:00 or 2027-01-01T09:00+09:00.
        """)


def test_a_port_that_is_taken(site: SiteFolder) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert run("serve", "--site", site.folder, "--port", str(port)).err == words(f"""
            Error: 127.0.0.1, port {port}, cannot be used: Address already in use
            Choose another one with --port (0 for any), or stop the server that has it.
            """)


def test_a_new_story_where_a_file_is_in_the_way(site: SiteFolder) -> None:
    site.write("content/x", "1")
    assert run("new", "x/y/z", "--site", site.folder).err == words(f"""
        Error: {site.folder / "content/x/y/z"} cannot be written: Not a directory
        """)


def test_a_translation_of_nothing(site: SiteFolder) -> None:
    site.article("2024/01/port")
    outcome = run("new", "x", "--site", site.folder, "--lang", "en", "--translate-from", "ko")
    assert outcome.err == words("""
        Error: there is no story “x” to translate
        Name its folder, such as 2026/11/port-vote.
        """)


@pytest.mark.parametrize(
    ("option", "what"),
    [("--bagit", "Name a new folder: a bag is never changed."), ("--warc", "Name a new file.")],
)
def test_an_export_never_writes_over_anything(site: SiteFolder, option: str, what: str) -> None:
    site.article("a")
    site.build()
    place = site.folder / "pyproject.toml"
    assert run("export", "--site", site.folder, option, place).err == words(f"""
        Error: {place} exists
        {what}
        """)


def test_an_export_without_its_library(
    site: SiteFolder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "warcio.warcwriter", None)
    site.article("a")
    site.build()
    assert run("export", "--site", site.folder, "--warc", tmp_path / "x.warc").err == words("""
        Error: exporting a web archive needs warcio
        Install it: pip install 'sitegen[warc]'
        """)


def test_an_export_into_nowhere(site: SiteFolder, tmp_path: Path) -> None:
    site.article("a")
    site.build()
    place = tmp_path / "none/x.warc"
    assert run("export", "--site", site.folder, "--warc", place).err == words(f"""
        Error: {place.with_name(".x.warc.part")} cannot be written: No such file or directory
        """)
