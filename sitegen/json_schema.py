"""A JSON Schema of front matter, made from the types that validate it, for editors.

Editors read YAML as YAML 1.2 does, where `tags: [2024]` holds a number and `section:` nothing;
sitegen takes the one for text and the other for a field that is not there. So numbers are allowed
for text here, and nothing for every field that may be missing.
"""

from typing import Any

import msgspec

from sitegen.config import SiteConfig
from sitegen.content.schema import SYNONYMS, FrontMatter

Json = dict[str, Any]  # a tree of plain values, whose shapes JSON Schema says

# Draft 7 is what editors' tools read; nothing here needs a later one.
_DIALECT = "http://json-schema.org/draft-07/schema#"
_DEFINITIONS = "#/definitions/"
_NOT_OFFERED = "doNotSuggest"  # VS Code's word for fields that are right and not for new files
_NOTES = ("description", _NOT_OFFERED)
_NULL: Json = {"type": "null"}
# A list under these names counts by its first item, as in archives written for Hugo.
_FIRST_COUNTS = ("categories", "images")
_TERMS = {"section": "sections", "tags": "tags", "authors": "authors", "topics": "topics"}


def front_matter_schema(config: SiteConfig | None = None) -> Json:
    """The schema; with a site's configuration, its words are offered for completion."""
    (reference,), components = msgspec.json.schema_components(
        (FrontMatter,),
        schema_hook=lambda _: {"description": "Anything."},
        ref_template=f"{_DEFINITIONS}{{name}}",
    )
    definitions = {name: _group(found) for name, found in components.items()}
    front = definitions.pop(str(reference["$ref"]).removeprefix(_DEFINITIONS))
    properties = front["properties"]
    if config:
        _offer(properties, definitions, config)
    for theirs, ours in SYNONYMS.items():
        known = properties[ours]
        words = f"As `{ours}`: {known.get('description', '')}"
        described = {**known, "description": words, _NOT_OFFERED: True}
        if theirs in _FIRST_COUNTS:
            described = _or(described, {"type": "array", "items": _without_note(known)})
        properties[theirs] = described
    return {
        "$schema": _DIALECT,
        "title": "Front matter of an article",
        **{name: value for name, value in front.items() if name != "title"},
        "definitions": definitions,
    }


def _group(found: Json) -> Json:
    """A group of fields as a reader of YAML 1.2 sees it."""
    required = found.get("required", ())
    properties = found["properties"]
    return {
        **found,
        "properties": {
            name: _plain(value) if name in required else _or(_plain(value), _NULL)
            for name, value in properties.items()
        },
    }


def _plain(found: Json) -> Json:
    """A value's schema with numbers for text, and without defaults, which editors would insert."""
    made = {name: value for name, value in found.items() if name != "default"}
    if made.get("type") == "string":
        made["type"] = ["string", "number"]
    if "anyOf" in made:
        made["anyOf"] = [_plain(choice) for choice in made["anyOf"]]
    if "items" in made:
        made["items"] = _plain(made["items"])
    return made


def _or(found: Json, other: Json) -> Json:
    """A schema that allows another thing, too; its description stays in front."""
    notes = {name: value for name, value in found.items() if name in _NOTES}
    rest = _without_note(found)
    choices = rest["anyOf"] if set(rest) == {"anyOf"} else [rest]
    return {**notes, "anyOf": choices if other in choices else [*choices, other]}


def _without_note(found: Json) -> Json:
    return {name: value for name, value in found.items() if name not in _NOTES}


def _offer(properties: dict[str, Json], definitions: dict[str, Json], config: SiteConfig) -> None:
    """Put the site's own words in front of the choices; any other word stays allowed."""
    for field, table in _TERMS.items():
        words = list(getattr(config, table))
        if words:
            properties[field] = _offering(properties[field], words)
    languages = list(config.languages)
    origin = definitions["OriginFields"]["properties"]
    origin["lang"] = {**origin["lang"], "enum": languages}
    properties["translated_from"] = _offering(properties["translated_from"], languages)


def _offering(found: Json, words: list[str]) -> Json:
    """The schema with words offered wherever it allows text."""
    if "items" in found:
        return {**found, "items": _offering(found["items"], words)}
    if "anyOf" in found:
        choices = [_offering(choice, words) for choice in found["anyOf"]]
        return {**found, "anyOf": choices}
    if "string" not in found.get("type", ()):
        return found
    return {"anyOf": [{"enum": words}, found]}  # any other word is right, too
