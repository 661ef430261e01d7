"""The words of the interface as templates call for them."""

import re
from typing import NamedTuple

from markupsafe import Markup

from sitegen.words import Translator

_PLACEHOLDER = re.compile(r"%\((\w+)\)s|%%")


class Gettext:
    """`_("…")`, `_("… %(name)s", name=…)`.

    Jinja's own callables look the translation up anew for every page and resolve themselves
    through the template's context; a page has dozens of words, and they never change.
    """

    def __init__(self, translator: Translator) -> None:
        self._translator = translator
        self._known: dict[str, Markup] = {}

    def __call__(self, message: str, /, **values: object) -> Markup:
        """The translation, with the values put in and escaped."""
        text = self.sentence(message)
        return text % values if values or "%" in text else text

    def sentence(self, message: str) -> Markup:
        """The translation with its placeholders."""
        text = self._known.get(message)
        if text is None:
            text = self._known[message] = _markup(self._translator.gettext(message))
        return text


class NGettext:
    """`ngettext("one", "many", count)`, `ngettext("…", "… %(name)s", count, name=…)`."""

    def __init__(self, translator: Translator) -> None:
        self._translator = translator

    def __call__(self, singular: str, plural: str, count: int, /, **values: object) -> Markup:
        """The form of the translation for a number, with the values put in and escaped."""
        text = _markup(self._translator.ngettext(singular, plural, count))
        return text % {"num": count, **values}

    def sentences(self, singular: str, plural: str) -> tuple[Markup, ...]:
        """All forms of the translation, with their placeholders."""
        return tuple(map(_markup, self._translator.forms(singular, plural)))

    def form(self, singular: str, count: int) -> int:
        """Which of the forms goes with a number."""
        return self._translator.form(singular, count)


class Part(NamedTuple):
    """Words, or the name of a value that stands between them."""

    words: str
    name: str = ""


def parts(markup: Markup) -> tuple[Part, ...] | None:
    """What a sentence with placeholders is made of; None if it holds another kind of them."""
    found: list[Part] = []
    sentence = str(markup)
    end = 0
    for match in _PLACEHOLDER.finditer(sentence):
        found.append(Part(sentence[end : match.start()]))
        found.append(Part("", match[1]) if match[1] else Part("%"))
        end = match.end()
    found.append(Part(sentence[end:]))
    clear = all("%" not in part.words or part.words == "%" for part in found[:-1])
    return tuple(found) if clear and "%" not in found[-1].words else None


def _markup(text: str) -> Markup:
    return Markup(text)  # noqa: S704 (the site's own words)
