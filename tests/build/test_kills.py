"""Builds that are killed at any point: the next one ends like a clean one."""

import inspect
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from sitegen.build import making, output, placing
from sitegen.build import site as site_module
from sitegen.build.output import Output, Stage
from sitegen.build.site import build
from sitegen.build.state import State
from sitegen.content import load
from tests.build.test_site import fill
from tests.sites import NOW, SiteFolder, contents

# Where a build can die, and at which calls: each kind of step at its beginning, on its way and
# as late as it comes in this site.
POINTS = {
    (load, "data"): (1, 4, 12),
    (State, "remember"): (1,),
    (Stage, "put"): (1, 2, 9, 30, 60, 90),
    (Stage, "_make"): (2, 20, 50),
    (site_module, "begin"): (1,),
    (Output, "_check_places"): (1,),
    (Output, "_write"): (1, 2),
    (Output, "_remove"): (1, 2, 3, 5),
    (output, "put"): (1,),
    (output, "merge"): (1,),
    (placing, "move"): (1, 2, 3, 5, 8),
    (placing, "merge"): (1, 2, 3),
    (os, "replace"): (1, 2, 3, 4, 6, 9, 14, 20),
    (os, "link"): (1, 2),
    (os, "rmdir"): (1, 3, 6),
    (os, "unlink"): (1, 4),
    (os, "mkdir"): (1, 5, 25),
    (making, "stamp"): (1, 10, 60),
    (State, "finish"): (1,),
    (State, "_replace"): (1, 2, 3),
    (State, "forget_unused"): (1,),
}
CASES = [(owner, name, call) for (owner, name), calls in POINTS.items() for call in calls]
TAKEN_BACK = [
    case for case in CASES if case[1] in ("_remove", "move", "merge", "put", "stamp", "finish")
]


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> SiteFolder:
    """A site that was built once, before all that `fill` brings."""
    site = SiteFolder(tmp_path_factory.mktemp("start") / "site")
    for number in range(4):
        site.article(f"early-{number}", tags=["z"], permalink=f"/old-{number}/index/")
    site.article("stays", "Old text.", date="2023-01-02", tags=["a"], section="city")
    site.build()
    return site


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What a clean build makes of the changed site."""
    site = SiteFolder(tmp_path_factory.mktemp("expected") / "site")
    change(site)
    site.build()
    return site.files()


@pytest.fixture
def copy(start: SiteFolder, tmp_path: Path) -> SiteFolder:
    """The site as it was built, in a folder of its own."""
    shutil.copytree(start.folder, tmp_path / "copy")
    site = object.__new__(SiteFolder)
    site.folder, site.dist = tmp_path / "copy", tmp_path / "copy/dist"
    return site


def change(site: SiteFolder) -> None:
    for number in range(4):
        shutil.rmtree(site.folder / f"content/early-{number}", ignore_errors=True)
    fill(site)
    site.article("stays", "New text.", date="2023-01-02", tags=["a"], section="city")


def killed(site: SiteFolder, owner: Any, name: str, call: int) -> bool:
    """Build in a process that dies at that call of a function; whether it did."""
    process = os.fork()
    if not process:
        try:
            deadly(owner, name, call)
            build(site.options())
        finally:
            # Whatever happened, this copy of the test run must not go on.
            os._exit(1)
    return os.waitpid(process, 0)[1] == signal.SIGKILL


def deadly(owner: Any, name: str, call: int) -> None:
    original = getattr(owner, name)
    calls = 0

    def counted(*arguments: object, **options: object) -> object:
        nonlocal calls
        calls += 1
        if calls == call:
            os.kill(os.getpid(), signal.SIGKILL)
        return original(*arguments, **options)

    static = isinstance(inspect.getattr_static(owner, name), staticmethod)
    setattr(owner, name, staticmethod(counted) if static else counted)


@pytest.mark.parametrize(("owner", "name", "call"), CASES)
def test_after_a_kill_the_next_build_ends_like_a_clean_one(
    copy: SiteFolder, expected: dict[str, bytes], owner: object, name: str, call: int
) -> None:
    change(copy)
    assert killed(copy, owner, name, call)
    copy.build()
    assert copy.files() == expected
    assert copy.build().written == 0


@pytest.mark.parametrize(("owner", "name", "call"), TAKEN_BACK)
def test_a_change_taken_back_after_a_kill_leaves_no_trace(
    copy: SiteFolder, tmp_path: Path, owner: object, name: str, call: int
) -> None:
    before = copy.files()
    shutil.copytree(copy.folder / "content", tmp_path / "content")
    configuration = (copy.folder / "pyproject.toml").read_text()
    change(copy)
    assert killed(copy, owner, name, call)
    shutil.rmtree(copy.folder / "content")
    shutil.copytree(tmp_path / "content", copy.folder / "content")
    (copy.folder / "pyproject.toml").write_text(configuration)
    copy.build()
    assert copy.files() == before


def test_there_are_fifty_points_and_every_kind_of_step() -> None:
    assert len(CASES) >= 50


@pytest.fixture
def large(site: SiteFolder) -> SiteFolder:
    for number in range(400):
        site.article(f"story-{number}", "Text.\n\n" * 40, tags=[f"t{number % 50}"])
    return site


@pytest.mark.parametrize("moment", [0.0, 0.3, 0.7])
def test_ctrl_c_ends_with_a_line_and_a_whole_site(large: SiteFolder, moment: float) -> None:
    command = [sys.executable, "-m", "sitegen", "build", "--quiet", "--now", NOW, "--workers", "2"]
    process = subprocess.Popen(
        [*command, "--site", str(large.folder)],
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    while not (large.folder / ".sitegen/state.sqlite").exists():
        time.sleep(0.01)
    time.sleep(moment)
    # A terminal sends it to the workers, too.
    os.killpg(process.pid, signal.SIGINT)
    _, told = process.communicate()
    assert "Traceback" not in told
    if process.returncode:
        assert process.returncode == 130
        assert told.endswith("Stopped. Nothing was lost: the next build goes on from here.\n")
    large.build()
    fresh = contents(large.dist)
    shutil.rmtree(large.dist)
    large.build(large.options(clean=True))
    assert contents(large.dist) == fresh
