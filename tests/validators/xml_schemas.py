"""XML against the schemas in `schemas/`, by libxml2."""

import functools
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError, fromstring

import rnc2rng
from lxml import etree  # type: ignore[import-untyped, unused-ignore]

_SCHEMAS = Path(__file__).parent / "schemas"


def parsed(document: bytes) -> Element | str:
    """Give the root of a well-formed document, or what is wrong with it."""
    try:
        return fromstring(document)
    except ParseError as error:
        return f"not well-formed: {error}"


def relaxng_complaints(document: bytes, schema: str) -> tuple[str, ...]:
    """Validate by a RelaxNG schema in compact syntax."""
    return _complaints(document, _relaxng(schema))


def xsd_complaints(document: bytes, schema: str) -> tuple[str, ...]:
    """Validate by an XML Schema."""
    return _complaints(document, _xsd(schema))


@functools.cache
def _relaxng(name: str) -> etree.RelaxNG:
    with (_SCHEMAS / name).open(encoding="utf-8") as file:
        grammar: str = rnc2rng.dumps(rnc2rng.load(file))
    # The prefix for "no namespace" is proper in compact syntax and an error in XML; the converter
    # copies it although the names that it wrote have no use for it.
    return etree.RelaxNG(etree.fromstring(grammar.replace('xmlns:local=""', "").encode()))


@functools.cache
def _xsd(name: str) -> etree.XMLSchema:
    return etree.XMLSchema(file=str(_SCHEMAS / name))


def _complaints(document: bytes, schema: etree.RelaxNG | etree.XMLSchema) -> tuple[str, ...]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    try:
        tree = etree.fromstring(document, parser)
    except etree.XMLSyntaxError as error:
        return (f"not well-formed: {error}",)
    schema.validate(tree)
    return tuple(f"line {entry.line}: {entry.message}" for entry in schema.error_log)
