"""Jobs to the bytes of their files."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

from sitegen.artwork import icons, share_pictures
from sitegen.build.darkroom import Darkroom
from sitegen.build.state import DamagedStateError, State, read_rendered
from sitegen.errors import ContentError, error
from sitegen.photos.reading import UnreadablePhotoError, mistakes
from sitegen.render.feeds import FeedRenderer
from sitegen.render.html import Renderer
from sitegen.search import writing
from sitegen.types import (
    ArticlePage,
    Copy,
    Document,
    Feed,
    HtmlPage,
    Icon,
    Job,
    Printed,
    SearchSegment,
    SharePicture,
)

_KEPT = 2000  # bodies of a few kilobytes


class Bodies:
    """Rendered bodies from the state; some are kept, since feeds show them again and again."""

    def __init__(self, store: State) -> None:
        self._store = store
        self._kept: dict[str, str] = {}

    def shown(self, jobs: Iterable[Job]) -> Mapping[str, str]:
        """The bodies that jobs show, by digest."""
        wanted = dict.fromkeys(_shown(jobs))
        self._kept |= self.read([digest for digest in wanted if digest not in self._kept])
        shown = {digest: self._kept[digest] for digest in wanted}
        if len(self._kept) > _KEPT:
            self._kept = dict(shown)
        return shown

    def read(self, digests: Collection[str]) -> Mapping[str, str]:
        """The bodies under these digests, which nobody needs a second time."""
        if not digests:
            return {}
        wanted = [bytes.fromhex(digest) for digest in dict.fromkeys(digests)]
        found = self._store.bodies(wanted)
        if len(found) < len(wanted):
            raise DamagedStateError("a rendered body is missing")
        return {digest.hex(): read_rendered(record).body.html for digest, record in found.items()}


class Press:
    """Makes files of jobs."""

    def __init__(self, renderer: Renderer, bodies: Bodies, darkroom: Darkroom) -> None:
        self._renderer, self._bodies, self._feeds = renderer, bodies, FeedRenderer()
        self._darkroom = darkroom

    def files(
        self, job: Job, names: Sequence[str], owner: str, bodies: Mapping[str, str]
    ) -> Sequence[bytes]:
        """The files of these names that a job makes, from rendered bodies by digest.

        Raises ContentError naming the template or, for a copy that cannot be read, the owner.
        """
        if isinstance(job, SearchSegment):
            files = writing.files(job, self._bodies.read)
            return [files[name] for name in names]
        return [self._file(job, owner, bodies)]

    def _file(
        self,
        job: HtmlPage | Document | Copy | Printed | Icon | SharePicture | Feed,
        owner: str,
        bodies: Mapping[str, str],
    ) -> bytes:
        if isinstance(job, Document):
            return job.text.encode()
        if isinstance(job, Copy | Printed | Icon | SharePicture):
            return self._from_file(job, owner)
        if isinstance(job, Feed):
            return self._feeds.render(job, bodies)
        return self._renderer.page(job, bodies[job.body] if isinstance(job, ArticlePage) else "")

    def _from_file(self, job: Copy | Printed | Icon | SharePicture, owner: str) -> bytes:
        try:
            if isinstance(job, SharePicture):
                return share_pictures.drawn(job)
            if isinstance(job, Icon):
                with mistakes():
                    return icons.drawn(job)
            source = Path(job.source)
            if isinstance(job, Printed):
                return self._darkroom.read(job.digest, job.copy, source)
            return source.read_bytes()
        except (OSError, UnreadablePhotoError) as problem:
            said = (isinstance(problem, OSError) and problem.strerror) or problem
            message = f"the file cannot be read to its end: {said}"
            hint = "See that it is whole, and save it again."
            raise ContentError([error(owner, message, hint=hint)]) from None


def _shown(jobs: Iterable[Job]) -> Iterable[str]:
    for job in jobs:
        if isinstance(job, ArticlePage):
            yield job.body
        elif isinstance(job, Feed):
            yield from (entry.body for entry in job.entries if entry.body)
