"""What every address of the ledger answers now: itself, a redirect, or that it is gone."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from itertools import compress

import msgspec

from sitegen.addresses import file_path, iri
from sitegen.archive.index import Archive
from sitegen.archive.ledger.editions import (
    Edition,
    Mark,
    edition_of,
    found_again,
)
from sitegen.archive.ledger.entries import (
    ARTICLE,
    FILE,
    GONE,
    LEADS,
    MOVED,
    PAGE,
    Entry,
    Ledger,
    parsed,
)
from sitegen.archive.ledger.places import CONTENT, folders, published_at
from sitegen.archive.permalinks import page_address
from sitegen.archive.visibility import due
from sitegen.types import Article

FOUND, ELSEWHERE, NO_MORE = 301, 302, 410
_OF_ARTICLES = (f"\t{ARTICLE}", f"\t{MOVED}")
_replaced = msgspec.structs.replace
DIGITS = 12  # of a file's SHA-256, which are enough to know it again


class Present(msgspec.Struct, frozen=True, kw_only=True):
    """The site as it is without the ledger.

    `standing` are the paths of all files in the output; `digests` gives the SHA-256 of what photos
    and other files are published from, by path in the output; `unread` are sources whose own
    mistakes kept them out.
    """

    archive: Archive
    standing: Collection[str]
    digests: Callable[[], Mapping[str, str]]
    unread: frozenset[str] = frozenset()


class Move(msgspec.Struct, frozen=True, kw_only=True):
    """What an address without a file of its own answers.

    `status` is 301 (moved for good), 302 (leads there as long as there is nothing here) or 410.
    `target` is an address below the base URL; of a 410 it is a withdrawn article's own address,
    "" where the address has a page that says so. `source` is the article behind it, relative to
    `content/`, "" for none; `day` and `reason` are those of a retired address.
    """

    address: str
    status: int
    target: str = ""
    lang: str = ""
    source: str = ""
    day: str = ""
    reason: str = ""


class Lost(msgspec.Struct, frozen=True, order=True):
    """An address with nothing behind it; `source` is the file that owned it, `why` says more."""

    source: str
    address: str
    lang: str
    kind: str
    why: str = ""


class Taken(msgspec.Struct, frozen=True, order=True):
    """An address that another article has now than the one that was published there."""

    path: str
    address: str
    before: str


class Answers(msgspec.Struct, frozen=True):
    """What comes of a ledger and a site: moves in the order of their addresses, and what is odd.

    `back` are addresses that were retired and have a page again. `followed` are the moved
    editions with the article that each is now.
    """

    moves: tuple[Move, ...] = ()
    lost: tuple[Lost, ...] = ()
    taken: tuple[Taken, ...] = ()
    back: tuple[Entry, ...] = ()
    followed: Mapping[Edition, Article] = {}


def answers(ledger: Ledger, present: Present) -> Answers:
    """Compare a ledger with a site."""
    return _Comparison(ledger, present).answers()


class _Comparison:
    """One ledger beside one site; everything that few ledgers need is made when it is asked for."""

    def __init__(self, ledger: Ledger, present: Present) -> None:
        self._ledger, self._present = ledger, present
        self._archive, self._config = present.archive, present.archive.config
        self._standing, self._base = present.standing, present.archive.config.base_path
        self._stories, self._urls = present.archive.stories, present.archive.urls
        self._missing = ledger.missing(present.standing)
        self._lost: list[Lost] = []
        self._absent = False  # whether an edition is not where the ledger has it
        self._editions: dict[tuple[str, str], Edition] = {}
        # By all of a line but its address: the old addresses of one article answer alike.
        self._behind: dict[str, Move | Lost] = {}
        self._ways: Mapping[str, Callable[[Entry], Move | Lost]] = {
            GONE: self._gone,
            ARTICLE: self._article,
            MOVED: self._article,
            LEADS: self._leads,
            PAGE: self._page,
            FILE: self._file,
        }

    def answers(self) -> Answers:
        moves: list[Move] = []
        for address, line in self._missing.items():
            rest = line[len(address) :]
            behind = self._behind.get(rest)
            answer = _replaced(behind, address=address) if behind else self._answer(parsed(line))
            if not behind and line.endswith(_OF_ARTICLES, 0, line.rindex("\t")):
                self._behind[rest] = answer
            if isinstance(answer, Move):
                moves.append(answer)
            elif answer.source.removeprefix(CONTENT) not in self._present.unread:
                self._lost.append(answer)
        for line in self._ledger.noted(FILE, PAGE, LEADS):
            if not self._has_all_parts(line):
                moves += self._parts_of(parsed(line))
        return Answers(
            tuple(sorted(moves, key=lambda move: move.address)),
            tuple(sorted(self._lost)),
            tuple(self._taken()),
            tuple(self._back()),
            self._followed if self._absent else {},
        )

    # --- one address -----------------------------------------------------------------------

    def _answer(self, entry: Entry) -> "Move | Lost":
        return self._ways[entry.kind](entry)

    def _gone(self, entry: Entry) -> "Move | Lost":
        day, _, reason = entry.note.partition(" ")
        if not _is_day(day):
            return self._lose(entry, "its note does not begin with the day on which it was retired")
        return Move(
            address=entry.address,
            status=NO_MORE,
            lang=self._language(entry),
            day=day,
            reason=reason,
        )

    def _language(self, entry: Entry) -> str:
        """The language in which the page of an address speaks."""
        first = entry.address[1:].partition("/")[0]
        known = self._config.languages
        return next((lang for lang in (entry.lang, first) if lang in known), self._config.default)

    def _lose(self, entry: Entry, why: str = "") -> Lost:
        return Lost(entry.source, entry.address, entry.lang, entry.kind, why)

    # --- articles --------------------------------------------------------------------------

    def _edition(self, entry: Entry) -> Edition:
        key = (entry.source, entry.lang)
        known = self._editions.get(key)
        if known is None:
            known = self._editions[key] = edition_of(*key)
        return known

    def _article(self, entry: Entry) -> "Move | Lost":
        article = self._archive.public(entry.source.removeprefix(CONTENT))
        if article is not None and article.lang == entry.lang:
            return self._to(entry.address, article)
        edition = self._edition(entry)
        article = self._public(edition)
        if article is None:
            self._absent = True
            article = self._followed.get(edition)
        if article is not None:
            return self._to(entry.address, article)
        hidden = self._hidden.get(edition)
        if hidden is not None:
            return self._unseen(entry, hidden)
        if self._config.removed_editions == "redirect":
            story = self._stories.get(edition.story, {})
            for lang in self._config.languages:
                other = story.get(lang)
                if other is not None and not other.withdrawn:
                    return _replaced(self._to(entry.address, other), status=ELSEWHERE)
        return self._lose(entry)

    def _public(self, edition: Edition) -> Article | None:
        story = self._stories.get(edition.story)
        return story.get(edition.lang) if story else None

    def _to(self, address: str, article: Article) -> Move:
        return Move(
            address=address,
            status=NO_MORE if article.withdrawn else FOUND,
            target=self._urls[article.path].removeprefix(self._base),
            lang=article.lang,
            source=article.path,
        )

    def _unseen(self, entry: Entry, article: Article) -> "Move | Lost":
        now = self._archive.visibility.now
        if article.draft:
            return self._lose(entry, "it is a draft now")
        if due(article) > now:
            return self._lose(entry, f"it is not due before {due(article).isoformat()}")
        return Move(address=entry.address, status=NO_MORE, lang=article.lang, source=article.path)

    @cached_property
    def _hidden(self) -> Mapping[Edition, Article]:
        """The editions that are there and not shown."""
        archive = self._archive
        return {
            Edition(item.story, item.lang): item
            for path, item in archive.sources.items()
            if path not in archive.urls
        }

    @cached_property
    def _followed(self) -> Mapping[Edition, Article]:
        """The editions whose files are gone and were found again under other names."""
        gone: dict[Edition, Mark] = {}
        for entry in map(parsed, self._missing.values()):
            if entry.kind in (ARTICLE, MOVED):
                edition = self._edition(entry)
                if not self._public(edition) and edition not in self._hidden:
                    words = (*entry.words, "", "")
                    known = Mark(words[0], words[1])
                    gone[edition] = known if entry.words else gone.get(edition, known)
        if not gone:
            return {}
        recorded = {line.split("\t", 2)[1] for line in self._ledger.lines}
        new = [
            article
            for path in self._urls
            if CONTENT + path not in recorded and (article := self._archive.public(path))
        ]
        return found_again(gone, new)

    # --- pages of the site and numbered pages ----------------------------------------------

    def _page(self, entry: Entry) -> Move:
        return self._elsewhere(entry, entry.address)

    def _elsewhere(self, entry: Entry, address: str) -> Move:
        """The same page in a language that has another code now, else the nearest above."""
        lang, slash, rest = address[1:].partition("/")
        new = self._renamed.get(lang) if slash and lang not in self._config.languages else None
        if new and self._stands(f"/{new}/{rest}"):
            return Move(address=address, status=FOUND, target=f"/{new}/{rest}", lang=new)
        target = self._above(f"/{new}/{rest}" if new else address)
        return Move(address=address, status=ELSEWHERE, target=target, lang=self._language(entry))

    def _above(self, address: str) -> str:
        """The nearest page above an address that stands; of a feed, the nearest such feed."""
        folder, name = address.removesuffix("/"), ""
        if not address.endswith("/"):
            folder, _, name = address.rpartition("/")
        else:
            folder = folder.rpartition("/")[0]
        top = folder
        if name.endswith(".xml") and self._stands("/sitemap.xml"):
            return "/sitemap.xml"
        while name and folder:
            if self._stands(f"{folder}/{name}"):
                return f"{folder}/{name}"
            folder = folder.rpartition("/")[0]
        while top:
            if self._stands(f"{top}/"):
                return f"{top}/"
            top = top.rpartition("/")[0]
        return "/"

    def _stands(self, address: str) -> bool:
        return file_path(address) in self._standing

    @cached_property
    def _renamed(self) -> Mapping[str, str]:
        """The new code of every language whose editions went on under another code."""
        found: dict[str, set[str]] = {}
        for edition, article in self._followed.items():
            if edition.lang not in self._config.languages:
                found.setdefault(edition.lang, set()).add(article.lang)
        return {lang: min(codes) for lang, codes in found.items() if len(codes) == 1}

    def _parts_of(self, entry: Entry) -> Iterator[Move]:
        """What became of the smaller copies of a photo, or of the numbered pages of a list."""
        whole = None if self._stands(entry.address) else self._answer(entry)
        for part in entry.parts:
            if not self._stands(part):
                yield from self._part(entry, part, whole)

    def _has_all_parts(self, line: str) -> bool:
        # From the line itself: hardly ever is one missing, and an archive has many photos.
        address, _, _, kind, note = line.split("\t")
        if "%" in address:
            return all(map(self._stands, parsed(line).parts))
        if kind == FILE:
            stem, _, _ = address[1:].rpartition(".")
            copies = [f"{stem}.{word}" for word in note.split(" ")[1:]]
            return all(map(self._standing.__contains__, copies))
        # Pages are numbered without gaps, so that the last says it for all.
        last = note.rpartition(" ")[2]
        return not last.isdecimal() or f"{address[1:]}page/{last}/index.html" in self._standing

    def _part(self, entry: Entry, part: str, whole: "Move | Lost | None") -> Iterator[Move]:
        lang = self._language(entry)
        if whole is None:
            status = FOUND if entry.kind == FILE else ELSEWHERE
            yield Move(address=part, status=status, target=entry.address, lang=lang)
        elif isinstance(whole, Move):
            target = whole.target
            if whole.status == FOUND:
                same = _part_at(target, entry, part)
                target = same if self._stands(same) else target
            yield _replaced(whole, address=part, target=target)

    # --- files -----------------------------------------------------------------------------

    def _file(self, entry: Entry) -> "Move | Lost":
        """The same bytes elsewhere, the same name beside the moved story, or gone with it."""
        lang, own = self._language(entry), published_at(entry.source)
        if self._stands(own):
            return Move(address=entry.address, status=FOUND, target=own, lang=lang)
        name = entry.address.rpartition("/")[2]
        same = self._files.get(entry.words[0], ()) if entry.words else ()
        if same:
            target = min(same, key=lambda address: (not address.endswith(f"/{name}"), address))
            return Move(address=entry.address, status=FOUND, target=target, lang=lang)
        for target in self._moved_along(entry.source.removeprefix(CONTENT)):
            if self._stands(target):
                return Move(address=entry.address, status=FOUND, target=target, lang=lang)
        return self._file_of_stories(entry, lang)

    @cached_property
    def _files(self) -> Mapping[str, Sequence[str]]:
        """The addresses of files that stand by the beginning of their SHA-256."""
        found: dict[str, list[str]] = {}
        for path, digest in self._present.digests().items():
            if path in self._standing:
                found.setdefault(digest[:DIGITS], []).append(f"/{iri(path)}")
        return found

    def _moved_along(self, path: str) -> Iterator[str]:
        """Where a file would be that went with its story to another folder."""
        for folder in folders(path):
            for story in self._new_stories.get(folder, ()):
                yield f"/media/{iri(story + path[len(folder) :])}"

    @cached_property
    def _new_stories(self) -> Mapping[str, Sequence[str]]:
        found: dict[str, list[str]] = {}
        for edition, article in self._followed.items():
            found.setdefault(edition.story, []).append(article.story)
        return {story: sorted(set(stories)) for story, stories in found.items()}

    def _file_of_stories(self, entry: Entry, lang: str) -> "Move | Lost":
        """A file goes with the stories that it belonged to, when none of them is shown."""
        archive, now = self._archive, self._archive.visibility.now
        owners = self._owners(entry.source.removeprefix(CONTENT))
        public = [item for item in owners if item.path in archive.urls]
        if not all(item.withdrawn for item in public):
            return self._lose(entry)
        if public:
            return self._to(entry.address, public[0])
        if any(not item.draft and due(item) <= now for item in owners):
            return Move(address=entry.address, status=NO_MORE, lang=lang)
        return self._lose(entry)

    def _owners(self, path: str) -> Sequence[Article]:
        showing = [item for item in self._archive.sources.values() if path in item.media]
        if showing:
            return showing
        for folder in folders(path):
            if folder in self._bundles:
                return self._bundles[folder]
        return ()

    @cached_property
    def _bundles(self) -> Mapping[str, Sequence[Article]]:
        """The articles of folders that are stories."""
        found: dict[str, list[Article]] = {}
        for path, item in self._archive.sources.items():
            if path.rpartition("/")[0] == item.story:
                found.setdefault(item.story, []).append(item)
        return found

    # --- addresses that lead to addresses --------------------------------------------------

    def _leads(self, entry: Entry) -> "Move | Lost":
        seen, address = [entry.address], entry.words[0] if entry.words else ""
        while address not in seen:
            if self._stands(address):
                return self._at(entry, address)
            seen.append(address)
            line = self._missing.get(address)
            if line is None:
                return self._lose(entry, f"it leads to {address}, where nothing is")
            behind = parsed(line)
            if behind.kind != LEADS:
                answer = self._answer(behind)
                if isinstance(answer, Lost):
                    return self._lose(entry, f"it leads to {address}, which is gone")
                return _replaced(answer, address=entry.address)
            address = behind.words[0] if behind.words else ""
        trail = " → ".join((*seen, address))
        return self._lose(entry, f"it leads round in a circle: {trail}")

    def _at(self, entry: Entry, address: str) -> Move:
        article = self._by_address.get(address)
        if article is not None:
            return self._to(entry.address, article)
        return Move(address=entry.address, status=FOUND, target=address, lang=self._language(entry))

    @cached_property
    def _by_address(self) -> Mapping[str, Article]:
        """Articles by their addresses and aliases."""
        archive, base = self._archive, self._base
        found = {}
        for article in (*archive.articles, *archive.withdrawn):
            found[archive.url(article).removeprefix(base)] = article
            for alias in article.aliases:
                found[iri(page_address(alias))] = article
        return found

    # --- what is odd -----------------------------------------------------------------------

    def _taken(self) -> Iterator[Taken]:
        base = len(self._base)
        owners = {url[base:]: f"\t{CONTENT}{path}\t" for path, url in self._urls.items()}
        ledger = self._ledger
        pairs = zip(ledger.lines, ledger.addresses, strict=True)
        for line, address in compress(pairs, map(owners.__contains__, ledger.addresses)):
            own = owners[address]
            if not line.startswith(own, len(address)):
                yield from self._taker(parsed(line), own.strip("\t"))

    def _taker(self, entry: Entry, path: str) -> Iterator[Taken]:
        if entry.kind not in (ARTICLE, MOVED):
            return
        before = edition_of(entry.source, entry.lang)
        article = self._archive.public(path.removeprefix(CONTENT))
        if article is not None and before != Edition(article.story, article.lang):
            other = self._public(before)
            if other is not None:
                yield Taken(path, entry.address, f"{CONTENT}{other.path}")

    def _back(self) -> Iterable[Entry]:
        for entry in map(parsed, self._ledger.noted(GONE)):
            if entry.address not in self._missing:
                yield entry


def _part_at(target: str, entry: Entry, part: str) -> str:
    """The same copy of a photo, or the same page of a list, where the whole is now."""
    if entry.kind == FILE:
        return target.rpartition(".")[0] + part[len(entry.address.rpartition(".")[0]) :]
    return target + part.removeprefix(entry.address)


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
