"""nginx and Caddy, configured as the documentation says, answer as the site wants it."""

import http.client
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

import pytest

from tests.command import run
from tests.hosts.sites import ARTICLE, DAY, LANGUAGES, assets, fill, recipe
from tests.sites import SiteFolder

_PATIENCE = 20  # seconds

NGINX = """
daemon off;
master_process off;
pid {folder}/pid;
error_log {folder}/log;
events {{}}
http {{
  include /etc/nginx/mime.types;
  access_log off;
  client_body_temp_path {folder}/1;
  proxy_temp_path {folder}/2;
  fastcgi_temp_path {folder}/3;
  uwsgi_temp_path {folder}/4;
  scgi_temp_path {folder}/5;
  {site}
}}
"""
CADDY = """
{{
	admin off
	auto_https off
}}
{site}
"""


class Answer(NamedTuple):
    """An answer's status, its headers by name in lower case, and its text."""

    status: int
    headers: Mapping[str, str]
    text: str


class Server(NamedTuple):
    """A server that was started, and the site that it shows."""

    port: int
    dist: Path

    def ask(self, path: str, **headers: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request("GET", quote(path, safe="/?=%$'"), headers=named)
            response = connection.getresponse()
            found = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, found, response.read().decode(errors="replace"))
        finally:
            connection.close()


def nginx(folder: Path, dist: Path, port: int) -> list[str]:
    site = recipe("nginx").replace("/etc/nginx/news", str(folder / "nginx"))
    site = site.replace("/srv/news/dist", str(dist)).replace("443 ssl", f"127.0.0.1:{port}")
    lines = [line for line in site.splitlines() if "ssl_certificate" not in line]
    file = folder / "nginx.conf"
    file.write_text(NGINX.format(folder=folder, site="\n".join(lines)))
    return [_program("nginx"), "-c", str(file), "-e", str(folder / "log"), "-p", str(folder)]


def caddy(folder: Path, dist: Path, port: int) -> list[str]:
    site = recipe("caddyfile").replace("/etc/caddy/news", str(folder / "caddy"))
    site = site.replace("/srv/news/dist", str(dist))
    file = folder / "Caddyfile"
    file.write_text(
        CADDY.format(folder=folder, site=site.replace("news.example", f"http://127.0.0.1:{port}"))
    )
    return [_program("caddy"), "run", "--config", str(file), "--adapter", "caddyfile"]


def _program(name: str) -> str:
    """Where a server is; an administrator's programs are not on everybody's PATH."""
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin:/sbin")
    assert found, f"{name} is missing: `make test` installs what the tests use"
    return found


@contextmanager
def serving(
    command: Callable[[Path, Path, int], list[str]], folder: Path, dist: Path
) -> Iterator[Server]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    # Caddy keeps what it was told in the first of these, and certificates in the second.
    own = {"XDG_CONFIG_HOME": str(folder), "XDG_DATA_HOME": str(folder)}
    with (folder / "said").open("wb") as said:
        process = subprocess.Popen(
            command(folder, dist, port), stderr=said, cwd=folder, env={**os.environ, **own}
        )
    try:
        _wait(port, process, folder)
        yield Server(port, dist)
    finally:
        process.terminate()
        process.wait(_PATIENCE)


def _wait(port: int, process: subprocess.Popen[bytes], folder: Path) -> None:
    deadline = time.monotonic() + _PATIENCE
    while process.poll() is None and time.monotonic() < deadline:
        with socket.socket() as knock:
            if knock.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    pytest.fail((folder / "said").read_text() or "the server does not answer")


@pytest.fixture(scope="module", params=[nginx, caddy], ids=["nginx", "caddy"])
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("server")
    site = fill(SiteFolder(folder / "site"))
    site.build()
    name = request.param.__name__
    assert run("hosting", name, folder / name, "--site", site.folder).status == 0
    with serving(request.param, folder, site.dist) as started:
        yield started


# --- what answers with itself --------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        (ARTICLE, "text/html; charset=utf-8"),
        ("/ko/", "text/html; charset=utf-8"),
        ("/", "text/html; charset=utf-8"),
        ("/ko/feed.rss", "application/rss+xml; charset=utf-8"),
        ("/ko/feed.atom", "application/atom+xml; charset=utf-8"),
        ("/ko/feed.json", "application/feed+json; charset=utf-8"),
        ("/ko/tags/바다/feed.rss", "application/rss+xml; charset=utf-8"),
        ("/ko/site.webmanifest", "application/manifest+json; charset=utf-8"),
        ("/feeds.opml", "text/x-opml; charset=utf-8"),
        ("/sitemap.xml", "text/xml; charset=utf-8"),
        ("/robots.txt", "text/plain; charset=utf-8"),
        ("/media/길/사진.png", "image/png"),
        ("/media/길/report.pdf", "application/pdf"),
    ],
)
def test_what_is_there_is_shown_as_what_it_is(server: Server, path: str, media_type: str) -> None:
    answer = server.ask(path)
    assert answer.status == 200
    assert answer.headers["content-type"] == media_type


@pytest.mark.parametrize("path", [ARTICLE, "/ko/nowhere", f"/en/{DAY}/gone/", "/옛/길/"])
def test_every_answer_is_secured(server: Server, path: str) -> None:
    headers = server.ask(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["strict-transport-security"] == "max-age=31536000"
    assert headers["referrer-policy"] == "strict-origin-when-cross-origin"
    assert "camera=()" in headers["permissions-policy"]
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe-inline" not in policy
    assert "x-robots-tag" not in headers


def test_what_never_changes_is_kept_for_ever_and_the_rest_is_not(server: Server) -> None:
    small = [f"/media/길/{file.name}" for file in (server.dist / "media/길").glob("사진.480.*")]
    assert len(small) == 2
    for path in (*assets(server.dist), *small):
        assert server.ask(path).headers["cache-control"] == "public, max-age=31536000, immutable"
    for path in (ARTICLE, "/ko/feed.rss", "/sitemap.xml"):
        assert "max-age=60" in server.ask(path).headers["cache-control"]
    photo = server.ask("/media/길/사진.png").headers
    assert photo["cache-control"] == "public, max-age=3600"
    assert "script-src 'none'" in photo["content-security-policy"]
    for path in ("/assets/site.00000000.css", f"/en/{DAY}/gone/", "/nowhere"):
        assert "cache-control" not in server.ask(path).headers


# --- what answers with something else ------------------------------------------------------


@pytest.mark.parametrize(
    "old",
    ["/옛/길/", "/옛/길", "/2016/story.html", "/a b/", "/do$lar/", "/qu%22ote'/"],
)
def test_an_old_address_leads_to_the_article_in_one_step(server: Server, old: str) -> None:
    answer = server.ask(old)
    assert answer.status == 301
    assert answer.headers["location"] == quote(ARTICLE)
    assert server.ask(f"{old}?page=2").headers["location"] == f"{quote(ARTICLE)}?page=2"


def test_a_page_is_found_without_its_slash(server: Server) -> None:
    answer = server.ask(ARTICLE.rstrip("/"))
    assert answer.status in (301, 308)
    assert answer.headers["location"].upper() == quote(ARTICLE).upper()


@pytest.mark.parametrize("path", [f"/en/{DAY}/gone/", "/ko/위조.html"])
def test_what_was_withdrawn_says_so_with_410(server: Server, path: str) -> None:
    answer = server.ask(path)
    assert answer.status == 410
    assert "forged" in answer.text
    assert answer.headers["content-type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_lost_readers_are_told_in_their_language(server: Server, lang: str) -> None:
    for path in (f"/{lang}/nowhere", f"/{lang}/nowhere/", f"/{lang}/2023/none.html"):
        answer = server.ask(path)
        assert answer.status == 404
        assert f'<html lang="{lang}"' in answer.text


@pytest.mark.parametrize("path", ["/nowhere", "/_headers", "/.sitegen-hosting.json", "/media/x"])
def test_elsewhere_they_are_told_in_the_default_language(server: Server, path: str) -> None:
    answer = server.ask(path)
    assert answer.status == 404
    assert '<html lang="ko"' in answer.text


# --- the root ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("accepted", "cookie", "home"),
    [
        ("en", "", "/en/"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "", "/zh/"),
        ("fr-FR,fr;q=0.9,VI;q=0.5", "", "/vi/"),
        ("ko", "seen=1; nf_lang=ja", "/ja/"),
        ("en", "nf_lang=xx", "/en/"),
        ("fr,enx", "", ""),
        ("", "", ""),
    ],
)
def test_the_root_leads_to_the_readers_language_or_lets_choose(
    server: Server, accepted: str, cookie: str, home: str
) -> None:
    answer = server.ask("/", Accept_Language=accepted, Cookie=cookie)
    assert (answer.status, answer.headers.get("location", "")) == (302 if home else 200, home)
    assert "Accept-Language" in answer.headers["vary"]
    assert "Cookie" in answer.headers["vary"]
    if not home:
        assert 'hreflang="vi"' in answer.text


@pytest.mark.parametrize("command", [nginx, caddy])
def test_the_root_of_a_site_in_one_language_leads_to_its_front_page(
    site: SiteFolder, tmp_path: Path, command: Callable[[Path, Path, int], list[str]]
) -> None:
    site.configure(languages=["ko"])
    site.build()
    run("hosting", command.__name__, tmp_path / command.__name__, "--site", site.folder)
    with serving(command, tmp_path, site.dist) as server:
        for accepted in ("ko", "en", ""):
            answer = server.ask("/", Accept_Language=accepted)
            assert (answer.status, answer.headers["location"]) == (302, "/ko/")
            assert "vary" not in answer.headers
        assert server.ask("/ko/").status == 200
        assert server.ask("/nowhere").status == 404


# --- the command ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["nginx", "caddy"])
def test_files_that_say_the_same_are_left_alone(site: SiteFolder, name: str) -> None:
    site.article("story", aliases=["/old/"])
    site.build()
    folder = site.folder / "conf"
    assert "written" in run("hosting", name, folder, "--site", site.folder).out
    before = {file: file.stat().st_mtime_ns for file in folder.iterdir()}
    site.article("story", "Another text.", aliases=["/old/"])
    site.build()
    again = run("hosting", name, folder, "--site", site.folder).out
    assert "as before" in again
    assert "written" not in again
    assert {file: file.stat().st_mtime_ns for file in folder.iterdir()} == before
    site.article("story", aliases=["/older/"])
    site.build()
    assert "written" in run("hosting", name, folder, "--site", site.folder).out
    assert any("/older/" in file.read_text() for file in folder.iterdir())


def test_without_a_built_site_the_command_says_what_to_do(site: SiteFolder) -> None:
    outcome = run("hosting", "nginx", site.folder / "conf", "--site", site.folder)
    assert outcome.status == 2
    assert "sitegen build" in outcome.err
    site.write("dist/.sitegen-hosting.json", "{}")
    outcome = run("hosting", "nginx", site.folder / "conf", "--site", site.folder)
    assert outcome.status == 2
    assert "damaged" in outcome.err


def test_a_preview_keeps_robots_out_of_every_answer(site: SiteFolder, tmp_path: Path) -> None:
    fill(site)
    site.build(site.options(noindex=True))
    run("hosting", "nginx", tmp_path / "nginx", "--site", site.folder)
    with serving(nginx, tmp_path, site.dist) as server:
        for path in (ARTICLE, "/ko/feed.rss", "/media/길/사진.png", "/nowhere"):
            assert server.ask(path).headers["x-robots-tag"] == "noindex, nofollow"
        assert "Disallow: /\n" in server.ask("/robots.txt").text
        assert '<meta name="robots" content="noindex' in server.ask(ARTICLE).text


def test_a_site_below_the_root_of_its_host(site: SiteFolder, tmp_path: Path) -> None:
    fill(site)
    site.configure(base_url="https://news.example/archive", languages=LANGUAGES)
    output = tmp_path / "www" / "archive"
    site.build(site.options(output=output))
    for command in (nginx, caddy):
        name = command.__name__
        run("hosting", name, tmp_path / name, "--output", output)
        with serving(command, tmp_path, output.parent) as server:
            assert server.ask("/archive/옛/길/").headers["location"] == quote(f"/archive{ARTICLE}")
            assert server.ask(f"/archive/en/{DAY}/gone/").status == 410
            assert (
                server.ask("/archive/", Accept_Language="ja").headers["location"] == "/archive/ja/"
            )
            assert '<html lang="vi"' in server.ask("/archive/vi/none").text
            assert server.ask("/archive/_redirects").status == 404
