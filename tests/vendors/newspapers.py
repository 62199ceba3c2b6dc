"""The systems that one newspaper alone has."""

from html import escape
from typing import Any

from newscrawl.demo.invent import Post
from tests.standins.scenario import (
    Answer,
    Call,
    children,
    depths,
    stamp,
    truth,
)
from tests.vendors.vendor import COUNT, INLINE, SIZE, Vendor, as_html, below, desk, own, removed


def guardian() -> Vendor:
    posts = desk().thread("guardian", COUNT)
    by_id, roots = {post.id: post for post in posts}, children(posts, None)

    def row(post: Post) -> dict[str, Any]:
        notice = "<p>This comment was removed by a moderator.</p>"
        given = {
            "id": post.id,
            "body": notice if post.deleted else as_html(post.text),
            "isoDateTime": stamp(post.created),
            "date": "14 March 2026 8:30am",
            "status": "blocked" if post.deleted else "visible",
            "numRecommends": post.likes,
            "isHighlighted": False,
            "userProfile": {"displayName": "" if post.deleted else post.author, "userId": "1"},
        }
        if (answered := by_id.get(post.parent or 0)) is None:
            return {**given, "responses": [row(one) for one in below(posts, post)]}
        return {
            **given,
            "responseTo": {"commentId": str(answered.id), "displayName": answered.author},
        }

    def discussion(call: Call) -> Answer:
        page = call.number("page", 1)
        talk = {
            "key": "/p/lab1",
            "commentCount": len(posts),
            "topLevelCommentCount": len(roots),
            "isClosedForComments": False,
            "comments": [row(one) for one in roots[(page - 1) * SIZE : page * SIZE]],
        }
        pages = -(-len(roots) // SIZE)
        return Answer({"status": "ok", "currentPage": page, "pages": pages, "discussion": talk})

    path = "/discussion.theguardian.com/discussion-api/discussion//p/lab1"
    return own(
        "guardian",
        '<script>window.guardian={"config":{"page":{"shortUrlId":"/p/lab1"}}}</script>',
        {path: discussion},
        removed(truth(posts), status="removed_by_moderator"),
        host="www.theguardian.com",
        pages=path,
        robots="/discussion.theguardian.com/robots.txt",
        closed={
            path: Answer(
                {"discussion": {"commentCount": 0, "isClosedForComments": True, "comments": []}}
            )
        },
    )


def nyt() -> Vendor:
    posts = desk().thread("nyt", COUNT)
    roots, level = children(posts, None), depths(posts)

    def row(post: Post, shown: int) -> dict[str, Any]:
        replies = children(posts, post.id)
        return {
            "commentID": post.id,
            "commentSequence": post.id,
            "parentID": post.parent,
            "depth": level[post.id] + 1,
            "commentBody": escape(post.text, quote=False).replace("\n", "<br/>"),
            "userDisplayName": "" if post.deleted else post.author,
            "createDate": str(int(post.created.timestamp())),
            "recommendations": post.likes,
            "replyCount": len(replies),
            "editorsSelection": False,
            "status": "deleted" if post.deleted else "approved",
            "replies": [row(one, shown) for one in replies[:shown]],
        }

    def handler(call: Call) -> Answer:
        offset = call.number("offset")
        if call.query.get("cmd") == "GetRepliesBySequence":
            asked = next(one for one in posts if one.id == call.number("commentSequence"))
            branch = row(asked, INLINE)
            shown = children(posts, asked.id)[offset : offset + 3]
            return Answer(
                {
                    "results": {
                        "comments": [{**branch, "replies": [row(one, INLINE) for one in shown]}]
                    }
                }
            )
        found = {
            "comments": [row(one, INLINE) for one in roots[offset : offset + SIZE]],
            "totalCommentsFound": len(posts),
            "totalParentCommentsFound": len(roots),
            "totalReplyCommentsFound": len(posts) - len(roots),
        }
        return Answer({"status": "OK", "results": found})

    path = "/www.nytimes.com/svc/community/V3/requestHandler"
    return own(
        "nyt",
        "<p>Read 60 comments</p>",
        {path: handler},
        truth(posts),
        host="www.nytimes.com",
        pages=path,
    )
