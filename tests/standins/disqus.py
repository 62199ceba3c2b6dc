"""Stand-in of Disqus: a frame of another origin, threadData in its HTML, paging by cursor.

After public descriptions. Field names, paths and element ids are as recorded there; guessed are
the classes inside a post, the form of the cursor and `thread.posts` as the number of all rows.
"""

import json
from html import escape
from typing import Any

from newscrawl.demo.invent import Post
from tests.standins.scenario import (
    Answer,
    Call,
    Desk,
    Scenario,
    StandIn,
    depths,
    in_thread_order,
    truth,
)

SIZE = 18
FORUM = "labpost"
FRAME = "/disqus.com/embed/comments/"
LIST = "/disqus.com/api/3.0/threads/listPostsThreaded"


def iframe(desk: Desk) -> StandIn:
    posts = desk.thread("iframe", 55)
    ordered, level = in_thread_order(posts), depths(posts)

    def page(start: int) -> dict[str, Any]:
        rows = [_row(post, level[post.id]) for post in ordered[start : start + SIZE]]
        more = start + SIZE < len(ordered)
        cursor = {"hasNext": more, "next": f"{start // SIZE + 1}:0:0" if more else None}
        return {"cursor": cursor, "code": 0, "response": rows}

    def listing(call: Call) -> Answer:
        if call.query.get("thread") != "4400000001" or not call.query.get("api_key"):
            return Answer({"code": 2, "response": "Invalid argument"}, status=400)
        number = call.query.get("cursor", "0:0:0").split(":")[0]
        return Answer(page(int(number) * SIZE if number.isdigit() else 0))

    def frame(_: Call) -> Answer:
        first = page(0)
        first["response"] = {
            "posts": first["response"],
            "thread": {"id": "4400000001", "posts": len(posts), "feed": "/labpost/latest.rss"},
        }
        return Answer(_frame(first), "text/html")

    return StandIn(
        scenario=Scenario(
            name="iframe",
            truth=truth(posts),
            declared=len(posts),
            engine="disqus",
            note="frame of another origin",
            rows="li.post",
            press=("a.load-more__button",),
        ),
        widget=_thread_box(desk),
        vendor={FRAME: frame, LIST: listing},
    )


def _row(post: Post, depth: int) -> dict[str, Any]:
    message = "".join(f"<p>{escape(part, quote=False)}</p>" for part in post.text.split("\n\n"))
    return {
        "id": str(post.id),
        "parent": post.parent,  # a number, while `id` is a string: as recorded
        "depth": depth,
        "message": "" if post.deleted else message.replace("\n", "<br>"),
        "createdAt": post.created.strftime("%Y-%m-%dT%H:%M:%S"),
        "likes": post.likes,
        "dislikes": 0,
        "isEdited": False,
        "isDeleted": post.deleted,
        "isApproved": True,
        "isSpam": False,
        "hasMore": False,
        "author": {} if post.deleted else {"name": post.author or "", "isAnonymous": True},
    }


def _thread_box(desk: Desk) -> str:
    return f"""<section class="discussion"><h2>Comments</h2><div id="disqus_thread"></div>
<script>var disqus_shortname = "{FORUM}"; var disqus_config = function () {{
this.page.identifier = "lab-iframe";
this.page.url = document.querySelector("link[rel=canonical]").href;
}};</script><script async src="{desk.vendor}/{FORUM}.disqus.com/embed.js"></script></section>"""


def _frame(first: dict[str, Any]) -> str:
    data = json.dumps(first).replace("</", "<\\/")
    return f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Comments</title>
<script src="/js/kit.js"></script></head><body><div id="layout">
<nav><a href="#" class="login" data-write="/write/iframe/login">Log in</a>
<button data-write="/write/iframe/recommend">Recommend</button>
<a href="#" class="sort">Sort by Best</a></nav>
<section id="conversation"><ul id="post-list" class="post-list"></ul>
<div class="load-more"><a href="#" class="btn load-more__button">Load more comments</a></div>
</section></div><script type="text/json" id="disqus-threadData">{data}</script>
<script src="/js/disqus_frame.js"></script></body></html>"""
