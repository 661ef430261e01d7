from .bodies import elements, html, rendered


def test_notes_are_linked_there_and_back() -> None:
    assert html("글[^a]\n\n[^a]: 주석\n") == (
        '<p>글<sup class="footnote-ref"><a href="#fn_1" id="fnref_1" role="doc-noteref">1</a></sup>'
        '</p>\n<div class="footnotes" role="doc-endnotes">\n<ol>\n<li id="fn_1"><p>주석 '
        '<a class="footnote-backref" href="#fnref_1" role="doc-backlink" aria-label="1">↩\ufe0e</a>'
        "</p>\n</li>\n</ol>\n</div>\n"
    )


def test_a_note_that_is_mentioned_twice_has_two_ways_back() -> None:
    markup = html("글[^a] 또[^a] 끝^[안]\n\n[^a]: 주석\n")
    ways_back = [(a["href"], a["aria-label"]) for _, a in elements(markup) if "aria-label" in a]
    assert ways_back == [("#fnref_1", "1"), ("#fnref_1_2", "1.2"), ("#fnref_2", "2")]
    ids = [attributes["id"] for _, attributes in elements(markup) if "id" in attributes]
    assert ids == ["fnref_1", "fnref_1_2", "fnref_2", "fn_1", "fn_2"]


def test_a_mark_in_a_link_is_no_link_in_a_link() -> None:
    markup = html("[글^[주석]](https://example.org/)")
    assert '<sup class="footnote-ref" id="fnref_1">1</sup></a>' in markup
    assert 'href="#fnref_1"' in markup


def test_a_mark_that_is_not_shown_has_no_way_back() -> None:
    markup = html("![글[^a]](photo.jpg)\n\n[^a]: 주석\n")
    assert "footnote-backref" not in markup
    assert 'id="fn_1"' in markup


def test_marks_without_a_note_and_notes_without_a_mark_are_told() -> None:
    _, problems = rendered("글[^x] `[^y]` \\[^z] ^[안]\n\n글 둘\n[^x]\n\n[^w]: 주석\n")
    assert [(item.line, item.column, item.message) for item in problems] == [
        (1, 2, "there is no footnote [^x]"),
        (4, 1, "there is no footnote [^x]"),
        (6, 1, "the footnote [^w] is mentioned nowhere and not shown"),
    ]


def test_headings_never_take_the_identifiers_of_notes() -> None:
    markup = html("# fn_1\n\n글[^a]\n\n[^a]: 주석\n")
    assert '<h2 id="fn-1">' in markup
