"""What is made of a photo, for every kind of photo."""

import io
import re
from collections.abc import Mapping

import msgspec
import pytest
from PIL import Image, ImageCms

from sitegen.config import ImageConfig
from sitegen.photos.developing import developed
from sitegen.photos.reading import UnreadablePhotoError
from tests.photos.inputs import (
    BLUE,
    RED,
    SMALL,
    frames,
    from_a_camera,
    halves,
    moving,
    near,
    noise,
    pixel,
    read,
    saved,
    turned,
    wide_gamut,
)


def prints(data: bytes, settings: ImageConfig = SMALL) -> Mapping[str, Image.Image]:
    """All that is made of a photo, by form and width."""
    made = developed(data, settings).prints
    for item, content in made.items():
        assert read(content).size == (item.width, item.height)
    return {
        item.form if item.form == "full" else item.name: read(content)
        for item, content in made.items()
    }


def test_a_photo_has_copies_of_the_configured_widths_in_every_format() -> None:
    made = prints(saved(halves((200, 100))))
    assert {name: picture.size for name, picture in made.items()} == {
        "full": (160, 80),
        "40.avif": (40, 20),
        "80.avif": (80, 40),
        "40.webp": (40, 20),
        "80.webp": (80, 40),
        "80.jpeg": (80, 40),
    }
    assert [picture.format for picture in made.values()] == (
        ["JPEG", "AVIF", "AVIF", "WEBP", "WEBP", "JPEG"]
    )
    for picture in made.values():
        assert near(picture, (4, 9), RED)
        assert near(picture, (picture.width - 4, 9), BLUE)


def test_formats_and_widths_are_those_of_the_configuration() -> None:
    settings = ImageConfig(widths=(50,), formats=("webp",), largest=100)
    assert list(prints(saved(halves()), settings)) == ["full", "50.webp", "50.jpeg"]
    settings = msgspec.structs.replace(settings, formats=())
    assert list(prints(saved(halves()), settings)) == ["full", "50.jpeg"]


def test_nothing_is_ever_enlarged() -> None:
    # A photo narrower than the widest copy is copied at its own width, too, in newer formats.
    assert list(prints(saved(halves((60, 30))))) == (
        ["full", "40.avif", "60.avif", "40.webp", "60.webp"]
    )
    assert list(prints(saved(halves((30, 30))))) == ["full", "30.avif", "30.webp"]
    assert prints(saved(Image.new("RGB", (1, 1))))["full"].size == (1, 1)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_stands_upright_however_the_camera_was_held(orientation: int) -> None:
    upright = halves((120, 60))
    upright.paste((20, 220, 20), (0, 0, 30, 20))  # a green corner, so that no mirror passes
    data = saved(turned(upright, orientation), exif=from_a_camera(orientation), quality=95)
    for settings in (SMALL, msgspec.structs.replace(SMALL, largest=100)):
        made = prints(data, settings)
        assert made["full"].size == ((120, 60) if settings == SMALL else (100, 50))
        for picture in made.values():
            scale = picture.width / 120
            assert near(picture, (round(10 * scale), round(8 * scale)), (20, 220, 20))
            assert near(picture, (round(10 * scale), round(50 * scale)), RED)
            assert near(picture, (round(110 * scale), round(8 * scale)), BLUE)
            assert not picture.getexif()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
@pytest.mark.parametrize("width", [120, 200])
def test_no_print_tells_of_the_camera_or_the_place(kind: str, width: int) -> None:
    data = saved(halves((width, 60)), kind, exif=from_a_camera())
    assert b"Kamera" in data
    for item, content in developed(data, SMALL).prints.items():
        picture = read(content)
        assert not picture.getexif(), item
        assert not picture.info.get("exif"), item
        assert b"Kamera" not in content, item
        assert b"Exif" not in content, item


def test_what_lies_behind_the_end_of_a_jpeg_stays_behind() -> None:
    # Telephones put a second picture there, with its own EXIF.
    second = saved(halves(), exif=from_a_camera())
    (full, *_) = developed(saved(halves()) + second, SMALL).prints.values()
    assert b"Kamera" not in full
    assert near(read(full), (5, 5), RED)


def test_a_photo_that_is_good_as_it_is_keeps_its_pixels() -> None:
    picture = halves()
    for kind, options in (("JPEG", {"quality": 97}), ("PNG", {}), ("WEBP", {"lossless": True})):
        data = saved(picture, kind, exif=from_a_camera(), **options)
        full = next(iter(developed(data, SMALL).prints.values()))
        assert len(full) < len(data) + 1200
        assert read(full).tobytes() == read(data).tobytes()


@pytest.mark.parametrize("kind", ["progressive", "grey", "4:4:4", "restarts"])
def test_jpegs_of_every_making_keep_their_pixels(kind: str) -> None:
    picture = halves().convert("L") if kind == "grey" else halves()
    ways: Mapping[str, Mapping[str, int]] = {
        "progressive": {"progressive": True},
        "4:4:4": {"subsampling": 0},
        "restarts": {"restart_marker_rows": 1},
    }
    data = saved(picture, "JPEG", exif=from_a_camera(), comment=b"Kamera", **ways.get(kind, {}))
    full = next(iter(developed(data, SMALL).prints.values()))
    assert b"Kamera" not in full
    assert read(full).tobytes() == read(data).tobytes()


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16", "PA"])
def test_pictures_of_every_mode_are_developed(mode: str) -> None:
    picture = Image.new("RGBA", (120, 60), (*RED, 128)).convert("LA").convert("L")
    if mode == "PA":
        few = halves().quantize(4)
        data = saved(few, "PNG", transparency=0)
    elif mode == "CMYK":
        data = saved(halves().convert("CMYK"), "JPEG")
    else:
        picture = Image.new(mode, (120, 60))
        data = saved(picture, "PNG")
    made = prints(data)
    clear = mode in ("LA", "RGBA", "PA")
    assert ("80.png" in made) == clear
    assert ("80.jpeg" in made) == (not clear)
    for name, copy in made.items():
        if name != "full" and not name.endswith("jpeg"):
            assert copy.mode == ("RGBA" if clear else "RGB"), name


def test_transparency_stays_and_gets_no_colour_behind_it() -> None:
    picture = halves()
    picture.putalpha(Image.linear_gradient("L").resize((120, 60)))
    whole = developed(saved(picture, "PNG"), SMALL)
    assert whole.tone == ""
    for name, copy in prints(saved(picture, "PNG")).items():
        ends = [pixel(copy, (5, y))[3] for y in (0, copy.height - 1)]
        assert [value > 128 for value in ends] == [False, True], name


def test_an_alpha_channel_that_hides_nothing_is_left_out() -> None:
    picture = halves()
    picture.putalpha(255)
    assert "80.jpeg" in prints(saved(picture, "PNG"))


def test_colours_of_four_inks_come_out_as_on_a_screen() -> None:
    for copy in prints(saved(halves().convert("CMYK"), quality=95)).values():
        assert copy.mode == "RGB"
        assert near(copy, (5, 5), RED)


def test_a_wide_gamut_is_brought_to_srgb() -> None:
    # A green of Display P3 that sRGB has, too: 117, 191, 62 there is 72, 194, 43 or so here.
    picture = Image.new("RGB", (120, 60), (117, 191, 62))
    for kind in ("JPEG", "PNG", "WEBP", "AVIF"):
        for copy in prints(saved(picture, kind, icc_profile=wide_gamut(), quality=95)).values():
            assert "icc_profile" not in copy.info
            red, green, blue, _ = pixel(copy, (9, 9))
            assert red < 95, (kind, red, green, blue)
            assert abs(green - 193) < 8


def test_a_profile_that_says_what_everyone_assumes_is_left_out() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    data = saved(halves(), icc_profile=profile, quality=95)
    made = prints(data)
    assert made["full"].tobytes() == read(data).tobytes()
    assert not any("icc_profile" in copy.info for copy in made.values())


def test_a_profile_that_does_not_fit_is_ignored() -> None:
    for copy in prints(saved(halves(), "PNG", icc_profile=b"nonsense")).values():
        assert near(copy, (5, 5), RED)
        assert "icc_profile" not in copy.info


def test_a_grey_of_16_bits_keeps_its_shades() -> None:
    picture = Image.new("I;16", (120, 60), 100 * 257)
    picture.paste(200 * 257, (60, 0, 120, 60))
    for copy in prints(saved(picture, "PNG")).values():
        assert near(copy, (5, 5), (100, 100, 100))
        assert near(copy, (copy.width - 5, 5), (200, 200, 200))


def test_only_the_one_grey_of_16_bits_that_is_clear_becomes_clear() -> None:
    picture = Image.new("I;16", (120, 60), 100 * 257)
    picture.paste(100 * 257 + 1, (60, 0, 120, 60))
    made = prints(saved(picture, "PNG", transparency=100 * 257))
    for copy in made.values():
        assert [pixel(copy, (x, 5))[3] for x in (5, copy.width - 5)] == [0, 255]


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG", "AVIF"])
def test_a_picture_that_moves_is_published_as_it_is_and_has_no_copies(kind: str) -> None:
    made = developed(moving(kind, (200, 60)), SMALL)
    ((item, content),) = made.prints.items()
    assert (item.form, item.width, item.height) == ("full", 200, 60)
    picture = Image.open(io.BytesIO(content))
    assert frames(content) == 2
    assert picture.info.get("loop", 0) == 0
    assert near(picture, (5, 5), RED)
    picture.seek(1)
    assert near(picture, (5, 5), BLUE)
    assert made.tone == "tone r6 g0 b0"


def test_what_is_written_into_a_moving_picture_goes() -> None:
    pages = [Image.new("P", (60, 60), number) for number in range(3)]
    for page in pages:
        page.putpalette([0, 0, 0, *RED, *BLUE])
    gif = saved(pages[0], "GIF", save_all=True, append_images=pages[1:], comment=b"Kamera")
    webp = saved(
        halves(), "WEBP", save_all=True, append_images=[halves().rotate(180)], exif=from_a_camera()
    )
    png = saved(
        halves(), "PNG", save_all=True, append_images=[halves().rotate(180)], exif=from_a_camera()
    )
    for data in (gif, webp, png):
        assert b"Kamera" in data
        (content,) = developed(data, SMALL).prints.values()
        assert b"Kamera" not in content
        assert frames(content) == frames(data)


def test_a_photo_with_previews_inside_does_not_move() -> None:
    preview = Image.new("RGB", (20, 10), BLUE)
    data = saved(halves(), "MPO", save_all=True, append_images=[preview])
    assert set(prints(data)) == {"full", "40.avif", "80.avif", "40.webp", "80.webp", "80.jpeg"}


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "GIF"])
@pytest.mark.parametrize("part", [0.0, 0.1, 0.5, 0.9])
def test_a_photo_that_ends_too_early_is_refused(kind: str, part: float) -> None:
    data = saved(noise(), kind)
    with pytest.raises(UnreadablePhotoError) as failure:
        developed(data[: round(len(data) * part)], SMALL)
    assert failure.value.hint in ("Copy or export it again.", "Save it again as JPEG, PNG or WebP.")


def test_placeholders_have_the_colour_that_most_of_the_photo_has() -> None:
    picture = Image.new("RGB", (120, 60), (100, 180, 240))
    picture.paste(RED, (0, 0, 30, 60))
    assert developed(saved(picture), SMALL).tone == "tone r3 g5 b7"
    assert developed(saved(Image.new("L", (60, 60), 255)), SMALL).tone == "tone r7 g7 b7"
    for value in range(0, 256, 15):
        tone = developed(saved(Image.new("RGB", (9, 9), (value, 0, 0)), "PNG"), SMALL).tone
        assert re.fullmatch("tone r[0-7] g[0-7] b[0-7]", tone)


def test_the_same_photo_makes_the_same_bytes() -> None:
    data = saved(Image.effect_noise((200, 100), 60).convert("RGB"), exif=from_a_camera(6))
    assert developed(data, SMALL) == developed(data, SMALL)


def test_a_large_jpeg_is_as_sharp_as_one_that_was_not_decoded_in_part() -> None:
    picture = Image.effect_noise((40, 30), 90).convert("RGB").resize((400, 300))
    large = prints(saved(picture, quality=97))["80.jpeg"]
    plain = picture.resize((80, 60), Image.Resampling.LANCZOS)
    pairs = zip(large.convert("L").tobytes(), plain.convert("L").tobytes(), strict=True)
    assert sum(abs(one - other) for one, other in pairs) / (80 * 60) < 6
