"""Photos from build to build: developed once, however they are named and wherever they lie."""

import os
import shutil
import time
from collections.abc import Mapping
from pathlib import Path

import pytest
from PIL import Image

from sitegen.config import ImageConfig
from sitegen.photos.developing import Prints
from sitegen.photos.developing import developed as real
from tests.check.told import check
from tests.command import build, told, words
from tests.photos.inputs import (
    RED,
    from_a_camera,
    halves,
    moving,
    near,
    noise,
    read,
    saved,
    without_a_place,
    without_an_end,
)
from tests.sites import SiteFolder, contents, elements, pages_of

NAMES = ("a.jpg", "b.png")


@pytest.fixture
def photos(site: SiteFolder) -> SiteFolder:
    """A site with two photos, one of them sideways and with the place where it was taken."""
    site.configure(images={"widths": [40, 80], "largest": 160})
    site.write("content/story/a.jpg", saved(halves((200, 100)), exif=from_a_camera(6)))
    site.write("content/story/b.png", saved(halves((100, 50)), "PNG"))
    gallery = [{"src": "b.png", "alt": "b"}]
    site.article("story", "![b](b.png)", image={"src": "a.jpg", "alt": "a"}, gallery=gallery)
    return site


@pytest.fixture
def developed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The lengths of all files that are developed from now on."""
    made: list[int] = []

    def counting(data: bytes, settings: ImageConfig) -> Prints:
        made.append(len(data))
        return real(data, settings)

    monkeypatch.setattr("sitegen.build.darkroom.developed", counting)
    return made


def kept(site: SiteFolder) -> Mapping[str, bytes]:
    return contents(site.folder / ".sitegen" / "photos")


def test_each_photo_is_developed_once_and_unchanged_ones_cost_nothing(
    photos: SiteFolder, developed: list[int]
) -> None:
    photos.build()
    assert len(developed) == 2
    before = photos.files()
    photos.build()
    photos.build(photos.options(clean=True))
    shutil.rmtree(photos.dist)
    photos.build()
    assert photos.files() == before
    assert len(developed) == 2


def test_photos_that_move_or_are_checked_out_anew_are_not_developed_again(
    photos: SiteFolder, developed: list[int]
) -> None:
    photos.build()
    before = photos.files()
    (photos.folder / "content/story").rename(photos.folder / "content/moved")
    for file in (photos.folder / "content/moved").iterdir():
        os.utime(file, (time.time() + 60, time.time() + 60))
    photos.build()
    assert any(path.startswith("media/moved/a.80.") for path in photos.files())
    shutil.rmtree(photos.folder / "content/moved")
    photos.build()
    assert not [path for path in photos.files() if path.startswith("media/")]
    shutil.rmtree(photos.dist)
    photos.write("content/story/a.jpg", saved(halves((200, 100)), exif=from_a_camera(6)))
    photos.write("content/story/b.png", saved(halves((100, 50)), "PNG"))
    gallery = [{"src": "b.png", "alt": "b"}]
    photos.article("story", "![b](b.png)", image={"src": "a.jpg", "alt": "a"}, gallery=gallery)
    photos.build()
    assert pages_of(photos.files()) == pages_of(before)
    assert len(developed) == 2


def test_other_settings_make_other_prints(photos: SiteFolder, developed: list[int]) -> None:
    photos.build()
    photos.configure(images={"widths": [50], "largest": 100, "formats": ["webp"]})
    photos.build()
    assert len(developed) == 4
    names = {path.rpartition("/")[2].split(".", 1)[1] for path in photos.files() if "/a." in path}
    assert {name.split(".")[0] for name in names} == {"50", "jpg"}
    assert not any(path.endswith(".avif") for path in photos.files())


def test_the_same_bytes_come_from_any_number_of_workers(photos: SiteFolder) -> None:
    for number in range(6):
        photos.write(f"content/story/{number}.jpg", saved(halves((90 + number, 50))))
    photos.build()
    before, prints = photos.files(), kept(photos)
    shutil.rmtree(photos.dist)
    shutil.rmtree(photos.folder / ".sitegen")
    photos.build(photos.options(workers=3))
    assert photos.files() == before
    assert kept(photos) == prints


@pytest.mark.parametrize("what", ["photo", "40.avif", "100.full", "gone"])
def test_damage_to_what_is_kept_does_no_harm(photos: SiteFolder, what: str) -> None:
    photos.build()
    before = photos.files()
    for file in sorted((photos.folder / ".sitegen/photos").glob("*/*/*")):
        if what == "gone":
            file.unlink()
        elif file.name == what:
            data = bytearray(file.read_bytes())
            data[len(data) // 2] ^= 1
            file.write_bytes(data)
    for clean in (False, True):
        shutil.rmtree(photos.dist)
        photos.build(photos.options(clean=clean))
        assert photos.files() == before


def test_what_no_photo_has_used_for_a_month_goes(photos: SiteFolder) -> None:
    photos.build()
    folder = photos.folder / ".sitegen/photos"
    places = sorted(folder.glob("*/*"))
    assert len(places) == 2
    old = time.time() - 31 * 24 * 3600
    for place in places:
        os.utime(place, (old, old))
    photos.photo("story/a.jpg", (90, 60))
    photos.build()
    assert len(list(folder.glob("*/*"))) == 3, "it was in use until now"
    for place in folder.glob("*/*"):
        os.utime(place, (old, old))
    photos.photo("story/c.jpg", (91, 60))
    photos.build()
    assert len(list(folder.glob("*/*"))) == 3, "in use: two that stayed, and the new one"


def test_broken_photos_are_told_by_name_all_at_once(site: SiteFolder) -> None:
    whole = saved(noise())
    site.article("story")
    site.write("content/story/a.jpg", whole[: len(whole) // 2])
    site.write("content/story/b.webp", saved(halves(), "WEBP")[:40])
    site.write("content/story/c.png", b"hello")
    site.write("content/story/d.avif", without_a_place(noise()))
    site.write("content/story/e.gif", moving("GIF").replace(b"\x2c", b"\0"))
    said = """
        content/story/a.jpg
          error: this picture is not whole: its end is missing
            Copy or export it again.

        content/story/b.webp
          error: this is not a picture that can be read
            Save it again as JPEG, PNG or WebP.

        content/story/c.png
          error: this is not a picture that can be read
            Save it again as JPEG, PNG or WebP.

        content/story/d.avif
          error: this is not a picture that can be read
            Save it again as JPEG, PNG or WebP.

        content/story/e.gif
          error: this is not a picture that can be read
            Save it again as JPEG, PNG or WebP.

        5 errors in 5 files.
        """
    assert told(site) == words(f"{said}Nothing was written.\n")
    assert check(site, "--only", "build").out == words(said)


def test_a_photo_without_an_end_is_published_like_any_other(site: SiteFolder) -> None:
    site.write("content/story/a.jpg", without_an_end(halves()))
    site.article("story", image={"src": "a.jpg", "alt": "a"})
    assert build(site, "--strict").status == 0
    published = (site.dist / "media/story/a.jpg").read_bytes()
    assert published.endswith(b"\xff\xd9")
    assert near(read(published), (5, 5), RED)


def test_nothing_that_is_published_tells_where_a_photo_was_taken(photos: SiteFolder) -> None:
    photos.write("content/story/c.webp", saved(halves(), "WEBP", exif=from_a_camera()))
    photos.build()
    for path, data in photos.files().items():
        assert b"Kamera" not in data, path
        assert b"GPS" not in data, path


def test_pages_offer_the_best_format_first_and_the_lead_photo_at_once(photos: SiteFolder) -> None:
    photos.build()
    page = photos.read(next(path for path in photos.files() if path.endswith("story/index.html")))
    sources, images = elements(page, "source"), elements(page, "img")
    types = [item.attributes["type"] for item in sources]
    assert types == ["image/avif", "image/webp"] * 3
    for item in sources:
        assert item.attributes["sizes"]
        for candidate in item.attributes["srcset"].split(", "):
            url, _, width = candidate.partition(" ")
            with Image.open(photos.dist / url.lstrip("/")) as picture:
                assert f"{picture.width}w" == width
                assert picture.get_format_mimetype() == item.attributes["type"]
    lead, *others = (item.attributes for item in images)
    assert (lead["fetchpriority"], lead.get("loading")) == ("high", None)
    assert (lead["width"], lead["height"]) == ("100", "200"), "as it stands upright"
    assert {(item.get("loading"), item["decoding"]) for item in others} == {("lazy", "async")}
    assert {item.get("fetchpriority") for item in others} == {None}
    for image in (lead, *others):
        assert image["class"].startswith("tone r")
        assert "style" not in image
        with Image.open(photos.dist / image["src"].lstrip("/")) as picture:
            assert picture.format in ("JPEG", "PNG")


def test_a_format_that_cannot_be_written_here_is_told(
    photos: SiteFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("PIL.features.check", lambda form: form != "avif")
    assert told(photos) == words("""
        pyproject.toml
          error: the installed Pillow cannot write AVIF, which “images.formats” names
            Install Pillow from its wheels (pip install pillow), or take the format out.

        1 error in 1 file.
        Nothing was written.
        """)
    photos.configure(images={"formats": ["webp"]})
    assert build(photos).status == 0


def test_networks_and_feeds_get_a_format_that_they_know(site: SiteFolder) -> None:
    site.write("content/story/a.avif", saved(halves((900, 450)), "AVIF"))
    site.article("story", image={"src": "a.avif", "alt": "a"})
    assert build(site, "--strict").status == 0
    files = site.files()
    plain = next(path for path in files if path.endswith(".jpg"))
    page = site.read(next(path for path in files if path.endswith("story/index.html")))
    meta = {item.attributes.get("property"): item.attributes for item in elements(page, "meta")}
    assert meta["og:image"]["content"] == f"https://news.example/{plain}"
    assert meta["og:image:width"]["content"] == "900"
    assert f'url="https://news.example/{plain}"' in site.read("ko/feed.rss")
    assert 'type="image/jpeg"' in site.read("ko/feed.rss")
    assert f'"url":"https://news.example/{plain}"' in page


def test_kept_prints_are_one_folder_a_photo(photos: SiteFolder) -> None:
    photos.build()
    names = {Path(path).name for path in kept(photos)}
    assert names == {
        "photo", "100.full", "40.avif", "80.avif", "40.webp", "80.webp", "80.jpeg",
    }  # fmt: skip
