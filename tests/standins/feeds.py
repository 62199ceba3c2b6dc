"""Stand-ins of unnamed systems with JSON: each has its own words for the same things."""

from base64 import urlsafe_b64encode
from html import escape
from typing import Any

from newscrawl.demo.invent import Post, sentence
from tests.standins.scenario import (
    MISSING,
    Answer,
    Call,
    Desk,
    Scenario,
    StandIn,
    in_thread_order,
    living,
    stamp,
    truth,
)

SIZE = 12
SCRIPT = '<script src="/js/feeds.js"></script>'


def box(name: str, source: str) -> str:
    """Return the element a widget of `feeds.js` fills; `source` is what it asks."""
    return f'<section class="box" data-widget="{name}" data-source="{escape(source)}"></section>'


def lazy(desk: Desk) -> StandIn:
    posts = living(desk.thread("lazy"))
    ordered = in_thread_order(posts)
    rng = desk.rng("spacer")
    spacer = "".join(
        f"<p>{' '.join(sentence(rng, words=14) for _ in range(8))}</p>" for _ in "x" * 16
    )

    def listing(call: Call) -> Answer:
        start = call.number("offset")
        found = [
            {
                "id": post.id,
                "parentId": post.parent,
                "user": {"name": post.author},
                "body": post.text,
                "createdAt": stamp(post.created),
                "votes": post.likes,
            }
            for post in ordered[start : start + SIZE]
        ]
        return Answer({"comments": found, "hasMore": start + SIZE < len(ordered)})

    return StandIn(
        scenario=Scenario(
            name="lazy",
            truth=truth(posts),
            declared=len(posts),
            note="far down the page, loads only in view; rows are microdata",
            rows="[itemprop=comment]",
            press=("button.further",),
        ),
        widget=f"<section>{spacer}</section>{box('lazy', f'{desk.vendor}/lazy/v1/list')}{SCRIPT}",
        vendor={"/lazy/v1/list": listing},
    )


def consent(desk: Desk) -> StandIn:
    posts = living(desk.thread("consent"))

    def listing(call: Call) -> Answer:
        page = call.number("page", 1)
        found = [
            {
                "comment_id": post.id,
                "parent_comment_id": post.parent,
                "author_name": post.author,
                "content": post.text,
                "posted_at": int(post.created.timestamp()),
                "likes": post.likes,
            }
            for post in in_thread_order(posts)[(page - 1) * SIZE : page * SIZE]
        ]
        return Answer(
            {"results": found, "next_page": page + 1 if page * SIZE < len(posts) else None}
        )

    dialog = """<div id="consent-layer" style="position:fixed;inset:0;z-index:99;background:#0009">
<div role="dialog" aria-modal="true" aria-label="Privacy" style="background:#fff;margin:20vh auto;
padding:1rem;max-width:26rem"><h2>We value your privacy</h2><p>We and 212 partners would like to
store cookies.</p><button id="consent-accept">Accept all</button>
<button id="consent-reject">Reject all</button>
<button id="consent-manage">Manage choices</button></div></div>"""
    return StandIn(
        scenario=Scenario(
            name="consent",
            truth=truth(posts),
            declared=len(posts),
            note="nothing loads until the dialog is closed; 'Accept all' counts as a write",
            rows="div.note",
            press=("#consent-reject", "button.older"),
        ),
        widget=f"{dialog}{box('consent', '/api/consent/notes')}{SCRIPT}",
        paper={"/api/consent/notes": listing},
    )


def read_more(desk: Desk) -> StandIn:
    posts = living(desk.thread("read_more"))
    rng = desk.rng("long")
    for post in posts[::2]:
        post.text += "\n\n" + " ".join(sentence(rng, words=14) for _ in range(4))
    by_id = {post.id: post for post in posts}

    def row(post: Post) -> dict[str, Any]:
        # Every second long text is not even in the answer: the rest is asked for.
        cut = len(post.text) > 250 and post.id % 4 < 2
        found = {"id": post.id, "parent": post.parent, "by": post.author, "score": post.likes}
        text = {"teaser": post.text[:90], "cut": True} if cut else {"text": post.text}
        return {**found, **text, "time": stamp(post.created)}

    def listing(call: Call) -> Answer:
        start = call.number("start")
        found = [row(post) for post in in_thread_order(posts)[start : start + SIZE]]
        end = start + SIZE
        return Answer({"items": found, "next": end if end < len(posts) else None})

    def full(call: Call) -> Answer:
        post = by_id.get(call.number("id"))
        return Answer({"id": post.id, "text": post.text}) if post else MISSING

    return StandIn(
        scenario=Scenario(
            name="read_more",
            truth=truth(posts),
            declared=len(posts),
            note="long texts are cut; some have the rest at hand, others fetch it",
            rows="div.letter",
            press=("button.letters-more", "span.read-more"),
        ),
        widget=box("read_more", "/api/letters") + SCRIPT,
        paper={"/api/letters": listing, "/api/letters/full": full},
    )


def unknown_json(desk: Desk) -> StandIn:
    posts = living(desk.thread("unknown_json"))

    def listing(call: Call) -> Answer:
        page = call.number("page", 1)
        found = [
            {
                "mid": post.id,
                "msg": post.text,
                "who": {"nick": post.author, "lvl": 3},
                "ts": int(post.created.timestamp() * 1000),
                "inReply": post.parent or 0,
                "plus": post.likes,
            }
            for post in in_thread_order(posts)[(page - 1) * SIZE : page * SIZE]
        ]
        pages = -(-len(posts) // SIZE)
        return Answer({"data": {"pageNo": page, "pageCount": pages, "lst": found}})

    return StandIn(
        scenario=Scenario(
            name="unknown_json",
            truth=truth(posts),
            declared=len(posts),
            note="odd names in the JSON, page=N; the rows show everything",
            rows="li.chirp",
            press=("a.chirps-next",),
        ),
        widget=box("unknown_json", f"{desk.vendor}/chirp/v3/lst") + SCRIPT,
        vendor={"/chirp/v3/lst": listing},
    )


def unknown_cursor(desk: Desk) -> StandIn:
    posts = living(desk.thread("unknown_cursor"))
    ordered = in_thread_order(posts)
    starts = {_opaque(start): start for start in range(0, len(posts), SIZE)}

    def name(number: int | None) -> str | None:
        return f"k{number}" if number else None

    def listing(call: Call) -> Answer:
        start = starts.get(call.query.get("from", _opaque(0)))
        if start is None:
            return Answer({"ok": False}, status=400)
        found = [
            {
                "key": name(post.id),
                "answers": name(post.parent),
                "from": post.author,
                "words": post.text,
                "at": stamp(post.created),
                "ups": post.likes,
            }
            for post in ordered[start : start + SIZE]
        ]
        more = _opaque(start + SIZE) if start + SIZE < len(posts) else None
        return Answer({"ok": True, "stream": found, "more": more})

    return StandIn(
        scenario=Scenario(
            name="unknown_cursor",
            truth=truth(posts, lambda number: f"k{number}"),
            declared=len(posts),
            note="the page shows the first words only; the answers have the whole text",
            rows="p.snip",
            press=("button.snips-more",),
        ),
        widget=box("unknown_cursor", "/murmur/stream") + SCRIPT,
        paper={"/murmur/stream": listing},
    )


def _opaque(start: int) -> str:
    return urlsafe_b64encode(f"lab:{start * 7919}".encode()).decode()
