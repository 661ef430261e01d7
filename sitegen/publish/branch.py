"""A branch of a git repository, as hosts of pages read it: one publication is one commit.

The files never lie in a work tree: `git fast-import` takes what changed and builds the commit on
the one before, of which not more than the trees has to be there. Readers see nothing until the
push, and all of the new site after it.
"""

import hashlib
import os
import shutil
import subprocess
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from sitegen.errors import CommandError, PublishError
from sitegen.publish.listing import Listed
from sitegen.publish.store import check, sha256

_GIT = "git"
_BASE, _NEW = "refs/sitegen/base", "refs/sitegen/new"
_NO_JEKYLL = ".nojekyll"  # GitHub leaves out files whose names begin with "_" without it
_NOBODY = "sitegen <sitegen@localhost>"
_ALONE = {"GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}


class Branch:
    """The store that a branch is. `repository` is what git calls a URL; `work` is a folder for a
    bare repository in which what is known of the branch is kept from time to time."""

    keeps_headers = False
    has_folders = True
    changes_at_once = True

    def __init__(self, repository: str, branch: str, work: Path, threads: int) -> None:
        self.name, self.threads = f"{repository}#{branch}", threads
        self._repository, self._branch = repository, branch
        name = hashlib.sha256(self.name.encode()).hexdigest()[:16]
        self._work = work / f"{name}.git"
        self._lock = threading.Lock()
        self._importing: subprocess.Popen[bytes] | None = None
        self._exists = False

    def begin(self) -> None:
        """Learn what the branch holds; files themselves are fetched only when they are read."""
        if shutil.which(_GIT) is None:
            raise CommandError(
                "publishing to a branch needs git", "Install it: https://git-scm.com"
            )
        self._work.mkdir(parents=True, exist_ok=True)
        self._check_name()
        if not (self._work / "HEAD").exists():
            self._git("init", "--bare", "--quiet")
            self._git("remote", "add", "origin", self._repository)
        found = self._git("ls-remote", "origin", f"refs/heads/{self._branch}")
        self._exists = bool(found.strip())
        if self._exists:
            self._git(
                "fetch", "--quiet", "--depth=1", "--no-tags", "--filter=blob:none", "origin",
                f"+refs/heads/{self._branch}:{_BASE}",
            )  # fmt: skip

    def is_empty(self) -> bool:
        """Whether the branch is new, or holds no file."""
        return not self._exists or not self._git("ls-tree", _BASE).strip()

    def read(self, path: str) -> bytes | None:
        """A small file as it was before, None when it was not there."""
        if not self._exists or not self._git("ls-tree", "-z", "--full-tree", _BASE, "--", path):
            return None
        return self._git("cat-file", "blob", f"{_BASE}:{path}")

    def write(self, path: str, data: bytes, media_type: str) -> None:  # noqa: ARG002
        """Put a small file into the commit."""
        with self._lock:
            importing = self._stream()
            importing.write(b"M 100644 inline %b\ndata %d\n" % (_quoted(path), len(data)))
            importing.write(data + b"\n")

    def holds(self, item: Listed) -> bool:
        """Whether exactly this file was there before."""
        data = self.read(item.path)
        return data is not None and hashlib.sha256(data).hexdigest() == item.digest

    def put(self, item: Listed, file: Path) -> None:
        """Put a file into the commit."""
        with file.open("rb") as source:
            check(item, sha256(source), file)
            source.seek(0)
            with self._lock:
                importing = self._stream()
                head = b"M 100644 inline %b\ndata %d\n" % (_quoted(item.path), item.size)
                importing.write(head)
                shutil.copyfileobj(source, importing)
                importing.write(b"\n")

    def remove(self, path: str) -> None:
        """Leave a file out of the commit."""
        if self._exists:
            with self._lock:
                self._stream().write(b"D %b\n" % _quoted(path))

    def digest(self, path: str) -> str:
        """SHA-256 of a file in the new commit, which is the one that was pushed."""
        return hashlib.sha256(self._git("cat-file", "blob", f"{_NEW}:{path}")).hexdigest()

    def finish(self) -> None:
        """Make the commit, push it, and see that it is what the branch is now."""
        importing = self._importing
        if importing is None:
            return
        self._importing = None
        stream = _input(importing)
        stream.write(b"done\n")
        stream.close()
        if importing.wait():
            hint = "See that the disk is not full, and publish again."
            raise PublishError(f"git could not make a commit of {self.name}", hint)
        self._git("push", "--quiet", "origin", f"{_NEW}:refs/heads/{self._branch}")
        commit = self._git("rev-parse", _NEW).strip()
        if not self._git("ls-remote", "origin", f"refs/heads/{self._branch}").startswith(commit):
            hint = "Someone else may have pushed to it. Publish again."
            raise PublishError(f"{self.name} is not at the commit that was pushed", hint)

    def close(self) -> None:
        """A commit that was begun and not finished is forgotten."""
        if self._importing is not None:
            self._importing.kill()
            self._importing.communicate()
            self._importing = None

    def _check_name(self) -> None:
        if self._run("check-ref-format", f"refs/heads/{self._branch}").returncode:
            hint = "Take one such as gh-pages: letters, digits, hyphens."
            raise CommandError(f"“{self._branch}” cannot be the name of a branch", hint)

    def _stream(self) -> IO[bytes]:
        """Where the commit is written to, which is begun with the first change."""
        if self._importing is None:
            who = self._identity()
            self._importing = subprocess.Popen(  # noqa: S603 (git, with no words from outside)
                [_GIT, "fast-import", "--quiet", "--done", "--date-format=now", "--force"],
                cwd=self._work,
                env={**os.environ, **_ALONE},
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            message = b"Publish the site"
            start = b"commit %b\ncommitter %b now\ndata %d\n%b\n"
            stream = _input(self._importing)
            stream.write(start % (_NEW.encode(), who, len(message), message))
            stream.write(b"from %b^0\n" % _BASE.encode() if self._exists else b"")
            stream.write(b"M 100644 inline %b\ndata 0\n\n" % _NO_JEKYLL.encode())
        return _input(self._importing)

    def _identity(self) -> bytes:
        """Who commits, as git is configured: name and address, without the time."""
        result = self._run("var", "GIT_COMMITTER_IDENT")
        words = result.stdout.strip().rsplit(b" ", 2)
        return words[0] if not result.returncode else _NOBODY.encode()

    def _git(self, *arguments: str) -> bytes:
        result = self._run(*arguments)
        if result.returncode:
            raise PublishError(f"{self.name}: {_reason(result.stderr)}", _hint(arguments))
        return result.stdout

    def _run(self, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(  # noqa: S603 (git, with addresses after their options)
            [_GIT, *arguments],
            cwd=self._work,
            env={**os.environ, **_ALONE},
            check=False,
            capture_output=True,
        )


def _input(process: subprocess.Popen[bytes]) -> IO[bytes]:
    assert process.stdin is not None  # noqa: S101 (it was opened as a pipe)
    return process.stdin


def _quoted(path: str) -> bytes:
    return b'"%b"' % path.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").encode()


def _reason(said: bytes) -> str:
    lines = [line.strip() for line in said.decode(errors="replace").splitlines() if line.strip()]
    telling = [line for line in lines if line.startswith(("fatal:", "error:", "!"))]
    return (telling or lines or ["git failed"])[0].removeprefix("fatal:").strip()


def _hint(arguments: Sequence[str]) -> str:
    if arguments[0] == "push":
        return "If someone else pushed to it meanwhile, publish again."
    return "See that the repository is there and that git may read it without asking."
