"""Cloudflare Pages' `_redirects`; its `_headers` are Netlify's.

https://developers.cloudflare.com/pages/configuration/redirects/
"""

from sitegen.addresses import uri
from sitegen.hosts import netlify
from sitegen.types import Hosting

headers = netlify.headers

# What comes after any of these limits is dropped without a word.
MAX_RULES = 2000
MAX_BYTES = 100_000
MAX_LINE = 1000


def redirects(hosting: Hosting) -> str:
    """The redirects that fit, the most important first.

    A rule counts although a page is at its address. There is no status 410: a withdrawn page
    answers 200, and says itself that it is not to be indexed. Nor are there rules by language;
    for lost readers, the nearest 404.html is found without one.
    """
    lines: list[str] = []
    size = 0
    for old, new in hosting.moved:
        line = f"{uri(old)} {uri(new)} 301\n"
        if len(line) > MAX_LINE or not (netlify.literal(old) and netlify.literal(new)):
            continue
        size += len(line)
        if size > MAX_BYTES or len(lines) == MAX_RULES:
            break
        lines.append(line)
    return "".join(lines)
