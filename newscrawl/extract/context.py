"""Where an article belongs: section, breadcrumbs, keywords, language, publisher, discussion."""

import re
from collections.abc import Iterator
from typing import Any

from lxml.html import HtmlElement

from newscrawl.extract.canonical import absolute
from newscrawl.extract.filed import read_filed, read_site_title
from newscrawl.extract.ld import each, is_a, name_of, number, plain, resolved
from newscrawl.extract.marked import marked
from newscrawl.items import Breadcrumb
from newscrawl.page import Page

KEYWORDS = (
    *("article:tag", "news_keywords", "keywords", "parsely-tags", "sailthru.tags"),
    *("dc.keywords", "dcterms.keywords", "dc.subject", "dcterms.subject"),
)
TAG = re.compile(r"[a-zA-Z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


def read_breadcrumbs(page: Page) -> list[Breadcrumb]:
    """Return the path from the front page, from JSON-LD, else from microdata."""
    for node in page.ld_nodes:
        for one in (node, node.get("breadcrumb")):
            if is_a(one, "BreadcrumbList") and (found := list(_crumbs(page, one))):
                return found
    steps = page.css('[itemtype$="schema.org/BreadcrumbList"] [itemprop="itemListElement"]')
    found = []
    for step in steps:
        name = " ".join("".join(step.css('[itemprop="name"]')[:1].css("*::text").getall()).split())
        if name:
            link = step.css('a::attr(href), [itemprop="item"]::attr(href)').get()
            found.append(Breadcrumb(name=name, url=absolute(page.url, link)))
    return found


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


def read_language(page: Page) -> str | None:
    """Return the language as a BCP 47 tag: the article's own, else the document's."""
    declared = page.ld.get("inLanguage")
    codes = [plain(one.get("alternateName")) for one in each(declared) if isinstance(one, dict)]
    for value in (
        *codes,
        plain(declared),
        page.attr("html", "lang"),
        page.meta("og:locale", "dc.language", "language"),
    ):
        tag = (value or "").strip().replace("_", "-")
        if TAG.fullmatch(tag):
            return tag
    return None


def read_publisher(page: Page) -> str | None:
    """Return the publisher's name."""
    declared = (name_of(one) for one in resolved(page, page.ld.get("publisher")))
    named = next(filter(None, declared), None) or plain(page.meta("og:site_name"))
    return named or read_site_title(page)


def read_is_free(page: Page) -> bool | None:
    """Return whether the article is free to read, if the page says so."""
    value = page.ld.get("isAccessibleForFree")
    return {"true": True, "false": False}.get(str(value).strip().lower().rpartition("/")[2])


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
    declared += [
        node.attrib.get("content") or "".join(node.css("*::text").getall())
        for node in page.css('[itemprop="commentCount"]')
    ]
    for node in page.css('[itemprop="interactionCount"]'):
        text = node.attrib.get("content", "")
        if text.startswith("UserComments:"):
            declared.append(text.removeprefix("UserComments:"))
    return next((count for one in declared if (count := number(one)) is not None), None)


def _crumbs(page: Page, node: Any) -> Iterator[Breadcrumb]:
    steps = [one for one in each(node.get("itemListElement")) if isinstance(one, dict)]
    for step in sorted(steps, key=lambda one: number(one.get("position")) or 0):
        item = step.get("item")
        inner = item if isinstance(item, dict) else {}
        name = plain(step.get("name")) or plain(inner.get("name"))
        address = inner.get("@id") or inner.get("url") if inner else item
        if name:
            yield Breadcrumb(name=name, url=absolute(page.url, plain(address)))


def _words(value: Any) -> list[str]:
    text = name_of(value) or ""
    return [word for part in re.split(r"[,;]", text) if (word := part.strip())]


def _text(node: HtmlElement) -> str:
    return " ".join((node.get("content") or "".join(node.itertext())).split())
