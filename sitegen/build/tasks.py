"""What worker processes do: probe files, load articles, render jobs. Functions of values."""

import hashlib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from sitegen import markup
from sitegen.build.output import Entry, Staged, stage
from sitegen.build.state import Rendered, State, versions
from sitegen.content import load, media
from sitegen.content.scan import OtherFile, SourceFile
from sitegen.errors import BuildError, ContentError, Problem, error
from sitegen.images import scaled
from sitegen.render import feeds
from sitegen.render.html import Renderer
from sitegen.types import (
    Article,
    ArticlePage,
    Chrome,
    Copy,
    Document,
    Feed,
    HtmlPage,
    Job,
    Media,
    Scaled,
    Words,
)


class ProbeContext(msgspec.Struct, frozen=True):
    """What the probing of files needs to know."""

    content: str
    base_path: str
    widths: tuple[int, ...]
    quality: int


Probed = tuple[Media | None, tuple[Problem, ...]]


def probe(context: ProbeContext, files: tuple[OtherFile, ...]) -> list[Probed]:
    """Look at files beside articles."""
    return [
        media.probe(
            file,
            Path(context.content),
            base_path=context.base_path,
            widths=context.widths,
            quality=context.quality,
        )
        for file in files
    ]


class Folder(msgspec.Struct, frozen=True):
    """The files that articles of one folder may show, and a digest of all that is known of them."""

    media: Mapping[str, Media]
    digest: str


class LoadContext(msgspec.Struct, frozen=True):
    """What the loading of articles needs to know."""

    content: str
    timezone: str
    state: str


class Loaded(msgspec.Struct, frozen=True):
    """One article as read; `rendered` is None when the state knows its body already."""

    path: str
    article: Article | None
    rendered: Rendered | None
    problems: tuple[Problem, ...]


def load_articles(
    context: LoadContext, sources: tuple[tuple[SourceFile, Folder], ...]
) -> list[Loaded]:
    """Read, check and render articles; bodies that the state knows are not rendered again."""
    zone = ZoneInfo(context.timezone)
    drafts = []
    results: dict[str, Loaded] = {}
    for source, folder in sources:
        draft, problems = load.read(source, Path(context.content))
        if draft is None:
            results[source.path] = Loaded(source.path, None, None, problems)
        else:
            drafts.append((draft, folder, _body_digest(draft, folder)))
    known = _state(context.state).get([digest for _, _, digest in drafts])
    for draft, folder, digest in drafts:
        rendered = known.get(digest) or _rendered(draft, folder)
        article, problems = load.article(
            draft, rendered.body, digest, zone=zone, media=folder.media
        )
        path = draft.source.path
        fresh = None if digest in known else rendered
        results[path] = Loaded(path, article, fresh, (*rendered.problems, *problems))
    return [results[source.path] for source, _ in sources]


def _rendered(draft: load.Draft, folder: Folder) -> Rendered:
    return Rendered(
        *markup.render(
            draft.body,
            path=draft.source.path,
            lang=draft.source.lang,
            media=folder.media,
            first_line=draft.body_line,
        )
    )


def _body_digest(draft: load.Draft, folder: Folder) -> str:
    source = draft.source
    parts = (source.path, source.lang, str(draft.body_line), folder.digest, _versions(), draft.body)
    return hashlib.blake2b("\0".join(parts).encode(), digest_size=16).hexdigest()


@lru_cache(maxsize=1)
def _versions() -> str:
    return versions()


_open_states: dict[str, State] = {}


def _state(file: str) -> State:
    if file not in _open_states:
        _open_states[file] = State(Path(file))
    return _open_states[file]


def forget() -> None:
    """Let go of what this process keeps from batch to batch."""
    while _open_states:
        _open_states.popitem()[1].close()
    _renderer.cache_clear()


class RenderContext(msgspec.Struct, frozen=True):
    """What the rendering of jobs needs to know; `build` names it for a worker's memory."""

    build: str
    output: str
    state: str
    templates: Mapping[str, str]
    words: Mapping[str, Words]
    chromes: Mapping[str, Chrome]
    force: bool
    minify: bool


class Task(msgspec.Struct, frozen=True):
    """A job, the output file it makes, the name under which that is staged, and its owner."""

    path: str
    name: str
    owner: str
    job: Job
    known: Entry | None


def render_jobs(context: RenderContext, tasks: tuple[Task, ...]) -> list[Staged]:
    """Render jobs and stage the files that differ from those in place."""
    renderer = _renderer(_Once(context.build, context))
    bodies = _bodies(context, tasks)
    return [_stage(context, renderer, task, bodies) for task in tasks]


def _stage(
    context: RenderContext, renderer: Renderer, task: Task, bodies: Mapping[str, str]
) -> Staged:
    output = Path(context.output)
    if not context.force and task.known is not None and _stands(output / task.path, task):
        return Staged(task.path, task.known, "")
    if isinstance(task.job, Copy | Scaled):
        data = _from_file(task.job, task.owner)
    else:
        data = _data(renderer, task.job, bodies)
    return stage(output, task.path, data, task.name, force=context.force)


def _stands(file: Path, task: Task) -> bool:
    """Whether a file made of another one, whose address or digest says all, need not be remade."""
    job, known = task.job, task.known
    if known is None or not (isinstance(job, Scaled) or _is_copied(job, known)):
        return False
    try:
        return file.stat().st_size == known.size
    except OSError:
        return False


def _is_copied(job: Job, known: Entry) -> bool:
    return isinstance(job, Copy) and job.digest == known.digest


def _from_file(job: Copy | Scaled, owner: str) -> bytes:
    try:
        return scaled(job) if isinstance(job, Scaled) else Path(job.source).read_bytes()
    except OSError as problem:
        message = f"the file cannot be read to its end: {problem.strerror or problem}"
        raise ContentError([error(owner, message, hint="Save it again.")]) from None


def _data(renderer: Renderer, job: HtmlPage | Feed | Document, bodies: Mapping[str, str]) -> bytes:
    if isinstance(job, Document):
        return job.text.encode()
    if isinstance(job, Feed):
        return feeds.render(job, bodies)
    return renderer.page(job, bodies[job.body] if isinstance(job, ArticlePage) else "")


def _bodies(context: RenderContext, tasks: tuple[Task, ...]) -> Mapping[str, str]:
    wanted: dict[str, None] = {}
    for task in tasks:
        if isinstance(task.job, ArticlePage):
            wanted[task.job.body] = None
        elif isinstance(task.job, Feed):
            wanted.update((entry.body, None) for entry in task.job.entries if entry.body)
    if not wanted:
        return {}
    found = _state(context.state).get(list(wanted))
    if len(found) < len(wanted):
        raise BuildError("another build changed what this one had remembered; build again")
    return {digest: rendered.body.html for digest, rendered in found.items()}


class _Once:
    """Carries a context into a cache that is keyed by the build's name alone."""

    def __init__(self, build: str, context: RenderContext) -> None:
        self.build, self.context = build, context

    def __hash__(self) -> int:
        return hash(self.build)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Once) and other.build == self.build


@lru_cache(maxsize=1)
def _renderer(once: _Once) -> Renderer:
    context = once.context
    return Renderer(context.templates, context.words, context.chromes, minify=context.minify)
