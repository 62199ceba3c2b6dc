"""What a rendered page may not load: two tables, of what writes and of what only reads."""

import pytest

from newscrawl.bodies import MOST
from newscrawl.browser.refusals import refusal
from newscrawl.plugins import all_engines
from newscrawl.writes import PageRequest, never

PAPER = "https://paper.example"
NEVER = never(all_engines().values())
JSON = {"content-type": "application/json"}
FORM = {"content-type": "application/x-www-form-urlencoded; charset=UTF-8"}
MULTIPART = {"content-type": "multipart/form-data; boundary=----x"}
XML = {"content-type": "text/xml"}
TEXT = {"content-type": "text/plain;charset=UTF-8"}
LOADERS = (
    *("script", "stylesheet", "document", "eventsource", "xhr", "fetch", "ping", "other"),
    *("websocket", "worker", "prefetch", "preflight", "cspviolationreport", ""),
)
"""Chromium's words for what is loaded, beside pictures and the like."""


def why(method: str, url: str, body: str = "", kind: str = "fetch", **headers: str) -> str | None:
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    return refusal(PageRequest(method, url, body, given, kind=kind), NEVER)


def part(name: str, value: str) -> str:
    return (
        f'------x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n------x--\r\n'
    )


WRITTEN_BY_GET = (
    *("/comments/5/like", "/comments/5/like?t=1", "/comments/5/like/", "/comments/5/dislike.php"),
    *("/api/vote", "/api/%76ote", "/api/%2576ote", "/api/VOTE", "/api//vote", "/api/vote;s=1"),
    *("/api/vote%2F5", "/api/vote/5", "/api/vote.json", "/vote/comment/5", "/like/comment/5/up"),
    *("/api/comments/5/upvote", "/api/upVote?id=5", "/likeComment?id=5", "/like_comment/5"),
    *("/comment-like/5", "/commentlike.php?id=5", "/addcomment?text=hi", "/deleteComment/5"),
    *("/comments/add?text=hi", "/comments/5/delete", "/comments/5/report", "/comments/5/flag"),
    *(
        "/comments/abuse/5",
        "/postComment?text=hi",
        "/chat/add_emoji/?id=1",
        "/thread/5/unsubscribe",
    ),
    *("/comments.php?id=5&action=upvote", "/c?do=like&id=5", "/c?op=delete&id=5", "/c?cmd=report"),
    *("/c?action=comment_vote", "/c?task=comment.vote", "/c?method=comments.like", "/c?act=%6Cike"),
    *(
        "/index.php?r=comments/like&id=5",
        "/?rest_route=/comments/5/vote",
        "/c?like=5",
        "/c?vote=up",
    ),
    *("/c?_method=DELETE", "/c?_method=put", "/c?id=5&_METHOD=Patch", "/c?x-http-method=DELETE"),
    *("/graphql?query=mutation{like(id:5)}", "/graphql?query=mutation%20L%7Blike(id:5)%7D"),
    *('/graphql?operationName=LikeComment&extensions={"a":1}', '/rpc?q={"method":"comments.like"}'),
    f"/c?pad={'a' * 20_000}",
)
READ_BY_GET = (
    *("/comments", "/comments/5", "/comments/5/replies", "/comments/5/likes", "/api/votes?ids=1,2"),
    *("/api/report/123/comments", "/report/2026/", "/report/2026/harbour.json", "/api/share/5"),
    *("/share/count", "/share/count?url=https://paper.example/like/", "/like/count", "/vote/list"),
    *("/wpdLoadMoreComments", "/comments_reply_list", "/reply/list?oid=5", "/x/v2/reply?oid=5"),
    *("/getLikes?id=5", "/get_likes/5", "/comments/reply-form", "/likes.json", "/like-count.php"),
    *("/static/like.js", "/js/comment-reply.min.js", "/css/vote.css?v=3", "/img/like.svg"),
    *("/search?q=mutation", "/search?q=mutation%20of%20the%20virus", "/search?query=mutation"),
    *("/search?query=how+to+delete+a+comment", "/search?text=vote+like+report"),
    *(
        "/c?action=get_likes",
        "/c?action=load_comments",
        "/c?action=comments_reply_list",
        "/c?do=more",
    ),
    *("/c?action=wpdLoadMoreComments", "/c?op=view_report", "/c?method=comments.getList"),
    *("/c?method=get", "/c?_method=GET", "/c?with=likes,votes", "/c?votes=1", "/c?sort=likes"),
    *("/news/minister-wants-to-delete-all-votes", "/news/why-we-like-ferries-so-much/comments"),
    *("/embed/comments?url=https%3A%2F%2Fpaper.example%2Fvote", "/votes/2026/results"),
    *("/graphql?query={comments{id}}", "/graphql?query=query%20Q%7Bmutation%7Ba%7D%7D"),
    *(
        '/graphql?operationName=CommentsQuery&variables={"id":5}',
        "/graphql?operationName=ReplyList",
    ),
    *("/live/updates?since=5", "/live/update?since=5", "/post/123/comments", "/posts/5", "/login"),
    *("/settings/comments", "/addons/comments.html", "/likewise/5", "/deleted/5", "/voters", "/"),
)
M = "mutation{like(id:5)}"
WRITTEN_BY_POST = (
    *(("/api/vote", ""), ("/api/%76ote", ""), ("/api/votes/5", ""), ("/api/likes", "id=5")),
    *(("/likeComment", "id=5"), ("/comments/vote.php?id=1", ""), ("/api/comments/5/report", "")),
    *(("/services/comments/add/", ""), ("/api/login", "a=b"), ("/comments/new", "a=b")),
    *(("/report/123", ""), ("/vote/comment/5", ""), ("/delete/5/comments", ""), ("/share", "u=1")),
    *(("/reply/5", ""), ("/comments/post", "a=1"), ("/comments/5/edit", ""), ("/rate", "value=5")),
    *(("/c?_method=DELETE", ""), ("/c", "_method=DELETE"), ("/c", '{"_method":"put"}')),
    *(("/c", "action=wpdVoteOnComment&id=5"), ("/c", '{"id":1,"action":"vote"}')),
    *(("/c", "id=5&%61ction=%76ote"), ("/c", part("action", "delete_comment"))),
    *(("/c", "action=load_comments&action=vote"), ("/c?action=vote", "action=load_comments")),
    *(
        ("/c", "data=%7B%22action%22%3A%22like%22%7D"),
        ("/c", '{"data":"{\\"action\\":\\"like\\"}"}'),
    ),
    *(("/c", '{"action":"load","action":"vote"}'), ("/c", '[{"action":"load"},{"action":"vote"}]')),
    *(("/c", "action=get_comment_and_delete&id=5"), ("/c", "like=5"), ("/c", '{"vote":"up"}')),
    *(("/graphql", M), ("/graphql", f'{{"query":"{M}"}}'), ("/graphql", f"query={M}")),
    *(("/graphql", r'{"query":"mu\u0074ation{like(id:5)}"}'), ("/graphql", part("query", M))),
    *(("/graphql", f'{{"query":"{M}","pad":"{"a" * MOST}"}}'), ("/graphql", "")),
    *(("/graphql", r'{"query":"fragment A on B { c }\nmutation{like(id:1){ok}}"}'),),
    *(("/graphql", '{"query":"mutation Vote($id: ID! = 5) @x { vote(id: $id) { ok } }"}'),),
    *(("/graphql", '{"query":"# query {\\nmutation{a}"}'), ("/graphql", f'[{{"query":"{M}"}}]')),
    *(("/graphql", '{"operationName":"CreateComment","extensions":{}}'),),
    *(("/graphql", '{"operationName":"FlagMutation","id":"a1"}'),),
    *(("/rpc", '{"jsonrpc":"2.0","method":"comments.like","params":[5]}'),),
    *(
        ("/rpc", '[{"method":"thread.get"},{"method":"vote"}]'),
        ("/rpc", '{"method":"comment/delete"}'),
    ),
    *(("/xmlrpc.php", "<methodCall><methodName>wp.newComment</methodName></methodCall>"),),
    *(("/xmlrpc.php", "<?xml version='1.0'?><a><b>like</b></a>"), ("/c", '42["like",5]')),
    *(("/api/comments", '{"text":"Buy my boat","author":"x"}'), ("/c", "comment=Buy+my+boat&a=1")),
    *(
        ("/c", '{"broken":'),
        ("/c", "a\ufffdb"),
        ("/c", "\0\1"),
        ("/c", "a b c d"),
        ("/c", "[" * 9000),
    ),
    *(("/c", "a" * (MOST + 1)), ("/c", "&".join(["a=1"] * 1500))),
)
READ_BY_POST = (
    *(("/api/report/123/comments", ""), ("/share/count", "url=a"), ("/wpdLoadMoreComments", "a=1")),
    *(("/comments_reply_list", '{"id":5}'), ("/services/comments/get_list/", "id=5")),
    *(("/comments/list?url=https://paper.example/report/a", ""), ("/comments", '{"article":5}')),
    *(("/comments/5/replies", '{"page":2}'), ("/v1.0.0/conversation/read", '{"sort":"best"}')),
    *(
        ("/search", "q=mutation"),
        ("/search", '{"query":"mutation"}'),
        ("/search", "text=vote+or+not"),
    ),
    *(
        ("/search", '{"query":"mutation (of a virus)"}'),
        ("/like/count", "ids=1,2"),
        ("/votes/list", ""),
    ),
    *(("/c", "action=wpdLoadMoreComments&offset=2"), ("/c", "action=get_comments_and_likes&id=5")),
    *(("/c", "action=comments_reply_list"), ("/c", part("action", "load_comments")), ("/c", "x")),
    *(("/c", '{"action":"list","likes":true}'), ("/c", '{"method":"comments.getList","id":5}')),
    *(("/c", '"thread-5"'), ("/c", "[5,6,7]"), ("/c", '{"comment":"c7","url":"/vote/5"}')),
    *(("/graphql", '{"query":"query C($id: ID!) { comments(id: $id) { text likes } }"}'),),
    *(("/graphql", "{comments{id}}"), ("/graphql", "query Q { mutation { id } }")),
    *(("/graphql", '{"query":"{ thread(id: 1) { mutationCount } }"}'),),
    *(("/graphql", r'{"query":"{ a(x: \"mutation { b }\") # mutation { c\n { d } }"}'),),
    *(("/graphql", '{"operationName":"PostComments","extensions":{"persistedQuery":{}}}'),),
    *(("/graphql", '{"operationName":"ReplyList","variables":{"first":20}}'),),
    *(("/graphql", '[{"operationName":"CommentsQuery","query":"query CommentsQuery { a }"}]'),),
    *(("/rpc", '{"jsonrpc":"2.0","method":"comments.get","params":[5]}'),),
    *(("/xmlrpc.php", "<methodCall><methodName>wp.getComments</methodName></methodCall>"),),
    *(("/report/2026/03/the-ferry-left-the-harbour-late", "page=2"), ("/updates", "since=5")),
    *(("/thread/5", '{"depth":3}'), ("/c", f'{{"ids":"{"a" * 60_000}"}}')),
)


@pytest.mark.parametrize("path", WRITTEN_BY_GET)
def test_what_writes_by_get_is_refused_to_every_loader(path: str) -> None:
    assert {why("GET", PAPER + path, kind=kind) for kind in LOADERS} == {"write"}


@pytest.mark.parametrize("path", READ_BY_GET)
def test_what_is_read_by_get_is_loaded_by_every_loader(path: str) -> None:
    assert {why("GET", PAPER + path, kind=kind) for kind in LOADERS} == {None}


@pytest.mark.parametrize(("path", "body"), WRITTEN_BY_POST)
def test_what_writes_by_post_is_refused(path: str, body: str) -> None:
    assert why("POST", PAPER + path, body) == "write"


@pytest.mark.parametrize(("path", "body"), READ_BY_POST)
def test_what_is_read_by_post_is_let_through(path: str, body: str) -> None:
    assert why("POST", PAPER + path, body) is None


@pytest.mark.parametrize(
    ("method", "url", "kind", "reason"),
    [
        ("GET", f"{PAPER}/a.jpg", "image", "heavy"),
        ("GET", f"{PAPER}/comments/5/like", "image", "heavy"),
        ("GET", "https://www.google-analytics.com/collect", "xhr", "tracker"),
        ("GET", f"{PAPER}/services/likes/like/?article_id=1&value=1", "xhr", "write"),
        ("DELETE", f"{PAPER}/api/comments/1", "fetch", "write"),
        ("PUT", f"{PAPER}/id/3", "xhr", "write"),
        ("PROPPATCH", f"{PAPER}/comments", "xhr", "write"),
        ("HEAD", f"{PAPER}/api/vote", "fetch", "write"),
        ("OPTIONS", f"{PAPER}/api/comments", "preflight", None),
        ("GET", "data:text/html,x", "document", None),
        ("GET", "blob:https://paper.example/vote", "worker", None),
    ],
)
def test_other_reasons(method: str, url: str, kind: str, reason: str | None) -> None:
    assert why(method, url, kind=kind) == reason


@pytest.mark.parametrize("path", ["/2026/how-to-vote", "/like", "/news/vote/5", "/c?action=vote"])
def test_the_page_itself_was_chosen_by_the_crawl(path: str) -> None:
    assert refusal(PageRequest("GET", PAPER + path, kind="document", main=True), NEVER) is None


@pytest.mark.parametrize(
    "name", ["x-http-method-override", "x-http-method", "x-method-override", "x_method_override"]
)
def test_a_header_can_name_another_method(name: str) -> None:
    for method in ("GET", "POST"):
        request = PageRequest(method, f"{PAPER}/api/comments/5", headers={name: "delete"})
        assert refusal(request, NEVER) == (None if "_" in name else "write")
    reading = PageRequest("POST", f"{PAPER}/api/comments/5", headers={name: "GET"})
    assert refusal(reading, NEVER) is None


@pytest.mark.parametrize(
    ("body", "headers", "reason"),
    [
        # What the header says is what a server reads.
        ('{"x":"&action=vote&y="}', FORM, "write"),
        ('{"x":"&action=vote&y="}', JSON, None),
        ("id=5&page=2", FORM, None),
        ("mutation{like(id:5)}", TEXT, "write"),
        ("x", TEXT, None),
        ('{"query":"{a}"}', JSON, None),
        (part("page", "2"), MULTIPART, None),
        (part("action", "vote"), MULTIPART, "write"),
        ("action=vote", MULTIPART, "write"),
        ("<methodCall><methodName>system.listMethods</methodName></methodCall>", XML, None),
        # A body that a filter is not shown: a file, or one that is sent piece by piece.
        ("", JSON, "write"),
        ("", MULTIPART, "write"),
        ("", {}, None),
    ],
)
def test_a_body_is_read_as_its_server_would(
    body: str, headers: dict[str, str], reason: str | None
) -> None:
    assert refusal(PageRequest("POST", f"{PAPER}/c", body, headers), NEVER) == reason


@pytest.mark.parametrize("name", ["sec-purpose", "purpose"])
def test_what_is_fetched_on_suspicion_is_refused(name: str) -> None:
    asked = PageRequest("GET", f"{PAPER}/next", headers={name: "prefetch;prerender"}, kind="other")
    assert refusal(asked, NEVER) == "speculative"


AJAX = f"{PAPER}/wp-admin/admin-ajax.php"


@pytest.mark.parametrize(
    "form", ["action={}&id=5", "id=5&action={}", part("action", "{}"), '{{"action":"{}"}}']
)
@pytest.mark.parametrize(
    ("action", "reason"),
    [
        ("wpdLoadMoreComments", None),
        ("wpdShowReplies", None),
        ("load_comments", None),
        ("theme_load_more_comments", None),
        ("llc_load_comments", None),
        ("get_comment_list", None),
        ("comments_reply_list", None),
        ("cloadmore", None),
        ("wpdVoteOnComment", "write"),
        ("wpdAddComment", "write"),
        ("upload_comment_image", "write"),
        ("get_comment_and_delete", "write"),
        ("mark_comments_read", "write"),
        ("heartbeat", "write"),
        ("load_cart", "write"),
    ],
)
def test_what_a_plug_in_of_wordpress_reads_is_known_by_name(
    form: str, action: str, reason: str | None
) -> None:
    assert why("POST", AJAX, form.format(action), "xhr") == reason
    assert why("GET", f"{AJAX}?action={action}", kind="xhr") == reason


@pytest.mark.parametrize(
    "path",
    ["/wp-comments-post.php", "/wp%2Dcomments%2Dpost.php", "/?rest_route=%2Fwp%2Fv2%2Fcomments"],
)
def test_an_engines_endpoint_is_known_however_it_is_spelled(path: str) -> None:
    assert why("POST", PAPER + path, "id=5") == "write"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ('{"operationName":"Thread","query":"query Thread { thread { id } }"}', None),
        ('{"query":"{ comments { id } }","variables":{"id":"5"}}', None),
        ('{"query":"mutation { like(id: 5) }"}', "write"),
        ('{"id":"9f2c","query":"query Q { a }"}', "write"),
        ('{"query":"query Q { a }","extensions":{"persistedQuery":{"sha256Hash":"9f"}}}', "write"),
        ('[{"query":"query Q { a }"}]', "write"),
    ],
)
def test_a_document_that_only_reads_may_be_posted_where_a_system_writes(
    body: str, reason: str | None
) -> None:
    assert why("POST", f"{PAPER}/api/graphql", body, content_type=JSON["content-type"]) == reason
