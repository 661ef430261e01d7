"""The ledger: every address that was ever published, whose it was, and what it answers now."""

from sitegen.archive.ledger.answers import (
    ELSEWHERE,
    FOUND,
    NO_MORE,
    Answers,
    Lost,
    Move,
    Present,
    Taken,
    answers,
)
from sitegen.archive.ledger.editions import Edition, edition_of
from sitegen.archive.ledger.entries import HEADER, NOTHING, PLACE, Entry, Ledger, read
from sitegen.archive.ledger.given_up import Retired, retired, spelt
from sitegen.archive.ledger.imported import Foreign, Imported, foreign_addresses, imported
from sitegen.archive.ledger.places import address_of
from sitegen.archive.ledger.recorded import Published, recorded

__all__ = [
    "ELSEWHERE",
    "FOUND",
    "HEADER",
    "NOTHING",
    "NO_MORE",
    "PLACE",
    "Answers",
    "Edition",
    "Entry",
    "Foreign",
    "Imported",
    "Ledger",
    "Lost",
    "Move",
    "Present",
    "Published",
    "Retired",
    "Taken",
    "address_of",
    "answers",
    "edition_of",
    "foreign_addresses",
    "imported",
    "read",
    "recorded",
    "retired",
    "spelt",
]
