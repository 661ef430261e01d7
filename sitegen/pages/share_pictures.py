"""What networks show of a story without a photo that they know: its headline, drawn."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from functools import partial

from PIL import features

from sitegen import cldr
from sitegen.artwork.recipe import recipe
from sitegen.artwork.share_pictures import HEIGHT, WIDTH
from sitegen.config import CONFIG_FILE
from sitegen.errors import Problem, warning
from sitegen.pages.planned import Planned
from sitegen.pages.site import Site, networks_show
from sitegen.types import Article, Shared, SharePicture

NAME = "share.png"
_FOR_NETWORKS = (".png", ".jpg", ".jpeg")


def plan(site: Site, article: Article) -> Iterator[Planned]:
    """The picture of an article that has no photo, where a font can write its headline."""
    made = picture(site, article)
    if made is not None:
        url, owner = address(site.archive.url(article)), f"content/{article.path}"
        yield Planned(url, owner, "share picture", article.lang, partial(_again, made))


def _again(made: SharePicture) -> SharePicture:
    return made


def address(url: str) -> str:
    """Where the picture of the article at an address stands."""
    return f"{url}{NAME}" if url.endswith("/") else f"{url.removesuffix('.html')}.{NAME}"


def picture(site: Site, article: Article) -> SharePicture | None:
    """What is drawn for an article; None for one with a photo, or that no font can write.

    An SVG is no photo here.
    """
    if not _is_wanted(site, article):
        return None
    config, lang = site.config, article.lang
    name, direction = config.say(config.title, lang), cldr.direction(lang)
    if direction == "rtl" and not features.check("raqm"):
        return None  # nothing else knows how letters join
    text = article.title + name + "…"
    for font, coverage in site.faces.get(lang, ()):
        if coverage.has(text):
            return SharePicture(
                headline=article.title,
                name=name,
                lang=lang,
                direction=direction,
                ground=config.colours.ground,
                ink=config.colours.ink,
                mark=config.colours.mark,
                font=font.source,
                index=font.index,
                digest=font.digest,
                recipe=recipe(),
            )
    return None


def shown(site: Site, article: Article) -> Shared | None:
    """The picture as machines are told of it, None where there is none.

    Networks keep a picture by its address, so that a corrected headline has to have another; its
    file has the one that was shared first.
    """
    made = picture(site, article)
    if made is None:
        return None
    looks = "\0".join((made.headline, made.name, made.ground, made.ink, made.mark))
    version = hashlib.sha256(looks.encode()).hexdigest()[:8]
    return Shared(f"{address(site.archive.url(article))}?{version}", WIDTH, HEIGHT)


def instead(site: Site, article: Article) -> str:
    """The logo, where no font can write the headline and networks know its format; else ""."""
    logo = site.logo(article.lang)
    unwritten = _is_wanted(site, article) and picture(site, article) is None
    return logo if unwritten and logo.lower().endswith(_FOR_NETWORKS) else ""


def problems(site: Site) -> Iterator[Problem]:
    """What cannot be drawn here: one problem a language."""
    if not site.config.share_pictures:
        return
    missing = Counter(
        article.lang
        for article in site.archive.articles
        if _is_wanted(site, article) and picture(site, article) is None
    )
    for lang, count in sorted(missing.items()):
        pictures = "share picture" if count == 1 else "share pictures"
        yield warning(
            CONFIG_FILE,
            f"{count} {pictures} in {lang} cannot be drawn: no font here has all of the characters",
            hint=f"Install Noto fonts (Debian: fonts-noto, fonts-noto-cjk), or name a font file: "
            f'share_fonts = {{ {lang} = "fonts/…" }}.',
        )


def _is_wanted(site: Site, article: Article) -> bool:
    if not site.config.share_pictures or article.withdrawn:
        return False
    own = (article.image, *article.gallery)
    return not any(picture is not None and networks_show(picture.src) for picture in own)
