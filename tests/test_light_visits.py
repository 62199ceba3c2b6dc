"""Visits that read no more of a thread than is new, and full ones that see what is gone."""

import json
from dataclasses import dataclass, field

import pytest
from scrapy import Request
from scrapy.http import TextResponse

from newscrawl.engines.base import ArticleRef, Batch, CommentEngine
from newscrawl.items import Article, Comment
from newscrawl.page import Page
from newscrawl.plugins import all_engines
from newscrawl.threads.bounds import WalkLimits
from newscrawl.threads.entry import Entry
from newscrawl.threads.past import Kept, Past
from newscrawl.threads.walk import Walk

REF = ArticleRef(id="paper:1", url="https://paper.example/1", site="paper")
API = "https://talk.example/list?page="
SIZE = 5


class Talk(CommentEngine):
    """Pages of five, oldest first or newest first. A thread is a string of ids, oldest first."""

    name = "talk"

    def detect(self, page: Page) -> str | None:
        return "always"

    def start(self, page: Page, article: ArticleRef) -> Batch | None:
        return Batch(more=[self.request(f"{API}0&order=asc")])

    def newest(self, requests: object) -> list[Request]:
        return [self.request(f"{API}0&order=desc")]

    def parse(self, page: Page, article: ArticleRef) -> Batch:
        data = page.json
        comments = [self.comment(REF, n, parent=data["parents"].get(n)) for n in data["ids"]]
        more = [self.request(data["next"])] if data["next"] else []
        return Batch(comments=comments, more=more, declared=data["declared"])


@dataclass
class Server:
    """The other side, and what it was asked."""

    thread: str
    declared: int | None = None
    says: bool = True
    parents: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def answer(self, request: Request) -> Page:
        self.asked.append(request.url)
        number, _, order = request.url.removeprefix(API).partition("&order=")
        rows = self.thread if order == "asc" else self.thread[::-1]
        here = int(number)
        part = rows[here * SIZE : (here + 1) * SIZE]
        more = (here + 1) * SIZE < len(rows)
        data = {
            "ids": list(part),
            "parents": self.parents,
            "declared": len(self.thread) if self.says else None,
            "next": f"{API}{here + 1}&order={order}" if more else None,
        }
        return Page.of(TextResponse(request.url, body=json.dumps(data).encode(), encoding="utf-8"))


def visit(server: Server, past: Past) -> tuple[Walk, list[Comment]]:
    page = Page.of(TextResponse(REF.url, body=b"<p>Words.</p>", encoding="utf-8"))
    article = Article(
        id="paper:1", site="paper", url=REF.url, canonical_url=REF.url, request_url=REF.url
    )
    walk = Walk(article, REF, page, {"talk": Talk()}, WalkLimits())
    walk.go_on_from(past)
    waiting = walk.begin()
    while waiting:
        waiting = [*waiting[1:], *walk.answer(server.answer(waiting[0]))]
    assert walk.done
    return walk, walk.verdict()


def kept(ids: str, gap: int | None = 0, **values: object) -> Past:
    rows = {f"talk:paper:{one}": Kept(None, "visible", False) for one in ids}
    return Past(kept=rows, gap=gap, sweep=False, **values)  # type: ignore[arg-type]


def ids(comments: list[Comment]) -> str:
    return "".join(comment.comment_id for comment in comments)


def test_where_nothing_is_new_one_request_is_enough() -> None:
    server = Server("abcdefghijkl")
    walk, comments = visit(server, kept("abcdefghijkl"))
    assert (len(server.asked), walk.stopped) == (1, True)
    assert walk.article.comments_collected == 12
    assert walk.article.comments_status == "complete"
    assert {comment.position for comment in comments} == {None}


def test_it_reads_up_to_the_known_part() -> None:
    server = Server("abcdefghijklmnopq")
    walk, comments = visit(server, kept("abcdefghijk"))
    assert set("lmnopq") <= set(ids(comments))
    assert (len(server.asked), walk.article.comments_collected) == (2, 17)


def test_without_a_declared_number_the_first_known_comment_is_the_end() -> None:
    server = Server("abcdefghijklm", says=False)
    walk, comments = visit(server, kept("abcdefghijk", gap=None, status="complete"))
    assert (ids(comments), len(server.asked)) == ("mlkji", 1)
    assert (walk.article.comments_collected, walk.article.comments_status) == (13, "complete")


def test_a_removal_that_an_arrival_hides_in_the_number_has_all_read() -> None:
    server = Server("abdefghijklm")  # without c, with m
    walk, comments = visit(server, kept("abcdefghijkl"))
    assert not walk.stopped
    assert walk.past.missing({one.id for one in comments}, walk.swept()) == ["talk:paper:c"]


def test_a_visit_that_stopped_is_no_evidence_of_removal() -> None:
    walk, _ = visit(Server("abcdefghijkl"), kept("abcdefghijkl"))
    assert walk.stopped
    assert walk.swept() == []


def test_nor_is_one_whose_number_changed_while_it_was_read() -> None:
    # What moved up by one place, as another went, stood on a page that was read before.
    server = Server("abcdefghijkl")

    class Shifting(Server):
        def answer(self, request: Request) -> Page:
            page = server.answer(request)
            server.thread = server.thread.replace("b", "")
            return page

    walk, comments = visit(Shifting("abcdefghijkl"), Past(kept=kept("abcdefghijkl").kept))
    assert "f" not in ids(comments)
    assert walk.swept() == []


def test_nor_is_one_that_lacks_a_page() -> None:
    server = Server("abcdefghijkl")
    page = Page.of(TextResponse(REF.url, body=b"", encoding="utf-8"))
    article = Article(id="paper:1", site="paper", url="u", canonical_url="u", request_url="u")
    walk = Walk(article, REF, page, {"talk": Talk()}, WalkLimits())
    walk.go_on_from(Past(kept=kept("abcdefghijkl").kept))
    (second,) = walk.answer(server.answer(walk.begin()[0]))
    assert second.url.startswith(f"{API}1")
    assert walk.failed("http_503") == []
    assert (len(walk.verdict()), walk.swept()) == (5, [])
    assert article.comments_status == "partial"


def test_a_system_that_counts_otherwise_is_believed_by_the_difference() -> None:
    # It declares two less than there are: removed ones that it still shows, say.
    server = Server("abcdefghijkl")
    assert visit(server, kept("abcdefghijklxy", gap=2))[0].stopped
    assert not visit(server, kept("abcdefghijklxy", gap=0))[0].stopped
    assert not visit(server, kept("abcdefghijkl", gap=None))[0].stopped


def test_a_reply_to_what_only_earlier_visits_have_finds_its_place() -> None:
    server = Server("abcdefghijklm", parents={"m": "a"})
    _, comments = visit(server, kept("abcdefghijkl"))
    (reply,) = (one for one in comments if one.comment_id == "m")
    assert (reply.root_id, reply.depth, reply.parent_id) == ("talk:paper:a", 1, "talk:paper:a")


def test_the_thread_is_found_again_without_the_page() -> None:
    server = Server("abcdefghijkl")
    first, _ = visit(server, Past())
    entry = first.entry()
    assert entry
    again, comments = visit(server, Past(entry=Entry.read(entry.text)))
    assert (ids(comments), again.swept()) == ("abcdefghijkl", ["talk"])
    assert again.entry() == entry


@pytest.mark.parametrize("name", ["ghost", "isso", "riachat", "waline", "wordpress"])
def test_engines_say_how_the_newest_come_first(name: str) -> None:
    engine = all_engines()[name]
    asked = [engine.request("https://talk.example/wp/v2/comments?order=asc&sort=oldest", {"a": 1})]
    newest = engine.newest(asked)
    assert newest
    assert [one.meta for one in newest] == [one.meta for one in asked]
    assert "order=asc&sort=oldest" not in newest[0].url or name in {"riachat", "waline"}
