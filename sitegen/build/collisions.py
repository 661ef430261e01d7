"""Whether new pages find room beside those that stand, without looking at all."""

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable

from sitegen.pages.plan import is_too_long
from sitegen.pages.planned import Planned


def new_collisions(
    fresh: Iterable[Planned], standing: Collection[str], path_of: Callable[[Planned], str]
) -> bool:
    """Whether two pages may want one place, or one cannot have its own.

    A true answer asks for the full check.
    """
    paths = [path_of(item) for item in fresh]
    if not paths:
        return False
    if any(map(is_too_long, paths)):
        return True
    items = [path.casefold() for path in paths]
    if len(set(items)) < len(items):
        return True
    every = sorted([*(path.casefold() for path in standing), *items])
    known = set(every)
    if len(known) < len(every):
        return True
    return any(_is_file_and_folder(path, every, known) for path in items)


def _is_file_and_folder(path: str, every: list[str], known: set[str]) -> bool:
    folder = path.rpartition("/")[0]
    while folder:
        if folder in known:
            return True
        folder = folder.rpartition("/")[0]
    place = bisect_left(every, f"{path}/")
    return place < len(every) and every[place].startswith(f"{path}/")
