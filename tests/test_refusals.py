"""What a rendered page may not load."""

import pytest

from newscrawl.browser.refusals import never, refusal
from newscrawl.plugins import all_engines

PAPER = "https://paper.example"
WRITES = never(all_engines().values())


@pytest.mark.parametrize(
    ("method", "url", "kind", "why"),
    [
        ("GET", f"{PAPER}/a.jpg", "image", "heavy"),
        ("GET", "https://www.google-analytics.com/collect", "xhr", "tracker"),
        ("GET", f"{PAPER}/services/likes/like/?article_id=1&value=1", "xhr", "write"),
        ("POST", f"{PAPER}/services/comments/add/", "xhr", "write"),
        ("GET", f"{PAPER}/services/chat/add_emoji/?id=1", "fetch", "write"),
        ("POST", f"{PAPER}/api/vote", "fetch", "write"),
        ("DELETE", f"{PAPER}/api/comments/1", "fetch", "write"),
        ("PUT", f"{PAPER}/id/3", "xhr", "write"),
        ("GET", f"{PAPER}/api/comments/5/like", "xhr", "write"),
        ("GET", f"{PAPER}/comments.php?id=5&action=upvote", "fetch", "write"),
        ("POST", f"{PAPER}/comments/vote.php?id=1", "xhr", "write"),
        ("GET", f"{PAPER}/static/like.js", "script", None),
        ("GET", f"{PAPER}/comments.php?action=get_likes", "xhr", None),
        ("POST", f"{PAPER}/comments/list?url=https://paper.example/report/a", "fetch", None),
        ("POST", f"{PAPER}/services/comments/get_list/", "xhr", None),
        ("POST", f"{PAPER}/v1.0.0/conversation/read", "fetch", None),
        ("GET", f"{PAPER}/services/chat/get/?article_id=1", "fetch", None),
        ("GET", f"{PAPER}/report/2026/", "document", None),
        ("GET", "data:text/html,x", "document", None),
    ],
)
def test_refusal(method: str, url: str, kind: str, why: str | None) -> None:
    assert refusal(method, url, kind, "", WRITES) == why


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ('{"query":"mutation Vote($id: ID!) { vote(id: $id) { ok } }"}', "write"),
        (r'{"query":"fragment A on B { c }\nmutation{like(id:1){ok}}"}', "write"),
        ('{"operationName":"CreateComment","extensions":{"persistedQuery":{}}}', "write"),
        ('{"operationName":"FlagMutation","id":"a1"}', "write"),
        ('{"id":1,"action":"vote"}', "write"),
        ("id=5&action=wpdVoteOnComment", "write"),
        ("action=delete_comment&id=5", "write"),
        ('{"query":"query Comments($id: ID!) { comments(id: $id) { text likes } }"}', None),
        ('{"operationName":"PostComments","extensions":{"persistedQuery":{}}}', None),
        ('{"operationName":"ReplyList","variables":{"first":20}}', None),
        ('{"query":"{ thread(id: 1) { mutationCount } }"}', None),
        ("action=wpdLoadMoreComments&offset=2", None),
        ("action=get_comments_and_likes&id=5", None),
        ("", None),
    ],
)
def test_what_one_address_does_is_said_in_the_body(body: str, why: str | None) -> None:
    assert refusal("POST", f"{PAPER}/graphql", "fetch", body, WRITES) == why


AJAX = f"{PAPER}/wp-admin/admin-ajax.php"
FORM = 'x\r\nContent-Disposition: form-data; name="action"\r\n\r\n{}\r\nx'


@pytest.mark.parametrize("form", ["action={}&id=5", "id=5&action={}", FORM, '{{"action":"{}"}}'])
@pytest.mark.parametrize(
    ("action", "why"),
    [
        ("wpdLoadMoreComments", None),
        ("wpdShowReplies", None),
        ("load_comments", None),
        ("theme_load_more_comments", None),
        ("llc_load_comments", None),
        ("get_comment_list", None),
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
    form: str, action: str, why: str | None
) -> None:
    assert refusal("POST", AJAX, "xhr", form.format(action), WRITES) == why
    assert refusal("GET", f"{AJAX}?action={action}", "xhr", "", WRITES) == why
