"""The schema of front matter: what an author may write, as one Python type.

Validation, the reference in the README and the JSON Schema are all made from it. Dates are
text here ("2023-04-05", "2023-04-05T09:30", with or without a zone); the loader reads them.
"""

from collections.abc import Mapping
from typing import Annotated

from msgspec import Meta

from sitegen.schema import Fields

When = Annotated[
    str, Meta(description="Date or date and time (ISO 8601); the site's zone when none is given.")
]
Texts = tuple[str, ...] | str


class PictureFields(Fields, frozen=True, kw_only=True):
    """A photo."""

    src: Annotated[str, Meta(description="File name, beside the article.")]
    alt: Annotated[str, Meta(description="What it shows, for those who cannot see it.")] = ""
    caption: Annotated[str, Meta(description="The line under it.")] = ""
    credit: Annotated[str, Meta(description="Who made it.")] = ""
    licence: Annotated[str, Meta(description="Under what terms it may be used.")] = ""


class CorrectionFields(Fields, frozen=True, kw_only=True):
    """A correction."""

    date: When
    note: Annotated[str, Meta(description="What was wrong, for the reader.")]


class SourceFields(Fields, frozen=True, kw_only=True):
    """Where an article comes from."""

    name: Annotated[str, Meta(description="Wire service or original publisher.")]
    url: Annotated[str, Meta(description="Its address.")] = ""


class OriginFields(Fields, frozen=True, kw_only=True):
    """The edition that a translation was made from."""

    lang: Annotated[str, Meta(description="Its language.")]
    date: Annotated[str, Meta(description="Its `updated` or `date` when it was translated.")] = ""


class WithdrawnFields(Fields, frozen=True, kw_only=True):
    """Why an article was taken down."""

    date: When
    reason: Annotated[str, Meta(description="Shown at its address, which answers 410.")]


class FrontMatter(Fields, frozen=True, kw_only=True):
    """The fields of an article's front matter."""

    title: Annotated[str, Meta(description="Headline.")]
    date: Annotated[str, Meta(description="Publication time; a zone, or the site's.")]
    updated: Annotated[str, Meta(description="Last substantial change.")] = ""
    corrections: Annotated[
        tuple[CorrectionFields, ...], Meta(description="What was wrong, newest last.")
    ] = ()
    deck: Annotated[Texts, Meta(description="The lines under the headline: one or a list.")] = ()
    summary: Annotated[
        str, Meta(description="For lists, feeds, search engines; made from the body when absent.")
    ] = ""
    section: Annotated[str, Meta(description="Section: an id or a name.")] = ""
    tags: Annotated[Texts, Meta(description="Tags: ids or names.")] = ()
    authors: Annotated[Texts, Meta(description="Bylines: ids or names.")] = ()
    topics: Annotated[Texts, Meta(description="Running stories: ids or names.")] = ()
    image: Annotated[
        PictureFields | str | None, Meta(description="Lead photo: fields, or a file name.")
    ] = None
    gallery: Annotated[tuple[PictureFields | str, ...], Meta(description="Further photos.")] = ()
    dateline: Annotated[str, Meta(description="Place of writing.")] = ""
    source: Annotated[
        SourceFields | str | None, Meta(description="Wire service or original publisher.")
    ] = None
    rights: Annotated[str, Meta(description="Copyright line, when not the site's own.")] = ""
    slug: Annotated[str, Meta(description="Last part of the address.")] = ""
    permalink: Annotated[str, Meta(description="The whole address, against the pattern.")] = ""
    aliases: Annotated[Texts, Meta(description="Further addresses that lead here.")] = ()
    translated_from: Annotated[
        OriginFields | str | None, Meta(description="The edition this was made from.")
    ] = None
    translators: Annotated[Texts, Meta(description="Names of translators.")] = ()
    draft: Annotated[bool, Meta(description="Not for readers yet.")] = False
    publish_at: Annotated[str, Meta(description="Not before this time.")] = ""
    expires: Annotated[str, Meta(description="Not after this time.")] = ""
    withdrawn: Annotated[
        WithdrawnFields | None, Meta(description="Taken down; the address still answers.")
    ] = None
    extra: Annotated[
        Mapping[str, object], Meta(description="The author's own fields, for own templates.")
    ] = {}


# What archives written for Hugo call the same things.
SYNONYMS: Mapping[str, str] = {
    "lastmod": "updated",
    "publishDate": "publish_at",
    "expiryDate": "expires",
    "description": "summary",
    "author": "authors",
    "categories": "section",
    "url": "permalink",
    "params": "extra",
    "images": "image",
}
