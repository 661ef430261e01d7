"""The names that are free in the output, for what stands where nothing is any more."""

from collections.abc import Iterable

from sitegen.addresses import MAX_SEGMENT


class Room:
    """The names in the output that are free."""

    def __init__(self, standing: Iterable[str]) -> None:
        self._taken = {path.casefold() for path in standing}
        self._folders: set[str] | None = None

    def take(self, path: str) -> bool:
        """Whether a file may have this name, which is taken from then on."""
        name = path.casefold()
        if len(path) * 4 > MAX_SEGMENT and any(
            len(part.encode()) > MAX_SEGMENT for part in path.split("/")
        ):
            return False
        if name in self._taken or self._in_a_file(name) or self._is_folder(name):
            return False
        self._taken.add(name)
        return True

    def _in_a_file(self, name: str) -> bool:
        folder = name.rpartition("/")[0]
        while folder:
            if folder in self._taken:
                return True
            folder = folder.rpartition("/")[0]
        return False

    def _is_folder(self, name: str) -> bool:
        # Nothing stands below the page of a folder; asked of pages like /old.html only.
        if name.endswith("/index.html"):
            return False
        if self._folders is None:
            self._folders = set()
            for path in self._taken:
                folder = path.rpartition("/")[0]
                while folder and folder not in self._folders:
                    self._folders.add(folder)
                    folder = folder.rpartition("/")[0]
        return name in self._folders
