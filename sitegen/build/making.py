"""The making of files whose jobs are not those of the last build."""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from urllib.parse import unquote, urlsplit

import msgspec

from sitegen.addresses import iri, nfc
from sitegen.build import darkroom, reasons, tasks
from sitegen.build.inputs import Frame
from sitegen.build.output import Output, Staged
from sitegen.build.planning import Plan, Planner, Request
from sitegen.build.progress import Progress
from sitegen.build.reasons import Reason, because
from sitegen.build.remembered import restamped
from sitegen.build.stamps import stamp
from sitegen.build.state import DIGEST, Written
from sitegen.build.tasks import Place
from sitegen.build.workers import Workers
from sitegen.config import SiteConfig
from sitegen.pages.plan import output_path
from sitegen.pages.planned import Planned
from sitegen.types import Copy, Icon, Job, Printed, SearchSegment, SharePicture

WRITING = "writing"  # the stage from which on there is no way back

CONTEXT = "context"  # the file beside the state that tells workers what all pages share
_RENDER_BATCH = 50
_OF_JOB = 12  # bytes of a digest
_DRAWING = 20  # a picture takes 10 ms


def get_ready(planner: Planner, output: Output, state: Path, workers: Workers) -> str:
    """Write down what rendering needs to know; returns where. Processes that wait compile it."""
    request = planner.request
    context = tasks.RenderContext(
        output=str(output.folder),
        state=str(state),
        templates=request.around.templates,
        words=planner.words,
        chromes=planner.site.chromes,
        compare=not (request.clean or request.known.outputs or output.created),
        minify=request.minify,
        photos=str(state.parent / darkroom.FOLDER),
        images=request.config.images,
    )
    saved = tasks.save_context(context, state.with_name(CONTEXT))
    workers.prepare(tasks.get_ready, saved)
    return saved


def make(
    planner: Planner,
    plan: Plan,
    output: Output,
    *,
    context: str,
    workers: Workers,
    progress: Progress,
) -> "Made":
    """Make the jobs of all candidates, and stage the files of those whose jobs are new."""
    made = Made(plan, planner.request)
    progress.begin("pages", len(plan.candidates))
    work = made.tasks(output, planner.changed_frames, progress)

    def pause() -> None:
        progress.advance(0)  # whoever listens may want to stop here

    for batch in workers.map(
        tasks.render_jobs,
        context,
        work,
        _RENDER_BATCH,
        name=_owner,
        weigh=_weight,
        meanwhile=pause,
    ):
        made.staged += batch
        pause()
    return made


def _owner(task: tasks.Task) -> str:
    return f"{task.places[0].path} ({task.owner})"


def _work(job: Job) -> int:
    """How many pages take as long as a job."""
    if isinstance(job, SearchSegment):
        return len(job.texts)
    return _DRAWING if isinstance(job, SharePicture | Icon) else 1


def _weight(task: tasks.Task) -> int:
    return task.weight


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
        frames: Mapping[Frame, tuple[str, ...]],
        progress: Progress,
    ) -> Iterator[tasks.Task]:
        """A task for every file whose job is not that of the last build."""
        number = 0
        for paths, item, job, data, digest in self._jobs():
            inputs = frames.get((item.kind, item.lang), ())
            places = []
            for path in paths:
                if not number % _RENDER_BATCH:
                    progress.advance(min(_RENDER_BATCH, len(self._plan.candidates) - number))
                if place := self._place(path, digest, inputs, output, number):
                    places.append(place)
                number += 1
            if places:
                weight = _work(job)
                yield tasks.Task(tuple(places), item.owner, item.kind, data, weight)

    def _jobs(self) -> Iterator[tuple[Sequence[str], Planned, Job, bytes, bytes]]:
        """Paths of which one job makes the files, their plan, the job, its bytes and digest."""
        groups = _groups(self._plan.candidates)
        # Many at a time, since a loop that does one thing has all it needs at hand.
        while batch := list(islice(groups, _RENDER_BATCH)):
            items = [self._plan.candidates[paths[0]][0] for paths in batch]
            jobs = [item.make() for item in items]
            datas = [tasks.encoded(job) for job in jobs]
            digests = map(job_digest, jobs, datas)
            yield from zip(batch, items, jobs, datas, digests, strict=True)

    def _place(
        self, path: str, digest: bytes, inputs: tuple[str, ...], output: Output, number: int
    ) -> Place | None:
        """Where a file that has to be made will stand; None for one that stands as it is."""
        request, (item, reason) = self._request, self._plan.candidates[path]
        row = None if request.clean else request.known.outputs.get(path)
        stands = path not in request.stands.changed
        now = (digest, item.kind, item.lang)
        same_job = row is not None and (row.job, row.kind, row.lang) == now
        if same_job and stands and not inputs:
            return None
        self._rows[path] = now
        self.reasons[path] = _reason(
            reason, inputs if same_job else (), tampered=same_job and not stands
        )
        # From the list of our files: what the state says of its digest may be damaged.
        entry = output.owned.get(path) if row is not None and stands else None
        return Place(path, output.stage_name(path, number), entry.digest if entry else "")

    def commit(self, output: Output, workers: Workers, progress: Progress) -> tuple[int, int]:
        """Put all in place; returns how many files were written and how many removed."""
        written = sum(bool(item.staged) for item in self.staged)
        progress.begin(WRITING, written)
        places = self._plan.candidates.keys()
        if self._request.trusted and self._request.known.outputs:
            gone = [path for path in self._plan.gone if output.owned.get(path)]
        else:
            gone = [path for path in output.owned if path not in places]
        output.commit(self.staged, gone, workers)
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
            digest = bytes.fromhex(item.entry.digest)[:DIGEST]
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


def _groups(candidates: Mapping[str, tuple[Planned, Reason]]) -> Iterator[Sequence[str]]:
    """The files in their order, those of one group together."""
    groups: dict[str, list[str]] = {}
    for path, (item, _) in candidates.items():
        if item.group:
            groups.setdefault(item.group, []).append(path)
    for path, (item, _) in candidates.items():
        if not item.group:
            yield (path,)
        elif item.group in groups:
            yield groups.pop(item.group)


def _reason(planned: Reason, inputs: tuple[str, ...], *, tampered: bool) -> Reason:
    """The reason for which a file was really made."""
    if tampered:
        return reasons.TAMPERED
    return because(reasons.RENDERING, inputs) if inputs else planned


def job_digest(job: Job, data: bytes) -> bytes:
    """A digest of all that a file is made of; where a source lies on disk does not matter."""
    if isinstance(job, Copy):
        data = job.digest.encode()
    elif isinstance(job, Printed):
        data = job.copy.digest.encode()
    elif isinstance(job, Icon):
        data = tasks.encoded(msgspec.structs.replace(job, source=""))
    elif isinstance(job, SharePicture):
        data = tasks.encoded(msgspec.structs.replace(job, font=""))
    # Processors have instructions for this one.
    return hashlib.sha256(data).digest()[:_OF_JOB]
