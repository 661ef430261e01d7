"""Addresses, files of the output and files of the site: which is which."""

from collections.abc import Iterator
from urllib.parse import unquote

from sitegen.addresses import iri

CONTENT, STATIC = "content/", "static/"
_MEDIA = "/media/"


def address_of(path: str) -> str:
    """The address of a file in the output: "ko/index.html" is "/ko/"."""
    folder = path.removesuffix("index.html")
    return f"/{iri(folder if not folder or folder.endswith('/') else path)}"


def source_at(address: str) -> str:
    """The file of the site that is published at an address as it is."""
    path = unquote(address)
    if path.startswith(_MEDIA):
        return CONTENT + path.removeprefix(_MEDIA)
    return STATIC + path.removeprefix("/")


def published_at(source: str) -> str:
    """The address of a file of the site that is published as it is."""
    if source.startswith(CONTENT):
        return _MEDIA + iri(source.removeprefix(CONTENT))
    return f"/{iri(source.removeprefix(STATIC))}"


def folders(path: str) -> Iterator[str]:
    """The folders around a path from the innermost."""
    folder = path.rpartition("/")[0]
    while folder:
        yield folder
        folder = folder.rpartition("/")[0]
