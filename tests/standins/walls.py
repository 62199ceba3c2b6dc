"""Stand-ins that cannot or need not be read to the end, and buttons that lead astray."""

from newscrawl.demo.invent import sentence
from tests.standins import rows
from tests.standins.fragments import SIZE, fragment_standin
from tests.standins.scenario import (
    Answer,
    Call,
    Desk,
    Scenario,
    StandIn,
    depths,
    in_thread_order,
    living,
    truth,
)


def login_wall(desk: Desk) -> StandIn:
    posts = living(desk.thread("login_wall", 50))
    ordered = in_thread_order(posts)
    shown = {post.id for post in ordered[: 2 * SIZE]}
    level = depths(posts)
    scenario = Scenario(
        name="login_wall",
        truth=[row for row in truth(posts) if int(row["comment_id"]) in shown],
        declared=len(posts),
        expect="partial",
        reason="login",
        note="after two pages only those who log in may read on",
        rows="article.opinion",
        press=("button.more",),
    )
    standin = fragment_standin(scenario, ordered, rows.opinion)

    def wall(call: Call) -> Answer:
        if call.number("page", 1) > 2:
            return Answer("<p>Log in first.</p>", "text/html", 401)
        html = "".join(rows.opinion(post, level[post.id]) for post in ordered[SIZE : 2 * SIZE])
        wall = '<button class="wall" data-write="/write/login_wall/login">{}</button>'
        return Answer(html + wall.format("Log in to read more comments"), "text/html")

    return StandIn(scenario=scenario, page=standin.page, paper={"/fragment/login_wall": wall})


def declared_more(desk: Desk) -> StandIn:
    posts = living(desk.thread("declared_more", 50))
    scenario = Scenario(
        name="declared_more",
        truth=truth(posts),
        declared=60,
        expect="partial",
        reason="pending",
        note="60 declared, 10 of them wait for a moderator and are nowhere to be had",
        rows="div.msg-box",
        press=("button.more",),
    )
    box = "<section><h2>60 comments (10 awaiting moderation)</h2>{}</section>"
    return fragment_standin(scenario, in_thread_order(posts), rows.counted, box=box)


def empty(_: Desk) -> StandIn:
    return StandIn(
        scenario=Scenario(
            name="empty", truth=[], declared=0, reason="empty", note="nobody has commented yet"
        ),
        widget=f"""<section class="comments" id="comments"><h2>0 comments</h2>
<p>Be the first to comment.</p>{_form("empty")}<ul class="comment-list"></ul></section>""",
    )


def closed(_: Desk) -> StandIn:
    return StandIn(
        scenario=Scenario(name="closed", truth=[], reason="closed", note="comments are closed"),
        widget="""<section class="comments" id="comments"><h2>Comments</h2>
<p class="comments-closed">Comments are closed.</p></section>""",
    )


def _form(name: str) -> str:
    return (
        f'<form class="comment-form" action="/write/{name}/comment" method="post">'
        '<textarea name="text"></textarea><button type="submit">Post comment</button></form>'
    )


def navigating_button(desk: Desk) -> StandIn:
    posts = living(desk.thread("navigating_button"))
    rng = desk.rng("stories")
    scenario = Scenario(
        name="navigating_button",
        truth=truth(posts),
        declared=len(posts),
        note="a link 'More' that leaves the page, and a button that loads stories",
        rows="div.c-item",
        press=("button.more",),
    )
    box = """<section><h2>Comments</h2><div class="c-list">{}</div>
<a class="more" href="/more-talk/">More</a></section>"""

    def stories(call: Call) -> Answer:
        page = call.number("page", 1)
        items = "".join(
            f'<li class="story"><a href="/2026/03/empty.html">{sentence(rng)}</a></li>'
            for _ in range(6)
        )
        more = rows.expand(f"/stories?page={page + 1}", "Load more stories", "more-stories")
        # Stories have no end: who presses this button presses it for ever.
        return Answer(items + more, "text/html")

    first = str(stories(Call("GET", "", {}, {})).body)
    standin = fragment_standin(
        scenario,
        in_thread_order(posts),
        rows.plain,
        label="Show more",
        box=box,
        below=f"<aside><h2>More stories</h2><ul>{first}</ul></aside>",
    )
    away = Answer("<!doctype html><title>More talk</title><h1>More talk</h1>", "text/html")
    extra = {"/stories": stories, "/more-talk/": lambda _: away}
    return StandIn(
        scenario=scenario,
        page=standin.page,
        below=standin.below,
        paper={**standin.paper, **extra},
    )
