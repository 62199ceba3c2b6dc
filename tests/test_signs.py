"""Signs of more: whatever shows that a thread goes on keeps its verdict from being `complete`."""

import json
from dataclasses import replace
from typing import Any

import pytest

import newscrawl
from newscrawl.engines.base import ArticleRef, Batch, CommentEngine
from newscrawl.engines.signs import CONTROL, CURSOR, PAGES, Sign
from newscrawl.generic.engine import Generic
from newscrawl.generic.json.find import find
from newscrawl.generic.paging.leftover import leftover, of_drawn
from newscrawl.generic.paging.links import comment_pages
from newscrawl.items import Comment
from newscrawl.page import Page
from newscrawl.plugins import all_engines
from newscrawl.sites.sputnik import Sputnik
from newscrawl.threads.found import Found, Provenance
from newscrawl.threads.verdict import outcome, status_of_rest, status_of_some, unread

URL = "https://paper.example/2026/11/25/the-weir-is-mended"
REF = ArticleRef(id="paper:1", url=URL, site="paper")
ROWS = "".join(
    f'<li class="comment" id="comment-{n}"><b class="author">Reader {n}</b> '
    f'<time datetime="2026-11-25T1{n}:00:00Z"></time><p>The water is low, say {n} of us.</p></li>'
    for n in (1, 2)
)
TEXT = (
    f"<article><h1>The weir is mended</h1><p>{'The river is back in its bed. ' * 30}</p></article>"
)


def page_of(inside: str, *, rows: str = ROWS, head: str = "", heading: str = "") -> str:
    return (
        f'<html lang="en"><head><title>The weir</title>{head}</head><body>{TEXT}'
        f'<section id="comments">{heading}<ul>{rows}</ul>{inside}</section></body></html>'
    )


def read(html: str) -> tuple[int, str, str]:
    found = newscrawl.read_comments(html, URL)
    return len(found), found.status, found.reason or ""


@pytest.mark.parametrize(
    ("inside", "head"),
    [
        ("<button>Load more comments</button>", ""),
        ('<a class="more" style="display:none" href="#">Show more comments</a>', ""),
        ('<a role="button" aria-label="Show older comments"><i class="icon"></i></a>', ""),
        ("<button>Показать ещё комментарии</button>", ""),
        ("<summary>View 7 replies</summary>", ""),
        ("<p>Page 1 of 5</p>", ""),
        ("<p>Seite 2 von 3</p>", ""),
        ('<a href="?page=2"><i class="fa fa-chevron-right"></i></a>', ""),
        ('<a href="?page=2" title="Next"><svg></svg></a>', ""),
        ('<a href="?page=5">Last <i></i></a>', ""),
        ('<a href="?page=2">2</a><a href="?page=3">3</a>', ""),
        ('<div><b>1</b> <a href="?opinion=2">2</a> <a href="?opinion=3">3</a></div>', ""),
        ('<ul><li><a href="/talk/7/2">2</a></li><li><a href="/talk/7/3">3</a></li></ul>', ""),
        ('<a onclick="more()">load more comments <span>(1 reply)</span></a>', ""),
        ('<a href="?page=2" rel="next">Go on</a>', ""),
        (f'<a href="{URL}/comment-page-2/#comments">Older talk</a>', ""),
        (f'<a href="{URL}?cpage=2#comments">Older</a>', ""),
        ("", f'<link rel="next" href="{URL}?page=2">'),
        ("<p>Sign in to read all comments</p>", ""),
    ],
)
def test_rows_before_a_sign_of_more_are_partial_and_the_sign_is_the_reason(
    inside: str, head: str
) -> None:
    number, status, reason = read(page_of(inside, head=head))
    assert (number, status) == (2, "partial")
    assert reason.startswith("2: ")
    assert len(reason) > len("2: ")


@pytest.mark.parametrize(
    "inside",
    [
        "",
        "<button>Reply</button>",
        "<button>Post comment</button>",
        '<a href="/2026/11/24/another?page=2">2</a>',
        "<p>I read of it on page 1 of 5, or was it the second?</p>",
        f'<a href="{URL}/comment-page-1/#comment-2">25 November</a>',
        '<a href="?page=1">1</a>',
        "<p>Page 5 of 5</p>",
        "<button>Show less</button>",
        '<a href="#">Read more about our rules</a>',
        "<p>Log in to comment</p>",
        '<a href="/?p=17">2</a>',
    ],
)
def test_what_is_no_sign_leaves_a_thread_complete(inside: str) -> None:
    assert read(page_of(inside)) == (2, "complete", "")


@pytest.mark.parametrize(
    ("beside", "reason"),
    [
        ("<button><svg></svg>Load more</button>", "a control of the page shows more: Load more"),
        ('<div><b>1</b><a href="?cz=2">2</a></div>', "links lead to 2 pages of comments"),
        ("", ""),
    ],
)
def test_a_control_beside_rows_in_a_box_that_no_name_tells_is_a_sign(
    beside: str, reason: str
) -> None:
    rows = ROWS.replace("<li", "<div").replace("</li>", "</div>")
    html = f'<div class="listing">{rows}{beside}</div>'
    found = newscrawl.read_comments(f"<html><body>{TEXT}{html}</body></html>", URL)
    assert (len(found), found.status) == (2, "partial" if reason else "complete")
    assert reason in (found.reason or "")


@pytest.mark.parametrize(
    ("label", "count"), [("답글 1", 1), ("返信1件を表示", 1), ("1 yanıt gör", 1)]
)
def test_a_control_for_replies_that_are_here_is_no_sign(label: str, count: int) -> None:
    replies = f'<ul class="children">{ROWS.replace("comment-", "comment-9")}</ul>' * count
    opened = ROWS.replace("us.</p></li>", f"us.</p><button>{label}</button>{replies}</li>", 1)
    assert read(page_of("", rows=opened))[1:] == ("complete", "")


def test_all_that_is_declared_outweighs_a_sign_but_not_a_number_of_top_level_comments() -> None:
    two = "<h2>2 comments</h2>"
    assert read(page_of("<button>Load more</button>", heading=two))[1] == "complete"
    assert read(page_of("<button>Show 7 replies</button>", heading=two))[1] == "partial"


@pytest.mark.parametrize(
    ("inside", "reason"),
    [
        ("", "the place for comments is empty"),
        ("<p>Loading comments…</p>", "loading"),
        ("<div>Kommentare werden geladen</div>", "loading"),
        ("<noscript>Please enable JavaScript to see the comments.</noscript>", "JavaScript"),
        ('<iframe src="https://talk.example/embed"></iframe>', "frame"),
        ("<p>Log in to read the comments</p>", "wall"),
        ("<div><i>Ada</i> <time>25 November 2026</time></div>", "dates"),
    ],
)
def test_a_place_that_waits_for_comments_is_not_said_to_have_none(inside: str, reason: str) -> None:
    html = page_of(inside, rows="").replace("<ul></ul>", "")
    number, status, said = read(html)
    assert (number, status) == (0, "partial")
    assert reason in said


@pytest.mark.parametrize(
    "html",
    [
        f"<html><body>{TEXT}</body></html>",
        page_of("<p>No comments yet. Be the first.</p>", rows=""),
        page_of('<form action="/comments/post"><textarea name=c></textarea></form>', rows=""),
    ],
)
def test_a_page_without_a_sign_has_none(html: str) -> None:
    assert read(html)[:2] == (0, "none")


def test_pages_between_the_linked_ones_are_asked_for_too() -> None:
    html = page_of('<a href="?page=2">›</a><a href="?page=4">Last</a>')
    assert sorted(comment_pages(Page(html, URL))) == [f"{URL}?page={n}" for n in (2, 3, 4)]
    trap = page_of('<a href="?page=99999">Last</a>')
    assert len(comment_pages(Page(trap, URL))) == 1


def test_rows_of_which_most_are_left_out_are_a_sign() -> None:
    rows = "".join(
        f'<section class="saying" id="saying{n}"><em>{when}</em> <a class="speaker">Ida {n}</a> '
        f"<blockquote>The weir holds, say {n} of us.</blockquote><button>Like</button> "
        "<button>Reply</button> <button>Report</button></section>"
        for n, when in enumerate(["yesterday"] * 5 + ["23 hours ago"])
    )
    html = f"<html><body>{TEXT}<section class=talk><h2>Comments</h2>{rows}</section></body>"
    number, status, reason = read(html)
    assert number == 6 or (status, "neither an author nor a date" in reason) == ("partial", True)


LONG = "The water came at night and took the old bridge with it, and nobody"


@pytest.mark.parametrize(
    ("body", "text", "cut"),
    [
        (f"<p>{LONG}… <a href='#'>Read more</a></p>", f"{LONG}…", True),
        (f"<p>{LONG}...</p><button>Weiterlesen</button>", f"{LONG}...", True),
        (f"<p>{LONG} […] <a href='/c/2'>Lire la suite</a></p>", f"{LONG} […]", True),
        (f"<p>{LONG}…</p><span onclick='x()'>展开</span>", f"{LONG}…", True),
        (f"<p>{LONG}…</p>", f"{LONG}…", None),
        (f"<p>{LONG} knew.</p><button>Read more</button>", f"{LONG} knew.", None),
        (
            f"<p>{LONG}<i>…</i><i style='display:none'> knew.</i> <button>More</button></p>",
            f"{LONG} knew.",
            None,
        ),
    ],
)
def test_a_text_that_the_page_cuts_is_marked(body: str, text: str, cut: bool | None) -> None:
    row = (
        '<li class="comment" id="comment-7"><b class="author">Ida</b> '
        f'<time datetime="2026-11-25T09:00:00Z"></time><div class="comment-text">{body}</div></li>'
    )
    html = page_of("", rows=ROWS + row, heading="<h2>3 comments</h2>")
    comments = newscrawl.read_comments(html, URL)
    assert (comments[2].text, comments[2].is_truncated) == (text, cut)
    assert comments.status == ("partial" if cut else "complete")
    assert ("cuts the texts of 1" in (comments.reason or "")) is bool(cut)


@pytest.mark.parametrize("same", [True, False])
def test_a_whole_text_takes_the_place_of_a_cut_one(same: bool) -> None:
    first, second, third = some(3).values()
    cut = replace(second, text=f"{LONG}…", is_truncated=True)
    whole = replace(second if same else some(9)["talk:paper:8"], text=f"{LONG} knew.")
    one = Found()
    one.take(Batch(comments=[first, cut, third]), "html", Provenance(), markup=True)
    assert one.against(3)[0].sure
    one.turn()
    one.take(Batch(comments=[first, whole, third]), "browser", Provenance(), markup=True)
    assert [comment.text for comment in one.comments.values()] == ["words", whole.text, "words"]
    assert (one.against(3), list(one.comments)[1]) == ([], whole.id)


# Answers


def answer(number: int, **around: Any) -> dict[str, Any]:
    rows = [
        {"id": f"c{number}-{n}", "nickname": f"reader {n}", "content": f"Words {n} of the weir",
         "created_at": f"2026-11-2{n}T10:00:00Z"}
        for n in range(1, 6)
    ]  # fmt: skip
    body = json.dumps({"comments": rows, **around})
    url = f"https://talk.example/list?page={number}"
    return {"url": url, "method": "GET", "post": None, "status": 200, "body": body}


@pytest.mark.parametrize(
    ("around", "sure"),
    [
        ({"next_cursor": "2026-11-20T10:01:00Z00"}, False),
        ({"nextPageToken": "abc"}, False),
        ({"paging": {"next": "https://talk.example/list?after=9"}}, False),
        ({"next_offset": 5}, False),
        ({"has_more": True}, True),
        ({"pageInfo": {"hasNextPage": True, "endCursor": "x"}}, True),
        ({"isLast": False}, True),
        ({"page": 1, "pages": 4}, True),
    ],
)
def test_what_an_answer_hands_out_for_more_is_a_sign(around: dict[str, Any], sure: bool) -> None:
    [sign] = leftover(find([answer(1, **around)]))
    assert (sign.name, sign.sure) == (CURSOR, sure)


@pytest.mark.parametrize(
    "around",
    [
        {},
        {"next_cursor": None},
        {"next_cursor": ""},
        {"has_more": False, "next_cursor": "abc"},
        {"pageInfo": {"hasNextPage": False, "endCursor": "x"}},
        {"page": 4, "pages": 4},
        {"total": 5, "cursor": "abc"},
        {"prev": "abc"},
    ],
)
def test_an_answer_that_ends_is_none(around: dict[str, Any]) -> None:
    assert leftover(find([answer(1, **around)])) == []


def test_what_was_asked_for_is_no_sign_any_more() -> None:
    first, second = answer(1, next_cursor="abc"), answer(2, next_cursor=None)
    assert leftover(find([first, second])) == []
    assert [one.name for one in leftover(find([first]))] == [CURSOR]


def drawn(number: int, text: str, **around: Any) -> dict[str, Any]:
    body = json.dumps({"rows_html": text and f"<div><p>{text}</p></div>", **around})
    url = f"https://talk.example/list?sort=thread&offset={number}"
    return {"url": url, "method": "GET", "post": None, "status": 200, "body": body}


def test_a_list_of_markup_ends_in_an_empty_answer_to_what_the_one_before_gave() -> None:
    text = "The harbour wall was old and is mended now"
    comments = [Talk().comment(REF, "1", text=text)]
    first, last = drawn(0, text, more=True, next_offset=6), drawn(6, "", more=False)
    assert [one.name for one in of_drawn(find([first]), comments)] == [CURSOR]
    assert of_drawn(find([first, last]), comments) == []
    other = drawn(9, "", more=False)
    assert [one.name for one in of_drawn(find([first, other]), comments)] == [CURSOR]


# The verdict


class Talk(CommentEngine):
    name = "talk"

    def detect(self, page: Page) -> str | None:
        return "always"


def some(number: int, **values: Any) -> dict[str, Comment]:
    made = [Talk().comment(REF, n, text="words") for n in range(number)]
    return {one.id: replace(one, **values) for one in made}


def found(number: int, *signs: Sign, **values: Any) -> Found:
    return Found(comments=some(number), signs={one.name: one for one in signs}, **values)


MORE = Sign(CONTROL, "a control")
NO_MORE = " collected; the site offered no more"
ROOTS_ONLY = ": the site counts its 3 top-level comments only"


@pytest.mark.parametrize(
    ("one", "on_page", "verdict"),
    [
        (found(3), None, ("complete", None)),
        (found(3), 3, ("complete", None)),
        (found(3, MORE), None, ("partial", "3: a control")),
        (found(3, MORE), 3, ("complete", None)),
        (found(3, MORE._replace(sure=True)), 3, ("partial", "3: a control")),
        (found(3, MORE), 5, ("partial", "3 of 5: a control")),
        (found(3, MORE), 2, ("partial", "3: a control")),
        (found(3, at_least=99), None, ("partial", f"3 of at least 99{NO_MORE}")),
        (found(3, declared_roots=3), None, ("partial", f"3{ROOTS_ONLY}")),
        (found(2, declared_roots=3), None, ("partial", f"2{ROOTS_ONLY}")),
        (found(3, trouble="http_500"), None, ("partial", "3: http_500")),
        # Exactly as many as the page declares: what went wrong has cost none of them.
        (found(3, trouble="http_500"), 3, ("complete", None)),
        (found(3, trouble="http_500"), 2, ("partial", "3: http_500")),
        (found(3, trouble="http_500"), 4, ("partial", "3 of 4: http_500")),
        (found(3, declared=3, trouble="http_500"), None, ("partial", "3: http_500")),
    ],
)  # fmt: skip
def test_a_verdict_obeys_the_signs(one: Found, on_page: int | None, verdict: Any) -> None:
    assert status_of_some(one, len(one.comments), on_page) == verdict


def test_more_than_declared_says_which_is_believed() -> None:
    status, reason = status_of_some(found(4), 4, 3)
    assert status == "complete"
    assert reason
    assert "1 more than declared" in reason
    assert "believed" in reason


def test_replies_that_a_comment_counts_and_that_are_not_here_are_a_sign() -> None:
    counted = Found(comments=some(2, reply_count=3))
    assert status_of_some(counted, 2, None)[0] == "partial"
    # A total of two may be that of the top-level comments; one of nine is not.
    assert status_of_some(counted, 2, 2)[0] == "partial"
    above, *below = some(4).values()
    above.reply_count = 3
    for one in below:
        one.parent_id = above.id
    whole = Found(comments={one.id: one for one in (above, *below)})
    assert status_of_some(whole, 4, None) == ("complete", None)


def test_a_count_that_one_of_two_systems_lacks_is_a_lower_bound() -> None:
    read = {"talk": found(3, declared=10), "other": Found(comments={"x": some(1)["talk:paper:0"]})}
    status, reason = status_of_some(outcome(read)[1], 4, None)
    assert (status, reason) == ("partial", "4 of at least 11 collected; the site offered no more")


def test_a_system_that_could_not_be_read_beside_a_whole_one_is_the_reason() -> None:
    read = {"talk": found(3), "other": Found(status="error", trouble="api: http_500")}
    others = unread(read, {"talk": Talk(), "other": Talk()})
    assert status_of_some(read["talk"], 3, None, others) == (
        "partial",
        "3: other could not be read: api: http_500",
    )
    assert status_of_some(read["talk"], 3, 3, others) == ("complete", None)
    assert status_of_some(read["talk"], 3, 2, others)[0] == "partial"
    # The number of the system that was read counts no other's comments.
    counted = found(3, declared=3)
    assert status_of_some(counted, 3, None, others)[0] == "partial"


@pytest.mark.parametrize(
    ("place", "status"),
    [
        ('<div id="cusdis_thread" data-app-id="1"></div>', "partial"),
        ('<div id="commento"></div>', "partial"),
        ('<hyvor-talk-comments website-id="1"></hyvor-talk-comments>', "partial"),
        ('<div class="giscus"></div>', "partial"),
        ('<div class="fb-comments"></div>', "complete"),  # switched off: it holds nothing
        ('<a href="/comment-iframe.g?blogID=1"></a>', "complete"),  # its rows are in the page
    ],
)
def test_a_system_that_nobody_reads_beside_a_whole_thread_is_the_reason(
    place: str, status: str
) -> None:
    html = page_of("", heading="<h2>2 comments</h2>").replace("</body>", f"{place}</body>")
    number, said, reason = read(html)
    assert (number, said) == (2, status)
    assert ("is on the page too" in reason) is (status == "partial")


@pytest.mark.parametrize(
    ("past", "declared", "status"),
    [
        ("complete", None, "complete"),
        ("complete", 5, "complete"),
        (None, None, "partial"),
        (None, 5, "complete"),
        ("partial", None, "partial"),
        ("none", 5, "complete"),
        ("complete", 7, "partial"),
    ],
)
def test_a_visit_that_read_what_is_new_promises_no_more_than_the_last_that_read_all(
    past: Any, declared: int | None, status: str
) -> None:
    verdict = status_of_rest(past, 5, declared)
    assert verdict[0] == status
    assert (verdict[1] is None) == (status == "complete")


def test_a_way_that_brings_all_again_answers_the_signs_of_the_ways_before() -> None:
    comments = list(some(3).values())
    one = Found()
    one.take(Batch(comments=comments[:2], signs=[MORE]), "html", Provenance(), markup=True)
    one.turn()
    assert one.against(None) == [MORE]
    one.take(Batch(comments=comments), "browser", Provenance(), markup=True)
    assert one.against(None) == []
    assert status_of_some(one, 3, None) == ("complete", None)


def test_a_way_that_brings_less_answers_nothing() -> None:
    one = Found()
    one.take(
        Batch(comments=list(some(3).values()), signs=[MORE]), "html", Provenance(), markup=True
    )
    one.turn()
    one.take(Batch(comments=list(some(1).values())), "browser", Provenance(), markup=True)
    assert one.against(None) == [MORE]


def test_what_the_page_asked_for_in_vain_is_a_sign() -> None:
    engine, rendering = Talk(), {"answers": [], "ended": "exhausted", "wall": ""}
    for lost, told in (
        ("POST https://paper.example/wp-admin/admin-ajax.php action=load_comments: HTTP 403", True),
        ("GET https://talk.example/api/replies?of=7: no answer", True),
        ("POST https://paper.example/track?event=view: no answer", False),
    ):
        one = Found(comments=some(2))
        one.judge({**rendering, "lost": [lost]}, engine, None)
        assert bool(one.against(None)) is told
        assert status_of_some(one, 2, None)[0] == ("partial" if told else "complete")


def test_further_pages_that_bring_nothing_new_leave_the_sign() -> None:
    comments = list(some(3).values())
    one = Found()
    pages = Sign(PAGES, "further pages")
    one.take(Batch(comments=comments[:2], signs=[pages]), "html", Provenance(), markup=True)
    one.turn()
    one.turn_pages()
    one.take(Batch(comments=comments[:2], signs=[pages]), "html", Provenance(), markup=True)
    one.end_pages()
    assert [sign.name for sign in one.against(None)] == [PAGES]
    one.turn()
    one.turn_pages()
    one.take(Batch(comments=comments, signs=[pages]), "html", Provenance(), markup=True)
    one.end_pages()
    assert one.against(None) == []


# A site that names its engines


def test_what_a_sites_own_engine_claims_is_no_matter_of_the_generic_reader() -> None:
    claimed = f'<section class="comments"><ul>{ROWS}</ul></section>'
    free = f'<div id="reader-comments"><ul>{ROWS}</ul></div>'
    beside = Generic([all_engines()[name] for name in Sputnik.engines])
    only = Page(f"<html><body>{TEXT}{claimed}</body></html>", URL)
    both = Page(f"<html><body>{TEXT}{claimed}{free}</body></html>", URL)
    assert (len(beside.rows(only, REF).comments), beside.detect(only)) == (0, None)
    assert len(beside.rows(both, REF).comments) == 2
    assert len(Generic().rows(only, REF).comments) == 2
