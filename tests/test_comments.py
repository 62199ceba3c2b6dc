"""Every saved case of every engine gives what was agreed for it."""

import json
import re

import pytest

from newscrawl.engines.base import CommentEngine
from newscrawl.plugins import OURS, all_engines, found_engines
from newscrawl.testing.plugin import CheckCase
from tests.support.shapes import CASES, EngineCase

ENGINES = {n: one for n, one in all_engines().items() if found_engines().origins[n] == OURS}
READERS = [n for n, one in ENGINES.items() if type(one).parse is not CommentEngine.parse]


def name_of(case: EngineCase) -> str:
    return f"{case.engine}/{case.folder.name}"


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_saved_case(case: EngineCase, check_case: CheckCase) -> None:
    check_case(case.folder, ENGINES[case.engine])


# The generic reader takes all answers together.
ANSWERS = [c for c in CASES if c.meta["call"] == "parse" and c.engine != "generic"]


@pytest.mark.parametrize("case", ANSWERS, ids=name_of)
def test_answers_of_the_system_are_read_when_a_browser_saw_them(case: EngineCase) -> None:
    # Settings and counts come before the thread; a browser hands back the thread itself.
    if not case.folder.name.startswith(("bootstrap", "frame", "container")):
        assert ENGINES[case.engine].reads(case.meta["url"])


def test_guesses_are_logged_and_keys_never(caplog: pytest.LogCaptureFixture) -> None:
    # Every key in the saved cases is the word "invented".
    with caplog.at_level("DEBUG", logger="newscrawl"):
        for case in CASES:
            case.answer()
    assert "guess taken on disqus.com" in caplog.text
    assert "invented" not in caplog.text


def test_keys_reach_neither_comments_nor_state() -> None:
    for case in CASES:
        batch = json.loads(case.expected.read_text("utf-8"))["batch"] or {}
        states = [request.get("state", {}) for request in batch.get("more", [])]
        # OpenWeb's `spot` names the site and is no key.
        plain = [{k: v for k, v in state.items() if k != "spot"} for state in states]
        assert "invented" not in json.dumps([batch.get("comments", []), plain])


@pytest.mark.parametrize("name", ENGINES)
def test_every_engine_has_a_saved_page(name: str) -> None:
    assert any(case.engine == name and case.meta["call"] == "start" for case in CASES)


@pytest.mark.parametrize("name", READERS)
def test_every_reader_knows_garbage_from_an_empty_thread(name: str) -> None:
    kinds = {
        json.loads(case.expected.read_text("utf-8"))["batch"].get("status")
        for case in CASES
        if case.engine == name and case.folder.name.endswith("garbage")
    }
    assert kinds == {"error"}


@pytest.mark.parametrize(
    ("name", "call"),
    [
        ("wordpress", "POST https://paper.example/wp-comments-post.php"),
        ("wordpress", "POST https://paper.example/wp-json/wp/v2/comments"),
        ("wordpress", "POST https://paper.example/wp-admin/admin-ajax.php"),
        ("disqus", "POST https://disqus.com/api/3.0/posts/create.json"),
        ("disqus", "GET https://disqus.com/api/3.0/threads/vote.json?vote=1"),
        ("viafoura", "POST https://livecomments.viafoura.co/v4/livecomments/a/b/comments"),
        ("viafoura", "DELETE https://api.viafoura.co/v2/x"),
        ("openweb", "POST https://api-2-0.spot.im/v1.0.0/conversation/comment"),
        ("openweb", "POST https://api-2-0.spot.im/v1.0.0/rank/rank/message"),
        ("coral", "POST https://coral.paper.example/api/graphql"),
        ("guardian", "POST https://discussion.theguardian.com/discussion-api/comment/1/recommend"),
        ("nyt", "GET https://www.nytimes.com/svc/community/V3/requestHandler?cmd=PostComment"),
        ("ghost", "POST https://paper.example/members/api/comments/1/like/"),
        ("vuukle", "POST https://api.vuukle.com/api/v1/Comments/saveComment"),
        ("isso", "POST https://talk.paper.example/new?uri=%2F"),
        ("isso", "GET https://talk.paper.example/id/3/unsubscribe/a/b"),
        ("isso", "PUT https://talk.paper.example/id/3"),
        ("waline", "POST https://talk.paper.example/api/article"),
        ("discourse", "POST https://forum.paper.example/posts"),
        ("remark42", "PUT https://talk.paper.example/api/v1/vote/1"),
        ("hyvor", "POST https://talk.hyvor.com/api/x"),
    ],
)
def test_writing_endpoints_are_named(name: str, call: str) -> None:
    assert forbidden(name, call)


@pytest.mark.parametrize(
    ("name", "call"),
    [
        ("viafoura", "POST https://api.viafoura.co/v2/paper.example/bootstrap/v2?session=false"),
        ("openweb", "POST https://api-2-0.spot.im/v1.0.0/conversation/read"),
        ("isso", "POST https://talk.paper.example/count"),
        ("coral", "GET https://coral.paper.example/api/graphql?query=&id=1"),
        ("wordpress", "GET https://paper.example/wp-json/wp/v2/comments?post=1"),
        ("nyt", "GET https://www.nytimes.com/svc/community/V3/requestHandler?cmd=GetCommentsAll"),
    ],
)
def test_what_only_reads_is_not_forbidden(name: str, call: str) -> None:
    assert not forbidden(name, call)


def test_every_request_of_a_case_is_allowed() -> None:
    for case in CASES:
        batch = json.loads(case.expected.read_text("utf-8"))["batch"] or {}
        for request in batch.get("more", []):
            assert not forbidden(case.engine, f"{request['method']} {request['url']}")


def forbidden(name: str, call: str) -> bool:
    return any(re.search(rule, call) for rule in ENGINES[name].never)
