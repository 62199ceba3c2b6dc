"""The page's own requests for comments in order, and whether the last one was the end."""

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

from newscrawl.generic.headers import told_in
from newscrawl.generic.json.columns import is_count
from newscrawl.generic.json.sighting import Capture, Sighting
from newscrawl.generic.json.tree import Path, is_map
from newscrawl.generic.request import Parts, asked_about, take_apart
from newscrawl.vocabulary import keys as w
from newscrawl.vocabulary.keys import key_words
from newscrawl.vocabulary.names import word_set

KINDS = re.compile(
    r"id|query|operation(?:_?name)?|doc_?id|sha256hash|query_?id|document_?id|cmd|action|"
    r"sort(?:ed)?(?:_?by)?|order(?:_?by)?",
    re.IGNORECASE,
)
"""Parameters that make another list of the same address: a query's name, an order."""
TOTALS = frozenset(["total", "totalcount", "totalitems"])
LISTING = word_set(
    "total totalcount totalitems count items header meta metadata pagination paging pager page info"
    " data result results response comments list"
)
"""Words around the total of a list."""
AROUND, LEVELS = 400, 6


@dataclass(slots=True)
class Step:
    """One request of the page for comments, and what stands around the list in its answer."""

    asked: Parts
    rows: list[Sighting]
    around: dict[Path, Any]
    """Plain values that belong to no comment, by their keys."""
    number: int = 0
    """The place of its answer among all."""

    @property
    def listed(self) -> list[Sighting]:
        """The comments of the list itself, without those that stand in other comments."""
        inside = {id(row.record) for row in self.rows}
        return [row for row in self.rows if not _is_held(row, inside)]


def _is_held(row: Sighting, inside: set[int]) -> bool:
    holder = row.record.holder
    while holder:
        if id(holder) in inside:
            return True
        holder = holder.holder
    return False


def steps_of(found: Capture, about: str | None = None) -> list[Step]:
    """Return the requests for replies to comment `about`, or for top-level comments, in order.

    Of several lists the one that brought most comments. Answers without comments count, if they
    were asked for in the same form: an empty last page is one.
    """
    lists = [steps for (of, _), steps in lists_of(found).items() if of == about]
    return max(lists, key=lambda steps: sum(len(s.rows) for s in steps), default=[])


def lists_of(found: Capture) -> dict[tuple[str | None, Any], list[Step]]:
    """Return the requests of each list in order, by the comment it is about and by their form."""
    rows: dict[int, list[Sighting]] = {}
    for row in found.rows.values():
        rows.setdefault(row.record.answer, []).append(row)
    lists: dict[tuple[str | None, Any], list[Step]] = {}
    for number, answer in enumerate(found.answers):
        if asked := take_apart(answer):
            about = about_of(found, asked, number, rows.get(number, []))
            around = _around(envelope(found.trees[number]), answer, asked)
            step = Step(asked, rows.get(number, []), around, number)
            lists.setdefault((about, _form(asked)), []).append(step)
    return lists


def _around(said: dict[Path, Any], answer: Mapping[str, Any], asked: Parts) -> dict[Path, Any]:
    """Return what an answer and its headers say of its list.

    Where they count its pages and do not say which one this is, it is the one that was asked for;
    what names none in its headers alone is the first.
    """
    told = {**said, **told_in(answer)}
    page, pages = page_of(told)
    if pages is None or page is not None:
        return told
    named = next(
        (
            int(value)
            for where, value in asked.params.items()
            if str(value).isdecimal() and not w.PAGE.isdisjoint(key_words(where[-1]))
            if where[0] != "path"
        ),
        None if page_of(said)[1] is not None else 1,
    )
    return told if named is None else {**told, ("header", "page"): named}


def about_of(found: Capture, asked: Parts, number: int, rows: list[Sighting]) -> str | None:
    """Return the comment whose replies a request brought: it names it, and they answer it.

    A comment's id may as well be a cursor: "what comes after this one".
    """
    above = {row.parent for row in rows} | {row.root for row in rows if row.root != row.id}
    for value in asked.params.values():
        name = str(value)
        if name in found.ids and name in above and not any(row.id == name for row in rows):
            return name
    return asked_about(found.answers[number], found.ids) if not rows else _named(found, number)


def _named(found: Capture, number: int) -> str | None:
    return asked_about(found.answers[number], found.ids)


def _form(asked: Parts) -> tuple[Any, ...]:
    path = [str(v) for where, v in asked.params.items() if where[0] == "path"]
    kinds = [
        (where, str(value))
        for where, value in asked.params.items()
        if where[0] != "path" and KINDS.fullmatch(where[-1])
    ]
    steps = tuple("*" if any(c.isdigit() for c in step) else step for step in path)
    return asked.method, asked.address, steps, tuple(sorted(kinds))


def envelope(tree: Any) -> dict[Path, Any]:
    """Return the plain values of an answer that stand in no list and no table, by their keys."""
    found: dict[Path, Any] = {}
    queue: list[tuple[Path, Any]] = [((), tree)]
    for path, data in queue:
        if not isinstance(data, dict) or len(queue) > AROUND or len(path) > LEVELS:
            continue
        for key, value in list(data.items())[:AROUND]:
            if isinstance(value, dict) and not is_map(value):
                queue.append(((*path, key), value))
            elif not isinstance(value, (dict, list)):
                found[*path, key] = value
    return found


def goes_on(
    steps: Sequence[Step], known: Set[str] = frozenset(), listed: Set[str] = frozenset()
) -> bool:
    """Return whether the last answer brought new comments and does not say that it is the last.

    `known` are the ids of comments brought before these steps, `listed` those of the list itself.
    """
    last = steps[-1]
    before = known | {row.id for step in steps[:-1] for row in step.rows}
    if all(row.id in before for row in last.rows):
        return False
    if any(_ends(path, value) for path, value in last.around.items()):
        return False
    page, pages = page_of(last.around)
    if page is not None and pages is not None and page >= pages:
        return False
    total = total_of(last.around)
    return total is None or total > len(listed | {r.id for step in steps for r in step.listed})


def _ends(path: Path, value: Any) -> bool:
    names = set(key_words(path[-1]))
    if not isinstance(value, bool) or names & w.BACK:
        return False
    return (not value and bool(names & w.MORE)) or (value and bool(names & w.DONE))


def page_of(around: dict[Path, Any]) -> tuple[int | None, int | None]:
    """Return the number of the page and how many there are, as an answer says them.

    >>> page_of({("data", "pageNo"): 2, ("data", "pageCount"): 4})
    (2, 4)
    """
    page = pages = None
    for path, value in around.items():
        name = "".join(key_words(path[-1]))
        if is_count(value) and re.fullmatch(r"(?:current)?page(?:no|num|number|index)?", name):
            page = value
        if is_count(value) and re.fullmatch(
            r"pages|(?:page|pages)(?:count|total)|(?:total|last|max|num|number)(?:of)?pages?", name
        ):
            pages = value
    return page, pages


def total_of(around: dict[Path, Any]) -> int | None:
    """Return a bare total of a list, or None."""
    for path, value in around.items():
        if is_count(value) and "".join(key_words(path[-1])) in TOTALS:
            return int(value)
    return None


def listed_of(around: dict[Path, Any]) -> int | None:
    """Return a bare total that can be nothing but the list's own, or None.

    >>> listed_of({("data", "meta", "total"): 57}), listed_of({("likes", "total"): 57})
    (57, None)
    """
    sure = {
        p: v
        for p, v in around.items()
        if LISTING.issuperset(word for k in p for word in key_words(k))
    }
    return total_of(sure)
