"""White space goes where nobody sees it, and nowhere else."""

import pytest

from sitegen.render.compiler.program import Branch, Captured, Loop, Program, Step, Text, Value
from sitegen.render.compiler.whitespace import without_indentation


def collapsed(*steps: Step | str) -> Program:
    return without_indentation(tuple(Text(s) if isinstance(s, str) else s for s in steps))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<!doctype html>\n<html>\n<body>\n", "<!doctype html><html><body>"),
        ("<ul>\n  <li>a</li>\n  <li>b</li>\n</ul>\n", "<ul><li>a</li><li>b</li></ul>"),
        ("<p>\n one\n  two\n</p>", "<p>one\ntwo</p>"),
        ("<p>one <b>two</b>\n\n <i>three</i></p>", "<p>one <b>two</b>\n<i>three</i></p>"),
        ("<p><a>one</a>\n<a>two</a></p>", "<p><a>one</a>\n<a>two</a></p>"),
        ("<p>one<br>\ntwo\n<br></p>", "<p>one<br>two<br></p>"),
        ("<p>one\n<span></span>\ntwo</p>", "<p>one\n<span></span>\ntwo</p>"),
        ("<P>\n<B>one</B>\n</P>", "<P><B>one</B></P>"),
        ("<div\n   class='a'\n id=\"b\n c\">\n</div>", "<div class='a' id=\"b\n c\"></div>"),
        ("<p title='>\n'>\nx</p>", "<p title='>\n'>x</p>"),
        ("<pre>\n  a\n  <b>\n</b></pre>\n<p>", "<pre>\n  a\n  <b>\n</b></pre><p>"),
        ("<p><textarea>\n\n a</textarea>\n\nx", "<p><textarea>\n\n a</textarea>\nx"),
        ("<script>\n\n'<p>\n\n'</script>\n\n<p>", "<script>\n\n'<p>\n\n'</script><p>"),
        ("<p>a <!-- \n c \n -->\n b</p>", "<p>a \nb</p>"),
        ("<p>a < b\n\n&amp; c</p>", "<p>a < b\n&amp; c</p>"),
        ("<head>\n<meta a>\n<link b>\n</head>\n<body>\nx\n<meta c>\ny",
         "<head><meta a><link b></head><body>x\n<meta c>\ny"),
        ("<p>a\u00a0\n\u3000b</p>", "<p>a\u00a0\n\u3000b</p>"),
        ("<param>\n\nx", "<param>\nx"),
    ],
)  # fmt: skip
def test_text_keeps_what_is_seen(before: str, after: str) -> None:
    assert collapsed(before) == (Text(after),)


def test_a_value_is_no_edge() -> None:
    assert collapsed("<p>\n", Value("x"), "\n\n<b>\n") == (Text("<p>"), Value("x"), Text("\n<b>\n"))
    assert collapsed('<p class="', Value("x"), '">\n') == (
        Text('<p class="'),
        Value("x"),
        Text('">'),
    )


def test_a_name_that_a_page_completes_is_no_block() -> None:
    assert collapsed("<p>x<d", Value("x"), ">\n\ny")[-1] == Text(">\ny")
    assert collapsed("<p>x<", Value("x"), ">\n\ny")[-1] == Text(">\ny")
    assert collapsed("<p>x<", "b>\n\ny")[-1] == Text("b>\ny")


def test_a_tag_is_a_block_whatever_attributes_a_page_gives_it() -> None:
    arms = (("x", (Text(" class=a"),)),)
    assert collapsed("<p", Branch(arms), ">\ny")[-1] == Text(">y")


def test_behind_a_branch_only_what_holds_for_all_arms_is_sure() -> None:
    block, inline = (Text("<p>a</p>"),), (Text("<b>a</b>"),)
    assert collapsed("<div>", Branch((("x", block), ("", block))), "\ny")[-1] == Text("y")
    assert collapsed("<div>", Branch((("x", block), ("", inline))), "\n\ny")[-1] == Text("\ny")
    assert collapsed("<div>", Branch((("x", block),)), "\ny")[-1] == Text("y")
    assert collapsed("<div>a", Branch((("x", block),)), "\n\ny")[-1] == Text("\ny")


def test_a_loop_begins_where_it_ends() -> None:
    def body(*steps: Step | str) -> Program:
        (_, loop) = collapsed("<ul>", Loop("for", tuple(Text(str(s)) for s in steps)))
        assert isinstance(loop, Loop)
        return loop.body

    assert body("\n<li>a</li>\n") == (Text("<li>a</li>"),)
    assert body("\n\n<b>a</b>") == (Text("\n<b>a</b>"),)


@pytest.mark.parametrize(
    "step",
    [
        Branch((("x", (Text("<pre>"),)),)),
        Branch((("x", (Text("<p title='"),)),)),
        Loop("for", (Text("<pre>"),)),
        Branch((("x", (Text("<d"),)), ("", (Text("<di"),)))),
        Value("x", safe=True),
        Captured("x", (Text("<pre>"),)),
    ],
)
def test_behind_what_may_have_opened_anything_all_stays(step: Step) -> None:
    assert collapsed("<div>", step, "\n\n<p>\n")[-1] == Text("\n\n<p>\n")


def test_what_is_kept_for_later_stays() -> None:
    kept = Captured("x", (Text("\n\n<p>\n"),))
    assert collapsed("<p>", kept, "\n<p>") == (Text("<p>"), kept, Text("<p>"))
