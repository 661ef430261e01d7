"""Good sitemaps pass, and every planted mistake is named."""

from datetime import UTC, datetime

import pytest

from .sitemaps import check_news_sitemap, check_sitemap, check_sitemap_index

NOW = datetime(2026, 1, 3, 12, tzinfo=UTC)

PAGES = """<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:xhtml="http://www.w3.org/1999/xhtml">
<url><loc>https://example.org/ko/%ED%95%AD/</loc><lastmod>2026-01-02T03:04:05+09:00</lastmod>
<xhtml:link rel="alternate" hreflang="ko" href="https://example.org/ko/%ED%95%AD/"/>
<xhtml:link rel="alternate" hreflang="zh-Hant" href="https://example.org/zh/port/"/>
<xhtml:link rel="alternate" hreflang="x-default" href="https://example.org/ko/%ED%95%AD/"/></url>
<url><loc>https://example.org/zh/port/</loc><lastmod>2026-01-02</lastmod>
<xhtml:link rel="alternate" hreflang="ko" href="https://example.org/ko/%ED%95%AD/"/>
<xhtml:link rel="alternate" hreflang="zh-Hant" href="https://example.org/zh/port/"/>
<xhtml:link rel="alternate" hreflang="x-default" href="https://example.org/ko/%ED%95%AD/"/></url>
<url><loc>https://example.org/ko/about/</loc></url>
</urlset>
"""

PAGE_MISTAKES = {
    "an address in letters": (
        "<loc>https://example.org/ko/%ED%95%AD/",
        "<loc>https://example.org/ko/항/",
    ),
    "a relative address": ("<loc>https://example.org/ko/about/", "<loc>/ko/about/"),
    "one address twice": ("https://example.org/ko/about/", "https://example.org/zh/port/"),
    "another host": ("https://example.org/ko/about/", "https://example.com/ko/about/"),
    "no address": ("<loc>https://example.org/ko/about/</loc>", ""),
    "a time without a zone": ("03:04:05+09:00", "03:04:05"),
    "a day that is none": ("<lastmod>2026-01-02</lastmod>", "<lastmod>2026-02-30</lastmod>"),
    "an unknown element": ("lastmod>", "modified>"),
    "an unknown language": ('hreflang="zh-Hant"', 'hreflang="cn-TW"'),
    "a language with an underscore": ('hreflang="zh-Hant"', 'hreflang="zh_TW"'),
    "no link to itself": (
        'hreflang="zh-Hant" href="https://example.org/zh/port/"',
        'hreflang="zh-Hant" href="https://example.org/zh/other/"',
    ),
    "no namespace": (' xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"', ""),
    "not well-formed": ("</urlset>", ""),
}

INDEX = """<?xml version="1.0" encoding="utf-8"?>
<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>https://example.org/sitemap-1.xml</loc><lastmod>2026-01-02</lastmod></sitemap>
<sitemap><loc>https://example.org/sitemap-2.xml</loc></sitemap>
</sitemapindex>
"""

NEWS = """<?xml version="1.0" encoding="utf-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://example.org/zh/port/</loc><news:news>
<news:publication><news:name>海報</news:name><news:language>zh-tw</news:language></news:publication>
<news:publication_date>2026-01-02T03:04:05+09:00</news:publication_date>
<news:title>港口</news:title></news:news></url>
</urlset>
"""

NEWS_MISTAKES = {
    "Chinese without a script": ("zh-tw", "zh"),
    "a script instead of Google's code": ("zh-tw", "zh-Hant"),
    "older than two days": ("2026-01-02T", "2026-01-01T"),
    "from the future": ("2026-01-02T", "2026-01-04T"),
    "a time without a zone": ("+09:00", ""),
    "an abandoned field": ("<news:title>", "<news:genres>Blog</news:genres><news:title>"),
    "no title": ("<news:title>港口</news:title>", ""),
    "no name": ("<news:name>海報</news:name>", ""),
}


def broken(good: str, change: tuple[str, str]) -> bytes:
    assert change[0] in good
    return good.replace(*change).encode()


def test_good_sitemaps_pass() -> None:
    assert check_sitemap(PAGES.encode()) == ()
    assert check_sitemap_index(INDEX.encode()) == ()
    assert check_news_sitemap(NEWS.encode(), NOW) == ()


@pytest.mark.parametrize("change", PAGE_MISTAKES.values(), ids=PAGE_MISTAKES.keys())
def test_sitemap_mistakes_are_found(change: tuple[str, str]) -> None:
    assert check_sitemap(broken(PAGES, change))


def test_alternates_must_agree_among_the_pages_of_a_sitemap() -> None:
    start, link, rest = PAGES.partition('<xhtml:link rel="alternate" hreflang="x-default"')
    one_sided = (start + rest.partition("/>")[2]).encode()
    assert link
    assert any("names other alternates" in text for text in check_sitemap(one_sided))


@pytest.mark.parametrize("wrong", ["<loc>sitemap-2.xml</loc>", "<loc/>", ""])
def test_index_mistakes_are_found(wrong: str) -> None:
    good = "<loc>https://example.org/sitemap-2.xml</loc>"
    assert check_sitemap_index(broken(INDEX, (good, wrong)))


def test_a_sitemap_is_no_index() -> None:
    assert check_sitemap_index(PAGES.encode())
    assert check_sitemap(INDEX.encode())


def test_too_many_addresses_are_a_complaint() -> None:
    entry = "<url><loc>https://example.org/ko/about/</loc></url>"
    entries = "".join(entry.replace("about", str(number)) for number in range(49_999))
    assert any("50001 addresses" in text for text in check_sitemap(broken(PAGES, (entry, entries))))


def test_too_many_bytes_are_a_complaint() -> None:
    padded = broken(PAGES, ("</urlset>", " " * (50 * 1024 * 1024) + "</urlset>"))
    assert any("bytes" in text for text in check_sitemap(padded))


@pytest.mark.parametrize("change", NEWS_MISTAKES.values(), ids=NEWS_MISTAKES.keys())
def test_news_mistakes_are_found(change: tuple[str, str]) -> None:
    assert check_news_sitemap(broken(NEWS, change), NOW)


def test_news_may_be_absent_but_not_beside_other_pages() -> None:
    start, _, rest = NEWS.partition("<url>")
    assert check_news_sitemap((start + rest.partition("</url>")[2]).encode(), NOW) == ()
    assert check_news_sitemap(PAGES.encode(), NOW)


def test_more_than_a_thousand_news_are_a_complaint() -> None:
    start, url, rest = NEWS.partition("<url>")
    entry, _, end = rest.partition("</url>")
    entries = [url + entry.replace("port", str(number)) + "</url>" for number in range(1001)]
    assert any(
        "1001 news" in text
        for text in check_news_sitemap((start + "".join(entries) + end).encode(), NOW)
    )
