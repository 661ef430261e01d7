"""Empty articles and long summaries, as they are told."""

from tests.check.told import told
from tests.command import words
from tests.sites import SiteFolder


def test_an_empty_article(site: SiteFolder) -> None:
    site.article("a", "")
    site.article("b", "", draft=True)
    assert told(site, "texts") == words("""
        content/a/index.ko.md
          warning: the article is empty
            Write its text, or mark it with “draft: true” until that is there.
        """)


def test_a_summary_that_is_too_long(site: SiteFolder) -> None:
    site.article("a", summary="가" * 120)
    site.article("b", summary="가" * 121)
    site.article("c", summary="x" * 240)
    assert told(site, "texts") == words("""
        content/b/index.ko.md
          notice: the summary takes 242 columns, 240 are shown
            at content/b/index.ko.md:4:1
            A column is a Latin letter; ideographs, kana and Hangul take two. Shorten it.
        """)


def test_a_summary_made_from_the_text_is_never_too_long(site: SiteFolder) -> None:
    site.article("a", "긴 문장이 끝없이 이어진다 " * 100)
    assert told(site, "texts") == ""
