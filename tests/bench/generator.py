"""Writes a seeded archive that sitegen and Hugo read from the same files."""

import json
import random
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from tests.bench.words import AUTHORS, LEXICONS, SECTIONS, TAGS, TITLES, TOPICS, Lexicon

LANGUAGES = tuple(LEXICONS)
FIRST_DAY = datetime(2005, 1, 1)  # noqa: DTZ001 (front matter without a zone is in the site's)
LAST_DAY = datetime(2026, 11, 20)  # noqa: DTZ001

# One story in so many may be linked to; the benchmark's edits remove only others.
LINKED = 5
_EDITIONS = (1, 1, 1, 1, 2, 2, 2, 3, 3, 5)
_SHORTEST_BODY, _LONGEST_BODY = 2000, 3600  # bytes; the last block comes on top
_POOL = 600


class Edition(NamedTuple):
    """One article: its file below `content/`, its language, the number of its story, its day."""

    path: str
    lang: str
    story: int
    date: datetime


class _Story(NamedTuple):
    """What all editions of a story have in common."""

    number: int
    date: datetime
    folder: str
    languages: Sequence[str]
    terms: str


class _Pool:
    """Blocks of one language, made once; an archive of any size mixes them anew."""

    def __init__(self, lang: str, dice: random.Random) -> None:
        self._lexicon, self._dice = LEXICONS[lang], dice
        self.sentences = [self._sentence() for _ in range(_POOL)]
        self.headlines = [self._headline() for _ in range(_POOL)]
        self.paragraphs = [self._paragraph() for _ in range(_POOL)]
        self.extras = [
            make() for make in (self._list, self._heading, self._quote) for _ in range(60)
        ]
        self.rare = [make() for make in (self._table, self._footnote) for _ in range(60)]

    def _words(self, lexicon: Lexicon) -> list[str]:
        dice = self._dice
        count = dice.randint(*lexicon.words_of_a_sentence)
        return [
            dice.choice(lexicon.starts),
            *(dice.choice(lexicon.middles) for _ in range(count)),
            dice.choice(lexicon.ends),
        ]

    def _sentence(self) -> str:
        lexicon = self._lexicon
        words = self._words(lexicon)
        if self._dice.random() < 0.3:
            place = self._dice.randrange(1, len(words) - 1)
            before, after = lexicon.quotes if self._dice.random() < 0.5 else ("", "")
            words[place] = f"**{before}{words[place]}{after}**"
        if self._dice.random() < 0.08:
            number = self._dice.randint(1, 9999)
            words.insert(2, f"[{words[2]}](https://data.example/{number})")
        return lexicon.space.join(words) + lexicon.stop

    def _headline(self) -> str:
        lexicon = self._lexicon
        words = self._words(lexicon)
        return lexicon.space.join((words[0], *words[1:4], words[-1]))

    def _paragraph(self) -> str:
        count = self._dice.randint(2, 4)
        return self._lexicon.space.join(self._dice.choices(self.sentences, k=count))

    def _list(self) -> str:
        mark = self._dice.choice(("-", "1."))
        return "\n".join(f"{mark} {item}" for item in self._dice.choices(self.headlines, k=4))

    def _heading(self) -> str:
        return f"## {self._dice.choice(self.headlines)}"

    def _quote(self) -> str:
        return f"> {self._dice.choice(self.sentences)}"

    def _table(self) -> str:
        cells = [self._dice.choice(self._lexicon.starts) for _ in range(3)]
        rows = [
            f"| {cell} | {self._dice.randint(100, 9999)} | {self._dice.randint(1, 99)}% |"
            for cell in cells
        ]
        return "\n".join(("| 2026 | n | % |", "| --- | ---: | ---: |", *rows))

    def _footnote(self) -> str:
        sentence, note = self._dice.choices(self.sentences, k=2)
        return f"{sentence}[^1]\n\n[^1]: {note}"

    def body(self, dice: random.Random, link: str) -> str:
        """A body of 2 to 4 KB, with a link to another article where there is one."""
        blocks = [dice.choice(self.paragraphs)]
        size, wanted = 0, dice.randint(_SHORTEST_BODY, _LONGEST_BODY)
        while size < wanted:
            extra = len(blocks) % 3 == 2 and dice.random() < 0.6
            block = dice.choice(self.extras if extra else self.paragraphs)
            blocks.append(block)
            size = size + len(block.encode())
        if dice.random() < 0.15:
            blocks.insert(2, dice.choice(self.rare))
        if link:
            blocks.append(f"[{dice.choice(self.headlines)}]({link})")
        return "\n\n".join(blocks)


def write(site: Path, size: int, seed: int = 1) -> tuple[Edition, ...]:
    """Write a whole site of that many articles; the same arguments give the same bytes."""
    dice = random.Random(seed)
    pools = {lang: _Pool(lang, dice) for lang in LANGUAGES}
    linkable: dict[str, list[str]] = {lang: [] for lang in LANGUAGES}
    editions = []
    (site / "content").mkdir(parents=True)
    (site / "pyproject.toml").write_text(configuration(), encoding="utf-8")
    for story in _stories(dice, size):
        folder = site / "content" / story.folder
        folder.mkdir(parents=True)
        original = story.languages[0]
        for lang in story.languages:
            targets = linkable[lang]
            link = f"../../../{dice.choice(targets)}" if targets and dice.random() < 0.3 else ""
            date = story.date + timedelta(minutes=dice.randrange(90))
            path = f"{story.folder}/index.{lang}.md"
            head = front_matter(
                title=dice.choice(pools[lang].headlines),
                date=date,
                deck=dice.choices(pools[lang].headlines, k=2),
                terms=story.terms,
                original="" if lang == original else original,
                updated=dice.random() < 0.1,
            )
            text = f"{head}{pools[lang].body(dice, link)}\n"
            (site / "content" / path).write_text(text, encoding="utf-8")
            editions.append(Edition(path, lang, story.number, date))
        if story.number % LINKED == 0:
            for lang in story.languages:
                linkable[lang].append(f"{story.folder}/index.{lang}.md")
    return tuple(editions)


def _stories(dice: random.Random, size: int) -> Iterator[_Story]:
    counts = []
    left = size
    while left:
        counts.append(min(left, dice.choice(_EDITIONS)))
        left -= counts[-1]
    days = (LAST_DAY - FIRST_DAY).days
    offsets = sorted(dice.randrange(days + 1) for _ in counts)
    for number, (count, offset) in enumerate(zip(counts, offsets, strict=True)):
        date = FIRST_DAY + timedelta(days=offset, minutes=dice.randrange(6 * 60, 21 * 60))
        slug = f"{dice.choice(TAGS)}-{dice.choice(TOPICS)}-{number}"
        yield _Story(
            number=number,
            date=date,
            folder=f"{date:%Y/%m}/{slug}",
            languages=dice.sample(LANGUAGES, count),
            terms=_terms(dice),
        )


def _terms(dice: random.Random) -> str:
    authors = dice.sample(AUTHORS, dice.choice((1, 1, 1, 2)))
    lines = [
        f"categories: [{dice.choice(tuple(SECTIONS))}]",
        f"tags: [{', '.join(dice.sample(TAGS, 3))}]",
        f"authors: [{', '.join(authors)}]",
    ]
    if dice.random() < 0.15:
        lines.append(f"topics: [{dice.choice(TOPICS)}]")
    return "\n".join(lines)


def front_matter(
    *,
    title: str,
    date: datetime,
    deck: Sequence[str],
    terms: str,
    original: str = "",
    updated: bool = False,
) -> str:
    """Front matter in the fields that both generators know; deck and origin are Hugo's params."""
    lines = ["---", f'title: "{title}"', f"date: {date:%Y-%m-%dT%H:%M:%S}"]
    if updated:
        lines.append(f"lastmod: {date + timedelta(hours=20):%Y-%m-%dT%H:%M:%S}")
    lines += ["deck:", *(f'  - "{line}"' for line in deck), terms]
    if original:
        lines.append(f"translated_from: {original}")
    return "\n".join((*lines, "---", ""))


def configuration() -> str:
    """The site's configuration for sitegen."""
    lines = [
        "[tool.sitegen]",
        'base_url = "https://haedam.example"',
        f"title = {_inline(TITLES)}",
        'timezone = "Asia/Seoul"',
        f"languages = {json.dumps(LANGUAGES)}",
        "page_size = 30",
        "search = false",  # Hugo has none: the comparison is of the same pages
        'share = ["mail", "x", "facebook", "line"]',
        "[tool.sitegen.sections]",
        *(f"{name}.name = {_inline(names)}" for name, names in SECTIONS.items()),
    ]
    return "\n".join((*lines, ""))


def _inline(table: dict[str, str]) -> str:
    pairs = (f"{key} = {json.dumps(text, ensure_ascii=False)}" for key, text in table.items())
    return f"{{ {', '.join(pairs)} }}"
