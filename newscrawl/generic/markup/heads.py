"""Comments whose head and text no element holds: `<h4>By Quill, 3 May</h4><div>Words</div>`."""

from collections.abc import Iterator, Sequence
from itertools import islice

import lxml.html
from lxml.html import HtmlElement

from newscrawl.extract.printed_dates import find_date
from newscrawl.generic.markup.row import chunks
from newscrawl.vocabulary.bylines import LEADING

HEADS = ("h3", "h4", "h5", "h6", "p", "div")
LONGEST = 120
"""Characters of a line that only says who wrote, and when."""
MADE = "comment"
"""The class of the elements that are made: rows are found by it."""
META = "comment-meta"
"""The class that tells a head from the text."""


def wrap_heads(places: Sequence[HtmlElement]) -> None:
    """Put each head of a comment and what follows it into one element, as other systems do.

    Only where at least two lines of one tag, side by side in a place for comments, say who wrote
    and when, and words stand behind each. In place.
    """
    for place in places:
        for above in [place, *place.iter("div", "section", "td")]:
            heads = [one for one in above if one.tag in HEADS and _is_head(one)]
            tags = {one.tag for one in heads}
            if (
                len(heads) > 1
                and len(tags) == 1
                and None not in (next(_texts(one), None) for one in heads)
            ):
                for head in heads:
                    _wrap(head)


def _is_head(element: HtmlElement) -> bool:
    said = " ".join(" ".join(islice(element.itertext(), 12)).split())
    if not LEADING.match(said) or len(said) > LONGEST or next(element.iter("p"), None) is not None:
        return False
    parts = element.iter("a", "time", "span", "abbr")
    titles = (one.get("title") or one.get("datetime") or "" for one in parts)
    return any(find_date(one[:LONGEST]) for one in (said, *titles))


def _texts(head: HtmlElement) -> Iterator[HtmlElement]:
    """Yield what stands between a head and the next one."""
    for after in head.itersiblings():
        if after.tag == head.tag and _is_head(after):
            return
        if next(chunks(after, set()), None):
            yield after


def _wrap(head: HtmlElement) -> None:
    # Of another tag than what is in it, or a text that is named a comment were an answer to it.
    row = lxml.html.Element("article", {"class": MADE})
    texts = list(_texts(head))
    head.addprevious(row)
    head.set("class", f"{head.get('class') or ''} {META}".strip())
    row.append(head)
    row.extend(texts)
