"""A row of page numbers beside comments whose addresses nobody here can turn to: `?opinion=2`."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from newscrawl.engines.signs import PAGES, Sign
from newscrawl.generic.markup.count import in_row
from newscrawl.generic.markup.row import is_turned
from newscrawl.generic.paging.links import turn_of
from newscrawl.page import Page

HIGHEST = 3
"""Digits of a page's number."""
PAGER = 120
"""Characters of what holds nothing but the numbers of pages."""


def numbered_links(page: Page, around: Iterable[HtmlElement]) -> Iterator[Sign]:
    """Yield a sign for links, side by side, that are numbers of pages and lead to no known form.

    Those of a known form are asked for (`links.comment_pages`).
    """
    for place in around:
        rows: dict[HtmlElement, set[int]] = defaultdict(set)
        for link in place.iter("a"):
            if (number := _number(page.url, link)) is not None:
                for above in islice(link.iterancestors(), 2):
                    rows[above].add(number)
        pagers = (found for above, found in rows.items() if _is_short(above))
        most = max(pagers, key=len, default=set[int]())
        # The page that is shown may be no link.
        if 2 in most and max(most) - len(most) <= 1:
            yield Sign(PAGES, f"links lead to {max(most)} pages of comments")
            return


def _number(base: str, link: HtmlElement) -> int | None:
    """Return the number that a link shows and that its address names, on the same server."""
    label = " ".join(link.text_content().split())
    href = (link.get("href") or "").strip()
    if not (label.isdecimal() and len(label) <= HIGHEST) or "#" in href[:1]:
        return None
    try:
        url = urljoin(base, href)
        here, there = urlsplit(base), urlsplit(url)
    except ValueError:
        return None
    named = f"{there.path.rpartition('/')[2]}?{there.query}"
    if here.netloc != there.netloc or not re.search(rf"(?<!\d){int(label)}(?!\d)", named):
        return None
    known = turn_of(base, url) is not None
    return None if known or in_row(link) or is_turned(link) else int(label)


def _is_short(element: HtmlElement) -> bool:
    said = " ".join(element.text_content().split())
    return len(said) <= PAGER and len(re.findall(r"[^\W\d_]", said)) <= PAGER / 4
