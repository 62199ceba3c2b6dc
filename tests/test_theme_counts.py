"""Numbers of comments in the headings of themes that no class names: fewer rows are a part."""

import pytest

from newscrawl.engines.base import ArticleRef
from newscrawl.items import Article
from newscrawl.page import Page
from newscrawl.plugins import all_engines
from newscrawl.threads.bounds import WalkLimits
from newscrawl.threads.walk import Walk

URL = "https://paper.example/2026/11/ferry-fares"
ROW = (
    '<li class="comment" id="comment-{n}"><article class="comment-body">'
    '<footer class="comment-meta"><b class="fn">Ann {n}</b> <time datetime="2026-11-02T1{n}:00Z">'
    '</time></footer><div class="comment-content"><p>Too dear, I say, {n}.</p></div></article></li>'
)
PAGE = (
    "<html><body><article><h1>Ferry fares</h1><p>The board met.</p></article>"
    '<section id="comments">{heading}<ol class="comment-list">{rows}</ol></section></body></html>'
)
HEADINGS = [
    "<h2>{n} Comments</h2>",
    "<h2>Comments ({n})</h2>",
    '<h1 id="comments" class="page_title">{n} Comments</h1>',
    '<h2><span class="count">{n}</span> Comments</h2>',
    '<h3 id="comments">{n} Responses to “Ferry fares”</h3>',
    '<h2 class="comment-reply-title">{n} replies on “Ferry fares”</h2>',
    '<h4 class="block-title"><span>{n} COMMENTS</span></h4>',
    '<meta itemprop="commentCount" content="{n}"><h2>Comments</h2>',
]


def read(heading: str, number: int) -> Article:
    """Walk a page with two rows, whose heading declares a number, and nothing else answers."""
    rows = "".join(ROW.format(n=n) for n in (1, 2))
    text = PAGE.format(heading=heading.format(n=number), rows=rows)
    article = Article(id="paper:1", site="paper", url=URL, canonical_url=URL, request_url=URL)
    ref = ArticleRef.of(article)
    engines = {name: one for name, one in all_engines().items() if name in {"wordpress", "generic"}}
    walk = Walk(article, ref, Page(text.encode(), URL), engines, WalkLimits())
    waiting = walk.begin()
    while waiting:
        assert "browser" in waiting.pop().meta
        waiting += walk.rendered(
            Page(text.encode(), URL), {"html": text, "answers": [], "ended": "exhausted"}
        )
    walk.verdict()
    return article


@pytest.mark.parametrize("heading", HEADINGS)
def test_the_number_counts_whatever_a_theme_calls_it(heading: str) -> None:
    for number, status in ((2, "complete"), (5, "partial")):
        article = read(heading, number)
        found = (article.comments_status, article.comment_count, article.comments_collected)
        assert found == (status, number, 2)
