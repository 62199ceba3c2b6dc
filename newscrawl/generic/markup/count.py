"""How many comments a page says it has."""

import re

from lxml.html import HtmlElement

from newscrawl.vocabulary.names import is_place, names, words
from newscrawl.vocabulary.phrases import read_count

HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6", "legend", "summary"])


def declared_count(tree: HtmlElement, url: str = "") -> int | None:
    """Return the count in the heading of a comment list, or a marked counter; None without one.

    Where headings disagree the first one in a place for comments counts: others may stand in lists
    of other articles. Without any, a link to the comments of this page (`url`) may give the count.
    """
    inside: list[int] = []
    outside: list[int] = []
    for element in tree.iter():
        if isinstance(element.tag, str) and (count := _count(element, url)) is not None:
            (inside if _in_place(element) else outside).append(count)
    if inside:
        return inside[0]
    return outside[0] if len(set(outside)) == 1 else None


def _count(element: HtmlElement, url: str) -> int | None:
    if "commentcount" in (element.get("itemprop") or "").lower():
        return _plain(element.get("content") or _text(element))
    if element.tag in HEADINGS or _is_title(element) or _is_link(element, url):
        return read_count(_text(element))
    return None


def _is_link(element: HtmlElement, url: str) -> bool:
    if element.tag != "a":
        return False
    address, _, mark = (element.get("href") or "").partition("#")
    return "comment" in mark and (not address or address == url.partition("#")[0])


def _plain(text: str) -> int | None:
    digits = re.sub(r"[.,\s]", "", text)
    return int(digits) if digits.isdecimal() and len(digits) < 8 else read_count(text)


def _is_title(element: HtmlElement) -> bool:
    if element.tag not in {"div", "span", "p", "strong", "b"} or len(element) > 4:
        return False
    for name in names(element):
        parts = set(words(name))
        if any("comment" in w or "kommentar" in w for w in parts) and parts & {
            "title",
            "count",
            "counter",
            "heading",
            "header",
            "total",
            "number",
            "headline",
            "num",
        }:
            return True
    return False


def _in_place(element: HtmlElement) -> bool:
    above = element.iterancestors()
    return any(map(is_place, names(element))) or any(
        any(map(is_place, names(a))) for _, a in zip(range(4), above, strict=False)
    )


def _text(element: HtmlElement) -> str:
    return " ".join(" ".join(element.itertext()).split())[:200]
