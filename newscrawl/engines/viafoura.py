"""Viafoura: bootstrap names the section, the content container the thread; then come its pages.

Last checked in November 2026 against public programs that ask `livecomments` v4 for the container
and its comments, and against recorded answers.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import quote, urlencode, urlsplit

from w3lib.url import add_or_replace_parameters

from newscrawl.engines.answers import (
    Object,
    dig,
    flag,
    garbage,
    guessed,
    link,
    moment,
    number,
    objects,
    prose,
    string,
    unfold,
    unseen,
)
from newscrawl.engines.base import ArticleRef, Batch, Widget
from newscrawl.engines.marks import Marked
from newscrawl.items import Author, Comment, Printed
from newscrawl.page import Page

if TYPE_CHECKING:
    from scrapy import Request

ROOTS, REPLIES = 100, 50
"""The largest pages the API allows."""
THREAD = re.compile(r"/livecomments/([^/?]+)/([^/?]+)/comments(?:/([^/?]+))?(?:\?|$)")


class Viafoura(Marked):
    name = "viafoura"
    api: ClassVar[str] = "https://api.viafoura.co"
    live: ClassVar[str] = "https://livecomments.viafoura.co"
    elements = ("vf-conversations", "vf-tray", "vf-tray-trigger", 'meta[name="vf:container_id"]')
    widget = Widget(
        root="vf-conversations, .viafoura",
        open=("vf-tray-trigger",),
        rows="article.vf3-comment",
        answers=r"/v4/livecomments/",
    )
    never: ClassVar[tuple[str, ...]] = (
        # Bootstrap is the only POST that just reads.
        r"^(?!GET|HEAD|OPTIONS)\w+ \S*viafoura\.co/(?!v2/[^/]+/bootstrap/)",
        r"^(?!GET|HEAD|OPTIONS)\w+ \S*/livecomments/",
    )

    def start(self, page: Page, article: ArticleRef) -> Batch | None:
        container = page.meta("vf:container_id") or page.attr(
            "[vf-container-id]", "vf-container-id"
        )
        # Guess: the registered site is the host, unless the page names another.
        domain = page.meta("vf:domain") or urlsplit(article.url).hostname
        if not container or not domain or not re.fullmatch(r"[\w.-]+", domain):
            return None
        if not page.meta("vf:domain"):
            guessed(page, "the article's host is the registered site")
        return Batch(more=[self._bootstrap(domain.removeprefix("www."), container)])

    def parse(self, page: Page, article: ArticleRef) -> Batch:
        if "/bootstrap/" in page.url:
            return self._section(page)
        if "/contentcontainer/" in page.url:
            return self._container(page)
        return self._thread(page, article)

    def reads(self, url: str) -> bool:
        return "/livecomments/" in url and ("/contentcontainer/" in url or "/comments" in url)

    def _bootstrap(self, domain: str, container: str) -> Request:
        body = json.dumps({"section": "", "section_tree": "", "session": "false"})
        return self.request(
            f"{self.api}/v2/{domain}/bootstrap/v2?session=false",
            {"container": container},
            method="POST",
            body=body,
            headers={"Content-Type": "application/json"},
        )

    def _section(self, page: Page) -> Batch:
        result = dig(page.json, "result")
        section = string(dig(result, "settings", "site_uuid"))
        section = section or string(dig(result, "sectionTree", "uuid"))
        container = string(self.state_of(page).get("container"))
        if not section or not container:
            return garbage(page, "the bootstrap names no section")
        query = urlencode({"container_id": container})
        return Batch(more=[self.request(self._url(section, "contentcontainer/id", query))])

    def _container(self, page: Page) -> Batch:
        section = re.search(r"/livecomments/([^/?]+)/", page.url)
        thread = string(dig(page.json, "content_container_uuid"))
        if not section or not thread:
            return garbage(page, "the container names no thread")
        batch = Batch(declared=number(dig(page.json, "total_visible_content")))
        if flag(dig(page.json, "settings", "is_hidden")):
            batch.status, batch.reason = "closed", "the thread is hidden"
            return batch
        query = f"limit={ROOTS}&reply_limit={REPLIES}&sorted_by=oldest"
        batch.more = [self.request(self._url(section[1], f"{thread}/comments", query))]
        return batch

    def _url(self, section: str, path: str, query: str) -> str:
        return f"{self.live}/v4/livecomments/{quote(section)}/{quote(path)}?{query}"

    def _thread(self, page: Page, article: ArticleRef) -> Batch:
        place = THREAD.search(page.url)
        if not place or not isinstance(dig(page.json, "contents"), list):
            return garbage(page, "no list of comments")
        # Guess: replies come beside their root or inside it, under `replies`; both are read.
        rows = [placed.row for placed in unfold(objects(page.json, "contents"), "replies")]
        if len(rows) > len(objects(page.json, "contents")):
            guessed(page, "replies are nested under that name")
        comments = [one for row in rows if (one := self._comment(row, place[2], article))]
        more = [self._next(page, rows, place)] if flag(dig(page.json, "more_available")) else []
        if not place[3]:
            more += [self._replies(place, root) for root in _short(rows, place[2])]
        return Batch(comments=comments, more=[request for request in more if request])

    def _next(self, page: Page, rows: list[Object], place: re.Match[str]) -> Request | None:
        # Guess: if replies are in the same list, the next page starts after the last root.
        roots = [row for row in rows if place[3] or _is_root(row, place[2])]
        last = string(roots[-1].get("content_uuid")) if roots else None
        state = unseen(self.state_of(page), last) if last else None
        if not last or state is None:
            return None
        return self.request(add_or_replace_parameters(page.url, {"starting_from": last}), state)

    def _replies(self, place: re.Match[str], root: str) -> Request:
        path = f"{place[2]}/comments/{root}"
        return self.request(self._url(place[1], path, f"limit={ROOTS}"))

    def _comment(self, row: Object, container: str, article: ArticleRef) -> Comment | None:
        if (comment_id := string(row.get("content_uuid"))) is None:
            return None
        top = _is_root(row, container)
        root = comment_id if top else string(row.get("thread_uuid"))
        parent = None if top else string(row.get("parent_uuid"))
        shown = row.get("state") in (None, "visible") and row.get("content") is not None
        text, html = prose(row.get("content")) if shown else (None, None)
        printed = moment(row.get("date_created"))
        return self.comment(
            article,
            comment_id,
            parent=parent,
            root_id=self.full_id(article, root) if root else None,
            thread_id=container,
            depth=0 if top else 1 if parent == root else None,
            published=Printed(printed, "api" if printed else None),
            text=text,
            text_html=html,
            author=_author(row) if shown else None,
            upvote_count=number(row.get("total_likes")),
            downvote_count=number(row.get("total_dislikes")),
            reply_count=number(row.get("total_replies")),
            is_pinned=flag(row.get("is_pinned")),
            is_editors_pick=flag(row.get("is_picked")),
            status="visible" if shown else "removed_unknown",
        )


def _is_root(row: Object, container: str) -> bool:
    # Top-level comments name the container as their parent.
    parent = string(row.get("parent_uuid"))
    return parent is None or parent.lower() == container.lower()


def _short(rows: list[Object], container: str) -> list[str]:
    """Return the roots with fewer replies here than they declare."""
    came: dict[str, int] = {}
    for row in rows:
        if not _is_root(row, container) and (root := string(row.get("thread_uuid"))):
            came[root] = came.get(root, 0) + 1
    roots = [(string(r.get("content_uuid")), r) for r in rows if _is_root(r, container)]
    return [
        root
        for root, row in roots
        if root and came.get(root, 0) < (number(row.get("total_replies")) or 0)
    ]


def _author(row: Object) -> Author | None:
    # `actor` is usually null: only the id is known then, and the name is in the page's rows.
    name, account = string(dig(row, "actor", "name")), string(row.get("actor_uuid"))
    url = link(dig(row, "actor", "url"))
    return Author(name=name, id=account, url=url) if name or account else None
