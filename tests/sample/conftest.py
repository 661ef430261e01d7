"""The sample archive of this checkout, built once for all test processes."""

import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
BASE_URL = "https://haedam.example"
NOW = "2026-06-16T12:00:00+09:00"
_PATIENCE = 300  # seconds


def _site(folder: Path) -> Path:
    """A copy of the sample, so that no build of another process shares its state."""
    for name in ("content", "static", "templates"):
        shutil.copytree(CHECKOUT / name, folder / name)
    shutil.copy(CHECKOUT / "pyproject.toml", folder)
    # What is made of photos may be shared: processes keep it by digest.
    photos = folder.parent / "photos-of-the-sample"
    photos.mkdir(exist_ok=True)
    (folder / ".sitegen").mkdir()
    (folder / ".sitegen" / "photos").symlink_to(photos, target_is_directory=True)
    return folder


def _build_by_command(folder: Path) -> None:
    command = [sys.executable, "-m", "sitegen", "build", "--site", str(_site(folder))]
    subprocess.run([*command, "--now", NOW, "--strict", "--quiet"], check=True)


def _build_unminified(folder: Path) -> None:
    code = (
        "import sys; from datetime import datetime; from pathlib import Path;"
        "from sitegen.build.site import Options, build;"
        "site = Path(sys.argv[1]); now = datetime.fromisoformat(sys.argv[2]);"
        "build(Options(site=site, output=site / 'dist', now=now, minify=False))"
    )
    subprocess.run([sys.executable, "-c", code, str(_site(folder)), NOW], check=True)


def _once(
    factory: pytest.TempPathFactory, worker_id: str, name: str, make: Callable[[Path], None]
) -> Path:
    """The folder that `make` filled, whichever test process comes first."""
    alone = worker_id == "master"
    shared = factory.getbasetemp() if alone else factory.getbasetemp().parent
    folder, done = shared / name, shared / f"{name}.done"
    try:
        folder.mkdir()
    except FileExistsError:
        deadline = time.monotonic() + _PATIENCE
        while not done.exists():
            assert time.monotonic() < deadline, f"{name} was never built"
            time.sleep(0.1)
    else:
        make(folder)
        done.touch()
    return folder / "dist"


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The sample archive as `sitegen build --strict` leaves it at NOW."""
    return _once(tmp_path_factory, worker_id, "sample", _build_by_command)


@pytest.fixture(scope="session")
def plain_sample(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The sample archive without minification, to compare with."""
    return _once(tmp_path_factory, worker_id, "sample-plain", _build_unminified)
