"""Publishing into a bucket: the command as a process, a real server, an observer."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sitegen.publish.listing import PENDING
from tests.command import Outcome, run
from tests.publish import bucket
from tests.publish.bucket import KEYS, Server
from tests.publish.built import built, edition, page, torn

ONE = edition("one", {"a": "A", "b": "B", "d": "D"})
TWO = edition("two", {"a": "A!", "c": "C", "d": "D!"})


@pytest.fixture(scope="module")
def running() -> Iterator[Server]:
    with bucket.server() as server:
        yield server


@pytest.fixture
def s3(running: Server, monkeypatch: pytest.MonkeyPatch) -> Server:
    running.reset()
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)
    return running


def publish(site: Path, s3: Server, *arguments: str) -> Outcome:
    return run("publish", "--site", site, s3.target, *arguments)


def published(s3: Server) -> dict[str, bytes]:
    """What readers find, without the records."""
    return {path: data for path, data in s3.objects().items() if ".well-known" not in path}


def test_objects_have_the_bytes_types_and_caching_of_the_site(s3: Server, tmp_path: Path) -> None:
    files = {**ONE, "ko/검색/index.html": page("검색"), "data.json": b"{}"}
    outcome = publish(built(tmp_path / "site", files), s3)
    assert outcome.status == 0, outcome.err
    assert published(s3) == files
    client = s3.client()
    facts = {
        path: client.head_object(Bucket="news", Key=f"site/{path}")
        for path in ("assets/site.one.css", "ko/검색/index.html", "feed.rss", "media/a-1.jpg")
    }
    assert {path: fact["ContentType"] for path, fact in facts.items()} == {
        "assets/site.one.css": "text/css; charset=utf-8",
        "ko/검색/index.html": "text/html; charset=utf-8",
        "feed.rss": "application/rss+xml",
        "media/a-1.jpg": "image/jpeg",
    }
    assert facts["assets/site.one.css"]["CacheControl"] == "public, max-age=31536000, immutable"
    assert "CacheControl" not in facts["feed.rss"]


def test_only_what_changed_is_sent_and_headers_count(s3: Server, tmp_path: Path) -> None:
    site = built(tmp_path / "site", ONE)
    publish(site, s3)
    s3.changes = 0
    assert publish(site, s3).out.startswith("Published 0 files")
    assert s3.changes == 0
    headers = b"/*.rss\n  Cache-Control: max-age=60\n" + ONE["_headers"]
    outcome = publish(built(site, {**ONE, "_headers": headers}), s3, "--verbose")
    assert "    + _headers\n    + feed.rss\n" in outcome.out
    fact = s3.client().head_object(Bucket="news", Key="site/feed.rss")
    assert fact["CacheControl"] == "max-age=60"


def test_killed_at_any_point_and_resumed_no_page_ever_lacks_its_parts(
    s3: Server, tmp_path: Path
) -> None:
    site = built(tmp_path / "site", ONE)
    looked = 0

    def look() -> None:
        nonlocal looked
        pages = s3.objects()
        looked += 1
        wrong.extend(torn(pages, pages.__contains__))
        wrong.extend(stays - pages.keys())

    wrong: list[str] = []
    stays: set[str] = set()
    s3.after = look
    # Change number 1 lists what is pending, the last three are the records.
    for files, kill in ((ONE, 6), (ONE, 0), (TWO, 3), (TWO, 7), (TWO, 0)):
        # Whatever is there and will be is there at every moment between.
        stays = s3.objects().keys() & files.keys()
        process = start(built(site, files), s3)
        s3.changes = 0
        s3.before = lambda number, process=process, kill=kill: (  # type: ignore[misc]
            killed(process) if number == kill else ""
        )
        process.communicate()
        assert (process.returncode == 0) == (kill == 0)
    assert not wrong
    assert looked > 20
    kept = {"assets/site.one.css": b"one"}
    assert published(s3) == {**TWO, **kept}
    s3.changes = 0
    assert publish(site, s3).status == 0
    assert s3.changes == 0


def start(site: Path, s3: Server) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "sitegen", "publish", s3.target, "--site", str(site)]
    return subprocess.Popen(
        [*command, "--quiet", "--uploads", "3"], stderr=subprocess.PIPE, env={**os.environ, **KEYS}
    )


def killed(process: subprocess.Popen[bytes]) -> str:
    """Kill it while it waits for an answer, which is that nothing was done."""
    process.kill()
    process.wait()
    return "503 Slow Down"


def test_a_server_that_is_busy_is_asked_again(s3: Server, tmp_path: Path) -> None:
    s3.before = lambda number: "503 Slow Down" if number in (2, 5) else ""
    outcome = publish(built(tmp_path / "site", ONE), s3)
    assert outcome.status == 0, outcome.err
    assert published(s3) == ONE


def test_a_publication_that_was_refused_says_so_without_its_secrets(
    s3: Server, tmp_path: Path
) -> None:
    s3.before = lambda number: "403 Forbidden" if number > 3 else ""
    outcome = publish(built(tmp_path / "site", ONE), s3)
    assert outcome.status == 2
    assert outcome.err.endswith(
        "Error: s3://news/site/ refuses these credentials (403)\n"
        "See that AWS_ACCESS_KEY_ID and its secret may read, write, list and delete.\n"
    )
    assert not any(secret in outcome.err + outcome.out for secret in list(KEYS.values())[:2])
    assert PENDING in s3.objects()


def test_a_publication_that_failed_says_how_to_go_on(s3: Server, tmp_path: Path) -> None:
    s3.before = lambda number: "400 Bad Request" if number > 3 else ""
    assert publish(built(tmp_path / "site", ONE), s3, "--quiet").err == (
        "Error: s3://news/site/: 400 Bad Request\n"
        "What arrived stays; publish again to go on from there.\n"
    )


def test_a_bucket_that_holds_other_things_is_not_touched(s3: Server, tmp_path: Path) -> None:
    s3.client().put_object(Bucket="news", Key="site/mine", Body=b"mine")
    outcome = publish(built(tmp_path / "site", ONE), s3)
    assert outcome.status == 2
    assert "s3://news/site/ holds files that sitegen did not publish" in outcome.err
    assert s3.objects() == {"mine": b"mine"}


def test_missing_keys_and_buckets_are_named(
    s3: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = built(tmp_path / "site", ONE)
    elsewhere = s3.target.replace("news", "olds")
    outcome = run("publish", "--site", site, elsewhere)
    assert (outcome.status, outcome.err) == (
        2,
        "Error: there is no bucket olds\nMake it first.\n",
    )
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    outcome = publish(site, s3)
    assert outcome.status == 2
    assert "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment." in outcome.err


def test_without_boto3_the_way_to_get_it_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "boto3", None)
    outcome = run("publish", "--site", built(tmp_path / "site", ONE), "s3://news")
    assert outcome.status == 2
    assert outcome.err == (
        "Error: publishing to a bucket needs boto3\nInstall it: pip install 'sitegen[s3]'\n"
    )
