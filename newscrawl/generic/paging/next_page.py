"""What an unknown system's page would ask for next, learnt from the requests it made itself.

Nothing is asked that the page did not ask before in the same form: only a value moves on, and only
one that grows by a constant step or that the last answer hands out.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any, NamedTuple
from urllib.parse import urljoin

from newscrawl.generic.json.columns import scalar
from newscrawl.generic.json.find import find
from newscrawl.generic.json.roles import NOBODY
from newscrawl.generic.json.sighting import Capture, Sighting
from newscrawl.generic.json.tree import Path, leaves
from newscrawl.generic.paging.steps import Step, goes_on, page_of, steps_of, total_of
from newscrawl.generic.request import Parts, Where, put_together, take_apart
from newscrawl.vocabulary import keys as w
from newscrawl.vocabulary.keys import key_words


@dataclass(frozen=True, slots=True)
class Ask:
    """A request for more comments, as plain data. A POST goes only where the page POSTed."""

    url: str
    method: str
    post: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


Made = tuple[str, str, str | None]
"""A request that was made: its method, URL and body."""


def learn(answers: Sequence[Mapping[str, Any]]) -> Ask | None:
    """Return the request for the next page of top-level comments, or None if there is none to make.

    None after an answer that brought nothing new or says it is the last, for a cursor that was used
    before, and where nothing tells what moves on. `answers` as for `read_answers`.
    """
    found = find(answers)
    return next_of(steps_of(found), found)


@dataclass(slots=True)
class Earlier:
    """What is known of answers that are not read again."""

    rows: set[str] = field(default_factory=set)
    """The ids of the comments they brought."""
    listed: set[str] = field(default_factory=set)
    """Of these the comments of the list itself."""
    made: set[Made] = field(default_factory=set)


def next_of(steps: Sequence[Step], found: Capture, earlier: Earlier | None = None) -> Ask | None:
    """Return what comes after the last of one endpoint's requests, or None.

    `earlier` is what was known before the first of these requests.
    """
    earlier = earlier or Earlier()
    if not steps or not goes_on(steps, earlier.rows, earlier.listed):
        return None
    links = any(linked(step) for step in steps)
    asked = linked(steps[-1]) if links else moved(steps)
    ask = ask_of(asked) if asked else None
    made = requests_of(found) | earlier.made
    return None if ask is None or (ask.method, ask.url, ask.post) in made else ask


def requests_of(found: Capture) -> set[Made]:
    """Return the requests that brought these answers."""
    known = [take_apart(answer) for answer in found.answers]
    asks = [ask for one in known if one and (ask := ask_of(one))]
    return {(ask.method, ask.url, ask.post) for ask in asks}


def ask_of(asked: Parts) -> Ask | None:
    """Return a request in parts as a request; None for a mutation, which would write."""
    url, post = put_together(asked)
    if asked.method == "POST" and post and "mutation" in post:
        return None
    if post is None:
        return Ask(url, asked.method)
    form = any(where[0] == "form" for where in asked.params)
    kind = "application/x-www-form-urlencoded" if form else "application/json"
    return Ask(url, asked.method, post, {"Content-Type": kind})


UNKNOWN = object()


class Origin(NamedTuple):
    """Where an answer hands out what the next request names."""

    kind: str
    """`around` the list, `root`: in the last top-level comment, `row`: in the last comment."""
    path: Path


def moved(steps: Sequence[Step]) -> Parts | None:
    """Return the last request with every moving value moved on; None if one is not understood."""
    if len(steps) == 1:
        return _started(steps[0])
    last, before = steps[-1].asked.params, steps[-2].asked.params
    params, changes = dict(last), 0
    for where in last:
        if last[where] == before.get(where) or isinstance(last[where], bool) or _is_noise(where):
            continue
        value = _handed(where, steps)
        if value is UNKNOWN:
            value = _counted(where, steps)
        if value is None:
            return None
        params[where] = value
        changes += 1
    return replace(steps[-1].asked, params=params) if changes else None


def linked(step: Step) -> Parts | None:
    """Return the request of a full address of the next page, on the same host, by GET."""
    if step.asked.method != "GET":
        return None
    here = put_together(step.asked)[0]
    for path, value in step.around.items():
        names = {word for key in path[-2:] for word in key_words(key)}
        if not isinstance(value, str) or not names & w.MORE or names & w.BACK:
            continue
        if not value.startswith(("http://", "https://", "/", "?")):
            continue
        try:
            url = urljoin(here, value)
        except ValueError:
            continue
        asked = take_apart({"method": "GET", "url": url})
        if asked and asked.address == step.asked.address:
            return asked
    return None


def _is_noise(where: Where) -> bool:
    return where[-1] == "_" or not w.BUSTER.isdisjoint(key_words(where[-1]))


def _handed(where: Where, steps: Sequence[Step]) -> Any:
    """Return what the last answer hands out where all before handed out what came next.

    None if it hands out nothing there, or what was used before; UNKNOWN if there is no such place.
    """
    values = [step.asked.params.get(where) for step in steps]
    pairs = [(steps[n], values[n + 1]) for n in range(len(steps) - 1) if values[n + 1] is not None]
    for origin in _origins(steps[-2], values[-1]):
        if all(_take(step, origin) == str(value) for step, value in pairs):
            value = _take(steps[-1], origin)
            if value is None or value.lower() in NOBODY:
                return None
            seen = any(str(old) == value for old in values)
            return None if seen else _like(value, values[-1])
    return UNKNOWN


def _origins(step: Step, value: Any) -> Iterator[Origin]:
    wanted = str(value)
    number = wanted.isdigit() and len(wanted) < 7
    fits = [p for p, v in step.around.items() if scalar(v) == wanted]
    named = [
        p for p in fits if w.HANDED & set(key_words(p[-1])) and not w.SIZE & set(key_words(p[-1]))
    ]
    yield from (Origin("around", path) for path in named)
    if number:
        return  # a small number stands in many places by chance
    yield from (Origin("around", path) for path in fits)
    for kind in ("root", "row"):
        row = _last(step, kind)
        if row:
            said = leaves(row.record)
            yield from (Origin(kind, p) for p, v in said.items() if scalar(v) == wanted)


def _take(step: Step, origin: Origin) -> str | None:
    if origin.kind == "around":
        return scalar(step.around.get(origin.path))
    row = _last(step, origin.kind)
    return scalar(leaves(row.record).get(origin.path)) if row else None


def _last(step: Step, kind: str) -> Sighting | None:
    rows = [row for row in step.listed if kind == "row" or row.parent is None]
    return rows[-1] if rows else None


def _like(value: str, model: Any) -> Any:
    whole = value.isascii() and value.isdigit()
    return int(value) if isinstance(model, int) and whole else value


def _counted(where: Where, steps: Sequence[Step]) -> Any:
    """Return the next of numbers that grow by one step, or by what each answer brought."""
    values = [step.asked.params.get(where) for step in steps]
    numbers = [_number(value) for value in values]
    if numbers[0] is None:
        numbers[0] = _unsaid(where, numbers[1], steps[0])
    if None in numbers:
        return None
    known = [number for number in numbers if number is not None]
    grown = [b - a for a, b in pairwise(known)]
    brought = [len(step.listed) for step in steps]
    if min(grown) > 0 and len(set(grown)) == 1 and _may_grow(where, grown[0], brought):
        return _like(str(known[-1] + grown[0]), values[-1])
    if grown == brought[:-1] and brought[-1]:
        return _like(str(known[-1] + brought[-1]), values[-1])
    return None


def _may_grow(where: Where, step: int, brought: list[int]) -> bool:
    """Return whether a number that grew once may be a page or an offset, and no clock."""
    return (
        len(brought) > 2
        or step <= max(100, *brought)
        or not w.PAGE.isdisjoint(key_words(where[-1]))
    )


def _number(value: Any) -> int | None:
    text = scalar(value)
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None


def _unsaid(where: Where, second: int | None, first: Step) -> int | None:
    """Return the number that the first request left out."""
    if second in {1, 2} and not w.PAGE.isdisjoint(key_words(where[-1])):
        return second - 1 if second else None
    return 0 if second and second == len(first.listed) else None


def _started(step: Step) -> Parts | None:
    """Return what follows a single request, if a parameter waits for what the answer hands out."""
    for where, value in step.asked.params.items():
        names = set(key_words(where[-1]))
        if where[0] == "path" or str(value).lower() not in NOBODY | {"1"}:
            continue
        for kinds, start in (
            (w.CURSOR, _first_cursor),
            (w.PAGE, _first_page),
            (w.OFFSET, _first_offset),
        ):
            found = start(step, value) if names & kinds else None
            if found is not None:
                params = {**step.asked.params, where: _like(found, value)}
                return replace(step.asked, params=params)
    return None


def _first_cursor(step: Step, value: Any) -> str | None:
    if value in {"1", 1}:
        return None
    for path, handed in step.around.items():
        names = set(key_words(path[-1]))
        text = scalar(handed) if isinstance(handed, str) else None
        if text and text not in NOBODY and names & w.CURSOR and not names & (w.BACK | w.SIZE):
            return text
    return None


def _first_page(step: Step, value: Any) -> str | None:
    number = _number(value)
    if number is None:
        return None
    page, pages = page_of(step.around)
    if page == number and pages is not None and page < pages:
        return str(page + 1)
    handed = _numbers(step, lambda names: bool(names & {"next"}))
    return str(number + 1) if number + 1 in handed else None


def _first_offset(step: Step, value: Any) -> str | None:
    number, brought = _number(value), len(step.listed)
    if number != 0 or not brought:
        return None
    handed = _numbers(
        step, lambda names: bool(names & (w.OFFSET | {"next"})) and not names & w.SIZE
    )
    total = total_of(step.around)
    return str(brought) if brought in handed or (total and total > brought) else None


def _numbers(step: Step, fits: Callable[[set[str]], bool]) -> set[int]:
    return {
        number
        for path, value in step.around.items()
        if fits(set(key_words(path[-1]))) and (number := _number(value)) is not None
    }
