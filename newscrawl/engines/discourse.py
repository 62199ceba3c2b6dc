"""Discourse's embed: the frame's HTML names the topic; the topic's JSON lists its posts.

Neither the frame nor the topic's JSON has been seen: all names but the markup's are guesses.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlencode

from newscrawl.engines.answers import (
    Object,
    dig,
    flag,
    garbage,
    guessed,
    join,
    link,
    markup,
    number,
    objects,
    string,
)
from newscrawl.engines.base import ArticleRef, Batch, Widget
from newscrawl.engines.marks import Marked, setting
from newscrawl.items import Author, Comment, CommentStatus, Printed
from newscrawl.page import Page

if TYPE_CHECKING:
    from scrapy import Request

PER_CALL = 20
"""Posts per request, as in the forum's own program."""
TOPIC = re.compile(r"/t/(?:[^/?#]+/)?(\d+)(?:[/?#.]|$)")
STAFF = ("staff", "admin", "moderator")
LIKE = 2
"""The id of "like" among a post's actions."""


class Discourse(Marked):
    name = "discourse"
    elements = ("#discourse-comments", 'iframe[src*="/embed/comments?"]')
    words = (r"\bDiscourseEmbed\b\s*=",)
    widget = Widget(root="#discourse-comments", rows="article.post", row_id="id")
    never: ClassVar[tuple[str, ...]] = (
        r"^(?!GET|HEAD|OPTIONS)\w+ \S*/(?:posts|post_actions|t|topics)\b",
        r"/post_actions\b",
    )

    def start(self, page: Page, article: ArticleRef) -> Batch | None:
        server = setting(page, "DiscourseEmbed", "discourseUrl")
        forum = link(join(page.url, server or ""))
        if not server or not forum:
            return None
        if topic := number(setting(page, "DiscourseEmbed", "topicId")):
            return Batch(more=[self.request(f"{forum.rstrip('/')}/t/{topic}.json")])
        # The forum may open a topic for an unknown address, so use only the one the page embeds.
        if not (embedded := setting(page, "DiscourseEmbed", "discourseEmbedUrl")):
            return None
        query = urlencode({"embed_url": embedded})
        return Batch(more=[self.request(f"{forum.rstrip('/')}/embed/comments?{query}")])

    def parse(self, page: Page, article: ArticleRef) -> Batch:
        if page.json is None:
            return self._frame(page)
        posts = dig(page.json, "post_stream", "posts")
        topic = number(dig(page.json, "id")) or _topic(page.url)
        if not isinstance(posts, list) or topic is None:
            return garbage(page, "no posts in the answer")
        guessed(page, "names in a topic's JSON")
        # The first post is the article itself.
        rows = [row for row in objects(posts) if number(row.get("post_number")) != 1]
        comments = [one for row in rows if (one := self._comment(row, topic, article))]
        batch = Batch(comments=comments, more=self._rest(page, topic))
        total = number(dig(page.json, "posts_count"))
        batch.declared = total - 1 if total else None
        if not comments and flag(dig(page.json, "closed")):
            batch.status, batch.reason = "closed", "the topic is closed"
        return batch

    def reads(self, url: str) -> bool:
        return bool(re.search(r"/t/(?:[^/?#]+/)?\d+(?:/posts)?\.json", url))

    def _frame(self, page: Page) -> Batch:
        for href in page.css('a[href*="/t/"]::attr(href)').getall():
            url = link(join(page.url, href))
            if url and (topic := _topic(url)):
                # Read the topic from the forum that served the frame, wherever the link leads.
                forum = page.url.partition("/embed/comments")[0]
                return Batch(more=[self.request(f"{forum}/t/{topic}.json")])
        return Batch(reason="the frame links to no topic")

    def _rest(self, page: Page, topic: int) -> list[Request]:
        """Return the requests for posts that the topic lists but did not include."""
        given = {number(row.get("id")) for row in objects(page.json, "post_stream", "posts")}
        listed = dig(page.json, "post_stream", "stream")
        ids = [number(one) for one in listed] if isinstance(listed, list) else []
        missing = [one for one in dict.fromkeys(ids) if one is not None and one not in given]
        base = page.url.partition("/t/")[0]
        calls: list[Request] = []
        for place in range(0, len(missing), PER_CALL):
            some = [("post_ids[]", str(one)) for one in missing[place : place + PER_CALL]]
            calls.append(self.request(f"{base}/t/{topic}/posts.json?{urlencode(some)}"))
        return calls

    def _comment(self, row: Object, topic: int, article: ArticleRef) -> Comment | None:
        # Parents are given by number in the topic, so that is the id, as in the forum's links.
        if (place := number(row.get("post_number"))) is None:
            return None
        answered = number(row.get("reply_to_post_number"))
        parent = f"{topic}/{answered}" if answered and answered != 1 else None
        status = _status(row)
        text, html = markup(row.get("cooked")) if status == "visible" else (None, None)
        created, edited = string(row.get("created_at")), _edited(row)
        return self.comment(
            article,
            f"{topic}/{place}",
            parent=parent,
            root_id=None if parent else self.full_id(article, f"{topic}/{place}"),
            parent_author=string(dig(row, "reply_to_user", "username")),
            thread_id=str(topic),
            depth=None if parent else 0,
            published=Printed(created, "api" if created else None),
            modified=Printed(edited, "api" if edited else None),
            text=text,
            text_html=html,
            author=_author(row),
            is_edited=edited is not None,
            upvote_count=_likes(row),
            reply_count=number(row.get("reply_count")),
            status=status,
        )


def _topic(url: str) -> int | None:
    found = TOPIC.search(url)
    return number(found[1]) if found else None


def _status(row: Object) -> CommentStatus:
    if flag(row.get("user_deleted")):
        return "removed_by_author"
    if row.get("deleted_at"):
        return "removed_by_moderator"
    return "collapsed" if flag(row.get("hidden")) else "visible"


def _edited(row: Object) -> str | None:
    return string(row.get("updated_at")) if (number(row.get("version")) or 1) > 1 else None


def _likes(row: Object) -> int | None:
    # No entry means no likes, but only if the post lists its actions at all.
    if not isinstance(row.get("actions_summary"), list):
        return None
    counts: list[Any] = [
        one.get("count") for one in objects(row, "actions_summary") if one.get("id") == LIKE
    ]
    return number(counts[0]) if counts else 0


def _author(row: Object) -> Author | None:
    name = string(row.get("name")) or string(row.get("username"))
    account = string(row.get("user_id"))
    staff = True if any(flag(row.get(mark)) for mark in STAFF) else None
    return Author(name=name, id=account, is_staff=staff) if name or account else None
