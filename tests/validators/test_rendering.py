"""Differences that a reader can see are found, and those that nobody sees are not."""

from pathlib import Path

import pytest

from .rendering import visible_differences

PLAIN = """<!doctype html>
<html lang="ko">
<head><meta charset="utf-8"><title>바다</title></head>
<body>
<main>
  <nav><a href="/">처음</a> <a href="/x">둘</a></nav>
  <p>항만 <b>자동화</b></p>
  <pre>하나
  둘</pre>
  <p><img src="/none.png" alt="바다" width="40" height="30"></p>
</main>
</body>
</html>
"""

VISIBLE = {
    "a space between links": ("</a> <a", "</a><a"),
    "a line of code": ("하나\n  둘", "하나 둘"),
    "a word": ("항만", "항구"),
    "the title": ("<title>바다", "<title>산"),
    "a size": ('height="30"', 'height="31"'),
    "something hidden": ("<p>항만", "<p hidden>항만"),
    "the weight of a word": ("<b>자동화</b>", "자동화"),
}


def write(folder: Path, text: str) -> Path:
    for page in ("index.html", "바다/index.html"):
        (folder / page).parent.mkdir(parents=True, exist_ok=True)
        (folder / page).write_text(text, encoding="utf-8")
    return folder


def test_spaces_that_nobody_sees_may_go(tmp_path: Path) -> None:
    small = PLAIN.replace("\n<", "<").replace(">\n  <", "><").replace("</body></html>", "")
    assert visible_differences(write(tmp_path / "a", PLAIN), write(tmp_path / "b", small)) == ()


@pytest.mark.parametrize("change", VISIBLE.values(), ids=VISIBLE.keys())
def test_visible_changes_are_found_on_every_page(tmp_path: Path, change: tuple[str, str]) -> None:
    plain = write(tmp_path / "a", PLAIN)
    differences = visible_differences(plain, write(tmp_path / "b", PLAIN.replace(*change)))
    assert {difference.partition(": ")[0] for difference in differences} == {"/", "/바다/"}


def test_a_missing_page_is_a_difference(tmp_path: Path) -> None:
    plain, minified = write(tmp_path / "a", PLAIN), write(tmp_path / "b", PLAIN)
    (minified / "index.html").unlink()
    assert visible_differences(plain, minified)
    assert visible_differences(tmp_path / "none", tmp_path / "none")
