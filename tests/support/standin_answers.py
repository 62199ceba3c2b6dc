"""The JSON of the stand-ins, joined page by page as a reader of each system would."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from typing import Any
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from parsel import Selector

from newscrawl.extract.text import html_to_text
from tests.standins import StandIns

Row = tuple[str, str | None, str | None, str | None, str | None]
"""comment_id, parent_id, author, text, date_published."""


def get(url: str, body: object = None, **query: object) -> Any:
    if query:
        url += f"?{urlencode(query)}"
    data = None if body is None else json.dumps(body).encode()
    with urlopen(Request(url, data, {"Content-Type": "application/json"}), timeout=10) as answer:
        text = answer.read().decode()
        return json.loads(text) if "json" in answer.headers["Content-Type"] else text


def day(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat()


def iso(raw: str) -> str:
    moment = datetime.fromisoformat(raw)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).isoformat()


def disqus(lab: StandIns) -> Iterator[Row]:
    frame = get(f"{lab.vendor}/disqus.com/embed/comments/", f="labpost", t_i="lab-iframe")
    data = json.loads(Selector(frame).css("#disqus-threadData::text").get(""))
    thread, posts = data["response"]["thread"]["id"], data["response"]["posts"]
    while True:
        for post in posts:
            text = None if post["isDeleted"] else html_to_text(post["message"])
            parent = None if post["parent"] is None else str(post["parent"])
            name = post["author"].get("name") or None
            yield post["id"], parent, name, text, iso(post["createdAt"])
        if not data["cursor"]["hasNext"]:
            return
        url = f"{lab.vendor}/disqus.com/api/3.0/threads/listPostsThreaded"
        data = get(url, thread=thread, cursor=data["cursor"]["next"], api_key="x")
        posts = data["response"]


def openweb(lab: StandIns, parent: str = "", offset: int = 0) -> Iterator[Row]:
    url = f"{lab.vendor}/api-2-0.spot.im/v1.0.0/conversation/read"
    page = get(url, {"parent_id": parent, "offset": offset, "count": 7})["conversation"]
    stack = list(page["comments"])
    while stack:
        row = stack.pop()
        name = page["users"].get(row["user_id"], {}).get("display_name")
        text = None if row["deleted"] else row["content"][0]["text"]
        yield row["id"], row["parent_id"] or None, name, text, day(row["written_at"])
        stack += row["replies"]
        if row["has_next"]:
            yield from openweb(lab, row["id"], row["offset"])
    if page["has_next"]:
        yield from openweb(lab, parent, page["offset"])


def coral(lab: StandIns) -> Iterator[Row]:
    embed = get(f"{lab.vendor}/coral/assets/js/embed.js")
    ids = json.loads(embed.partition("CORAL_IDS = ")[2].partition(";\n")[0])
    asked = f"{lab.vendor}/coral/api/graphql"

    def ask(name: str, **variables: object) -> Any:
        return get(asked, query="", id=ids[name], variables=json.dumps(variables))["data"]

    def replies(comment: str, cursor: str) -> Any:
        return ask("replies", commentID=comment, cursor=cursor)["comment"]["replies"]

    def walk(connection: Any, more: Callable[[str], Any]) -> Iterator[Row]:
        for node in (edge["node"] for edge in connection["edges"]):
            parent = (node["parent"] or {}).get("id")
            text = None if node["deleted"] else html_to_text(node["body"])
            name = (node["author"] or {}).get("username")
            yield node["id"], parent, name, text, iso(node["createdAt"])
            yield from walk(node["replies"], partial(replies, node["id"]))
        if connection["pageInfo"]["hasNextPage"]:
            yield from walk(more(connection["pageInfo"]["endCursor"]), more)

    def stream(cursor: str | None) -> Any:
        return ask("stream", cursor=cursor)["story"]["comments"]

    yield from walk(stream(None), stream)


def viafoura(lab: StandIns) -> Iterator[Row]:
    boot = get(f"{lab.vendor}/api.viafoura.co/v2/lab.example/bootstrap/v2?session=false", {})
    section = boot["result"]["settings"]["site_uuid"]
    live = f"{lab.vendor}/livecomments.viafoura.co/v4/livecomments/{section}"
    found = get(f"{live}/contentcontainer/id", container_id="lab-4")["content_container_uuid"]
    rows: dict[str, Any] = {}

    def pages(url: str, **query: object) -> None:
        while True:
            page = get(url, **query)
            rows.update((row["content_uuid"], row) for row in page["contents"])
            tops = [row for row in page["contents"] if row["parent_uuid"] == found]
            if not page["more_available"]:
                return
            query["starting_from"] = (tops or page["contents"])[-1]["content_uuid"]

    pages(f"{live}/{found}/comments", limit=10, reply_limit=2)
    for root in [row for row in rows.values() if row["parent_uuid"] == found]:
        pages(f"{live}/{found}/comments/{root['content_uuid']}", limit=3)
    uuids = ",".join({row["actor_uuid"] for row in rows.values() if row["actor_uuid"]})
    answer = get(f"{lab.vendor}/iam.viafoura.co/v3/sections/{section}/users", uuids=uuids)
    names = {user["uuid"]: user["name"] for user in answer["users"]}
    for key, row in rows.items():
        parent = None if row["parent_uuid"] == found else row["parent_uuid"]
        name = names.get(row["actor_uuid"]) if "content" in row else None
        yield key, parent, name, row.get("content"), day(row["date_created"] / 1000)


def ghost(lab: StandIns) -> Iterator[Row]:
    api = f"{lab.paper}/members/api/comments"
    post = "64a0000000000000000000e1"

    def pages(url: str) -> Iterator[Any]:
        page: int | None = 1
        while page:
            answer = get(url, limit=6, page=page)
            yield from answer["comments"]
            page = answer["meta"]["pagination"]["next"]

    def row(one: Any, root: str | None) -> Row:
        text = None if one["html"] is None else html_to_text(one["html"])
        name = (one["member"] or {}).get("name")
        return one["id"], one["in_reply_to_id"] or root, name, text, iso(one["created_at"])

    for root in pages(f"{api}/post/{post}/"):
        yield row(root, None)
        whole = len(root["replies"]) == root["count"]["replies"]
        for reply in root["replies"] if whole else pages(f"{api}/{root['id']}/replies/"):
            yield row(reply, root["id"])


def lazy(lab: StandIns) -> Iterator[Row]:
    offset, more = 0, True
    while more:
        answer = get(f"{lab.vendor}/lazy/v1/list", offset=offset)
        more, offset = answer["hasMore"], offset + len(answer["comments"])
        for one in answer["comments"]:
            parent = one["parentId"] and str(one["parentId"])
            yield str(one["id"]), parent, one["user"]["name"], one["body"], iso(one["createdAt"])


def consent(lab: StandIns) -> Iterator[Row]:
    page: int | None = 1
    while page:
        answer = get(f"{lab.paper}/api/consent/notes", page=page)
        page = answer["next_page"]
        for one in answer["results"]:
            parent = one["parent_comment_id"] and str(one["parent_comment_id"])
            when = day(one["posted_at"])
            yield str(one["comment_id"]), parent, one["author_name"], one["content"], when


def read_more(lab: StandIns) -> Iterator[Row]:
    start: int | None = 0
    while start is not None:
        answer = get(f"{lab.paper}/api/letters", start=start)
        start = answer["next"]
        for one in answer["items"]:
            full = get(f"{lab.paper}/api/letters/full", id=one["id"]) if "cut" in one else one
            parent = one["parent"] and str(one["parent"])
            yield str(one["id"]), parent, one["by"], full["text"], iso(one["time"])


def unknown_json(lab: StandIns) -> Iterator[Row]:
    page, pages = 0, 1
    while page < pages:
        data = get(f"{lab.vendor}/chirp/v3/lst", page=page + 1)["data"]
        page, pages = data["pageNo"], data["pageCount"]
        for one in data["lst"]:
            parent = str(one["inReply"]) if one["inReply"] else None
            yield str(one["mid"]), parent, one["who"]["nick"], one["msg"], day(one["ts"] / 1000)


def unknown_cursor(lab: StandIns) -> Iterator[Row]:
    query: dict[str, object] | None = {}
    while query is not None:
        answer = get(f"{lab.paper}/murmur/stream", **query)
        query = {"from": answer["more"]} if answer["more"] else None
        for one in answer["stream"]:
            yield one["key"], one["answers"], one["from"], one["words"], iso(one["at"])


def virtual_list(lab: StandIns) -> Iterator[Row]:
    skip, total = 0, 1
    while skip < total:
        answer = get(f"{lab.paper}/api/virtual", skip=skip)
        skip, total = skip + len(answer["rows"]), answer["total"]
        for one in answer["rows"]:
            parent = one["re"] and str(one["re"])
            yield str(one["n"]), parent, one["author"], one["content"], iso(one["published"])


API = {
    "iframe": disqus,
    "shadow_post": openweb,
    "graphql_shadow": coral,
    "bootstrap": viafoura,
    "srcdoc": ghost,
    "lazy": lazy,
    "consent": consent,
    "read_more": read_more,
    "unknown_json": unknown_json,
    "unknown_cursor": unknown_cursor,
    "virtual_list": virtual_list,
}
