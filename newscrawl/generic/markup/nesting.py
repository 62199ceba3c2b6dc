"""How comment rows nest: inside each other, in boxes of replies, by levels and indents."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree
from lxml.html import HtmlElement

from newscrawl.extract.questions import is_answer
from newscrawl.vocabulary.names import is_place, is_reply_box, names

LEVEL = re.compile(
    r"(?:^|\s)(?:[\w-]*?[-_])?(?:depth|level|lvl|indent|nest(?:ed|ing)?|tiefe|ebene)[-_]?(\d{1,2})(?=\s|$)",
    re.IGNORECASE,
)
MARGIN = re.compile(r"(?:margin|padding)-left\s*:\s*([\d.]+)\s*(?:px|em|rem|%)", re.IGNORECASE)
LEVELS = (
    "data-depth",
    "data-level",
    "data-indent",
    "aria-level",
    "data-nesting-level",
    "depth",
    "level",
    "indent",
)
STEP = 10_000
"""Hidden in a margin's level, so that it is told from a counted one and ranked later."""


@dataclass(eq=False, slots=True)
class Row:
    """One comment's element, and where it stands in the thread."""

    element: HtmlElement
    key: str | None
    """The system's id, without its prefix; None if the markup gives none."""
    marked: bool
    """True if microdata says that this is a comment."""
    kind: frozenset[str]
    """The tag and the classes that make it a candidate: rows of one list share some."""
    parent: "Row | None" = None
    """The row this one is nested in or under."""
    level: int | None = None
    """Depth from 0, from classes, attributes or indents; None if nothing tells."""
    piece: int = 0
    """0 in the page as it stood at last; a number of its own in each part it had dropped."""
    parent_key: str | None = None
    """The key of the row that an attribute or a link names as the one answered."""
    up: "Row | None" = None
    down: list["Row"] = field(default_factory=list)


def nest(tree: HtmlElement, rows: list[Row]) -> None:
    """Set `parent` from nesting and boxes of replies, and `level` from classes and indents."""
    by_element = {row.element: row for row in rows}
    holders: list[tuple[HtmlElement, Row | None]] = []
    last: Row | None = None
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if event == "end":
            if holders and holders[-1][0] is element:
                holders.pop()
            continue
        if row := by_element.get(element):
            # Answers answer the page's question, though the box of answers follows its comments.
            row.parent = holders[-1][1] if holders and not is_answer(element) else None
            row.level = _level(row)
            last = row
            holders.append((element, row))
        elif last is not None and _holds_replies(element, last, holders):
            holders.append((element, last))
    _rank(rows)


def _holds_replies(
    element: HtmlElement, last: Row, holders: list[tuple[HtmlElement, Row | None]]
) -> bool:
    if not any(map(is_reply_box, names(element))):
        return False
    if any(holder is last.element for holder, _ in holders):
        return True
    # Beside its comment; but where neighbours look alike, each wraps a comment of its own.
    before = element.getprevious()
    while before is not None and not isinstance(before.tag, str):
        before = before.getprevious()
    if before is None or before.get("class") == element.get("class"):
        return False
    return before is last.element or any(a is before for a in last.element.iterancestors())


def _level(row: Row) -> int | None:
    for element in _upper(row.element):
        for name in (
            "data-depth",
            "data-level",
            "data-indent",
            "aria-level",
            "data-nesting-level",
            "depth",
            "level",
            "indent",
        ):
            if (value := (element.get(name) or "").strip()).isdecimal() and len(value) < 4:
                return int(value)
        if match := LEVEL.search(element.get("class") or ""):
            return int(match[1])
        if match := MARGIN.search(element.get("style") or ""):
            return STEP + int(float("0" + match[1].rstrip(".")))
    return None


def _upper(element: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the row, then a wrapper that holds nothing else, which may carry the indent."""
    yield element
    above = element.getparent()
    # Not `len(above)`: lxml counts the children each time, which a long list makes quadratic.
    alone = element.getprevious() is None and element.getnext() is None
    if above is not None and alone and not any(map(is_place, names(above))):
        yield above


def _rank(rows: list[Row]) -> None:
    """Let levels begin at 0; indents become ranks, no indent being the least."""
    counted = [row.level for row in rows if row.level is not None and row.level < STEP]
    least = min(counted, default=0)
    indents = {row.level or STEP for row in rows if (row.level or STEP) >= STEP}
    ranks = {indent: rank for rank, indent in enumerate(sorted(indents))}
    for row in rows:
        if row.level is None:
            row.level = 0 if len(ranks) > 1 else None
        else:
            row.level = ranks[row.level] if row.level >= STEP else row.level - least
