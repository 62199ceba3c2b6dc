"""riaComments: the old comment section of Sputnik (2015-2020) and of RIA (2017).

The HTML as served holds at most the two most liked comments (RIA) or none (Sputnik). The rest
comes by POST to `/services/comments/get_list/`, which every robots.txt seen forbids: so no request
is made here, and the browser opens the thread as a reader would.

The markup of a filled Sputnik row and of removed comments is unknown: it is guessed from the
template in every page.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from urllib.parse import urljoin, urlsplit

from parsel import Selector

from newscrawl.engines.answers import garbage
from newscrawl.engines.base import ArticleRef, Batch, CommentEngine, Widget
from newscrawl.extract.text import text_of
from newscrawl.items import Author, Comment, CommentStatus, Printed
from newscrawl.page import Page

SPUTNIK_ROWS = ".comments-list li[data-id]:not([data-id=''])"
RIA_ROWS = ".b-comments__item[data-id]:not([data-id=''])"
TEMPLATES = frozenset(["empty-comment", "edit-message", "top-line", "b-comments__empty-comment"])
SIGNS = (
    ".b-comments[data-article_id]",
    ".comments-list ul.main",
    ".commentsLoadGeneral",
    "form[action*='/services/comments/add']",
    ".b-comments__list .b-comments__item",
)
COUNTS = (
    ".b-comments__users-stat i:last-of-type",
    ".b-article .b-counters-icon_comments, .b-article__header .b-counters-icon_comments",
    ".b-counters-icon_comments",
    ".b-article__info-statistic .m-comments .b-statistic__number",
)
CLOSED = ".b-comments.m-not-commented, .b-comments__create-expired"
ROOM = "ancestor::*[@data-article_id or @data-articleid][1]"
WRITES = (
    r"/services/comments/(?:add|edit|delete|like)(?:[/?#]|$)",
    r"/services/likes/like(?:[/?#]|$)",
    r"/services/chat/(?:add|add_emoji|report)(?:[/?#]|$)",
    r"/services/article/add_emoji(?:[/?#]|$)",
    r"/services/id/",
    r"/services/author/message(?:[/?#]|$)",
    r"/web_push/subscribe(?:[/?#]|$)",
    r"/services/counter(?:[/?#]|$)",
)
"""What writes on this platform, even by GET: a like is a plain link on every old article."""


class RiaComments(CommentEngine):
    """Reads rows; makes no requests."""

    name = "riacomments"
    never = WRITES
    widget = Widget(
        root=".comments, .b-comments",
        open=(
            ".commentsLoadGeneral:not(.m-active)",
            ".b-comments__tabs-point[data-tabs=m-main-list]:not(.m-active)",
        ),
        more=(
            ".comments-list a.more",
            ".comments-list__answer-load a",
            ".b-comments__list-load a",
            ".b-comments__list-answer-load a",
        ),
        rows=f"{SPUTNIK_ROWS}, .b-comments__list {RIA_ROWS}",
        row_id="data-id",
        orders=(
            ".comments__sort[data-sort]:not(.m-active)",
            ".b-comments__tabs-point[data-tabs=m-top-list]",
        ),
        never=(
            ".like",
            ".dislike",
            ".answer",
            ".edit",
            ".delete",
            ".addcomment",
            ".submitline-botton",
            ".subscribe-to",
            "[data-target='#commentsFB']",
            "[class*=b-comments__item-controls]",
            "[class*=b-article__likes]",
            "[class*=b-buttons-likes]",
            ".b-comments__button-comment a",
            "form *",
        ),
        answers=r"/services/comments/get_list/",
    )

    def detect(self, page: Page) -> str | None:
        return next((sign for sign in SIGNS if page.css(sign)), None)

    def rows(self, page: Page, article: ArticleRef) -> Batch:
        found: dict[str, Comment] = {}
        for node in page.css(f"{SPUTNIK_ROWS}, {RIA_ROWS}"):
            # The most liked comments are in the popular list and again in the list of all.
            ident = node.attrib["data-id"].strip()
            if ident and ident not in found and _belongs(node, article):
                found[ident] = self._comment(node, ident, len(found), page, article)
        _place(found.values())
        declared = _declared(page)
        closed = bool(page.css(CLOSED)) and not declared and not found
        return Batch(
            comments=list(found.values()),
            declared=declared,
            status="closed" if closed else None,
            reason="comments were closed without any being made" if closed else None,
        )

    def reads(self, url: str) -> bool:
        try:
            return urlsplit(url).path.rstrip("/") == "/services/comments/get_list"
        except ValueError:
            return False

    def parse(self, page: Page, article: ArticleRef) -> Batch:
        """Read an answer of `get_list`: a list, or the rows of its next page, as HTML."""
        if page.text_content.strip() and "<" not in page.text_content:
            return garbage(page, "the list of comments is not HTML")
        batch = self.rows(page, article)
        # A part of a list declares no count for the whole.
        batch.declared = batch.status = batch.reason = None
        return batch

    def _comment(
        self, node: Selector, ident: str, position: int, page: Page, article: ArticleRef
    ) -> Comment:
        text, status = _text(node)
        likes = _integer(node.attrib.get("data-likes"))
        return self.comment(
            article,
            ident,
            parent=node.attrib.get("data-parent-id", "").strip() or None,
            published=_date(node, ident),
            thread_id=node.xpath(f"{ROOM}/@data-article_id | {ROOM}/@data-articleid").get() or None,
            parent_author=_string(node, ".other-author, .b-comments__item-answer-author a"),
            position=position,
            text=text,
            author=_author(node, page),
            upvote_count=likes if likes is not None and likes >= 0 else None,
            reactions={"likes": likes} if likes is not None and likes < 0 else {},
            status=status,
        )


def _place(comments: Iterable[Comment]) -> None:
    """Set depth and root of comments whose branch is on the page from its root down."""
    known: dict[str, Comment] = {}
    for comment in comments:
        known[comment.id] = comment
        if comment.parent_id is None:
            if not comment.parent_author:  # else whom it answers is found by the name
                comment.depth, comment.root_id = 0, comment.id
        elif (parent := known.get(comment.parent_id)) and parent.depth is not None:
            comment.depth, comment.root_id = parent.depth + 1, parent.root_id


def _belongs(node: Selector, article: ArticleRef) -> bool:
    """Return whether a row is a comment on this article: a scrolled page holds several articles."""
    classes = {
        name for value in node.xpath("ancestor::*/@class").getall() for name in value.split()
    }
    if classes & TEMPLATES:
        return False
    room = node.xpath(f"{ROOM}/@data-article_id | {ROOM}/@data-articleid").get()
    number = article.id.rpartition(":")[2]
    return not room or not number.isdigit() or room == number


def _declared(page: Page) -> int | None:
    for css in COUNTS:
        shown = page.text(css)
        if shown and (number := _integer(re.sub(r"[\s.,]", "", shown))) is not None:
            return number
    return None


def _text(node: Selector) -> tuple[str | None, CommentStatus]:
    body = next(iter(node.css(".b-comments__item-text, .body")), None)
    text = text_of(body.root) if body is not None else ""
    marks = set(node.attrib.get("class", "").split()) & {"m-deleted", "m-removed", "deleted"}
    if marks or (not text and (body is None or not body.css("img"))):
        return None, "removed_unknown"
    return text, "visible"


def _author(node: Selector, page: Page) -> Author | None:
    link = next(iter(node.css(".b-comments__item-author, .author")), None)
    name = _string(node, ".b-comments__item-author, .author")
    if link is None or not name:
        return None
    href = link.attrib.get("href", "").strip()
    try:
        url = urljoin(page.url, href) if href else None
    except ValueError:
        url = None
    return Author(name=name, url=url, id=node.attrib.get("data-user", "").strip() or None)


def _date(node: Selector, ident: str) -> Printed:
    """Return a row's date: Unix time, the time in its ObjectId, or the printed one."""
    stamp = node.attrib.get("data-ts", "").strip()
    if re.fullmatch(r"[1-9]\d{8,9}", stamp, re.ASCII):
        return Printed(stamp, "api")
    clock = _string(node, "time.time, .b-comments__item-time")
    day = next(iter(node.css("time.date, .b-comments__item-date")), None)
    iso = day.attrib.get("datetime", "").strip() if day is not None else ""
    printed = " ".join(filter(None, [clock, _string(node, "time.date, .b-comments__item-date")]))
    if made := _made(ident, iso or printed):
        return Printed(str(made), "api")
    if "T" in iso:
        return Printed(iso, "time")
    if printed:
        return Printed(printed, "text")
    return Printed(iso, "time") if iso else Printed()


def _made(ident: str, printed: str) -> int | None:
    """Return the Unix time in a Mongo ObjectId, if it is valid and agrees with the printed day.

    >>> _made("59f000000000000000000002", "2017-10-25"), _made("59f000000000000000000002", "2019")
    (1508900864, None)
    """
    if not re.fullmatch(r"[0-9a-f]{24}", ident, re.ASCII):
        return None
    made = int(ident[:8], 16)
    # The printed day is in another zone, at most a day away from the one in UTC.
    days = [datetime.fromtimestamp(made + shift, UTC).date() for shift in (-86400, 0, 86400)]
    shown = {day.isoformat() for day in days} | {day.strftime("%d.%m.%Y") for day in days}
    return made if any(day in printed for day in shown) else None


def _string(node: Selector, css: str) -> str | None:
    for found in node.css(css):
        if text := " ".join("".join(found.xpath(".//text()").getall()).split()):
            return text
    return None


def _integer(text: str | None) -> int | None:
    found = re.search(r"-?\d{1,9}", text or "", re.ASCII)
    return int(found[0]) if found else None
