"""What `sitegen check` tells of a site, word for word."""

from tests.command import Outcome, run
from tests.sites import NOW, SiteFolder


def check(site: SiteFolder, *arguments: str) -> Outcome:
    """Check a site with the command, at a fixed time."""
    return run("check", "--site", site.folder, "--now", NOW, *arguments)


def told(site: SiteFolder, family: str) -> str:
    """All that one family of checks tells, without the count at the end."""
    outcome = check(site, "--quiet", "--only", family, "--fail-on", "never")
    assert (outcome.status, outcome.err) == (0, "")
    return outcome.out.rpartition("\n\n")[0] + "\n" if outcome.out else ""
