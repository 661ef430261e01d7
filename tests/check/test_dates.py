"""Doubtful dates, as they are told; the checks' own day is 2024-06-01."""

from tests.check.told import told
from tests.command import words
from tests.sites import SiteFolder


def test_a_date_before_the_archive(site: SiteFolder) -> None:
    site.configure(check={"begins": "1998-03-02"})
    site.article("a", date="1998-03-01")
    site.article("b", date="1998-03-02")
    assert told(site, "dates") == words("""
        content/a/index.ko.md
          warning: the date 1998-03-01 is before the archive begins (1998-03-02)
            at content/a/index.ko.md:3:1
            Correct it, or “begins” under [tool.sitegen.check] in pyproject.toml.
        """)


def test_a_date_that_software_made_up(site: SiteFolder) -> None:
    site.article("a", date="1970-01-01T09:00")
    assert told(site, "dates") == words("""
        content/a/index.ko.md
          warning: the date 1970-01-01 is what software writes when it knows none
            at content/a/index.ko.md:3:1
            Write when it was published.
        """)


def test_a_date_of_another_year_than_the_folder(site: SiteFolder) -> None:
    site.article("2023/12/a", date="2022-12-30")
    assert told(site, "dates") == words("""
        content/2023/12/a/index.ko.md
          notice: the date 2022-12-30 is of another year than the folder “2023”
            at content/2023/12/a/index.ko.md:3:1
            Folders mean nothing to sitegen; see which of the two is right.
        """)


def test_dates_in_the_future(site: SiteFolder) -> None:
    site.article("a", date="2024-06-03")
    site.article("b", date="2025-06-03")
    site.article("c", date="2024-06-03", publish_at="2024-05-01")
    site.article("d", date="2024-06-03", draft=True)
    site.article("e", date="2024-06-03", publish_at="2024-06-02")
    assert told(site, "dates") == words("""
        content/b/index.ko.md
          warning: the date 2025-06-03 is more than a year away
            at content/b/index.ko.md:3:1
            Is the year right?

        content/c/index.ko.md
          warning: the article is public, but its date 2024-06-03 lies in the future
            at content/c/index.ko.md:3:1
            Set the date right.

        content/a/index.ko.md
          notice: the article waits for its date 2024-06-03
            at content/a/index.ko.md:3:1
            It is shown by the first build after that.
        """)


def test_what_happens_to_an_article_before_it_is_there(site: SiteFolder) -> None:
    site.article(
        "a",
        updated="2022-12-31",
        corrections=[{"date": "2022-12-30", "note": "A name."}],
        withdrawn={"date": "2022-12-29", "reason": "Untrue."},
    )
    assert told(site, "dates") == words("""
        content/a/index.ko.md
          warning: the last change 2022-12-31 is before the article's date 2023-01-01
            at content/a/index.ko.md:4:1
            Correct one of them.
          warning: the correction of 2022-12-30 is before the article's date 2023-01-01
            at content/a/index.ko.md:5:16
            Correct one of them.
          warning: the withdrawal of 2022-12-29 is before the article's date 2023-01-01
            at content/a/index.ko.md:6:13
            Correct one of them.
        """)


def test_a_change_that_has_not_happened_yet(site: SiteFolder) -> None:
    site.article("a", lastmod="2042-01-01")
    assert told(site, "dates") == words("""
        content/a/index.ko.md
          warning: the last change 2042-01-01 lies in the future
            at content/a/index.ko.md:4:1
            Correct it.
        """)


def test_a_change_on_the_day_of_publication_is_none_before_it(site: SiteFolder) -> None:
    site.article("a", date="2023-01-01T18:00", updated="2023-01-01")
    assert told(site, "dates") == ""
