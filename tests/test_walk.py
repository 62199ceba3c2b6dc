"""The walk through an article's comments: ways in order, true verdicts, no thread lost."""

from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

import pytest

from newscrawl.engines.base import ArticleRef, Batch, CommentEngine, Widget
from newscrawl.generic.engine import Generic
from newscrawl.items import Article, Comment
from newscrawl.page import Page
from newscrawl.threads.bounds import WalkLimits
from newscrawl.threads.found import Found
from newscrawl.threads.verdict import status_of_some
from newscrawl.threads.walk import Walk

REF = ArticleRef(id="paper:1", url="https://paper.example/1", site="paper")
API = "https://talk.example/list?page="


@dataclass(frozen=True)
class Talk(CommentEngine):
    """An engine of the test's own making: what each way gives is a field."""

    name: ClassVar[str] = "talk"
    widget: ClassVar[Widget | None] = Widget(answers="talk")
    here: int = 0
    pages: dict[str, int] = field(default_factory=dict)
    total: int | None = None
    broken: bool = False

    def detect(self, page: Page) -> str | None:
        return "always"

    def some(self, first: int, number: int) -> list[Comment]:
        return [self.comment(REF, first + n, text="words") for n in range(number)]

    def rows(self, page: Page, article: ArticleRef) -> Batch | None:
        return Batch(comments=self.some(0, self.here), declared=self.total)

    def start(self, page: Page, article: ArticleRef) -> Batch | None:
        return Batch(more=[self.request(f"{API}{n}") for n in self.pages]) if self.pages else None

    def parse(self, page: Page, article: ArticleRef) -> Batch:
        if self.broken:
            raise KeyError("a defect")
        number = page.url.removeprefix(API)
        return Batch(comments=self.some(100 * int(number), self.pages[number]))

    def reads(self, url: str) -> bool:
        return "talk" in url


class Other(Talk):
    name: ClassVar[str] = "other"


LIMITS = WalkLimits()


def walk(*engines: CommentEngine, declared: int | None = None, limits: WalkLimits = LIMITS) -> Walk:
    article = Article(
        id="paper:1",
        site="paper",
        url=REF.url,
        canonical_url=REF.url,
        request_url=REF.url,
        comment_count=declared,
    )
    page = Page(b"<html></html>", REF.url)
    return Walk(article, REF, page, {one.name: one for one in engines}, limits)


def answers(one: Walk) -> None:
    """Answer every request but the browser's, which sees nothing."""
    waiting = one.begin()
    while waiting:
        request = waiting.pop(0)
        page = Page(b"<html></html>", request.url)
        if "browser" in request.meta:
            seen: dict[str, Any] = {"html": "", "answers": [], "ended": "exhausted"}
            waiting += one.rendered(page, seen)
        else:
            waiting += one.answer(page)
    assert one.done


@pytest.mark.parametrize(
    ("engine", "declared", "status", "collected", "via"),
    [
        (Talk(here=3), 3, "complete", 3, "html"),
        (Talk(here=2, pages={"1": 2, "2": 3}), 7, "complete", 7, "api"),
        (Talk(here=2), 5, "partial", 2, "html"),
        (Talk(), 5, "error", 0, None),
        (Talk(), 0, "none", 0, None),
        (Talk(total=0), None, "none", 0, None),
        (Talk(), None, "error", 0, None),  # the browser's widget asked for nothing
        (Talk(pages={"1": 4}), None, "complete", 4, "api"),
        (Talk(here=4), 3, "complete", 4, "html"),
        (Talk(here=2, pages={"1": 2}, broken=True), 4, "partial", 2, "html"),
    ],
)
def test_a_verdict_is_true(
    engine: Talk, declared: int | None, status: str, collected: int, via: str | None
) -> None:
    one = walk(engine, declared=declared)
    answers(one)
    comments = one.verdict()
    assert len(comments) == collected == one.article.comments_collected
    assert (one.article.comments_status, one.article.comments_via) == (status, via)
    if status != "complete":
        assert one.article.comments_reason


class Drawn(Talk):
    """A system whose place is drawn by scripts, and known by a container of its own."""

    name: ClassVar[str] = "drawn"
    widget: ClassVar[Widget | None] = Widget(root="#talk")


ROW = "<li class=comment id=comment-{0}><b class=author>Ann</b><p>Said {0}.</p></li>"
ROWS = "".join(map(ROW.format, range(5)))


@pytest.mark.parametrize(
    ("shown", "answers", "drawn"),
    [
        ("<div id=talk class=comments>No comments yet</div>", [], 1),
        ("<div id=talk>No comments yet</div><section class=comments>Wait</section>", [], 2),
        (f"<div id=talk>{ROWS}</div>", [], 2),
        ("<div id=talk></div>", None, 2),  # the page did not come to its end
    ],
)
def test_a_page_is_drawn_once_for_all_that_it_shows(
    shown: str, answers: list[Any] | None, drawn: int
) -> None:
    one = walk(Drawn(), Generic())
    seen: dict[str, Any] = {"html": f"<html><body>{shown}</body></html>", "answers": answers or []}
    seen["ended"] = "deadline" if answers is None else "exhausted"
    waiting, times = one.begin(), 0
    while waiting:
        assert "browser" in waiting.pop(0).meta
        times += 1
        waiting += one.rendered(Page(b"<html></html>", REF.url), seen)
    assert times == drawn


class Deaf(Talk):
    name: ClassVar[str] = "deaf"

    def detect(self, page: Page) -> str | None:
        raise RuntimeError("a defect")


def test_an_engine_that_fails_on_a_page_costs_itself_only() -> None:
    one = walk(Deaf(), Talk(here=3), declared=3)
    answers(one)
    assert len(one.verdict()) == 3
    assert (one.article.comments_status, one.article.comment_engine) == ("complete", "talk")
    assert one.article.comment_systems == ["talk"]


def test_a_page_on_which_an_engine_failed_is_not_said_to_have_no_comments() -> None:
    one = walk(Deaf())
    answers(one)
    assert one.verdict() == []
    assert one.article.comments_status == "error"
    assert one.article.comments_reason == "the engine deaf failed: RuntimeError"


class Wrong(Talk):
    name: ClassVar[str] = "wrong"

    def rows(self, page: Page, article: ArticleRef) -> Batch | None:
        return self.some(0, 2)  # type: ignore[return-value]


def test_an_engine_that_gives_no_batch_costs_its_answer_only() -> None:
    one = walk(Wrong(), Other(here=2, total=2))
    answers(one)
    assert len(one.verdict()) == 2
    assert one.troubled


def test_two_systems_on_a_page_are_both_read() -> None:
    one = walk(Talk(here=3, total=3), Other(here=2, total=2))
    answers(one)
    assert {comment.comment_engine for comment in one.verdict()} == {"talk", "other"}
    assert (one.article.comment_count, one.article.comments_collected) == (5, 5)
    assert one.article.comments_status == "complete"


def test_a_request_that_fails_is_the_reason() -> None:
    one = walk(Talk(here=1, pages={"1": 2}), declared=3)
    assert len(one.begin()) == 1
    waiting = one.failed("robots", blocked=True)
    assert "browser" in waiting[0].meta
    page = Page(b"", REF.url)
    assert not one.rendered(page, {"html": "", "answers": [], "ended": "deadline"})
    one.verdict()
    assert one.article.comments_status == "partial"
    assert one.article.comments_reason == "1 of 3: api: robots; browser: deadline"


def test_a_page_that_declares_more_is_believed_before_the_number_of_roots() -> None:
    one = replace(Talk().some(1, 1)[0], reply_count=0)
    found = Found(comments={"talk:paper:1": one}, declared_roots=1)
    assert found.whole(None)
    assert found.whole(1)
    assert not found.whole(2)


def test_a_thread_without_trouble_that_lacks_comments_says_so() -> None:
    reason = "2 of 557 collected; the site offered no more"
    assert status_of_some(Found(declared=557), 2, None) == ("partial", reason)


@pytest.mark.parametrize(
    ("engine", "declared", "status", "brought"),
    [
        (Talk(), None, "skipped", None),
        (Talk(here=3), None, "complete", None),
        (Talk(), 4, "error", False),  # what is declared is looked for all the same
        (Talk(here=2), 5, "partial", False),
    ],
)
def test_a_page_of_a_barren_kind_stays_closed(
    engine: Talk, declared: int | None, status: str, brought: bool | None
) -> None:
    one = walk(engine, declared=declared, limits=WalkLimits(closed="no use: {}".format))
    answers(one)
    one.verdict()
    assert (one.article.comments_status, one.browsing.brought) == (status, brought)
    if status == "skipped":
        assert one.article.comments_reason == "no use: paper.example, talk"
