"""Rows of a browser's snapshot by repetition: elements of one look with a date or a name each.

Only for places that are known to hold a thread. Names of classes mean nothing here, but that two
elements of the same name are of the same kind.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from itertools import islice

from lxml.html import HtmlElement

from newscrawl.extract.dates import read_date
from newscrawl.extract.printed_dates import find_date, is_date
from newscrawl.generic.markup.dated import DATE_PROPS, MACHINE, MACHINE_NAMES
from newscrawl.generic.markup.find import find_rows
from newscrawl.generic.markup.learn import learn
from newscrawl.generic.markup.nest import Row, identify, nest
from newscrawl.generic.markup.row import Learned, chunks, dropped_pieces, roles
from newscrawl.vocabulary.bylines import LEADING
from newscrawl.vocabulary.names import is_side, names
from newscrawl.vocabulary.phrases import is_ui

CLIMB = 120
"""At most this many ancestors are examined; each level of replies takes about three."""
ROUNDS = 4
SIGNED_WORDS = 4
QUOTED = frozenset(["blockquote", "q"])
BESIDE = frozenset(["form", "textarea", "h1", "h2", "h3"])
"""What stands beside a list of comments and not in one."""
CONTROLS = ("a", "button", "span")
PRESSED = frozenset(["a", "button"])
ANY_DAY = datetime(2050, 6, 15, 12, tzinfo=UTC)
"""Whether words are a relative date does not depend on the day."""
Look = tuple[str, ...]


@dataclass(slots=True)
class Alike:
    """Elements of one look, each with the leaves that it holds first."""

    owners: dict[HtmlElement, HtmlElement] = field(default_factory=dict)
    climbed: int = 0
    """Steps from the leaves up to their owners, in all: the outer of two kinds has more."""


def date_leaves(place: HtmlElement, language: str | None) -> list[HtmlElement]:
    """Return the elements of a place that show a date and little else, not within each other."""
    found: list[HtmlElement] = []
    for element in place.iter():
        if len(element) > 2:
            continue
        if _is_machine(element):
            if found and found[-1] in islice(element.iterancestors(), 3):
                found.pop()
            found.append(element)
        elif _is_printed(element, language):
            if not (found and found[-1] in islice(element.iterancestors(), 3)):
                found.append(element)
            elif not _is_machine(found[-1]) and find_date(_said(element)) == find_date(
                _said(found[-1])
            ):
                found[-1] = element  # a short name may stand beside the date in what is around
    return found


def _is_machine(element: HtmlElement) -> bool:
    """Return whether an attribute gives the date."""
    if element.tag == "time" and element.get("datetime"):
        return True
    if DATE_PROPS & set((element.get("itemprop") or "").lower().split()):
        return True
    if any(MACHINE.match((element.get(name) or "").strip()) for name in MACHINE_NAMES):
        return True
    title = (element.get("title") or "").strip()
    # A long text with such a title is rather a link to an article.
    return bool(title) and len(_said(element)) < 40 and bool(MACHINE.match(title) or is_date(title))


def _is_printed(element: HtmlElement, language: str | None) -> bool:
    said = _said(element)
    return 0 < len(said) < 60 and (is_date(said) or _is_signed(said) or _is_ago(said, language))


def _is_signed(said: str) -> bool:
    """Return whether words are a name and a date: `A verified reader am 8.6.2020`."""
    date = find_date(said)
    if date is None or not (said.startswith(date) or said.endswith(date)):
        return False
    rest = said.replace(date, "", 1)
    return len(rest.split()) <= SIGNED_WORDS and not re.search(r"[.!?,]\s", rest)


def _said(element: HtmlElement) -> str:
    return " ".join(" ".join(islice(element.itertext(), 6)).split())


@lru_cache(maxsize=4096)
def _is_ago(said: str, language: str | None) -> bool:
    """Return whether words are a time from now: `yesterday`, `5 hours ago`."""
    words = said.strip(" \t·•|,()-–—")
    if len(words) > 30 or words.isdecimal():
        return False
    return read_date(words, now=ANY_DAY, language=language) is not None


def author_leaves(place: HtmlElement) -> list[HtmlElement]:
    """Return the elements of a place that are named for an author, not within each other."""
    found: list[HtmlElement] = []
    for element in place.iter():
        inner = bool(found) and found[-1] in islice(element.iterancestors(), 6)
        if not inner and _names_author(element):
            found.append(element)
    # What reads the same everywhere is a control, as `Log in`.
    often = Counter(map(_said, found))
    return [e for e in found if often[_said(e)] <= max(2, len(found) / 2)]


def _names_author(element: HtmlElement) -> bool:
    return "author" in roles(element) or bool(LEADING.match(element.get("aria-label") or ""))


def repeated(leaves: Sequence[HtmlElement], places: set[HtmlElement]) -> list[HtmlElement]:
    """Return the rows around the leaves: the largest elements of the most frequent look.

    Each holds one leaf of its own. What is left over, replies in another look than their parents,
    or every second row, must stand inside a row or beside one.
    """
    rows: dict[HtmlElement, HtmlElement] = {}
    taken: set[HtmlElement] = set()
    left = list(leaves)
    for _ in range(ROUNDS):
        kinds = _kinds(left, places, taken)
        if rows:
            homes = {row.getparent() for row in rows}
            kinds = {s: k for s, k in kinds.items() if _joins(k, rows, homes)}
        best = _best(kinds, 1 if rows else 2)
        if best is None:
            break
        rows.update(best.owners)
        for leaf in best.owners.values():
            taken.update((leaf, *leaf.iterancestors()))
        left = [leaf for leaf in left if leaf not in taken]
    return list(rows)


def alone(leaf: HtmlElement, places: set[HtmlElement]) -> list[HtmlElement]:
    """Return the row around the only leaf, if it has a control such as `Reply`; else nothing."""
    row = leaf
    for above in islice(leaf.iterancestors(), CLIMB):
        if above in places or any(e.tag in BESIDE for e in above.iter()):
            break
        row = above
    pressed = (e for e in row.iter(*CONTROLS) if re.search(r"[^\W\d_]", _said(e)))
    return [row] if row is not leaf and any(is_ui(_said(e)) for e in pressed) else []


def _kinds(
    leaves: Sequence[HtmlElement], places: set[HtmlElement], taken: set[HtmlElement]
) -> dict[Look, Alike]:
    kinds: dict[Look, Alike] = defaultdict(Alike)
    for leaf in leaves:
        met: set[Look] = set()
        for steps, above in enumerate(islice(leaf.iterancestors(), CLIMB)):
            # What is left over in a quotation is a part of the row around.
            if above in places or above in taken or (taken and above.tag in QUOTED):
                break
            for look in looks(above):
                if look in met:
                    continue
                met.add(look)
                kind = kinds[look]
                if above not in kind.owners:
                    kind.owners[above] = leaf
                    kind.climbed += steps
    return kinds


def looks(element: HtmlElement) -> Iterator[Look]:
    """Yield what an element has in common with others of its kind."""
    tag = str(element.tag)
    named = (element.get("class") or element.get("data-testid") or "").split(None, 1)
    if named:
        yield tag, re.sub(r"\d+", "#", named[0][:60])
    else:
        above = element.getparent()
        yield (tag,)
        if above is not None:
            yield tag, "", str(above.tag), (above.get("class") or "")[:60]


def _best(kinds: dict[Look, Alike], least: int) -> Alike | None:
    whole = [k for k in kinds.values() if len(k.owners) >= least and _speak(k)]
    most = max((len(k.owners) for k in whole), default=0)
    return max(
        (k for k in whole if len(k.owners) == most),
        key=lambda k: k.climbed / len(k.owners),
        default=None,
    )


def _speak(kind: Alike) -> bool:
    """Return whether most of the first elements hold words beside their leaf."""
    first = list(islice(kind.owners.items(), 12))
    return 2 * sum(_has_words(row, leaf, kind) for row, leaf in first) >= len(first)


def _has_words(row: HtmlElement, leaf: HtmlElement, kind: Alike) -> bool:
    within = set(leaf.iter())
    said, plain = int(_says_more(leaf)), 0
    for element, _ in islice(chunks(row, kind.owners.keys() | set()), 40):
        if element not in within:
            said += 1
            plain += element.tag not in PRESSED
    return said > 1 and plain > 0


def _says_more(leaf: HtmlElement) -> bool:
    """Return whether a date stands in a line with a name: `Quill on 15.7.2010`."""
    said = _said(leaf)
    date = find_date(said)
    return date is not None and len(re.findall(r"[^\W\d_]", said.replace(date, "", 1))) > 2


def _joins(
    kind: Alike, rows: dict[HtmlElement, HtmlElement], homes: set[HtmlElement | None]
) -> bool:
    return all(
        row.getparent() in homes or any(above in rows for above in row.iterancestors())
        for row in kind.owners
    )


NO_PLACES = frozenset(["form", "iframe", "h2", "h3", "h4", "h5"])
SHAPED = "shaped"
"""The kind of rows that are known by repetition alone."""


def snapshot_rows(
    tree: HtmlElement, areas: list[HtmlElement], language: str | None
) -> tuple[list[Row], Learned]:
    """Return the rows of a snapshot in document order, and what their elements are for."""
    pieces = dropped_pieces(tree)
    numbers = dict.fromkeys(areas, 0) | {piece: at for at, piece in enumerate(pieces, 1)}
    dated = [leaf for place in numbers for leaf in date_leaves(place, language)]
    rows = _named(tree, numbers)
    shaped = _shaped(areas, numbers, dated)
    if len(shaped) > len(rows):
        rows = shaped
        nest(tree, rows)
    identify(rows)
    return rows, learn([row.element for row in rows], set(dated))


def dated_rows(tree: HtmlElement, containers: list[HtmlElement], language: str | None) -> list[Row]:
    """Return the rows of a page as served where no names tell them, in document order.

    Places for comments hold them: at least two of one look, each with a date of its own.
    """
    places = [
        place
        for place in containers
        if place.tag not in NO_PLACES and not any(map(is_side, names(place)))
    ]
    dated = [leaf for place in places for leaf in date_leaves(place, language)]
    found = set(repeated(dated, set(places)))
    inside = (element for place in places for element in place.iter())
    rows = [Row(e, None, False, frozenset([SHAPED])) for e in inside if e in found]
    nest(tree, rows)
    identify(rows)
    return rows


def _shaped(
    areas: list[HtmlElement], numbers: dict[HtmlElement, int], dated: list[HtmlElement]
) -> list[Row]:
    homes = Counter(place.getparent() for place in numbers)
    # A dropped piece may be a row itself, and so may areas side by side: what is around bounds it.
    bounds = {
        place.getparent() if number or homes[place.getparent()] > 1 else place
        for place, number in numbers.items()
    }
    found = repeated(dated, bounds)
    if not found:
        found = repeated([leaf for place in numbers for leaf in author_leaves(place)], bounds)
    if not found and len(dated) == 1:
        found = alone(dated[0], set(areas))
    kept = set(found)
    return [
        Row(element, None, False, frozenset([SHAPED]), piece=number)
        for place, number in numbers.items()
        for element in place.iter()
        if element in kept
    ]


def _named(tree: HtmlElement, numbers: dict[HtmlElement, int]) -> list[Row]:
    """Return the rows that names tell, as far as they stand where the thread is."""
    rows = []
    for row in find_rows(tree):
        above = (row.element, *row.element.iterancestors())
        place = next((element for element in above if element in numbers), None)
        if place is not None:
            row.piece = numbers[place]
            rows.append(row)
    return rows
