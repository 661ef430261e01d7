"""Links within the site: to addresses that no page has, and to anchors that no heading has.

They are held against the plan of the site and the headings of the rendered bodies; nothing is
crawled, and nothing needs to be built.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property
from urllib.parse import unquote

from sitegen import schema
from sitegen.addresses import iri, nfc
from sitegen.archive import page_address
from sitegen.check.facts import Reference
from sitegen.check.findings import Finding
from sitegen.check.loaded import Loaded
from sitegen.errors import Problem, notice, warning
from sitegen.pages.plan import output_path
from sitegen.types import Article

_ARTICLE = "article:"
_BETTER = "Link to an article by its Markdown file: such a link follows when addresses change."
# Browsers give these a meaning of their own (the HTML standard, 7.4.6.3; text fragments).
_EVERYWHERE = frozenset(("", "top"))
_TEXT_FRAGMENT = ":~:"


def findings(loaded: Loaded) -> Iterator[Finding]:
    """Broken links of all articles, hidden ones too."""
    links = _Links(loaded)
    for path, article in loaded.site.archive.sources.items():
        for reference in loaded.facts[path].references:
            problem = links.problem(article, reference)
            if problem:
                yield Finding(problem)


class _Links:
    """Where addresses lead."""

    def __init__(self, loaded: Loaded) -> None:
        self._loaded, self._site = loaded, loaded.site

    def problem(self, article: Article, reference: Reference) -> Problem | None:
        place = f"content/{article.path}"
        address, line = reference.address, reference.line
        if address.startswith("#"):
            anchors = self._loaded.facts[article.path].anchors
            return self._anchor(place, line, address[1:], article.path, anchors)
        if address.startswith(_ARTICLE):
            path, _, anchor = address.removeprefix(_ARTICLE).partition("#")
            target = self._site.archive.resolve(unquote(path), article.lang)
            return self._at(place, line, target, anchor) if target else None  # told by the build
        return self._address(place, line, address)

    def _address(self, place: str, line: int, address: str) -> Problem | None:
        path, _, anchor = address.partition("#")
        path = path.partition("?")[0]
        base = self._site.base
        if not path.startswith(f"{base}/"):
            return None  # another site on the same host
        url = iri(nfc(unquote(path)))
        if url in self._files:
            return None  # published with its story, if that is a draft still
        target = self._articles.get(url) or self._articles.get(f"{url}/")
        if target:
            return self._at(place, line, self._site.archive.sources[target], anchor)
        moved = self._aliases.get(page_address(url))
        if moved:
            message = f"the link “{path}” leads to an old address of content/{moved}"
            return notice(place, message, hint=_BETTER, line=line)
        if {output_path(one, base) for one in (url, f"{url}/")} & self._loaded.outputs:
            return None
        near = self._near(url)
        hint = f"Did you mean “{near}”? {_BETTER}" if near else _BETTER
        return warning(
            place, f"the link “{path}” leads to no page of this site", hint=hint, line=line
        )

    def _at(self, place: str, line: int, target: Article, anchor: str) -> Problem | None:
        facts = self._loaded.facts[target.path]
        return self._anchor(place, line, anchor, target.path, facts.anchors)

    def _anchor(
        self, place: str, line: int, anchor: str, path: str, anchors: tuple[str, ...]
    ) -> Problem | None:
        wanted = unquote(anchor)
        if wanted in _EVERYWHERE or wanted.startswith(_TEXT_FRAGMENT):
            return None
        if wanted in anchors or wanted in self._loaded.anchors:
            return None
        near = schema.nearest(wanted, anchors)
        known = f"Its headings: {', '.join(f'#{name}' for name in anchors[:8])}."
        hint = f"Did you mean “#{near}”?" if near else known if anchors else "It has no headings."
        message = f"the link leads to “#{wanted}”, which is nowhere in content/{path}"
        return warning(place, message, hint=hint, line=line)

    @cached_property
    def _articles(self) -> Mapping[str, str]:
        return {url: path for path, url in self._site.archive.urls.items()}

    @cached_property
    def _files(self) -> frozenset[str]:
        media = self._site.files.media.values()
        return frozenset(
            iri(unquote(url))
            for item in media
            for url in (item.url, *(variant.url for variant in item.variants))
        )

    @cached_property
    def _aliases(self) -> Mapping[str, str]:
        return {
            self._site.base + iri(page_address(alias)): path
            for path, article in self._site.archive.sources.items()
            for alias in article.aliases
        }

    def _near(self, url: str) -> str:
        """An address with the same last part, or with nearly the same one in the same folder."""
        folder, _, name = url.rstrip("/").rpartition("/")
        same = self._by_name.get(name, ())
        if same:
            return same[0]
        beside = {
            last: other
            for other in self._articles
            if (parts := other.rstrip("/").rpartition("/"))[0] == folder
            if (last := parts[2])
        }
        return beside.get(schema.nearest(name, list(beside)), "")

    @cached_property
    def _by_name(self) -> Mapping[str, list[str]]:
        named: defaultdict[str, list[str]] = defaultdict(list)
        for url in self._articles:
            named[url.rstrip("/").rpartition("/")[2]].append(url)
        return named
