"""What an unknown system's page would ask for next, learnt from the requests it made itself.

Nothing is asked that the page did not ask before in the same form: only a value moves on, and only
one that grows by a constant step or that the last answer hands out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from newscrawl.generic.json.asked import Asked, put_together, take_apart
from newscrawl.generic.json.rows import Found, find
from newscrawl.generic.paging.moves import linked, moved
from newscrawl.generic.paging.steps import Step, goes_on, steps_of


@dataclass(frozen=True, slots=True)
class Ask:
    """A request for more comments, as plain data. A POST goes only where the page POSTed."""

    url: str
    method: str
    post: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


def learn(answers: Sequence[Mapping[str, Any]]) -> Ask | None:
    """Return the request for the next page of top-level comments, or None if there is none to make.

    None after an answer that brought nothing new or says it is the last, for a cursor that was used
    before, and where nothing tells what moves on. `answers` as for `read_answers`.
    """
    found = find(answers)
    return next_of(steps_of(found), found)


def next_of(steps: Sequence[Step], found: Found) -> Ask | None:
    """Return what comes after the last of one endpoint's requests, or None."""
    if not steps or not goes_on(steps):
        return None
    links = any(linked(step) for step in steps)
    asked = linked(steps[-1]) if links else moved(steps)
    if asked is None:
        return None
    ask = ask_of(asked)
    known = [take_apart(answer) for answer in found.answers]
    return None if ask is None or any(one and ask_of(one) == ask for one in known) else ask


def ask_of(asked: Asked) -> Ask | None:
    """Return a request in parts as a request; None for a mutation, which would write."""
    url, post = put_together(asked)
    if asked.method == "POST" and post and "mutation" in post:
        return None
    if post is None:
        return Ask(url, asked.method)
    form = any(where[0] == "form" for where in asked.params)
    kind = "application/x-www-form-urlencoded" if form else "application/json"
    return Ask(url, asked.method, post, {"Content-Type": kind})
