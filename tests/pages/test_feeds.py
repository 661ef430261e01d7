"""What feeds hold, and how: through built sites."""

import json
import os
import subprocess
import sys
from email.utils import parsedate_to_datetime
from xml.etree import ElementTree as ET

import pytest

from tests.sites import NOW, SiteFolder
from tests.validators.feeds import check_atom, check_json_feed, check_rss

ORIGIN = "https://news.example"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
ATOM = "{http://www.w3.org/2005/Atom}"


def items(site: SiteFolder, path: str = "ko/feed.rss") -> list[ET.Element]:
    return list(ET.fromstring(site.read(path)).iter("item"))


def texts(elements: list[ET.Element], tag: str) -> list[str]:
    return [item.findtext(tag, "") for item in elements]


def test_feeds_run_from_the_newest_and_end_at_their_limit(site: SiteFolder) -> None:
    site.configure(feeds={"limit": 3})
    for number in range(1, 6):
        site.article(f"s{number}", date=f"2023-01-0{number}", tags=["a"] if number % 2 else [])
    site.build()
    links = texts(items(site), "link")
    assert links == [f"{ORIGIN}/ko/2023/01/0{number}/s{number}/" for number in (5, 4, 3)]
    assert texts(items(site), "guid") == links
    atom = ET.fromstring(site.read("ko/feed.atom"))
    assert [item.text for item in atom.iterfind(f"{ATOM}entry/{ATOM}id")] == links
    assert [item["id"] for item in json.loads(site.read("ko/feed.json"))["items"]] == links
    assert [link[-3:-1] for link in texts(items(site, "ko/tags/a/feed.rss"), "link")] == [
        "s5",
        "s3",
        "s1",
    ]
    assert not items(site, "en/feed.rss")


def test_a_guid_stays_when_title_text_and_update_change(site: SiteFolder) -> None:
    site.article("story", title="Before")
    site.build()
    before = texts(items(site), "guid")
    site.article("story", "New text.", title="After", updated="2023-05-01")
    site.build()
    assert texts(items(site), "guid") == before
    assert texts(items(site), "title") == ["After"]


BODY = """Text [one](../other/index.ko.md) [self](#below) [out](https://a.example/x)
[next](//b.example/y) and a note[^1].

![sea](<바다, 1.jpg>)

## Below

[^1]: Note.
"""


def test_every_address_in_a_feed_is_absolute(site: SiteFolder) -> None:
    site.configure(base_url=f"{ORIGIN}/archive")
    site.photo("story/바다, 1.jpg", (1000, 700))
    site.article("other")
    site.article("story", BODY, date="2023-02-01")
    site.article("english/index.en.md", "[to](../story/index.ko.md)")
    site.build()
    story = f"{ORIGIN}/archive/ko/2023/02/01/story/"
    page = items(site)[0].findtext(CONTENT, "")
    for expected in (
        f'href="{ORIGIN}/archive/ko/2023/01/01/other/"',
        f'href="{story}#below"',
        'href="https://a.example/x"',
        'href="https://b.example/y"',
        f'href="{story}#',
    ):
        assert expected in page
    source = f"{ORIGIN}/archive/media/story/%EB%B0%94%EB%8B%A4,%201"
    assert f'src="{source}' in page
    srcset = page.partition('srcset="')[2].partition('"')[0]
    candidates = [part.split() for part in srcset.split(", ")]
    assert [width for _, width in candidates] == ["240w", "480w", "960w", "1000w"]
    for address, _ in candidates:
        assert address.replace("%2C", ",").startswith(source)
    for where in ('href="/', 'src="/', 'href="#', 'href="article:'):
        assert where not in page
    (english,) = items(site, "en/feed.rss")
    assert f'href="{story}"' in english.findtext(CONTENT, "")


def test_feeds_without_whole_articles_hold_summaries(site: SiteFolder) -> None:
    site.configure(feeds={"full": False, "lists": ["tag"]})
    site.article("story", "Long text.", summary="Short.", tags=["a"], section="b")
    site.build()
    assert texts(items(site), "description") == ["Short."]
    assert items(site)[0].find(CONTENT) is None
    assert json.loads(site.read("ko/feed.json"))["items"][0]["content_text"] == "Short."
    feeds = {path for path in site.files() if path.endswith("feed.rss")}
    assert feeds == {"ko/feed.rss", "en/feed.rss", "ko/tags/a/feed.rss"}
    outlines = ET.fromstring(site.read("feeds.opml")).iter("outline")
    listed = {item.get("xmlUrl") for item in outlines} - {None}
    assert listed == {f"{ORIGIN}/{path}" for path in feeds}


STRANGE = "A\x07\x1b ]]> <b> & \ufffe 바다"


def test_no_text_breaks_a_feed(site: SiteFolder) -> None:
    site.photo("story/a.jpg")
    image = {"src": "a.jpg", "alt": STRANGE, "caption": STRANGE, "credit": STRANGE}
    site.article(
        "story",
        f"Text ]]> &amp; {STRANGE}".replace("\x07", "").replace("\x1b", ""),
        title=STRANGE,
        summary=STRANGE,
        tags=[f"x {STRANGE}"],
        section=f"y {STRANGE}",
        authors=[f"z {STRANGE}"],
        image=image,
    )
    site.build()
    checks = {"feed.rss": check_rss, "feed.atom": check_atom, "feed.json": check_json_feed}
    for name, check in checks.items():
        assert not check(site.read(f"ko/{name}").encode()), name
    (title,) = texts(items(site), "title")
    assert title == "A ]]> <b> & 바다"
    for path, data in site.files().items():
        if path.endswith((".xml", ".opml", ".rss", ".atom")):
            ET.fromstring(data)


@pytest.mark.parametrize("locale", ["ko_KR.UTF-8", "C"])
def test_dates_in_rss_are_english_whatever_the_machine_speaks(
    site: SiteFolder, locale: str
) -> None:
    site.article("story", date="2023-05-06T07:08:09+09:00")
    command = [sys.executable, "-m", "sitegen", "build", "--quiet", "--now", NOW]
    environment = {**os.environ, "LC_ALL": locale, "LANG": locale, "TZ": "America/New_York"}
    subprocess.run([*command, "--site", str(site.folder)], env=environment, check=True)
    (date,) = texts(items(site), "pubDate")
    assert date == "Sat, 06 May 2023 07:08:09 +0900"
    assert parsedate_to_datetime(date).isoformat() == "2023-05-06T07:08:09+09:00"
