"""Stand-in of OpenWeb: an open shadow root, paged by POSTs that only read.

After public descriptions. Field names, paths and the `spcv_` classes of lists are as recorded;
guessed are the nesting of `replies`, the ids, and all classes inside a row. No raw answer of the
real system was ever seen.
"""

from typing import Any

from newscrawl.demo.invent import Post
from tests.standins.scenario import (
    Answer,
    Call,
    Desk,
    Scenario,
    StandIn,
    children,
    truth,
)

SPOT, ARTICLE = "sp_labpost1", "lab-shadow"
READ = "/api-2-0.spot.im/v1.0.0/conversation/read"


def shadow_post(desk: Desk) -> StandIn:
    posts = desk.thread("shadow_post")
    numbers = {message_id(post.id): post.id for post in posts}

    def read(call: Call) -> Answer:
        asked = call.body if isinstance(call.body, dict) else {}
        parent = asked.get("parent_id") or None
        if parent is not None and parent not in numbers:
            return Answer({"error": "no such message"}, status=404)
        rows = children(posts, None if parent is None else numbers[parent])
        start, count = int(asked.get("offset", 0)), int(asked.get("count", 15))
        depth, shown = int(asked.get("depth", 2)), int(asked.get("child_count", 2))
        conversation = _page(rows, start, count)
        conversation["comments"] = [
            _row(posts, row, depth, shown) for row in rows[start : start + count]
        ]
        return Answer({"conversation": {**_counts(posts), **conversation, "users": _users(posts)}})

    return StandIn(
        scenario=Scenario(
            name="shadow_post",
            truth=truth(posts, message_id),
            declared=len(posts),
            engine="openweb",
            note="open shadow root, POST paging; times in the page are relative",
            rows="li > article.spcv_comment",
            press=("button.spcv_load-more", "button.spcv_show-more-replies"),
        ),
        widget=f"""<section><h2>Conversation</h2>
<div data-spotim-module="conversation" data-spot-id="{SPOT}" data-post-id="{ARTICLE}"></div>
<script async src="{desk.vendor}/launcher.spot.im/spot/{SPOT}"
data-spotim-module="spotim-launcher"></script></section>""",
        vendor={f"POST {READ}": read},
    )


def message_id(number: int) -> str:
    return f"{SPOT}_{ARTICLE}_c_{number}"


def _page(rows: list[Post], start: int, count: int) -> dict[str, Any]:
    return {"has_next": start + count < len(rows), "offset": min(start + count, len(rows))}


def _counts(posts: list[Post]) -> dict[str, Any]:
    roots = len(children(posts, None))
    return {
        "conversation_id": f"{SPOT}_{ARTICLE}",
        "messages_count": len(posts),
        "comments_count": roots,
        "replies_count": len(posts) - roots,
    }


def _users(posts: list[Post]) -> dict[str, Any]:
    names = {post.author for post in posts if post.author}
    return {f"u_{name}": {"id": f"u_{name}", "display_name": name} for name in sorted(names)}


def _row(posts: list[Post], post: Post, depth: int, shown: int) -> dict[str, Any]:
    replies = children(posts, post.id)
    inline = replies[:shown] if depth > 1 else []
    root = post
    while root.parent is not None:
        root = next(one for one in posts if one.id == root.parent)
    return {
        "id": message_id(post.id),
        "parent_id": "" if post.parent is None else message_id(post.parent),
        "root_comment": message_id(root.id),
        "user_id": f"u_{post.author}" if post.author and not post.deleted else "",
        "written_at": int(post.created.timestamp()),
        "time": int(post.created.timestamp()),
        "content": [] if post.deleted else [{"type": "text", "text": post.text}],
        "rank": {"ranks_up": post.likes, "ranks_down": 0},
        "edited": False,
        "deleted": post.deleted,
        "published": True,
        "status": "approve",
        "replies_count": len(replies),
        "replies": [_row(posts, reply, depth - 1, shown) for reply in inline],
        "has_next": len(inline) < len(replies),
        "offset": len(inline),
    }
