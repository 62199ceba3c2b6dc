"""One outcome of many visits: what is told of them, new troubles first, each only once."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from newscrawl.fleet.kept import keep
from newscrawl.fleet.result import KILLED, Result
from newscrawl.runs.exits import Exit

KINDS = {
    Exit.UNREACHABLE: "no answer",
    Exit.BLOCKED: "refused by robots.txt or by the site",
    Exit.NOTHING: "no article found",
    Exit.INCOMPLETE: "comments are missing",
    Exit.LOSSES: "articles or lists could not be read",
    Exit.BROWSER: "the browser failed",
    Exit.DISK: "could not be written",
    Exit.STALLED: "no progress",
    Exit.LIMITED: "more than a visit may take",
    Exit.USAGE: "its line or a setting is wrong",
    Exit.ERROR: "a defect of newscrawl",
}
SILENT = KINDS[Exit.UNREACHABLE]
ASKED = {
    SILENT: "this machine or its network?",
    KINDS[Exit.BROWSER]: "is there a browser on this machine?",
    KINDS[Exit.DISK]: "is the disk full?",
    KINDS[Exit.STALLED]: "this machine or its network?",
    KINDS[Exit.LIMITED]: "are --each, --memory or this machine too small?",
}
"""What is asked of a trouble of nearly all."""
DEFECT = "a setting, or newscrawl itself?"
ENDED = "its process was killed"
BAD_LINE = "its line in the outlets file is wrong, and it was not visited"
FEW = 5
"""Fewer outlets than this may all have the same trouble by chance."""
SAME = 0.8
"""The share of all visits with one trouble from which on it is taken for ours."""
NAMED = 10
"""Outlets of a kind that are named."""
CAUSES = 5
"""Outlets of a kind whose causes are told, if they differ."""


class Trouble(NamedTuple):
    """What was wrong with one outlet."""

    name: str
    kind: str
    message: str
    is_new: bool
    """False if an earlier run of the fleet told it."""


class Told:
    """What earlier runs told: a kind of trouble for each scope, kept in a file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self.kinds: dict[str, str] = dict(json.loads(path.read_text("utf-8")))
        except (OSError, ValueError, TypeError):
            self.kinds = {}

    def trouble(self, name: str, result: Result) -> Trouble | None:
        """Return what is wrong, remembered from now on; None, and forgotten, if all is well."""
        kind = kind_of(result)
        before = self.kinds.pop(result.scope, None)
        if not kind:
            return None
        self.kinds[result.scope] = kind
        return Trouble(name, kind, result.message, before != kind)

    def bad_line(self, line: str) -> Trouble:
        """Return what is wrong with a line of the outlets file, remembered from now on."""
        before = self.kinds.get(line)
        self.kinds[line] = BAD_LINE
        where, _, why = line.partition(": ")
        return Trouble(where, BAD_LINE, why, before is None)

    def forget_lines(self, lines: Iterable[str]) -> None:
        """Forget lines that are right by now, or gone."""
        there = {*lines}
        gone = [one for one, kind in self.kinds.items() if kind == BAD_LINE and one not in there]
        for one in gone:
            del self.kinds[one]

    def save(self) -> None:
        """Write it, as a whole. Raises Refused."""
        keep(self.path, self.kinds)


def kind_of(result: Result) -> str:
    """Return the kind of trouble that a visit came to; "" if none."""
    if result.status == KILLED:
        return ENDED
    status = next((one for one in Exit if one == result.status), Exit.ERROR)
    if status in {Exit.DONE, Exit.INTERRUPTED, Exit.LOCKED}:  # somebody else is at it, or we will
        return ""
    if status is Exit.ALARM:
        return f"unlike its past: {', '.join(sorted(result.alarms)) or 'alarm'}"
    return KINDS.get(status, status.meaning)


def is_news(troubles: Iterable[Trouble]) -> bool:
    """Return whether anything is to be told: bad lines that were told and are passed over are not.

    >>> is_news([Trouble("line 3", BAD_LINE, "no url", is_new=False)])
    False
    """
    return any(one.is_new or one.kind != BAD_LINE for one in troubles)


def of_all(troubles: Iterable[Trouble], visited: int) -> set[str]:
    """Return the kinds of trouble that nearly all outlets have at once: ours, or the network's."""
    number = Counter(one.kind for one in troubles if one.kind != BAD_LINE)
    return {kind for kind, many in number.items() if many >= max(FEW, SAME * visited)}


def digest(
    troubles: Iterable[Trouble], visited: int, listed: int, *, outage: bool = False
) -> list[str]:
    """Return what is told of a run of the fleet, a line each; nothing if all went well.

    A trouble that nearly all `visited` outlets have is told once; in an `outage` no answer of any.
    `listed` is the number of all outlets in the file.
    """
    found = list(troubles)
    if not found:
        return []
    kinds: dict[str, list[Trouble]] = {}
    for one in sorted(found, key=lambda one: not one.is_new):
        kinds.setdefault(one.kind, []).append(one)
    lines = [f"{len(found)} of {listed} outlets had trouble"]
    common = of_all(found, visited) - {SILENT} | ({SILENT} if outage else set())
    for kind, ones in sorted(kinds.items(), key=_order):
        if kind in common:
            lines += [f"{kind}: {_all(ones, visited)}: {ASKED.get(kind, DEFECT)}"]
            lines += [f"  the first, {ones[0].name}: {ones[0].message}"]
        else:
            lines += _kind(kind, ones)
    return lines


def _order(kind: tuple[str, list[Trouble]]) -> tuple[bool, int]:
    return not any(one.is_new for one in kind[1]), -len(kind[1])


def _all(ones: list[Trouble], visited: int) -> str:
    number, old = len(ones), sum(not one.is_new for one in ones)
    said = f"all {number}" if number == visited else f"{number} of {visited}"
    return f"{said} ({old} told before)" if 0 < old < number else said


def _kind(kind: str, ones: list[Trouble]) -> list[str]:
    new = [one for one in ones if one.is_new]
    if not new:
        return [f"{kind}: {len(ones)} told before"]
    named = [one.name for one in new[:NAMED]]
    if len(new) > NAMED:
        named.append(f"and {len(new) - NAMED} more")
    if len(new) < len(ones):
        named.append(f"and {len(ones) - len(new)} told before")
    return [f"{kind}: {len(ones)}: {', '.join(named)}", *_causes(new, kind)]


def _causes(new: list[Trouble], kind: str) -> list[str]:
    """Return the cause of each outlet, a line each; of the first alone if all have the same."""
    most = NAMED if kind == BAD_LINE else CAUSES
    shown = new if len({one.message for one in new}) > 1 or kind == BAD_LINE else new[:1]
    lines = [f"  {one.name}: {one.message}" for one in shown if one.message]
    more = len(lines) - most
    return [*lines[:most], *([f"  and {more} more"] if more > 0 else [])]


def as_json(troubles: Iterable[Trouble], visited: int, lines: list[str]) -> Mapping[str, object]:
    """Return the digest for a webhook."""
    return {
        "text": "\n".join(lines),
        "visited": visited,
        "troubles": [one._asdict() for one in troubles],
    }
