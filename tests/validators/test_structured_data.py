"""Structured data that schema.org or Google would not understand is named."""

import json

import pytest

from .structured_data import check_json_ld

URL = "https://example.org/ko/%ED%95%AD%EB%A7%8C/"

ARTICLE = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "@id": URL + "#article",
    "url": "https://example.org/ko/항만/",
    "mainEntityOfPage": {"@type": "WebPage", "@id": URL},
    "headline": "항만 자동화",
    "alternativeHeadline": ["첫 줄", "둘째 줄"],
    "image": [
        {"@type": "ImageObject", "url": "https://example.org/a.jpg", "width": 4, "height": 3},
        "https://example.org/b.jpg",
    ],
    "datePublished": "2026-01-02T03:04:05+09:00",
    "dateModified": "2026-01-02T03:04:05Z",
    "author": [{"@type": "Person", "name": "김바다", "url": "https://example.org/ko/authors/kim/"}],
    "publisher": {
        "@type": "NewsMediaOrganization",
        "name": "바다 신문",
        "logo": {"@type": "ImageObject", "url": "https://example.org/logo.png"},
    },
    "inLanguage": "zh-Hant",
    "wordCount": 300,
    "isAccessibleForFree": True,
    "keywords": ["항만", "자동화"],
    "workTranslation": [{"@type": "NewsArticle", "@id": "https://example.org/en/port/"}],
    "translationOfWork": {"@id": "https://example.org/ja/port/"},
    "correction": {
        "@type": "CorrectionComment",
        "text": "이름을 고쳤습니다",
        "datePublished": "2026-01-03T03:04:05+09:00",
    },
    "dateline": "청해",
}

TRAIL = {
    "@context": "https://schema.org",
    "@type": "BreadcrumbList",
    "itemListElement": [
        {"@type": "ListItem", "position": 1, "name": "처음", "item": "https://example.org/ko/"},
        {"@type": "ListItem", "position": 2, "name": "항만"},
    ],
}

SITE = {
    "@context": "https://schema.org",
    "@type": "WebSite",
    "name": "바다 신문",
    "url": "https://example.org/",
}

MISTAKES = {
    "a misspelt property": ('"headline"', '"headlin"', "no headlin here"),
    "a property of another type": ('"dateline"', '"birthDate"', "no birthDate here"),
    "an unknown type": ('"Person"', '"Journalist"', "no type 'Journalist'"),
    "a type that cannot stand there": (
        '"CorrectionComment"',
        '"ListItem"',
        "correction: cannot be",
    ),
    "a person as a picture": (
        '"logo": {"@type": "ImageObject"',
        '"logo": {"@type": "Person"',
        "logo",
    ),
    "no headline": ('"headline": "항만 자동화", ', "", "no headline"),
    "an author without a page": (
        ', "url": "https://example.org/ko/authors/kim/"',
        "",
        "no url or sameAs",
    ),
    "an author as bare text": (
        '[{"@type": "Person", "name": "김바다", "url": "https://example.org/ko/authors/kim/"}]',
        '"김바다"',
        "no name of its own",
    ),
    "a relative picture": ('"https://example.org/b.jpg"', '"/b.jpg"', "not absolute"),
    "a relative address": ('"https://example.org/logo.png"', '"logo.png"', "not absolute"),
    "a relative reference": ('"@id": "https://example.org/ja/', '"@id": "/ja/', "not absolute"),
    "a time without a zone": ("2026-01-02T03:04:05Z", "2026-01-02T03:04:05", "no time with a zone"),
    "a date in words": ("2026-01-03T03:04:05+09:00", "3 January", "no time with a zone"),
    "a language that is none": ("zh-Hant", "chinese", "no language tag"),
    "a number in words": ('"wordCount": 300', '"wordCount": true', "cannot be True"),
    "a truth in a number": ("true", "1", "isAccessibleForFree: cannot be 1"),
    "the address of another page": ("ko/항만/", "en/port/", "not the page's own address"),
    "an address without a scheme": ("https://schema.org", "schema.org", "no object with @context"),
    "not JSON": ('"dateline"', "dateline", "not JSON"),
}

TRAIL_MISTAKES = {
    "a position out of order": ('"position": 2', '"position": 3', "positions are"),
    "no name": (', "name": "항만"', "", "no name"),
    "a relative address": ('"https://example.org/ko/"', '"/ko/"', "not absolute"),
    "no address before the last": (', "item": "https://example.org/ko/"', "", "only the last"),
    "nothing in it": ("itemListElement", "numberOfItems", "no itemListElement"),
}


def page(*blocks: str) -> str:
    scripts = "".join(f'<script type="application/ld+json">{block}</script>' for block in blocks)
    return (
        f"<!doctype html><html lang=ko><head><title>t</title>{scripts}</head><body></body></html>"
    )


def written(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def test_good_data_passes_alone_together_and_as_a_graph() -> None:
    graph = {"@context": "https://schema.org", "@graph": [ARTICLE, TRAIL, SITE]}
    assert check_json_ld(page(written(ARTICLE), written(TRAIL), written(SITE)), URL) == ()
    assert check_json_ld(page(written([ARTICLE, TRAIL])), URL) == ()
    assert check_json_ld(page(written(graph)), URL) == ()


def test_a_page_without_data_is_a_complaint() -> None:
    assert check_json_ld(page(), URL) == ("no application/ld+json",)


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=MISTAKES.keys())
def test_mistakes_about_an_article_are_found(mistake: tuple[str, str, str]) -> None:
    old, new, expected = mistake
    good = written(ARTICLE)
    assert old in good
    assert any(expected in text for text in check_json_ld(page(good.replace(old, new)), URL))


@pytest.mark.parametrize("mistake", TRAIL_MISTAKES.values(), ids=TRAIL_MISTAKES.keys())
def test_mistakes_about_breadcrumbs_are_found(mistake: tuple[str, str, str]) -> None:
    old, new, expected = mistake
    good = written(TRAIL)
    assert old in good
    assert any(expected in text for text in check_json_ld(page(good.replace(old, new)), URL))


def test_a_site_needs_its_name() -> None:
    nameless = {key: value for key, value in SITE.items() if key != "name"}
    assert check_json_ld(page(written(nameless)), URL) == ("WebSite: no name",)
