"""The sample archive in a real browser."""

from pathlib import Path

import pytest

from tests.validators.accessibility import check_accessibility
from tests.validators.csp import check_browser_complaints
from tests.validators.pages import html_files
from tests.validators.rendering import visible_differences

LANGUAGES = ("ko", "en", "ja", "zh", "vi")


def _one_of_each_kind(sample: Path, lang: str) -> tuple[str, ...]:
    """Addresses of one page of every kind in a language."""
    home = sample / lang
    article = min(home.glob("2023/04/*/*/index.html")).parent
    section = min(home.glob("sections/*/index.html")).parent
    tag = min(home.glob("tags/*/index.html")).parent
    author = min(home.glob("authors/*/index.html")).parent
    topic = min(home.glob("topics/*/index.html")).parent
    folders = [home, article, article.parent, article.parent.parent, section, tag, author, topic]
    folders += [
        home / name for name in ("2023", "tags", "authors", "archive", "on-this-day", "search")
    ]
    return ("/", *(f"/{folder.relative_to(sample).as_posix()}/" for folder in folders))


def test_minifying_changes_nothing_that_a_reader_sees(plain_sample: Path, sample: Path) -> None:
    assert visible_differences(plain_sample, sample) == ()


def test_pages_obey_their_own_policy_and_load_nothing_from_elsewhere(sample: Path) -> None:
    assert len(html_files(sample)) > 500
    pages = [page for lang in LANGUAGES for page in _one_of_each_kind(sample, lang)]
    assert check_browser_complaints(sample, sorted(set(pages))) == ()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_kind_of_page_is_accessible(sample: Path, lang: str) -> None:
    assert check_accessibility(sample, _one_of_each_kind(sample, lang)) == ()
