"""The search in builds: what is in it, and what an edit makes anew of it."""

import json
import zlib
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path

import pytest

from sitegen.search import segments
from tests.build.test_step_by_step import built_anew
from tests.sites import NOW, SiteFolder


@pytest.fixture
def many(site: SiteFolder, monkeypatch: pytest.MonkeyPatch) -> SiteFolder:
    """A site with an article every 20 days for four years, in small segments."""
    monkeypatch.setattr(segments, "SMALLEST", 4)
    monkeypatch.setattr(segments, "LARGEST", 20)
    for number in range(70):
        day = date(2020, 1, 1) + timedelta(days=20 * number)
        site.article(f"story-{number:02}", f"Text {number}.", date=str(day))
    site.build()
    return site


def indexed(site: SiteFolder, lang: str = "ko") -> Mapping[str, str]:
    """The texts of all that is searched, by headline."""
    folder = site.dist / lang / "search"
    return {row[1]: row[5] for file in folder.glob("*/t*.bin") for row in json.loads(opened(file))}


def opened(file: Path) -> str:
    return zlib.decompress(file.read_bytes(), -zlib.MAX_WBITS).decode()


def segments_of(site: SiteFolder) -> tuple[str, ...]:
    """The names of the segments, newest first."""
    index = json.loads((site.dist / "ko/search/index.json").read_bytes())
    return tuple(folder.split("/")[-2] for folder, *_ in index)


def written(site: SiteFolder, before: Mapping[str, bytes]) -> set[str]:
    """The segments of which files are not as they were."""
    now = site.files()
    different = (path for path in now.keys() | before.keys() if now.get(path) != before.get(path))
    return {path.split("/")[2] for path in different if path.endswith(".bin")}


def test_every_public_article_is_searched_and_nothing_else(site: SiteFolder) -> None:
    gone = {"date": "2023-02-01", "reason": "Wrong."}
    site.article("shown", "# Heading\n\nWords **inside** it.", title="Shown", deck=["Deck."])
    site.article("draft", title="Draft", draft=True)
    site.article("withdrawn", title="Withdrawn", withdrawn=gone)
    site.article("expired", title="Expired", expires="2023-06-01")
    site.article("waiting", title="Waiting", publish_at="2030-01-01")
    site.article("future", title="Future", date="2030-01-01")
    site.build()
    assert indexed(site) == {"Shown": "Deck. Heading Words inside it."}
    words = "".join(opened(file) for file in (site.dist / "ko/search").glob("*/*.bin"))
    assert "waiting" not in words.lower()
    assert "wrong" not in words.lower()


def test_what_is_due_comes_and_what_expires_goes(site: SiteFolder) -> None:
    site.article("waiting", title="Waiting", publish_at="2024-07-01")
    site.article("expiring", title="Expiring", expires="2024-07-01")
    site.build()
    assert indexed(site).keys() == {"Expiring"}
    site.build(site.options(now="2024-08-01T00:00:00+09:00"))
    assert indexed(site).keys() == {"Waiting"}
    assert site.files() == built_anew(site, "2024-08-01T00:00:00+09:00")


def test_a_new_article_makes_the_youngest_segment_anew(many: SiteFolder) -> None:
    before, old = many.files(), segments_of(many)
    many.article("new", date="2023-10-26")
    many.build()
    new = segments_of(many)
    assert len(old) > 4
    assert set(old[1:]) == set(new[1:])
    assert written(many, before) == {old[0], new[0]}
    assert many.files() == built_anew(many)


@pytest.mark.parametrize("field", ["title", "section", "authors", "deck", "slug"])
def test_an_edit_of_an_old_article_stays_in_its_segment(many: SiteFolder, field: str) -> None:
    before = many.files()
    value = ["Other"] if field in ("authors", "deck") else "other"
    many.article("story-20", "Text 20.", date="2021-02-04", **{field: value})
    many.build()
    assert len(written(many, before)) == 1
    assert segments_of(many)
    assert many.files() == built_anew(many)


def test_a_body_edited_is_searched_as_it_is_now(many: SiteFolder) -> None:
    before = many.files()
    many.article("story-20", "Lighthouse.", date="2021-02-04")
    many.build()
    assert "Lighthouse." in indexed(many).values()
    assert len(written(many, before)) == 1
    assert many.files() == built_anew(many)


def test_an_old_article_that_goes_leaves_other_segments_alone(many: SiteFolder) -> None:
    before = set(segments_of(many))
    (many.folder / "content/story-20/index.ko.md").unlink()
    many.build()
    assert len(before - set(segments_of(many))) == 1
    assert many.files() == built_anew(many)


def test_a_file_of_the_index_that_was_damaged_is_made_again_alone(many: SiteFolder) -> None:
    right = many.files()
    file = next(iter((many.dist / "ko/search").glob("*/0.bin")))
    file.write_bytes(b"nonsense")
    report = many.build()
    assert report.written == 1
    assert many.files() == right


def test_an_edit_without_a_trace_in_the_index_writes_none_of_it(many: SiteFolder) -> None:
    before = many.files()
    many.article("story-20", "Text 20.", date="2021-02-04", rights="Mine.")
    many.build()
    assert written(many, before) == set()


def test_several_processes_write_the_same_index(many: SiteFolder, tmp_path: Path) -> None:
    output = tmp_path / "other"
    many.build(many.options(now=NOW, output=output, workers=2, clean=True))
    again = {path: data for path, data in many.files().items() if path.endswith(".bin")}
    assert again
    assert all((output / path).read_bytes() == data for path, data in again.items())


def _lines(site: SiteFolder, lang: str) -> Iterator[str]:
    for file in (site.dist / lang / "search").glob("*/[0-9]*.bin"):
        yield from opened(file).splitlines()


def test_filters_are_terms_of_the_index(site: SiteFolder) -> None:
    site.article("a", section="City", authors=["Seo Yuna"], date="2021-05-05", title="x")
    site.build()
    found = {line.partition("\t")[0] for line in _lines(site, "ko")}
    assert {"#city", "@seo-yuna", "=2021", "^x"} <= found


def test_names_of_another_language_carry_its_code(site: SiteFolder) -> None:
    site.configure(sections={"city": {"name": {"en": "City"}}})
    site.article("a", section="city", title="x")
    site.build()
    assert '<option value="city" lang="en">City' in site.read("ko/search/index.html")
    rows = json.loads(opened(next((site.dist / "ko/search").glob("*/t0.bin"))))
    assert (rows[0][3], *rows[0][6:]) == ("City", "en")


def test_a_site_can_do_without_the_search(site: SiteFolder) -> None:
    site.article("story")
    site.build()
    assert any("/search/" in path for path in site.files())
    site.configure(search=False)
    site.build()
    assert not any("/search/" in path for path in site.files())
    assert "/search/" not in site.read("ko/index.html")
    assert site.files() == built_anew(site)
