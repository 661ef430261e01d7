"""Reads an article's file and checks it: text to front matter to a validated article."""

import os
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import MAXYEAR, UTC, date, datetime, timedelta, timezone
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

import msgspec

from sitegen import schema
from sitegen.addresses import MAX_SEGMENT, nfc, slugify
from sitegen.characters import INVISIBLE, all_visible, invisible_in
from sitegen.content import front_matter
from sitegen.content.scan import SourceFile
from sitegen.content.schema import SYNONYMS, FrontMatter, PictureFields
from sitegen.errors import Problem, error, not_utf8, warning
from sitegen.types import (
    Article,
    Body,
    Correction,
    Media,
    Origin,
    Picture,
    Source,
    Withdrawal,
)

_FIRST_COUNTS = ("categories", "images")
_FIRST_YEAR = 1000  # an earlier one is a slip of the finger
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]+:|//", re.IGNORECASE)
_ZONE = re.compile(r"\s*([+-]\d\d:?\d\d|Z|UTC)\Z", re.IGNORECASE)


class Draft(msgspec.Struct, frozen=True):
    """A file that was read and taken apart, its body not rendered yet.

    `names` says how the author calls fields that have other names elsewhere; `problems` are
    what its front matter has. With an error, it never becomes an article, but is looked through.
    """

    source: SourceFile
    text: str
    fields: FrontMatter
    body: str
    body_line: int
    names: Mapping[str, str]
    problems: tuple[Problem, ...] = ()


def read(source: SourceFile, content: Path) -> tuple[Draft | None, tuple[Problem, ...]]:
    """Read one file (the effect); nothing but the problems when it cannot be taken apart."""
    return decode(source, data(source, content))


def data(source: SourceFile, content: Path) -> bytes | tuple[Problem, ...]:
    """The bytes of one file (the effect), or why they cannot be read."""
    try:
        # This takes 6 µs a file; `(content / name).read_bytes()` takes 11.
        with open(os.path.join(content, source.name_on_disk), "rb", buffering=0) as file:  # noqa: PTH118, PTH123
            return file.read()
    except OSError as problem:
        hint = "See that it is there and that you may read it."
        message = f"the file cannot be read: {problem.strerror}"
        return (error(f"content/{source.path}", message, hint=hint),)


def decode(
    source: SourceFile, found: bytes | tuple[Problem, ...]
) -> tuple[Draft | None, tuple[Problem, ...]]:
    """Take apart what was read of a file."""
    if not isinstance(found, bytes):
        return None, found
    try:
        text = found.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        return None, (not_utf8(f"content/{source.path}", found, problem),)
    return parse(source, text)


def parse(source: SourceFile, text: str) -> tuple[Draft | None, tuple[Problem, ...]]:
    """Take a file's text apart and check its front matter against the schema."""
    place = f"content/{source.path}"
    try:
        document = front_matter.parse(text)
    except front_matter.FrontMatterError as mistake:
        return None, (
            error(
                place, mistake.message, hint=mistake.hint, line=mistake.line, column=mistake.column
            ),
        )
    head = text[: len(text) - len(document.body)]
    unseen = tuple(invisible_in(document.fields)) if _may_hide(head) else ()
    written = {
        name: _single(name, all_visible(value) if unseen else value)
        for name, value in document.fields.items()
    }
    fields, mistakes = schema.decode(FrontMatter, written, SYNONYMS)
    problems = (
        *(_unseen(place, text, path, message) for path, message in unseen),
        *(_problem(place, text, mistake) for mistake in mistakes),
    )
    fields = fields or _what_is_right(written, mistakes)
    if fields is None:
        return None, problems
    names = {
        SYNONYMS[name]: name
        for name in written
        if name in SYNONYMS and SYNONYMS[name] not in written
    }
    return Draft(source, text, fields, document.body, document.body_line, names, problems), problems


def _may_hide(head: str) -> bool:
    """Whether fields written so can hold invisible characters, as such or by escape sequences."""
    return "\\" in head or INVISIBLE.search(head) is not None


def _what_is_right(
    written: Mapping[str, object], mistakes: Sequence[schema.Mistake]
) -> FrontMatter | None:
    """The fields without the wrong ones, so that all that is wrong is told in one run."""
    wrong = {mistake.path[0] for mistake in mistakes if mistake.path}
    rest = {name: value for name, value in written.items() if name not in wrong}
    stand_ins = {name: "2000-01-01" for name in ("title", "date") if rest.get(name) is None}
    return schema.decode(FrontMatter, {**rest, **stand_ins}, SYNONYMS)[0]


def _single(name: str, value: object) -> object:
    """The first item of a list where an archive written for Hugo has several of what is one."""
    if name in _FIRST_COUNTS and isinstance(value, list):
        return value[0] if value else None
    return value


def _problem(place: str, text: str, mistake: schema.Mistake) -> Problem:
    line, column = front_matter.locate(text, mistake.path) if mistake.path else (1, 0)
    return error(place, mistake.message, hint=mistake.hint, line=line, column=column)


def _unseen(place: str, text: str, path: schema.Path, message: str) -> Problem:
    line, column = front_matter.locate(text, path)
    hint = "Delete them, or write the text anew."
    return warning(place, message, hint=hint, line=line, column=column)


def article(
    draft: Draft, body: Body, digest: str, *, zone: ZoneInfo, media: Mapping[str, Media]
) -> tuple[Article | None, tuple[Problem, ...]]:
    """The article of a draft and its rendered body, or the problems that forbid it."""
    return _Reader(draft, zone, media).article(body, digest)


class _Reader:
    """Reads one draft's fields into an article, collecting what is wrong with them."""

    def __init__(self, draft: Draft, zone: ZoneInfo, media: Mapping[str, Media]) -> None:
        self._draft, self._zone, self._media = draft, zone, media
        self._problems = list(draft.problems)
        self._used: list[str] = []

    def article(self, body: Body, digest: str) -> tuple[Article | None, tuple[Problem, ...]]:
        fields, source = self._draft.fields, self._draft.source
        if not fields.title.strip():
            self._error(("title",), "the headline is empty", "Write one after “title”.")
        made = Article(
            path=source.path,
            story=source.story,
            lang=source.lang,
            title=_line(fields.title),
            date=self._moment(("date",), fields.date),
            timed=_is_timed(fields.date),
            updated=self._when(("updated",), fields.updated),
            updated_timed=_is_timed(fields.updated),
            corrections=tuple(
                Correction(
                    date=self._moment(("corrections", number, "date"), item.date),
                    note=item.note.strip(),
                )
                for number, item in enumerate(fields.corrections)
            ),
            deck=tuple(_line(line) for line in _several(fields.deck)),
            summary=_line(fields.summary) or body.summary,
            section=_line(fields.section),
            tags=self._terms("tags", fields.tags),
            authors=self._terms("authors", fields.authors),
            topics=self._terms("topics", fields.topics),
            image=self._picture(("image",), fields.image),
            gallery=tuple(
                picture
                for number, item in enumerate(fields.gallery)
                if (picture := self._picture(("gallery", number), item))
            ),
            dateline=_line(fields.dateline),
            source=self._origin_of_text(),
            rights=_line(fields.rights),
            slug=self._slug(),
            permalink=self._address(("permalink",), fields.permalink) if fields.permalink else "",
            aliases=tuple(
                self._address(("aliases", number), alias)
                for number, alias in enumerate(_several(fields.aliases))
            ),
            origin=self._translated_from(),
            translators=tuple(_line(name) for name in _several(fields.translators)),
            draft=fields.draft,
            publish_at=self._when(("publish_at",), fields.publish_at),
            expires=self._when(("expires",), fields.expires),
            withdrawn=self._withdrawn(),
            links=body.links,
            media=tuple(sorted({*body.media, *self._used})),
            highlighted=body.highlighted,
            extra=fields.extra,
            body=digest,
            words=body.words,
            minutes=body.minutes,
        )
        if any(problem.severity == "error" for problem in self._problems):
            return None, tuple(self._problems)
        self._check_end(made)
        return made, tuple(self._problems)

    def _check_end(self, made: Article) -> None:
        """Warn of an article that ends before it begins."""
        for name, start in (("publish_at", made.publish_at), ("date", made.date)):
            if start and made.expires and made.expires <= start:
                begins, ends = (self._draft.names.get(each, each) for each in (name, "expires"))
                message = f"“{ends}” is not after “{begins}”"
                hint = "An article is shown from “publish_at”, else “date”, until “expires”."
                self._tell(warning, ("expires",), message, hint)
                return

    def _error(self, path: schema.Path, message: str, hint: str = "") -> None:
        self._tell(error, path, message, hint)

    def _tell(
        self, make: Callable[..., Problem], path: schema.Path, message: str, hint: str
    ) -> None:
        first = self._draft.names.get(str(path[0]), path[0])
        line, column = front_matter.locate(self._draft.text, (first, *path[1:]))
        place = f"content/{self._draft.source.path}"
        self._problems.append(make(place, message, hint=hint, line=line, column=column))

    def _when(self, path: schema.Path, text: str) -> datetime | None:
        return self._moment(path, text) if text.strip() else None

    def _moment(self, path: schema.Path, text: str) -> datetime:
        """The moment that the text means; a stand-in, once the mistake is noted, for no date."""
        moment = moment_of(text, self._zone)
        if moment is not None:
            return moment
        hint = "Write 2023-04-05, 2023-04-05T09:30 or 2023-04-05T09:30+09:00."
        self._error(path, f"“{text}” is not a date" if text.strip() else "the date is empty", hint)
        return datetime.max.replace(tzinfo=UTC)

    def _terms(self, name: str, value: tuple[str, ...] | str) -> tuple[str, ...]:
        if not value:
            return ()
        terms = tuple(dict.fromkeys(_line(term) for term in _several(value)))
        for number, term in enumerate((value,) if isinstance(value, str) else value):
            if term.strip() and not _has_slug(term):
                hint = "Write it with a letter or a digit, or leave it out."
                self._error((name, number), f"“{term}” has no letter or digit for an address", hint)
        return terms

    def _picture(self, path: schema.Path, value: PictureFields | str | None) -> Picture | None:
        if value is None or value == "":
            return None
        fields = PictureFields(src=value) if isinstance(value, str) else value
        where = path if isinstance(value, str) else (*path, "src")
        if not fields.src.strip():
            self._error(where, "the photo has no file name", "Write one after “src”.")
            return None
        if _ELSEWHERE.match(fields.src.strip()):
            hint = "Copy the photo beside the article: pages load nothing from other sites."
            self._error(where, f"“{fields.src}” is on another site", hint)
            return None
        src = _beside(self._draft.source, fields.src)
        media = self._media.get(src)
        if media is None:
            message = f"there is no file “{fields.src}” beside the article"
            self._error(where, message, self._nearest(src))
            return None
        if not media.width:
            self._error(where, f"“{fields.src}” is not a picture", "Name a JPEG, PNG, WebP or SVG.")
            return None
        if not fields.alt.strip():
            hint = "Say what it shows, for those who cannot see it."
            self._tell(warning, path, f"the photo “{fields.src}” has no alt text", hint)
        self._used.append(src)
        return Picture(
            src=src,
            alt=_line(fields.alt),
            caption=_line(fields.caption),
            credit=_line(fields.credit),
            licence=_line(fields.licence),
        )

    def _nearest(self, src: str) -> str:
        folder = f"{self._draft.source.folder}/".lstrip("/")
        names = sorted(path.removeprefix(folder) for path in self._media)
        near = schema.nearest(src.removeprefix(folder), names)
        return f"Did you mean “{near}”?" if near else "Put it there, or correct the name."

    def _origin_of_text(self) -> Source | None:
        value = self._draft.fields.source
        if value is None or value == "":
            return None
        if isinstance(value, str):
            return Source(name=_line(value))
        if value.url.strip() and not _is_web_address(value.url.strip()):
            hint = "Write it with https:// in front."
            self._error(("source", "url"), f"“{value.url}” is not a web address", hint)
        return Source(name=_line(value.name), url=value.url.strip())

    def _translated_from(self) -> Origin | None:
        value = self._draft.fields.translated_from
        if value is None or value == "":
            return None
        if isinstance(value, str):
            return Origin(lang=value.strip())
        return Origin(lang=value.lang, date=self._when(("translated_from", "date"), value.date))

    def _withdrawn(self) -> Withdrawal | None:
        value = self._draft.fields.withdrawn
        if value is None:
            return None
        date = self._moment(("withdrawn", "date"), value.date)
        return Withdrawal(date=date, reason=value.reason.strip())

    def _slug(self) -> str:
        written = self._draft.fields.slug or self._draft.source.story.rpartition("/")[2]
        slug = slugify(written)
        if not slug and not self._draft.fields.permalink:
            hint = "Add a “slug” of letters or digits."
            self._error(("slug",), f"“{written}” has no letter or digit for an address", hint)
        return slug

    def _address(self, path: schema.Path, text: str) -> str:
        """An address relative to the base URL, checked; "" when it is wrong."""
        address = nfc(unquote(text.strip()))
        parts = address.split("/")
        reason = ""
        if not address.startswith("/") or address.startswith("//"):
            reason = "an address begins with one “/”"
        elif ".." in parts or "." in parts or "" in parts[1:-1]:
            reason = "an address may not hold “..”, “.” or “//”"
        elif re.search(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffd\\?#]", address):
            reason = "an address may not hold “?”, “#”, “\\” or control characters"
        elif "*" in address or any(part.startswith(":") for part in parts):
            reason = "static hosts take “*”, and “:” where a part begins, for patterns"
        elif any(part.startswith(".") for part in parts):
            reason = "what begins with “.” is hidden on a web server"
        elif any(len(part.encode()) > MAX_SEGMENT for part in parts):
            reason = f"a part of an address is at most {MAX_SEGMENT} bytes long"
        if reason:
            self._error(path, f"“{text}” cannot be an address: {reason}", "Such as /news/story/.")
            return ""
        return address


@lru_cache(maxsize=4096)
def _has_slug(term: str) -> bool:
    """Whether an address can be made of it; the same few tags and authors are asked for ever."""
    return bool(slugify(term))


def _beside(source: SourceFile, reference: str) -> str:
    name = nfc(unquote(reference.strip()))
    parts: list[str] = []
    for part in (name if name.startswith("/") else f"{source.folder}/{name}").split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def _line(text: str) -> str:
    return nfc(" ".join(text.split())) if text else ""


def _several(value: Sequence[str] | str) -> tuple[str, ...]:
    if not value:
        return ()
    items = (value,) if isinstance(value, str) else tuple(value)
    return tuple(item for item in items if item and item.strip())


def _is_timed(text: str) -> bool:
    """Whether a date is written with a time of day."""
    try:
        date.fromisoformat(text.strip())
    except ValueError:
        return True
    return False


def moment_of(text: str, zone: ZoneInfo) -> datetime | None:
    """A moment in the site's zone, with a fixed offset so that it travels as plain ISO 8601.

    The offset is in whole minutes, which RFC 3339 asks for and local mean time had not.
    """
    try:
        moment = datetime.fromisoformat(_spelt(text.strip()))
        aware = moment.replace(tzinfo=zone) if moment.tzinfo is None else moment.astimezone(zone)
        offset = aware.utcoffset() or timedelta()
    except (ValueError, OverflowError):
        return None
    # The last year has no tomorrow to count to.
    if not _FIRST_YEAR <= aware.year < MAXYEAR:
        return None
    return aware.replace(tzinfo=_in_minutes(offset))


def _spelt(text: str) -> str:
    """A date and time as Python reads it, with no space before its zone and UTC as Z."""
    if text[-1:].isdigit() and text.split() == [text]:
        return text  # whatever zone is there is spelt so
    return _ZONE.sub(lambda match: match[1].upper().replace("UTC", "Z"), text)


@lru_cache
def _in_minutes(offset: timedelta) -> timezone:
    return timezone(timedelta(minutes=round(offset.total_seconds() / 60)))
