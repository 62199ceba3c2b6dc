"""WordPress's own comments: the REST route, else rows in the HTML and its comment pages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape
from typing import TYPE_CHECKING, ClassVar

from w3lib.url import add_or_replace_parameter

from newscrawl.engines.answers import (
    Object,
    dig,
    garbage,
    join,
    link,
    markup,
    number,
    parameter,
    string,
)
from newscrawl.engines.base import ArticleRef, Batch, Widget
from newscrawl.engines.marks import Marked
from newscrawl.engines.signs import LIMIT, Sign
from newscrawl.engines.wordpress_rows import (
    PAGES_AT_MOST,
    HtmlRow,
    has_far_pages,
    heading_count,
    pages_of,
    read_rows,
)
from newscrawl.items import Author, Comment, CommentStatus, Printed
from newscrawl.page import Page

if TYPE_CHECKING:
    from scrapy import Request

REST = "wp/v2/comments"
READING = (
    r"(?i:(?:\w*[a-z0-9]?_|wpd|my|ajax)?(?<!up)(?:load|get|fetch|show|list)_?"
    r"(?:more|older|all|newer|next|hidden|child|lazy|post)?_?(?:comments?|repl(?:y|ies))"
    r"(?:_?(?:list|page|html|template|ajax|callback|data))?"
    r"|(?:\w*_)?comments?_(?:repl(?:y|ies)_)?(?:list|load|page)"
    r"|wpd(?:ReadMore|Sorting|MostReactedComment|HottestThread)|cloadmore)"
)
"""Names of actions that read comments: wpDiscuz', and those of themes and lazy loaders."""
PINGS = frozenset(["pingback", "trackback"])


class Wordpress(Marked):
    name = "wordpress"
    themed = True
    elements = (
        'form[action*="wp-comments-post.php"]',
        ":is(ol, ul):is(.comment-list, .commentlist) > li.comment",
        ".wp-block-comment-template > li",
        "#wpdcom .wpd-comment",
        'iframe[src*="jetpack.wordpress.com/jetpack-comment"]',
        'iframe[name="jetpack_remote_comment"]',
    )
    widget = Widget(
        root="#comments, .comments-area, .wp-block-comments, #wpdcom",
        rows='li.comment, .wp-block-comment-template > li, .wpd-comment[id^="wpd-comm-"]',
        row_id="id",
        never=("#respond", ".comment-reply-link"),
    )
    never: ClassVar[tuple[str, ...]] = (
        r"wp-comments-post\.php",
        r"^(?!GET|HEAD|OPTIONS)\w+ .*wp/v2/comments",
        # One address for all that plug-ins do: only what is known to read comments goes through.
        rf"^(?!.* action={READING}$).*admin-ajax\.php",
    )

    def may_hold(self, page: Page) -> bool:
        # A theme without a list, or with a list of its own, says nothing of what was written.
        return bool(_rest_base(page) and _post_id(page))

    def rows(self, page: Page, article: ArticleRef) -> Batch:
        comments = [self._row(row, article) for row in read_rows(page)]
        count = heading_count(page)
        batch = Batch(comments=comments)
        if count:
            batch.declared, batch.at_least = count.exact, count.least
        asked = self.state_of(page).get("asked", [])
        new = {n: url for n, url in pages_of(page).items() if n not in asked}
        state = {"html": True, "asked": sorted({*asked, *new})}
        batch.more = [self.request(url, state) for url in new.values()]
        if has_far_pages(page):
            batch.signs.append(Sign(LIMIT, f"comment pages beyond {PAGES_AT_MOST} are not read"))
        if not comments and page.css(".no-comments, .nocomments"):
            batch.status, batch.reason = "closed", "the page says that comments are closed"
        return batch

    def start(self, page: Page, article: ArticleRef) -> Batch | None:
        base, post = link(_rest_base(page)), _post_id(page)
        if not base or not post:
            return None
        url = f"{base}{REST}{'&' if '?' in base else '?'}post={post}&per_page=100&page=1&order=asc"
        return Batch(more=[self.request(url)])

    def newest(self, requests: Sequence[Request]) -> list[Request]:
        return [
            one.replace(url=add_or_replace_parameter(one.url, "order", "desc")) for one in requests
        ]

    def parse(self, page: Page, article: ArticleRef) -> Batch:
        if self.state_of(page).get("html"):
            return self.rows(page, article)
        if not isinstance(page.json, list):
            return garbage(page, "the REST route gave no list")
        rows = [row for row in page.json if isinstance(row, dict)]
        comments = [
            comment
            for row in rows
            if string(row.get("type")) not in PINGS and (comment := self._comment(row, article))
        ]
        declared = number(page.headers.get("x-wp-total"))
        return Batch(
            comments=comments, declared=declared, more=self._next(page, len(page.json), declared)
        )

    def reads(self, url: str) -> bool:
        return REST in url.replace("%2F", "/")

    def _next(self, page: Page, given: int, declared: int | None) -> list[Request]:
        here, size = parameter(page.url, "page", 1) or 1, parameter(page.url, "per_page", 10) or 10
        pages = number(page.headers.get("x-wp-totalpages"))
        # Behind some proxies the headers are gone; then a full page is taken to have a follower.
        more = given >= size if pages is None else here < pages
        if not given or not more:
            return []
        return [self.request(add_or_replace_parameter(page.url, "page", str(here + 1)))]

    def _comment(self, row: Object, article: ArticleRef) -> Comment | None:
        if (comment_id := string(row.get("id"))) is None:
            return None
        parent, author = _reference(row.get("parent")), _reference(row.get("author"))
        text, html = markup(dig(row, "content", "rendered"))
        # `date` is in the site's unknown zone; only `date_gmt` is certain, and it names no zone.
        printed = string(row.get("date_gmt"))
        comment = self.comment(
            article,
            comment_id,
            parent=parent,
            root_id=None if parent else self.full_id(article, comment_id),
            depth=None if parent else 0,
            thread_id=string(row.get("post")),
            published=Printed(printed, "api" if printed else None),
            url=link(row.get("link")),
            text=text,
            text_html=html,
            author=Author(
                # WordPress stores names as markup: an ampersand is an entity.
                name=string(unescape(string(row.get("author_name")) or "")),
                url=link(row.get("author_url")),
                id=author,
            ),
            status=_status(row.get("status")),
        )
        comment.metadata.timezone = "UTC"
        return comment

    def _row(self, row: HtmlRow, article: ArticleRef) -> Comment:
        return self.comment(
            article,
            row.id,
            parent=row.parent,
            root_id=self.full_id(article, row.root),
            depth=row.depth,
            published=row.published,
            **row.values,
        )


def _reference(value: object) -> str | None:
    """Return another row's id; 0 means none."""
    return None if (found := string(value)) == "0" else found


def _status(value: object) -> CommentStatus:
    return "pending" if value in ("hold", "unapproved") else "visible"


def _rest_base(page: Page) -> str | None:
    href = page.attr('link[rel="https://api.w.org/"]', "href")
    if href:
        return join(page.url, href)
    # The post's own JSON link names the same route.
    alternate = page.attr('link[rel="alternate"][type="application/json"]', "href") or ""
    route = re.match(r"(.*?)wp/v2/", join(page.url, alternate))
    return route[1] if route else None


def _post_id(page: Page) -> str | None:
    tries = (
        (r"/(\d+)/?$", page.attr('link[rel="alternate"][type="application/json"]', "href")),
        (r"^(\d+)$", page.attr("#comment_post_ID, [name=comment_post_ID]", "value")),
        (r"^(\d+)$", page.attr(".comment-reply-link[data-postid]", "data-postid")),
        (r"(?:^|\s)(?:postid|page-id)-(\d+)(?:\s|$)", page.attr("body[class]", "class")),
        (r"[?&]p=(\d+)", page.attr('link[rel="shortlink"]', "href")),
    )
    for pattern, value in tries:
        if value and (match := re.search(pattern, value)):
            return match[1]
    return None
