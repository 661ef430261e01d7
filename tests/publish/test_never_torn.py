"""Publications that die at any moment: no reader ever meets a page whose parts are missing, a link
to a page that is not there yet, or nothing where there was a page and will be one."""

import shutil
import tempfile
import threading
from collections.abc import Collection
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.build.manifest import MANIFEST
from sitegen.build.progress import Silent
from sitegen.publish import rules
from sitegen.publish.folder import Folder
from sitegen.publish.listing import PENDING, Listed
from sitegen.publish.stepwise import Options, publish
from tests.publish.built import built, edition, torn
from tests.sites import contents

HOUR = 60 * 60


class DeadError(Exception):
    """The process that published was killed here."""


class Watched(Folder):
    """A folder with an observer who looks at all of it after every change.

    It dies with change number `dies`: nothing that comes after is done, by whichever thread.
    """

    def __init__(self, folder: Path, dies: int, wanted: Collection[str]) -> None:
        super().__init__(folder, threads=3)
        self._www, self._left, self._turn = folder, dies, threading.Lock()
        self._stays = contents(folder).keys() & wanted

    def put(self, item: Listed, file: Path) -> None:
        with self._turn:
            self._step()
            super().put(item, file)
            self._look()

    def write(self, path: str, data: bytes, media_type: str) -> None:
        with self._turn:
            self._step()
            super().write(path, data, media_type)
            self._look()

    def remove(self, path: str) -> None:
        with self._turn:
            self._step()
            super().remove(path)
            self._look()

    def close(self) -> None:
        if self._left > 0:
            super().close()

    def _step(self) -> None:
        self._left -= 1
        if self._left <= 0:
            raise DeadError

    def _look(self) -> None:
        pages = contents(self._www)
        assert not torn(pages, pages.__contains__)
        assert not self._stays - pages.keys()


texts = st.dictionaries(st.sampled_from("abc"), st.sampled_from(["x", "yy", "zzz"]), max_size=3)
editions = st.builds(edition, st.sampled_from(["old", "new"]), texts)
steps = st.lists(st.tuples(editions, st.integers(1, 20), st.integers(0, 40)), max_size=4)


@settings(max_examples=40, deadline=None)
@given(steps, editions)
def test_after_any_history_of_kills_the_next_publication_ends_well(
    history: list[tuple[dict[str, bytes], int, int]], last: dict[str, bytes]
) -> None:
    top = Path(tempfile.mkdtemp())
    try:
        www, now = top / "www", 1_000_000_000
        for files, dies, hours in history:
            now += hours * HOUR
            attempt(built(top / "site", files), www, dies=dies, now=now)
        now += 48 * HOUR
        attempt(built(top / "site", last), www, now=now)
        attempt(top / "site", www, now=now + 48 * HOUR)
        found = contents(www)
        assert {path: data for path, data in found.items() if ".well-known" not in path} == last
        assert PENDING not in found
        report = attempt(top / "site", www, now=now)
        assert report == (0, 0)
    finally:
        shutil.rmtree(top)


def attempt(site: Path, www: Path, *, now: int, dies: int = 1000) -> tuple[int, int] | None:
    """Publish until death; the numbers of files that were brought and removed, None when dead."""
    dist = site / "dist"
    store = Watched(www, dies, contents(dist).keys() - {MANIFEST})
    try:
        report = publish(dist, rules.read(dist), store, Options(now=now), Silent())
    except DeadError:
        return None
    finally:
        store.close()
    return sum(map(len, report.brought.values())), len(report.removed)


def test_what_arrived_before_a_kill_is_not_sent_again(tmp_path: Path) -> None:
    first, second = edition("one", {}), edition("two", dict.fromkeys("abc", "text"))
    www = tmp_path / "www"
    attempt(built(tmp_path / "site", first), www, now=0)
    site = built(tmp_path / "site", second)
    # One change lists what is pending; six of nine files follow it.
    assert attempt(site, www, now=0, dies=8) is None
    sent = {path: (www / path).stat().st_ino for path in second if (www / path).exists()}
    report = attempt(site, www, now=0)
    assert report == (2, 0)
    again = {path for path, inode in sent.items() if (www / path).stat().st_ino != inode}
    assert again == {"ko/index.html"}
