"""Netlify's own packages read what is written for it as it is meant."""

import json
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from sitegen.addresses import iri
from sitegen.build.served import Served, served
from sitegen.hosts import netlify
from sitegen.types import Hosting
from tests.command import run
from tests.hosts.sites import ARTICLE, DAY, LANGUAGES, assets, fill
from tests.permalinks.newsroom import linkable, permalinks, publish
from tests.sites import SiteFolder
from tests.validators.tools import npm_file

CHECKOUT = Path(__file__).parents[2]


def ask(action: str, **asked: object) -> Any:
    """Ask Netlify's packages."""
    npm_file("@netlify/config/package.json")
    command = ["node", str(CHECKOUT / "tests/tools/netlify.mjs")]
    given = json.dumps({"action": action, **asked})
    done = subprocess.run(command, input=given, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def plain(
    *, languages: Sequence[str] = ("ko",), moved: tuple[tuple[str, str], ...] = ()
) -> Hosting:
    """What is to be known of a site with nothing else."""
    return Hosting(
        host="news.example",
        secure=True,
        root="/",
        languages=tuple((lang, f"/{lang}/") for lang in languages),
        moved=moved,
        elsewhere=(),
        gone=(),
        fingerprinted=(),
        policy="default-src 'none'",
        noindex=False,
    )


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> SiteFolder:
    site = fill(SiteFolder(tmp_path_factory.mktemp("netlify") / "site"))
    site.build()
    return site


# --- redirects -----------------------------------------------------------------------------


def test_every_rule_is_understood_and_answers_what_a_browser_asks_for(built: SiteFolder) -> None:
    gone = f"/en/{DAY}/gone/"
    wanted: Mapping[str, tuple[int, str]] = {
        "/옛/길/": (301, ARTICLE),
        "/옛/길": (301, ARTICLE),
        "/2016/story.html": (301, ARTICLE),
        "/a b/": (301, ARTICLE),
        gone: (410, f"{gone}index.html"),
        "/ko/위조.html": (410, "/ko/위조.html"),
        "/vi/none/x/": (404, "/vi/404.html"),
        "/zh/없다": (404, "/zh/404.html"),
    }
    asked = [{"path": quote(path)} for path in wanted]
    found = ask("redirects", file=str(built.dist / "_redirects"), requests=asked)
    assert found["errors"] == []
    assert found["rules"] == len(built.read("_redirects").splitlines())
    answers = [(answer["status"], answer["to"]) for answer in found["answers"]]
    assert answers == [(status, quote(to)) for status, to in wanted.values()]
    # Where a page is at the address, too, only a forced rule counts.
    assert all(answer["force"] is (answer["status"] != 404) for answer in found["answers"])


@pytest.mark.parametrize(
    ("languages", "said", "home"),
    [
        (LANGUAGES, "zh", "/zh/"),
        (LANGUAGES, "vi", "/vi/"),
        (LANGUAGES, "fr", None),
        (["ko"], "fr", "/ko/"),
        (["en", "zh-Hans"], "zh", "/zh-Hans/"),
        (["zh-Hant", "zh-Hans"], "zh-hans", "/zh-Hans/"),
        (["zh-Hant", "zh-Hans"], "zh", None),
    ],
)
def test_the_root_leads_to_the_readers_language(
    tmp_path: Path, languages: list[str], said: str, home: str | None
) -> None:
    file = tmp_path / "_redirects"
    file.write_text(netlify.redirects(plain(languages=languages)))
    requests = [{"path": "/", "language": said}]
    (answer,) = ask("redirects", file=str(file), requests=requests)["answers"]
    assert answer == (home and {"status": 302, "to": home, "force": True})


def test_a_pattern_in_an_address_of_long_ago_is_left_to_its_page() -> None:
    moved = (("/:year/", "/ko/a/"), ("/old*/", "/ko/a/"), ("/a:b/", "/ko/a/"))
    rules = netlify.redirects(plain(moved=moved)).splitlines()
    assert [rule for rule in rules if " 301!" in rule] == ["/a:b/ /ko/a/ 301!"]


def test_too_many_redirects_are_left_to_their_pages(
    site: SiteFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = {"date": "2024-01-01", "reason": "forged"}
    site.article("gone", withdrawn=gone)
    for year in (2020, 2021, 2022):
        site.article(f"{year}/story", date=f"{year}-01-01", aliases=[f"/old/{year}/"])
    monkeypatch.setattr(netlify, "MAX_RULES", 7)
    site.build()
    rules = site.read("_redirects").splitlines()
    assert len(rules) == 7
    assert rules[0].endswith(" 410!")
    assert [rule.split()[0] for rule in rules[1:3]] == ["/old/2022/", "/old/2021/"]
    assert rules[-1] == "/en/* /en/404.html 404"
    assert "url=/ko/2020/01/01/story/" in site.read("old/2020")


def test_a_hundred_thousand_redirects_stay_inside_the_limit(tmp_path: Path) -> None:
    """Every file keeps its redirect, by folder; the pages beyond the limit lead on themselves."""
    pages = tuple((f"/old/{n}/", f"/ko/{n % 1000}/") for n in range(70_000))
    names = ("photo.jpg", "사진.480.0a1b2c3d.webp", "a b.pdf")
    files = tuple(
        (f"/media/2023/{n}/{name}", f"/media/harbour/{n}-moved/{name}")
        for n in range(3000)
        for name in (*names, *(f"p{n}.jpg" for n in range(7)))
    )
    text = netlify.redirects(plain(moved=(*files, *pages)))
    assert len(text.splitlines()) == netlify.MAX_RULES
    assert len(text.encode()) < 1_000_000
    host = Served({"ko/1/index.html"}, text, "")
    for old, new in files:
        answer = host.answer(iri(old))
        assert (answer.status, answer.target) == (301, iri(new))
    (tmp_path / "_redirects").write_text(text, encoding="utf-8")
    asked = ("/media/2023/2999/사진.480.0a1b2c3d.webp", "/media/2023/0/a b.pdf", "/old/1/")
    found = ask(
        "redirects",
        file=str(tmp_path / "_redirects"),
        requests=[{"path": quote(path)} for path in asked],
    )
    assert (found["rules"], found["errors"]) == (netlify.MAX_RULES, [])
    assert [(item["status"], item["to"], item["force"]) for item in found["answers"]] == [
        (301, quote("/media/harbour/2999-moved/사진.480.0a1b2c3d.webp"), False),
        (301, quote("/media/harbour/0-moved/a b.pdf"), False),
        (301, "/ko/1/", True),
    ]


def test_photos_of_moved_stories_keep_their_addresses_beyond_the_limit(
    site: SiteFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.configure(images={"widths": [20, 30]})
    for name in ("a", "b"):
        site.photo(f"2023/{name}/photo.jpg", (40, 30 + ord(name)))
        site.article(f"2023/{name}", title=f"Of {name}")
    publish(site)
    before = linkable(site.dist)
    for name in ("a", "b"):
        (site.folder / f"content/2023/{name}").rename(site.folder / f"content/{name}-moved")
    monkeypatch.setattr(netlify, "MAX_RULES", 8)
    site.build()
    rules = site.read("_redirects").splitlines()
    assert len(rules) == 8
    assert "/media/2023/a/* /media/a-moved/:splat 301" in rules
    host = served(site.dist, "")
    assert not {address: why for address in before if (why := host.wrong(address))}
    outcome = permalinks(site, "verify")
    assert (outcome.status, outcome.err) == (0, "")


# --- headers -------------------------------------------------------------------------------


def test_every_header_is_understood_and_none_comes_twice(built: SiteFolder) -> None:
    found = ask("headers", file=str(built.dist / "_headers"))
    assert found["errors"] == []
    bundles = assets(built.dist)
    pages, feeds = ("/", ARTICLE, "/own.html"), ("/ko/feed.json", "/ko/tags/x/feed.rss")
    paths = (*pages, *feeds, "/media/a.jpg", "/ko/site.webmanifest")
    for path in (*paths, *bundles):
        names = [name.lower() for rule in found["headers"] if matches(rule["for"], path)
                 for name in rule["values"]]  # fmt: skip
        assert len(names) == len(set(names)), path
    values = {rule["for"]: rule["values"] for rule in found["headers"]}
    for path in bundles:
        assert values[path] == {"Cache-Control": "public, max-age=31536000, immutable"}
    assert values["/:lang/feed.json"]["Content-Type"] == "application/feed+json; charset=utf-8"
    assert values["/*"]["Strict-Transport-Security"] == "max-age=31536000"
    policies = [rule["Content-Security-Policy"] for rule in values.values()
                if "Content-Security-Policy" in rule]  # fmt: skip
    assert len(policies) == len(LANGUAGES) + 2
    assert not [policy for policy in policies if "unsafe" in policy]


def matches(pattern: str, path: str) -> bool:
    """Whether a rule is for a path: "*" at the end stands for all, ":name" for one segment."""
    wanted, parts = pattern.split("/"), path.split("/")
    if wanted[-1] == "*":
        wanted, parts = wanted[:-1], parts[: len(wanted) - 1]
    return len(wanted) == len(parts) and all(
        part == given or part.startswith(":") for part, given in zip(wanted, parts, strict=True)
    )


def test_robots_are_kept_out_of_a_preview_and_of_nothing_else(site: SiteFolder) -> None:
    site.article("story")
    site.build()
    assert "X-Robots-Tag" not in site.read("_headers")
    public = site.files()
    site.build(site.options(noindex=True))
    found = ask("headers", file=str(site.dist / "_headers"))
    values = {rule["for"]: rule["values"] for rule in found["headers"]}
    assert values["/*"]["X-Robots-Tag"] == "noindex, nofollow"
    assert "noindex" in site.read("ko/2023/01/01/story")
    site.build()
    assert site.files() == public


def test_without_https_there_is_no_promise_of_it(site: SiteFolder) -> None:
    site.configure(base_url="http://news.example")
    site.build()
    assert "Strict-Transport-Security" not in site.read("_headers")


# --- netlify.toml --------------------------------------------------------------------------


def config(context: str) -> Any:
    return ask("config", folder=str(CHECKOUT), context=context)


def test_production_is_built_without_drafts_and_for_robots() -> None:
    found = config("production")
    assert found["build"]["command"] == "make build"
    assert found["build"]["publish"] == str(CHECKOUT / "dist")
    assert found["build"]["environment"]["PYTHON_VERSION"] == "3.13"
    assert [plugin["package"] for plugin in found["plugins"]] == ["./.ci/netlify-cache"]


@pytest.mark.parametrize(
    ("context", "options"),
    [("deploy-preview", ["--drafts", "--future", "--noindex"]), ("branch-deploy", ["--noindex"])],
)
def test_previews_keep_robots_out(context: str, options: list[str]) -> None:
    command = config(context)["build"]["command"]
    given = {"PATH": "/usr/bin:/bin", "DEPLOY_PRIME_URL": "https://preview--news.example"}
    dry = command.replace("make ", f"make --dry-run --always-make -C {CHECKOUT} ")
    done = subprocess.run(dry, shell=True, env=given, capture_output=True, text=True, check=True)
    (line,) = [line for line in done.stdout.splitlines() if "sitegen build" in line]
    assert line.split("sitegen build ")[1].split() == [
        *options,
        "--base-url",
        "https://preview--news.example",
    ]


def test_a_site_to_begin_with_is_deployed_as_it_is(tmp_path: Path) -> None:
    run("init", tmp_path)
    for context, command in {
        "production": "sitegen build",
        "deploy-preview": "sitegen build --drafts --future",
    }.items():
        found = ask("config", folder=str(tmp_path), context=context)
        assert found["build"]["command"] == command
        assert found["build"]["publish"] == str(tmp_path / "dist")
        assert found["build"]["environment"]["PYTHON_VERSION"] == "3.13"


def test_a_second_deploy_makes_only_what_differs(site: SiteFolder, tmp_path: Path) -> None:
    """The plugin with Netlify's own cache: another machine, the same site."""
    fill(site)
    plugin = str(CHECKOUT / ".ci/netlify-cache/index.js")
    cache = str(tmp_path / "cache")
    ask("plugin", folder=str(site.folder), plugin=plugin, cache=cache, event="onPreBuild")
    first = site.build()
    ask("plugin", folder=str(site.folder), plugin=plugin, cache=cache, event="onPostBuild")
    built = site.files()
    other = object.__new__(SiteFolder)
    other.folder, other.dist = tmp_path / "elsewhere", tmp_path / "elsewhere/dist"
    for name in ("content", "static", "pyproject.toml"):
        source, copy = site.folder / name, other.folder / name
        other.folder.mkdir(exist_ok=True)
        (shutil.copytree if source.is_dir() else shutil.copyfile)(source, copy)
    ask("plugin", folder=str(other.folder), plugin=plugin, cache=cache, event="onPreBuild")
    again = other.build()
    assert first.written > 50
    assert (again.written, again.removed) == (0, 0)
    assert other.files() == built
    other.article("길/index.en.md", "Another text.", date="2023-01-02")
    changed = other.build()
    assert 0 < changed.written < first.written / 5
