"""One file of the site before it is made: where it will stand, whose it is, how it is made."""

from collections.abc import Callable
from typing import NamedTuple

from sitegen.types import Job


class Planned(NamedTuple):
    """An address, the words for its owner (a source file, or "the list …"), and its job.

    `kind` is a word that reports use and `lang` the page's language, "" for what has none.
    `first` is the place, in its list, of the newest article on a list's page, 0 elsewhere.
    Files of one `group` ("" for none) have one job, which makes them all.

    Jobs are made late: all addresses are checked against each other before the first of them,
    and no build holds the jobs of a whole archive at once.
    """

    url: str
    owner: str
    kind: str
    lang: str
    make: Callable[[], Job]
    first: int = 0
    group: str = ""
