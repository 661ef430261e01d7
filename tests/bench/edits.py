"""What happens to an archive between two builds, as plain writes to its files."""

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tests.bench.generator import LINKED, Edition, front_matter

_TITLE = re.compile(r'^title: "', re.MULTILINE)
_TEMPLATE = "templates/article.html"
_CHECKOUT = Path(__file__).parents[2]


class Edits:
    """The edits of one run; each meets an article of its own, and `undo` takes all back."""

    def __init__(self, site: Path, editions: Sequence[Edition]) -> None:
        self._site = site
        self._before: dict[Path, bytes | None] = {}
        self._newest = editions[-20:]
        self._free = _unlinked(editions)
        (site / "templates").mkdir(exist_ok=True)
        template = _CHECKOUT / _TEMPLATE
        (site / _TEMPLATE).write_bytes(template.read_bytes())

    @property
    def all(self) -> Mapping[str, Callable[[], None]]:
        """What each edit is called, in the order in which they are measured."""
        return {
            "nothing changed": lambda: None,
            "one body edited": self._edit_body,
            "one headline edited": self._edit_headline,
            "one article added": self._add,
            "one article removed": self._remove,
            "one article moved": self._move,
            "article.html edited": self._edit_template,
        }

    def undo(self) -> None:
        """Put every file back."""
        for file, data in self._before.items():
            if data is None:
                file.unlink()
                file.parent.rmdir()
            else:
                file.parent.mkdir(exist_ok=True)
                file.write_bytes(data)
        self._before.clear()

    def _content(self, edition: Edition) -> Path:
        return self._site / "content" / edition.path

    def _write(self, file: Path, text: str) -> None:
        self._before.setdefault(file, file.read_bytes() if file.exists() else None)
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def _take(self, file: Path) -> str:
        data = file.read_bytes()
        self._before.setdefault(file, data)
        file.unlink()
        file.parent.rmdir()
        return data.decode()

    def _edit_body(self) -> None:
        """An article of the front page's: its feeds change, too."""
        file = self._content(self._newest[3])
        self._write(file, f"{file.read_text(encoding='utf-8')}\nAnd **one** thing more.\n")

    def _edit_headline(self) -> None:
        """The same for a headline, which also stands on lists and beside other articles."""
        file = self._content(self._newest[9])
        text = file.read_text(encoding="utf-8")
        self._write(file, _TITLE.sub('title: "2026: ', text, count=1))

    def _add(self) -> None:
        """The newest article of all."""
        last = self._newest[-1]
        folder = self._site / "content" / f"{last.date:%Y/%m}" / "one-more"
        head = front_matter(
            title="One more article",
            date=last.date,
            deck=["It was not here before"],
            terms="categories: [economy]\ntags: [harbour-tax]\nauthors: [Kim Jun]",
        )
        self._write(folder / f"index.{last.lang}.md", f"{head}A short one.\n")

    def _remove(self) -> None:
        """One from the middle of the archive: all older pages of its lists move up."""
        self._take(self._content(self._free[len(self._free) // 2]))

    def _move(self) -> None:
        """A new name for one of the last tenth: a new address on all that links to it."""
        file = self._content(self._free[-len(self._free) // 10])
        text = self._take(file)
        self._write(file.parent.with_name(f"moved-{file.parent.name}") / file.name, text)

    def _edit_template(self) -> None:
        file = self._site / _TEMPLATE
        text = file.read_text(encoding="utf-8")
        self._write(file, text.replace('class="story"', 'class="story edited"'))


def _unlinked(editions: Sequence[Edition]) -> Sequence[Edition]:
    """The only editions of stories to which no article links, so that they can go."""
    stories = [edition.story for edition in editions]
    return [
        edition
        for place, edition in enumerate(editions)
        if edition.story % LINKED
        and edition.story not in stories[max(0, place - 1) : place]
        and edition.story not in stories[place + 1 : place + 2]
    ]
