"""The JSON of every comment system, made of an invented thread: what came in must come out."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from typing import Any, NamedTuple

from hypothesis import strategies as st

from newscrawl.engines.answers import dig
from newscrawl.extract.dates import read_date
from newscrawl.items import Comment

Row = dict[str, Any]
NAMES = ["Ada Quill", "Jörg & Söhne", "竹影", "O'Neil", "ليلى"]
WORDS = ["boats", "R&D", "a<b", "<i>", "&amp;", "😀", "Märchen", "https://a.example/?b=1&c", "冬天"]


class Said(NamedTuple):
    """One comment of an invented thread; a thread is in reading order, replies below parents."""

    id: Any
    above: "Said | None"
    name: str
    text: str
    second: int

    @property
    def depth(self) -> int:
        return self.above.depth + 1 if self.above else 0

    @property
    def root(self) -> "Said":
        return self.above.root if self.above else self

    @property
    def parent(self) -> Any:
        return self.above and self.above.id

    @property
    def naive(self) -> str:
        return f"{datetime.fromtimestamp(self.second, UTC):%Y-%m-%dT%H:%M:%S}"

    @property
    def iso(self) -> str:
        return self.naive + "Z"

    @property
    def html(self) -> str:
        return f"<p>{escape(self.text)}</p>"


IDS: dict[str, Callable[[int], Any]] = {
    "whole": lambda number: 100 + number,
    "text": lambda number: f"k{number}",
    # Larger than JavaScript, and any count of ours, can hold exactly.
    "long": lambda number: 9 * 10**18 + number,
}


@st.composite
def threads(draw: st.DrawFn, deepest: int, ids: tuple[str, ...]) -> list[Said]:
    make, rows = IDS[draw(st.sampled_from(ids))], list[Said]()
    drawn = st.tuples(
        st.sampled_from([0, 0, 0, 1, 2, 9]),
        st.sampled_from(NAMES),
        st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join),
        st.integers(1_300_000_000, 1_770_000_000),
    )
    # Drawn first: Hypothesis likes short lists, and what goes wrong is mostly deep.
    size = draw(st.integers(1, 12))
    told = draw(st.lists(drawn, min_size=size, max_size=size))
    for number, (up, name, text, second) in enumerate(told):
        ends = [rows[-1]] if rows else []
        while ends and ends[-1].above:
            ends.append(ends[-1].above)
        open_ = [None, *(said for said in ends[::-1] if said.depth < deepest)]
        above = open_[-1 - min(up, len(open_) - 1)]
        rows.append(Said(make(number), above, name, f"{text} №{number}", second))
    return rows


@dataclass(frozen=True)
class Form:
    """How a system prints a thread."""

    url: str
    row: Callable[[Said], Row]
    wrap: Callable[[list[Row]], Any]
    kids: tuple[str, ...] = ()
    """Where in a row its replies stand; empty: all rows are in one list."""
    flat: bool = False
    """All replies of a branch stand in its root."""
    inner: str = ""
    """The key of the comment in its row, if the row is a wrapper."""
    deepest: int = 9
    ids: tuple[str, ...] = tuple(IDS)
    prefix: str = ""
    """What stands before a row's id in `comment_id`."""

    def threads(self) -> st.SearchStrategy[list[Said]]:
        return threads(self.deepest, self.ids)

    def answer(self, thread: list[Said]) -> tuple[Any, list[Row]]:
        """Return the answer, and in it the row of each comment."""
        rows, top = [self.row(said) for said in thread], list[Row]()
        place = {said.id: row for said, row in zip(thread, rows, strict=True)}
        for said, row in zip(thread, rows, strict=True):
            holder = said.root if self.flat else said.above
            into = dig(place[holder.id], *self.kids) if said.above and holder and self.kids else top
            into.append(row)
        return self.wrap(top), rows

    def places(self, tree: Any, rows: list[Row]) -> Iterator[tuple[Any, Any]]:
        """Yield where a plain value stands outside of all comments, as (container, key)."""
        mine, waiting = {id(row) for row in rows}, [tree]
        for data in waiting:
            listed = data.items() if isinstance(data, dict) else enumerate(data)
            for key, value in listed:
                if not isinstance(value, dict | list):
                    yield data, key
                elif id(value) not in mine:
                    waiting.append(value)


LIVE = "https://livecomments.viafoura.co/v4/livecomments/s1/t1/comments"
FORMS = {
    "coral": Form(
        "https://coral.paper.example/api/graphql?query=&id=0a&variables=%7B%22cursor%22%3Anull%7D",
        lambda s: {
            "node": {
                "id": s.id, "body": s.html, "author": {"id": "w", "username": s.name},
                "parent": s.above and {"id": s.parent}, "createdAt": s.iso, "status": "NONE",
                "deleted": None, "depth": s.depth, "replyCount": 0, "tags": [],
                "replies": {"edges": [], "pageInfo": {"hasNextPage": False}},
            }
        },
        lambda rows: {
            "data": {"story": {"id": "s", "isClosed": False, "comments": {"edges": rows}}}
        },
        kids=("node", "replies", "edges"),
        inner="node",
    ),
    "discourse": Form(
        "https://forum.paper.example/t/41.json",
        lambda s: {
            "id": s.id, "post_number": s.id, "reply_to_post_number": s.parent, "name": s.name,
            "user_id": 5, "created_at": s.iso, "updated_at": s.iso, "version": 1, "cooked": s.html,
            "actions_summary": [], "hidden": False, "user_deleted": False,
        },
        lambda rows: {"id": 41, "closed": False, "post_stream": {"posts": rows, "stream": []}},
        ids=("whole",),
        prefix="41/",
    ),
    "disqus": Form(
        "https://disqus.com/api/3.0/threads/listPostsThreaded?limit=100&thread=900&api_key=a",
        lambda s: {
            "id": s.id, "thread": "9", "parent": s.parent, "depth": s.depth, "message": s.html,
            "author": {"name": s.name}, "createdAt": s.naive, "likes": 3, "isDeleted": False,
            "isApproved": True, "isSpam": False,
        },
        lambda rows: {"cursor": {"hasNext": False, "next": None}, "code": 0, "response": rows},
    ),
    "ghost": Form(
        "https://paper.example/members/api/comments/post/p41/?limit=20&page=1",
        lambda s: {
            "id": s.id, "post_id": "p", "status": "published", "html": s.html, "replies": [],
            "created_at": s.iso, "in_reply_to_id": s.parent if s.depth > 1 else None,
            "member": {"uuid": "m", "name": s.name}, "count": {"likes": 2, "replies": 0},
        },
        lambda rows: {"comments": rows, "meta": {"pagination": {"page": 1, "pages": 1}}},
        kids=("replies",),
        flat=True,
    ),
    "guardian": Form(
        "https://discussion.theguardian.com/discussion-api/discussion//p/ab12c?page=1",
        lambda s: {
            "id": s.id, "body": s.html, "isoDateTime": s.iso, "status": "visible",
            "userProfile": {"userId": "31", "displayName": s.name, "badge": []}, "responses": [],
            "responseTo": s.above and {"commentId": str(s.parent), "displayName": s.above.name},
        },
        lambda rows: {
            "currentPage": 1, "pages": 1,
            "discussion": {"key": "/p/a", "commentCount": 5, "comments": rows},
        },
        kids=("responses",),
        flat=True,
    ),
    "isso": Form(
        "https://talk.paper.example/?uri=%2Flantern.html&sort=oldest&offset=0&limit=50",
        lambda s: {
            "id": s.id, "parent": s.parent, "text": s.html, "author": s.name, "website": None,
            "created": s.second + 0.25, "modified": None, "mode": 1, "likes": 1, "replies": [],
        },
        lambda rows: {"id": None, "total_replies": 9, "hidden_replies": 0, "replies": rows},
        kids=("replies",),
        deepest=1,
    ),
    "nyt": Form(
        "https://www.nytimes.com/svc/community/V3/requestHandler?cmd=GetCommentsAll&offset=0",
        lambda s: {
            "commentID": s.id, "status": "approved", "commentSequence": s.id, "userID": 440,
            "userDisplayName": s.name, "commentBody": s.html, "createDate": str(s.second),
            "replyCount": 0, "replies": [], "parentID": s.parent, "depth": s.depth + 1,
        },
        lambda rows: {
            "status": "OK", "results": {"comments": rows, "totalParentCommentsFound": 1},
        },
        kids=("replies",),
    ),
    "openweb": Form(
        "https://api-2-0.spot.im/v1.0.0/conversation/read",
        lambda s: {
            "id": s.id, "parent_id": s.parent or "", "root_comment": s.root.id,
            "user_id": f"u{NAMES.index(s.name)}", "written_at": s.second, "has_next": False,
            "content": [{"type": "text", "text": escape(s.text)}], "rank": {"ranks_up": 2},
            "replies": [], "deleted": False, "published": True, "status": "approve_all",
        },
        lambda rows: {
            "conversation": {
                "comments": rows, "has_next": False, "offset": 15, "messages_count": 21,
                "users": {f"u{n}": {"display_name": name} for n, name in enumerate(NAMES)},
            }
        },
        kids=("replies",),
    ),
    "remark42": Form(
        "https://talk.paper.example/api/v1/find?site=remark&format=tree",
        lambda s: {
            "comment": {
                "id": s.id, "pid": s.parent or "", "text": s.html, "time": s.iso, "score": 2,
                "user": {"name": s.name, "id": "anon"}, "locator": {"url": "https://paper.example"},
            },
            "replies": [],
        },
        lambda rows: {"comments": rows, "info": {"count": 3, "read_only": False}},
        kids=("replies",),
        inner="comment",
    ),
    "riachat": Form(
        "https://paper.example/services/chat/get/?article_id=1234567890&limit=20",
        lambda s: {
            "id": s.id, "nickname": s.name, "text": s.text, "created": {"sec": s.second},
            "parent_comment": s.above and {"id": s.parent, "nickname": s.above.name},
        },
        lambda rows: {"chat": {"messages": rows, "last_id": "x"}, "emoji_chat": []},
    ),
    "viafoura": Form(
        LIVE + "?limit=100&reply_limit=50&sorted_by=oldest",
        lambda s: {
            "content_uuid": s.id, "parent_uuid": s.parent or "t1", "thread_uuid": s.root.id,
            "content": escape(s.text), "date_created": s.second * 1000 + 123, "state": "visible",
            "actor": {"name": s.name}, "actor_uuid": "a", "total_likes": 4, "total_replies": 0,
        },
        lambda rows: {"more_available": False, "contents": rows},
    ),
    "vuukle": Form(
        "https://api.vuukle.com/api/v1/Comments/loadVuukle?host=paper.example&articleId=41&start=0",
        lambda s: {
            "id": s.id, "commentText": escape(s.text), "name": s.name, "userId": "9",
            "createdAt": s.iso, "replies": [],
        },
        lambda rows: {"data": {"comments": {"items": rows}, "total": 4}},
        kids=("replies",),
    ),
    "waline": Form(
        "https://talk.paper.example/api/comment?path=%2Flantern.html&pageSize=10&page=1",
        lambda s: {
            "objectId": s.id, "nick": s.name, "link": None, "comment": s.html, "like": 4,
            "time": s.second * 1000, "status": "approved", "children": [],
            **({"pid": s.parent, "rid": s.root.id} if s.above else {}),
        },
        lambda rows: {"errno": 0, "data": {"page": 1, "totalPages": 1, "count": 5, "data": rows}},
        kids=("children",),
        flat=True,
    ),
    "wordpress": Form(
        "https://paper.example/wp-json/wp/v2/comments?post=41&per_page=100&page=1&order=asc",
        lambda s: {
            "id": s.id, "post": 41, "parent": s.parent or 0, "author": 0, "date_gmt": s.naive,
            "author_name": escape(s.name), "content": {"rendered": s.html}, "status": "approved",
            "type": "comment",
        },
        lambda rows: rows,
    ),
}  # fmt: skip


Told = tuple[str | None, ...]


def told(comment: Comment) -> Told:
    """Return id, author, text, second and parent of a comment."""
    reading = read_date(comment.date_published_raw or "", timezone=comment.metadata.timezone)
    second = reading.value if reading else None
    parent = comment.parent_id
    for scope in (comment.article_id, "paper"):
        parent = parent and parent.removeprefix(f"{comment.comment_engine}:{scope}:")
    author = comment.author.name if comment.author else None
    return comment.comment_id, author, comment.text, second, parent
