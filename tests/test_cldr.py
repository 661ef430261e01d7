"""Dates, numbers and names as readers of each language write them."""

from datetime import date, datetime, timedelta, timezone

import pytest

from sitegen import cldr

SEOUL = timezone(timedelta(hours=9))
MOMENT = datetime(2023, 4, 5, 9, 30, tzinfo=SEOUL)


@pytest.mark.parametrize(
    ("lang", "name", "locale"),
    [
        ("ko", "한국어", "ko_KR"),
        ("en", "English", "en_US"),
        ("ja", "日本語", "ja_JP"),
        ("zh", "中文", "zh_CN"),
        ("vi", "Tiếng Việt", "vi_VN"),
        ("de", "Deutsch", "de_DE"),
        ("zh-Hant", "中文 (繁體)", "zh_TW"),
        ("pt-PT", "Português (Portugal)", "pt_PT"),
    ],
)
def test_a_language_has_its_own_name_and_a_territory(lang: str, name: str, locale: str) -> None:
    assert cldr.own_name(lang).replace("（", " (").replace("）", ")") == name
    assert cldr.open_graph_locale(lang) == locale


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("ko", "2023년 4월 5일 09:30 (GMT+9)"),
        ("en", "April 5, 2023, 09:30 (GMT+9)"),
        ("ja", "2023年4月5日 9:30 (GMT+9)"),
        ("zh", "2023年4月5日 09:30 (GMT+9)"),
        ("de", "5. April 2023, 09:30 (GMT+9)"),
    ],
)
def test_a_moment_is_written_with_its_zone(lang: str, text: str) -> None:
    moment = cldr.at_time(MOMENT, lang)
    assert moment.iso == "2023-04-05T09:30:00+09:00"
    assert moment.text == text


@pytest.mark.parametrize("lang", ["ko", "en", "ja", "zh", "vi"])
def test_no_text_holds_what_is_left_of_a_pattern(lang: str) -> None:
    texts = [
        cldr.at_time(MOMENT, lang).text,
        cldr.on_day(MOMENT, lang).text,
        cldr.month_and_year(2023, 4, lang),
        cldr.month_and_day(2, 29, lang),
        cldr.year_name(2023, lang),
        *(cldr.month_name(month, lang) for month in range(1, 13)),
    ]
    assert all(texts)
    assert not any(set(text) & set("{}'%") for text in texts)


@pytest.mark.parametrize(
    ("minutes", "text"),
    [(0, "GMT+0"), (540, "GMT+9"), (-210, "GMT-3:30"), (345, "GMT+5:45")],
)
def test_the_distance_from_greenwich_is_written_out(minutes: int, text: str) -> None:
    moment = MOMENT.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    assert cldr.gmt_offset(moment, "en") == text


@pytest.mark.parametrize(
    ("lang", "first", "name"),
    [
        ("ko", 6, "일요일"),
        ("en", 6, "Sunday"),
        ("ja", 6, "日曜日"),
        ("zh", 0, "星期一"),
        ("vi", 0, "Thứ Hai"),
        ("de", 0, "Montag"),
        ("en-GB", 0, "Monday"),
    ],
)
def test_a_week_begins_where_most_readers_begin_it(lang: str, first: int, name: str) -> None:
    assert cldr.first_weekday(lang) == first
    assert cldr.weekdays(lang)[0][1] == name
    assert len(set(cldr.weekdays(lang))) == 7


@pytest.mark.parametrize("lang", ["ko", "en", "ja", "zh", "vi"])
def test_the_columns_of_a_calendar_have_names_of_two_characters_at_most(lang: str) -> None:
    assert all(len(short) <= 2 for short, _ in cldr.weekdays(lang))


def test_numbers_are_grouped_as_the_language_does() -> None:
    assert cldr.number(1234567, "ko") == "1,234,567"
    assert cldr.number(1234567, "vi") == "1.234.567"


def test_days_years_and_months_have_words() -> None:
    assert cldr.long_date(date(2023, 4, 5), "vi") == "5 tháng 4, 2023"
    assert cldr.month_and_year(2023, 4, "ko") == "2023년 4월"
    assert cldr.month_and_day(4, 5, "ja") == "4月5日"
    assert cldr.year_name(2023, "zh") == "2023年"


def test_the_direction_of_writing_is_known() -> None:
    assert [cldr.direction(lang) for lang in ("ko", "ar")] == ["ltr", "rtl"]
