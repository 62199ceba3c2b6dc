"""How comment rows hang together: nesting, levels and indents, ids and whom a row answers."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import islice

from lxml import etree
from lxml.html import HtmlElement

from newscrawl.extract.questions import is_answer
from newscrawl.generic.markup.answered import answered
from newscrawl.generic.markup.branches import branches
from newscrawl.generic.markup.levels import STEP, level_of, levels_inside
from newscrawl.generic.markup.row import chunks, own
from newscrawl.vocabulary import parts as p
from newscrawl.vocabulary.names import COMMENT, is_reply_box, names, words
from newscrawl.vocabulary.phrases import is_page_label


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
    answers: "Row | None" = None
    """The row to which a link behind `in reply to` leads."""
    answers_article: bool = False
    """Whether such a link leads to what opened the thread."""
    astray: str | None = None
    """The address such a link leads to, where it is not on the page."""
    body: HtmlElement | None = None
    """The element of the text, where it is known before the row is read."""
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
            row.level = level_of(element)
            last = row
            holders.append((element, row))
        elif last is not None and _holds_replies(element, last, holders):
            holders.append((element, last))
    _nest_in_items(rows)
    _nest_by_looks(rows)
    _rank(rows)
    _link(tree, rows)


def _nest_by_looks(rows: list[Row]) -> None:
    """Set `level` from what stands inside of rows, else `parent` from the boxes around them."""
    elements = [row.element for row in rows]
    if all(row.level is None for row in rows):
        for row, level in zip(rows, levels_inside(elements), strict=True):
            row.level = level
    if not any(row.parent or row.level for row in rows):
        _nest_in_boxes(rows)


def _nest_in_boxes(rows: list[Row]) -> None:
    """Set `parent` where boxes of replies are known by their place and no name."""
    by_element = {row.element: row for row in rows}
    boxes = branches([*by_element])
    for row in rows:
        box = next((one for one in row.element.iterancestors() if one in boxes), None)
        row.parent = by_element[boxes[box]] if box is not None else None


def _link(tree: HtmlElement, rows: list[Row]) -> None:
    """Set whom rows answer as their links say: `in reply to 12`."""
    by_element = {row.element: row for row in rows}
    found = answered(tree, [*by_element])
    for row in rows:
        other = found.rows.get(row.element)
        row.answers = by_element[other] if other is not None else None
        row.answers_article = row.element in found.outside
        row.astray = found.astray.get(row.element)


def _nest_in_items(rows: list[Row]) -> None:
    """Set `parent` where the items of lists nest and each holds a row and a list of its answers."""
    if any(row.parent for row in rows):
        return
    items = {row: _item(row.element) for row in rows}
    holds: dict[HtmlElement | None, dict[object, Row]] = defaultdict(dict)
    for row, item in items.items():
        holds[item][row.key or row] = row  # of a row and its parts the last one
    if any(len(held) > 1 for held in holds.values()):
        return
    of_item = {item: row for item, held in holds.items() for row in held.values()}
    for row, item in items.items():
        above = item.iterancestors("li") if item is not None else ()
        row.parent = next((of_item[one] for one in above if one in of_item), None)


def _item(element: HtmlElement) -> HtmlElement | None:
    return element if element.tag == "li" else next(element.iterancestors("li"), None)


def _holds_replies(
    element: HtmlElement, last: Row, holders: list[tuple[HtmlElement, Row | None]]
) -> bool:
    if not any(map(is_reply_box, names(element))):
        return False
    if any(holder is last.element for holder, _ in holders):
        return True
    # Beside its comment; but where neighbours look alike, each wraps a comment of its own.
    before = element.getprevious()
    if before is None or before.get("class") == element.get("class"):
        return False
    return before is last.element or any(a is before for a in last.element.iterancestors())


def is_one_of_roots(rows: list[Row]) -> bool:
    """Return whether the first row has answers in it or under it, and others stand beside it."""
    first, second, *later = (*rows, rows[-1])
    if second.parent is not first and (second.level or 0) <= (first.level or 0):
        return False
    return any(not row.parent and (row.level or 0) <= (first.level or 0) for row in later)


def _rank(rows: list[Row]) -> None:
    """Let levels begin at 0; indents become ranks, no indent being the least."""
    counted = [row.level for row in rows if row.level is not None and row.level < STEP]
    # Where the first row states no level while others do, none is the least.
    begins = bool(counted) and rows[0].level is None and all(row.parent is None for row in rows)
    least = min(counted, default=0) - begins
    indents = {row.level or STEP for row in rows if (row.level or STEP) >= STEP}
    ranks = {indent: rank for rank, indent in enumerate(sorted(indents))}
    for row in rows:
        if row.level is None:
            row.level = 0 if len(ranks) > 1 or begins else None
        else:
            row.level = ranks[row.level] if row.level >= STEP else row.level - least


PREFIX = re.compile(
    r"^(?:[a-z]+[-_:.])*[a-z]*[-_:.]?(?=\d+$)"
    r"|^(?:[a-z]+[-_:.])*(?:comment|post|reply|message|item|row)[-_:.](?=[\w-]*\d)",
    re.IGNORECASE,
)
LONGEST = 200
"""Characters of an id; a longer one is compared as it is."""
MADE_UP = re.compile(
    r":|«|(?:ember|react-|radix-|headlessui-|mui-|yui|ext-|ui-id-|el-id-|__bvid|cdk-|mat-|chakra-|uid?-?\d"
    r"|downshift-|tippy-|popover|tooltip|dropdown|collapse|menu|tab|input|field|label|toggle|svelte-"
    r"|v-\d|q-|ng-|jsx-|swiper|slick|sc-|css-)",
    re.IGNORECASE,
)
"""Ids that a framework makes anew on every load, or that belong to a part of the page."""
MOMENT = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d|$)")
MOST = 0.8
"""This share of the rows must have the attribute: notices in place of comments may lack it."""
LOOKED_AT = 40


def identify(rows: list[Row]) -> None:
    """Set `key` where rows have none and an attribute tells them apart, and `parent_key`."""
    elements = {row.element for row in rows}
    tables = {row: _attributes(row, elements) for row in rows}
    chosen = _best(rows, tables)
    raw = {row: tables[row][chosen] for row in rows if chosen and chosen in tables[row]}
    short = {value: plain(value) for value in raw.values()}
    if len(set(short.values())) < len(short):  # `c_ab52` beside `c_xy52`
        short = dict(zip(short, short, strict=True))
    for row, value in raw.items():
        row.key = row.key or short[value]
    known = {value: row for row, value in raw.items()}
    known |= {row.key: row for row in rows if row.key}
    _set_parents(rows, elements, known)


def plain(value: str) -> str:
    """Return an id without the words before it, the same whatever other rows there are.

    >>> plain("note-355171"), plain("m356316"), plain("comment-c0005edcb")
    ('355171', '356316', 'c0005edcb')
    >>> plain("0afc26c2-967e-59a5-9b00-f6e00d64f7a3")
    '0afc26c2-967e-59a5-9b00-f6e00d64f7a3'
    """
    return PREFIX.sub("", value) or value if len(value) <= LONGEST else value


Table = dict[tuple[bool, str], str]
"""Values by the attribute's name, and whether it is the row's own."""


def _attributes(row: Row, rows: set[HtmlElement]) -> Table:
    found: Table = {}
    for element in islice(own(row.element, rows), LOOKED_AT):
        for name, value in element.attrib.items():
            if (name == "id" or "-" in name or name == "name") and 0 < len(value.strip()) <= 200:
                found.setdefault((element is row.element, str(name).lower()), value.strip())
    return found


def _best(rows: list[Row], tables: dict[Row, Table]) -> tuple[bool, str] | None:
    columns: dict[tuple[bool, str], list[tuple[int, str, str]]] = defaultdict(list)
    elements = {row.element for row in rows}
    for row, table in tables.items():
        said = "".join(words for _, words in chunks(row.element, elements))
        for name, value in table.items():
            columns[name].append((row.piece, value, said))
    good = [
        name
        for name, values in columns.items()
        if len(values) >= MOST * len(rows)
        and _are_distinct(values)
        and p.NOT_ID.isdisjoint(words(name[1]))
    ]
    return min(
        good,
        key=lambda name: (not _names_comments(columns[name]), *_preference(name)),
        default=None,
    )


def _names_comments(values: list[tuple[int, str, str]]) -> bool:
    return all(not COMMENT.isdisjoint(words(value)) for _, value, _ in values)


def _are_distinct(values: list[tuple[int, str, str]]) -> bool:
    """Return whether values stand for rows: in one piece the same only where the words are."""
    if not all(re.search(r"\d", value) and not MADE_UP.match(value) for _, value, _ in values):
        return False
    if any(MOMENT.match(value) for _, value, _ in values):
        return False  # two may write in one second
    ids = {value for _, value, _ in values}
    if _is_doubled([(piece, value) for piece, value, _ in values]):
        return True
    places = {(piece, value) for piece, value, _ in values}
    return len(places) == len(set(values)) and (len(ids) > 1 or len(values) == 1)


def _is_doubled(values: list[tuple[int, str]]) -> bool:
    """Return whether a page holds its whole list again: as served, and as its script drew it."""
    each = len(set(values))
    times, rest = divmod(len(values), each)
    return each > 1 < times and not rest and values == values[:each] * times


def _preference(name: tuple[bool, str]) -> tuple[bool, bool, bool, str]:
    is_rows_own, attribute = name
    parts = words(attribute)
    return attribute == "name", p.ID.isdisjoint(parts), not is_rows_own, attribute


def _set_parents(rows: list[Row], elements: set[HtmlElement], known: dict[str, Row]) -> None:
    linked: dict[Row, str] = {}
    for row in rows:
        for element in islice(own(row.element, elements), LOOKED_AT):
            if key := _said(element, row, known):
                row.parent_key = key
                break
            if element.tag == "a" and (key := _linked(element, row, known)):
                linked.setdefault(row, key)
    # Where each row links to another one these are ways from row to row.
    if len(linked) < len(rows):
        for row, key in linked.items():
            row.parent_key = row.parent_key or key


def _said(element: HtmlElement, row: Row, known: dict[str, Row]) -> str | None:
    for name, value in element.attrib.items():
        parts = words(str(name))
        hints = (
            name != "class" and not p.PARENT.isdisjoint(parts) and p.NOT_PARENT.isdisjoint(parts)
        )
        if hints and (key := _key_of(value.strip(), row, known)):
            return key
    return None


def _linked(link: HtmlElement, row: Row, known: dict[str, Row]) -> str | None:
    href = (link.get("href") or "").strip()
    if not href.startswith("#") or _turns(link):
        return None
    return _key_of(href[1:], row, known)


def _turns(link: HtmlElement) -> bool:
    """Return whether a link goes on to another comment, whatever that answers: `next`."""
    said = " ".join("".join(islice(link.itertext(), 12)).split())
    return is_page_label(said) and not any(map(str.isdigit, said))


def _key_of(value: str, row: Row, known: dict[str, Row]) -> str | None:
    found = known.get(value) or known.get(plain(value))
    return found.key if found is not None and found.key != row.key else None
