"""What is noticed of the files of a site."""

from functools import partial
from pathlib import Path

import pytest

from sitegen.serve import watch as watching
from sitegen.serve.watch import Watch
from tests.serve.running import wait_for


@pytest.mark.parametrize("poll", [False, True], ids=["notices", "polls"])
def test_nothing_is_missed_while_a_folder_of_the_site_comes_or_goes(
    tmp_path: Path, poll: bool
) -> None:
    """What is watched is then chosen anew, and nobody looks for a moment."""
    (tmp_path / "content").mkdir()
    noticed: set[str] = set()

    def has_noticed(*names: str) -> bool:
        return not noticed.isdisjoint(names)

    watch = Watch(tmp_path, noticed.update, lambda _: None, poll=poll)
    watch.start()
    try:
        for number in range(4 if poll else 30):
            name = f"{number}.md"
            folder = tmp_path / "templates"
            folder.rmdir() if number % 2 else folder.mkdir()
            wait_for(partial(has_noticed, "templates"))
            (tmp_path / "content" / name).write_text("", encoding="utf-8")
            wait_for(partial(has_noticed, "content", f"content/{name}"))
            noticed.clear()
    finally:
        watch.stop()


@pytest.mark.parametrize("poll", [False, True], ids=["notices", "polls"])
def test_a_folder_that_comes_is_no_matter_of_the_others(tmp_path: Path, poll: bool) -> None:
    """All of a large archive would be looked at for a first style sheet."""
    (tmp_path / "content").mkdir()
    noticed: set[str] = set()
    watch = Watch(tmp_path, noticed.update, lambda _: None, poll=poll)
    watch.start()
    try:
        (tmp_path / "static").mkdir()
        (tmp_path / "static/site.css").write_text("", encoding="utf-8")
        wait_for(lambda: "static" in noticed)
        later = tmp_path / "static/later.css"

        def is_noticed() -> bool:  # one that came before the folder was watched is in "static"
            later.write_text(later.name, encoding="utf-8")
            return "static/later.css" in noticed

        wait_for(is_noticed)
    finally:
        watch.stop()
    assert not [name for name in noticed if not name.startswith("static")]


def test_where_the_system_cannot_watch_all_folders_they_are_looked_through(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise OSError("OS file watch limit reached")

    monkeypatch.setattr(watching, "RustNotify", refused)
    (tmp_path / "content").mkdir()
    noticed: set[str] = set()
    told: list[str] = []
    watch = Watch(tmp_path, noticed.update, told.append, poll=False)
    watch.start()
    try:
        (tmp_path / "content/a.md").write_text("", encoding="utf-8")
        wait_for(lambda: "content/a.md" in noticed)
    finally:
        watch.stop()
    assert told == [
        (
            "The system cannot watch all folders (OS file watch limit reached); they are looked "
            "through again and again instead, as with --poll."
        )
    ]
