"""The command as people and scripts use it."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import click
import pytest

from sitegen import __version__
from sitegen.cli import main
from tests.command import build, run, words
from tests.sites import NOW, SiteFolder

CONTEXT = click.Context(main)
COMMANDS = main.list_commands(CONTEXT)


def process(
    *arguments: str | Path, folder: Path | None = None, variables: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the command as a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "sitegen", *map(str, arguments)],
        cwd=folder,
        env={**os.environ, "NO_COLOR": "1", **(variables or {})},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_help_names_every_command() -> None:
    outcome = run("--help")
    assert outcome.status == 0
    assert "Build a multilingual news archive" in outcome.out
    assert COMMANDS
    assert all(f"\n  {name} " in outcome.out for name in COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("option", ["-h", "--help"])
def test_every_command_explains_every_option(name: str, option: str) -> None:
    outcome = run(name, option)
    assert outcome.status == 0
    command = main.get_command(CONTEXT, name)
    assert command is not None
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help
            assert all(spelling in outcome.out for spelling in parameter.opts)


def test_the_version_is_told() -> None:
    assert run("--version").out == f"sitegen, version {__version__}\n"


def test_the_package_runs_as_a_module_and_calls_itself_sitegen() -> None:
    result = process("--help")
    assert result.returncode == 0
    assert result.stdout.startswith("Usage: sitegen [OPTIONS] COMMAND")
    assert result.stderr == ""


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shells_can_complete(shell: str) -> None:
    result = process(variables={"_SITEGEN_COMPLETE": f"{shell}_source"})
    assert result.returncode == 0
    assert f"_SITEGEN_COMPLETE={shell}_complete" in result.stdout


def test_a_shell_is_offered_commands_and_options() -> None:
    completing = {"_SITEGEN_COMPLETE": "bash_complete", "COMP_CWORD": "1"}
    result = process(variables={**completing, "COMP_WORDS": "sitegen bu"})
    assert result.stdout.split() == ["plain,build"]
    completing["COMP_CWORD"] = "2"
    result = process(variables={**completing, "COMP_WORDS": "sitegen build --st"})
    assert result.stdout.split() == ["plain,--strict"]


def test_a_site_is_built_where_one_stands(site: SiteFolder) -> None:
    site.article("2023/a")
    result = process("build", "--now", NOW, folder=site.folder)
    assert result.returncode == 0
    assert result.stderr.startswith("photos and files: 0\narticles: 1\npages: ")
    said = "Built 1 article in 1 story, 0 redirects, 0 images, 0 warnings into dist in "
    assert said in result.stdout
    assert site.read("/ko/2023/01/01/a/")


def test_wrong_content_ends_with_one(site: SiteFolder) -> None:
    site.write("content/a.ko.md", "")
    result = process("build", "--quiet", folder=site.folder)
    assert result.returncode == 1
    assert result.stdout == ""
    assert result.stderr == words("""
        content/a.ko.md
          error: the file is empty
            at content/a.ko.md:1
            Begin with a line “---”, fields such as “title: …” and “date: …”, and a line “---”.

        1 error in 1 file.
        Nothing was written.
        """)
    assert not site.dist.exists()


def test_a_wrong_command_ends_with_two(tmp_path: Path) -> None:
    result = process("build", folder=tmp_path)
    assert result.returncode == 2
    assert result.stderr == words(f"""
        Error: there is no pyproject.toml in {tmp_path.resolve()}
        Run it in the site's folder, or name that folder with --site.
        """)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--no-such-option"], "--no-such-option"),
        (["--workers", "0"], "0 is not in the range"),
        (["surplus"], "unexpected extra argument (surplus)"),
        (["--now", "soon"], "Error: --now: “soon” is not a time\nWrite it like 2027-01-01T09:00"),
        (["--base-url", "x"], "Error: --base-url: “x” is not a web address\nWrite it with scheme"),
    ],
)
def test_wrong_arguments_end_with_two(site: SiteFolder, arguments: list[str], said: str) -> None:
    site.article("a")
    outcome = run("build", "--site", site.folder, *arguments)
    assert outcome.status == 2
    assert said in outcome.err
    assert not site.dist.exists()


def test_an_output_that_holds_other_files_is_refused(site: SiteFolder, tmp_path: Path) -> None:
    site.article("a")
    (tmp_path / "own").mkdir()
    (tmp_path / "own/letter.txt").write_text("Dear", encoding="utf-8")
    outcome = build(site, "--output", tmp_path / "own")
    assert outcome.status == 2
    assert outcome.err == words(f"""
        Error: {tmp_path / "own"} holds files that sitegen did not write
        Name a new or empty folder with --output; nothing in this one was changed.
        """)
    assert [file.name for file in (tmp_path / "own").iterdir()] == ["letter.txt"]


def test_the_summary_counts_pages_by_kind_and_language(site: SiteFolder) -> None:
    site.article("a")
    site.article("a/index.en.md")
    site.article("b", aliases=["/old/"])
    out = build(site).out
    assert "  article            3   en 1, ko 2\n" in out
    assert "  redirect           1   ko 1\n" in out
    assert "Built 3 articles in 2 stories, 1 redirect, 0 images, 0 warnings into " in out


def test_verbose_tells_what_was_written(site: SiteFolder) -> None:
    site.article("a")
    assert " files written, 0 unchanged, 0 removed\n" in build(site, "-v").out
    assert "  0 files written, " in build(site, "-v").out


def test_quiet_tells_nothing_when_all_is_well(site: SiteFolder) -> None:
    site.article("a")
    assert build(site, "-q") == (0, "", "")


def test_the_next_article_that_is_due_is_told(site: SiteFolder) -> None:
    site.article("a", date="2024-07-01T09:00")
    site.article("b", date="2025-07-01")
    site.article("c", date="2024-06-15", draft=True)
    assert "The next article is due 2024-07-01T09:00+09:00.\n" in build(site).out


def test_drafts_and_future_articles_are_shown_when_asked_for(site: SiteFolder) -> None:
    site.article("a", date="2024-07-01")
    site.article("b", draft=True)
    assert "Built 0 articles" in build(site).out
    assert "Built 2 articles" in build(site, "--drafts", "--future").out


def test_json_is_one_object_when_all_is_well(site: SiteFolder) -> None:
    site.photo("a/p.jpg")
    site.article("a", image="p.jpg")
    outcome = build(site, "--json")
    report = json.loads(outcome.out)
    assert (outcome.status, outcome.err) == (0, "")
    assert report["ok"] is True
    assert report["articles"] == 1
    assert report["pages"]["article"] == {"ko": 1}
    (problem,) = report["problems"]
    assert problem == {
        "path": "content/a/index.ko.md",
        "line": 4,
        "column": 1,
        "message": "the photo “p.jpg” has no alt text",
        "hint": "Say what it shows, for those who cannot see it.",
        "severity": "warning",
    }


def test_json_is_one_object_when_the_content_is_wrong(site: SiteFolder) -> None:
    site.write("content/a.ko.md", "")
    outcome = build(site, "--json")
    report = json.loads(outcome.out)
    assert (outcome.status, outcome.err) == (1, "")
    assert report["ok"] is False
    assert [problem["message"] for problem in report["problems"]] == ["the file is empty"]


def test_json_is_one_object_when_the_command_is_wrong(site: SiteFolder) -> None:
    outcome = build(site, "--json", "--base-url", "x")
    assert outcome.status == 2
    assert json.loads(outcome.out) == {
        "ok": False,
        "error": "--base-url: “x” is not a web address",
        "hint": "Write it with scheme and host, such as https://news.example.",
    }


def test_the_time_comes_from_the_environment_when_it_is_there(
    site: SiteFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.article("a", date="2020-01-01")
    arguments = ("build", "--site", site.folder, "--workers", "1")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1500000000")
    assert "Built 0 articles" in run(*arguments).out
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1600000000")
    assert "Built 1 article " in run(*arguments).out
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "soon")
    outcome = run(*arguments)
    assert outcome.status == 2
    assert outcome.err == "Error: SOURCE_DATE_EPOCH: “soon” is not a number of seconds\n"


def test_a_time_without_zone_is_in_the_zone_of_the_site(site: SiteFolder) -> None:
    site.article("a", date="2024-06-01T12:00:00+09:00")
    for now, count in (("2024-06-01T11:59", 0), ("2024-06-01T12:00", 1), ("2024-06-01T02:59Z", 0)):
        assert f"Built {count} article" in build(site, "--now", now).out


@pytest.mark.parametrize("moment", ["0001-01-01", "9999-12-31T23:59Z", "tomorrow"])
def test_a_moment_that_no_calendar_holds_is_refused(site: SiteFolder, moment: str) -> None:
    site.article("a/index.ko.md")
    told = build(site, "--now", moment)
    assert told.status == 2
    assert f"--now: “{moment}” is not a time" in told.err


def test_a_logo_that_is_not_there_is_an_error(site: SiteFolder) -> None:
    site.article("a/index.ko.md")
    site.configure(logo="logo.png")
    site.write("static/logo-2.png", "")
    told = build(site)
    assert told.status == 1
    assert "the logo “logo.png” is not in static/" in told.err
    assert "Did you mean “logo-2.png”?" in told.err
