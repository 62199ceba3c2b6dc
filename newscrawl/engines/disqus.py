"""Disqus: the first page is in the embed's HTML, the next ones come as JSON.

Last checked in November 2026 against public programs that ask `threads/listPostsThreaded` 3.0.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import urlencode

from w3lib.url import url_query_parameter

from newscrawl.engines.answers import (
    Object,
    dig,
    flag,
    garbage,
    guessed,
    link,
    markup,
    number,
    objects,
    string,
    unseen,
)
from newscrawl.engines.base import ArticleRef, Batch, Widget
from newscrawl.engines.marks import Marked
from newscrawl.items import Author, Comment, CommentStatus, Printed
from newscrawl.page import Page

if TYPE_CHECKING:
    from scrapy import Request

SHORTNAME = r"[a-zA-Z0-9][\w-]*"
KEY = re.compile(r"""["']?api_?key["']?\s*[:=]\s*["'](\w+)["']""", re.IGNORECASE)


class Disqus(Marked):
    name = "disqus"
    api: ClassVar[str] = "https://disqus.com"
    elements = (
        "#disqus_thread",
        'iframe[src^="https://disqus.com/embed/comments/"]',
        'noscript a[href*=".disqus.com/?url="]',
    )
    words = (
        # Some site builders print an empty shortname on every page.
        r"(?i)\bdisqus_?shortname[\"']?\s*[=:]\s*[\"'][\w-]",
        rf"(?<![\w-]){SHORTNAME}\.disqus\.com/(?:embed|count)\.js",
    )
    widget = Widget(
        root="#disqus_thread",
        more=(".load-more__button, .load-more-refresh__button",),
        rows="li.post[id^=post-]",
        row_id="id",
        # The first page needs no request of its own: it is in the frame's document.
        answers=r"/embed/comments/\?|/api/3\.0/threads/listPostsThreaded",
    )
    never: ClassVar[tuple[str, ...]] = (
        r"^(?!GET|HEAD|OPTIONS)\w+ .*disqus\.com/",
        r"/api/3\.0/\w+/(?:create|vote|report|remove|update|subscribe)\b",
    )

    def start(self, page: Page, article: ArticleRef) -> Batch | None:
        forum = _setting(page, "shortname", SHORTNAME) or _forum_in_links(page)
        shown = page.css("#disqus_thread") or ".disqus.com/embed.js" in page.scripts
        # A guessed key could open a new, empty thread, so use only the page's own values.
        if not forum or not shown or _is_computed(page):
            return None
        query = {
            "base": "default",
            "f": forum,
            "t_i": _setting(page, "identifier") or "",
            "t_u": _setting(page, "url") or article.url,
            "s_o": "default",
        }
        url = f"{self.api}/embed/comments/?{urlencode({k: v for k, v in query.items() if v})}"
        return Batch(more=[self.request(url)])

    def parse(self, page: Page, article: ArticleRef) -> Batch:
        return self._inline(page, article) if page.json is None else self._listed(page, article)

    def reads(self, url: str) -> bool:
        return "/api/3.0/threads/listPostsThreaded" in url or "/embed/comments/" in url

    def _inline(self, page: Page, article: ArticleRef) -> Batch:
        try:
            data = json.loads(page.css("script#disqus-threadData::text").get() or "")
        except (ValueError, RecursionError):
            return garbage(page, "no thread data in the embedded page")
        thread = dig(data, "response", "thread")
        batch = self._batch(objects(data, "response", "posts"), article)
        # Guess: the thread's own number counts all its comments.
        batch.declared = number(dig(thread, "posts"))
        if batch.declared is not None:
            guessed(page, "the thread's own number counts all its comments")
        if not batch.comments and flag(dig(thread, "isClosed")):
            batch.status, batch.reason = "closed", "the thread is closed"
        if flag(dig(data, "cursor", "hasNext")):
            self._follow_inline(page, data, batch)
        return batch

    def _follow_inline(self, page: Page, data: Object, batch: Batch) -> None:
        key, thread = KEY.search(page.scripts), string(dig(data, "response", "thread", "id"))
        forum = string(dig(data, "response", "thread", "forum"))
        forum = forum or url_query_parameter(page.url, "f")
        cursor = string(dig(data, "cursor", "next"))
        if not (key and thread and forum and cursor):
            batch.status = "partial"
            batch.reason = "the embedded page does not say how to get its next page"
            return
        guessed(page, "the embedded page's own script names the public key")
        query = {"limit": 100, "thread": thread, "forum": forum, "order": "asc"}
        url = f"{self.api}/api/3.0/threads/listPostsThreaded?{urlencode(query)}"
        request = self._next(f"{url}&api_key={key[1]}", cursor, {})
        batch.more = [request] if request else []

    def _listed(self, page: Page, article: ArticleRef) -> Batch:
        if not isinstance(dig(page.json, "response"), list):
            return garbage(page, "no list of posts")
        batch = self._batch(objects(page.json, "response"), article)
        cursor = string(dig(page.json, "cursor", "next"))
        if flag(dig(page.json, "cursor", "hasNext")) and cursor:
            asked = url_query_parameter(page.url, "cursor")
            state = self.state_of(page) or {"asked": [asked] if asked else []}
            request = self._next(page.url, cursor, state)
            batch.more = [request] if request else []
            batch.reason = batch.reason if request else "repeated: a cursor came twice"
        return batch

    def _next(self, url: str, cursor: str, state: Object) -> Request | None:
        if (noted := unseen(state, cursor)) is None:
            return None
        base = re.sub(r"&cursor=[^&]*", "", url)
        return self.request(f"{base}&{urlencode({'cursor': cursor})}", noted)

    def _batch(self, posts: list[Object], article: ArticleRef) -> Batch:
        kept = [post for post in posts if not flag(post.get("isSpam"))]
        comments = [comment for post in kept if (comment := self._comment(post, article))]
        # How to open such a branch is unknown; the count shows that comments are missing.
        cut = any(flag(post.get("hasMore")) for post in kept)
        return Batch(comments=comments, reason="the system cut a branch" if cut else None)

    def _comment(self, post: Object, article: ArticleRef) -> Comment | None:
        if (comment_id := string(post.get("id"))) is None:
            return None
        status, parent, printed = (
            _status(post),
            string(post.get("parent")),
            string(post.get("createdAt")),
        )
        text, html = markup(post.get("message")) if not status.startswith("removed") else (None, "")
        comment = self.comment(
            article,
            comment_id,
            parent=parent,
            root_id=None if parent else self.full_id(article, comment_id),
            thread_id=string(post.get("thread")),
            depth=number(post.get("depth")) if parent else 0,
            published=Printed(printed, "api" if printed else None),
            url=link(post.get("url")),
            text=text,
            text_html=html or None,
            author=_author(post.get("author")),
            is_edited=flag(post.get("isEdited")),
            upvote_count=number(post.get("likes")),
            downvote_count=number(post.get("dislikes")),
            is_editors_pick=flag(post.get("isHighlighted")),
            status=status,
        )
        comment.metadata.timezone = "UTC"
        return comment


def _status(post: Object) -> CommentStatus:
    if flag(post.get("isDeletedByAuthor")):
        return "removed_by_author"
    if flag(post.get("isDeleted")):
        return "removed_unknown"
    return "pending" if flag(post.get("isApproved")) is False else "visible"


def _author(data: object) -> Author | None:
    name = string(dig(data, "name")) or string(dig(data, "username"))
    author = Author(name=name, url=link(dig(data, "profileUrl")), id=string(dig(data, "id")))
    return author if name or author.id else None


def _setting(page: Page, key: str, shape: str = r"[^\"'\n]*") -> str | None:
    """Return the value set in the page's own script, in any of the ways the vendor documents.

    None if it sets two: only running the script would show which one counts.
    """
    patterns = (
        rf"""["']?\bdisqus_{key}["']?\s*[=:]\s*(["'])({shape})\1""",
        rf"""["']?\bdisqus{key.capitalize()}["']?\s*[=:]\s*(["'])({shape})\1""",
        rf"""\bthis\.page\.{key}\s*=\s*(["'])({shape})\1""",
    )
    code = _code(page)
    found = {
        string(_unescaped(match[2])) for pattern in patterns for match in re.finditer(pattern, code)
    } - {None}
    return found.pop() if len(found) == 1 else None


def _is_computed(page: Page) -> bool:
    """Return whether the page computes its identifier in a script."""
    assigned = r"""(?:\.page\.|\bdisqus_)identifier\s*=\s*(?!["']{2})[^\s=]"""
    return bool(re.search(assigned, _code(page))) and _setting(page, "identifier") is None


def _code(page: Page) -> str:
    """Return the scripts without comments: those of the vendor's template hold sample settings."""
    code, kept, at = page.scripts, list[str](), 0
    # Not by an expression, which looks for an end from every `/*` where there is none.
    while (begin := code.find("/*", at)) >= 0 and (end := code.find("*/", begin + 2)) >= 0:
        kept.append(code[at:begin])
        at = end + 2
    return re.sub(r"^[^\S\n]*//.*$", " ", " ".join([*kept, code[at:]]), flags=re.MULTILINE)


def _unescaped(literal: str) -> str:
    try:
        return str(json.loads(f'"{literal}"'))
    except ValueError:
        return literal


def _forum_in_links(page: Page) -> str | None:
    links = " ".join(page.css('a[href*=".disqus.com/"]::attr(href)').getall())
    found = re.search(rf"//({SHORTNAME})\.disqus\.com/embed\.js", page.scripts)
    found = found or re.search(rf"//({SHORTNAME})\.disqus\.com/\?url=", links)
    return found[1] if found else None
