"""Front matter is taken apart, or what is wrong with it is told with its line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.content.front_matter import Document, FrontMatterError, locate, parse

UNCLOSED = "Look at the lines above, too: a quote or a bracket may not be closed."

# Text that gets past the first line and uses what YAML and TOML are made of.
blocks = st.text(alphabet=st.sampled_from("ab:-?[]{}&*!|>'\"%@`#,=+.~<\\ \t\n\r0123é가\x07\u2028"))
documents = st.builds(
    lambda fence, block, body: f"{fence}\n{block}\n{fence}\n{body}",
    st.sampled_from(["---", "+++"]),
    blocks | st.text(),
    st.text(),
)
paths = st.lists(st.text() | st.integers(min_value=-3, max_value=9)).map(tuple)


def failure(text: str) -> tuple[str, str, int, int]:
    with pytest.raises(FrontMatterError) as caught:
        parse(text)
    mistake = caught.value
    return mistake.message, mistake.hint, mistake.line, mistake.column


def yaml(block: str) -> str:
    return f"---\n{block}\n---\n"


def test_yaml_and_toml_give_the_same_fields() -> None:
    fields = {"title": "제목", "tags": ["a", "b"], "image": {"src": "a.jpg"}, "draft": True}
    block = "title: 제목\ntags: [a, b]\nimage: {src: a.jpg}\ndraft: true\n"
    assert parse(f"---\n{block}---\nText\n") == Document(fields, "Text\n", 7)
    block = "title = '제목'\ntags = ['a', 'b']\nimage = {src = 'a.jpg'}\ndraft = true\n"
    assert parse(f"+++\n{block}+++\nText\n") == Document(fields, "Text\n", 7)


def test_dates_of_toml_are_text() -> None:
    fields = parse("+++\na = 2023-04-05\nb = 2023-04-05T09:30:00Z\nc = [07:32:00]\n+++\n").fields
    assert fields == {"a": "2023-04-05", "b": "2023-04-05T09:30:00+00:00", "c": ["07:32:00"]}


@pytest.mark.parametrize(
    "text", ["---\n---", "---\n---\n", "--- \n# nothing\n---\t\n", "+++\n+++\n"]
)
def test_front_matter_may_be_empty(text: str) -> None:
    assert parse(text).fields == {}


def test_windows_line_ends_are_read() -> None:
    assert parse("---\r\na: b\r\n---\r\nText\r\n") == Document({"a": "b"}, "Text\r\n", 4)


def test_a_line_in_the_text_is_no_end_of_the_front_matter() -> None:
    assert parse("---\na: b\n---\nOne\n\n---\n\nTwo\n").body == "One\n\n---\n\nTwo\n"


def test_an_alias_to_text_is_that_text() -> None:
    assert parse(yaml("a: &x Kim\nb: *x")).fields == {"a": "Kim", "b": "Kim"}


@pytest.mark.parametrize("text", ["", "\n \n"])
def test_an_empty_file_is_told(text: str) -> None:
    hint = "Begin with a line “---”, fields such as “title: …” and “date: …”, and a line “---”."
    assert failure(text) == ("the file is empty", hint, 1, 0)


@pytest.mark.parametrize("text", ["Hello", "\n---\ntitle: t\n---\n", "----\n----\n"])
def test_a_file_without_front_matter_is_told(text: str) -> None:
    hint = "Begin with a line “---”, fields such as “title: …” and “date: …”, and a line “---”."
    assert failure(text) == ("the file does not begin with front matter", hint, 1, 0)


@pytest.mark.parametrize("fence", ["---", "+++"])
def test_front_matter_that_never_ends_is_told(fence: str) -> None:
    message = f"the front matter that begins with “{fence}” never ends"
    hint = f"Add a line “{fence}” after the last field."
    assert failure(f"{fence}\ntitle\n\nText {fence}\n") == (message, hint, 1, 0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            yaml("title: t\ntitle: u"),
            ("“title” is there twice", "Keep one of them.", 3, 1),
        ),
        (
            yaml("image:\n  src: a\n  src: b"),
            ("“image.src” is there twice", "Keep one of them.", 4, 3),
        ),
        (
            yaml("title: 항만: 표결"),
            (
                "this is not YAML: mapping values are not allowed in this context",
                'Text that holds a colon needs quotes: title: "Port: the vote".',
                2,
                10,
            ),
        ),
        (
            yaml("a: b\n\tc: d"),
            (
                "this is not YAML: found a tab character that violates indentation",
                "Indent with spaces, not tabs; text that begins with @ or ` needs quotes.",
                3,
                1,
            ),
        ),
        (
            yaml("tags: [a, b\ntitle: t"),
            ("this is not YAML: did not find expected ',' or ']'", UNCLOSED, 3, 6),
        ),
        (yaml("- a"), ("this front matter holds no fields", "Write each as “name: value”.", 2, 0)),
        (
            yaml("? [a]\n: b"),
            ("a field's name must be a word", "Write “name: value”.", 2, 3),
        ),
        (
            yaml("a: b\nc: \x07"),
            (
                "there is an invisible control character (U+0007)",
                "Delete it, or write the line anew.",
                3,
                4,
            ),
        ),
        (
            "+++\na = 1\nb = \n+++\n",
            ("this is not TOML: Invalid value", UNCLOSED, 3, 5),
        ),
        (
            "+++\na = 1\na = 2\n+++\n",
            ("this is not TOML: Cannot overwrite a value", UNCLOSED, 3, 6),
        ),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place(
    text: str, expected: tuple[str, str, int, int]
) -> None:
    assert failure(text) == expected


def test_a_bomb_of_aliases_does_not_go_off() -> None:
    levels = "\n".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 10)}]" for n in range(1, 30))
    message, hint, line, _ = failure(yaml(f"l0: &l0 [a]\n{levels}"))
    assert message == "“l1[1]” repeats a list or group by a YAML alias (“*”)"
    assert (hint, line) == ("Write the list or group out.", 2)


def test_an_alias_to_itself_is_refused() -> None:
    assert failure(yaml("a: &a [*a]"))[0] == "“a[1]” repeats a list or group by a YAML alias (“*”)"


@pytest.mark.parametrize(
    "text",
    [
        yaml("a: " + "[" * 900 + "]" * 900),
        yaml("a: " + "[" * 100_000),
        yaml("a: " + "{a: " * 30 + "}" * 30),
        "+++\na = " + "[" * 5000 + "]" * 5000 + "\n+++\n",
    ],
    ids=["deep", "deeper", "groups", "toml"],
)
def test_very_deep_nesting_is_refused(text: str) -> None:
    message = failure(text)[0]
    assert "nested too deeply" in message or "maximum nesting depth" in message


def test_the_place_of_a_value_is_found() -> None:
    text = "---\ntitle: t\nimage:\n  src: a.jpg\ngallery:\n  - a.jpg\n  - src: b.jpg\n---\n"
    assert locate(text, ("title",)) == (2, 1)
    assert locate(text, ("image", "src")) == (4, 3)
    assert locate(text, ("gallery", 0)) == (6, 5)
    assert locate(text, ("gallery", 1, "src")) == (7, 5)
    assert locate(text, ("gallery", 7)) == (5, 1)
    toml = "+++\ntitle = 't'\n[image]\nsrc = 'a.jpg'\n+++\n"
    assert locate(toml, ("image", "src")) == (4, 0)
    assert locate(toml, ("nothing",)) == (1, 0)


def outcome(text: str) -> Document | FrontMatterError:
    try:
        return parse(text)
    except FrontMatterError as mistake:
        return mistake


@given(documents | st.text())
def test_reading_fails_in_no_other_way_than_by_saying_what_is_wrong(text: str) -> None:
    result = outcome(text)
    if isinstance(result, FrontMatterError):
        assert result.message
        assert result.hint
        assert 1 <= result.line <= text.count("\n") + 1
        assert result.column >= 0
    else:
        assert text.endswith(result.body)
        assert text.count("\n", 0, len(text) - len(result.body)) + 1 == result.body_line


@given(documents, paths)
def test_a_place_is_found_in_all_that_can_be_read(text: str, path: tuple[str | int, ...]) -> None:
    if isinstance(outcome(text), Document):
        line, column = locate(text, path)
        assert 1 <= line <= text.count("\n") + 1
        assert column >= 0
