"""`sitegen status` shows the archive at a glance."""

import json

from tests.command import Outcome, build, run, words
from tests.sites import NOW, SiteFolder


def status(site: SiteFolder, *arguments: str) -> Outcome:
    return run("status", "--site", site.folder, "--now", NOW, *arguments)


def archive(site: SiteFolder) -> SiteFolder:
    site.photo("2022/a/p.png", (1300, 20))
    site.article("2022/a", "One.", date="2022-05-01", updated="2024-01-02", image="p.png")
    site.article("2022/a/index.en.md", "Uno.", date="2022-05-02", translated_from="ko")
    site.article("2023/b", "Two. " * 400, date="2023-05-01")
    site.article("2023/c/index.en.md", "Three.", date="2023-06-01")
    site.article("2023/d", draft=True)
    site.article("2023/e", withdrawn={"date": "2023-07-01", "reason": "Untrue."})
    site.article("2024/f", "Four.", date="2024-07-01T09:00", title="곧 나올 [기사]")
    return site


def test_the_tables(site: SiteFolder) -> None:
    outcome = status(archive(site))
    assert outcome.status == 0
    lines = "\n".join(line.rstrip() for line in outcome.out.splitlines() if line.strip())
    before, _, rest = lines.partition("Largest texts")
    assert before == words("""
        5 articles in 4 stories; 1 draft, 1 withdrawn.
        Editions
          Year   ko   en   all
         ──────────────────────
          2022    1    1     2
          2023    1    1     2
          2024    1    ·     1
          all     3    2     5
        Translated
          Written in   stories   in ko   in en
         ──────────────────────────────────────
          ko                 3            33 %
          en                 1     0 %
        Scheduled
          2024-07-01 09:00   2024/f/index.ko.md   곧 나올 [기사]
        Older than their originals
          2022/a/index.en.md   content/2022/a/index.ko.md changed 2024-01-02
        """).replace("content/", "")
    assert rest.split()[:6] == ["File", "size", "─" * 29, "2023/b/index.ko.md", "2.0", "kB"]
    assert "2022/a/p.png" in rest
    assert "1,300 × 20" in rest


def test_json_has_the_same(site: SiteFolder) -> None:
    report = json.loads(status(archive(site), "--json").out)
    assert report["years"]["2022"] == {"ko": 1, "en": 1}
    assert report["coverage"] == {"ko": {"ko": 3, "en": 1}, "en": {"en": 1}}
    assert report["scheduled"][0]["path"] == "2024/f/index.ko.md"
    assert report["stale"] == [
        {
            "path": "2022/a/index.en.md",
            "original": "2022/a/index.ko.md",
            "changed": "2024-01-02T00:00:00+09:00",
        }
    ]
    assert [item["path"] for item in report["pictures"]] == ["2022/a/p.png"]


def test_an_empty_archive_has_nothing_to_show(site: SiteFolder) -> None:
    outcome = status(site)
    assert outcome.status == 0
    assert outcome.out.startswith("0 articles in 0 stories; 0 drafts, 0 withdrawn.\n")
    assert "Nothing is scheduled." in outcome.out


def test_an_archive_that_cannot_be_read_is_told(site: SiteFolder) -> None:
    (site.folder / "pyproject.toml").unlink()
    assert status(site).status == 2


def test_what_a_build_knows_is_used(site: SiteFolder) -> None:
    build(archive(site))
    assert status(site).out == status(site).out


def test_long_lists_end(site: SiteFolder) -> None:
    for number in range(25):
        site.article(f"x{number}", date="2025-01-01")
    outcome = status(site)
    assert "… and 5 more (--json has all)." in outcome.out
