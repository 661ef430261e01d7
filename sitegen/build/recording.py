"""The ledger on disk: read, written, and told what was published."""

import os
from collections.abc import Mapping
from pathlib import Path

import msgspec

from sitegen.archive import Archive, Visibility, ledger
from sitegen.archive.ledger import Answers, Ledger, Present, Published
from sitegen.build import manifest, state
from sitegen.build.lock import only_build
from sitegen.build.output import seen_from
from sitegen.build.site import Asked, last_build
from sitegen.build.state import DamagedStateError, State
from sitegen.build.tasks import Probed
from sitegen.config import SiteConfig
from sitegen.errors import CommandError, ContentError
from sitegen.pages.permalinks import KINDS
from sitegen.pages.plan import output_path
from sitegen.types import Media

_ATTRIBUTES = "permalinks.tsv text eol=lf merge=union"
_BUILD_FIRST = "Run `sitegen build` first; what it built last is what is recorded."


class Built(msgspec.Struct, frozen=True, kw_only=True):
    """What the last build made: the site's configuration, its articles and its files.

    `outputs` has kind, language and SHA-256 of every file of the output.
    """

    config: SiteConfig
    archive: Archive
    outputs: Mapping[str, tuple[str, str, str]]
    media: tuple[Media, ...]

    def answers(self, known: Ledger) -> Answers:
        """What the addresses of a ledger answer in this site."""
        standing = {path for path, row in self.outputs.items() if row[0] not in KINDS}
        return ledger.answers(
            known, Present(archive=self.archive, standing=standing, digests=self._digests)
        )

    def _digests(self) -> Mapping[str, str]:
        published = {path: row[2] for path, row in self.outputs.items() if row[0] == "file"}
        base = self.config.base_path
        return {**published, **{output_path(item.url, base): item.digest for item in self.media}}


class Recorded(msgspec.Struct, frozen=True):
    """What a recording changed: addresses that are new, addresses whose line changed, and all."""

    new: int
    changed: int
    addresses: int


def record(site: Path, output: Path) -> Recorded:
    """Put every address of the last build into the ledger (the effect); make it when there is none.

    Nothing is recorded that was not built. Raises CommandError when there is no whole build to go
    by or when it was a preview, ContentError for a ledger that cannot be read.
    """
    built = what_was_built(site, output)
    known = read_ledger(site)
    found = built.answers(known)
    if found.lost:
        message = f"nothing is behind {len(found.lost)} of the recorded addresses"
        raise CommandError(message, "Run `sitegen build`: it names them, and what to do.")
    published = Published(archive=built.archive, outputs=built.outputs, media=built.media)
    now = ledger.recorded(known, published, found)
    before = set(known.lines)
    different = sum(line not in before for line in now.lines)
    new = len(now) - len(known)
    if different or not ledger_file(site).exists():
        write_ledger(site, now)
    return Recorded(new, different - new, len(now))


def what_was_built(site: Path, output: Path) -> Built:
    """The last build as the state tells of it (the effect).

    Raises CommandError when the state is not that of the output, or when it was a preview.
    """
    folder = site / state.FOLDER
    file = folder / state.FILE
    if not state.usable(file):
        raise CommandError("there is no build to go by", _BUILD_FIRST)
    with only_build(folder):
        store = State(file)
        try:
            return _built(store, site, output)
        except (DamagedStateError, msgspec.DecodeError, KeyError):
            raise CommandError("the state of the last build is damaged", _BUILD_FIRST) from None
        finally:
            store.close()


def _built(store: State, site: Path, output: Path) -> Built:
    last, owned = last_build(store), manifest.read(output)
    if last is None or owned is None:
        raise CommandError("there is no build to go by", _BUILD_FIRST)
    same = store.memory("output") == seen_from(site, output)
    if not same or store.memory("manifest") != owned.digest():
        raise CommandError(f"{output} is not what was built last", _BUILD_FIRST)
    asked = msgspec.json.decode(last.options, type=Asked)
    if asked.drafts or asked.future or asked.noindex:
        hint = "Build without --drafts, --future and --noindex: a preview is not what readers get."
        raise CommandError("the last build is a preview", hint)
    records = store.all_articles()
    read = (state.read_known(records[row.article]) for row in store.sources().values())
    articles = [known.article for known in read if known.article is not None]
    visibility = msgspec.json.decode(store.memory("visibility"), type=Visibility)
    probed = (
        msgspec.json.decode(row.record, type=Probed).media
        for name, row in store.files().items()
        if name.startswith("content/")
    )
    return Built(
        config=asked.config,
        archive=Archive(articles, asked.config, visibility),
        outputs={
            path: (row.kind, row.lang, entry.digest)
            for path, row in store.outputs().items()
            if (entry := owned.get(path))
        },
        media=tuple(item for item in probed if item is not None),
    )


# --- the file ------------------------------------------------------------------------------


def ledger_file(site: Path) -> Path:
    """Where a site has its ledger."""
    return site / ledger.PLACE


def read_ledger(site: Path) -> Ledger:
    """The ledger of a site (the effect), empty when there is none.

    Raises ContentError with every line that is none.
    """
    try:
        data = ledger_file(site).read_bytes()
    except FileNotFoundError:
        return ledger.NOTHING
    except OSError as problem:
        raise CommandError(f"{ledger_file(site)} cannot be read: {problem.strerror}") from None
    found, mistakes = ledger.read(data)
    if mistakes:
        raise ContentError(mistakes)
    return found


def write_ledger(site: Path, new: Ledger) -> None:
    """Put a ledger in the place of the one before, whole or not at all (the effect)."""
    file = ledger_file(site)
    waiting = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        if not file.exists():
            _tell_git(file.parent / ".gitattributes")
        with waiting.open("wb") as stream:
            stream.write(new.data())
            stream.flush()
            os.fsync(stream.fileno())
        waiting.replace(file)
    except OSError as problem:
        where = problem.filename or file
        raise CommandError(f"{where} cannot be written: {problem.strerror}") from None
    finally:
        waiting.unlink(missing_ok=True)


def _tell_git(attributes: Path) -> None:
    """Have git keep the lines of both sides when two branches add addresses."""
    text = attributes.read_text(encoding="utf-8") if attributes.exists() else ""
    if "permalinks.tsv" not in text:
        start = text if not text or text.endswith("\n") else f"{text}\n"
        attributes.write_text(f"{start}{_ATTRIBUTES}\n", encoding="utf-8")
