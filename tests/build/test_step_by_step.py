"""Edits between builds, each of them once a way to other bytes than a clean build's."""

import shutil

from tests.sites import NOW, SiteFolder


def built_anew(site: SiteFolder, now: str = NOW) -> dict[str, bytes]:
    """What a clean build of the site as it is now leaves in a fresh folder."""
    with_state = shutil.ignore_patterns("dist", ".sitegen")
    fresh = object.__new__(SiteFolder)
    fresh.folder = site.folder.parent / "fresh"
    fresh.dist = fresh.folder / "dist"
    shutil.rmtree(fresh.folder, ignore_errors=True)
    shutil.copytree(site.folder, fresh.folder, ignore=with_state)
    fresh.build(fresh.options(now=now))
    return fresh.files()


def test_photos_of_a_story_that_is_gone_go_with_it(site: SiteFolder) -> None:
    site.photo("story/a.jpg", (600, 400))
    article = site.article("story")
    site.article("other")
    site.build()
    article.unlink()
    site.build()
    assert site.files() == built_anew(site)


def test_photos_go_when_a_folder_is_no_story_any_more(site: SiteFolder) -> None:
    site.photo("story/a.jpg")
    article = site.article("story")
    site.build()
    article.rename(article.with_name("note.ko.md"))
    site.build()
    assert site.files() == built_anew(site)
