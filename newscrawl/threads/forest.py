"""Threads rebuilt from what rows say of their parents: ids, levels, "in reply to"."""

from collections import defaultdict
from dataclasses import dataclass, field, fields

from newscrawl.extract.finishing import read_printed
from newscrawl.items import Comment

EARLIER, LATER = -1, 1

KEEP = frozenset(["type", "schema_version", "id", "position", "status", "version", "metadata"])
"""Fields that a later sighting of the same comment never fills."""


@dataclass(kw_only=True, slots=True)
class Threading:
    """The comments of one article as a forest, and what was wrong with them."""

    comments: list[Comment] = field(default_factory=list)
    """In reading order, each id once; the same objects that were given, changed in place."""
    duplicates: int = 0
    """Comments left out because their id had been seen."""
    orphans: int = 0
    """Replies whose parent (by id, level or name) is not here. Their own replies do not count."""
    cycles: int = 0
    """Rings of replies that were broken."""

    def counts(self, declared: int, collected: int, known: int = 0) -> dict[str, int]:
        """Return the figures of an article that a run's stats sum up.

        `known` is how many of the declared were missing when all was read before.
        """
        return {
            "collected": collected,
            "declared": declared,
            # More than declared on one article must not hide what another lacks.
            "collected_of_declared": min(collected, declared),
            "known_missing": max(0, min(known, declared - collected)),
            "duplicate": self.duplicates,
            "orphan": self.orphans,
            "cycle": self.cycles,
        }


def build(comments: list[Comment]) -> Threading:
    """Set `parent_id`, `root_id`, `depth` and `position` of one article's comments, in place.

    Takes them in reading order. `parent_id` comes first; without it a `depth` above 0 makes
    the nearest earlier comment of a smaller depth the parent; without both, `parent_author` does:
    the latest comment of exactly that name that is earlier by its time, if only one can be meant.
    A text that opens with a name is no hint.

    A reply whose parent is unknown keeps what it said of it (`parent_id`, `parent_author`), and it
    and all below it have neither depth nor root. In a ring of replies the comment read first loses
    its parent. Linear in the number of comments, whatever their depth.
    """
    result = Threading()
    by_id = _distinct(comments, result)
    result.comments = list(by_id.values())
    lost = _infer_parents(result.comments)
    result.cycles = _break_cycles(by_id)
    _place(by_id, lost)
    orphans = lost | {c.id for c in result.comments if c.parent_id and c.parent_id not in by_id}
    result.orphans = len(orphans)
    return result


def _distinct(comments: list[Comment], result: Threading) -> dict[str, Comment]:
    by_id: dict[str, Comment] = {}
    for comment in comments:
        first = by_id.setdefault(comment.id, comment)
        if first is not comment:
            result.duplicates += 1
            _fill(first, comment)
    return by_id


def _fill(first: Comment, later: Comment) -> None:
    for spec in fields(Comment):
        name = spec.name
        if name in KEEP or (name in {"text", "text_html"} and first.status != "visible"):
            continue
        if getattr(first, name) in (None, {}) and getattr(later, name) is not None:
            setattr(first, name, getattr(later, name))


def _infer_parents(comments: list[Comment]) -> set[str]:
    """Fill `parent_id` from levels and names; return the ids of replies that found none."""
    lost: set[str] = set()
    levels: list[Comment] = []
    names = _Names(comments)
    for comment in comments:
        above = _above(levels, comment)
        if comment.parent_id is None and _is_reply(comment):
            parent = above if comment.depth else names.answered(comment)
            if parent:
                comment.parent_id = parent.id
            else:
                lost.add(comment.id)
    return lost


def _above(levels: list[Comment], comment: Comment) -> Comment | None:
    """Return the nearest earlier comment of a smaller depth, and note this one's depth."""
    if comment.depth is None:
        return None
    while levels and (levels[-1].depth or 0) >= comment.depth:
        levels.pop()
    levels.append(comment)
    return levels[-2] if len(levels) > 1 else None


def _is_reply(comment: Comment) -> bool:
    return bool(comment.depth or comment.parent_author)


class _Names:
    """The comments of each author, and when they were written."""

    def __init__(self, comments: list[Comment]) -> None:
        self._by_name: dict[str, list[Comment]] = defaultdict(list)
        for comment in comments:
            if comment.author and comment.author.name:
                self._by_name[_plain(comment.author.name)].append(comment)
        self._moments: dict[str, str | None] = {}

    def answered(self, reply: Comment) -> Comment | None:
        """Return the latest comment of the name that a reply gives, earlier than the reply.

        Reading order tells nothing: many lists begin with the newest. None where several comments
        may be meant, as times are missing or too coarse to tell.
        """
        named = self._by_name.get(_plain(reply.parent_author or ""), ())
        able = [one for one in named if one is not reply and self._order(one, reply) != LATER]
        if len(able) < 2:
            return able[0] if able else None
        if any(self._order(one, reply) != EARLIER for one in able):
            return None
        last = max(able, key=lambda one: self._moment(one) or "")
        rivals = (one for one in able if one is not last)
        return last if all(self._order(one, last) == EARLIER for one in rivals) else None

    def _order(self, one: Comment, other: Comment) -> int | None:
        """Return EARLIER or LATER; None where the two times do not tell."""
        first, second = self._moment(one), self._moment(other)
        if not (first and second):
            return None
        same = min(len(first), len(second))  # a day is neither before nor after its hours
        first, second = first[:same], second[:same]
        return None if first == second else EARLIER if first < second else LATER

    def _moment(self, comment: Comment) -> str | None:
        if comment.id not in self._moments:
            raw = comment.date_published_raw
            reading = read_printed(comment, raw) if raw else None
            self._moments[comment.id] = reading.value if reading else comment.date_published
        return self._moments[comment.id]


def _plain(name: str) -> str:
    return " ".join(name.split())


def _break_cycles(by_id: dict[str, Comment]) -> int:
    """Take its parent from the first comment of every ring; return the number of rings."""
    cycles = 0
    order = {key: place for place, key in enumerate(by_id)}
    walk_of: dict[str, int] = {}
    for walk, start in enumerate(by_id):
        key: str | None = start
        while key in by_id and key not in walk_of:
            walk_of[key] = walk
            key = by_id[key].parent_id
        if key in by_id and walk_of[key] == walk:
            first, step = key, by_id[key].parent_id
            while step != key and step is not None:
                first = min(first, step, key=order.__getitem__)
                step = by_id[step].parent_id
            by_id[first].parent_id = None
            cycles += 1
    return cycles


def _place(by_id: dict[str, Comment], lost: set[str]) -> None:
    done: dict[str, tuple[str | None, int | None]] = {}
    for position, comment in enumerate(by_id.values()):
        comment.position = position
        chain: list[Comment] = []
        step: Comment | None = comment
        while step is not None and step.id not in done:
            chain.append(step)
            step = by_id.get(step.parent_id) if step.parent_id else None
        for link in reversed(chain):
            done[link.id] = _root_and_depth(link, done, lost)
            link.root_id, link.depth = done[link.id]


def _root_and_depth(
    link: Comment, done: dict[str, tuple[str | None, int | None]], lost: set[str]
) -> tuple[str | None, int | None]:
    if link.parent_id is None:
        return (None, None) if link.id in lost or link.parent_author else (link.id, 0)
    root, depth = done.get(link.parent_id, (None, None))
    return root, None if depth is None else depth + 1
