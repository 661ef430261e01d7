"""Runs batches of work in this process or in several; results come back in order."""

import gc
import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import chain
from threading import Thread
from types import TracebackType
from typing import Self, TypeVar

from sitegen.errors import BuildError

Context = TypeVar("Context")
Item = TypeVar("Item")
Result = TypeVar("Result")

_PULSE = 0.02  # seconds
_AHEAD = 3  # batches per worker that are handed out before their turn


def available_cores() -> int:
    """The processor cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Workers:
    """A number of processes, or this process alone when the number is 1.

    With fewer than `worth` items of work, this process does it sooner than others are started.
    """

    def __init__(self, count: int, worth: int = 0) -> None:
        self.count, self._worth = count, worth
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._pool is None:
            return
        if kind is not None:
            # Nobody wants what they are making, which can take seconds.
            for process in [*(self._pool._processes or {}).values()]:  # noqa: SLF001 (public in 3.14)
                process.kill()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def map(
        self,
        function: Callable[[Context, tuple[Item, ...]], Result],
        context: Context,
        items: Iterable[Item],
        size: int,
        *,
        name: Callable[[Item], str] = str,
        weigh: Callable[[Item], int] = lambda _: 1,
        meanwhile: Callable[[], None] = lambda: None,
    ) -> Iterator[Result]:
        """`function(context, batch)` for batches that weigh `size`, results in order.

        `function` stands at the top of a module; `name` says what an item is, and `weigh` as how
        many items it counts. `meanwhile` is called while processes work, and may raise to end it.
        Raises what these raise, and BuildError when a worker process dies, with the item at which
        it does.
        """
        waiting = iter(items)
        first = next(_batches(waiting, self._worth, weigh), ()) if self._worth else ()
        batches = _batches(chain(first, waiting), size, weigh)
        if self.count == 1 or sum(map(weigh, first)) < self._worth:
            yield from (function(context, batch) for batch in batches)
            return
        yield from self._spread(function, context, batches, name, meanwhile)

    def start(self, function: Callable[[None], None]) -> None:
        """Let processes begin, each with a function that does what comes before any batch.

        For when it is sure that there will be enough to do for them.
        """
        if self.count > 1:
            self._pool = _pool(self.count)
            self.prepare(function, None)

    def prepare(self, function: Callable[[Context], None], context: Context) -> None:
        """Let processes that stand by, if there are any, do something before the next batch."""
        if self._pool is not None:
            for _ in range(self.count):
                with _deaf():
                    self._pool.submit(function, context)

    def _spread(
        self,
        function: Callable[[Context, tuple[Item, ...]], Result],
        context: Context,
        batches: Iterable[tuple[Item, ...]],
        name: Callable[[Item], str],
        meanwhile: Callable[[], None],
    ) -> Iterator[Result]:
        if self._pool is None:
            self._pool = _pool(self.count)
        out: deque[tuple[tuple[Item, ...], Future[Result]]] = deque()
        try:
            for batch in batches:
                with _deaf():
                    future = self._pool.submit(function, context, batch)
                out.append((batch, future))
                if len(out) >= self.count * _AHEAD:
                    yield _result(out[0][1], meanwhile)
                    out.popleft()
            while out:
                yield _result(out[0][1], meanwhile)
                out.popleft()
        except BrokenProcessPool:
            culprit = _deadly(function, context, [batch for batch, _ in out])
            what = f" while making {name(culprit)}" if culprit is not None else ""
            message = f"a worker process died{what} (was it killed, or is memory short?); "
            raise BuildError(f"{message}try again with --workers 1") from None
        finally:
            for _, future in out:
                future.cancel()


def _result(future: Future[Result], meanwhile: Callable[[], None]) -> Result:
    while not wait((future,), _PULSE).done:
        meanwhile()
    return future.result()


def _pool(count: int) -> ProcessPoolExecutor:
    # "spawn" is the one start method that every system has, and threads do not upset it.
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(count, mp_context=context, initializer=_begin)


def _begin() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()
    # Little of what workers make is cyclic; the usual 700 would look for it all the time.
    gc.set_threshold(20_000)


def _end_with_parent() -> None:
    """End this process when the one that began the build was killed.

    It would wait for work for ever, and finish what it has while the next build begins.
    """
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


@contextmanager
def _deaf() -> Iterator[None]:
    """Start processes that Ctrl-C does not reach, from their first moment on.

    A terminal sends it to all of them; only the one that began the build has to answer.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _deadly(
    function: Callable[[Context, tuple[Item, ...]], Result],
    context: Context,
    batches: Iterable[tuple[Item, ...]],
) -> Item | None:
    """The first item at which a process dies again, None when none does."""
    for batch in batches:
        if not _survives(function, context, batch):
            return next((item for item in batch if not _survives(function, context, (item,))), None)
    return None


def _survives(
    function: Callable[[Context, tuple[Item, ...]], Result],
    context: Context,
    batch: tuple[Item, ...],
) -> bool:
    with _pool(1) as pool:
        with _deaf():
            future = pool.submit(function, context, batch)
        return not isinstance(future.exception(), BrokenProcessPool)


def _batches(
    items: Iterable[Item], size: int, weigh: Callable[[Item], int]
) -> Iterator[tuple[Item, ...]]:
    """The items in batches that weigh as much as `size`, or a little more; the last may be less."""
    batch: list[Item] = []
    weight = 0
    for item in items:
        batch.append(item)
        weight += weigh(item)
        if weight >= size:
            yield tuple(batch)
            batch, weight = [], 0
    if batch:
        yield tuple(batch)
