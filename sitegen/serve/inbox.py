"""Changes on their way from the threads that watch to the one that builds."""

import asyncio
import threading

# More than a person saves at once: a checkout, the renaming of a folder. Its end is waited for.
_MANY = 100
_QUIET = 0.1  # seconds


class Inbox:
    """What changed and was not taken yet. Any thread may `put`, all else is the event loop's."""

    def __init__(self) -> None:
        self._paths: set[str] = set()
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._event = asyncio.Event()
        self.closed = False

    def put(self, paths: frozenset[str]) -> None:
        """Add changes."""
        with self._lock:
            self._paths |= paths
            if self._loop is not None:
                self._loop.call_soon_threadsafe(self._event.set)

    def open(self) -> None:
        """Begin to wake those who wait in this event loop."""
        with self._lock:
            self._loop = asyncio.get_running_loop()
            if self._paths:
                self._event.set()

    def close(self) -> None:
        """Wake those who wait for the last time."""
        with self._lock:
            self._loop = None
        self.closed = True
        self._event.set()

    def is_waiting(self) -> bool:
        """Whether somebody should look here (asked from any thread)."""
        return bool(self._paths) or self.closed

    async def wait(self, seconds: float | None) -> bool:
        """Whether something comes within a time."""
        try:
            await asyncio.wait_for(self._event.wait(), seconds)
        except TimeoutError:
            return False
        return True

    async def take(self) -> frozenset[str]:
        """All that has come; of many changes, once no more come."""
        known = 0
        while len(self._paths) > _MANY and len(self._paths) != known:
            known = len(self._paths)
            await asyncio.sleep(_QUIET)
        with self._lock:
            taken = frozenset(self._paths)
            self._paths.clear()
        self._event.clear()
        return taken
