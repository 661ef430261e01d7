"""Sitemaps: complete, valid, and cut where the protocol says."""

from collections.abc import Iterator
from datetime import datetime
from xml.etree import ElementTree as ET

import pytest

from sitegen.pages import sitemaps
from tests.sites import NOW, SiteFolder
from tests.validators.pages import heads
from tests.validators.sitemaps import check_news_sitemap, check_sitemap, check_sitemap_index

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
ORIGIN = "https://news.example"


def addresses(text: str) -> list[str]:
    return [item.text or "" for item in ET.fromstring(text).iter(f"{SITEMAP}loc")]


def parts(site: SiteFolder) -> Iterator[str]:
    for address in addresses(site.read("sitemap.xml")):
        if "sitemap-news" not in address:
            yield site.read(address.removeprefix(ORIGIN))


def test_sitemaps_are_valid_and_hold_every_article_with_its_editions(site: SiteFolder) -> None:
    site.article("바다 & 강", tags=["a"], updated="2023-05-06T07:08:09")
    site.article("바다 & 강/index.en.md", tags=["a"])
    site.article("other", date="2021-01-01")
    site.build()
    assert not check_sitemap_index(site.read("sitemap.xml").encode())
    texts = list(parts(site))
    assert not [check_sitemap(text.encode()) for text in texts if check_sitemap(text.encode())]
    found = [address for text in texts for address in addresses(text)]
    assert len(found) == len(set(found))
    story = f"{ORIGIN}/ko/2023/01/01/%EB%B0%94%EB%8B%A4-%EA%B0%95/"
    assert {story, f"{ORIGIN}/ko/2021/01/01/other/", f"{ORIGIN}/ko/tags/a/"} <= set(found)
    whole = "".join(texts)
    assert f"<loc>{story}</loc><lastmod>2023-05-06T07:08:09+09:00</lastmod>" in whole
    assert f'hreflang="x-default" href="{story}"' in whole
    assert all(address.removeprefix(ORIGIN) for address in found)
    pages = {path for path, found in heads(site.dist) if found.listed}
    assert len(found) <= len(pages)


@pytest.mark.parametrize(("name", "limit"), [("MAX_ADDRESSES", 2), ("MAX_BYTES", 300)])
def test_a_sitemap_is_cut_at_its_limits(
    site: SiteFolder, monkeypatch: pytest.MonkeyPatch, name: str, limit: int
) -> None:
    for number in range(5):
        site.article(f"story-{number}", date=f"2023-01-0{number + 1}")
    site.build()
    whole = sorted(address for text in parts(site) for address in addresses(text))
    monkeypatch.setattr(sitemaps, name, limit)
    site.build(site.options(clean=True))
    cut = list(parts(site))
    assert sorted(address for text in cut for address in addresses(text)) == whole
    assert all(addresses(text) for text in cut)
    assert {"sitemaps/ko-2023-2.xml", "sitemaps/ko-2023-3.xml"} <= site.files().keys()
    if name == "MAX_ADDRESSES":
        assert max(len(addresses(text)) for text in cut) == limit
    else:
        lines = [text.splitlines()[2:-1] for text in cut]
        assert all(len(part) == 1 or sum(map(len, part)) <= limit for part in lines)


def test_the_news_sitemap_holds_two_days_before_now(
    site: SiteFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.configure(languages=["zh", "en"], title={"zh": "新闻", "en": "News"})
    times = {
        "old": "2024-05-30T11:59:59",
        "first": "2024-05-30T12:00:00",
        "last": "2024-06-01T12:00:00",
        "next": "2024-06-01T12:00:01",
    }
    for name, date in times.items():
        site.article(f"{name}/index.zh.md", title=f"T {name} \x07", date=date)
    site.build()
    text = site.read("sitemap-news.xml")
    assert [address.split("/")[-2] for address in addresses(text)] == ["last", "first"]
    assert not check_news_sitemap(text.encode(), datetime.fromisoformat(NOW))
    assert {item.text for item in ET.fromstring(text).iter(f"{NEWS}language")} == {"zh-cn"}
    monkeypatch.setattr(sitemaps, "_NEWS_MAX", 1)
    site.build(site.options(clean=True))
    assert [item.split("/")[-2] for item in addresses(site.read("sitemap-news.xml"))] == ["last"]
    site.build(site.options(now="2024-08-01T00:00:00+09:00"))
    text = site.read("sitemap-news.xml")
    assert not addresses(text)
    assert not check_news_sitemap(text.encode(), datetime.fromisoformat("2024-08-01T00:00+09:00"))
