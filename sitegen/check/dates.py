"""Dates that lie in the future, before the archive, or before what they follow."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from sitegen import schema
from sitegen.check.findings import Finding
from sitegen.check.loaded import Loaded
from sitegen.errors import notice, warning
from sitegen.types import Article

_FAR = timedelta(days=366)
_EPOCH = (date(1970, 1, 1), date(1969, 12, 31))  # what software writes that knew no date
_YEAR_FOLDER = re.compile(r"(?:.*/)?((?:19|20)\d\d)/")


def findings(loaded: Loaded) -> Iterator[Finding]:
    """Doubtful dates of all articles."""
    begins = loaded.site.config.check.begins
    first = date.fromisoformat(begins) if begins else None
    for article in loaded.site.archive.sources.values():
        yield from _too_early(article, first)
        yield from _future(article, loaded.now)
        yield from _out_of_order(article, loaded.now)


def _too_early(article: Article, first: date | None) -> Iterator[Finding]:
    place, day = f"content/{article.path}", article.date.date()
    year = _YEAR_FOLDER.match(article.path)
    if first and day < first:
        message = f"the date {day} is before the archive begins ({first})"
        hint = "Correct it, or “begins” under [tool.sitegen.check] in pyproject.toml."
        yield Finding(warning(place, message, hint=hint), ("date",))
    elif day in _EPOCH:
        message = f"the date {day} is what software writes when it knows none"
        yield Finding(warning(place, message, hint="Write when it was published."), ("date",))
    elif year and int(year[1]) != day.year:
        message = f"the date {day} is of another year than the folder “{year[1]}”"
        hint = "Folders mean nothing to sitegen; see which of the two is right."
        yield Finding(notice(place, message, hint=hint), ("date",))


def _future(article: Article, now: datetime) -> Iterator[Finding]:
    place = f"content/{article.path}"
    if article.draft or article.date <= now:
        return
    day = article.date.date()
    if article.publish_at and article.publish_at <= now:
        message = f"the article is public, but its date {day} lies in the future"
        yield Finding(warning(place, message, hint="Set the date right."), ("date",))
    elif article.date - now > _FAR:
        message = f"the date {day} is more than a year away"
        yield Finding(warning(place, message, hint="Is the year right?"), ("date",))
    elif article.publish_at is None:
        message = f"the article waits for its date {day}"
        hint = "It is shown by the first build after that."
        yield Finding(notice(place, message, hint=hint), ("date",))


def _out_of_order(article: Article, now: datetime) -> Iterator[Finding]:
    """What happened to an article before it was there, or has not happened yet; by days."""
    place, published = f"content/{article.path}", article.date.date()
    for field, words, moment in _later(article):
        day = moment.date()
        if day < published:
            message = f"{words} {day} is before the article's date {published}"
            yield Finding(warning(place, message, hint="Correct one of them."), field)
        elif moment > now and day > now.date() and article.date <= now:
            message = f"{words} {day} lies in the future"
            yield Finding(warning(place, message, hint="Correct it."), field)


def _later(article: Article) -> Iterator[tuple[schema.Path, str, datetime]]:
    if article.updated:
        yield ("updated",), "the last change", article.updated
    for number, item in enumerate(article.corrections):
        yield ("corrections", number, "date"), "the correction of", item.date
    if article.withdrawn:
        yield ("withdrawn", "date"), "the withdrawal of", article.withdrawn.date
