"""Stand-in of Ghost's own comments: a srcdoc frame of the paper's origin, near the viewport.

After public descriptions. Paths, field names, ids and `data-testid` are as recorded; guessed are
the other attributes and the labels. Replies of a branch are one flat list; `in_reply_to_id` names
the comment answered, where that is not the holder.
"""

from typing import Any

from newscrawl.demo.invent import Post
from tests.standins.scenario import (
    MISSING,
    Answer,
    Call,
    Desk,
    Scenario,
    StandIn,
    children,
    truth,
)

POST = "64a0000000000000000000e1"
API = "/members/api/comments"


def srcdoc(desk: Desk) -> StandIn:
    posts = desk.thread("srcdoc")
    roots = children(posts, None)

    def listing(call: Call) -> Answer:
        shown, meta = _page(roots, call)
        return Answer({"comments": [_root(posts, row) for row in shown], "meta": meta})

    def counts(_: Call) -> Answer:
        return Answer({POST: len(posts)})

    def replies(call: Call) -> Answer:
        asked = call.path.removeprefix(f"{API}/").split("/")[0]
        root = next((post for post in roots if _id(post.id) == asked), None)
        if root is None or not call.path.endswith("/replies/"):
            return MISSING
        shown, meta = _page(_branch(posts, root), call)
        return Answer({"comments": [_row(row, root) for row in shown], "meta": meta})

    return StandIn(
        scenario=Scenario(
            name="srcdoc",
            truth=truth(posts, _id),
            declared=len(posts),
            engine="ghost",
            note="srcdoc frame without an address of its own; full time only in a title",
            rows="[data-testid=comment-component]",
            press=("[data-testid=pagination-component]", "[data-testid=replies-pagination]"),
        ),
        widget=f"""<section class="gh-comments"><script defer src="/js/comments-ui.min.js"
data-ghost-comments="{desk.paper}/" data-api="{desk.paper}/ghost/api/content/"
data-post-id="{POST}" data-key="stand-in" data-count="true" crossorigin="anonymous"></script>
</section>""",
        paper={
            f"{API}/post/{POST}/": listing,
            f"{API}/counts/": counts,
            f"{API}/*": replies,
        },
    )


def _id(number: int) -> str:
    return f"64b{number:021x}"


def _page(rows: list[Post], call: Call) -> tuple[list[Post], dict[str, Any]]:
    limit, page = call.number("limit", 20) or 20, call.number("page", 1) or 1
    last = -(-len(rows) // limit)
    # The total counts top-level comments only, as in the real system.
    found = {"page": page, "limit": limit, "pages": last, "total": len(rows)}
    after = {"next": page + 1 if page < last else None, "prev": page - 1 or None}
    return rows[(page - 1) * limit : page * limit], {"pagination": {**found, **after}}


def _branch(posts: list[Post], root: Post) -> list[Post]:
    inside = {root.id}
    for post in posts:
        if post.parent in inside:
            inside.add(post.id)
    return [post for post in posts if post.id in inside and post is not root]


def _root(posts: list[Post], post: Post) -> dict[str, Any]:
    branch = _branch(posts, post)
    row = _row(post, post)
    row["count"]["replies"] = len(branch)
    return {**row, "replies": [_row(reply, post) for reply in branch[:3]]}


def _row(post: Post, root: Post) -> dict[str, Any]:
    answered = post.parent if post.parent not in {None, root.id} else None
    paragraphs = post.text.replace("&", "&amp;").replace("<", "&lt;").split("\n\n")
    html = "".join(f"<p>{part}</p>" for part in paragraphs).replace("\n", "<br>")
    member = {"uuid": f"m-{post.author}", "name": post.author, "expertise": None}
    return {
        "id": _id(post.id),
        "status": "deleted" if post.deleted else "published",
        "html": None if post.deleted else html,
        "created_at": post.created.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
        "edited_at": None,
        "in_reply_to_id": None if answered is None else _id(answered),
        "member": member if post.author and not post.deleted else None,
        "liked": False,
        "count": {"likes": post.likes},
    }
