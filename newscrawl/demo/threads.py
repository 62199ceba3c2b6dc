"""The comments of one article, and the two ways its server delivers them."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

from newscrawl.demo.invent import Post, thread
from newscrawl.demo.paper import Story, dice

FLAT = frozenset({10, 13, 15})
"""Places of old articles without replies. Their rows are whole pages of 30, so the page's own
counter hides the button while rows are missing (see `riacomments.js`)."""
NUMERIC = 6
"""Place of the old article whose ids hold no time, and whose rows give only the printed one."""
SILENT = frozenset({6, 11, 14})
"""Places of old articles whose rows lack `data-ts`. None has more than one page."""
GAPS = frozenset({1, 5})
"""Places where two comments that had replies were removed without a trace."""


@dataclass(kw_only=True)
class Row:
    """One comment as the site knows it."""

    id: str
    parent: str | None
    parent_author: str | None
    parent_text: str | None
    root: str | None
    """None if a comment between this one and its root is gone."""
    depth: int | None
    branch: str
    """The id of the top-level row under which a page shows this one; its own on such a row."""
    author: str | None
    text: str | None
    created: datetime
    usec: int
    likes: int
    deleted: bool

    @property
    def seconds(self) -> int:
        return int(self.created.timestamp())

    @property
    def key(self) -> tuple[int, int, str]:
        return self.seconds, self.usec, self.id


class Thread:
    """All comments of one article, oldest first."""

    def __init__(self, story: Story, language: str, seed: int) -> None:
        self.story = story
        old = story.design == "old"
        self.has_ts = not (old and story.place in SILENT)
        self.minutes_only = old and story.place == NUMERIC
        posts = self._posts(language, dice(seed, "thread", story.number))
        self._by_id = {post.id: post for post in posts}
        self._gone = self._taken_away(posts) if story.place in GAPS else set()
        self.rows = [self._row(post) for post in posts if post.id not in self._gone]

    def roots(self, sort: str, until: int | None, limit: int = 30) -> list[Row]:
        """Return a page of top-level rows. `until` is the last row's whole second, inclusive."""
        rows = [row for row in self.rows if row.branch == row.id]
        rows.sort(key=lambda row: row.key, reverse=sort != "asc")
        if until is not None and sort == "asc":
            rows = [row for row in rows if row.seconds >= until]
        elif until is not None:
            rows = [row for row in rows if row.seconds <= until]
        return rows[:limit]

    def newer(self, than: int) -> list[Row]:
        return [row for row in self.roots("desc", None, len(self.rows)) if row.seconds > than]

    def replies(self, branch: str, since: int | None = None) -> list[Row]:
        """Return the rows under a top-level row, oldest first."""
        rows = [row for row in self.rows if row.branch == branch and row.id != branch]
        return [row for row in rows if since is None or row.seconds >= since]

    def messages(self, limit: int, before: tuple[int, int, str] | None) -> list[Row]:
        """Return a page of the chat, newest first. `before` is the last row's key, exclusive."""
        rows = sorted(self.rows, key=lambda row: row.key, reverse=True)
        return [row for row in rows if before is None or row.key < before][:limit]

    def truth(self) -> list[dict[str, Any]]:
        """Return what a perfect crawl would write, in the names of `items.Comment`."""
        return [self._truth(row) for row in self.rows]

    def _truth(self, row: Row) -> dict[str, Any]:
        chat, minutes = self.story.design == "new", self.minutes_only
        created = row.created.replace(second=0) if minutes else row.created
        return {
            "comment_id": row.id,
            "article": self.story.number,
            "parent_id": row.parent,
            "parent_author": row.parent_author,
            "root_id": row.root,
            "depth": row.depth,
            "author": row.author,
            "text": row.text,
            "date_published": f"{created:%Y-%m-%dT%H:%M:%SZ}",
            "date_published_precision": "minute" if minutes else "second",
            # The chat has six pictures and no likes.
            "upvote_count": None if chat else row.likes,
            "reactions": {"s1": row.likes} if chat and row.likes else {},
            "status": "removed_unknown" if row.deleted else "visible",
        }

    def _posts(self, language: str, rng: Random) -> list[Post]:
        gaps = 2 if self.story.place in GAPS else 0
        start = self.story.published + timedelta(minutes=5)
        posts = thread(rng, self.story.size + gaps, start, language=language)
        if self.story.design == "new":
            # How a chat shows deleted messages is unknown, so none is deleted there.
            return [replace(post, deleted=False) for post in posts]
        if self.story.place in FLAT:
            return [replace(post, parent=None) for post in posts]
        return posts

    def _taken_away(self, posts: list[Post]) -> set[int]:
        parents = {post.parent for post in posts}
        roots = [post.id for post in posts if post.parent is None and post.id in parents]
        inner = [post.id for post in posts if post.parent is not None and post.id in parents]
        leaves = [post.id for post in reversed(posts) if post.id not in parents]
        # Always two, or the thread would not have its intended size.
        return set((roots[-1:] + inner[:1] + leaves)[:2])

    def _row(self, post: Post) -> Row:
        line = self._line(post)
        known = not any(ancestor.id in self._gone for ancestor in line)
        top = line[-1] if line[-1].id not in self._gone else post
        parent = line[1] if len(line) > 1 else None
        text = post.text
        if parent and parent.author and self.story.design == "old":
            # The old page's form begins a reply with the name of the author it answers.
            text = f"{parent.author}, {text}"
        return Row(
            id=self._id(post),
            parent=self._id(parent) if parent else None,
            parent_author=parent.author if parent else None,
            parent_text=parent.text if parent else None,
            root=self._id(line[-1]) if known else None,
            depth=len(line) - 1 if known else None,
            branch=self._id(top),
            author=None if post.deleted else post.author,
            text=None if post.deleted else text,
            created=post.created,
            usec=post.id * 2741 % 1_000_000,
            likes=post.likes,
            deleted=post.deleted,
        )

    def _line(self, post: Post) -> list[Post]:
        """Return the post, its parent, and so on up to its root."""
        line = [post]
        while line[-1].parent is not None:
            line.append(self._by_id[line[-1].parent])
        return line

    def _id(self, post: Post) -> str:
        if self.minutes_only:
            return str(self.story.number % 1_000_000 * 100 + post.id)
        # Like a Mongo ObjectId: seconds, then a part that makes ids of one second distinct.
        return f"{int(post.created.timestamp()):08x}{self.story.number:010x}{post.id:06x}"
