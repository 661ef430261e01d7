"""Four lines are a whole configuration; every mistake in more of them is told."""

from pathlib import Path

import pytest

from sitegen.config import DEFAULT_PERMALINK, SiteConfig, load
from sitegen.errors import CommandError, ContentError
from tests.command import build, told, words
from tests.sites import SiteFolder, Value

FOUR_LINES = """\
[tool.sitegen]
base_url = "https://news.example"
title = "신문"
timezone = "Asia/Seoul"
languages = ["ko", "en"]
"""


def mistakes(site: SiteFolder, **keys: Value) -> list[tuple[str, str]]:
    """Message and hint of what is wrong with a configuration that has these keys."""
    site.configure(**keys)
    with pytest.raises(ContentError) as failure:
        load(site.folder)
    assert all(item.path == "pyproject.toml" for item in failure.value.problems)
    assert all(item.line for item in failure.value.problems)
    return [(item.message, item.hint) for item in failure.value.problems]


def configured(site: SiteFolder, **keys: Value) -> SiteConfig:
    site.configure(**keys)
    return load(site.folder)


def test_four_lines_build_a_site(site: SiteFolder) -> None:
    site.write("pyproject.toml", FOUR_LINES)
    site.article("2023/a", section="정치", tags=["항만"], authors=["김 기자"])
    outcome = build(site, "--strict")
    assert outcome.status == 0
    assert site.read("/ko/2023/01/01/a/")
    assert site.read("/ko/sections/정치/")
    assert site.read("/ko/tags/항만/")
    assert site.read("/ko/authors/김-기자/")


def test_what_is_not_configured_has_a_default(site: SiteFolder) -> None:
    config = configured(site)
    assert config.default == "ko"
    assert config.origin == "https://news.example"
    assert config.base_path == ""
    assert config.permalink_for("en") == DEFAULT_PERMALINK


def test_words_by_language_fall_back_to_the_first_that_there_are(site: SiteFolder) -> None:
    config = configured(site, title={"en": "News"}, permalink={"en": "/en/{slug}/"})
    assert [config.say(config.title, lang) for lang in ("ko", "en")] == ["News", "News"]
    assert config.permalink_for("en") == "/en/{slug}/"
    assert config.permalink_for("ko") == DEFAULT_PERMALINK


def test_all_mistakes_are_told_word_for_word(site: SiteFolder) -> None:
    site.write(
        "pyproject.toml",
        FOUR_LINES
        + """
permalnk = "/{slug}/"
page_size = 0
share = "mail"

[tool.sitegen.feeds]
limt = 10
lists = ["tags"]

[tool.sitegen.sections]
politics.nmae = "정치"
""",
    )
    assert told(site) == words("""
        pyproject.toml
          error: unknown field “permalnk”
            at pyproject.toml:7
            Did you mean “permalink”?
          error: “page_size” is 0, but must be at least 1
            at pyproject.toml:8
          error: “share” must be a list, not text
            at pyproject.toml:9
            Put it in square brackets: one item, or several with commas between them.
          error: unknown field “feeds.limt”
            at pyproject.toml:12
            Did you mean “limit”?
          error: “feeds.lists[1]” cannot be “tags”
            at pyproject.toml:13
            Did you mean “tag”?
          error: unknown field “sections.politics.nmae”
            at pyproject.toml:16
            Did you mean “name”?

        6 errors in 1 file.
        Nothing was written.
        """)


def test_each_required_key_is_asked_for(site: SiteFolder) -> None:
    site.write("pyproject.toml", "[tool.other]\n\n[tool.sitegen]\ntitle = 'x'\n")
    assert told(site) == words("""
        pyproject.toml
          error: the field “base_url” is missing
            at pyproject.toml:3
            Add “base_url”.
          error: the field “languages” is missing
            at pyproject.toml:3
            Add “languages”.
          error: the field “timezone” is missing
            at pyproject.toml:3
            Add “timezone”.

        3 errors in 1 file.
        Nothing was written.
        """)


@pytest.mark.parametrize(
    ("keys", "message", "hint"),
    [
        (
            {"base_url": "news.example"},
            "“news.example” is not a web address",
            "Write it with scheme and host, such as https://news.example.",
        ),
        (
            {"base_url": "https://news.example:99999"},
            "“https://news.example:99999” is not a web address",
            "Write it with scheme and host, such as https://news.example.",
        ),
        (
            {"base_url": "https://news.example/?a=b"},
            "“https://news.example/?a=b” is more than scheme, host and path",
            "Leave out what follows “?” or “#”, names before “@”, and spaces.",
        ),
        (
            {"base_url": "https://뉴스.example"},
            "“뉴스.example” is not a host's name",
            "Write a host in other scripts in its ASCII form, which begins with xn--.",
        ),
        (
            {"base_url": "https://news.example/a/../b"},
            "“/a/../b” is not a plain path",
            "Leave out “.”, “..” and double slashes.",
        ),
        ({"title": " "}, "the site has no title", "Write its name."),
        ({"title": {}}, "the site has no title", "Write its name."),
        (
            {"timezone": "seoul"},
            "unknown time zone “seoul”",
            "Did you mean “Asia/Seoul”?",
        ),
        (
            {"timezone": "asia/seol"},
            "unknown time zone “asia/seol”",
            "Did you mean “Asia/Seoul”?",
        ),
        ({"timezone": "KST"}, "unknown time zone “KST”", "Use an IANA name such as Asia/Seoul."),
        ({"timezone": "../UTC"}, "unknown time zone “../UTC”", None),
        ({"timezone": ""}, "unknown time zone “”", "Use an IANA name such as Asia/Seoul."),
        (
            {"languages": []},
            "the site has no language",
            'Name at least one, the default first: languages = ["ko", "en"].',
        ),
        ({"languages": ["ko", "KO"]}, "a language is there twice", "Keep one of them."),
        *(
            (
                {"languages": ["ko", code]},
                f"unknown language “{code}”",
                "Use BCP 47 codes such as ko, en, ja, zh, zh-TW, vi.",
            )
            for code in ("", "ko_KR", "xx", "und", "root", "en@x", "../en", "korean")
        ),
        (
            {"title": {"kr": "신문"}},
            "“kr” is no language of this site",
            "Known languages: ko, en.",
        ),
        (
            {"share": ["mail", "twitter"]},
            "unknown share target “twitter”",
            None,
        ),
        *(
            (
                {"share": [target]},
                f"“{target}” names no server",
                "Write “mastodon:mastodon.social”, with the server of your readers.",
            )
            for target in ("mastodon", "mastodon:", "mastodon:a/b")
        ),
        ({"share": ["x:x.com"]}, "“x:x.com” names a server and has none", "Write “x”."),
        (
            {"permalink": "/{lang}/{yaer}/{slug}/"},
            "unknown field “{yaer}” in the pattern",
            "Did you mean “year”?",
        ),
        (
            {"permalink": "/{lang}/{slug!r}/{id}/"},
            "unknown field “{slug!r}” in the pattern",
            "Did you mean “slug”?",
        ),
        (
            {"permalink": "{lang}/{slug}"},
            "a pattern begins with / and ends with / or .html",
            "Write it like /{lang}/{year}/{month}/{day}/{slug}/ or /{lang}/{id}.html.",
        ),
        (
            {"permalink": "/{lang}/../{slug}/"},
            "the pattern holds what no address may have",
            "Leave out spaces, “..”, “?”, “#”, “%”, and braces that are not closed.",
        ),
        (
            {"permalink": "/{lang/{slug}/"},
            "the pattern holds what no address may have",
            "Leave out spaces, “..”, “?”, “#”, “%”, and braces that are not closed.",
        ),
        (
            {"permalink": "/{lang}/{year}/"},
            "the pattern would give many articles one address",
            "Use {slug}, {story} or {id}.",
        ),
        (
            {"title": {"ko": "", "en": "News"}},
            "“title.ko” is empty",
            "Write it, or remove “ko”: another language's is shown then.",
        ),
        *(
            ({"tags": {"port": {"name": name}}}, message, hint)
            for name, message, hint in (
                ("", "“tags.port.name” is empty", "Write the name that readers see."),
                ({"ko": " "}, "“tags.port.name” is empty", "Write the name that readers see."),
                (
                    {"ko": "", "en": "port"},
                    "“tags.port.name.ko” is empty",
                    "Write it, or remove “ko”: another language's is shown then.",
                ),
            )
        ),
        (
            {"sections": {"City News": {"name": "News"}}},
            "“City News” cannot be an id",
            (
                "An id becomes part of addresses: lower-case letters, digits and hyphens. "
                "Write “city-news”."
            ),
        ),
        (
            {"authors": {"kim": {"name": "Kim", "address": "javascript:alert(1)"}}},
            "“javascript:alert(1)” is no address",
            "Write an e-mail address, or a web address with https://.",
        ),
    ],
)
def test_a_mistake_is_told_with_a_way_out(
    site: SiteFolder, keys: dict[str, Value], message: str, hint: str | None
) -> None:
    found = mistakes(site, **keys)
    assert message in [told for told, _ in found]
    assert hint is None or (message, hint) in found


def test_a_folder_that_is_no_site_is_told_what_a_site_needs(tmp_path: Path) -> None:
    with pytest.raises(CommandError) as failure:
        load(tmp_path)
    assert str(failure.value) == f"there is no pyproject.toml in {tmp_path.resolve()}"
    assert failure.value.hint == "Run it in the site's folder, or name that folder with --site."


@pytest.mark.parametrize("text", ["", "tool = 5", "[tool]\nsitegen = 5", "[tool.ruff]"])
def test_a_project_that_is_no_site_is_told_what_to_add(tmp_path: Path, text: str) -> None:
    (tmp_path / "pyproject.toml").write_text(text)
    with pytest.raises(CommandError) as failure:
        load(tmp_path)
    assert failure.value.hint == (
        "Add a table [tool.sitegen] with base_url, title, timezone and languages."
    )


@pytest.mark.parametrize(
    ("data", "message", "place"),
    [
        (
            b"[tool.sitegen]\ntitle = \nlanguages = []\n",
            "this is not TOML: Invalid value",
            "pyproject.toml:2:9",
        ),
        (
            b"a = 1\nb = [",
            "this is not TOML: Invalid value (at end of document)",
            "pyproject.toml:2",
        ),
        (b"a = 1\n# \xc7\xd1", "the file is not in UTF-8", "pyproject.toml:2"),
        (b"a = " + b"[" * 5000, "this TOML is nested too deeply", "pyproject.toml"),
    ],
)
def test_a_configuration_that_cannot_be_read_is_told_with_its_line(
    tmp_path: Path, data: bytes, message: str, place: str
) -> None:
    (tmp_path / "pyproject.toml").write_bytes(data)
    with pytest.raises(ContentError) as failure:
        load(tmp_path)
    (problem,) = failure.value.problems
    assert (problem.message, problem.place) == (message, place)


def test_a_byte_order_mark_is_welcome(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_bytes(b"\xef\xbb\xbf" + FOUR_LINES.encode())
    assert load(tmp_path).title == "신문"


def test_another_base_url_may_be_given_for_once(site: SiteFolder) -> None:
    assert load(site.folder, "http://localhost:8000/preview/").base_path == "/preview"
    with pytest.raises(CommandError) as failure:
        load(site.folder, "localhost")
    assert str(failure.value) == "--base-url: “localhost” is not a web address"
