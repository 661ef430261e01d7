"""Dates, numbers and names as each language writes them, from CLDR through Babel."""

from datetime import date, datetime
from functools import cache

from babel import Locale, dates, numbers
from babel.core import UnknownLocaleError, get_global

from sitegen.types import Moment


@cache
def locale(lang: str) -> Locale:
    """The CLDR locale of a BCP 47 code ("zh" is Chinese in simplified characters)."""
    return Locale.parse(lang, sep="-")


@cache
def own_name(lang: str) -> str:
    """A language's name in itself, as a menu shows it: 한국어, English, Tiếng Việt."""
    name = locale(lang).get_display_name(locale(lang)) or lang
    return name[:1].upper() + name[1:]


@cache
def direction(lang: str) -> str:
    """ "ltr" or "rtl"."""
    return locale(lang).text_direction


@cache
def open_graph_locale(lang: str) -> str:
    """The code with the territory that OpenGraph asks for: ko_KR, zh_CN."""
    here = locale(lang)
    return f"{here.language}_{_territory(lang)}"


def _territory(lang: str) -> str:
    """The territory of a code, or the one where most of its readers live (CLDR)."""
    here = locale(lang)
    known = get_global("likely_subtags")
    likely = known.get(f"{here.language}_{here.script}") or known.get(here.language) or ""
    return here.territory or str(likely).rpartition("_")[2]


@cache
def number(value: int, lang: str) -> str:
    """A whole number with the language's grouping: 12,345 or 12.345."""
    return numbers.format_decimal(value, locale=locale(lang))


@cache
def long_date(day: date, lang: str) -> str:
    """A date in words: 2023년 4월 5일, April 5, 2023."""
    return dates.format_date(day, "long", locale=locale(lang))


@cache
def month_and_year(year: int, month: int, lang: str) -> str:
    """A month of a year: 2023년 4월, April 2023."""
    return dates.format_skeleton("yMMMM", date(year, month, 1), locale=locale(lang))


@cache
def month_and_day(month: int, day: int, lang: str) -> str:
    """A day of any year: 4월 5일, April 5."""
    return dates.format_skeleton("MMMMd", date(2000, month, day), locale=locale(lang))


@cache
def year_name(year: int, lang: str) -> str:
    """A year: 2023년, 2023."""
    return dates.format_skeleton("y", date(year, 1, 1), locale=locale(lang))


@cache
def month_name(month: int, lang: str) -> str:
    """A month: 4월, April."""
    return dates.format_date(date(2000, month, 1), "MMMM", locale=locale(lang))


@cache
def short_month_name(month: int, lang: str) -> str:
    """A month where there is little room: 4월, Apr."""
    return dates.format_date(date(2000, month, 1), "LLL", locale=locale(lang))


@cache
def weekdays(lang: str) -> tuple[tuple[str, str], ...]:
    """Short and long names of the days of the week, from the language's first day on."""
    short = dates.get_day_names("short", "format", locale(lang))
    full = dates.get_day_names("wide", "format", locale(lang))
    first = first_weekday(lang)
    return tuple((short[(first + n) % 7], full[(first + n) % 7]) for n in range(7))


@cache
def first_weekday(lang: str) -> int:
    """The day a week begins with: 0 Monday … 6 Sunday."""
    try:
        return Locale.parse(open_graph_locale(lang)).first_week_day
    except UnknownLocaleError:
        return locale(lang).first_week_day


@cache
def _clock(minutes: int, lang: str) -> str:
    moment = datetime(2000, 1, 1, *divmod(minutes, 60))  # noqa: DTZ001 (a clock face has no zone)
    return dates.format_skeleton("Hm", moment, locale=locale(lang))


@cache
def _glue(lang: str) -> str:
    return str(locale(lang).datetime_formats["long"]).replace("'", "")


def on_day(moment: datetime, lang: str) -> Moment:
    """The day of a moment, with the moment itself for machines."""
    return Moment(moment.isoformat(), long_date(moment.date(), lang))


def at_time(moment: datetime, lang: str) -> Moment:
    """Day, time and zone of a moment, in the zone it carries."""
    day = long_date(moment.date(), lang)
    clock = _clock(moment.hour * 60 + moment.minute, lang)
    text = _glue(lang).replace("{1}", day).replace("{0}", clock)
    return Moment(moment.isoformat(), f"{text} ({gmt_offset(moment, lang)})")


def gmt_offset(moment: datetime, lang: str) -> str:
    """The distance from Greenwich, as in GMT+9."""
    offset = moment.utcoffset()
    return _gmt(int(offset.total_seconds()) // 60 if offset else 0, lang)


@cache
def _gmt(minutes: int, lang: str) -> str:
    hours, rest = divmod(abs(minutes), 60)
    sign = "-" if minutes < 0 else "+"
    text = f"{sign}{hours}" + (f":{rest:02}" if rest else "")
    return str(locale(lang).zone_formats["gmt"]).replace("%s", text if minutes else "+0")
