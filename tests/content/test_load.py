"""What an editor is told about an article, word for word, and what the fields mean."""

from datetime import datetime
from unicodedata import normalize
from zoneinfo import ZoneInfo

import pytest

from sitegen.content.load import article, parse
from sitegen.content.scan import SourceFile
from sitegen.types import Article, Body
from tests.command import build, told, words
from tests.sites import SiteFolder

SEOUL = ZoneInfo("Asia/Seoul")
SOURCE = SourceFile("2023/a/index.ko.md", "2023/a/index.ko.md", "2023/a", "ko")
BODY = Body(html="<p>글</p>", summary="글", words=1, minutes=1)


def read(text: str, zone: ZoneInfo = SEOUL, source: SourceFile = SOURCE) -> Article:
    """The article in a text without any problem."""
    draft, problems = parse(source, text)
    assert draft is not None
    made, more = article(draft, BODY, "0", zone=zone, media={})
    assert (*problems, *more) == ()
    assert made is not None
    return made


def mistakes(field: str) -> list[tuple[str, str, int, int]]:
    """Message, hint, line and column of what is wrong with one more field, on line 4."""
    draft, problems = parse(SOURCE, f"---\ntitle: t\ndate: 2023-01-01\n{field}\n---\n")
    if draft is not None:
        made, problems = article(draft, BODY, "0", zone=SEOUL, media={})
        assert made is None
    return [(item.message, item.hint, item.line, item.column) for item in problems]


def dated(value: str, zone: ZoneInfo = SEOUL) -> str:
    return read(f"---\ntitle: t\ndate: {value}\n---\n", zone).date.isoformat()


def test_all_problems_of_all_files_are_told_in_one_run_with_their_count(site: SiteFolder) -> None:
    site.photo("2023/a/photo.jpg")
    site.write(
        "content/2023/a/index.ko.md",
        "---\ntitel: 제목\ndate: 어제\nimage: {scr: photo.jpg}\nlastmod: 2023-02-30\n---\n글\n",
    )
    site.write("content/2023/b.ko.md", "Hello")
    site.article("2023/c", "![](missing.png)", image={"src": "potho.jpg", "alt": "Port"})
    assert told(site) == words("""
        content/2023/a/index.ko.md
          error: unknown field “titel”
            at content/2023/a/index.ko.md:2:1
            Did you mean “title”?
          error: “어제” is not a date
            at content/2023/a/index.ko.md:3:1
            Write 2023-04-05, 2023-04-05T09:30 or 2023-04-05T09:30+09:00.
          error: unknown field “image.scr”
            at content/2023/a/index.ko.md:4:9
            Did you mean “src”?
          error: “2023-02-30” is not a date
            at content/2023/a/index.ko.md:5:1
            Write 2023-04-05, 2023-04-05T09:30 or 2023-04-05T09:30+09:00.

        content/2023/b.ko.md
          error: the file does not begin with front matter
            at content/2023/b.ko.md:1
            Begin with a line “---”, fields such as “title: …” and “date: …”, and a line “---”.

        content/2023/c/index.ko.md
          error: there is no file “potho.jpg” beside the article
            at content/2023/c/index.ko.md:4:9
            Put it there, or correct the name.
          warning: the picture has no alternative text
            at content/2023/c/index.ko.md:6:5
            Describe it for readers who cannot see it: ![description](file).
          error: there is no file “missing.png”
            at content/2023/c/index.ko.md:6:5
            Put the file beside the article.

        7 errors and 1 warning in 3 files.
        Nothing was written.
        """)
    assert build(site).status == 1
    assert not site.dist.exists()


def test_title_and_date_must_be_there(site: SiteFolder) -> None:
    site.write("content/a.ko.md", "---\nsection: news\n---\n")
    site.write("content/b.ko.md", "---\ntitle:\ndate: ''\n---\n")
    site.write("content/c.ko.md", "---\ntitle: '  '\ndate: 2023-01-01\n---\n")
    assert told(site) == words("""
        content/a.ko.md
          error: the field “date” is missing
            at content/a.ko.md:1
            Add “date”.
          error: the field “title” is missing
            at content/a.ko.md:1
            Add “title”.

        content/b.ko.md
          error: the field “title” is missing
            at content/b.ko.md:1
            Add “title”.
          error: the date is empty
            at content/b.ko.md:3:1
            Write 2023-04-05, 2023-04-05T09:30 or 2023-04-05T09:30+09:00.

        content/c.ko.md
          error: the headline is empty
            at content/c.ko.md:2:1
            Write one after “title”.

        5 errors in 3 files.
        Nothing was written.
        """)


@pytest.mark.parametrize(
    ("field", "message", "hint", "column"),
    [
        ("Tags: [a]", "unknown field “Tags”", "Did you mean “tags”?", 1),
        (
            "draft: yes",
            "“draft” must be true or false, not text",
            "Write true or false, without quotes.",
            1,
        ),
        (
            "tags: [a, ~]",
            "“tags[2]” must be text, not nothing",
            "Write something there, or remove the empty item.",
            11,
        ),
        ("section: true", "“section” must be text, not true or false", "Put it in quotes.", 1),
        (
            "categories: [true]",
            "“categories” must be text, not true or false",
            "Put it in quotes.",
            1,
        ),
        (
            "corrections: 오타",
            "“corrections” must be a list, not text",
            "Put it in square brackets: one item, or several with commas between them.",
            1,
        ),
        (
            "gallery: [{alt: x}]",
            "the field “gallery[1].src” is missing",
            "Add “gallery[1].src”.",
            11,
        ),
        (
            "withdrawn: wrong",
            "“withdrawn” takes several fields, not text",
            "Its fields: date, reason.",
            1,
        ),
        (
            "withdrawn: {date: '', reason: x}",
            "the date is empty",
            "Write 2023-04-05, 2023-04-05T09:30 or 2023-04-05T09:30+09:00.",
            13,
        ),
        (
            "corrections: [{date: soon, note: x}]",
            "“soon” is not a date",
            "Write 2023-04-05, 2023-04-05T09:30 or 2023-04-05T09:30+09:00.",
            16,
        ),
        (
            "tags: ['', '!!!']",
            "“!!!” has no letter or digit for an address",
            "Write it with a letter or a digit, or leave it out.",
            12,
        ),
        (
            "image: //cdn.example/a.jpg",
            "“//cdn.example/a.jpg” is on another site",
            "Copy the photo beside the article: pages load nothing from other sites.",
            1,
        ),
        (
            "image: 'http://[bad'",
            "“http://[bad” is on another site",
            "Copy the photo beside the article: pages load nothing from other sites.",
            1,
        ),
        ("image: {src: ''}", "the photo has no file name", "Write one after “src”.", 9),
        (
            "source: {name: AP, url: 'http://[bad'}",
            "“http://[bad” is not a web address",
            "Write it with https:// in front.",
            20,
        ),
        (
            "source: {name: AP, url: 'javascript:alert(1)'}",
            "“javascript:alert(1)” is not a web address",
            "Write it with https:// in front.",
            20,
        ),
        (
            "slug: '…'",
            "“…” has no letter or digit for an address",
            "Add a “slug” of letters or digits.",
            1,
        ),
        (
            "permalink: /../../etc/",
            "“/../../etc/” cannot be an address: an address may not hold “..”, “.” or “//”",
            "Such as /news/story/.",
            1,
        ),
        (
            "permalink: /%2e%2e/etc/",
            "“/%2e%2e/etc/” cannot be an address: an address may not hold “..”, “.” or “//”",
            "Such as /news/story/.",
            1,
        ),
        (
            "permalink: /.sitegen-manifest",
            (
                "“/.sitegen-manifest” cannot be an address: "
                "what begins with “.” is hidden on a web server"
            ),
            "Such as /news/story/.",
            1,
        ),
        (
            "aliases: [news, /a?b]",
            (
                "“/a?b” cannot be an address: an address may not hold "
                "“?”, “#”, “\\” or control characters"
            ),
            "Such as /news/story/.",
            17,
        ),
        (
            f"permalink: /{'가' * 86}/",
            f"“/{'가' * 86}/” cannot be an address: a part of an address is at most 255 bytes long",
            "Such as /news/story/.",
            1,
        ),
    ],
)
def test_a_mistake_is_told_with_its_place_and_a_way_out(
    field: str, message: str, hint: str, column: int
) -> None:
    assert (message, hint, 4, column) in mistakes(field)


def test_whether_a_date_has_a_time_of_day_is_remembered() -> None:
    for date, updated in (("2023-01-01", "2023-01-02T00:00Z"), ("2023-01-01 00:00", "20230102")):
        made = read(f"---\ntitle: t\ndate: {date}\nupdated: {updated}\n---\n")
        assert (made.timed, made.updated_timed) == (":" in date, ":" in updated)
    made = read("+++\ntitle = 't'\ndate = 2023-04-05\nupdated = 2023-04-06T00:00:00\n+++\n")
    assert (made.timed, made.updated_timed) == (False, True)


def test_a_naive_date_is_in_the_zone_of_the_site() -> None:
    assert dated("2023-04-05") == "2023-04-05T00:00:00+09:00"
    assert dated("2023-04-05 09:30") == "2023-04-05T09:30:00+09:00"
    assert dated("2023-07-05", ZoneInfo("Europe/Berlin")) == "2023-07-05T00:00:00+02:00"


@pytest.mark.parametrize(
    "written",
    [
        "2023-04-05T00:30:00Z",
        "2023-04-05T00:30z",
        "2023-04-05 00:30 utc",
        "2023-04-04T19:30:00-05:00",
        "2023-04-05 09:30:00 +0900",
    ],
)
def test_a_date_with_a_zone_is_the_same_moment_in_the_zone_of_the_site(written: str) -> None:
    assert dated(written) == "2023-04-05T09:30:00+09:00"


def test_the_year_is_that_of_the_zone_of_the_site(site: SiteFolder) -> None:
    site.article("a", date="2019-12-31T15:00:00Z")
    site.article("b", date="2019-12-31T23:59:59")
    site.build()
    assert site.read("/ko/2020/01/01/a/")
    assert site.read("/ko/2019/12/31/b/")


@pytest.mark.parametrize("written", ["0223-04-05", "9999-12-31", "0001-01-01T00:00Z", "2023-4-5"])
def test_a_date_that_is_a_slip_of_the_finger_is_refused(written: str) -> None:
    assert [message for message, *_ in mistakes(f"updated: {written}")] == [
        f"“{written}” is not a date"
    ]


def test_local_mean_time_becomes_whole_minutes() -> None:
    assert dated("1900-01-01") == "1900-01-01T00:00:00+08:28"


def test_toml_dates_and_their_zones_are_read() -> None:
    local = read("+++\ntitle = 't'\ndate = 2023-04-05\nupdated = 2023-04-06T07:08:09Z\n+++\n")
    assert local.date == datetime(2023, 4, 5, tzinfo=SEOUL)
    assert local.updated is not None
    assert local.updated.isoformat() == "2023-04-06T16:08:09+09:00"


def test_values_mean_what_they_look_like() -> None:
    made = read('---\ntitle: 2016\ndate: 2023-01-01\ntags: [007, yes, "12:30", 1e3]\n---\n')
    assert made.title == "2016"
    assert made.tags == ("007", "yes", "12:30", "1e3")


def test_true_false_and_nothing_are_what_they_are_in_yaml() -> None:
    made = read("---\ntitle: t\ndate: 2023-01-01\ndraft: true\nslug: null\nsection: ~\n---\n")
    assert made.draft
    assert (made.slug, made.section) == ("a", "")


def test_numbers_under_extra_are_numbers() -> None:
    made = read("---\ntitle: t\ndate: 2023-01-01\nextra: {n: 5, x: [2.5, yes, '7'], no: ~}\n---\n")
    assert made.extra == {"n": 5, "x": [2.5, "yes", "7"], "no": None}


def test_the_words_of_hugo_are_understood_and_ours_win() -> None:
    made = read(
        "---\ntitle: t\ndate: 2023-01-01\nlastmod: 2023-01-02\ncategories: [정치, 사회]\n"
        "description: 설명\nsummary: 요약\nauthor: 김\nurl: /old/\nparams: {n: 5}\n---\n"
    )
    assert made.updated == datetime(2023, 1, 2, tzinfo=SEOUL)
    assert (made.section, made.summary, made.authors) == ("정치", "요약", ("김",))
    assert (made.permalink, made.extra) == ("/old/", {"n": 5})


def test_a_file_that_is_not_utf_8_names_the_line(site: SiteFolder) -> None:
    site.write("content/a.ko.md", "---\ntitle: t\n제목: ".encode() + "가".encode("cp949"))
    assert told(site) == words("""
        content/a.ko.md
          error: the file is not in UTF-8
            at content/a.ko.md:3
            Open it in your editor and save it with the encoding UTF-8.

        1 error in 1 file.
        Nothing was written.
        """)


def test_a_file_that_cannot_be_read_is_told(site: SiteFolder) -> None:
    link = site.write("content/b.ko.md", "").with_name("a.ko.md")
    link.symlink_to(site.folder / "content" / "gone.md")
    site.article("b.ko.md")
    assert told(site) == words("""
        content/a.ko.md
          error: the file cannot be read: No such file or directory
            See that it is there and that you may read it.

        1 error in 1 file.
        Nothing was written.
        """)


def test_byte_order_mark_and_windows_line_ends_are_welcome(site: SiteFolder) -> None:
    text = "---\r\ntitle: 제목\r\ndate: 2023-01-01\r\n---\r\n첫 줄\r\n\r\n[x](none.ko.md)\r\n"
    site.write("content/a.ko.md", b"\xef\xbb\xbf" + text.encode())
    assert told(site).startswith(
        words("""
        content/a.ko.md
          error: the link leads to content/none.ko.md, which does not exist
            at content/a.ko.md:7
        """)
    )


@pytest.mark.parametrize("name", ["한글-사진", "Việt Nam", "ガギグ"])
def test_decomposed_file_names_are_found_by_composed_references(
    site: SiteFolder, name: str
) -> None:
    site.photo(f"2023/{normalize('NFD', name)}/{normalize('NFD', name)}.jpg")
    site.article(
        f"2023/{normalize('NFD', name)}",
        image={"src": normalize("NFC", f"{name}.jpg"), "alt": "x"},
    )
    assert build(site, "--strict").status == 0
    assert list(site.dist.glob(normalize("NFC", f"media/2023/{name}/{name}.jpg")))


def test_invisible_characters_are_left_out_and_told_with_their_place(site: SiteFolder) -> None:
    site.write(
        "content/a.ko.md",
        '---\ntitle: "제\\x01목\\uFFFE"\ndate: 2023-01-01\ntags: [a, "b\\x85c"]\n'
        'extra: {note: ["\\x9Cx"]}\n---\n첫\x02 줄\n\n둘\x0b째\x7f 줄\n\n<div>&#3;셋</div>\n',
    )
    site.write("templates/article.html", "{{ page.title }}|{{ page.extra.note[0] }}|{{ body }}")
    outcome = build(site, "--quiet")
    assert outcome.status == 0
    assert outcome.err == words("""
        content/a.ko.md
          warning: invisible control characters are left out (U+0001, U+FFFE)
            at content/a.ko.md:2:1
            Delete them, or write the text anew.
          warning: invisible control characters are left out (U+0085)
            at content/a.ko.md:4:11
            Delete them, or write the text anew.
          warning: invisible control characters are left out (U+009C)
            at content/a.ko.md:5:16
            Delete them, or write the text anew.
          warning: invisible control characters are left out (U+0002)
            at content/a.ko.md:7
            Delete them, or write the line anew.
          warning: invisible control characters are left out (U+000B, U+007F)
            at content/a.ko.md:9
            Delete them, or write the line anew.
          warning: “&#3;” means an invisible control character and was left out
            at content/a.ko.md:11

        6 warnings in 1 file.
        """)
    page = site.read("/ko/2023/01/01/a/")
    assert page.startswith("제목|x|")
    for text in ("첫 줄", "둘 째 줄", "<p>셋</p>"):
        assert text in page
    assert "/ko/tags/b-c/" in site.read("/ko/tags/")


@pytest.mark.parametrize("written", ["a\ufdd0b", '"a\ufdd0b"', r'"a\ufdd0b"', "'a\ufdd0b'"])
def test_an_invisible_character_is_left_out_however_it_is_written(written: str) -> None:
    draft, (problem,) = parse(SOURCE, f"---\ntitle: {written}\ndate: 2023-01-01\n---\n")
    assert draft is not None
    assert draft.fields.title == "ab"
    assert (problem.severity, problem.line, problem.column) == ("warning", 2, 1)


def test_an_article_that_ends_before_it_begins_is_told(site: SiteFolder) -> None:
    site.article("a.ko.md", date="2023-05-02", expires="2023-05-01")
    site.article("b.ko.md", date="2023-05-02", publish_at="2023-05-04", expiryDate="2023-05-04")
    site.article("c.ko.md", date="2023-05-02", expires="2023-05-02T00:01")
    assert build(site).status == 0
    assert told(site) == words("""
        content/a.ko.md
          warning: “expires” is not after “date”
            at content/a.ko.md:4:1
            An article is shown from “publish_at”, else “date”, until “expires”.

        content/b.ko.md
          warning: “expiryDate” is not after “publish_at”
            at content/b.ko.md:5:1
            An article is shown from “publish_at”, else “date”, until “expires”.

        2 warnings in 2 files.
        """)


def test_a_date_that_cannot_be_read_is_told_alone(site: SiteFolder) -> None:
    site.article("a.ko.md", date="yesterday", expires="2023-05-01")
    assert "“expires”" not in told(site)


def test_a_photo_without_alternative_text_is_a_warning(site: SiteFolder) -> None:
    site.photo("a/photo.jpg")
    site.article("a", image="photo.jpg")
    assert build(site).status == 0
    assert told(site) == words("""
        content/a/index.ko.md
          warning: the photo “photo.jpg” has no alt text
            at content/a/index.ko.md:4:1
            Say what it shows, for those who cannot see it.

        1 warning in 1 file.
        """)


def test_strict_makes_a_warning_forbid_the_build(site: SiteFolder) -> None:
    site.photo("a/photo.jpg")
    site.article("a", image="photo.jpg")
    outcome = build(site, "--strict")
    assert outcome.status == 1
    assert outcome.err.endswith("1 warning in 1 file.\nNothing was written.\n")
    assert not site.dist.exists()


def test_a_name_in_other_case_is_suggested(site: SiteFolder) -> None:
    site.photo("a/사진/Photo.jpg")
    site.article("a", image={"src": "사진/photo.JPG", "alt": "x"})
    assert "    Did you mean “사진/Photo.jpg”?\n" in told(site)


def test_two_articles_that_want_one_address_are_both_named(site: SiteFolder) -> None:
    site.article("x/story")
    site.article("y/story")
    problems = told(site)
    assert "wants the address of content/" in problems
    assert problems.count("content/x/story/index.ko.md") >= 1
    assert problems.count("content/y/story/index.ko.md") >= 1
    assert problems.endswith(
        words("""
            : /ko/2023/01/01/story/
            Give one of them another slug, permalink or date.

        1 error in 1 file.
        Nothing was written.
        """).lstrip()
    )


def test_addresses_that_differ_only_in_case_are_refused(site: SiteFolder) -> None:
    site.article("x", permalink="/News/Story/")
    site.article("y", permalink="/news/story/")
    message = told(site)
    assert "nearly the address" in message
    assert "content/x/index.ko.md" in message
    assert "content/y/index.ko.md" in message


def test_a_slug_of_three_hundred_hangul_is_shortened_to_what_a_file_can_be_called(
    site: SiteFolder,
) -> None:
    site.article("a", slug="가" * 300)
    assert build(site).status == 0
    assert (site.dist / "ko/2023/01/01" / ("가" * 85) / "index.html").is_file()


@pytest.mark.parametrize("alias", ["/news/*", "/:year/story/"])
def test_an_alias_that_is_a_pattern_to_hosts_is_refused(site: SiteFolder, alias: str) -> None:
    site.article("a/index.ko.md", aliases=[alias])
    assert "for patterns" in told(site)
