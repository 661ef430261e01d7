"""Structured data by schema.org's vocabulary and by what Google asks of news.

The vocabulary is read from the npm package schema-dts, which Google generates from schema.org's
own files: which type has which properties, and what their values may be.
"""

import functools
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from .addresses import is_absolute, is_language_tag, is_zoned_time
from .pages import head, readable
from .tools import npm_file

_DATES = {"Date", "DateTime"}
_MOMENTS = {"datePublished", "dateModified", "dateCreated", "uploadDate"}
_PRIMITIVES = {
    str: {"string"},
    bool: {"Boolean"},
    # Pixels have no unit among schema.org's distances; its own examples use bare numbers.
    int: {"Number", "Integer", "Float", "Distance"},
    float: {"Number", "Float"},
}

# developers.google.com/search: fields required or recommended for rich results, alternatives with a
# bar. A breadcrumb's last item may lack its address, so `item` is not among them.
_OF_THE_PAGE: Mapping[str, tuple[str, ...]] = {
    "NewsArticle": ("headline", "image", "datePublished", "dateModified", "author"),
    "BreadcrumbList": ("itemListElement",),
    "WebSite": ("name", "url"),
}
_ANYWHERE: Mapping[str, tuple[str, ...]] = {
    "ListItem": ("position", "name"),
    "Person": ("name",),
    "Organization": ("name",),
    "NewsMediaOrganization": ("name",),
    "ImageObject": ("url|contentUrl",),
}
_OF_AUTHORS = ("url|sameAs",)


def check_json_ld(html: str, url: str) -> tuple[str, ...]:
    """Validate all JSON-LD of the page that stands at `url`."""
    blocks = head(html).json_ld
    if not blocks:
        return ("no application/ld+json",)
    return tuple(complaint for block in blocks for complaint in _block_complaints(block, url))


def _block_complaints(block: str, url: str) -> Iterator[str]:
    try:
        data = json.loads(block)
    except ValueError as error:
        yield f"not JSON: {error}"
        return
    for root in data if isinstance(data, list) else [data]:
        if not isinstance(root, dict) or root.get("@context") != "https://schema.org":
            yield "no object with @context https://schema.org"
            continue
        graph = root.get("@graph")
        for node in graph if isinstance(graph, list) else [root]:
            yield from _node_complaints(node, "")
            yield from _page_complaints(node, url)


def _node_complaints(node: Mapping[str, object], path: str) -> Iterator[str]:
    name = node.get("@type")
    if not isinstance(name, str) or name not in _vocabulary():
        yield f"{path or 'root'}: schema.org has no type {name!r}"
        return
    here = f"{path}{name}"
    yield from _missing(node, name, path)
    properties = _properties(name)
    for key, value in node.items():
        if key in {"@context", "@type", "@graph"}:
            continue
        if key == "@id":
            yield from _text_complaints(f"{here}.@id", str(value), {"URL"})
        elif key not in properties:
            yield f"{here}: schema.org has no {key} here"
        else:
            for part in value if isinstance(value, list) else [value]:
                yield from _value_complaints(part, f"{here}.{key}", properties[key])
    yield from _position_complaints(node, here)


def _missing(node: Mapping[str, object], name: str, path: str) -> Iterator[str]:
    if set(node) == {"@type", "@id"}:
        return
    wanted = _ANYWHERE.get(name, ()) if path else _OF_THE_PAGE.get(name, ())
    if path.endswith(".author."):
        wanted += _OF_AUTHORS
    for names in wanted:
        if not any(node.get(key) for key in names.split("|")):
            yield f"{path}{name}: no {names.replace('|', ' or ')}"


def _value_complaints(value: object, path: str, allowed: frozenset[str]) -> Iterator[str]:
    if isinstance(value, dict):
        if set(value) == {"@id"}:
            yield from _text_complaints(f"{path}.@id", str(value["@id"]), {"URL"})
            return
        if value.get("@type") not in _subtypes(allowed):
            yield f"{path}: cannot be a {value.get('@type')!r}"
        yield from _node_complaints(value, f"{path}.")
    elif not _PRIMITIVES.get(type(value), set()) & _subtypes(allowed):
        yield f"{path}: cannot be {value!r}"
    elif isinstance(value, str):
        if path.endswith((".author", ".publisher")):
            yield f"{path}: {value!r} has no name of its own"
        yield from _text_complaints(path, value, allowed)


def _text_complaints(path: str, text: str, allowed: frozenset[str] | set[str]) -> Iterator[str]:
    key = path.rpartition(".")[2]
    if not text.strip():
        yield f"{path}: empty"
    elif key in _MOMENTS and not is_zoned_time(text):
        yield f"{path}: {text!r} is no time with a zone"
    elif allowed & _DATES and "Text" not in allowed and not _is_date(text):
        yield f"{path}: {text!r} is no date"
    elif key == "inLanguage" and not is_language_tag(text):
        yield f"{path}: {text!r} is no language tag"
    elif (("URL" in allowed and "Text" not in allowed) or key == "item") and not is_absolute(text):
        yield f"{path}: {text!r} is not absolute"


def _is_date(text: str) -> bool:
    return is_zoned_time(text) or re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", text) is not None


def _position_complaints(node: Mapping[str, object], path: str) -> Iterator[str]:
    items = node.get("itemListElement")
    if not isinstance(items, list):
        return
    positions = [item.get("position") for item in items if isinstance(item, dict)]
    if positions != list(range(1, len(items) + 1)):
        yield f"{path}: positions are {positions}"
    for item in items[:-1]:
        if isinstance(item, dict) and not item.get("item"):
            yield f"{path}: only the last item may lack its address"


def _page_complaints(node: Mapping[str, object], url: str) -> Iterator[str]:
    if node.get("@type") != "NewsArticle":
        return
    for key in ("url", "mainEntityOfPage"):
        value = node.get(key)
        if isinstance(value, dict):
            value = value.get("@id")
        if value is not None and readable(str(value)) != readable(url):
            yield f"NewsArticle.{key}: {value!r} is not the page's own address"


@dataclass(frozen=True)
class _Type:
    parents: tuple[str, ...]
    subtypes: frozenset[str]
    properties: Mapping[str, frozenset[str]]


@functools.cache
def _vocabulary() -> Mapping[str, _Type]:
    text = npm_file("schema-dts/dist/schema.d.ts").read_text(encoding="utf-8")
    bodies = re.findall(r"interface (\w+)Base extends ([^{]+)\{(.*?)\n\}", text, re.DOTALL)
    parents = {name: _names(extends) for name, extends, _ in bodies}
    properties = {name: _property_values(body) for name, _, body in bodies}
    leaves = dict(re.findall(r"interface (\w+)Leaf extends ([^{]+)\{", text))
    unions = {
        name: frozenset(re.findall(r"[A-Za-z]\w*", union))
        for name, union in re.findall(r"export type (\w+) = ([^;]+);", text)
    }
    return {
        name: _Type(
            parents=parents[name] if name in parents else _names(leaves.get(name, "")),
            subtypes=union,
            properties=properties.get(name, {}),
        )
        for name, union in unions.items()
    }


def _names(extends: str) -> tuple[str, ...]:
    return tuple(re.findall(r"(\w+)Base\b", extends))


def _property_values(body: str) -> Mapping[str, frozenset[str]]:
    found = re.findall(r'"(\w+)"\?: SchemaValue<(.+), "\w+">;', body)
    return {name: frozenset(re.findall(r"[A-Za-z]\w*", values)) for name, values in found}


@functools.cache
def _properties(name: str) -> Mapping[str, frozenset[str]]:
    found = _vocabulary().get(name)
    if found is None:
        return {}
    inherited: dict[str, frozenset[str]] = {}
    for parent in found.parents:
        inherited |= _properties(parent)
    return inherited | dict(found.properties)


@functools.cache
def _subtypes(names: frozenset[str]) -> frozenset[str]:
    seen: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            found = _vocabulary().get(name)
            waiting += found.subtypes if found else ()
    return frozenset(seen)
