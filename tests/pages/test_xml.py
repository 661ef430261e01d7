"""XML written as text is what ElementTree writes of the same elements."""

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.pages.xml import allowed, element, escape, start_tag

ODD = "a글😀\U0010ffff&<>\"'\t\n\r\x00\x0b\x1f\x7f\x85\u00a0\u2028\u3000\ud800\ufffd\ufffe\uffff"
odd = st.text(st.one_of(st.sampled_from(ODD), st.characters()))


@given(odd, st.dictionaries(st.sampled_from(["rel", "type", "xml:lang"]), odd))
def test_elements_are_written_as_elementtree_writes_them(
    text: str, attributes: dict[str, str]
) -> None:
    expected = ET.Element("title", {name: allowed(value) for name, value in attributes.items()})
    expected.text = allowed(text)
    assert element("title", text, **attributes) == ET.tostring(expected, encoding="unicode")


@given(odd)
def test_only_what_xml_forbids_is_left_out(text: str) -> None:
    kept = [
        char
        for char in text
        if char in "\t\n\r"
        or "\x20" <= char <= "\ud7ff"
        or "\ue000" <= char <= "\ufffd"
        or char >= "\U00010000"
    ]
    assert allowed(text) == "".join(kept)


@pytest.mark.parametrize(
    ("text", "written"), [("]]>", "]]&gt;"), ("a & b", "a &amp; b"), ("\"'", "\"'"), ("\x0b", "")]
)
def test_text_is_escaped_and_cleaned(text: str, written: str) -> None:
    assert escape(text) == written


def test_start_tags_keep_the_order_of_their_attributes() -> None:
    assert start_tag("rss", version="2.0", a='"\n') == '<rss version="2.0" a="&quot;&#10;">'
