"""The archive by date: calendars of years, lists of months and days, days of all years."""

import calendar
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial

import msgspec

from sitegen import cldr
from sitegen.archive import RowKey
from sitegen.pages.lists import ArticleList, index_head, pages
from sitegen.pages.planned import Planned
from sitegen.pages.site import Site
from sitegen.types import Article, CalendarPage, Day, Entry, Group, IndexPage, Link, Month, Part

_LEAP_YEAR = 2000
_DECADE = 10
_HOTTEST = 3  # steps of `heat`


def archive(site: Site, lang: str) -> Iterator[Planned]:
    """All years of a language."""
    if site.archive.in_lang(lang):
        make = partial(_archive, site, lang)
        yield Planned(site.index("archive", lang), "the archive", "index", lang, make)


def all_days(site: Site, lang: str) -> Iterator[Planned]:
    """The calendar of all days of all years."""
    if site.archive.in_lang(lang):
        make = partial(_all_days, site, lang)
        yield Planned(site.index("on-this-day", lang), "on this day", "calendar", lang, make)


def year(site: Site, lang: str, key: str) -> Iterator[Planned]:
    """The calendar of a year ("2023"); like all below, nothing when it has no article."""
    if _articles(site, lang, "year", key):
        make = partial(_year, site, lang, int(key))
        yield Planned(site.year(int(key), lang), f"the year {int(key)}", "calendar", lang, make)


def dated(site: Site, lang: str, kind: str, key: str) -> Iterator[Planned]:
    """The list of a "month" ("2023/04"), "day" ("2023/04/05") or "anniversary" ("04-05")."""
    if _articles(site, lang, kind, key):
        make = {"month": _month, "day": _day, "anniversary": _anniversary}[kind]
        yield from pages(site, make(site, lang, key))


def _articles(site: Site, lang: str, kind: str, key: str) -> Sequence[Article]:
    return site.archive.row(RowKey(lang, kind, key))


# --- lists ---------------------------------------------------------------------------------


def _editions(site: Site, kind: str, key: str) -> tuple[str, ...]:
    return tuple([code for code in site.config.languages if _articles(site, code, kind, key)])


def _numbers(key: str) -> tuple[int, ...]:
    return tuple(map(int, key.replace("-", "/").split("/")))


def _month(site: Site, lang: str, key: str) -> ArticleList:
    year, month = _numbers(key)
    name = cldr.month_and_year(year, month, lang)
    return ArticleList(
        kind="month",
        lang=lang,
        url=site.month(year, month, lang),
        heading=name,
        title=site.say("Articles from %(date)s", lang, date=name),
        articles=_articles(site, lang, "month", key),
        editions={code: site.month(year, month, code) for code in _editions(site, "month", key)},
        trail=_trail(site, lang, year, month),
        around=tuple(
            Link(site.month(*_pair(other), lang), cldr.month_and_year(*_pair(other), lang))
            for other in site.archive.dates_beside(lang, "month", key)
        ),
        calendar=_heated((_month_of_year(site, lang, year, month),))[0],
    )


def _pair(key: str) -> tuple[int, int]:
    first, second = _numbers(key)
    return first, second


def _day(site: Site, lang: str, key: str) -> ArticleList:
    year, month, day = _numbers(key)
    name = _day_name(key, lang)
    url = site.day(year, month, day, lang)
    return ArticleList(
        kind="day",
        lang=lang,
        url=url,
        heading=name,
        title=site.say("Articles from %(date)s", lang, date=name),
        articles=_articles(site, lang, "day", key),
        editions={code: site.day(year, month, day, code) for code in _editions(site, "day", key)},
        trail=(*_trail(site, lang, year, month), Link(url, name)),
        around=tuple(
            Link(f"{site.home(lang)}{other}/", _day_name(other, lang))
            for other in site.archive.dates_beside(lang, "day", key)
        ),
    )


def _day_name(key: str, lang: str) -> str:
    return cldr.long_date(date(*_numbers(key)), lang)


def _anniversary(site: Site, lang: str, key: str) -> ArticleList:
    month, day = _pair(key)
    heading = site.say("On this day", lang)
    name = cldr.month_and_day(month, day, lang)
    url = site.on_this_day(month, day, lang)
    return ArticleList(
        kind="on-this-day",
        lang=lang,
        url=url,
        heading=name,
        title=f"{heading}: {name}",
        articles=_articles(site, lang, "anniversary", key),
        editions={
            code: site.on_this_day(month, day, code) for code in _editions(site, "anniversary", key)
        },
        trail=(Link(site.index("on-this-day", lang), heading), Link(url, name)),
        around=tuple(
            Link(site.on_this_day(*_pair(other), lang), cldr.month_and_day(*_pair(other), lang))
            for other in site.archive.dates_beside(lang, "anniversary", key)
        ),
    )


def _trail(site: Site, lang: str, year: int, month: int) -> tuple[Link, ...]:
    return (
        Link(site.index("archive", lang), site.say("Archive", lang)),
        Link(site.year(year, lang), cldr.year_name(year, lang)),
        Link(site.month(year, month, lang), cldr.month_name(month, lang)),
    )


# --- the archive and its calendars ---------------------------------------------------------


def _archive(site: Site, lang: str) -> IndexPage:
    heading = site.say("Archive", lang)
    decades: dict[int, list[Entry]] = defaultdict(list)
    months = site.archive.dates(lang, "month")
    most = max((len(_articles(site, lang, "month", key)) for key in months), default=0)
    for key in reversed(site.archive.dates(lang, "year")):
        year = int(key)
        decades[year // _DECADE * _DECADE].append(
            Entry(
                name=cldr.year_name(year, lang),
                url=site.year(year, lang),
                count=len(_articles(site, lang, "year", key)),
                parts=tuple(_part(site, lang, year, month, most) for month in range(1, 13)),
            )
        )
    editions = {
        code: site.index("archive", code)
        for code in site.config.languages
        if site.archive.in_lang(code)
    }
    return IndexPage(
        head=index_head(site, site.index("archive", lang), lang, heading, editions),
        kind="archive",
        heading=heading,
        groups=tuple(
            Group(f"{decade}–{decade + _DECADE - 1}", tuple(entries))
            for decade, entries in decades.items()
        ),
    )


def _part(site: Site, lang: str, year: int, month: int, most: int) -> Part:
    count = len(_articles(site, lang, "month", f"{year:04}/{month:02}"))
    return Part(
        name=cldr.short_month_name(month, lang),
        label=cldr.month_and_year(year, month, lang),
        url=site.month(year, month, lang) if count else "",
        count=count,
        heat=_heat(count, most),
    )


def _heat(count: int, most: int) -> int:
    """Few articles as 1 and many as 3, where the fullest date has `most`."""
    if most <= _HOTTEST:
        return count
    # Thirds of the logarithm, in whole numbers: the same on every machine.
    cube = (1 + count) ** 3
    return min(count, 1 + (cube > 1 + most) + (cube > (1 + most) ** 2))


def _heated(months: Sequence[Month]) -> tuple[Month, ...]:
    """The months of one page with the heat of their days."""
    most = max(day.count for month in months for week in month.weeks for day in week)

    def heated(day: Day) -> Day:
        return msgspec.structs.replace(day, heat=_heat(day.count, most)) if day.count else day

    return tuple(
        msgspec.structs.replace(
            month, weeks=tuple(tuple(heated(day) for day in week) for week in month.weeks)
        )
        for month in months
    )


def _year(site: Site, lang: str, year: int) -> CalendarPage:
    name = cldr.year_name(year, lang)
    key = f"{year:04}"
    editions = {code: site.year(year, code) for code in _editions(site, "year", key)}
    archive = Link(site.index("archive", lang), site.say("Archive", lang))
    return CalendarPage(
        head=index_head(site, site.year(year, lang), lang, name, editions, archive),
        kind="year",
        heading=name,
        months=_heated([_month_of_year(site, lang, year, month) for month in range(1, 13)]),
        weekdays=cldr.weekdays(lang),
        around=tuple(
            Link(site.year(int(other), lang), cldr.year_name(int(other), lang))
            for other in site.archive.dates_beside(lang, "year", key)
        ),
    )


def _month_of_year(site: Site, lang: str, year: int, month: int) -> Month:
    key = f"{year:04}/{month:02}"

    def cell(number: int) -> Day:
        count = len(_articles(site, lang, "day", f"{key}/{number:02}"))
        if not count:
            return Day(number)
        label = cldr.month_and_day(month, number, lang)
        return Day(number, site.day(year, month, number, lang), count, label)

    count = len(_articles(site, lang, "month", key))
    weeks = calendar.Calendar(cldr.first_weekday(lang)).monthdayscalendar(year, month)
    return Month(
        name=cldr.month_name(month, lang),
        url=site.month(year, month, lang) if count else "",
        count=count,
        weeks=tuple(tuple(cell(number) for number in week) for week in weeks),
    )


def _all_days(site: Site, lang: str) -> CalendarPage:
    heading = site.say("On this day", lang)
    editions = {
        code: site.index("on-this-day", code)
        for code in site.config.languages
        if site.archive.in_lang(code)
    }
    return CalendarPage(
        head=index_head(site, site.index("on-this-day", lang), lang, heading, editions),
        kind="on-this-day",
        heading=heading,
        months=_heated([_month_of_any_year(site, lang, month) for month in range(1, 13)]),
    )


def _month_of_any_year(site: Site, lang: str, month: int) -> Month:
    def cell(number: int) -> Day:
        count = len(_articles(site, lang, "anniversary", f"{month:02}-{number:02}"))
        if not count:
            return Day(number)
        label = cldr.month_and_day(month, number, lang)
        return Day(number, site.on_this_day(month, number, lang), count, label)

    length = calendar.monthrange(_LEAP_YEAR, month)[1]
    cells = [cell(number) for number in range(1, length + 1)]
    cells += [Day(0)] * (-length % 7)
    return Month(
        name=cldr.month_name(month, lang),
        url="",
        count=sum(day.count for day in cells),
        weeks=tuple(tuple(cells[start : start + 7]) for start in range(0, len(cells), 7)),
    )
