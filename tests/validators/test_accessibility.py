"""axe is really asked, under the policy of the page, in light, in dark and in forced colours."""

from pathlib import Path

import pytest

from .accessibility import check_accessibility

GOOD = """<!doctype html>
<html lang="ko"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'self'">
<meta name="viewport" content="width=device-width">
<title>바다</title><link rel="stylesheet" href="/site.css"></head>
<body><main><h1>바다</h1><p class="faint">글을 읽습니다</p><img src="/a.png" alt="바다"></main>
</body></html>
"""

CSS = """
:root { color-scheme: light dark; background: light-dark(#fff, #111) }
body { color: light-dark(#000, #fff) }
.faint { color: #555 }
"""

MISTAKES = {
    "image-alt": (' alt="바다"', ""),
    "html-has-lang": (' lang="ko"', ""),
    "heading-order": ("글을 읽습니다</p>", "글을 읽습니다</p><h4>넷</h4>"),
    "link-name": ("글을 읽습니다</p>", '<a href="/"></a></p>'),
    "color-contrast": ('class="faint"', 'class="pale"'),
    "region": ("<main>", "<p>밖</p><main>"),
}


def write(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")


def test_good_pages_pass_and_each_mistake_is_found(tmp_path: Path) -> None:
    write(tmp_path, "site.css", CSS + ".pale { color: #bbb }")
    write(tmp_path, "index.html", GOOD)
    for rule, change in MISTAKES.items():
        write(tmp_path, f"{rule}.html", GOOD.replace(*change))
    complaints = check_accessibility(tmp_path)
    for rule in MISTAKES:
        assert any(text.startswith(f"/{rule}.html in light: {rule} (") for text in complaints), rule
    assert not any(text.startswith("/ in light: ") for text in complaints)


@pytest.mark.parametrize(
    ("style", "schemes"),
    [
        ("color: #555", ["dark"]),
        ("color: #bbb", ["light"]),
        ("color: #777; background: #888; forced-color-adjust: none", ["light", "dark", "forced"]),
        ("@media (forced-colors: active) { color: GrayText; background: Highlight }", ["forced"]),
    ],
)
def test_colours_are_judged_in_each_scheme(tmp_path: Path, style: str, schemes: list[str]) -> None:
    write(tmp_path, "site.css", f"{CSS} main p {{ {style} }}")
    write(tmp_path, "index.html", GOOD.replace(' class="faint"', ""))
    found = [text.removeprefix("/ in ") for text in check_accessibility(tmp_path)]
    assert all("color-contrast" in text for text in found)
    assert [text.split()[0].rstrip(":") for text in found] == schemes


def test_a_folder_without_pages_is_a_complaint(tmp_path: Path) -> None:
    assert check_accessibility(tmp_path)
