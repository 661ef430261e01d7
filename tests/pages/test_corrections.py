"""What was wrong is said on the article's page, and on a page and in a feed of all that was."""

import json
from xml.etree import ElementTree as ET

from tests.sites import SiteFolder, Value, changed, elements

FIRST = {"date": "2024-01-05", "note": "The harbour opened in 1921, not in 1912."}
SECOND = {"date": "2024-02-01T09:00", "note": "Sixteen voted for it & nine against."}
OLD = {"date": "2023-03-01", "note": "The bridge is 310 m long."}
PAGE = "ko/corrections"


def corrected(site: SiteFolder, path: str, *notes: Value, **fields: Value) -> None:
    site.article(path, corrections=list(notes), **fields)


def links(site: SiteFolder, page: str) -> list[tuple[str, str]]:
    return [(item.attributes["href"], item.text) for item in elements(site.read(page), "a")]


def test_all_corrections_are_on_a_page_newest_first_and_lead_to_their_articles(
    site: SiteFolder,
) -> None:
    corrected(site, "harbour", FIRST, SECOND, title="Harbour")
    corrected(site, "bridge", OLD, title="Bridge")
    site.article("right")
    site.build()
    page = site.read(PAGE)
    places = [page.index(text) for text in ("nine against", "in 1921", "310 m")]
    assert places == sorted(places)
    assert "&amp; nine" in page
    day = "/ko/2023/01/01"
    wanted = [
        (f"{day}/harbour/#correction.2", "Harbour"),
        (f"{day}/harbour/#correction.1", "Harbour"),
        (f"{day}/bridge/#correction.1", "Bridge"),
    ]
    assert [link for link in links(site, PAGE) if "#correction" in link[0]] == wanted
    headings = [item.text for item in elements(page, "h2")]
    assert headings == ["2024년", "2023년"]
    ids = [item.attributes.get("id") for item in elements(site.read("ko/2023/01/01/harbour"))]
    assert {"correction.1", "correction.2"} <= set(ids)


def test_the_feed_has_one_entry_a_correction(site: SiteFolder) -> None:
    site.configure(feeds={"limit": 2})
    corrected(site, "harbour", FIRST, SECOND, title="Harbour")
    corrected(site, "bridge", OLD)
    site.build()
    feed = ET.fromstring(site.read("ko/corrections/feed.rss"))
    items = feed.findall("channel/item")
    assert [item.findtext("description") for item in items] == [SECOND["note"], FIRST["note"]]
    assert len({item.findtext("guid") for item in items}) == 2
    assert feed.findtext("channel/link") == "https://news.example/ko/corrections/"
    feeds = [item.attributes for item in elements(site.read(PAGE), "link")]
    assert "/ko/corrections/feed.rss" in [item["href"] for item in feeds]


def test_the_footer_leads_there_in_the_languages_that_have_any(site: SiteFolder) -> None:
    corrected(site, "harbour", FIRST)
    site.article("harbour/index.en.md")
    site.build()
    files = site.files()
    assert "en/corrections/index.html" not in files
    assert "en/corrections/feed.rss" not in files
    assert ("/ko/corrections/", "바로잡습니다") in links(site, "ko")
    assert "corrections" not in site.read("en")


def test_structured_data_carries_the_correction(site: SiteFolder) -> None:
    corrected(site, "harbour", FIRST)
    site.build()
    scripts = elements(site.read("ko/2023/01/01/harbour"), "script")
    data = [json.loads(item.text) for item in scripts if item.text]
    (article,) = [node for node in data if node["@type"] == "NewsArticle"]
    assert article["correction"] == [
        {
            "@type": "CorrectionComment",
            "text": FIRST["note"],
            "datePublished": "2024-01-05T00:00:00+09:00",
        }
    ]
    assert article["dateModified"] == "2024-01-05T00:00:00+09:00"


def test_a_withdrawn_article_says_only_that(site: SiteFolder) -> None:
    gone = {"date": "2024-03-01", "reason": "forged"}
    corrected(site, "harbour", FIRST, withdrawn=gone)
    site.build()
    assert not [path for path in site.files() if "corrections" in path]


def test_a_correction_changes_what_shows_it_and_nothing_else(site: SiteFolder) -> None:
    for number in range(3):
        corrected(site, f"story-{number}", OLD)
        corrected(site, f"story-{number}/index.en.md", OLD)
    site.build()
    before = site.files()
    corrected(site, "story-1", OLD, FIRST)
    site.build()
    found = changed(before, site.files())
    day = "ko/2023/01/01/story-1/index.html"
    assert {"ko/corrections/index.html", "ko/corrections/feed.rss", day} <= found
    # The rest tells when the article changed last.
    assert {path for path in found if path.endswith(".html")} == {"ko/corrections/index.html", day}
    assert not [path for path in found if path.startswith("en/")]
