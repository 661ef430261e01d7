"""The sample archive's search in a real browser, against a plain scan of its pages."""

import random
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlencode, urlsplit

import pytest
from lxml import html  # type: ignore[import-untyped, unused-ignore]
from playwright.sync_api import Page, Request, Route, expect

from tests.sites import SiteFolder
from tests.validators.accessibility import objections
from tests.validators.browser import open_browser, serve

LANGUAGES = ("ko", "en", "ja", "zh", "vi")
PARTICLES = (
    "은 을 에서 에서는 까지 으로도 들의 으로부터 에게서 으로서 마다 조차 밖에 "
    "이며 이란 만큼 만의 에서부터 이라며 뿐"
)
_INLINE = frozenset(
    ["a", "abbr", "code", "em", "kbd", "mark", "ruby", "s", "span", "strong", "sup"]
)


class Reader:
    """Somebody who searches at `origin`; `requests` are the addresses that were asked for."""

    def __init__(self, page: Page, origin: str) -> None:
        self.page, self.origin = page, origin
        self.requests: list[str] = []
        self.complaints: list[str] = []
        page.on("request", self._note)
        page.on("pageerror", lambda problem: self.complaints.append(str(problem)))
        page.on("console", lambda message: self.complaints.append(message.text))

    def _note(self, request: Request) -> None:
        self.requests.append(unquote(request.url.removeprefix(self.origin)))

    def open(self, path: str) -> None:
        self.page.goto(self.origin + path)

    def search(self, lang: str, query: str, **more: str) -> str:
        """Open a search by its address; returns what the page says of it."""
        self.open(f"/{lang}/search/?{urlencode({'q': query, **more})}")
        return self.answer()

    def answer(self) -> str:
        self.page.wait_for_selector(".found:not(:empty)")
        return self.page.inner_text(".found")

    def hits(self) -> list[str]:
        """The addresses of the hits that are shown, once all are."""
        more = self.page.locator(".more")
        while more.is_visible():
            shown = self.page.locator(".hits li").count()
            more.click()
            # The policy forbids what Playwright's own waiting evaluates.
            while more.is_visible() and self.page.locator(".hits li").count() == shown:
                self.page.wait_for_timeout(10)
        links = self.page.locator(".hits a").evaluate_all("links => links.map(link => link.href)")
        return [unquote(urlsplit(link).path) for link in links]


@pytest.fixture(scope="module")
def reader(sample: Path) -> Iterator[Reader]:
    with serve(sample) as origin, open_browser() as page:
        reader = Reader(page, origin)
        yield reader
        assert reader.complaints == []


def folded(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text).lower()
    plain = "".join(char for char in apart if not "\u0300" <= char <= "\u036f")
    return unicodedata.normalize("NFC", plain.replace("đ", "d"))


@cache
def texts(sample: Path, lang: str) -> Mapping[str, str]:
    """What the pages of a language's articles say, by address, to be scanned for words."""
    found = {}
    for file in sorted((sample / lang).glob("20*/*/*/*/index.html")):
        page = html.parse(file, html.HTMLParser(encoding="utf-8")).getroot()
        parts = page.xpath("//article//h1 | //*[@class='deck'] | //*[@class='body']")
        for part in parts:
            for mark in part.xpath(".//rt | .//rp | .//sup[@class='footnote-ref']"):
                mark.drop_tree()
            for element in part.iter():
                if element.tag not in _INLINE:
                    element.text = f" {element.text or ''}"
                    element.tail = f" {element.tail or ''}"
        if parts:
            words = " ".join(part.text_content() for part in parts)
            found[f"/{file.parent.relative_to(sample).as_posix()}/"] = " ".join(
                folded(words).split()
            )
    return found


def scan(sample: Path, lang: str, word: str) -> set[str]:
    return {url for url, text in texts(sample, lang).items() if folded(word) in text}


def some_words(sample: Path, lang: str, pattern: str, count: int) -> list[str]:
    """Words of the archive, the same ones every time."""
    whole = " ".join(texts(sample, lang).values())
    return random.Random(4).sample(sorted(set(re.findall(pattern, whole))), count)


@pytest.mark.parametrize(
    ("lang", "pattern"),
    [
        ("ko", "[가-힣]{2,6}"),
        ("ko", "[가-힣]"),
        ("ja", "[ァ-ヺー]{2,5}|[一-鿿]{2,5}"),
        ("zh", "[一-鿿]{2,4}"),
        ("zh", "[一-鿿]"),
        ("vi", r"[a-z]{2,}"),
        ("en", r"\b[a-z]{2,}\b"),
    ],
)
def test_no_article_with_the_word_is_missing(
    sample: Path, reader: Reader, lang: str, pattern: str
) -> None:
    for word in some_words(sample, lang, pattern, 5):
        reader.search(lang, word)
        wanted = scan(sample, lang, word)
        if lang in ("en", "vi"):
            exact = re.compile(rf"(?<![^\W_]){word}(?![^\W_])")
            wanted = {url for url in wanted if exact.search(texts(sample, lang)[url])}
        assert wanted
        assert wanted <= set(reader.hits()), word


@pytest.mark.parametrize("particle", ["", *PARTICLES.split()])
def test_particles_of_a_query_do_not_matter(sample: Path, reader: Reader, particle: str) -> None:
    reader.search("ko", f"예산{particle}")
    assert set(reader.hits()) == scan(sample, "ko", "예산")


@pytest.mark.parametrize(
    ("lang", "query", "marked"),
    [
        ("ko", "신항의", "신항"),
        ("en", "CITIES", "city"),
        ("ja", "港", "港"),
        ("zh", "预算", "预算"),
        ("vi", "hoi dong", "hội"),
        ("vi", "Hội đồng", "đồng"),
        ("en", "Ｂｕｄｇｅｔ", "budget"),
    ],
)
def test_the_words_are_marked(reader: Reader, lang: str, query: str, marked: str) -> None:
    reader.search(lang, query)
    marks = reader.page.locator(".hits mark").all_inner_texts()
    assert marked in {mark.lower() for mark in marks}


def test_what_only_looks_like_a_hit_falls_away(sample: Path, reader: Reader) -> None:
    """Pairs of characters stand in an article without the word that they would make."""
    false = []
    for text in texts(sample, "ko").values():
        pairs = sorted(set(re.findall("(?=([가-힣]{2}))", text)))
        joined = {one + two[1] for one in pairs for two in pairs if one[1] == two[0]}
        false += sorted(word for word in joined if not scan(sample, "ko", word))[:1]
    assert false
    answer = reader.search("ko", f'"{false[0]}"')
    assert reader.hits() == []
    assert "없습니다" in answer


def test_a_phrase_in_quotes_is_exact(sample: Path, reader: Reader) -> None:
    phrase = "city council"
    wanted = scan(sample, "en", phrase)
    reader.search("en", f'"{phrase}"')
    assert set(reader.hits()) == wanted
    reader.search("en", phrase)
    assert len(reader.hits()) > len(wanted) > 0


def test_a_rare_phrase_in_common_words_reads_few_texts_at_a_time(
    site: SiteFolder, reader: Reader
) -> None:
    site.article("2023/old", "The harbour tax is here.", date="2023-01-01", slug="phrase")
    for number in range(70):
        site.article(f"2023/{number}", "A tax for the harbour.", date="2023-02-01")
    site.build()
    with serve(site.dist) as origin:
        here = Reader(reader.page, origin)
        assert here.search("ko", '"harbour tax"').endswith(" 0+")
        assert sum("/t" in address for address in here.requests) <= 20
        for _ in range(3):
            here.page.locator(".more").click()
            here.answer()
        expect(here.page.locator(".hits li")).to_have_count(1)
        expect(here.page.locator(".more")).to_be_hidden()
        assert here.answer().endswith(" 1")


def test_filters_narrow_and_stand_in_the_address(reader: Reader) -> None:
    page = reader.page
    reader.search("ko", "해담")
    everything = set(reader.hits())
    page.select_option("[name=section]", "politics")
    page.wait_for_url("**section=politics*")
    reader.answer()
    politics = set(reader.hits())
    assert set() < politics < everything
    assert all("정치" in text for text in page.locator(".hits .kicker").all_inner_texts())
    page.select_option("[name=year]", "2023")
    reader.answer()
    assert set(reader.hits()) == {url for url in politics if url.startswith("/ko/2023/")}
    address = page.url
    page.go_back()
    reader.answer()
    assert set(reader.hits()) == politics
    page.goto(address)
    reader.answer()
    assert page.input_value("[name=year]") == "2023"
    assert set(reader.hits()) == {url for url in politics if url.startswith("/ko/2023/")}
    reader.search("ko", "", author="seo-yuna")
    assert reader.hits()


@pytest.fixture
def search(site: SiteFolder, reader: Reader) -> Iterator[Callable[[], Reader]]:
    """What builds the small site and gives somebody who searches it."""
    browser = reader.page.context.browser
    assert browser
    page = browser.new_page()
    readers: list[Reader] = []
    with ExitStack() as servers:

        def searching() -> Reader:
            site.build()
            readers.append(Reader(page, servers.enter_context(serve(site.dist))))
            return readers[-1]

        yield searching
        page.close()
    assert [line for here in readers for line in here.complaints] == []


def write_25(site: SiteFolder) -> None:
    """Articles of as many days with one word."""
    for number in range(25):
        site.article(f"2023/{number}", "예산.", date=f"2023-02-{number + 1:02}")


@pytest.mark.parametrize(
    "word",
    [
        "3만8,200명",
        "70만TEU",
        "2만5천원",
        "10만kW",
        "LG와SK",
        "3도5촌",
        "1의2항",
        "KTX",
        "서대전로",
    ],
)
def test_what_looks_like_a_particle_within_a_word_stays(
    site: SiteFolder, search: Callable[[], Reader], word: str
) -> None:
    site.article("2023/one", f"어제 {word}에서 시작했다.", slug="one")
    site.article("2023/two", "TEU, kW, SK, 원, 촌, 항, 명.", slug="two")
    here = search()
    for query in (word, f"{word}에서"):
        here.search("ko", query)
        assert here.hits() == ["/ko/2023/01/01/one/"], query


@pytest.mark.parametrize(
    ("body", "query", "marked"),
    [
        ("ｶﾞｽ会社と市の協定。新しい灯台が完成。", "灯台", "灯台"),
        ("ﾊﾞｽ運賃の値上げを市議会が可決", "ﾊﾞｽ", "バス"),
        ("ㅎㅏ하 웃었다. 등대가 섰다.", "등대", "등대"),
        ("㈱해담이 ½을 샀다. 등대다.", "등대", "등대"),
        ("The city’s budget", '"city\'s budget"', "city’s budget"),
        ("상인(120명)은 ‘신항’을 요구", '"(120명)\u2060은 ‘신항’\u2060을"', "(120명)은 ‘신항’을"),
        ("소프트\u00ad웨어를 산다", "소프트웨어", "소프트웨어"),
    ],
)
def test_marks_are_where_the_words_are(
    site: SiteFolder, search: Callable[[], Reader], body: str, query: str, marked: str
) -> None:
    site.article("2023/one", body)
    here = search()
    here.search("ko", query)
    assert here.page.locator(".hits mark").all_inner_texts() == [marked]


def test_a_phrase_in_quotes_begins_and_ends_where_words_do(
    site: SiteFolder, search: Callable[[], Reader]
) -> None:
    site.article("2023/one", "The port vote, a plan.", slug="one")
    site.article("2023/two", "The airport voted, planning.", slug="two")
    here = search()
    for query in ('"plan"', '"port vote"'):
        here.search("ko", query)
        assert here.hits() == ["/ko/2023/01/01/one/"]
    for query in ("☃ !", "“ ”", "…"):
        assert "없습니다" in here.search("ko", query)


def test_a_count_is_exact_or_says_that_it_is_not(
    site: SiteFolder, search: Callable[[], Reader]
) -> None:
    for number in range(15):
        site.article(f"2023/a{number}", "독립운동가 기념식.", date="2023-02-01")
        site.article(f"2023/b{number}", "독립운동 이야기와 활동가, 운동가 모임.", date="2023-03-01")
    here = search()
    assert here.search("ko", "독립운동가들에게").endswith(" 5+")
    assert len(here.hits()) == 15
    assert here.answer().endswith(" 15")


def test_what_could_not_be_read_is_read_later(
    site: SiteFolder, search: Callable[[], Reader]
) -> None:
    write_25(site)
    here = search()
    here.search("ko", "예산", order="date")
    here.page.route("**/t*.bin", lambda route: route.abort())
    here.page.click(".more")
    assert "읽지 못했습니다" in here.answer()
    here.complaints.clear()
    here.page.unroute_all()
    hits = here.hits()
    assert len(hits) == len(set(hits)) == 25
    assert hits == sorted(hits, key=lambda url: url.split("/")[2:5], reverse=True)
    assert here.answer().endswith(" 25")


def test_who_searches_while_the_archive_is_published_begins_anew(
    site: SiteFolder, search: Callable[[], Reader]
) -> None:
    write_25(site)
    here = search()
    here.search("ko", "예산")
    site.article("2023/new", "예산.", date="2023-04-01")
    site.build()
    for _ in range(2):
        here.page.click(".more")
        assert "읽지 못했습니다" in here.answer()
    here.complaints.clear()
    here.page.click(".more")
    assert here.answer().endswith(" 26")
    assert len(here.hits()) == 26


def test_a_search_that_fails_late_says_nothing_of_a_newer_one(
    site: SiteFolder, search: Callable[[], Reader]
) -> None:
    for number in range(4):  # as many as are in one file
        site.article(f"2023/{number}", section="politics")
    site.article("2023/new", section="sports", date="2023-02-01")
    here = search()
    waiting: list[Route] = []

    def hold_the_first(route: Route) -> None:
        if waiting:
            route.continue_()
        waiting.append(route)

    here.page.route("**/t*.bin", hold_the_first)
    here.open("/ko/search/?section=politics")
    while not waiting:
        here.page.wait_for_timeout(10)
    here.page.select_option("[name=section]", "sports")
    assert here.answer().endswith(" 1")
    waiting[0].abort()
    here.page.wait_for_timeout(200)
    assert here.answer().endswith(" 1")
    here.complaints.clear()


def test_more_shows_the_next_ones_however_often_it_is_pressed(
    site: SiteFolder, search: Callable[[], Reader]
) -> None:
    write_25(site)
    here = search()
    here.search("ko", "예산", order="date")
    here.page.locator(".more").dblclick()
    here.answer()
    assert here.page.locator(".hits li").count() == 20
    focused = here.page.locator(".hits a:focus").get_attribute("href")
    assert focused == "/ko/2023/02/15/14/"
    here.page.fill("[name=q]", "다른 말")
    here.page.focus(".skip")
    here.page.keyboard.press("Enter")
    assert here.page.url.endswith("#main")
    assert here.page.locator(".hits li").count() == 20
    assert here.page.input_value("[name=q]") == "다른 말"


def test_hits_of_all_languages_are_in_order(site: SiteFolder, search: Callable[[], Reader]) -> None:
    """One language has much and long ago what another has not, so that stretches overlap."""
    first = date(2010, 1, 1)
    for number in range(300):
        day = first + timedelta(days=number * 15)
        site.article(f"ko/{number}", "x", title="budget", date=day.isoformat())
        name = f"en/{number}/index.en.md"
        site.article(name, "x", title="budget", date=(day + timedelta(days=7)).isoformat())
    here = search()
    here.search("en", "budget", **{"in": "all"}, order="date")
    for _ in range(7):
        here.page.click(".more")
        here.answer()
    links = here.page.locator(".hits a").evaluate_all("links => links.map(link => link.href)")
    days = [urlsplit(link).path.split("/")[2:5] for link in links]
    assert len(days) == 80
    assert days == sorted(days, reverse=True)
    assert len({tuple(day) for day in days}) == 80


def test_hits_can_be_ordered_by_date(reader: Reader) -> None:
    reader.search("ko", "해담", order="date")
    hits = reader.hits()
    assert len(hits) > 10
    assert hits == sorted(hits, key=lambda url: url.split("/")[2:5], reverse=True)
    reader.search("ko", "예산")
    titles = [int("예산" in title) for title in reader.page.locator(".hits h2").all_inner_texts()]
    assert titles == sorted(titles, reverse=True)


def test_all_languages_can_be_searched_at_once(reader: Reader) -> None:
    reader.search("en", "haedam", **{"in": "all"}, order="date")
    hits = reader.hits()
    assert {url.split("/")[1] for url in hits} >= {"en", "vi"}
    assert hits == sorted(hits, key=lambda url: url.split("/")[2:5], reverse=True)
    assert len(hits) == len(set(hits))
    languages = reader.page.locator(".hits li").evaluate_all("all => all.map(one => one.lang)")
    assert languages == [url.split("/")[1] for url in hits]


def test_a_hit_shows_section_date_and_photo(reader: Reader) -> None:
    reader.search("ko", "예산")
    first = reader.page.locator(".hits li").first
    assert re.search(r"20\d\d년", first.locator(".date").inner_text())
    assert first.locator(".kicker").inner_text()
    assert reader.page.locator(".hits img[src^='/media/']").count()


def test_the_slash_leads_to_the_box_and_the_box_to_the_search(reader: Reader) -> None:
    page = reader.page
    reader.open("/vi/")
    reader.requests.clear()
    page.keyboard.press("/")
    page.keyboard.type("cảng")
    # Photos that wait for the reader to come near may still be on their way.
    assert [url for url in reader.requests if "/media/" not in url] == []
    page.keyboard.press("Enter")
    assert "Kết quả" in reader.answer()
    assert page.input_value("[name=q]") == "cảng"
    assert page.url.endswith("/vi/search/?q=c%E1%BA%A3ng")


def test_nothing_is_loaded_for_the_search_until_it_is_used(reader: Reader) -> None:
    reader.requests.clear()
    reader.open("/ko/")
    assert [url for url in reader.requests if "search" in url] == []
    reader.open("/ko/search/")
    assert [url for url in reader.requests if url.endswith(("bin", "index.json"))] == []


def test_all_that_is_public_is_found_and_nothing_else(sample: Path, reader: Reader) -> None:
    gone = [
        line.split()[0]
        for line in (sample / "_redirects").read_text(encoding="utf-8").splitlines()
        if line.endswith("410!")
    ]
    assert gone
    for lang in LANGUAGES:
        reader.open(f"/{lang}/search/")
        options = reader.page.locator("[name=year] option")
        found: set[str] = set()
        for year in options.evaluate_all("all => all.map(one => one.value).filter(Boolean)"):
            reader.search(lang, "", year=year)
            found |= set(reader.hits())
        assert not found & set(gone)
        assert found == set(texts(sample, lang))


def test_without_scripts_the_page_leads_to_the_lists(reader: Reader) -> None:
    browser = reader.page.context.browser
    assert browser
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{reader.origin}/ko/")
    page.fill(".seek input", "예산")
    page.press(".seek input", "Enter")
    page.wait_for_url("**/ko/search/?q=*")
    assert "자바스크립트" in page.inner_text("noscript")
    page.click("noscript a[href='/ko/archive/']")
    page.wait_for_url("**/ko/archive/")


@pytest.mark.parametrize(
    ("lang", "query"),
    [("ko", "예산"), ("en", "budget"), ("ja", "予算"), ("zh", "预算"), ("vi", "ngân sách")],
)
def test_results_are_accessible(reader: Reader, lang: str, query: str) -> None:
    reader.search(lang, query)
    assert reader.page.locator(".hits li").count()
    assert list(objections(reader.page)) == []
