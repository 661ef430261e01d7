"""The recipes of the documentation do what they say where no server of ours is asked."""

import http.client
import subprocess
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote

import yaml

from tests.command import run
from tests.hosts.sites import ARTICLE, DAY, fill, recipe
from tests.sites import NOW, SiteFolder, elements


class PlainHost(SimpleHTTPRequestHandler):
    """A host as GitHub Pages and buckets are: files, index.html, one 404.html, no rules."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""

    def send_error(
        self,
        code: int,
        message: str | None = None,
        explain: str | None = None,  # noqa: ARG002
    ) -> None:
        page = (Path(self.directory) / "project/404.html").read_bytes()
        self.send_response(code, message)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(page)


@contextmanager
def plain_host(folder: Path) -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(PlainHost, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()


def ask(port: int, path: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", quote(path))
        response = connection.getresponse()
        return response.status, response.read().decode()
    finally:
        connection.close()


def steps() -> list[Mapping[str, Any]]:
    """The steps of the workflow for GitHub Pages."""
    workflow = yaml.safe_load(recipe("yaml"))
    (job,) = workflow["jobs"].values()
    found: list[Mapping[str, Any]] = job["steps"]
    return found


def test_the_workflow_builds_for_the_address_that_github_gives(
    site: SiteFolder, tmp_path: Path
) -> None:
    (line,) = [step["run"] for step in steps() if "sitegen build" in step.get("run", "")]
    expression = "${{ steps.pages.outputs.base_url }}"
    assert expression in line
    command = line.replace(expression, "https://name.github.io/project").replace('"', "").split()
    fill(site)
    www = tmp_path / "www"
    places = ("--site", site.folder, "--output", www / "project", "--now", NOW)
    assert run(*command[1:], *places).status == 0
    with plain_host(www) as port:
        for path in ("/project/", f"/project{ARTICLE}", "/project/ko/feed.rss"):
            assert ask(port, path)[0] == 200
        status, stub = ask(port, "/project/옛/길/")
        assert status == 200
        refresh = [item.attributes.get("content", "") for item in elements(stub, "meta")]
        assert f"0; url=/project{ARTICLE}" in refresh
        status, tombstone = ask(port, f"/project/en/{DAY}/gone/")
        assert status == 200
        assert "forged" in tombstone
        assert "noindex" in tombstone
        status, lost = ask(port, "/project/nowhere")
        assert status == 404
        assert 'href="/project/ko/"' in lost
        status, chooser = ask(port, "/project/")
        homes = {item.attributes.get("href") for item in elements(chooser, "a")}
        assert {f"/project/{lang}/" for lang in ("ko", "en", "ja", "zh", "vi")} <= homes


def test_the_workflow_keeps_what_the_next_build_wants() -> None:
    (cache,) = [step["with"] for step in steps() if "cache" in step.get("uses", "")]
    assert cache["path"].split() == [".sitegen", "dist"]
    (upload,) = [step["with"] for step in steps() if "upload" in step.get("uses", "")]
    assert upload == {"path": "dist"}


def test_the_command_for_cloudflare_tells_branches_apart(tmp_path: Path) -> None:
    script = tmp_path / "sitegen"
    script.write_text('#!/bin/sh\necho "$@"\n')
    script.chmod(0o755)
    said = {
        branch: subprocess.run(
            ["sh", "-c", recipe("sh")],
            env={"PATH": f"{tmp_path}:/bin:/usr/bin", "CF_PAGES_BRANCH": branch},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for branch in ("main", "draft")
    }
    assert said == {"main": "build\n", "draft": "build --noindex\n"}
