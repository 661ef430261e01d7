from pathlib import Path

import pytest

from sitegen.build.lock import only_build
from sitegen.errors import CommandError
from tests.command import build
from tests.sites import SiteFolder


def test_a_second_build_of_a_site_is_refused_while_one_runs(site: SiteFolder) -> None:
    site.article("a/index.ko.md")
    with only_build(site.folder / ".sitegen"):
        refused = build(site)
    assert refused.status == 2
    assert "another build of this site is running" in refused.err
    assert build(site).status == 0


def test_a_lock_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "lock.sqlite").write_bytes(b"no database at all " * 100)
    with pytest.raises(CommandError, match="damaged"), only_build(tmp_path):
        pass
