"""What tests of all layers share."""

from pathlib import Path

import pytest

from tests.sites import SiteFolder


@pytest.fixture
def site(tmp_path: Path) -> SiteFolder:
    """An empty site in Korean and English."""
    return SiteFolder(tmp_path / "site")
