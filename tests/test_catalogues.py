"""The default theme's catalogues hold every word that pages use, in every language."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po

from sitegen.words import PLAN_MESSAGES

TEMPLATES = Path(__file__).parent.parent / "templates"
LANGUAGES = ("en", "ja", "ko", "vi", "zh")
# Words that the Python side may say and that no template does.
SPOKEN_ELSEWHERE = frozenset(
    {
        *PLAN_MESSAGES,
        "%(section)s news",
        "Corrections",
        "Mail",
        "Search",
    }
)
_PLACEHOLDER = re.compile(r"%\((\w+)\)s")
_PERCENT = re.compile(r"%(?!\(\w+\)s)")

Id = str | tuple[str, ...]


def _extracted() -> Iterator[Id]:
    options = {"silent": "false", "newstyle_gettext": "true", "trimmed": "true"}
    for file in TEMPLATES.rglob("*.html"):
        with file.open("rb") as stream:
            for _, message, _, _ in extract("jinja2.ext:babel_extract", stream, options=options):
                yield message if isinstance(message, str) else tuple(message)


USED = frozenset(_extracted())


def _catalogue(lang: str) -> Catalog:
    with (TEMPLATES / "locale" / lang / "LC_MESSAGES" / "messages.po").open("rb") as stream:
        return read_po(stream, locale=lang, abort_invalid=True)


def _messages(catalogue: Catalog) -> dict[Id, Message]:
    return {
        message.id if isinstance(message.id, str) else tuple(message.id): message
        for message in catalogue
        if message.id
    }


def _forms(text: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    return (text or "",) if isinstance(text, str | None) else tuple(text)


@pytest.fixture(params=LANGUAGES)
def lang(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def catalogue(lang: str) -> Catalog:
    return _catalogue(lang)


def test_templates_have_words_to_translate() -> None:
    assert "Skip to content" in USED
    assert ("%(count)s article", "%(count)s articles") in USED


def test_every_language_of_the_theme_is_tested() -> None:
    assert sorted(folder.name for folder in (TEMPLATES / "locale").iterdir()) == list(LANGUAGES)


def test_every_word_that_pages_use_is_in_the_catalogue(catalogue: Catalog) -> None:
    assert (USED | SPOKEN_ELSEWHERE) - _messages(catalogue).keys() == set()


def test_every_word_of_the_catalogue_is_used(catalogue: Catalog) -> None:
    assert _messages(catalogue).keys() - USED - SPOKEN_ELSEWHERE == set()
    assert not catalogue.obsolete


def test_every_message_is_translated_and_none_is_fuzzy(catalogue: Catalog) -> None:
    for name, message in _messages(catalogue).items():
        assert not message.fuzzy, name
        assert all(_forms(message.string)), name
    assert not catalogue.fuzzy


def test_translations_have_the_placeholders_of_their_messages(catalogue: Catalog) -> None:
    for name, message in _messages(catalogue).items():
        expected = sorted(_PLACEHOLDER.findall(_forms(name)[0]))
        for form in _forms(message.string):
            assert sorted(_PLACEHOLDER.findall(form)) == expected, name
            assert not _PERCENT.search(form), name


def test_plurals_have_as_many_forms_as_the_language(catalogue: Catalog, lang: str) -> None:
    rule = get_plural(lang)
    assert catalogue.num_plurals == rule.num_plurals
    assert str(catalogue.plural_expr).strip("()") == str(rule.plural_expr).strip("()")
    for name, message in _messages(catalogue).items():
        if not isinstance(name, str):
            assert len(_forms(message.string)) == rule.num_plurals, name


def test_the_header_says_which_language_it_is(catalogue: Catalog, lang: str) -> None:
    headers = dict(catalogue.mime_headers)
    assert headers["Language"] == lang
    assert headers["Content-Type"] == "text/plain; charset=utf-8"


def test_messages_stand_in_the_same_order_in_all_catalogues(catalogue: Catalog) -> None:
    assert list(_messages(catalogue)) == list(_messages(_catalogue("en")))


def test_only_english_repeats_the_message(catalogue: Catalog, lang: str) -> None:
    same = [name for name, message in _messages(catalogue).items() if message.string == name]
    translated = {name for name in same if isinstance(name, str) and len(name) > 4}
    assert lang == "en" or translated == set()
