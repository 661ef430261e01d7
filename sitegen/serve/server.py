"""Everything that serving a site takes, put together, from the first build to Ctrl-C."""

import asyncio
import os
import socket
import time
import webbrowser
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import Protocol

import msgspec
import uvicorn

from sitegen.build import state
from sitegen.build.lock import only_build
from sitegen.build.output import PREVIEW
from sitegen.build.progress import Progress
from sitegen.build.resident import EVERYTHING, Resident
from sitegen.build.site import Options
from sitegen.errors import CommandError, Problem
from sitegen.serve.app import application
from sitegen.serve.inbox import Inbox
from sitegen.serve.troubles import troubles
from sitegen.serve.viewers import Viewers
from sitegen.serve.watch import Watch

# Below the state of builds; neither this nor what lies in it is ever deployed.
FOLDER = "serve"

# In seconds. A file that is read while it is being written is wrong for a moment only; and the
# output follows what is shown once the writer rests.
_DOUBT = 0.15
_REST = 1.0
# A style sheet changes every page of an archive, and the next save may come before the output has
# all of them: each attempt that was in vain waits twice as long as the one before. (Not after what
# has all files looked at with every save until then.)
_LONGEST_REST = 15.0

_LONGEST_SLEEP = 60.0

_EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 (compared with)


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What is served, how, and to whom. Port 0 is any that is free."""

    site: Path
    host: str = "127.0.0.1"
    port: int = 8000
    drafts: bool = False
    future: bool = False
    open: bool = False
    poll: bool = False


class Listener(Progress, Protocol):
    """Someone at the terminal."""

    def show(self, problems: tuple[Problem, ...]) -> None:
        """All that is wrong with the site at this moment."""


def serve(settings: Settings, listener: Listener) -> None:
    """Serve a site until Ctrl-C. Raises CommandError when that cannot be done at all."""
    folder = settings.site / state.FOLDER / FOLDER
    options = Options(
        site=settings.site,
        output=folder / PREVIEW,
        state=folder,
        now=_now(),
        drafts=settings.drafts,
        future=settings.future,
    )
    with (
        _bound(settings.host, settings.port) as listening,
        only_build(folder, other="this site is being served already"),
    ):
        resident = Resident(options, listener, _now)
        inbox = Inbox()
        watch = Watch(settings.site, inbox.put, listener.tell, poll=settings.poll)
        watch.start()
        try:
            # In this thread, where Ctrl-C can end it.
            resident.change(EVERYTHING)
            asyncio.run(_Session(settings, listener, resident, inbox).run(listening))
        except KeyboardInterrupt:
            pass
        finally:
            watch.stop()
            resident.close()
        listener.tell("Stopped.")


def _now() -> datetime:
    return datetime.now(UTC)


def _bound(host: str, port: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family)
    except OSError as problem:
        hint = "Choose another one with --port (0 for any), or stop the server that has it."
        # Of what cannot be bound, Python's own words name the address again.
        named = problem.errno and not isinstance(problem, socket.gaierror)
        reason = os.strerror(problem.errno or 0) if named else problem.strerror or str(problem)
        raise CommandError(f"{host}, port {port}, cannot be used: {reason}", hint) from None


class _Session:
    """One run of the server: the builder that follows the writer, and the browsers."""

    def __init__(
        self, settings: Settings, listener: Listener, resident: Resident, inbox: Inbox
    ) -> None:
        self._settings, self._listener = settings, listener
        self._resident, self._inbox = resident, inbox
        self._viewers = Viewers(resident)
        self._told: tuple[Problem, ...] = ()
        self._rest = _REST

    async def run(self, listening: socket.socket) -> None:
        """Serve and build until the server is told to stop."""
        self._inbox.open()
        self._publish()
        following = asyncio.create_task(self._follow())
        host, port = listening.getsockname()[:2]
        url = f"http://{f'[{host}]' if ':' in host else host}:{port}{self._resident.base_path}/"
        self._listener.tell(f"Serving {url} (Ctrl-C stops it).")
        if self._settings.open:
            await asyncio.to_thread(webbrowser.open, url)
        try:
            await _Server(self._configured(), self._viewers).serve([listening])
        finally:
            self._inbox.close()
            await following

    def _configured(self) -> uvicorn.Config:
        host = self._settings.host
        everywhere = host in _EVERYWHERE
        names = {"localhost", host.lower(), *(_own_names() if everywhere else ())}
        return uvicorn.Config(
            application(self._resident, self._viewers, names, addresses=everywhere),
            log_config=None,
            access_log=False,
            lifespan="off",
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=1,
        )

    # --- following the writer --------------------------------------------------------------

    async def _follow(self) -> None:
        while not self._inbox.closed:
            if await self._inbox.wait(self._patience()):
                await self._change()
            elif self._resident.unsettled:
                await self._settle()
            else:
                # An article is due, or has expired.
                await self._change()

    def _patience(self) -> float | None:
        """How long nothing may happen before there is something to do; None for ever."""
        if self._resident.unsettled:
            return self._rest
        until = self._resident.until
        if until is None:
            return None
        # Clocks are set and computers sleep: to look too early costs nothing.
        return min(_LONGEST_SLEEP, max(0.0, (until - _now()).total_seconds()))

    async def _settle(self) -> None:
        await asyncio.to_thread(self._resident.settle, self._inbox.is_waiting)
        in_vain = self._resident.unsettled and not self._resident.looks_at_all
        self._rest = min(2 * self._rest, _LONGEST_REST) if in_vain else _REST
        self._publish()

    async def _change(self) -> None:
        paths = await self._inbox.take()
        if self._inbox.closed:
            return
        started = time.perf_counter()
        right = await asyncio.to_thread(self._resident.change, paths)
        if not right and await self._inbox.wait(_DOUBT):
            return
        self._publish()
        if right and paths:
            self._say(paths, time.perf_counter() - started)

    def _publish(self) -> None:
        problems = self._resident.problems
        shown = troubles(self._settings.site, problems)
        self._viewers.tell(shown)
        if problems != self._told:
            self._told = problems
            self._listener.show(problems)

    def _say(self, paths: frozenset[str], seconds: float) -> None:
        first, *more = sorted(paths)
        others = f" and {len(more)} more" if more else ""
        self._listener.tell(f"{first}{others}: made anew in {seconds * 1000:.0f} ms.")


def _own_names() -> set[str]:
    name = socket.gethostname().lower()
    return {name, f"{name}.local", socket.getfqdn().lower()}


class _Server(uvicorn.Server):
    """Lets go of the browsers, which would never leave by themselves, when it is to stop."""

    def __init__(self, config: uvicorn.Config, viewers: Viewers) -> None:
        super().__init__(config)
        self._viewers = viewers

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Called for Ctrl-C and SIGTERM."""
        self._viewers.close()
        super().handle_exit(sig, frame)
