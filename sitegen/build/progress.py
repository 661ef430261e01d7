"""How a build tells what it is doing, without knowing to whom."""

from collections.abc import Iterable, Iterator
from typing import Protocol, TypeVar

Item = TypeVar("Item")


class Progress(Protocol):
    """Someone who wants to know how far a build is."""

    def begin(self, stage: str, total: int) -> None:
        """A stage begins that has this many steps."""

    def advance(self, count: int) -> None:
        """So many more steps of the stage are done."""

    def tell(self, notice: str) -> None:
        """Something that is worth a line."""


class Silent:
    """Nobody listens."""

    def begin(self, stage: str, total: int) -> None:
        """Says nothing."""

    def advance(self, count: int) -> None:
        """Says nothing."""

    def tell(self, notice: str) -> None:
        """Says nothing."""


def followed(progress: Progress, batches: Iterable[list[Item]]) -> Iterator[Item]:
    """The items of all batches, each batch counted as it comes."""
    for batch in batches:
        progress.advance(len(batch))
        yield from batch
