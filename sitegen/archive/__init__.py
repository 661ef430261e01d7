"""The index of the archive: editions, terms, addresses, neighbours, related stories.

Everything here is derived from the articles alone and in a fixed order, so that the same
articles give the same index whatever the order in which they were read, and whether it was made
at once or from an older one.
"""

from sitegen.archive.index import REACH, RELATED, Archive, RowKey, weight_class
from sitegen.archive.permalinks import page_address, permalink
from sitegen.archive.problems import Between, problems_after, problems_of
from sitegen.archive.row import Row, order
from sitegen.archive.terms import KINDS, Term
from sitegen.archive.visibility import Visibility, due, is_public

__all__ = [
    "KINDS",
    "REACH",
    "RELATED",
    "Archive",
    "Between",
    "Row",
    "RowKey",
    "Term",
    "Visibility",
    "due",
    "is_public",
    "order",
    "page_address",
    "permalink",
    "problems_after",
    "problems_of",
    "weight_class",
]
