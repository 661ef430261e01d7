"""Folders that moved as a whole have one rule; single files keep theirs."""

from hypothesis import given
from hypothesis import strategies as st

from sitegen.hosts.folders import folded

names = st.sampled_from("abc")
places = st.lists(names, min_size=2, max_size=4).map(lambda parts: f"/{'/'.join(parts)}.jpg")


def test_a_folder_that_moved_has_one_rule() -> None:
    moved = [
        ("/media/2023/old/a.jpg", "/media/2023/new/a.jpg"),
        ("/media/2023/old/a.480.webp", "/media/2023/new/a.480.webp"),
        ("/media/2023/old/part/b.pdf", "/media/2023/new/part/b.pdf"),
    ]
    assert folded(moved) == ([("/media/2023/old/", "/media/2023/new/")], [])


def test_a_year_that_moved_has_one_rule_for_all_its_stories() -> None:
    moved = [
        (f"/media/2023/{name}.jpg", f"/media/years/2023/{name}.jpg") for name in ("a/x", "b/y")
    ]
    assert folded(moved).folders == [("/media/2023/", "/media/years/2023/")]


def test_what_went_elsewhere_keeps_its_own_rule() -> None:
    along = [(f"/media/a/{number}.jpg", f"/media/b/{number}.jpg") for number in range(3)]
    other = ("/media/a/x.jpg", "/media/c/y.jpg")
    assert folded([*along, other]) == ([("/media/a/", "/media/b/")], [other])


def test_folders_that_changed_places_would_lead_in_circles() -> None:
    moved = [
        *((f"/media/a/{number}.jpg", f"/media/b/{number}.jpg") for number in range(3)),
        *((f"/media/b/{number}.png", f"/media/a/{number}.png") for number in range(3)),
    ]
    assert folded(moved) == ([], moved)


@given(st.dictionaries(places, places, max_size=12))
def test_rules_lead_where_the_redirects_did_in_one_step(moved: dict[str, str]) -> None:
    pairs = [(old, new) for old, new in moved.items() if old != new]
    rules = folded(pairs)
    single = dict(rules.single)

    def led(address: str) -> str | None:
        if address in single:
            return single[address]
        for folder, target in rules.folders:
            if address.startswith(folder):
                return target + address[len(folder) :]
        return None

    assert all(led(old) == new for old, new in pairs)
    for folder, target in rules.folders:
        assert not any(target.startswith(other) or other.startswith(target)
                       for other, _ in rules.folders), folder  # fmt: skip
