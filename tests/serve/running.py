"""A server as a writer has it: the command in a process of its own."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

_ADDRESS = re.compile(r"Serving (http://\S+)")
PATIENCE = 30.0


class Server:
    """A running `sitegen serve` and what it said so far."""

    def __init__(self, site: Path, *arguments: str, patience: float = PATIENCE) -> None:
        self._patience = patience
        command = [sys.executable, "-m", "sitegen", "serve", "--site", str(site)]
        if "--port" not in arguments:
            command += ["--port", "0"]
        self._process = subprocess.Popen(
            [*command, *arguments],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            env={**os.environ, "PYTHONUTF8": "1"},
            # Ctrl-C is meant for the server, not for the tests.
            start_new_session=True,
        )
        self._lines: list[str] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self._process.stderr is not None
        for line in self._process.stderr:
            self._lines.append(line)

    @property
    def said(self) -> str:
        """All that it said in the terminal."""
        return "".join(self._lines)

    @property
    def url(self) -> str:
        """The address that it told, with the base path."""
        wait_for(
            lambda: _ADDRESS.search(self.said) or self._process.poll() is not None, self._patience
        )
        found = _ADDRESS.search(self.said)
        assert found, self.said
        return found[1]

    @property
    def port(self) -> int:
        return int(self.url.split(":")[2].split("/")[0])

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def interrupt(self) -> int:
        """Press Ctrl-C; returns the exit status."""
        if self.alive:
            self._process.send_signal(signal.SIGINT)
        return self.wait()

    def wait(self) -> int:
        """Wait until it ends by itself; returns the exit status."""
        status = self._process.wait(PATIENCE)
        self._reader.join()
        return status

    def kill(self) -> None:
        self._process.kill()
        self._process.wait(PATIENCE)

    def close(self) -> None:
        if self.alive:
            self._process.terminate()
            try:
                self._process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                self.kill()
        self._reader.join()
        if self._process.stderr is not None:
            self._process.stderr.close()


@contextmanager
def unheard(site: Path) -> Iterator[int]:
    """Serve a site, and close the terminal once it is told where: the port."""
    said = site.with_name("said")
    command = [sys.executable, "-m", "sitegen", "serve", "--site", str(site), "--port", "0"]
    with said.open("wb") as file:
        reader = subprocess.Popen(["head", "-n", "1"], stdin=subprocess.PIPE, stdout=file)
    server = subprocess.Popen(command, stderr=reader.stdin, start_new_session=True)
    try:
        assert reader.stdin is not None
        reader.stdin.close()
        reader.wait(PATIENCE)
        found = _ADDRESS.search(said.read_text(encoding="utf-8"))
        assert found
        yield int(found[1].split(":")[2].split("/")[0])
        assert server.poll() is None
    finally:
        server.kill()
        server.wait(PATIENCE)


@contextmanager
def serving(site: Path, *arguments: str, patience: float = PATIENCE) -> Iterator[Server]:
    """Serve a site, and wait until it is told where."""
    server = Server(site, *arguments, patience=patience)
    try:
        assert server.url
        yield server
    finally:
        server.close()


def wait_for(true: Callable[[], object], patience: float = PATIENCE) -> None:
    """Wait until something is so."""
    until = time.monotonic() + patience
    while not true():
        assert time.monotonic() < until, "it never came to be"
        time.sleep(0.01)
