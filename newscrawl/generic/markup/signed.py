"""Rows of talk pages of wikis, whose comments no element holds: see `extract.signatures`."""

import lxml.html
from lxml.html import HtmlElement

from newscrawl.extract.signatures import Signed, talk_page
from newscrawl.generic.markup.nest import Row

SIGNED = "signed"
"""The kind of these rows."""


def signed_rows(tree: HtmlElement) -> list[Row]:
    """Return the comments of a talk page as rows made for them, in the order of the page."""
    found = talk_page(tree)
    rows: dict[Signed, Row] = {}
    for comment in found.comments if found else ():
        rows[comment] = row = _row(comment)
        if comment.above:
            row.parent = rows[comment.above]
            row.level = (row.parent.level or 0) + 1
    return list(rows.values())


def _row(comment: Signed) -> Row:
    element, body = lxml.html.Element("div"), comment.body()
    author = lxml.html.Element("a", {"class": "author", "href": comment.link.get("href") or ""})
    date = lxml.html.Element("span", {"class": "date"})
    author.text, date.text = comment.author, comment.date
    element.extend((author, date, body))
    return Row(element, comment.key, False, frozenset([SIGNED]), level=0, body=body)
