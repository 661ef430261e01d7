import hashlib
from datetime import UTC, datetime
from pathlib import Path

from sitegen.build.site import Options, build
from tests.bench.generator import LANGUAGES, write

NOW = datetime(2026, 12, 1, tzinfo=UTC)


def digests(site: Path) -> dict[str, str]:
    return {
        file.relative_to(site).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in site.rglob("*")
        if file.is_file()
    }


def test_the_same_seed_writes_the_same_archive(tmp_path: Path) -> None:
    write(tmp_path / "one", 30, seed=7)
    write(tmp_path / "two", 30, seed=7)
    write(tmp_path / "three", 30, seed=8)
    assert digests(tmp_path / "one") == digests(tmp_path / "two")
    assert digests(tmp_path / "one") != digests(tmp_path / "three")


def test_a_generated_archive_builds_without_warnings(tmp_path: Path) -> None:
    editions = write(tmp_path / "site", 30)
    report = build(Options(site=tmp_path / "site", output=tmp_path / "dist", now=NOW, workers=1))
    assert report.articles == len(editions) == 30
    assert {edition.lang for edition in editions} == set(LANGUAGES)
    assert report.problems == ()
