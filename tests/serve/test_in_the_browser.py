"""What a writer sees in a browser while the files of a site change."""

import itertools
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Error, Page, expect

from tests.serve.running import Server, serving, wait_for
from tests.sites import SiteFolder
from tests.validators.browser import open_browser

ONE = "/ko/2023/01/01/one/"
_NUMBERS = itertools.count(1)
OVERLAY = "sitegen-troubles"
LONG = "\n\n".join(f"Paragraph {number}." for number in range(200))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> SiteFolder:
    site = SiteFolder(tmp_path_factory.mktemp("watched") / "site")
    reset(site)
    return site


@pytest.fixture(scope="module")
def server(folder: SiteFolder) -> Iterator[Server]:
    with serving(folder.folder) as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[BrowserContext]:
    with open_browser() as page:
        assert page.context.browser
        yield page.context.browser.new_context()


@pytest.fixture
def page(browser: BrowserContext, folder: SiteFolder, server: Server) -> Iterator[Page]:
    """A page of its own on the first article, which breaks no rule of its policy."""
    mark = reset(folder)
    made = browser.new_page()
    said: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        said.append(message.text)

    made.on("console", heard)
    made.goto(server.url.rstrip("/") + ONE)
    expect(made.locator("main")).to_contain_text(mark)
    settle(made)
    yield made
    assert not [text for text in said if "Content Security Policy" in text]
    made.close()


def reset(site: SiteFolder) -> str:
    """Write the site as tests find it; what the first article says is returned, and comes last."""
    site.configure()
    two(site, "Second article.")
    mark = f"First body, {next(_NUMBERS)}."
    one(site, mark)
    return mark


def two(site: SiteFolder, body: str) -> Path:
    fields = {"title": "Two", "slug": "two", "date": "2023-01-02", "summary": "About two."}
    return site.article("2023/two", body, **fields)


def one(site: SiteFolder, body: str, title: str = "One") -> Path:
    return site.article("2023/one", f"{body}\n\n{LONG}", title=title, slug="one")


def settle(page: Page) -> None:
    """Mark the document, and wait until it is not loaded again for what was written before."""

    def marked() -> bool:
        if not is_the_first(page):
            with suppress(Error):  # it goes at this very moment
                page.evaluate("window.first = true")
            page.wait_for_timeout(200)
        return is_the_first(page)

    wait_for(marked)


def is_the_first(page: Page) -> bool:
    """Whether the document is the one that was opened, not loaded again."""
    try:
        return page.evaluate("window.first === true") is True
    except Error:  # it went at this very moment
        return False


def test_an_edit_shows_and_the_reader_stays_where_they_were(page: Page, folder: SiteFolder) -> None:
    page.evaluate("document.fonts.ready.then(() => scrollTo(0, 3000))")
    wait_for(lambda: page.evaluate("scrollY") == 3000)
    one(folder, "Edited body.")
    expect(page.locator("main")).to_contain_text("Edited body.")
    wait_for(lambda: page.evaluate("scrollY") == 3000, 5)
    assert not is_the_first(page)


def test_a_page_that_does_not_change_is_not_loaded_again(page: Page, folder: SiteFolder) -> None:
    other = page.context.new_page()
    other.goto(page.url.replace("/one/", "/two/").replace("01/01", "01/02"))
    two(folder, "A new text.")
    expect(other.locator("main")).to_contain_text("A new text.")
    page.wait_for_timeout(300)
    assert is_the_first(page)
    other.close()


def test_several_tabs_follow(page: Page, folder: SiteFolder, server: Server) -> None:
    tabs = [page.context.new_page() for _ in range(3)]
    for tab, path in zip(tabs, (ONE, "/ko/", "/ko/2023/01/02/two/"), strict=True):
        tab.goto(server.url.rstrip("/") + path)
    one(folder, "For all tabs.", title="A new headline")
    for tab in (page, *tabs):
        expect(tab.locator("body")).to_contain_text("A new headline")
        tab.evaluate("document.title")
    for tab in tabs:
        tab.close()


def test_a_style_sheet_is_swapped_without_loading_the_page_again(
    page: Page, folder: SiteFolder
) -> None:
    colour = "getComputedStyle(document.querySelector('h1')).color"
    default = Path(__file__).parents[2] / "static" / "site.css"
    css = default.read_text(encoding="utf-8")
    folder.write("static/site.css", css + "\nh1 { color: rgb(1, 2, 3) !important }")
    wait_for(lambda: page.evaluate(colour) == "rgb(1, 2, 3)")
    folder.write("static/site.css", css + "\nh1 { color: rgb(4, 5, 6) !important }")
    wait_for(lambda: page.evaluate(colour) == "rgb(4, 5, 6)")
    assert is_the_first(page)
    links = page.locator("link[rel=stylesheet]")
    wait_for(lambda: links.count() == 1)
    assert links.get_attribute("integrity")
    (folder.folder / "static/site.css").unlink()
    wait_for(lambda: page.evaluate(colour) != "rgb(4, 5, 6)")
    assert is_the_first(page)


def test_an_error_in_an_article_is_shown_above_the_last_good_page(
    page: Page, folder: SiteFolder, server: Server
) -> None:
    file = one(folder, "Third body.")
    expect(page.locator("main")).to_contain_text("Third body.")
    settle(page)
    good = file.read_text(encoding="utf-8")
    file.write_text(good.replace("title:", "titel:"), encoding="utf-8")
    overlay = page.locator(OVERLAY)
    expect(overlay).to_contain_text("unknown field “titel”")
    expect(overlay).to_contain_text("content/2023/one/index.ko.md:2:1")
    expect(overlay).to_contain_text("Did you mean “title”?")
    expect(overlay.locator("code.wrong")).to_have_text('   2  titel: "One"\n')
    expect(overlay.locator("code").first).to_have_text("   1  ---\n")
    expect(page.locator("main")).to_contain_text("Third body.")
    assert is_the_first(page)
    wait_for(lambda: "unknown field “titel”" in server.said)
    # It is there for those who come later, too, and can be put away.
    page.reload()
    expect(overlay).to_contain_text("unknown field “titel”")
    page.keyboard.press("Escape")
    expect(overlay).to_have_count(0)
    page.reload()
    expect(overlay).to_have_count(1)
    file.write_text(good, encoding="utf-8")
    expect(overlay).to_have_count(0)
    wait_for(lambda: "All is well." in server.said.rpartition("titel")[2])


def test_an_error_in_a_template_is_shown_with_its_line(page: Page, folder: SiteFolder) -> None:
    footer = "templates/partials/footer.html"
    folder.write(footer, "<p>Own footer</p>")
    expect(page.locator("body")).to_contain_text("Own footer")
    folder.write(footer, "<p>\n{% if %}</p>")
    overlay = page.locator(OVERLAY)
    expect(overlay).to_contain_text(f"{footer}:2")
    expect(overlay.locator("code.wrong")).to_have_text("   2  {% if %}</p>\n")
    expect(page.locator("body")).to_contain_text("Own footer")
    # One that can be read and fails on the page.
    folder.write(footer, "<p>\n\n{{ nothing.at_all }}</p>")
    expect(overlay).to_contain_text(f"{footer}:3")
    expect(overlay).to_contain_text("“nothing” is undefined".replace("“", "'").replace("”", "'"))
    (folder.folder / footer).unlink()
    expect(overlay).to_have_count(0)
    expect(page.locator("body")).not_to_contain_text("Own footer")


def test_an_error_in_the_configuration_is_shown_and_a_new_one_is_followed(
    page: Page, folder: SiteFolder
) -> None:
    folder.configure(page_sizes=3)
    overlay = page.locator(OVERLAY)
    expect(overlay).to_contain_text("Did you mean “page_size”?")
    expect(overlay.locator("code.wrong")).to_contain_text("page_sizes = 3")
    folder.configure(title="A new name")
    expect(page.locator("body")).to_contain_text("A new name")
    expect(overlay).to_have_count(0)


def test_two_pages_with_one_address_are_told_when_the_writer_rests(
    page: Page, folder: SiteFolder
) -> None:
    twin = folder.article("2023/twin", "Twin.", title="Twin", slug="one")
    overlay = page.locator(OVERLAY)
    expect(overlay).to_contain_text("wants the address of content/2023/")
    twin.unlink()
    expect(overlay).to_have_count(0)


def test_a_missing_page_appears_when_it_is_written(
    page: Page, folder: SiteFolder, server: Server
) -> None:
    page.goto(server.url.rstrip("/") + "/ko/2023/01/03/three/")
    assert page.title()
    folder.article("2023/three", "Third article.", slug="three", date="2023-01-03")
    expect(page.locator("main")).to_contain_text("Third article.")
    (folder.folder / "content/2023/three/index.ko.md").unlink()
    expect(page.locator("main")).not_to_contain_text("Third article.")


def test_a_photo_that_changes_shows(page: Page, folder: SiteFolder) -> None:
    folder.photo("2023/one/port.png", (40, 30), "red")
    one(folder, '![Red](port.png "The port")')
    picture = page.locator("main img").first
    expect(picture).to_be_visible()
    page.evaluate("window.first = true")
    folder.photo("2023/one/port.png", (40, 30), "blue")
    wait_for(lambda: not is_the_first(page))
    (folder.folder / "content/2023/one/port.png").unlink()
    one(folder, "Without a photo.")
    expect(picture).to_have_count(0)


def test_the_connection_comes_back_after_a_restart(
    browser: BrowserContext, site: SiteFolder
) -> None:
    reset(site)
    page = browser.new_page()
    with serving(site.folder) as first:
        port = first.port
        page.goto(first.url.rstrip("/") + ONE)
        page.evaluate("window.first = true")
        one(site, "Before.")
        expect(page.locator("main")).to_contain_text("Before.")
        settle(page)
        wait_for((site.folder / ".sitegen/serve/site/ko/index.html").exists)
        first.kill()
    page.wait_for_timeout(600)
    assert is_the_first(page)
    one(site, "While nobody served.")
    with serving(site.folder, "--port", str(port)):
        expect(page.locator("main")).to_contain_text("While nobody served.")
        one(site, "After.")
        expect(page.locator("main")).to_contain_text("After.")
    page.close()


def test_nobody_looks_and_nothing_is_held_open(page: Page, folder: SiteFolder) -> None:
    """A hidden tab lets go of its connection, and catches up when it is looked at again."""
    hide = """(hidden) => {
        Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
        document.dispatchEvent(new Event("visibilitychange"));
    }"""
    page.evaluate(hide, True)
    one(folder, "Changed while hidden.")
    page.wait_for_timeout(400)
    assert is_the_first(page)
    page.evaluate(hide, False)
    expect(page.locator("main")).to_contain_text("Changed while hidden.")


def test_the_overlay_takes_whatever_is_written_as_text(page: Page, folder: SiteFolder) -> None:
    file = one(folder, "Body.")
    text = file.read_text(encoding="utf-8")
    file.write_text(
        text.replace('"One"', '"One"\n<img src=x onerror=alert(1)>: 1'), encoding="utf-8"
    )
    overlay = page.locator(OVERLAY)
    expect(overlay.locator("code.wrong")).to_contain_text("<img src=x onerror=alert(1)>")
    assert overlay.locator("img").count() == 0
    expect(overlay.locator("h2")).to_contain_text("content/2023/one/index.ko.md:3")
    one(folder, "Body.")
    expect(overlay).to_have_count(0)
