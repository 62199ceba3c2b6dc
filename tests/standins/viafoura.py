"""Stand-in of Viafoura: bootstrap by POST, container, comments; drawn in light DOM.

After public descriptions. Paths, field names, `article.vf3-comment` and its aria-label are as
recorded; guessed are the other classes, the shape of a thread's answer and the identity service.
`actor` is null, as is usual there: names stand only in the page, or come from that service.
"""

from collections.abc import Mapping
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from newscrawl.demo.invent import Post
from tests.standins.scenario import (
    MISSING,
    Answer,
    Call,
    Desk,
    Handler,
    Scenario,
    StandIn,
    children,
    in_thread_order,
    truth,
)

SECTION = "00000000-0000-4000-8000-00000000005e"
CONTAINER = "00000000-0000-4000-8000-0000000000c0"
BOOTSTRAP = "/api.viafoura.co/v2/lab.example/bootstrap/v2"
LIVE = f"/livecomments.viafoura.co/v4/livecomments/{SECTION}"
IDENTITY = f"/iam.viafoura.co/v3/sections/{SECTION}/users"


def bootstrap(desk: Desk) -> StandIn:
    posts = desk.thread("bootstrap", 52)
    return StandIn(
        scenario=Scenario(
            name="bootstrap",
            truth=truth(posts, _uuid),
            declared=len(posts),
            engine="viafoura",
            note="light DOM; authors stand only in the rows' aria-label",
            rows="article.vf3-comment",
            press=("button.vf3-load-more", "button.vf3-more-replies"),
        ),
        widget=f"""<section class="viafoura"><meta name="vf:container_id" content="lab-4">
<vf-conversations vf-container-id="lab-4" limit="10"></vf-conversations></section>
<script async src="{desk.vendor}/cdn.viafoura.net/entry/index.js"></script>""",
        vendor=_handlers(posts),
    )


def _handlers(posts: list[Post]) -> Mapping[str, Handler]:
    def boot(_: Call) -> Answer:
        settings = {"settings": {"site_uuid": SECTION}, "sectionTree": {"uuid": SECTION}}
        return Answer({"result": settings})

    def container(call: Call) -> Answer:
        if call.query.get("container_id") != "lab-4":
            return MISSING
        found = {"container_id": "lab-4", "content_container_uuid": CONTAINER}
        return Answer({**found, "total_visible_content": len(posts)})

    def listing(call: Call) -> Answer:
        roots = children(posts, None)
        shown, more = _after(roots, call)
        limit = call.number("reply_limit", 2)
        rows = [row for root in shown for row in [root, *_branch(posts, root)[:limit]]]
        return Answer({"contents": [_row(posts, row) for row in rows], "more_available": more})

    def branch(call: Call) -> Answer:
        root = next((p for p in posts if _uuid(p.id) == call.path.rsplit("/", 1)[1]), None)
        if root is None:
            return MISSING
        shown, more = _after(_branch(posts, root), call)
        return Answer({"contents": [_row(posts, row) for row in shown], "more_available": more})

    def names(call: Call) -> Answer:
        asked = set(call.query.get("uuids", "").split(","))
        found = {_actor(p): p.author for p in posts if p.author and _actor(p) in asked}
        return Answer({"users": [{"uuid": key, "name": name} for key, name in found.items()]})

    return {
        f"POST {BOOTSTRAP}": boot,
        f"{LIVE}/contentcontainer/id": container,
        f"{LIVE}/{CONTAINER}/comments": listing,
        f"{LIVE}/{CONTAINER}/comments/*": branch,
        IDENTITY: names,
    }


def _uuid(number: int) -> str:
    return str(uuid5(NAMESPACE_URL, f"lab/{number}"))


def _actor(post: Post) -> str | None:
    return str(uuid5(NAMESPACE_URL, f"lab/{post.author}")) if post.author else None


def _branch(posts: list[Post], root: Post) -> list[Post]:
    inside = {root.id}
    for post in posts:
        if post.parent in inside:
            inside.add(post.id)
    return [post for post in in_thread_order(posts) if post.id in inside and post is not root]


def _after(rows: list[Post], call: Call) -> tuple[list[Post], bool]:
    start = call.query.get("starting_from")
    if start:
        at = [_uuid(row.id) for row in rows].index(start) + 1 if start else 0
        rows = rows[at:]
    limit = min(call.number("limit", 10), 100)
    return rows[:limit], len(rows) > limit


def _row(posts: list[Post], post: Post) -> dict[str, Any]:
    by_id = {one.id: one for one in posts}
    root = post
    while root.parent is not None:
        root = by_id[root.parent]
    row = {
        "content_uuid": _uuid(post.id),
        "parent_uuid": CONTAINER if post.parent is None else _uuid(post.parent),
        "thread_uuid": _uuid(root.id),
        "content_container_uuid": CONTAINER,
        "content": post.text,
        "date_created": int(post.created.timestamp() * 1000),
        "state": "deleted" if post.deleted else "visible",
        "actor": None,
        "actor_uuid": _actor(post),
        "total_likes": post.likes,
        "total_dislikes": 0,
        "total_replies": len(_branch(posts, post)),
        "is_pinned": False,
        "is_picked": False,
    }
    return {key: value for key, value in row.items() if key != "content" or not post.deleted}
