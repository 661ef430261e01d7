"""The values that flow from source files to written pages: frozen, typed, compared by content."""

from sitegen.types.content import (
    Article,
    ArticleLink,
    Body,
    Correction,
    Extra,
    Media,
    Origin,
    Picture,
    Source,
    Variant,
    Withdrawal,
)
from sitegen.types.files import (
    Copy,
    Document,
    Feed,
    FeedEntry,
    Scaled,
    SearchSegment,
    SearchText,
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
    Group,
    Head,
    IndexPage,
    Link,
    ListPage,
    Moment,
    Month,
    NotFoundPage,
    Photo,
    RedirectPage,
    SearchPage,
    ShareLink,
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
Job = HtmlPage | Feed | Document | Copy | Scaled | SearchSegment

__all__ = [
    "Alternate",
    "Article",
    "ArticleLink",
    "ArticlePage",
    "Author",
    "Body",
    "CalendarPage",
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
    "Document",
    "Entry",
    "Extra",
    "Feed",
    "FeedEntry",
    "FeedLink",
    "Group",
    "Head",
    "Hosting",
    "HtmlPage",
    "IndexPage",
    "Job",
    "Link",
    "ListPage",
    "Media",
    "Moment",
    "Month",
    "NotFoundPage",
    "Origin",
    "Photo",
    "Picture",
    "RedirectPage",
    "Scaled",
    "SearchPage",
    "SearchSegment",
    "SearchText",
    "ShareLink",
    "Source",
    "TombstonePage",
    "Variant",
    "Withdrawal",
    "Words",
]
