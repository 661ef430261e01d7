"""Addresses inside bodies."""

import pytest

from sitegen.render.links import absolute, with_permalinks

ORIGIN, PAGE = "https://news.example", "https://news.example/ko/a/"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<a href="/x/">', '<a href="https://news.example/x/">'),
        ('<a href="//b.example/">', '<a href="https://b.example/">'),
        ('<a title="&gt;" href="#n">', '<a title="&gt;" href="https://news.example/ko/a/#n">'),
        ('<a href="/?a=1&amp;b=2">', '<a href="https://news.example/?a=1&amp;b=2">'),
        ('<a href="https://o.example/">', '<a href="https://o.example/">'),
        ('<a href="mailto:a@b.example">', '<a href="mailto:a@b.example">'),
        ('<img src="/바.jpg">', '<img src="https://news.example/%EB%B0%94.jpg">'),
        (
            '<img srcset="/a%20b.webp 48w, /b,c.webp 96w">',
            '<img srcset="https://news.example/a%20b.webp 48w, https://news.example/b,c.webp 96w">',
        ),
        ('<p>text src="/x"</p>', '<p>text src="/x"</p>'),
        ('<video src="/v.mp4" controls poster="/p.jpg">',
         '<video src="https://news.example/v.mp4" controls poster="https://news.example/p.jpg">'),
    ],
)  # fmt: skip
def test_addresses_become_absolute_in_attributes_only(html: str, expected: str) -> None:
    assert absolute(html, origin=ORIGIN, page=PAGE) == expected


def test_links_to_sources_become_permalinks_or_lose_their_address() -> None:
    links = {"a/바다.ko.md": "/ko/바다/?a&b", "b.ko.md": ""}
    html = (
        '<a href="article:a/%EB%B0%94%EB%8B%A4.ko.md#x" title="t">A</a>'
        '<a class="c" href="article:b.ko.md#y">B</a> href="article:b.ko.md"'
    )
    expected = (
        '<a href="/ko/바다/?a&amp;b#x" title="t">A</a><a class="c">B</a> href="article:b.ko.md"'
    )
    assert with_permalinks(html, links) == expected
