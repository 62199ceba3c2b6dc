"""Requests for replies the page did not ask for, made after those that it did."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from newscrawl.generic.json.columns import scalar
from newscrawl.generic.json.find import find
from newscrawl.generic.json.sighting import Capture, Sighting
from newscrawl.generic.json.tree import leaves
from newscrawl.generic.paging.next_page import Ask, ask_of, next_of, requests_of
from newscrawl.generic.paging.steps import about_of, steps_of
from newscrawl.generic.request import Parts, take_apart
from newscrawl.items import Comment

SMALL = 7
"""A number of at most this many digits may stand anywhere by chance."""


def learn_replies(answers: Sequence[Mapping[str, Any]], comments: Iterable[Comment]) -> list[Ask]:
    """Return requests for the replies that comments declare and that are not there.

    Learnt from the page's own request for the replies of one comment: that comment's id becomes
    another's, and so does what stood in it (its cursor, its number of replies seen). Empty if the
    page never asked for replies. `comments` are all that were read so far.
    """
    return replies_of(find(answers), comments)


def replies_of(found: Capture, comments: Iterable[Comment]) -> list[Ask]:
    """Return the same of answers that `find` has read."""
    asked = _asked(found)
    if not asked:
        return []
    model = next(iter(asked.values()))
    made = requests_of(found)
    asks: list[Ask] = []
    for name in _wanting(list(comments), set(asked), found):
        ask = next_of(steps_of(found, name), found) if name in asked else _like(model, name, found)
        if ask and (ask.method, ask.url, ask.post) not in made:
            made.add((ask.method, ask.url, ask.post))
            asks.append(ask)
    return asks


def _asked(found: Capture) -> dict[str, tuple[str, Parts]]:
    """Return, by comment, the page's first request for its replies."""
    rows: dict[int, list[Sighting]] = {}
    for row in found.rows.values():
        rows.setdefault(row.record.answer, []).append(row)
    first: dict[str, tuple[str, Parts]] = {}
    for number, answer in enumerate(found.answers):
        asked = take_apart(answer)
        name = about_of(found, asked, number, rows.get(number, [])) if asked else None
        if asked and name:
            first.setdefault(name, (name, asked))
    return first


def _wanting(comments: list[Comment], asked: set[str], found: Capture) -> Iterator[str]:
    """Yield the ids of comments that declare more replies than are there.

    Some systems count what answers a comment, some all below it: the branches the page opened tell.
    """
    by_id = {comment.id: comment for comment in comments}
    direct = Counter(comment.parent_id for comment in comments if comment.parent_id)
    below = _below(comments, by_id)
    whole = any(
        c.reply_count == below[c.id] != direct[c.id] for c in comments if c.reply_count is not None
    )
    single = any(
        c.reply_count == direct[c.id] != below[c.id] for c in comments if c.reply_count is not None
    )
    counted = below if whole and not single else direct
    tops = whole and all(not found.ids[name].parent for name in asked if name in found.ids)
    for comment in comments:
        if tops and comment.parent_id in by_id:
            continue
        if comment.reply_count and comment.reply_count > counted[comment.id]:
            yield comment.comment_id


def _below(comments: list[Comment], by_id: dict[str, Comment]) -> Counter[str]:
    """Return how many comments stand below each, at any depth; rings are left once round."""
    order = _leaves_first(comments, by_id)
    below: Counter[str] = Counter()
    for comment in order:
        if comment.parent_id in by_id:
            below[comment.parent_id] += 1 + below[comment.id]
    return below


def _leaves_first(comments: list[Comment], by_id: dict[str, Comment]) -> list[Comment]:
    waiting = Counter(c.parent_id for c in comments if c.parent_id in by_id)
    ready = [comment for comment in comments if not waiting[comment.id]]
    for comment in ready:
        parent = by_id.get(comment.parent_id or "")
        if parent:
            waiting[parent.id] -= 1
            if not waiting[parent.id]:
                ready.append(parent)
    return ready


def _like(model: tuple[str, Parts], name: str, found: Capture) -> Ask | None:
    """Return the model's request for another comment, or None if it holds what none explains."""
    old, asked = model
    if old not in found.ids or name not in found.ids:
        return None
    before, now = found.ids[old], found.ids[name]
    params = dict(asked.params)
    for where, value in params.items():
        text = scalar(value)
        if text == old:
            params[where] = name if isinstance(value, str) else now_like(name, value)
        elif text:
            handed = _in_row(text, where[-1], before, now)
            if handed is MISSING:
                return None
            params[where] = value if handed is None else now_like(handed, value)
    return ask_of(replace(asked, params=params))


MISSING = object()
"""The model took a value from its comment, and this comment has none there."""


def _in_row(text: str, name: str, before: Sighting, now: Sighting) -> Any:
    """Return what stands in one comment where another has `text`; None if it is not from there."""
    number = text.isdigit() and len(text) < SMALL
    values = leaves(before.record)
    paths = [path for path, value in values.items() if scalar(value) == text]
    if number:  # by chance too often: only a value of the same name
        paths = [path for path in paths if path[-1].lower() == name.lower()]
    if not paths or (len(text) < 2 and not number):
        return None
    said = scalar(leaves(now.record).get(paths[0]))
    return MISSING if said is None else said


def now_like(value: str, model: Any) -> Any:
    """Return a value in the type of the one it replaces."""
    return int(value) if isinstance(model, int) and value.isdigit() else value
