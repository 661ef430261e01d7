"""Icons of whatever picture a site has."""

import pytest

from tests.command import build
from tests.sites import SiteFolder


@pytest.mark.parametrize("side", [1, 2, 3, 5])
def test_a_tiny_icon_is_drawn(site: SiteFolder, side: int) -> None:
    site.photo("../static/icon.png", (side, side))
    site.configure(icon=["icon.png"])
    site.build()
    assert {"favicon.ico", "apple-touch-icon.png", "icons/maskable-512.png"} <= site.files().keys()


@pytest.mark.parametrize("kept", [0.3, 0.7])
def test_a_damaged_icon_is_an_error(site: SiteFolder, kept: float) -> None:
    icon = site.photo("../static/icon.png", (64, 48))
    data = icon.read_bytes()
    icon.write_bytes(data[: int(len(data) * kept)] + b"\xff" * 20)
    site.configure(icon=["icon.png"])
    outcome = build(site)
    assert outcome.status == 1
    assert "cannot be read to its end" in outcome.err
