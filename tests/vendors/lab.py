"""The systems that the lab has too, here asked at their own hosts."""

import json

from tests.standins.disqus import FRAME, LIST, iframe
from tests.standins.ghost import srcdoc
from tests.standins.openweb import shadow_post
from tests.standins.scenario import (
    Answer,
    Call,
)
from tests.standins.viafoura import CONTAINER, LIVE, bootstrap
from tests.vendors.vendor import (
    INLINE,
    SIZE,
    Vendor,
    at_host,
    capped,
    desk,
    either,
    of,
    removed,
)


def disqus() -> Vendor:
    standin = iframe(desk())

    def frame(call: Call) -> Answer:
        html = str(standin.vendor[FRAME](call).body)
        # Guess: the frame's own script names the public key.
        return Answer(
            html.replace("<body>", '<body><script>x={"api_key":"k1"}</script>'), "text/html"
        )

    thread = {"id": "4400000001", "posts": 0, "isClosed": True}
    empty = {"cursor": {"hasNext": False}, "response": {"posts": [], "thread": thread}}
    data = f'<script type="text/json" id="disqus-threadData">{json.dumps(empty)}</script>'
    return of(
        standin,
        change={FRAME: frame},
        closed={FRAME: Answer(data, "text/html")},
        name="disqus",
        pages=LIST,
        robots="/disqus.com/robots.txt",
    )


def openweb() -> Vendor:
    read = "POST /api-2-0.spot.im/v1.0.0/conversation/read"
    standin = shadow_post(desk())

    def fewer(call: Call) -> Answer:
        body = {**call.body, "count": min(call.body["count"], SIZE), "child_count": INLINE}
        return standin.vendor[read](call._replace(body=body))

    return of(
        standin,
        change={read: fewer},
        name="openweb",
        rows=either(standin.scenario.truth),
        pages=read,
        robots="/api-2-0.spot.im/robots.txt",
    )


def viafoura() -> Vendor:
    standin = bootstrap(desk())
    listed, branch = f"{LIVE}/{CONTAINER}/comments", f"{LIVE}/{CONTAINER}/comments/*"
    change = {
        listed: capped(standin.vendor[listed], limit=SIZE, reply_limit=INLINE),
        branch: capped(standin.vendor[branch], limit=3),
    }
    return of(
        standin,
        change=change,
        name="viafoura",
        rows=either(standin.scenario.truth),
        pages=listed,
        robots="/livecomments.viafoura.co/robots.txt",
        lost=frozenset(["author"]),  # `actor` is null: names stand in the page alone
    )


def ghost() -> Vendor:
    standin = srcdoc(desk())
    listed = next(path for path in standin.paper if "/post/" in path)
    return of(
        standin,
        change={
            f"/lab.example{listed}": capped(
                at_host("lab.example", standin.paper[listed]), limit=SIZE
            )
        },
        name="ghost",
        rows=removed(standin.scenario.truth, status="removed_by_author"),
        robots="/lab.example/robots.txt",
        pages=f"/lab.example{listed}",
    )
