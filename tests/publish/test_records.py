"""What is read from outside: rules of the site, manifests at targets."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.content.media import PUBLISHED
from sitegen.errors import CommandError
from sitegen.pages.hosting import FACTS
from sitegen.publish import planning, rules
from sitegen.publish.listing import (
    DamagedListingError,
    Listed,
    decoded,
    decoded_pending,
    encoded,
    encoded_pending,
)
from sitegen.publish.media_types import media_type
from tests.publish.built import facts

words = st.text(st.characters(exclude_categories=["C"], exclude_characters="\\/"), min_size=1)
names = words.filter(lambda name: name not in (".", ".."))
paths = st.lists(names, min_size=1, max_size=3).map("/".join)
items = st.builds(
    Listed,
    path=paths,
    size=st.integers(0, 1 << 40),
    digest=st.sampled_from(["aa", "bb"]),
    media_type=st.just("text/html; charset=utf-8"),
    cache_control=st.sampled_from(["", "public, immutable"]),
    answer=st.sampled_from(["200", "410", "301 /ko/"]),
)
listings = st.lists(items, unique_by=lambda item: item.path, max_size=8).map(
    lambda found: sorted(found, key=lambda item: item.key)
)


@given(listings)
def test_a_listing_is_read_as_it_was_written(listing: list[Listed]) -> None:
    lines = list(encoded(listing))
    assert list(decoded(lines)) == listing
    assert lines[1:] == sorted(lines[1:])


@given(st.dictionaries(paths, st.integers(0, 1 << 40)))
def test_pending_changes_are_read_as_they_were_written(pending: dict[str, int]) -> None:
    assert decoded_pending(encoded_pending(pending)) == pending


@pytest.mark.parametrize("path", ["../a", "a/../b", "/etc/passwd", "a//b", "a\\b", "", "%2e%2e/a"])
def test_paths_that_lead_out_of_the_site_are_refused(path: str) -> None:
    line = f"{path}\t1\taa\ttext/html\t\t200\n".encode()
    with pytest.raises(DamagedListingError):
        list(decoded([b"site-manifest 1\n", line]))
    with pytest.raises(DamagedListingError):
        decoded_pending(f"site-pending 1\n{path}\t0\n".encode())


@given(listings, listings, st.dictionaries(paths, st.integers(0, 200_000)), st.booleans())
def test_of_every_file_is_known_what_has_to_be_done(
    wanted: list[Listed], known: list[Listed], pending: dict[str, int], purge: bool
) -> None:
    found = planning.compare(wanted, known, pending, headers=True, now=200_000, purge=purge)
    site = {item.path: item for item in wanted}
    there = {item.path: item for item in known}
    assert {item.path for item in found.doubtful} == site.keys() & pending.keys()
    rest = site.keys() - pending.keys()
    assert {item.path for item in found.new} == rest - there.keys()
    both = rest & there.keys()
    differ = {
        path for path in both
        if (site[path].digest, site[path].cache_control)
        != (there[path].digest, there[path].cache_control)
    }  # fmt: skip
    assert {item.path for item in found.changed} == differ
    assert found.unchanged == len(both - differ)
    assert set(found.gone) | found.leaving.keys() == (there.keys() | pending.keys()) - site.keys()
    assert not set(found.gone) & found.leaving.keys()
    assert not (purge and found.leaving)


def test_headers_come_from_the_rules_of_the_site(tmp_path: Path) -> None:
    (tmp_path / "_headers").write_text(
        "# a note\n/base/*\n  X-Frame-Options: DENY\n  Cache-Control: max-age=60\n"
        "/base/assets/*\n  Cache-Control: immutable\n/base/ko/:name/\n  Link: </x>; rel=y\n",
        encoding="utf-8",
    )
    (tmp_path / FACTS).write_bytes(facts(moved={}, root="/base/"))
    found = rules.read(tmp_path)
    page = {"x-frame-options": "DENY", "cache-control": "max-age=60"}
    assert found.headers_of("ko/index.html") == page
    assert found.headers_of("ko/a/index.html") == {**page, "link": "</x>; rel=y"}
    assert found.headers_of("assets/a.css") == {**page, "cache-control": "immutable"}


def test_what_moved_and_what_is_gone_answers_so(tmp_path: Path) -> None:
    moved = {"/b/old/": "/b/ko/a/", "/b/x.html": "/b/ko/나/"}
    (tmp_path / FACTS).write_bytes(facts(moved=moved, gone=["/b/gone/"], root="/b/"))
    found = rules.read(tmp_path)
    assert found.answer("old/index.html") == "301 /b/ko/a/"
    assert found.answer("x.html") == "301 /b/ko/나/"
    assert found.answer("gone/index.html") == "410"
    assert found.answer("ko/index.html") == "200"


def test_damaged_facts_are_told(tmp_path: Path) -> None:
    (tmp_path / FACTS).write_bytes(b"{")
    with pytest.raises(CommandError, match="damaged"):
        rules.read(tmp_path)


def test_every_kind_of_file_that_is_published_has_a_media_type() -> None:
    kinds = (*PUBLISHED, ".html", ".css", ".js", ".xml", ".rss", ".atom", ".opml", ".webmanifest")
    assert not [kind for kind in kinds if media_type(f"a{kind}") == "application/octet-stream"]
    assert media_type("_redirects") == "text/plain; charset=utf-8"
    assert media_type("CNAME") == "application/octet-stream"
