"""What hosts read, tombstones, aliases, and what is not published."""

import json
from urllib.parse import quote

import pytest

from sitegen.addresses import uri
from tests.permalinks.newsroom import entries, host, publish
from tests.sites import Element, SiteFolder, elements

DAY = "2023/01/01"


def rules(site: SiteFolder) -> list[str]:
    return site.read("_redirects").splitlines()


def test_an_alias_has_a_stub_and_a_rule(site: SiteFolder) -> None:
    site.article("story", aliases=["/old/길/", "/2016/story.html", "/plain", "/v1.2"])
    report = site.build()
    assert report.redirects == 4
    target = f"/ko/{DAY}/story/"
    stubs = {
        "old/길/index.html": "/old/길/",
        "2016/story.html": "/2016/story.html",
        "plain/index.html": "/plain/",
        "v1.2/index.html": "/v1.2/",
    }
    for file, address in stubs.items():
        stub = site.read(file)
        refresh = [item.attributes.get("content") for item in elements(stub, "meta")]
        assert f"0; url={target}" in refresh
        canonical = [item.attributes for item in elements(stub, "link")]
        assert canonical == [{"rel": "canonical", "href": f"https://news.example{target}"}]
        assert "noindex" in stub
        assert f"{uri(address)} {target} 301!" in rules(site)


@pytest.mark.parametrize("space", [" ", "\u3000", "\xa0", "\u2009", "\u202f", "\u205f", "\ufeff"])
def test_white_space_of_any_kind_in_an_address_does_not_split_its_rule(
    site: SiteFolder, space: str
) -> None:
    withdrawn = {"date": "2024-02-03", "reason": "Forged."}
    alias, permalink = f"/old/사회{space}면/", f"/news/둘{space}째/"
    site.article("story", aliases=[alias], permalink=permalink, withdrawn=withdrawn)
    site.build()
    old, new = quote(alias), quote(permalink)
    assert f"{old} {new}index.html 410!" in rules(site)
    assert f"{new} {new}index.html 410!" in rules(site)
    assert all(rule.isascii() and len(rule.split(" ")) in (3, 4) for rule in rules(site))
    files = site.files()
    assert f"{alias}index.html"[1:] in files
    assert f"{permalink}index.html"[1:] in files


def test_a_withdrawn_article_answers_410_with_a_page_and_so_do_its_aliases(
    site: SiteFolder,
) -> None:
    withdrawn = {"date": "2024-02-03", "reason": "The source was forged."}
    site.photo("gone/secret.jpg")
    site.article(
        "gone",
        "![sea](secret.jpg) The forged text.",
        withdrawn=withdrawn,
        aliases=["/old/"],
        tags=["only"],
    )
    site.article("gone/index.en.md", withdrawn=withdrawn, permalink="/gone.html")
    site.article("stays", "[x](../gone/index.ko.md)", tags=["a"])
    report = site.build()
    page = site.read(f"ko/{DAY}/gone")
    assert "The source was forged." in page
    assert "forged text" not in page
    assert "noindex" in page
    address = f"/ko/{DAY}/gone/"
    assert f"{address} {address}index.html 410!" in rules(site)
    assert "/gone.html /gone.html 410!" in rules(site)
    assert f"/old/ {address}index.html 410!" in rules(site)
    assert address in site.read(f"ko/{DAY}/stays")
    files = site.files()
    assert not [path for path in files if "secret" in path or "only" in path]
    assert report.articles == 1
    assert report.pages["tombstone"] == {"ko": 1, "en": 1}
    lists = ("ko/index.html", "en/feed.rss", "ko/2023/index.html", "en/index.html")
    assert not [path for path in lists if b"gone" in files[path]]
    assert not [path for path in files if path.startswith("sitemap") and b"gone" in files[path]]


@pytest.mark.parametrize("fields", [{"draft": True}, {"expires": "2024-05-01"}])
def test_a_withdrawn_article_answers_also_as_a_draft_or_when_it_has_expired(
    site: SiteFolder, fields: dict[str, str | bool]
) -> None:
    withdrawn = {"date": "2024-02-03", "reason": "The source was forged."}
    site.photo("gone/photo.jpg")
    site.article("gone", "![sea](photo.jpg)", withdrawn=withdrawn, aliases=["/old/"], **fields)
    site.build()
    address = f"/ko/{DAY}/gone/"
    assert "The source was forged." in site.read(address)
    assert f"{address} {address}index.html 410!" in rules(site)
    assert f"/old/ {address}index.html 410!" in rules(site)
    assert not [path for path in site.files() if path.startswith("media/")]


@pytest.mark.parametrize(
    "fields",
    [
        {"draft": True},
        {"date": "2024-07-01"},
        {"publish_at": "2024-07-01"},
        {"expires": "2024-05-01"},
    ],
)
def test_what_is_not_public_leaves_no_trace_until_it_is_asked_for(
    site: SiteFolder, fields: dict[str, str | bool]
) -> None:
    site.article("public")
    site.build()
    before = site.files()
    site.photo("waiting/photo.jpg", (600, 400))
    image = {"src": "photo.jpg", "alt": "sea"}
    site.article("waiting", tags=["x"], image=image, aliases=["/alias/"], **fields)
    report = site.build()
    assert site.files() == before
    due = report.next_due.isoformat() if report.next_due else None
    waits = fields.keys() & {"date", "publish_at"}
    assert due == ("2024-07-01T00:00:00+09:00" if waits else None)
    site.build(site.options(drafts="draft" in fields, future="draft" not in fields))
    found = [path for path in site.files() if "waiting" in path]
    assert any(path.endswith("photo.jpg") for path in found)
    assert any(path.endswith("waiting/index.html") for path in found)
    assert "alias/index.html" in site.files()
    assert "Disallow: /" in site.read("robots.txt"), "a preview is not for search engines"
    assert "noindex" in site.read("ko")


def test_files_beside_a_story_are_copied_with_it(site: SiteFolder) -> None:
    site.article("story")
    site.photo("story/unshown.jpg")
    site.write("content/story/data/table.csv", "a,b\n")
    site.article("flat/one.ko.md", "![sea](shown.jpg)")
    site.photo("flat/shown.jpg")
    site.photo("flat/other.jpg")
    site.build()
    media = _originals(site)
    names = ("story/unshown.jpg", "story/data/table.csv", "flat/shown.jpg")
    assert media == {f"media/{name}" for name in names}


def _originals(site: SiteFolder) -> set[str]:
    """The files beside articles that were published, without the copies of photos."""
    return {path for path in site.files() if path.startswith("media/") and path.count(".") == 1}


@pytest.mark.parametrize("draft", ["story/next/index.ko.md", "story/next/part.ko.md"])
def test_a_draft_in_the_folder_of_a_public_story_keeps_its_files_to_itself(
    site: SiteFolder, draft: str
) -> None:
    site.article("story")
    site.article(draft, "![sea](shown.jpg)", draft=True)
    site.photo("story/next/shown.jpg")
    site.write("content/story/next/figures/table.csv", "a,b\n")
    site.build()
    assert not [path for path in site.files() if path.startswith("media/")]
    site.article(draft, "![sea](shown.jpg)")
    site.build()
    assert "media/story/next/shown.jpg" in site.files()


def test_a_draft_beside_a_public_story_keeps_what_it_alone_shows_to_itself(
    site: SiteFolder,
) -> None:
    site.article("story", "![sea](both.jpg)")
    site.article("story/next.ko.md", "![sea](both.jpg) ![sea](secret.jpg)", draft=True)
    for name in ("both", "secret", "unshown"):
        site.photo(f"story/{name}.jpg")
    site.build()
    media = _originals(site)
    assert media == {"media/story/both.jpg", "media/story/unshown.jpg"}


def test_the_root_obeys_the_readers_choice_of_language(site: SiteFolder) -> None:
    site.configure(base_url="https://news.example/archive")
    site.build()
    assert rules(site) == [
        "/archive/ /archive/ko/ 302! Language=ko",
        "/archive/ /archive/en/ 302! Language=en",
        "/archive/ko/* /archive/ko/404.html 404",
        "/archive/en/* /archive/en/404.html 404",
    ]
    assert "Sitemap: https://news.example/archive/sitemap.xml" in site.read("robots.txt")
    assert "/archive/media/*\n" in site.read("_headers")


def test_the_root_of_a_site_in_one_language_leads_to_its_front_page(site: SiteFolder) -> None:
    site.configure(base_url="https://news.example/archive", languages=["ko"])
    site.article("story")
    publish(site)
    assert entries(site)["/"].kind == "page"
    assert rules(site) == [
        "/archive/ /archive/ko/ 302!",
        "/archive/ko/* /archive/ko/404.html 404",
    ]
    assert host(site, "/archive").answer("/") == (302, "/ko/")
    root = site.read("index.html")
    assert "0; url=/archive/ko/" in [
        item.attributes.get("content") for item in elements(root, "meta")
    ]
    links = [item.attributes for item in elements(root, "link")]
    assert {"rel": "canonical", "href": "https://news.example/archive/ko/"} in links
    assert [item["href"] for item in links if item["rel"] == "alternate"] == [
        f"/archive/ko/feed.{kind}" for kind in ("rss", "atom", "json")
    ]


def test_a_site_in_one_language_names_no_page_to_choose_another(site: SiteFolder) -> None:
    site.configure(languages=["ko"])
    site.article("story")
    site.build()
    assert "hreflang" not in site.read("ko")
    assert "hreflang" not in site.read("sitemaps/ko-lists.xml")
    assert "<loc>https://news.example/</loc>" not in site.read("sitemaps/ko-lists.xml")


def test_a_site_that_gets_a_second_language_lets_choose(site: SiteFolder) -> None:
    site.configure(languages=["ko"])
    site.article("story")
    site.build()
    assert 'http-equiv="refresh"' in site.read("index.html")
    site.configure()
    site.build()
    offered = [item.attributes.get("hreflang") for item in elements(site.read("index.html"), "a")]
    assert {"ko", "en"} <= set(offered)
    assert 'hreflang="x-default" href="https://news.example/"' in site.read("ko")


def test_browsers_are_told_which_pages_they_may_fetch_before_a_click(site: SiteFolder) -> None:
    site.configure(base_url="https://news.example/archive")
    site.build()
    headers = site.read("_headers")
    assert '  Speculation-Rules: "/archive/prefetch.json"\n' in headers
    assert "/archive/prefetch.json\n  Content-Type: application/speculationrules+json;" in headers
    assert "/archive/ko/site.webmanifest\n  Content-Type: application/manifest+json;" in headers
    (rule,) = json.loads(site.read("prefetch.json"))["prefetch"]
    assert rule["where"]["and"][0] == {"href_matches": "/archive/*"}


# --- addresses of one site -----------------------------------------------------------------


def test_two_pages_that_want_one_address_are_an_error_that_names_both(site: SiteFolder) -> None:
    site.article("one", permalink="/a/b/")
    site.article("two", permalink="/A/b/")
    (problem,) = site.problems()
    assert "content/one/index.ko.md" in problem.message + problem.path
    assert "content/two/index.ko.md" in problem.message + problem.path


@pytest.mark.parametrize(
    ("permalink", "other"),
    [
        ("/x.html/", "the same name as a file and as a folder"),
        ("/ko/tags/", "the index of tags"),
        ("/robots.txt/", "robots.txt as a folder"),
        ("/assets/site.css/", ""),
    ],
)
def test_an_address_cannot_be_a_file_and_a_folder_or_a_page_of_the_site(
    site: SiteFolder, permalink: str, other: str
) -> None:
    site.article("one", permalink=permalink, tags=["a"])
    site.article("two", aliases=["/x.html"])
    if other:
        assert [item.path for item in site.problems()]
    else:
        site.build()


def test_a_static_file_in_the_way_of_a_page_is_an_error_that_names_it(site: SiteFolder) -> None:
    site.write("static/robots.txt", "mine")
    (problem,) = site.problems()
    assert "static/robots.txt" in problem.message


def test_no_address_lacks_the_path_of_the_base_url(site: SiteFolder) -> None:
    site.configure(base_url="https://news.example/archive", page_size=1, share=["mail"])
    site.photo("사진.jpg", (1000, 800))
    image = {"src": "사진.jpg", "alt": "sea"}
    for number in range(3):
        body = "![sea](사진.jpg)\n\n[x](/one.ko.md) [self](#a)[^1]\n\n[^1]: Note."
        name = ["one", "two", "three"][number]
        site.article(f"{name}.ko.md", body, image=image, tags=["a"], section="b")
    site.article("one.en.md", aliases=["/old/"])
    site.build()
    kept = ("#", "https://news.example/archive/", "/archive/", "mailto:")
    found = [
        source
        for path in site.files()
        if path.endswith(".html")
        for item in elements(site.read(path))
        for source in sources(item)
    ]
    assert len(found) > 500
    assert {source for source in found if not source.startswith(kept)} == set()
    for path, text in site.files().items():
        if path.endswith((".xml", ".rss", ".atom", ".json", ".opml", "robots.txt")):
            for part in text.decode().split("https://news.example")[1:]:
                assert part.startswith("/archive/"), path


def sources(item: Element) -> list[str]:
    """The addresses that an element names."""
    sizes = [part.split()[0] for part in item.attributes.get("srcset", "").split(", ") if part]
    own = (item.attributes.get(name) for name in ("href", "src"))
    return [*sizes, *(address for address in own if address is not None)]
