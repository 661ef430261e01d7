"""The archive by date: calendars of years, lists of months and days, days of all years."""

import calendar
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TypeVar

from sitegen import cldr
from sitegen.archive import Archive
from sitegen.pages.lists import ArticleList, index_head, pages
from sitegen.pages.planned import Planned
from sitegen.pages.site import Site
from sitegen.types import Article, CalendarPage, Day, Entry, Group, IndexPage, Link, Month

_LEAP_YEAR = 2000
_DECADE = 10

Key = TypeVar("Key")
ByDate = dict[str, dict[Key, list[Article]]]


class Dates:
    """Articles by language and date: years, months, days, and days of any year."""

    def __init__(self, archive: Archive) -> None:
        self.years: ByDate[int] = {}
        self.months: ByDate[tuple[int, int]] = {}
        self.days: ByDate[tuple[int, int, int]] = {}
        self.anniversaries: ByDate[tuple[int, int]] = {}
        for lang in archive.config.languages:
            years = self.years[lang] = defaultdict(list)
            months = self.months[lang] = defaultdict(list)
            days = self.days[lang] = defaultdict(list)
            anniversaries = self.anniversaries[lang] = defaultdict(list)
            for article in archive.in_lang(lang):
                date = article.date
                years[date.year].append(article)
                months[date.year, date.month].append(article)
                days[date.year, date.month, date.day].append(article)
                anniversaries[date.month, date.day].append(article)


def plan(site: Site) -> Iterator[Planned]:
    """All pages of the archive by date."""
    dates = Dates(site.archive)
    for lang in site.config.languages:
        if not dates.years[lang]:
            continue
        url = site.index("archive", lang)
        yield Planned(url, "the archive", partial(_archive, site, lang, dates))
        for year in sorted(dates.years[lang]):
            make = partial(_year, site, lang, year, dates)
            yield Planned(site.year(year, lang), f"the year {year}", make)
        url = site.index("on-this-day", lang)
        yield Planned(url, "on this day", partial(_all_days, site, lang, dates))
        for wanted in (
            *_months(site, lang, dates),
            *_days(site, lang, dates),
            *_anniversaries(site, lang, dates),
        ):
            yield from pages(site, wanted)


# --- lists ---------------------------------------------------------------------------------


def _with_neighbours(
    keys: Iterable[Key],
) -> Iterator[tuple[Key, list[Key]]]:
    """Each key with the ones before and after it."""
    row = list(keys)
    for place, key in enumerate(row):
        yield key, row[max(0, place - 1) : place] + row[place + 1 : place + 2]


def _editions(site: Site, found: ByDate[Key], key: Key) -> tuple[str, ...]:
    return tuple(code for code in site.config.languages if key in found[code])


def _months(site: Site, lang: str, dates: Dates) -> Iterator[ArticleList]:
    for key, beside in _with_neighbours(sorted(dates.months[lang])):
        name = cldr.month_and_year(*key, lang)
        yield ArticleList(
            kind="month",
            lang=lang,
            url=site.month(*key, lang),
            heading=name,
            title=site.say("Articles from %(date)s", lang, date=name),
            articles=dates.months[lang][key],
            editions={code: site.month(*key, code) for code in _editions(site, dates.months, key)},
            trail=_trail(site, lang, *key),
            around=tuple(
                Link(site.month(*other, lang), cldr.month_and_year(*other, lang))
                for other in beside
            ),
        )


def _days(site: Site, lang: str, dates: Dates) -> Iterator[ArticleList]:
    found = dates.days[lang]
    for key, beside in _with_neighbours(sorted(found)):
        name = _day_name(found[key], lang)
        url = site.day(*key, lang)
        yield ArticleList(
            kind="day",
            lang=lang,
            url=url,
            heading=name,
            title=site.say("Articles from %(date)s", lang, date=name),
            articles=found[key],
            editions={code: site.day(*key, code) for code in _editions(site, dates.days, key)},
            trail=(*_trail(site, lang, *key[:2]), Link(url, name)),
            around=tuple(
                Link(site.day(*other, lang), _day_name(found[other], lang)) for other in beside
            ),
        )


def _day_name(articles: Sequence[Article], lang: str) -> str:
    return cldr.on_day(articles[0].date, lang).text


def _anniversaries(site: Site, lang: str, dates: Dates) -> Iterator[ArticleList]:
    found = dates.anniversaries
    heading = site.say("On this day", lang)
    index = Link(site.index("on-this-day", lang), heading)
    for key, beside in _with_neighbours(sorted(found[lang])):
        name = cldr.month_and_day(*key, lang)
        url = site.on_this_day(*key, lang)
        yield ArticleList(
            kind="on-this-day",
            lang=lang,
            url=url,
            heading=name,
            title=f"{heading}: {name}",
            articles=found[lang][key],
            editions={code: site.on_this_day(*key, code) for code in _editions(site, found, key)},
            trail=(index, Link(url, name)),
            around=tuple(
                Link(site.on_this_day(*other, lang), cldr.month_and_day(*other, lang))
                for other in beside
            ),
        )


def _trail(site: Site, lang: str, year: int, month: int) -> tuple[Link, ...]:
    return (
        Link(site.index("archive", lang), site.say("Archive", lang)),
        Link(site.year(year, lang), cldr.year_name(year, lang)),
        Link(site.month(year, month, lang), cldr.month_name(month, lang)),
    )


# --- the archive and its calendars ---------------------------------------------------------


def _archive(site: Site, lang: str, dates: Dates) -> IndexPage:
    heading = site.say("Archive", lang)
    decades: dict[int, list[Entry]] = defaultdict(list)
    for year in sorted(dates.years[lang], reverse=True):
        decades[year // _DECADE * _DECADE].append(
            Entry(
                name=cldr.year_name(year, lang),
                url=site.year(year, lang),
                count=len(dates.years[lang][year]),
            )
        )
    editions = {
        code: site.index("archive", code) for code in site.config.languages if dates.years[code]
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


def _year(site: Site, lang: str, year: int, dates: Dates) -> CalendarPage:
    name = cldr.year_name(year, lang)
    found = dict(_with_neighbours(sorted(dates.years[lang])))
    editions = {code: site.year(year, code) for code in _editions(site, dates.years, year)}
    archive = Link(site.index("archive", lang), site.say("Archive", lang))
    return CalendarPage(
        head=index_head(site, site.year(year, lang), lang, name, editions, archive),
        kind="year",
        heading=name,
        months=tuple(_month_of_year(site, lang, year, month, dates) for month in range(1, 13)),
        weekdays=cldr.weekdays(lang),
        around=tuple(
            Link(site.year(other, lang), cldr.year_name(other, lang)) for other in found[year]
        ),
    )


def _month_of_year(site: Site, lang: str, year: int, month: int, dates: Dates) -> Month:
    days: Mapping[tuple[int, int, int], Sequence[Article]] = dates.days[lang]

    def cell(number: int) -> Day:
        count = len(days.get((year, month, number), ()))
        if not count:
            return Day(number)
        label = cldr.month_and_day(month, number, lang)
        return Day(number, site.day(year, month, number, lang), count, label)

    count = len(dates.months[lang].get((year, month), ()))
    weeks = calendar.Calendar(cldr.first_weekday(lang)).monthdayscalendar(year, month)
    return Month(
        name=cldr.month_name(month, lang),
        url=site.month(year, month, lang) if count else "",
        count=count,
        weeks=tuple(tuple(cell(number) for number in week) for week in weeks),
    )


def _all_days(site: Site, lang: str, dates: Dates) -> CalendarPage:
    heading = site.say("On this day", lang)
    editions = {
        code: site.index("on-this-day", code) for code in site.config.languages if dates.years[code]
    }
    return CalendarPage(
        head=index_head(site, site.index("on-this-day", lang), lang, heading, editions),
        kind="on-this-day",
        heading=heading,
        months=tuple(_month_of_any_year(site, lang, month, dates) for month in range(1, 13)),
    )


def _month_of_any_year(site: Site, lang: str, month: int, dates: Dates) -> Month:
    def cell(number: int) -> Day:
        count = len(dates.anniversaries[lang].get((month, number), ()))
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
