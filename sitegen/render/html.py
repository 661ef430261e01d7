"""Pages through jinja2 templates."""

import re
from collections.abc import Callable, Iterable, Mapping
from copy import copy
from functools import partial

import msgspec
from jinja2 import (
    Environment,
    FunctionLoader,
    TemplateError,
    TemplateSyntaxError,
)
from markupsafe import Markup

from sitegen import cldr, types
from sitegen.errors import ContentError, Problem, error
from sitegen.render import compiler, qr, syntax
from sitegen.render.compiler.trees import parsed
from sitegen.render.hangul import headline, held_together
from sitegen.render.links import with_permalinks
from sitegen.render.minify import minified
from sitegen.render.translation import Gettext, NGettext
from sitegen.types import (
    ArticlePage,
    CalendarPage,
    ChooserPage,
    Chrome,
    CorrectionsPage,
    HtmlPage,
    IndexPage,
    ListPage,
    NotFoundPage,
    RedirectPage,
    SearchPage,
    TombstonePage,
    Words,
)
from sitegen.words import Translator

_FOLDER = "templates/"
_DRAWS = re.compile(r"\|\s*qr\b")

# What expressions in a template can raise.
_FAILURES = (
    TemplateError,
    ArithmeticError,
    AttributeError,
    LookupError,
    RuntimeError,
    TypeError,
    ValueError,
)

TEMPLATES: Mapping[type, str] = {
    ArticlePage: "article.html",
    ListPage: "list.html",
    IndexPage: "index.html",
    CalendarPage: "calendar.html",
    ChooserPage: "chooser.html",
    CorrectionsPage: "corrections.html",
    NotFoundPage: "not_found.html",
    TombstonePage: "tombstone.html",
    RedirectPage: "redirect.html",
    SearchPage: "search.html",
}

# The names of all that pages hold: attributes that are surely there.
_FIELDS = frozenset(
    field
    for kind in vars(types).values()
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct)
    for field in kind.__struct_fields__
)


def environment(templates: Mapping[str, str]) -> Environment:
    """A jinja2 environment over templates by name, without words yet."""
    made = syntax.environment(FunctionLoader(partial(_source, templates)))
    made.globals["language_name"] = cldr.own_name
    made.filters["qr"] = qr.drawing
    made.filters["held"] = headline
    return made


def _source(templates: Mapping[str, str], name: str) -> tuple[str, str, Callable[[], bool]] | None:
    """A template with the file name that tracebacks show."""
    return (templates[name], f"{_FOLDER}{name}", lambda: True) if name in templates else None


def check_templates(templates: Mapping[str, str]) -> tuple[Problem, ...]:
    """Every template that cannot be read, with its line."""
    problems = []
    for name, source in sorted(templates.items()):
        try:
            syntax.tree(source)
        except TemplateSyntaxError as mistake:
            message = f"this is not a template: {mistake.message}"
            hint = "Look at the tags above, too: one may not be closed."
            problems.append(error(f"templates/{name}", message, hint=hint, line=mistake.lineno))
    return tuple(problems)


class Renderer:
    """Renders pages of all languages from templates, words and what a language's pages share."""

    def __init__(
        self,
        templates: Mapping[str, str],
        words: Mapping[str, Words],
        chromes: Mapping[str, Chrome],
        *,
        minify: bool = True,
    ) -> None:
        self._chromes = chromes
        self._minify = minify
        self._environments = {
            lang: in_language(environment(templates), Translator(words[lang])) for lang in words
        }
        # All languages have the same filters and tests, and thus the same trees.
        self._trees = parsed(next(iter(self._environments.values())))
        self._compiled: dict[tuple[str, str], compiler.Compiled | None] = {}
        self._draws = any(_DRAWS.search(source) for source in templates.values())

    def expect(self, pages: Iterable[ArticlePage]) -> None:
        """Do for pages that come next what takes less time for many in a row."""
        if self._draws:
            qr.draw_ahead(page.head.canonical for page in pages)

    def sharing(self, chromes: Mapping[str, Chrome]) -> "Renderer":
        """A renderer of the same templates and words for pages that share other things."""
        made = copy(self)
        made._chromes, made._compiled = chromes, {}  # noqa: SLF001 (another of this class)
        return made

    def page(self, page: HtmlPage, body: str = "") -> bytes:
        """The page as a file's bytes; `body` is the rendered Markdown of an article.

        Where `minify` is set, the body is expected to be as `minified_body` leaves it.
        Raises ContentError naming the template when that fails on this page.
        """
        lang = page.lang if isinstance(page, RedirectPage) else page.head.lang
        name = TEMPLATES[type(page)]
        finished = _finished(body, page) if isinstance(page, ArticlePage) else ""
        content = Markup(finished)  # noqa: S704 (sanitised when rendered)
        quick = self.compiled(lang, name)
        if quick is not None:
            try:
                return quick(page, content).encode()
            except Exception:  # noqa: BLE001, S110 (jinja2 finds the place, or makes sense of it)
                pass
        html = self._plain(page, name, lang, content)
        return minified(html).encode() if self._minify else html.encode()

    def compiled(self, lang: str, name: str) -> compiler.Compiled | None:
        """The template of a kind of page as one function, if that can be had."""
        key = lang, name
        if key not in self._compiled:
            self._compiled[key] = compiler.compiled(
                name,
                self._environments[lang],
                self._trees,
                known={"chrome": self._chromes[lang]},
                attributes=_FIELDS,
                minify=self._minify,
            )
        return self._compiled[key]

    def _plain(self, page: HtmlPage, name: str, lang: str, content: Markup) -> str:
        """The page as jinja2 renders it."""
        try:
            template = self._environments[lang].get_template(name)
            return template.render(page=page, chrome=self._chromes[lang], body=content)
        except _FAILURES as mistake:
            file, line = _template_place(mistake, name)
            url = page.url if isinstance(page, RedirectPage) else page.head.url
            message = f"the template fails on {url}: {mistake}"
            raise ContentError([error(file, message, line=line)]) from None


def in_language(made: Environment, translator: Translator) -> Environment:
    """The environment with the words of one language."""
    gettext = Gettext(translator)
    made.globals.update(_=gettext, gettext=gettext, ngettext=NGettext(translator))
    made.filters["number"] = lambda value: cldr.number(value, translator.lang)
    return made


def _finished(body: str, page: ArticlePage) -> str:
    """An article's body as its page shows it."""
    linked = with_permalinks(body, page.links)
    return held_together(linked) if page.head.lang.startswith("ko") else linked


def _template_place(mistake: Exception, name: str) -> tuple[str, int]:
    """The file and line of the innermost template in a traceback."""
    if isinstance(mistake, TemplateSyntaxError) and mistake.name:
        return f"{_FOLDER}{mistake.name}", mistake.lineno
    place, trace = (f"{_FOLDER}{name}", 0), mistake.__traceback__
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        if file.startswith(_FOLDER):
            place = (file, trace.tb_lineno)
        trace = trace.tb_next
    return place
