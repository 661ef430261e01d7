"""What pages depend on beside articles, as digests with names that a person understands."""

import hashlib
from collections.abc import Iterable, Mapping
from itertools import chain

import msgspec

from sitegen.artwork.fonts import Font
from sitegen.artwork.recipe import recipe
from sitegen.build.tasks import JOBS
from sitegen.config import SiteConfig
from sitegen.render.dependencies import closure
from sitegen.render.html import TEMPLATES
from sitegen.types import Chrome, Words

# The template of every kind of HTML page.
_PAGES = {kind: TEMPLATES[job] for kind, job in JOBS.items() if job in TEMPLATES}
_TEMPLATES = "templates/"
# Of the configuration, what no page shows.
_UNSEEN = ("check",)
# Files that pages link with their digests, and all that pages say of each.
_FILES = {
    "static/site.css": ("css", "css_integrity"),
    "static/site.js": ("js", "js_integrity"),
    "static/search.js": ("search_js", "search_js_integrity"),
}
_LINKS = frozenset(chain.from_iterable(_FILES.values()))
_encode = msgspec.json.Encoder(order="deterministic").encode

Frame = tuple[str, str]


class Inputs(msgspec.Struct, frozen=True):
    """Digests by name: of what decides about jobs, and of what their rendering adds."""

    site: Mapping[str, str]
    rendering: Mapping[str, str]


class Frames:
    """What the pages of each kind and language are rendered with."""

    def __init__(
        self,
        templates: Mapping[str, str],
        words: Mapping[str, Words],
        chromes: Mapping[str, Chrome],
        *,
        minify: bool,
    ) -> None:
        self._templates = templates
        self._languages = tuple(chromes)
        self.digests = {
            "the way pages are minified": _digest(minify),
            **{_TEMPLATES + name: _digest(text) for name, text in templates.items()},
            **{f"the interface's words in {lang}": _digest(words[lang]) for lang in words},
            **{
                _shared(lang, field): _digest(getattr(chrome, field))
                for lang, chrome in chromes.items()
                for field in chrome.__struct_fields__
                if field not in _LINKS
            },
            **{
                file: _digest(
                    [getattr(chrome, field) for chrome in chromes.values() for field in fields]
                )
                for file, fields in _FILES.items()
            },
        }

    def changed(self, names: frozenset[str]) -> Mapping[Frame, tuple[str, ...]]:
        """The kinds and languages whose rendering any of these names takes part in."""
        everywhere = names & {"the way pages are minified", *_FILES}
        # With the names of templates that went, since a page can do without one.
        known = {**{name.removeprefix(_TEMPLATES): "" for name in names}, **self._templates}
        found = {}
        for kind, name in _PAGES.items() if names else ():
            templates = {_TEMPLATES + used for used in closure(known, name)}
            for lang in self._languages:
                prefixes = (f"the interface's words in {lang}", f"what all pages in {lang} ")
                here = {changed for changed in names if changed.startswith(prefixes)}
                why = sorted(everywhere | here | (names & templates))
                if why:
                    found[kind, lang] = tuple(why)
        return found


def _shared(lang: str, field: str) -> str:
    return f"what all pages in {lang} have in common ({field.replace('_', ' ')})"


def of_site(
    config: SiteConfig,
    words: Mapping[str, Words],
    fonts: Mapping[str, tuple[Font, ...]],
    *,
    preview: bool,
) -> Mapping[str, str]:
    """What decides about the jobs of all pages."""
    return {
        **{
            f"the configuration ({field})": _digest(getattr(config, field))
            for field in config.__struct_fields__
            if field not in _UNSEEN
        },
        **{f"the interface's words in {lang}": _digest(words[lang]) for lang in words},
        **{
            f"the fonts of share pictures in {lang}": _digest(
                [(font.digest, font.index) for font in some]
            )
            for lang, some in fonts.items()
        },
        **({"what draws pictures": recipe()} if config.share_pictures or config.icon else {}),
        "whether robots are kept out": _digest(preview),
    }


def differing(old: Mapping[str, str], new: Mapping[str, str]) -> frozenset[str]:
    """The names whose digests differ or that only one side has."""
    return frozenset(name for name in old.keys() | new.keys() if old.get(name) != new.get(name))


def _digest(value: object) -> str:
    return hashlib.blake2b(_encode(value), digest_size=8).hexdigest()


def digest_of(parts: Iterable[str | bytes]) -> str:
    """One digest of many texts."""
    digest = hashlib.blake2b(digest_size=16)
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        digest.update(b"%d:%b" % (len(data), data))
    return digest.hexdigest()
