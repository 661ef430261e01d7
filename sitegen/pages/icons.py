"""The site's icons, and the manifest of each language (https://www.w3.org/TR/appmanifest/)."""

import json
from collections.abc import Iterator, Mapping
from functools import partial

from sitegen import cldr
from sitegen.addresses import iri
from sitegen.artwork.recipe import recipe
from sitegen.hosts.headers import MANIFEST
from sitegen.pages.planned import Planned
from sitegen.pages.site import FAVICON, TOUCH_ICON, Sign, Site
from sitegen.types import Document, Icon

# File, form and size in pixels; that of the favicon is its largest.
FILES = (
    (FAVICON, "favicon", 48),
    (TOUCH_ICON, "touch", 180),
    ("icons/192.png", "any", 192),
    ("icons/512.png", "any", 512),
    ("icons/maskable-512.png", "maskable", 512),
)


def plan(site: Site) -> Iterator[Planned]:
    """The icons that static/ has not ready, and a manifest for every language."""
    sign = site.sign
    if sign is None:
        return
    for name, form, size in FILES if sign.png else ():
        if name not in sign.own:
            make = partial(_icon, site, sign, form, size)
            yield Planned(f"{site.root()}{name}", "the icons", "icon", "", make)
    for lang in site.config.languages:
        url = f"{site.home(lang)}{MANIFEST}"
        make_manifest = partial(_manifest, site, sign, lang)
        yield Planned(url, "the manifest", "document", "", make_manifest)


def _icon(site: Site, sign: Sign, form: str, size: int) -> Icon:
    return Icon(
        source=sign.png,
        digest=sign.digest,
        form=form,
        size=size,
        ground=site.config.colours.ground,
        recipe=recipe(),
    )


def _manifest(site: Site, sign: Sign, lang: str) -> Document:
    config, home = site.config, site.home(lang)
    told = {
        "id": home,
        "name": config.say(config.title, lang),
        "description": config.say(config.description, lang),
        "lang": lang,
        "dir": cldr.direction(lang),
        "start_url": home,
        "scope": site.root(),
        "display": "minimal-ui",
        "theme_color": config.colours.light,
        "background_color": config.colours.light,
        "icons": [*_icons(site, sign)],
    }
    shown = {key: value for key, value in told.items() if value}
    return Document(text=json.dumps(shown, ensure_ascii=False, indent=1) + "\n")


def _icons(site: Site, sign: Sign) -> Iterator[Mapping[str, str]]:
    if sign.svg:
        src = f"{site.base}/{iri(sign.svg)}"
        yield {"src": src, "sizes": "any", "type": "image/svg+xml"}
    for name, form, size in FILES if sign.png else ():
        if form in ("any", "maskable"):
            yield {
                "src": f"{site.root()}{name}",
                "sizes": f"{size}x{size}",
                "type": "image/png",
                "purpose": form,
            }
