"""One build from end to end: the order of the stages, and what comes of them."""

import gc
import os
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import msgspec

from sitegen import config as configuration
from sitegen import theme
from sitegen.archive import Visibility
from sitegen.build import reasons, state, tasks
from sitegen.build.loading import Loader, Surroundings, surroundings
from sitegen.build.lock import only_build
from sitegen.build.making import explain_kept, make, path_of
from sitegen.build.output import Output, begin, open_output
from sitegen.build.planning import Planner, Request
from sitegen.build.progress import Progress, Silent
from sitegen.build.remembered import (
    Remembered,
    compare,
    file_stamps,
    now_ns,
    remembered,
    restamped,
    source_stamps,
    standing,
)
from sitegen.build.state import Changes, DamagedStateError, State
from sitegen.build.workers import Workers, available_cores
from sitegen.config import SiteConfig
from sitegen.content.scan import scan
from sitegen.errors import BuildError, ContentError, Problem, Severity

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


class _Places(NamedTuple):
    """Where a build writes: the output, the state and the file in which that is."""

    output: Output
    store: State
    file: Path


class _Memory(msgspec.Struct, frozen=True):
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
                return _Build(options, config, listener, started).run()
            except DamagedStateError:
                listener.tell(state.UNUSABLE)
                anew = msgspec.structs.replace(options, clean=True)
                return _Build(anew, config, listener, started).run()
    except DamagedStateError as problem:
        raise BuildError(f"{options.memory}: {problem}") from problem
    except OSError as problem:
        where = f"{problem.filename}: " if problem.filename else ""
        raise BuildError(f"{where}{problem.strerror or problem}") from problem
    finally:
        if collecting:
            gc.enable()


class _Build:
    """The stages of one build and what they share."""

    def __init__(
        self, options: Options, config: SiteConfig, progress: Progress, started: float
    ) -> None:
        self._options, self._config, self._progress = options, config, progress
        self._started, self._seen = started, now_ns()
        self._content = options.site / "content"
        zone = ZoneInfo(config.timezone)
        now = options.now
        self._now = now.astimezone(zone) if now.tzinfo else now.replace(tzinfo=zone)

    def run(self) -> Report:
        options = self._options
        output = open_output(options.output, options.site, options.memory)
        file, notice = state.prepare(options.memory, clean=options.clean)
        if notice:
            self._progress.tell(notice)
        store = State(file)
        try:
            return self._with(output, store, file)
        finally:
            tasks.forget()
            store.close()
            output.discard()

    def _with(self, output: Output, store: State, file: Path) -> Report:
        options = self._options
        found = scan(self._content, self._config.languages)
        around, static, mistakes = _around(options.site)
        known = remembered(store)
        sources = compare(source_stamps(found), known.sources, known.seen)
        files = compare(file_stamps(found, static), known.files, known.seen)
        trusted = (
            store.memory("output") == self._output_name()
            and store.memory("manifest") == output.owned.digest()
        )
        stands = standing(output.folder, known.outputs, output.owned, sure=trusted)
        last = _last(store)
        as_before = (
            last is not None
            and trusted
            and not stands.changed
            and found.problems == last.scanned
            and not mistakes
            and self._nothing_new(last, around)
        )
        if last and as_before and sources.same and files.same and stands.same:
            return self._as_before(last, known)
        cores = options.workers or available_cores()
        with Workers(cores, 0 if options.workers else _WORTH_WORKERS) as workers:
            loader = Loader(
                options.site,
                self._config,
                store,
                file,
                workers=workers,
                progress=self._progress,
                minify=options.minify,
            )
            content = loader.load(found, static, known, sources, files)
            if mistakes:
                raise ContentError([*content.problems, *mistakes])
            if last and as_before and content.is_as_before(known):
                rows = restamped(known, stands)
                memory = {"seen": str(self._seen).encode()}
                store.finish(Changes(content.sources, content.files, rows, memory))
                return self._as_before(last, known)
            if last and _by_kind(_kinds(known)) != last.report.pages:
                raise DamagedStateError("the files of the output are not those that were counted")
            request = Request(
                folder=options.site,
                config=self._config,
                content=content,
                around=around,
                known=known,
                stands=stands,
                trusted=trusted,
                visibility=Visibility(self._now, options.drafts, options.future),
                minify=options.minify,
                clean=options.clean,
            )
            return self._made(Planner(request, store), _Places(output, store, file), workers)

    # --- nothing to do ---------------------------------------------------------------------

    def _output_name(self) -> bytes:
        """The output as seen from the site, so that both can be restored elsewhere."""
        site, output = self._options.site.resolve(), self._options.output.resolve()
        try:
            return os.path.relpath(output, site).encode()
        except ValueError:  # another drive
            return str(output).encode()

    def _nothing_new(self, last: _Memory, around: Surroundings) -> bool:
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
        asked = (self._config, options.drafts, options.future, options.minify)
        return msgspec.json.encode(asked).decode()

    def _as_before(self, last: _Memory, known: Remembered) -> Report:
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

    def _made(
        self,
        planner: Planner,
        places: _Places,
        workers: Workers,
    ) -> Report:
        request, (output, store, file) = planner.request, places
        content = request.content
        problems = [*content.problems, *planner.problems]
        plan = planner.plan()
        self._stop([*problems, *plan.problems])
        begin(output)
        made = make(planner, plan, output, state=file, workers=workers, progress=self._progress)
        written, removed = made.commit(output, self._progress)
        rows = made.rows(output.folder)
        kinds, archive = made.kinds(), planner.site.archive
        report = Report(
            output=str(self._options.output),
            pages=_by_kind(kinds),
            articles=len(archive.articles),
            stories=len({item.story for item in archive.articles}),
            redirects=sum(count for (kind, _), count in kinds.items() if kind == "redirect"),
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
        memory = _Memory(
            environment=request.around.digest,
            options=self._asked(),
            now=self._now,
            until=planner.until(),
            scanned=content.scanned,
            report=report,
        )
        notes = {
            "seen": str(self._seen).encode(),
            "output": self._output_name(),
            "manifest": output.owned.digest(),
            "last": msgspec.json.encode(memory),
            "inputs": msgspec.json.encode(planner.inputs),
            "visibility": msgspec.json.encode(request.visibility),
        }
        memories = {**content.memory, **planner.memory, **notes}
        store.finish(Changes(content.sources, content.files, rows, memories))
        store.forget_unused(content.digests, content.bodies)
        seconds = round(time.monotonic() - self._started, 3)
        return msgspec.structs.replace(report, seconds=seconds)

    def _stop(self, problems: Iterable[Problem]) -> None:
        """Raise when there is an error; with `strict` a warning is one."""
        strict = self._options.strict
        if any(strict or item.severity is Severity.ERROR for item in problems):
            raise ContentError(problems)


def _around(site: Path) -> tuple[Surroundings, Mapping[str, Path], tuple[Problem, ...]]:
    """Templates and static files, and what is wrong with them: nothing of them is whole then."""
    try:
        return surroundings(site), theme.static_files(site), ()
    except ContentError as mistake:
        return Surroundings({}, ""), {}, mistake.problems


def _last(store: State) -> _Memory | None:
    record = store.memory("last")
    try:
        return msgspec.json.decode(record, type=_Memory) if record else None
    except msgspec.DecodeError as problem:
        raise DamagedStateError(str(problem)) from None


def _kinds(known: Remembered) -> Counter[tuple[str, str]]:
    return Counter((row.kind, row.lang) for row in known.outputs.values())


def _by_kind(kinds: Counter[tuple[str, str]]) -> Mapping[str, Mapping[str, int]]:
    table: dict[str, dict[str, int]] = defaultdict(dict)
    for (kind, lang), count in sorted(kinds.items()):
        table[kind][lang] = count
    return dict(table)
