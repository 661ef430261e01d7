import os
import subprocess
import sys
import zipfile
from pathlib import Path

CHECKOUT = Path(__file__).parents[1]

CONFIGURATION = """\
[tool.sitegen]
base_url = "https://news.example"
title = "The Example"
timezone = "Asia/Seoul"
languages = ["ko", "en"]
"""
ARTICLE = "---\ntitle: 첫 기사\ndate: 2026-01-02\n---\n본문이다.\n"


def test_the_wheel_builds_a_site_in_any_folder(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, check=True, cwd=CHECKOUT, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    zipfile.ZipFile(wheel).extractall(tmp_path / "installed")
    story = tmp_path / "news" / "content" / "first.ko.md"
    story.parent.mkdir(parents=True)
    story.write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "news" / "pyproject.toml").write_text(CONFIGURATION, encoding="utf-8")
    # -P and PYTHONPATH: the unpacked wheel is imported, not this checkout.
    subprocess.run(
        [sys.executable, "-P", "-m", "sitegen", "build", "--now", "2026-02-01"],
        check=True,
        cwd=tmp_path / "news",
        env={**os.environ, "PYTHONPATH": str(tmp_path / "installed")},
    )
    page = tmp_path / "news" / "dist" / "ko" / "2026" / "01" / "02" / "first" / "index.html"
    assert "첫 기사" in page.read_text(encoding="utf-8")
    assert (tmp_path / "news" / "dist" / "assets").is_dir()


def test_the_wheel_holds_the_theme_and_not_the_sample(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, check=True, cwd=CHECKOUT, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    assert "sitegen/theme/templates/locale/ko/LC_MESSAGES/messages.po" in names
    assert "sitegen/theme/static/site.css" in names
    assert "sitegen/scaffold/beginning/index.ko.md" in names
    beginning = {name for name in names if name.startswith("sitegen/scaffold/beginning/")}
    assert not any("logo" in name or name.endswith(".md") for name in names - beginning)


def test_every_file_of_tests_is_run_by_the_test_command() -> None:
    listing = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-o", "addopts="]
    found = subprocess.run(
        [*listing, "-p", "no:cacheprovider"],
        cwd=CHECKOUT, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    files = CHECKOUT.glob("tests/**/test_*.py")
    own = {
        file.relative_to(CHECKOUT).as_posix() for file in files if "node_modules" not in file.parts
    }
    assert own == {line.partition("::")[0] for line in found.splitlines() if "::" in line}
