"""Remark42: the whole thread in one answer, as a tree."""

from typing import ClassVar
from urllib.parse import urlencode

from newscrawl.engines.answers import (
    Placed,
    dig,
    flag,
    garbage,
    join,
    link,
    markup,
    number,
    objects,
    string,
    unfold,
)
from newscrawl.engines.base import ArticleRef, Batch, Widget
from newscrawl.engines.marks import Marked, setting
from newscrawl.items import Author, Comment, Printed
from newscrawl.page import Page

ROUTE = "/api/v1/find"


class Remark42(Marked):
    name = "remark42"
    elements = ("#remark42",)
    words = (r"\bremark_config\b\s*=",)
    widget = Widget(root="#remark42", answers=ROUTE)
    never: ClassVar[tuple[str, ...]] = (r"^(?!GET|HEAD|OPTIONS)\w+ \S*/api/v1/(?!counts|find)",)

    def start(self, page: Page, article: ArticleRef) -> Batch | None:
        host, site = (setting(page, "remark_config", key) for key in ("host", "site_id"))
        base = link(join(page.url, host or ""))
        if not host or not base:
            return None
        # `remark` is the vendor's own default.
        query = {
            "site": site or "remark",
            "url": setting(page, "remark_config", "url") or article.url,
            "format": "tree",
            "sort": "+time",
        }
        return Batch(more=[self.request(f"{base.rstrip('/')}{ROUTE}?{urlencode(query)}")])

    def parse(self, page: Page, article: ArticleRef) -> Batch:
        tree = dig(page.json, "comments")
        if tree is None and dig(page.json, "info") is None:
            return garbage(page, "no thread in the answer")
        placed = unfold(objects(tree), "replies")
        comments = [one for here in placed if (one := self._comment(here, article))]
        batch = Batch(comments=comments, declared=number(dig(page.json, "info", "count")))
        if not comments and flag(dig(page.json, "info", "read_only")):
            batch.status, batch.reason = "closed", "the thread is read-only"
        return batch

    def reads(self, url: str) -> bool:
        return ROUTE in url

    def _comment(self, placed: Placed, article: ArticleRef) -> Comment | None:
        # The plain format gives the comments themselves, the tree wraps them.
        row, top = (dig(one, "comment") or one for one in (placed.row, placed.top))
        if (comment_id := string(dig(row, "id"))) is None:
            return None
        parent, root = string(dig(row, "pid")), string(dig(top, "id"))
        removed = flag(dig(row, "delete"))
        text, html = (None, None) if removed else markup(dig(row, "text"))
        printed, edited = string(dig(row, "time")), string(dig(row, "edit", "time"))
        score, name = number(dig(row, "score")), string(dig(row, "user", "name"))
        return self.comment(
            article,
            comment_id,
            parent=parent,
            root_id=self.full_id(article, root) if root and (placed.depth or not parent) else None,
            thread_id=string(dig(row, "locator", "url")),
            depth=placed.depth if placed.depth or not parent else None,
            published=Printed(printed, "api" if printed else None),
            modified=Printed(edited, "api" if edited else None),
            text=text,
            text_html=html,
            author=_author(row) if name else None,
            is_edited=edited is not None,
            # Likes minus dislikes: neither number is given by itself.
            reactions={} if score is None else {"score": score},
            is_pinned=flag(dig(row, "pin")),
            status="removed_unknown" if removed else "visible",
        )


def _author(row: object) -> Author:
    staff = True if flag(dig(row, "user", "admin")) else None
    name, account = string(dig(row, "user", "name")), string(dig(row, "user", "id"))
    return Author(name=name, id=account, is_staff=staff)
