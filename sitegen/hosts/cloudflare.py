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
    root = [(hosting.root, hosting.only_home, 302)] if hosting.only_home else []
    moved = ((*pair, 301) for pair in hosting.moved)
    elsewhere = ((*pair, 302) for pair in hosting.elsewhere)
    for old, new, status in (*root, *moved, *elsewhere):
        line = f"{uri(old)} {uri(new)} {status}\n"
        if len(line) > MAX_LINE or not (netlify.literal(old) and netlify.literal(new)):
            continue
        size += len(line)
        if size > MAX_BYTES or len(lines) == MAX_RULES:
            break
        lines.append(line)
    return "".join(lines)
