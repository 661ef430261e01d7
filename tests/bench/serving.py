"""From saving a file to a browser showing it, as a writer with `sitegen serve` has it.

python -m tests.bench.serving --size 1000 --runs 30

The clock starts before the file is written and stops when the browser has the new text in a
document that it has laid out; both are of this machine. One article is edited again and again:
its text, then its headline and then the style sheet.
"""

import argparse
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles

from playwright.sync_api import Error, Page

from sitegen.theme import theme_folder
from tests.bench.generator import write
from tests.serve.running import Server, serving, wait_for
from tests.validators.browser import open_browser

_STARTING = 1800.0  # seconds that a first build may take
_REST = 2.5  # seconds between two saves: the output has followed by then in small archives
_LIMIT = 60_000  # ms

# Resolves with the moment, in ms since 1970, at which a frame with the text has been drawn.
_DRAWN = """(text) => new Promise((drawn) => {
    const look = () => {
        if (document.querySelector("main")?.textContent.includes(text))
            requestAnimationFrame(() => setTimeout(() => drawn(Date.now())));
        else setTimeout(look, 1);
    };
    look();
})"""


def main() -> None:
    """Write the archive, serve, look, edit, print."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="sitegen-bench-serve-") as temporary:
        site = Path(options.keep or temporary) / "site"
        if not (site / "content").exists():
            _tell(f"writing {options.size:,} articles")
            write(site, options.size)
        for made in (".sitegen", "static"):  # by an earlier run
            shutil.rmtree(site / made, ignore_errors=True)
        started = time.monotonic()
        with serving(site, "--future", patience=_STARTING) as server, open_browser() as page:
            _tell(f"serving after {time.monotonic() - started:.1f} s")
            output = site / ".sitegen" / "serve" / "site" / ".sitegen-manifest"
            wait_for(output.exists, _STARTING)
            time.sleep(_REST)
            _tell(f"all is built after {time.monotonic() - started:.1f} s")
            bench = _Bench(site, server, page)
            print(f"\n{options.size:,} articles, {options.runs} saves of each kind.\n")
            print("| what is saved | median, ms | fastest | 95 of 100 within |")
            print("| --- | ---: | ---: | ---: |")
            for name, edit in bench.edits.items():
                times = [edit(number) for number in range(options.runs)]
                last = quantiles(times, n=20)[-1]
                print(f"| {name} | {median(times):.0f} | {min(times):.0f} | {last:.0f} |")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.serving", description=__doc__)
    parser.add_argument("--size", type=int, default=1000, help="articles (1000)")
    parser.add_argument("--runs", type=int, default=30, help="how often (30)")
    parser.add_argument("--keep", metavar="DIR", help="work in this folder and leave all there")
    return parser.parse_args()


class _Bench:
    """One article that is looked at and edited."""

    def __init__(self, site: Path, server: Server, page: Page) -> None:
        self._site, self._page = site, page
        self._run = time.time_ns()  # a kept archive has the words of earlier runs
        files = sorted((site / "content").rglob("*.ko.md"))
        self._file = files[len(files) // 2]
        self._text = self._file.read_text(encoding="utf-8")
        title = re.search(r'^title: "?(.*?)"?$', self._text, re.MULTILINE)
        assert title
        self._title = title[1]
        self._css = (theme_folder() / "static/site.css").read_text(encoding="utf-8")
        page.goto(server.url.rstrip("/") + _address(self._file, self._text))
        self.edits: dict[str, Callable[[int], float]] = {
            "the text of an article": self._body,
            "its headline": self._headline,
            "the style sheet": self._style,
        }

    def _body(self, number: int) -> float:
        mark = f"Saved for the {number}th time in run {self._run}."
        return self._measured(self._file, f"{self._text}\n\n{mark}\n", lambda: self._drawn(mark))

    def _headline(self, number: int) -> float:
        mark = f"Headline {number} of run {self._run}"
        text = self._text.replace(self._title, mark, 1)
        return self._measured(self._file, text, lambda: self._drawn(mark))

    def _style(self, number: int) -> float:
        width = f"{number + 1}px"
        css = f"{self._css}\nmain {{ outline: {width} solid }}\n"
        script = """(width) => new Promise((drawn) => {
            const look = () => {
                if (getComputedStyle(document.querySelector("main")).outlineWidth === width)
                    requestAnimationFrame(() => setTimeout(() => drawn(Date.now())));
                else setTimeout(look, 1);
            };
            look();
        })"""
        return self._measured(
            self._site / "static" / "site.css", css, lambda: self._page.evaluate(script, width)
        )

    def _measured(self, file: Path, text: str, drawn: Callable[[], float]) -> float:
        """The ms from before a file is saved, as editors do it, to the frame that shows it."""
        file.parent.mkdir(exist_ok=True)
        time.sleep(_REST)
        started = time.time() * 1000
        new = file.with_name(f".{file.name}.new")
        new.write_text(text, encoding="utf-8")
        new.replace(file)
        return drawn() - started

    def _drawn(self, text: str) -> float:
        """When the page shows a text; a page that is loaded again meanwhile is asked again."""
        until = time.monotonic() + _LIMIT / 1000
        while time.monotonic() < until:
            try:
                moment: float = self._page.evaluate(_DRAWN, text)
            except Error:  # the document went: the new one is asked
                continue
            else:
                return moment
        raise TimeoutError(text)


def _address(file: Path, text: str) -> str:
    """Where the archive has an article: by its date and the name of its folder."""
    date = re.search(r"^date: (\d{4})-(\d\d)-(\d\d)", text, re.MULTILINE)
    assert date
    return f"/ko/{'/'.join(date.groups())}/{file.parent.name}/"


def _tell(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
