"""Publishing to a store, file by file, so that readers meet a whole site at every moment.

The target itself remembers how far a publication came: before anything changes, the paths that
will are listed at the target as pending; its manifest is written after all of them. Whoever
publishes next, from whichever machine, asks the target about pending files and trusts the
manifest for all others.
"""

import io
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from sitegen.build.progress import Progress
from sitegen.errors import CommandError, PublishError
from sitegen.publish import planning
from sitegen.publish.listing import (
    LISTING,
    PENDING,
    DamagedListingError,
    Listed,
    decoded,
    decoded_pending,
    encoded,
    encoded_pending,
    of_build,
)
from sitegen.publish.media_types import media_type
from sitegen.publish.parallel import in_parallel
from sitegen.publish.rules import Rules
from sitegen.publish.store import Store

_NOTHING = b"".join(encoded(()))
_SAMPLE = 25  # files that are read back at the end


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """How to publish: `now` in Unix seconds; `adopt` takes over a target that holds something;
    `purge` removes also what copies of older pages may still ask for."""

    now: int
    dry_run: bool = False
    adopt: bool = False
    purge: bool = False


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What was done (or would be): paths that were brought by phase and that were removed.

    `bytes` were sent; `checked` files were read back.
    """

    target: str
    brought: Mapping[str, Sequence[str]]
    removed: Sequence[str]
    unchanged: int
    bytes: int
    checked: int
    seconds: float


def publish(dist: Path, rules: Rules, store: Store, options: Options, progress: Progress) -> Report:
    """Make the target hold the site that was built into `dist`, changing only what differs.

    Raises CommandError and PublishError; running it again goes on from where it stopped.
    """
    started = time.monotonic()
    store.begin()
    known, pending = _remembered(store)
    if known is None and not options.adopt and not store.is_empty():
        hint = "Add --adopt to publish into it all the same: what is in it stays, unless the site"
        raise CommandError(
            f"{store.name} holds files that sitegen did not publish",
            f"{hint} has a file of that name.",
        )
    listing = b"".join(encoded(of_build(dist, rules)))
    # What is in a folder that is taken over may be right already.
    unsure = {item.path: 0 for item in _listed(listing)} if known is None and options.adopt else {}
    difference = planning.compare(
        _listed(listing),
        _listed(known or _NOTHING),
        pending | unsure,
        headers=store.keeps_headers,
        now=options.now,
        purge=options.purge,
    )
    missing = _missing(store, difference.doubtful, progress)
    phases = planning.in_phases(difference.new, (*difference.changed, *missing), dist)
    checked = 0
    as_recorded = listing == known and pending == difference.leaving
    if not options.dry_run and not as_recorded:
        checked = _Work(dist, store, phases, difference, progress).carry_out(listing, pending)
    return Report(
        target=store.name,
        brought={phase: [item.path for item in items] for phase, items in phases.items()},
        removed=difference.gone,
        unchanged=difference.unchanged + len(difference.doubtful) - len(missing),
        bytes=sum(item.size for items in phases.values() for item in items),
        checked=checked,
        seconds=time.monotonic() - started,
    )


def _remembered(store: Store) -> tuple[bytes | None, dict[str, int]]:
    """The target's manifest (None: it has none) and what it may hold besides."""
    known, pending = store.read(LISTING), store.read(PENDING)
    try:
        if known is not None:
            # All of it is looked at before anything is done by it.
            for _ in _listed(known):
                pass
        found = {} if pending is None else decoded_pending(pending)
    except DamagedListingError as problem:
        hint = f"Remove {LISTING} and {PENDING} there, and publish with --adopt."
        raise PublishError(f"the records at {store.name} are damaged: {problem}", hint) from None
    if known is None and pending is not None:
        # The first publication was stopped on its way.
        return _NOTHING, found
    return known, found


def _listed(listing: bytes) -> Iterator[Listed]:
    return decoded(io.BytesIO(listing))


def _missing(store: Store, doubtful: Sequence[Listed], progress: Progress) -> Sequence[Listed]:
    """The files among these that the target has not, or not so, in the same order."""
    if not doubtful:
        return ()
    progress.begin("looking at the target", len(doubtful))
    missing = set[str]()
    checks = in_parallel(doubtful, lambda item: (item, store.holds(item)), store.threads)
    for item, held in checks:
        progress.advance(1)
        if not held:
            missing.add(item.path)
    return [item for item in doubtful if item.path in missing]


class _Work(msgspec.Struct, frozen=True):
    """One publication whose changes are known."""

    dist: Path
    store: Store
    phases: Mapping[str, Sequence[Listed]]
    difference: planning.Difference
    progress: Progress

    def carry_out(self, listing: bytes, pending: Mapping[str, int]) -> int:
        """Change the target; the number of files that were read back."""
        store, leaving = self.store, dict(self.difference.leaving)
        brought = [item for items in self.phases.values() for item in items]
        changing = {item.path: 0 for item in brought} | dict.fromkeys(self.difference.gone, 0)
        if changing and not store.changes_at_once:
            self._remember({**pending, **leaving, **changing})
        self._change()
        checked = 0 if store.changes_at_once else self._check(brought)
        store.write(LISTING, listing, media_type(LISTING))
        if leaving:
            self._remember(leaving)
        else:
            store.remove(PENDING)
        store.finish()
        return self._check(brought) if store.changes_at_once else checked

    def _remember(self, pending: Mapping[str, int]) -> None:
        self.store.write(PENDING, encoded_pending(dict(pending)), media_type(PENDING))

    def _change(self) -> None:
        gone = self.difference.gone
        if self.store.has_folders:
            brought = (item.path for items in self.phases.values() for item in items)
            early = planning.in_the_way(brought, gone)
            self._remove(early)
            gone = sorted(set(gone) - set(early))
        for phase, items in self.phases.items():
            self._bring(phase, items)
        self._remove(gone)

    def _bring(self, phase: str, items: Sequence[Listed]) -> None:
        if items:
            self.progress.begin(phase, len(items))
        for _ in in_parallel(items, self._put, self.store.threads):
            self.progress.advance(1)

    def _put(self, item: Listed) -> None:
        self.store.put(item, self.dist / item.path)

    def _remove(self, paths: Collection[str]) -> None:
        if paths:
            self.progress.begin("removing", len(paths))
        for step in planning.in_order_of_leaving(paths):
            for _ in in_parallel(step, self.store.remove, self.store.threads):
                self.progress.advance(1)

    def _check(self, brought: Sequence[Listed]) -> int:
        """Read some of what was brought back, evenly spread over all phases."""
        step = max(1, -(-len(brought) // _SAMPLE))
        sample = brought[::step]
        if sample:
            self.progress.begin("reading back", len(sample))
        digests = in_parallel(
            sample, lambda item: (item, self.store.digest(item.path)), self.store.threads
        )
        wrong = [item.path for item, digest in digests if digest != item.digest]
        if wrong:
            hint = "Publish again; if it stays so, something between here and there changes files."
            raise PublishError(f"{self.store.name} gives other bytes back: {wrong[0]}", hint)
        return len(sample)
