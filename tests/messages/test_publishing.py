"""What is told of targets, of what is published there, and of what answers otherwise."""

import json
import os
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from sitegen.build.manifest import MANIFEST, UNKNOWN, Manifest
from sitegen.publish.listing import LISTING, PENDING
from tests.command import run, words
from tests.publish.built import built, edition

ONE = edition("one", {"a": "A"})


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A built site's folder."""
    return built(tmp_path / "site", ONE)


def publish(site: Path, *arguments: str | Path) -> str:
    """What is told at last, when a site is not published."""
    outcome = run("publish", "--quiet", "--uploads", "1", "--site", site, *arguments)
    assert outcome.status in (1, 2)
    return outcome.err


ADDRESSES = {
    "git+file:///nowhere.git#pages": """
        Error: file:///nowhere.git#pages: '/nowhere.git' does not appear to be a git repository
        See that the repository is there and that git may read it without asking.
        """,
    "git+file:///x.git": """
        Error: the address of a repository names no branch
        Write it at the end: git+file:///x.git#gh-pages
        """,
    "git+file:///x.git#a..b": """
        Error: “a..b” cannot be the name of a branch
        Take one such as gh-pages: letters, digits, hyphens.
        """,
    "git+https://me:hunter2@host/x.git#b": """
        Error: the address of a target may hold no name or password
        Take it out: secrets come from the environment, where no log shows them.
        """,
    "ftp://host/x": """
        Error: nothing can be published to “ftp://”
        It begins with one of: s3://, file://, netlify://, git+ssh://, git+https://, git+http://, git+file://.
        """,
    "s3://": """
        Error: the address names no bucket
        Write it like s3://bucket/prefix.
        """,
    "s3://b?regoin=x": """
        Error: s3://… has no option “regoin”
        Did you mean “region”?
        """,
    "file:///x?a=b": """
        Error: file://… has no option “a”
        It takes none.
        """,
    "s3://b?style=odd": """
        Error: style=“odd” is unknown
        Known styles: auto, path, virtual.
        """,
    "s3://b?endpoint=localhost": """
        Error: endpoint: this is no web address
        Write it like https://host.
        """,
    "netlify://": """
        Error: the address names no site
        Write netlify:// and the site's id, or its name such as news.netlify.app.
        """,
    "netlify://x?api=http://far.example": """
        Error: the token would be sent in clear text
        Write api=https://…
        """,
}


@pytest.mark.parametrize("address", ADDRESSES)
def test_addresses(site: Path, address: str) -> None:
    assert publish(site, address) == words(ADDRESSES[address])


def test_no_address(site: Path) -> None:
    assert publish(site) == words("""
        Error: which target?
        Name it: sitegen publish /srv/www. Or configure it: [tool.sitegen.publish.NAME]
        """)


# --- folders -------------------------------------------------------------------------------


def test_nothing_was_built(site: Path, tmp_path: Path) -> None:
    (site / "dist" / MANIFEST).unlink()
    assert publish(site, tmp_path / "www") == words(f"""
        Error: nothing was built into {site / "dist"}
        Run “sitegen build” first, or name the folder that was built into.
        """)


def test_a_build_that_did_not_end(site: Path, tmp_path: Path) -> None:
    (site / "dist" / MANIFEST).write_bytes(Manifest([]).changed({"x": UNKNOWN}).data())
    assert publish(site, tmp_path / "www") == words(f"""
        Error: the last build into {site / "dist"} did not end
        Run “sitegen build” first.
        """)


def test_a_file_in_the_place_of_the_manifest(site: Path, tmp_path: Path) -> None:
    built(site, {LISTING: b"x"})
    assert publish(site, tmp_path / "www") == words(f"""
        Error: {LISTING} belongs to the published manifest
        Remove that file from static/, and build again.
        """)


def test_damaged_facts(site: Path, tmp_path: Path) -> None:
    file = site / "dist/.sitegen-hosting.json"
    file.write_text("x", encoding="utf-8")
    assert publish(site, tmp_path / "www") == words(f"""
        Error: {file} is damaged, or another version's
        Build again: sitegen build --clean
        """)
    outcome = run("hosting", "nginx", tmp_path / "conf", "--site", site)
    assert outcome.err == words(f"""
        Error: {file} is damaged, or another version's
        Build the site first: sitegen build.
        """)
    file.unlink()
    outcome = run("hosting", "nginx", tmp_path / "conf", "--site", site)
    assert outcome.err == words(f"""
        Error: there is no built site in {site / "dist"}
        Build the site first: sitegen build.
        """)


@pytest.mark.parametrize(
    ("record", "data", "what"),
    [
        (LISTING, b"x", "it does not begin like a manifest of a site"),
        (PENDING, b"x", "it does not begin like a list of pending changes"),
        (LISTING, b"", ""),
    ],
)
def test_damaged_records(site: Path, tmp_path: Path, record: str, data: bytes, what: str) -> None:
    www = tmp_path / "www"
    run("publish", "--site", site, www)
    file, lines = www / record, b"x\tx\n"
    what = what or f"a line of it is damaged: {lines!r}"
    file.write_bytes(data or file.read_bytes() + lines)
    assert publish(site, www) == words(f"""
        Error: the records at {www} are damaged: {what}
        Remove {LISTING} and {PENDING} there, and publish with --adopt.
        """)


def test_a_folder_that_cannot_be_written(site: Path, tmp_path: Path) -> None:
    www = tmp_path / "www"
    run("publish", "--site", site, www)
    built(site, {**ONE, "ko/b": b"x"})
    waiting = www / ".sitegen-publishing"
    waiting.write_text("mine", encoding="utf-8")
    assert publish(site, www) == words(f"""
        Error: {waiting} cannot be written: File exists
        Mend that, and publish again.
        """)


def test_addresses_that_cannot_be_recorded(site: Path, tmp_path: Path) -> None:
    outcome = run("publish", "--site", site, tmp_path / "www")
    assert outcome.status == 0
    assert outcome.err.splitlines()[-1] == (
        "The addresses were not recorded: there is no build to go by. "
        "Run `sitegen build` first; what it built last is what is recorded."
    )


def test_bytes_that_arrive_changed(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sitegen.publish.folder.Folder.digest", lambda *_: "other")
    www = tmp_path / "www"
    assert publish(site, www) == words(f"""
        Error: {www} gives other bytes back: assets/site.one.css
        Publish again; if it stays so, something between here and there changes files.
        """)


def test_what_cannot_be_verified(site: Path, tmp_path: Path) -> None:
    assert run("verify", tmp_path).err == words(f"""
        Error: {tmp_path} holds no manifest of a site
        Name a folder that sitegen built or published into.
        """)
    file = tmp_path / "www" / LISTING
    run("publish", "--site", site, tmp_path / "www")
    file.write_text("x", encoding="utf-8")
    assert run("verify", tmp_path / "www").err == words(f"""
        Error: {file} is no manifest of a site: it does not begin like a manifest of a site
        Publish the site again, or name another one with --manifest.
        """)


# --- branches ------------------------------------------------------------------------------


def test_publishing_to_a_branch_without_git(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert publish(site, "git+file:///x.git#b") == words("""
        Error: publishing to a branch needs git
        Install it: https://git-scm.com
        """)


GIT = """\
#!/bin/sh
# Does what git does, but for the command whose name is $FAILING, at its last time.
if [ "$1" = "$FAILING" ]; then
    count=$(cat "$COUNT" 2>/dev/null || echo 0)
    echo $((count + 1)) > "$COUNT"
    [ "$count" -lt "$LET" ] || exec sh -c "$INSTEAD"
fi
exec "$GIT" "$@"
"""
FAILURES = {
    "a commit": (
        ("fast-import", 0, "cat > /dev/null; exit 1"),
        """
        Error: git could not make a commit of {}
        See that the disk is not full, and publish again.
        """,
    ),
    "a push": (
        ("push", 0, "echo 'error: failed to push some refs' >&2; exit 1"),
        """
        Error: {}: error: failed to push some refs
        If someone else pushed to it meanwhile, publish again.
        """,
    ),
    "a push that another one followed": (
        ("ls-remote", 1, "echo 0123456789"),
        """
        Error: {} is not at the commit that was pushed
        Someone else may have pushed to it. Publish again.
        """,
    ),
    "anything, without a word": (
        ("ls-remote", 0, "exit 1"),
        """
        Error: {}: git failed
        See that the repository is there and that git may read it without asking.
        """,
    ),
}


@pytest.mark.parametrize("case", FAILURES)
def test_git_fails(site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, case: str) -> None:
    (failing, let, instead), said = FAILURES[case]
    repository = tmp_path / "pages.git"
    subprocess.run(("git", "init", "-q", "--bare", repository), check=True)
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/git").write_text(GIT, encoding="utf-8")
    (tmp_path / "bin/git").chmod(0o755)
    monkeypatch.setenv("GIT", shutil.which("git") or "")
    monkeypatch.setenv("FAILING", failing)
    monkeypatch.setenv("LET", str(let))
    monkeypatch.setenv("INSTEAD", instead)
    monkeypatch.setenv("COUNT", str(tmp_path / "count"))
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    target = f"{repository.as_uri()}#pages"
    assert publish(site, f"git+{target}") == words(said).format(target)


# --- buckets -------------------------------------------------------------------------------


def test_a_bucket_without_keys(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent")
    monkeypatch.setenv("AWS_CONFIG_FILE", "/nonexistent")
    assert publish(site, "s3://news?endpoint=http://127.0.0.1:1") == words("""
        Error: there are no credentials for s3://news/
        Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment.
        """)


# --- Netlify -------------------------------------------------------------------------------

Answer = Callable[[str, str], tuple[int, object]]


class Netlify:
    """A server that answers whatever a test wants Netlify to answer."""

    def __init__(self) -> None:
        self.answer: Answer = lambda _method, _path: (404, {})
        stand_in = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.rfile.read(int(self.headers.get("Content-Length") or 0))
                status, value = stand_in.answer(self.command, self.path.removeprefix("/api/v1"))
                data = json.dumps(value).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            do_POST = do_PUT = do_GET  # noqa: N815 (the handler's names)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"netlify://news?api=http://127.0.0.1:{self.server.server_port}/api/v1"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def netlify(monkeypatch: pytest.MonkeyPatch) -> Iterator[Netlify]:
    monkeypatch.setenv("NETLIFY_AUTH_TOKEN", "x")
    stand_in = Netlify()
    yield stand_in
    stand_in.server.shutdown()
    stand_in.server.server_close()


def deploying(answer: object, *, sha: str = "") -> Answer:
    """A Netlify that has nothing, and has this to say of a deploy; `sha` of its files."""

    def told(method: str, path: str) -> tuple[int, object]:
        if path.endswith("/files"):
            return 200, []
        return 200, {"path": "x", "sha": sha} if "/files/" in path and method == "GET" else answer

    return told


NETLIFY: dict[str, tuple[Answer, str]] = {
    "no site": (
        lambda _method, _path: (404, {}),
        """
        Error: Netlify knows no such site
        Look its id up in its settings.
        """,
    ),
    "a refusal": (
        lambda _method, _path: (422, {}),
        """
        Error: Netlify answers 422 to GET /sites/news/files
        What arrived is kept there; publish again to go on.
        """,
    ),
    "nonsense": (
        lambda _method, _path: (200, {"nothing": 1}),
        """
        Error: Netlify answers what nobody can read
        Publish again later; nothing has changed for readers.
        """,
    ),
    "an end": (
        deploying({"id": "d", "state": "error", "error_message": "too large"}),
        """
        Error: Netlify gave up the deploy: too large
        Publish again.
        """,
    ),
    "an end without a reason": (
        deploying({"id": "d", "state": "error"}),
        """
        Error: Netlify gave up the deploy: it says no more
        Publish again.
        """,
    ),
    "silence": (
        deploying({"id": "d", "state": "new"}),
        """
        Error: Netlify did not get ready
        Publish again later.
        """,
    ),
    "other bytes": (
        deploying({"id": "d", "state": "ready", "required": []}, sha="other"),
        """
        Error: Netlify has other bytes of .well-known/site-manifest.tsv
        Publish again.
        """,
    ),
}


@pytest.mark.parametrize("case", NETLIFY)
def test_what_netlify_says(
    site: Path, netlify: Netlify, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sitegen.publish.netlify._PATIENCE", 0)
    netlify.answer, said = NETLIFY[case]
    assert publish(site, netlify.address) == words(said)


def test_netlify_is_not_there(
    site: Path, netlify: Netlify, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sitegen.publish.netlify._ATTEMPTS", 0)
    netlify.server.shutdown()
    netlify.server.server_close()
    assert publish(site, netlify.address) == words("""
        Error: Netlify does not answer: Connection refused
        What arrived is kept there; publish again to go on.
        """)


def test_names_that_netlify_does_not_take(site: Path, netlify: Netlify) -> None:
    built(site, {"media/a#b.jpg": b"x"})
    assert publish(site, netlify.address) == words("""
        Error: “media/a#b.jpg” cannot be published there
        Rename the file: Netlify takes no name with “#” or “?”.
        """)
