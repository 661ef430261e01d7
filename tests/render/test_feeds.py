"""The bytes of feeds."""

from datetime import UTC, datetime

import msgspec
import pytest

from sitegen.render.feeds import FeedRenderer
from sitegen.types import Feed, FeedEntry

MOMENT = datetime(2023, 4, 5, 6, 7, tzinfo=UTC)
ENTRY = FeedEntry(
    url="https://news.example/ko/a/",
    title="제목 & <글>\x0b",
    summary="",
    published=MOMENT,
    updated=MOMENT,
    authors=(),
    categories=('"인용"',),
    body="",
    links={},
)
FEED = Feed(
    format="rss",
    url="https://news.example/ko/feed",
    home="https://news.example/ko/",
    title="신문",
    description="",
    lang="ko",
    updated=MOMENT,
    rights="",
    publisher="신문사",
    logo="",
    origin="https://news.example",
    entries=(ENTRY,),
)
RSS = """\
<?xml version="1.0" encoding="utf-8"?>
<rss xmlns:atom="http://www.w3.org/2005/Atom" version="2.0">
<channel>
<title>신문</title>
<link>https://news.example/ko/</link>
<description />
<language>ko</language>
<lastBuildDate>Wed, 05 Apr 2023 06:07:00 +0000</lastBuildDate>
<generator>sitegen</generator>
<atom:link rel="self" type="application/rss+xml" href="https://news.example/ko/feed" />
<item>
<title>제목 &amp; &lt;글&gt;</title>
<link>https://news.example/ko/a/</link>
<guid isPermaLink="true">https://news.example/ko/a/</guid>
<pubDate>Wed, 05 Apr 2023 06:07:00 +0000</pubDate>
<category>"인용"</category>
<description />
</item>
</channel>
</rss>
"""
ATOM = """\
<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ko">
<id>https://news.example/ko/feed</id>
<title>신문</title>
<subtitle />
<updated>2023-04-05T06:07:00+00:00</updated>
<link rel="self" type="application/atom+xml" href="https://news.example/ko/feed" />
<link rel="alternate" type="text/html" href="https://news.example/ko/" />
<author>
<name>신문사</name>
</author>
<generator>sitegen</generator>
<entry>
<id>https://news.example/ko/a/</id>
<title>제목 &amp; &lt;글&gt;</title>
<link rel="alternate" type="text/html" href="https://news.example/ko/a/" />
<published>2023-04-05T06:07:00+00:00</published>
<updated>2023-04-05T06:07:00+00:00</updated>
<author>
<name>신문사</name>
</author>
<category term="&quot;인용&quot;" />
<summary />
</entry>
</feed>
"""


@pytest.mark.parametrize(("name", "written"), [("rss", RSS), ("atom", ATOM)])
def test_feeds_have_an_element_a_line_and_no_needless_namespaces(name: str, written: str) -> None:
    assert FeedRenderer().render(msgspec.structs.replace(FEED, format=name), {}).decode() == written


def test_bodies_and_authors_bring_their_namespaces() -> None:
    entry = msgspec.structs.replace(ENTRY, body="1", authors=("가",))
    text = (
        FeedRenderer()
        .render(msgspec.structs.replace(FEED, entries=(entry,)), {"1": '<a href="/b/">'})
        .decode()
    )
    assert 'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc=' in text
    assert "xmlns:media" not in text
    assert '&lt;a href="https://news.example/b/"&gt;' in text
