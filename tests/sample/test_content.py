"""The sample archive shows every feature, in every language."""

import subprocess
import sys
from collections import Counter
from pathlib import Path
from urllib.parse import unquote

import pytest

from sitegen import config
from sitegen.content.scan import scan
from tests.sample.conftest import CHECKOUT, NOW


def test_the_archive_is_large_enough_in_every_language() -> None:
    settings = config.load(CHECKOUT)
    found = scan(CHECKOUT / "content", settings.languages)
    assert found.problems == ()
    editions = Counter(source.lang for source in found.articles)
    least = {"ko": 18, "en": 12, "ja": 8, "zh": 8, "vi": 6}
    assert {lang: editions[lang] >= count for lang, count in least.items()} == dict.fromkeys(
        least, True
    )


def _article(sample: Path, lang: str, text: str) -> str:
    pages = [
        file.read_text(encoding="utf-8") for file in (sample / lang).glob("20*/*/*/*/index.html")
    ]
    found = [page for page in pages if text in page]
    assert found, f"no article in {lang} holds {text!r}"
    return found[0]


@pytest.mark.parametrize(
    ("lang", "feature"),
    [
        ("ko", "<strong>“속도보다 신뢰”</strong>\u2060라고"),
        ("ja", "<ruby>"),
        ("en", 'class="highlight'),
        ("ko", "<table"),
        ("ko", "<dl"),
        ("zh", "<s>"),
        ("ko", 'role="doc-endnotes"'),
        ("ko", "<figcaption"),
        ("vi", 'class="zoom"'),
    ],
)
def test_a_feature_shows_in_some_article(sample: Path, lang: str, feature: str) -> None:
    _article(sample, lang, feature)


def test_the_withdrawn_article_leaves_a_tombstone(sample: Path) -> None:
    rules = (sample / "_redirects").read_text(encoding="utf-8")
    gone = [unquote(line.split()[0]) for line in rules.splitlines() if line.endswith("410!")]
    assert len(gone) == 2
    for url in gone:
        page = (sample / url.strip("/") / "index.html").read_text(encoding="utf-8")
        assert "noindex" in page
        assert url not in (sample / "sitemaps" / "ko-2025.xml").read_text(encoding="utf-8")


def test_the_scheduled_article_waits_for_its_time(sample: Path, tmp_path: Path) -> None:
    assert not (sample / "ko" / "2027").exists()
    command = [sys.executable, "-m", "sitegen", "build", "--site", str(sample.parent)]
    command += ["--output", str(tmp_path / "later"), "--now", "2027-01-01T06:00", "--quiet"]
    subprocess.run(command, check=True)
    assert list((tmp_path / "later" / "ko" / "2027").rglob("index.html"))


def test_the_alias_of_the_old_system_leads_to_the_article(sample: Path) -> None:
    rules = (sample / "_redirects").read_text(encoding="utf-8")
    assert "/culture/2021/1021_film.html /ko/2021/10/" in rules
    stub = (sample / "culture" / "2021" / "1021_film.html").read_text(encoding="utf-8")
    assert "refresh" in stub
    assert "canonical" in stub


def test_two_builds_of_the_sample_are_the_same_bytes(sample: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "sitegen", "build", "--site", str(sample.parent)]
    command += ["--output", str(tmp_path / "again"), "--now", NOW, "--workers", "2", "--quiet"]
    subprocess.run(command, check=True)
    ours = {file.relative_to(sample): file.read_bytes() for file in _files(sample)}
    again = {
        file.relative_to(tmp_path / "again"): file.read_bytes()
        for file in _files(tmp_path / "again")
    }
    assert ours.keys() == again.keys()
    assert [path for path in ours if ours[path] != again[path]] == []


def _files(folder: Path) -> list[Path]:
    return [file for file in folder.rglob("*") if file.is_file()]
