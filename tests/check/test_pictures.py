"""Doubtful photos, as they are told."""

from tests.check.told import check, told
from tests.command import words
from tests.sites import SiteFolder

GOOD = {"alt": "Cranes", "caption": "The port.", "credit": "Han Dojin"}


def test_photos_without_caption_and_credit(site: SiteFolder) -> None:
    site.photo("a/p.png", (1300, 30))
    site.photo("a/q.png", (1300, 31))
    site.article(
        "a",
        "Text.\n\n![Cranes](q.png)",
        image={"src": "p.png", "alt": "Cranes"},
        gallery=[{**GOOD, "src": "q.png", "credit": ""}],
    )
    assert told(site, "pictures") == words("""
        content/a/index.ko.md
          warning: the photo “p.png” has no credit
            at content/a/index.ko.md:4:1
            Add “credit”: who made it, or who gave it.
          warning: the photo “q.png” has no credit
            at content/a/index.ko.md:5:11
            Add “credit”: who made it, or who gave it.
          warning: the photo “q.png” has no credit
            at content/a/index.ko.md:9
            Write ![description](q.png "Caption"){credit="Name"}.

        content/a/index.ko.md
          notice: the photo “p.png” has no caption
            at content/a/index.ko.md:4:1
            Add “caption”: who and what is seen, where and when.
          notice: the photo “q.png” has no caption
            at content/a/index.ko.md:9
            Write ![description](q.png "Caption"){credit="Name"}.
        """)


def test_a_photo_without_alternative_text(site: SiteFolder) -> None:
    site.photo("a/p.png", (1300, 30))
    site.article("a", '![](p.png "C"){credit="N"}', image={**GOOD, "src": "p.png", "alt": ""})
    assert told(site, "build") == words("""
        content/a/index.ko.md
          warning: the photo “p.png” has no alt text
            at content/a/index.ko.md:4:1
            Say what it shows, for those who cannot see it.
          warning: the picture has no alternative text
            at content/a/index.ko.md:6:5
            Describe it for readers who cannot see it: ![description](file).
        """)


def test_lead_photos_that_are_too_small(site: SiteFolder) -> None:
    site.photo("a/p.png", (599, 30))
    site.photo("b/p.png", (1199, 30))
    site.article("a", image={**GOOD, "src": "p.png"})
    site.article("b", image={**GOOD, "src": "p.png"})
    assert told(site, "pictures") == words("""
        content/a/index.ko.md
          warning: the lead photo “p.png” is only 599 pixels wide
            at content/a/index.ko.md:4:1
            Take one of 1200 pixels or more: cards and searches leave it out.

        content/b/index.ko.md
          notice: the lead photo “p.png” is 1199 pixels wide
            at content/b/index.ko.md:4:1
            Search engines show large pictures from 1200 pixels on.
        """)


def test_other_photos_that_are_too_small(site: SiteFolder) -> None:
    site.photo("a/p.png", (319, 30))
    site.photo("a/q.png", (319, 31))
    text = 'Text.\n\n![Cranes](q.png "The port."){credit="Han Dojin"}'
    site.article("a", text, gallery=[{**GOOD, "src": "p.png"}])
    assert told(site, "pictures") == words("""
        content/a/index.ko.md
          notice: the photo “p.png” is only 319 pixels wide
            at content/a/index.ko.md:4:11
            It is shown as small as it is; take a larger copy if there is one.
          notice: the photo “q.png” is only 319 pixels wide
            at content/a/index.ko.md:8
            It is shown as small as it is; take a larger copy if there is one.
        """)


def test_a_photo_that_is_absurdly_large(site: SiteFolder) -> None:
    site.photo("a/p.png", (10_001, 3))
    site.article("a", image={**GOOD, "src": "p.png"})
    assert told(site, "pictures") == words("""
        content/a/p.png
          warning: the picture has 10,001 × 3 pixels and 0.0 MB
            Put a copy of at most 4,000 pixels in its place.
        """)


def test_drawings_are_never_too_small(site: SiteFolder) -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"></svg>'
    site.write("content/a/map.svg", svg)
    site.article("a", image={**GOOD, "src": "map.svg"})
    assert check(site).out == "Nothing is wrong with 1 article in 1 story.\n"
