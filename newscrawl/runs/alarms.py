"""Is a run unlike the site's own past? Pure: lines of `runs.jsonl` in, alarms out.

Shares (fields filled, comments complete, dates readable) are compared over groups of runs, each of
as many items as a share needs to mean something: an hourly run brings two articles, a daily one
two hundred. What is usual is the median of the groups before, and its spread the median distance
from it, so that one bad run neither hides the next nor raises an alarm of its own.
"""

import math
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median
from typing import Any, NamedTuple

from newscrawl.items import Row

GROUP = 30
"""Items (articles, comments, dates) a share is taken of."""
GROUPS_AT_LEAST = 5
"""With fewer groups in the past nothing is usual yet."""
GROUPS_AT_MOST = 30
"""The newest groups of the past that count: what is older is no longer usual."""
LEAST = 0.1
"""A share that fell by less raises no alarm."""
SIGMAS = 4.0
"""A fall of so many standard deviations (of chance and of the past's own spread) raises an
alarm: once in tens of thousands of quiet runs."""
MAD = 1.4826
"""Median distance to standard deviation, for a normal distribution."""
GAPS_AT_LEAST = 5
LONGER = 2.0
"""A pause this many times the longest of the past: once seen, a weekend raises no alarm."""
EMPTY_RUNS = 3
"""So many runs without a new article make a pause."""
REPEAT = timedelta(days=1)
"""An alarm that still holds is raised again after this time."""


class Share(NamedTuple):
    """A share, and how many items it was taken of."""

    value: float
    weight: int


def alarms(this: Row, past: Sequence[Row]) -> list[Row]:
    """Return what is unlike the past, as `{"name", "message", "value", "usual", "raised"}`.

    `past` is oldest first. Only runs that came to their end, of the same command, are compared;
    others are neither judged nor usual. At most one alarm a name; `raised` is False on one that
    was raised in the day before, so that a lasting trouble is told once a day.
    """
    if this["finish_reason"] != "finished":
        return []
    same = [run for run in past if run["finish_reason"] == "finished" and _task(run) == _task(this)]
    found = [
        *(_fields(kind, this, same) for kind in ("articles", "comments")),
        _share("completeness", "of declared comments collected", completeness, this, same),
        _share("dates_unreadable", "of dates readable", readable, this, same),
        _no_news(this, same),
    ]
    lately = _raised_lately(this, past)
    return [{**alarm, "raised": alarm["name"] not in lately} for alarm in found if alarm]


def _task(run: Row) -> Any:
    return run["arguments"]


def _raised_lately(this: Row, past: Sequence[Row]) -> set[str]:
    since = _moment(this) - REPEAT
    return {
        alarm["name"]
        for run in past
        if since < _moment(run) <= _moment(this)
        for alarm in run["alarms"]
        if alarm.get("raised", True)
    }


def _moment(run: Row) -> datetime:
    return datetime.fromisoformat(run["date_started"])


# Shares


def completeness(run: Row) -> Share | None:
    """Return the share of declared comments that were collected."""
    share = run["completeness"]
    return None if share is None else Share(share, run["comments"]["declared"])


def readable(run: Row) -> Share | None:
    """Return the share of printed dates that were read."""
    read, unreadable = run["dates"]["read"], run["dates"]["unreadable"]
    number = read + unreadable
    return Share(read / number, number) if number else None


def fallen(now: Share, past: Sequence[Share]) -> float | None:
    """Return the usual share if this one has fallen below it by more than chance, else None.

    >>> usual = [Share(0.98, 30), Share(1.0, 31), Share(0.97, 40), Share(1.0, 30), Share(0.99, 33)]
    >>> fallen(Share(0.5, 40), usual), fallen(Share(0.95, 40), usual)
    (0.99, None)
    """
    if len(past) < GROUPS_AT_LEAST or now.weight < GROUP:
        return None
    usual = median(share.value for share in past)
    spread = MAD * median(abs(share.value - usual) for share in past)
    # A share that was always 1 may be 0.98 the next time: chance is never taken as zero.
    likely = min(max(usual, 0.02), 0.98)
    chance = math.sqrt(likely * (1 - likely) / now.weight)
    return usual if usual - now.value > max(LEAST, SIGMAS * math.hypot(spread, chance)) else None


def grouped(shares: Sequence[Share]) -> list[Share]:
    """Pool neighbours, newest last, into groups of at least GROUP items; the newest comes first.

    What is left at the old end, too little for a group, is dropped.

    >>> grouped([Share(0.0, 9), Share(1.0, 30), Share(0.5, 20), Share(1.0, 20)])
    [Share(value=0.75, weight=40), Share(value=1.0, weight=30)]
    """
    groups, filled, weight = list[Share](), 0.0, 0
    for share in reversed(shares):
        filled, weight = filled + share.value * share.weight, weight + share.weight
        if weight >= GROUP:
            groups.append(Share(filled / weight, weight))
            filled, weight = 0.0, 0
    return groups


def _compared(
    of: Callable[[Row], Share | None], this: Row, past: Sequence[Row]
) -> tuple[float, float] | None:
    """Return the recent share and the usual one, if it has fallen; None if this run has none."""
    newest = of(this)
    if newest is None:
        return None
    groups = grouped([*(share for run in past if (share := of(run))), newest])
    if not groups:
        return None
    usual = fallen(groups[0], groups[1 : GROUPS_AT_MOST + 1])
    return None if usual is None else (groups[0].value, usual)


def _share(
    name: str, what: str, of: Callable[[Row], Share | None], this: Row, past: Sequence[Row]
) -> Row | None:
    if not (found := _compared(of, this, past)):
        return None
    return _alarm(name, f"{found[0]:.0%} {what}, usually {found[1]:.0%}", *found)


def _fields(kind: str, this: Row, past: Sequence[Row]) -> Row | None:
    """Return one alarm for all fields of a kind: a redesign empties many at once."""
    found = {
        name: pair
        for name in this["fill_rates"].get(kind, {})
        if (pair := _compared(lambda run, name=name: _fill_rate(run, kind, name), this, past))  # type: ignore[misc]
    }
    if not found:
        return None
    worst = sorted(found, key=lambda name: found[name][0] - found[name][1])
    told = [f"{name} in {found[name][0]:.0%} (usually {found[name][1]:.0%})" for name in worst[:5]]
    more = f" and {len(worst) - 5} more fields" if len(worst) > 5 else ""
    message = f"{kind} are filled less: {', '.join(told)}{more}"
    return _alarm(f"fill_rate/{kind}", message, *found[worst[0]])


def _fill_rate(run: Row, kind: str, name: str) -> Share | None:
    rate = run["fill_rates"].get(kind, {}).get(name)
    return None if rate is None else Share(rate, run[kind].get("measured", 0))


def _alarm(name: str, message: str, value: float, usual: float) -> Row:
    return {"name": name, "message": message, "value": round(value, 4), "usual": round(usual, 4)}


# Pauses


def _no_news(this: Row, past: Sequence[Row]) -> Row | None:
    runs = [*past, this]
    news = [number for number, run in enumerate(runs) if run["articles"]["new"]]
    if not news or len(past) - news[-1] < EMPTY_RUNS:
        return None
    watched = _watched(runs)
    pauses = [watched[then] - watched[first] for first, then in pairwise(news)]
    now = watched[-1] - watched[news[-1]]
    if len(pauses) < GAPS_AT_LEAST or now <= LONGER * max(pauses):
        return None
    message = f"no new article for {now:.1f} h; the longest pause before was {max(pauses):.1f} h"
    return _alarm("no_new_articles", message, now, max(pauses))


def _watched(runs: Sequence[Row]) -> list[float]:
    """Return for each run how many hours the site was watched until then.

    Time in which nobody looked (a machine that was off) counts as three usual intervals.
    """
    moments = [_moment(run) for run in runs]
    steps = [max(0.0, (b - a) / timedelta(hours=1)) for a, b in pairwise(moments)]
    longest = 3 * median(steps) if steps else 0.0
    hours = [0.0]
    for step in steps:
        hours.append(hours[-1] + min(step, longest))
    return hours
