"""The words of the interface in each language, from gettext catalogues read by Babel."""

from collections.abc import Iterable, Mapping
from gettext import c2py
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po
from jinja2 import Environment

from sitegen.errors import Problem, error, warning
from sitegen.types import Words

# What the plan itself says; the rest stands in the templates.
PLAN_MESSAGES = (
    "All articles",
    "Archive",
    "Articles about %(name)s",
    "Articles by %(name)s",
    "Articles from %(date)s",
    "Authors",
    "Choose a language",
    "Feeds",
    "Home",
    "Latest news",
    "On this day",
    "Page %(number)s",
    "Page not found",
    "Sections",
    "Tags",
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
        catalogue = _read(folder / name, lang, problems)
        if catalogue is None:
            continue
        expression = str(catalogue.plural_expr)
        for message in catalogue:
            if isinstance(message.id, str) and message.id and message.string:
                single[message.id] = str(message.string)
            elif isinstance(message.id, tuple) and all(message.string or ("",)):
                plural[message.id[0]] = tuple(message.string or ())
    if not single:
        hint = f"Translate templates/locale/{name}."
        return Words(lang, {}, {}, expression), (
            *problems,
            error(f"templates/locale/{name}", f"the language “{lang}” has no catalogue", hint=hint),
        )
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
        forms = self._words.plural.get(singular)
        if not forms:
            return singular if count == 1 else plural
        return forms[min(self._form(count), len(forms) - 1)]


def _read(file: Path, lang: str, problems: list[Problem]) -> Catalog | None:
    try:
        with file.open("rb") as stream:
            return read_po(stream, locale=lang.replace("-", "_"), abort_invalid=True)
    except FileNotFoundError:
        return None
    except (PoFileError, UnicodeDecodeError, OSError) as mistake:
        problems.append(error(str(file), f"the catalogue cannot be read: {mistake}"))
        return None


def in_templates(
    environment: Environment, sources: Mapping[str, str]
) -> frozenset[str | tuple[str, str]]:
    """The messages that templates use: text, or a pair of singular and plural."""
    found: set[str | tuple[str, str]] = set()
    for source in sources.values():
        for _, function, message in environment.extract_translations(source):  # type: ignore[attr-defined]
            texts = (message,) if isinstance(message, str) else message
            found.add(texts[:2] if function == "ngettext" else texts[0])
    return frozenset(found)
