"""Forums: posts with numbered ids are comments, but for the one that opens the thread."""

import pytest

import newscrawl
from newscrawl.extract.posts import posts
from newscrawl.generic.paging.links import comment_pages, is_further
from newscrawl.page import Page

URL = "https://board.example/t/5"
OPENING = "The weir at the mill is old, and who mends it? " * 8


def post(number: int, text: str, *, form: str = "div", name: str = "post-{}") -> str:
    key = name.format(number)
    return (
        f'<{form} id="{key}" class="card"><div class="user"><a class="username" href="/m/{number}">'
        f'Reader {number}</a> Joined: <time datetime="2019-01-0{number}">2019</time></div>'
        f'<p><time datetime="2026-11-2{number}T10:00:00Z">Nov 2{number}</time>'
        f'<a href="{URL}#{key}">#{number}</a></p><div class="content">{text}</div></{form}>'
    )


def page(*rows: str, before: str = "", head: str = "", after: str = "") -> str:
    return (
        f'<html lang="en"><head><title>The weir</title>{head}</head><body><main><h1>The weir</h1>'
        f"{before}<div>{''.join(rows)}</div>{after}</main></body></html>"
    )


@pytest.mark.parametrize("name", ["post-{}", "p{}", "msg_{}", "pid{}", "post{}"])
@pytest.mark.parametrize("form", ["div", "li", "article"])
def test_posts_are_known_by_their_numbers_and_the_first_is_the_article(
    form: str, name: str
) -> None:
    rows = [
        post(n, text, form=form, name=name) for n, text in enumerate((OPENING, "RIP", "Reply"), 1)
    ]
    found = newscrawl.read_comments(page(*rows), URL)
    assert [(one.comment_id, one.text) for one in found] == [("2", "RIP"), ("3", "Reply")]
    assert [one.author and one.author.name for one in found] == ["Reader 2", "Reader 3"]


def test_no_post_is_left_out_where_another_form_opens_the_thread_or_on_a_further_page() -> None:
    rows = post(1, "First"), post(2, "Second")
    opened = f'<div class="card"><p>{OPENING}</p></div>'
    assert len(newscrawl.read_comments(page(*rows, before=opened), URL)) == 2
    assert len(newscrawl.read_comments(page(*rows), f"{URL}?page=2")) == 2
    assert is_further(URL, f"{URL}?start=10")
    assert not is_further(URL, f"{URL}?page=1")


def test_links_to_further_posts_stand_around_them() -> None:
    pager = (
        '<nav><ul><li><a href="?page=2">2</a></li><li><a href="?page=3">Next</a></li></ul></nav>'
    )
    html = page(post(1, OPENING), post(2, "Second"), after=pager)
    assert comment_pages(Page(html, URL)) == [f"{URL}?page=2", f"{URL}?page=3"]
    found = newscrawl.read_comments(html, URL)
    assert (len(found), found.status) == (1, "partial")


def test_teasers_with_numbered_ids_are_no_posts() -> None:
    teaser = (
        '<article id="post-{0}" class="card"><h2><a href="/2026/{0}">Lamps, part {0}</a></h2>'
        '<time datetime="2026-11-20">Nov 20</time><p>They are sold out again.</p></article>'
    )
    assert posts(Page(page(teaser.format(1), teaser.format(2)), URL).root) == {}


def test_a_first_comment_that_the_page_describes_itself_by_is_the_article() -> None:
    rows = "".join(
        f'<div class="comment" id="comment-{n}"><b class="author">Reader {n}</b> '
        f'<time datetime="2026-11-2{n}T10:00:00Z"></time><p>{text}</p></div>'
        for n, text in ((1, OPENING), (2, "We do"))
    )
    said = f'<meta name="description" content="{OPENING[:90]}…">'
    assert [one.text for one in newscrawl.read_comments(page(rows, head=said), URL)] == ["We do"]
    assert len(newscrawl.read_comments(page(rows), URL)) == 2
