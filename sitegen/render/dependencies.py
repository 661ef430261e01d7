"""Which templates a template uses, so that a page's fingerprint can follow them."""

import hashlib
from collections.abc import Mapping

from jinja2 import meta

from sitegen.render.html import environment


def closure(templates: Mapping[str, str], name: str) -> frozenset[str]:
    """The template itself and all that it extends, includes or imports.

    All templates, when one of them is named only while a page is rendered.
    """
    made = environment(templates)
    found: set[str] = set()
    waiting = [name]
    while waiting:
        here = waiting.pop()
        if here in found or here not in templates:
            continue
        found.add(here)
        for used in meta.find_referenced_templates(made.parse(templates[here], here)):
            if used is None:
                return frozenset(templates)
            waiting.append(used)
    return frozenset(found)


def fingerprint(templates: Mapping[str, str], name: str) -> str:
    """A digest of all sources that a template is made of."""
    digest = hashlib.blake2b(digest_size=16)
    for used in sorted(closure(templates, name)):
        for part in (used, templates[used]):
            data = part.encode()
            digest.update(b"%d:%b" % (len(data), data))
    return digest.hexdigest()
