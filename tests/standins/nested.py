"""Stand-in with replies behind two levels of buttons, nested rows and no ids in the page."""

from newscrawl.demo.invent import Post
from tests.standins import rows
from tests.standins.fragments import SCRIPT
from tests.standins.scenario import (
    Answer,
    Call,
    Desk,
    Scenario,
    StandIn,
    children,
    living,
    truth,
)

ROOTS, REPLIES = 8, 2
URL = "/fragment/two_level_replies"


def two_level_replies(desk: Desk) -> StandIn:
    posts = living(desk.thread("two_level_replies", 56))

    def fragment(call: Call) -> Answer:
        parent = call.number("of") or None
        html = _branch(posts, parent, call.number("from"), inside="in" in call.query)
        return Answer(html, "text/html")

    def page(_: Call) -> Answer:
        first = _branch(posts, None, 0, inside=False)
        head = f"<h3>{len(posts)} comments</h3>"
        return Answer(f'<div id="talk">{head}<ol>{first}</ol></div>{SCRIPT}', "text/html")

    return StandIn(
        scenario=Scenario(
            name="two_level_replies",
            truth=truth(posts),
            declared=len(posts),
            ids=False,
            note="'Show 3 replies' brings two of them and 'More replies'; nested, no ids",
            rows="li.talk-item",
            press=("button.roots", "button.replies", "button.inner"),
        ),
        page=page,
        paper={URL: fragment},
    )


def _branch(posts: list[Post], parent: int | None, start: int, *, inside: bool) -> str:
    """Return some siblings as rows, each with a button for its replies, and one for the rest."""
    siblings = children(posts, parent)
    end = start + (ROOTS if parent is None else REPLIES)
    html = "".join(_row(posts, post) for post in siblings[start:end])
    if end < len(siblings):
        label, css = ("Older comments", "roots") if parent is None else ("More replies", "inner")
        html += rows.expand(f"{URL}?of={parent or 0}&from={end}&in=1", label, css)
    # The first answer of a branch brings its list; the later ones are put inside it.
    return html if inside or parent is None else f"<ol>{html}</ol>"


def _row(posts: list[Post], post: Post) -> str:
    count = len(children(posts, post.id))
    label = f"Show {count} replies" if count > 1 else "Show 1 reply"
    button = rows.expand(f"{URL}?of={post.id}&from=0", label, "replies") if count else ""
    name = f'<span class="talk-name">{post.author}</span> ' if post.author else ""
    return (
        f'<li class="talk-item"><div class="talk-line">{name}'
        f'<abbr title="{rows.printed(post.created)}">March</abbr></div>'
        f'<div class="talk-text">{rows.lines(post.text)}</div>'
        f'<div class="talk-tools"><span class="talk-votes">{post.likes}</span> '
        f"{rows.acts('two_level_replies')}</div>{button}</li>"
    )
