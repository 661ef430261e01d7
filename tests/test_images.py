"""Smaller copies of photos."""

import io
from pathlib import Path

import pytest
from PIL import Image, ImageCms

from sitegen.images import scaled
from sitegen.types import Scaled

ORIENTATION, SIDEWAYS = 0x0112, 6
RED, BLUE = (220, 20, 20), (20, 20, 220)


def halves(size: tuple[int, int]) -> Image.Image:
    """Red on the left, blue on the right."""
    picture = Image.new("RGB", size, RED)
    picture.paste(BLUE, (size[0] // 2, 0, *size))
    return picture


def smaller(file: Path, width: int = 100) -> Image.Image:
    made = Image.open(
        io.BytesIO(scaled(Scaled(digest="", source=str(file), width=width, quality=80)))
    )
    made.load()
    assert made.format == "WEBP"
    assert not made.getexif()
    assert "icc_profile" not in made.info
    return made


def near(found: object, wanted: tuple[int, ...]) -> bool:
    assert isinstance(found, tuple)
    return all(abs(one - other) < 30 for one, other in zip(found, wanted, strict=True))


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.webp"])
def test_a_copy_has_its_width_and_the_shape_of_the_photo(tmp_path: Path, name: str) -> None:
    halves((401, 300)).save(tmp_path / name)
    made = smaller(tmp_path / name)
    assert made.size == (100, 75)
    assert near(made.getpixel((10, 30)), RED)
    assert near(made.getpixel((90, 30)), BLUE)


def test_a_photo_taken_sideways_stands_upright_and_tells_nothing_of_the_camera(
    tmp_path: Path,
) -> None:
    exif = Image.Exif()
    exif[ORIENTATION] = SIDEWAYS
    exif[0x010F] = "Camera"
    halves((400, 200)).save(tmp_path / "a.jpg", exif=exif)
    made = smaller(tmp_path / "a.jpg")
    assert made.size == (100, 200)
    assert near(made.getpixel((50, 20)), RED)
    assert near(made.getpixel((50, 180)), BLUE)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16"])
def test_pictures_of_every_mode_are_scaled(tmp_path: Path, mode: str) -> None:
    file = tmp_path / ("a.jpg" if mode == "CMYK" else "a.png")
    Image.new(mode, (300, 200)).save(file)
    made = smaller(file)
    assert made.size == (100, 67)
    assert made.mode == ("RGBA" if mode in ("LA", "RGBA") else "RGB")


def test_a_grey_of_16_bits_keeps_its_shades(tmp_path: Path) -> None:
    picture = Image.new("I;16", (300, 200), 100 * 257)
    picture.paste(200 * 257, (150, 0, 300, 200))
    picture.save(tmp_path / "a.png")
    made = smaller(tmp_path / "a.png")
    assert near(made.getpixel((10, 30)), (100, 100, 100))
    assert near(made.getpixel((90, 30)), (200, 200, 200))


def test_only_the_one_grey_of_16_bits_that_is_clear_becomes_clear(tmp_path: Path) -> None:
    picture = Image.new("I;16", (300, 200), 100 * 257)
    picture.paste(100 * 257 + 1, (150, 0, 300, 200))
    picture.save(tmp_path / "a.png", transparency=100 * 257)
    alpha = smaller(tmp_path / "a.png").getchannel("A")
    assert [alpha.getpixel((x, 30)) for x in (10, 90)] == [0, 255]


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_a_colour_profile_is_applied_and_left_out_for_it_holds_the_time_of_day(
    tmp_path: Path, mode: str
) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    picture = halves((300, 200))
    if mode == "RGBA":
        picture.putalpha(128)
    picture.save(tmp_path / "a.png", icc_profile=profile)
    made = smaller(tmp_path / "a.png")
    assert made.mode == mode
    assert near(made.getpixel((10, 30)), (*RED, 128)[: len(mode)])


def test_a_profile_that_does_not_fit_is_ignored(tmp_path: Path) -> None:
    halves((300, 200)).save(tmp_path / "a.png", icc_profile=b"nonsense")
    assert near(smaller(tmp_path / "a.png").getpixel((10, 30)), RED)


def test_a_photo_that_ends_too_early_cannot_be_read(tmp_path: Path) -> None:
    halves((300, 200)).save(tmp_path / "a.jpg")
    data = (tmp_path / "a.jpg").read_bytes()
    (tmp_path / "a.jpg").write_bytes(data[: len(data) - 300])
    with pytest.raises(OSError, match="truncated"):
        scaled(Scaled(digest="", source=str(tmp_path / "a.jpg"), width=100, quality=80))
