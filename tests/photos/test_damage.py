"""Photos that are damaged: refused, or published so that they can be shown."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageStat

from sitegen.photos.developing import developed
from sitegen.photos.reading import UnreadablePhotoError
from tests.photos.inputs import (
    RED,
    SMALL,
    frames,
    from_a_camera,
    halves,
    moving,
    near,
    noise,
    read,
    saved,
    without_an_end,
)


@pytest.mark.parametrize("picture", [halves(), noise(), noise().convert("L")])
def test_a_jpeg_without_an_end_is_published_with_one(picture: Image.Image) -> None:
    data = without_an_end(picture)
    full = next(iter(developed(data, SMALL).prints.values()))
    assert full.endswith(b"\xff\xd9")
    before, after = read(saved(picture, quality=95)).convert("RGB"), read(full)
    assert max(ImageStat.Stat(ImageChops.difference(before, after)).rms) < 20


@pytest.mark.parametrize("part", [0.5, 0.9])
def test_zeros_do_not_stand_for_the_part_of_a_photo_that_is_missing(part: float) -> None:
    data = saved(noise())
    with pytest.raises(UnreadablePhotoError, match="its end is missing"):
        developed(data[: round(len(data) * part)] + bytes(20_000), SMALL)


def test_a_jpeg_whose_parts_have_wrong_lengths_is_encoded_anew() -> None:
    # A decoder finds the next marker all the same; without what is before it none would.
    data = saved(halves(), exif=from_a_camera())
    damaged = data.replace(b"JFIF", b"JFI", 1)
    assert damaged != data
    full = next(iter(developed(damaged, SMALL).prints.values()))
    assert near(read(full), (5, 5), RED)
    assert b"Kamera" not in full


KINDS = {
    **{kind: saved(noise((60, 30)), kind) for kind in ("JPEG", "PNG", "WEBP", "AVIF", "GIF")},
    **{f"moving {kind}": moving(kind, (60, 30)) for kind in ("PNG", "WEBP", "AVIF", "GIF")},
}


@settings(deadline=None, max_examples=200)
@given(st.sampled_from(sorted(KINDS)), st.floats(0, 1), st.binary(min_size=1, max_size=8))
def test_a_damaged_photo_is_refused_or_published_so_that_it_can_be_shown(
    kind: str, place: float, damage: bytes
) -> None:
    data = KINDS[kind]
    start = round(len(data) * place)
    try:
        made = developed(data[:start] + damage + data[start + len(damage) :], SMALL)
    except UnreadablePhotoError:
        return
    for content in made.prints.values():
        read(content)
        frames(content)
