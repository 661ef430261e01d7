"""Lighthouse gives every kind of page 100 points in every category.

Here every kind is judged once, on a phone or on a desktop, in one of the languages; the kinds that
most readers see are judged on both. `make lighthouse` judges all kinds in all languages on both.
"""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.kinds import every_kind
from tests.validators.lighthouse import FORMS, Form, lost_points

_MOST_READ = {"home", "article"}


def _selection(sample: Path, form: Form) -> Iterator[str]:
    """Screens and languages take turns from kind to kind."""
    editions = defaultdict(list)
    for page in every_kind(sample):
        editions[page.kind].append(page.path)
    for number, (kind, paths) in enumerate(editions.items()):
        if FORMS[number % len(FORMS)] == form or kind in _MOST_READ:
            yield paths[number % len(paths)]


@pytest.mark.parametrize("form", FORMS)
def test_every_kind_of_page_has_full_marks(sample: Path, form: Form) -> None:
    assert lost_points(sample, tuple(_selection(sample, form)), form) == ()
