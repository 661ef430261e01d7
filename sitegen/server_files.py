"""What a web server includes, written from a built site: redirects, 410s, headers."""

from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec

from sitegen.errors import BuildError, CommandError
from sitegen.hosts import caddy, nginx
from sitegen.pages.hosting import FACTS
from sitegen.types import Hosting

SERVERS: Mapping[str, Callable[[Hosting], Mapping[str, str]]] = {
    "caddy": caddy.files,
    "nginx": nginx.files,
}


def write(server: str, output: Path, folder: Path) -> Mapping[Path, bool]:
    """Write the files for that server into a folder; says of each whether it differs from before.

    A file that says the same as before is left alone, so that a server need not be told to look.
    Raises CommandError when there is no built site in `output`, BuildError when nothing can be
    written.
    """
    made = SERVERS[server](_facts(output / FACTS))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return {folder / name: _put(folder / name, text.encode()) for name, text in made.items()}
    except OSError as problem:
        raise BuildError(
            f"{problem.filename or folder}: {problem.strerror or problem}"
        ) from problem


def _facts(file: Path) -> Hosting:
    hint = "Build the site first: sitegen build."
    try:
        return msgspec.json.decode(file.read_bytes(), type=Hosting)
    except OSError:
        raise CommandError(f"there is no built site in {file.parent}", hint) from None
    except msgspec.DecodeError:
        raise CommandError(f"{file} is damaged, or another version's", hint) from None


def _put(file: Path, data: bytes) -> bool:
    if file.exists() and file.read_bytes() == data:
        return False
    beside = file.with_name(f"{file.name}.new")
    beside.write_bytes(data)
    beside.replace(file)
    return True
