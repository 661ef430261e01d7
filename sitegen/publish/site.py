"""One publication from end to end: which target, what is in its way, and what came of it."""

import os
from pathlib import Path

import msgspec

from sitegen import config as configuration
from sitegen.archive.ledger import PLACE as LEDGER
from sitegen.build import state
from sitegen.build.lock import only_build
from sitegen.build.progress import Progress
from sitegen.build.recording import record
from sitegen.errors import CommandError
from sitegen.publish import rules, stepwise, targets
from sitegen.publish.branch import Branch
from sitegen.publish.folder import Folder
from sitegen.publish.s3 import Bucket
from sitegen.publish.stepwise import Options, Report
from sitegen.publish.store import Store

_WORK = "publish"  # the folder for what is known of branches, inside the state's


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be published and where to: `target` is a configured name or an address, None
    for the only configured one; `threads` how many files go at once, 0 for the configured number.
    """

    site: Path
    dist: Path
    target: str | None
    options: Options
    threads: int = 0


def publish(request: Request, progress: Progress) -> Report:
    """Bring the site that was built to a target, and its addresses into the ledger.

    Raises CommandError, ContentError (the configuration is wrong) and PublishError; no build of
    the site runs meanwhile. A ledger that cannot be written is told: the site is published.
    """
    report = _published(request, progress)
    if not request.options.dry_run:
        try:
            done = record(request.site, request.dist)
            if done.new or done.changed:
                progress.tell(f"Recorded {done.new:,} new addresses: commit {LEDGER}.")
        except CommandError as problem:
            progress.tell(f"The addresses were not recorded: {problem}. {problem.hint}".rstrip())
    return report


def _published(request: Request, progress: Progress) -> Report:
    config = configuration.load(request.site)
    configured = {name: target.to for name, target in config.publish.items()}
    address = targets.chosen(request.target, configured)
    named = config.publish.get(request.target or next(iter(configured), ""))
    threads = request.threads or (named.uploads if named else configuration.UPLOADS)
    target = targets.parsed(address, request.site)
    with only_build(request.site / state.FOLDER):
        said = rules.read(request.dist)
        if isinstance(target, targets.NetlifyTarget):
            # Not above: the HTTP client is loaded only by who needs it.
            from sitegen.publish import netlify  # noqa: PLC0415

            token = os.environ.get(netlify.TOKEN, "")
            if not token:
                hint = f"Set {netlify.TOKEN} in the environment."
                raise CommandError("there is no token for Netlify", hint)
            job = netlify.Job(request.dist, said, target, threads)
            return netlify.publish(job, token, request.options, progress)
        store = _store(target, request, threads)
        try:
            return stepwise.publish(request.dist, said, store, request.options, progress)
        finally:
            store.close()


def _store(
    target: targets.FolderTarget | targets.BucketTarget | targets.BranchTarget,
    request: Request,
    threads: int,
) -> Store:
    if isinstance(target, targets.BucketTarget):
        return Bucket(target.place, threads)
    if isinstance(target, targets.BranchTarget):
        work = request.site / state.FOLDER / _WORK
        return Branch(target.repository, target.branch, work, threads)
    whole, dist = target.folder.resolve(), request.dist.resolve()
    for folder in (dist, *((request.site / name).resolve() for name in ("content", "static"))):
        if whole.is_relative_to(folder) or folder.is_relative_to(whole):
            raise CommandError(f"{target.folder} cannot be the target: it overlaps {folder}")
    return Folder(target.folder, threads)
