"""Bags and web archives, made by the command and judged by the tools of archives."""

import pathlib
import shutil
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

import pytest
from warcio.archiveiterator import ArchiveIterator

from sitegen.build.progress import Silent
from sitegen.export import bag, warc
from sitegen.export.archive import Archive
from sitegen.publish import rules
from sitegen.publish.listing import Listed, of_build
from tests.command import Outcome, run
from tests.permalinks.newsroom import permalinks, publish
from tests.publish.built import built
from tests.sites import SiteFolder, contents

NOW = "2027-01-02T03:04:05+09:00"
TOOLS = Path(sys.executable).parent


@pytest.fixture
def news(site: SiteFolder) -> SiteFolder:
    """A site with what archives stumble over: scripts of three kinds, redirects, a tombstone."""
    site.photo("2023/기사/사진 1.jpg")
    site.article("2023/기사", "![사진](<사진 1.jpg>)", aliases=["/old.html"], tags=["t"])
    reason = {"date": "2024-01-01", "reason": "A mistake."}
    site.article("2023/gone", withdrawn=reason)
    site.write("static/note.txt", "note")
    site.write("content/.secret", "hidden")
    site.build()
    return site


def published(news: SiteFolder) -> dict[str, bytes]:
    """What was built for readers."""
    files = news.files()
    return {path: data for path, data in files.items() if not path.startswith(".sitegen")}


def export(site: Path, *arguments: str | Path) -> Outcome:
    return run("export", "--site", site, "--now", NOW, *arguments)


def test_a_bag_holds_content_and_site_and_is_valid(news: SiteFolder, tmp_path: Path) -> None:
    outcome = export(news.folder, "--bagit", tmp_path / "bag")
    assert outcome.status == 0, outcome.err
    command = [str(TOOLS / "bagit.py"), "--validate", str(tmp_path / "bag")]
    judged = subprocess.run(command, check=False, capture_output=True, text=True)
    assert judged.returncode == 0, judged.stderr
    assert "is valid" in judged.stderr
    files = contents(tmp_path / "bag")
    site = {f"data/site/{path}": data for path, data in published(news).items()}
    assert site.items() <= files.items()
    sources = {path for path in files if path.startswith("data/source/")}
    assert sources == {
        f"data/source/{path}" for path in (
            "pyproject.toml", "static/note.txt", "content/2023/gone/index.ko.md",
            "content/2023/기사/index.ko.md", "content/2023/기사/사진 1.jpg",
        )
    }  # fmt: skip
    assert "Bagging-Date: 2027-01-02\n" in files["bag-info.txt"].decode()
    count = len(sources) + len(site)
    size = sum(len(data) for path, data in files.items() if path.startswith("data/"))
    assert f"Payload-Oxum: {size}.{count}\n" in files["bag-info.txt"].decode()


@pytest.mark.parametrize("name", ["news.warc", "news.warc.gz"])
def test_a_web_archive_is_valid_and_replays_as_the_site_answers(
    news: SiteFolder, tmp_path: Path, name: str
) -> None:
    outcome = export(news.folder, "--warc", tmp_path / name)
    assert outcome.status == 0, outcome.err
    command = [str(TOOLS / "warcio"), "check", "--verbose", str(tmp_path / name)]
    judged = subprocess.run(command, check=False, capture_output=True, text=True)
    assert judged.returncode == 0, judged.stdout
    assert "digest pass" in judged.stdout
    answers = {}
    with (tmp_path / name).open("rb") as file:
        for record in ArchiveIterator(file, check_digests="raise"):
            assert record.rec_headers.protocol == "WARC/1.1"
            assert record.rec_headers.get_header("WARC-Date") == "2027-01-01T18:04:05Z"
            if record.rec_type == "response":
                address = record.rec_headers.get_header("WARC-Target-URI")
                http = record.http_headers
                answers[address] = (
                    http.get_statuscode(),
                    http.get_header("Location"),
                    record.content_stream().read(),
                )
    files = published(news)
    base = "https://news.example"
    article = f"{base}/ko/2023/01/01/%EA%B8%B0%EC%82%AC/"
    assert len(answers) == len(files) - 2
    assert answers[article] == ("200", None, files["ko/2023/01/01/기사/index.html"])
    assert answers[f"{base}/old.html"] == ("301", article, files["old.html"])
    assert answers[f"{base}/ko/2023/01/01/gone/"][:2] == ("410", None)
    assert f"{base}/media/2023/%EA%B8%B0%EC%82%AC/%EC%82%AC%EC%A7%84%201.jpg" in answers


def test_a_web_archive_knows_old_addresses_that_have_no_page(
    site: SiteFolder, tmp_path: Path
) -> None:
    site.photo("old/photo.jpg")
    site.photo("lost/photo.jpg")
    site.article("old", title="Same")
    site.article("lost")
    publish(site)
    (site.folder / "content/old").rename(site.folder / "content/new")
    shutil.rmtree(site.folder / "content/lost")
    assert permalinks(site, "retire", "content/lost", "--reason", "It went.").status == 0
    site.build()
    assert export(site.folder, "--warc", tmp_path / "a.warc").status == 0
    with (tmp_path / "a.warc").open("rb") as file:
        answers = {
            record.rec_headers.get_header("WARC-Target-URI"): (
                record.http_headers.get_statuscode(),
                record.http_headers.get_header("Location"),
            )
            for record in ArchiveIterator(file, check_digests="raise")
            if record.rec_type == "response"
        }
    media = "https://news.example/media"
    assert answers[f"{media}/old/photo.jpg"] == ("301", f"{media}/new/photo.jpg")
    assert answers[f"{media}/lost/photo.jpg"] == ("410", None)


def test_two_exports_of_one_site_are_the_same_bytes(news: SiteFolder, tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        wanted = ("--bagit", "bag", "--warc", "n.warc.gz", "--manifest", "list.tsv")
        paths = [tmp_path / name / word if word[0] != "-" else word for word in wanted]
        assert export(news.folder, "--quiet", *paths) == (0, "", "")
    assert contents(tmp_path / "a") == contents(tmp_path / "b")


def test_the_manifest_names_every_file(news: SiteFolder, tmp_path: Path) -> None:
    export(news.folder, "--manifest", tmp_path / "list.tsv")
    header, *lines = (tmp_path / "list.tsv").read_text(encoding="utf-8").splitlines()
    assert header == "site-manifest 1"
    assert len(lines) == len(published(news))
    photo = next(line.split("\t") for line in lines if "사진%201.jpg" in line)
    assert photo[3] == "image/jpeg"
    assert [line.split("\t")[5] for line in lines if line.startswith("old.html\t")] == [
        "301 /ko/2023/01/01/기사/"
    ]


def test_what_is_there_is_never_written_over(news: SiteFolder, tmp_path: Path) -> None:
    (tmp_path / "x").write_text("mine", encoding="utf-8")
    for option in ("--bagit", "--warc"):
        outcome = export(news.folder, option, tmp_path / "x")
        assert outcome.status == 2
        assert f"Error: {tmp_path / 'x'} exists\n" in outcome.err
    assert (tmp_path / "x").read_text(encoding="utf-8") == "mine"


def test_an_export_that_fails_leaves_nothing(news: SiteFolder, tmp_path: Path) -> None:
    (news.dist / "ko/index.html").write_text("tampered", encoding="utf-8")
    (tmp_path / "new").mkdir()
    for option in ("--bagit", "--warc"):
        outcome = export(news.folder, option, tmp_path / "new/x")
        assert outcome.status == 2
        assert "is not what the last build wrote" in outcome.err
        assert list((tmp_path / "new").iterdir()) == []


def test_nothing_to_export_and_nothing_to_export_with_are_told(
    news: SiteFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outcome = export(news.folder)
    assert outcome.err == "Error: export what?\nAdd --bagit, --warc or --manifest.\n"
    monkeypatch.setitem(sys.modules, "warcio.warcwriter", None)
    outcome = export(news.folder, "--warc", tmp_path / "x.warc")
    assert "pip install 'sitegen[warc]'" in outcome.err


@pytest.mark.parametrize("module", [bag, warc])
def test_memory_does_not_grow_with_the_archive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: ModuleType
) -> None:
    """What is held while file number 1900 is written is no more than at number 100."""
    pages = {f"ko/{number // 50}/{number}.html": b"page" * 300 for number in range(2000)}
    site = built(tmp_path / "site", pages)
    held: list[int] = []

    def watched(dist: Path, found: rules.Rules) -> Iterator[Listed]:
        for number, item in enumerate(of_build(dist, found)):
            if number in (100, 1900) and len(held) < 2:
                # pathlib's table of names is the interpreter's: it grows and shrinks in leaps.
                snapshot = tracemalloc.take_snapshot().filter_traces(
                    [
                        tracemalloc.Filter(False, file)
                        for file in (pathlib.__file__, "*tracemalloc*")
                    ]
                )
                held.append(sum(trace.size for trace in snapshot.traces))
            yield item

    monkeypatch.setattr(module, "of_build", watched)
    archive = Archive(site, site / "dist", rules.read(site / "dist"))
    now = datetime(2027, 1, 1, tzinfo=UTC)
    tracemalloc.start()
    try:
        if module is bag:
            bag.export(archive, tmp_path / "bag", {}, now, Silent())
        else:
            warc.export(archive, tmp_path / "a.warc", "https://news.example", now, Silent())
    finally:
        tracemalloc.stop()
    # A list of 1,800 more paths would take ten times as much.
    assert held[1] - held[0] < 20_000
