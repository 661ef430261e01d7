"""Addresses of targets, and what is said of wrong ones."""

from pathlib import Path

import pytest

from sitegen.publish import s3
from sitegen.publish.targets import (
    BranchTarget,
    BucketTarget,
    FolderTarget,
    NetlifyTarget,
    Target,
    parsed,
)
from tests.command import run
from tests.publish.built import built, edition

ONE = edition("one", {"a": "A"})


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("/srv/www", FolderTarget(Path("/srv/www"))),
        ("./www", FolderTarget(Path("/news/www"))),
        ("file:///srv/my%20www", FolderTarget(Path("/srv/my www"))),
        ("s3://news", BucketTarget(s3.Place("news"))),
        (
            "s3://news/a/b/?endpoint=http://localhost:9000&region=eu&style=path",
            BucketTarget(s3.Place("news", "a/b/", "http://localhost:9000", "eu", "path")),
        ),
        ("netlify://my-id", NetlifyTarget("my-id", "https://api.netlify.com/api/v1")),
        (
            "git+ssh://git@host/news.git#gh-pages",
            BranchTarget("ssh://git@host/news.git", "gh-pages"),
        ),
        ("git+file:///srv/news.git#pages", BranchTarget("file:///srv/news.git", "pages")),
    ],
)
def test_an_address_says_where_and_how(address: str, target: Target) -> None:
    assert parsed(address, Path("/news")) == target


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("git+file:///nowhere.git#gh-pages", "does not appear to be a git repository"),
        ("git+file:///x.git", "names no branch\nWrite it at the end: git+file:///x.git#gh-pages"),
        ("git+file:///x.git#a..b", "“a..b” cannot be the name of a branch"),
        ("git+https://me:hunter2@host/x.git#b", "may hold no name or password"),
        ("ftp://host/x", "nothing can be published to “ftp://”"),
        ("s3://", "the address names no bucket"),
        ("s3://b?regoin=x", "s3://… has no option “regoin”\nDid you mean “region”?"),
        ("s3://b?style=odd", "style=“odd” is unknown"),
        ("s3://b?endpoint=localhost", "endpoint: this is no web address"),
        ("s3://key:hunter2@b/p", "may hold no name or password"),
        ("netlify://", "the address names no site"),
        ("netlify://x?api=http://far.example", "the token would be sent in clear text"),
    ],
)
def test_what_is_wrong_with_an_address_is_told(tmp_path: Path, target: str, said: str) -> None:
    outcome = run("publish", "--site", built(tmp_path / "site", ONE), target)
    assert outcome.status in (1, 2)
    assert said in outcome.err
    assert "hunter2" not in outcome.err
