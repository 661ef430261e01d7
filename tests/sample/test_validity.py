"""The sample archive, judged by validators that are not ours."""

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.sample.conftest import BASE_URL, NOW
from tests.validators import feeds, html, icons, links, pages, sitemaps, structured_data

_SHARE_PICTURE = re.compile(re.escape(BASE_URL) + r"""(/[^"'\s>?]+/share\.png)\?[0-9a-f]{8}""")
LANGUAGES = ("ko", "en", "ja", "zh", "vi")


def _complaints(found: Iterator[tuple[Path, tuple[str, ...]]]) -> list[str]:
    return [f"{file}: {sentence}" for file, sentences in found for sentence in sentences]


def test_every_page_is_valid_html(sample: Path) -> None:
    assert html.check_html(sample) == ()


def test_every_rss_feed_is_valid(sample: Path) -> None:
    files = sorted(sample.rglob("*.rss"))
    assert len(files) > len(LANGUAGES)
    assert _complaints((file, feeds.check_rss(file.read_bytes())) for file in files) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_atom_and_json_feeds_are_valid(sample: Path, lang: str) -> None:
    assert feeds.check_atom((sample / lang / "feed.atom").read_bytes()) == ()
    assert feeds.check_json_feed((sample / lang / "feed.json").read_bytes()) == ()


def test_the_list_of_feeds_is_valid_and_names_all_of_them(sample: Path) -> None:
    document = (sample / "feeds.opml").read_bytes()
    assert feeds.check_opml(document) == ()
    named = set(re.findall(r'xmlUrl="([^"]+)"', document.decode()))
    assert len(named) == len(list(sample.rglob("*.rss")))


def test_sitemaps_follow_their_schemas(sample: Path) -> None:
    assert sitemaps.check_sitemap_index((sample / "sitemap.xml").read_bytes()) == ()
    files = sorted((sample / "sitemaps").glob("*.xml"))
    assert files
    assert _complaints((file, sitemaps.check_sitemap(file.read_bytes())) for file in files) == []


def test_the_news_sitemap_holds_the_last_two_days(sample: Path) -> None:
    document = (sample / "sitemap-news.xml").read_bytes()
    assert sitemaps.check_news_sitemap(document, datetime.fromisoformat(NOW)) == ()
    assert b"<news:title>" in document


def test_no_link_leads_to_nothing(sample: Path) -> None:
    assert links.check_links(sample, BASE_URL) == ()


def test_language_alternates_are_complete_and_mutual(sample: Path) -> None:
    assert links.check_hreflang(sample, BASE_URL) == ()


def test_structured_data_follows_schema_org(sample: Path) -> None:
    found = (
        (file, structured_data.check_json_ld(file.read_text(encoding="utf-8"), url))
        for file in pages.html_files(sample)
        for url in [BASE_URL + pages.address(sample, file)]
        if "noindex" not in file.read_text(encoding="utf-8")
    )
    assert _complaints(found) == []


def test_articles_with_a_photo_say_so_to_machines(sample: Path) -> None:
    with_photo = [
        file
        for file in pages.html_files(sample)
        if '"@type":"NewsArticle"' in (text := file.read_text(encoding="utf-8"))
        and 'property="og:image"' in text.replace("property=og:image", 'property="og:image"')
        and "/share.png?" not in text
    ]
    assert with_photo
    for file in with_photo:
        assert '"creditText":' in file.read_text(encoding="utf-8"), file


def test_every_icon_and_manifest_that_pages_name_is_there(sample: Path) -> None:
    named = {
        address
        for file in pages.html_files(sample)
        for address in icons.addresses(file.read_text(encoding="utf-8"))
    }
    assert {f"/{lang}/site.webmanifest" for lang in LANGUAGES} < named
    assert icons.check_icons(sample, named) == ()


def test_every_picture_of_a_headline_is_there(sample: Path) -> None:
    drawn = {
        unquote(match[1])
        for file in pages.html_files(sample)
        for match in _SHARE_PICTURE.finditer(file.read_text(encoding="utf-8"))
    }
    assert drawn == {f"/{file.relative_to(sample)}" for file in sample.rglob("share.png")}
    assert drawn
