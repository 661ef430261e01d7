"""One build from end to end: the order of the stages, and what comes of them."""

import hashlib
import time
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from sitegen import assets, schema, theme, words
from sitegen import config as configuration
from sitegen.addresses import iri
from sitegen.archive import Archive, Visibility
from sitegen.build import state, tasks
from sitegen.build.lock import only_build
from sitegen.build.output import Output, Staged, open_output
from sitegen.build.progress import Progress, Silent, followed
from sitegen.build.workers import Workers, available_cores
from sitegen.config import SiteConfig
from sitegen.content.scan import Scan, scan
from sitegen.errors import BuildError, ContentError, Problem, Severity, error
from sitegen.pages.hosting import redirect_count
from sitegen.pages.plan import collisions, output_path, plan
from sitegen.pages.planned import Planned
from sitegen.pages.site import Site
from sitegen.render.html import check_templates, environment
from sitegen.types import (
    Article,
    ArticlePage,
    CalendarPage,
    ChooserPage,
    Copy,
    Document,
    Feed,
    IndexPage,
    Job,
    ListPage,
    Media,
    NotFoundPage,
    RedirectPage,
    Scaled,
    TombstonePage,
    Words,
)

# Below this many articles a second process costs more than it saves.
_WORTH_A_WORKER = 300
_LOAD_BATCH = 100
_PROBE_BATCH = 8
_RENDER_BATCH = 50


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """What one build is asked to do; a `now` without zone is in the site's,
    `workers` 0 means as many as help."""

    site: Path
    output: Path
    now: datetime
    base_url: str | None = None
    drafts: bool = False
    future: bool = False
    workers: int = 0
    clean: bool = False
    strict: bool = False
    minify: bool = True


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a build; `pages` counts by kind and language ("" for what has none)."""

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


def build(options: Options, progress: Progress | None = None) -> Report:
    """Build the site.

    Raises ContentError with every problem when there is any error (with `strict`, any
    warning); nothing in the output has changed then. Raises CommandError and BuildError.
    """
    started = time.monotonic()
    listener = progress or Silent()
    config = configuration.load(options.site, options.base_url)
    try:
        with only_build(options.site / state.FOLDER):
            return _alone(options, config, listener, started)
    except OSError as problem:
        where = f"{problem.filename}: " if problem.filename else ""
        raise BuildError(f"{where}{problem.strerror or problem}") from problem


def _alone(options: Options, config: SiteConfig, listener: Progress, started: float) -> Report:
    """The build, once no other can come between."""
    output = open_output(options.output, options.site)
    try:
        file, notice = state.prepare(options.site / state.FOLDER, clean=options.clean)
        if notice:
            listener.tell(notice)
        found = scan(options.site / "content", config.languages)
        with Workers(options.workers or _helpful(len(found.articles))) as workers:
            made = _Build(
                options, config, output, state_file=file, progress=listener, workers=workers
            )
            return made.run(found, started)
    finally:
        tasks.forget()
        output.discard()


def _helpful(articles: int) -> int:
    return min(available_cores(), 1 + articles // _WORTH_A_WORKER)


class _Build:
    """The stages of one build and what they share."""

    def __init__(
        self,
        options: Options,
        config: SiteConfig,
        output: Output,
        *,
        state_file: Path,
        progress: Progress,
        workers: Workers,
    ) -> None:
        self._options, self._config, self._output = options, config, output
        self._state_file, self._progress, self._workers = state_file, progress, workers
        self._content = options.site / "content"
        zone = ZoneInfo(config.timezone)
        now = options.now
        self._now = now.astimezone(zone) if now.tzinfo else now.replace(tzinfo=zone)

    def run(self, found: Scan, started: float) -> Report:
        problems = list(found.problems)
        media = self._media(found, problems)
        articles, failed = self._articles(found, media, problems)
        try:
            templates = theme.templates(self._options.site)
            static = theme.static_files(self._options.site)
        except ContentError as mistake:
            raise ContentError([*problems, *mistake.problems]) from None
        problems += check_templates(templates)
        spoken = self._words(templates, problems)
        archive = Archive(articles, self._config, self._visibility())
        problems += archive.problems(failed)
        try:
            bundle = assets.bundle(static)
        except ContentError as mistake:
            raise ContentError([*problems, *mistake.problems]) from None
        site = Site(
            config=self._config,
            archive=archive,
            words={lang: words.Translator(spoken[lang]) for lang in spoken},
            media=media,
            assets=bundle.assets,
            now=self._now,
            preview=self._options.drafts or self._options.future,
        )
        planned = [
            *plan(site, self._content, found.bundles),
            *_static(site, static, bundle),
        ]
        problems += collisions(planned, self._config.base_path)
        problems += _missing_logos(self._config, static)
        self._stop(problems)
        kinds: Counter[tuple[str, str]] = Counter()
        files = list(self._rendered(planned, site, templates, spoken, kinds))
        self._progress.begin("writing", len(files))
        written, removed = self._output.commit(files)
        self._progress.advance(len(files))
        self._forget_unused(articles)
        return Report(
            output=str(self._options.output),
            pages=_by_kind(kinds),
            articles=len(archive.articles),
            stories=len({item.story for item in archive.articles}),
            redirects=redirect_count(site),
            images=kinds["image", ""],
            written=written,
            unchanged=len(files) - written,
            removed=removed,
            next_due=archive.next_due,
            seconds=round(time.monotonic() - started, 3),
            problems=tuple(sorted(set(problems))),
        )

    def _visibility(self) -> Visibility:
        options = self._options
        return Visibility(self._now, options.drafts, options.future)

    def _stop(self, problems: Sequence[Problem]) -> None:
        """Raise when there is an error; with `strict` a warning is one."""
        strict = self._options.strict
        if any(strict or item.severity is Severity.ERROR for item in problems):
            raise ContentError(problems)

    def _media(self, found: Scan, problems: list[Problem]) -> Mapping[str, Media]:
        images = self._config.images
        context = tasks.ProbeContext(
            str(self._content), self._config.base_path, images.widths, images.quality
        )
        self._progress.begin("photos and files", len(found.files))
        batches = self._workers.map(tasks.probe, context, found.files, _PROBE_BATCH)
        media = {}
        for item, mistakes in followed(self._progress, batches):
            problems += mistakes
            if item is not None:
                media[item.path] = item
        return media

    def _articles(
        self, found: Scan, media: Mapping[str, Media], problems: list[Problem]
    ) -> tuple[list[Article], frozenset[str]]:
        """All articles that could be read, and the paths of those that could not."""
        folders = _folders(found, media)
        nothing = tasks.Folder({}, "")
        sources = ((item, folders.get(item.folder, nothing)) for item in found.articles)
        context = tasks.LoadContext(
            str(self._content), self._config.timezone, str(self._state_file)
        )
        self._progress.begin("articles", len(found.articles))
        batches = self._workers.map(tasks.load_articles, context, sources, _LOAD_BATCH)
        articles, failed, fresh = [], [], []
        store = state.State(self._state_file)
        for item in followed(self._progress, batches):
            problems += item.problems
            if item.article is None:
                failed.append(item.path)
            else:
                articles.append(item.article)
                if item.rendered is not None:
                    fresh.append((item.article.body, item.rendered))
            if len(fresh) >= _LOAD_BATCH:
                store.put(fresh)
                fresh = []
        store.put(fresh)
        store.close()
        return articles, frozenset(failed)

    def _words(self, templates: Mapping[str, str], problems: list[Problem]) -> Mapping[str, Words]:
        made = environment(templates)
        used = (
            words.in_templates(made, templates) if not check_templates(templates) else frozenset()
        )
        needed = {*used, *words.PLAN_MESSAGES}
        spoken = {}
        for lang in self._config.languages:
            folders = theme.catalogue_folders(self._options.site)
            spoken[lang], missing = words.load(lang, folders, needed)
            problems += missing
        return spoken

    def _rendered(
        self,
        planned: Sequence[Planned],
        site: Site,
        templates: Mapping[str, str],
        spoken: Mapping[str, Words],
        kinds: Counter[tuple[str, str]],
    ) -> Iterator[Staged]:
        context = tasks.RenderContext(
            build=uuid.uuid4().hex,
            output=str(self._options.output),
            state=str(self._state_file),
            templates=templates,
            words=spoken,
            chromes=site.chromes,
            force=self._options.clean,
            minify=self._options.minify,
        )
        self._progress.begin("pages", len(planned))
        work = self._tasks(planned, kinds)
        batches = self._workers.map(tasks.render_jobs, context, work, _RENDER_BATCH)
        return followed(self._progress, batches)

    def _tasks(
        self, planned: Iterable[Planned], kinds: Counter[tuple[str, str]]
    ) -> Iterator[tasks.Task]:
        for number, item in enumerate(planned):
            job = item.make()
            kinds[_kind(job)] += 1
            path = output_path(item.url, self._config.base_path)
            yield tasks.Task(path, str(number), item.owner, job, self._output.owned.get(path))

    def _forget_unused(self, articles: Iterable[Article]) -> None:
        store = state.State(self._state_file)
        store.keep_only(item.body for item in articles)
        store.close()


def _folders(found: Scan, media: Mapping[str, Media]) -> Mapping[str, tasks.Folder]:
    """What the articles of each folder may show."""
    grouped: dict[str, dict[str, Media]] = defaultdict(dict)
    for file in found.files:
        if file.path in media:
            grouped[file.folder][file.path] = media[file.path]
    encode = msgspec.msgpack.Encoder(order="deterministic").encode
    return {
        folder: tasks.Folder(files, hashlib.blake2b(encode(files), digest_size=16).hexdigest())
        for folder, files in grouped.items()
    }


def _missing_logos(config: SiteConfig, static: Mapping[str, Path]) -> Iterator[Problem]:
    """A logo that the configuration names and static/ does not hold."""
    for name in sorted({config.say(config.logo, lang) for lang in config.languages} - {""}):
        if name not in static:
            hint = schema.suggestion(name, sorted(static), "files")
            message = f"the logo “{name}” is not in static/"
            yield error(configuration.CONFIG_FILE, message, hint=hint)


def _static(site: Site, static: Mapping[str, Path], bundle: assets.Bundle) -> Iterator[Planned]:
    """The static files as they are, and the bundled ones under their fingerprints."""
    for address, data in bundle.files.items():
        make = partial(Document, text=data.decode())
        yield Planned(site.base + address, f"static{address}", make)
    for name, file in static.items():
        if name not in (assets.CSS, assets.JS):
            digest = hashlib.sha256(file.read_bytes()).hexdigest()
            make_copy = partial(Copy, source=str(file), digest=digest)
            yield Planned(f"{site.base}/{iri(name)}", f"static/{name}", make_copy)


def _kind(job: Job) -> tuple[str, str]:
    """The kind of file a job makes and its language."""
    if isinstance(job, Feed):
        return "feed", job.lang
    if isinstance(job, Document):
        return "document", ""
    if isinstance(job, Copy | Scaled):
        return ("image" if isinstance(job, Scaled) else "file"), ""
    if isinstance(job, RedirectPage):
        return "redirect", job.lang
    names = {
        ArticlePage: "article",
        ListPage: "list",
        IndexPage: "index",
        CalendarPage: "calendar",
        ChooserPage: "chooser",
        NotFoundPage: "not found",
        TombstonePage: "tombstone",
    }
    return names[type(job)], job.head.lang


def _by_kind(kinds: Counter[tuple[str, str]]) -> Mapping[str, Mapping[str, int]]:
    table: dict[str, dict[str, int]] = defaultdict(dict)
    for (kind, lang), count in sorted(kinds.items()):
        table[kind][lang] = count
    return dict(table)
