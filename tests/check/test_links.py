"""Broken links and anchors, as they are told."""

from tests.check.told import told
from tests.command import words
from tests.sites import SiteFolder


def test_a_link_to_an_address_that_no_page_has(site: SiteFolder) -> None:
    site.article("2023/port", "[Then](/ko/2023/01/01/harbor/) and [now](/ko/2023/01/02/port/).")
    assert told(site, "links") == words("""
        content/2023/port/index.ko.md
          warning: the link “/ko/2023/01/01/harbor/” leads to no page of this site
            at content/2023/port/index.ko.md:5
            Link to an article by its Markdown file: such a link follows when addresses change.
          warning: the link “/ko/2023/01/02/port/” leads to no page of this site
            at content/2023/port/index.ko.md:5
            Did you mean “/ko/2023/01/01/port/”? Link to an article by its Markdown file: such a link follows when addresses change.
        """)  # noqa: E501


def test_a_link_to_an_old_address(site: SiteFolder) -> None:
    site.article("moved", aliases=["/old/moved/"])
    site.article("a", "Text.\n\n[Then](/old/moved)")
    assert told(site, "links") == words("""
        content/a/index.ko.md
          notice: the link “/old/moved” leads to an old address of content/moved/index.ko.md
            at content/a/index.ko.md:7
            Link to an article by its Markdown file: such a link follows when addresses change.
        """)


def test_a_link_to_a_heading_that_is_not_there(site: SiteFolder) -> None:
    site.article("b", "## 항만 자동화\n\nText.\n\n## 표결\n\nText.")
    site.article("a", "[One](../b/index.ko.md#항만-자동차)\n\n[Two](#nowhere) [Top](#top)\n")
    assert told(site, "links") == words("""
        content/a/index.ko.md
          warning: the link leads to “#항만-자동차”, which is nowhere in content/b/index.ko.md
            at content/a/index.ko.md:5
            Did you mean “#항만-자동화”?
          warning: the link leads to “#nowhere”, which is nowhere in content/a/index.ko.md
            at content/a/index.ko.md:7
            It has no headings.
        """)


def test_an_anchor_behind_an_address_is_looked_for_too(site: SiteFolder) -> None:
    site.article("b", "## The vote\n\nText.\n\n## The port\n\nText.")
    site.article("a", "[One](/ko/2023/01/01/b/#street)")
    assert told(site, "links") == words("""
        content/a/index.ko.md
          warning: the link leads to “#street”, which is nowhere in content/b/index.ko.md
            at content/a/index.ko.md:5
            Its headings: #the-vote, #the-port.
        """)


def test_a_link_with_the_sites_own_host_is_within_the_site(site: SiteFolder) -> None:
    site.article("a", "[One](https://news.example/ko/gone/) [two](https://news.example/ko/)")
    assert told(site, "links") == words("""
        content/a/index.ko.md
          warning: the link “/ko/gone/” leads to no page of this site
            at content/a/index.ko.md:5
            Link to an article by its Markdown file: such a link follows when addresses change.
        """)


def test_all_kinds_of_good_links_are_good(site: SiteFolder) -> None:
    site.write("static/about.pdf", "%PDF")
    site.photo("b/p.png", (2000, 1000))
    site.article("b", "## 표결 vote\n\nText.[^1]\n\n[^1]: Note.", tags=["port"], image="p.png")
    site.article("b/index.en.md", "## The vote")
    links = (
        "../b/index.ko.md#표결-vote",
        "../b/index.en.md",
        "/ko/",
        "/ko/2023/01/01/b/",
        "/ko/2023/01/01/b",
        "/ko/2023/01/01/b/?utm=1#표결-vote",
        "/ko/tags/port/",
        "/about.pdf",
        "/media/b/p.png",
        "https://news.example",
        "https://elsewhere.example/ko/gone/",
        "//elsewhere.example/",
        "mailto:desk@news.example",
        "#here",
        "#main",
        "#",
        "#:~:text=port",
    )
    text = "\n\n".join(f"[link]({link})" for link in links)
    site.article("a", f"## Here\n\n{text}")
    assert told(site, "links") == ""


def test_photos_and_files_of_drafts_are_there_though_nobody_sees_them(site: SiteFolder) -> None:
    site.photo("a/사진 1.png", (2000, 1000))
    site.write("content/a/data.csv", "1,2")
    site.article("a", "![x](<사진 1.png>)\n\n[data](data.csv)", draft=True)
    assert told(site, "links") == ""


def test_links_in_drafts_are_looked_at(site: SiteFolder) -> None:
    site.article("a", "[One](#nowhere)", draft=True)
    assert "“#nowhere”" in told(site, "links")


def test_a_site_below_a_path_knows_its_own_addresses(site: SiteFolder) -> None:
    site.configure(base_url="https://news.example/archive/")
    site.article("b")
    site.article("a", "[1](/archive/ko/2023/01/01/b/) [2](/archive/ko/2023/01/01/c/) [3](/else/)")
    told_links = told(site, "links")
    assert "“/archive/ko/2023/01/01/c/” leads to no page" in told_links
    assert told_links.count("warning") == 1
