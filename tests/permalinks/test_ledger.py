"""The ledger as a file: any lines in any order, and what a merge makes of them."""

import random

from hypothesis import given
from hypothesis import strategies as st

from sitegen.addresses import file_path, iri
from sitegen.archive.ledger import HEADER, Edition, Entry, Ledger, edition_of, read
from sitegen.archive.ledger.places import address_of, published_at, source_at

NAMES = st.sampled_from(("a", "b", "길", "c d", "e.f", "index", "page"))
PATHS = st.lists(NAMES, min_size=1, max_size=3).map("/".join)
NOTES = {
    "article": st.sampled_from(("2023-01-01 0123456789", "2023-01-02 0123456789")),
    "moved": st.just(""),
    "page": st.sampled_from(("", "1", "12")),
    "leads": st.sampled_from(("/a/", "/a/ 3")),
    "file": st.sampled_from(("0123456789ab", "0123456789ab 480.01234567", "0 960.01234567")),
    "gone": st.just("2023-01-01 It went."),
}


@st.composite
def any_entry(draw: st.DrawFn) -> Entry:
    kind = draw(st.sampled_from(sorted(NOTES)))
    path = draw(PATHS)
    address = f"/{iri(path)}{draw(st.sampled_from(('', '/', '.html')))}"
    return Entry(
        address, f"content/{path}", draw(st.sampled_from(("ko", ""))), kind, draw(NOTES[kind])
    )


ENTRIES = st.lists(any_entry(), max_size=8)


@given(ENTRIES, st.randoms())
def test_lines_in_any_order_with_doubles_give_one_ledger(
    entries: list[Entry], dice: random.Random
) -> None:
    lines = ["\t".join(entry) for entry in entries]
    once, problems = read("\n".join((HEADER, *lines, "")).encode())
    assert not problems
    mixed = [*lines, *lines]
    dice.shuffle(mixed)
    again, _ = read("\r\n".join((*mixed, HEADER, "")).encode("utf-8-sig"))
    assert list(once.lines) == list(again.lines) == sorted(once.lines)
    assert set(once.addresses) == {entry.address for entry in entries}
    assert read(once.data())[0].data() == once.data()


@given(ENTRIES, ENTRIES)
def test_a_change_replaces_adds_and_removes(first: list[Entry], second: list[Entry]) -> None:
    before = {entry.address: entry for entry in first}
    ledger = Ledger(()).changed(dict(before))
    changes: dict[str, Entry | None] = {entry.address: entry for entry in second}
    changes.update(dict.fromkeys(list(before)[:2]))
    after = {**before, **changes}
    assert list(ledger.changed(changes)) == sorted(entry for entry in after.values() if entry)


def test_two_sides_of_a_merge_are_joined() -> None:
    lines = (
        "/a/\t\tko\tpage\t3",
        "/a/\t\tko\tpage\t12",
        "/b.jpg\tcontent/b.jpg\t\tfile\t01 480.aa",
        "/b.jpg\tcontent/b.jpg\t\tfile\t02 960.bb",
        "/c/\tcontent/c.md\tko\tarticle\t2023-01-01 00",
        "/c/\tcontent/c.md\tko\tgone\t2024-01-01 On purpose.",
    )
    ledger, _ = read("\n".join(lines).encode())
    assert [entry.note for entry in ledger] == [
        "12",
        "02 480.aa 960.bb",
        "2024-01-01 On purpose.",
    ]


def test_editions_are_named_as_scanning_names_them() -> None:
    names = {
        "content/2023/a/index.ko.md": Edition("2023/a", "ko"),
        "content/2023/a.ko.md": Edition("2023/a", "ko"),
        "content/2023/a.md": Edition("2023/a", "ko"),
        "content/2023/a/index.markdown": Edition("2023/a", "ko"),
        "content/a.v2.ko.md": Edition("a.v2", "ko"),
        "content/index.ko.md": Edition("index", "ko"),
    }
    assert {source: edition_of(source, "ko") for source in names} == names


@given(PATHS, st.sampled_from(("index.html", "page.html", "x/index.html", "feed.rss")))
def test_addresses_and_files_are_told_from_each_other(folder: str, name: str) -> None:
    path = f"{folder}/{name}"
    assert file_path(address_of(path)) == path
    for source in (f"content/{path}", f"static/{path}"):
        if not path.startswith("media/"):
            assert source_at(published_at(source)) == source
