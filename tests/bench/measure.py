"""Wall time of a command, and the peak memory of it and all its descendants together.

Memory is read from Linux's /proc while the command runs. A process counts with its
proportional set size (PSS), so that pages which forked workers share count once; the sum over
the tree is taken some twenty times a second. Between two samples a single process can have
been larger: the kernel's own high-water mark (VmHWM) of every process bounds the result from
below. Reading costs the command some time, so that the pause after a sample is at least twenty
times as long as the sample took.
"""

import subprocess
import threading
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

_PROC = Path("/proc")
_PAUSE = 0.05
_SHARE_OF_TIME = 20


class Measured(NamedTuple):
    """Seconds of wall time; peak memory in bytes, 0 where there is no /proc."""

    seconds: float
    memory: int


def measure(command: Sequence[str]) -> Measured:
    """Run the command to its end; raises CalledProcessError with what it said when it fails."""
    started = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    watch = _Watch(process.pid)
    watch.start()
    said, _ = process.communicate()
    seconds = time.monotonic() - started
    watch.stop()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command, said)
    return Measured(seconds, watch.peak)


class _Watch(threading.Thread):
    """Samples the memory of a process and its descendants."""

    def __init__(self, root: int) -> None:
        super().__init__(daemon=True)
        self._root, self._ended = root, threading.Event()
        self.peak = 0

    def run(self) -> None:
        pause = 0.0
        while not self._ended.wait(pause):
            started = time.monotonic()
            self.peak = max(self.peak, _memory(_tree(self._root)))
            pause = max(_PAUSE, _SHARE_OF_TIME * (time.monotonic() - started))

    def stop(self) -> None:
        self._ended.set()
        self.join()


def _tree(root: int) -> list[int]:
    """The process and all that descend from it."""
    children: dict[int, list[int]] = defaultdict(list)
    for stat in _PROC.glob("[0-9]*/stat"):
        # The name, which may hold anything, stands in brackets; the parent is second after it.
        fields = _read(stat).rpartition(")")[2].split()
        if fields:
            children[int(fields[1])].append(int(stat.parent.name))
    found = [root]
    for process in found:
        found.extend(children[process])
    return found


def _memory(processes: Sequence[int]) -> int:
    proportional = sum(_field(process, "smaps_rollup", "Pss") for process in processes)
    largest = max(_field(process, "status", "VmHWM") for process in processes)
    return max(proportional, largest)


def _field(process: int, file: str, name: str) -> int:
    for line in _read(_PROC / str(process) / file).splitlines():
        label, _, value = line.partition(":")
        if label == name:
            return int(value.split()[0]) * 1024
    return 0


def _read(file: Path) -> str:
    """The file's text, "" when its process has ended meanwhile."""
    try:
        return file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
