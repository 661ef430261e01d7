"""Articles without a text, and summaries that search engines cut off."""

import unicodedata
from collections.abc import Iterator

from sitegen.check.findings import Finding
from sitegen.check.loaded import Loaded
from sitegen.errors import notice, warning
from sitegen.markup.measure import DEFAULT_LIMIT


def findings(loaded: Loaded) -> Iterator[Finding]:
    """What is doubtful about the texts of articles that are not drafts any more."""
    for article in loaded.site.archive.sources.values():
        place = f"content/{article.path}"
        if article.draft or article.withdrawn:
            continue
        if not article.words and not article.media:
            hint = "Write its text, or mark it with “draft: true” until that is there."
            yield Finding(warning(place, "the article is empty", hint=hint))
        columns = _columns(article.summary)
        if columns > DEFAULT_LIMIT:
            message = f"the summary takes {columns} columns, {DEFAULT_LIMIT} are shown"
            hint = "A column is a Latin letter; ideographs, kana and Hangul take two. Shorten it."
            yield Finding(notice(place, message, hint=hint), ("summary",))


def _columns(text: str) -> int:
    if text.isascii() or len(text) * 2 <= DEFAULT_LIMIT:
        return len(text)  # or a few more, which is short enough all the same
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
