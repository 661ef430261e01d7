"""Lighthouse gives every kind of page 100 points in every category."""

from pathlib import Path
from typing import Literal

import pytest

from tests.kinds import one_of_each
from tests.validators.lighthouse import lost_points

# The kinds that differ in their templates, and the heaviest of each.
_PHONE = ("article", "home", "section", "year", "archive", "chooser")
_DESKTOP = ("article", "home")


@pytest.mark.parametrize(("form", "kinds"), [("phone", _PHONE), ("desktop", _DESKTOP)])
def test_every_kind_of_page_has_full_marks(
    sample: Path, form: Literal["phone", "desktop"], kinds: tuple[str, ...]
) -> None:
    known = one_of_each(sample, "ko")
    assert lost_points(sample, [known[kind] for kind in kinds], form) == ()
