"""Where an article belongs: section, keywords, publisher, discussion; what kind it is."""

import re
from typing import Any

from lxml.html import HtmlElement

from newscrawl.extract.canonical import absolute, clean_url
from newscrawl.extract.claims import own_address
from newscrawl.extract.filed import read_filed, read_site_title
from newscrawl.extract.identity import url_hash
from newscrawl.extract.ld import each, is_a, name_of, number, plain, resolved
from newscrawl.extract.marked import marked
from newscrawl.extract.marks import has_any, marks_of
from newscrawl.extract.titles import key
from newscrawl.page import Page

LIVE = "LiveBlogPosting"
KEYWORDS = (
    *("article:tag", "news_keywords", "keywords", "parsely-tags", "sailthru.tags"),
    *("dc.keywords", "dcterms.keywords", "dc.subject", "dcterms.subject"),
)


def read_section(page: Page, tree: HtmlElement) -> str | None:
    """Return the section the article is filed under; `tree` is the page without its comments."""
    section = plain(page.ld.get("articleSection")) or plain(page.meta("article:section"))
    shown = (_text(node) for node in marked(tree, "articleSection"))
    return section or next(filter(None, shown), None) or next(iter(read_filed(tree).sections), None)


def read_keywords(page: Page, tree: HtmlElement) -> list[str]:
    """Return the keywords of the first source that has any, each once, in the page's order.

    `tree` is the page without its comments.
    """
    sources: list[Any] = [page.ld.get("keywords")]
    sources += [page.metas(name) for name in KEYWORDS]
    for source in sources:
        words = [word for one in each(source) for word in _words(one)]
        if words:
            return list(dict.fromkeys(words))
    return read_filed(tree).tags


def read_publisher(page: Page) -> str | None:
    """Return the publisher's name."""
    declared = (name_of(one) for one in resolved(page, page.ld.get("publisher")))
    named = next(filter(None, declared), None) or plain(page.meta("og:site_name"))
    return named or read_site_title(page)


def read_discussion_url(page: Page) -> str | None:
    """Return the address of the discussion that the page declares."""
    return absolute(page.url, plain(page.ld.get("discussionUrl")))


def read_comment_count(page: Page) -> int | None:
    """Return the number of comments the page declares in its metadata, or None."""
    declared = [page.ld.get("commentCount")]
    declared += [
        one.get("userInteractionCount")
        for one in each(page.ld.get("interactionStatistic"))
        if isinstance(one, dict) and "CommentAction" in str(one.get("interactionType"))
    ]
    marks = page.once(marks_of)
    declared += [
        node.get("content") or "".join(node.itertext())
        for node in marks.at(marks.places("itemprop", "commentCount".__eq__))
    ]
    for node in marks.at(marks.places("itemprop", "interactionCount".__eq__)):
        text = node.get("content") or ""
        if text.startswith("UserComments:"):
            declared.append(text.removeprefix("UserComments:"))
    return next((count for one in declared if (count := number(one)) is not None), None)


def read_word_count(page: Page) -> int | None:
    """Return the number of words that the page declares of its text."""
    found = (number(value) for value in (page.ld.get("wordCount"), page.meta("wordCount")))
    return next((count for count in found if count), None)


def read_is_live_blog(page: Page, tree: HtmlElement) -> bool | None:
    """Return True if the page declares its article as a live blog; else None."""
    if is_a(page.ld, LIVE):
        return True
    if any(is_a(node, LIVE) and _is_same(page, node) for node in page.ld_nodes):
        return True
    return True if marks_of(tree).places("itemtype", has_any(f"/{LIVE}")) else None


def _is_same(page: Page, node: dict[str, Any]) -> bool:
    """Return whether an object has the headline or the address of the page's article, or none."""
    titles = {key(plain(one.get("headline"))) for one in (node, page.ld)} - {""}
    if len(titles) == 1:
        return True
    main = node.get("mainEntityOfPage")
    given = main.get("@id") if isinstance(main, dict) else main
    address = absolute(page.url, plain(node.get("url")) or plain(given))
    return address is not None and url_hash(clean_url(address)) == url_hash(own_address(page))


def _words(value: Any) -> list[str]:
    text = name_of(value) or ""
    return [word for part in re.split(r"[,;]", text) if (word := part.strip())]


def _text(node: HtmlElement) -> str:
    return " ".join((node.get("content") or "".join(node.itertext())).split())
