"""`sitegen check` tells of the ledger what a build would: in words, as JSON, for GitHub."""

import json
import shutil
from pathlib import Path

import pytest

from tests.check.told import check
from tests.command import words
from tests.permalinks.newsroom import permalinks, publish
from tests.sites import SiteFolder

LEDGER = "content/permalinks.tsv"
FIRST = "content/2023/gone/index.ko.md"


@pytest.fixture
def broken(site: SiteFolder) -> SiteFolder:
    """A published site that lost a story, and a ledger that was edited by hand."""
    site.article("2023/gone")
    site.article("stays")
    publish(site)
    shutil.rmtree(site.folder / "content/2023/gone")
    with (site.folder / LEDGER).open("a", encoding="utf-8") as ledger:
        ledger.write("/round/\t\t\tleads\t/about/\n")
        ledger.write("/about/\t\t\tleads\t/round/\n")
        ledger.write("/nowhere/\t\t\tleads\t/ko/none/\n")
    return site


def test_lost_addresses_and_circles_are_told_in_words(broken: SiteFolder) -> None:
    outcome = check(broken, "--quiet")
    assert outcome.out == words(
        """
        content/2023/gone/index.ko.md
          error: the file is gone, and nothing answers any more at /ko/2023/01/01/gone/
            Bring it back and put `withdrawn:` with date and reason into it, or give the address up on purpose with `sitegen permalinks retire content/2023/gone/index.ko.md --reason …`. If the article has another name now, list the address under `aliases:` there.

        content/permalinks.tsv
          error: /about/ cannot be answered: it leads round in a circle: /about/ → /round/ → /about/
            Correct its line, or retire it with `sitegen permalinks retire`.
          error: /nowhere/ cannot be answered: it leads to /ko/none/, where nothing is
            Correct its line, or retire it with `sitegen permalinks retire`.
          error: /round/ cannot be answered: it leads round in a circle: /round/ → /about/ → /round/
            Correct its line, or retire it with `sitegen permalinks retire`.

        4 errors in 2 files.
        """  # noqa: E501 (as the terminal has it)
    )
    assert (outcome.status, outcome.err) == (1, "")


def test_they_are_told_to_other_programs(broken: SiteFolder) -> None:
    outcome = check(broken, "--json")
    told = json.loads(outcome.out)
    assert (outcome.status, told["ok"]) == (1, False)
    assert [(item["family"], item["severity"], item["path"]) for item in told["problems"]] == [
        ("build", "error", path) for path in (FIRST, LEDGER, LEDGER, LEDGER)
    ]
    assert told["problems"][2] == {
        "family": "build",
        "severity": "error",
        "path": LEDGER,
        "line": 0,
        "column": 0,
        "message": "/nowhere/ cannot be answered: it leads to /ko/none/, where nothing is",
        "hint": "Correct its line, or retire it with `sitegen permalinks retire`.",
    }


def test_they_annotate_a_pull_request(broken: SiteFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(broken.folder)
    outcome = check(broken, "--github")
    correct = "%0ACorrect its line, or retire it with `sitegen permalinks retire`."
    at = f"::error file={LEDGER}::"
    assert outcome.out.splitlines() == [
        (
            f"::error file={FIRST}::the file is gone, and nothing answers any more at "
            "/ko/2023/01/01/gone/%0ABring it back and put `withdrawn:` with date and reason "
            "into it, or give the address up on purpose with `sitegen permalinks retire "
            f"{FIRST} --reason …`. If the article has another name now, list the address under "
            "`aliases:` there."
        ),
        (
            f"{at}/about/ cannot be answered: it leads round in a circle: "
            f"/about/ → /round/ → /about/{correct}"
        ),
        f"{at}/nowhere/ cannot be answered: it leads to /ko/none/, where nothing is{correct}",
        (
            f"{at}/round/ cannot be answered: it leads round in a circle: "
            f"/round/ → /about/ → /round/{correct}"
        ),
    ]
    assert outcome.status == 1


def test_a_line_that_is_none_is_named(broken: SiteFolder) -> None:
    file = broken.folder / LEDGER
    file.write_text("<<<<<<< ours\n/ko/\n", encoding="utf-8")
    assert check(broken, "--quiet").out == words(
        """
        content/permalinks.tsv
          error: a merge left its marks here
            at content/permalinks.tsv:1
            Keep the lines of both sides, in any order, and remove such marks.
          error: this is no line of the ledger
            at content/permalinks.tsv:2
            Bring back the line as it was in git; five columns with tabs between them.

        2 errors in 1 file.
        """
    )


def test_nothing_is_told_when_both_ways_out_were_taken(broken: SiteFolder) -> None:
    for what in (Path(FIRST).parent.as_posix(), "/round/", "/about/", "/nowhere/"):
        assert permalinks(broken, "retire", what, "--reason", "It went.").status == 0
    outcome = check(broken)
    assert outcome.out == "Nothing is wrong with 1 article in 1 story.\n"
    assert outcome.status == 0
