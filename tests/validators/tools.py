"""Where the checkers are that pip and npm bring."""

import sysconfig
from pathlib import Path

_PACKAGES = Path(__file__).parent.parent / "tools" / "node_modules"


def npm_file(path: str) -> Path:
    """Give a file of an npm package, such as `vnu-jar/build/dist/vnu.jar`."""
    return _existing(_PACKAGES / path)


def command(name: str) -> Path:
    """Give a program that a package of the virtual environment carries."""
    return _existing(Path(sysconfig.get_path("scripts")) / name)


def _existing(path: Path) -> Path:
    if not path.exists():
        raise FileNotFoundError(f"{path} is missing: `make test` installs what the tests use")
    return path
