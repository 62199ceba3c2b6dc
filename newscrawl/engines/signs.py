"""Signs of more: what shows that a thread holds more than was read of it.

Whoever reads a thread reports them with the comments (`Batch.signs`), the walk adds what the page
itself shows, and the verdict is never `complete` while one stands.
"""

from collections import Counter
from collections.abc import Collection
from typing import NamedTuple

from newscrawl.items import Comment

CONTROL = "control"
"""A control that shows more was not pressed."""
PAGES = "pages"
"""Further pages of comments."""
NEXT = "next"
"""A further page of the article, which may have further comments."""
SCROLL = "scroll"
"""What a page loads more by as one scrolls."""
CURSOR = "cursor"
"""An answer hands out what to ask for next."""
REPLIES = "replies"
"""Comments have more replies than are here."""
ROOTS = "roots"
"""Only top-level comments are counted."""
CUT = "cut"
"""Texts are shown cut."""
WALL = "wall"
"""The thread goes on only for members."""
HIDDEN = "hidden"
"""The page says that it hides comments."""
UNREAD = "unread"
"""An answer that may hold comments was not understood."""
WAITING = "waiting"
"""A place for comments that a script is to fill."""
REFUSED = "refused"
"""A request of the page was refused by us, or by its server."""

LIMIT = "limit"
"""A bound of ours kept something from being read."""
UNSIGNED = "unsigned"
"""Most of the rows were not read as comments."""
NAMELESS = "nameless"
"""Nobody is named who wrote one: names stand where they were not looked for."""
PARENTS = "parents"
"""Comments answer others that cannot be told."""
TWICE = "twice"
"""Two readings of one thread that each have what the other lacks."""


class Sign(NamedTuple):
    """One sign of more."""

    name: str
    """One of those above: of each a thread keeps the first."""
    reason: str
    """What it is, for `comments_reason`."""
    sure: bool = False
    """Whether it counts even where all that is declared is here."""
    promised: int | None = None
    """So many replies, if the sign says how many: it is answered once they are here."""
    whole: int | None = None
    """So many comments in all, if the sign says how many: answered once they are here."""

    def is_answered(self, comments: int, replies: int) -> bool:
        """Return whether as many are here as the sign promises, if it does."""
        known = self.promised is not None or self.whole is not None
        return known and (self.promised or 0) <= replies and (self.whole or 0) <= comments


def of_comments(comments: Collection[Comment], declared_roots: int | None) -> list[Sign]:
    """Return what comments show to be missing: replies that they count, the rest of a text."""
    return [*_cut(comments), *_lacking(comments, declared_roots)]


def nameless(comments: Collection[Comment]) -> list[Sign]:
    """Return a sign where the author of none of several comments could be read."""
    said = [comment for comment in comments if comment.text]
    if len(said) < 2 or any(comment.author for comment in said):
        return []
    return [Sign(NAMELESS, "the author of no comment could be read", sure=True)]


def _cut(comments: Collection[Comment]) -> list[Sign]:
    number = sum(bool(comment.is_truncated) for comment in comments)
    return [Sign(CUT, f"the page cuts the texts of {number}", sure=True)] if number else []


def _lacking(comments: Collection[Comment], declared_roots: int | None) -> list[Sign]:
    below = _below(comments)
    lacking = [c for c in comments if (c.reply_count or 0) > below[c.id]]
    if lacking:
        number = sum(c.reply_count or 0 for c in lacking) - sum(below[c.id] for c in lacking)
        return [
            Sign(REPLIES, f"{len(lacking)} comments have replies that are not here", False, number)
        ]
    silent = all(c.parent_id is None and c.reply_count is None for c in comments)
    if declared_roots is not None and silent:
        return [Sign(ROOTS, f"the site counts its {declared_roots} top-level comments only")]
    return []


def _below(comments: Collection[Comment]) -> Counter[str]:
    """Return how many comments stand below each, at any depth; a ring counts once round."""
    parents = {comment.id: comment.parent_id for comment in comments}
    waiting = Counter(parent for parent in parents.values() if parent in parents)
    ready = [key for key in parents if not waiting[key]]
    below: Counter[str] = Counter()
    for key in ready:
        parent = parents[key]
        if parent in parents:
            below[parent] += 1 + below[key]
            waiting[parent] -= 1
            if not waiting[parent]:
                ready.append(parent)
    return below
