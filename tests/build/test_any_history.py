"""Whatever happens to a site between builds, the next build ends like a clean one."""

import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from sitegen import theme
from sitegen.build import state
from sitegen.build.site import Options, Report, build
from sitegen.errors import ContentError
from tests.sites import SiteFolder, contents

STORIES = ("one", "two", "deep/three", "넷", "five")
LANGS = ("ko", "en")
DATES = ("2023-01-01", "2023-01-02", "2023-02-02", "2024-01-01", "2024-05-31T09:00", "2024-06-03")
START = datetime.fromisoformat("2024-06-01T12:00:00+09:00")
TERMS = ("port", "Port", "항만", "C++", "sea tram")

story = st.sampled_from(STORIES)
lang = st.sampled_from(LANGS)
path = st.builds("{}/index.{}.md".format, story, lang)
terms = st.lists(st.sampled_from(TERMS), max_size=3, unique=True)
FIELDS: Mapping[str, st.SearchStrategy[object]] = {
    "title": st.sampled_from(("Ein Titel", "제목 <b>&", "T")),
    "date": st.sampled_from(DATES),
    "updated": st.sampled_from(("2024-03-01", "2024-05-01T10:00")),
    "section": st.sampled_from(("city", "City", "바다")),
    "tags": terms,
    "topics": terms,
    "authors": st.lists(st.sampled_from(("Seo Yuna", "Kim")), max_size=2, unique=True),
    "slug": st.sampled_from(("same", "other", "또")),
    "permalink": st.sampled_from(("/p/", "/p/q.html", "/ko/tags/")),
    "aliases": st.lists(st.sampled_from(("/old/", "/p/", "/gone")), max_size=2, unique=True),
    "draft": st.just(True),
    "publish_at": st.sampled_from(("2024-06-02", "2023-01-01")),
    "expires": st.sampled_from(("2024-06-02T13:00", "2023-01-05")),
    "withdrawn": st.just({"date": "2024-04-01", "reason": "wrong"}),
    "translated_from": lang,
    "image": st.just({"src": "a.jpg", "alt": "sea"}),
}
BODIES = ("Text.", "**속도**라고", "![x](a.jpg)", "", "[x](none.ko.md)")
CONFIGURATION: Mapping[str, st.SearchStrategy[object]] = {
    "title": st.sampled_from(("News", "Neues")),
    "page_size": st.integers(1, 3),
    "share": st.sampled_from((["mail"], ["x", "line"])),
    "permalink": st.sampled_from(("/{lang}/{year}/{slug}/", "/{lang}/{section}/{slug}.html")),
    "languages": st.sampled_from((["ko", "en"], ["en", "ko"], ["ko", "en", "vi"])),
    "feeds": st.sampled_from(({"limit": 1}, {"full": False}, {"lists": ["tag"]})),
    "images": st.sampled_from(({"widths": [20]}, {"widths": [16, 24], "quality": 50})),
    "sections": st.just({"city": {"name": {"ko": "도시", "en": "City"}}}),
    "timezone": st.sampled_from(("Asia/Seoul", "America/New_York")),
    "base_url": st.sampled_from(("https://news.example", "https://news.example/sub")),
}
TEMPLATES = ("article.html", "list.html", "partials/card.html", "partials/head.html")


class Histories(RuleBasedStateMachine):
    """A site that anything happens to, built after each step."""

    def __init__(self) -> None:
        super().__init__()
        self.top = Path(tempfile.mkdtemp(prefix="history-"))
        self.site = SiteFolder(self.top / "site")
        self.now, self.drafts, self.future = START, False, False
        self.configuration: dict[str, object] = {"page_size": 2}
        self.fields: dict[str, dict[str, object]] = {}
        self.number = 0

    def teardown(self) -> None:
        shutil.rmtree(self.top, ignore_errors=True)

    @initialize()
    def begin(self) -> None:
        self.site.configure(**self.configuration)  # type: ignore[arg-type]
        for number, name in enumerate((*STORIES[:3], *STORIES[:2])):
            where = f"{name}/index.{'ko' if number < 3 else 'en'}.md"
            self.write(where, {"date": DATES[number % 4], "tags": ["port"], "section": "city"})
        self.check()

    # --- what happens ----------------------------------------------------------------------

    def write(self, where: str, fields: dict[str, object], body: str = "Text.") -> None:
        self.fields[where] = fields
        self.site.article(where, body, **fields)  # type: ignore[arg-type]

    @rule(where=path, name=st.sampled_from(sorted(FIELDS)), data=st.data())
    def set_field(self, where: str, name: str, data: st.DataObject) -> None:
        fields = {**self.fields.get(where, {}), name: data.draw(FIELDS[name])}
        self.write(where, fields)
        self.check()

    @rule(where=path, name=st.sampled_from(sorted(FIELDS)))
    def drop_field(self, where: str, name: str) -> None:
        self.write(
            where, {key: item for key, item in self.fields.get(where, {}).items() if key != name}
        )
        self.check()

    @rule(where=path, body=st.sampled_from(BODIES))
    def set_body(self, where: str, body: str) -> None:
        self.write(where, self.fields.get(where, {}), body)
        self.check()

    @rule(where=path, other=path)
    def link(self, where: str, other: str) -> None:
        self.write(where, self.fields.get(where, {}), f"[x](/{other})")
        self.check()

    @rule(where=path)
    def remove(self, where: str) -> None:
        (self.site.folder / "content" / where).unlink(missing_ok=True)
        self.fields.pop(where, None)
        self.check()

    @rule(name=story, size=st.integers(10, 40))
    def add_photo(self, name: str, size: int) -> None:
        self.site.photo(f"{name}/a.jpg", (size, size))
        self.check()

    @rule(name=story)
    def remove_photo(self, name: str) -> None:
        (self.site.folder / f"content/{name}/a.jpg").unlink(missing_ok=True)
        self.check()

    @rule(name=st.sampled_from(sorted(CONFIGURATION)), data=st.data())
    def configure(self, name: str, data: st.DataObject) -> None:
        self.configuration[name] = data.draw(CONFIGURATION[name])
        self.site.configure(**self.configuration)  # type: ignore[arg-type]
        self.check()

    @rule(name=st.sampled_from(TEMPLATES), text=st.sampled_from(("<hr>", "{# x #}", "")))
    def change_template(self, name: str, text: str) -> None:
        source = (theme.theme_folder() / "templates" / name).read_text(encoding="utf-8")
        self.site.write(f"templates/{name}", source + text)
        self.check()

    @rule()
    def remove_templates(self) -> None:
        shutil.rmtree(self.site.folder / "templates", ignore_errors=True)
        self.check()

    @rule(word=st.sampled_from(("Heim", "Haus")))
    def change_catalogue(self, word: str) -> None:
        source = theme.theme_folder() / "templates/locale/en/LC_MESSAGES/messages.po"
        text = source.read_text(encoding="utf-8").replace(
            'msgid "Home"\nmsgstr ""', f'msgid "Home"\nmsgstr "{word}"'
        )
        self.site.write("templates/locale/en/LC_MESSAGES/messages.po", text + f"\n# {word}\n")
        self.check()

    @rule(
        name=st.sampled_from(("a.txt", "site.css", "assets/b.txt")),
        text=st.sampled_from(("a{}", "b{}")),
    )
    def change_static(self, name: str, text: str) -> None:
        self.site.write(f"static/{name}", text)
        self.check()

    @rule()
    def remove_static(self) -> None:
        shutil.rmtree(self.site.folder / "static", ignore_errors=True)
        self.check()

    @rule(hours=st.sampled_from((-48, -1, 1, 13, 30, 72)))
    def move_clock(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        self.check()

    @rule(drafts=st.booleans(), future=st.booleans())
    def ask(self, *, drafts: bool, future: bool) -> None:
        self.drafts, self.future = drafts, future
        self.check()

    @precondition(lambda self: self.site.dist.exists())
    @rule(place=st.integers(0, 10_000), what=st.sampled_from(("cut", "same size", "gone")))
    def tamper(self, place: int, what: str) -> None:
        files = [file for file in sorted(self.site.dist.rglob("*")) if file.is_file()]
        file = files[place % len(files)]
        if file.name == ".sitegen-manifest":
            return
        before = file.stat()
        if what == "gone":
            file.unlink()
        else:
            data = file.read_bytes()
            file.write_bytes(data[:-1] if what == "cut" else data[:-1] + b"~")
            os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
        self.check()

    @rule()
    def restore_elsewhere(self) -> None:
        """All is copied, as a cache on another machine is, with new times."""
        self.number += 1
        moved = self.top / f"site-{self.number}"
        shutil.copytree(self.site.folder, moved, copy_function=shutil.copy)
        self.site.folder, self.site.dist = moved, moved / "dist"
        self.check()

    @rule(what=st.sampled_from(("state", "all", "damage")))
    def lose_state(self, what: str) -> None:
        folder = self.site.folder / state.FOLDER
        if what == "all":
            shutil.rmtree(folder, ignore_errors=True)
        elif what == "state":
            (folder / state.FILE).unlink(missing_ok=True)
        else:
            (folder / state.FILE).write_bytes(b"nonsense" * 1000)
        self.check()

    # --- what has to be true ---------------------------------------------------------------

    def options(self, site: Path) -> Options:
        return Options(
            site=site,
            output=site / "dist",
            now=self.now,
            drafts=self.drafts,
            future=self.future,
            workers=1,
        )

    def check(self) -> None:
        clean = self.top / "clean"
        shutil.rmtree(clean, ignore_errors=True)
        ignored = shutil.ignore_patterns("dist", state.FOLDER)
        shutil.copytree(self.site.folder, clean, ignore=ignored)
        before = contents(self.site.dist)
        expected = outcome(lambda: build(self.options(clean)))
        found = outcome(lambda: build(self.options(self.site.folder)))
        assert found == expected
        if isinstance(expected, Report):
            assert contents(self.site.dist) == contents(clean / "dist")
            again = build(self.options(self.site.folder))
            assert (again.written, again.removed) == (0, 0)
        else:
            assert contents(self.site.dist) == before


def outcome(make: Callable[[], Report]) -> Report | tuple[object, ...]:
    """The report without what only one build can say, or the problems."""
    try:
        report = make()
    except ContentError as mistake:
        return mistake.problems
    return msgspec.structs.replace(
        report, output="", seconds=0, written=0, unchanged=0, removed=0, reasons={}
    )


Histories.TestCase.settings = settings(
    max_examples=int(os.environ.get("SITEGEN_HISTORIES", "6")),
    stateful_step_count=25,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
TestAnyHistory = Histories.TestCase
