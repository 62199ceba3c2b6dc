"""The chat of the new design: JSON of the two known shapes, invented words."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawl.engines.base import ArticleRef, Batch
from newscrawl.engines.riachat import RiaChat
from newscrawl.page import Page

URL = "https://a.example/services/chat/get/?article_id=1114000001&limit=20"
REF = ArticleRef(
    id="ria:1114000001", url="https://a.example/20231007/a-1114000001.html", site="ria"
)
CHAT = RiaChat()


def message(ident: str, **more: Any) -> dict[str, Any]:
    return {
        "id": ident,
        "nickname": "reader",
        "text": "Seven boats.\nAll <b>lit</b> &amp; moored.",
        "created": {"sec": 1696669200, "usec": 7},
        "ts_gmt": 1696669200,
        "user_ip": "192.0.2.1",
        "email": "reader@example.invalid",
    } | more


def answer(*messages: Any, url: str = URL, **chat: Any) -> Batch:
    last = {"last_date": {"sec": 1696669200, "usec": 7}, "last_id": "b2"}
    body = {"chat": {"messages": list(messages)} | last | chat}
    return CHAT.parse(Page(json.dumps(body).encode(), url), REF)


def test_a_message() -> None:
    parent = {"id": "a1", "nickname": "other", "text": "Quoted.", "user_ip": "192.0.2.2"}
    [comment] = answer(message("b2", parent_comment=parent)).comments
    assert comment.id == "riachat:ria:b2"
    assert comment.text == "Seven boats.\nAll <b>lit</b> &amp; moored."
    assert comment.author
    assert comment.author.name == "reader"
    assert (comment.parent_id, comment.parent_author) == ("riachat:ria:a1", "other")
    assert (comment.date_published_raw, comment.date_published_source) == ("1696669200", "api")
    assert comment.thread_id == "1114000001"
    assert comment.url == f"{REF.url}?chat_message_id=b2&chat_room_id=1114000001"
    # Private fields of messages and of what they quote go nowhere.
    for private in ("192.0.2", "example.invalid"):
        assert private not in repr(comment)


def test_a_message_that_answers_none() -> None:
    [comment] = answer(message("b2", created=None)).comments
    assert (comment.parent_id, comment.parent_author, comment.depth) == (None, None, 0)
    assert comment.date_published_raw == "1696669200"


def test_paging() -> None:
    [request] = answer(message("b2")).more
    assert request.url == f"{URL}&date=1696669200&date_usec=7&id_exc=b2"
    # The end: an empty page, no last id, or the same border again.
    assert answer().more == []
    assert answer(message("b2"), last_id=None).more == []
    assert answer(message("b2"), last_date=None).more == []
    assert answer(message("b2"), url=request.url).more == []
    [following] = answer(message("c3"), url=request.url, last_id="c3").more
    assert following.url == f"{URL}&date=1696669200&date_usec=7&id_exc=c3"


def test_the_older_shape_has_no_pages() -> None:
    body = {
        "chat_messages": {"messages": [{"id": "b2", "text": "Words"}], "comment_ids": ["b2"]},
        "emoji_chat": [{"object_id": "b2", "emotions": {"s1": 2, "s2": 0}}],
    }
    url = "https://a.example/services/chat/get_unread_message/?article_id=1114000001&limit=1000"
    assert CHAT.reads(url)
    batch = CHAT.parse(Page(json.dumps(body).encode(), url), REF)
    [comment] = batch.comments
    assert (comment.text, comment.author, comment.date_published_raw) == ("Words", None, None)
    assert comment.reactions == {"s1": 2}
    assert batch.more == []


@pytest.mark.parametrize("body", ["", "<html>", "[]", "{}", '{"chat": {"messages": 3}}', "null"])
def test_garbage_is_an_error(body: str) -> None:
    batch = CHAT.parse(Page(body.encode(), URL), REF)
    assert batch.status == "error"
    assert batch.reason


def test_start() -> None:
    shell = Page(b'<div id="widgetRChat"></div>', REF.url)
    batch = CHAT.start(shell, REF)
    assert batch
    assert [request.url for request in batch.more] == [URL]
    assert batch.declared is None
    assert CHAT.start(Page(b"<p>", REF.url), REF) is None
    # A site whose ids are no numbers: the page names the room.
    link = b'<a itemprop="discussionUrl" href="/a?chat_room_id=1114000001"></a>'
    other = ArticleRef(id="news:00ff", url=REF.url, site="news")
    batch = CHAT.start(Page(link, REF.url), other)
    assert batch
    assert [request.url for request in batch.more] == [URL]


def test_what_it_reads() -> None:
    assert CHAT.reads(URL)
    assert not CHAT.reads("https://a.example/services/chat/add/?comment=x")
    assert not CHAT.reads("http://[::1")


def test_drawn_messages() -> None:
    html = """<div class="chat__lenta"><div class="chat__message" data-id="b2" data-ts="1696669200">
    <blockquote class="chat__message-parent" data-parent-id="a1">
    <b class="chat__message-parent-author">other</b><span class="chat__message-parent-text">Q</span>
    </blockquote><b class="chat__message-author">reader</b><div class="chat__message-text">Words
    </div></div><div class="chat__message" data-id=""></div></div>"""
    [comment] = CHAT.rows(Page(html.encode(), REF.url), REF).comments
    assert (comment.text, comment.parent_author) == ("Words", "other")
    assert comment.parent_id == "riachat:ria:a1"
    assert comment.date_published_raw == "1696669200"


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text()),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(
                ["id", "text", "nickname", "created", "sec", "usec", "parent_comment", "messages"]
            ),
            inner,
        ),
    ),
)


@settings(deadline=None, max_examples=50)
@given(JSON, JSON, JSON)
def test_nothing_raises(messages: Any, last: Any, emoji: Any) -> None:
    chat = {"messages": messages, "last_date": last, "last_id": "z"}
    body = json.dumps({"chat": chat, "emoji_chat": [emoji, {"emotions": emoji}]})
    batch = CHAT.parse(Page(body.encode(), URL), REF)
    assert batch.comments or not batch.more
