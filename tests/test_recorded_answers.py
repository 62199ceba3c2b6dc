"""Recorded answers, read in place: each field of each comment against a second, separate reading.

The recordings are third-party and not part of the repository; without them these tests skip.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

import lxml.html
import pytest
from scrapy.http import TextResponse

from newscrawl.items import Author, Comment
from newscrawl.page import Page
from newscrawl.plugins import all_engines
from tests.support.recorded_answers import ARTICLE, GUARDIAN, RECORDED, read, recorded


def words(html: str) -> list[str]:
    """Return the words of HTML by another parser call than the code under test makes."""
    spaced = re.sub(r"<(?:/?p|br|/?blockquote)\b[^>]*>", " ", html)
    return "".join(map(str, lxml.html.fromstring(f"<div>{spaced}</div>").itertext())).split()


def author_of(comment: Comment) -> Author:
    assert comment.author is not None
    return comment.author


def short(engine: str, full: str | None) -> str | None:
    return None if full is None else full.removeprefix(f"{engine}:paper:")


def guardian_rows(data: Any) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    for root in data["discussion"]["comments"]:
        yield root, root
        for reply in root.get("responses", []):
            yield reply, root


@pytest.mark.parametrize(
    ("name", "roots", "replies", "to_replies", "blocked"),
    [
        ("guardian_comments_1.json", 100, 252, 112, 2),
        ("guardian_comments_grief.json", 49, 34, None, 0),
    ],
)
def test_guardian(
    name: str, roots: int, replies: int, to_replies: int | None, blocked: int
) -> None:
    data = recorded(name)
    batch, by_id = read("guardian", data, GUARDIAN)
    rows = list(guardian_rows(data))
    assert len(by_id) == len(rows) == roots + replies
    for row, root in rows:
        comment, profile = by_id[str(row["id"])], row["userProfile"]
        answered = row.get("responseTo", {})
        assert short("guardian", comment.parent_id) == answered.get("commentId")
        assert comment.parent_author == answered.get("displayName")
        assert short("guardian", comment.root_id) == str(root["id"])
        assert comment.date_published_raw == row["isoDateTime"]
        assert comment.date_published_source == "api"
        assert comment.upvote_count == row["numRecommends"]
        assert comment.is_editors_pick == row["isHighlighted"]
        assert comment.url == row["webUrl"]
        assert comment.thread_id == data["discussion"]["key"]
        author = author_of(comment)
        assert (author.name, author.id) == (profile["displayName"].strip(), profile["userId"])
        assert author.url == profile["webUrl"]
        if row["status"] == "visible":
            assert (comment.text or "").split() == words(row["body"])
            assert comment.text_html == row["body"].strip()
            assert comment.status == "visible"
        else:
            assert (comment.text, comment.text_html) == (None, None)
            assert comment.status == "removed_by_moderator"
    assert sum(c.status == "removed_by_moderator" for c in by_id.values()) == blocked
    assert sum(c.parent_id is None for c in by_id.values()) == roots
    deep = [c for c in by_id.values() if c.parent_id not in (None, c.root_id)]
    assert to_replies is None or len(deep) == to_replies
    assert batch.declared == data["discussion"]["commentCount"]
    assert batch.declared_roots == data["discussion"]["topLevelCommentCount"]
    assert len(batch.more) == (data["currentPage"] < data["pages"])


def test_wordpress() -> None:
    data = recorded("wordpress_native_rest_comments.json")
    url = "https://paper.example/wp-json/wp/v2/comments?post=4&per_page=100&page=1&order=asc"
    totals = {"X-WP-Total": str(len(data)), "X-WP-TotalPages": "1"}
    batch, by_id = read("wordpress", data, url, totals)
    assert len(by_id) == batch.declared == 79
    assert not batch.more
    for row in data:
        comment = by_id[str(row["id"])]
        parent = str(row["parent"]) if row["parent"] else None
        assert short("wordpress", comment.parent_id) == parent
        assert comment.root_id == (None if parent else comment.id)
        assert comment.date_published_raw == row["date_gmt"]
        assert comment.metadata.timezone == "UTC"
        assert (comment.text or "").split() == words(row["content"]["rendered"])
        assert comment.text_html == row["content"]["rendered"].strip()
        assert (comment.url, comment.thread_id) == (row["link"], str(row["post"]))
        assert author_of(comment).name == row["author_name"]
        assert author_of(comment).url == (row["author_url"] or None)
        assert author_of(comment).id == (str(row["author"]) if row["author"] else None)
        assert comment.status == "visible"
    assert sum(c.parent_id is None for c in by_id.values()) == 25


def test_nyt() -> None:
    data = recorded("nyt_community_v3_sample.json")
    url = "https://www.nytimes.com/svc/community/V3/requestHandler?cmd=GetCommentsAll&offset=0"
    _, by_id = read("nyt", data, url)
    rows = data["results"]["comments"]
    assert len(by_id) == len(rows) == 2
    for row in rows:
        comment = by_id[str(row["commentID"])]
        author = author_of(comment)
        assert (author.name, author.location) == (row["userDisplayName"], row["userLocation"])
        assert (author.id, author.url) == (str(row["userID"]), row["userURL"])
        assert comment.date_published_raw == row["createDate"]
        assert comment.date_modified_raw is None
        assert (comment.upvote_count, comment.reply_count) == (
            row["recommendations"],
            row["replyCount"],
        )
        assert comment.is_editors_pick is row["editorsSelection"]
        assert (comment.parent_id, comment.parent_author) == (None, None)
        assert comment.depth == row["depth"] - 1
        assert (comment.text or "").split() == words(row["commentBody"])


def test_viafoura() -> None:
    data = recorded("viafoura_apnews_reduced.json")
    first, container, comments = (
        next(value for key, value in data.items() if key.startswith(start))
        for start in ("bootstrap", "contentcontainer", "comments")
    )
    engine = all_engines()["viafoura"]
    section = first["result"]["settings"]["site_uuid"]
    request = engine.request("https://api.viafoura.co/v2/x/bootstrap/v2", {"container": "c 1"})
    answer = TextResponse(request.url, body=json.dumps(first).encode(), request=request)
    (found,) = engine.parse(Page.of(answer), ARTICLE).more
    assert f"/{section}/" in found.url
    batch, _ = read("viafoura", container, found.url)
    assert batch.declared == container["total_visible_content"]
    thread = container["content_container_uuid"]
    assert f"/{thread}/comments?" in batch.more[0].url
    listed, by_id = read("viafoura", comments, batch.more[0].url)
    assert len(by_id) == len(comments["contents"]) == 1
    for row in comments["contents"]:
        comment = by_id[row["content_uuid"]]
        assert row["parent_uuid"] == thread
        assert (comment.parent_id, comment.root_id, comment.depth) == (None, comment.id, 0)
        assert comment.text == row["content"]
        assert comment.date_published_raw == str(row["date_created"])
        assert author_of(comment).name == row["actor"]["name"]
        assert comment.upvote_count == row["total_likes"]
        assert comment.reply_count == row["total_replies"]
        assert comment.status == row["state"]
    assert comments["more_available"]
    assert f"starting_from={comments['contents'][-1]['content_uuid']}" in listed.more[0].url


@pytest.mark.parametrize(
    ("name", "engine"),
    [
        ("disqus__SH-AEB__06ee193de4bd.html", "disqus"),
        ("disqus__SH-AEB__11ea381ad92b.html", "disqus"),
        ("disqus__WCXB__5013.html", "disqus"),
        ("facebook_comments__SH-AEB__0dd135704572.html", "facebook"),
        ("facebook_comments__SH-AEB__30b771a40a4e.html", "facebook"),
        ("ghost_comments__WCXB__0487.html", "ghost"),
        ("hyvor__WCXB__0332.html", "hyvor"),
        ("intensedebate__SH-AEB__c00962aabe7b.html", "intensedebate"),
        ("vuukle__SH-AEB__076f4f33bf75.html", "vuukle"),
    ],
)
def test_saved_pages_are_recognised(name: str, engine: str) -> None:
    path = RECORDED / name
    if not path.exists():
        pytest.skip(f"no recording {name} beside the repository")
    page = Page(path.read_bytes(), ARTICLE.url)
    assert all_engines()[engine].detect(page)


@pytest.mark.parametrize(
    ("name", "engine"),
    [
        # A counter; and a style's name, left over from a system that is gone.
        ("viafoura__SH-AEB__87438a0dacbe.html", "viafoura"),
        ("livefyre__SH-AEB__88c328b68b03.html", "livefyre"),
    ],
)
def test_a_leftover_is_no_thread(name: str, engine: str) -> None:
    path = RECORDED / name
    if not path.exists():
        pytest.skip(f"no recording {name} beside the repository")
    page = Page(path.read_bytes(), ARTICLE.url)
    assert all_engines()[engine].detect(page) is None
    assert all_engines()[engine].start(page, ARTICLE) is None
