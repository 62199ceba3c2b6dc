"""Rows in boxes beside their thread: chosen comments that are shown twice, those of other pages."""

from urllib.parse import urldefrag, urljoin

from lxml.html import HtmlElement

from newscrawl.generic.markup.nest import Row
from newscrawl.generic.markup.read import Reading
from newscrawl.vocabulary.names import SIDE, names, word_set, words

CHOSEN = SIDE | word_set(
    "pinned pin featured feature sticky highlight highlighted highlights pick picks picked promoted"
    " editors editor recommended selected selection favorites favourites spotlight angepinnt"
)
"""Words that name a box of chosen comments."""
OUTER = 6
"""Elements around a row that may be such a box."""


def in_box(row: HtmlElement) -> bool:
    """Return whether a row stands in a box of chosen comments, or of the latest ones."""
    around = (row, *(above for _, above in zip(range(OUTER), row.iterancestors(), strict=False)))
    return any(map(_is_box, around))


def _is_box(element: HtmlElement) -> bool:
    if element.tag in {"body", "html"}:
        return False
    said = (set(words(name)) for name in names(element))
    return any(not CHOSEN.isdisjoint(one) and "level" not in one for one in said)


def is_of_another_page(row: Row, url: str) -> bool:
    """Return whether a row in such a box leads to a comment elsewhere, and to none of this page."""
    if row.key is not None:
        return False
    there = [
        urldefrag(address)[0]
        for link in row.element.iter("a")
        if "comment" in (address := _joined(url, link.get("href") or "")).partition("#")[2].lower()
    ]
    return bool(there) and urldefrag(url)[0] not in there


def _joined(base: str, href: str) -> str:
    try:
        return urljoin(base, href.strip())
    except ValueError:
        return ""


def once_each(read: dict[Row, Reading], boxed: set[Row]) -> dict[Row, Reading]:
    """Return the rows without those in boxes that stand in the thread itself too.

    The same words of the same author at the same time, twice in a thread, are two comments.
    """
    own = {_said(one) for row, one in read.items() if row not in boxed}
    answered = {row.parent for row in read}
    return {
        row: one
        for row, one in read.items()
        if row not in boxed or row in answered or one.text is None or _said(one) not in own
    }


def _said(reading: Reading) -> tuple[str | None, str | None, str | None]:
    name = reading.author.name if reading.author else None
    return name, reading.text, reading.published.raw
