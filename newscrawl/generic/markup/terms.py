"""Comments in definition lists: a term that says who and when, and what it stands above."""

import re
from itertools import islice

import lxml.html
from lxml.html import HtmlElement

from newscrawl.vocabulary.names import is_place, names

TERM = re.compile(r"^(?:c|comment|cmt|kommentar)[-_]?\d+$", re.IGNORECASE)


def wrap_definition_lists(tree: HtmlElement) -> None:
    """Put each `dt` of a comment list and its `dd`s into one element, as other systems do."""
    for listed in list(tree.iter("dl")):
        if not _lists_comments(listed):
            continue
        row: HtmlElement | None = None
        for child in list(listed):
            if child.tag == "dt" or row is None:
                row = lxml.html.Element("div", {"class": "comment", "id": child.get("id") or ""})
                child.addprevious(row)
            row.append(child)


def _lists_comments(listed: HtmlElement) -> bool:
    if not any(child.tag == "dt" for child in listed):
        return False
    return (
        any(map(is_place, names(listed)))
        or any("comment" in (child.get("class") or "").split() for child in listed)
        # A list that only its place names: each term has a comment's key.
        or (
            all(TERM.match(child.get("id") or "") for child in listed if child.tag == "dt")
            and any(any(map(is_place, names(above))) for above in islice(listed.iterancestors(), 2))
        )
    )
