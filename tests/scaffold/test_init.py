"""`sitegen init` begins a site that builds at once."""

import tomllib
from pathlib import Path

import pytest

from sitegen import __version__
from tests.command import run, words


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1718000000")  # 2024-06-10 in Seoul
    monkeypatch.chdir(tmp_path)


def test_a_new_site_builds_at_once_and_nothing_is_wrong_with_it() -> None:
    outcome = run("init", "news")
    assert (outcome.status, outcome.err) == (0, "Now: sitegen build --site news\n")
    assert outcome.out == words("""
        news/pyproject.toml
        news/netlify.toml
        news/requirements.txt
        news/.gitignore
        news/content/2024/06/alley-bookshop/index.ko.md
        news/content/2024/06/alley-bookshop/index.en.md
        news/content/2024/06/alley-bookshop/bookshop.svg
        """)
    built = run("build", "--site", "news", "--workers", "1", "--strict")
    assert "Built 2 articles in 1 story" in built.out
    page = Path("news/dist/en/2024/06/10/alley-bookshop/index.html").read_text(encoding="utf-8")
    assert "The alley bookshop was closing" in page
    assert "bookshop.svg" in page
    checked = run("check", "--site", "news", "--fail-on", "notice")
    assert (checked.status, checked.out) == (0, "Nothing is wrong with 2 articles in 1 story.\n")


def test_the_host_runs_what_the_site_needs() -> None:
    run("init", ".")
    host = tomllib.loads(Path("netlify.toml").read_text(encoding="utf-8"))
    assert host["build"]["publish"] == "dist"
    commands = [host["build"]["command"], host["context"]["deploy-preview"]["command"]]
    for command in commands:
        name, *arguments = command.split()
        assert name == "sitegen"
        assert run(*arguments, "--quiet", "--workers", "1").status == 0
    assert Path("requirements.txt").read_text(encoding="utf-8") == f"sitegen>={__version__}\n"
    assert Path(".gitignore").read_text(encoding="utf-8") == "/dist/\n/.sitegen/\n"


def test_new_stories_can_be_begun_in_it() -> None:
    run("init", "news")
    outcome = run("new", "river", "--site", "news", "--section", "village")
    assert outcome.out == "news/content/2024/06/river/index.ko.md\n"


def test_nothing_is_overwritten_and_nothing_half_written() -> None:
    Path("news").mkdir()
    Path("news/netlify.toml").write_text("mine")
    Path("news/README.md").write_text("mine, too")
    outcome = run("init", "news")
    assert outcome.status == 2
    assert outcome.err == words("""
        Error: news/netlify.toml is there already
        Nothing was written: sitegen never overwrites what you have.
        """)
    assert sorted(file.name for file in Path("news").iterdir()) == ["README.md", "netlify.toml"]
    assert Path("news/netlify.toml").read_text() == "mine"


def test_what_else_is_in_the_folder_is_no_matter() -> None:
    Path("news/.git").mkdir(parents=True)
    assert run("init", "news").status == 0


def test_a_file_in_the_place_of_the_folder_is_told() -> None:
    Path("news").write_text("a letter")
    outcome = run("init", "news")
    assert outcome.status == 2
    assert "'news' is a file" in outcome.err
