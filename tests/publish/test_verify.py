"""Verifying a folder and a site, with the command."""

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from sitegen.pages.hosting import FACTS
from tests.command import run, words
from tests.publish.built import built, edition, facts

STUB, GONE = b"leads to a", b"taken down"
FILES = {
    **edition("one", {"a": "A", "나": "B"}),
    "_redirects": b"for hosts",
    FACTS: facts(moved={"/ko/old/": "/ko/a/"}, gone=["/ko/gone/"]),
    "ko/old/index.html": STUB,
    "ko/gone/index.html": GONE,
}
READ = len(FILES) - 1  # the facts are for sitegen alone


class Site:
    """A published folder, served as a host does that may or may not know rules."""

    def __init__(self, folder: Path) -> None:
        self.rules, self.agents, self.busy = True, set[str](), 0
        handler = partial(self.handler(), directory=str(folder))
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def handler(self) -> type[SimpleHTTPRequestHandler]:
        site = self

        class Handler(SimpleHTTPRequestHandler):
            def do_GET(self) -> None:
                site.agents.add(self.headers["User-Agent"])
                if site.busy:
                    site.busy -= 1
                    self.send_response(503)
                    self.send_header("Retry-After", "0")
                    self.end_headers()
                elif site.rules and self.path == "/ko/old/":
                    self.send_response(301)
                    self.send_header("Location", "/ko/a/")
                    self.end_headers()
                elif site.rules and self.path == "/ko/gone/":
                    self.send_response(410)
                    self.send_header("Content-Length", str(len(GONE)))
                    self.end_headers()
                    self.wfile.write(GONE)
                else:
                    super().do_GET()

            def log_message(self, *_: object) -> None:
                pass

        return Handler


@pytest.fixture
def www(tmp_path: Path) -> Path:
    """A published site."""
    run("publish", "--site", built(tmp_path / "site", FILES), tmp_path / "www")
    return tmp_path / "www"


@pytest.fixture
def site(www: Path) -> Iterator[Site]:
    one = Site(www)
    yield one
    one.server.shutdown()
    one.server.server_close()


@pytest.mark.parametrize("place", ["site/dist", "www"])
def test_folders_are_verified_by_their_manifest(www: Path, tmp_path: Path, place: str) -> None:
    folder = tmp_path / place
    outcome = run("verify", folder)
    assert (outcome.status, outcome.out) == (
        0,
        f"{READ} of {READ} addresses as published.\n",
    )
    (folder / "ko/a/index.html").write_text("other", encoding="utf-8")
    (folder / "feed.rss").unlink()
    outcome = run("verify", folder, "--quiet")
    assert outcome.status == 1
    assert outcome.err == words("""
        feed.rss: cannot be read: No such file or directory
        ko/a/index.html: holds other bytes
        """)
    assert www.exists()


def test_a_folder_without_a_manifest_cannot_be_verified(tmp_path: Path) -> None:
    outcome = run("verify", tmp_path)
    assert outcome.status == 2
    assert "holds no manifest of a site" in outcome.err


@pytest.mark.parametrize("rules", [True, False])
def test_a_site_answers_by_its_rules_or_with_what_stands_in_for_them(
    site: Site, *, rules: bool
) -> None:
    site.rules = rules
    outcome = run("verify", site.url)
    assert outcome.status == 0, outcome.err
    asked = READ - 2  # hosts show nobody _headers and _redirects
    assert outcome.out == f"{asked} of {asked} addresses as published.\n"
    assert len(site.agents) == 1
    assert next(iter(site.agents)).startswith("sitegen-verify/")


def test_every_address_that_answers_otherwise_is_told(site: Site, www: Path) -> None:
    (www / "ko/나/index.html").write_text("other", encoding="utf-8")
    (www / "feed.rss").unlink()
    (www / "media/a-1.jpg").write_bytes(b"")
    outcome = run("verify", site.url, "--quiet")
    assert outcome.status == 1
    assert outcome.err == words(f"""
        {site.url}/feed.rss: answers 404, not 200
        {site.url}/ko/나/: answers with other bytes
        {site.url}/media/a-1.jpg: answers with other bytes
        """)
    assert '"wrong": [' in run("verify", site.url, "--json").out


def test_redirects_must_lead_to_the_right_place(site: Site, tmp_path: Path) -> None:
    moved = {**FILES, FACTS: facts(moved={"/ko/old/": "/ko/나/"}, gone=["/ko/gone/"])}
    files = built(tmp_path / "site", moved)
    run("export", "--site", files, "--manifest", tmp_path / "list.tsv", "--quiet")
    outcome = run("verify", site.url, "--manifest", tmp_path / "list.tsv", "-q")
    url = f"{site.url}/ko/old/"
    assert outcome.err == f"{url}: leads to {site.url}/ko/a/, not to {site.url}/ko/%EB%82%98/\n"


def test_a_busy_server_is_asked_again(site: Site) -> None:
    site.busy = 2
    assert run("verify", site.url, "--connections", "1", "--delay", "0.001").status == 0


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("http://127.0.0.1:1", "http://127.0.0.1:1 does not answer: Connection refused\n"),
        ("ftp://host", "“ftp://host” is neither a folder nor a web address"),
    ],
)
def test_what_cannot_be_verified_is_told(place: str, said: str) -> None:
    outcome = run("verify", place)
    assert outcome.status == 2
    assert said in outcome.err
    assert "Traceback" not in outcome.err


def test_a_site_without_a_manifest_says_what_to_do(site: Site, www: Path) -> None:
    (www / ".well-known/site-manifest.tsv").unlink()
    outcome = run("verify", site.url)
    assert outcome.status == 2
    assert outcome.err == words(f"""
        Error: {site.url} has no manifest (404)
        Name one with --manifest; “sitegen export --manifest FILE” writes it.
        """)
