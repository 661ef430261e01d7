"""Many waits at once: the same thing done with every item by a few threads."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, as_completed, wait
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

_AHEAD = 4  # items a thread that wait in the queue: an archive of them would fill the memory


def in_parallel(
    items: Iterable[Item], act: Callable[[Item], Result], threads: int
) -> Iterator[Result]:
    """The results, in the order in which they come.

    The first failure is raised as soon as it is met; what was begun is then brought to its end,
    and nothing more is begun.
    """
    pool = ThreadPoolExecutor(threads)
    waiting: set[Future[Result]] = set()
    try:
        for item in items:
            if len(waiting) >= threads * _AHEAD:
                done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                yield from (future.result() for future in done)
            waiting.add(pool.submit(act, item))
        yield from (future.result() for future in as_completed(waiting))
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
