"""Front pages of small sites look like front pages, and say how wide their photos are."""

from pathlib import Path

import pytest

from tests.sample.test_layout import _FIRST_ROW
from tests.sample.test_photos_in_the_browser import LAYOUT, WIDTHS
from tests.sites import SiteFolder
from tests.validators.browser import open_browser, serve, visit


def _front_page(folder: Path, articles: int) -> Path:
    """A site with so many articles in one section, each with a photo."""
    site = SiteFolder(folder / "site")
    for number in range(articles):
        site.photo(f"{number}/photo.jpg", (2400, 1600))
        photo = {"src": "photo.jpg", "alt": "Photo"}
        site.article(f"{number}", "Text. " * 60, section="economy", image=photo)
    site.build()
    return site.dist


@pytest.mark.parametrize(
    ("articles", "row", "columns"), [(5, ".grid", 1), (6, ".grid", 2), (12, ".shelf .grid", 4)]
)
def test_a_row_of_few_cards_is_full_and_no_photo_is_larger_than_the_lead(
    tmp_path: Path, articles: int, row: str, columns: int
) -> None:
    wrong = []
    with serve(_front_page(tmp_path, articles)) as origin, open_browser(width=1280) as page:
        visit(page, origin, "/ko/")
        assert page.locator(f"{row} > .card").evaluate_all(_FIRST_ROW) == [columns, 0]
        # Nothing stands above the photo: `source` is no item of the card's grid.
        card, photo = (
            page.locator(f"{row} {part}").first.bounding_box() for part in (".card", "img")
        )
        assert card
        assert photo
        assert photo["y"] == card["y"]
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            shown = page.evaluate(LAYOUT)
            assert all(item["real"] <= shown[0]["real"] for item in shown)
            wrong += [
                f"at {width}: {item['real']}, not {item['said']}"
                for item in shown
                if not 0.94 <= item["said"] / item["real"] <= 1.08
            ]
    assert wrong == []
