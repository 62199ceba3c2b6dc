"""What earlier visits wrote of a thread, for a visit that reads only what is new. Pure."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from newscrawl.engines.base import ArticleRef
from newscrawl.engines.made_id import is_made
from newscrawl.items import Comment, CommentsStatus
from newscrawl.threads.entry import Entry


class Owners(Protocol):
    """Tells which article a comment belongs to."""

    def take(self, comment_id: str, article_id: str) -> str:
        """Return the article of a comment: `article_id`, unless another had it before."""

    def owner(self, comment_id: str) -> str | None:
        """Return the article of a comment; None if no article has it yet."""


class Kept(NamedTuple):
    """A comment of a thread, as far as the next visit needs it."""

    parent_id: str | None
    status: str
    absent: bool
    """True if a complete sweep did not find it: no trace of it is left on the page."""
    seen: str = ""
    """When it was last read; compares as text."""


@dataclass(frozen=True, kw_only=True)
class Past:
    """All comments ever written of a thread, and how the last full visit found it."""

    kept: Mapping[str, Kept] = field(default_factory=dict)
    gap: int | None = None
    """By how many the comments present exceed those declared: systems count differently."""
    status: CommentsStatus | None = None
    swept: str | None = None
    """When the visit before this one began, if that one was complete; compares as text."""
    sweep: bool = True
    """Whether this visit is to read all."""
    entry: Entry | None = None
    """The way to take, where the page of the article is not at hand."""

    owners: Owners | None = None
    """Knows the comments of other articles."""

    def keep_ids(self, comments: Iterable[Comment], ref: ArticleRef) -> None:
        """Give comments the ids they were written under, and none of another article's.

        Earlier versions left the article out of the ids that are unique in one thread only. A page
        may repeat a comment of another article: it then has the article in its id, so that the
        other's stays where it is.
        """
        for comment in comments:
            comment.id = self._kept_id(comment.id, ref)
            if self.owners and self.owners.take(comment.id, ref.id) != ref.id:
                comment.id = _of_thread(comment.id, ref)
        for comment in comments:
            parent = comment.parent_id and self._kept_id(comment.parent_id, ref)
            if parent and self.owners and self.owners.owner(parent) not in {ref.id, None}:
                parent = _of_thread(parent, ref)
            comment.parent_id = parent

    def _kept_id(self, one: str, ref: ArticleRef) -> str:
        former = one.replace(f":{ref.id}:", f":{ref.site}:", 1)
        return former if former in self.kept and one not in self.kept else one

    def number(self, found: Collection[str]) -> int:
        """Return how many comments are there, by earlier visits and those found now."""
        return len({key for key, one in self.kept.items() if not one.absent}.union(found))

    def is_up_to_date(self, found: Collection[str], declared: int | None, *, ordered: bool) -> bool:
        """Return whether nothing new can remain to be read.

        With a declared number: all that is declared is known or found. Both numbers must agree, so
        a comment that went while another came is no reason to stop. Without one: the known part of
        a list that is `ordered`, newest first, has begun.
        """
        if declared is not None:
            return self.gap is not None and self.number(found) == declared + self.gap
        return ordered and any(key in self.kept for key in found)

    def missing(self, found: Collection[str], engines: Collection[str]) -> list[str]:
        """Return comments of some systems that a complete visit did not find, as yet unreported.

        An id that the reader made changes with an edit: the complete visit before must have lacked
        it too.
        """
        return [
            key
            for key, one in self.kept.items()
            if key not in found
            and not one.status.startswith("removed")
            and key.partition(":")[0] in engines
            and (not is_made(key) or one.seen < (self.swept or ""))
        ]

    def place(self, comments: Iterable[Comment]) -> None:
        """Give root and depth, in place, to replies to comments that only earlier visits have."""
        here = {comment.id: comment.parent_id for comment in comments}
        parents = {**{key: one.parent_id for key, one in self.kept.items()}, **here}
        for comment in comments:
            if comment.parent_id is None or comment.depth is not None:
                continue
            chain = [comment.id]
            while (above := parents.get(chain[-1])) and above not in chain:
                chain.append(above)
            if above is None and chain[-1] in parents:
                comment.root_id, comment.depth = chain[-1], len(chain) - 1


def _of_thread(comment_id: str, ref: ArticleRef) -> str:
    """Return a comment's id with its article in it, as ids have that are unique in one thread."""
    return comment_id.replace(f":{ref.site}:", f":{ref.id}:", 1)
