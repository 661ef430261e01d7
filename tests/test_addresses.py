"""Slugs and addresses hold for every script and every file system."""

import re
import unicodedata
from urllib.parse import unquote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sitegen.addresses import MAX_SEGMENT, file_path, iri, nfc, shorten, slugify, term_id, uri


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Harbour Vote: Yes!", "harbour-vote-yes"),
        ("항만 자동화, 표결", "항만-자동화-표결"),
        ("ガギグ・新港", "ガギグ-新港"),
        ("Tiếng Việt", "tiếng-việt"),
        ("Ｆｕｌｌ　ｗｉｄｔｈ", "full-width"),
        ("Don't / it’s", "dont-its"),
        ("../../etc/passwd", "etc-passwd"),
        ("007", "007"),
        ("हिन्दी", "हिन्दी"),
        ("…", ""),
        ("", ""),
    ],
)
def test_a_slug_keeps_the_letters_of_every_script(text: str, slug: str) -> None:
    assert slugify(text) == slug


def test_a_long_slug_is_cut_at_a_hyphen_near_its_end() -> None:
    assert slugify("one two three", limit=10) == "one-two"
    assert slugify("a " + "b" * 300) == "a-" + "b" * 253
    assert slugify("가" * 300) == "가" * 85


@given(st.text() | st.text(alphabet="aA'’\u0301\u0315İΣßﬀ가각ᄀ-ᅡ \u0345", max_size=400))
@example("a'\u0301")
@example("\u1100'\u1161")
def test_a_slug_is_stable_short_and_safe_in_a_path(text: str) -> None:
    slug = slugify(text)
    assert slugify(text) == slug
    assert slugify(slug) == slug
    assert len(slug.encode()) <= MAX_SEGMENT
    assert unicodedata.is_normalized("NFC", slug)
    assert not set(slug) & set('/\\.?#%:*"<>| \t\n')
    assert "--" not in slug
    assert slug == slug.strip("-")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("C", "c"),
        ("C++", "c-plus-plus"),
        ("C＋＋", "c-plus-plus"),
        ("C#", "c-sharp"),
        ("C♯", "c-sharp"),
        ("C#/.NET", "c-sharp-net"),
        ("C++ 표준", "c-plus-plus-표준"),
        ("디즈니+", "디즈니-plus"),
        ("A+B", "a-b"),
        ("#MeToo", "metoo"),
        ("+", ""),
    ],
)
def test_signs_at_the_end_of_a_word_are_spoken_in_the_id_of_a_term(
    name: str, expected: str
) -> None:
    assert term_id(name) == expected


@given(st.text(st.characters(exclude_characters="+#♯＋＃")))
def test_a_name_without_such_signs_has_its_slug_as_its_id(name: str) -> None:
    if not set(unicodedata.normalize("NFKC", name)) & set("+#♯"):
        assert term_id(name) == slugify(name)


@given(st.text(), st.integers(min_value=1, max_value=300))
def test_a_shortened_segment_is_its_own_beginning(text: str, limit: int) -> None:
    short = shorten(text, limit)
    assert len(short.encode()) <= limit
    assert text.startswith(short)


@given(st.text(alphabet=st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
def test_an_iri_can_be_taken_back(path: str) -> None:
    assert unquote(iri(path)) == path
    assert not set(iri(path)) & set(' "#<>?[\\]^`{|}\n')
    assert not re.search(r"[\s\ufeff]", iri(path))


@given(st.text())
def test_a_uri_is_ascii_and_stays_what_it_is(address: str) -> None:
    assert uri(address).isascii()
    assert uri(uri(address)) == uri(address)


def test_an_iri_stays_readable() -> None:
    assert iri("/ko/항만 표결?/100%/") == "/ko/항만%20표결%3F/100%25/"
    assert iri("/ko/신문\u3000사회\u00a0면/") == "/ko/신문%E3%80%80사회%C2%A0면/"
    assert uri("/ko/항만/a%20b/") == "/ko/%ED%95%AD%EB%A7%8C/a%20b/"


@pytest.mark.parametrize(
    ("url", "file"),
    [
        ("/", "index.html"),
        ("/ko/", "ko/index.html"),
        ("/ko/a.html", "ko/a.html"),
        ("/ko/a%20b/?x#y", "ko/a b/index.html"),
        ("/ko/100%25/", "ko/100%/index.html"),
    ],
)
def test_every_address_has_its_file(url: str, file: str) -> None:
    assert file_path(url) == file


def test_names_are_composed() -> None:
    assert nfc(unicodedata.normalize("NFD", "한글 Việt")) == "한글 Việt"
