"""Pictures in a body: their sizes, their smaller copies, and figures with caption and credit."""

from collections.abc import Mapping
from html import escape

from sitegen.markup.context import Context
from sitegen.markup.targets import link_address
from sitegen.types import Media

# The text column of an article, as static/site.css lays it out: so many letters of each script.
SIZES = "min(40rem, 92vw)"
_OF_LETTERS = "min(36rem, 92vw)"
_OF_CHARACTERS = frozenset(("ko", "ja", "zh", "yue"))


def picture(
    found: Media | str,
    alt: str,
    attributes: Mapping[str, str],
    context: Context,
    *,
    alone: bool = False,
) -> str:
    """An `<img>` of what `targets.picture_source` found, in a `<picture>` when it has copies.

    One that stands `alone` is no higher than most of the window.
    """
    image = f"<img{written(picture_attributes(found, alt, attributes, context))}>"
    offers = "".join(f"<source{written(offer)}>" for offer in sources(found, context, alone=alone))
    return f"<picture>{offers}{image}</picture>" if offers else image


def sources(
    found: Media | str, context: Context, *, alone: bool = False
) -> tuple[Mapping[str, str], ...]:
    """The attributes of each `<source>` of a picture, the best format first."""
    if isinstance(found, str):
        return ()
    context.offers.update(item.srcset for item in found.candidates)
    wide = context.lang.partition("-")[0] in _OF_CHARACTERS
    sizes = SIZES if wide else _OF_LETTERS
    if alone and found.shape:
        sizes = f"{sizes[:-1]}, {found.shape * 8.5:g}vh)"
    return tuple(
        {"type": item.type, "srcset": item.srcset, "sizes": sizes} for item in found.candidates
    )


def warn_of_missing_text(source: str, context: Context, line: int) -> None:
    """Say that a picture has no alternative text."""
    context.warn(
        "the picture has no alternative text",
        line,
        near=source,
        hint="Describe it for readers who cannot see it: ![description](file).",
    )


def picture_attributes(
    found: Media | str, alt: str, attributes: Mapping[str, str], context: Context
) -> dict[str, str]:
    """All attributes of an `<img>`, in the order in which they are written."""
    own = _file_attributes(found) if isinstance(found, Media) else {"src": found}
    context.pictures.add(own["src"])
    classes = " ".join(filter(None, (attributes.get("class"), own.pop("class", ""))))
    named = {"class": classes} if classes else {}
    return {**attributes, **named, **own, "alt": alt, "loading": "lazy", "decoding": "async"}


def link_instead(source: str, text: str, context: Context, line: int, *, linked: bool) -> str:
    """What takes the place of a picture on another host; its words when in a link already."""
    address = address_instead(source, context, line)
    shown = escape(text.strip() or address)
    return shown if linked else f'<a href="{escape(address)}">{shown}</a>'


def address_instead(source: str, context: Context, line: int) -> str:
    """The address of a picture on another host, which is linked to and never loaded.

    A reader's browser should tell nobody else what is being read, and the pages' content
    security policy forbids it.
    """
    context.warn(
        "pictures on other hosts are not shown; a link stands in its place",
        line,
        near=source,
        hint="Put the file beside the article.",
    )
    return link_address(source, context, line) or ""


def figure(
    image: str, full: str, *, caption: str, credit: str, attributes: Mapping[str, str]
) -> str:
    """A picture that stands alone; `full` is what enlarging shows ("" for nothing)."""
    shown = f'<a class="zoom" href="{escape(full)}">{image}</a>' if full else image
    parts = [
        f'<span class="{name}">{escape(text)}</span>'
        for name, text in (("caption", caption), ("credit", credit))
        if text.strip()
    ]
    below = f"<figcaption>{' '.join(parts)}</figcaption>" if parts else ""
    return f"<figure{written(attributes)}>{shown}{below}</figure>\n"


def written(attributes: Mapping[str, str]) -> str:
    """Attributes as HTML, each with a space before it."""
    return "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())


def _file_attributes(media: Media) -> dict[str, str]:
    if not media.width:
        return {"src": media.url}
    size = {"width": str(media.width), "height": str(media.height)}
    return {"src": media.plain.url, **size, **({"class": media.tone} if media.tone else {})}
