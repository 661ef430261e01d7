"""Segments stand once their time is over."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from sitegen.archive import Row, order
from sitegen.search.segments import LARGEST, SMALLEST, Segment, segments
from sitegen.types import Article

FIRST = datetime(1998, 3, 1, tzinfo=UTC)


def row(dates: Sequence[datetime]) -> Row:
    articles = [
        Article(
            path=f"{date:%Y-%m-%dT%H%M}.ko.md",
            story="x",
            lang="ko",
            title="x",
            date=date,
            body="",
            summary="",
            words=1,
            minutes=1,
        )
        for date in sorted(dates)
    ]
    articles.sort(key=order)
    return Row([order(item) for item in articles], articles)


def every(hours: float, count: int) -> list[datetime]:
    return [FIRST + timedelta(hours=hours * number) for number in range(count)]


def over(found: Sequence[Segment]) -> set[Segment]:
    """All but the youngest."""
    return set(found[1:])


def test_an_empty_language_has_none() -> None:
    assert segments(row([])) == ()


def test_a_small_archive_is_one_segment() -> None:
    assert len(segments(row(every(30, SMALLEST)))) == 1


@given(st.lists(st.integers(0, 9000), min_size=1, max_size=600))
def test_segments_hold_every_article_once_newest_first(days: list[int]) -> None:
    articles = row([FIRST + timedelta(days=day) for day in days])
    found = segments(articles)
    assert found[0].stop == len(days)
    assert found[-1].start == 0
    assert all(
        newer.start == older.stop and older.start < older.stop and newer.until > older.until
        for newer, older in pairwise(found)
    )
    assert len({item.name for item in found}) == len(found)


def test_a_new_article_changes_the_youngest_segment_only() -> None:
    dates = every(12, 9000)
    before = segments(row(dates))
    after = segments(row([*dates, dates[-1] + timedelta(minutes=5)]))
    assert over(before) == over(after)
    assert after[0].stop - after[0].start == before[0].stop - before[0].start + 1


def test_segments_of_old_years_stand_for_years() -> None:
    dates = every(12, 9000)
    before = segments(row(dates))
    more = [dates[-1] + timedelta(hours=12 * number) for number in range(1, 2000)]
    after = {item.name for item in segments(row([*dates, *more]))}
    stands = sum(item.stop - item.start for item in before if item.name in after)
    assert stands > 0.7 * len(dates)


def test_what_happens_to_an_old_article_stays_in_its_segment() -> None:
    dates = every(12, 9000)
    before = {item.name for item in segments(row(dates))}
    after = {item.name for item in segments(row([*dates[:3000], *dates[3001:]]))}
    assert len(before - after) == len(after - before) == 1


def test_segments_are_few_and_not_too_large() -> None:
    found = segments(row(every(2, 40_000)))
    assert len(found) < 20
    assert all(item.stop - item.start <= LARGEST for item in found)
