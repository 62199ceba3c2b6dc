"""`scrapy crawl` on the real pages: loopback serves them at their own paths, and nothing else."""

from urllib.parse import urlsplit

import pytest

from tests.support.crawling import Row, crawl
from tests.support.real_pages import CASES, PAGES, Expected, load, name, short
from tests.support.serving import serving

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(
        not PAGES.is_dir(),
        reason="needs ../shared/sputnik/pages (real pages, not part of the repository)",
    ),
]
THREADS = {
    # Declared by the page, rows in its HTML: the rest would come from a server that is not here.
    "en-2020-article.html": ("none", 0),
    "ria-2017-politics-comments.html": ("partial", 2),
    "ria-2017-interview-comments.html": ("partial", 2),
    "ria-2017-article-nocomments.html": ("none", 0),
    "ria-2017-longread.html": ("none", 0),
    "ria-2022-article-chat.html": ("error", 0),
}


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Row, list[Row]]]:
    """The last line of every article with its comments, by the name of the saved page."""
    pages = {}
    for case in CASES:
        path = urlsplit(load(case.file).url).path
        pages[path] = (200, "text/html; charset=utf-8", (PAGES / case.file).read_bytes())
    output = tmp_path_factory.mktemp("output")
    with serving(pages) as base_url:
        rows: dict[str, tuple[Row, list[Row]]] = {}
        for site in ("sputnik", "ria"):
            cases = [case for case in CASES if case.site.name == site]
            urls = ",".join(f"{base_url}{urlsplit(load(case.file).url).path}" for case in cases)
            run = crawl(site, output, "BROWSER_PAGE_SECONDS=30", base_url=base_url, urls=urls)
            assert "Traceback" not in run.stderr
            articles = run.latest("articles")
            for case in cases:
                comments = [one for one in run.lines("comments") if one["article_id"] == case.id]
                rows[case.file] = (articles[case.id], comments)
    return rows


@pytest.mark.parametrize("case", CASES, ids=name)
def test_every_field_is_on_the_line(
    lines: dict[str, tuple[Row, list[Row]]], case: Expected
) -> None:
    article, comments = lines[case.file]
    assert short(article["headline"]) == case.headline
    assert short(article["alternative_headline"]) == case.second
    assert short(article["description"]) == case.description
    assert short(article["article_body"]) == case.body
    assert short(article["article_section"]) == case.section
    assert short(article["publisher"]) == case.publisher
    assert tuple(len(word) for word in article["keywords"]) == case.keywords
    assert tuple(short(one["name"]) for one in article["authors"]) == case.authors
    assert article["date_published"] == case.published
    assert article["date_published_precision"] in {"second", "minute"}
    assert article["date_modified"] == case.modified
    assert article["comment_count"] == case.declared
    assert set(case.systems) <= set(article["comment_systems"])
    status, collected = THREADS[case.file]
    assert (article["comments_status"], article["comments_collected"]) == (status, collected)
    assert len(comments) == collected
    assert all(one["date_published_precision"] == "second" for one in comments)
    assert all(one["text"] and one["author"]["name"] for one in comments)
