"""The old addresses that the rules of a host leave out: it takes only so many."""

from collections.abc import Iterable

from sitegen.addresses import uri


def unruled(pairs: Iterable[tuple[str, str]], rules: str) -> frozenset[str]:
    """The old ones of pairs of an old and a new address that no line of a `_redirects` leads on."""
    known = {line.partition(" ")[0] for line in rules.splitlines()}
    return frozenset(old for old, _ in pairs if not _is_known(uri(old), known))


def _is_known(address: str, known: set[str]) -> bool:
    return address in known or any(f"{folder}*" in known for folder in _folders(address))


def _folders(address: str) -> Iterable[str]:
    folder = address
    while folder := folder[: folder.rstrip("/").rfind("/") + 1]:
        yield folder
