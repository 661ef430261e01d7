"""Files that moved, at hosts that show files and know no rules, or only so many."""

import shutil
from http.client import HTTPConnection

import pytest

from sitegen.hosts import cloudflare, netlify
from tests.command import run
from tests.permalinks.newsroom import linkable, publish
from tests.sites import SiteFolder
from tests.validators.browser import serve

DAY = "/ko/2023/01/01"


@pytest.fixture
def archive(site: SiteFolder) -> SiteFolder:
    """A site that was published, and all of whose files have other names since."""
    site.configure(images={"widths": [16]}, feeds={"lists": ["tag"]})
    site.article("old", title="Harbour", image={"src": "a.jpg", "alt": "sea"}, tags=["port", "sea"])
    site.article("other", tags=["port"])
    site.photo("old/a.jpg")
    site.write("content/old/b.pdf", b"%PDF-1.4\n")
    site.write("static/logo-2020.svg", "<svg/>")
    publish(site)
    return site


def move(site: SiteFolder, **configuration: str) -> None:
    site.configure(images={"widths": [16]}, feeds={"lists": ["tag"]}, **configuration)
    shutil.move(site.folder / "content/old", site.folder / "content/new")
    site.article("new", title="Harbour", image={"src": "a.jpg", "alt": "sea"}, tags=["port"])
    (site.folder / "static/logo-2020.svg").rename(site.folder / "static/logo.svg")


def files_of(site: SiteFolder, *places: str) -> dict[str, bytes]:
    return {path: data for path, data in site.files().items() if path.startswith(places)}


def test_what_moved_stands_twice_where_no_rule_leads_on(archive: SiteFolder) -> None:
    before = files_of(archive, "media/old/", "logo-2020.svg")
    published = linkable(archive.dist)
    move(archive, host="files")
    report = archive.build()
    assert len(before) == 6
    assert files_of(archive, "media/old/", "logo-2020.svg") == before
    assert report.pages["copied image"] == {"": 4}
    assert report.pages["copied file"] == {"": 2}
    # The feed of a tag without articles answers with the next feed above it.
    feed = archive.files()["ko/tags/sea/feed.rss"]
    assert feed == archive.files()["ko/feed.rss"]
    with serve(archive.dist) as origin:
        wrong = {address for address in published if status(origin, address) != 200}
    assert wrong == set()
    done = run("permalinks", "verify", "--site", archive.folder)
    assert done.status == 0, done.err
    done = run("verify", archive.dist)
    assert done.status == 0, done.err


def status(origin: str, address: str) -> int:
    """What a server answers that obeys no rules."""
    connection = HTTPConnection(origin.removeprefix("http://"))
    connection.request("GET", address.encode().decode("latin-1"))
    found = connection.getresponse().status
    connection.close()
    return found


def test_a_copied_feed_has_what_is_new(archive: SiteFolder) -> None:
    move(archive, host="files")
    archive.build()
    archive.article("newest", title="The newest")
    archive.build()
    assert b"The newest" in archive.files()["ko/tags/sea/feed.rss"]


def test_hosts_with_rules_have_no_copies(archive: SiteFolder) -> None:
    move(archive)
    report = archive.build()
    assert files_of(archive, "media/old/", "logo-2020.svg") == {}
    assert not [kind for kind in report.pages if kind.startswith("copied")]


@pytest.mark.parametrize(
    ("name", "rules", "limit"), [("netlify", netlify, 4), ("cloudflare", cloudflare, 1)]
)
def test_what_is_beyond_a_host_s_limit_is_copied(
    archive: SiteFolder, monkeypatch: pytest.MonkeyPatch, name: str, rules: object, limit: int
) -> None:
    monkeypatch.setattr(rules, "MAX_RULES", limit)
    before = files_of(archive, "media/old/", "logo-2020.svg")
    move(archive, host=name)
    archive.build()
    text = archive.read("/_redirects")
    now = archive.files()
    assert all(path in now or f"/{path} " in text or "/media/old/* " in text for path in before)
    assert any(path in now for path in before)
    assert all(now[path] == data for path, data in before.items() if path in now)


def test_what_was_withdrawn_is_not_copied(archive: SiteFolder) -> None:
    move(archive, host="files")
    publish(archive)
    gone = {"date": "2024-01-01", "reason": "It was forged."}
    archive.article("new", title="Harbour", image={"src": "a.jpg", "alt": "sea"}, withdrawn=gone)
    archive.build()
    assert files_of(archive, "media/") == {}


def test_what_was_copied_goes_when_a_rule_leads_on(archive: SiteFolder) -> None:
    move(archive, host="files")
    archive.build()
    archive.configure(images={"widths": [16]}, feeds={"lists": ["tag"]})
    archive.build()
    found = archive.files()
    shutil.rmtree(archive.dist)
    shutil.rmtree(archive.folder / ".sitegen")
    archive.build()
    assert archive.files() == found
    assert "media/old/a.jpg" not in found
