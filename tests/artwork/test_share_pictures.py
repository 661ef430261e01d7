"""Share pictures and icons of a small site, built by the command."""

import io
import json
from pathlib import Path

import pytest
from PIL import Image

from tests.artwork.small_fonts import LATIN, font
from tests.command import Outcome, build
from tests.sites import SiteFolder, Value, elements

KOREAN = "첫 기사 둘째 뉴스"
CHART = {"src": "chart.SVG", "alt": "Chart", "credit": "y"}


@pytest.fixture
def site(tmp_path: Path) -> SiteFolder:
    made = SiteFolder(tmp_path / "site")
    made.write("fonts/latin.ttf", font())
    made.write("fonts/korean.ttf", font(LATIN + KOREAN))
    made.photo("../static/logo.png", (300, 200), "navy")
    configure(made)
    made.article("one", title="첫 기사")
    made.article("one/index.en.md", title="The first story")
    made.article("two", title="둘째")
    made.photo("three/a.jpg")
    made.article("three", title="With a photo", image={"src": "a.jpg", "alt": "x", "credit": "y"})
    return made


def configure(site: SiteFolder, **more: Value) -> None:
    fonts = {"ko": "fonts/korean.ttf", "en": "fonts/latin.ttf"}
    keys: dict[str, Value] = {"share_pictures": True, "share_fonts": fonts, "logo": "logo.png"}
    site.configure(**{**keys, **more})


def pictures(site: SiteFolder) -> dict[str, bytes]:
    return {path: data for path, data in site.files().items() if path.endswith("share.png")}


def page(site: SiteFolder, story: str, lang: str = "ko") -> str:
    return site.read(f"{lang}/2023/01/01/{story}/")


def named(html: str) -> dict[str, str]:
    return {
        found.attributes.get("property", found.attributes.get("name", "")): found.attributes[
            "content"
        ]
        for found in elements(html, "meta")
        if "content" in found.attributes
    }


def test_a_story_without_a_photo_has_a_picture_of_its_headline(site: SiteFolder) -> None:
    assert build(site, "--strict").status == 0
    assert len(pictures(site)) == 3
    for data in pictures(site).values():
        with Image.open(io.BytesIO(data)) as picture:
            assert (picture.format, picture.size) == ("PNG", (1200, 630))
    html = page(site, "one")
    told = named(html)
    address = "https://news.example/ko/2023/01/01/one/share.png?"
    assert told["og:image"].startswith(address)
    assert told["og:image:alt"] == "첫 기사"
    assert (told["og:image:width"], told["og:image:height"]) == ("1200", "630")
    assert told["twitter:card"] == "summary_large_image"
    (block,) = [item.text for item in elements(html, "script") if '"NewsArticle"' in item.text]
    assert json.loads(block)["image"][0]["url"] == told["og:image"]
    assert "/media/three/a.jpg" in named(page(site, "three"))["og:image"]


@pytest.fixture
def chart(site: SiteFolder) -> SiteFolder:
    """The site with a lead photo that is an SVG, and whose story may have a photo, too."""
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="600" height="400"/>'
    site.write("content/two/chart.SVG", drawing)
    site.photo("two/b.jpg")
    site.article("two", title="둘째", image=CHART)
    return site


def json_images(html: str) -> list[str]:
    (block,) = [item.text for item in elements(html, "script") if '"NewsArticle"' in item.text]
    return [image["url"] for image in json.loads(block).get("image", [])]


def test_a_story_with_nothing_but_an_svg_has_a_picture_of_its_headline(chart: SiteFolder) -> None:
    assert build(chart, "--strict").status == 0
    html = page(chart, "two")
    told = named(html)
    assert told["og:image"].startswith("https://news.example/ko/2023/01/01/two/share.png?")
    assert told["og:image:alt"] == "둘째"
    assert json_images(html) == [told["og:image"]]
    # Readers see the SVG all the same, on the page and in their feeds.
    assert "/media/two/chart.SVG" in [item.attributes["src"] for item in elements(html, "img")]
    assert 'type="image/svg+xml"' in chart.read("ko/feed.rss")


def test_networks_are_shown_a_photo_rather_than_the_svg_before_it(chart: SiteFolder) -> None:
    photo = {"src": "b.jpg", "alt": "Port", "credit": "y"}
    chart.article("two", title="둘째", image=CHART, gallery=[photo])
    assert build(chart, "--strict").status == 0
    html = page(chart, "two")
    told = named(html)
    assert told["og:image"] == "https://news.example/media/two/b.jpg"
    assert told["og:image:alt"] == "Port"
    assert json_images(html) == [told["og:image"]]
    assert "ko/2023/01/01/two/share.png" not in chart.files()


def test_without_share_pictures_networks_are_told_of_no_svg(chart: SiteFolder) -> None:
    configure(chart, share_pictures=False)
    assert build(chart, "--strict").status == 0
    html = page(chart, "two")
    assert "og:image" not in named(html)
    assert named(html)["twitter:card"] == "summary"
    assert json_images(html) == []


def test_only_what_changes_is_drawn_again(site: SiteFolder) -> None:
    build(site)
    first = pictures(site)
    site.article("one", "Another body.", title="첫 기사")
    assert drawn(build(site, "-v", "--explain", "/ko/2023/01/01/one/share.png")) == 0
    assert pictures(site) == first
    site.article("one", title="첫 뉴스 둘째")
    before = named(page(site, "one"))["og:image"]
    build(site)
    assert changed(first, pictures(site)) == {"ko/2023/01/01/one/share.png"}
    assert named(page(site, "one"))["og:image"] != before
    second = pictures(site)
    site.write("fonts/latin.ttf", font(height=500))
    build(site)
    assert changed(second, pictures(site)) == {"en/2023/01/01/one/share.png"}
    third = pictures(site)
    configure(site, colours={"ground": "#12344d"})
    build(site)
    assert changed(third, pictures(site)) == set(third)
    incremental = site.files()
    build(site, "--clean")
    assert site.files() == incremental
    site.photo("two/b.jpg")
    site.article("two", title="둘째", image={"src": "b.jpg", "alt": "x", "credit": "y"})
    build(site)
    assert "ko/2023/01/01/two/share.png" not in site.files()


def drawn(outcome: Outcome) -> int:
    return "made" in next(line for line in outcome.out.splitlines() if "share.png" in line)


def changed(before: dict[str, bytes], after: dict[str, bytes]) -> set[str]:
    assert before.keys() == after.keys()
    return {path for path in after if after[path] != before[path]}


def test_a_headline_that_no_font_can_write_has_the_logo_and_one_warning(site: SiteFolder) -> None:
    configure(site, share_fonts={"ko": "fonts/latin.ttf", "en": "fonts/latin.ttf"})
    told = build(site)
    assert told.status == 0
    assert told.err.count("cannot be drawn") == 1
    assert "2 share pictures in ko cannot be drawn" in told.err
    assert "fonts-noto-cjk" in told.err
    assert [*pictures(site)] == ["en/2023/01/01/one/share.png"]
    head = named(page(site, "one"))
    assert head["og:image"] == "https://news.example/logo.png"
    assert head["twitter:card"] == "summary"


def test_a_font_that_is_not_there_is_an_error(site: SiteFolder) -> None:
    configure(site, share_fonts={"ko": "fonts/none.ttf"})
    told = build(site)
    assert told.status == 1
    assert "there is no font “fonts/none.ttf”" in told.err


def test_a_font_that_is_none_writes_nothing(site: SiteFolder) -> None:
    site.write("fonts/korean.ttf", "not a font")
    told = build(site)
    assert told.status == 0
    assert "2 share pictures in ko" in told.err


def test_the_longest_headlines_shrink_and_end_in_an_ellipsis(site: SiteFolder) -> None:
    long = "A headline that never comes to an end "
    site.article("one/index.en.md", title=long * 2)
    site.article("two/index.en.md", title=long * 20)
    assert build(site).status == 0
    assert len(pictures(site)) == 4


def test_nothing_is_drawn_unless_it_is_asked_for(site: SiteFolder) -> None:
    configure(site, share_pictures=False)
    build(site)
    assert pictures(site) == {}
    assert "og:image" not in named(page(site, "one"))


# --- icons ---------------------------------------------------------------------------------


def icons(site: SiteFolder) -> dict[str, bytes]:
    return {
        path: data
        for path, data in site.files().items()
        if path.endswith((".ico", "icon.png", ".webmanifest")) or path.startswith("icons/")
    }


def test_every_icon_is_of_the_size_it_says(site: SiteFolder) -> None:
    site.write("static/logo.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>')
    configure(site, icon=["logo.svg", "logo.png"], share_pictures=False)
    assert build(site, "--strict").status == 0
    with Image.open(site.dist / "favicon.ico") as favicon:
        assert favicon.info["sizes"] == {(16, 16), (32, 32), (48, 48)}
    with Image.open(site.dist / "apple-touch-icon.png") as touch:
        assert (touch.size, touch.mode) == ((180, 180), "RGB")
    for lang in ("ko", "en"):
        manifest = json.loads(site.read(f"{lang}/site.webmanifest"))
        assert (manifest["lang"], manifest["start_url"]) == (lang, f"/{lang}/")
        assert {item.get("purpose") for item in manifest["icons"]} == {None, "any", "maskable"}
        for item in manifest["icons"]:
            file = site.dist / item["src"].lstrip("/")
            if item["type"] == "image/png":
                with Image.open(file) as icon:
                    assert f"{icon.width}x{icon.height}" == item["sizes"]
            assert file.is_file()
    html = site.read("en/")
    links = {item.attributes["rel"]: item.attributes["href"] for item in elements(html, "link")}
    assert links["manifest"] == "/en/site.webmanifest"
    assert links["apple-touch-icon"] == "/apple-touch-icon.png"
    assert html.count("theme-color") == 2


def test_icons_change_with_their_picture_and_go_with_it(site: SiteFolder) -> None:
    configure(site, icon=["logo.png"])
    build(site)
    first = icons(site)
    assert len(first) == 7
    site.photo("../static/logo.png", (300, 200), "green")
    build(site)
    second = icons(site)
    assert {path for path in first if first[path] != second[path]} == {
        path for path in first if not path.endswith(".webmanifest")
    }
    site.write("static/favicon.ico", "my own")
    build(site)
    assert site.files()["favicon.ico"] == b"my own"
    (site.folder / "static/favicon.ico").unlink()
    build(site)
    assert icons(site) == second
    configure(site)
    build(site)
    assert icons(site) == {}
    assert "manifest" not in site.read("en/").partition("<body")[0].replace("manifest-src", "")


def test_what_is_wrong_with_icons_is_told(site: SiteFolder) -> None:
    configure(site, icon=["a.png", "b.png"], colours={"mark": "red"})
    mistakes = build(site).err
    assert "an icon is one SVG, one PNG or both" in mistakes
    assert "“red” is no colour" in mistakes
    configure(site, icon=["lgo.png"])
    assert "the icon “lgo.png” is not in static/" in build(site).err
    site.write("static/broken.png", "no picture")
    configure(site, icon=["broken.png"])
    told = build(site)
    assert told.status == 1
    assert "the file cannot be read" in told.err
