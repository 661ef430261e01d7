"""Edits between builds, each of them once a way to other bytes than a clean build's."""

import shutil
import sqlite3
from contextlib import closing

import pytest

from sitegen.build import site as build_site
from sitegen.build.manifest import MANIFEST
from sitegen.build.remembered import now_ns
from sitegen.build.state import Changes, State
from tests.sites import NOW, SiteFolder, changed, contents


def built_anew(site: SiteFolder, now: str = NOW) -> dict[str, bytes]:
    """What a clean build of the site as it is now leaves in a fresh folder."""
    with_state = shutil.ignore_patterns("dist", ".sitegen")
    fresh = object.__new__(SiteFolder)
    fresh.folder = site.folder.parent / "fresh"
    fresh.dist = fresh.folder / "dist"
    shutil.rmtree(fresh.folder, ignore_errors=True)
    shutil.copytree(site.folder, fresh.folder, ignore=with_state)
    fresh.build(fresh.options(now=now))
    return fresh.files()


def in_state(site: SiteFolder, statement: str) -> None:
    """Do something to the state behind the back of builds."""
    with closing(sqlite3.connect(site.folder / ".sitegen/state.sqlite")) as connection:
        connection.execute(statement)
        connection.commit()


def test_photos_of_a_story_that_is_gone_go_with_it(site: SiteFolder) -> None:
    site.photo("story/a.jpg", (600, 400))
    article = site.article("story")
    site.article("other")
    site.build()
    article.unlink()
    site.build()
    assert site.files() == built_anew(site)


def test_photos_go_when_a_folder_is_no_story_any_more(site: SiteFolder) -> None:
    site.photo("story/a.jpg")
    article = site.article("story")
    site.build()
    article.rename(article.with_name("note.ko.md"))
    site.build()
    assert site.files() == built_anew(site)


def test_an_output_that_is_older_than_the_state_is_brought_up_to_date(site: SiteFolder) -> None:
    site.article("story", "Old.")
    site.build()
    shutil.copytree(site.dist, site.folder.parent / "kept")
    site.article("story", "New.")
    site.build()
    shutil.rmtree(site.dist)
    shutil.copytree(site.folder.parent / "kept", site.dist)
    site.build()
    assert site.files() == built_anew(site)


def test_two_outputs_in_turn_are_both_up_to_date(site: SiteFolder) -> None:
    other = site.folder.parent / "other"
    for body in ("Old.", "New.", "Newest."):
        site.article("story", body)
        site.build()
        site.build(site.options(output=other))
        assert contents(other) == site.files() == built_anew(site)


def test_a_list_of_our_files_that_was_changed_by_hand_is_put_right(site: SiteFolder) -> None:
    site.article("story")
    site.build()
    before = site.files()
    file = site.dist / MANIFEST
    digest = before[MANIFEST].split()[4]
    file.write_bytes(before[MANIFEST].replace(digest, digest[::-1]))
    site.build()
    assert site.files() == before


def test_an_article_below_assets_stays_when_another_changes(site: SiteFolder) -> None:
    site.article("story", permalink="/assets/story/")
    site.article("other", summary="Short.")
    site.build()
    site.article("other", "New.", summary="Short.")
    site.build()
    assert site.files() == built_anew(site)


@pytest.mark.parametrize(
    "address",
    ["/taken/", "/Taken/", "/old/", "/taken/index.html/below/", "/ko/tags/a/", "/own/page.html"],
)
def test_an_address_that_is_taken_is_told_in_every_build(site: SiteFolder, address: str) -> None:
    site.article("story", permalink="/taken/", aliases=["/old/"], tags=["a"])
    site.write("static/own/page.html", "<p>Own.</p>")
    site.build()
    before = site.files()
    site.article("late", date="2022-01-01", permalink=address)
    later = site.problems()
    assert site.files() == before
    shutil.rmtree(site.folder / ".sitegen")
    assert later == site.problems()


def test_two_articles_may_change_places(site: SiteFolder) -> None:
    site.article("one", permalink="/one/")
    site.article("two", permalink="/two/")
    site.build()
    site.article("one", permalink="/two/")
    site.article("two", permalink="/one/")
    site.build()
    assert site.files() == built_anew(site)


def test_an_address_that_is_too_long_for_a_file_is_told_in_every_build(site: SiteFolder) -> None:
    site.article("story")
    site.build()
    site.photo(f"story/{'a' * 245}.jpg", (600, 400))
    later = site.problems()
    shutil.rmtree(site.folder / ".sitegen")
    assert later == site.problems()
    assert {item.path for item in later} == {f"content/story/{'a' * 245}.jpg"}


def test_the_next_article_that_is_due_is_told_anew_at_every_build(site: SiteFolder) -> None:
    site.article("story", publish_at="2024-07-01", expires="2024-06-20")
    assert site.build().next_due is not None
    assert site.build(site.options(now="2024-07-02T00:00:00+09:00")).next_due is None


@pytest.mark.parametrize("path", ["ko/index.html", "media/story/data.txt", "robots.txt"])
def test_an_empty_folder_in_the_place_of_a_file_makes_room(site: SiteFolder, path: str) -> None:
    site.article("story")
    site.write("content/story/data.txt", "text")
    site.build()
    before = site.files()
    (site.dist / path).unlink()
    (site.dist / path / "empty").mkdir(parents=True)
    site.build()
    assert site.files() == before


def test_an_empty_folder_in_the_place_of_a_new_file_makes_room(site: SiteFolder) -> None:
    site.article("story")
    site.build()
    (site.dist / "new/index.html/empty").mkdir(parents=True)
    site.article("other", permalink="/new/")
    site.build()
    assert site.files() == built_anew(site)


def test_a_template_that_may_be_missing_counts_when_it_comes_and_goes(site: SiteFolder) -> None:
    site.article("story")
    site.write("templates/index.html", "<p>{% include 'partials/own.html' ignore missing %}</p>")
    site.build()
    before = site.files()
    own = site.write("templates/partials/own.html", "Own.")
    site.build()
    assert changed(before, site.files())
    own.unlink()
    site.build()
    assert site.files() == before


def test_a_template_that_may_be_missing_counts_where_its_name_is_computed(site: SiteFolder) -> None:
    site.article("story")
    site.write(
        "templates/index.html",
        "<p>{% include 'partials/' ~ page.kind ~ '.html' ignore missing %}</p>",
    )
    site.build()
    before = site.files()
    own = site.write("templates/partials/archive.html", "Own.")
    site.build()
    assert changed(before, site.files())
    own.unlink()
    site.build()
    assert site.files() == before


@pytest.mark.parametrize("workers", [1, 2])
def test_a_body_that_is_lost_is_made_again(site: SiteFolder, workers: int) -> None:
    site.article("story", "**Text**")
    site.build()
    in_state(site, "DELETE FROM bodies")
    site.write("templates/article.html", "<p>{{ page.title }}</p>")
    site.build(site.options(workers=workers))
    assert site.files() == built_anew(site)


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE memory SET value = replace(value, 'News', 'Nows') WHERE name = 'last'",
        "UPDATE memory SET value = x'00' WHERE name = 'words'",
        "UPDATE memory SET value = 7 WHERE name = 'inputs'",
        "UPDATE files SET record = x'7b7d'",
        "UPDATE outputs SET lang = 'en' WHERE path = 'ko/index.html'",
        "UPDATE outputs SET path = 'ko/inden.html' WHERE path = 'ko/index.html'",
        "UPDATE outputs SET job = x'00', digest = NULL",
        "DELETE FROM outputs WHERE path = 'ko/index.html'",
        "UPDATE sources SET path = 'other.ko.md'",
        "UPDATE sources SET article = NULL",
        "DROP TABLE bodies",
    ],
)
def test_damage_of_any_kind_in_the_state_costs_time_only(site: SiteFolder, damage: str) -> None:
    site.photo("story/a.jpg")
    site.article("story", "![sea](a.jpg)")
    site.build()
    in_state(site, damage)
    site.article("other")
    report = site.build()
    assert site.files() == built_anew(site)
    assert report.pages == site.build(site.options(clean=True)).pages


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("table", ["articles", "bodies"])
def test_a_flipped_bit_in_any_record_costs_time_only(
    site: SiteFolder, table: str, workers: int
) -> None:
    site.article("story", "**Text**")
    site.article("other")
    site.build()
    with closing(sqlite3.connect(site.folder / ".sitegen/state.sqlite")) as connection:
        for number, record in connection.execute(f"SELECT id, record FROM {table}").fetchall():
            place = len(record) * 2 // 3
            flipped = record[:place] + bytes((record[place] ^ 1,)) + record[place + 1 :]
            statement = f"UPDATE {table} SET record = ? WHERE id = ?"
            connection.execute(statement, (flipped, number))
        connection.commit()
    site.write("templates/article.html", "<p>{{ page.title }}</p>{{ body }}")
    site.build(site.options(workers=workers))
    assert site.files() == built_anew(site)


def test_a_damaged_scheme_of_the_state_costs_time_only(site: SiteFolder) -> None:
    site.article("story")
    site.build()
    before = site.files()
    file = site.folder / ".sitegen/state.sqlite"
    data = file.read_bytes()
    for wrong in (b"CREATE TABLE out\xe1uts", b"CR\xe1ATE TABLE outputs", b"CREATE TABLE outpuds"):
        file.write_bytes(data.replace(b"CREATE TABLE outputs", wrong))
        site.build()
        assert site.files() == before


def test_an_article_that_is_lost_and_changed_is_not_taken_for_a_new_one(site: SiteFolder) -> None:
    site.article("story", slug="old")
    site.build()
    in_state(site, "DELETE FROM articles")
    site.article("story", slug="new")
    site.build()
    assert site.files() == built_anew(site)


def test_a_warning_of_a_stray_file_goes_with_the_file(site: SiteFolder) -> None:
    site.article("story")
    stray = site.write("content/elsewhere/data.txt", "x")
    site.build()
    (warning,) = site.build().problems
    assert warning.path == "content/elsewhere/data.txt"
    stray.unlink()
    # Only once nothing else is in doubt, a build may end before it looks at anything.
    longer_ago(site)
    assert site.build().problems == ()


def test_a_standing_warning_is_told_by_a_build_that_reads_nothing(
    site: SiteFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.article("story")
    site.write("content/elsewhere/data.txt", "x")
    expected = site.build().problems
    longer_ago(site)
    site.build()
    monkeypatch.setattr(build_site, "Loader", None)
    assert site.build().problems == expected != ()


def longer_ago(site: SiteFolder) -> None:
    """The last build as if it had looked at the files some time after they were written."""
    store = State(site.folder / ".sitegen/state.sqlite")
    seen = str(now_ns() + 10_000_000_000).encode()
    store.finish(Changes({}, {}, {}, {"seen": seen}))
    store.close()


def test_a_front_page_shows_what_became_of_old_articles_on_its_shelves(site: SiteFolder) -> None:
    site.configure(page_size=2)
    for number in range(10):
        site.article(f"new{number}", date=f"2024-01-{number + 1:02}")
    for number in range(3):
        site.article(f"old{number}", date=f"2020-01-{number + 1:02}", section="sea")
    site.build()
    site.article("old1", date="2020-01-02", section="sea", title="Another")
    site.build()
    assert "Another" in site.read("ko")
    assert site.files() == built_anew(site)
    site.article("old1", date="2020-01-02", section="city", title="Another")
    site.article("old2", date="2020-01-03", section="city")
    site.build()
    assert site.files() == built_anew(site)
