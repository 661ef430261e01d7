"""The site's configuration: `[tool.sitegen]` in its `pyproject.toml`, as one frozen value."""

import re
import tomllib
import zoneinfo
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from babel import Locale
from babel.core import UnknownLocaleError
from msgspec import Meta

from sitegen import schema
from sitegen.addresses import iri, nfc, term_id
from sitegen.errors import CommandError, ContentError, Problem, error, not_utf8

CONFIG_FILE = "pyproject.toml"

Localised = str | Mapping[str, str]

DEFAULT_PERMALINK = "/{lang}/{year}/{month}/{day}/{slug}/"
PERMALINK_FIELDS = (
    "lang",
    "year",
    "month",
    "day",
    "hour",
    "minute",
    "second",
    "slug",
    "section",
    "story",
    "id",
)
SHARE_TARGETS = (
    "mail",
    "x",
    "facebook",
    "line",
    "kakaostory",
    "naver",
    "weibo",
    "zalo",
    "telegram",
    "whatsapp",
    "linkedin",
    "reddit",
    "bluesky",
    "mastodon",
)
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_TOML_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)")
_LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*\Z")
_HOST = re.compile(r"([a-z0-9_-]+(\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\])(:\d+)?\Z", re.IGNORECASE)
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}\Z")
_TERM_ID = re.compile(r"[^\W_]+(-[^\W_]+)*\Z")


class TermConfig(schema.Fields, frozen=True, kw_only=True):
    """A section, tag or topic that has names of its own in each language."""

    name: Annotated[Localised, Meta(description="Name, or names by language.")]
    text: Annotated[Localised, Meta(description="Text on its page.")] = ""


class AuthorConfig(schema.Fields, frozen=True, kw_only=True):
    """A person (or desk) with a page."""

    name: Annotated[Localised, Meta(description="Name, or names by language.")]
    text: Annotated[Localised, Meta(description="Text on the author's page.")] = ""
    address: Annotated[
        str, Meta(description="Where to reach the author: an e-mail or web address.")
    ] = ""


class FeedConfig(schema.Fields, frozen=True, kw_only=True):
    """What feeds there are and what they hold."""

    limit: Annotated[int, Meta(ge=1, le=1000, description="Articles in a feed.")] = 20
    full: Annotated[bool, Meta(description="Whole articles, or summaries only.")] = True
    lists: Annotated[
        tuple[Literal["section", "tag", "author", "topic"], ...],
        Meta(description="Lists that have an RSS feed of their own."),
    ] = ("section", "tag", "author", "topic")


class ImageConfig(schema.Fields, frozen=True, kw_only=True):
    """What is made of photos."""

    widths: Annotated[
        tuple[Annotated[int, Meta(ge=16, le=8192)], ...],
        Meta(min_length=1, description="Widths in pixels; none is ever wider than the photo."),
    ] = (240, 480, 960, 1440)
    largest: Annotated[
        int,
        Meta(
            ge=16, le=16384, description="The widest, in pixels, that a photo itself is published."
        ),
    ] = 2560
    formats: Annotated[
        tuple[Literal["avif", "webp"], ...],
        Meta(description="Formats of the copies, the best first, beside JPEG (or PNG)."),
    ] = ("avif", "webp")
    avif_quality: Annotated[int, Meta(ge=1, le=100, description="AVIF quality.")] = 55
    quality: Annotated[int, Meta(ge=1, le=100, description="WebP quality.")] = 78
    jpeg_quality: Annotated[int, Meta(ge=1, le=100, description="JPEG quality.")] = 82


class ColourConfig(schema.Fields, frozen=True, kw_only=True):
    """The site's colours where no style sheet says them, each like "#12344d"."""

    light: Annotated[str, Meta(description="Of the browser around light pages.")] = "#ffffff"
    dark: Annotated[str, Meta(description="Of the browser around dark pages.")] = "#131313"
    ground: Annotated[
        str, Meta(description="Behind the headline of a share picture, and behind icons.")
    ] = "#f6f4f0"
    ink: Annotated[str, Meta(description="Of the headline of a share picture.")] = "#121212"
    mark: Annotated[str, Meta(description="Of the site's name below it.")] = "#8c1d18"


class TranslationPolicy(schema.Fields, frozen=True, kw_only=True):
    """Which editions every story is to have."""

    languages: Annotated[
        tuple[str, ...], Meta(description="Languages that every story is to have.")
    ] = ()
    sections: Annotated[
        Mapping[str, tuple[str, ...]],
        Meta(description="Other languages for a section's stories, by its id."),
    ] = {}
    since: Annotated[str, Meta(description="Older stories are let be: a date, 2024-01-01.")] = ""
    within_days: Annotated[
        int, Meta(ge=0, le=3650, description="Days that a translation may take.")
    ] = 0
    severity: Annotated[
        Literal["error", "warning", "notice"], Meta(description="How bad it is if one is missing.")
    ] = "warning"


class CheckConfig(schema.Fields, frozen=True, kw_only=True):
    """What `sitegen check` holds against an archive."""

    begins: Annotated[
        str, Meta(description="The archive's first day: nothing is older. 1998-03-02.")
    ] = ""
    translations: Annotated[
        TranslationPolicy, Meta(description="Which editions every story is to have.")
    ] = TranslationPolicy()


UPLOADS = 8


class PublishConfig(schema.Fields, frozen=True, kw_only=True):
    """A place where the site is published."""

    to: Annotated[
        str, Meta(description="Its address: s3://, file://, netlify://, git+ssh://, or a folder.")
    ]
    uploads: Annotated[int, Meta(ge=1, le=64, description="Files that are sent at once.")] = UPLOADS


class SiteConfig(schema.Fields, frozen=True, kw_only=True):
    """The table `[tool.sitegen]`. Four keys are required; the rest has defaults."""

    base_url: Annotated[str, Meta(description="Where the site will stand, with https://.")]
    title: Annotated[Localised, Meta(description="The site's name.")]
    timezone: Annotated[str, Meta(description="IANA name, such as Asia/Seoul.")]
    languages: Annotated[tuple[str, ...], Meta(description="BCP 47 codes, the default first.")]
    description: Annotated[Localised, Meta(description="What the site is, in a sentence.")] = ""
    publisher: Annotated[Localised, Meta(description="Who publishes it; the title if empty.")] = ""
    logo: Annotated[Localised, Meta(description="The publisher's logo: a file in static/.")] = ""
    icon: Annotated[
        tuple[str, ...],
        Meta(description="The site's icon: an SVG and a PNG in static/, or one of them."),
    ] = ()
    colours: Annotated[ColourConfig, Meta(description="Colours outside of the style sheet.")] = (
        ColourConfig()
    )
    share_pictures: Annotated[
        bool, Meta(description="Draw a picture of its headline for every story without a photo.")
    ] = False
    share_fonts: Annotated[
        Mapping[str, str],
        Meta(description="Font files for these pictures by language; the system's if left out."),
    ] = {}
    rights: Annotated[Localised, Meta(description="The copyright line.")] = ""
    permalink: Annotated[
        Localised, Meta(description="The pattern of addresses, or one by language.")
    ] = DEFAULT_PERMALINK
    removed_editions: Annotated[
        Literal["error", "redirect"],
        Meta(
            description="What the address of a removed language edition is: an error, or a "
            "redirect to the story's other edition."
        ),
    ] = "error"
    page_size: Annotated[int, Meta(ge=1, le=1000, description="Articles on a list's page.")] = 30
    search: Annotated[bool, Meta(description="A search page and its index in every language.")] = (
        True
    )
    share: Annotated[
        tuple[str, ...],
        Meta(description="Share targets, in order; Mastodon is `mastodon:its.server`."),
    ] = (
        "mail",
        "x",
        "facebook",
        "line",
    )
    host: Annotated[
        Literal["netlify", "cloudflare", "files"],
        Meta(
            description="Whose `_redirects` is written; `files` knows no rules, so that files that "
            "moved stand at their old addresses, too."
        ),
    ] = "netlify"
    feeds: Annotated[FeedConfig, Meta(description="Feeds.")] = FeedConfig()
    images: Annotated[ImageConfig, Meta(description="Photos.")] = ImageConfig()
    sections: Annotated[
        Mapping[str, TermConfig], Meta(description="Sections by id, in the navigation's order.")
    ] = {}
    tags: Annotated[Mapping[str, TermConfig], Meta(description="Tags by id.")] = {}
    topics: Annotated[Mapping[str, TermConfig], Meta(description="Running stories by id.")] = {}
    authors: Annotated[Mapping[str, AuthorConfig], Meta(description="Authors by id.")] = {}
    check: Annotated[CheckConfig, Meta(description="What `sitegen check` looks for.")] = (
        CheckConfig()
    )

    publish: Annotated[
        Mapping[str, PublishConfig], Meta(description="Where to publish, by name.")
    ] = {}

    @property
    def default(self) -> str:
        """The default language."""
        return self.languages[0]

    @property
    def origin(self) -> str:
        """Scheme and host of the base URL, without a slash at the end."""
        parts = urlsplit(self.base_url)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def base_path(self) -> str:
        """The base URL's path without a slash at the end ("" for a site at the root)."""
        return urlsplit(self.base_url).path.rstrip("/")

    def say(self, words: Localised, lang: str) -> str:
        """The words in that language, else in the first language that has them."""
        if isinstance(words, str):
            return words
        return words.get(self.foreign(words, lang) or lang, "")

    def foreign(self, words: Localised, lang: str) -> str:
        """The language of what `say` gives when that is another one, else ""."""
        if isinstance(words, str) or words.get(lang):
            return ""
        return next((code for code in self.languages if code in words), "")

    def permalink_for(self, lang: str) -> str:
        """The permalink pattern of that language."""
        if isinstance(self.permalink, str):
            return self.permalink
        return self.permalink.get(lang, DEFAULT_PERMALINK)


def load(site: Path, base_url: str | None = None) -> SiteConfig:
    """Read and check the configuration of the site in that folder.

    Raises CommandError when there is no configuration, ContentError with every mistake in it.
    """
    file = site / CONFIG_FILE
    text = _read(file)
    document = _parsed(text)
    tool = document.get("tool")
    table = tool.get("sitegen") if isinstance(tool, Mapping) else None
    if not isinstance(table, Mapping):
        hint = "Add a table [tool.sitegen] with base_url, title, timezone and languages."
        raise CommandError(f"{file} does not configure a site", hint)
    if base_url is not None:
        for mistake in _base_url(base_url):
            raise CommandError(f"--base-url: {mistake.message}", mistake.hint)
        table = {**table, "base_url": base_url}
    config, mistakes = schema.decode(SiteConfig, table)
    found = mistakes if config is None else tuple(_mistakes(config))
    if config is None or found:
        raise ContentError(_problem(text, mistake) for mistake in found)
    return config


def _read(file: Path) -> str:
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        hint = "Run it in the site's folder, or name that folder with --site."
        raise CommandError(f"there is no {CONFIG_FILE} in {file.parent.resolve()}", hint) from None
    except OSError as problem:
        raise CommandError(f"{file} cannot be read: {problem.strerror}") from None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise ContentError([not_utf8(CONFIG_FILE, data, problem)]) from None


def _parsed(text: str) -> Mapping[str, object]:
    hint = "Look at the lines above, too: a quote or a bracket may not be closed."
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as mistake:
        place = _TOML_PLACE.search(str(mistake))
        line, column = (
            (int(place[1]), int(place[2])) if place else (text.rstrip().count("\n") + 1, 0)
        )
        reason = f"this is not TOML: {_TOML_PLACE.sub('', str(mistake)).strip()}"
        raise ContentError(
            [error(CONFIG_FILE, reason, hint=hint, line=line, column=column)]
        ) from None
    except RecursionError:
        raise ContentError([error(CONFIG_FILE, "this TOML is nested too deeply")]) from None


def _problem(text: str, mistake: schema.Mistake) -> Problem:
    line = schema.toml_line(text, ("tool", "sitegen", *mistake.path))
    return error(CONFIG_FILE, mistake.message, hint=mistake.hint, line=line)


def _mistakes(config: SiteConfig) -> Iterator[schema.Mistake]:
    yield from _base_url(config.base_url)
    yield from _languages(config)
    try:
        zoneinfo.ZoneInfo(config.timezone)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        hint = _zone_hint(config.timezone)
        yield schema.Mistake(("timezone",), f"unknown time zone “{config.timezone}”", hint)
    yield from _names(config)
    yield from _share_targets(config)
    yield from _permalinks(config)
    yield from _addresses(config)
    yield from _artwork(config)
    yield from _checks(config)
    yield from _localised(config)
    for table in ("sections", "tags", "topics", "authors"):
        for name in getattr(config, table):
            if not _TERM_ID.match(name) or name != nfc(name).lower():
                right = term_id(name)
                hint = "An id becomes part of addresses: lower-case letters, digits and hyphens."
                hint += f" Write “{right}”." if right else ""
                yield schema.Mistake((table, name), f"“{name}” cannot be an id", hint)


def _share_targets(config: SiteConfig) -> Iterator[schema.Mistake]:
    """Networks that are not known; Mastodon, and it alone, is named with a server."""
    for target in config.share:
        network, colon, host = target.partition(":")
        if network not in SHARE_TARGETS:
            hint = schema.suggestion(network, SHARE_TARGETS, "targets")
            yield schema.Mistake(("share",), f"unknown share target “{target}”", hint)
        elif network == "mastodon" and not _HOST.match(host):
            hint = "Write “mastodon:mastodon.social”, with the server of your readers."
            yield schema.Mistake(("share",), f"“{target}” names no server", hint)
        elif network != "mastodon" and colon:
            hint = f"Write “{network}”."
            yield schema.Mistake(("share",), f"“{target}” names a server and has none", hint)


def _names(config: SiteConfig) -> Iterator[schema.Mistake]:
    """Names that say nothing; one by language may be left out, for another stands in for it."""
    if not any(words.strip() for words in _texts(config.title)):
        yield schema.Mistake(("title",), "the site has no title", "Write its name.")
    else:
        yield from _empty(("title",), config.title)
    for table in ("sections", "tags", "topics", "authors"):
        for name, term in getattr(config, table).items():
            yield from _empty((table, name, "name"), term.name)


def _empty(path: schema.Path, words: Localised) -> Iterator[schema.Mistake]:
    if not any(text.strip() for text in _texts(words)):
        message = f"“{schema.dotted(path)}” is empty"
        yield schema.Mistake(path, message, "Write the name that readers see.")
    elif isinstance(words, Mapping):
        for code, text in words.items():
            if not text.strip():
                message = f"“{schema.dotted((*path, code))}” is empty"
                hint = f"Write it, or remove “{code}”: another language's is shown then."
                yield schema.Mistake((*path, code), message, hint)


def _addresses(config: SiteConfig) -> Iterator[schema.Mistake]:
    for name, author in config.authors.items():
        web = author.address.startswith(("https://", "http://"))
        mail = "@" in author.address and not set(author.address) & set('/ :?<>"')
        if author.address and not web and not mail:
            hint = "Write an e-mail address, or a web address with https://."
            message = f"“{author.address}” is no address"
            yield schema.Mistake(("authors", name, "address"), message, hint)


def _artwork(config: SiteConfig) -> Iterator[schema.Mistake]:
    endings = [name.rpartition(".")[2].lower() for name in config.icon]
    if not set(endings) <= {"svg", "png"} or len(set(endings)) < len(endings):
        hint = 'Name an SVG and a PNG, or one of them: icon = ["logo.svg", "logo.png"].'
        yield schema.Mistake(("icon",), "an icon is one SVG, one PNG or both", hint)
    for name in config.colours.__struct_fields__:
        colour = getattr(config.colours, name)
        if not _COLOUR.match(colour):
            hint = "Write it like “#12344d”: two hexadecimal digits for red, green and blue."
            yield schema.Mistake(("colours", name), f"“{colour}” is no colour", hint)


def _checks(config: SiteConfig) -> Iterator[schema.Mistake]:
    policy = config.check.translations
    days = {
        ("check", "begins"): config.check.begins,
        ("check", "translations", "since"): policy.since,
    }
    for where, text in days.items():
        if text and not _is_day(text):
            yield schema.Mistake(where, f"“{text}” is not a date", "Write it like 2024-01-01.")
    path = ("check", "translations")
    wanted = {(*path, "languages"): policy.languages} | {
        (*path, "sections", section): codes for section, codes in policy.sections.items()
    }
    for where, codes in wanted.items():
        for code in codes:
            if code not in config.languages:
                hint = schema.suggestion(code, config.languages, "languages")
                yield schema.Mistake(where, f"“{code}” is no language of this site", hint)


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _zone_hint(written: str) -> str:
    zones = sorted(zone for zone in zoneinfo.available_timezones() if "/" in zone)
    city = written.rpartition("/")[2].strip().replace(" ", "_").casefold()
    same = (zone for zone in zones if zone.rpartition("/")[2].casefold() == city)
    near = next(same, "") or schema.nearest(written, zones)
    return f"Did you mean “{near}”?" if near else "Use an IANA name such as Asia/Seoul."


def _texts(words: Localised) -> Iterator[str]:
    yield from (words,) if isinstance(words, str) else words.values()


def _base_url(address: str) -> Iterator[schema.Mistake]:
    try:
        parts = urlsplit(address)
        valid = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        valid = False
    if not valid:
        hint = "Write it with scheme and host, such as https://news.example."
        yield schema.Mistake(("base_url",), f"“{address}” is not a web address", hint)
    elif parts.query or parts.fragment or parts.username or iri(parts.path) != parts.path:
        hint = "Leave out what follows “?” or “#”, names before “@”, and spaces."
        message = f"“{address}” is more than scheme, host and path"
        yield schema.Mistake(("base_url",), message, hint)
    elif not _HOST.match(parts.netloc):
        hint = "Write a host in other scripts in its ASCII form, which begins with xn--."
        yield schema.Mistake(("base_url",), f"“{parts.netloc}” is not a host's name", hint)
    elif {"", ".", ".."} & set(parts.path.strip("/").split("/")) and parts.path.strip("/"):
        hint = "Leave out “.”, “..” and double slashes."
        yield schema.Mistake(("base_url",), f"“{parts.path}” is not a plain path", hint)


def _languages(config: SiteConfig) -> Iterator[schema.Mistake]:
    if not config.languages:
        hint = 'Name at least one, the default first: languages = ["ko", "en"].'
        yield schema.Mistake(("languages",), "the site has no language", hint)
    for code in config.languages:
        if not _is_language(code):
            hint = "Use BCP 47 codes such as ko, en, ja, zh, zh-TW, vi."
            yield schema.Mistake(("languages",), f"unknown language “{code}”", hint)
    if len({code.lower() for code in config.languages}) < len(config.languages):
        yield schema.Mistake(("languages",), "a language is there twice", "Keep one of them.")


def _is_language(code: str) -> bool:
    if not _LANGUAGE.match(code):
        return False
    try:
        return Locale.parse(code, sep="-").language == code.partition("-")[0].lower()
    except (ValueError, UnknownLocaleError):
        return False


def _permalinks(config: SiteConfig) -> Iterator[schema.Mistake]:
    patterns = (
        {(): config.permalink}
        if isinstance(config.permalink, str)
        else {(code,): pattern for code, pattern in config.permalink.items()}
    )
    for path, pattern in patterns.items():
        where = ("permalink", *path)
        for field in _PLACEHOLDER.findall(pattern):
            if field not in PERMALINK_FIELDS:
                hint = schema.suggestion(field, PERMALINK_FIELDS, "fields")
                yield schema.Mistake(where, f"unknown field “{{{field}}}” in the pattern", hint)
        rest = _PLACEHOLDER.sub("", pattern)
        if not pattern.startswith("/") or not pattern.endswith(("/", ".html")) or "//" in pattern:
            hint = "Write it like /{lang}/{year}/{month}/{day}/{slug}/ or /{lang}/{id}.html."
            yield schema.Mistake(where, "a pattern begins with / and ends with / or .html", hint)
        if iri(rest) != rest or ".." in rest:
            hint = "Leave out spaces, “..”, “?”, “#”, “%”, and braces that are not closed."
            yield schema.Mistake(where, "the pattern holds what no address may have", hint)
        if not {"slug", "story", "id"} & set(_PLACEHOLDER.findall(pattern)):
            hint = "Use {slug}, {story} or {id}."
            yield schema.Mistake(where, "the pattern would give many articles one address", hint)


def _localised(config: SiteConfig) -> Iterator[schema.Mistake]:
    for path, words in _all_words(config):
        if isinstance(words, Mapping):
            for code in words:
                if code not in config.languages:
                    hint = schema.suggestion(code, config.languages, "languages")
                    yield schema.Mistake(
                        (*path, code), f"“{code}” is no language of this site", hint
                    )


def _all_words(config: SiteConfig) -> Iterator[tuple[schema.Path, Localised]]:
    for field in (
        "title",
        "description",
        "publisher",
        "logo",
        "rights",
        "permalink",
        "share_fonts",
    ):
        yield (field,), getattr(config, field)
    for table in ("sections", "tags", "topics", "authors"):
        for name, term in getattr(config, table).items():
            yield (table, name, "name"), term.name
            yield (table, name, "text"), term.text
