"""The archive as the checks see it, read as far as earlier builds and checks do not know it.

Nothing is rendered into the output folder, and that need not even be there: addresses come from
the plan of the site, anchors from the rendered bodies.
"""

import gc
import hashlib
import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from sitegen import config as configuration
from sitegen import theme
from sitegen.archive import Visibility
from sitegen.build import state, tasks
from sitegen.build.loading import Content, Loader, surroundings
from sitegen.build.lock import only_build
from sitegen.build.planning import Planner, Request
from sitegen.build.progress import Progress, followed
from sitegen.build.remembered import (
    Remembered,
    Standing,
    compare,
    file_stamps,
    now_ns,
    remembered,
    source_stamps,
)
from sitegen.build.state import Changes, DamagedStateError, State
from sitegen.build.workers import Workers, available_cores
from sitegen.check import memory
from sitegen.check.facts import Facts, LookContext, Wanted, look
from sitegen.config import SiteConfig
from sitegen.content.scan import Scan, SourceFile, scan
from sitegen.errors import BuildError, ContentError, Problem
from sitegen.pages.site import Site

_WORTH_WORKERS = 300  # files; below that a second process costs more than it saves
_BATCH = 100
_UNUSABLE = "What earlier builds knew could not be used; everything is read anew."
_NOTHING = Remembered({}, {}, {}, 0)
_TEMPLATE_ID = re.compile(r'\sid="([\w-]+)"')


class Loaded(msgspec.Struct, frozen=True, kw_only=True):
    """An archive and all that checks want to know of it.

    `facts` are by source path, and `sizes` in bytes by the path of files beside articles, both
    below `content/`; `outputs` are the paths of all files that a build would make; `anchors` are
    those of every article's page beside the ones of its text; `problems` are what a build would
    tell.
    """

    site: Site
    now: datetime
    facts: Mapping[str, Facts]
    sizes: Mapping[str, int]
    outputs: frozenset[str]
    anchors: frozenset[str]
    problems: tuple[Problem, ...]


def loaded(site: Path, now: datetime, progress: Progress, *, workers: int = 0) -> Loaded:
    """Read the archive (the effect). A `now` without zone is in the site's.

    Raises ContentError when configuration, templates or styles cannot be used at all,
    CommandError and BuildError.
    """
    config = configuration.load(site)
    zone = ZoneInfo(config.timezone)
    moment = now.astimezone(zone) if now.tzinfo else now.replace(tzinfo=zone)
    collecting = gc.isenabled()
    gc.disable()  # as builds do: millions of values without cycles
    try:
        with only_build(site / state.FOLDER):
            try:
                return _Loading(site, config, moment, progress, workers).run(clean=False)
            except DamagedStateError:
                progress.tell(_UNUSABLE)
                return _Loading(site, config, moment, progress, workers).run(clean=True)
    except DamagedStateError as problem:
        raise BuildError(f"{site / state.FOLDER}: {problem}") from problem
    except OSError as problem:
        where = f"{problem.filename}: " if problem.filename else ""
        raise BuildError(f"{where}{problem.strerror or problem}") from problem
    finally:
        if collecting:
            gc.enable()


class _Loading:
    """One reading of an archive, and what its steps share."""

    def __init__(
        self, site: Path, config: SiteConfig, now: datetime, progress: Progress, workers: int
    ) -> None:
        self._site, self._config, self._now = site, config, now
        self._progress, self._count = progress, workers
        self._seen = now_ns()

    def run(self, *, clean: bool) -> Loaded:
        folder = self._site / state.FOLDER
        file, notice = state.prepare(folder, clean=clean)
        if notice:
            self._progress.tell(_UNUSABLE)
        store = State(file)
        cores = self._count or available_cores()
        try:
            with Workers(cores, 0 if self._count else _WORTH_WORKERS) as workers:
                return self._with(store, file, workers)
        finally:
            tasks.forget()
            store.close()

    def _with(self, store: State, file: Path, workers: Workers) -> Loaded:
        found = scan(self._site / "content", self._config.languages)
        static, mistakes = self._static()
        known = remembered(store)
        loader = Loader(
            self._site,
            self._config,
            store,
            file,
            workers=workers,
            progress=self._progress,
            minify=True,
        )
        content = loader.load(
            found,
            static,
            known,
            sources=compare(source_stamps(found), known.sources, known.seen),
            files=compare(
                file_stamps(found, static, self._site / "content"), known.files, known.seen
            ),
        )
        self._keep(store, content)
        try:
            around = surroundings(self._site, self._config)
        except ContentError as mistake:
            mistakes = (*mistakes, *mistake.problems)
        if mistakes:
            raise ContentError([*content.problems, *mistakes])
        request = Request(
            folder=self._site,
            config=self._config,
            content=content,
            around=around,
            known=_NOTHING,
            stands=Standing(frozenset(), {}),
            trusted=False,
            visibility=Visibility(self._now),
            minify=True,
            noindex=False,
            clean=True,
        )
        planner = Planner(request, store)
        plan = planner.plan()
        return Loaded(
            site=planner.site,
            now=self._now,
            facts=self._facts(found, content, known, file, workers),
            sizes={item.path: item.stamp.size for item in found.files},
            outputs=frozenset(plan.candidates),
            anchors=frozenset(
                anchor
                for text in around.templates.values()
                for anchor in _TEMPLATE_ID.findall(text)
            ),
            problems=(*content.problems, *planner.problems, *plan.problems),
        )

    def _static(self) -> tuple[Mapping[str, Path], tuple[Problem, ...]]:
        try:
            return theme.static_files(self._site), ()
        except ContentError as mistake:
            return {}, mistake.problems

    def _keep(self, store: State, content: Content) -> None:
        """Keep what was read, as long as no build has done so.

        From then on, the state says what a build made its output of, which no check may change:
        what was read since is kept under digests only.
        """
        if not store.memory("last"):
            notes = {**content.memory, "seen": str(self._seen).encode()}
            store.finish(Changes(content.sources, content.files, {}, notes))
            store.forget_unused(content.digests, content.bodies)

    def _facts(
        self,
        found: Scan,
        content: Content,
        known: Remembered,
        file: Path,
        workers: Workers,
    ) -> Mapping[str, Facts]:
        context = LookContext(str(self._site / "content"), str(file), self._config.origin)
        keys = {item.path: self._key(item, content, known) for item in found.articles}
        with memory.opened(self._site / state.FOLDER) as kept:
            facts = dict(kept.facts())
            news = [item for item in found.articles if keys[item.path] not in facts]
            wanted = [Wanted(item, _body(content, item)) for item in news]
            self._progress.begin("texts", len(wanted))
            batches = workers.map(look, context, wanted, _BATCH, name=lambda item: item.source.path)
            seen = followed(self._progress, batches)
            added = {keys[item.path]: one for item, one in zip(news, seen, strict=True)}
            kept.keep(added, facts.keys() - keys.values())
        facts.update(added)
        return {path: facts[key] for path, key in keys.items()}

    def _key(self, item: SourceFile, content: Content, known: Remembered) -> bytes:
        """A digest of all that an article's facts are made of."""
        row = content.sources.get(item.path) or known.sources[item.path]
        digest = hashlib.blake2b(row.article, digest_size=16)
        digest.update(self._config.origin.encode())
        return digest.digest()


def _body(content: Content, item: SourceFile) -> bytes:
    article = content.articles.get(item.path)
    return bytes.fromhex(article.body) if article else b""
