"""Publishing to Netlify: against a stand-in that checks every digest, as Netlify does."""

import hashlib
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote

import pytest

from sitegen.publish.listing import LISTING
from tests.command import Outcome, run
from tests.publish.built import built, edition

ONE = edition("one", {"a": "A", "나": "B"})
TWO = edition("two", {"a": "A!", "c": "C"})
TOKEN = "nfp_very-secret"


class StandIn:
    """One site at Netlify: deploys become the site when all their files have come."""

    def __init__(self) -> None:
        self.live: dict[str, str] = {}
        self.known: dict[str, bytes] = {}
        self.deploys: dict[str, dict[str, str]] = {}
        self.asked: dict[str, int] = {}
        self.uploads: list[str] = []
        self.busy: set[int] = set()
        self.lock = threading.Lock()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self.handler())
        self.api = f"http://127.0.0.1:{self.server.server_port}/api/v1"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def answer(self, method: str, path: str, body: bytes) -> tuple[int, object]:
        parts = path.removeprefix("/api/v1/").split("/")
        if parts[:2] == ["sites", "news"] and parts[2:] == ["files"]:
            return 200, [{"path": f"/{name}", "sha": sha} for name, sha in self.live.items()]
        if parts[:3] == ["sites", "news", "files"]:
            name = unquote("/".join(parts[3:]))
            return 200, {"path": f"/{name}", "sha": self.live[name]}
        if (method, parts) == ("POST", ["sites", "news", "deploys"]):
            asked = json.loads(body)
            assert asked["async"] is True
            name = f"d{len(self.deploys)}"
            self.deploys[name] = asked["files"]
            self.publish_complete()
            return 200, {"id": name, "state": "preparing"}
        if parts[0] == "deploys" and len(parts) == 2:
            return 200, self.state(parts[1])
        if method == "PUT" and parts[0] == "deploys":
            return self.upload(parts[1], unquote("/".join(parts[3:])), body)
        return 404, {}

    def upload(self, deploy: str, name: str, body: bytes) -> tuple[int, object]:
        self.uploads.append(name)
        if len(self.uploads) in self.busy:
            return 503, {}
        sha = hashlib.sha1(body).hexdigest()
        if self.deploys[deploy].get(name) != sha:
            return 422, {"message": "digest differs"}
        self.known[sha] = body
        self.publish_complete()
        return 200, {"path": name, "sha": sha}

    def state(self, deploy: str) -> object:
        self.asked[deploy] = self.asked.get(deploy, 0) + 1
        if self.asked[deploy] == 1:
            return {"id": deploy, "state": "preparing"}
        missing = sorted(set(self.deploys[deploy].values()) - self.known.keys())
        return {"id": deploy, "state": "ready" if not missing else "prepared", "required": missing}

    def publish_complete(self) -> None:
        files = list(self.deploys.values())[-1]
        if not set(files.values()) - self.known.keys():
            self.live = files

    def files(self) -> dict[str, bytes]:
        """What readers find, without the manifest."""
        return {name: self.known[sha] for name, sha in self.live.items() if name != LISTING}

    def handler(self) -> type[BaseHTTPRequestHandler]:
        stand_in = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                with stand_in.lock:
                    status, value = (
                        stand_in.answer(self.command, self.path, body)
                        if self.headers["Authorization"] == f"Bearer {TOKEN}"
                        else (401, {})
                    )
                data = json.dumps(value).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            do_POST = do_PUT = do_GET  # noqa: N815 (the handler's names)

            def log_message(self, *_: object) -> None:
                pass

        return Handler


@pytest.fixture
def netlify(monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    monkeypatch.setenv("NETLIFY_AUTH_TOKEN", TOKEN)
    stand_in = StandIn()
    yield stand_in
    stand_in.server.shutdown()
    stand_in.server.server_close()


def publish(site: Path, netlify: StandIn, *arguments: str) -> Outcome:
    return run("publish", "--site", site, f"netlify://news?api={netlify.api}", *arguments)


def test_a_deploy_sends_what_netlify_has_not(netlify: StandIn, tmp_path: Path) -> None:
    outcome = publish(built(tmp_path / "site", ONE), netlify)
    assert outcome.status == 0, outcome.err
    assert netlify.files() == ONE
    netlify.uploads.clear()
    outcome = publish(built(tmp_path / "site", TWO), netlify)
    assert netlify.files() == TWO
    assert set(netlify.uploads) == {
        LISTING, "assets/site.two.css", "media/a-2.jpg", "media/c-1.jpg", "ko/a/index.html",
        "ko/c/index.html", "ko/index.html",
    }  # fmt: skip
    assert outcome.out.splitlines()[-1].startswith("Published 7 files (")
    assert "4 removed, 7 read back: netlify://news in" in outcome.out


def test_a_deploy_that_stopped_goes_on_and_readers_see_nothing_of_it(
    netlify: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = built(tmp_path / "site", ONE)
    publish(site, netlify)
    built(site, TWO)
    sent = 0

    def stops(*_: object) -> tuple[int, object]:
        nonlocal sent
        sent += 1
        return StandIn.upload(netlify, *_) if sent <= 3 else (422, {})  # type: ignore[arg-type]

    monkeypatch.setattr(netlify, "upload", stops)
    outcome = publish(site, netlify, "--uploads", "1")
    assert outcome.status == 1
    assert "publish again to go on" in outcome.err
    assert netlify.files() == ONE
    monkeypatch.undo()
    monkeypatch.setenv("NETLIFY_AUTH_TOKEN", TOKEN)
    netlify.uploads.clear()
    assert publish(site, netlify).status == 0
    assert len(netlify.uploads) == 4
    assert netlify.files() == TWO


def test_netlify_is_asked_again_when_it_is_busy(netlify: StandIn, tmp_path: Path) -> None:
    netlify.busy = {2}
    assert publish(built(tmp_path / "site", ONE), netlify).status == 0
    assert netlify.files() == ONE


def test_a_dry_run_deploys_nothing(netlify: StandIn, tmp_path: Path) -> None:
    outcome = publish(built(tmp_path / "site", ONE), netlify, "--dry-run")
    assert outcome.status == 0
    assert not netlify.deploys


def test_a_wrong_token_is_told_and_not_shown(
    netlify: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = built(tmp_path / "site", ONE)
    monkeypatch.setenv("NETLIFY_AUTH_TOKEN", "wrong-token")
    outcome = publish(site, netlify)
    assert outcome.status == 2
    assert outcome.err.endswith(
        "Error: Netlify refuses the token\nSet NETLIFY_AUTH_TOKEN in the environment.\n"
    )
    assert "wrong-token" not in outcome.err
    monkeypatch.delenv("NETLIFY_AUTH_TOKEN")
    assert "there is no token for Netlify" in publish(site, netlify).err


def test_names_that_netlify_does_not_take_are_named(netlify: StandIn, tmp_path: Path) -> None:
    outcome = publish(built(tmp_path / "site", {"media/a#b.jpg": b"x"}), netlify)
    assert outcome.status == 2
    assert "“media/a#b.jpg” cannot be published there\nRename the file" in outcome.err
