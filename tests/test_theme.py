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
