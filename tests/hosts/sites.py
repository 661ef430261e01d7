"""A small site with every kind of address, as hosts are asked for them."""

import re
from pathlib import Path

from tests.sites import SiteFolder

DOCS = Path(__file__).parents[2] / "docs" / "hosting.md"
LANGUAGES = ["ko", "en", "ja", "zh", "vi"]
DAY = "2023/01/02"
ARTICLE = f"/ko/{DAY}/길/"


def fill(site: SiteFolder) -> SiteFolder:
    """Write the site: an article with a photo and old addresses, and what was withdrawn."""
    site.configure(languages=LANGUAGES, icon=["sign.svg"])
    site.write("static/sign.svg", '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>')
    old = ["/옛/길/", "/2016/story.html", "/a b/", "/do$lar/", "/qu\"ote'/"]
    site.photo("길/사진.png", (1200, 800))
    site.write("content/길/report.pdf", b"%PDF-1.4\n")
    image = {"src": "사진.png", "alt": "sea"}
    site.article("길", image=image, aliases=old, date="2023-01-02", tags=["바다"])
    site.article("길/index.en.md", date="2023-01-02")
    gone = {"date": "2024-01-01", "reason": "forged"}
    site.article("gone/index.en.md", date="2023-01-02", withdrawn=gone)
    site.article("flat/index.ko.md", permalink="/ko/위조.html", withdrawn=gone)
    return site


def assets(dist: Path) -> list[str]:
    """The addresses of the style sheet and the scripts, which carry fingerprints."""
    return [f"/assets/{file.name}" for file in sorted((dist / "assets").iterdir())]


def recipe(language: str, number: int = 0) -> str:
    """A block of the hosting page of the documentation."""
    blocks = re.findall(
        rf"^```{language}\n(.*?)^```$", DOCS.read_text("utf-8"), re.DOTALL | re.MULTILINE
    )
    return str(blocks[number])
