"""Runs batches of work in this process or in several; results come back in order."""

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from types import TracebackType
from typing import Self, TypeVar

from sitegen.errors import BuildError

Context = TypeVar("Context")
Item = TypeVar("Item")
Result = TypeVar("Result")

_AHEAD = 3  # batches per worker that are handed out before their turn


def available_cores() -> int:
    """The processor cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Workers:
    """A number of processes, or this process alone when the number is 1."""

    def __init__(self, count: int) -> None:
        self.count = count
        # "spawn" is the one start method that every system has, and threads do not upset it.
        self._pool = (
            ProcessPoolExecutor(count, mp_context=multiprocessing.get_context("spawn"))
            if count > 1
            else None
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)

    def map(
        self,
        function: Callable[[Context, tuple[Item, ...]], Result],
        context: Context,
        items: Iterable[Item],
        size: int,
    ) -> Iterator[Result]:
        """`function(context, batch)` for batches of `size` items, results in order.

        `function` stands at the top of a module. Raises what it raises, and BuildError when
        a worker process dies.
        """
        batches = _batches(items, size)
        if self._pool is None:
            yield from (function(context, batch) for batch in batches)
            return
        waiting: deque[Future[Result]] = deque()
        try:
            for batch in batches:
                waiting.append(self._pool.submit(function, context, batch))
                if len(waiting) >= self.count * _AHEAD:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except BrokenProcessPool:
            raise BuildError(
                "a worker process died (was it killed, or is memory short?); "
                "try again with --workers 1"
            ) from None
        finally:
            for future in waiting:
                future.cancel()


def _batches(items: Iterable[Item], size: int) -> Iterator[tuple[Item, ...]]:
    batch: list[Item] = []
    for item in items:
        batch.append(item)
        if len(batch) == size:
            yield tuple(batch)
            batch = []
    if batch:
        yield tuple(batch)
