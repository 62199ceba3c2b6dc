"""Stand-in of a virtualised list: about fifteen rows in the page, whatever was loaded."""

from tests.standins.feeds import box
from tests.standins.scenario import (
    Answer,
    Call,
    Desk,
    Scenario,
    StandIn,
    depths,
    in_thread_order,
    living,
    stamp,
    truth,
)

SIZE = 16


def virtual_list(desk: Desk) -> StandIn:
    posts = living(desk.thread("virtual_list", 60))
    level = depths(posts)

    def listing(call: Call) -> Answer:
        start = call.number("skip")
        found = [
            {
                "n": post.id,
                "re": post.parent,
                "depth": level[post.id],
                "author": post.author,
                "content": post.text,
                "published": stamp(post.created),
                "rating": post.likes,
            }
            for post in in_thread_order(posts)[start : start + SIZE]
        ]
        return Answer({"total": len(posts), "rows": found})

    return StandIn(
        scenario=Scenario(
            name="virtual_list",
            truth=truth(posts),
            declared=len(posts),
            note="own scroll container that keeps about 15 rows; rows leave the page again",
            rows="div.vrow",
        ),
        widget=box("virtual_list", "/api/virtual") + '<script src="/js/virtual.js"></script>',
        paper={"/api/virtual": listing},
    )
