"""Work in one process and in several."""

import gc
import os
import signal
import time
from multiprocessing import get_context
from pathlib import Path

import pytest

from sitegen.build.resident import InterruptedBuildError
from sitegen.build.workers import Workers, available_cores
from sitegen.errors import BuildError, ContentError, error
from tests.serve.running import wait_for
from tests.sites import SiteFolder

_LONG = 60  # seconds


def squares(factor: int, numbers: tuple[int, ...]) -> list[int]:
    return [factor * number * number for number in numbers]


def die(_: int, numbers: tuple[int, ...]) -> list[int]:
    if 7 in numbers:
        os.kill(os.getpid(), signal.SIGKILL)
    return list(numbers)


def dawdle(_: int, numbers: tuple[int, ...]) -> list[int]:
    time.sleep(_LONG)
    return list(numbers)


def complain(_: int, numbers: tuple[int, ...]) -> list[int]:
    raise ContentError([error("file", f"{number} is wrong", line=number) for number in numbers])


@pytest.mark.parametrize("count", [1, 2])
def test_results_come_back_in_order(count: int) -> None:
    with Workers(count) as workers:
        found = [item for batch in workers.map(squares, 2, range(20), 3) for item in batch]
        assert not list(workers.map(squares, 2, [], 3))
    assert found == [2 * number * number for number in range(20)]


@pytest.mark.parametrize("count", [1, 2])
def test_what_a_worker_raises_arrives_whole(count: int) -> None:
    with Workers(count) as workers, pytest.raises(ContentError) as failure:
        list(workers.map(complain, 0, range(2), 2))
    assert [problem.line for problem in failure.value.problems] == [0, 1]


def test_nobody_waits_for_work_that_is_not_wanted_any_more() -> None:
    """A search segment of thousands of articles takes seconds, and cannot be asked to stop."""
    started = time.monotonic()

    def lose_interest() -> None:
        if time.monotonic() - started > 1:
            raise InterruptedBuildError

    with pytest.raises(InterruptedBuildError), Workers(2) as workers:
        list(workers.map(dawdle, 0, range(4), 1, meanwhile=lose_interest))
    assert time.monotonic() - started < _LONG / 2


def test_the_death_of_a_worker_is_told_with_a_way_out() -> None:
    with Workers(2) as workers, pytest.raises(BuildError, match="--workers 1") as failure:
        list(workers.map(die, 0, range(20), 3, name=lambda number: f"page {number}"))
    assert str(failure.value) == (
        "a worker process died while making page 7 (was it killed, or is memory short?); "
        "try again with --workers 1"
    )


def test_workers_end_with_a_build_that_is_killed(tmp_path: Path) -> None:
    """What they have in hand must not come to the output of the next one."""
    process = get_context("spawn").Process(target=dawdle_in_workers, args=(tmp_path,))
    process.start()
    wait_for(lambda: len(list(tmp_path.iterdir())) == 2)
    process.kill()
    process.join()
    wait_for(lambda: not any(is_alive(int(file.name)) for file in tmp_path.iterdir()))


def dawdle_in_workers(folder: Path) -> None:
    with Workers(2) as workers:
        list(workers.map(dawdle_by_name, folder, range(4), 1))


def dawdle_by_name(folder: Path, _: tuple[int, ...]) -> None:
    (folder / str(os.getpid())).touch()
    time.sleep(_LONG)


def is_alive(process: int) -> bool:
    """Whether a process runs; nobody may have asked yet how one that has ended did."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_build_leaves_the_memory_as_a_program_had_it(site: SiteFolder) -> None:
    site.article("story")
    site.build()
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0


def test_there_is_a_core_to_work_on() -> None:
    assert available_cores() >= 1
