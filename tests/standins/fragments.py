"""Stand-ins whose server sends HTML, page by page: no JSON to read, only rows."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from newscrawl.demo.invent import Post
from tests.standins import rows
from tests.standins.scenario import (
    Answer,
    Call,
    Desk,
    Handler,
    Scenario,
    StandIn,
    depths,
    in_thread_order,
    living,
    truth,
)

SCRIPT = '<script src="/js/fragments.js"></script>'
SIZE = 12


def paged(
    name: str, posts: Sequence[Post], row: rows.Row, *, label: str, overlap: int = 0
) -> Handler:
    """Return a handler of `?page=N`: the rows, then the button to the next page.

    `overlap` rows of the page before are sent again. Without a `label` the next page comes when
    its place is scrolled into view.
    """
    level = depths(sorted(posts, key=lambda post: post.id))

    def answer(call: Call) -> Answer:
        page = call.number("page", 1)
        start = max(0, (page - 1) * SIZE - overlap)
        html = "".join(row(post, level[post.id]) for post in posts[start : page * SIZE])
        more = f"/fragment/{name}?page={page + 1}"
        if page * SIZE < len(posts):
            html += (
                rows.expand(more, label) if label else f'<p data-near data-expand="{more}">…</p>'
            )
        return Answer(html, "text/html")

    return answer


def fragment_standin(
    scenario: Scenario, posts: Sequence[Post], row: rows.Row, **options: Any
) -> StandIn:
    """Return a stand-in whose first page is in the article's HTML and the others are fragments."""
    box: str = options.pop("box", "<section class='talk'><h2>Comments</h2>{}</section>")
    below: str = options.pop("below", "")
    handler = paged(scenario.name, posts, row, **{"label": "Load more comments", **options})

    def page(_: Call) -> Answer:
        first = handler(Call("GET", "", {"page": "1"}, {}))
        return Answer(box.format(first.body) + SCRIPT, "text/html")

    return StandIn(
        scenario=scenario,
        page=page,
        below=below,
        paper={f"/fragment/{scenario.name}": handler},
    )


def infinite_scroll(desk: Desk) -> StandIn:
    posts = living(desk.thread("infinite_scroll"))
    scenario = Scenario(
        name="infinite_scroll",
        truth=truth(posts),
        declared=len(posts),
        note="no button: the next page comes when the end nears the viewport",
        rows="div.remark",
    )
    return fragment_standin(scenario, in_thread_order(posts), rows.remark, label="")


def relative_times(desk: Desk) -> StandIn:
    posts = living(desk.thread("relative_times"))
    scenario = Scenario(
        name="relative_times",
        truth=truth(posts, precision=None),
        note="relative times only, and no JSON; no count declared",
        rows="section.saying",
        press=("button.more",),
    )
    return fragment_standin(scenario, in_thread_order(posts), rows.saying, label="Show more")


def duplicates(desk: Desk) -> StandIn:
    posts = living(desk.thread("duplicates"))
    scenario = Scenario(
        name="duplicates",
        truth=truth(posts),
        declared=len(posts),
        note="every page repeats three rows of the page before",
        rows="dl.entry",
        press=("button.more",),
    )
    return fragment_standin(scenario, in_thread_order(posts), rows.entry, overlap=3)


def same_text(desk: Desk) -> StandIn:
    posts = [replace(post, parent=None) for post in living(desk.thread("same_text"))]
    for at, text in ((6, "Well said."), (30, "Thank you!")):
        twin = posts[at + 1]
        posts[at].text = twin.text = text
        posts[at].author = twin.author = "Ada Quill"
        # A double click that the server took twice.
        twin.created = posts[at].created + timedelta(seconds=1)
    scenario = Scenario(
        name="same_text",
        truth=truth(posts),
        declared=len(posts),
        ids=False,
        note="no ids; two pairs of comments differ by one second alone",
        rows="li.voice",
        press=("button.more",),
    )
    box = "<section><h2>Readers' voices</h2><ul class='voices'>{}</ul></section>"
    return fragment_standin(scenario, posts, rows.voice, box=box)


def flat_levels(desk: Desk) -> StandIn:
    posts = living(desk.thread("flat_levels"))
    handler = paged("flat_levels", in_thread_order(posts), rows.level, label="x")

    def page(call: Call) -> Answer:
        number = call.number("page", 1)
        html = str(handler(Call("GET", "", {"page": str(number)}, {})).body)
        html, _, _ = html.partition('<button class="more"')
        links = "".join(
            f'<a href="?page={n}#comments">{n}</a> ' for n in range(1, -(-len(posts) // SIZE) + 1)
        )
        follow = f'<a rel="next" href="?page={number + 1}#comments">Next</a>'
        pager = f'<nav class="pager">{links}{follow if number * SIZE < len(posts) else ""}</nav>'
        head = f"<h2>{len(posts)} comments</h2>"
        return Answer(f'<section id="comments">{head}{html}{pager}</section>', "text/html")

    return StandIn(
        scenario=Scenario(
            name="flat_levels",
            truth=truth(posts, precision="minute"),
            declared=len(posts),
            note="served rows with level classes, pages by ordinary links; dates to the minute",
            rows="div.comment",
            press=(),
        ),
        page=page,
    )
