"""Who may read an article, and on what terms: free or not, in parts, by which licence."""

from typing import Any

from lxml.html import HtmlElement

from newscrawl.extract.canonical import absolute
from newscrawl.extract.ld import each, name_of, plain, resolved
from newscrawl.extract.marks import has_any, marks_of
from newscrawl.items import ArticlePart
from newscrawl.page import Page

SAID = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
TIERS = {"free": True, "locked": False}
"""`article:content_tier`; `metered` is free for some and not for others."""


def read_is_free(page: Page) -> bool | None:
    """Return whether the article is free to read, if the page says so; not if a part is not."""
    found = _said(page.ld.get("isAccessibleForFree"))
    found = _said(page.meta("isAccessibleForFree")) if found is None else found
    if found is None and any(one.is_accessible_for_free is False for one in read_parts(page)):
        return False
    tier = page.meta("article:content_tier") or ""
    return TIERS.get(tier.strip().lower()) if found is None else found


def read_parts(page: Page) -> list[ArticlePart]:
    """Return the parts of which the page says whether they are free to read."""
    found = []
    for part in resolved(page, page.ld.get("hasPart")):
        is_free = _said(part.get("isAccessibleForFree")) if isinstance(part, dict) else None
        if is_free is not None:
            selector = plain(part.get("cssSelector")) or plain(part.get("xpath"))
            found.append(ArticlePart(selector=selector, is_accessible_for_free=is_free))
    return found


def read_licence(page: Page, tree: HtmlElement) -> str | None:
    """Return the licence of the article: its address, else its name.

    `tree` is the page without its comments.
    """
    for one in resolved(page, page.ld.get("license")):
        if text := _licence(page, one):
            return text
    marks = marks_of(tree)
    places = marks.places("rel", lambda value: "license" in value.split(" "))
    nodes = marks.at([*places, *marks.places("itemprop", has_any("license"))])
    # In a figure it is the licence of the picture.
    own = (one for one in nodes if next(one.iterancestors("figure", "figcaption"), None) is None)
    said = (_licence(page, one.get("href") or one.get("content")) for one in own)
    return next(filter(None, said), None)


def _licence(page: Page, value: Any) -> str | None:
    if isinstance(value, dict):
        value = plain(value.get("url")) or plain(value.get("@id")) or name_of(value)
    text = plain(value) or ""
    is_address = text.startswith(("http:", "https:", "//", "/"))
    return absolute(page.url, text) if is_address else text or None


def _said(value: Any) -> bool | None:
    first = next(each(value), None)
    return SAID.get(str(first).strip().lower().rpartition("/")[2])
