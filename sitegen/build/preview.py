"""Pages made on demand of a site in memory, before the output has them."""

import threading
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from sitegen.addresses import iri
from sitegen.build.darkroom import Darkroom
from sitegen.build.making import job_digest
from sitegen.build.planning import Plan, Planner
from sitegen.build.press import Bodies, Press
from sitegen.build.state import DamagedStateError, State
from sitegen.build.tasks import encoded
from sitegen.errors import ContentError, Problem
from sitegen.pages import share_pictures
from sitegen.pages.plan import Unit, other_units, pages_of
from sitegen.pages.planned import Planned
from sitegen.render.html import Renderer
from sitegen.types import Copy

_INDEX = "index.html"
_IN_SEGMENT = 3  # below a language: "search", a segment, a file of it


class Preview:
    """The files that a build of this moment would leave, each made when somebody asks for it.

    May be asked from many threads. `problems` are those of the templates that failed, by the
    paths of the pages on which they did.
    """

    def __init__(
        self,
        planner: Planner,
        store: State,
        output: Path,
        renderer: Renderer,
        *,
        darkroom: Darkroom,
        places: dict[str, Unit],
    ) -> None:
        self._planner, self._output, self._places = planner, output, places
        self._bodies = Bodies(store)
        self._press = Press(renderer, self._bodies, darkroom)
        self._lock = threading.Lock()
        self._made: dict[str, bytes | Path | None] = {}
        self._static: Mapping[str, Planned] | None = None
        self._plan: Plan | None = None
        self.problems: dict[str, tuple[Problem, ...]] = {}

    def file(self, path: str) -> bytes | Path | None:
        """A file by its path in the output: its bytes or where they lie, None for no file.

        Where a template fails, that is what the last build left.
        """
        with self._lock:
            if path not in self._made:
                self._made[path] = self._file(path)
            return self._made[path]

    def _file(self, path: str) -> bytes | Path | None:
        there = self._output / path
        item = self._planned(path)
        if item is None:
            return there if self._is_left(path) else None
        job = item.make()
        if self._stands(path, item, job_digest(job, encoded(job))):
            return there
        if isinstance(job, Copy):
            return Path(job.source)
        try:
            name = path.rpartition("/")[2]
            return self._press.files(job, (name,), item.owner, self._bodies.shown((job,)))[0]
        except ContentError as mistake:
            self.problems[path] = mistake.problems
        except DamagedStateError:
            # The next build finds out, and begins anew.
            pass
        return there if there.is_file() else None

    def _stands(self, path: str, item: Planned, digest: bytes) -> bool:
        """Whether the last build left this very file."""
        request, frames = self._planner.request, self._planner.changed_frames
        row = request.known.outputs.get(path)
        return (
            request.trusted
            and row is not None
            and row.job == digest
            and path not in request.stands.changed
            and (item.kind, item.lang) not in frames
        )

    # --- from a path to the plan -----------------------------------------------------------

    def _planned(self, path: str) -> Planned | None:
        planner = self._planner
        if self._static is None:
            self._static = {planner.path(item): item for item in planner.static()}
        if path in self._static:
            return self._static[path]
        for unit in self._units(path):
            for item in pages_of(planner.site, unit):
                if planner.path(item) == path:
                    self._places[path] = unit
                    return item
        # What hosts read and what old addresses answer depends on the site as a whole.
        if self._plan is None:
            self._plan = planner.plan()
        found = self._plan.candidates.get(path)
        return found[0] if found else None

    def _is_left(self, path: str) -> bool:
        """Whether a file that is in no part of the plan is right as the last build left it."""
        known = self._planner.request.known.outputs
        return self._plan is not None and path in known and path not in self._plan.gone

    def _units(self, path: str) -> Iterator[Unit]:
        """The parts of the plan in which a path may be, the likeliest first."""
        if path in self._places:
            yield self._places[path]
        archive, languages = self._planner.site.archive, self._planner.site.config.languages
        base = self._planner.site.base
        wanted = {f"{base}/{iri(path)}"}
        if path == _INDEX or path.endswith(f"/{_INDEX}"):
            wanted.add(f"{base}/{iri(path.removesuffix(_INDEX))}")
        wanted |= {f"{base}/{iri(page)}" for page in _illustrated(path)}
        yield from _articles(source for source, url in archive.urls.items() if url in wanted)
        top, *parts = path.split("/")
        if top in languages and parts[:1] == ["search"] and len(parts) == _IN_SEGMENT:
            yield Unit("search", top, parts[1])
        others = [*other_units(self._planner.site)]
        if top in languages:
            yield from (unit for unit in others if unit.lang in ("", top))
        else:
            yield from (unit for unit in others if not unit.lang)
            # Of what belongs to a language, sitemaps alone stand elsewhere.
            yield from (unit for unit in others if unit.lang)
        yield from _articles(source for source in archive.urls if archive.sources[source].aliases)


def _illustrated(path: str) -> Iterator[str]:
    """The pages whose share picture a path may be."""
    if path.endswith(f"/{share_pictures.NAME}"):
        yield path.removesuffix(share_pictures.NAME)
    elif path.endswith(f".{share_pictures.NAME}"):
        yield f"{path.removesuffix(f'.{share_pictures.NAME}')}.html"


def _articles(sources: Iterable[str]) -> Iterator[Unit]:
    """Articles as parts of the plan, which finds them by their sources."""
    return (Unit("article", "", source) for source in sources)
