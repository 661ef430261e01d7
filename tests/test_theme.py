"""Templates and static files of a site take the place of the theme's."""

import pytest

from tests.command import told, words
from tests.sites import SiteFolder

KOREAN = "첫 줄\n둘째 줄".encode("euc-kr")


def test_files_that_are_not_in_utf_8_are_told_beside_other_problems(site: SiteFolder) -> None:
    site.article("a", aliases=["a"])
    for name in ("article.html", "parts/own.html"):
        site.write(f"templates/{name}", b"{# ok #}\n" + KOREAN)
    assert told(site) == words("""
        content/a/index.ko.md
          error: “a” cannot be an address: an address begins with one “/”
            at content/a/index.ko.md:4:11
            Such as /news/story/.

        templates/article.html
          error: the file is not in UTF-8
            at templates/article.html:2
            Open it in your editor and save it with the encoding UTF-8.

        templates/parts/own.html
          error: the file is not in UTF-8
            at templates/parts/own.html:2
            Open it in your editor and save it with the encoding UTF-8.

        3 errors in 3 files.
        Nothing was written.
        """)


@pytest.mark.parametrize("name", ["site.css", "site.js"])
def test_a_style_sheet_or_script_that_is_not_in_utf_8_is_told(site: SiteFolder, name: str) -> None:
    site.write(f"static/{name}", b"/* " + KOREAN + b" */")
    assert told(site) == words(f"""
        static/{name}
          error: the file is not in UTF-8
            at static/{name}:1
            Open it in your editor and save it with the encoding UTF-8.

        1 error in 1 file.
        Nothing was written.
        """)


def test_a_byte_order_mark_before_a_template_is_not_published(site: SiteFolder) -> None:
    site.write("templates/redirect.html", "\ufeff<!doctype html><title>x</title>")
    site.article("a", aliases=["/old/"])
    site.build()
    assert site.read("old").startswith("<!doctype html>")


def test_links_in_static_that_lead_out_or_to_folders_are_not_followed(site: SiteFolder) -> None:
    site.write("secret.txt", "no")
    site.write("private/key.txt", "no")
    site.write("static/files/a.txt", "yes")
    links = {
        "leak.txt": "secret.txt",
        "site.css": "private/key.txt",
        "private": "private",
        "files/more": "static/files",
        "files/gone.txt": "static/files/none.txt",
        "files/loop.txt": "static/files/loop.txt",
    }
    for name, target in links.items():
        (site.folder / "static" / name).symlink_to(site.folder / target)
    assert told(site) == words("""
        static/files/gone.txt
          error: this link leads nowhere
            Put a copy in its place.

        static/files/loop.txt
          error: this link leads nowhere
            Put a copy in its place.

        static/files/more
          error: this link leads to a folder and is not followed
            Put a copy in its place.

        static/leak.txt
          error: this link leads out of static/ and is not followed
            Put a copy in its place.

        static/private
          error: this link leads out of static/ and is not followed
            Put a copy in its place.

        static/site.css
          error: this link leads out of static/ and is not followed
            Put a copy in its place.

        6 errors in 6 files.
        Nothing was written.
        """)


def test_a_link_to_a_file_inside_static_is_that_file(site: SiteFolder) -> None:
    site.write("static/a.txt", "yes")
    (site.folder / "static/b.txt").symlink_to("a.txt")
    site.build()
    assert site.read("b.txt") == "yes"
