"""`_redirects` and `_headers` are read as the host reads them."""

from sitegen.serve.requests import languages_of
from sitegen.serve.rules import Rule, headers_of, redirects

RULES = """
/old/ /ko/new/ 301!
/%EC%98%9B/ /ko/%EC%83%88/ 302   # a comment
/gone/ /gone/index.html 410!
/ /ko/ 302! Language=ko
/ /zh/ 302! Language=zh,zh-tw
/ko/* /ko/404.html 404
/plain /target
"""


def matching(path: str, *languages: str) -> list[Rule]:
    return list(redirects(RULES).of(path, languages))


def test_rules_are_found_with_and_without_the_slash_at_the_end() -> None:
    assert [rule.target for rule in matching("/old/")] == ["/ko/new/"]
    assert [rule.target for rule in matching("/old")] == ["/ko/new/"]


def test_a_rule_has_a_status_and_may_count_although_a_file_is_there() -> None:
    (old,), (gone,), (plain,) = matching("/old/"), matching("/gone/"), matching("/plain")
    assert (old.status, old.force, old.leads_elsewhere) == (301, True, True)
    assert (gone.status, gone.force, gone.leads_elsewhere) == (410, True, False)
    assert (plain.status, plain.force) == (301, False)


def test_escaped_addresses_are_compared_as_what_they_mean() -> None:
    assert [rule.status for rule in matching("/옛/")] == [302]


def test_a_rule_for_a_language_is_for_those_who_read_it_first() -> None:
    assert [rule.target for rule in matching("/", "ko-kr", "en")] == ["/ko/"]
    assert [rule.target for rule in matching("/", "zh-tw")] == ["/zh/"]
    assert not matching("/", "en", "ko")
    assert not matching("/")


def test_a_star_stands_for_everything_below() -> None:
    assert [rule.status for rule in matching("/ko/2024/none/")] == [404]
    assert not matching("/en/none/")


def test_the_languages_of_a_reader_are_ordered_by_weight_and_their_own_choice_comes_first() -> None:
    assert languages_of("en;q=0.3, ko-KR, ja;q=0.9,fr;q=0,x;q=y", "") == ("ko-kr", "ja", "en")
    assert languages_of("en", "VI") == ("vi", "en")
    assert languages_of("", "") == ()


HEADERS = """/*
  X-Frame-Options: DENY
  Cache-Control: no-store
/assets/*
  Cache-Control: public, max-age=31536000, immutable
/one
  X-One: 1
/:lang/:list/feed.json
  Content-Type: application/feed+json
"""


def test_headers_add_up_and_the_later_rule_counts() -> None:
    assert headers_of(HEADERS, "/ko/") == {"X-Frame-Options": "DENY", "Cache-Control": "no-store"}
    assert headers_of(HEADERS, "/assets/site.css") == {
        "X-Frame-Options": "DENY",
        "Cache-Control": "public, max-age=31536000, immutable",
    }
    assert headers_of(HEADERS, "/ko/list/feed.json")["Content-Type"] == "application/feed+json"
    assert "Content-Type" not in headers_of(HEADERS, "/ko/more/list/feed.json")
    assert headers_of(HEADERS, "/one")["X-One"] == "1"
    assert "X-One" not in headers_of(HEADERS, "/one/more")
