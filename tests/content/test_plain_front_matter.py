"""What is read without a YAML parser is what the YAML parser reads there."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.content.front_matter import FrontMatterError, _split, _yaml
from sitegen.content.plain_front_matter import fields

# One a line: values that are plain, and values at the border.
PLAIN = r"""
x
두 낱말
it's, a "b"
12:30
2023-04-05T09:30:00+09:00
a#b
null
true
no
007
1.5
"a: b #c"
"\"a\" \\"
""
'it''s'
[]
[a, "b, c", 'd']
{a: 12:30, b: 'c'}
""".strip().split("\n")
BORDER = r"""
a: b
a:
a #b
- a
-a
? a
&a x
*a
!t x
%a
@a
`a`
|
>-
...
---
~
1_000
1e5
"a\nb"
"a" b
"a": b
"open
'a' # b
'a': b
'open
''''
[a, ]
[a: b]
[a:b, c?d, e#f, -g]
[[a]]
[a
[a] b
[null, 1, http://a/b]
['a'b]
{a: b, a: c}
{a:b}
{a}
{a: [b]}
{}
""".strip().split("\n")

names = st.sampled_from(["title", "a", "extra", "params", "가_1", "x-y"])
values = st.sampled_from([*PLAIN * 9, *BORDER, "x" * 1100])
ends = st.sampled_from(
    [*["\n"] * 40, " \n", "\r\n", "\t\n", " # c\n", "\n\n", "\n # c\n", "\n  \n"]
)
strays = st.sampled_from(
    [
        *"\t\r\x85\u2028\u2029\ufeff\xa0\u3000\uffff\ud800\x7f :#'\"\\-?&*!%@`[]{},|>\na",
        *(": ", " #", "- ", "? ", "\n---\n", "\n...\n", "\n  ", "a: ", "''"),
    ]
)


@st.composite
def groups(draw: st.DrawFn, column: int = 0) -> str:
    """Fields in one column, some of them with lists and groups below."""
    rest = single() | single() | below(column + 2) if column < 6 else single()
    return "".join(
        " " * column + name + draw(rest)
        for name in draw(st.lists(names, min_size=1, max_size=3, unique=True))
    )


def single() -> st.SearchStrategy[str]:
    return st.builds(": {}{}".format, values, ends)


def below(column: int) -> st.SearchStrategy[str]:
    item = st.builds("{}- {}{}".format, st.just(" " * column), values, ends)
    entry = groups(column + 2).map(lambda text: f"{' ' * column}- {text.lstrip(' ')}")
    several = st.lists(item | entry, min_size=1, max_size=3).map("".join)
    return st.builds(":\n{}".format, several | groups(column))


@st.composite
def blocks(draw: st.DrawFn) -> str:
    """Front matter, often with a character too many or too few somewhere in it."""
    text = draw(groups())
    for stray in draw(st.lists(strays | st.just(""), max_size=2)):
        place = draw(st.integers(0, len(text)))
        text = text[:place] + stray + text[place + (not stray) :]
    return text


def parsed(block: str) -> dict[str, object] | str:
    """What the YAML parser says."""
    try:
        return _yaml(block)
    except FrontMatterError as mistake:
        return mistake.message


@settings(max_examples=500)
@given(blocks())
def test_what_is_read_is_what_the_yaml_parser_reads(block: str) -> None:
    found = fields(block)
    # By `repr`, to which 1, 1.0 and True are not the same.
    assert found is None or repr(found) == repr(parsed(block))


def test_the_sample_archive_needs_no_yaml_parser() -> None:
    for file in (Path(__file__).parents[2] / "content").rglob("*.md"):
        kind, block, _ = _split(file.read_text(encoding="utf-8"))
        assert kind == "+++" or fields(block) == parsed(block), file


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        ("title: 항만 표결  \n", {"title": "항만 표결"}),
        ("# first\n\ntitle: a\n  # then\n", {"title": "a"}),
        (
            'a: "b: #c"\nd: \'it\'\'s\'\ne: "\\"f\\" \\\\"\n',
            {"a": "b: #c", "d": "it's", "e": '"f" \\'},
        ),
        ("a: 12:30\nb: 007\nc: no\nd: a#b\n", {"a": "12:30", "b": "007", "c": "no", "d": "a#b"}),
        ("a: ~\nb: true\nc: 'true'\n", {"a": None, "b": True, "c": "true"}),
        ("a: []\nb: [c, 'd, e', \"f\"]\n", {"a": [], "b": ["c", "d, e", "f"]}),
        ("a: {b: c, d: 12:30}\n", {"a": {"b": "c", "d": "12:30"}}),
        ("a:\n- b\n- 'c'\nd: e\n", {"a": ["b", "c"], "d": "e"}),
        ("a:\n  b: c\n  d:\n    - e\n", {"a": {"b": "c", "d": ["e"]}}),
        ("a:\n  - b: c\n    d: e\n  - f\n", {"a": [{"b": "c", "d": "e"}, "f"]}),
        ("a: 1\nextra:\n  b: 1\n  c: [1.5, '2']\n", {"a": "1", "extra": {"b": 1, "c": [1.5, "2"]}}),
        ("a: b\r\nc:\r\n  - d\r\n", {"a": "b", "c": ["d"]}),
    ],
)
def test_plain_fields_are_read(block: str, expected: dict[str, object]) -> None:
    assert fields(block) == expected


@pytest.mark.parametrize(
    "block",
    [
        "",
        "# nothing\n",
        "title\n",
        "- title\n",
        "  title: a\n",
        "title: a: b\n",
        "title: a # comment\n",
        "title: a\n  b\n",
        "title: |\n  a\n",
        "title: 'a\n",
        'title: "a\\n"\n',
        "title: &a b\n",
        "title: *a\n",
        "title: a\ntitle: b\n",
        "title:\ndate: a\n",
        "image:\n  src: a\n alt: b\n",
        "image: {src: a, src: b}\n",
        "tags: [a, [b]]\n",
        "tags:\n  - a\n - b\n",
        "tags: a\n- b\n",
        "tags: a\n- b: c\n",
        "extra:\n  tags:\n- a\n",
        "title:\ta\n",
        "title: a\u2028b\n",
        "title: a\x07\n",
        "title: \ufeffa\n",
        "a:\n b:\n  c:\n   d:\n    e:\n     f:\n      g: h\n",
    ],
)
def test_what_is_not_plain_is_left_to_the_yaml_parser(block: str) -> None:
    assert fields(block) is None
