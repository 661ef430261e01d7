"""Addresses that are given up on purpose."""

from datetime import date

import msgspec

from sitegen.addresses import iri, nfc
from sitegen.archive.ledger.entries import GONE, Entry, Ledger
from sitegen.archive.ledger.places import CONTENT, STATIC


class Retired(msgspec.Struct, frozen=True):
    """A ledger without what was given up, and the addresses that were."""

    ledger: Ledger
    addresses: tuple[str, ...]


def retired(ledger: Ledger, wanted: str, day: date, reason: str) -> Retired:
    """Give up an address, or all that a file or folder of the site owned ("content/…").

    Nothing is given up when the ledger knows no address of that file.
    """
    entries = (
        _of_source(ledger, wanted)
        if wanted.startswith((CONTENT, STATIC))
        else [_at(ledger, wanted)]
    )
    note = f"{day.isoformat()} {' '.join(reason.split())}"
    gone = {
        address: Entry(address, entry.source, entry.lang, GONE, note)
        for entry in entries
        for address in (entry.address, *entry.parts)
    }
    return Retired(ledger.changed(gone), tuple(sorted(gone)))


def _of_source(ledger: Ledger, wanted: str) -> list[Entry]:
    source = nfc(wanted).rstrip("/")
    # A story without a folder is its files' name without language: 2023/note for note.ko.md.
    below = (f"{source}/", f"{source}.")
    return [
        entry
        for entry in ledger
        if entry.kind != GONE and (entry.source == source or entry.source.startswith(below))
    ]


def _at(ledger: Ledger, address: str) -> Entry:
    known = {entry.address: entry for entry in ledger}
    for spelling in (address, f"{address}/"):
        if spelling in known:
            return known[spelling]
    return Entry(address, "", "", GONE, "")


def spelt(path: str) -> str:
    """The path of an address as the ledger spells it: readable, NFC, without “index.html”."""
    whole = iri(nfc(path))
    return whole.removesuffix("index.html") if whole.endswith("/index.html") else whole
