"""A small newsroom: a site whose addresses are published, recorded and asked for."""

from pathlib import Path

from sitegen.archive.ledger import Entry, Ledger, address_of, read
from sitegen.build import manifest
from sitegen.build.recording import Recorded, record
from sitegen.build.served import Answer, Served, served
from tests.command import Outcome, run
from tests.sites import SiteFolder

# Files that are for machines of the host, and those that only their own pages name.
_UNLINKED = ("_redirects", "_headers", "robots.txt", "404.html", ".sitegen-hosting.json")


def ledger_of(site: SiteFolder) -> Ledger:
    """The ledger on disk."""
    found, problems = read((site.folder / "content/permalinks.tsv").read_bytes())
    assert not problems
    return found


def entries(site: SiteFolder) -> dict[str, Entry]:
    """The ledger's entries by address."""
    return {entry.address: entry for entry in ledger_of(site)}


def publish(site: SiteFolder) -> Recorded:
    """Build, and record what readers can see from now on."""
    site.build()
    return record(site.folder, site.dist)


def host(site: SiteFolder, base_path: str = "") -> Served:
    """The built site as a host serves it."""
    return served(site.dist, base_path)


def answer(site: SiteFolder, address: str) -> Answer:
    """What the built site answers at an address."""
    return host(site).answer(address)


def linkable(dist: Path) -> set[str]:
    """Every address that somebody may have linked to."""
    owned = manifest.read(dist)
    assert owned is not None
    return {
        address_of(path)
        for path in owned
        if not path.startswith("assets/") and path.rpartition("/")[2] not in _UNLINKED
        if "/search/" not in path or path.endswith(".html")  # the rest is the script's
    }


def permalinks(site: SiteFolder, command: str, *arguments: str | Path) -> Outcome:
    """Give one of the commands about addresses."""
    return run("permalinks", command, "--site", site.folder, *arguments)
