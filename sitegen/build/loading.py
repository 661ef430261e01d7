"""The first half of a build: the site's files, read as far as the state does not know them."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from sitegen import theme
from sitegen.artwork import fonts
from sitegen.artwork.fonts import Font
from sitegen.artwork.recipe import recipe
from sitegen.build import darkroom, state, tasks
from sitegen.build.inputs import digest_of
from sitegen.build.progress import Progress, followed
from sitegen.build.remembered import Compared, Remembered, compared_static, stamp_of
from sitegen.build.state import File, Known, Source, State
from sitegen.build.tasks import Folder, Probed
from sitegen.build.workers import Workers
from sitegen.config import CONFIG_FILE, SiteConfig
from sitegen.content.scan import LEDGER, Scan, SourceFile
from sitegen.errors import ContentError, Problem, Severity, error
from sitegen.pages.site import Files
from sitegen.photos import encoding
from sitegen.types import Article, Media

_LOAD_BATCH = 100
# A photo of twelve megapixels takes a second: a few of them are worth another process.
_PROBE_BATCH, _WEIGHT_OF_PHOTO = 1, 75

_NOTHING = Folder({}, "")
_encode = msgspec.json.Encoder(order="deterministic").encode
_decode_probed = msgspec.json.Decoder(Probed).decode


class Surroundings(msgspec.Struct, frozen=True):
    """The templates by name, the fonts of share pictures by language, and a digest of them, of all
    catalogues of words and of what draws."""

    templates: Mapping[str, str]
    digest: str
    fonts: Mapping[str, tuple[Font, ...]] = {}


def surroundings(site: Path, config: SiteConfig) -> Surroundings:
    """Read the templates and catalogues of a site, and look for fonts (the effect)."""
    templates = theme.templates(site)
    parts: list[str | bytes] = [part for pair in sorted(templates.items()) for part in pair]
    for folder in theme.catalogue_folders(site):
        for file in sorted(folder.rglob("*.po")):
            parts += [file.relative_to(folder).as_posix(), file.read_bytes()]
    found = _fonts(site, config) if config.share_pictures else {}
    for lang, some in found.items():
        parts += [lang, *(f"{font.digest} {font.index}" for font in some)]
    if config.share_pictures or config.icon:
        parts.append(recipe())
    return Surroundings(templates, digest_of(parts), found)


def _fonts(site: Path, config: SiteConfig) -> Mapping[str, tuple[Font, ...]]:
    """The fonts of share pictures. Raises ContentError for what is configured and not there."""
    own, missing = {}, []
    for lang, name in config.share_fonts.items():
        file, _, face = name.partition("#")
        own[lang] = (site / file, int(face) if face.isdigit() else 0)
        if not own[lang][0].is_file():
            hint = "Name it as seen from the site's folder; of a collection, the second face is #1."
            missing.append(error(CONFIG_FILE, f"there is no font “{file}”", hint=hint))
    if missing:
        raise ContentError(missing)
    return fonts.find(config.languages, own)


class Read(NamedTuple):
    """A source file as it was read, and the digest of all that went into it."""

    digest: bytes
    known: Known


class Content(msgspec.Struct, frozen=True, kw_only=True):
    """What content/ and static/ hold now, what they held at the last build, and what changed.

    `read` is what was read of every source file, and `articles` those of them that are right;
    `changes` says by source path what happened. `scanned` is what was wrong with files as such,
    `probed` with what lies beside articles. `ledger` are the bytes of content/permalinks.tsv, None
    when there is none. `sources` and `files` are the rows of the state that change.
    """

    read: Mapping[str, Read]
    articles: Mapping[str, Article]
    earlier: Mapping[str, Article]
    changes: Mapping[str, str]
    failed: frozenset[str]
    scanned: tuple[Problem, ...]
    probed: tuple[Problem, ...]
    folders: Mapping[str, Folder]
    beside: Files
    beside_earlier: Files
    static: Mapping[str, Path]
    static_digests: Mapping[str, str]
    ledger: bytes | None
    sources: Mapping[str, Source | None]
    files: Mapping[str, File | None]
    memory: Mapping[str, bytes]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All that is wrong with the files, each for itself."""
        told = (problem for item in self.read.values() for problem in item.known.problems)
        return (*self.scanned, *self.probed, *told)

    @property
    def digests(self) -> Iterable[bytes]:
        """The digests of all records of articles that are in use."""
        return (item.digest for item in self.read.values())

    def is_as_before(self, known: Remembered) -> bool:
        """Whether nothing that was read differs from what the last build read."""
        return all(
            row is not None and path in known.sources and row.article == known.sources[path].article
            for path, row in self.sources.items()
        ) and all(
            row is not None and path in known.files and row.record == known.files[path].record
            for path, row in self.files.items()
        )

    @property
    def bodies(self) -> Iterable[bytes]:
        """The digests of all rendered bodies that are in use."""
        return (bytes.fromhex(article.body) for article in self.articles.values())


class Loader:
    """Reads files and keeps what comes of them in the state."""

    def __init__(
        self,
        site: Path,
        config: SiteConfig,
        store: State,
        file: Path,
        *,
        workers: Workers,
        progress: Progress,
        minify: bool,
    ) -> None:
        self._minify = minify
        self._content, self._config = site / "content", config
        self._store, self._file = store, file
        self._workers, self._progress = workers, progress
        self._memory: dict[str, bytes] = {}

    def load(
        self,
        found: Scan,
        static: Mapping[str, Path],
        known: Remembered,
        *,
        sources: Compared,
        files: Compared,
        before: Content | None = None,
    ) -> Content:
        """Everything that the site's files say; `before` is what the last build had of them, when
        that is still in memory."""
        if wrong := _unwritable(self._config):
            raise ContentError(wrong)
        probed, probe_rows = self._probed(found, known, files)
        digests, static_rows = self._static(static, known, files)
        ledger, ledger_row = self._ledger(files)
        media = {name: item.media for name, item in probed.items() if item.media is not None}
        folders = _folders(found, {**media, **_unreadable(probed)})
        loaded = self._loaded(found, sources, folders)
        old = before.read if before else self._remembered(known)
        read = {}
        for item in found.articles:
            now = loaded.get(item.path) or old.get(item.path)
            if now is None:
                raise state.DamagedStateError(item.path)
            read[item.path] = now
        earlier = before.articles if before else _articles(old)
        files_before = before.beside if before else self._files_before(known, earlier)
        return Content(
            read=read,
            articles=_articles(read),
            earlier=earlier,
            changes=_changes(old, read),
            failed=frozenset(path for path, item in read.items() if item.known.article is None),
            scanned=found.problems,
            probed=tuple(problem for item in probed.values() for problem in item.problems),
            folders=folders,
            beside=Files(str(self._content), media, found.bundles),
            beside_earlier=files_before,
            static=static,
            static_digests=digests,
            ledger=ledger,
            sources=self._source_rows(known, sources, loaded),
            files={**dict.fromkeys(files.gone), **probe_rows, **static_rows, **ledger_row},
            memory=self._memory,
        )

    def edited(
        self,
        before: Content,
        edited: Sequence[SourceFile],
        known: Remembered,
        static: Mapping[str, Path] | None,
    ) -> Content:
        """Everything, when nothing but these articles was edited since `before`; their stamps
        are those of the files now. `static` are the static files, None when they are as before."""
        wanted = [(item, before.folders.get(item.folder, _NOTHING)) for item in edited]
        loaded = self._read(wanted)
        read, articles = {**before.read, **loaded}, {**before.articles}
        for path, item in loaded.items():
            articles.pop(path, None)
            if item.known.article is not None:
                articles[path] = item.known.article
        stamps = {item.path: stamp_of(item) for item in edited}
        digests, files = before.static_digests, dict[str, File | None]()
        if static is not None:
            compared = compared_static(static, known)
            digests, rows = self._static(static, known, compared)
            files = {**dict.fromkeys(compared.gone), **rows}
        return msgspec.structs.replace(
            before,
            read=read,
            articles=articles,
            earlier=before.articles,
            changes=_changes({path: before.read[path] for path in loaded}, loaded),
            failed=frozenset(path for path, item in loaded.items() if item.known.article is None),
            beside_earlier=before.beside,
            static=before.static if static is None else static,
            static_digests=digests,
            sources={path: Source(*stamps[path], item.digest) for path, item in loaded.items()},
            files=files,
            memory={},
        )

    # --- files -----------------------------------------------------------------------------

    def _probed(
        self, found: Scan, known: Remembered, files: Compared
    ) -> tuple[Mapping[str, Probed], Mapping[str, File]]:
        """What is known of files beside articles, by path below content/."""
        images = self._config.images
        photos = self._file.parent / darkroom.FOLDER
        context = tasks.ProbeContext(
            str(self._content), self._config.base_path, str(photos), images
        )
        way = _encode((self._config.base_path, images))
        again = self._store.memory("probing") != way
        wanted = [item for item in found.files if again or f"content/{item.path}" in files.doubtful]
        self._progress.begin("photos and files", len(wanted))
        batches = self._workers.map(
            tasks.probe,
            context,
            wanted,
            _PROBE_BATCH,
            name=lambda item: f"content/{item.path}",
            weigh=lambda _: _WEIGHT_OF_PHOTO,
        )
        new = dict(
            zip((item.path for item in wanted), followed(self._progress, batches), strict=True)
        )
        rows = {
            f"content/{path}": File(*files.stamps[f"content/{path}"], _encode(probed))
            for path, probed in new.items()
        }
        old = {
            item.path: _decode_probed(known.files[f"content/{item.path}"].record)
            for item in found.files
            if item.path not in new
        }
        self._memory["probing"] = way
        return {**old, **new}, rows

    def _static(
        self, static: Mapping[str, Path], known: Remembered, files: Compared
    ) -> tuple[Mapping[str, str], Mapping[str, File]]:
        """The SHA-256 of every static file, by its address below the base URL."""
        digests, rows = {}, {}
        for name, file in static.items():
            key = f"static/{name}"
            if key in files.doubtful:
                digests[name] = hashlib.sha256(file.read_bytes()).hexdigest()
                rows[key] = File(*files.stamps[key], digests[name].encode())
            else:
                digests[name] = known.files[key].record.decode()
        return digests, rows

    def _ledger(self, files: Compared) -> tuple[bytes | None, Mapping[str, File]]:
        """The bytes of the ledger."""
        if LEDGER not in files.stamps:
            return None, {}
        data = (self._content / LEDGER).read_bytes()
        if LEDGER not in files.doubtful:
            return data, {}
        return data, {LEDGER: File(*files.stamps[LEDGER], digest_of([data]).encode())}

    # --- articles --------------------------------------------------------------------------

    def _remembered(self, known: Remembered) -> Mapping[str, Read]:
        """All articles of the last build as they were read, by source path."""
        if not known.sources:
            return {}
        wanted = {row.article for row in known.sources.values()}
        read = state.read_known
        records = {
            digest: read(record)
            for digest, record in self._store.all_articles().items()
            if digest in wanted
        }
        if len(records) < len(wanted):
            raise state.DamagedStateError("an article is missing")
        return {
            path: Read(row.article, records[row.article]) for path, row in known.sources.items()
        }

    def _files_before(self, known: Remembered, earlier: Mapping[str, Article]) -> Files:
        return Files(str(self._content), _earlier_media(known), _bundles(earlier))

    def _loaded(
        self,
        found: Scan,
        sources: Compared,
        folders: Mapping[str, Folder],
    ) -> Mapping[str, Read]:
        """What was read now, by source path: all that is in doubt."""
        before = msgspec.json.decode(self._store.memory("folders") or b"{}", type=dict[str, str])
        now = {folder: item.digest for folder, item in folders.items()}
        changed = {name for name in before.keys() | now.keys() if before.get(name) != now.get(name)}
        way = _encode((self._config.timezone, self._config.languages, self._minify))
        again = self._store.memory("loading") != way
        wanted = [
            (item, folders.get(item.folder, _NOTHING))
            for item in found.articles
            if again or item.path in sources.doubtful or (changed and item.folder in changed)
        ]
        self._memory["folders"] = _encode(now)
        self._memory["loading"] = way
        self._progress.begin("articles", len(wanted))
        return self._read(wanted)

    def _read(self, wanted: Sequence[tuple[SourceFile, Folder]]) -> Mapping[str, Read]:
        """Read source files now."""
        context = tasks.LoadContext(
            str(self._content), self._config.timezone, str(self._file), self._minify
        )
        loaded: dict[str, Read] = {}
        batches = self._workers.map(
            tasks.load_articles, context, wanted, _LOAD_BATCH, name=_source_name
        )
        for batch in batches:
            self._progress.advance(len(batch))
            self._store.remember(
                [(item.digest, item.record) for item in batch if item.fresh],
                [item.body for item in batch if item.body],
            )
            # Bodies go no further than the state: those of an archive would fill the memory.
            loaded.update(
                (item.path, Read(item.digest, state.read_known(item.record))) for item in batch
            )
        return loaded

    def _source_rows(
        self, known: Remembered, sources: Compared, loaded: Mapping[str, Read]
    ) -> Mapping[str, Source | None]:
        rows: dict[str, Source | None] = dict.fromkeys(sources.gone)
        for path, item in loaded.items():
            row = Source(*sources.stamps[path], item.digest)
            if row != known.sources.get(path):
                rows[path] = row
        return rows


def _articles(read: Mapping[str, Read]) -> Mapping[str, Article]:
    return {
        path: item.known.article for path, item in read.items() if item.known.article is not None
    }


def _changes(old: Mapping[str, Read], new: Mapping[str, Read]) -> Mapping[str, str]:
    """What happened to every source file whose article is another now, in words."""
    changes = {}
    for path, item in new.items():
        before = old.get(path)
        if before is item:
            continue
        if (before and before.known.article) != item.known.article:
            changes[path] = f"content/{path} {'changed' if before else 'is new'}"
    return {**changes, **{path: f"content/{path} is gone" for path in old.keys() - new.keys()}}


def _source_name(item: tuple[SourceFile, Folder]) -> str:
    return f"content/{item[0].path}"


def _earlier_media(known: Remembered) -> Mapping[str, Media]:
    found = {}
    for name, row in known.files.items():
        if name.startswith("content/"):
            media = _decode_probed(row.record).media
            if media is not None:
                found[media.path] = media
    return found


def _unwritable(config: SiteConfig) -> tuple[Problem, ...]:
    """Formats of photos that the configuration wants and this installation cannot make."""
    return tuple(
        error(
            CONFIG_FILE,
            f"the installed Pillow cannot write {form.upper()}, which “images.formats” names",
            hint="Install Pillow from its wheels (pip install pillow), or take the format out.",
        )
        for form in encoding.unavailable(config.images)
    )


def photo_keys(files: Files) -> frozenset[str]:
    """The names under which the prints of all photos are kept."""
    return frozenset(item.photo.key for item in files.media.values() if item.photo)


def _bundles(articles: Mapping[str, Article]) -> frozenset[str]:
    folders = ((item.story, path.rpartition("/")[0]) for path, item in articles.items())
    return frozenset(folder for story, folder in folders if story == folder)


def _unreadable(probed: Mapping[str, Probed]) -> Mapping[str, Media]:
    """Files that are wrong themselves, which is told of them and not of all that shows them."""
    return {
        path: Media(path=path, url="", digest="")
        for path, item in probed.items()
        if item.media is None and any(one.severity is Severity.ERROR for one in item.problems)
    }


def _folders(found: Scan, media: Mapping[str, Media]) -> Mapping[str, Folder]:
    """What the articles of each folder may show."""
    grouped: dict[str, dict[str, Media]] = defaultdict(dict)
    for file in found.files:
        if file.path in media:
            grouped[file.folder][file.path] = media[file.path]
    return {
        folder: Folder(files, hashlib.blake2b(_encode(files), digest_size=16).hexdigest())
        for folder, files in grouped.items()
    }
