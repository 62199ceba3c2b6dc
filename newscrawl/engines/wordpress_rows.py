"""WordPress's comment rows in the HTML (classic and block themes) and links to comment pages."""

import re
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from lxml.html import HtmlElement
from w3lib.url import url_query_parameter

from newscrawl.engines.answers import join, link, number
from newscrawl.extract.selecting import select
from newscrawl.extract.text import text_of
from newscrawl.items import Author, CommentStatus, Printed
from newscrawl.page import Page
from newscrawl.vocabulary.counts import Count, read_count

ROWS = "li.comment, li.pingback, li.trackback, .wp-block-comment-template > li"
BODY = ".comment-content, .wp-block-comment-content, .comment-text"
NOT_BODY = ".comment-author, .comment-meta, .reply, .comment-awaiting-moderation"
DATES = (".comment-metadata", ".wp-block-comment-date", ".comment-date", ".commentmetadata")
"""Not `.comment-meta`: that holds the author too."""
NAMES = (
    ".fn, .wp-block-comment-author-name, .comment-author-name",
    ".comment-author :is(cite, strong, b), cite.comment-author",
    # The whole element only if it has no parts: themes add "says" to it.
    ".comment-author:not(:has(*))",
)
PAGES_AT_MOST = 1000
"""A higher page number is a trap, not a comment page."""
HEADING = 400
"""Characters of a heading that are read."""


class HtmlRow(NamedTuple):
    """One comment as the page shows it."""

    id: str
    parent: str | None
    root: str
    depth: int
    published: Printed
    values: dict[str, Any]
    """Further fields of `Comment`."""


def read_rows(page: Page) -> list[HtmlRow]:
    """Return the reader comments in page order; pings and rows without an id are left out."""
    tree = page.tree()
    rows = select(tree, ROWS)
    # Replies are inside the row they answer, so rows are read and cut out innermost first.
    known = set(rows)
    above = {row: [one for one in row.iterancestors("li") if one in known] for row in rows}
    found: list[HtmlRow] = []
    for row in reversed(rows):
        if (read := _row(row, above[row], page.url)) is not None:
            found.append(read)
        row.drop_tree()
    return found[::-1]


def heading_count(page: Page) -> Count | None:
    """Return the comment count in the heading; None if there is not exactly one number."""
    heading = page.text(".comments-title, .wp-block-comments-title, .wpd-thread-info") or ""
    # Many headings quote the article's title, which may contain numbers.
    plain = re.sub(r"[“«„\"].*[”»“\"]", " ", heading[:HEADING])
    if count := read_count(plain):
        return count
    counts = re.findall(r"\d[\d.,\s]*", plain)
    found = number(re.sub(r"\D", "", counts[0])) if len(counts) == 1 else None
    return None if found is None else Count(found)


def pages_of(page: Page) -> dict[int, str]:
    """Return the article's comment pages by number, without this one, gaps filled."""
    linked = {n: url for n, url in _linked(page).items() if n <= PAGES_AT_MOST}
    if not linked:
        return {}
    last, pattern = max(linked.items())
    here = _page_of(page.url)[1]
    return {n: _numbered(pattern, n) for n in range(1, last + 1) if n != here}


def has_far_pages(page: Page) -> bool:
    """Return whether the article links to comment pages that are not asked for."""
    return any(n > PAGES_AT_MOST for n in _linked(page))


def _linked(page: Page) -> dict[int, str]:
    thread = {_page_of(page.url)[0]}
    if canonical := page.attr('link[rel="canonical"]', "href"):
        thread.add(_page_of(join(page.url, canonical))[0])
    linked: dict[int, str] = {}
    for node in page.css('a[href*="comment-page-"], a[href*="cpage="]'):
        url = join(page.url, node.attrib["href"])
        base, n = _page_of(url)
        # Sidebars with the newest comments link to comment pages of other articles.
        if n and base in thread and link(url):
            linked.setdefault(n, url.partition("#")[0])
    return linked


def _page_of(url: str) -> tuple[str, int | None]:
    """Return a URL without its comment page, for comparison, and the page's number."""
    parts = urlsplit(url)  # `join` has proven that it can be split
    path = re.search(r"/comment-page-(\d+)/?$", parts.path)
    n = number(path[1]) if path else number(url_query_parameter(url, "cpage"))
    bare = parts.path[: path.start()] if path else parts.path
    post = url_query_parameter(url, "p") or ""
    return f"{parts.netloc.lower()}{bare.rstrip('/')}?{post}", n


def _numbered(url: str, n: int) -> str:
    return re.sub(r"(/comment-page-|[?&]cpage=)\d+", rf"\g<1>{n}", url)


def _row(row: HtmlElement, above: list[HtmlElement], url: str) -> HtmlRow | None:
    classes = (row.get("class") or "").split()
    if (comment_id := _id(row)) is None or {"pingback", "trackback"} & set(classes):
        return None
    lineage = [found for one in above if (found := _id(one))]
    name, meta = _first(row, *NAMES), _first(row, *DATES)
    permalink = meta.find(".//a[@href]") if meta is not None else None
    status: CommentStatus = "pending" if select(row, ".comment-awaiting-moderation") else "visible"
    # Read last, as this may cut the row to pieces.
    if (body := _body(row)) is None:
        return None
    return HtmlRow(
        comment_id,
        lineage[0] if lineage else None,
        lineage[-1] if lineage else comment_id,
        len(lineage),
        _date(row, meta),
        {
            "text": body,
            "author": _author(name, url, "bypostauthor" in classes),
            "url": link(join(url, permalink.get("href", ""))) if permalink is not None else None,
            "status": status,
        },
    )


def _id(row: HtmlElement) -> str | None:
    for one in [row, *select(row, '[id^="div-comment-"], [id^="comment-"]')[:1]]:
        if match := re.fullmatch(r"(?:li-|div-)?comment-(\d+)", one.get("id") or ""):
            return match[1]
    return None


def _body(row: HtmlElement) -> str | None:
    if (body := _first(row, BODY)) is not None:
        return text_of(body)
    # The oldest markup has no element for the text: it is whatever else the body holds.
    if (body := _first(row, ".comment-body")) is None:
        return None
    for part in select(body, NOT_BODY):
        part.drop_tree()
    return text_of(body)


def _author(name: HtmlElement | None, url: str, by_post_author: bool) -> Author | None:
    if name is None or not (shown := " ".join(text_of(name).split())):
        return None
    anchor = name if name.tag == "a" else name.find(".//a[@href]")
    home = join(url, anchor.get("href") or "") if anchor is not None else None
    return Author(name=shown, url=link(home), is_staff=True if by_post_author else None)


def _date(row: HtmlElement, meta: HtmlElement | None) -> Printed:
    time = (meta if meta is not None else row).find(".//time[@datetime]")
    if time is not None and (raw := (time.get("datetime") or "").strip()):
        return Printed(raw, "time")
    anchor = meta.find(".//a[@href]") if meta is not None else None
    shown = anchor if anchor is not None else meta
    text = " ".join(text_of(shown).split()) if shown is not None else ""
    return Printed(text, "text") if text else Printed()


def _first(row: HtmlElement, *queries: str) -> HtmlElement | None:
    """Return the first element of the first query that matches."""
    return next((found[0] for query in queries if (found := select(row, query))), None)
