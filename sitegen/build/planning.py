"""Which files may have to be made: the site before and now, and what differs between them."""

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from copy import copy
from datetime import datetime
from functools import cached_property, partial
from pathlib import Path

import msgspec

from sitegen import assets, schema, theme, words
from sitegen import config as configuration
from sitegen.addresses import file_path, iri
from sitegen.archive import (
    Archive,
    Between,
    Visibility,
    due,
    ledger,
    problems_after,
    problems_of,
)
from sitegen.archive.ledger import Move, Present
from sitegen.artwork import fonts
from sitegen.artwork.fonts import Coverage, Font
from sitegen.build import reasons, stale
from sitegen.build.collisions import new_collisions
from sitegen.build.inputs import Frame, Frames, Inputs, differing, of_site
from sitegen.build.loading import Content, Surroundings
from sitegen.build.lost import ledger_problems
from sitegen.build.reasons import Reason, because
from sitegen.build.remembered import Remembered, Standing
from sitegen.build.state import State
from sitegen.config import SiteConfig
from sitegen.errors import ContentError, Problem, error
from sitegen.pages import copies, hosting, icons, permalinks, share_pictures, sitemaps
from sitegen.pages.plan import ARTICLE, collisions, output_path, pages_of, plan, plan_of_articles
from sitegen.pages.planned import Planned
from sitegen.pages.site import Face, Files, Sign, Site
from sitegen.render.html import check_templates
from sitegen.render.syntax import tree
from sitegen.types import Copy, Document, Words

_Coverages = dict[str, tuple[tuple[int, int], ...]]
_PAUSE = 500  # pages
_ELSEWHERE = because(reasons.ARTICLES, ("a change elsewhere",))


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """What one build is to be made of."""

    folder: Path
    config: SiteConfig
    content: Content
    around: Surroundings
    known: Remembered
    stands: Standing
    trusted: bool
    visibility: Visibility
    noindex: bool
    minify: bool
    clean: bool

    @property
    def preview(self) -> bool:
        """Whether robots are kept out: what is not public yet is not theirs to know."""
        return self.noindex or self.visibility.drafts or self.visibility.future


class Plan(msgspec.Struct, frozen=True):
    """Files that may have to be made, each with the reason if it is, and those that have to go."""

    candidates: Mapping[str, tuple[Planned, Reason]]
    gone: frozenset[str]
    problems: tuple[Problem, ...]


class Planner:
    """Knows the site before and now, and so what may have to be made.

    `last` is the planner of the last build when that is still in memory: what it found out about
    inputs that are the same is not found out again. `words` are those of the interface by
    language, `changed_frames` the kinds and languages of pages that are rendered with something
    else than before, each with what that is.
    """

    def __init__(self, request: Request, store: State, last: "Planner | None" = None) -> None:
        self.request, self._store, self._last = request, store, last
        self.memory: dict[str, bytes] = {}
        same = last and last.request.around == request.around
        self.wrong_templates: tuple[Problem, ...] = (
            last.wrong_templates if last and same else check_templates(request.around.templates)
        )
        problems: list[Problem] = list(self.wrong_templates)
        self.words: Mapping[str, Words]
        self.told: tuple[Problem, ...]
        if last and same:
            self.words, self.told = last.words, last.told
        else:
            self.words, self.told = self._spoken(readable=not self.wrong_templates)
        problems += self.told
        try:
            self.bundle = self._bundle()
        except ContentError as mistake:
            raise ContentError([*request.content.problems, *problems, *mistake.problems]) from None
        problems += _missing_signs(request.config, request.content.static)
        self._faces = self._opened()
        self._before = last.inputs if last else _inputs(store)
        site_inputs = (
            last.inputs.site
            if last and last.words is self.words and last.request.config == request.config
            else of_site(request.config, self.words, request.around.fonts, preview=request.preview)
        )
        changed = differing(self._before.site, site_inputs)
        self._old, archive = self._archives(changed)
        self.site = self._site(archive, request.content.beside)
        problems += share_pictures.problems(self.site)
        self.between = self._between(archive)
        problems += self.between.all
        frames = self._frames() if not self.wrong_templates else None
        self.inputs: Inputs = Inputs(site_inputs, frames.digests if frames else {})
        different = differing(self._before.rendering, self.inputs.rendering)
        self.changed_frames: Mapping[Frame, tuple[str, ...]] = (
            frames.changed(different) if frames else {}
        )
        self.problems = tuple(problems)
        self._site_changed = changed
        self._ledger, mistakes = (
            ledger.read(request.content.ledger)
            if request.content.ledger is not None
            else (ledger.NOTHING, ())
        )
        self.problems += mistakes

    # --- the site --------------------------------------------------------------------------

    def _spoken(self, *, readable: bool) -> tuple[Mapping[str, Words], tuple[Problem, ...]]:
        """The interface's words, from the catalogues when these or the templates changed, and
        what is wrong with them. `readable` says whether all templates are."""
        request = self.request
        key = msgspec.json.encode((request.around.digest, request.config.languages))
        if self._store.memory("words of") == key:
            kept: tuple[dict[str, Words], tuple[Problem, ...]] = msgspec.json.decode(
                self._store.memory("words"), type=tuple[dict[str, Words], tuple[Problem, ...]]
            )
            return kept[0], kept[1]
        templates = request.around.templates.values()
        used = words.in_templates(map(tree, templates)) if readable else frozenset()
        spoken: dict[str, Words] = {}
        told: list[Problem] = []
        for lang in request.config.languages:
            folders = theme.catalogue_folders(request.folder)
            spoken[lang], missing = words.load(lang, folders, {*used, *words.PLAN_MESSAGES})
            told += missing
        if readable:
            self.memory["words"] = msgspec.json.encode((spoken, told))
            self.memory["words of"] = key
        return spoken, tuple(told)

    def _bundle(self) -> assets.Bundle:
        """The style sheet and the script."""
        last, content = self._last, self.request.content
        if last is not None:
            known = last.request.content
            names = theme.THEME_FILES
            if all(known.static_digests[name] == content.static_digests[name] for name in names):
                return last.bundle
        return assets.bundle(content.static)

    def _frames(self) -> Frames:
        request = self.request
        return Frames(
            request.around.templates, self.words, self.site.chromes, minify=request.minify
        )

    def _archives(self, changed: frozenset[str]) -> tuple[Archive | None, Archive]:
        """The index at the last build, None when all has to be planned anew, and now."""
        request, content = self.request, self.request.content
        seen = self._store.memory("visibility")
        if changed or not seen or not request.trusted or request.clean:
            return None, Archive(content.articles.values(), request.config, request.visibility)
        if self._last is not None:
            old = self._last.site.archive
        else:
            visibility = msgspec.json.decode(seen, type=Visibility)
            old = Archive(content.earlier.values(), request.config, visibility)
        changes = {path: content.articles.get(path) for path in content.changes}
        return old, old.after(changes, request.visibility)

    def _between(self, archive: Archive) -> Between:
        """What is wrong between articles."""
        last, old, content = self._last, self._old, self.request.content
        if (
            last is None
            or old is None
            or any((path in old.sources) != (path in archive.sources) for path in content.changes)
        ):
            return problems_of(archive, content.failed)
        changed = {*content.changes, *old.turned(self.request.visibility)}
        return problems_after(last.between, old, archive, changed)

    def _site(self, archive: Archive, beside: Files) -> Site:
        return Site(
            config=self.request.config,
            archive=archive,
            words={lang: words.Translator(self.words[lang]) for lang in self.words},
            files=beside,
            assets=self.bundle.assets,
            preview=self.request.preview,
            sign=_sign(self.request.config, self.request.content),
            faces=self._faces,
        )

    def _opened(self) -> Mapping[str, tuple[Face, ...]]:
        """The fonts of share pictures with the characters they have, which the state remembers."""
        wanted = self.request.around.fonts
        if self._last is not None and self._last.request.around.fonts == wanted:
            return self._last._faces  # noqa: SLF001 (another of this class)
        known = msgspec.json.decode(self._store.memory("coverage") or b"{}", type=_Coverages)
        every = {f"{font.digest}#{font.index}": font for some in wanted.values() for font in some}
        found = {key: known.get(key) or _ranges(font) for key, font in every.items()}
        if found != known:
            self.memory["coverage"] = msgspec.json.encode(found)
        shared = {key: Coverage(ranges) for key, ranges in found.items()}
        return {
            lang: tuple(Face(font, shared[f"{font.digest}#{font.index}"]) for font in some)
            for lang, some in wanted.items()
        }

    def until(self) -> datetime | None:
        """The first moment at which the site, or what is told of it, would change by itself."""
        archive = self.site.archive
        moments = (archive.next_turn, archive.next_due, sitemaps.next_change(self.site))
        return min((moment for moment in moments if moment), default=None)

    def settled(self, known: Remembered) -> "Planner":
        """This planner as the last one, when what it planned is in its place."""
        made = copy(self)
        made.request = msgspec.structs.replace(self.request, known=known)
        made._last = made._old = None  # noqa: SLF001 (another of this class)
        return made

    # --- the plan --------------------------------------------------------------------------

    def plan(self, meanwhile: Callable[[], None] = lambda: None) -> Plan:
        """What may have to be made, and what is wrong with where it would stand.

        `meanwhile` is called again and again while all pages are gone through, which takes
        seconds in large archives, and may raise to end it.
        """
        if self._old is None:
            return self._everything(meanwhile)
        try:
            return self._touched(self._old, meanwhile)
        except stale.RespeltError as respelt:
            why = because(reasons.SITE, (f"“{respelt}” is spelt anew",))
            return self._everything(meanwhile, why)

    def _everything(self, meanwhile: Callable[[], None], why: Reason | None = None) -> Plan:
        request = self.request
        if why is None:
            why = because(reasons.SITE, sorted(self._site_changed))
            if request.clean:
                why = reasons.CLEAN
            elif not self._before.site:
                why = reasons.FIRST
            elif not self._site_changed:
                why = because(reasons.SITE, ("the output is not as the last build left it",))
        planned = [*_among(plan(self.site), meanwhile), *self.static()]
        hosts = hosting.plan(self.site)
        problems = collisions([*planned, *hosts], request.config.base_path)
        candidates = {self.path(item): (item, why) for item in planned}
        moves, odd = self._moves(candidates.keys() | self._hosts)
        stubs, copied = self._of_ledger(moves, candidates.keys() | self._hosts)
        added = (*hosting.plan(self.site, moves), *stubs, *copied)
        candidates.update({self.path(item): (item, why) for item in added})
        gone = frozenset(request.known.outputs.keys() - candidates.keys())
        return Plan(candidates, gone, (*problems, *odd))

    def _touched(self, earlier: Archive, meanwhile: Callable[[], None]) -> Plan:
        request, frames = self.request, self.changed_frames
        old, new = self._site(earlier, request.content.beside_earlier), self.site
        changes = {
            **{
                path: f"content/{path} {_turn(new.archive, path)}"
                for path in earlier.turned(request.visibility)
            },
            **request.content.changes,
        }
        candidates: dict[str, tuple[Planned, Reason]] = {}
        gone: set[str] = set()
        fresh: list[Planned] = []  # what was not at its address before
        for unit, touch in stale.touched(old, new, changes).items():
            before = {self.path(item) for item in pages_of(old, unit)}
            why = because(reasons.ARTICLES, touch.causes)
            for item in pages_of(new, unit):
                path = self.path(item)
                if path in before:
                    before.discard(path)
                else:
                    fresh.append(item)
                known = path in request.known.outputs
                if item.first <= touch.reach or not known:
                    reason = why if known else because(reasons.NEW, touch.causes)
                    candidates[path] = (item, reason)
            gone |= before
        static, static_before = tuple(self.static()), self._static_before()
        why = because(reasons.SITE, ("a file in static/ changed",))
        candidates.update((self.path(item), (item, why)) for item in static)
        fresh += [item for item in static if self.path(item) not in static_before]
        gone |= static_before - set(map(self.path, static))
        of_ledger = {
            path for path, row in request.known.outputs.items() if row.kind in permalinks.KINDS
        }
        standing = (request.known.outputs.keys() - gone - of_ledger) | self._hosts
        if fresh and new_collisions(fresh, standing - self._hosts, self.path):
            return self._everything(meanwhile)
        standing |= candidates.keys()
        moves, odd = self._moves(standing)
        hosts = tuple(hosting.plan(new, moves))
        candidates.update((self.path(item), (item, _ELSEWHERE)) for item in hosts)
        stubs, copied = self._of_ledger(moves, standing)
        added = {self.path(item): item for item in (*stubs, *copied)}
        gone |= of_ledger - added.keys()
        stories = _stories(changes, earlier, new.archive)
        same = self._store.memory("moves") == self.memory["moves"]
        shown = self._shown(moves, stories) if same else added.keys()
        # What is copied may be anything, such as a feed.
        shown = {*shown, *map(self.path, copied)}
        candidates.update(
            (path, (item, reasons.LEDGER))
            for path, item in added.items()
            if path in shown or path not in request.known.outputs
        )
        if frames or request.stands.changed:
            alone = not request.stands.changed and all(kind == ARTICLE for kind, _ in frames)
            pages = plan_of_articles(new) if alone else plan(new)
            for item in (*_among(pages, meanwhile), *hosts, *added.values()):
                path = self.path(item)
                inputs = frames.get((item.kind, item.lang))
                if inputs:
                    candidates[path] = (item, because(reasons.RENDERING, inputs))
                elif path in request.stands.changed and path not in candidates:
                    candidates[path] = (item, reasons.TAMPERED)
        return Plan(candidates, frozenset(gone - candidates.keys()), odd)

    # --- the ledger ------------------------------------------------------------------------

    def _moves(self, standing: Collection[str]) -> tuple[Sequence[Move], tuple[Problem, ...]]:
        """What becomes of addresses that no page has, and what is wrong with that."""
        moves: Sequence[Move] = ()
        problems: tuple[Problem, ...] = ()
        if self._ledger:
            content = self.request.content
            present = Present(
                archive=self.site.archive,
                standing=standing,
                digests=self._digests,
                unread=content.failed,
            )
            found = ledger.answers(self._ledger, present)
            moves, problems = found.moves, ledger_problems(found, self.request.folder)
        self.memory["moves"] = hashlib.blake2b(msgspec.json.encode(moves)).digest()
        return moves, problems

    def _of_ledger(
        self, moves: Sequence[Move], standing: Collection[str]
    ) -> tuple[Sequence[Planned], Sequence[Planned]]:
        """What stands at addresses that nothing else has: pages, and copies of other files."""
        if not moves:
            return (), ()
        stubs = tuple(permalinks.plan(self.site, moves, standing))
        taken = {*standing, *map(self.path, stubs)}
        return stubs, tuple(copies.plan(self.site, moves, taken, self.static()))

    def _digests(self) -> Mapping[str, str]:
        """The SHA-256 of all files that may be published as they are, by path in the output."""
        content = self.request.content
        media = content.beside.media.values()
        beside = {output_path(item.url, self.site.base): item.digest for item in media}
        return {**content.static_digests, **beside}

    @cached_property
    def _hosts(self) -> frozenset[str]:
        """The files that hosts read."""
        return frozenset(map(self.path, hosting.plan(self.site)))

    def _shown(self, moves: Sequence[Move], stories: Collection[str]) -> Collection[str]:
        """The addresses of moves that show something of these stories, as paths."""
        sources = self.site.archive.sources
        return {
            file_path(move.address)
            for move in moves
            if move.source and sources[move.source].story in stories
        }

    # --- static files ----------------------------------------------------------------------

    def _static_before(self) -> set[str]:
        """The static files of the last build, and the bundles under fingerprints."""
        known = self.request.known
        names = {name.removeprefix("static/") for name in known.files if name.startswith("static/")}
        return {
            path
            for path, row in known.outputs.items()
            if path in names or (row.kind == "document" and path.startswith("assets/"))
        }

    def path(self, item: Planned) -> str:
        """The file in the output that a planned page becomes."""
        return output_path(item.url, self.request.config.base_path)

    def static(self) -> Iterator[Planned]:
        """The static files as they are, and the bundled ones under their fingerprints."""
        base, content = self.site.base, self.request.content
        for address, data in self.bundle.files.items():
            make = partial(Document, text=data.decode())
            yield Planned(base + address, f"static{address}", "document", "", make)
        for name, file in content.static.items():
            if name not in assets.BUNDLED:
                digest = content.static_digests[name]
                make_copy = partial(Copy, source=str(file), digest=digest)
                yield Planned(f"{base}/{iri(name)}", f"static/{name}", "file", "", make_copy)


def _among(pages: Iterable[Planned], meanwhile: Callable[[], None]) -> Iterator[Planned]:
    """The pages, and something in between now and then."""
    for number, page in enumerate(pages):
        if not number % _PAUSE:
            meanwhile()
        yield page


def _stories(changes: Iterable[str], *archives: Archive) -> frozenset[str]:
    """The stories, now and before, of articles that changed."""
    found = (archive.sources.get(path) for path in changes for archive in archives)
    return frozenset(item.story for item in found if item is not None)


def _inputs(store: State) -> Inputs:
    record = store.memory("inputs")
    return msgspec.json.decode(record, type=Inputs) if record else Inputs({}, {})


def _turn(archive: Archive, path: str) -> str:
    """What time did to an article; clocks go back, too."""
    if archive.public(path):
        return "is due"
    article = archive.sources.get(path)
    waits = article is not None and due(article) > archive.visibility.now
    return "is not due yet" if waits else "has expired"


def _missing_signs(config: SiteConfig, static: Mapping[str, Path]) -> Iterable[Problem]:
    """A logo or an icon that the configuration names and static/ does not hold."""
    logos = {config.say(config.logo, lang) for lang in config.languages} - {""}
    named = [*(("logo", name) for name in sorted(logos)), *(("icon", name) for name in config.icon)]
    for what, name in named:
        if name not in static:
            hint = schema.suggestion(name, sorted(static), "files")
            message = f"the {what} “{name}” is not in static/"
            yield error(configuration.CONFIG_FILE, message, hint=hint)


def _sign(config: SiteConfig, content: Content) -> Sign | None:
    """The pictures of which icons are made, None for a site without."""
    names = [name for name in config.icon if name in content.static]
    if not names:
        return None
    svg = next((name for name in names if name.lower().endswith(".svg")), "")
    png = next((name for name in names if name != svg), "")
    return Sign(
        svg=svg,
        png=str(content.static[png]) if png else "",
        digest=content.static_digests[png] if png else "",
        own=frozenset(name for name, _, _ in icons.FILES if name in content.static),
    )


def _ranges(font: Font) -> tuple[tuple[int, int], ...]:
    """The characters of a font, none of one that cannot be read."""
    try:
        return fonts.ranges(font)
    except OSError:
        return ()
