"""Doubtful names of sections, tags, authors and topics, and slugs, as they are told."""

from tests.check.told import told
from tests.command import words
from tests.sites import SiteFolder


def test_tags_that_are_nearly_the_same(site: SiteFolder) -> None:
    site.article("a", tags=["city council", "항만"], date="2023-01-01")
    site.article("b", tags=["City-Council", "항만"], date="2023-01-02")
    site.article("c", tags=["city council", "항 만"], date="2023-01-03")
    assert told(site, "terms") == words("""
        content/b/index.ko.md
          warning: the tag “City-Council” is nearly “city council”, which stands in 2 articles
            at content/b/index.ko.md:4:1
            Spell them alike.

        content/c/index.ko.md
          warning: the tag “항 만” is nearly “항만”, which stands in 2 articles
            at content/c/index.ko.md:4:1
            Spell them alike.
        """)


def test_what_the_configuration_spells_in_several_ways_is_meant_so(site: SiteFolder) -> None:
    site.configure(tags={"city-council": {"name": {"en": "city council", "ko": "시의회"}}})
    site.article("a", tags=["city council"])
    site.article("b", tags=["city-council"])
    assert told(site, "terms") == ""
    site.article("c", tags=["City Council"])
    assert "“City Council” is nearly “city-council”" in told(site, "terms")


def test_an_author_that_nobody_described(site: SiteFolder) -> None:
    site.configure(authors={"seo-yuna": {"name": {"ko": "서유나", "en": "Seo Yuna"}}})
    site.article("a", authors=["Seo Yunna", "서유나"])
    site.article("b", authors=["The desk"])
    assert told(site, "terms") == words("""
        content/a/index.ko.md
          warning: the author “Seo Yunna” is not described in pyproject.toml
            at content/a/index.ko.md:4:1
            Did you mean “Seo Yuna”?

        content/b/index.ko.md
          notice: the author “The desk” is not described in pyproject.toml
            at content/b/index.ko.md:4:1
            Describe it under authors in pyproject.toml.
        """)


def test_fields_are_found_under_the_names_that_their_author_uses(site: SiteFolder) -> None:
    site.configure(sections={"politics": {"name": "정치"}})
    site.article("a", categories=["politcs"])
    assert told(site, "terms") == words("""
        content/a/index.ko.md
          warning: the section “politcs” is not described in pyproject.toml
            at content/a/index.ko.md:4:1
            Did you mean “politics”?
        """)


def test_a_slug_that_is_there_twice(site: SiteFolder) -> None:
    site.article("2023/vote", date="2023-01-01")
    site.article("2024/vote", date="2024-01-01", slug="vote")
    site.article("2024/vote/index.en.md", date="2024-01-01")
    assert told(site, "terms") == words("""
        content/2024/vote/index.ko.md
          notice: the slug “vote” is also that of content/2023/vote/index.ko.md
            at content/2024/vote/index.ko.md:4:1
            Their addresses differ by the date only; give this one a slug of its own.
        """)


def test_two_articles_that_want_one_address(site: SiteFolder) -> None:
    site.article("a/vote")
    site.article("b/vote")
    assert told(site, "build") == words("""
        content/b/vote/index.ko.md
          error: content/b/vote/index.ko.md wants the address of content/a/vote/index.ko.md: /ko/2023/01/01/vote/
            Give one of them another slug, permalink or date.
        """)  # noqa: E501
