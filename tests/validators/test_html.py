"""The Nu checker is really asked, and its answers arrive."""

from pathlib import Path

import pytest

from .html import check_html

GOOD = """<!doctype html>
<html lang="ko">
<head>
<meta http-equiv="Content-Security-Policy" content="default-src 'self'">
<meta charset="utf-8">
<title>바다</title>
<link rel="canonical" href="https://example.org/ko/">
</head>
<body>
<main>
<h1>바다</h1>
<p><time datetime="2026-01-02T03:04:05+09:00">1월 2일</time> <ruby>海<rt>うみ</rt></ruby></p>
<button command="show-modal" commandfor="zoom">크게</button>
<dialog id="zoom" closedby="any"><img src="a.jpg" alt="바다" width="4" height="3"></dialog>
<details name="years"><summary>2026</summary><p>열둘</p></details>
</main>
</body>
</html>
"""

MISTAKES = {
    "two elements with one id": ("<h1>바다</h1>", '<h1 id="zoom">바다</h1>', "Duplicate ID"),
    "a picture without alt": (' alt="바다"', "", "must have an “alt” attribute"),
    "an impossible date": ("2026-01-02T", "2026-13-02T", "datetime"),
    "an unknown language": ('lang="ko"', 'lang="korean"', "lang"),
    "a command for nothing": ('commandfor="zoom"', 'commandfor="none"', "commandfor"),
    "an unclosed element": ("</main>", "", "main"),
}


def write(folder: Path, name: str, text: str) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")


def test_good_pages_pass_and_each_bad_page_of_one_run_is_named(tmp_path: Path) -> None:
    write(tmp_path, "ko/바다/index.html", GOOD)
    assert check_html(tmp_path) == ()
    for number, (good, bad, _) in enumerate(MISTAKES.values()):
        write(tmp_path, f"mistake-{number}/index.html", GOOD.replace(good, bad))
    complaints = check_html(tmp_path)
    for number, (name, (_, _, expected)) in enumerate(MISTAKES.items()):
        about = [text for text in complaints if text.startswith(f"mistake-{number}/")]
        assert any(expected in text for text in about), name
    assert not any(text.startswith("ko/") for text in complaints)


def test_only_what_the_checker_cannot_know_yet_is_left_out(tmp_path: Path) -> None:
    new = '<button interestfor="zoom" command="show-modal"'
    write(tmp_path, "index.html", GOOD.replace('<button command="show-modal"', new))
    assert check_html(tmp_path) == ()


@pytest.mark.parametrize("name", ["empty", "notes.txt"])
def test_a_folder_without_pages_is_a_complaint(tmp_path: Path, name: str) -> None:
    write(tmp_path, name, "nothing")
    assert len(check_html(tmp_path)) == 1
