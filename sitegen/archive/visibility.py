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
    """Whether a build shows the article (as a page or as a tombstone).

    What was withdrawn goes on to answer, whatever else took it from the lists.
    """
    if article.draft and not visibility.drafts and not _was_public(article):
        return False
    if visibility.future:
        return True
    if due(article) > visibility.now:
        return False
    return bool(article.withdrawn) or article.expires is None or article.expires > visibility.now


def _was_public(article: Article) -> bool:
    """Whether readers have known the address: a draft is, too, when it was withdrawn from them.

    By days, for a withdrawal is seldom given with the time of day.
    """
    withdrawn = article.withdrawn
    return withdrawn is not None and withdrawn.date.date() >= due(article).date()


def turning(article: Article, visibility: Visibility) -> datetime | None:
    """The next moment after the build's own at which the article appears or goes by itself."""
    moments = sorted(filter(None, (due(article), article.expires)))
    shown = is_public(article, visibility)
    for moment in moments:
        if moment > visibility.now:
            then = Visibility(moment, visibility.drafts, visibility.future)
            if is_public(article, then) != shown:
                return moment
    return None
