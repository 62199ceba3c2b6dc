"""Every saved page of a site goes through the whole walk: as many comments as stand on it, or none.

The browser shows the page as it was served, and no answer of its scripts.
"""

from pathlib import Path

import pytest

from newscrawl.engines.base import ArticleRef
from newscrawl.items import Article
from newscrawl.page import Page
from newscrawl.plugins import all_engines
from newscrawl.sites.base import Site
from newscrawl.sites.ria import Ria
from newscrawl.sites.sputnik import Sputnik
from newscrawl.testing.case import Case
from newscrawl.threads.bounds import WalkLimits
from newscrawl.threads.walk import Walk
from newscrawl.threads.ways import engines_of
from tests.support.real_pages import PAGES, load

HERE = Path(__file__).parent
SITES: dict[str, type[Site]] = {"ria": Ria, "sputnik": Sputnik}
SAVED = {
    "ria/article-2017": (0, 24, "error"),
    "ria/longread": (0, None, "none"),
    "sputnik/article-2019": (0, 1204, "error"),
    "sputnik/article-2020": (0, 1204, "error"),
    "sputnik/article-2023": (0, None, "error"),
}
"""The comments on each saved article, those it declares, and what its thread comes to."""
DECLARED_AND_EMPTY = (
    '<section class="comments"><div class="title">Talk</div>'
    '<span class="b-counters-icon_comments">4</span><div class="comments-list main" itemscope '
    'itemtype="http://schema.org/UserComments" style="display: none;"><div class="title-line">'
    '<h3>All the talk</h3><a class="more" style="display:none;">Show more comments (20)</a></div>'
    '<ul class="main"></ul><a class="loadnew">Show new comments (0)</a></div></section>'
)


def walked(page: Page, site: Site) -> Article:
    """Return an article whose thread was walked: requests fail, the browser shows it."""
    article = site.article(page)
    engines = engines_of(all_engines(), site.engines)
    walk = Walk(article, ArticleRef.of(article), page, engines, WalkLimits())
    waiting = walk.begin()
    while waiting:
        request, *waiting = waiting
        if "browser" in request.meta:
            seen = {"html": page.text_content, "answers": [], "ended": "exhausted", "wall": ""}
            waiting += walk.rendered(page, seen)
        else:
            waiting += walk.failed("http_404")
    assert len(walk.verdict()) == article.comments_collected
    assert article.comments_status == "complete" or article.comments_reason
    return article


def test_every_saved_article_of_a_site_is_here() -> None:
    saved = {
        f"{path.parent.parent.name}/{path.parent.name}"
        for path in HERE.glob("sites/*/*/meta.json")
        if Case(path.parent).meta["call"] == "article"
    }
    assert saved == set(SAVED)


@pytest.mark.parametrize("name", SAVED)
def test_a_saved_article_has_the_comments_that_stand_on_it(name: str) -> None:
    case = Case(HERE / "sites" / name)
    site = SITES[name.partition("/")[0]].from_arguments(case.meta.get("arguments", {}))
    article = walked(case.page(), site)
    assert SAVED[name] == (
        article.comments_collected,
        article.comment_count,
        article.comments_status,
    )


@pytest.mark.parametrize("url", ["https://sputnikglobe.com/20191105/a-1077200000.html"])
def test_the_controls_of_an_empty_list_are_no_comments(url: str) -> None:
    words = "The council spoke of the tram all evening. " * 20
    text = f"<article><h1>Tram</h1><p>{words}</p></article>"
    page = Page(f"<html><body>{text}{DECLARED_AND_EMPTY}</body></html>", url)
    article = walked(page, Sputnik())
    assert (article.comments_collected, article.comment_count) == (0, 4)
    assert article.comments_status == "error"
    assert article.comments_reason


@pytest.mark.skipif(not PAGES.is_dir(), reason="needs ../shared/sputnik/pages (real pages)")
@pytest.mark.parametrize(
    ("file", "site", "number", "status"),
    [
        ("en-2020-article.html", Sputnik, 0, "none"),
        ("ria-2017-article-nocomments.html", Ria, 0, "none"),
        ("ria-2017-interview-comments.html", Ria, 2, "partial"),
        ("ria-2017-politics-comments.html", Ria, 2, "partial"),
        ("ria-2017-longread.html", Ria, 0, "none"),
        ("ria-2022-article-chat.html", Ria, 0, "error"),
    ],
)
def test_a_real_page_has_the_comments_that_stand_on_it(
    file: str, site: type[Site], number: int, status: str
) -> None:
    article = walked(load(file), site())
    assert (article.comments_collected, article.comments_status) == (number, status)
