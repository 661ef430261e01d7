import re

import pytest

from sitegen.errors import Severity
from sitegen.markup.highlight import DARK, LIGHT, highlight, stylesheet

from .bodies import elements, rendered


def test_code_is_coloured_by_classes_alone() -> None:
    body, problems = rendered('```Python title="x"\ndef f(): return "<"\n```\n')
    assert problems == []
    assert body.highlighted
    start = '<pre class="highlight" tabindex="0"><code class="language-python"><span class="k">def'
    assert body.html.startswith(start)
    assert {name for _, attributes in elements(body.html) for name in attributes} == {
        "class",
        "tabindex",
    }


def test_an_unknown_language_is_a_warning_and_plain_text() -> None:
    body, problems = rendered("글\n\n```nolang\nx < y\n```\n")
    assert body.html.endswith('<pre tabindex="0"><code>x &lt; y\n</code></pre>\n')
    assert not body.highlighted
    (problem,) = problems
    assert (problem.line, problem.column, problem.severity) == (3, 4, Severity.WARNING)


@pytest.mark.parametrize("text", ["```\nx\n```", "    x"])
def test_code_without_a_language_is_plain_and_reached_by_the_keyboard(text: str) -> None:
    assert rendered(text)[0].html == '<pre tabindex="0"><code>x\n</code></pre>\n'


def test_unknown_language_has_no_colours() -> None:
    assert highlight("x", "no such language") is None


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_every_colour_is_readable_on_its_background(palette: dict[str, str]) -> None:
    background = _luminance(palette["background"])
    for name, colour in palette.items():
        if name != "background":
            high, low = sorted((_luminance(colour), background), reverse=True)
            assert (high + 0.05) / (low + 0.05) >= 4.5, name


def test_stylesheet_has_both_palettes_and_a_choice() -> None:
    css = stylesheet()
    assert "@media (prefers-color-scheme:dark){:root{--code-background" in css
    assert f":root[data-theme=light]{{--code-background:{LIGHT['background']}" in css
    assert f":root[data-theme=dark]{{--code-background:{DARK['background']}" in css
    assert set(re.findall(r"var\(--([a-z-]+)\)", css)) == {f"code-{name}" for name in LIGHT}
    assert ".highlight .k," in css


def _luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
