"""Words of the interface come from catalogues, and none is missing without notice."""

from pathlib import Path

import pytest

from sitegen.errors import Problem, Severity
from sitegen.theme import theme_folder
from sitegen.types import Words
from sitegen.words import Translator, load
from tests.command import build, told, words
from tests.sites import SiteFolder

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
POLISH = (
    '"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20)'
    ' ? 1 : 2);\\n"\n'
)


def loaded(
    folder: Path, text: str | bytes, *needed: str | tuple[str, str], lang: str = "de"
) -> tuple[Words, tuple[Problem, ...]]:
    file = folder / lang / "LC_MESSAGES" / "messages.po"
    file.parent.mkdir(parents=True)
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return load(lang, [folder], needed)


def translated(*pairs: tuple[str, str], head: str = HEAD) -> str:
    entries = (f'\nmsgid "{original}"\nmsgstr "{text}"\n' for original, text in pairs)
    return head + "".join(entries)


def test_a_message_is_translated(tmp_path: Path) -> None:
    found, problems = loaded(tmp_path, translated(("Home", "Start")), "Home")
    assert problems == ()
    assert Translator(found).gettext("Home") == "Start"
    assert Translator(found).gettext("Tags") == "Tags"


def test_plurals_follow_the_rule_of_the_catalogue(tmp_path: Path) -> None:
    text = (
        HEAD + POLISH + '\nmsgid "%(num)s word"\nmsgid_plural "%(num)s words"\n'
        'msgstr[0] "%(num)s słowo"\nmsgstr[1] "%(num)s słowa"\nmsgstr[2] "%(num)s słów"\n'
    )
    pair = ("%(num)s word", "%(num)s words")
    found, problems = loaded(tmp_path, text, pair, lang="pl")
    assert problems == ()
    translator = Translator(found)
    assert [translator.ngettext(*pair, count)[8:] for count in (1, 2, 5, 12, 22)] == [
        "słowo",
        "słowa",
        "słów",
        "słów",
        "słowa",
    ]


def test_a_missing_word_is_a_warning_that_names_it(tmp_path: Path) -> None:
    text = translated(("Home", "Start"), ("Tags", ""))
    _, problems = loaded(tmp_path, text, "Home", "Tags", ("%(num)s word", "%(num)s words"))
    assert [(item.severity, item.path, item.message, item.hint) for item in problems] == [
        (
            Severity.WARNING,
            "templates/locale/de/LC_MESSAGES/messages.po",
            f"“{word}” has no translation: pages in “de” will show it in English",
            "Add the message to templates/locale/de/LC_MESSAGES/messages.po.",
        )
        for word in ("%(num)s word", "Tags")
    ]


def test_a_translation_marked_as_doubtful_does_not_count(tmp_path: Path) -> None:
    text = translated(("Home", "Start")) + '\n#, fuzzy\nmsgid "Tags"\nmsgstr "Tage"\n'
    found, problems = loaded(tmp_path, text, "Tags")
    assert Translator(found).gettext("Tags") == "Tags"
    assert len(problems) == 1


def test_the_first_folder_that_has_a_message_counts(tmp_path: Path) -> None:
    loaded(tmp_path / "theme", translated(("Home", "Start"), ("Tags", "Themen")))
    loaded(tmp_path / "site", translated(("Home", "Heim")))
    found, problems = load("de", [tmp_path / "site", tmp_path / "theme"], ["Home", "Tags"])
    assert problems == ()
    assert found.single == {"Home": "Heim", "Tags": "Themen"}


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        (
            translated(("Page %(number)s", "Seite %(numer)s")),
            "the translation “Seite %(numer)s” does not fit “Page %(number)s”",
            5,
        ),
        (
            translated(("Home", "100 % Start")),
            "the translation “100 % Start” does not fit “Home”",
            5,
        ),
        (
            translated(("Home", "Start"), head=HEAD.replace("UTF-8", "KSC-5601-92")),
            "the catalogue cannot be read: unknown encoding: ksc-5601-92",
            0,
        ),
        (
            translated(("Home", "Start"), head=HEAD.replace("UTF-8", "base64")),
            "the catalogue cannot be read: 'base64' is not a text encoding",
            0,
        ),
        (b'msgid "Home"\nmsgstr "Caf\xe9"\n', "the catalogue is not in UTF-8", 0),
        (
            HEAD + '"Plural-Forms: nplurals=2; plural=import os;\\n"\n',
            "the catalogue cannot be read: ",
            0,
        ),
        ("msgid Home\n", "the catalogue cannot be read: ", 1),
    ],
)
def test_a_catalogue_that_cannot_be_used_is_an_error(
    tmp_path: Path, text: str | bytes, message: str, line: int
) -> None:
    _, problems = loaded(tmp_path, text)
    (problem,) = problems
    assert problem.severity is Severity.ERROR
    assert problem.path == "templates/locale/de/LC_MESSAGES/messages.po"
    assert problem.message.startswith(message)
    assert problem.line == line
    assert problem.hint


def test_a_translation_that_does_not_fit_is_told_once_and_stops_the_build(
    site: SiteFolder,
) -> None:
    site.configure(languages=["ko", "de"])
    site.article("a/index.de.md", section="Hafen")
    catalogue = german().replace('msgstr "%(section)s news"', 'msgstr "%(sektion)s"')
    file = "templates/locale/de/LC_MESSAGES/messages.po"
    site.write(file, catalogue)
    line = catalogue[: catalogue.index('msgid "%(section)s news"')].count("\n") + 1
    assert told(site) == words(f"""
        {file}
          error: the translation “%(sektion)s” does not fit “%(section)s news”
            at {file}:{line}
            Copy words such as %(number)s from the original unchanged; write % as %%.

        1 error in 1 file.
        Nothing was written.
        """)


def german() -> str:
    """A German catalogue of the whole theme, so to speak."""
    file = theme_folder() / "templates/locale/en/LC_MESSAGES/messages.po"
    return file.read_text(encoding="utf-8").replace('msgstr "Home"', 'msgstr "Startseite"')


def test_a_sixth_language_is_configuration_and_a_catalogue(site: SiteFolder) -> None:
    site.configure(languages=["ko", "de"])
    site.article("a/index.de.md", title="Hafen")
    site.write("templates/locale/de/LC_MESSAGES/messages.po", german())
    assert build(site, "--strict").status == 0
    page = site.read("/de/2023/01/01/a/")
    assert 'lang="de"' in page
    assert "Startseite" in page
    assert "1. Januar 2023" in page


def test_a_language_without_catalogue_is_told_how_to_make_one(site: SiteFolder) -> None:
    site.configure(languages=["ko", "de"])
    site.article("a")
    assert build(site, "--quiet").err == words("""
        templates/locale/de/LC_MESSAGES/messages.po
          error: the language “de” has no catalogue
            Copy templates/locale/en/LC_MESSAGES/messages.po of the default theme to templates/locale/de/LC_MESSAGES/messages.po, and translate what stands after msgstr.

        1 error in 1 file.
        Nothing was written.
        """)  # noqa: E501 (a line of a terminal)


def test_a_word_that_a_catalogue_lacks_is_told_once(site: SiteFolder) -> None:
    site.configure(languages=["ko", "de"])
    site.article("a")
    site.write(
        "templates/locale/de/LC_MESSAGES/messages.po",
        german().replace('msgid "Tags"', 'msgid "Tags of old"'),
    )
    outcome = build(site, "--quiet")
    assert outcome.status == 0
    assert outcome.err == words("""
        templates/locale/de/LC_MESSAGES/messages.po
          warning: “Tags” has no translation: pages in “de” will show it in English
            Add the message to templates/locale/de/LC_MESSAGES/messages.po.

        1 warning in 1 file.
        """)
    assert build(site, "--strict").status == 1


def test_a_block_of_words_is_asked_for_as_it_is_shown(site: SiteFolder) -> None:
    block = "{% trans %}\nTen % more\n{% endtrans %}\n"
    site.configure(languages=["ko", "de"])
    site.article("a/index.de.md")
    site.write("templates/partials/footer.html", block)
    entry = '\nmsgid "Ten %% more\\n"\nmsgstr "Zehn %% mehr\\n"\n'
    site.write("templates/locale/de/LC_MESSAGES/messages.po", german() + entry)
    site.write(
        "templates/locale/ko/LC_MESSAGES/messages.po",
        HEAD + entry.replace("Zehn %% mehr", "십 %% 더"),
    )
    outcome = build(site, "--quiet")
    assert (outcome.status, outcome.err) == (0, "")
    assert "Zehn % mehr" in (site.dist / "de/index.html").read_text(encoding="utf-8")
