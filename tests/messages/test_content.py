"""What is told of articles, of what lies beside them, and of what they show."""

# ruff: noqa: E501 (messages stand here as they are shown)

import re
from unicodedata import normalize

import pytest

from tests.command import told, words
from tests.sites import SiteFolder


def article(fields: str = "", body: str = "Text.", title: str = "T") -> str:
    """An article whose further fields begin on line 4; without any, its text is on line 5."""
    return f"---\ntitle: {title}\ndate: 2023-01-01\n{fields}---\n{body}\n"


DRAFT = article("draft: true\n")
CASES: dict[str, tuple[dict[str, str], str]] = {
    "a link to a draft": (
        {"a.ko.md": article(body="[b](b.ko.md)"), "b.ko.md": DRAFT},
        """
        content/a.ko.md
          warning: the link leads to content/b.ko.md, which is not published
            at content/a.ko.md:5
            It is shown as plain text until that article is published.

        1 warning in 1 file.
        """,
    ),
    "a link to nothing": (
        {"a.ko.md": article(body="[b](b.ko.md)")},
        """
        content/a.ko.md
          error: the link leads to content/b.ko.md, which does not exist
            at content/a.ko.md:5
            Link to the Markdown file of an article, relative to this one.

        1 error in 1 file.
        Nothing was written.
        """,
    ),
    "an original in no language of the site": (
        {"a.ko.md": article("translated_from: {lang: fr}\n")},
        """
        content/a.ko.md
          error: “translated_from” names “fr”, no language of this site
            Languages: ko, en.

        1 error in 1 file.
        Nothing was written.
        """,
    ),
    "lists in lists in lists": (
        {"a.ko.md": article(f"extra: {'[' * 40}{']' * 40}\n")},
        """
        content/a.ko.md
          error: this YAML is nested too deeply
            at content/a.ko.md:4:28
            Use fewer groups and lists within each other.

        1 error in 1 file.
        Nothing was written.
        """,
    ),
    "the same in TOML": (
        {"a.ko.md": f"+++\ntitle = 'T'\nx = {'[' * 9000}{']' * 9000}\n+++\nText."},
        """
        content/a.ko.md
          error: this TOML is nested too deeply
            at content/a.ko.md:1
            Use fewer groups and lists within each other.

        1 error in 1 file.
        Nothing was written.
        """,
    ),
    "a lead photo that is a text": (
        {"a/index.ko.md": article("image: {src: a.txt, alt: A}\n"), "a/a.txt": "x"},
        """
        content/a/index.ko.md
          error: “a.txt” is not a picture
            at content/a/index.ko.md:4:9
            Name a JPEG, PNG, WebP or SVG.

        1 error in 1 file.
        Nothing was written.
        """,
    ),
    "a text where a picture is meant": (
        {"a/index.ko.md": article(body="![text](a.txt)"), "a/a.txt": "x"},
        """
        content/a/index.ko.md
          error: “a.txt” is not a picture
            at content/a/index.ko.md:5:9
            Link to it: [text](a.txt).

        1 error in 1 file.
        Nothing was written.
        """,
    ),
    "a picture at an address that is none": (
        {"a.ko.md": article(body="![x](ftp://a/b.png)")},
        """
        content/a.ko.md
          error: no picture can be shown from an address that begins with “ftp:”
            at content/a.ko.md:5:6
            Save it as a file beside the article: ![description](picture.png).

        1 error in 1 file.
        Nothing was written.
        """,
    ),
    "an address that is a pattern": (
        {"a.ko.md": article("permalink: /a/*/\n")},
        """
        content/a.ko.md
          error: “/a/*/” cannot be an address: static hosts take “*”, and “:” where a part begins, for patterns
            at content/a.ko.md:4:1
            Such as /news/story/.

        1 error in 1 file.
        Nothing was written.
        """,
    ),
    "a picture of another site": (
        {"a.ko.md": article(body="![x](https://a.example/b.png)")},
        """
        content/a.ko.md
          warning: pictures on other hosts are not shown; a link stands in its place
            at content/a.ko.md:5:6
            Put the file beside the article.

        1 warning in 1 file.
        """,
    ),
    "a credit that no reader would see": (
        {
            "a/index.ko.md": article(body='Text ![x](p.svg){credit="N"}.'),
            "a/p.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
        },
        """
        content/a/index.ko.md
          warning: the picture's credit is not shown
            at content/a/index.ko.md:5
            Only a picture alone in its paragraph has a caption and a credit.

        1 warning in 1 file.
        """,
    ),
    "code in an unknown language": (
        {"a.ko.md": article(body="``` klingon\nx\n```")},
        """
        content/a.ko.md
          warning: code in “klingon” cannot be coloured and is shown plain
            at content/a.ko.md:5:5

        1 warning in 1 file.
        """,
    ),
    "one edition in two files": (
        {"a.ko.md": article(), "a/index.ko.md": article()},
        """
        content/a/index.ko.md
          error: the story “a” has a second edition in “ko”
            The other is content/a.ko.md: keep one of them.

        1 error in 1 file.
        Nothing was written.
        """,
    ),
    "two names that look the same": (
        {
            "a/index.ko.md": article(body="[café](café.txt)"),
            f"a/{normalize('NFC', 'café')}.txt": "1",
            f"a/{normalize('NFD', 'café')}.txt": "2",
        },
        """
        content/a/café.txt
          error: two files have names that differ only in how accents are encoded
            Remove one of them.

        1 error in 1 file.
        Nothing was written.
        """,
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_articles(site: SiteFolder, case: str) -> None:
    files, said = CASES[case]
    for path, text in files.items():
        site.write(f"content/{path}", text)
    assert told(site) == words(said)


def test_a_name_that_is_too_long_with_what_is_added_to_it(site: SiteFolder) -> None:
    site.article("a")
    site.photo(f"a/{'b' * 245}.jpg", (600, 400))
    problem = """
          error: a part of the address /media/a/b… is too long
            A part has at most 255 bytes: shorten the slug or the name."""
    assert re.sub(r"b{245}\S*", "b…", told(site)) == words(f"""
        content/a/b…{6 * problem}

        6 errors in 1 file.
        Nothing was written.
        """)
