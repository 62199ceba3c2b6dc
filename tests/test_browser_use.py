"""The browser is opened where it pays: what a site taught is kept, and tried again now and then."""

from pathlib import Path

import pytest

from newscrawl.record.standing import standings
from newscrawl.state.browser_use import ENOUGH, ONE_IN, BrowserUse
from newscrawl.state.ledger import Ledger
from tests.support.crawling import Row, crawl
from tests.support.mixed_paper import HEAD, WIDGET, Answer, MixedPaper

KIND = "paper.example, no known system"


def opened(use: BrowserUse, kind: str, *, brings: bool) -> bool:
    is_open = not use.closed(kind) and not use.closed_by_now(kind)
    if is_open:
        use.learn(kind, brought=brings)
    use.keep(kind, "news:1", opened=is_open)
    return is_open


def test_pages_asked_for_at_once_are_decided_on_in_turn() -> None:
    use = BrowserUse(Ledger(":memory:"), "learned")
    for wave in (
        [True] * ENOUGH + [False] * (ONE_IN - 1) + [True] + [False] * 5,
        [False] * (ONE_IN - 6),
        [True] + [False] * (ONE_IN - 1),
    ):
        asked = [use.closed(KIND) for _ in wave]
        assert len(set(map(bool, asked))) == 1  # nothing is learned before the first is opened
        seen = []
        for why in asked:
            seen.append(not why and not use.closed_by_now(KIND))
            if seen[-1]:
                use.learn(KIND, brought=False)
        assert seen == wave


def test_a_kind_of_page_is_learned_and_one_in_twenty_is_opened_still(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    for run in range(2):
        use = BrowserUse(Ledger(path), "learned")
        seen = [opened(use, KIND, brings=False) for _ in range(ENOUGH * (1 - run) + ONE_IN)]
        assert seen == [True] * ENOUGH * (1 - run) + [False] * (ONE_IN - 1) + [True]
        use.ledger.db.commit()
        use.ledger.close()


def test_what_brings_comments_once_is_opened_again() -> None:
    use = BrowserUse(Ledger(":memory:"), "learned")
    for _ in range(ENOUGH):
        assert opened(use, KIND, brings=False)
    assert not use.closed("paper.example, isso")  # another kind
    for _ in range(ONE_IN - 1):
        assert "brought nothing on 10 pages" in use.closed(KIND)
    assert all(opened(use, KIND, brings=True) for _ in range(ENOUGH))


def test_pages_that_were_not_opened_are_known_until_they_are() -> None:
    use = BrowserUse(Ledger(":memory:"), "learned")
    news = [use.learn(KIND, brought=False) for _ in range(ENOUGH)]
    for number in range(3):
        use.keep(KIND, f"news:{number}", opened=False)
    use.keep("other.example, isso", "news:9", opened=False)
    assert [*news, use.learn(KIND, brought=True), use.learn(KIND, brought=True)] == [
        *[False] * ENOUGH,
        True,
        False,
    ]
    assert use.unopened(KIND) == ["news:0", "news:1", "news:2"]
    use.keep(KIND, "news:1", opened=True)
    assert use.unopened(KIND) == ["news:0", "news:2"]


@pytest.mark.parametrize(("mode", "is_open"), [("always", True), ("never", False)])
def test_a_user_can_decide(mode: str, is_open: bool) -> None:
    use = BrowserUse(Ledger(":memory:"), mode)  # type: ignore[arg-type]
    assert [opened(use, KIND, brings=False) for _ in range(30)] == [is_open] * 30


class Silent(MixedPaper):
    """A paper whose articles have a place for comments and none there, until it adds a widget."""

    def __init__(self, articles: int) -> None:
        super().__init__([("browser", 3)] * articles)
        self.opened: set[str] = set()
        self.widget = False

    def answer(self, path: str, query: dict[str, list[str]]) -> Answer | None:
        if path == "/widget":
            self.opened |= set(query["of"])
            return super().answer(path, query) if self.widget else Answer("{}", "application/json")
        return super().answer(path, query)

    def _article(self, number: int) -> Answer:
        page = HEAD.format(n=number, extra="", rows=WIDGET, count="")
        # Nothing tells how many comments there are.
        return Answer(page.replace('<h2 class="comments-title"> comments</h2>', ""))


@pytest.mark.slow
@pytest.mark.browser
def test_a_site_without_comments_is_learned_and_a_widget_added_later_is_found(
    tmp_path: Path,
) -> None:
    with Silent(3 * ONE_IN) as paper:
        urls = [paper.url(number) for number in paper.posts]
        for day, least, most in ((0, ENOUGH, ONE_IN), (1, 1, 2)):
            rows = _crawled(tmp_path, urls[day * ONE_IN : (day + 1) * ONE_IN])
            assert least <= len(paper.opened) <= most
            assert {row["comments_status"] for row in rows} <= {"none", "skipped"}
            assert all(row["comments_reason"] for row in rows if row["comments_status"] != "none")
            paper.opened.clear()
        paper.widget = True
        rows = _crawled(tmp_path, urls[-ONE_IN:])
        assert [row["comments_collected"] for row in rows] == [3] * ONE_IN
        # Those of the days before, which nobody opened, are due in the next run.
        waiting = standings(tmp_path)[0].unopened
        run = crawl("news", tmp_path, url=paper.base_url)
        read = [one for one in run.latest("articles").values() if one["comments_collected"]]
        assert len(read) == ONE_IN + sum(waiting.values()) > ONE_IN
        assert standings(tmp_path)[0].unopened == {}


def _crawled(folder: Path, urls: list[str]) -> list[Row]:
    run = crawl("news", folder, urls=",".join(urls))
    return [row for row in run.latest("articles").values() if row["request_url"] in urls]
