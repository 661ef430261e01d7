"""Editions that are missing, older than their original, or out of step with it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta

from sitegen.archive import due
from sitegen.check.findings import Finding
from sitegen.check.loaded import Loaded
from sitegen.config import TranslationPolicy
from sitegen.errors import Problem, Severity, notice, warning
from sitegen.types import Article

_APART = timedelta(days=31)  # a translation may take its time

Story = Mapping[str, Article]


def findings(loaded: Loaded) -> Iterator[Finding]:
    """What is doubtful between the editions of every story."""
    policy = loaded.site.config.check.translations
    for story in stories(loaded).values():
        yield from _missing(loaded, story, policy)
        for edition in story.values():
            original = original_of(loaded, edition, story)
            if original is not None and original is not edition:
                yield from _against(loaded, edition, original)
            yield from _no_original(loaded, edition, story)


def stories(loaded: Loaded) -> Mapping[str, Story]:
    """All editions of every story by language, drafts too."""
    found: defaultdict[str, dict[str, Article]] = defaultdict(dict)
    for article in loaded.site.archive.sources.values():
        found[article.story][article.lang] = article
    return found


def original_of(loaded: Loaded, edition: Article, story: Story) -> Article | None:
    """The edition that one was made from: the one that it names, else the first language's."""
    if edition.origin:
        return story.get(edition.origin.lang)
    originals = (lang for lang in loaded.site.config.languages if lang in story)
    return next((story[lang] for lang in originals if story[lang].origin is None), None)


def is_stale(edition: Article, original: Article) -> bool:
    """Whether the original changed after the edition was made.

    By what the edition says of the original's state (by days when that has no time of day),
    else by when the edition itself changed last.
    """
    if edition.origin is None or edition.origin.lang != original.lang:
        return False
    seen = edition.origin.date
    if seen is None:
        return original.modified > max(edition.modified, original.date)
    changed = original.modified
    if _is_day(seen) or _is_day(changed):
        return changed.date() > seen.date()
    return changed > seen


def _is_day(moment: datetime) -> bool:
    return moment.time() == time()


# --- which editions there are ------------------------------------------------------------------


def _missing(loaded: Loaded, story: Story, policy: TranslationPolicy) -> Iterator[Finding]:
    """The editions that the site's policy asks for and that are not there."""
    shown = [item for item in story.values() if not item.draft and not item.withdrawn]
    if not shown:
        return
    first = min(shown, key=lambda item: (due(item), item.path))
    wanted = _wanted(loaded, first)
    since = date.fromisoformat(policy.since) if policy.since else None
    late = due(first) + timedelta(days=policy.within_days)
    if not wanted or (since and first.date.date() < since) or late > loaded.now:
        return
    for lang in wanted:
        edition = story.get(lang)
        if edition is None or edition.draft:
            what = "is a draft" if edition else "is missing"
            message = f"the edition in “{lang}” {what}"
            hint = (
                f"Begin it: sitegen new {first.story} --lang {lang} --translate-from {first.lang}"
            )
            if edition:
                hint = f"Finish content/{edition.path} and remove “draft”."
            path = f"content/{first.path}"
            yield Finding(Problem(path, 0, 0, message, hint, Severity(policy.severity)))


def _wanted(loaded: Loaded, article: Article) -> tuple[str, ...]:
    """The languages that the policy wants of an article's story."""
    policy = loaded.site.config.check.translations
    if not policy.sections:
        return policy.languages
    return policy.sections.get(_section(loaded, article), policy.languages)


def _section(loaded: Loaded, article: Article) -> str:
    """The id of an article's section, "" for none."""
    return loaded.site.archive.id_of("section", article.section) if article.section else ""


def _no_original(loaded: Loaded, edition: Article, story: Story) -> Iterator[Finding]:
    origin = edition.origin
    if origin is None or origin.lang in story or origin.lang not in loaded.site.config.languages:
        return
    message = f"“translated_from” names “{origin.lang}”, in which this story has no edition"
    known = ", ".join(sorted(lang for lang in story if lang != edition.lang))
    hint = f"Its other editions: {known}." if known else "It has no other edition."
    yield Finding(warning(f"content/{edition.path}", message, hint=hint), ("translated_from",))


# --- an edition and its original ---------------------------------------------------------------


def _against(loaded: Loaded, edition: Article, original: Article) -> Iterator[Finding]:
    place = f"content/{edition.path}"
    if edition.draft or edition.withdrawn:
        return
    if original.withdrawn:
        message = f"content/{original.path} was withdrawn on {original.withdrawn.date.date()}"
        hint = "Withdraw this edition, too, or say in it why it stands."
        yield Finding(warning(place, message, hint=hint))
        return
    if is_stale(edition, original):
        message = f"the original, content/{original.path}, changed on {original.modified.date()}"
        hint = f"Bring this edition up to date, then write {_date_of(original)} there."
        yield Finding(warning(place, message, hint=hint), ("translated_from",))
    yield from _differing(loaded, edition, original)
    facts, other = loaded.facts[edition.path], loaded.facts[original.path]
    if edition.words and facts.text == other.text:
        message = f"the text is that of content/{original.path}, word for word"
        hint = "Translate it, or mark it with “draft: true” until that is done."
        yield Finding(warning(place, message, hint=hint))


def _date_of(original: Article) -> str:
    moment = original.modified
    day = moment.date().isoformat()
    return f"“date: {day if _is_day(moment) else moment.isoformat(timespec='minutes')}”"


def _differing(loaded: Loaded, edition: Article, original: Article) -> Iterator[Finding]:
    """Dates, sections and photos that are not those of the original."""
    place, other = f"content/{edition.path}", f"content/{original.path}"
    day, original_day = edition.date.date(), original.date.date()
    if day < original_day and edition.origin:
        message = f"the date {day} is before that of {other} ({original_day})"
        hint = "A translation is not older than its original; correct one of them."
        yield Finding(warning(place, message, hint=hint), ("date",))
    elif abs(day - original_day) > _APART:
        days = abs((day - original_day).days)
        message = f"the date {day} is {days} days from that of {other} ({original_day})"
        hint = "Correct one of them, if the story is not told anew."
        yield Finding(notice(place, message, hint=hint), ("date",))
    if _section(loaded, edition) != _section(loaded, original):
        message = f"the section {_quoted(edition.section)} is not that of {other}"
        hint = f"There it is {_quoted(original.section)}."
        yield Finding(warning(place, message, hint=hint), ("section",))
    yield from _differing_photos(edition, original)


def _quoted(name: str) -> str:
    return f"“{name}”" if name else "(none)"


def _differing_photos(edition: Article, original: Article) -> Iterator[Finding]:
    place, other = f"content/{edition.path}", f"content/{original.path}"
    lead, original_lead = edition.image, original.image
    if lead and original_lead and lead.src != original_lead.src:
        message = f"the lead photo is not that of {other}"
        hint = f"Here it is “{_name(lead.src)}”, there “{_name(original_lead.src)}”."
        yield Finding(notice(place, message, hint=hint), ("image",))
        return
    hint = "See whether a photo or file was forgotten."
    missing = [path for path in original.media if path not in edition.media]
    if missing:
        message = f"{_names(missing)} shown in {other} and not here"
        yield Finding(notice(place, message, hint=hint))
    added = [path for path in edition.media if path not in original.media]
    if added:
        message = f"{_names(added)} shown here and not in {other}"
        yield Finding(notice(place, message, hint=hint))


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def _names(paths: Sequence[str]) -> str:
    names = ", ".join(f"“{_name(path)}”" for path in paths)
    return f"{names} {'is' if len(paths) == 1 else 'are'}"
