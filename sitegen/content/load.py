"""Reads an article's file and checks it: text to front matter to a validated article."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

import msgspec

from sitegen import schema
from sitegen.addresses import MAX_SEGMENT, nfc, slugify
from sitegen.content import front_matter
from sitegen.content.scan import SourceFile
from sitegen.content.schema import SYNONYMS, FrontMatter, PictureFields
from sitegen.errors import Problem, error, warning
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

_ZONE = re.compile(r"\s*([+-]\d\d:?\d\d|Z|UTC)\Z", re.IGNORECASE)


class Draft(msgspec.Struct, frozen=True):
    """A file that was read and taken apart, its body not rendered yet."""

    source: SourceFile
    text: str
    fields: FrontMatter
    body: str
    body_line: int


def read(source: SourceFile, content: Path) -> tuple[Draft | None, tuple[Problem, ...]]:
    """Read one file (the effect); nothing but the problems when it is not an article."""
    place = f"content/{source.path}"
    try:
        data = (content / source.name_on_disk).read_bytes()
    except OSError as problem:
        return None, (error(place, f"the file cannot be read: {problem.strerror}"),)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
        hint = "Save the file as UTF-8."
        return None, (error(place, "the file is not UTF-8", hint=hint, line=line),)
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
    fields, mistakes = schema.decode(FrontMatter, _synonyms(document.fields))
    if fields is None:
        return None, tuple(_problem(place, text, mistake) for mistake in mistakes)
    return Draft(source, text, fields, document.body, document.body_line), ()


def _synonyms(fields: Mapping[str, object]) -> Mapping[str, object]:
    """The fields with what Hugo calls them put in our words; ours win where both are there."""
    if not any(name in SYNONYMS for name in fields):
        return fields
    ours = {name: value for name, value in fields.items() if name not in SYNONYMS}
    for name, value in fields.items():
        target = SYNONYMS.get(name)
        if target is None or target in ours:
            continue
        if name in ("categories", "images") and isinstance(value, list):
            ours[target] = value[0] if value else None
        else:
            ours[target] = value
    return ours


def _problem(place: str, text: str, mistake: schema.Mistake) -> Problem:
    line, column = front_matter.locate(text, mistake.path) if mistake.path else (1, 0)
    return error(place, mistake.message, hint=mistake.hint, line=line, column=column)


def article(
    draft: Draft, body: Body, digest: str, *, zone: ZoneInfo, media: Mapping[str, Media]
) -> tuple[Article | None, tuple[Problem, ...]]:
    """The article of a draft and its rendered body, or the problems that forbid it."""
    return _Reader(draft, zone, media).article(body, digest)


class _Reader:
    """Reads one draft's fields into an article, collecting what is wrong with them."""

    def __init__(self, draft: Draft, zone: ZoneInfo, media: Mapping[str, Media]) -> None:
        self._draft, self._zone, self._media = draft, zone, media
        self._problems: list[Problem] = []
        self._used: list[str] = []

    def article(self, body: Body, digest: str) -> tuple[Article | None, tuple[Problem, ...]]:
        fields, source = self._draft.fields, self._draft.source
        if not fields.title.strip():
            self._error(("title",), "the headline is empty", "Write a title.")
        made = Article(
            path=source.path,
            story=source.story,
            lang=source.lang,
            title=_line(fields.title),
            date=self._when(("date",), fields.date) or datetime(1, 1, 1, tzinfo=UTC),
            updated=self._when(("updated",), fields.updated),
            corrections=tuple(
                Correction(date=date, note=item.note.strip())
                for number, item in enumerate(fields.corrections)
                if (date := self._when(("corrections", number, "date"), item.date))
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
        return made, tuple(self._problems)

    def _error(self, path: schema.Path, message: str, hint: str = "") -> None:
        self._tell(error, path, message, hint)

    def _tell(
        self, make: Callable[..., Problem], path: schema.Path, message: str, hint: str
    ) -> None:
        line, column = front_matter.locate(self._draft.text, path)
        place = f"content/{self._draft.source.path}"
        self._problems.append(make(place, message, hint=hint, line=line, column=column))

    def _when(self, path: schema.Path, text: str) -> datetime | None:
        if not text:
            return None
        moment = _moment(text.strip(), self._zone)
        if moment is None:
            hint = "Write 2023-04-05, 2023-04-05T09:30 or 2023-04-05T09:30+09:00."
            self._error(path, f"“{text}” is not a date", hint)
        return moment

    def _terms(self, name: str, value: tuple[str, ...] | str) -> tuple[str, ...]:
        terms = tuple(dict.fromkeys(nfc(_line(term)) for term in _several(value)))
        for number, term in enumerate(terms):
            if not slugify(term):
                self._error((name, number), f"“{term}” has no letter or digit for an address")
        return terms

    def _picture(self, path: schema.Path, value: PictureFields | str | None) -> Picture | None:
        if value is None or value == "":
            return None
        fields = PictureFields(src=value) if isinstance(value, str) else value
        where = path if isinstance(value, str) else (*path, "src")
        if urlsplit(fields.src).scheme:
            hint = "Copy the photo beside the article: pages load nothing from other sites."
            self._error(where, f"“{fields.src}” is on another site", hint)
            return None
        src = _beside(self._draft.source, fields.src)
        media = self._media.get(src)
        if media is None:
            self._error(where, f"there is no file “{fields.src}”", self._nearest(src))
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
        names = [PurePosixPath(path).name for path in self._media]
        if not names:
            return "Put it beside the article."
        return schema.suggestion(PurePosixPath(src).name, sorted(names), "files here")

    def _origin_of_text(self) -> Source | None:
        value = self._draft.fields.source
        if value is None or value == "":
            return None
        if isinstance(value, str):
            return Source(name=_line(value))
        if value.url and urlsplit(value.url).scheme not in ("http", "https"):
            self._error(("source", "url"), f"“{value.url}” is not a web address")
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
        date = self._when(("withdrawn", "date"), value.date)
        return Withdrawal(date=date, reason=value.reason.strip()) if date else None

    def _slug(self) -> str:
        written = self._draft.fields.slug or PurePosixPath(self._draft.source.story).name
        slug = slugify(written)
        if not slug and not self._draft.fields.permalink:
            self._error(("slug",), f"“{written}” gives no address", "Add a slug with letters.")
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
        elif re.search(r"[\x00-\x1f\x7f\\?#]", address):
            reason = "an address may not hold “?”, “#”, “\\” or control characters"
        elif any(len(part.encode()) > MAX_SEGMENT for part in parts):
            reason = f"a part of an address is at most {MAX_SEGMENT} bytes long"
        if reason:
            self._error(path, f"“{text}” cannot be an address: {reason}", "Such as /news/story/.")
            return ""
        return address


def _beside(source: SourceFile, reference: str) -> str:
    name = nfc(unquote(reference.strip()))
    folder = PurePosixPath(source.folder)
    parts: list[str] = []
    for part in (
        folder / name.lstrip("/") if not name.startswith("/") else PurePosixPath(name[1:])
    ).parts:
        if part == "..":
            parts = parts[:-1]
        else:
            parts.append(part)
    return "/".join(parts)


def _line(text: str) -> str:
    return nfc(" ".join(text.split()))


def _several(value: Sequence[str] | str) -> tuple[str, ...]:
    items = (value,) if isinstance(value, str) else tuple(value)
    return tuple(item for item in items if item and item.strip())


def _moment(text: str, zone: ZoneInfo) -> datetime | None:
    """A moment in the site's zone, with a fixed offset so that it travels as plain ISO 8601."""
    try:
        moment = datetime.fromisoformat(_ZONE.sub(lambda match: match[1].replace("UTC", "Z"), text))
        aware = moment.replace(tzinfo=zone) if moment.tzinfo is None else moment.astimezone(zone)
        offset = aware.utcoffset() or timedelta()
        return aware.replace(tzinfo=timezone(offset))
    except (ValueError, OverflowError):
        return None
