"""One build from end to end: the order of the stages, and what comes of them."""

import gc
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from copy import copy
from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import msgspec

from sitegen import config as configuration
from sitegen.archive import Visibility
from sitegen.build import darkroom, reasons, state, tasks
from sitegen.build.loading import Content, Loader, Surroundings, photo_keys
from sitegen.build.lock import only_build
from sitegen.build.looking import Look, look
from sitegen.build.making import CONTEXT, explain_kept, get_ready, make, path_of
from sitegen.build.output import Output, begin, open_output, seen_from
from sitegen.build.planning import Planner, Request
from sitegen.build.progress import Progress, Silent
from sitegen.build.remembered import (
    Remembered,
    now_ns,
    remembered,
    restamped,
)
from sitegen.build.state import Changes, DamagedStateError, State
from sitegen.build.workers import Workers, available_cores
from sitegen.config import SiteConfig
from sitegen.content.scan import holds_files
from sitegen.errors import BuildError, ContentError, Problem, Severity
from sitegen.pages.permalinks import STUB

# Below so many articles or pages, a second process costs more than it saves.
_WORTH_WORKERS = 300


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """What one build is asked to do; a `now` without zone is in the site's,
    `workers` 0 means as many as help. `explain` are addresses to account for; `state` is the
    folder of the state, .sitegen/ of the site when None."""

    site: Path
    output: Path
    state: Path | None = None
    now: datetime
    base_url: str | None = None
    drafts: bool = False
    future: bool = False
    noindex: bool = False
    workers: int = 0
    clean: bool = False
    strict: bool = False
    minify: bool = True
    explain: tuple[str, ...] = ()

    @property
    def memory(self) -> Path:
        """The folder of the state."""
        return self.state or self.site / state.FOLDER


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a build; `pages` counts by kind and language ("" for what has none).

    `reasons` counts the files made anew by why they were; `explanations` are sentences by
    address.
    """

    output: str
    pages: Mapping[str, Mapping[str, int]]
    articles: int
    stories: int
    redirects: int
    images: int
    written: int
    unchanged: int
    removed: int
    next_due: datetime | None
    seconds: float
    problems: tuple[Problem, ...]
    reasons: Mapping[str, int] = {}
    explanations: Mapping[str, str] = {}


class Places(NamedTuple):
    """Where a build writes: the output, the state and the file in which that is."""

    output: Output
    store: State
    file: Path

    def close(self) -> None:
        """Let go of them, and of all that is of use while building only."""
        self.file.with_name(CONTEXT).unlink(missing_ok=True)
        self.store.close()
        self.output.discard()


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """All of what a build was asked that its pages depend on."""

    config: SiteConfig
    drafts: bool
    future: bool
    noindex: bool
    minify: bool


class Memory(msgspec.Struct, frozen=True):
    """What the state keeps of a whole build beside its tables.

    `scanned` is what was wrong with the files of `content/` as such, and `until` the first moment
    at which the site would change by itself.
    """

    environment: str
    options: str
    now: datetime
    until: datetime | None
    scanned: tuple[Problem, ...]
    report: Report


def build(options: Options, progress: Progress | None = None) -> Report:
    """Build the site.

    Raises ContentError with every problem when there is any error (with `strict`, any
    warning); nothing in the output has changed then. Raises CommandError and BuildError.
    """
    started = time.monotonic()
    listener = progress or Silent()
    config = configuration.load(options.site, options.base_url)
    collecting = gc.isenabled()
    # A build makes millions of values without cycles; looking for these is a tenth of its time.
    gc.disable()
    try:
        with only_build(options.memory):
            try:
                return Build(options, config, listener, started).run()
            except DamagedStateError:
                listener.tell(state.UNUSABLE)
                anew = msgspec.structs.replace(options, clean=True)
                return Build(anew, config, listener, started).run()
    except DamagedStateError as problem:
        raise BuildError(f"{options.memory}: {problem}") from problem
    except OSError as problem:
        where = f"{problem.filename}: " if problem.filename else ""
        raise BuildError(f"{where}{problem.strerror or problem}") from problem
    finally:
        if collecting:
            gc.enable()


class Completed(NamedTuple):
    """A build that is in its place, and what the state was told of it."""

    report: Report
    changes: Changes


class Build:
    """The stages of one build and what they share."""

    def __init__(
        self, options: Options, config: SiteConfig, progress: Progress, started: float
    ) -> None:
        self._options, self._config, self._progress = options, config, progress
        self._started, self.seen = started, now_ns()
        zone = ZoneInfo(config.timezone)
        now = options.now
        self._now = now.astimezone(zone) if now.tzinfo else now.replace(tzinfo=zone)

    def run(self) -> Report:
        """All stages, one after the other."""
        places = self.open()
        try:
            return self._with(places)
        finally:
            tasks.forget()
            places.close()

    def with_progress(self, progress: Progress) -> "Build":
        """The same build, told to somebody else."""
        made = copy(self)
        made._progress = progress  # noqa: SLF001 (another of this class)
        return made

    def open(self) -> Places:
        """The output and the state, ready to be used."""
        options = self._options
        output = open_output(options.output, options.site, options.memory)
        file, notice = state.prepare(options.memory, clean=options.clean)
        if notice:
            self._progress.tell(notice)
        return Places(output, State(file), file)

    def look(self, places: Places) -> Look:
        """All files, and what the state knows of them."""
        output, store = places.output, places.store
        trusted = (
            store.memory("output") == self._output_name()
            and store.memory("manifest") == output.owned.digest()
        )
        known = remembered(store)
        seen = look(self._options.site, self._config, known, output, trusted=trusted)
        last = last_build(store)
        if last and _by_kind(_kinds(known)) != last.report.pages:
            raise DamagedStateError("the files of the output are not those that were counted")
        return seen

    def loader(self, places: Places, workers: Workers) -> Loader:
        """What reads the site's files."""
        return Loader(
            self._options.site,
            self._config,
            places.store,
            places.file,
            workers=workers,
            progress=self._progress,
            minify=self._options.minify,
        )

    def request(self, seen: Look, content: Content) -> Request:
        """What is to be made of what was read."""
        options = self._options
        return Request(
            folder=options.site,
            config=self._config,
            content=content,
            around=seen.around,
            known=seen.known,
            stands=seen.stands,
            trusted=seen.trusted,
            visibility=Visibility(self._now, options.drafts, options.future),
            noindex=options.noindex,
            minify=options.minify,
            clean=options.clean,
        )

    def _with(self, places: Places) -> Report:
        with self.workers() as workers:
            if places.store.memory("last") is None and self._is_large():
                workers.start(tasks.begin)
            return self._built(places, workers)

    def _is_large(self) -> bool:
        """Whether a first build is worth several processes, without reading all names."""
        return holds_files(self._options.site / "content", _WORTH_WORKERS)

    def _built(self, places: Places, workers: Workers) -> Report:
        store = places.store
        seen = self.look(places)
        known, last = seen.known, last_build(store)
        as_before = (
            last is not None
            and seen.trusted
            and not seen.stands.changed
            and seen.found.problems == last.scanned
            and not seen.mistakes
            and self._nothing_new(last, seen.around)
        )
        if last and as_before and seen.same:
            return self._as_before(last, known)
        loader = self.loader(places, workers)
        content = loader.load(
            seen.found, seen.static, known, sources=seen.sources, files=seen.files
        )
        if seen.mistakes:
            raise ContentError([*content.problems, *seen.mistakes])
        if last and as_before and content.is_as_before(known):
            rows = restamped(known, seen.stands)
            memory = {"seen": str(self.seen).encode()}
            store.finish(Changes(content.sources, content.files, rows, memory))
            return self._as_before(last, known)
        planner = Planner(self.request(seen, content), store)
        report = self.complete(planner, places, workers, self.seen).report
        store.forget_unused(content.digests, content.bodies)
        seconds = round(time.monotonic() - self._started, 3)
        return msgspec.structs.replace(report, seconds=seconds)

    def workers(self) -> Workers:
        """Processes, should there be enough to do for them."""
        cores = self._options.workers or available_cores()
        return Workers(cores, 0 if self._options.workers else _WORTH_WORKERS)

    # --- nothing to do ---------------------------------------------------------------------

    def _output_name(self) -> bytes:
        return seen_from(self._options.site, self._options.output)

    def _nothing_new(self, last: Memory, around: Surroundings) -> bool:
        return (
            not self._options.clean
            and last.environment == around.digest
            and last.options == self._asked()
            and last.now <= self._now
            and (last.until is None or self._now < last.until)
        )

    def _asked(self) -> str:
        """All of the options that pages depend on."""
        options = self._options
        asked = Asked(
            config=self._config,
            drafts=options.drafts,
            future=options.future,
            noindex=options.noindex,
            minify=options.minify,
        )
        return msgspec.json.encode(asked).decode()

    def _as_before(self, last: Memory, known: Remembered) -> Report:
        self._stop(last.report.problems)
        return msgspec.structs.replace(
            last.report,
            output=str(self._options.output),
            written=0,
            unchanged=len(known.outputs),
            removed=0,
            seconds=round(time.monotonic() - self._started, 3),
            reasons={},
            explanations={
                url: explain_kept(path_of(url, self._config), known.outputs.keys())
                for url in self._options.explain
            },
        )

    # --- a build ---------------------------------------------------------------------------

    def complete(self, planner: Planner, places: Places, workers: Workers, seen: int) -> Completed:
        """Make what differs, put it in its place, and have the state know; `seen` is when the
        first file was looked at, in ns."""
        request, (output, store, file) = planner.request, places
        content = request.content
        problems = [*content.problems, *planner.problems]
        context = get_ready(planner, output, file, workers)
        plan = planner.plan(lambda: self._progress.advance(0))
        problems += plan.problems
        self._stop(problems)
        begin(output)
        made = make(
            planner, plan, output, context=context, workers=workers, progress=self._progress
        )
        written, removed = made.commit(output, workers, self._progress)
        rows = made.rows(output.folder)
        kinds, archive = made.kinds(), planner.site.archive
        report = Report(
            output=str(self._options.output),
            pages=_by_kind(kinds),
            articles=len(archive.articles),
            stories=len({item.story for item in archive.articles}),
            redirects=sum(
                count for (kind, _), count in kinds.items() if kind in ("redirect", STUB)
            ),
            images=kinds["image", ""],
            written=written,
            unchanged=kinds.total() - written,
            removed=removed,
            next_due=archive.next_due,
            seconds=0,
            problems=tuple(sorted(set(problems))),
            reasons=reasons.counted(made.reasons),
            explanations={url: made.explain(url) for url in self._options.explain},
        )
        memory = Memory(
            environment=request.around.digest,
            options=self._asked(),
            now=self._now,
            until=planner.until(),
            scanned=content.scanned,
            report=report,
        )
        notes = {
            "seen": str(seen).encode(),
            "output": self._output_name(),
            "manifest": output.owned.digest(),
            "last": msgspec.json.encode(memory),
            "inputs": msgspec.json.encode(planner.inputs),
            "visibility": msgspec.json.encode(request.visibility),
        }
        changes = Changes(
            content.sources,
            content.files,
            rows,
            {**content.memory, **planner.memory, **notes},
        )
        store.finish(changes)
        used, before = photo_keys(content.beside), photo_keys(content.beside_earlier)
        if used != before:
            folder = file.parent / darkroom.FOLDER
            darkroom.clear_out(folder, used=used, gone=before - used)
        return Completed(report, changes)

    def _stop(self, problems: Iterable[Problem]) -> None:
        """Raise when there is an error; with `strict` a warning is one."""
        strict = self._options.strict
        if any(strict or item.severity is Severity.ERROR for item in problems):
            raise ContentError(problems)


def last_build(store: State) -> Memory | None:
    """What the state keeps of the last build; None when there was none."""
    record = store.memory("last")
    try:
        return msgspec.json.decode(record, type=Memory) if record else None
    except msgspec.DecodeError as problem:
        raise DamagedStateError(str(problem)) from None


def _kinds(known: Remembered) -> Counter[tuple[str, str]]:
    return Counter((row.kind, row.lang) for row in known.outputs.values())


def _by_kind(kinds: Counter[tuple[str, str]]) -> Mapping[str, Mapping[str, int]]:
    table: dict[str, dict[str, int]] = defaultdict(dict)
    for (kind, lang), count in sorted(kinds.items()):
        table[kind][lang] = count
    return dict(table)
