"""Comments on a page of their own, which the article only links to."""

import pytest

from newscrawl.engines.base import ArticleRef
from newscrawl.generic.engine import Generic
from newscrawl.generic.paging.elsewhere import page_of_comments
from newscrawl.items import Article
from newscrawl.page import Page
from newscrawl.threads.bounds import WalkLimits
from newscrawl.threads.walk import Walk

URL = "https://paper.example/2026/the-weir-is-mended-4711"
REF = ArticleRef(id="paper:1", url=URL, site="paper")
ROWS = "".join(
    f'<li class="comment" id="comment-{n}"><b class="author">Reader {n}</b> '
    f'<time datetime="2026-11-25T1{n}:00:00Z"></time><p>The water is low, say {n}.</p></li>'
    for n in (1, 2)
)


def article(link: str) -> Page:
    words = "The river is back in its bed. " * 20
    return Page(f"<html><body><h1>The weir</h1><p>{words}</p>{link}</body></html>", URL)


@pytest.mark.parametrize(
    ("link", "there"),
    [
        (f'<a href="{URL}/comments">57 comments</a>', f"{URL}/comments"),
        ('<a href="?view=comments">Comments (57)</a>', f"{URL}?view=comments"),
        (f'<a href="{URL}/kommentare">Alle Kommentare anzeigen</a>', f"{URL}/kommentare"),
        ('<a href="/talk/4711">View all comments</a>', "https://paper.example/talk/4711"),
        (f'<a href="{URL}#comments">57 comments</a>', None),
        (f'<a href="{URL}/comments">0 comments</a>', None),
        ('<a href="/2026/another-9999/comments">57 comments</a>', None),
        ('<a href="https://other.example/2026/x-4711/comments">57 comments</a>', None),
        (f'<a href="{URL}/comments/new">Add 2 comments</a>', None),
        ('<a href="/comments-policy-4711">Read more about comments</a>', None),
        ('<a href="?c=comments">1 comment</a><a href="?d=comments">2 comments</a>', None),
    ],
)
def test_a_link_to_a_page_of_comments_is_known_by_what_it_says_and_where_it_leads(
    link: str, there: str | None
) -> None:
    found = page_of_comments(article(link))
    assert (found and found.url) == there


def walked(number: int) -> Article:
    page = article(f'<a href="{URL}/comments">{number} comments</a>')
    given = Article(id="paper:1", site="paper", url=URL, canonical_url=URL, request_url=URL)
    walk = Walk(given, REF, page, {"generic": Generic()}, WalkLimits())
    (request,) = walk.begin()
    assert request.url == f"{URL}/comments"
    waiting = walk.answer(
        Page(f"<html><body><ol id=comments>{ROWS}</ol></body></html>", request.url)
    )
    while waiting:
        waiting = walk.failed("http_404") if "browser" not in waiting.pop().meta else []
        walk.pending = 0
    walk.verdict()
    return given


def test_the_page_of_comments_is_read_and_the_link_says_how_many_there_are() -> None:
    whole = walked(2)
    assert (whole.comments_status, whole.comments_collected) == ("complete", 2)
    part = walked(57)
    assert (part.comments_status, part.comments_collected) == ("partial", 2)
