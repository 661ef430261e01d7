"""Notices what changes in the folders of a site."""

import os
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from watchfiles._rust_notify import RustNotify, WatchfilesRustInternalError

from sitegen.build.folder import stamps_in
from sitegen.config import CONFIG_FILE

FOLDERS = ("content", "templates", "static")

# In ms. A change is reported when the next step brings no other one, so that a step is what a
# writer waits for; 200 looks a second at an empty list cost less than a hundredth of a core.
_STEP = 5
_LONGEST = 100
_LOOK_UP = 500
_POLL = 0.3  # seconds

Changed = Callable[[frozenset[str]], None]


class Watch:
    """Calls `changed` from threads of its own with paths relative to the site, with slashes.

    A folder's path stands for all in it. `tell` is for people.
    """

    def __init__(
        self, site: Path, changed: Changed, tell: Callable[[str], None], *, poll: bool
    ) -> None:
        self._site = os.path.realpath(site)
        self._changed, self._tell, self._poll = changed, tell, poll
        self._stop = threading.Event()
        self._falling_back = threading.Lock()
        # Set when one of the folders comes or goes, which is no matter of the others.
        self._again = {name: threading.Event() for name in FOLDERS}
        self._armed = {name: threading.Event() for name in ("", *FOLDERS)}
        self._threads = (
            threading.Thread(target=self._follow_top, name="watch top", daemon=True),
            *(
                threading.Thread(
                    target=self._follow, args=(name,), name=f"watch {name}", daemon=True
                )
                for name in FOLDERS
            ),
        )

    def start(self) -> None:
        """Begin, and come back when everything that happens from now on will be noticed."""
        for thread in self._threads:
            thread.start()
        for armed in self._armed.values():
            armed.wait()

    def stop(self) -> None:
        """Stop looking."""
        self._stop.set()
        for again in self._again.values():
            again.set()
        for thread in self._threads:
            thread.join()

    # --- the site's own folder, for what comes and goes there ------------------------------

    def _follow_top(self) -> None:
        while not self._stop.is_set():
            for names in self._changes([self._site], self._stop, recursive=False):
                self._armed[""].set()
                top = names & {CONFIG_FILE, *FOLDERS}
                for name in top & {*FOLDERS}:
                    self._again[name].set()
                if top:
                    self._changed(top)

    # --- the folders -----------------------------------------------------------------------

    def _follow(self, folder: str) -> None:
        again, armed, place = self._again[folder], self._armed[folder], f"{self._site}/{folder}"
        while True:
            again.clear()
            if self._stop.is_set():
                return
            there = [place] if os.path.isdir(place) else []  # noqa: PTH112
            changes = self._changes(there, again, recursive=True)
            next(changes)
            if armed.is_set():
                # Nobody looked between the last watch and this one.
                self._changed(frozenset((folder,)))
            armed.set()
            for names in changes:
                if names:
                    self._changed(names)

    # --- two ways of looking ---------------------------------------------------------------

    def _changes(
        self, places: Sequence[str], until: threading.Event, *, recursive: bool
    ) -> Iterator[frozenset[str]]:
        """What changes in folders until an event, nothing at first, when that is looked for."""
        if not self._poll:
            try:
                notify = RustNotify([*places], False, False, 0, recursive, True)
            except (OSError, WatchfilesRustInternalError) as problem:
                self._fall_back(str(problem))
            else:
                yield frozenset()
                yield from self._noticed(notify, until)
                return
        yield from self._polled(places, until, recursive=recursive)

    def _fall_back(self, problem: str) -> None:
        with self._falling_back:
            if not self._poll:
                self._poll = True
                self._tell(
                    f"The system cannot watch all folders ({problem}); they are looked through "
                    "again and again instead, as with --poll."
                )

    def _noticed(self, notify: RustNotify, until: threading.Event) -> Iterator[frozenset[str]]:
        with notify:
            while not until.is_set():
                found = notify.watch(_LONGEST, _STEP, _LOOK_UP, until)
                if not isinstance(found, str):
                    yield self._names(path for _, path in found)

    def _polled(
        self, places: Sequence[str], until: threading.Event, *, recursive: bool
    ) -> Iterator[frozenset[str]]:
        """By looking at every file: what watchfiles does for this misses a second change within
        the same second."""
        before = stamps_in(places, recursive=recursive)
        yield frozenset()
        while not until.wait(_POLL):
            now = stamps_in(places, recursive=recursive)
            paths = before.keys() | now.keys()
            yield self._names(path for path in paths if before.get(path) != now.get(path))
            before = now

    def _names(self, paths: Iterable[str]) -> frozenset[str]:
        """Paths relative to the site, without those that no build looks at."""
        found = (os.path.relpath(path, self._site).replace(os.sep, "/") for path in paths)
        return frozenset(name for name in found if not _is_left_out(name))


def _is_left_out(name: str) -> bool:
    """Whether a file is a copy or lock of an editor, or hidden: sites have none of these."""
    shown = name.removeprefix("static/.well-known")
    return name.endswith("~") or any(part.startswith(".") for part in shown.split("/"))
