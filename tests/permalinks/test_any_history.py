"""Whatever a newsroom does, every address that was ever published goes on to answer.

Random histories of moves, renames and removals. Where a build fails, the newsroom does what the
message says. A long run: SITEGEN_HISTORIES=100 pytest tests/permalinks/test_any_history.py
"""

import os
import re
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from sitegen.addresses import file_path
from sitegen.archive.ledger import ELSEWHERE
from sitegen.archive.ledger.entries import GONE as RETIRED
from sitegen.build.recording import read_ledger
from sitegen.build.served import GONE
from sitegen.errors import ContentError, Severity
from sitegen.hosts.answers import HTML
from tests.permalinks.newsroom import host, linkable, permalinks, publish
from tests.sites import SiteFolder, Value

HISTORIES = int(os.environ.get("SITEGEN_HISTORIES", "4"))

FOLDERS = ("a", "b", "b/c", "2023/d", "e")
LANGUAGES = ("ko", "en")
FIELDS: Mapping[str, tuple[Value, ...]] = {
    "title": ("One", "Two", "제목"),
    "date": ("2023-01-02", "2023-01-03T10:00", "2024-02-29"),
    "slug": ("slug", "Other", "길"),
    "section": ("city", "sea"),
    "tags": (["port"], ["port", "sea"], []),
    "permalink": ("/p/1/", "/P/1/", "/p/2.html", "/p/"),
    "aliases": (["/old/"], ["/p/1/", "/older.html"]),
    "expires": ("2024-05-01", "2030-01-01"),
    "draft": (True,),
    "withdrawn": ({"date": "2024-01-01", "reason": "Forged."},),
}
CONFIG: Mapping[str, tuple[Value, ...]] = {
    "permalink": ("/{lang}/{slug}.html", "/{lang}/{section}/{slug}/", "/{lang}/{story}/"),
    "page_size": (1, 2, 3),
    "removed_editions": ("redirect", "error"),
    "feeds": ({"lists": ["tag"]}, {"lists": []}),
    "images": ({"widths": [16]}, {"widths": [20, 24]}),
    "host": ("files", "files", "netlify", "cloudflare"),
}
_RETIRE = re.compile("`sitegen permalinks retire (.+?) --reason …`")
numbers = st.integers(0, 10**6)


class Newsroom(RuleBasedStateMachine):
    """One site, all that happens to it, and every address that readers have ever seen."""

    def __init__(self) -> None:
        super().__init__()
        self.top = Path(tempfile.mkdtemp(prefix="newsroom-"))
        self.site = SiteFolder(self.top / "site")
        self.articles: dict[str, dict[str, Value]] = {}
        self.config: dict[str, Value] = {"page_size": 1, "images": {"widths": [16]}}
        self.published: set[str] = set()
        # What the host that was published to does not know: rules, an answer for what is gone.
        self.without_rules = self.without_gone = False

    def teardown(self) -> None:
        shutil.rmtree(self.top)

    @initialize()
    def begin(self) -> None:
        self.site.configure(**self.config)
        for number, folder in enumerate(FOLDERS[:4]):
            self.site.photo(f"{folder}/a.jpg", (40, 20 + number), "red")
            for lang in LANGUAGES:
                fields: dict[str, Value] = {"title": f"{folder} {lang}", "tags": ["port"]}
                self.put(f"{folder}/index.{lang}.md", {"date": f"2023-0{number + 1}-01", **fields})
        self.publish()

    def put(self, path: str, fields: Mapping[str, Value]) -> None:
        self.articles[path] = dict(fields)
        self.site.article(path, "Text.", **fields)

    def some(self, number: int) -> str | None:
        return sorted(self.articles)[number % len(self.articles)] if self.articles else None

    # --- what happens ----------------------------------------------------------------------

    @rule(number=numbers, lang=st.sampled_from(LANGUAGES), folder=st.sampled_from(FOLDERS))
    def add(self, number: int, lang: str, folder: str) -> None:
        path = f"{folder}/index.{lang}.md"
        if path not in self.articles:
            self.put(path, {"title": f"New {number}", "date": "2023-05-05", "tags": ["port"]})

    @rule(number=numbers)
    def remove(self, number: int) -> None:
        if path := self.some(number):
            del self.articles[path]
            (self.site.folder / "content" / path).unlink()

    @rule(number=numbers, folder=st.sampled_from((*FOLDERS, "moved", "f/g")))
    def move(self, number: int, folder: str) -> None:
        path = self.some(number)
        if path is None:
            return
        old = path.rpartition("/")[0]
        source, target = (self.site.folder / "content" / name for name in (old, folder))
        if target.exists() or target.is_relative_to(source):
            return
        if any(item.is_dir() for item in source.iterdir()):
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        source.rename(target)
        for name in [name for name in self.articles if name.rpartition("/")[0] == old]:
            self.articles[f"{folder}/{name.rpartition('/')[2]}"] = self.articles.pop(name)

    @rule(
        number=numbers,
        change=st.sampled_from(sorted(FIELDS)).flatmap(
            lambda name: st.tuples(st.just(name), st.sampled_from((*FIELDS[name], None)))
        ),
    )
    def edit(self, number: int, change: tuple[str, Value | None]) -> None:
        path = self.some(number)
        if path is not None:
            name, value = change
            fields = {key: self.articles[path][key] for key in self.articles[path] if key != name}
            self.put(path, fields if value is None else {**fields, name: value})

    @rule(number=numbers, name=st.sampled_from(("a", "b")), colour=st.sampled_from(("red", "blue")))
    def change_photo(self, number: int, name: str, colour: str) -> None:
        folders = sorted({path.rpartition("/")[0] for path in self.articles})
        if folders:
            self.site.photo(f"{folders[number % len(folders)]}/{name}.jpg", (30, 20), colour)

    @rule(number=numbers)
    def remove_photo(self, number: int) -> None:
        photos = sorted((self.site.folder / "content").rglob("*.jpg"))
        if photos:
            photos[number % len(photos)].unlink()

    @rule(
        change=st.sampled_from(sorted(CONFIG)).flatmap(
            lambda name: st.tuples(st.just(name), st.sampled_from(CONFIG[name]))
        )
    )
    def configure(self, change: tuple[str, Value]) -> None:
        self.config[change[0]] = change[1]
        self.site.configure(**self.config)

    @rule()
    def publish(self) -> None:
        """Publish; where something is wrong, do what the message says until it can be."""
        for _ in range(12):
            try:
                publish(self.site)
                self.without_rules = self.config.get("host") == "files"
                self.without_gone = self.config.get("host") == "cloudflare"
                break
            except ContentError as failure:
                self.heed(
                    {
                        (problem.path, problem.hint)
                        for problem in failure.problems
                        if problem.severity is Severity.ERROR
                    }
                )
        else:
            raise AssertionError(self.site.problems())
        self.published |= linkable(self.site.dist)

    def heed(self, told: set[tuple[str, str]]) -> None:
        """Do what was told of files; each comes with its hint."""
        for path, hint in sorted(told):
            known = path.removeprefix("content/")
            if known not in self.articles:
                wanted = _RETIRE.search(hint)
                assert wanted, hint
                done = permalinks(self.site, "retire", wanted[1], "--reason", "It went.")
                assert done.status == 0, done.err
            elif self.articles[known].get("draft"):
                self.put(known, {**self.articles[known], "draft": False})
            else:
                # Two want one address: one of them goes back to its own.
                kept = {"title", "date", "tags", "section"}
                fields = {name: self.articles[known][name] for name in self.articles[known]}
                self.put(known, {key: fields[key] for key in fields if key in kept})

    # --- the promise -----------------------------------------------------------------------

    @invariant()
    def every_address_answers(self) -> None:
        """Of what is published; edits that are not published change nothing for readers."""
        if self.published:
            served = host(self.site)
            given_up = self.given_up() if self.without_gone else ()
            wrong = {
                address: served.wrong(address)
                for address in self.published
                if address not in given_up
            }
            assert not {address: why for address, why in wrong.items() if why}
            if self.without_rules:
                answers = {address: served.answer(address).status for address in self.published}
                assert all(
                    (self.site.dist / file_path(address)).is_file()
                    for address, status in answers.items()
                    if status not in (GONE, ELSEWHERE)
                )

    def given_up(self) -> set[str]:
        """Files that the newsroom retired; Cloudflare has no other status for them than 404."""
        entries = (entry for entry in read_ledger(self.site.folder) if entry.kind == RETIRED)
        return {entry.address for entry in entries if not entry.address.endswith(HTML)}


TestAnyHistory = Newsroom.TestCase
TestAnyHistory.settings = settings(
    max_examples=HISTORIES,
    stateful_step_count=30,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
