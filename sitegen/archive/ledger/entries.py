"""The ledger as a file: one line an address, sorted, and what a line says."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import compress, groupby
from operator import eq, itemgetter
from typing import NamedTuple

from sitegen.addresses import file_path
from sitegen.errors import Problem, error, not_utf8

# Sorts before every address, so that it is the first line after any merge.
HEADER = "#address\tsource\tlanguage\tkind\tnote"
PLACE = "content/permalinks.tsv"

ARTICLE, MOVED, LEADS, PAGE, FILE, GONE = "article", "moved", "leads", "page", "file", "gone"
# Two lines for one address are left by a merge; the kind that comes first here counts.
_KINDS = (GONE, ARTICLE, MOVED, LEADS, PAGE, FILE)
_TABS = HEADER.count("\t")
_MERGE_MARKS = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")


class Entry(NamedTuple):
    """One address and what is known of it.

    `address` is below the base URL, as pages show it ("/ko/2023/04/05/항만/"); `source` the file
    that owns it, relative to the site ("content/…", "static/…", "" for pages of the site itself).
    `kind` is "article" for an article's own address, "moved" for one that leads to the article,
    "leads" for one that leads to another address, "page" for a list or feed, "file" for a photo
    or another file, "gone" for one that was retired. `note` depends on the kind:

    - article: the day and a digest of the headline, by which a moved article is known again;
    - leads: the address that it leads to; page: nothing. Then, for both, the number of pages that
      the list ever had beside its own address;
    - file: the beginning of its SHA-256, then the smaller copies it ever had, without the name that
      they share with it;
    - gone: the day, then the reason.
    """

    address: str
    source: str
    lang: str
    kind: str
    note: str

    @property
    def words(self) -> tuple[str, ...]:
        """The note's parts."""
        return tuple(self.note.split())

    @property
    def pages(self) -> int:
        """How many numbered pages a list ever had."""
        if not self.note or self.kind not in (PAGE, LEADS):
            return 0
        last = self.note.rpartition(" ")[2]
        return int(last) if last.isdecimal() else 0

    @property
    def parts(self) -> tuple[str, ...]:
        """The addresses that go with this one: smaller copies of a photo, a list's pages."""
        if self.kind == FILE:
            stem = self.address.rpartition(".")[0]
            return tuple(f"{stem}.{word}" for word in self.words[1:])
        return tuple(f"{self.address}page/{number}/" for number in range(1, self.pages + 1))


class Ledger:
    """All entries by address, kept as lines: most are never looked at one by one."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = lines
        self.addresses = [line.partition("\t")[0] for line in lines]
        self.kinds = [line.rsplit("\t", 2)[1] for line in lines]

    def __len__(self) -> int:
        return len(self.lines)

    def __iter__(self) -> Iterator[Entry]:
        return map(parsed, self.lines)

    def noted(self, *kinds: str) -> Iterator[str]:
        """The lines of some kinds that have a note."""
        wanted = compress(self.lines, map(frozenset(kinds).__contains__, self.kinds))
        return (line for line in wanted if line[-1] != "\t")

    def missing(self, standing: Collection[str]) -> dict[str, str]:
        """The lines, by address, of those that no file of the output stands at."""
        # No list of a million paths is made: most strings are gone before the next is there.
        return {
            address: line
            for address, line in zip(self.addresses, self.lines, strict=True)
            if (
                file_path(address)
                if "%" in address
                else f"{address[1:]}index.html"
                if address[-1] == "/"
                else address[1:]
            )
            not in standing
        }

    def changed(self, entries: Mapping[str, Entry | None]) -> "Ledger":
        """The ledger with these entries, without those that are None."""
        kept = [
            line
            for line, address in zip(self.lines, self.addresses, strict=True)
            if address not in entries
        ]
        return Ledger(sorted([*kept, *("\t".join(entry) for entry in entries.values() if entry)]))

    def data(self) -> bytes:
        """The file's bytes."""
        return "\n".join((HEADER, *self.lines, "")).encode()


NOTHING = Ledger(())


def parsed(line: str) -> Entry:
    """One line as an entry."""
    return Entry._make(line.split("\t"))


def read(data: bytes) -> tuple[Ledger, tuple[Problem, ...]]:
    """The ledger in a file's bytes, and every line of it that is no entry.

    Lines may be in any order, and an address may stand on several lines, as merges leave them.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as mistake:
        return NOTHING, (not_utf8(PLACE, data, mistake),)
    if "\r" in text:  # a checkout on Windows
        text = text.replace("\r\n", "\n")
    lines = text.split("\n")
    # Whether all is well is asked of all at once; which line is wrong, only when one is.
    entries = [line for line in lines if line[:1] == "/"]
    others = {line[:1] for line in lines} - {"/"}
    if others <= {"", "#"} and {line.count("\t") for line in entries} <= {_TABS}:
        entries.sort()
        ledger = Ledger(entries)
        if set(ledger.kinds) <= set(_KINDS):
            return _merged(ledger), ()
    return NOTHING, tuple(_mistakes(lines))


def _merged(ledger: Ledger) -> Ledger:
    """The ledger with one line an address."""
    addresses = ledger.addresses
    if not any(map(eq, addresses, addresses[1:])):
        return ledger
    groups = groupby(zip(addresses, ledger.lines, strict=True), key=itemgetter(0))
    return Ledger(["\t".join(_joined([parsed(line) for _, line in group])) for _, group in groups])


def _joined(entries: Sequence[Entry]) -> Entry:
    """One entry of those that two sides of a merge have for one address."""
    first = min(entries, key=lambda entry: _KINDS.index(entry.kind))
    same = [entry for entry in entries if entry.kind == first.kind]
    chosen = same[-1]
    if chosen.kind == FILE:
        copies = dict.fromkeys(word for entry in same for word in entry.words[1:])
        return chosen._replace(note=" ".join((*chosen.words[:1], *sorted(copies))))
    return max(same, key=lambda entry: (entry.pages, entry))


def _mistakes(lines: Iterable[str]) -> Iterator[Problem]:
    for number, line in enumerate(lines, start=1):
        if not line or line.startswith("#"):
            continue
        if line.startswith(_MERGE_MARKS):
            hint = "Keep the lines of both sides, in any order, and remove such marks."
            yield error(PLACE, "a merge left its marks here", hint=hint, line=number)
        elif not line.startswith("/") or line.count("\t") != _TABS:
            hint = "Bring back the line as it was in git; five columns with tabs between them."
            yield error(PLACE, "this is no line of the ledger", hint=hint, line=number)
        elif (kind := parsed(line).kind) not in _KINDS:
            hint = f"Kinds are {', '.join(sorted(_KINDS))}."
            yield error(PLACE, f"“{kind}” is no kind of address", hint=hint, line=number)
