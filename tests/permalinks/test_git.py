"""The ledger in a git checkout: merges, and which revision last had a file."""

import os
import shutil
import subprocess

import pytest

from sitegen.build.revisions import last_revisions
from tests.permalinks.newsroom import entries, ledger_of, publish
from tests.sites import SiteFolder

_NOBODY = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    **{f"GIT_{who}_{what}": "x@x" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
}


def git(site: SiteFolder, *arguments: str) -> str:
    done = subprocess.run(
        ["git", *arguments],
        cwd=site.folder,
        env={**os.environ, **_NOBODY},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def commit(site: SiteFolder, message: str) -> str:
    git(site, "add", "-A", "content", "pyproject.toml")
    git(site, "commit", "-q", "-m", message)
    return git(site, "rev-parse", "--short", "HEAD")


@pytest.fixture
def checkout(site: SiteFolder) -> SiteFolder:
    git(site, "init", "-q", "-b", "main")
    site.article("2024/first", tags=["port"])
    publish(site)
    commit(site, "first")
    return site


def test_two_branches_that_publish_on_one_day_merge_by_themselves(checkout: SiteFolder) -> None:
    site = checkout
    git(site, "checkout", "-q", "-b", "other")
    for name in ("b", "d"):
        site.article(f"2024/{name}", date="2024-05-05", tags=["port", "sea"])
    site.article("2024/first", tags=["port"], slug="renamed")
    publish(site)
    commit(site, "other")
    git(site, "checkout", "-q", "main")
    for name in ("a", "c", "e"):
        site.article(f"2024/{name}", date="2024-05-05", tags=["port"])
    site.article("2024/second", title="Corrected", tags=["sea"])
    publish(site)
    commit(site, "main")
    git(site, "merge", "-q", "-m", "merge", "other")
    assert not git(site, "status", "--porcelain", "--", "content")
    both = entries(site)
    for name in "abcde":
        assert f"/ko/2024/05/05/{name}/" in both
    assert "/ko/2023/01/01/renamed/" in both
    assert not site.build().problems
    publish(site)
    lines = list(ledger_of(site).lines)
    assert lines == sorted(lines)
    assert len({line.partition("\t")[0] for line in lines}) == len(lines)
    file = site.folder / "content/permalinks.tsv"
    assert file.read_text(encoding="utf-8").splitlines()[1:] == lines


def test_a_file_that_is_gone_is_named_with_the_revision_that_last_had_it(
    checkout: SiteFolder,
) -> None:
    site = checkout
    site.article("2024/second", tags=["port"])
    publish(site)
    before = commit(site, "second")
    shutil.rmtree(site.folder / "content/2024/second")
    path = "content/2024/second/index.ko.md"
    (problem,) = site.problems()
    assert f"git checkout HEAD -- {path}" in problem.hint
    removed = commit(site, "removed")
    site.article("2024/third")
    commit(site, "third")
    (problem,) = site.problems()
    assert problem.path == path
    assert f"git checkout {removed}^ -- {path}" in problem.hint
    assert git(site, "rev-parse", "--short", f"{removed}^") == before
    git(site, "checkout", f"{removed}^", "--", path)
    site.build()


def test_a_site_below_the_top_of_a_checkout_is_understood(checkout: SiteFolder) -> None:
    below = SiteFolder(checkout.folder / "below")
    below.article("story")
    git(checkout, "add", "below/content")
    git(checkout, "commit", "-q", "-m", "below")
    shutil.rmtree(below.folder / "content/story")
    path = "content/story/index.ko.md"
    assert last_revisions(below.folder, [path]) == {path: "HEAD"}
    git(checkout, "commit", "-q", "-a", "-m", "gone")
    revision = git(checkout, "rev-parse", "--short", "HEAD")
    assert last_revisions(below.folder, [path]) == {path: f"{revision}^"}


def test_no_git_is_needed(site: SiteFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    site.article("story")
    publish(site)
    shutil.rmtree(site.folder / "content/story")
    monkeypatch.setenv("PATH", "")
    (problem,) = site.problems()
    assert "Bring it back and put" in problem.hint
