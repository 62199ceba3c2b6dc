"""Comment rows that nothing marks: repeated pieces of a place for comments, each with a date."""

import re
from collections import Counter, defaultdict
from itertools import islice

import lxml.html
from lxml.html import HtmlElement

from newscrawl.extract.containers import comment_containers
from newscrawl.extract.printed_dates import is_date
from newscrawl.vocabulary.names import is_place, is_side, names

LEAF_LENGTH = 80
TERM = re.compile(r"^(?:c|comment|cmt|kommentar)[-_]?\d+$", re.IGNORECASE)
NO_PLACES = frozenset(["form", "iframe", "h2", "h3", "h4", "h5"])


def unmarked_rows(tree: HtmlElement) -> list[HtmlElement]:
    """Return the largest pieces of places for comments that hold exactly one printed date.

    At least two of the same tag and class: one piece with a date could be anything.
    """
    rows: list[HtmlElement] = []
    for place in comment_containers(tree):
        if place.tag not in NO_PLACES and not any(map(is_side, names(place))):
            rows.extend(_pieces(place))
    return rows


def _pieces(place: HtmlElement) -> list[HtmlElement]:
    leaves = _dates(place)
    held: Counter[HtmlElement] = Counter()
    for leaf in leaves:
        for above in leaf.iterancestors():
            held[above] += 1
            if above is place:
                break
    alike: dict[tuple[str, str], list[HtmlElement]] = defaultdict(list)
    for leaf in leaves:
        piece = leaf
        while piece is not place and held[piece.getparent()] == 1:
            piece = piece.getparent()
        if piece is not place and piece is not leaf:
            first = (piece.get("class") or "").split()[:1]
            alike[str(piece.tag), "".join(first)].append(piece)
    largest = max(alike.values(), key=len, default=[])
    return largest if len(largest) > 1 else []


def _dates(place: HtmlElement) -> list[HtmlElement]:
    leaves: list[HtmlElement] = []
    for element in place.iter():
        if not isinstance(element.tag, str) or len(element) > 2:
            continue
        if leaves and any(above is leaves[-1] for above in element.iterancestors()):
            continue
        text = "".join(element.itertext()).strip()
        if (element.tag == "time" and element.get("datetime")) or (
            0 < len(text) < LEAF_LENGTH and is_date(text)
        ):
            leaves.append(element)
    return leaves


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
