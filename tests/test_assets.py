"""The style sheet and the scripts: named by their content, and pages say their digest."""

import base64
import hashlib

from tests.sites import SiteFolder, elements


def integrity(data: bytes) -> str:
    return f"sha384-{base64.b64encode(hashlib.sha384(data).digest()).decode()}"


def test_pages_name_their_files_with_their_digests(site: SiteFolder) -> None:
    site.article("story", "`code`")
    site.build()
    files = site.files()
    named = {path: data for path, data in files.items() if path.startswith("assets/")}
    assert {path.split(".")[0] for path in named} == {"assets/site", "assets/search"}
    of_all = {path for path in named if path.startswith("assets/site")}
    for path in (path for path in files if path.endswith(".html")):
        found = {
            item.attributes.get("href") or item.attributes["src"]: item.attributes["integrity"]
            for item in elements(site.read(path), "link", "script")
            if "integrity" in item.attributes
        }
        expected = named if path.endswith("/search/index.html") else of_all
        assert found == {f"/{name}": integrity(named[name]) for name in expected}, path


def test_a_name_changes_with_the_content_and_only_then(site: SiteFolder) -> None:
    site.write("static/site.js", "console.log(1)")
    site.build()
    first = {path for path in site.files() if path.startswith("assets/")}
    site.build()
    assert {path for path in site.files() if path.startswith("assets/")} == first
    site.write("static/site.js", "console.log(2)")
    site.build()
    second = {path for path in site.files() if path.startswith("assets/")}
    assert len(first & second) == 2
    assert len(second) == 3


def test_of_hidden_files_only_the_well_known_ones_are_published(site: SiteFolder) -> None:
    site.article("a/index.ko.md")
    site.write("static/.well-known/security.txt", "Contact: mailto:desk@x.example\n")
    site.write("static/.hidden", "no")
    site.build()
    assert (site.folder / "dist/.well-known/security.txt").is_file()
    assert not (site.folder / "dist/.hidden").exists()
