"""Whole builds: the same bytes everywhere, and a finished site after any interruption."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Self

import pytest

from sitegen.build import state
from sitegen.build.progress import Silent
from sitegen.build.site import build
from sitegen.errors import ContentError
from tests.sites import NOW, SiteFolder, contents

FILES = 6


def fill(site: SiteFolder) -> SiteFolder:
    """A site with something of everything."""
    site.configure(page_size=2, timezone="Asia/Seoul")
    for number in range(FILES):
        folder = f"20{number:02}/이야기-{number}"
        site.photo(f"{folder}/사진.jpg", (600 + number, 400))
        image = {"src": "사진.jpg", "alt": "sea"}
        body = f"Text {number} **굵게**.\n\n```python\nx = {number}\n```\n"
        date = f"2023-01-0{number % 3 + 1}"
        fields = {"tags": ["a", "b", f"c{number % 2}"], "section": "city", "authors": ["Seo"]}
        site.article(folder, body, image=image, date=date, **fields)
        site.article(f"{folder}/index.en.md", body, date=date, translated_from="ko", **fields)
    site.article("gone", withdrawn={"date": "2024-01-01", "reason": "x"}, aliases=["/old/"])
    return site


def command(site: SiteFolder, *options: str) -> list[str]:
    start = [sys.executable, "-m", "sitegen", "build", "--quiet", "--now", NOW]
    return [*start, "--site", str(site.folder), *options]


# --- the same bytes ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What everybody should build."""
    site = fill(SiteFolder(tmp_path_factory.mktemp("usual") / "site"))
    site.build()
    return site.files()


@pytest.mark.parametrize("workers", [2, 5])
def test_any_number_of_workers_builds_the_same_bytes(
    site: SiteFolder, usual: dict[str, bytes], workers: int
) -> None:
    fill(site).build(site.options(workers=workers))
    assert site.files() == usual


@pytest.mark.parametrize(
    "environment",
    [
        {"TZ": "America/New_York", "LC_ALL": "ko_KR.UTF-8", "PYTHONHASHSEED": "1"},
        {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "2"},
    ],
)
def test_the_machine_leaves_no_trace(
    site: SiteFolder, usual: dict[str, bytes], environment: dict[str, str]
) -> None:
    run = command(fill(site))
    subprocess.run(run, env={**os.environ, **environment}, check=True, cwd="/")
    assert site.files() == usual


def test_the_order_of_the_file_system_changes_nothing(
    site: SiteFolder, usual: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(site)
    listdir, scandir = os.listdir, os.scandir

    class Reversed:
        def __init__(self, *folder: str) -> None:
            with scandir(*folder) as found:
                self._entries = iter(sorted(found, key=lambda item: item.name, reverse=True))

        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_: object) -> None:
            pass

        def __iter__(self) -> Self:
            return self

        def __next__(self) -> os.DirEntry[str]:
            return next(self._entries)

    monkeypatch.setattr(os, "scandir", Reversed)
    monkeypatch.setattr(os, "listdir", lambda path=".": sorted(listdir(path), reverse=True))
    site.build()
    monkeypatch.undo()
    assert site.files() == usual


def test_a_step_by_step_build_ends_like_a_clean_one(
    site: SiteFolder, usual: dict[str, bytes]
) -> None:
    site.article("early", tags=["z"])
    site.build()
    fill(site)
    site.build()
    (site.folder / "content/early/index.ko.md").unlink()
    assert site.build().removed > 0
    assert site.files() == usual


# --- the state -----------------------------------------------------------------------------


class Told(Silent):
    def __init__(self) -> None:
        self.notices: list[str] = []

    def tell(self, notice: str) -> None:
        self.notices.append(notice)


@pytest.mark.parametrize(
    "damage", ["no database", "cut", "another version", "strange records", "gone"]
)
def test_a_damaged_state_costs_time_and_nothing_else(site: SiteFolder, damage: str) -> None:
    site.article("story", "**Text**")
    site.build()
    before = contents(site.dist)
    file = site.folder / state.FOLDER / state.FILE
    if damage == "no database":
        file.write_bytes(b"nonsense" * 1000)
    elif damage == "cut":
        file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    elif damage == "gone":
        file.unlink()
    else:
        change = (
            "UPDATE memory SET value = 'old' WHERE name = 'versions'"
            if damage == "another version"
            else "UPDATE bodies SET record = x'00'"
        )
        connection = sqlite3.connect(file)
        connection.execute(change)
        connection.commit()
        connection.close()
    told = Told()
    build(site.options(), told)
    assert contents(site.dist) == before
    silent = damage in ("gone", "strange records")
    assert len(told.notices) == (0 if silent else 1)
    assert build(site.options(), told).written == 0


def test_changed_articles_are_rendered_anew_and_photos_beside_them_count(site: SiteFolder) -> None:
    site.article("story", "![sea](a.jpg)")
    site.photo("story/a.jpg", (40, 30))
    site.build()
    path = "ko/2023/01/01/story"
    assert 'width="40"' in site.read(path).replace("width=40", 'width="40"')
    site.photo("story/a.jpg", (50, 30))
    site.build()
    assert 'width="50"' in site.read(path).replace("width=50", 'width="50"')


def test_an_error_in_a_worker_process_is_told_like_any_other(site: SiteFolder) -> None:
    site.article("story")
    site.write("templates/list.html", "\n{{ nonsense }}")
    (alone,) = site.problems(site.options(workers=1))
    (together,) = site.problems(site.options(workers=2))
    assert alone == together
    assert not site.dist.exists()


def test_all_problems_of_all_files_come_in_one_run(site: SiteFolder) -> None:
    site.article("one", title="")
    site.article("two", "[x](none.ko.md)")
    site.article("three", permalink="/same/")
    site.article("four", permalink="/same/")
    site.write("templates/list.html", "{% if %}")
    site.write("content/one/program.exe", "x")
    found = " ".join(f"{item.path} {item.message}" for item in site.problems())
    for name in ("one/index.ko.md", "two/", "three/", "four/", "list.html", "program.exe"):
        assert name in found


def test_the_report_counts_what_was_built(site: SiteFolder) -> None:
    fill(site)
    report = site.build()
    assert (report.articles, report.stories) == (2 * FILES, FILES)
    assert report.redirects == 1
    # The photo itself, and copies of 240, 480 and all pixels in two formats.
    assert report.images == 7 * FILES
    assert report.pages["article"] == {"ko": FILES, "en": FILES}
    assert report.written == len(site.files()) - 1
    assert report.next_due is None


def test_warnings_are_errors_when_asked(site: SiteFolder) -> None:
    site.photo("story/a.jpg")
    site.article("story", image="a.jpg")
    (warning,) = site.build().problems
    with pytest.raises(ContentError) as failure:
        site.build(site.options(strict=True))
    assert failure.value.problems == (warning,)


def test_another_base_url_reaches_every_page(site: SiteFolder, tmp_path: Path) -> None:
    fill(site)
    site.build()
    output = tmp_path / "other"
    site.build(site.options(base_url="https://o.example/x", output=output))
    for path, data in contents(output).items():
        if path.endswith((".html", ".xml", ".rss", ".json", ".txt")):
            assert b"news.example" not in data, path
