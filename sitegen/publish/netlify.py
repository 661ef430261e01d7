"""Netlify's deploys by digests: it is told SHA-1 of every file, asks for those that it has not,
and shows all of the new site at once when the last has come."""

import hashlib
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, TypeVar
from urllib.parse import quote

import msgspec
import urllib3

from sitegen.build.progress import Progress
from sitegen.errors import CommandError, PublishError
from sitegen.publish.answering import reason_of
from sitegen.publish.listing import LISTING, Listed, encoded, of_build
from sitegen.publish.parallel import in_parallel
from sitegen.publish.rules import Rules
from sitegen.publish.stepwise import Options, Report
from sitegen.publish.store import check, sha256
from sitegen.publish.targets import NetlifyTarget

TOKEN = "NETLIFY_AUTH_TOKEN"  # noqa: S105 (the variable's name)

Kind = TypeVar("Kind")

_ATTEMPTS = 8
_SAMPLE = 25
_PREPARED = frozenset(("prepared", "uploading", "uploaded", "processing", "ready"))
_PATIENCE = 15 * 60  # seconds in which Netlify has to get ready
_UNAUTHORIZED, _FORBIDDEN, _NOT_FOUND, _FIRST_ERROR = 401, 403, 404, 400


class _Deploy(msgspec.Struct, frozen=True):
    id: str
    state: str = ""
    required: tuple[str, ...] | None = None
    error_message: str | None = None


class _File(msgspec.Struct, frozen=True):
    path: str
    sha: str


class _Local(NamedTuple):
    """A file to deploy: its bytes lie in `file`, or are `data` where that is None."""

    path: str
    size: int
    file: Path | None
    data: bytes


class Job(NamedTuple):
    """What is deployed, by which rules, where to, and how many files go at once."""

    dist: Path
    rules: Rules
    target: NetlifyTarget
    threads: int


def publish(job: Job, token: str, options: Options, progress: Progress) -> Report:
    """Deploy a built site.

    A deploy that was stopped changes nothing for readers, and the next one asks only for files
    that have not come yet. Raises CommandError and PublishError.
    """
    started = time.monotonic()
    api = _Api(job.target, token, job.threads)
    files = _files(job.dist, job.rules, progress)
    before = {file.path.lstrip("/"): file.sha for file in api.files()}
    now = {local.path: sha for sha, same in files.items() for local in same}
    changed = sorted(path for path, sha in now.items() if before.get(path) != sha)
    removed = sorted(before.keys() - now.keys())
    sent = checked = 0
    if not options.dry_run and (changed or removed):
        deploy = api.deploy(now)
        wanted = [local for sha in deploy.required or () for local in files.get(sha, ())]
        if wanted:
            progress.begin("files", len(wanted))
        for local in in_parallel(wanted, lambda one: api.upload(deploy, one), job.threads):
            progress.advance(1)
            sent += local.size
        api.wait(deploy, frozenset(("ready",)))
        checked = _check(api, changed, now, job.threads, progress)
    return Report(
        target=f"netlify://{job.target.site}",
        brought={"files": changed},
        removed=removed,
        unchanged=len(now) - len(changed),
        bytes=sent,
        checked=checked,
        seconds=time.monotonic() - started,
    )


def _files(dist: Path, rules: Rules, progress: Progress) -> Mapping[str, Sequence[_Local]]:
    """All files by SHA-1; the manifest of the site goes with them."""
    listed = list(of_build(dist, rules))
    for item in listed:
        if set(item.path) & set("#?"):
            hint = "Rename the file: Netlify takes no name with “#” or “?”."
            raise CommandError(f"“{item.path}” cannot be published there", hint)
    files: dict[str, list[_Local]] = defaultdict(list)
    progress.begin("digests", len(listed))
    for item in listed:
        files[_sha1(item, dist / item.path)].append(
            _Local(item.path, item.size, dist / item.path, b"")
        )
        progress.advance(1)
    data = b"".join(encoded(listed))
    own = _Local(LISTING, len(data), None, data)
    files[hashlib.sha1(data, usedforsecurity=False).hexdigest()].append(own)
    return files


def _sha1(item: Listed, file: Path) -> str:
    digest = hashlib.sha1(usedforsecurity=False)
    with file.open("rb") as stream:
        check(item, sha256(stream, digest.update), file)
    return digest.hexdigest()


def _check(
    api: "_Api", changed: Sequence[str], now: Mapping[str, str], threads: int, progress: Progress
) -> int:
    """Ask for the digests of some files that changed."""
    sample = changed[:: max(1, -(-len(changed) // _SAMPLE))]
    if sample:
        progress.begin("reading back", len(sample))
    for path, sha in in_parallel(sample, lambda one: (one, api.sha_of(one)), threads):
        if sha != now[path]:
            raise PublishError(f"Netlify has other bytes of {path}", "Publish again.")
        progress.advance(1)
    return len(sample)


class _Api:
    """Netlify's interface, as far as deploys need it."""

    def __init__(self, target: NetlifyTarget, token: str, threads: int) -> None:
        retry = urllib3.Retry(
            total=_ATTEMPTS,
            backoff_factor=0.5,
            backoff_jitter=0.5,
            status_forcelist=(429, 500, 502, 503, 504),
            allowed_methods=None,
            raise_on_status=False,
        )
        self._pool = urllib3.PoolManager(
            maxsize=threads,
            block=True,
            retries=retry,
            headers={"Authorization": f"Bearer {token}", "User-Agent": "sitegen"},
        )
        self._api, self._site = target.api, quote(target.site, safe="")

    def files(self) -> Iterator[_File]:
        """What the site holds now."""
        data = self._call("GET", f"/sites/{self._site}/files")
        yield from _decoded(data, tuple[_File, ...])

    def sha_of(self, path: str) -> str:
        """SHA-1 of a file of the site."""
        data = self._call("GET", f"/sites/{self._site}/files/{quote(path)}")
        return _decoded(data, _File).sha

    def deploy(self, files: Mapping[str, str]) -> _Deploy:
        """Begin a deploy and wait until Netlify knows what it has not."""
        body = msgspec.json.encode({"files": files, "async": True})
        data = self._call("POST", f"/sites/{self._site}/deploys", body, "application/json")
        return self.wait(_decoded(data, _Deploy), _PREPARED)

    def wait(self, deploy: _Deploy, states: frozenset[str]) -> _Deploy:
        """Ask until a deploy is in one of these states."""
        patience, pause = time.monotonic() + _PATIENCE, 0.1
        while deploy.state not in states or deploy.required is None:
            if deploy.state == "error":
                reason = deploy.error_message or "it says no more"
                raise PublishError(f"Netlify gave up the deploy: {reason}", "Publish again.")
            if time.monotonic() > patience:
                raise PublishError("Netlify did not get ready", "Publish again later.")
            time.sleep(pause)
            pause = min(pause * 2, 5)
            deploy = _decoded(self._call("GET", f"/deploys/{deploy.id}"), _Deploy)
        return deploy

    def upload(self, deploy: _Deploy, local: _Local) -> _Local:
        """Send a file of a deploy."""
        where = f"/deploys/{deploy.id}/files/{quote(local.path)}"
        data = local.data if local.file is None else local.file.read_bytes()
        self._call("PUT", where, data, "application/octet-stream")
        return local

    def _call(self, method: str, path: str, body: bytes | None = None, kind: str = "") -> bytes:
        headers = {**self._pool.headers, "Content-Type": kind} if kind else self._pool.headers
        try:
            answer = self._pool.request(method, self._api + path, body=body, headers=headers)
        except urllib3.exceptions.HTTPError as problem:
            reason = reason_of(problem)
            hint = "What arrived is kept there; publish again to go on."
            raise PublishError(f"Netlify does not answer: {reason}", hint) from None
        if answer.status in (_UNAUTHORIZED, _FORBIDDEN):
            raise CommandError("Netlify refuses the token", f"Set {TOKEN} in the environment.")
        if answer.status == _NOT_FOUND:
            raise CommandError("Netlify knows no such site", "Look its id up in its settings.")
        if answer.status >= _FIRST_ERROR:
            hint = "What arrived is kept there; publish again to go on."
            raise PublishError(f"Netlify answers {answer.status} to {method} {path}", hint)
        return answer.data


def _decoded(data: bytes, kind: type[Kind]) -> Kind:
    try:
        return msgspec.json.decode(data, type=kind)
    except msgspec.DecodeError:
        hint = "Publish again later; nothing has changed for readers."
        raise PublishError("Netlify answers what nobody can read", hint) from None
