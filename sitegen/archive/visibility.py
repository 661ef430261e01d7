"""Which articles a build shows."""

from datetime import datetime

import msgspec

from sitegen.types import Article


class Visibility(msgspec.Struct, frozen=True):
    """What a build shows: the moment it is for, and whether to show what is not public yet."""

    now: datetime
    drafts: bool = False
    future: bool = False


def due(article: Article) -> datetime:
    """The moment from which an article may be seen."""
    return article.publish_at or article.date


def is_public(article: Article, visibility: Visibility) -> bool:
    """Whether a build shows the article (as a page or as a tombstone)."""
    if article.draft and not visibility.drafts:
        return False
    if visibility.future:
        return True
    if due(article) > visibility.now:
        return False
    return article.expires is None or article.expires > visibility.now


def turning(article: Article, visibility: Visibility) -> datetime | None:
    """The next moment after the build's own at which the article appears or goes by itself."""
    if visibility.future or (article.draft and not visibility.drafts):
        return None
    if due(article) > visibility.now:
        gone = article.expires is not None and article.expires <= due(article)
        return None if gone else due(article)
    if article.expires is not None and article.expires > visibility.now:
        return article.expires
    return None
