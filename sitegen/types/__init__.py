"""The values that flow from source files to written pages: frozen, typed, compared by content."""

from sitegen.types.content import (
    Article,
    ArticleLink,
    Body,
    Candidates,
    Correction,
    Developed,
    Extra,
    Media,
    Origin,
    Picture,
    Print,
    Source,
    Variant,
    Withdrawal,
)
from sitegen.types.files import (
    Copy,
    Document,
    Feed,
    FeedEntry,
    Icon,
    Printed,
    SearchSegment,
    SearchText,
    SharePicture,
)
from sitegen.types.hosting import (
    Hosting,
)
from sitegen.types.pages import (
    Alternate,
    ArticlePage,
    Author,
    CalendarPage,
    Card,
    Choice,
    ChooserPage,
    Chrome,
    CorrectedArticle,
    CorrectionNote,
    CorrectionsPage,
    CorrectionYear,
    Day,
    Entry,
    FeedLink,
    Filter,
    Group,
    Head,
    Icons,
    IndexPage,
    Link,
    ListPage,
    Moment,
    Month,
    NotFoundPage,
    Part,
    Photo,
    RedirectPage,
    SearchPage,
    Shared,
    ShareLink,
    Shelf,
    TombstonePage,
)
from sitegen.types.words import (
    Words,
)

HtmlPage = (
    ArticlePage
    | ListPage
    | IndexPage
    | CalendarPage
    | ChooserPage
    | CorrectionsPage
    | NotFoundPage
    | TombstonePage
    | RedirectPage
    | SearchPage
)
Job = HtmlPage | Feed | Document | Copy | Printed | Icon | SharePicture | SearchSegment

__all__ = [
    "Alternate",
    "Article",
    "ArticleLink",
    "ArticlePage",
    "Author",
    "Body",
    "CalendarPage",
    "Candidates",
    "Card",
    "Choice",
    "ChooserPage",
    "Chrome",
    "Copy",
    "CorrectedArticle",
    "Correction",
    "CorrectionNote",
    "CorrectionYear",
    "CorrectionsPage",
    "Day",
    "Developed",
    "Document",
    "Entry",
    "Extra",
    "Feed",
    "FeedEntry",
    "FeedLink",
    "Filter",
    "Group",
    "Head",
    "Hosting",
    "HtmlPage",
    "Icon",
    "Icons",
    "IndexPage",
    "Job",
    "Link",
    "ListPage",
    "Media",
    "Moment",
    "Month",
    "NotFoundPage",
    "Origin",
    "Part",
    "Photo",
    "Picture",
    "Print",
    "Printed",
    "RedirectPage",
    "SearchPage",
    "SearchSegment",
    "SearchText",
    "ShareLink",
    "SharePicture",
    "Shared",
    "Shelf",
    "Source",
    "TombstonePage",
    "Variant",
    "Withdrawal",
    "Words",
]
