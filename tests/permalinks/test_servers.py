"""nginx and Caddy are told of the ledger, and answer as it says."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.command import run
from tests.hosts.test_servers import caddy, nginx, serving
from tests.permalinks.newsroom import permalinks, publish
from tests.sites import SiteFolder

DAY = "/ko/2023/01/01"


@pytest.mark.parametrize("command", [nginx, caddy], ids=["nginx", "caddy"])
def test_servers_answer_as_the_ledger_says(
    site: SiteFolder, tmp_path: Path, command: Callable[[Path, Path, int], list[str]]
) -> None:
    site.configure(languages=["ko", "en", "ja", "zh", "vi"])
    site.photo("길/사진.jpg")
    site.article("길", tags=["바다"])
    site.article("gone")
    site.photo("gone/photo.jpg")
    publish(site)
    shutil.move(site.folder / "content/길", site.folder / "content/new")
    site.article("new", tags=["port"], title="Title of 길")
    shutil.rmtree(site.folder / "content/gone")
    permalinks(site, "retire", "content/gone", "--reason", "It went.")
    site.build()
    name = command.__name__
    assert run("hosting", name, tmp_path / name, "--site", site.folder).status == 0
    with serving(command, tmp_path, site.dist) as server:
        for old, status, target in (
            (f"{DAY}/길/", 301, f"{DAY}/new/"),
            ("/media/길/사진.jpg", 301, "/media/new/%EC%82%AC%EC%A7%84.jpg"),
            ("/ko/tags/바다/", 302, "/ko/tags/"),
            ("/ko/tags/바다/feed.rss", 302, "/ko/feed.rss"),
        ):
            answer = server.ask(old)
            assert (answer.status, answer.headers["location"]) == (status, target), old
            assert server.ask(target.replace("%EC%82%AC%EC%A7%84", "사진")).status == 200
        gone = server.ask(f"{DAY}/gone/")
        assert gone.status == 410
        assert "It went." in gone.text
        assert server.ask("/media/gone/photo.jpg").status == 410
