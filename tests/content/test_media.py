"""What of the files beside articles is published, and how large pictures are."""

import io
import re
import zlib
from pathlib import Path

import pytest
from PIL import Image

from sitegen.build.darkroom import Darkroom
from sitegen.config import ImageConfig
from sitegen.content.media import probe
from sitegen.content.scan import OtherFile
from sitegen.errors import Problem
from sitegen.types import Media
from tests.command import build, told, words
from tests.sites import SiteFolder

SVG = '<svg xmlns="http://www.w3.org/2000/svg" {}>{}</svg>'
HINT = "Export it as plain SVG, without scripts and links, or as PNG."
BROKEN = ("this is not a picture that can be read", "Save it again as JPEG, PNG or WebP.")


def probed(folder: Path, name: str, data: bytes | str) -> tuple[Media | None, tuple[Problem, ...]]:
    (folder / name).write_bytes(data.encode() if isinstance(data, str) else data)
    file = OtherFile(name, name, "")
    settings = ImageConfig(widths=(480, 960), formats=("webp",))
    develop = Darkroom(folder / "kept", settings).photo
    return probe(file, folder, base_path="/news", develop=develop)


def size(folder: Path, name: str, data: bytes | str) -> tuple[int, int]:
    media, problems = probed(folder, name, data)
    assert problems == ()
    assert media is not None
    return media.width, media.height


def refused(folder: Path, name: str, data: bytes | str) -> tuple[str, str]:
    media, problems = probed(folder, name, data)
    assert media is None
    assert [item.path for item in problems] == [f"content/{name}"]
    return problems[0].message, problems[0].hint


def picture(kind: str, wide: int = 600, high: int = 400, **options: object) -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (wide, high)).save(data, kind, **options)
    return data.getvalue()


def test_problems_of_files_are_told_word_for_word(site: SiteFolder) -> None:
    site.article("a")
    site.write("content/a/evil.svg", SVG.format("", "<script>alert(1)</script>"))
    site.write("content/a/page.html", "<p>Hello")
    site.write("content/a/broken.jpg", "no picture")
    site.write("content/a/README", "")
    assert told(site) == words("""
        content/a/README
          error: files without an ending are not published
            Move it out of content/, or publish it as PDF, text or a picture.

        content/a/broken.jpg
          error: this is not a picture that can be read
            Save it again as JPEG, PNG or WebP.

        content/a/evil.svg
          error: this SVG is not safe: it holds <script>
            Export it as plain SVG, without scripts and links, or as PNG.

        content/a/page.html
          error: files ending in “.html” are not published
            Move it out of content/, or publish it as PDF, text or a picture.

        4 errors in 4 files.
        Nothing was written.
        """)


def test_a_file_is_described_as_it_will_be_published(tmp_path: Path) -> None:
    media, problems = probed(tmp_path, "사진 1.JPG", picture("JPEG"))
    assert problems == ()
    assert media is not None
    assert (media.url, media.width, media.height) == ("/news/media/사진%201.JPG", 600, 400)
    assert [variant.copy.name for variant in media.variants] == ["480.webp", "600.webp"]
    assert re.fullmatch(r"/news/media/사진%201\.480\.[0-9a-f]{8}\.webp", media.variants[0].url)


def moving(kind: str) -> bytes:
    frames = [Image.new("RGB", (600, 400), colour) for colour in ("red", "blue")]
    data = io.BytesIO()
    frames[0].save(data, kind, save_all=True, append_images=frames[1:])
    return data.getvalue()


@pytest.mark.parametrize(
    ("name", "kind"),
    [("a.png", "PNG"), ("a.webp", "WEBP"), ("a.gif", "GIF"), ("a.avif", "AVIF"), ("b.png", "GIF")],
)
def test_a_picture_that_moves_has_no_copies_that_would_stand_still(
    tmp_path: Path, name: str, kind: str
) -> None:
    media, problems = probed(tmp_path, name, moving(kind))
    assert problems == ()
    assert media is not None
    assert (media.width, media.height, media.variants) == (600, 400, ())


def test_a_photo_with_previews_inside_does_not_move_and_has_copies(tmp_path: Path) -> None:
    media, _ = probed(tmp_path, "a.jpg", moving("MPO"))
    assert media is not None
    assert [variant.copy.width for variant in media.variants] == [480, 600]


def test_a_very_tall_picture_has_no_copies_that_webp_cannot_hold(site: SiteFolder) -> None:
    site.configure(images={"widths": [16, 32, 48]})
    site.photo("story/map.png", (64, 64000))
    site.article("story", "![map](map.png)", image={"src": "map.png", "alt": "map"})
    assert build(site, "--strict").status == 0
    names = {path.rpartition("/")[2] for path in site.files() if path.startswith("media/")}
    assert {".".join(name.split(".")[:2]) for name in names} == {"map.16", "map.png"}


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP", "AVIF"])
def test_the_size_of_every_kind_of_picture_is_known(tmp_path: Path, kind: str) -> None:
    name = f"a.{kind.lower()}"
    assert size(tmp_path, name, picture(kind, 31, 17)) == (31, 17)


def test_a_photo_that_a_camera_laid_on_its_side_is_measured_upright(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    assert size(tmp_path, "a.jpg", picture("JPEG", exif=exif)) == (400, 600)


def test_a_file_that_is_no_picture_has_no_size(tmp_path: Path) -> None:
    assert size(tmp_path, "a.pdf", "%PDF-1.7") == (0, 0)


@pytest.mark.parametrize(
    "data",
    [b"", b"GIF89a", b"\x89PNG\r\n\x1a\n", picture("JPEG")[:20], picture("BMP"), b"<html>"],
    ids=["empty", "gif", "png", "cut", "other format", "html"],
)
def test_a_broken_picture_is_an_error(tmp_path: Path, data: bytes) -> None:
    assert refused(tmp_path, "a.jpg", data) == BROKEN


def test_a_picture_of_too_many_pixels_is_an_error(tmp_path: Path) -> None:
    data = bytearray(picture("PNG", 1, 1))
    data[16:24] = (2**16).to_bytes(4) * 2
    data[29:33] = zlib.crc32(data[12:29]).to_bytes(4)
    expected = ("this picture has too many pixels", "Make it smaller.")
    assert refused(tmp_path, "a.png", bytes(data)) == expected


def test_a_file_that_has_gone_is_an_error(tmp_path: Path) -> None:
    file = OtherFile("a.jpg", "a.jpg", "")
    develop = Darkroom(tmp_path / "kept", ImageConfig()).photo
    media, (problem,) = probe(file, tmp_path, base_path="", develop=develop)
    assert media is None
    assert problem.message == "the file cannot be read: No such file or directory"
    assert problem.hint == "See that it is there and that you may read it."


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ('width="30" height="20px"', (30, 20)),
        ('width="100%" height="100%" viewBox="0 0 64.4 32"', (64, 32)),
        ('width="10mm" height="10mm" viewBox="0,0,64,32"', (64, 32)),
        ('width="1.2.3" height="4" viewBox="0 0 5 6"', (5, 6)),
        ('width="0" height="0" viewBox="0 0 5 6"', (5, 6)),
        ('viewBox="0 0 inf nan"', (300, 150)),
        ('viewBox="0 0 -5 5"', (300, 150)),
        ("", (300, 150)),
    ],
)
def test_an_svg_has_the_size_that_it_says(
    tmp_path: Path, attributes: str, expected: tuple[int, int]
) -> None:
    assert size(tmp_path, "a.svg", SVG.format(attributes, "<g/>")) == expected


def test_a_harmless_svg_may_link_to_itself_and_hold_pictures(tmp_path: Path) -> None:
    inside = (
        '<style>a { fill: url(#b) }</style><use href="#b"/><rect fill="url( \'#b\')"/>'
        '<image href="data:image/png;base64,AAAA"/>'
    )
    assert size(tmp_path, "a.svg", "\ufeff" + SVG.format("", inside)) == (300, 150)


@pytest.mark.parametrize(
    ("inside", "danger"),
    [
        ("<script/>", "<script>"),
        ('<x:script xmlns:x="http://www.w3.org/2000/svg"/>', "<script>"),
        ("<foreignObject/>", "<foreignObject>"),
        ('<object xmlns="http://www.w3.org/1999/xhtml" data="x"/>', "<object>"),
        ('<animate attributeName="href" to="javascript:alert(1)"/>', "<animate>"),
        ('<g onclick="alert(1)"/>', "“onclick”"),
        ('<a href="javascript:alert(1)"/>', "a link"),
        ('<a href="&#9;javascript:alert(1)"/>', "a link"),
        ('<use href="data:image/svg+xml,&lt;svg/&gt;"/>', "a link"),
        ('<image href="https://cdn.example/a.png"/>', "a link"),
        ('<style>@import "https://cdn.example/a.css"</style>', "a style that loads something"),
        ('<rect fill="url(https://cdn.example/#a)"/>', "a style that loads something"),
    ],
)
def test_an_svg_that_would_run_or_load_something_is_refused(
    tmp_path: Path, inside: str, danger: str
) -> None:
    data = SVG.format("", inside)
    expected = (f"this SVG is not safe: it holds {danger}", HINT)
    assert refused(tmp_path, "a.svg", data) == expected


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "this is not SVG: no element found: line 1, column 0"),
        (b"<svg/>", "this is not SVG: it does not begin with <svg>"),
        (
            b'<html xmlns="http://www.w3.org/1999/xhtml"/>',
            "this is not SVG: it does not begin with <svg>",
        ),
        (SVG.format("", "<g/>").encode("utf-16"), "this SVG is not in UTF-8"),
        (b'<?xml version="1.0" encoding="ISO-2022-JP"?><svg/>', "this SVG is not in UTF-8"),
        (
            b"<!DOCTYPE svg><svg/>",
            "this SVG is not safe: it holds a document type or a style sheet link",
        ),
    ],
)
def test_what_is_not_a_plain_svg_in_utf_8_is_refused(
    tmp_path: Path, data: bytes, message: str
) -> None:
    assert refused(tmp_path, "a.svg", data) == (message, HINT)
