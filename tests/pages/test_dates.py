"""The archive by date: years, months, days, and days of all years."""

import re

import pytest

from tests.sites import SiteFolder, elements


@pytest.fixture
def built(site: SiteFolder) -> SiteFolder:
    """Articles of three years, two on one day of the year."""
    site.article("a", date="2021-02-03T23:59")
    site.article("b", date="2023-02-03T00:00")
    site.article("c", date="2023-12-31T20:00:00Z")  # the next day in Seoul
    site.article("c/index.en.md", date="2023-12-31T20:00:00Z")
    site.build()
    return site


def links(site: SiteFolder, path: str) -> list[str]:
    main = site.read(path).partition("<main")[2].partition("</main>")[0]
    return [item.attributes["href"] for item in elements(main, "a")]


def test_there_is_a_page_for_each_year_month_and_day_with_articles(built: SiteFolder) -> None:
    pages = {path.removesuffix("index.html") for path in built.files() if path.startswith("ko/20")}
    assert pages == {
        *(f"ko/{date}/" for date in ("2021", "2021/02", "2021/02/03", "2023", "2023/02")),
        *(f"ko/{date}/" for date in ("2023/02/03", "2024", "2024/01", "2024/01/01")),
        "ko/2021/02/03/a/",
        "ko/2023/02/03/b/",
        "ko/2024/01/01/c/",
    }


def test_the_calendar_of_a_year_leads_to_its_days_and_months(built: SiteFolder) -> None:
    found = links(built, "ko/2023")
    assert {"/ko/2023/02/", "/ko/2023/02/03/", "/ko/2021/", "/ko/2024/", "/ko/archive/"} <= {*found}
    assert "/ko/2023/12/" not in found


def test_dates_are_those_of_the_sites_zone(built: SiteFolder) -> None:
    assert "/ko/2024/01/01/c/" in links(built, "ko/2024/01/01")
    times = [item.attributes.get("datetime") for item in elements(built.read("ko/2024/01/01/c"))]
    assert "2024-01-01T05:00:00+09:00" in times


def test_on_this_day_holds_the_same_day_of_all_years(built: SiteFolder) -> None:
    found = links(built, "ko/on-this-day/02-03")
    assert {"/ko/2021/02/03/a/", "/ko/2023/02/03/b/"} <= {*found}
    assert "/ko/2024/01/01/c/" not in found
    every_day = links(built, "ko/on-this-day")
    assert {"/ko/on-this-day/02-03/", "/ko/on-this-day/01-01/"} <= {*every_day}
    assert "/en/on-this-day/01-01/" in links(built, "en/on-this-day")


def test_the_archive_counts_articles_by_year(built: SiteFolder) -> None:
    found = [url for url in links(built, "ko/archive") if url.startswith("/ko/20")]
    years = [url for url in found if url.count("/") == 3]
    assert years == ["/ko/2024/", "/ko/2023/", "/ko/2021/"]


def test_a_leap_day_has_its_place(site: SiteFolder) -> None:
    site.article("a", date="2024-02-29")
    site.build()
    assert "/ko/on-this-day/02-29/" in links(site, "ko/on-this-day")


def test_the_archive_leads_to_every_month_that_has_articles(built: SiteFolder) -> None:
    found = links(built, "ko/archive")
    months = [url for url in found if url.startswith("/ko/20") and url.count("/") == 4]
    assert months == ["/ko/2024/01/", "/ko/2023/02/", "/ko/2021/02/"]


def test_a_months_list_begins_with_its_days(built: SiteFolder) -> None:
    main = built.read("ko/2023/02").partition("<main")[2]
    days = [
        cell.attributes["href"]
        for cell in elements(main.partition("<table")[2].partition("</table>")[0], "a")
    ]
    assert days == ["/ko/2023/02/", "/ko/2023/02/03/"]


def _heats(site: SiteFolder, path: str) -> dict[str, str]:
    """How full the cells of a calendar are shown, by what they say."""
    cells = re.findall(r'<t?[dli]+ class="?(heat-\d)"?><a [^>]+>([^<]+)', site.read(path))
    return {text: heat for heat, text in cells}


def test_calendars_show_how_full_dates_are_beside_the_fullest(site: SiteFolder) -> None:
    for day, count in ((1, 1), (2, 4), (3, 30)):
        for number in range(count):
            site.article(f"{day}-{number}", date=f"2023-02-0{day}")
    site.article("march", date="2023-03-01")
    site.article("alone", date="2021-05-06")
    site.build()
    for path in ("ko/2023", "ko/2023/02", "ko/on-this-day"):
        heats = _heats(site, path)
        assert {"1": "heat-1", "2": "heat-2", "3": "heat-3"}.items() <= heats.items(), path
    assert _heats(site, "ko/2021") == {"6": "heat-1"}
    assert _heats(site, "ko/archive") == {"2월": "heat-3", "3월": "heat-1", "5월": "heat-1"}
