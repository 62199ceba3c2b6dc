"""How deep a row stands, as classes, attributes, indents and spacers tell."""

import re
from collections.abc import Iterator
from itertools import islice, pairwise

from lxml.html import HtmlElement

from newscrawl.generic.markup.row import own
from newscrawl.vocabulary.names import is_place, names, words

LEVEL = re.compile(
    r"(?:^|\s)(?P<of>[\w-]*?)(?:depth|level|lvl|indent|nest(?:ed|ing)?|tiefe|ebene|niveau|nivel"
    r"|poziom)[-_]*(?P<n>\d{1,2})(?=\s|$)",
    re.IGNORECASE,
)
NOT_OF = frozenset(["user", "member", "rank", "author", "access", "trust", "heading", "skill"])
"""`user-level-3` says nothing of the thread."""
MARGIN = re.compile(
    r"(?:margin|padding)-(?:left|right|inline-start)\s*:\s*([\d.]+)\s*(?:[a-z]{2,4}|%)|"
    r"(?:margin|padding)\s*:\s*\S+\s+\S+\s+\S+\s+([\d.]+)\s*(?:[a-z]{2,4}|%)|text-indent\s*:\s*([\d.]+)"
    r"|(?:margin|padding)-(?:left|inline-start)\s*:\s*calc\(\s*([\d.]+)",
    re.IGNORECASE,
)
COUNTED = re.compile(
    r"(?<![\w-])--[\w-]*(?:depth|level|indent|nest)[\w-]*\s*:\s*(\d{1,3})\b", re.IGNORECASE
)
LEVEL_NAMES = (
    "data-depth",
    "data-level",
    "data-indent",
    "data-comment-depth",
    "data-comment-level",
    "data-reply-level",
    "aria-level",
    "data-nesting-level",
    "data-nesting",
    "depth",
    "level",
    "indent",
)
RAIL = re.compile(r"(?<!\S)([a-z]{1,12})-?(\d{1,2})(?:-[a-z]{1,8})?(?!\S)", re.IGNORECASE)
INDENT = re.compile(
    r"(?<!\S)(?:(?:[a-z]{2,3}:)?[mp][ls]-\[?|offset-(?:(?:xs|sm|md|lg|xl|xxl)-)?)(?P<n>\d{1,3})"
)
"""A class that says how far from the start an element stands: `ml-4`, `ps-2`, `offset-md-1`."""
STEP = 10_000
"""Hidden in a margin's level, so that it is told from a counted one and ranked later."""
LOOKED_AT = 40
STYLE = 400
"""Characters of a style that are looked at."""
MOST = 0.8


def level_of(row: HtmlElement) -> int | None:
    """Return the level that a row or its wrapper states, a margin's with STEP added."""
    return next((found for e in _upper(row) if (found := _stated(e)) is not None), None)


def levels_inside(rows: list[HtmlElement]) -> list[int | None]:
    """Return levels stated inside of the rows, where they make a tree; else all None.

    Badges of members have levels, too: a thread begins at the least, and goes down step by step.
    """
    known = set(rows)
    found = [_rails(row) for row in rows]
    if None in found or len(set(found)) < 2:
        found = [_inside(row, known) for row in rows]
    if len(set(found)) < 2:
        found = [_indent(row) for row in rows]
    stated = [level for level in found if level is not None]
    ranks = {level: rank for rank, level in enumerate(sorted(set(stated)))}
    places = [ranks[level] for level in stated]
    steps = all(after <= before + 1 for before, after in pairwise(places))
    if len(ranks) > 1 and len(stated) >= MOST * len(rows) and places[0] == 0 and steps:
        return found
    return [None] * len(rows)


def _rails(row: HtmlElement) -> int | None:
    """Return the last of classes that number a row's levels from the first on: `l0-mid l1-end`."""
    numbers: dict[str, list[int]] = {}
    for stem, number in RAIL.findall((row.get("class") or "")[:STYLE]):
        numbers.setdefault(stem, []).append(int(number))
    counted = (one for one in numbers.values() if one == list(range(len(one))))
    return max((one[-1] for one in counted), default=None)


def _indent(row: HtmlElement) -> int:
    classes = ((one.get("class") or "")[:STYLE] for one in _upper(row))
    return sum(int(one["n"]) for said in classes for one in INDENT.finditer(said))


def _inside(row: HtmlElement, rows: set[HtmlElement]) -> int | None:
    for element in islice(own(row, rows), 1, LOOKED_AT):
        for name in LEVEL_NAMES:
            if name != "aria-level" and (level := _number(element.get(name))) is not None:
                return level
        # A picture that only keeps a distance.
        low = element.tag == "img" and element.get("height") in {"0", "1"}
        if low and (width := _number(element.get("width"))) is not None:
            return STEP + width * 100
        if (match := _class_level(element)) is not None:
            return match
    return None


def _stated(element: HtmlElement) -> int | None:
    for name in LEVEL_NAMES:
        if (level := _number(element.get(name))) is not None:
            return level
    if (level := _class_level(element)) is not None:
        return level
    style = (element.get("style") or "")[:STYLE]
    if match := COUNTED.search(style):
        return int(match[1])
    if match := MARGIN.search(style):
        number = next(filter(None, match.groups()), "0")
        return STEP + int(100 * float("0" + number.rstrip(".")))
    return None


def _class_level(element: HtmlElement) -> int | None:
    match = LEVEL.search(element.get("class") or "")
    return int(match["n"]) if match and NOT_OF.isdisjoint(words(match["of"])) else None


def _number(value: str | None) -> int | None:
    value = (value or "").strip()
    return int(value) if value.isdecimal() and len(value) < 4 else None


def _upper(element: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the row, then a wrapper that holds nothing else, which may carry the indent."""
    yield element
    above = element.getparent()
    # Not `len(above)`: lxml counts the children each time, which a long list makes quadratic.
    alone = element.getprevious() is None and element.getnext() is None
    if above is not None and alone and not any(map(is_place, names(above))):
        yield above
