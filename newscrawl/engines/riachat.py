"""The chat under articles of RIA's new design; presumably the same on Sputnik.

The page holds an empty shell. `GET /services/chat/get/` returns JSON, newest first, a page at a
time; it is an ordinary request, which robots.txt usually forbids. A message may carry private
fields (a sender's address has been seen): only the fields named here are read.

The shape of the JSON is known from public programs that read it; we have seen no real answer.
The markup of a rendered message is unknown too: `rows` is a guess, and only a fallback.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from parsel import Selector

from newscrawl.engines.answers import garbage, string
from newscrawl.engines.base import ArticleRef, Batch, CommentEngine, Widget
from newscrawl.engines.riacomments import WRITES
from newscrawl.extract.text import text_of
from newscrawl.items import Author, Comment, Printed
from newscrawl.page import Page

if TYPE_CHECKING:
    from scrapy import Request

SIGNS = (
    "#widgetRChat",
    "form.chat__form",
    "[itemprop=discussionUrl][href*='chat_room_id=']",
)
ROWS = ".chat__message[data-id]:not([data-id=''])"
PATHS = frozenset(["/services/chat/get", "/services/chat/get_unread_message"])
PAGE_SIZE = 20
ROOM = re.compile(r"[?&]chat_room_id=(\d{1,20})(?!\d)", re.ASCII)


class RiaChat(CommentEngine):
    """A flat list of messages; each names the message it answers."""

    name = "riachat"
    never = WRITES
    widget = Widget(
        root="#widgetRChat",
        # Guess: the button under the requested article.
        open=(".endless__item:first-of-type .article__userbar-chat",),
        more=(".chat__more",),
        rows=f".chat__lenta {ROWS}",
        row_id="data-id",
        never=("form *", ".chat__input-send", "[class*=emoji]", "[data-modal-open]"),
        answers=r"/services/chat/get(?:_unread_message)?/",
    )

    def detect(self, page: Page) -> str | None:
        return next((sign for sign in SIGNS if page.css(sign)), None)

    def rows(self, page: Page, article: ArticleRef) -> Batch:
        found: dict[str, Comment] = {}
        for node in page.css(ROWS):
            found.setdefault(node.attrib["data-id"], self._row(node, len(found), article))
        return Batch(comments=list(found.values()))

    def start(self, page: Page, article: ArticleRef) -> Batch | None:
        room = _room(page, article)
        if not room or not self.detect(page):
            return None
        path = f"/services/chat/get/?article_id={room}&limit={PAGE_SIZE}"
        return Batch(more=[self.request(urljoin(page.url, path))])

    def newest(self, requests: Sequence[Request]) -> list[Request]:
        return list(requests)

    def reads(self, url: str) -> bool:
        try:
            return urlsplit(url).path.rstrip("/") in PATHS
        except ValueError:
            return False

    def parse(self, page: Page, article: ArticleRef) -> Batch:
        data = page.json
        for name in ("chat", "chat_messages"):
            chat = data.get(name) if isinstance(data, dict) else None
            if isinstance(chat, dict) and isinstance(chat.get("messages"), list):
                found = self._messages(chat["messages"], _emotions(data), page, article)
                return Batch(comments=found, more=self._next(chat, page) if found else [])
        return garbage(page, "the chat's answer has no messages")

    def _messages(
        self,
        messages: list[Any],
        emotions: dict[str, dict[str, int]],
        page: Page,
        article: ArticleRef,
    ) -> list[Comment]:
        room = dict(_query(page.url)).get("article_id") or article.id.rpartition(":")[2]
        found: dict[str, Comment] = {}
        for message in messages:
            ident = _ident(message)
            if ident and ident not in found:
                comment = self._message(message, ident, room, article)
                comment.reactions = emotions.get(ident, {})
                found[ident] = comment
        return list(found.values())

    def _message(
        self, message: dict[str, Any], ident: str, room: str, article: ArticleRef
    ) -> Comment:
        parent = message.get("parent_comment")
        parent = parent if isinstance(parent, dict) else {}
        name = string(message.get("nickname"))
        text = string(message.get("text"))
        answered = _ident(parent)
        return self.comment(
            article,
            ident,
            parent=answered,
            root_id=None if answered else self.full_id(article, ident),
            depth=None if answered else 0,
            parent_author=string(parent.get("nickname")),
            published=_date(message),
            thread_id=room,
            url=f"{article.url}?chat_message_id={ident}&chat_room_id={room}",
            # Guess: plain text. No markup has been seen in it, and a reader may well type "<b>".
            text=text.strip() if isinstance(text, str) else None,
            author=Author(name=name) if name else None,
        )

    def _next(self, chat: dict[str, Any], page: Page) -> list[Request]:
        last, date = string(chat.get("last_id")), chat.get("last_date")
        query = dict(_query(page.url))
        if not last or not isinstance(date, dict) or last == query.get("id_exc"):
            return []
        sec, usec = date.get("sec"), date.get("usec", 0)
        if not _is_number(sec) or not _is_number(usec) or "article_id" not in query:
            return []
        query |= {"date": str(sec), "date_usec": str(usec), "id_exc": last}
        return [self.request(f"{page.url.partition('?')[0]}?{urlencode(query)}")]

    def _row(self, node: Selector, position: int, article: ArticleRef) -> Comment:
        name = _words(node, ".chat__message-author")
        body = next(iter(node.css(".chat__message-text")), None)
        quoted = next(iter(node.css(".chat__message-parent[data-parent-id]")), None)
        stamp = node.attrib.get("data-ts", "")
        return self.comment(
            article,
            node.attrib["data-id"],
            parent=quoted.attrib["data-parent-id"] or None if quoted is not None else None,
            parent_author=_words(node, ".chat__message-parent-author"),
            published=Printed(stamp, "api") if stamp.isascii() and stamp.isdigit() else None,
            position=position,
            text=text_of(body.root) if body is not None else None,
            author=Author(name=name) if name else None,
        )


def _words(node: Selector, css: str) -> str | None:
    return " ".join(" ".join(node.css(f"{css} ::text").getall()).split()) or None


def _room(page: Page, article: ArticleRef) -> str | None:
    number = article.id.rpartition(":")[2]
    if number.isascii() and number.isdigit():
        return number
    found = ROOM.search(page.attr("[itemprop=discussionUrl]", "href") or "")
    return found[1] if found else None


def _query(url: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(urlsplit(url).query)
    except ValueError:
        return []


def _ident(message: Any) -> str | None:
    found = message.get("id") if isinstance(message, dict) else None
    return str(found) if _is_number(found) else string(found)


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _date(message: dict[str, Any]) -> Printed:
    created = message.get("created")
    for value in (created.get("sec") if isinstance(created, dict) else None, message.get("ts_gmt")):
        if _is_number(value):
            return Printed(str(value), "api")
    return Printed()


def _emotions(data: dict[str, Any]) -> dict[str, dict[str, int]]:
    listed = data.get("emoji_chat")
    found = {}
    for one in listed if isinstance(listed, list) else []:
        counts = one.get("emotions") if isinstance(one, dict) else None
        if isinstance(counts, dict):
            given = {str(key): n for key, n in counts.items() if _is_number(n) and n > 0}
            found[str(one.get("object_id"))] = given
    return found
