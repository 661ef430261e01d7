"""JSON-LD in schema.org's vocabulary, as text that is safe inside `<script>`."""

from collections.abc import Mapping, Sequence

import msgspec

from sitegen.pages.site import Site, Terms
from sitegen.types import Article, Link, Photo, Shared

Node = Mapping[str, object]


def script(node: Node) -> str:
    """One JSON-LD document; "<" is escaped so that no text can end the script element."""
    data = {"@context": "https://schema.org", **node}
    text = msgspec.json.encode(data).decode()
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def breadcrumb_list(site: Site, links: Sequence[Link]) -> str:
    """The way from home to a page (schema.org BreadcrumbList)."""
    return script(
        {
            "@type": "BreadcrumbList",
            "itemListElement": [
                {
                    "@type": "ListItem",
                    "position": number,
                    "name": link.text,
                    "item": site.absolute(link.url),
                }
                for number, link in enumerate(links, 1)
            ],
        }
    )


def website(site: Site, lang: str) -> str:
    """The site in one language (schema.org WebSite)."""
    config = site.config
    node = {
        "@type": "WebSite",
        "name": config.say(config.title, lang),
        "url": site.absolute(site.home(lang)),
        "inLanguage": lang,
        "publisher": publisher(site, lang),
    }
    description = config.say(config.description, lang)
    return script({**node, "description": description} if description else node)


def publisher(site: Site, lang: str) -> Node:
    """Who publishes the site (schema.org NewsMediaOrganization)."""
    config = site.config
    node: dict[str, object] = {
        "@type": "NewsMediaOrganization",
        "name": config.say(config.publisher, lang) or config.say(config.title, lang),
        "url": site.absolute(site.root()),
    }
    if logo := site.logo(lang):
        node["logo"] = {"@type": "ImageObject", "url": site.absolute(logo)}
    return node


def news_article(
    site: Site, article: Article, terms: Terms, photos: Sequence[Photo], drawn: Shared | None
) -> str:
    """An article (schema.org NewsArticle); `drawn` stands in for photos."""
    archive, lang = site.archive, article.lang
    url = site.absolute(archive.url(article))
    node: dict[str, object] = {
        "@type": "NewsArticle",
        "@id": url,
        "url": url,
        "mainEntityOfPage": {"@type": "WebPage", "@id": url},
        "headline": article.title,
        "description": article.summary,
        "datePublished": article.date.isoformat(),
        "dateModified": article.modified.isoformat(),
        "author": [
            {"@type": "Person", "name": link.text, "url": site.absolute(link.url)}
            for link in terms.authors
        ]
        or publisher(site, lang),
        "publisher": publisher(site, lang),
        "inLanguage": lang,
        "wordCount": article.words,
        "isAccessibleForFree": True,
        "image": [
            *(_image(site, photo) for photo in photos),
            *([_sized(site, drawn)] if drawn else ()),
        ],
        "articleSection": [link.text for link in terms.sections],
        "keywords": [link.text for link in terms.tags],
        "about": [
            {"@type": "Thing", "name": link.text, "url": site.absolute(link.url)}
            for link in terms.topics
        ],
        "alternativeHeadline": list(article.deck),
        "dateline": article.dateline,
        "copyrightNotice": article.rights or site.config.say(site.config.rights, lang),
        "copyrightYear": article.date.year,
        "translator": [{"@type": "Person", "name": name} for name in article.translators],
        "correction": [
            {
                "@type": "CorrectionComment",
                "text": item.note,
                "datePublished": item.date.isoformat(),
            }
            for item in article.corrections
        ],
        **_translations(site, article),
        **_source(article),
    }
    return script({key: value for key, value in node.items() if value not in ("", [], None)})


def _image(site: Site, photo: Photo) -> Node:
    node = {
        **_sized(site, photo.shared),
        "caption": photo.caption or photo.alt,
        "creditText": photo.credit,
    }
    return {key: value for key, value in node.items() if value != ""}


def _sized(site: Site, picture: Shared) -> Node:
    return {
        "@type": "ImageObject",
        "url": site.absolute(picture.url),
        "width": _pixels(picture.width),
        "height": _pixels(picture.height),
    }


def _pixels(length: int) -> Node:
    """A length as schema.org wants it; E37 is UN/CEFACT's code for the pixel."""
    return {"@type": "QuantitativeValue", "value": length, "unitCode": "E37"}


def _translations(site: Site, article: Article) -> Node:
    def reference(edition: Article) -> Node:
        address = site.absolute(site.archive.url(edition))
        return {
            "@type": "CreativeWork",
            "@id": address,
            "url": address,
            "headline": edition.title,
            "inLanguage": edition.lang,
        }

    editions = [item for item in site.archive.editions(article) if not item.withdrawn]
    original = article.origin.lang if article.origin else None
    source = next((item for item in editions if item.lang == original), None)
    made_from_this = [item for item in editions if item.origin and item.origin.lang == article.lang]
    node: dict[str, object] = {}
    if source is not None and source.lang != article.lang:
        node["translationOfWork"] = reference(source)
    if made_from_this:
        node["workTranslation"] = [reference(item) for item in made_from_this]
    return node


def _source(article: Article) -> Node:
    if article.source is None:
        return {}
    provider = {"@type": "Organization", "name": article.source.name}
    if article.source.url:
        provider["url"] = article.source.url
    return {"sourceOrganization": provider}
