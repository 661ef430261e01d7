"""Why a page was made anew, or kept, in words."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple


class Reason(NamedTuple):
    """A short word for counting, and the inputs that changed, each in words."""

    word: str
    inputs: tuple[str, ...] = ()

    def sentence(self) -> str:
        """What a person is told of one page."""
        return f"{self.word}: {'; '.join(self.inputs)}" if self.inputs else self.word


FIRST = Reason("there was no earlier build to go by")
CLEAN = Reason("a clean build was asked for")
NEW = "the page is new"
ARTICLES = "an article that it shows changed"
RENDERING = "what it is rendered with changed"
SITE = "the site changed"
LEDGER = Reason("what its address leads to changed")
TAMPERED = Reason("the file in the output was changed or missing")
UNTOUCHED = Reason("kept", ("nothing that it shows changed since it was made",))
NOWHERE = Reason("there is no page at this address")
SAME_JOB = Reason("kept", ("what changed elsewhere makes no difference to it",))

_MOST = 5  # inputs that a sentence names


def because(word: str, inputs: Iterable[str]) -> Reason:
    """A reason with the first few of its inputs."""
    known = tuple(inputs)
    more = (f"and {len(known) - _MOST} more",) if len(known) > _MOST else ()
    return Reason(word, (*known[:_MOST], *more))


def counted(reasons: Mapping[str, Reason]) -> Mapping[str, int]:
    """How many files were made anew, by reason."""
    return dict(Counter(reason.word for reason in reasons.values()).most_common())
