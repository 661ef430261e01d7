"""Publishing to a branch of a git repository, as Pages hosts read it."""

import subprocess
from pathlib import Path

import pytest

from sitegen.publish.branch import Branch
from sitegen.publish.listing import Listed
from tests.command import Outcome, run
from tests.publish.built import built, edition

ONE = edition("one", {"a": "A", "나": "B"})
TWO = edition("two", {"a": "A!", "c": "C"})


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "Desk")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "desk@news.example")
    folder = tmp_path / "pages.git"
    git(tmp_path, "init", "--quiet", "--bare", str(folder))
    return folder


def git(folder: Path, *arguments: str) -> str:
    command = ["git", *arguments]
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout


def publish(site: Path, repository: Path, *arguments: str) -> Outcome:
    return run("publish", "--site", site, f"git+{repository.as_uri()}#gh-pages", *arguments)


def files(repository: Path, branch: str = "gh-pages") -> dict[str, bytes]:
    """What the branch holds, without the records."""
    names = git(repository, "ls-tree", "-r", "-z", "--name-only", branch).split("\0")[:-1]
    return {
        name: subprocess.run(
            ["git", "cat-file", "blob", f"{branch}:{name}"],
            cwd=repository, check=True, capture_output=True,
        ).stdout
        for name in names
        if not name.startswith(".well-known/")
    }  # fmt: skip


def test_every_publication_is_one_commit(repository: Path, tmp_path: Path) -> None:
    site = built(tmp_path / "site", ONE)
    outcome = publish(site, repository)
    assert outcome.status == 0, outcome.err
    assert files(repository) == {**ONE, ".nojekyll": b""}
    publish(built(site, TWO), repository)
    # The old stylesheet stays for copies of old pages.
    assert files(repository) == {**TWO, ".nojekyll": b"", "assets/site.one.css": b"one"}
    assert publish(site, repository).out.startswith("Published 0 files")
    assert git(repository, "log", "--format=%an <%ae> %s", "gh-pages").splitlines() == [
        "Desk <desk@news.example> Publish the site"
    ] * 2  # fmt: skip
    assert git(repository, "diff", "--name-status", "gh-pages^", "gh-pages").splitlines() == [
        "M\t.well-known/site-manifest.tsv",
        "A\t.well-known/site-pending.tsv",
        "A\tassets/site.two.css",
        "M\tko/a/index.html",
        "A\tko/c/index.html",
        "M\tko/index.html",
        'D\t"ko/\\353\\202\\230/index.html"',
        "D\tmedia/a-1.jpg",
        "A\tmedia/a-2.jpg",
        "A\tmedia/c-1.jpg",
        'D\t"media/\\353\\202\\230-1.jpg"',
    ]


def test_what_others_put_on_the_branch_stays(repository: Path, tmp_path: Path) -> None:
    site = built(tmp_path / "site", ONE)
    publish(site, repository)
    git(tmp_path, "clone", "--quiet", "--branch", "gh-pages", str(repository), "clone")
    (tmp_path / "clone/CNAME").write_text("news.example\n", encoding="utf-8")
    git(tmp_path / "clone", "add", "CNAME")
    git(tmp_path / "clone", "commit", "--quiet", "--message", "Our name")
    git(tmp_path / "clone", "push", "--quiet")
    assert publish(built(site, TWO), repository).status == 0
    assert files(repository)["CNAME"] == b"news.example\n"
    assert git(repository, "log", "--format=%s", "gh-pages").count("\n") == 3


def test_a_branch_with_other_things_is_taken_over_only_when_that_is_wanted(
    repository: Path, tmp_path: Path
) -> None:
    git(tmp_path, "clone", "--quiet", str(repository), "clone")
    (tmp_path / "clone/feed.rss").write_bytes(ONE["feed.rss"])
    git(tmp_path / "clone", "add", "feed.rss")
    git(tmp_path / "clone", "commit", "--quiet", "--message", "By hand")
    git(tmp_path / "clone", "push", "--quiet", "origin", "HEAD:gh-pages")
    site = built(tmp_path / "site", ONE)
    assert publish(site, repository).status == 2
    outcome = publish(site, repository, "--adopt")
    assert f"Published {len(ONE) - 1} files" in outcome.out
    assert files(repository) == {**ONE, ".nojekyll": b""}


def test_a_publication_that_dies_changes_nothing(repository: Path, tmp_path: Path) -> None:
    site = built(tmp_path / "site", ONE)
    publish(site, repository)
    branch = Branch(repository.as_uri(), "gh-pages", tmp_path / "work", 1)
    branch.begin()
    data = (site / "dist/feed.rss").read_bytes()
    branch.write("feed.rss", b"half of it", "text/plain")
    branch.remove("ko/index.html")
    branch.close()
    assert data == files(repository)["feed.rss"]
    assert files(repository) == {**ONE, ".nojekyll": b""}
    item = Listed("feed.rss", len(data), "other", "", "", "200")
    assert not branch.holds(item)


def test_a_push_that_comes_too_late_is_refused(repository: Path, tmp_path: Path) -> None:
    site = built(tmp_path / "site", ONE)
    publish(site, repository)
    late = Branch(repository.as_uri(), "gh-pages", tmp_path / "work", 1)
    late.begin()
    publish(built(site, TWO), repository)
    late.write("feed.rss", b"late", "text/plain")
    with pytest.raises(Exception, match="rejected"):
        late.finish()
    assert files(repository)["feed.rss"] == TWO["feed.rss"]
