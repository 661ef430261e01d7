"""The second half of a build: which files have to be made, and their making."""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from urllib.parse import unquote, urlsplit

import msgspec

from sitegen import assets, schema, theme, words
from sitegen import config as configuration
from sitegen.addresses import iri, nfc
from sitegen.archive import Archive, Visibility, problems_of
from sitegen.build import reasons, stale, tasks
from sitegen.build.collisions import new_collisions
from sitegen.build.inputs import Frames, Inputs, differing, of_site
from sitegen.build.loading import Content, Surroundings
from sitegen.build.output import Output, Staged
from sitegen.build.progress import Progress
from sitegen.build.reasons import Reason, because
from sitegen.build.remembered import Remembered, Standing, restamped
from sitegen.build.stamps import stamp
from sitegen.build.state import State, Written
from sitegen.build.workers import Workers
from sitegen.config import SiteConfig
from sitegen.errors import ContentError, Problem, error
from sitegen.pages import sitemaps
from sitegen.pages.plan import collisions, output_path, pages_of, plan
from sitegen.pages.planned import Planned
from sitegen.pages.site import Files, Site
from sitegen.render.html import check_templates, environment
from sitegen.types import Copy, Document, Job, Scaled, Words

_RENDER_BATCH = 50


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """What one build is to be made of."""

    folder: Path
    config: SiteConfig
    content: Content
    around: Surroundings
    known: Remembered
    stands: Standing
    trusted: bool
    visibility: Visibility
    minify: bool
    clean: bool


class Plan(msgspec.Struct, frozen=True):
    """Files that may have to be made, each with the reason if it is, and those that have to go."""

    candidates: Mapping[str, tuple[Planned, Reason]]
    gone: frozenset[str]
    problems: tuple[Problem, ...]


class Maker:
    """Knows the site before and now, and so what has to be made."""

    def __init__(self, request: Request, store: State) -> None:
        self._request, self._store = request, store
        self.memory: dict[str, bytes] = {}
        wrong = check_templates(request.around.templates)
        problems: list[Problem] = list(wrong)
        self._words = self._spoken(problems, readable=not wrong)
        try:
            self._bundle = assets.bundle(request.content.static)
        except ContentError as mistake:
            raise ContentError([*request.content.problems, *problems, *mistake.problems]) from None
        problems += _missing_logos(request.config, request.content.static)
        old_inputs = store.memory("inputs")
        self._before = (
            msgspec.json.decode(old_inputs, type=Inputs) if old_inputs else Inputs({}, {})
        )
        preview = request.visibility.drafts or request.visibility.future
        site_inputs = of_site(request.config, self._words, preview=preview)
        changed = differing(self._before.site, site_inputs)
        self._old, archive = self._archives(changed)
        self.site = self._site(archive, request.content.beside)
        problems += problems_of(archive, request.content.failed)
        self._frames = (
            Frames(request.around.templates, self._words, self.site.chromes, minify=request.minify)
            if not wrong
            else None
        )
        self.inputs = Inputs(site_inputs, self._frames.digests if self._frames else {})
        different = differing(self._before.rendering, self.inputs.rendering)
        self._changed_frames = self._frames.changed(different) if self._frames else {}
        self.problems = tuple(problems)
        self._site_changed = changed

    # --- the site --------------------------------------------------------------------------

    def _spoken(self, problems: list[Problem], *, readable: bool) -> Mapping[str, Words]:
        """The interface's words, from the catalogues when these or the templates changed.

        `readable` says whether all templates are.
        """
        request = self._request
        key = msgspec.json.encode((request.around.digest, request.config.languages))
        if self._store.memory("words of") == key:
            kept = msgspec.json.decode(
                self._store.memory("words"), type=tuple[dict[str, Words], tuple[Problem, ...]]
            )
            problems += kept[1]
            return kept[0]
        templates = request.around.templates
        used = words.in_templates(environment(templates), templates) if readable else frozenset()
        spoken: dict[str, Words] = {}
        told: list[Problem] = []
        for lang in request.config.languages:
            folders = theme.catalogue_folders(request.folder)
            spoken[lang], missing = words.load(lang, folders, {*used, *words.PLAN_MESSAGES})
            told += missing
        problems += told
        if readable:
            self.memory["words"] = msgspec.json.encode((spoken, told))
            self.memory["words of"] = key
        return spoken

    def _archives(self, changed: frozenset[str]) -> tuple[Archive | None, Archive]:
        """The index at the last build, None when all has to be planned anew, and now."""
        request, content = self._request, self._request.content
        seen = self._store.memory("visibility")
        if changed or not seen or not request.trusted or request.clean:
            return None, Archive(content.articles.values(), request.config, request.visibility)
        visibility = msgspec.json.decode(seen, type=Visibility)
        old = Archive(content.earlier.values(), request.config, visibility)
        changes = {path: content.articles.get(path) for path in content.changes}
        return old, old.after(changes, request.visibility)

    def _site(self, archive: Archive, beside: Files) -> Site:
        return Site(
            config=self._request.config,
            archive=archive,
            words={lang: words.Translator(self._words[lang]) for lang in self._words},
            files=beside,
            assets=self._bundle.assets,
            preview=self._request.visibility.drafts or self._request.visibility.future,
        )

    def until(self) -> datetime | None:
        """The first moment at which the site, or what is told of it, would change by itself."""
        archive = self.site.archive
        moments = (archive.next_turn, archive.next_due, sitemaps.next_change(self.site))
        return min((moment for moment in moments if moment), default=None)

    # --- the plan --------------------------------------------------------------------------

    def plan(self) -> Plan:
        """What may have to be made; only when there are no problems."""
        frames = self._changed_frames
        if self._old is None:
            return self._everything()
        try:
            return self._touched(self._old, frames)
        except stale.RespeltError as respelt:
            return self._everything(because(reasons.SITE, (f"“{respelt}” is spelt anew",)))

    def _everything(self, why: Reason | None = None) -> Plan:
        request = self._request
        if why is None:
            why = because(reasons.SITE, sorted(self._site_changed))
            if request.clean:
                why = reasons.CLEAN
            elif not self._before.site:
                why = reasons.FIRST
            elif not self._site_changed:
                why = because(reasons.SITE, ("the output is not as the last build left it",))
        planned = [*plan(self.site), *self._static()]
        problems = collisions(planned, request.config.base_path)
        candidates = {self._path(item): (item, why) for item in planned}
        gone = frozenset(request.known.outputs.keys() - candidates.keys())
        return Plan(candidates, gone, problems)

    def _touched(self, earlier: Archive, frames: Mapping[tuple[str, str], tuple[str, ...]]) -> Plan:
        request = self._request
        old, new = self._site(earlier, request.content.beside_earlier), self.site
        changes = {
            **{
                path: f"content/{path} {_turn(new.archive, path)}"
                for path in earlier.turned(request.visibility)
            },
            **request.content.changes,
        }
        candidates: dict[str, tuple[Planned, Reason]] = {}
        gone: set[str] = set()
        fresh: list[Planned] = []  # what was not at its address before
        for unit, touch in stale.touched(old, new, changes).items():
            before = {self._path(item) for item in pages_of(old, unit)}
            why = because(reasons.ARTICLES, touch.causes)
            for item in pages_of(new, unit):
                path = self._path(item)
                if path in before:
                    before.discard(path)
                else:
                    fresh.append(item)
                known = path in request.known.outputs
                if item.first <= touch.reach or not known:
                    reason = why if known else because(reasons.NEW, touch.causes)
                    candidates[path] = (item, reason)
            gone |= before
        static, static_before = tuple(self._static()), self._static_before()
        why = because(reasons.SITE, ("a file in static/ changed",))
        candidates.update((self._path(item), (item, why)) for item in static)
        fresh += [item for item in static if self._path(item) not in static_before]
        gone |= static_before - set(map(self._path, static))
        if fresh and new_collisions(fresh, request.known.outputs.keys() - gone, self._path):
            return self._everything()
        if frames or request.stands.changed:
            for item in plan(new):
                path = self._path(item)
                inputs = frames.get((item.kind, item.lang))
                if inputs:
                    candidates[path] = (item, because(reasons.RENDERING, inputs))
                elif path in request.stands.changed and path not in candidates:
                    candidates[path] = (item, reasons.TAMPERED)
        return Plan(candidates, frozenset(gone - candidates.keys()), ())

    def _static_before(self) -> set[str]:
        """The static files of the last build, and the bundles under fingerprints."""
        known = self._request.known
        names = {name.removeprefix("static/") for name in known.files if name.startswith("static/")}
        return {
            path
            for path, row in known.outputs.items()
            if path in names or (row.kind == "document" and path.startswith("assets/"))
        }

    def _path(self, item: Planned) -> str:
        return output_path(item.url, self._request.config.base_path)

    def _static(self) -> Iterator[Planned]:
        """The static files as they are, and the bundled ones under their fingerprints."""
        base, content = self.site.base, self._request.content
        for address, data in self._bundle.files.items():
            make = partial(Document, text=data.decode())
            yield Planned(base + address, f"static{address}", "document", "", make)
        for name, file in content.static.items():
            if name not in (assets.CSS, assets.JS):
                digest = content.static_digests[name]
                make_copy = partial(Copy, source=str(file), digest=digest)
                yield Planned(f"{base}/{iri(name)}", f"static/{name}", "file", "", make_copy)

    # --- the making ------------------------------------------------------------------------

    def make(
        self, plan: Plan, output: Output, file: Path, workers: Workers, progress: Progress
    ) -> "Made":
        """Make the jobs of all candidates, and the files of those whose jobs are new."""
        request = self._request
        context = tasks.RenderContext(
            output=str(output.folder),
            state=str(file),
            templates=request.around.templates,
            words=self._words,
            chromes=self.site.chromes,
            compare=not request.clean and not request.known.outputs,
            minify=request.minify,
        )
        made = Made(plan, request)
        progress.begin("pages", len(plan.candidates))
        work = made.tasks(output, self._changed_frames, progress)
        saved = tasks.save_context(context, output.staging / "context")
        for batch in workers.map(tasks.render_jobs, saved, work, _RENDER_BATCH, _owner):
            made.staged += batch
        return made


def _owner(task: tasks.Task) -> str:
    return f"{task.path} ({task.owner})"


class Made:
    """What was made, and what the state will know of it."""

    def __init__(self, plan: Plan, request: Request) -> None:
        self._plan, self._request = plan, request
        self.staged: list[Staged] = []
        self.reasons: dict[str, Reason] = {}
        self._rows: dict[str, tuple[bytes, str, str]] = {}

    def tasks(
        self,
        output: Output,
        frames: Mapping[tuple[str, str], tuple[str, ...]],
        progress: Progress,
    ) -> Iterator[tasks.Task]:
        """A task for every file whose job is not that of the last build."""
        request = self._request
        known, wrong = request.known.outputs, request.stands.changed
        for number, (path, (item, reason)) in enumerate(self._plan.candidates.items()):
            if not number % _RENDER_BATCH:
                progress.advance(min(_RENDER_BATCH, len(self._plan.candidates) - number))
            job = item.make()
            data = tasks.encoded(job)
            digest = _job_digest(job, data)
            row = known.get(path)
            stands = row is not None and path not in wrong and not request.clean
            inputs = frames.get((item.kind, item.lang))
            if stands and row is not None and row.job == digest and not inputs:
                continue
            self._rows[path] = (digest, item.kind, item.lang)
            same_job = row is not None and row.job == digest and not request.clean
            self.reasons[path] = _reason(
                reason, inputs if same_job else None, tampered=same_job and path in wrong
            )
            entry = output.owned.get(path) if stands else None
            yield tasks.Task(
                path=path,
                name=output.stage_name(path, number),
                owner=item.owner,
                kind=item.kind,
                job=data,
                known=entry.digest if entry else "",
            )

    def commit(self, output: Output, progress: Progress) -> tuple[int, int]:
        """Put all in place; returns how many files were written and how many removed."""
        written = sum(bool(item.staged) for item in self.staged)
        progress.begin("writing", written)
        places = self._plan.candidates.keys()
        if self._request.trusted and self._request.known.outputs:
            gone = [path for path in self._plan.gone if output.owned.get(path)]
        else:
            gone = [path for path in output.owned if path not in places]
        output.commit(self.staged, gone)
        progress.advance(written)
        return written, len(gone)

    def rows(self, folder: Path) -> Mapping[str, Written | None]:
        """The rows of the state that change, with the stamps that the files have now."""
        request = self._request
        rows: dict[str, Written | None] = {
            **restamped(request.known, request.stands),
            **dict.fromkeys(self._plan.gone),
        }
        for item in self.staged:
            job, kind, lang = self._rows[item.path]
            digest = bytes.fromhex(item.entry.digest)
            rows[item.path] = Written(*stamp(f"{folder}/{item.path}"), digest, job, kind, lang)
        return rows

    def kinds(self) -> Counter[tuple[str, str]]:
        """How many files of each kind and language the site has."""
        known, gone = self._request.known.outputs, self._plan.gone
        kinds = Counter(
            (row.kind, row.lang)
            for path, row in known.items()
            if path not in gone and path not in self._rows
        )
        kinds.update((kind, lang) for _, kind, lang in self._rows.values())
        return kinds

    def explain(self, url: str) -> str:
        """Why the page at an address was made or kept, in words."""
        path = path_of(url, self._request.config)
        if path in self.reasons:
            return self.reasons[path].sentence()
        if path in self._plan.candidates:
            return reasons.SAME_JOB.sentence()
        return explain_kept(path, self._request.known.outputs.keys() - self._plan.gone)


def path_of(url: str, config: SiteConfig) -> str:
    """The file in the output at an address as a person has it: whole or not, escaped or not."""
    return output_path(iri(nfc(unquote(urlsplit(url).path))), config.base_path)


def explain_kept(path: str, kept: Collection[str]) -> str:
    """What is to say of a file that was not looked at; `kept` are the files that stand."""
    return (reasons.UNTOUCHED if path in kept else reasons.NOWHERE).sentence()


def _reason(planned: Reason, inputs: tuple[str, ...] | None, *, tampered: bool) -> Reason:
    """The reason for which a file was really made."""
    if tampered:
        return reasons.TAMPERED
    return because(reasons.RENDERING, inputs) if inputs else planned


def _job_digest(job: Job, data: bytes) -> bytes:
    """A digest of all that a file is made of; where a source lies on disk does not matter."""
    if isinstance(job, Copy):
        data = job.digest.encode()
    elif isinstance(job, Scaled):
        data = f"{job.digest} {job.width} {job.quality}".encode()
    return hashlib.blake2b(data, digest_size=12).digest()


def _turn(archive: Archive, path: str) -> str:
    return "is due" if archive.public(path) else "has expired"


def _missing_logos(config: SiteConfig, static: Mapping[str, Path]) -> Iterable[Problem]:
    """A logo that the configuration names and static/ does not hold."""
    for name in sorted({config.say(config.logo, lang) for lang in config.languages} - {""}):
        if name not in static:
            hint = schema.suggestion(name, sorted(static), "files")
            message = f"the logo “{name}” is not in static/"
            yield error(configuration.CONFIG_FILE, message, hint=hint)
