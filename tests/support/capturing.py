"""The stand-ins' answers as a browser would have captured them, and the noise beside them."""

import json
from collections.abc import Callable, Iterable
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest

from newscrawl.engines.base import ArticleRef, CommentEngine
from newscrawl.extract.dates import read_date
from newscrawl.generic.json.comments import read_answers
from newscrawl.items import Comment
from tests.standins import StandIns
from tests.support import standin_answers

ARTICLE = ArticleRef(id="lab:1", url="http://paper.example/1.html", site="lab")

Answer = dict[str, Any]


class Unknown(CommentEngine):
    name = "unknown"


def fetch(url: str, method: str = "GET", post: str | None = None) -> Answer:
    data = None if post is None else post.encode()
    request = Request(url, data, {"Content-Type": "application/json"}, method=method)
    try:
        with urlopen(request, timeout=10) as got:
            body, status = got.read().decode(), got.status
    except HTTPError as error:
        body, status = error.read().decode(), error.code
        error.close()
    return {"url": url, "method": method, "post": post, "status": status, "body": body}


def captured(
    monkeypatch: pytest.MonkeyPatch, walk: Callable[[StandIns], Iterable[Any]], lab: StandIns
) -> list[Answer]:
    """Return what a walk over a stand-in's answers fetched, JSON alone, in order."""
    answers: list[Answer] = []

    def get(url: str, body: object = None, **query: object) -> Any:
        if query:
            url += f"?{urlencode(query)}"
        post = None if body is None else json.dumps(body)
        answer = fetch(url, "GET" if post is None else "POST", post)
        try:
            data = json.loads(answer["body"])
        except ValueError:
            return answer["body"]
        answers.append(answer)
        return data

    monkeypatch.setattr(standin_answers, "get", get)
    list(walk(lab))
    return answers


def row_of(comment: Comment) -> tuple[str | None, ...]:
    """Return comment_id, parent's comment_id, author, text and time in UTC."""
    reading = read_date(comment.date_published_raw or "")
    parent = comment.parent_id and comment.parent_id.rpartition(":")[2]
    author = comment.author.name if comment.author else None
    return comment.comment_id, parent, author, comment.text, reading.value if reading else None


def iso(raw: str | None) -> str | None:
    """Return a moment in UTC, to the second."""
    reading = read_date(raw or "")
    return reading.value if reading else None


def answer(data: Any, url: str = "https://api.example/v1/list") -> Answer:
    body = data if isinstance(data, str) else json.dumps(data)
    return {"url": url, "method": "GET", "post": None, "status": 200, "body": body}


def comments_in(*answers: Answer) -> list[Comment]:
    return read_answers(answers, ARTICLE, Unknown()).comments


NOISE = [
    answer(
        {"user": {"id": 7, "name": "Ada", "bio": "Likes boats and rain.", "joined": 1700000000}}
    ),
    answer({"features": {"comments": True, "ads": False}, "build": "2026-03-14T08:00:00Z"}),
    answer({"id": 1, "count": 48}, "https://api.example/counts"),
    answer("not json at all"),
]


SENTENCES = (
    "The council paints seven boats before winter.",
    "A new bridge opens quietly near the harbour market.",
    "Nobody minds the rain because the bakery sings.",
    "Gardeners plan a lantern festival in the orchard.",
)
