"""The list as a whole: order, forms, exit status, what is reused and what is left alone."""

import json
from pathlib import Path

import pytest

from sitegen.build import lock
from tests.check.told import check
from tests.command import build, words
from tests.sites import SiteFolder, contents


@pytest.fixture
def mixed(site: SiteFolder) -> SiteFolder:
    """A site with one problem of each severity."""
    site.article("a", summary="가" * 200)
    site.article("b", "[x](#nowhere)")
    site.article("c", "[x](gone.pdf)")
    return site


def test_the_worst_comes_first_and_all_are_counted(mixed: SiteFolder) -> None:
    outcome = check(mixed, "--quiet")
    assert outcome.out == words("""
        content/c/index.ko.md
          error: there is no file “gone.pdf”
            at content/c/index.ko.md:5:5
            Put the file beside the article.

        content/b/index.ko.md
          warning: the link leads to “#nowhere”, which is nowhere in content/b/index.ko.md
            at content/b/index.ko.md:5
            It has no headings.

        content/a/index.ko.md
          notice: the summary takes 400 columns, 240 are shown
            at content/a/index.ko.md:4:1
            A column is a Latin letter; ideographs, kana and Hangul take two. Shorten it.

        1 error, 1 warning and 1 notice in 3 files.
        """)
    assert (outcome.status, outcome.err) == (1, "")


@pytest.mark.parametrize(
    ("worst", "fail_on", "status"),
    [
        ("error", "error", 1),
        ("error", "never", 0),
        ("warning", "error", 0),
        ("warning", "warning", 1),
        ("warning", "notice", 1),
        ("notice", "warning", 0),
        ("notice", "notice", 1),
        ("", "notice", 0),
    ],
)
def test_the_exit_status_goes_by_severity(
    site: SiteFolder, worst: str, fail_on: str, status: int
) -> None:
    text = {"error": "[x](gone.pdf)", "warning": "[x](#nowhere)"}.get(worst, "Text.")
    site.article("a", text, summary="가" * 200 if worst == "notice" else "")
    assert check(site, "--fail-on", fail_on).status == status


def test_only_some_families_are_asked_for(mixed: SiteFolder) -> None:
    outcome = check(mixed, "--quiet", "--only", "links", "--only", "texts")
    assert outcome.status == 0
    assert outcome.out.endswith("1 warning and 1 notice in 2 files.\n")


def test_json_is_one_object(mixed: SiteFolder) -> None:
    outcome = check(mixed, "--json")
    report = json.loads(outcome.out)
    assert (outcome.status, outcome.err) == (1, "")
    assert {key: report[key] for key in ("ok", "articles", "stories")} == {
        "ok": False,
        "articles": 3,
        "stories": 3,
    }
    assert [item["family"] for item in report["problems"]] == ["build", "links", "texts"]
    assert report["problems"][1] == {
        "family": "links",
        "path": "content/b/index.ko.md",
        "line": 5,
        "column": 0,
        "message": "the link leads to “#nowhere”, which is nowhere in content/b/index.ko.md",
        "hint": "It has no headings.",
        "severity": "warning",
    }


def test_annotations_name_files_as_seen_from_the_repositorys_top(
    mixed: SiteFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    mixed.article("100%,a:b", "[x](#y)")
    monkeypatch.chdir(mixed.folder.parent)
    name = mixed.folder.name
    assert check(mixed, "--github").out == words(f"""
        ::error file={name}/content/c/index.ko.md,line=5,col=5::there is no file “gone.pdf”%0APut the file beside the article.
        ::warning file={name}/content/100%25%2Ca%3Ab/index.ko.md,line=5::the link leads to “#y”, which is nowhere in content/100%25,a:b/index.ko.md%0AIt has no headings.
        ::warning file={name}/content/b/index.ko.md,line=5::the link leads to “#nowhere”, which is nowhere in content/b/index.ko.md%0AIt has no headings.
        ::notice file={name}/content/a/index.ko.md,line=4,col=1::the summary takes 400 columns, 240 are shown%0AA column is a Latin letter; ideographs, kana and Hangul take two. Shorten it.
        """)  # noqa: E501


def test_nothing_is_wrong_with_a_good_site(site: SiteFolder) -> None:
    site.article("a")
    site.article("a/index.en.md", "In English.")
    outcome = check(site)
    assert outcome.status == 0
    assert outcome.out == "Nothing is wrong with 2 articles in 1 story.\n"
    assert check(site, "--quiet") == (0, "", "")


def test_an_error_in_the_configuration_is_in_the_list(site: SiteFolder) -> None:
    site.configure(check={"begins": "soon", "translations": {"languages": ["jp"], "days": 3}})
    assert "unknown field “check.translations.days”" in check(site).out
    site.configure(check={"begins": "soon", "translations": {"languages": ["kr"]}})
    outcome = check(site, "--quiet")
    assert outcome.status == 1
    assert outcome.out == words("""
        pyproject.toml
          error: “kr” is no language of this site
            at pyproject.toml:6
            Known languages: ko, en.
          error: “soon” is not a date
            at pyproject.toml:6
            Write it like 2024-01-01.

        2 errors in 1 file.
        """)


def test_broken_templates_and_styles_are_in_the_list(site: SiteFolder) -> None:
    site.article("a")
    site.write("templates/article.html", b"\xff")
    assert "the file is not in UTF-8" in check(site).out


def test_a_folder_without_a_site_is_a_wrong_command(site: SiteFolder) -> None:
    (site.folder / "pyproject.toml").unlink()
    outcome = check(site)
    assert outcome.status == 2
    assert "there is no pyproject.toml in" in outcome.err
    assert json.loads(check(site, "--json").out)["ok"] is False


def test_two_forms_at_once_are_refused(site: SiteFolder) -> None:
    outcome = check(site, "--json", "--github")
    assert outcome.status == 2
    assert "--json and --github exclude each other" in outcome.err


def test_the_output_is_neither_needed_nor_touched(mixed: SiteFolder) -> None:
    check(mixed)
    assert not mixed.dist.exists()
    (mixed.folder / "content/c/index.ko.md").unlink()
    build(mixed)
    mixed.article("d")
    before = {path: (mixed.dist / path).stat().st_mtime_ns for path in contents(mixed.dist)}
    check(mixed)
    assert {path: (mixed.dist / path).stat().st_mtime_ns for path in contents(mixed.dist)} == before


def test_what_a_build_or_a_check_knows_is_not_read_again(site: SiteFolder) -> None:
    site.article("a", "[x](#y)")
    site.article("b")
    first = check(site)
    assert "articles: 2\ntexts: 2\n" in first.err
    again = check(site)
    assert again.out == first.out
    assert "texts: 0\n" in again.err
    build(site)
    assert "texts: 0\n" in check(site).err
    site.article("b", "[x](#z)")
    changed = check(site)
    assert "texts: 1\n" in changed.err
    assert "“#z”" in changed.out


def test_builds_between_checks_are_as_clean_ones(site: SiteFolder, tmp_path: Path) -> None:
    site.photo("a/p.png")
    site.article("a", "One.", image="p.png")
    check(site)
    build(site)
    site.article("b", "Two.")
    check(site)
    site.article("a", "Other.")
    check(site)
    build(site)
    incremental = site.files()
    build(site, "--clean", "--output", tmp_path / "clean")
    assert incremental == contents(tmp_path / "clean")


def test_damaged_memories_are_dropped(site: SiteFolder) -> None:
    site.article("a", "[x](#y)")
    good = check(site).out
    for name in ("check.sqlite", "state.sqlite"):
        (site.folder / ".sitegen" / name).write_bytes(b"no database at all" * 99)
        assert check(site).out == good


def test_a_site_that_is_being_built_is_not_checked(site: SiteFolder) -> None:
    site.article("a")
    with lock.only_build(site.folder / ".sitegen"):
        outcome = check(site)
    assert outcome.status == 2
    assert outcome.err == words("""
        Error: another build of this site is running
        Wait until it ends, or stop it.
        """)
