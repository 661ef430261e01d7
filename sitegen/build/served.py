"""What a host answers that serves the output: its files, and the rules of `_redirects`."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from sitegen.addresses import file_path
from sitegen.archive.ledger import Ledger, spelt
from sitegen.build import manifest
from sitegen.errors import CommandError

OK, MOVED, NOT_FOUND, GONE = 200, 301, 404, 410

_SPLAT = ":splat 301"  # what follows a folder in its rule: the rest of the address, for good


class Answer(NamedTuple):
    """What comes of an address: a status, and for a redirect the address that it names."""

    status: int
    target: str = ""


class Served:
    """One output folder as a host sees it that obeys `_redirects`."""

    def __init__(self, paths: Iterable[str], rules: str, base_path: str) -> None:
        self._paths, self._base = frozenset(paths), base_path
        self._rules, self._folders = dict(_exact(rules)), dict(_of_folders(rules))

    def answer(self, address: str) -> Answer:
        """The answer at an address below the base URL."""
        url = self._base + address
        stands = file_path(address) in self._paths
        rule = self._rules.get(url) or self._of_folder(url)
        if rule is None or (stands and not rule.forced):
            return Answer(OK) if stands else Answer(NOT_FOUND)
        if rule.status == GONE:
            return Answer(GONE)
        return Answer(rule.status, rule.target.removeprefix(self._base))

    def _of_folder(self, url: str) -> "_Rule | None":
        """The innermost rule for a folder that an address is in."""
        folder = url
        while folder and self._folders:
            folder = folder[: folder.rstrip("/").rfind("/") + 1]
            target = self._folders.get(folder)
            if target is not None:
                return _Rule(target + url[len(folder) :], MOVED, forced=False)
        return None

    def wrong(self, address: str) -> str:
        """Why an address does not keep the promise, "" when it does.

        That is 200, one redirect to a 200, or 410.
        """
        answer = self.answer(address)
        if answer.status == NOT_FOUND:
            return "nothing answers there"
        if answer.target:
            then = self.answer(answer.target)
            if then.status != OK:
                more = f" to {then.target}" if then.target else ""
                return f"it leads to {answer.target}, which answers {then.status}{more}"
        return ""


class _Rule(NamedTuple):
    """One line of `_redirects` for one address."""

    target: str
    status: int
    forced: bool


def _exact(rules: str) -> Iterator[tuple[str, _Rule]]:
    """The rules for single addresses, the first of each, as hosts take the first that fits."""
    seen: set[str] = set()
    for line in rules.splitlines():
        parts = line.split()
        if len(parts) != len(_Rule._fields) or line.startswith("#"):
            continue  # those for the reader's language have a fourth part
        source, target, status = parts
        if "*" not in source and source not in seen:
            seen.add(source)
            yield (
                spelt(unquote(source)),
                _Rule(spelt(unquote(target)), int(status.rstrip("!")), status.endswith("!")),
            )


def _of_folders(rules: str) -> Iterator[tuple[str, str]]:
    """The folders that moved as a whole, and where to."""
    for line in rules.splitlines():
        source, _, rest = line.partition("* ")
        target, splat, _ = rest.partition(_SPLAT)
        if splat:
            yield spelt(unquote(source)), spelt(unquote(target))


def served(output: Path, base_path: str) -> Served:
    """The output as a host would serve it (the effect). Raises CommandError when there is none."""
    owned = manifest.read(output)
    if owned is None:
        raise CommandError(f"there is no built site in {output}", "Run `sitegen build` first.")
    file = output / "_redirects"
    rules = file.read_text(encoding="utf-8") if file.exists() else ""
    return Served(owned, rules, base_path)


def all_addresses(ledger: Ledger) -> frozenset[str]:
    """Every address of a ledger, those that its entries imply as well."""
    return frozenset(address for entry in ledger for address in (entry.address, *entry.parts))
