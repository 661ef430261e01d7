"""Articles' pages: links between them, languages, what machines read in their heads."""

import json
import re
from base64 import b64decode
from collections.abc import Mapping
from urllib.parse import quote, unquote

import pytest
import zxingcpp
from PIL import Image, ImageDraw

from sitegen.addresses import uri
from sitegen.errors import Severity
from sitegen.pages.site import SHARE_ADDRESSES
from tests.sites import SiteFolder, elements
from tests.validators.pages import head, heads

ORIGIN = "https://news.example"
STORY = "/2023/01/01"


def body_link(page: str, text: str) -> Mapping[str, str]:
    return next(item.attributes for item in elements(page, "a") if item.text == text)


def metadata(page: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for item in elements(page, "meta"):
        key = item.attributes.get("property") or item.attributes.get("name", "")
        found.setdefault(key, []).append(item.attributes.get("content", ""))
    return found


# --- links between articles ----------------------------------------------------------------


def test_a_link_leads_to_the_readers_language_and_keeps_its_fragment(site: SiteFolder) -> None:
    site.article("both")
    site.article("both/index.en.md")
    site.article("english/index.en.md")
    site.article(
        "from", "[one](../both/index.en.md#제목) [two](../english/index.en.md) [self](#below)"
    )
    assert not site.build().problems
    page = site.read(f"ko{STORY}/from")
    assert body_link(page, "one")["href"] == f"/ko{STORY}/both/#제목"
    assert body_link(page, "two")["href"] == f"/en{STORY}/english/"
    assert body_link(page, "self")["href"] == "#below"


def test_a_link_to_what_is_not_published_is_plain_text_and_a_warning(site: SiteFolder) -> None:
    site.article("hidden", draft=True)
    site.article("from", "Text.\n\nSee [that](../hidden/index.ko.md) story.")
    (problem,) = site.build().problems
    assert (problem.severity, problem.place) == (Severity.WARNING, "content/from/index.ko.md:7")
    page = site.read(f"ko{STORY}/from")
    assert "href" not in body_link(page, "that")
    assert "/hidden/" not in page
    (strict,) = site.problems(site.options(strict=True))
    assert strict == problem
    site.build(site.options(drafts=True))
    assert body_link(site.read(f"ko{STORY}/from"), "that")["href"] == f"/ko{STORY}/hidden/"


def test_a_link_to_nothing_is_an_error_with_its_line(site: SiteFolder) -> None:
    site.article("from", "Text.\n\n[x](../none/index.ko.md)")
    site.article("other", title="")
    found = {problem.place: problem.message for problem in site.problems()}
    assert "content/none/index.ko.md" in found["content/from/index.ko.md:7"]
    assert any(place.startswith("content/other") for place in found), "all problems in one run"
    assert not site.dist.exists()


def test_text_that_looks_like_a_link_is_left_alone(site: SiteFolder) -> None:
    site.article("to")
    site.article("from", '[x](../to/index.ko.md) <b>b</b> href="article:to/index.ko.md"')
    site.build()
    assert 'href="article:to/index.ko.md"' in re.sub("&quot;", '"', site.read(f"ko{STORY}/from"))


# --- languages -----------------------------------------------------------------------------


def test_hreflang_is_complete_and_mutual_and_canonical_is_the_page_itself(
    site: SiteFolder,
) -> None:
    site.configure(languages=["ko", "en", "zh-TW"], base_url="https://news.example/archive")
    site.write("templates/locale/zh-TW/LC_MESSAGES/messages.po", CATALOGUE)
    for lang in ("ko", "en", "zh-TW"):
        site.article(f"바다/index.{lang}.md", tags=["항구"], section="city", authors=["A"])
    site.article("english/index.en.md", tags=["항구", "only"])
    site.build()
    pages = {uri(f"{ORIGIN}/archive{path}"): found for path, found in heads(site.dist)}
    listed = {path: found for path, found in pages.items() if found.listed}
    assert len(listed) > 30
    alternates = {path: dict(found.alternates) for path, found in listed.items()}
    for path, links in alternates.items():
        assert listed[path].canonical == (path,)
        if links:
            assert path in links.values()
            assert "x-default" in links
        for target in links.values():
            assert alternates[target] == links
    story = f"{ORIGIN}/archive/ko{STORY}/%EB%B0%94%EB%8B%A4/"
    assert alternates[story].keys() == {"ko", "en", "zh-TW", "x-default"}
    assert alternates[story]["x-default"] == story
    assert not alternates[f"{ORIGIN}/archive/en{STORY}/english/"]


CATALOGUE = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

msgid "Home"
msgstr "首頁"
"""


def test_the_language_menu_leads_to_editions_or_else_home(site: SiteFolder) -> None:
    site.article("both")
    site.article("both/index.en.md")
    site.article("one")
    site.build()

    def menu(path: str) -> dict[str, str]:
        links = [item.attributes for item in elements(site.read(path), "a")]
        return {item["hreflang"]: item["href"] for item in links if "hreflang" in item}

    assert menu(f"ko{STORY}/both") == {"ko": f"/ko{STORY}/both/", "en": f"/en{STORY}/both/"}
    assert menu(f"ko{STORY}/one") == {"ko": f"/ko{STORY}/one/", "en": "/en/"}
    assert menu("") == {"ko": "/ko/", "en": "/en/"}


# --- structured data -----------------------------------------------------------------------


def data(page: str) -> dict[str, dict[str, object]]:
    blocks = [json.loads(text) for text in head(page).json_ld]
    return {block["@type"]: block for block in blocks}


@pytest.mark.parametrize(
    ("date", "shown"),
    [
        ("2023-01-01", "January 1, 2023"),
        ("20230101", "January 1, 2023"),
        ("2023-01-01T00:00", "January 1, 2023, 00:00 (GMT+9)"),
        ("2023-01-01T09:30", "January 1, 2023, 09:30 (GMT+9)"),
    ],
)
def test_a_page_tells_no_time_of_day_that_nobody_wrote(
    site: SiteFolder, date: str, shown: str
) -> None:
    site.article("story/index.en.md", date=date, updated=date)
    site.build()
    page = site.read(f"en{STORY}/story")
    times = elements(page, "time")[:2]
    assert [item.text for item in times] == [shown, shown]
    moment = f"2023-01-01T{'09:30' if '09:30' in date else '00:00'}:00+09:00"
    assert [item.attributes["datetime"] for item in times] == [moment, moment]
    assert data(page)["NewsArticle"]["datePublished"] == moment
    assert f"<published>{moment}</published>" in site.read("en/feed.atom")


def test_structured_data_tells_what_the_page_shows(site: SiteFolder) -> None:
    site.configure(publisher="The Press", rights="All of them")
    site.photo("story/a.jpg")
    site.article(
        "story",
        "One two three.",
        title="제목",
        deck=["line"],
        section="city",
        tags=["port"],
        authors=["Seo Yuna"],
        image={"src": "a.jpg", "alt": "sea", "credit": "Kim", "caption": "The sea"},
        corrections=[{"date": "2023-02-01", "note": "It was two."}],
    )
    site.article("story/index.en.md", translated_from="ko", title="Title", translators=["Lee"])
    site.build()
    found = data(site.read(f"ko{STORY}/story"))
    article, url = found["NewsArticle"], f"{ORIGIN}/ko{STORY}/story/"
    assert article["headline"] == "제목"
    assert article["@id"] == article["url"] == url
    assert article["datePublished"] == "2023-01-01T00:00:00+09:00"
    assert article["dateModified"] == "2023-02-01T00:00:00+09:00"
    assert article["author"] == [
        {"@type": "Person", "name": "Seo Yuna", "url": f"{ORIGIN}/ko/authors/seo-yuna/"}
    ]
    assert article["copyrightNotice"] == "All of them"
    assert article["inLanguage"] == "ko"
    english = f"{ORIGIN}/en{STORY}/story/"
    assert [item["@id"] for item in article["workTranslation"]] == [english]  # type: ignore[attr-defined]
    crumbs = found["BreadcrumbList"]["itemListElement"]
    assert [item["item"] for item in crumbs] == [  # type: ignore[attr-defined]
        f"{ORIGIN}/ko/",
        f"{ORIGIN}/ko/sections/city/",
        url,
    ]
    translated = data(site.read(f"en{STORY}/story"))["NewsArticle"]
    assert translated["translationOfWork"]["@id"] == url  # type: ignore[index]
    assert data(site.read("ko"))["WebSite"]["publisher"]["name"] == "The Press"  # type: ignore[index]


@pytest.mark.parametrize("title", ["</script><script>alert(1)</script>", "<!--<script>", "]]>&"])
def test_no_title_ends_the_script_or_becomes_markup(site: SiteFolder, title: str) -> None:
    site.article("story", title=title, tags=[f"a{title}"], summary=title)
    site.build()
    for path, text in site.files().items():
        if path.endswith(".html"):
            # In a title "<" means itself; this parser does not know.
            page = re.sub("<title>.*?</title>", "", text.decode())
            scripts = [item.attributes for item in elements(page, "script")]
            assert scripts or "http-equiv=refresh" in page
            assert all(item.get("src") or item["type"] for item in scripts)
    page = site.read(f"ko{STORY}/story")
    assert data(page)["NewsArticle"]["headline"] == title
    assert metadata(page)["og:title"] == [title]


def test_open_graph_and_the_card_say_what_is_shared(site: SiteFolder) -> None:
    site.photo("story/사진 1.jpg", (2000, 1000))
    image = {"src": "사진 1.jpg", "alt": "sea"}
    site.article("story", image=image, section="city", tags=["a", "b"], updated="2023-03-01")
    site.article("plain")
    site.build()
    found = metadata(site.read(f"ko{STORY}/story"))
    assert found["og:type"] == ["article"]
    assert found["og:url"] == [f"{ORIGIN}/ko{STORY}/story/"]
    assert found["og:locale"] == ["ko_KR"]
    assert found["og:image"] == [f"{ORIGIN}/media/story/%EC%82%AC%EC%A7%84%201.jpg"]
    assert (found["og:image:width"], found["og:image:height"]) == (["2000"], ["1000"])
    assert found["article:published_time"] == ["2023-01-01T00:00:00+09:00"]
    assert found["article:modified_time"] == ["2023-03-01T00:00:00+09:00"]
    assert (found["article:section"], found["article:tag"]) == (["city"], ["a", "b"])
    assert found["twitter:card"] == ["summary_large_image"]
    assert metadata(site.read(f"ko{STORY}/plain"))["twitter:card"] == ["summary"]


# --- sharing -------------------------------------------------------------------------------


def test_every_network_of_the_configuration_is_a_plain_link(site: SiteFolder) -> None:
    site.configure(share=[*SHARE_ADDRESSES.keys() - {"mastodon"}, "mastodon:news.example"])
    site.article("a&b", title="하나 & 둘")
    site.build()
    page = site.read(f"ko{STORY}/a-b")
    share = page.partition('id="share"')[2] or page.partition("id=share")[2]
    links = [item.attributes["href"] for item in elements(share.partition("</div>")[0], "a")]
    assert len(links) == len(SHARE_ADDRESSES)
    address = quote(f"{ORIGIN}/ko{STORY}/a-b/", safe="")
    (zalo,) = (link for link in links if address not in link)
    assert zalo.startswith("https://button-share.zalo.me/share_external?d=")
    assert json.loads(b64decode(unquote(zalo.partition("=")[2]))) == {
        "url": f"{ORIGIN}/ko{STORY}/a-b/"
    }
    assert f"https://news.example/share?text={quote('하나 & 둘')}%20{address}" in links


def test_a_headline_that_is_a_paragraph_is_marked(site: SiteFolder) -> None:
    for length in (50, 51, 101):
        site.article(f"story-{length}", title="가" * length)
    site.build()
    classes = []
    for length in (50, 51, 101):
        (title,) = elements(site.read(f"ko{STORY}/story-{length}"), "h1")
        classes.append(title.attributes.get("class"))
    assert classes == [None, "long", "longer"]


def test_the_qr_code_of_an_article_is_its_address(site: SiteFolder) -> None:
    site.article("항구", title="항구")
    site.build()
    page = site.read(f"ko{STORY}/항구")
    side, path = re.findall(r'<svg viewBox="?0 0 (\d+) \d+"? .*?d="?([^">]+)', page)[0]
    assert scanned(path, int(side)) == f"{ORIGIN}{uri(f'/ko{STORY}/항구/')}"


def scanned(path: str, side: int) -> str:
    """What a camera reads from a drawing of strokes."""
    scale = 4
    picture = Image.new("L", (side * scale, side * scale), 255)
    draw = ImageDraw.Draw(picture)
    for x, y, row in re.findall(r"M(\d+) (\d+)\.5([^M]*)", path):
        here = int(x)
        for kind, length in re.findall(r"([hm])(\d+)", row):
            if kind == "h":
                corner = (here + int(length)) * scale - 1
                draw.rectangle((here * scale, int(y) * scale, corner, (int(y) + 1) * scale - 1), 0)
            here += int(length)
    (found,) = zxingcpp.read_barcodes(picture)
    return str(found.text)
