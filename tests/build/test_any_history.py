"""Whatever happens to a site between builds, the next build ends like a clean one.

Random histories of a small site: edits of everything that a build reads, of what it wrote and of
what it remembers, builds in between, and clean builds of a copy to compare with. A long run:

    SITEGEN_HISTORIES=200 SITEGEN_STEPS=80 pytest tests/build/test_any_history.py
"""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import Any, Concatenate, NamedTuple, ParamSpec
from unittest import mock

import msgspec
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from sitegen import theme
from sitegen.archive import ledger
from sitegen.build import darkroom, state
from sitegen.build.manifest import MANIFEST
from sitegen.build.recording import record
from sitegen.build.site import Report
from sitegen.check import check
from sitegen.errors import CommandError, ContentError, Problem
from sitegen.pages import lists
from sitegen.render.html import TEMPLATES
from sitegen.search import segments
from tests.artwork.small_fonts import LATIN, font
from tests.sites import NOW, SiteFolder, Value, contents

HISTORIES = int(os.environ.get("SITEGEN_HISTORIES", "8"))
STEPS = int(os.environ.get("SITEGEN_STEPS", "40"))

# What comes after an edit: nothing yet, a build, or a build and a look at all that it left.
GO_ON, BUILD, COMPARE = "go on", "build", "compare"

MOMENTS = (
    NOW,
    "2024-05-31T12:00:00+09:00",
    "2024-06-01T12:30:00+09:00",
    "2024-06-02T08:00:00+09:00",
    "2024-06-03T12:00:00.000001+09:00",
    "2024-07-01T00:00:00+09:00",
)
DATES = (
    "2022-01-01",
    "2023-01-01",
    "2023-01-02T09:30",
    "2023-01-02T09:30:01",
    "2023-02-28T23:59:59-10:00",
    "2024-02-29",
    "2024-05-31T10:00",
    "2024-06-01T12:15",
    "2024-06-02",
)
LATER = (*MOMENTS[1:], "2023-06-01", "2030-01-01")
WORDS = ("Port", "port", "PORT", "Sea", "C++", "C", "항구")
FIELDS: Mapping[str, Sequence[Value]] = {
    "title": ("Title", "Headline", "제목", "<b>&amp;"),
    "date": DATES,
    "updated": (*DATES, "2024-06-01"),
    "summary": ("Short.", "Shorter."),
    "deck": ("Deck", ["One", "Two"]),
    "section": ("city", "City", "sea", "Port"),
    "tags": (["Port"], ["sea"], *([first, second] for first in WORDS for second in WORDS)),
    "authors": (["Seo"], ["seo", "Han"], ["Han"]),
    "topics": (["Port"], ["port", "Vote"]),
    "slug": ("slug", "Slug", "other"),
    "permalink": ("/p/1/", "/p/", "/p/1.html", "/assets/p/", "/ko/own/", "/P/1/", "/media/p/"),
    "aliases": (["/old/"], ["/old/", "/older.html"], ["/p/1/"], ["/assets/old/"]),
    "draft": (True,),
    "publish_at": LATER,
    "expires": LATER,
    "withdrawn": ({"date": "2024-01-01", "reason": "x"}, {"date": "2020-01-01", "reason": "y"}),
    "translated_from": ("ko", "en"),
    "corrections": (
        [{"date": "2024-05-01", "note": "x"}],
        [{"date": "2024-06-01", "note": "y"}],
        [{"date": "2023-05-01", "note": "x"}, {"date": "2024-05-01", "note": "z"}],
    ),
    "image": ("a.jpg", {"src": "a.jpg", "alt": "sea"}, {"src": "b.png", "alt": "sky"}),
    "gallery": (["a.jpg"], ["sub/a.jpg"]),
    "dateline": ("Seoul",),
    "rights": ("Mine",),
    "source": ("Wire",),
    "extra": ({"x": 1}, {"x": 1.5}),
}
BODIES = (
    "Text.",
    "Other text.",
    "Text of the same size.",
    "Text of the like size.",
    "**Bold** & ![sea](a.jpg)",
    "![sky](b.png)\n\n[data](data.txt)",
    "```python\nx = 1\n```",
    "One.[^1]\n\n[^1]: Two.",
)
CONFIG: Mapping[str, Sequence[Value]] = {
    "title": ("News", "Nouvelles", {"ko": "뉴스", "en": "News"}),
    "description": ("", "What it is."),
    "page_size": (1, 2, 3),
    "share": ([], ["mail"], ["x", "line", "mastodon:news.example"]),
    "permalink": ("/{lang}/{year}/{month}/{day}/{slug}/", "/{lang}/{section}/{slug}.html"),
    "languages": (["ko", "en"], ["en", "ko"], ["ko", "en", "ja"]),
    "feeds": ({"limit": 1}, {"limit": 3, "full": False}, {"lists": ["tag"]}, {"lists": []}),
    "images": (
        {"widths": [16, 24]},
        {"widths": [20], "formats": ["webp"]},
        {"widths": [20], "formats": ["webp"], "quality": 30},
        {"widths": [16], "formats": [], "largest": 24},
    ),
    "sections": ({"city": {"name": "City"}}, {"sea": {"name": {"ko": "바다", "en": "City"}}}),
    "tags": ({"port": {"name": "Harbour"}}, {"sea": {"name": "Port"}}),
    "timezone": ("Asia/Seoul", "America/New_York"),
    "base_url": ("https://news.example", "https://news.example/below/it"),
    "host": ("netlify", "cloudflare", "files"),
    "removed_editions": ("redirect", "error"),
    "icon": ([], ["icon.png"]),
    "colours": ({"ground": "#101010"}, {"light": "#eeeeee"}),
    "share_pictures": (True, False),
    "share_fonts": ({}, {"ko": "font.ttf"}, {"ko": "font.ttf", "en": "font.ttf"}),
}
FONTS = (font(), font(height=300), font(f"{LATIN}제목뉴스"))
SHADES = ("navy", "green")
FOLDERS = ("a", "b", "b/c", "2023/d", "p")
NAMES = ("index.ko.md", "index.en.md", "note.ko.md", "note.en.md", "index.md")
PHOTOS = ("a.jpg", "b.png", "sub/a.jpg")
OTHERS = ("data.txt", "sub/data.txt", "more.csv")
OWN_TEMPLATES = (
    "article.html",
    "list.html",
    "redirect.html",
    "partials/footer.html",
    "partials/breadcrumbs.html",
    "partials/neighbours.html",
    "partials/unused.html",
    "partials/archive.html",
)
MESSAGES = ("Archive", "Home", "Menu", "Tags")
STATIC = ("own.txt", "ko/own/data.txt", "assets/own.txt", "site.css", "p/own.html")

# A theme that shows all that a page holds, so that no template hides a difference.
FOOTER, TRAIL = "partials/footer.html", "partials/breadcrumbs.html"
BARE: Mapping[str, str] = {
    **{
        f"partials/{file.name}": ""
        for file in (theme.theme_folder() / "templates/partials").iterdir()
    },
    **dict.fromkeys(TEMPLATES.values(), "{{ page }} {{ chrome }}"),
    "base.html": "",
    "article.html": f"{{% include '{FOOTER}' %}}{{{{ page }}}} {{{{ body }}}} {{{{ _('Menu') }}}}",
    "list.html": f"{{% include ['partials/unused.html', '{TRAIL}'] %}}{{{{ page }}}}",
    "index.html": "{% include 'partials/' ~ page.kind ~ '.html' ignore missing %}{{ page }}",
    FOOTER: f"{{% include '{TRAIL}' %}}{{{{ chrome }}}}",
}

numbers = st.integers(0, 10**6)
Parameters = ParamSpec("Parameters")


class Outcome(NamedTuple):
    """What a build ended with: a report, or the problems that kept it from one."""

    report: Report | None
    problems: tuple[Problem, ...]

    def counts(self) -> object:
        """All of it that has to be the same in a clean build."""
        made = self.report
        if made is None:
            return self.problems
        return (
            made.pages,
            made.articles,
            made.stories,
            made.redirects,
            made.images,
            made.problems,
            made.next_due,
        )


def edit(
    **strategies: st.SearchStrategy[Any],
) -> Callable[[Callable[Concatenate["History", Parameters], None]], Callable[..., None]]:
    """A rule that changes something; what comes after it is chosen, too."""

    def made(function: Callable[Concatenate["History", Parameters], None]) -> Callable[..., None]:
        @wraps(function)
        def step(
            self: "History", *arguments: Parameters.args, **options: Parameters.kwargs
        ) -> None:
            then = options.pop("then")
            function(self, *arguments, **options)
            if then != GO_ON:
                self.build()
            if then == COMPARE:
                self.compare()

        then = st.sampled_from((GO_ON, BUILD, BUILD, COMPARE, COMPARE))
        whole: Callable[..., None] = rule(**{"then": then, **strategies})(step)  # type: ignore[call-overload]
        return whole

    return made


class History(RuleBasedStateMachine):
    """One site and all that happens to it."""

    def __init__(self) -> None:
        super().__init__()
        self.top = Path(tempfile.mkdtemp(prefix="history-"))
        self.site = SiteFolder(self.top / "site")
        self.fresh = self.top / "fresh"
        self.articles: dict[str, tuple[dict[str, Value], str]] = {}
        self.config: dict[str, Value] = {}
        self.theme: Mapping[str, str] = {}
        self.now, self.options = (
            NOW,
            {"drafts": False, "future": False, "noindex": False, "minify": True},
        )
        self.outcome = Outcome(None, ())
        # Every history has segments of the search that come, grow, part and join.
        self.few = mock.patch.multiple(segments, SMALLEST=1, LARGEST=3)
        self.few.start()
        self.lines: list[str] = []  # of the ledger, as it was recorded last

    @initialize(bare=st.sampled_from((True, True, True, False)))
    def begin(self, *, bare: bool) -> None:
        self.theme = BARE if bare else {}
        for name, text in self.theme.items():
            self.site.write(f"templates/{name}", text)
        self.site.photo("../static/icon.png", (32, 32), SHADES[0])
        self.site.write("font.ttf", FONTS[0])
        self.configure("page_size", 2)
        self.configure("images", {"widths": [16, 24]})
        for number, folder in enumerate(FOLDERS):
            date = DATES[number % 3]
            fields: dict[str, Value] = {"date": date, "tags": ["Port"], "section": "city"}
            for name in NAMES[:2]:
                self.put(f"{folder}/{name}", fields, f"Text {number}.")
        self.build()

    def teardown(self) -> None:
        try:
            self.build()
            self.compare()
        finally:
            self.few.stop()
            shutil.rmtree(self.top)

    def leave(self) -> None:
        """Let go of what was built: somebody is about to change it, or how it is built."""

    # --- builds ----------------------------------------------------------------------------

    def build(self) -> None:
        """Build on top of what is there; a build that fails leaves that as it was."""
        before = contents(self.site.dist)
        self.outcome = self.built(self.site)
        if self.outcome.report is None:
            assert contents(self.site.dist) == before

    def built(self, site: SiteFolder) -> Outcome:
        options = msgspec.structs.replace(site.options(now=self.now), **self.options)
        try:
            return Outcome(site.build(options), ())
        except ContentError as failure:
            return Outcome(None, failure.problems)

    def compare(self) -> None:
        """Compare what the last build left with a clean build; then mend what is wrong."""
        fresh = self.fresh_site()
        wanted = self.built(fresh)
        assert self.outcome.counts() == wanted.counts()
        if wanted.report is None:
            self.mend(wanted.problems)
            return
        found, right = contents(self.site.dist), contents(fresh.dist)
        wrong = {path for path in found.keys() | right.keys() if found.get(path) != right.get(path)}
        assert not wrong
        again = self.built(self.site).report
        assert again is not None
        assert (again.written, again.removed) == (0, 0)

    def fresh_site(self) -> SiteFolder:
        """A copy of the site that was never built."""
        shutil.rmtree(self.fresh, ignore_errors=True)
        left_out = shutil.ignore_patterns("dist", state.FOLDER)
        shutil.copytree(self.site.folder, self.fresh, ignore=left_out)
        fresh = object.__new__(SiteFolder)
        fresh.folder, fresh.dist = self.fresh, self.fresh / "dist"
        return fresh

    def mend(self, problems: Sequence[Problem]) -> None:
        """Make plain articles of those that keep the site from being built."""
        for path in {problem.path.removeprefix("content/") for problem in problems}:
            if path in self.articles:
                self.put(path, {}, "Mended.")
            else:
                (self.site.folder / "content" / path).unlink(missing_ok=True)
                (self.site.folder / path).unlink(missing_ok=True)
        if not any((self.site.folder / problem.path).exists() for problem in problems):
            (self.site.folder / ledger.PLACE).unlink(missing_ok=True)
        self.config.clear()
        self.configure("page_size", 2)

    # --- artwork ---------------------------------------------------------------------------

    @edit(data=st.sampled_from(FONTS))
    def change_font(self, data: bytes) -> None:
        self.site.write("font.ttf", data)

    @edit(shade=st.sampled_from(SHADES))
    def change_icon(self, shade: str) -> None:
        self.site.photo("../static/icon.png", (32, 32), shade)

    # --- articles --------------------------------------------------------------------------

    def put(self, path: str, fields: Mapping[str, Value], body: str) -> None:
        self.articles[path] = (dict(fields), body)
        self.site.article(path, body, **fields)

    def some(self, number: int) -> str:
        """One of the articles; a new one when there is none."""
        if not self.articles:
            self.put("a/index.ko.md", {}, "Text.")
        return sorted(self.articles)[number % len(self.articles)]

    @edit(folder=st.sampled_from(FOLDERS), name=st.sampled_from(NAMES), number=numbers)
    def add(self, folder: str, name: str, number: int) -> None:
        known = self.articles[self.some(number)][0]
        kept = {key: known[key] for key in known if key in ("date", "tags", "section")}
        self.put(f"{folder}/{name}", kept, "New.")

    @edit(number=numbers)
    def delete(self, number: int) -> None:
        path = self.some(number)
        del self.articles[path]
        (self.site.folder / "content" / path).unlink()

    @edit(number=numbers, name=st.sampled_from((*NAMES, "index.ja.md")))
    def rename(self, number: int, name: str) -> None:
        old = self.some(number)
        new = f"{old.rpartition('/')[0]}/{name}"
        if new not in self.articles:
            self.articles[new] = self.articles.pop(old)
            (self.site.folder / "content" / old).rename(self.site.folder / "content" / new)

    @edit(number=numbers, folder=st.sampled_from(("moved", *FOLDERS)))
    def rename_story(self, number: int, folder: str) -> None:
        old = self.some(number).rpartition("/")[0]
        source = self.site.folder / "content" / old
        target = self.site.folder / "content" / folder
        whole = not any(file.is_dir() for file in source.iterdir())
        if not whole or target.exists() or target.is_relative_to(source):
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        source.rename(target)
        for path in [path for path in self.articles if path.rpartition("/")[0] == old]:
            self.articles[f"{folder}/{path.rpartition('/')[2]}"] = self.articles.pop(path)

    @edit(number=numbers, body=st.sampled_from(BODIES))
    def edit_body(self, number: int, body: str) -> None:
        path = self.some(number)
        self.put(path, self.articles[path][0], body)

    @edit(number=numbers, other=numbers, body=st.sampled_from(BODIES))
    def link(self, number: int, other: int, body: str) -> None:
        path, target = self.some(number), self.some(other)
        place = os.path.relpath(target, path.rpartition("/")[0])
        self.put(path, self.articles[path][0], f"{body} [there]({place}).")

    @edit(
        number=numbers,
        change=st.sampled_from(sorted(FIELDS)).flatmap(
            lambda name: st.tuples(st.just(name), st.sampled_from((*FIELDS[name], None)))
        ),
        whole=st.booleans(),
    )
    def change_field(self, number: int, change: tuple[str, Value | None], *, whole: bool) -> None:
        name, value = change
        chosen = self.some(number)
        folder = chosen.rpartition("/")[0]
        for path in [each for each in self.articles if each.rpartition("/")[0] == folder]:
            if path == chosen or whole:
                fields, body = self.articles[path]
                fields.pop(name, None)
                self.put(path, fields if value is None else {**fields, name: value}, body)

    @edit(number=numbers)
    def edit_in_secret(self, number: int) -> None:
        """An edit that keeps the size and the time of the file."""
        path = self.some(number)
        fields, body = self.articles[path]
        file = self.site.folder / "content" / path
        before = file.stat()
        self.put(path, fields, body.swapcase() if "(" not in body else body)
        os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))

    @edit(kind=st.sampled_from(("title", "link", "nonsense", "twin")))
    def break_content(self, kind: str) -> None:
        if kind == "nonsense":
            self.site.write("content/broken/index.ko.md", b"---\n\xff")
        elif kind == "twin":
            self.site.write("content/a/index.ko.markdown", "---\ntitle: x\n---\n")
        else:
            body = "[x](none.ko.md)" if kind == "link" else "Text."
            self.site.article("broken/index.ko.md", body, title="" if kind == "title" else "x")

    # --- files beside articles -------------------------------------------------------------

    @edit(
        folder=st.sampled_from(FOLDERS),
        name=st.sampled_from(PHOTOS),
        width=st.sampled_from((10, 30, 60)),
        colour=st.sampled_from(("red", "blue")),
    )
    def put_photo(self, folder: str, name: str, width: int, colour: str) -> None:
        self.site.photo(f"{folder}/{name}", (width, 20), colour)

    @edit(
        folder=st.sampled_from(FOLDERS),
        name=st.sampled_from(OTHERS),
        text=st.sampled_from(("one", "two")),
    )
    def put_file(self, folder: str, name: str, text: str) -> None:
        self.site.write(f"content/{folder}/{name}", text)

    def beside(self, number: int) -> Path | None:
        content = self.site.folder / "content"
        found = [file for file in sorted(content.rglob("*")) if file.is_file()]
        files = [file for file in found if file.suffix not in (".md", ".markdown")]
        return files[number % len(files)] if files else None

    @edit(number=numbers)
    def remove_file(self, number: int) -> None:
        if file := self.beside(number):
            file.unlink()

    @edit(number=numbers, name=st.sampled_from(("c", "a", "b", "data")))
    def rename_file(self, number: int, name: str) -> None:
        if (file := self.beside(number)) and not file.with_stem(name).exists():
            file.rename(file.with_stem(name))

    # --- templates, catalogues, static files, configuration --------------------------------

    @edit(name=st.sampled_from(OWN_TEMPLATES), number=st.integers(0, 2))
    def put_template(self, name: str, number: int) -> None:
        default = theme.theme_folder() / "templates" / name
        standard = default.read_text(encoding="utf-8") if default.exists() else ""
        text = self.theme.get(name, standard)
        block, own = "{% block main %}", f"<p>Own {number}</p>"
        new = text.replace(block, block + own) if block in text else text + own
        self.site.write(f"templates/{name}", new)

    @edit(name=st.sampled_from(OWN_TEMPLATES))
    def remove_template(self, name: str) -> None:
        if name in self.theme:
            self.site.write(f"templates/{name}", self.theme[name])
        else:
            (self.site.folder / "templates" / name).unlink(missing_ok=True)

    @edit(
        lang=st.sampled_from(("ko", "en")),
        message=st.sampled_from(MESSAGES),
        word=st.sampled_from(("One", "Two", "")),
    )
    def put_catalogue(self, lang: str, message: str, word: str) -> None:
        file = f"templates/locale/{lang}/LC_MESSAGES/messages.po"
        head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        if word:
            self.site.write(file, f'{head}\nmsgid "{message}"\nmsgstr "{word}"\n')
        else:
            (self.site.folder / file).unlink(missing_ok=True)

    @edit(name=st.sampled_from(STATIC), text=st.sampled_from(("a{top:0}", "a{top:1px}", "")))
    def put_static(self, name: str, text: str) -> None:
        if text:
            self.site.write(f"static/{name}", text)
        else:
            (self.site.folder / "static" / name).unlink(missing_ok=True)

    def configure(self, name: str, value: Value) -> None:
        self.config[name] = value
        self.site.configure(**self.config)

    @edit(
        change=st.sampled_from(sorted(CONFIG)).flatmap(
            lambda name: st.tuples(st.just(name), st.sampled_from(CONFIG[name]))
        )
    )
    def change_configuration(self, change: tuple[str, Value]) -> None:
        self.configure(*change)

    @edit(moment=st.sampled_from(MOMENTS))
    def set_clock(self, moment: str) -> None:
        self.now = moment

    @edit(name=st.sampled_from(("drafts", "future", "noindex", "minify")))
    def change_option(self, name: str) -> None:
        self.leave()
        self.options[name] = not self.options[name]

    @edit()
    def check(self) -> None:
        """Look at the site without building; the state and the output stay as good as they were."""
        self.leave()
        before = contents(self.site.dist)
        check(self.site.folder, datetime.fromisoformat(self.now), workers=1)
        assert contents(self.site.dist) == before

    # --- the ledger ------------------------------------------------------------------------

    @edit()
    def record(self) -> None:
        """What readers have seen is recorded, when that was no preview."""
        with suppress(CommandError, ContentError):
            record(self.site.folder, self.site.dist)
            self.lines = (self.site.folder / ledger.PLACE).read_text("utf-8").splitlines()[1:]

    @edit(number=numbers)
    def retire(self, number: int) -> None:
        """An address that no article owns any more is given up."""
        if self.lines:
            address = self.lines[number % len(self.lines)].split("\t")[0]
            self.write_ledger([*self.lines, f"{address}\t\tko\tgone\t2024-05-01 No more {number}."])

    @edit(number=numbers, other=numbers)
    def lead(self, number: int, other: int) -> None:
        """An address leads to another, perhaps round in a circle or nowhere."""
        if self.lines:
            target = self.lines[other % len(self.lines)].split("\t")[0]
            place = f"/from/{number % 3}/"
            self.write_ledger([*self.lines, f"{place}\t\t\tleads\t{target} {number % 4}"])

    @edit(
        number=numbers, how=st.sampled_from(("gone", "line gone", "mixed", "nonsense", "as before"))
    )
    def change_ledger(self, number: int, how: str) -> None:
        lines = [line for place, line in enumerate(self.lines) if place % 7 != number % 7]
        if how == "gone":
            (self.site.folder / ledger.PLACE).unlink(missing_ok=True)
        elif how == "nonsense":
            self.write_ledger([*self.lines, "nonsense"])
        elif how == "mixed":
            self.write_ledger([*reversed(self.lines), *lines])
        else:
            self.write_ledger(lines if how == "line gone" else self.lines)

    def write_ledger(self, lines: Sequence[str]) -> None:
        text = "".join(f"{line}\n" for line in (ledger.HEADER, *lines))
        self.site.write(ledger.PLACE, text)

    # --- what was built, and what is remembered of it --------------------------------------

    def output(self, number: int) -> Path | None:
        """One of the files that were built."""
        self.leave()
        found = [file for file in sorted(self.site.dist.rglob("*")) if file.is_file()]
        files = [file for file in found if file.name != MANIFEST]
        return files[number % len(files)] if files else None

    @edit(
        number=numbers,
        how=st.sampled_from(("longer", "cut", "gone", "in secret", "copy", "folder", "no folder")),
    )
    def tamper(self, number: int, how: str) -> None:
        file = self.output(number)
        if file is None:
            return
        data, times = file.read_bytes(), file.stat()
        if how == "longer":
            file.write_bytes(data + b"x")
        elif how == "cut":
            file.write_bytes(data[: len(data) // 2])
        elif how == "in secret":
            file.write_bytes(data[::-1])
            os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
        elif how == "no folder":
            top = self.site.dist / file.relative_to(self.site.dist).parts[0]
            shutil.rmtree(top if top.is_dir() else self.site.dist)
        else:
            file.unlink()
            if how == "copy":
                file.write_bytes(data)
            elif how == "folder":
                file.mkdir()

    @edit(number=numbers)
    def tamper_with_the_list(self, number: int) -> None:
        self.leave()
        manifest = self.site.dist / MANIFEST
        if manifest.exists():
            head, *lines, end = manifest.read_bytes().split(b"\n")
            place = number % len(lines)
            path, size, digest = lines[place].split(b"\t")
            lines[place] = b"\t".join((path, size, digest[::-1]))
            manifest.write_bytes(b"\n".join((head, *lines, end)))

    @edit(how=st.sampled_from(("gone", "all gone", "cut", "flipped", "nonsense")), number=numbers)
    def damage_state(self, how: str, number: int) -> None:
        self.leave()
        folder = self.site.folder / state.FOLDER
        file = folder / state.FILE
        if how == "all gone" or not file.exists():
            shutil.rmtree(folder, ignore_errors=True)
        elif how == "gone":
            file.unlink()
        elif how == "nonsense":
            file.write_bytes(b"nonsense" * 100)
        else:
            data = bytearray(file.read_bytes())
            place = number % len(data)
            data[place] ^= 4
            file.write_bytes(data if how == "flipped" else data[:place])

    @edit(number=numbers, gone=st.booleans())
    def damage_a_kept_photo(self, number: int, *, gone: bool) -> None:
        kept = sorted((self.site.folder / state.FOLDER / darkroom.FOLDER).glob("*/*/*"))
        if kept:
            file = kept[number % len(kept)]
            data = bytearray(file.read_bytes())
            data[number % len(data)] ^= 4
            if gone:
                file.unlink()
            else:
                file.write_bytes(data)

    @edit(
        folder=st.sampled_from(FOLDERS),
        name=st.sampled_from(PHOTOS),
        place=st.sampled_from(FOLDERS),
    )
    def move_photo(self, folder: str, name: str, place: str) -> None:
        file = self.site.folder / "content" / folder / name
        if file.is_file():
            data = file.read_bytes()
            file.unlink()
            self.site.write(f"content/{place}/{name}", data)

    @edit(what=st.sampled_from((state.FOLDER, "dist")))
    def keep(self, what: str) -> None:
        self.leave()
        if (self.site.folder / what).exists():
            shutil.rmtree(self.top / what, ignore_errors=True)
            shutil.copytree(self.site.folder / what, self.top / what)

    @edit(what=st.sampled_from((state.FOLDER, "dist")))
    def restore(self, what: str) -> None:
        self.leave()
        if (self.top / what).exists():
            shutil.rmtree(self.site.folder / what, ignore_errors=True)
            shutil.copytree(self.top / what, self.site.folder / what)

    @edit(elsewhere=st.booleans())
    def touch_everything(self, *, elsewhere: bool) -> None:
        """All has new times, as in a restored checkout, perhaps in another folder."""
        self.leave()
        if elsewhere:
            new = self.site.folder.with_name(f"{self.site.folder.name}x")
            shutil.copytree(self.site.folder, new)
            shutil.rmtree(self.site.folder)
            self.site.folder, self.site.dist = new, new / "dist"
        for file in self.site.folder.rglob("*"):
            os.utime(file)


TestAnyHistory = History.TestCase


@pytest.fixture(autouse=True, scope="module")
def _short_front_pages() -> Iterator[None]:
    """So that histories of a few articles have shelves on their front pages."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lists, "FRONT_TOP", 1)
        patch.setattr(lists, "SHELF_LEAST", 1)
        yield


TestAnyHistory.settings = settings(
    max_examples=HISTORIES,
    stateful_step_count=STEPS,
    deadline=None,
    # To make a history shorter takes an hour; it is printed whole.
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
