"""What is told of the configuration, the templates, the catalogues and the style sheet."""

# ruff: noqa: E501 (messages stand here as they are shown)

import pytest

from tests.artwork.small_fonts import font
from tests.command import told, words
from tests.sites import SiteFolder

CATALOGUE = "templates/locale/ko/LC_MESSAGES/messages.po"
HEADER = (
    'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset={}\\n"\n\nmsgid "x"\nmsgstr "{}"\n'
)

CASES: dict[str, tuple[dict[str, str | bytes], str]] = {
    "a style sheet": (
        {"static/site.css": "main {\n  color: blue;\n}}\n"},
        """
        static/site.css
          error: this is not CSS: Invalid empty selector
            at static/site.css:3:2
            Look at the lines above, too: a bracket or a quote may be missing, or one too many.

        1 error in 1 file.
        Nothing was written.
        """,
    ),
    "a quote that is not closed": (
        {"static/site.css": 'main {\n  content: "x;\n}\n'},
        """
        static/site.css
          error: this is not CSS: Unexpected token BadString("x;")
            at static/site.css:2:12
            Look at the lines above, too: a bracket or a quote may be missing, or one too many.

        1 error in 1 file.
        Nothing was written.
        """,
    ),
    "a template that is none": (
        {"templates/article.html": "<p>\n{% if %}"},
        """
        templates/article.html
          error: this is not a template: Expected an expression, got 'end of statement block'
            at templates/article.html:2
            Look at the tags above, too: one may not be closed.

        1 error in 1 file.
        Nothing was written.
        """,
    ),
    "a template that asks for what is not there": (
        {"templates/article.html": "<p>\n{{ page.head.title.x.y }}"},
        """
        templates/article.html
          error: the template fails on /ko/2023/01/01/a/: 'str object' has no attribute 'x'
            at templates/article.html:2

        1 error in 1 file.
        Nothing was written.
        """,
    ),
    "a catalogue that is none": (
        {CATALOGUE: 'msgid "x\n'},
        """
        templates/locale/ko/LC_MESSAGES/messages.po
          error: the catalogue cannot be read: missing msgstr for msgid ''
            at templates/locale/ko/LC_MESSAGES/messages.po:1
            Open it with a gettext editor such as Poedit and save it anew.

        1 error in 1 file.
        Nothing was written.
        """,
    ),
    "a catalogue in an unknown encoding": (
        {CATALOGUE: HEADER.format("nonsense", "y")},
        """
        templates/locale/ko/LC_MESSAGES/messages.po
          error: the catalogue cannot be read: unknown encoding: nonsense
            Save it as UTF-8, and let its header say “charset=UTF-8”.

        1 error in 1 file.
        Nothing was written.
        """,
    ),
    "a catalogue in another encoding": (
        {CATALOGUE: HEADER.format("UTF-8", "é").encode("latin-1")},
        """
        templates/locale/ko/LC_MESSAGES/messages.po
          error: the catalogue is not in UTF-8
            Save it as UTF-8.

        1 error in 1 file.
        Nothing was written.
        """,
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_files_of_the_theme(site: SiteFolder, case: str) -> None:
    files, said = CASES[case]
    for path, data in files.items():
        site.write(path, data)
    site.article("a")
    assert told(site) == words(said)


def test_another_tools_configuration(site: SiteFolder) -> None:
    file = site.write("pyproject.toml", "[tool.other]\n")
    assert told(site) == words(f"""
        Error: {file} does not configure a site
        Add a table [tool.sitegen] with base_url, title, timezone and languages.
        """)


def test_icons_and_colours(site: SiteFolder) -> None:
    site.configure(icon=["a.png", "b.png"], colours={"light": "blue"})
    assert told(site) == words("""
        pyproject.toml
          error: an icon is one SVG, one PNG or both
            at pyproject.toml:6
            Name an SVG and a PNG, or one of them: icon = ["logo.svg", "logo.png"].
          error: “blue” is no colour
            at pyproject.toml:7
            Write it like “#12344d”: two hexadecimal digits for red, green and blue.

        2 errors in 1 file.
        Nothing was written.
        """)


def test_bounds(site: SiteFolder) -> None:
    site.configure(page_size=0, images={"quality": 101})
    assert told(site) == words("""
        pyproject.toml
          error: “page_size” is 0, but must be at least 1
            at pyproject.toml:6
          error: “images.quality” is 101, but must be at most 100
            at pyproject.toml:7

        2 errors in 1 file.
        Nothing was written.
        """)


def test_fonts_that_are_not_there(site: SiteFolder) -> None:
    site.configure(share_pictures=True, share_fonts={"ko": "fonts/none.ttf"})
    assert told(site) == words("""
        pyproject.toml
          error: there is no font “fonts/none.ttf”
            Name it as seen from the site's folder; of a collection, the second face is #1.

        1 error in 1 file.
        Nothing was written.
        """)


def test_characters_that_no_font_has(site: SiteFolder) -> None:
    site.write("fonts/latin.ttf", font())
    site.configure(share_pictures=True, share_fonts={"ko": "fonts/latin.ttf"}, languages=["ko"])
    site.article("a", title="제목")
    assert told(site) == words("""
        pyproject.toml
          warning: 1 share picture in ko cannot be drawn: no font here has all of the characters
            Install Noto fonts (Debian: fonts-noto, fonts-noto-cjk), or name a font file: share_fonts = { ko = "fonts/…" }.

        1 warning in 1 file.
        """)
