"""The words of the interface in each language, from gettext catalogues read by Babel."""

import re
from collections.abc import Iterable, Iterator, Sequence
from gettext import c2py
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, read_po
from jinja2 import nodes
from jinja2.ext import extract_from_ast

from sitegen.errors import Problem, error, warning
from sitegen.types import Words

_PLACEHOLDER = re.compile(r"%\((\w+)\)s")
_PO_LINE = re.compile(r" on \d+\Z")
_PO_CHARSET = "Save it as UTF-8, and let its header say “charset=UTF-8”."
_PO_HINT = "Open it with a gettext editor such as Poedit and save it anew."

# What the plan itself says; the rest stands in the templates.
PLAN_MESSAGES = (
    "All articles",
    "Archive",
    "Articles about %(name)s",
    "Articles by %(name)s",
    "Articles from %(date)s",
    "Authors",
    "Choose a language",
    "Corrections",
    "Everything that was wrong in our articles, with what is right.",
    "Feeds",
    "Home",
    "Latest news",
    "On this day",
    "Page %(number)s",
    "Page not found",
    "Removed page",
    "Search",
    "Sections",
    "Tags",
    "This article was published for a limited time.",
    "Topics",
    "Withdrawn article",
)


def load(
    lang: str, folders: Iterable[Path], needed: Iterable[str | tuple[str, str]]
) -> tuple[Words, tuple[Problem, ...]]:
    """The words of one language and what is missing among those needed.

    `folders` hold `<lang>/LC_MESSAGES/messages.po`, the most important first: a message in
    the site's own catalogue stands before the theme's.
    """
    problems: list[Problem] = []
    single: dict[str, str] = {}
    plural: dict[str, tuple[str, ...]] = {}
    expression = "n != 1"
    name = f"{lang}/LC_MESSAGES/messages.po"
    for folder in reversed(list(folders)):
        catalogue = _read(folder / name, name, lang, problems)
        if catalogue is None:
            continue
        expression = str(catalogue.plural_expr)
        for message in catalogue:
            forms = _forms(message)
            if not message.id or message.fuzzy or not all(forms):
                continue
            misplaced = tuple(_misplaced(message, forms, name))
            problems.extend(misplaced)
            # The plan fills in some words before problems stop a build; the original's fit.
            forms = _originals(message) if misplaced else forms
            if isinstance(message.id, str):
                single[message.id] = forms[0]
            else:
                plural[message.id[0]] = forms
    if not single and not plural:
        if not problems:
            text = f"the language “{lang}” has no catalogue"
            problems.append(error(f"templates/locale/{name}", text, hint=_no_catalogue(name)))
        return Words(lang, {}, {}, expression), tuple(problems)
    for message_id in sorted(needed, key=str):
        known = message_id in single if isinstance(message_id, str) else message_id[0] in plural
        if not known:
            text = message_id if isinstance(message_id, str) else message_id[0]
            problems.append(
                warning(
                    f"templates/locale/{name}",
                    f"“{text}” has no translation: pages in “{lang}” will show it in English",
                    hint=f"Add the message to templates/locale/{name}.",
                )
            )
    return Words(lang, single, plural, expression), tuple(problems)


class Translator:
    """`gettext` and `ngettext` over one language's words; what has no translation stays."""

    def __init__(self, words: Words) -> None:
        self.lang = words.lang
        self._words = words
        self._form = c2py(words.plural_expression)

    def gettext(self, message: str) -> str:
        """The message in this language."""
        return self._words.single.get(message, message)

    def ngettext(self, singular: str, plural: str, count: int) -> str:
        """The form of a message that goes with a count."""
        forms = self.forms(singular, plural)
        return forms[self.form(singular, count)]

    def forms(self, singular: str, plural: str) -> tuple[str, ...]:
        """All forms of a message."""
        return self._words.plural.get(singular) or (singular, plural)

    def form(self, singular: str, count: int) -> int:
        """Which of its forms goes with a count."""
        forms = self._words.plural.get(singular)
        return min(self._form(count), len(forms) - 1) if forms else int(count != 1)


def _no_catalogue(name: str) -> str:
    return (
        "Copy templates/locale/en/LC_MESSAGES/messages.po of the default theme to "
        f"templates/locale/{name}, and translate what stands after msgstr."
    )


def _read(file: Path, name: str, lang: str, problems: list[Problem]) -> Catalog | None:
    place = f"templates/locale/{name}"
    try:
        with file.open("rb") as stream:
            catalogue = read_po(stream, locale=lang.replace("-", "_"), abort_invalid=True)
        c2py(catalogue.plural_expr)
    except FileNotFoundError:
        return None
    except PoFileError as mistake:
        reason = f"the catalogue cannot be read: {_PO_LINE.sub('', str(mistake))}"
        problems.append(error(place, reason, hint=_PO_HINT, line=mistake.lineno + 1))
    except UnicodeDecodeError:
        problems.append(error(place, "the catalogue is not in UTF-8", hint="Save it as UTF-8."))
    except LookupError as mistake:
        reason = f"the catalogue cannot be read: {str(mistake).partition(';')[0]}"
        problems.append(error(place, reason, hint=_PO_CHARSET))
    except (ValueError, OSError) as mistake:
        problems.append(error(place, f"the catalogue cannot be read: {mistake}", hint=_PO_HINT))
    else:
        return catalogue
    return None


def _forms(message: Message) -> tuple[str, ...]:
    """The translation, or its plural forms."""
    text = message.string or ""
    return (text,) if isinstance(text, str) else tuple(text)


def _originals(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def _misplaced(message: Message, forms: Sequence[str], name: str) -> Iterator[Problem]:
    """Translations that a page could not be filled into."""
    originals = _originals(message)
    known = {field for text in originals for field in _PLACEHOLDER.findall(text)}
    for form in forms:
        unknown = set(_PLACEHOLDER.findall(form)) - known
        if unknown or "%" in _PLACEHOLDER.sub("", form).replace("%%", ""):
            hint = "Copy words such as %(number)s from the original unchanged; write % as %%."
            message_text = f"the translation “{form}” does not fit “{originals[0]}”"
            place = f"templates/locale/{name}"
            yield error(place, message_text, hint=hint, line=message.lineno or 0)


def in_templates(templates: Iterable[nodes.Template]) -> frozenset[str | tuple[str, str]]:
    """The messages that templates use: text, or a pair of singular and plural."""
    return frozenset(message for template in templates for message in _in_template(template))


def _in_template(template: nodes.Template) -> Iterator[str | tuple[str, str]]:
    for _, function, message in extract_from_ast(template):
        if isinstance(message, str):
            yield message
        elif message and message[0] is not None:
            plural = message[1] if function == "ngettext" else None
            yield message[0] if plural is None else (message[0], plural)
