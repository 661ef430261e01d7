"""Where an article stands: by its front matter, or by the site's pattern."""

import hashlib
import re
from functools import lru_cache

from sitegen.addresses import MAX_SEGMENT, shorten, slugify
from sitegen.config import SiteConfig
from sitegen.types import Article

_FIELD = re.compile(r"\{([a-z]+)\}")


def permalink(article: Article, config: SiteConfig, section: str) -> str:
    """The article's address below the base URL; `section` is the id of its section or ""."""
    if article.permalink:
        return page_address(article.permalink)
    pattern = config.permalink_for(article.lang)
    values = {name: _value(name, article, section) for name in _fields(pattern)}
    address = pattern.format_map(values)
    # A character has four bytes at most, so that nothing in a short address can be too long.
    if len(address) * 4 <= MAX_SEGMENT:
        return address
    return "/".join(_fitting(part) for part in address.split("/"))


@lru_cache(maxsize=64)
def _fields(pattern: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_FIELD.findall(pattern)))


_DATE_FIELDS = {"year": 4, "month": 2, "day": 2, "hour": 2, "minute": 2, "second": 2}


def _value(name: str, article: Article, section: str) -> str:
    if name in _DATE_FIELDS:
        number: int = getattr(article.date, name)
        return str(number).zfill(_DATE_FIELDS[name])
    if name == "slug":
        return article.slug
    if name == "lang":
        return article.lang
    if name == "section":
        return section or "news"
    if name == "story":
        return "/".join(filter(None, map(slugify, article.story.split("/"))))
    return hashlib.blake2b(article.story.encode(), digest_size=5).hexdigest()


def _fitting(part: str) -> str:
    stem = part.removesuffix(".html")
    ending = part[len(stem) :]
    return shorten(stem, MAX_SEGMENT - len(ending)) + ending


def page_address(written: str) -> str:
    """An address as an author wrote it, so that every host serves what stands there as HTML.

    One that is not a folder and has no ending that means HTML becomes a folder.
    """
    return written if written.endswith(("/", ".html", ".htm")) else f"{written}/"
