"""A site that stays in memory between builds, for whoever looks at it while it is written.

After a change, what differs is known at once, and any page can be made when it is asked for; the
output follows when there is time. Both come of the same plan as a build's from the command, so
that in the end there are the same bytes.
"""

import gc
import hashlib
import os
import stat
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import NamedTuple, TypeVar

import msgspec

from sitegen import assets, theme
from sitegen import config as configuration
from sitegen.addresses import nfc
from sitegen.build import darkroom, state, tasks
from sitegen.build.darkroom import Darkroom
from sitegen.build.folder import file_in
from sitegen.build.loading import Content, Surroundings, surroundings
from sitegen.build.looking import AS_WE_LEFT_IT, Look, look
from sitegen.build.making import WRITING
from sitegen.build.planning import Planner
from sitegen.build.preview import Preview
from sitegen.build.progress import Progress
from sitegen.build.remembered import Remembered
from sitegen.build.site import Build, Completed, Options, Places
from sitegen.build.state import DamagedStateError, State
from sitegen.config import SiteConfig
from sitegen.content.scan import LEDGER, SourceFile, Stamp
from sitegen.errors import BuildError, CommandError, ContentError, Problem, Severity, error
from sitegen.pages.plan import Unit
from sitegen.render.html import Renderer
from sitegen.types import Chrome, Words

# What there is to look at in a site.
EVERYTHING = frozenset((configuration.CONFIG_FILE, "content", "templates", "static"))

# More articles than one person edits at once are looked at like all others.
_FEW = 50


Row = TypeVar("Row")


class InterruptedBuildError(Exception):
    """Something more urgent than the output has come."""


class _Interruptible:
    """Progress that ends a build when it is asked to, as long as nothing is moved to its place."""

    def __init__(self, progress: Progress, interrupted: Callable[[], bool]) -> None:
        self._progress, self._interrupted = progress, interrupted
        self._too_late = False

    def begin(self, stage: str, total: int) -> None:
        """A stage begins."""
        self._progress.begin(stage, total)
        self.advance(0)
        self._too_late = stage == WRITING

    def advance(self, count: int) -> None:
        """Steps are done."""
        if not self._too_late and self._interrupted():
            raise InterruptedBuildError
        self._progress.advance(count)

    def tell(self, notice: str) -> None:
        """Something that is worth a line."""
        self._progress.tell(notice)


class _Base(NamedTuple):
    """The last build that is in its place. `seen` is when its files were looked at, in ns."""

    look: Look
    planner: Planner
    sources: dict[str, SourceFile]
    seen: int


class _Now(NamedTuple):
    """The site as it is now, not in its place yet."""

    build: Build
    look: Look
    planner: Planner
    seen: int


class _Rendering(NamedTuple):
    """What renders pages, and all that it was made of."""

    templates: str
    words: Mapping[str, Words]
    chromes: Mapping[str, Chrome]
    renderer: Renderer


class Resident:
    """A site in memory. One thread at a time may change or settle it; any may ask for files.

    `edition` is another text when files that pages show are others, `until` the moment at which
    the site changes by itself. `looks_at_all` when all files are looked at with every change, as
    they are after one that may reach anything, until the output has it.
    """

    _config: SiteConfig | None
    _units: dict[str, Unit]

    def __init__(self, options: Options, progress: Progress, clock: Callable[[], datetime]) -> None:
        self._options, self._progress, self._clock = options, progress, clock
        self._config = None
        self._places: Places | None = None
        self._reader: State | None = None
        self._base: _Base | None = None
        self._now: _Now | None = None
        self._view: Preview | None = None
        self._rendered: _Rendering | None = None
        self._units = {}
        # What changed since the base, and what of it is not in what is shown.
        self._changed: set[str] = set()
        self._unseen: set[str] = set()
        self._wrong: tuple[Problem, ...] = ()
        self._settled_edition = self.edition = ""
        self.looks_at_all = True
        self.base_path = ""
        self.until: datetime | None = None

    # --- what others ask -------------------------------------------------------------------

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All that is known to be wrong with the site as it is now."""
        view = self._view
        failed = [problem for told in [*view.problems.values()] for problem in told] if view else []
        return tuple(sorted({*self._wrong, *failed}))

    @property
    def unsettled(self) -> bool:
        """Whether the output is behind."""
        return self._now is not None

    def find(self, path: str) -> bytes | Path | None:
        """A file by its path in the output, as a build of this moment would leave it; of a site
        with errors, as the last good one did."""
        view = self._view
        return file_in(self._options.output, path) if view is None else view.file(path)

    def left(self, path: str) -> Path | None:
        """A file by its path in the output, as the last build left it."""
        return file_in(self._options.output, path)

    # --- changes ---------------------------------------------------------------------------

    def change(self, paths: Collection[str]) -> bool:
        """Take in what changed at these paths of the site, a folder's standing for all in it.

        Returns whether the site is without errors; else all is as it was, but for `problems`.
        """
        self._changed |= {*paths}
        self._unseen |= {*paths}
        with _without_collector():
            try:
                self._take_in()
            except ContentError as failure:
                self._wrong = failure.problems
            except (BuildError, CommandError) as failure:
                hint = getattr(failure, "hint", "")
                self._wrong = (error("", str(failure), hint=hint),)
            except OSError as problem:
                self._wrong = (_failed(problem),)
            else:
                self._unseen.clear()
                return True
        return False

    def _take_in(self) -> None:
        options = msgspec.structs.replace(self._options, now=self._clock())
        if self._config is None or configuration.CONFIG_FILE in self._changed:
            config = configuration.load(options.site, options.base_url)
            if config != self._config:
                self._config, self._base = config, None
                if self._view is None:
                    self.base_path = config.base_path
        if self._config is None:
            raise AssertionError
        build = Build(options, self._config, self._progress, time.monotonic())
        try:
            now = self._looked(build)
        except DamagedStateError:
            self._progress.tell(state.UNUSABLE)
            self.close()
            options = msgspec.structs.replace(options, clean=True)
            build = Build(options, self._config, self._progress, time.monotonic())
            now = self._looked(build)
        problems = (*now.planner.request.content.problems, *now.planner.problems)
        if any(problem.severity is Severity.ERROR for problem in problems):
            raise ContentError(problems)
        self._show(now, problems)

    def _show(self, now: _Now, problems: Iterable[Problem]) -> None:
        planner = now.planner
        if self._reader is None or self._places is None:
            raise AssertionError
        output = self._places.output.folder
        photos = self._places.file.parent / darkroom.FOLDER
        self._view = Preview(
            planner,
            self._reader,
            output,
            self._rendering(planner),
            darkroom=Darkroom(photos, planner.request.config.images),
            places=self._units,
        )
        self._now, self._wrong = now, tuple(sorted(set(problems)))
        self.base_path = planner.request.config.base_path
        content, known = planner.request.content, planner.request.known
        self.edition = _edition(self._settled_edition, content, known)

    def _rendering(self, planner: Planner) -> Renderer:
        """A renderer, which keeps what it made of templates as long as these are the same."""
        request, known = planner.request, self._rendered
        around, words, chromes = request.around, planner.words, planner.site.chromes
        if known is None or (known.templates, known.words) != (around.digest, words):
            renderer = Renderer(around.templates, words, chromes, minify=request.minify)
        elif known.chromes != chromes:
            renderer = known.renderer.sharing(chromes)
        else:
            return known.renderer
        self._rendered = _Rendering(around.digest, words, chromes, renderer)
        return renderer

    def _looked(self, build: Build) -> _Now:
        """The site as it is now, as far as it is new."""
        if self._places is None:
            self._places = build.open()
            self._reader = State(self._places.file)
        base = self._base
        edited = self._edited(base) if base else None
        self.looks_at_all = edited is None
        if base and edited is not None:
            return self._with_edited(build, self._places, base, edited)
        return self._with_all(build, self._places, base)

    def _with_all(self, build: Build, places: Places, base: _Base | None) -> _Now:
        """Look at all files."""
        if base is None:
            seen = build.look(places)
        else:
            site, config = self._options.site, base.planner.request.config
            seen = look(site, config, base.planner.request.known, None, trusted=True)
        before = base.planner.request.content if base else None
        with build.workers() as workers:
            content = build.loader(places, workers).load(
                seen.found,
                seen.static,
                seen.known,
                sources=seen.sources,
                files=seen.files,
                before=before,
            )
        if seen.mistakes:
            raise ContentError([*content.problems, *seen.mistakes])
        if base and content.failed:
            raise ContentError([*content.problems, *base.planner.problems])
        request = build.request(seen, content)
        planner = Planner(request, places.store, base and base.planner)
        return _Now(build, seen, planner, build.seen)

    def _with_edited(
        self, build: Build, places: Places, base: _Base, edited: Sequence[SourceFile]
    ) -> _Now:
        """Look at articles that were edited, at templates and static files, at nothing else."""
        before = base.planner.request
        static = theme.static_files(self._options.site) if self._has_changed("static") else None
        with build.workers() as workers:
            loader = build.loader(places, workers)
            content = loader.edited(before.content, edited, before.known, static)
        if content.failed:
            raise ContentError([*content.problems, *base.planner.problems])
        seen = base.look._replace(
            around=self._around(base),
            static=content.static,
            stands=AS_WE_LEFT_IT,
            trusted=True,
        )
        planner = Planner(build.request(seen, content), places.store, base.planner)
        return _Now(build, seen, planner, base.seen)

    def _around(self, base: _Base) -> Surroundings:
        # The fonts of share pictures may lie in static/.
        if self._has_changed("templates") or self._has_changed("static"):
            return surroundings(self._options.site, base.planner.request.config)
        return base.look.around

    def _has_changed(self, folder: str) -> bool:
        return any(path.partition("/")[0] == folder for path in self._changed)

    def _edited(self, base: _Base) -> Sequence[SourceFile] | None:
        """The articles that were edited since the last build, when that is all that happened in
        content/; None when more did."""
        found = []
        for path in self._changed:
            top, _, name = path.partition("/")
            if top == "content" and not name:
                return None
            if top != "content":
                continue
            known = base.sources.get(nfc(name))
            now = _stamp(self._options.site / path)
            if known is None and now is None and not _holds(base, nfc(name)):
                continue  # a temporary file, come and gone
            if known is None or now is None or known.name_on_disk != name:
                return None
            found.append(msgspec.structs.replace(known, stamp=now))
        return found if len(found) <= _FEW else None

    # --- the output ------------------------------------------------------------------------

    def settle(self, interrupted: Callable[[], bool]) -> None:
        """Bring the output and the state up to date, unless interrupted."""
        now, places = self._now, self._places
        if now is None or places is None:
            return
        build = now.build.with_progress(_Interruptible(self._progress, interrupted))
        with _without_collector():
            try:
                with build.workers() as workers:
                    done = build.complete(now.planner, places, workers, now.seen)
            except InterruptedBuildError:
                return
            except ContentError as failure:
                self._now, self._wrong = None, failure.problems
                return
            except (BuildError, CommandError, OSError) as failure:
                problem = failure if isinstance(failure, OSError) else None
                told = _failed(problem) if problem else error("", str(failure))
                self._now, self._wrong = None, (told,)
                return
            except DamagedStateError:
                self.close()
                self.change(EVERYTHING)
                return
            finally:
                tasks.forget()
            self._settled(now, places, done)
        gc.freeze()

    def _settled(self, now: _Now, places: Places, done: Completed) -> None:
        content = now.planner.request.content
        if self._base is None:
            places.store.forget_unused(content.digests, content.bodies)
        known = _after(now.planner.request.known, done, now.seen)
        planner = now.planner.settled(known)
        sources = {item.path: item for item in now.look.found.articles}
        self._base = _Base(now.look._replace(known=known), planner, sources, now.seen)
        self._changed = {*self._unseen}
        self._now = self._view = None
        self._settled_edition = self.edition
        if not self._unseen:
            self._wrong = done.report.problems
        self.until = planner.until()

    def close(self) -> None:
        """Let go of the output and the state."""
        places, reader = self._places, self._reader
        self._places = self._reader = self._base = self._now = self._view = None
        tasks.forget()
        if reader is not None:
            reader.close()
        if places is not None:
            places.close()


def _after(known: Remembered, done: Completed, seen: int) -> Remembered:
    """What the state knows once a build is in its place."""
    changes = done.changes
    return Remembered(
        _replaced(known.sources, changes.sources),
        _replaced(known.files, changes.files),
        _replaced(known.outputs, changes.outputs),
        seen,
    )


def _replaced(rows: Mapping[str, Row], changes: Mapping[str, Row | None]) -> Mapping[str, Row]:
    made = {**rows}
    for path, row in changes.items():
        if row is None:
            made.pop(path, None)
        else:
            made[path] = row
    return made


def _edition(before: str, content: Content, known: Remembered) -> str:
    """Another text than before when files are others that stand beside articles.

    Style sheets and the script are left out: pages say themselves which ones they have.
    """
    digest, others = hashlib.blake2b(before.encode(), digest_size=8), False
    for path, row in sorted(content.files.items()):
        old = known.files.get(path)
        same = row is not None and old is not None and row.record == old.record
        if not same and not path.endswith((".css", f"static/{assets.JS}")):
            digest.update(path.encode() + (row.record if row else b""))
            others = True
    return digest.hexdigest() if others else before


def _stamp(file: Path) -> Stamp | None:
    """The stamp of a file as scanning takes it, None for what is no plain file."""
    try:
        facts = os.lstat(file)
    except (OSError, ValueError):
        return None
    if not stat.S_ISREG(facts.st_mode):
        return None
    return Stamp(facts.st_size, facts.st_mtime_ns, facts.st_ctime_ns, facts.st_ino)


def _holds(base: _Base, name: str) -> bool:
    """Whether the last build knew a file or folder of this name in content/."""
    found = base.look.found
    paths = chain(
        (item.path for item in found.articles),
        (item.path for item in found.files),
        # What is left out is known by what was told of it.
        (problem.path.removeprefix("content/") for problem in found.problems),
        () if base.planner.request.content.ledger is None else (LEDGER,),
    )
    return any(path == name or path.startswith(f"{name}/") for path in paths)


def _failed(problem: OSError) -> Problem:
    where = f"{problem.filename}: " if problem.filename else ""
    return error("", f"{where}{problem.strerror or problem}")


@contextmanager
def _without_collector() -> Iterator[None]:
    """Look for cycles later: an archive in memory has none, and takes a second to look through."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
