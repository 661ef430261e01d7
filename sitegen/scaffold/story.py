"""`sitegen new`: the file of a new story, or of a further edition of one that is there."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from sitegen import config as configuration
from sitegen import schema
from sitegen.addresses import nfc, slugify
from sitegen.config import SiteConfig
from sitegen.content import load
from sitegen.content.scan import SourceFile, scan
from sitegen.content.schema import FrontMatter
from sitegen.errors import CommandError, ContentError, Severity
from sitegen.scaffold.writing import write_new
from sitegen.scaffold.yaml_text import Plain, front_matter

_TO_TRANSLATE = (
    "To be translated: title, deck, summary, dateline, alt, caption, and the text below. "
    "Then remove “draft”."
)
# What all editions of a story have in common, or what a translator writes over.
_SHARED = (
    "date",
    "deck",
    "summary",
    "section",
    "tags",
    "authors",
    "topics",
    "image",
    "gallery",
    "dateline",
    "source",
    "rights",
    "publish_at",
    "expires",
    "extra",
)

Stories = Mapping[str, Sequence[SourceFile]]


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be begun; texts are "" for what was not said."""

    story: str
    lang: str = ""
    title: str = ""
    section: str = ""
    translate_from: str = ""


def begin(site: Path, wanted: Wanted, now: datetime) -> Path:
    """Write the file of a new edition (the effect) and return its path.

    Raises CommandError when it cannot be begun so, ContentError when the configuration or the
    edition to translate is wrong.
    """
    config = configuration.load(site)
    lang = _language(wanted.lang or config.default, config)
    section = _section(wanted.section, config)
    stories: defaultdict[str, list[SourceFile]] = defaultdict(list)
    for source in scan(site / "content", config.languages).articles:
        stories[source.story].append(source)
    zone = ZoneInfo(config.timezone)
    moment = now.astimezone(zone) if now.tzinfo else now.replace(tzinfo=zone)
    story = _known_story(wanted.story, stories)
    if story is None:
        if wanted.translate_from:
            raise _no_story(wanted.story, stories)
        folder, words = _new_folder(wanted.story, moment)
        path = f"{folder}/index.{lang}.md"
    else:
        words = story.rpartition("/")[2]
        path = _path_beside(stories[story], lang)
    if wanted.translate_from:
        original = _edition(stories[story or ""], wanted.translate_from, lang)
        text = _translation(site, original, wanted, section, zone)
    else:
        text = _fresh(config, wanted, section, words, moment)
    (file,) = write_new(site, {f"content/{path}": text})
    return file


# --- where it belongs --------------------------------------------------------------------------


def _language(code: str, config: SiteConfig) -> str:
    if code not in config.languages:
        hint = schema.suggestion(code, config.languages, "languages")
        raise CommandError(f"“{code}” is no language of this site", hint)
    return code


def _section(written: str, config: SiteConfig) -> str:
    """The section's id, where pyproject.toml describes sections; else as written."""
    if not written or not config.sections:
        return written
    names = {
        name: term_id
        for term_id, term in config.sections.items()
        for name in (
            term_id,
            *((term.name,) if isinstance(term.name, str) else term.name.values()),
        )
    }
    if nfc(written) not in names:
        hint = schema.suggestion(written, list(config.sections), "sections")
        raise CommandError(f"there is no section “{written}” in pyproject.toml", hint)
    return names[nfc(written)]


def _known_story(written: str, stories: Stories) -> str | None:
    """The story that was meant: by its path, by one of its files, or by its last name alone."""
    name = nfc(written).replace("\\", "/").strip("/").removeprefix("content/").rstrip("/")
    if name in stories:
        return name
    for story, sources in stories.items():
        if any(source.path == name for source in sources):
            return story
    if "/" in name:
        return None
    same = [story for story in stories if story.rpartition("/")[2] in (name, slugify(name))]
    if len(same) > 1:
        hint = f"Say which: {', '.join(sorted(same))}."
        raise CommandError(f"several stories are called “{name}”", hint)
    return same[0] if same else None


def _no_story(written: str, stories: Stories) -> CommandError:
    near = schema.nearest(written, list(stories)) or schema.nearest(
        written, [story.rpartition("/")[2] for story in stories]
    )
    hint = f"Did you mean “{near}”?" if near else "Name its folder, such as 2026/11/port-vote."
    return CommandError(f"there is no story “{written}” to translate", hint)


def _new_folder(written: str, now: datetime) -> tuple[str, str]:
    """The folder of a new story below content/, by year and month when none is said; its name."""
    parts = [part for part in nfc(written).removeprefix("content/").split("/") if part.strip()]
    slugs = [slugify(part) for part in parts]
    if not slugs or not all(slugs):
        message = f"no folder can be named after “{written}”"
        raise CommandError(message, "Use letters and digits, such as port-vote.")
    folder = "/".join(slugs) if len(slugs) > 1 else f"{now:%Y/%m}/{slugs[0]}"
    return folder, parts[-1]


def _path_beside(editions: Sequence[SourceFile], lang: str) -> str:
    """Where a further edition of the story belongs, by where the others are."""
    for edition in editions:
        if edition.lang == lang:
            hint = "Choose another --lang. For another story of that name, say its folder, too."
            message = f"the story has an edition in “{lang}”: content/{edition.path}"
            raise CommandError(message, hint)
    first = editions[0]
    if first.folder == first.story:
        return f"{first.story}/index.{lang}.md"
    return f"{first.story}.{lang}.md"


def _edition(editions: Iterable[SourceFile], lang: str, own: str) -> SourceFile:
    known = {edition.lang: edition for edition in editions}
    if lang not in known or lang == own:
        names = ", ".join(sorted(known))
        raise CommandError(f"there is no edition in “{lang}” to translate", f"There is: {names}.")
    return known[lang]


# --- what is in it -----------------------------------------------------------------------------


def _fresh(config: SiteConfig, wanted: Wanted, section: str, words: str, now: datetime) -> str:
    named = words.replace("-", " ").strip()
    fields: dict[str, Plain] = {
        "title": wanted.title or named[:1].upper() + named[1:],
        "date": f"{now:%Y-%m-%dT%H:%M}",
        "section": section or None,
        "tags": [],
        "authors": [],
        "slug": slugify(words),
        "draft": True,
    }
    known = ", ".join(config.sections)
    return front_matter(fields, {"section": known} if known and not section else {}) + "\n"


def _translation(
    site: Path, original: SourceFile, wanted: Wanted, section: str, zone: ZoneInfo
) -> str:
    draft, problems = load.read(original, site / "content")
    wrong = [problem for problem in problems if problem.severity is Severity.ERROR]
    if draft is None or wrong:
        raise ContentError(wrong or problems)
    written = draft.fields
    fields: dict[str, Plain] = {"title": wanted.title or written.title}
    for name in _SHARED:
        value = _given(getattr(written, name))
        if value:
            fields[name] = value
    if section:
        fields["section"] = section
    # A slug in the original's script would be no address for readers of another.
    own = slugify(written.slug)
    fields["slug"] = own if own and own.isascii() else slugify(original.story.rpartition("/")[2])
    fields["translated_from"] = {"lang": original.lang, "date": _state(written, zone)}
    fields["translators"] = []
    fields["draft"] = True
    return front_matter(fields, {"": _TO_TRANSLATE}) + "\n" + draft.body.lstrip("\n")


def _given(value: object) -> Plain:
    """A field's value as plain data, without what was not given."""
    plain: Plain = msgspec.to_builtins(value)
    if isinstance(plain, Mapping):
        return {name: item for name, item in plain.items() if item not in ("", None)}
    if isinstance(plain, Sequence) and not isinstance(plain, str):
        return [_given(item) for item in plain]
    return plain


def _state(written: FrontMatter, zone: ZoneInfo) -> str:
    """The last date that the original has for itself, as it is written there."""
    dates = [written.date, written.updated, *(item.date for item in written.corrections)]
    known = [
        (moment, text) for text in dates if text.strip() and (moment := load.moment_of(text, zone))
    ]
    return max(known)[1] if known else written.date
