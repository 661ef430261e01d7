"""What static hosts read (`_redirects`, `_headers`, robots.txt)."""

from collections.abc import Iterator, Sequence
from functools import partial

from sitegen.pages import sitemaps
from sitegen.pages.articles import alias_url
from sitegen.pages.planned import Planned
from sitegen.pages.site import Site
from sitegen.types import Article, Document

# A file beside an article is content: should one ever hold a script, it gets no rights.
_MEDIA_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; sandbox"


def plan(site: Site) -> Iterator[Planned]:
    """The files for hosts."""
    yield Planned(
        f"{site.root()}robots.txt", "robots.txt", "document", "", partial(sitemaps.robots, site)
    )
    yield Planned(
        f"{site.root()}_redirects", "the redirects", "document", "", partial(_redirects, site)
    )
    yield Planned(f"{site.root()}_headers", "the headers", "document", "", partial(_headers, site))


def _answering(site: Site) -> Sequence[Article]:
    """Every article that has an address, withdrawn ones too."""
    return (*site.archive.articles, *site.archive.withdrawn)


def _redirects(site: Site) -> Document:
    """Netlify's `_redirects`: aliases, tombstones, the reader's language, lost readers.

    Rules apply from top to bottom; "!" makes a rule count although a file is there. The
    language rules obey the cookie `nf_lang`, in which a reader's own choice is kept.
    """
    archive = site.archive
    lines = [
        f"{alias_url(site, alias)} {archive.url(article)} 301!"
        for article in _answering(site)
        for alias in article.aliases
    ]
    for article in archive.withdrawn:
        url = archive.url(article)
        lines.append(f"{url} {url}{'index.html' if url.endswith('/') else ''} 410!")
    lines += [
        f"{site.root()} {site.home(lang)} 302! Language={lang.lower()}"
        for lang in site.config.languages
    ]
    lines += [f"{site.home(lang)}* {site.home(lang)}404.html 404" for lang in site.config.languages]
    return Document(text="".join(f"{line}\n" for line in lines))


def _headers(site: Site) -> Document:
    """Netlify's `_headers`; the policy for pages stands in the pages themselves."""
    root = site.root()
    blocks = {
        f"{root}*": (
            "X-Content-Type-Options: nosniff",
            "Referrer-Policy: strict-origin-when-cross-origin",
            "X-Frame-Options: DENY",
            "Permissions-Policy: camera=(), geolocation=(), microphone=(), payment=()",
        ),
        f"{root}assets/*": ("Cache-Control: public, max-age=31536000, immutable",),
        f"{root}media/*": (f"Content-Security-Policy: {_MEDIA_POLICY}",),
    }
    return Document(
        text="".join(
            f"{path}\n" + "".join(f"  {line}\n" for line in lines) for path, lines in blocks.items()
        )
    )
