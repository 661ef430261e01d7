"""What the server answers to whom, and what it never does."""

import json
import socket
import sqlite3
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.serve.http import get
from tests.serve.running import Server, serving, unheard, wait_for
from tests.sites import SiteFolder, elements

SECRET = "not for anybody"
_LISTENS = "0A"
LIVE = "/.sitegen/live.js"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> SiteFolder:
    site = SiteFolder(tmp_path_factory.mktemp("served") / "site")
    site.article("2023/port", "The harbour.", title="Harbour", slug="harbour", aliases=["/old/"])
    site.article("2023/port/index.en.md", "The harbour.", title="Harbour", slug="harbour")
    site.article(
        "2023/gone", withdrawn={"date": "2023-02-01", "reason": "It was wrong."}, slug="gone"
    )
    site.article("2023/draft", "Nobody knows.", title="Draft", slug="draft", draft=True)
    site.article("2023/hangul", title="제목", slug="항구-소식")
    site.write("content/2023/port/data.txt", "0123456789")
    site.write("secret.txt", SECRET)
    (site.folder.parent / "secret.txt").write_text(SECRET, encoding="utf-8")
    return site


@pytest.fixture(scope="module")
def server(folder: SiteFolder) -> Iterator[Server]:
    with serving(folder.folder) as running:
        wait_for(lambda: get(running.port, "/ko/").status == 200)
        yield running


# --- what a host would answer ------------------------------------------------------------------


def test_a_page_has_the_script_of_the_server_and_the_headers_of_the_host(server: Server) -> None:
    page = get(server.port, "/ko/2023/01/01/harbour/")
    assert page.status == 200
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.headers["x-frame-options"] == "DENY"
    assert page.headers["x-content-type-options"] == "nosniff"
    scripts = [item.attributes.get("src", "") for item in elements(page.text, "script")]
    assert LIVE in scripts
    assert "connect-src" in page.text
    script = get(server.port, LIVE)
    assert (script.status, script.headers["content-type"].split(";")[0]) == (200, "text/javascript")


def test_built_files_do_not_have_the_script(folder: SiteFolder, server: Server) -> None:
    output = folder.folder / ".sitegen" / "serve" / "site"
    wait_for((output / "ko" / "index.html").exists)
    assert server.alive
    assert not [file for file in output.rglob("*.html") if LIVE in file.read_text(encoding="utf-8")]
    assert not folder.dist.exists()


def test_addresses_in_every_script_are_found_escaped_and_raw(server: Server) -> None:
    escaped = "/ko/2023/01/01/%ED%95%AD%EA%B5%AC-%EC%86%8C%EC%8B%9D/"
    assert get(server.port, escaped).status == 200
    # macOS and some editors send decomposed Hangul.
    assert (
        get(
            server.port,
            "/ko/2023/01/01/%E1%84%92%E1%85%A1%E1%86%BC%E1%84%80%E1%85%AE-%E1%84%89%E1%85%A9%E1%84%89%E1%85%B5%E1%86%A8/",
        ).status
        == 200
    )


def test_a_missing_page_is_told_in_the_language_of_its_address(server: Server) -> None:
    for lang in ("ko", "en"):
        missing = get(server.port, f"/{lang}/none/")
        assert missing.status == 404
        assert elements(missing.text, "html")[0].attributes["lang"] == lang
        assert LIVE in missing.text
    assert get(server.port, "/none.txt").status == 404


def test_redirects_and_tombstones_have_their_status(server: Server) -> None:
    old = get(server.port, "/old/")
    assert (old.status, old.headers["location"]) == (301, "/ko/2023/01/01/harbour/")
    gone = get(server.port, "/ko/2023/01/01/gone/")
    assert gone.status == 410
    assert "It was wrong." in gone.text
    assert (
        get(server.port, "/ko/2023/01/01/harbour").headers["location"] == "/ko/2023/01/01/harbour/"
    )


def test_the_reader_s_language_decides_about_the_front_page(server: Server) -> None:
    assert get(server.port, "/", Accept_Language="en-GB, ko;q=0.5").headers["location"] == "/en/"
    chosen = get(server.port, "/", Accept_Language="en", Cookie="nf_lang=ko")
    assert (chosen.status, chosen.headers["location"]) == (302, "/ko/")
    assert get(server.port, "/", Accept_Language="fr").status == 200


def test_with_one_language_the_root_leads_to_its_front_page(site: SiteFolder) -> None:
    site.configure(languages=["ko"])
    with serving(site.folder) as running:
        front = get(running.port, "/", Accept_Language="fr")
        assert (front.status, front.headers["location"]) == (302, "/ko/")
        assert get(running.port, "/ko/").status == 200


def test_files_have_types_ranges_and_the_headers_of_their_place(server: Server) -> None:
    feed = get(server.port, "/ko/feed.rss")
    assert (feed.status, feed.headers["content-type"]) == (
        200,
        "application/rss+xml; charset=utf-8",
    )
    feed = get(server.port, "/ko/feed.json")
    assert feed.headers["content-type"] == "application/feed+json; charset=utf-8"
    data = get(server.port, "/media/2023/port/data.txt", Range="bytes=2-4")
    assert (data.status, data.body) == (206, b"234")
    assert "script-src 'none'" in data.headers["content-security-policy"]
    style = elements(get(server.port, "/ko/").text, "link")
    (href,) = (item.attributes["href"] for item in style if item.attributes["rel"] == "stylesheet")
    assert "immutable" in get(server.port, href).headers["cache-control"]


def test_only_what_reads_is_allowed(server: Server) -> None:
    head = get(server.port, "/ko/", method="HEAD")
    assert (head.status, head.body) == (200, b"")
    for method in ("POST", "PUT", "DELETE", "OPTIONS", "PATCH"):
        assert get(server.port, "/ko/", method=method).status == 405


# --- what nobody gets --------------------------------------------------------------------------

OUTSIDE = (
    "/../secret.txt",
    "/../../secret.txt",
    "/../../../secret.txt",
    "/ko/../../../../secret.txt",
    "/%2e%2e/%2e%2e/%2e%2e/secret.txt",
    "/%2E%2E%2F%2E%2E%2F%2E%2E%2Fsecret.txt",
    "/..%2f..%2f..%2fsecret.txt",
    "/..%5c..%5c..%5csecret.txt",
    "/..\\..\\..\\secret.txt",
    "/%252e%252e/%252e%252e/%252e%252e/secret.txt",
    "/.%2e/.%2e/.%2e/secret.txt",
    "/%c0%ae%c0%ae/%c0%ae%c0%ae/secret.txt",
    "/ko/./../../../../secret.txt",
    "/ko//../secret.txt",
    "//secret.txt",
    "//localhost/share/secret.txt",
    "/%5c%5clocalhost%5cshare%5csecret.txt",
    "/C:/Windows/win.ini",
    "/C:%5cWindows%5cwin.ini",
    "/etc/passwd",
    "//etc/passwd",
    "/%2fetc%2fpasswd",
    "/ko/%00",
    "/ko/index.html%00.txt",
    "/.sitegen-manifest",
    "/.sitegen/state.sqlite",
    "/.sitegen/../secret.txt",
    "/%2esitegen-manifest",
    "/../state.sqlite",
    "/ko/~",
    "/" + "a" * 5000,
    "/" + "a/" * 2000,
    "/%ff%fe",
    "/link/secret.txt",
    "/link.txt",
)


@pytest.mark.parametrize("path", OUTSIDE)
def test_no_path_leads_out_of_the_output(folder: SiteFolder, server: Server, path: str) -> None:
    output = folder.folder / ".sitegen" / "serve" / "site"
    wait_for((output / "ko" / "index.html").exists)
    if not (output / "link").is_symlink():
        (output / "link").symlink_to(folder.folder, target_is_directory=True)
        (output / "link.txt").symlink_to(folder.folder / "secret.txt")
    answer = get(server.port, path)
    assert answer.status in (301, 400, 404, 414)
    assert SECRET.encode() not in answer.body
    assert b"root:" not in answer.body
    assert b"sitegen-manifest 2" not in answer.body
    assert server.alive


def test_drafts_are_shown_to_nobody(server: Server) -> None:
    assert get(server.port, "/ko/2023/01/01/draft/").status == 404
    assert "Nobody knows" not in get(server.port, "/ko/feed.rss").text


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "localhost.evil.example",
             "192.168.1.5", "10.0.0.1:8000", "[fe80::1]", "", "a b", "0x7f.1.evil"]
)  # fmt: skip
def test_other_names_get_no_answer(server: Server, host: str) -> None:
    answer = get(server.port, "/ko/", host=host)
    assert answer.status in (400, 403)
    assert "Harbour" not in answer.text
    assert get(server.port, "/.sitegen/events?path=/ko/", host=host).status in (400, 403)


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST:99", "127.0.0.1", "127.0.0.1:8000", "[::1]"]
)
def test_names_of_this_machine_get_one(server: Server, host: str) -> None:
    assert get(server.port, "/ko/", host=host).status == 200


def test_it_listens_on_the_loopback_only(server: Server) -> None:
    listening = Path("/proc/net/tcp")
    if not listening.exists():
        pytest.skip("only Linux tells who listens where")
    wanted = f":{server.port:04X}"
    rows = [line.split() for line in listening.read_text(encoding="ascii").splitlines()[1:]]
    places = [row[1] for row in rows if row[3] == _LISTENS]
    assert [place for place in places if place.endswith(wanted)] == [f"0100007F{wanted}"]


# --- coming and going --------------------------------------------------------------------------


def test_ctrl_c_ends_it_at_once_and_politely(site: SiteFolder) -> None:
    site.article("2023/one", "One.")
    with serving(site.folder) as running:
        port = running.port
        stream = get_stream(port)
        started = time.monotonic()
        status = running.interrupt()
        assert time.monotonic() - started < 5
        stream.close()
        assert status == 0
        assert "Traceback" not in running.said
        assert running.said.endswith("Stopped.\n")


def get_stream(port: int) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", port), timeout=20)
    connection.sendall(b"GET /.sitegen/events?path=/ko/ HTTP/1.1\r\nHost: localhost\r\n\r\n")
    assert connection.recv(100)
    return connection


def test_a_site_is_served_once_and_a_port_is_used_once(site: SiteFolder) -> None:
    site.article("2023/one", "One.")
    with serving(site.folder) as running:
        second = Server(site.folder)
        assert second.wait() == 2
        assert second.said == (
            "Error: this site is being served already\nWait until it ends, or stop it.\n"
        )
        second.close()
        other = Server(site.folder, "--port", str(running.port))
        assert other.wait() == 2
        assert f"port {running.port}, cannot be used: Address already in use" in other.said
        other.close()


def test_a_closed_terminal_is_no_mistake_of_the_site(site: SiteFolder) -> None:
    site.article("2023/one", "One.", slug="one")
    page = "/ko/2023/01/01/one/"
    with unheard(site.folder) as port:
        for number in range(3):
            text = f"Text {number}."
            site.article("2023/one", text, slug="one")
            wait_for(partial(shows, port, page, text))
            assert told(port, page) == []
        site.article("2023/one", "Text.", title="")
        wait_for(lambda: told(port, page))
        assert [trouble["message"] for trouble in told(port, page)] == ["the headline is empty"]


def shows(port: int, page: str, text: str) -> bool:
    return text in get(port, page).text


def told(port: int, page: str) -> list[dict[str, str]]:
    """The mistakes that a browser which looks at a page is told at first."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        head = f"GET /.sitegen/events?path={page} HTTP/1.1\r\nHost: localhost\r\n\r\n"
        connection.sendall(head.encode())
        with connection.makefile("rb") as lines:
            message = next(line for line in lines if line.startswith(b"data: {"))
    found: list[dict[str, str]] = json.loads(message.removeprefix(b"data: "))["troubles"]
    return found


def test_a_killed_server_leaves_a_right_state(site: SiteFolder) -> None:
    site.article("2023/one", "One.", slug="one")
    with serving(site.folder) as running:
        wait_for(lambda: get(running.port, "/ko/2023/01/01/one/").status == 200)
        site.article("2023/one", "Two.", slug="one")
        wait_for(lambda: "Two." in get(running.port, "/ko/2023/01/01/one/").text)
        running.kill()
    site.article("2023/two", "Three.", slug="two")
    with serving(site.folder) as running:
        assert "Two." in get(running.port, "/ko/2023/01/01/one/").text
        assert "Three." in get(running.port, "/ko/2023/01/01/two/").text
        state = site.folder / ".sitegen" / "serve" / "state.sqlite"
        output = site.folder / ".sitegen" / "serve" / "site" / "ko/2023/01/01/two/index.html"
        wait_for(output.exists)
    assert sqlite3.connect(state).execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_drafts_are_shown_to_who_asked_and_never_reach_dist(site: SiteFolder) -> None:
    site.article("2023/draft", "Not yet.", slug="draft", draft=True)
    site.article("2023/later", "Later.", slug="later", date="2200-01-01")
    with serving(site.folder, "--drafts", "--future") as running:
        assert "Not yet." in get(running.port, "/ko/2023/01/01/draft/").text
        assert "Later." in get(running.port, "/ko/2200/01/01/later/").text
        site.build()
    assert "ko/2023/01/01/draft/index.html" not in site.files()
    with serving(site.folder) as running:
        assert get(running.port, "/ko/2023/01/01/draft/").status == 404


def test_a_site_below_a_path_is_served_there(site: SiteFolder) -> None:
    site.configure(base_url="https://news.example/below/it")
    site.article("2023/one", "One.", slug="one", aliases=["/old/"])
    with serving(site.folder) as running:
        assert running.url.endswith("/below/it/")
        assert get(running.port, "/").headers["location"] == "/below/it/"
        assert "One." in get(running.port, "/below/it/ko/2023/01/01/one/").text
        old = get(running.port, "/below/it/old/")
        assert (old.status, old.headers["location"]) == (301, "/below/it/ko/2023/01/01/one/")
        assert get(running.port, "/ko/2023/01/01/one/").status == 404


def test_a_site_that_was_never_right_is_told_so_and_comes_up_when_it_is(site: SiteFolder) -> None:
    site.write("pyproject.toml", "[tool.sitegen]\ntitle = ")
    with serving(site.folder) as running:
        nothing = get(running.port, "/ko/")
        assert nothing.status == 404
        assert "Nothing is built yet" in nothing.text
        wait_for(lambda: "pyproject.toml:2" in running.said)
        site.configure()
        site.article("2023/one", "One.", slug="one")
        wait_for(lambda: "One." in get(running.port, "/ko/2023/01/01/one/").text)


# --- the habits of editors and of git ----------------------------------------------------------


@pytest.mark.parametrize("poll", [False, True], ids=["notices", "polls"])
def test_editors_habits_survive(site: SiteFolder, poll: bool) -> None:
    file = site.article("2023/one", "First.", slug="one")
    site.article("2023/other/one", "Other.", slug="other")
    address = "/ko/2023/01/01/one/"
    with serving(site.folder, *(["--poll"] if poll else [])) as running:
        port = running.port
        text = file.read_text(encoding="utf-8")
        # An atomic save: a new file takes the place of the old one.
        new = file.with_name(".index.ko.md.tmp")
        new.write_text(text.replace("First.", "Second."), encoding="utf-8")
        new.replace(file)
        wait_for(lambda: "Second." in get(port, address).text)
        # Vim's way: a probe, a backup beside it, a swap file, and the file written anew.
        probe = file.with_name("4913")
        probe.write_text("", encoding="utf-8")
        probe.unlink()
        file.with_name(".index.ko.md.swp").write_bytes(b"b0VIM\0\xff")
        file.rename(f"{file}~")
        file.write_text(text.replace("First.", "Third."), encoding="utf-8")
        wait_for(lambda: "Third." in get(port, address).text)
        # Half of a file, and after a while the other half.
        file.write_text("---\ntitle: x\nda", encoding="utf-8")
        wait_for(lambda: "error" in running.said)
        assert "Third." in get(port, address).text
        file.write_text(text.replace("First.", "Fourth."), encoding="utf-8")
        wait_for(lambda: "Fourth." in get(port, address).text)
        wait_for(lambda: "All is well." in running.said)
        # A folder is renamed, with all that is in it.
        (site.folder / "content/2023/other").rename(site.folder / "content/2023/another")
        wait_for(lambda: get(port, "/ko/2023/01/01/other/").status == 200)
        site.article("2023/another/one", "Another.", slug="another")
        wait_for(lambda: "Another." in get(port, "/ko/2023/01/01/another/").text)
        wait_for(lambda: get(port, "/ko/2023/01/01/other/").status == 404)
        # It goes, and a new one comes.
        file.unlink()
        wait_for(lambda: get(port, address).status == 404)
        site.article("2023/new/story", "New.", slug="new")
        wait_for(lambda: "New." in get(port, "/ko/2023/01/01/new/").text)
        # The site's own templates begin to exist.
        site.write("templates/partials/footer.html", "<p>Own footer</p>")
        wait_for(lambda: "Own footer" in get(port, "/ko/2023/01/01/new/").text)
        # All of it goes away for a moment.
        (site.folder / "content").rename(site.folder / "contents")
        wait_for(lambda: "there is no such folder" in running.said)
        assert "New." in get(port, "/ko/2023/01/01/new/").text
        (site.folder / "contents").rename(site.folder / "content")
        site.article("2023/new/story", "Newer.", slug="new")
        wait_for(lambda: "Newer." in get(port, "/ko/2023/01/01/new/").text)
        assert "Traceback" not in running.said
        assert running.interrupt() == 0


def test_what_goes_is_noticed_although_it_was_on_no_page(site: SiteFolder) -> None:
    article = site.article("2023/one", "One.", slug="one").relative_to(site.folder)
    ledger = site.write("content/permalinks.tsv", f"/ko/older/\t{article}\tko\tarticle\t\n")
    stray = site.write("content/stray/notes.txt", "")
    with serving(site.folder) as running:
        wait_for(lambda: get(running.port, "/ko/older/").status == 301)
        wait_for(lambda: "1 warning" in running.said)
        # From the first output on, only what changed is looked at.
        output = site.folder / ".sitegen" / "serve" / "site" / "ko/2023/01/01/one/index.html"
        wait_for(output.exists)
        site.article("2023/one", "Two.", slug="one")
        wait_for(lambda: "Two." in output.read_text(encoding="utf-8"))
        ledger.unlink()
        wait_for(lambda: get(running.port, "/ko/older/").status == 404)
        stray.unlink()
        wait_for(lambda: "All is well." in running.said)


def test_bursts_of_files_are_one_change(site: SiteFolder) -> None:
    site.article("2023/one", "One.", slug="one")
    with serving(site.folder) as running:
        port = running.port
        wait_for(lambda: get(port, "/ko/").status == 200)
        for number in range(5000):
            # Far more files than articles, as in a checkout of photos; some go while they are read.
            file = site.write(f"content/2023/one/data-{number}.txt", str(number))
            if number % 50 == 0:
                site.article(f"2023/story-{number}", f"Body {number}.", slug=f"story-{number}")
            if number % 7 == 0:
                file.unlink()
        wait_for(lambda: "Body 4950." in get(port, "/ko/2023/01/01/story-4950/").text, 60)
        assert get(port, "/media/2023/one/data-4999.txt").text == "4999"
        wait_for(lambda: get(port, "/media/2023/one/data-0.txt").status == 404)
        assert running.said.count("made anew") < 60
        assert "Traceback" not in running.said
        assert running.alive
