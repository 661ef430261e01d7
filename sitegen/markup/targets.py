"""Where links and pictures of a body lead: articles, files beside them, or the outside."""

import posixpath
import re
from difflib import get_close_matches
from urllib.parse import quote, unquote

from sitegen.addresses import nfc
from sitegen.markup.context import Context
from sitegen.types import ArticleLink, Media

_PUT_IT_HERE = "Put the file beside the article."
_SAVE_IT = "Save it as a file beside the article: ![description](picture.png)."
LINK_SCHEMES = frozenset({"http", "https", "mailto", "tel"})

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
# What the URL standard drops from an address before it looks for a scheme.
_DROPPED = re.compile(r"[\t\n\r]")
_STRIPPED = "".join(map(chr, range(0x21)))
_PICTURES = frozenset({".avif", ".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp"})
_UNSAFE = re.compile(r'[\x00-\x20"<>\\^`{|}\x7f-\x9f]|%(?![0-9A-Fa-f]{2})')


def link_address(address: str, context: Context, line: int) -> str | None:
    """What stands in `href`, or None (and a noted error) when the link leads nowhere."""
    address = _plain(address)
    result = _link_address(address, context, line)
    if result is not None:
        context.addresses.add(result)
    return result


def picture_source(address: str, context: Context, line: int) -> Media | str | None:
    """The picture behind an `src`: a file of the archive, or an address to be used as it is.

    None (and a noted problem) when there is no such picture, or none that a page may show.
    """
    address = _plain(address)
    scheme = _scheme(address)
    if scheme == "data":
        # The pages' content security policy lets browsers show files of the site and no others.
        context.warn(
            "a picture written into the text itself (“data:”) is not shown",
            line,
            near=address,
            hint=_SAVE_IT,
        )
        return None
    if scheme:
        message = f"no picture can be shown from an address that begins with “{scheme}:”"
        context.error(message, line, near=address, hint=_SAVE_IT)
        return None
    path = _content_path(address, context)
    if path in context.media:
        return _picture(_use(path, context), context, line)
    if address.startswith("/"):
        return _escaped(address)
    _missing(address, path, context, line)
    return None


def is_external(address: str) -> bool:
    """Whether a picture would be loaded from another host."""
    address = _plain(address)
    return address.startswith("//") or _scheme(address) in {"http", "https"}


def _link_address(address: str, context: Context, line: int) -> str | None:
    scheme = _scheme(address)
    if scheme in LINK_SCHEMES or address.startswith(("#", "//")):
        return _escaped(address)
    if scheme:
        context.error(
            f"links with “{scheme}:” are not allowed",
            line,
            near=address,
            hint=f"Allowed: {', '.join(sorted(LINK_SCHEMES))}, and paths of files.",
        )
        return None
    if not address:
        context.error("the link has no address", line)
        return None
    return _internal_address(address, context, line)


def _internal_address(address: str, context: Context, line: int) -> str | None:
    path = _content_path(address, context)
    fragment = _escaped(address[mark:]) if (mark := address.find("#")) >= 0 else ""
    if path.lower().endswith(".md"):
        return _article_address(address, path, fragment, context, line)
    if path in context.media:
        return _use(path, context).url + fragment
    if address.startswith("/"):
        return _escaped(address)
    _missing(address, path, context, line)
    return None


def _article_address(
    address: str, path: str, fragment: str, context: Context, line: int
) -> str | None:
    if path.startswith("../"):
        context.error(
            f"the link “{address}” leaves content/",
            line,
            near=address,
            hint="A path that begins with / starts at content/.",
        )
        return None
    context.links.append(ArticleLink(path=path, line=line))
    return f"article:{quote(path)}{fragment}"


def _missing(address: str, path: str, context: Context, line: int) -> None:
    folder = posixpath.dirname(path)
    siblings = {
        posixpath.basename(name): name
        for name in context.media
        if posixpath.dirname(name) == folder
    }
    near = get_close_matches(posixpath.basename(path), sorted(siblings), n=1)
    hint = f"Did you mean “{_relative(siblings[near[0]], context)}”?" if near else _PUT_IT_HERE
    context.error(f"there is no file “{address}”", line, hint=hint, near=address)


def _relative(path: str, context: Context) -> str:
    return posixpath.relpath(path, posixpath.dirname(context.path) or ".")


def _picture(media: Media, context: Context, line: int) -> Media | None:
    if media.width or posixpath.splitext(media.path)[1].lower() in _PICTURES:
        return media
    name = posixpath.basename(media.path)
    hint = f"Link to it: [text]({name})."
    context.error(f"“{name}” is not a picture", line, near=name, hint=hint)
    return None


def _use(path: str, context: Context) -> Media:
    context.used_media[path] = None
    return context.media[path]


def _content_path(address: str, context: Context) -> str:
    path = nfc(unquote(address.partition("#")[0]))
    if path.startswith("/"):
        return posixpath.normpath(path.lstrip("/"))
    return posixpath.normpath(posixpath.join(posixpath.dirname(context.path), path))


def _scheme(address: str) -> str:
    match = _SCHEME.match(address)
    return match[1].lower() if match else ""


def _plain(address: str) -> str:
    return _DROPPED.sub("", address).strip(_STRIPPED)


def _escaped(address: str) -> str:
    return _UNSAFE.sub(lambda match: "%25" if match[0] == "%" else quote(match[0]), address)
