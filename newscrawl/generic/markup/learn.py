"""What the elements of rows are for, learned from all rows together: what repeats, what varies.

The same words in most rows are a control, a number in most rows is a count, the short words that
vary are a name, and the most words are the text. Names of classes are not needed for it.
"""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import islice

from lxml.html import HtmlElement

from newscrawl.generic.markup.row import Learned, around, chunks, own, roles
from newscrawl.vocabulary.names import word_set
from newscrawl.vocabulary.phrases import is_like

MOST = 0.6
"""What this share of the rows has counts as in every row: removed ones have little."""
LABEL_LENGTH = 40
NAME_LENGTH = 60
NUMBER = re.compile(r"^[(+]?\s*[-−]?\d[\d.,\s]{0,9}[kKmM]?\s*\)?$")
NAME_TAGS = word_set("a b strong i em cite span div h2 h3 h4 h5 h6 u address p dt small label")

CONTROL = frozenset(["furniture"])
COUNTED = frozenset(["furniture", "likes"])

Spot = tuple[str, str, str, str]
"""Tag and class of an element and of the one around it."""


@dataclass(slots=True)
class _Table:
    """The elements of all rows by their place, each with its words."""

    rows: list[HtmlElement]
    said: dict[HtmlElement, str]
    places: dict[Spot, dict[HtmlElement, list[HtmlElement]]]
    """By place and row."""
    order: dict[HtmlElement, int]
    """How many elements of the row stand before."""


def learn(rows: list[HtmlElement], dated: set[HtmlElement]) -> Learned:
    """Return what the rows' elements are for; `dated` are those that show a date."""
    learned = Learned()
    table = _table(rows)
    for leaf in dated:
        learned.roles[leaf] = frozenset(["date", "when"])
    if len(rows) > 2:
        _find_labels(table, learned)
        _find_numbers(table, learned)
    _find_authors(table, learned)
    _find_texts(table, learned)
    return learned


def _table(rows: list[HtmlElement]) -> _Table:
    known = set(rows)
    holders = around(rows)
    table = _Table(rows, {}, defaultdict(lambda: defaultdict(list)), {})
    for row in rows:
        for steps, element in enumerate(own(row, known)):
            if element is row or element in holders:
                continue
            table.order[element] = steps
            # Each element asks for its own words: cut short, or deep markup would be slow.
            table.said[element] = " ".join("".join(islice(element.itertext(), 60)).split())
            table.places[_place(element)][row].append(element)
    return table


def _place(element: HtmlElement) -> Spot:
    above = element.getparent()
    outer = ("", "") if above is None else _name(above)
    return (*_name(element), *outer)


def _name(element: HtmlElement) -> tuple[str, str]:
    return str(element.tag), re.sub(r"\d+", "#", (element.get("class") or "")[:80])


def _find_labels(table: _Table, learned: Learned) -> None:
    most = MOST * len(table.rows)
    for found in table.places.values():
        rows_of, as_said = Counter[str](), Counter[str]()
        for elements in found.values():
            rows_of.update({_blurred(table.said[e]) for e in elements})
            as_said.update({table.said[e] for e in elements})
        labels = {
            said
            for said, count in rows_of.items()
            if count >= most and re.search(r"[^\W\d_]", said)
        }
        for element in (e for elements in found.values() for e in elements):
            said = table.said[element]
            # `Guest 12` is a name.
            named = as_said[said] < most and "author" in roles(element)
            if _blurred(said) in labels and element not in learned.roles and not named:
                counts = bool(re.search(r"\d", said)) and is_like(said)
                learned.roles[element] = COUNTED if counts else CONTROL


def _blurred(said: str) -> str:
    return re.sub(r"\d+", "#", said) if len(said) <= LABEL_LENGTH else ""


def _find_numbers(table: _Table, learned: Learned) -> None:
    for found in table.places.values():
        elements = [e for one in found.values() for e in one if e not in learned.roles]
        numbers = [e for e in elements if NUMBER.match(table.said[e])]
        if len(numbers) < max(MOST * len(table.rows), 0.9 * len(elements)):
            continue
        likes = sum(_beside_like(e) for e in numbers) > len(numbers) / 2
        learned.roles.update(dict.fromkeys(numbers, COUNTED if likes else CONTROL))


def _beside_like(element: HtmlElement) -> bool:
    """Return whether a control for liking stands next to a number, or around it."""
    for near in (element.getnext(), element.getprevious(), element.getparent()):
        if near is not None:
            said = " ".join("".join(islice(near.itertext(), 4)).split())
            if is_like(said) or is_like(near.get("aria-label") or ""):
                return True
    return False


def _find_authors(table: _Table, learned: Learned) -> None:
    rows = set(table.rows)
    named = sum(any(_is_author(e, table, learned) for e in own(row, rows)) for row in rows)
    if len(rows) < 3 or named >= len(rows) / 2:
        learned.knows_authors = named > 1
        return
    candidates = [_names_in(found, len(rows), table, learned) for found in table.places.values()]
    # The name is what comes first of the short words that vary.
    best = min(filter(None, candidates), key=lambda names: _depth_in(names, table), default=[])
    learned.knows_authors = bool(best)
    learned.roles.update(dict.fromkeys(best, frozenset(["author"])))


def _is_author(element: HtmlElement, table: _Table, learned: Learned) -> bool:
    if "author" not in learned.roles.get(element, roles(element)):
        return False
    said = element.get("content") or table.said.get(element, "")
    return len(said) <= NAME_LENGTH and bool(re.search(r"[^\W\d_]", said))


def _names_in(
    found: dict[HtmlElement, list[HtmlElement]], rows: int, table: _Table, learned: Learned
) -> list[HtmlElement]:
    """Return the elements of a place, one a row, if they look like names; else none."""
    kept = [[e for e in elements if e not in learned.roles] for elements in found.values()]
    names = [elements[0] for elements in kept if elements]
    said = [table.said[e] for e in names]
    if (
        len(names) >= MOST * rows
        and all(len(elements) < 2 for elements in kept)
        and names[0].tag in NAME_TAGS
        and all(len(w) <= NAME_LENGTH and re.search(r"[^\W\d_]", w) for w in said)
        and sum(len(words.split()) for words in said) <= 3 * len(said)
    ):
        return names
    return []


def _depth_in(names: list[HtmlElement], table: _Table) -> float:
    """Return how far from the start of their rows some names stand, on average."""
    steps = [table.order[e] for e in names]
    return sum(steps) / len(steps)


def _find_texts(table: _Table, learned: Learned) -> None:
    """Mark the elements that hold most words of what is left, if each row has one."""
    other = set(learned.roles)
    other.update(e for e in table.said if _is_author(e, table, learned))
    mixed = around(other)
    best: list[HtmlElement] = []
    most = 0
    for found in table.places.values():
        kept = [[e for e in es if e not in mixed and e not in other] for es in found.values()]
        size = sum(len(table.said[e]) for elements in kept for e in elements)
        # Of elements inside each other with the same words, the outermost comes first.
        if size > most:
            most = size
            single = all(len(elements) < 2 for elements in kept)
            best = [e for elements in kept for e in elements] if single else []
    if len(best) >= MOST * len(table.rows) and 2 * most > _left(table, other):
        learned.roles.update(dict.fromkeys(best, frozenset(["text"])))


def _left(table: _Table, other: set[HtmlElement]) -> int:
    """Return how many characters the rows have outside of what is known."""
    known = set(table.rows) | other
    return sum(len(said) for row in table.rows for _, said in chunks(row, known))
