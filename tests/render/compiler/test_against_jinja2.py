"""What is compiled shows exactly what plain jinja2 shows, or fails where that fails."""

from collections.abc import Mapping
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import Environment

from sitegen.render.compiler import compiled
from sitegen.render.compiler.trees import parsed
from sitegen.render.html import environment
from sitegen.render.translation import Gettext, NGettext
from sitegen.types import Words
from sitegen.words import Translator

WORDS = Words(
    lang="en",
    single={
        "home": "<b>Start</b>",
        "by": "By %(name)s & co",
        "odd": "100%",
        "both": "%(a)s%%%(b)s",
    },
    plural={"one": ("%(num)s thing", "%(num)s things"), "x": ("%(n)s",)},
    plural_expression="n != 1",
)


@dataclass(frozen=True)
class Item:
    url: str
    title: str = "<t>"
    lang: str = ""
    cards: "tuple[Item, ...]" = ()
    extra: Mapping[str, object] | None = None
    count: int = 1


PAGE = Item(
    "/p?a&b",
    cards=(Item("/1", "One", "ko"), Item("/2", 'Two "&"'), Item("/3", "")),
    extra={"mood": "<calm>", "title": "X", "list": [1, 2], "nothing": None},
    count=3,
)
CHROME = Item("/", "Site & <co>", "ko", cards=(Item("/a", "A"), Item("/p?a&b", "B", "en")))
BODY = "<p>Body</p>"


def in_words(templates: Mapping[str, str]) -> Environment:
    made = environment(templates)
    translator = Translator(WORDS)
    gettext = Gettext(translator)
    made.globals.update(_=gettext, gettext=gettext, ngettext=NGettext(translator))
    return made


def plain(templates: Mapping[str, str]) -> str | None:
    """What jinja2 shows; None when it fails."""
    try:
        return in_words(templates).get_template("main").render(page=PAGE, chrome=CHROME, body=BODY)
    except Exception:  # noqa: BLE001 (whatever an odd template raises)
        return None


def quick(templates: Mapping[str, str], *, must: bool = False) -> str | None:
    """What the compiled template shows; None when it is jinja2's to show or to fail."""
    made = in_words(templates)
    page = compiled(
        "main",
        made,
        parsed(made),
        known={"chrome": CHROME},
        attributes=("url", "title", "lang", "cards", "extra", "count"),
        minify=False,
    )
    assert page or not must, "the template is not compiled"
    if page is None:
        return None
    try:
        return page(PAGE, BODY)
    except Exception:  # noqa: BLE001 (whatever an odd template raises)
        return None


COMPILED = {
    "text": {"main": "a\n{# c #}\n b"},
    "values": {"main": "{{ page.title }}{{ page.count }}{{ body }}{{ chrome.title }}{{ 1.5 }}"},
    "a mapping's values": {"main": "{{ page.extra.mood }}{{ page.extra['mood'] }}"},
    "a field's name in a mapping": {"main": "{{ page.extra.items()|list|length }}"},
    "words": {"main": "{{ _('home') }}{{ gettext('none') }}{{ _('by', name=page.title) }}"},
    "words within words": {"main": "{{ _('by', name=_('home')) }}{{ _('both', a=1, b=body) }}"},
    "words without a value": {"main": "{{ _('home', name=page.title) }}"},
    "numbers": {"main": "{% for n in [0, 1, 2] %}{{ ngettext('one', 'ones', n) }},{% endfor %}"},
    "numbers of one form": {"main": "{{ ngettext('x', 'xs', page.count, n=page.title) }}"},
    "a true number": {"main": "{{ ngettext('one', 'ones', true) }}"},
    "trans": {"main": "{% trans name=page.title %}by{% endtrans %}{% trans %}home{% endtrans %}"},
    "safe": {"main": "{{ page.title|safe }}{{ page.count|safe }}"},
    "filters": {"main": "{{ page.cards|map(attribute='title')|join(', ') }}{{ [3, 1]|min }}"},
    "tests": {"main": "{{ nothing is defined }}{{ page.no is undefined }}{{ 3 is odd }}"},
    "default": {"main": "{{ nothing|default('d') }}{{ page.no|default(page.url) }}"},
    "conditions": {
        "main": "{{ 'a' if page.count > 2 }}{{ 'b' if chrome.count > 2 else page.url }}"
    },
    "operators": {
        "main": "{{ page.count + 1 }}{{ -page.count }}{{ 7 // 2 }}{{ 'a' ~ page.title }}"
    },
    "comparisons": {"main": "{{ 1 < page.count <= 3 }}{{ 'x' in page.extra }}{{ 1 not in [1] }}"},
    "slices": {"main": "{{ page.cards[1:][0].url }}{{ page.cards[:2]|length }}{{ 'abc'[::-1] }}"},
    "literals": {"main": "{{ [1, page.count] }}{{ {'a': page.url} }}{{ (1, 'b') }}{{ none }}"},
    "branches": {"main": "{% if chrome.lang == 'ko' %}K{% elif page.no %}{% else %}E{% endif %}"},
    "a branch that sets": {
        "main": "{% if page.lang %}{% set a = 1 %}{% endif %}{{ a is defined }}"
    },
    "loops": {"main": "{% for c in page.cards %}{{ loop.index }}{{ c.url }}{% endfor %}"},
    "loops over what is known": {
        "main": "{% for c in chrome.cards %}{{ c.url }}{% if c.url == page.url %}!{% endif %}"
        "{{ ',' if not loop.last }}{% endfor %}"
    },
    "loops that change": {
        "main": "{% for c in page.cards %}{{ loop.changed(c.lang) }}{% endfor %}"
    },
    "loops over nothing": {"main": "{% for c in chrome.lang and () %}{% else %}E{% endfor %}"},
    "loops over pairs": {"main": "{% for k, v in page.extra.items() %}{{ k }}{{ v }}{% endfor %}"},
    "loops with a test": {
        "main": "{% for c in page.cards if c.lang %}{{ c.url }}{% else %}E{% endfor %}"
    },
    "a loop's own names": {
        "main": "{% set x = 0 %}{% for c in page.cards %}{{ x }}{% set x = c.url %}{% endfor %}"
        "{{ x }}"
    },
    "blocks that are set": {
        "main": "{% set x %}<b>{{ page.title }}{% endset %}{{ x }}{{ x|length }}"
    },
    "pairs that are set": {"main": "{% set a, b = 1, page.url %}{{ a }}{{ b }}"},
    "with": {"main": "{% with a = 1, b = page.url %}{{ a }}{{ b }}{% endwith %}{{ a is defined }}"},
    "includes": {
        "main": "{% set x = 1 %}{% include 'part' %}{{ x }}",
        "part": "{{ x }}{% set x = 2 %}",
    },
    "includes in loops": {
        "main": "{% for c in page.cards %}{% include 'part' %}{% endfor %}",
        "part": "{{ c.title }}{{ loop is defined }}",
    },
    "includes that see the loop": {
        "main": "{% for c in page.cards %}{{ loop.index }}{% include 'part' %}{% endfor %}",
        "part": "{{ loop.last }}",
    },
    "macros": {
        "main": "{% macro m(a, b=a, c=3) %}{{ a }}{{ b }}{{ c }}{% endmacro %}"
        "{{ m(page.url) }}{{ m(1, c=page.title) }}{{ m(1, 2, 3)|upper }}"
    },
    "macros that see what comes later": {
        "main": "{% set x = 1 %}{% macro m() %}{{ x }}{% endmacro %}{{ m() }}"
        "{% set x = 2 %}{{ m() }}"
    },
    "macros in words": {
        "main": "{% macro m() %}<i>{% endmacro %}{{ _('by', name=m()) }}{{ m() ~ 1 }}"
    },
    "imports": {
        "main": "{% from 'part' import m as n %}{{ n(page.url) }}",
        "part": "{% macro m(a) %}{{ a }}{{ chrome is defined }}{% endmacro %}",
    },
    "imports with context": {
        "main": "{% from 'part' import m, x with context %}{{ m() }}{{ x }}",
        "part": "{% set x = chrome.title %}{% macro m() %}{{ page.url }}{{ x }}{% endmacro %}",
    },
    "modules": {
        "main": "{% import 'part' as p %}{{ p.m() }}",
        "part": "{% macro m() %}{{ n() }}{% endmacro %}{% macro n() %}N{% endmacro %}",
    },
    "inheritance": {
        "main": "{% extends 'base' %}{% set x = 1 %}no"
        "{% block a %}A{{ super() }}{{ x }}{% endblock %}",
        "base": "<{% block a %}a{{ x }}{% endblock %}"
        "{% block b %}b{% block c %}c{% endblock %}{% endblock %}>",
    },
    "inheritance of three": {
        "main": "{% extends 'mid' %}{% block a %}1{{ super() }}{% endblock %}",
        "mid": "{% extends 'base' %}{% block a %}2{{ super() }}{% endblock %}",
        "base": "{% block a %}3{% endblock %}",
    },
    "blocks do not see the scope around them": {
        "main": "{% for c in page.cards %}{% block a %}{{ c is defined }}{% endblock %}{% endfor %}"
    },
    "scoped blocks do": {
        "main": "{% for c in page.cards %}{% block a scoped %}{{ c.url }}{% endblock %}{% endfor %}"
    },
    "macros in blocks": {
        "main": "{% extends 'base' %}{% from 'part' import m with context %}"
        "{% block a %}{{ m(page.title) }}{% include 'inner' %}{% endblock %}",
        "base": "{% block a %}{% endblock %}",
        "part": "{% macro m(a) %}[{{ a }}{{ chrome.lang }}]{% endmacro %}",
        "inner": "{{ m(1) }}",
    },
    "another chrome": {
        "main": "{% set chrome = page %}{{ chrome.title }}{% include 'part' %}",
        "part": "{{ chrome.url }}",
    },
    "other words": {"main": "{% set _ = page.title %}{{ _ }}"},
}


@pytest.mark.parametrize("templates", COMPILED.values(), ids=COMPILED)
def test_these_are_compiled_and_show_the_same(templates: Mapping[str, str]) -> None:
    expected = plain(templates)
    assert expected is not None
    assert quick(templates, must=True) == expected


LEFT_TO_JINJA = {
    "a computed name": {"main": "{% include page.lang or 'part' %}", "part": "x"},
    "an include that may be missing": {"main": "a{% include 'none' ignore missing %}"},
    "an include without context": {
        "main": "{% set a %}{% include 'part' without context %}{% endset %}",
        "part": "{{ page is defined }}{{ _('home') }}",
    },
    "a caller": {
        "main": "{% macro m() %}<{{ caller() }}>{% endmacro %}{% call m() %}x{% endcall %}"
    },
    "any arguments": {
        "main": "{% macro m() %}{{ varargs }}{{ kwargs }}{% endmacro %}{{ m(1, a=2) }}"
    },
    "a macro as a value": {"main": "{% macro m() %}x{% endmacro %}{% set n = m %}{{ n() }}"},
    "a macro that calls itself": {
        "main": "{% macro m(n) %}{{ n }}{% if n %}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(2) }}"
    },
    "no escaping": {"main": "{% autoescape false %}{{ page.title }}{% endautoescape %}"},
    "a filter around a block": {"main": "{% filter upper %}{{ page.title }}{% endfilter %}"},
    "a namespace": {"main": "{% set n = namespace(a=1) %}{% set n.a = 2 %}{{ n.a }}"},
    "a recursive loop": {
        "main": "{% for c in page.cards recursive %}{{ c.url }}{{ loop(c.cards) }}{% endfor %}"
    },
    "self": {"main": "{% block a %}A{% endblock %}{{ self.a() }}"},
    "a module with variables of its own": {
        "main": "{% from 'part' import x %}{{ x }}",
        "part": "{% set x = 1 %}",
    },
    "a module that sees what changes": {
        "main": "{% set x = 1 %}{% from 'part' import m with context %}{% set x = 2 %}{{ m() }}",
        "part": "{% macro m() %}{{ x }}{% endmacro %}",
    },
    "a loop that includes itself as deep as the page goes": {
        "main": "{% set item = page %}{% include 'part' %}",
        "part": "{{ item.url }}{% for item in item.cards %}{% include 'part' %}{% endfor %}",
    },
}


@pytest.mark.parametrize("templates", LEFT_TO_JINJA.values(), ids=LEFT_TO_JINJA)
def test_these_are_left_to_jinja2(templates: Mapping[str, str]) -> None:
    assert plain(templates) is not None
    assert quick(templates) is None


MISTAKES = (
    "{{ nothing }}",
    "{{ page.nothing }}",
    "{{ page.nothing.more }}",
    "{{ chrome.nothing }}",
    "{{ chrome.cards[9].url }}",
    "{% if nothing %}{% endif %}",
    "{% for x in nothing %}{% endfor %}",
    "{{ 1 / 0 }}",
    "{{ 'a' + 1 }}",
    "{{ page|nothing }}",
    "{% macro m() %}{{ 1|nothing }}{% endmacro %}",
    "{% if false %}{% macro m() %}{{ 1|nothing }}{% endmacro %}{% endif %}",
    "{% macro m(a) %}{{ a }}{% endmacro %}{{ m() }}",
    "{% macro m(a) %}{% endmacro %}{{ m(1, 2) }}",
    "{% macro m(a) %}{% endmacro %}{{ m(b=1) }}",
    "{% macro m(a) %}{% endmacro %}{{ m(1, a=1) }}",
    "{{ m() }}{% macro m() %}{% endmacro %}",
    "{% include 'none' %}",
    "{% from 'main' import none %}{{ none() }}",
    "{% extends 'none' %}",
    "{% block a %}{% endblock %}{% block a %}{% endblock %}",
    "{% block a %}{{ super() }}{% endblock %}",
    "{% block a required %}{% endblock %}",
    "{% for loop in page.cards %}{% endfor %}",
    "{{ _('odd') }}",
    "{{ _('by') }}",
    "{{ _('by', other=1) }}",
    "{{ _('by', name=nothing) }}",
    "{{ ngettext('one', 'ones', nothing) }}",
)


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_left_to_jinja2_to_tell(mistake: str) -> None:
    assert plain({"main": mistake}) is None
    assert quick({"main": mistake}) is None


# -- odd little templates

# Most of these mean something, as a template that fails compares nothing.
names = st.sampled_from(["a"] * 5 + ["b"] * 5 + ["m", "page", "chrome", "_"])
atoms = st.sampled_from(
    ["a|default('-')", "b|default('-')"] * 6
    + ["loop.last|default(0)"]
    + ["1", "0", "'<s>'", "''", "none", "true", "page.url", "page.title", "page.extra.mood"]
    + ["chrome.lang", "chrome.title", "_('home')", "body", "page.nothing|default(1)"]
    + ["a", "b", "loop.index", "nothing", "super()"]
)
sequences = st.sampled_from(["page.cards", "chrome.cards", "(1, 'x')", "[]", "()", "page.extra"])


def composed(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pair = st.tuples(inner, inner)
    return st.one_of(
        pair.map(lambda p: f"({p[0]} or {p[1]})"),
        pair.map(lambda p: f"({p[0]} and {p[1]})"),
        pair.map(lambda p: f"({p[0]} == {p[1]})"),
        pair.map(lambda p: f"({p[0]} ~ {p[1]})"),
        pair.map(lambda p: f"({p[0]} if {p[1]})"),
        pair.map(lambda p: f"m({p[0]}, b={p[1]})"),
        pair.map(lambda p: f"_('by', name={p[0]})"),
        inner.map(lambda e: f"({e} is defined)"),
        inner.map(lambda e: f"({e}|default('d'))"),
        inner.map(lambda e: f"({e}|safe)"),
        inner.map(lambda e: f"m({e})"),
        inner.map(lambda e: f"(not {e})"),
    )


expressions = st.recursive(atoms, composed, max_leaves=4)
files = st.sampled_from(["one", "two"])
context = st.sampled_from(["", " with context", " without context"])
leaves = st.one_of(
    st.sampled_from(["x", "\n", " \n  <p>\n", "{# c #}\n"]),
    expressions.map(lambda e: f"{{{{ {e} }}}}"),
    expressions.map(lambda e: f"{{{{- {e} -}}}}"),
    st.tuples(names, expressions).map(lambda p: f"{{% set {p[0]} = {p[1]} %}}\n"),
    st.tuples(files, context).map(lambda p: f"{{% include '{p[0]}'{p[1]} %}}"),
    st.tuples(files, names, context).map(
        lambda p: f"{{% from '{p[0]}' import m as {p[1]}{p[2]} %}}"
    ),
    st.tuples(files, names, context).map(lambda p: f"{{% import '{p[0]}' as {p[1]}{p[2]} %}}"),
)


def nested(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    body = st.lists(inner, max_size=3).map("".join)
    return st.one_of(
        st.tuples(expressions, body, body).map(
            lambda p: f"{{% if {p[0]} %}}{p[1]}{{% else %}}{p[2]}{{% endif %}}"
        ),
        st.tuples(names, sequences, body, body).map(
            lambda p: f"{{% for {p[0]} in {p[1]} %}}{p[2]}{{% else %}}{p[3]}{{% endfor %}}"
        ),
        st.tuples(names, body).map(lambda p: f"{{% set {p[0]} %}}{p[1]}{{% endset %}}"),
        st.tuples(names, expressions, body).map(
            lambda p: f"{{% with {p[0]} = {p[1]} %}}{p[2]}{{% endwith %}}"
        ),
        st.tuples(st.sampled_from("mab"), body).map(
            lambda p: f"{{% macro {p[0]}(a, b=a) %}}{p[1]}{{% endmacro %}}"
        ),
        st.tuples(st.sampled_from(["k", "l"]), st.sampled_from(["", " scoped"]), body).map(
            lambda p: f"{{% block {p[0]}{p[1]} %}}{p[2]}{{% endblock %}}"
        ),
        st.tuples(names, body).map(lambda p: f"{{% call {p[0]}(1) %}}{p[1]}{{% endcall %}}"),
    )


bodies = st.lists(st.recursive(leaves, nested, max_leaves=6), min_size=1, max_size=5).map("".join)


def layered(base: str, main: str, one: str, two: str) -> Mapping[str, str]:
    """Templates that do not include each other in a circle, each with a macro."""
    macro = "{% macro m(a, b=1) %}{{ a }}{% endmacro %}"
    return {
        "main": base + macro + main,
        "one": macro + one.replace("'one'", "'two'"),
        "two": macro + two.replace("'one'", "'three'").replace("'two'", "'three'"),
        "three": macro + "3{{ a|default('-') }}",
    }


@settings(max_examples=400)
@given(
    main=bodies,
    one=bodies,
    two=bodies,
    base=st.sampled_from(
        ["", "{% extends 'one' %}", "{% extends 'two' %}\n", " {% extends 'one' %}"]
    ),
)
def test_odd_templates_show_the_same_or_are_left_to_jinja2(
    main: str, one: str, two: str, base: str
) -> None:
    templates = layered(base, main, one, two)
    shown = quick(templates)
    if shown is not None:
        assert shown == plain(templates)
