"""Good feeds pass, and every planted mistake is named."""

import json

import pytest

from .feeds import check_atom, check_json_feed, check_opml, check_rss

ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ko" xmlns:media="http://search.yahoo.com/mrss/">
<id>https://example.org/ko/</id>
<title>바다 신문</title>
<subtitle type="text">부두에서</subtitle>
<updated>2026-01-02T03:04:05+09:00</updated>
<link rel="self" type="application/atom+xml" href="https://example.org/ko/feed.atom"/>
<link href="https://example.org/ko/" hreflang="ko"/>
<author><name>바다 신문</name><uri>https://example.org/</uri></author>
<generator version="1" uri="https://example.org/tool">tool</generator>
<rights>모든 권리 보유</rights>
<entry>
<id>tag:example.org,2026:port/ko</id>
<title>항만</title>
<link href="https://example.org/ko/2026/01/02/%ED%95%AD/"/>
<published>2026-01-02T03:04:05Z</published>
<updated>2026-01-02T03:04:05.5+09:00</updated>
<category term="경제"/>
<summary>요약</summary>
<content type="html">&lt;p&gt;&lt;a href="https://example.org/"&gt;글&lt;/a&gt;&lt;/p&gt;</content>
<media:content url="https://example.org/a.jpg"/>
</entry>
<entry>
<id>tag:example.org,2026:other/ko</id>
<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">둘<b>째</b></div></title>
<link href="https://example.org/ko/2026/01/02/two/"/>
<updated>2026-01-02T03:04:05Z</updated>
</entry>
</feed>
"""

ATOM_MISTAKES = {
    "no id": ("<id>tag:example.org,2026:port/ko</id>", ""),
    "an id that is no IRI": ("tag:example.org,2026:port/ko", "port"),
    "two entries with one id": ("2026:other/ko", "2026:port/ko"),
    "no title": ("<title>항만</title>", ""),
    "no updated": ("<updated>2026-01-02T03:04:05.5+09:00</updated>", ""),
    "a time without a zone": ("03:04:05.5+09:00", "03:04:05.5"),
    "a month that is none": ("<published>2026-01", "<published>2026-13"),
    "an RFC 822 date": (
        "<published>2026-01-02T03:04:05Z",
        "<published>Fri, 02 Jan 2026 03:04:05 Z",
    ),
    "nobody wrote it": (
        "<author><name>바다 신문</name><uri>https://example.org/</uri></author>",
        "",
    ),
    "no self": ('rel="self"', 'rel="related"'),
    "neither content nor link": ('<link href="https://example.org/ko/2026/01/02/two/"/>', ""),
    "a relative link": ("https://example.org/ko/2026/01/02/two/", "/ko/2026/01/02/two/"),
    "a relative address in the content": ('href="https://example.org/"&gt;', 'href="/"&gt;'),
    "an element that Atom does not have": ("<summary>요약</summary>", "<sumary>요약</sumary>"),
    "a bad language": ('xml:lang="ko"', 'xml:lang="korean!"'),
    "markup instead of escaped markup": ("요약</summary>", "<b>요약</b></summary>"),
    "an unknown attribute": ('<category term="경제"/>', '<category term="경제" trem="x"/>'),
    "not well-formed": ("</feed>", ""),
}

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/">
<channel>
<title>바다 신문</title>
<link>https://example.org/ko/</link>
<description>부두에서</description>
<language>zh-Hant</language>
<lastBuildDate>Fri, 02 Jan 2026 03:04:05 +0900</lastBuildDate>
<atom:link rel="self" type="application/rss+xml" href="https://example.org/ko/feed.xml"/>
<image><url>https://example.org/a.png</url><title>바다</title><link>https://example.org/</link></image>
<item>
<title>항만</title>
<link>https://example.org/ko/port/</link>
<guid isPermaLink="false">tag:example.org,2026:port/ko</guid>
<pubDate>Fri, 02 Jan 2026 03:04:05 GMT</pubDate>
<dc:creator>김바다</dc:creator><dc:creator>이산</dc:creator>
<category>경제</category>
<description>&lt;p&gt;요약&lt;/p&gt;</description>
<content:encoded><![CDATA[<p><img src="https://example.org/a.jpg" alt=""
 srcset="https://example.org/a.jpg 1x, https://example.org/b.jpg 2x"></p>]]></content:encoded>
<enclosure url="https://example.org/a.mp3" length="12" type="audio/mpeg"/>
<media:content url="https://example.org/a.jpg" type="image/jpeg" medium="image" width="4"
 height="3"><media:description>바다</media:description><media:credit>김</media:credit></media:content>
</item>
<item>
<title>둘째</title>
<link>https://example.org/ko/two/</link>
<guid>https://example.org/ko/two/</guid>
<pubDate>Thu, 01 Jan 2026 03:04:05 +0900</pubDate>
</item>
</channel>
</rss>
"""

RSS_MISTAKES = {
    "the wrong version": ('<rss version="2.0"', '<rss version="0.92"'),
    "no description": ("<description>부두에서</description>", ""),
    "no language": ("<language>zh-Hant</language>", ""),
    "a language that is none": ("zh-Hant", "chinese"),
    "no self": ('rel="self"', 'rel="alternate"'),
    "a Korean date": ("Thu, 01 Jan 2026", "목, 01 1월 2026"),
    "an ISO date": ("Fri, 02 Jan 2026 03:04:05 GMT", "2026-01-02T03:04:05Z"),
    "the wrong day of the week": ("Thu, 01 Jan 2026", "Fri, 01 Jan 2026"),
    "a day that is none": ("Thu, 01 Jan 2026", "Thu, 31 Feb 2026"),
    "a guid that claims to be an address": (' isPermaLink="false"', ' isPermaLink="true"'),
    "a guid that is something else": (' isPermaLink="false"', ' isPermaLink="no"'),
    "two items with one guid": (
        "<guid>https://example.org/ko/two/</guid>",
        '<guid isPermaLink="false">tag:example.org,2026:port/ko</guid>',
    ),
    "no guid": ("<guid>https://example.org/ko/two/</guid>", ""),
    "a relative link": ("<link>https://example.org/ko/two/", "<link>/ko/two/"),
    "a relative picture": ('<img src="https://example.org/a.jpg"', '<img src="a.jpg"'),
    "a relative picture in a set": ("https://example.org/b.jpg 2x", "/b.jpg 2x"),
    "a relative address in the summary": ("&lt;p&gt;요약", '&lt;p&gt;&lt;a href="/x"&gt;요약'),
    "an enclosure without length": (' length="12"', ""),
    "an enclosure with a size in words": ('length="12"', 'length="12 KB"'),
    "media without an address": (
        '<media:content url="https://example.org/a.jpg"',
        "<media:content",
    ),
    "media of no known kind": ('medium="image"', 'medium="photo"'),
    "an empty creator": ("이산", ""),
    "an author without an e-mail": ("<category>경제</category>", "<author>김바다</author>"),
    "an element that RSS does not have": ("<category>경제</category>", "<tag>경제</tag>"),
    "two titles": ("<title>둘째</title>", "<title>둘째</title><title>셋째</title>"),
    "not well-formed": ("</rss>", ""),
}

JSON_FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "바다 신문",
    "home_page_url": "https://example.org/ko/",
    "feed_url": "https://example.org/ko/feed.json",
    "language": "ko",
    "authors": [{"name": "바다 신문"}],
    "_note": {"about": "free"},
    "items": [
        {
            "id": "tag:example.org,2026:port/ko",
            "url": "https://example.org/ko/port/",
            "title": "항만",
            "content_html": '<p><a href="https://example.org/">글</a></p>',
            "date_published": "2026-01-02T03:04:05+09:00",
            "tags": ["경제"],
            "attachments": [{"url": "https://example.org/a.mp3", "mime_type": "audio/mpeg"}],
        },
        {"id": "2", "content_text": "글"},
    ],
}

JSON_MISTAKES = {
    "the wrong version": ("version/1.1", "version/1"),
    "no title": ('"title": "바다 신문", ', ""),
    "no items": ('"items"', '"entries"'),
    "an id that is a number": ('"id": "2"', '"id": 2'),
    "two items with one id": ('"id": "2"', '"id": "tag:example.org,2026:port/ko"'),
    "an item without content": (', "content_text": "글"', ""),
    "a relative address": ('"url": "https://example.org/ko/port/"', '"url": "/ko/port/"'),
    "a relative address in the content": ('href=\\"https://example.org/\\"', 'href=\\"../\\"'),
    "a date without a zone": ("+09:00", ""),
    "tags that are one string": ('["경제"]', '"경제"'),
    "an unknown name": ('"tags"', '"keywords"'),
    "the author of version 1": ('"authors": [{"name": "바다 신문"}]', '"author": {"name": "바다"}'),
    "an author without anything": ('[{"name": "바다 신문"}]', "[{}]"),
    "an attachment without a type": (', "mime_type": "audio/mpeg"', ""),
    "not JSON": ("}]}", ""),
}

OPML = """<?xml version="1.0" encoding="utf-8"?>
<opml version="2.0">
<head><title>모든 소식</title><dateModified>Fri, 02 Jan 2026 03:04:05 GMT</dateModified></head>
<body>
<outline text="한국어">
<outline text="처음" type="rss" version="RSS2" language="ko" htmlUrl="https://example.org/ko/"
 xmlUrl="https://example.org/ko/feed.xml"/>
<outline text="경제" type="rss" xmlUrl="https://example.org/ko/economy.xml"/>
</outline>
</body>
</opml>
"""

OPML_MISTAKES = {
    "the wrong version": ('<opml version="2.0">', '<opml version="1.0">'),
    "no title": ("<title>모든 소식</title>", ""),
    "an ISO date": ("Fri, 02 Jan 2026 03:04:05 GMT", "2026-01-02T03:04:05Z"),
    "an outline without text": ('text="경제" ', ""),
    "a feed without an address": (' xmlUrl="https://example.org/ko/economy.xml"', ""),
    "a relative address": ("https://example.org/ko/economy.xml", "/ko/economy.xml"),
    "one feed twice": ("ko/economy.xml", "ko/feed.xml"),
    "a type that is none": ('type="rss" xml', 'type="feed" xml'),
    "another element": ("</body>", "<item/></body>"),
    "no body": ("body>", "feeds>"),
}


def broken(good: str, change: tuple[str, str]) -> bytes:
    assert change[0] in good
    return good.replace(*change).encode()


def test_good_feeds_pass() -> None:
    assert check_atom(ATOM.encode()) == ()
    assert check_rss(RSS.encode()) == ()
    assert check_json_feed(json.dumps(JSON_FEED).encode()) == ()
    assert check_opml(OPML.encode()) == ()


@pytest.mark.parametrize("change", ATOM_MISTAKES.values(), ids=ATOM_MISTAKES.keys())
def test_atom_mistakes_are_found(change: tuple[str, str]) -> None:
    assert check_atom(broken(ATOM, change))


@pytest.mark.parametrize("change", RSS_MISTAKES.values(), ids=RSS_MISTAKES.keys())
def test_rss_mistakes_are_found(change: tuple[str, str]) -> None:
    assert check_rss(broken(RSS, change))


@pytest.mark.parametrize("change", JSON_MISTAKES.values(), ids=JSON_MISTAKES.keys())
def test_json_feed_mistakes_are_found(change: tuple[str, str]) -> None:
    good = json.dumps(JSON_FEED, ensure_ascii=False)
    assert check_json_feed(broken(good, change))


@pytest.mark.parametrize("change", OPML_MISTAKES.values(), ids=OPML_MISTAKES.keys())
def test_opml_mistakes_are_found(change: tuple[str, str]) -> None:
    assert check_opml(broken(OPML, change))
