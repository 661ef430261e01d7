"""What worker processes do: probe files, load articles, render jobs. Functions of values."""

import gc
import hashlib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from sitegen import markup
from sitegen.build.darkroom import Darkroom
from sitegen.build.output import Stage, Staged
from sitegen.build.press import Bodies, Press
from sitegen.build.state import (
    Rendered,
    State,
    known_record,
    read_rendered,
    rendered_record,
)
from sitegen.config import ImageConfig
from sitegen.content import load, media
from sitegen.content.scan import OtherFile, SourceFile
from sitegen.errors import Problem
from sitegen.render.html import TEMPLATES, Renderer
from sitegen.render.minify import minified_body
from sitegen.types import (
    ArticlePage,
    CalendarPage,
    ChooserPage,
    Chrome,
    Copy,
    CorrectionsPage,
    Document,
    Feed,
    Icon,
    IndexPage,
    Job,
    ListPage,
    Media,
    NotFoundPage,
    Printed,
    RedirectPage,
    SearchPage,
    SearchSegment,
    SharePicture,
    TombstonePage,
    Words,
)

JOBS: Mapping[str, type[Job]] = {
    "article": ArticlePage,
    "calendar": CalendarPage,
    "chooser": ChooserPage,
    "copied document": Document,
    "copied feed": Feed,
    "copied file": Copy,
    "copied image": Printed,
    "corrections": CorrectionsPage,
    "document": Document,
    "feed": Feed,
    "file": Copy,
    "gone": TombstonePage,
    "icon": Icon,
    "image": Printed,
    "index": IndexPage,
    "list": ListPage,
    "moved": RedirectPage,
    "not found": NotFoundPage,
    "redirect": RedirectPage,
    "search": SearchSegment,
    "search page": SearchPage,
    "share picture": SharePicture,
    "tombstone": TombstonePage,
    "way in": RedirectPage,
}

# JSON, because it is the one form in which moments keep their distance from Greenwich.
encoded = msgspec.json.Encoder().encode
_DECODERS = {kind: msgspec.json.Decoder(job) for kind, job in JOBS.items()}


def begin(_: None) -> None:
    """Do nothing: who can call this has loaded all that the other functions need."""


class ProbeContext(msgspec.Struct, frozen=True):
    """What the probing of files needs to know; `photos` is where what is made of them is kept."""

    content: str
    base_path: str
    photos: str
    images: ImageConfig


class Probed(msgspec.Struct, frozen=True):
    """A file beside articles as it will be published, None when it cannot be."""

    media: Media | None
    problems: tuple[Problem, ...]


def probe(context: ProbeContext, files: tuple[OtherFile, ...]) -> list[Probed]:
    """Look at files beside articles, and develop the photos among them."""
    develop = Darkroom(Path(context.photos), context.images).photo
    content, base_path = Path(context.content), context.base_path
    return [
        Probed(*media.probe(file, content, base_path=base_path, develop=develop)) for file in files
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
    minify: bool


class Loaded(msgspec.Struct, frozen=True):
    """One source file as read: the digest of all that it was made of, and its record.

    `fresh` when the state does not have that record yet; `body` is the digest and the record of
    its rendered body when the state does not have that.
    """

    path: str
    digest: bytes
    record: bytes
    fresh: bool
    body: tuple[bytes, bytes] | None


def load_articles(
    context: LoadContext, sources: tuple[tuple[SourceFile, Folder], ...]
) -> list[Loaded]:
    """Read, check and render articles; what the state knows is not made again."""
    state = _state(context.state)
    files = [
        _File(context, source, folder, load.data(source, Path(context.content)))
        for source, folder in sources
    ]
    known = state.articles([file.digest for file in files])
    new = [file for file in files if file.digest not in known]
    drafts = {file.source.path: load.decode(file.source, file.data) for file in new}
    digests = {
        file.source.path: _body_digest(draft, file.folder, minify=context.minify)
        for file in new
        if (draft := drafts[file.source.path][0])
    }
    bodies = state.bodies(list(digests.values()))
    made = []
    for file in files:
        path = file.source.path
        if file.digest in known:
            made.append(Loaded(path, file.digest, known[file.digest], fresh=False, body=None))
        elif (draft := drafts[path][0]) is None:
            record = known_record(None, drafts[path][1])
            made.append(Loaded(path, file.digest, record, fresh=True, body=None))
        else:
            made.append(_loaded(context, file, draft, digests[path], bodies.get(digests[path])))
    return made


class _File:
    """A source file's bytes and the digest of all that its article is made of."""

    def __init__(
        self,
        context: LoadContext,
        source: SourceFile,
        folder: Folder,
        data: bytes | tuple[Problem, ...],
    ) -> None:
        self.source, self.folder, self.data = source, folder, data
        way = f"{context.timezone} {context.minify}"
        parts = (source.path, source.story, source.lang, folder.digest, way, "")
        digest = hashlib.blake2b("\0".join(parts).encode(), digest_size=16)
        digest.update(data if isinstance(data, bytes) else encoded(data))
        self.digest = digest.digest()


def _loaded(
    context: LoadContext, file: _File, draft: load.Draft, digest: bytes, record: bytes | None
) -> Loaded:
    rendered = (
        _rendered(draft, file.folder, minify=context.minify)
        if record is None
        else read_rendered(record)
    )
    article, problems = load.article(
        draft,
        rendered.body,
        digest.hex(),
        zone=ZoneInfo(context.timezone),
        media=file.folder.media,
    )
    told = known_record(article, (*rendered.problems, *problems))
    body = (digest, rendered_record(rendered)) if record is None else None
    return Loaded(draft.source.path, file.digest, told, fresh=True, body=body)


def _rendered(draft: load.Draft, folder: Folder, *, minify: bool) -> Rendered:
    body, problems = markup.render(
        draft.body,
        path=draft.source.path,
        lang=draft.source.lang,
        media=folder.media,
        first_line=draft.body_line,
    )
    if minify:
        body = msgspec.structs.replace(body, html=minified_body(body.html))
    return Rendered(body, problems)


def _body_digest(draft: load.Draft, folder: Folder, *, minify: bool) -> bytes:
    source = draft.source
    place = f"{draft.body_line} {minify}"
    parts = (source.path, source.lang, place, folder.digest, draft.body)
    return hashlib.blake2b("\0".join(parts).encode(), digest_size=16).digest()


_open_states: dict[str, State] = {}


def _state(file: str) -> State:
    if file not in _open_states:
        _open_states[file] = State(Path(file))
    return _open_states[file]


def forget() -> None:
    """Let go of what this process keeps from batch to batch."""
    while _open_states:
        _open_states.popitem()[1].close()
    _bench.cache_clear()
    gc.unfreeze()


class RenderContext(msgspec.Struct, frozen=True):
    """What the rendering of jobs needs to know.

    `compare` when files in place may be what a job makes although nobody is sure of them.
    """

    output: str
    state: str
    templates: Mapping[str, str]
    words: Mapping[str, Words]
    chromes: Mapping[str, Chrome]
    compare: bool
    minify: bool
    photos: str
    images: ImageConfig


class Place(msgspec.Struct, frozen=True):
    """A file that a job makes, and the name under which it is staged.

    `known` is the SHA-256 of the file that is sure to stand in its place, "" for none.
    """

    path: str
    name: str
    known: str


class Task(msgspec.Struct, frozen=True):
    """A job of a kind as JSON, those of its files that are wanted, whose they are.

    One with a `weight` takes as long as so many pages.
    """

    places: tuple[Place, ...]
    owner: str
    kind: str
    job: bytes
    weight: int = 1


def save_context(context: RenderContext, file: Path) -> str:
    """Write down what rendering needs to know, once for all batches; returns the file's path."""
    file.write_bytes(msgspec.msgpack.encode(context))
    return str(file)


def get_ready(context: str) -> None:
    """Do what comes before the first job."""
    _bench(context).get_ready()


def render_jobs(context: str, tasks: tuple[Task, ...]) -> list[Staged]:
    """Render jobs and stage the files that differ from those in place."""
    bench = _bench(context)
    jobs: list[Job] = [_DECODERS[task.kind].decode(task.job) for task in tasks]
    bodies = bench.bodies.shown(jobs)
    bench.renderer.expect(job for job in jobs if isinstance(job, ArticlePage))
    made: list[Staged] = []
    for task, job in zip(tasks, jobs, strict=True):
        made += bench.staged(task, job, bodies)
    return made


class _Bench:
    """What a worker keeps from batch to batch."""

    def __init__(self, context: RenderContext) -> None:
        self.context = context
        self.bodies = Bodies(_state(context.state))
        self._stage = Stage(context.output)
        self.renderer = Renderer(
            context.templates, context.words, context.chromes, minify=context.minify
        )
        darkroom = Darkroom(Path(context.photos), context.images)
        self._press = Press(self.renderer, self.bodies, darkroom)

    def get_ready(self) -> None:
        """Compile the templates of which most pages are made, and every process has some."""
        for lang in self.context.chromes:
            for kind in (ArticlePage, ListPage):
                self.renderer.compiled(lang, TEMPLATES[kind])

    def staged(self, task: Task, job: Job, bodies: Mapping[str, str]) -> list[Staged]:
        put, compare = self._stage.put, self.context.compare
        names = [place.path.rpartition("/")[2] for place in task.places]
        datas = self._press.files(job, names, task.owner, bodies)
        return [
            put(place.path, data, place.name, place.known, compare=compare)
            for place, data in zip(task.places, datas, strict=True)
        ]


@lru_cache(maxsize=1)
def _bench(context: str) -> _Bench:
    made = _Bench(msgspec.msgpack.decode(Path(context).read_bytes(), type=RenderContext))
    # What was made so far stays to the end, and need not be looked through for cycles.
    gc.freeze()
    return made
