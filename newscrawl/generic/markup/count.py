"""How many comments a page says it has."""

import re
from collections.abc import Iterable
from urllib.parse import urldefrag, urljoin

from lxml.html import HtmlElement

from newscrawl.vocabulary.controls import means
from newscrawl.vocabulary.counts import Count, is_count, read_bracketed, read_count
from newscrawl.vocabulary.names import is_place, is_row_name, is_side, names, words

HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6", "legend", "summary"])
TITLES = frozenset(["div", "span", "p", "strong", "b"])
PLAIN = TITLES | {"em", "header", "label", "li"}
LONGEST = 60
"""Characters of an element that is nothing but a number of comments."""
ROW_ID = re.compile(r"comment\D{0,3}\d", re.IGNORECASE)


def declared_count(tree: HtmlElement, url: str = "") -> Count | None:
    """Return the count in the heading of a comment list, or a marked counter; None without one.

    Where headings disagree the first one in a place for comments counts: others may stand in lists
    of other articles. Then what says nothing but a number of comments in such a place, if all that
    do say the same; a link to the comments of this page (`url`) may give the count too. Last comes
    a heading in such a place whose words nobody knows, with a number in brackets.
    """
    inside: list[Count] = []
    outside: list[Count] = []
    plain: list[Count] = []
    strange: list[Count] = []
    for element in tree.iter():
        if (count := _count(element, url)) is not None:
            if not _is_elsewhere(element, url):
                (inside if _in_place(element) else outside).append(count)
        elif (count := _plain_count(element)) and not _is_elsewhere(element, url):
            plain.append(count)
        elif (count := _strange_count(element)) and not _is_elsewhere(element, url):
            strange.append(count)
    if inside:
        return inside[0]
    return _agreed(plain) or _agreed(outside) or _agreed(strange)


def _agreed(counts: list[Count]) -> Count | None:
    return counts[0] if len(set(counts)) == 1 else None


def _count(element: HtmlElement, url: str) -> Count | None:
    if "commentcount" in (element.get("itemprop") or "").lower():
        return _digits(element.get("content") or _text(element))
    if element.tag in HEADINGS or _is_title(element) or _is_link(element, url):
        text = _text(element)
        return None if element.tag == "summary" and means("more", text) else read_count(text)
    if _is_tab(element) and not in_row(element) and is_count(said := _text(element, LONGEST)):
        return None if means("more", said) else read_count(said)
    return None


def _is_tab(element: HtmlElement) -> bool:
    """Return whether an element is a control that may open the comments: `Comments (57)`."""
    return element.tag == "button" or element.get("role") in {"tab", "button"}


def _is_link(element: HtmlElement, url: str) -> bool:
    """Return whether an element links to the comments of this page; one comment has a number."""
    if element.tag != "a":
        return False
    address, _, mark = (element.get("href") or "").partition("#")
    if (
        not mark
        or re.search(r"\d", mark)
        or (address and _bare(_joined(url, address)) != _bare(url))
    ):
        return False
    return "comment" in mark or (is_count(_text(element, LONGEST)) and _has_id(element, mark))


def _has_id(element: HtmlElement, key: str) -> bool:
    return bool(element.getroottree().xpath("boolean(//*[@id = $key])", key=key))


def _joined(base: str, href: str) -> str:
    try:
        return urljoin(base, href)
    except ValueError:
        return ""


def _bare(url: str) -> str:
    return urldefrag(url)[0].partition("://")[2].rstrip("/")


def _digits(text: str) -> Count | None:
    digits = re.sub(r"[.,\s]", "", text)
    return Count(int(digits)) if digits.isdecimal() and len(digits) < 8 else read_count(text)


def _is_title(element: HtmlElement) -> bool:
    if element.tag not in TITLES or len(element) > 4:
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


def _plain_count(element: HtmlElement) -> Count | None:
    """Return the count that an element in a place for comments is nothing but; not in a row."""
    if element.tag not in PLAIN or len(element) > 4:
        return None
    text = _text(element, LONGEST)
    if not any(map(str.isdigit, text)) or len(text) >= LONGEST or not is_count(text):
        return None
    if any(_text(one, LONGEST) == text for one in element):
        return None  # the inner element says it
    return None if in_row(element) or not _in_place(element) else read_count(text)


def _strange_count(element: HtmlElement) -> Count | None:
    """Return the number in brackets of a heading in a place for comments, outside of its rows."""
    if element.tag not in HEADINGS or not _in_place(element) or in_row(element):
        return None
    text = _text(element, LONGEST)
    return None if means("more", text) else read_bracketed(text)


def in_row(element: HtmlElement) -> bool:
    """Return whether an element stands in what names call one comment."""
    return any(
        any(map(is_row_name, (one.get("class") or "").split()))
        or ROW_ID.search(one.get("id") or "")
        for one in _around(element, 6)
    )


def _is_elsewhere(element: HtmlElement, url: str) -> bool:
    """Return whether an element counts the comments of something else than this page."""
    if any(any(map(is_side, names(one))) for one in _around(element, 6)):
        return True
    links = [one for one in (*_around(element, 2), *element.iter("a")) if one.tag == "a"]
    hrefs = [href for one in links if (href := one.get("href"))]
    return any(_bare(_joined(url, href)) != _bare(url) for href in hrefs if url)


def _in_place(element: HtmlElement) -> bool:
    return any(any(map(is_place, names(one))) for one in _around(element, 5))


def _around(element: HtmlElement, most: int) -> Iterable[HtmlElement]:
    """Yield an element and those around it."""
    yield element
    above = (one for one in element.iterancestors() if one.tag != "body")
    yield from (one for _, one in zip(range(most - 1), above, strict=False))


def _text(element: HtmlElement, most: int = 200) -> str:
    found = ""
    for piece in element.itertext():
        found += f" {piece}"
        if len(found) > 2 * most:
            break
    return " ".join(found.split())[:most]
