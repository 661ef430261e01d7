"""Whatever a browser would complain about is reported, page by page."""

from pathlib import Path

import pytest

from .csp import check_browser_complaints

GOOD = """<!doctype html>
<html lang="ko"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'self'">
<title>t</title><link rel="stylesheet" href="/site.css"><script src="/site.js" defer></script>
<script type="application/ld+json">{"@context": "https://schema.org"}</script>
</head><body><p>바다</p></body></html>
"""

MISTAKES = {
    "an inline style": ("<p>", '<p style="color: red">', "style-src-attr forbids inline"),
    "an inline script": ("<p>", "<script>var a = 1</script><p>", "script-src-elem forbids inline"),
    "an event handler": ("<p>", '<p onclick="go()">', "script-src-attr forbids inline"),
    "a picture from elsewhere": (
        "<p>",
        '<p><img src="https://elsewhere.example/a.png" alt="">',
        "forbids https://elsewhere.example/a.png",
    ),
    "a request that the policy allows": (
        """default-src 'self'"><title>""",
        """default-src 'self' https:"><link rel="preload" as="image" href="https://e.example/a">""",
        "asks another host for https://e.example/a",
    ),
    "a missing script": ('src="/site.js"', 'src="/none.js"', "/none.js: 404"),
    "a lazy picture far below": (
        "</p>",
        '</p><div class="far"></div><img loading="lazy" src="/none.png" alt="">',
        "/none.png: 404",
    ),
    "a script that fails": ('src="/site.js"', 'src="/bad.js"', "script: nothing is there"),
    "an error on the console": ('src="/site.js"', 'src="/loud.js"', "console: too bad"),
    "no policy": ("Content-Security-Policy", "X-Policy", "no Content-Security-Policy"),
    "a policy that comes late": (
        '<meta charset="utf-8">',
        '<meta charset="utf-8"><link rel="stylesheet" href="/site.css">',
        "no Content-Security-Policy before",
    ),
}


def make_site(folder: Path) -> Path:
    (folder / "site.css").write_text(".far { height: 9000px }", encoding="utf-8")
    (folder / "site.js").write_text("document.body.hidden = false;", encoding="utf-8")
    (folder / "bad.js").write_text("throw new Error('nothing is there');", encoding="utf-8")
    (folder / "loud.js").write_text("console.error('too bad');", encoding="utf-8")
    (folder / "good").mkdir()
    (folder / "good/index.html").write_text(GOOD, encoding="utf-8")
    return folder


def test_good_pages_pass_and_stubs_are_not_followed(tmp_path: Path) -> None:
    make_site(tmp_path)
    stub = '<!doctype html><meta http-equiv="refresh" content="0; url=https://example.org/">'
    (tmp_path / "old.html").write_text(stub, encoding="utf-8")
    assert check_browser_complaints(tmp_path) == ()


def test_each_bad_page_is_named_with_its_own_mistake(tmp_path: Path) -> None:
    make_site(tmp_path)
    for number, (old, new, _) in enumerate(MISTAKES.values()):
        text = GOOD.replace("\n<title>", "<title>")
        assert old in text
        (tmp_path / f"{number}.html").write_text(text.replace(old, new), encoding="utf-8")
    complaints = check_browser_complaints(tmp_path)
    for number, (name, (_, _, expected)) in enumerate(MISTAKES.items()):
        about = [text for text in complaints if text.startswith(f"/{number}.html: ")]
        assert any(expected in text for text in about), name
    assert not any(text.startswith("/good/") for text in complaints)


@pytest.mark.parametrize("pages", [None, ()])
def test_a_folder_without_pages_is_a_complaint(
    tmp_path: Path, pages: tuple[str, ...] | None
) -> None:
    assert check_browser_complaints(tmp_path, pages)
