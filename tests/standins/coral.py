"""Stand-in of Coral: persisted GraphQL by GET, drawn in an open shadow root when it comes near.

After public descriptions. Element ids, the `coral-` classes named there, field names and the
refusal of raw queries are as recorded; guessed are the variables' names, the shape of the replies'
answer and what a deleted row holds. No raw answer of the real system was ever seen.
"""

import json
from hashlib import md5
from importlib.resources import files
from typing import Any

from newscrawl.demo.invent import Post
from tests.standins.scenario import (
    Answer,
    Call,
    Desk,
    Scenario,
    StandIn,
    children,
    depths,
    truth,
)

ROOTS, REPLIES = 8, 2
"""Top-level comments and replies in one answer (20 and 10 in the real system)."""


def graphql_shadow(desk: Desk) -> StandIn:
    posts = desk.thread("graphql_shadow")
    stream, more = (_persisted(desk, name) for name in ("stream", "replies"))

    def graphql(call: Call) -> Answer:
        if call.query.get("query"):
            return _refusal("RAW_QUERY_NOT_AUTHORIZED")
        variables = _variables(call)
        if call.query.get("id") == stream:
            return _stream(posts, variables)
        if call.query.get("id") == more:
            return _replies(posts, variables)
        return _refusal("PERSISTED_QUERY_NOT_FOUND")

    def embed(_: Call) -> Answer:
        # The ids change with the version, here with the seed: only the page's own request tells.
        source = (files(__package__) / "js" / "coral.js").read_text("utf-8")
        ids = json.dumps({"stream": stream, "replies": more})
        return Answer(f"const CORAL_IDS = {ids};\n{source}", "text/javascript")

    return StandIn(
        scenario=Scenario(
            name="graphql_shadow",
            truth=truth(posts, lambda number: f"c{number:08x}"),
            declared=len(posts),
            engine="coral",
            note="open shadow root, persisted GraphQL; draws only when it comes near",
            rows=".coral-comment",
            press=(".coral-loadMore", ".coral-replyList-showMoreButton"),
        ),
        widget=f"""<section><h2>Comments</h2><div id="coral_thread"></div>
<script src="{desk.vendor}/coral/assets/js/embed.js"></script>
<script>Coral.createStreamEmbed({{id: "coral_thread", autoRender: true,
rootURL: "{desk.vendor}/coral", storyID: "lab-story-3",
storyURL: document.querySelector("link[rel=canonical]").href}});</script></section>""",
        vendor={"/coral/api/graphql": graphql, "/coral/assets/js/embed.js": embed},
    )


def _persisted(desk: Desk, name: str) -> str:
    return md5(f"{desk.seed}/{name}".encode(), usedforsecurity=False).hexdigest()


def _variables(call: Call) -> dict[str, Any]:
    try:
        found = json.loads(call.query.get("variables", "{}"))
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _refusal(code: str) -> Answer:
    return Answer({"errors": [{"message": code, "extensions": {"code": code}}]}, status=400)


def _stream(posts: list[Post], variables: dict[str, Any]) -> Answer:
    comments = _connection(posts, None, variables.get("cursor"), ROOTS)
    counts = {"totalPublished": len(posts)}
    story = {"id": "lab-story-3", "commentCounts": counts, "comments": comments}
    return Answer({"data": {"story": story}})


def _replies(posts: list[Post], variables: dict[str, Any]) -> Answer:
    parent = str(variables.get("commentID", "c0"))
    replies = _connection(posts, int(parent[1:], 16), variables.get("cursor"), REPLIES)
    return Answer({"data": {"comment": {"id": parent, "replies": replies}}})


def _connection(
    posts: list[Post], parent: int | None, cursor: str | None, size: int
) -> dict[str, Any]:
    rows = children(posts, parent)
    if cursor:
        rows = [row for row in rows if _cursor(row) > cursor]
    edges = [{"cursor": _cursor(row), "node": _node(posts, row)} for row in rows[:size]]
    end = edges[-1]["cursor"] if edges else None
    return {"edges": edges, "pageInfo": {"hasNextPage": len(rows) > size, "endCursor": end}}


def _cursor(post: Post) -> str:
    # Comments of one second need the id as well, or paging would skip them.
    return f"{post.created.isoformat()}#{post.id:08x}"


def _node(posts: list[Post], post: Post) -> dict[str, Any]:
    author = {"id": f"u-{post.author}", "username": post.author} if post.author else None
    return {
        "id": f"c{post.id:08x}",
        "parent": None if post.parent is None else {"id": f"c{post.parent:08x}"},
        "author": None if post.deleted else author,
        "body": None if post.deleted else _html(post.text),
        "createdAt": post.created.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
        "deleted": post.deleted,
        "editing": {"edited": False},
        "actionCounts": {"reaction": {"total": post.likes}},
        "tags": [],
        "depth": depths(posts)[post.id],
        "replyCount": len(children(posts, post.id)),
        "replies": _connection(posts, post.id, None, REPLIES),
    }


def _html(text: str) -> str:
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"<div>{text.replace(chr(10), '<br>')}</div>"
