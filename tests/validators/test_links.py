"""Broken links are found wherever a site can have them, and sound ones are not."""

from pathlib import Path

import pytest

from .links import check_hreflang, check_links

BASE = "https://example.org"

PAGE = """<!doctype html>
<html lang="{lang}"><head><meta charset="utf-8"><title>t</title>
<link rel="canonical" href="{base}/{lang}/%EB%B0%94%EB%8B%A4/">
<link rel="alternate" hreflang="ko" href="{base}/ko/%EB%B0%94%EB%8B%A4/">
<link rel="alternate" hreflang="zh-Hant" href="{base}/zh-Hant/바다/">
<link rel="alternate" hreflang="x-default" href="{base}/ko/바다/">
<link rel="alternate" type="application/rss+xml" hreflang="ko" href="{path}/feed.xml">
<link rel="stylesheet" href="{path}/site.css"></head>
<body><h1 id="머리">t</h1><p><a href="#머리">a</a> <a href="../../ko/바다/#%EB%A8%B8%EB%A6%AC">b</a>
<a href="https://elsewhere.example/none">c</a> <a href="mailto:a@example.org">d</a>
<img src="photo.png" srcset="photo.png 1x, large.png 2x" alt=""></p></body></html>
"""

FEED = """<?xml version="1.0"?><rss version="2.0"><channel><link>{base}/ko/바다/</link>
<item><description>&lt;img src="{base}/ko/%EB%B0%94%EB%8B%A4/photo.png"&gt;</description></item>
</channel></rss>"""

JSON = '{{"url": "{base}/ko/바다/", "html": "<img src=\\"{base}/ko/바다/large.png\\">"}}'


def make_site(folder: Path, base: str = BASE, path: str = "") -> Path:
    for lang in ("ko", "zh-Hant"):
        page = folder / lang / "바다"
        page.mkdir(parents=True)
        text = PAGE.format(lang=lang, base=base, path=path)
        (page / "index.html").write_text(text, encoding="utf-8")
        for picture in ("photo.png", "large.png"):
            (page / picture).write_bytes(b"")
    (folder / "feed.xml").write_text(FEED.format(base=base), encoding="utf-8")
    (folder / "feed.json").write_text(JSON.format(base=base), encoding="utf-8")
    (folder / "site.css").write_text(
        "body { background: url(ko/바다/photo.png) }", encoding="utf-8"
    )
    return folder


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_a_sound_site_passes(tmp_path: Path) -> None:
    assert check_links(make_site(tmp_path), BASE) == ()
    assert check_hreflang(tmp_path, BASE) == ()


def test_a_site_below_the_root_of_its_host_passes(tmp_path: Path) -> None:
    base = "https://example.org/archive/daily"
    make_site(tmp_path, base, "/archive/daily")
    assert check_links(tmp_path, base + "/") == ()
    assert check_hreflang(tmp_path, base + "/") == ()
    change(tmp_path / "ko/바다/index.html", "/archive/daily/feed.xml", "/feed.xml")
    assert len(check_links(tmp_path, base)) == 1


LINK_MISTAKES = {
    "a page that is not there": ('href="../../ko/바다/#', 'href="../../ko/산/#'),
    "a fragment that is not there": ('href="#머리"', 'href="#꼬리"'),
    "a fragment of another page": ("ko/바다/#%EB%A8%B8%EB%A6%AC", "zh-Hant/바다/#none"),
    "a picture": ('src="photo.png"', 'src="none.png"'),
    "a picture of a set": ("large.png 2x", "none.png 2x"),
    "a stylesheet": ("/site.css", "/none.css"),
    "the canonical address": (f'canonical" href="{BASE}/ko/', f'canonical" href="{BASE}/en/'),
    "an alternate": (f'zh-Hant" href="{BASE}/zh-Hant/바다/', f'zh-Hant" href="{BASE}/zh/바다/'),
    "a folder without a page": ('href="#머리"', 'href="/ko/"'),
}


@pytest.mark.parametrize("mistake", LINK_MISTAKES.values(), ids=LINK_MISTAKES.keys())
def test_broken_links_are_found(tmp_path: Path, mistake: tuple[str, str]) -> None:
    change(make_site(tmp_path) / "ko/바다/index.html", *mistake)
    complaints = check_links(tmp_path, BASE)
    assert len(complaints) == 1
    assert complaints[0].startswith("ko/바다/index.html: ")


@pytest.mark.parametrize(
    ("file", "target"),
    [
        ("feed.xml", "/ko/바다/</link>"),
        ("feed.xml", "/photo.png"),
        ("feed.json", "/ko/바다/"),
        ("feed.json", "/large.png"),
        ("site.css", "/photo.png"),
    ],
)
def test_broken_links_are_found_beside_the_pages(tmp_path: Path, file: str, target: str) -> None:
    change(make_site(tmp_path) / file, target, "/none" + target[-7:])
    complaints = check_links(tmp_path, BASE)
    assert complaints
    assert all(complaint.startswith(f"{file}: /") for complaint in complaints)


def test_a_site_without_links_is_a_complaint(tmp_path: Path) -> None:
    assert len(check_links(tmp_path, BASE)) == 1
    assert len(check_hreflang(tmp_path, BASE)) == 1


LANGUAGE_MISTAKES = {
    "no canonical address": ('rel="canonical"', 'rel="next"', "0 canonical"),
    "another canonical address": (
        f'canonical" href="{BASE}/ko/',
        f'canonical" href="{BASE}/zh-Hant/',
        "canonical is",
    ),
    "no language": ('lang="ko">', 'lang="">', "lang=''"),
    "an alternate that is not there": (f"{BASE}/zh-Hant/", f"{BASE}/zh/", "does not exist"),
    "no way back": ('hreflang="zh-Hant"', 'hreflang="zh"', "does not list the same"),
    "a code that is none": ('hreflang="zh-Hant"', 'hreflang="cn"', "no language tag"),
    "a code of another language": ('hreflang="zh-Hant"', 'hreflang="zh"', "does not list"),
    "no x-default": ('hreflang="x-default"', 'hreflang="en"', "no x-default"),
    "one language twice": ('hreflang="x-default"', 'hreflang="ko"', "stands 2 times"),
    "not itself": ('hreflang="ko"', 'hreflang="en"', "not its own alternate"),
    "a hidden page": ("<title>", '<meta name="robots" content="noindex"><title>', "not for search"),
}


@pytest.mark.parametrize("mistake", LANGUAGE_MISTAKES.values(), ids=LANGUAGE_MISTAKES.keys())
def test_disagreeing_languages_are_found(tmp_path: Path, mistake: tuple[str, str, str]) -> None:
    old, new, expected = mistake
    change(make_site(tmp_path) / "ko/바다/index.html", old, new)
    assert any(expected in complaint for complaint in check_hreflang(tmp_path, BASE))


def test_both_editions_naming_the_wrong_language_are_found(tmp_path: Path) -> None:
    make_site(tmp_path)
    for lang in ("ko", "zh-Hant"):
        change(tmp_path / lang / "바다/index.html", 'hreflang="zh-Hant"', 'hreflang="ja"')
    assert any("is in zh-Hant, not ja" in text for text in check_hreflang(tmp_path, BASE))


def test_a_stub_that_leads_elsewhere_needs_no_alternates(tmp_path: Path) -> None:
    make_site(tmp_path)
    (tmp_path / "old.html").write_text(
        f'<!doctype html><meta http-equiv="refresh" content="0; url={BASE}/ko/바다/">'
        f'<link rel="canonical" href="{BASE}/ko/바다/">',
        encoding="utf-8",
    )
    assert check_hreflang(tmp_path, BASE) == ()
