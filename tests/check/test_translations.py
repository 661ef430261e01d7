"""Editions that are missing, stale or out of step, as they are told."""

import pytest

from tests.check.told import check, told
from tests.command import words
from tests.sites import SiteFolder

POLICY = {"languages": ["ko", "en"]}


def test_nothing_is_missing_where_nothing_was_asked_for(site: SiteFolder) -> None:
    site.article("a")
    assert told(site, "translations") == ""


def test_a_missing_edition(site: SiteFolder) -> None:
    site.configure(check={"translations": POLICY})
    site.article("2023/a")
    site.article("2023/b")
    site.article("2023/b/index.en.md", "Text in English.", draft=True)
    site.article("2023/c")
    site.article("2023/c/index.en.md", "Text in English.")
    site.article("2023/d", draft=True)
    assert told(site, "translations") == words("""
        content/2023/a/index.ko.md
          warning: the edition in “en” is missing
            Begin it: sitegen new 2023/a --lang en --translate-from ko

        content/2023/b/index.ko.md
          warning: the edition in “en” is a draft
            Finish content/2023/b/index.en.md and remove “draft”.
        """)


@pytest.mark.parametrize(
    ("policy", "missing"),
    [
        ({"since": "2023-01-01"}, True),
        ({"since": "2023-01-02"}, False),
        ({"within_days": 516}, True),
        ({"within_days": 518}, False),
        ({"sections": {"opinion": ["ko"]}}, False),
        ({"sections": {"sports": ["ko"]}}, True),
    ],
)
def test_a_policy_says_which_editions_and_by_when(
    site: SiteFolder, policy: dict[str, str | int], missing: bool
) -> None:
    site.configure(check={"translations": {**POLICY, **policy}})
    site.article("a", section="opinion")
    assert ("is missing" in told(site, "translations")) is missing


@pytest.mark.parametrize("severity", ["error", "warning", "notice"])
def test_a_policy_says_how_bad_it_is(site: SiteFolder, severity: str) -> None:
    site.configure(check={"translations": {**POLICY, "severity": severity}})
    site.article("a")
    assert f"  {severity}: the edition in “en” is missing" in told(site, "translations")
    assert check(site, "--fail-on", severity).status == 1


def test_a_translation_that_is_older_than_its_original(site: SiteFolder) -> None:
    site.article("a", updated="2023-03-01")
    origin = {"lang": "ko", "date": "2023-01-01"}
    site.article("a/index.en.md", "In English.", date="2023-01-02", translated_from=origin)
    assert told(site, "translations") == words("""
        content/a/index.en.md
          warning: the original, content/a/index.ko.md, changed on 2023-03-01
            at content/a/index.en.md:4:1
            Bring this edition up to date, then write “date: 2023-03-01” there.
        """)


@pytest.mark.parametrize(
    ("original", "translation", "stale"),
    [
        ({"updated": "2023-03-01"}, {"translated_from": "ko"}, True),
        ({"updated": "2023-03-01"}, {"translated_from": "ko", "updated": "2023-03-02"}, False),
        ({}, {"translated_from": "ko"}, False),
        ({"updated": "2023-03-01"}, {}, False),
        (
            {"updated": "2023-03-01T18:00"},
            {"translated_from": {"lang": "ko", "date": "2023-03-01T17:00"}},
            True,
        ),
        (
            {"updated": "2023-03-01T18:00"},
            {"translated_from": {"lang": "ko", "date": "2023-03-01"}},
            False,
        ),
        (
            {"corrections": [{"date": "2023-04-01", "note": "A name."}]},
            {"translated_from": {"lang": "ko", "date": "2023-03-01"}},
            True,
        ),
    ],
)
def test_what_makes_a_translation_stale(
    site: SiteFolder, original: dict[str, str], translation: dict[str, str], stale: bool
) -> None:
    site.article("a", **original)
    site.article("a/index.en.md", "In English.", **translation)
    assert ("changed on" in told(site, "translations")) is stale


def test_a_translation_whose_original_was_withdrawn(site: SiteFolder) -> None:
    site.article("a", withdrawn={"date": "2023-02-01", "reason": "Untrue."})
    site.article("a/index.en.md", "In English.", translated_from="ko")
    assert told(site, "translations") == words("""
        content/a/index.en.md
          warning: content/a/index.ko.md was withdrawn on 2023-02-01
            Withdraw this edition, too, or say in it why it stands.
        """)


def test_a_translation_of_an_edition_that_is_not_there(site: SiteFolder) -> None:
    site.article("a", translated_from="en")
    assert told(site, "translations") == words("""
        content/a/index.ko.md
          warning: “translated_from” names “en”, in which this story has no edition
            at content/a/index.ko.md:4:1
            It has no other edition.
        """)
    site.article("a/index.en.md", "In English.")
    site.configure(languages=["ko", "en", "ja"])
    site.article("a", translated_from="ja")
    assert told(site, "translations") == words("""
        content/a/index.ko.md
          warning: “translated_from” names “ja”, in which this story has no edition
            at content/a/index.ko.md:4:1
            Its other editions: en.
        """)


def test_a_text_that_nobody_translated(site: SiteFolder) -> None:
    site.article("a", "첫 문단.\n\n둘째 문단.")
    site.article("a/index.en.md", "첫 문단.\n\n둘째  문단.\n", translated_from="ko")
    assert told(site, "translations") == words("""
        content/a/index.en.md
          warning: the text is that of content/a/index.ko.md, word for word
            Translate it, or mark it with “draft: true” until that is done.
        """)


def test_editions_that_are_out_of_step(site: SiteFolder) -> None:
    for name in ("p", "q", "r"):
        site.photo(f"a/{name}.png", (1300, 20), {"p": "red", "q": "blue", "r": "green"}[name])
    site.article("a", "![r](r.png)", section="city", image="p.png")
    site.article("a/index.en.md", "In English.", section="port", image="q.png", date="2022-12-31")
    assert told(site, "translations") == words("""
        content/a/index.en.md
          warning: the section “port” is not that of content/a/index.ko.md
            at content/a/index.en.md:4:1
            There it is “city”.

        content/a/index.en.md
          notice: the lead photo is not that of content/a/index.ko.md
            at content/a/index.en.md:5:1
            Here it is “q.png”, there “p.png”.
        """)


def test_a_translation_with_other_photos_and_dates(site: SiteFolder) -> None:
    for name in ("p", "q"):
        site.photo(f"a/{name}.png", (1300, 20))
        site.photo(f"b/{name}.png", (1300, 20))
    site.article("a", "Text.\n\n![p](p.png) ![q](q.png)")
    site.article("a/index.en.md", "Words.", translated_from="ko", date="2022-12-31")
    site.article("b")
    site.article("b/index.en.md", "![p](p.png)", translated_from="ko", date="2023-03-01")
    assert told(site, "translations") == words("""
        content/a/index.en.md
          warning: the date 2022-12-31 is before that of content/a/index.ko.md (2023-01-01)
            at content/a/index.en.md:3:1
            A translation is not older than its original; correct one of them.

        content/a/index.en.md
          notice: “p.png”, “q.png” are shown in content/a/index.ko.md and not here
            See whether a photo or file was forgotten.

        content/b/index.en.md
          notice: “p.png” is shown here and not in content/b/index.ko.md
            See whether a photo or file was forgotten.
          notice: the date 2023-03-01 is 59 days from that of content/b/index.ko.md (2023-01-01)
            at content/b/index.en.md:3:1
            Correct one of them, if the story is not told anew.
        """)
