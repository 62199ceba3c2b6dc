"""Smaller systems. Names below the markup of Vuukle and Discourse are guessed."""

import json
from html import escape
from typing import Any

from newscrawl.demo.invent import Post
from tests.standins.scenario import (
    Answer,
    Call,
    children,
    stamp,
    truth,
)
from tests.vendors.vendor import COUNT, SIZE, Vendor, as_html, desk, own


def vuukle() -> Vendor:
    posts = desk().thread("vuukle", COUNT)
    roots = children(posts, None)

    def row(post: Post) -> dict[str, Any]:
        return {
            "id": post.id,
            "parentId": post.parent or -1,
            "commentText": escape(post.text, quote=False).replace("\n", "<br>"),
            "name": post.author,
            "userId": f"u{post.id}",
            "createdAt": stamp(post.created),
            "upvotes": post.likes,
            "replies": [row(one) for one in children(posts, post.id)],
        }

    def feed(call: Call) -> Answer:
        start = call.number("start")
        items = [row(one) for one in roots[start : start + SIZE]]
        return Answer({"data": {"comments": {"items": items}, "total": len(posts)}})

    for post in posts:
        post.deleted = False  # how a removed one looks was never seen
    routes = "/api.vuukle.com/api/v1/Comments/"
    return own(
        "vuukle",
        '<div id="vuukle-comments"></div><script>var VUUKLE_CONFIG = {apiKey: "k1", '
        'articleId: "77", host: "lab.example"};</script>'
        '<script src="https://cdn.vuukle.com/platform.js"></script>',
        {f"{routes}loadVuukle": feed, f"{routes}getCommentFeedBySort": feed},
        truth(posts),
        pages=f"{routes}getCommentFeedBySort",
        robots="/api.vuukle.com/robots.txt",
    )


def discourse() -> Vendor:
    posts = desk().thread("discourse", COUNT)
    for post in posts:
        post.deleted = False
    place = {post.id: at for at, post in enumerate(posts, 2)}

    def row(post: Post) -> dict[str, Any]:
        return {
            "id": post.id,
            "post_number": place[post.id],
            "reply_to_post_number": place[post.parent] if post.parent else None,
            "username": post.author,
            "created_at": stamp(post.created),
            "cooked": as_html(post.text),
            "actions_summary": [{"id": 2, "count": post.likes}],
        }

    first = {"id": 1, "post_number": 1, "username": "paper", "cooked": "<p>The article.</p>"}

    def topic(_: Call) -> Answer:
        stream = {"posts": [first, *map(row, posts[:20])], "stream": [1, *(p.id for p in posts)]}
        return Answer({"id": 55, "posts_count": len(posts) + 1, "post_stream": stream})

    def rest(call: Call) -> Answer:
        asked = {value for name, value in call.pairs if name == "post_ids[]"}
        found = [row(one) for one in posts if str(one.id) in asked]
        return Answer({"post_stream": {"posts": found}, "id": 55})

    def frame(_: Call) -> Answer:
        return Answer('<a href="https://forum.example/t/a-topic/55">Continue</a>', "text/html")

    forum = "/forum.example"
    settings = {
        "discourseUrl": "https://forum.example/",
        "discourseEmbedUrl": "https://lab.example/2026/03/discourse.html",
    }
    return own(
        "discourse",
        '<div id="discourse-comments"></div>'
        f"<script>DiscourseEmbed = {json.dumps(settings)};</script>",
        {
            f"{forum}/embed/comments": frame,
            f"{forum}/t/55.json": topic,
            f"{forum}/t/55/posts.json": rest,
        },
        truth(posts, lambda number: f"55/{place[number]}"),
        pages=f"{forum}/t/55/posts.json",
        robots="/forum.example/robots.txt",
        closed={
            f"{forum}/t/55.json": Answer(
                {"id": 55, "posts_count": 1, "closed": True, "post_stream": {"posts": [first]}}
            )
        },
    )


def remark42() -> Vendor:
    posts = desk().thread("remark42", COUNT)

    def tree(parent: int | None) -> list[dict[str, Any]]:
        return [
            {"comment": row(post), "replies": tree(post.id)} for post in children(posts, parent)
        ]

    def row(post: Post) -> dict[str, Any]:
        return {
            "id": f"r{post.id}",
            "pid": f"r{post.parent}" if post.parent else "",
            "text": "" if post.deleted else as_html(post.text),
            "user": {"name": "" if post.deleted else post.author, "id": f"u{post.id}"},
            "score": post.likes,
            "time": stamp(post.created),
            "delete": post.deleted,
        }

    def find(_: Call) -> Answer:
        return Answer({"comments": tree(None), "info": {"count": len(posts), "read_only": False}})

    return own(
        "remark42",
        '<div id="remark42"></div><script>var remark_config = {host: "https://talk.example", '
        'site_id: "lab"};</script>',
        {"/talk.example/api/v1/find": find},
        truth(posts, lambda number: f"r{number}", votes=False),  # its score is not of likes alone
        pages="/talk.example/api/v1/find",
        robots="/talk.example/robots.txt",
        closed={
            "/talk.example/api/v1/find": Answer(
                {"comments": [], "info": {"count": 0, "read_only": True}}
            )
        },
    )
