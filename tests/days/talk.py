"""What the paper's two comment systems answer: Ghost's and WordPress' JSON, as of a moment.

Ghost keeps a row for what was removed, and says by whom; WordPress shows no trace of it. Replies of
a removed WordPress comment stay, and name a parent that is nowhere.
"""

import json
import re
from collections.abc import Mapping
from datetime import datetime
from html import escape
from typing import Any, NamedTuple

from tests.days.events import Remark, Said, Story

GHOST = re.compile(r"/members/api/comments/(?:(counts)|post/(\w+)|(\w+)/replies)/$")
WORDPRESS = "/wp/v2/comments"

Shown = tuple[Remark, Said]
Row = dict[str, Any]


class Talk(NamedTuple):
    """An answer, and the ids of the comments that stand in it."""

    data: Any
    story: int
    shown: frozenset[str] = frozenset()
    headers: tuple[tuple[str, str], ...] = ()
    page: int = 1
    """Above 1 for what continues an earlier answer."""


def comment_id(story: Story, remark: int) -> str:
    """Return the system's own id of a remark."""
    if story.system == "ghost":
        return f"{story.number:08x}{remark:016x}"
    return str(story.number * 1000 + remark)


def post_id(story: Story) -> str:
    return f"{story.number:024x}" if story.system == "ghost" else str(story.number)


def shown(story: Story, moment: datetime) -> list[Shown]:
    """Return what the thread shows now, oldest first: all that a complete visit can bring home."""
    rows = [(remark, said) for remark, said in story.thread(moment) if said.listed]
    if story.system == "ghost":
        return rows
    return [(remark, said) for remark, said in rows if said.status == "visible"]


def ghost(
    stories: Mapping[str, Story], path: str, query: Mapping[str, str], moment: datetime
) -> Talk | None:
    """Answer Ghost's routes; `stories` by their post id. None where there is nothing."""
    asked = GHOST.search(path)
    if not asked:
        return None
    if asked[1]:
        return _counts(stories.get(query.get("ids", "")), moment)
    if asked[2]:
        story = stories.get(asked[2])
        return _roots(story, query, moment) if story else None
    story = stories.get(f"{int(asked[3][:8], 16):024x}") if len(asked[3]) == 24 else None
    return _replies(story, asked[3], query, moment) if story else None


def wordpress(
    stories: Mapping[str, Story], query: Mapping[str, str], moment: datetime
) -> Talk | None:
    """Answer WordPress' route; a page behind the last is empty, as there."""
    story = stories.get(query.get("post", ""))
    if not story:
        return None
    rows = shown(story, moment)
    if query.get("order", "desc") == "desc":
        rows = rows[::-1]
    size, page = int(query.get("per_page", "10")), int(query.get("page", "1"))
    part = rows[(page - 1) * size : page * size]
    headers = (("X-WP-Total", str(len(rows))), ("X-WP-TotalPages", str(-(-len(rows) // size))))
    data = [_wordpress_row(story, remark, said) for remark, said in part]
    return Talk(data, story.number, _ids(story, part), headers, page)


def _ids(story: Story, rows: list[Shown]) -> frozenset[str]:
    return frozenset(comment_id(story, remark.id) for remark, _ in rows)


def _counts(story: Story | None, moment: datetime) -> Talk | None:
    if not story:
        return None
    visible = sum(said.status == "visible" for _, said in shown(story, moment))
    return Talk({post_id(story): visible}, story.number)


def _roots(story: Story, query: Mapping[str, str], moment: datetime) -> Talk:
    rows = shown(story, moment)
    roots = _ordered([row for row in rows if row[0].parent is None], query.get("order", ""))
    part, meta, page = _page(roots, query)
    data, ids = [], _ids(story, part)
    for root in part:
        branch = _branch(rows, root[0])
        row = _ghost_row(story, *root)
        row["count"]["replies"] = len(branch)
        row["replies"] = [_ghost_row(story, *reply) for reply in branch[:3]]
        ids |= _ids(story, branch[:3])
        data.append(row)
    return Talk({"comments": data, "meta": meta}, story.number, ids, page=page)


def _replies(story: Story, root: str, query: Mapping[str, str], moment: datetime) -> Talk | None:
    rows = shown(story, moment)
    top = next((row for row in rows if comment_id(story, row[0].id) == root), None)
    if not top:
        return None
    part, meta, _ = _page(_branch(rows, top[0]), query)
    data = [_ghost_row(story, *reply) for reply in part]
    return Talk({"comments": data, "meta": meta}, story.number, _ids(story, part), page=2)


def _branch(rows: list[Shown], root: Remark) -> list[Shown]:
    return [row for row in rows if row[0].root == root.id and row[0] is not root]


def _ordered(rows: list[Shown], order: str) -> list[Shown]:
    """Order as Ghost does by `count__likes desc, created_at desc` and the like."""
    for rule in reversed(order.split(",")):
        key, _, way = rule.strip().partition(" ")
        votes = key.startswith("count__")
        rows = sorted(
            rows,
            key=lambda row: row[1].votes if votes else row[0].id,
            reverse=way == "desc",
        )
    return rows


def _page(rows: list[Shown], query: Mapping[str, str]) -> tuple[list[Shown], Row, int]:
    limit, page = int(query.get("limit", "20")), int(query.get("page", "1"))
    last = max(1, -(-len(rows) // limit))
    found = {"page": page, "limit": limit, "pages": last, "total": len(rows)}
    after = {"next": page + 1 if page < last else None, "prev": page - 1 or None}
    return rows[(page - 1) * limit : page * limit], {"pagination": {**found, **after}}, page


def _ghost_row(story: Story, remark: Remark, said: Said) -> Row:
    parent = remark.parent if remark.parent != remark.root else None
    removed = said.status != "visible"
    status = {"removed_by_author": "deleted", "removed_by_moderator": "hidden"}
    return {
        "id": comment_id(story, remark.id),
        "post_id": post_id(story),
        "status": status.get(said.status, "published"),
        "html": None if removed else f"<p>{escape(said.text)}</p>",
        "created_at": f"{remark.created:%Y-%m-%dT%H:%M:%S.000Z}",
        "edited_at": f"{said.edited:%Y-%m-%dT%H:%M:%S.000Z}" if said.edited else None,
        "in_reply_to_id": comment_id(story, parent) if parent else None,
        "member": {"uuid": f"m-{remark.author}", "name": remark.author, "expertise": None},
        "count": {"likes": said.votes},
    }


def _wordpress_row(story: Story, remark: Remark, said: Said) -> Row:
    return {
        "id": int(comment_id(story, remark.id)),
        "post": story.number,
        "parent": int(comment_id(story, remark.parent)) if remark.parent else 0,
        "author": 0,
        "author_name": remark.author,
        "author_url": "",
        "date": f"{remark.created:%Y-%m-%dT%H:%M:%S}",
        "date_gmt": f"{remark.created:%Y-%m-%dT%H:%M:%S}",
        "content": {"rendered": f"<p>{escape(said.text)}</p>\n"},
        "link": "",
        "status": "approved",
        "type": "comment",
    }


def as_json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False)
