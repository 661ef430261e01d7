"""The browsers that look at pages, and what each is told as soon as it is true."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import NamedTuple

import msgspec

from sitegen.serve.answers import Files
from sitegen.serve.pages import Style, fresh
from sitegen.serve.troubles import Trouble

# How often a quiet connection is used, so that both ends notice when it is dead.
HEARTBEAT = 15.0


class Message(msgspec.Struct, frozen=True):
    """All that a browser has to know; it compares this with what it shows, and acts.

    Nothing depends on messages that were missed: the next one says the same.
    """

    page: str
    styles: tuple[Style, ...]
    troubles: tuple[Trouble, ...]


class View(NamedTuple):
    """A path that is looked at by a reader of these languages."""

    path: str
    languages: tuple[str, ...]


class Viewers:
    """All browsers that are connected. Belongs to the thread of the event loop."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self._waiting: dict[asyncio.Event, View] = {}
        self._closed = False
        self.troubles: tuple[Trouble, ...] = ()

    @property
    def views(self) -> Sequence[View]:
        """What is looked at, the newest first."""
        return tuple(dict.fromkeys(reversed(self._waiting.values())))

    def tell(self, troubles: tuple[Trouble, ...]) -> None:
        """Let all browsers know what is true now."""
        self.troubles = troubles
        for event in self._waiting:
            event.set()

    def close(self) -> None:
        """End all connections."""
        self._closed = True
        for event in self._waiting:
            event.set()

    async def events(self, view: View) -> AsyncIterator[bytes]:
        """The stream of one browser, as server-sent events."""
        event = asyncio.Event()
        self._waiting[event] = view
        last = b""
        try:
            # A browser that lost the server looks for it this often, in ms.
            yield b"retry: 500\n\n"
            while not self._closed:
                event.clear()
                message = msgspec.json.encode(await self._message(view))
                yield b"event: alive\ndata:\n\n" if message == last else _event(message)
                last = message
                try:
                    await asyncio.wait_for(event.wait(), HEARTBEAT)
                except TimeoutError:
                    continue
        finally:
            del self._waiting[event]

    async def _message(self, view: View) -> Message:
        troubles = self.troubles
        now = await asyncio.to_thread(fresh, self._files, view.path, view.languages)
        return Message(now.page, now.styles, troubles)


def _event(message: bytes) -> bytes:
    return b"data: %b\n\n" % message
