"""What is told of a site that does not keep the promises of its ledger."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from sitegen.archive.ledger import PLACE, Answers, Edition, Lost, edition_of
from sitegen.build.revisions import last_revisions
from sitegen.errors import Problem, error, warning

_SHOWN = 3  # addresses that a message names


def ledger_problems(answers: Answers, site: Path) -> tuple[Problem, ...]:
    """Errors for addresses with nothing behind them; warnings for what is only odd."""
    return (
        *_lost(answers.lost, site),
        *(_taken(item.path, item.address, item.before) for item in answers.taken),
        *(_back(entry.address) for entry in answers.back),
    )


def _taken(path: str, address: str, before: str) -> Problem:
    message = f"it has the address {address}, at which readers knew {before}"
    hint = "Old links to that article end up here: give one of them another slug or permalink."
    return warning(path, message, hint=hint)


def _back(address: str) -> Problem:
    hint = "`sitegen permalinks record` makes it an address like any other."
    return warning(PLACE, f"{address} was retired and has a page again", hint=hint)


def _lost(lost: Sequence[Lost], site: Path) -> Iterator[Problem]:
    editions: dict[Edition, list[Lost]] = defaultdict(list)
    files: list[Lost] = []
    for item in lost:
        if item.kind in ("article", "moved"):
            editions[edition_of(item.source, item.lang)].append(item)
        elif item.kind == "file":
            files.append(item)
        else:
            yield _of_line(item)
    stories = {edition.story for edition in editions}
    # What lay beside a story that is gone goes with it; one thing is told at a time.
    alone = [item for item in files if not _is_beside(item.source, stories)]
    sources = {item.source for item in lost if item.source}
    revisions = last_revisions(site, sources) if sources else {}
    for items in editions.values():
        yield _of_article(items, revisions)
    for item in alone:
        yield _of_file(item, revisions)


def _is_beside(source: str, stories: set[str]) -> bool:
    folder = source.removeprefix("content/").rpartition("/")[0]
    while folder:
        if folder in stories:
            return True
        folder = folder.rpartition("/")[0]
    return False


def _of_article(items: Sequence[Lost], revisions: Mapping[str, str]) -> Problem:
    source, why = items[0].source, items[0].why
    addresses = _listed([item.address for item in items])
    retire = f"`sitegen permalinks retire {source} --reason …`"
    if why:
        message = f"it was published at {addresses}, and {why}"
        hint = (
            "An address that was published never dies: publish it, or put `withdrawn:` with date "
            f"and reason into it, or give the address up on purpose with {retire}."
        )
        return error(source, message, hint=hint)
    message = f"the file is gone, and nothing answers any more at {addresses}"
    hint = (
        f"{_bring_back(source, revisions)} and put `withdrawn:` with date and reason into it, or "
        f"give the address up on purpose with {retire}. If the article has another name now, "
        "list the address under `aliases:` there."
    )
    return error(source, message, hint=hint)


def _of_file(item: Lost, revisions: Mapping[str, str]) -> Problem:
    message = f"the file is not published any more, and nothing answers at {item.address}"
    hint = (
        f"{_bring_back(item.source, revisions)} and show it again, or give the address up on "
        f"purpose with `sitegen permalinks retire {item.address} --reason …`."
    )
    return error(item.source, message, hint=hint)


def _of_line(item: Lost) -> Problem:
    message = f"{item.address} cannot be answered: {item.why}"
    hint = "Correct its line, or retire it with `sitegen permalinks retire`."
    return error(PLACE, message, hint=hint)


def _bring_back(source: str, revisions: Mapping[str, str]) -> str:
    revision = revisions.get(source)
    if revision is None:
        return "Bring it back"
    return f"Bring it back (`git checkout {revision} -- {source}`)"


def _listed(addresses: Sequence[str]) -> str:
    shown = ", ".join(addresses[:_SHOWN])
    more = len(addresses) - _SHOWN
    return f"{shown} and {more} more" if more > 0 else shown
