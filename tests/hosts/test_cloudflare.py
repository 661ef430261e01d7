"""Cloudflare Pages drops what is beyond its limits without a word, so nothing is."""

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

import msgspec
import pytest

from sitegen.hosts import cloudflare
from tests.hosts.sites import ARTICLE, LANGUAGES, fill
from tests.sites import SiteFolder
from tests.validators.tools import npm_file

TOOL = Path(__file__).parents[1] / "tools" / "cloudflare.mjs"


class Answer(msgspec.Struct):
    """What Cloudflare's own code answers to a request."""

    status: int
    location: str
    headers: dict[str, str]


class Judged(msgspec.Struct):
    """What it makes of a site: how many redirects, the lines it does not take, its answers."""

    rules: int
    wrong: list[dict[str, str | int]]
    answers: list[Answer]


def ask(dist: Path, requests: Sequence[str]) -> Judged:
    """Ask Cloudflare's own code for addresses of a site that was built for it."""
    npm_file("@cloudflare/pages-shared/package.json")
    # As browsers write paths: they escape no more than they have to.
    sent = [quote(path, safe="/$'") for path in requests]
    asked = json.dumps({"dist": str(dist), "requests": sent})
    done = subprocess.run(
        ["node", TOOL], input=asked.encode(), capture_output=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr.decode()
    return msgspec.json.decode(done.stdout, type=Judged)


def test_cloudflare_itself_answers_every_kind_of_address(site: SiteFolder) -> None:
    fill(site)
    site.configure(host="cloudflare", languages=LANGUAGES)
    site.build()
    old = ["/옛/길/", "/2016/story.html", "/a b/", "/do$lar/", "/qu\"ote'/"]
    style = next(f"/assets/{file.name}" for file in (site.dist / "assets").glob("*.css"))
    here = ["/", "/ko/", ARTICLE, "/media/길/report.pdf", "/ko/feed.rss", style]
    gone, lost = ["/en/2023/01/02/gone/"], ["/en/nothing/", "/nothing.html", "/ko/nothing"]
    judged = ask(site.dist, [*old, *here, *gone, *lost])
    assert judged.wrong == []
    assert judged.rules == len(old)
    found = dict(zip([*old, *here, *gone, *lost], judged.answers, strict=True))
    wrong = {path: found[path].status for path in old if found[path].status != 301}
    assert wrong == {}
    assert {found[path].location for path in old} == {quote(ARTICLE)}
    assert {path for path in here if found[path].status == 200} == {*here}
    assert "default-src 'none'" in found[ARTICLE].headers["content-security-policy"]
    assert "immutable" in found[style].headers["cache-control"]
    assert found["/ko/feed.rss"].headers["content-type"].startswith("application/rss+xml")
    # Cloudflare knows no 410: the page itself says what was withdrawn.
    assert [found[path].status for path in gone] == [200]
    assert [found[path].status for path in lost] == [404, 404, 404]


def test_cloudflare_leads_to_the_only_front_page(site: SiteFolder) -> None:
    site.configure(host="cloudflare", languages=["ko"])
    site.article("story", aliases=["/old/"])
    site.build()
    judged = ask(site.dist, ["/", "/old/"])
    assert judged.wrong == []
    assert [(found.status, found.location) for found in judged.answers] == [
        (302, "/ko/"),
        (301, "/ko/2023/01/01/story/"),
    ]


def rules(site: SiteFolder) -> list[list[str]]:
    return [line.split(" ") for line in site.read("_redirects").splitlines()]


def test_rules_are_in_its_dialect(site: SiteFolder) -> None:
    fill(site)
    site.configure(host="cloudflare", languages=LANGUAGES)
    site.build()
    found = rules(site)
    assert ["/%EC%98%9B/%EA%B8%B8/", "/ko/2023/01/02/%EA%B8%B8/", "301"] in found
    assert {status for _, _, status in found} == {"301"}
    assert len(found) == 5
    assert site.read(ARTICLE)


def test_a_site_that_moves_to_another_host_gets_its_rules(site: SiteFolder) -> None:
    site.article("story", aliases=["/old/"])
    site.build()
    before = site.files()
    site.configure(host="cloudflare")
    report = site.build()
    assert rules(site) == [["/old/", "/ko/2023/01/01/story/", "301"]]
    assert report.written == 1
    site.configure()
    site.build()
    assert site.files() == before


@pytest.mark.parametrize(
    ("limit", "value", "left"),
    [("MAX_RULES", 2, 2), ("MAX_BYTES", 100, 2), ("MAX_LINE", 45, 2)],
)
def test_what_is_beyond_a_limit_is_left_to_its_page(
    site: SiteFolder, monkeypatch: pytest.MonkeyPatch, limit: str, value: int, left: int
) -> None:
    for year in (2020, 2021, 2022):
        alias = "/old/a-long-address/" if year == 2021 else f"/old/{year}/"
        site.article(f"{year}/story", date=f"{year}-01-01", aliases=[alias])
    site.configure(host="cloudflare")
    monkeypatch.setattr(cloudflare, limit, value)
    site.build()
    found = rules(site)
    assert len(found) == left
    assert found[0][0] == "/old/2022/"
    assert "url=/ko/2020/01/01/story/" in site.read("old/2020")
