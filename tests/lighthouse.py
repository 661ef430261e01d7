"""Lighthouse's points for every kind of page, in every language, on a phone and a desktop.

    python -m tests.lighthouse [--site dist] [WORD…]

Words choose: `article ko phone` judges one page. Fails when a page has fewer than 100 points in
any category.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path

from tests.kinds import Example, every_kind
from tests.validators.lighthouse import FORMS, Form, judge


def judged(site: Path, words: Sequence[str]) -> Iterator[bool]:
    """Print a line for each page that all words choose, and tell whether it has full marks."""
    wanted: dict[Form, dict[str, Example]] = {}
    for form, page in product(FORMS, every_kind(site)):
        if set(words) <= {page.kind, page.lang, form}:
            wanted.setdefault(form, {})[page.path] = page
    for form, pages in wanted.items():
        for verdict in judge(site, tuple(pages), form):
            page = pages[verdict.path]
            points = "  ".join(
                f"{name} {round(100 * (score or 0)):3}" for name, score in verdict.scores.items()
            )
            print(f"{page.kind:12} {page.lang}  {form:7}  {points}", flush=True)
            if not verdict.full:
                print(f"    {verdict}", flush=True)
            yield verdict.full


def main() -> None:
    """Judge the pages that the command line asks for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("words", nargs="*", metavar="WORD")
    parser.add_argument("--site", type=Path, default=Path("dist"))
    options = parser.parse_args()
    marks = list(judged(options.site, options.words))
    print(f"{marks.count(True)} of {len(marks)} pages have 100 points in every category")
    if not marks or not all(marks):
        sys.exit(1)


if __name__ == "__main__":
    main()
