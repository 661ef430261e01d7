"""Plain data become typed values, or all mistakes in them are told."""

from collections.abc import Mapping
from typing import Annotated, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Meta

from sitegen.schema import Fields, Mistake, _struct, decode, dotted, suggestion, toml_line


class Inner(Fields, frozen=True, kw_only=True):
    """Two fields, one of them required."""

    name: str
    size: Annotated[int, Meta(ge=1, le=9)] = 1


class Outer(Fields, frozen=True, kw_only=True):
    """One field of each kind."""

    title: Annotated[str, Meta(description="A title.")]
    inner: Inner | str | None = None
    many: Annotated[tuple[Inner, ...], Meta(description="Some.")] = ()
    words: Annotated[str | Mapping[str, str], Meta(description="Words.")] = ""
    table: Annotated[Mapping[str, Inner], Meta(description="By name.")] = {}
    kinds: tuple[Literal["red", "green"], ...] = ()
    flag: bool = False


def mistakes(**data: object) -> list[Mistake]:
    value, found = decode(Outer, {"title": "t", **data})
    assert value is None
    return list(found)


def test_right_data_become_a_value() -> None:
    data = {
        "title": "t",
        "inner": {"name": "n"},
        "many": [{"name": "m", "size": 2}],
        "words": {"ko": "말"},
        "table": {"x": {"name": "y"}},
        "kinds": ["red"],
        "flag": True,
    }
    expected = Outer(
        title="t",
        inner=Inner(name="n"),
        many=(Inner(name="m", size=2),),
        words={"ko": "말"},
        table={"x": Inner(name="y")},
        kinds=("red",),
        flag=True,
    )
    assert decode(Outer, data) == (expected, ())


def test_nothing_stands_for_the_default() -> None:
    assert decode(Outer, {"title": "t", "flag": None})[0] == Outer(title="t")


def test_all_mistakes_are_told_together() -> None:
    value, found = decode(Outer, {"titel": "t", "flag": "yes", "inner": {"size": 0}})
    assert value is None
    assert found == (
        Mistake(("titel",), "unknown field “titel”", "Did you mean “title”?"),
        Mistake(
            ("flag",),
            "“flag” must be true or false, not text",
            "Write true or false, without quotes.",
        ),
        Mistake(("inner", "size"), "“inner.size” is 0, but must be at least 1"),
        Mistake(("inner",), "the field “inner.name” is missing", "Add “inner.name”."),
    )


def test_a_required_field_that_is_misspelt_is_told_once() -> None:
    assert mistakes(inner={"nmae": "n"}) == [
        Mistake(("inner", "nmae"), "unknown field “inner.nmae”", "Did you mean “name”?")
    ]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (
            {"zzz": 1},
            Mistake(
                ("zzz",),
                "unknown field “zzz”",
                "Known fields: title, inner, many, words, table, kinds, flag.",
            ),
        ),
        (
            {"title": 2016},
            Mistake(("title",), "“title” must be text, not a whole number", "Put it in quotes."),
        ),
        (
            {"inner": [1]},
            Mistake(("inner",), "“inner” must be a group of fields or text, not a list"),
        ),
        (
            {"many": [{"name": "a"}, "b"]},
            Mistake(
                ("many", 1), "“many[2]” takes several fields, not text", "Its fields: name, size."
            ),
        ),
        (
            {"many": {"name": "a"}},
            Mistake(
                ("many",),
                "“many” must be a list, not a group of fields",
                "Put it in square brackets: one item, or several with commas between them.",
            ),
        ),
        (
            {"words": {"ko": 5}},
            Mistake(
                ("words", "ko"), "“words.ko” must be text, not a whole number", "Put it in quotes."
            ),
        ),
        (
            {"table": {"x": {"name": "y", "size": 10}}},
            Mistake(("table", "x", "size"), "“table.x.size” is 10, but must be at most 9"),
        ),
        (
            {"kinds": ["gren"]},
            Mistake(("kinds", 0), "“kinds[1]” cannot be “gren”", "Did you mean “green”?"),
        ),
        (
            {"kinds": ["blue"]},
            Mistake(("kinds", 0), "“kinds[1]” cannot be “blue”", "Known words: red, green."),
        ),
        (
            {"many": [None]},
            Mistake(
                ("many", 0),
                "“many[1]” takes several fields, not nothing",
                "Its fields: name, size.",
            ),
        ),
    ],
)
def test_a_mistake_says_what_is_wrong_and_what_to_do(
    data: dict[str, object], expected: Mistake
) -> None:
    assert mistakes(**data) == [expected]


def test_a_synonym_counts_where_the_field_itself_is_not_there() -> None:
    synonyms = {"name": "title", "on": "flag"}
    value, _ = decode(Outer, {"name": "n", "on": True}, synonyms)
    assert value == Outer(title="n", flag=True)
    value, _ = decode(Outer, {"name": "n", "title": "t"}, synonyms)
    assert value == Outer(title="t")


def test_a_mistake_under_a_synonym_is_told_in_the_authors_word() -> None:
    _, (mistake,) = decode(Outer, {"name": 5}, {"name": "title"})
    assert mistake.path == ("name",)
    assert mistake.message == "“name” must be text, not a whole number"


def test_paths_are_written_as_people_count() -> None:
    assert dotted(("corrections", 1, "date")) == "corrections[2].date"


def test_suggestions_do_not_mind_capitals() -> None:
    assert suggestion("asia/seol", ["Asia/Seoul", "Asia/Tokyo"], "zones") == (
        "Did you mean “Asia/Seoul”?"
    )


def test_a_place_in_toml_is_the_longest_part_that_is_written() -> None:
    text = '[tool.site]\na = {b = 1}\n[tool.site.c]\n"d" = "\u2028"\ne.f = 3\n[[g]]\nh=1\n'
    assert toml_line(text, ("tool", "site", "a", "b")) == 2
    assert toml_line(text, ("tool", "site", "c", "d")) == 4
    assert toml_line(text, ("tool", "site", "c", "e", "f")) == 5
    assert toml_line(text, ("g", 0, "h")) == 7
    assert toml_line(text, ("tool", "site")) == 1
    assert toml_line(text, ("nothing",)) == 0


plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)
fields = st.sampled_from(["title", "inner", "many", "words", "table", "kinds", "flag", "x"])


@given(st.dictionaries(fields, plain))
def test_any_data_give_a_value_or_mistakes(data: dict[str, object]) -> None:
    value, found = decode(Outer, data)
    assert (value is None) == bool(found)
    assert all(mistake.message for mistake in found)


inners = st.fixed_dictionaries(
    {"name": st.text()}, optional={"size": st.integers(0, 10) | st.none(), "x": st.none()}
)
outers = st.fixed_dictionaries(
    {"title": st.text()},
    optional={
        "inner": inners | st.text(),
        "many": st.lists(inners),
        "words": st.text() | st.dictionaries(st.text(), st.text()),
        "table": st.dictionaries(st.text(), inners),
        "kinds": st.lists(st.sampled_from(["red", "green", "blue"])),
        "flag": st.booleans() | st.none(),
        "name": st.text() | st.none(),
        "x": st.none(),
    },
)


@given(outers)
def test_data_that_pass_at_once_would_pass_field_by_field(data: dict[str, object]) -> None:
    value, found = decode(Outer, data, {"name": "title"})
    told: list[Mistake] = []
    careful = _struct(Outer, data, (), told, {"name": "title"})
    assert list(found) == told
    assert value == (None if told else careful)
