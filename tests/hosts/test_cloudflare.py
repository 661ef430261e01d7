"""Cloudflare Pages drops what is beyond its limits without a word, so nothing is."""

import pytest

from sitegen.hosts import cloudflare
from tests.hosts.sites import ARTICLE, LANGUAGES, fill
from tests.sites import SiteFolder


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
