"""Every stand-in, opened in a real Chromium, is read from its rows alone as if it were unknown."""

import asyncio
import gc
import time
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.async_api import Browser
from playwright.async_api import Page as BrowserPage

from newscrawl.browser import document, watch
from newscrawl.browser.watch import Watch
from newscrawl.engines.base import ArticleRef
from newscrawl.extract.dates import read_date
from newscrawl.generic.engine import Generic
from newscrawl.items import Comment
from newscrawl.page import Page
from newscrawl.threads.forest import build
from tests.standins import Scenario, StandIns
from tests.support.changing import Answer, answering
from tests.support.opening import CHROMIUM, Prepare, chromium, opened_page

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="needs a Chromium in /usr/bin"),
]
NOW = datetime(2026, 3, 15, 12, tzinfo=UTC)
"""The noon that the stand-ins count "5 hours ago" from."""
CUT = frozenset(["unknown_cursor"])
"""Draws first words only: its answers are what can be read."""
OTHER_PAGES = {"flat_levels": 12, "srcdoc": 16}
"""Least count, where not all is on the opened page: other pages are links, or lie behind a button
that stands outside of the list in its frame."""
FLAT_REPLIES = frozenset(["srcdoc"])
"""Draws replies to replies as replies to the first comment."""
RELATIVE = frozenset(["shadow_post", "relative_times"])
"""Print nothing but `yesterday` and `5 hours ago`, whatever their answers say."""


async def _snapshot(browser: Browser, scenario: Scenario, slots: asyncio.Semaphore) -> str:
    async with slots:
        return str((await opened_page(browser, scenario))["html"])


def _alone(
    name: str, prepare: Prepare | None = None, seconds: float = 60
) -> tuple[Scenario, dict[str, Any]]:
    async def opened(scenario: Scenario) -> dict[str, Any]:
        async with chromium() as browser:
            return await opened_page(browser, scenario, prepare, seconds)

    with StandIns(seed=1) as lab:
        return lab.scenarios[name], asyncio.run(opened(lab.scenarios[name]))


async def _snapshots(scenarios: list[Scenario]) -> list[str]:
    slots = asyncio.Semaphore(4)
    async with chromium() as browser:
        found = await asyncio.gather(*(_snapshot(browser, one, slots) for one in scenarios))
    return list(found)


@pytest.mark.slow
def test_rows_alone_tell_the_thread() -> None:
    with StandIns(seed=1) as lab:
        scenarios = [one for name, one in lab.scenarios.items() if name not in CUT]
        snapshots = asyncio.run(_snapshots(scenarios))
        assert not lab.written
    for scenario, html in zip(scenarios, snapshots, strict=True):
        got, want = _got(scenario, html), _want(scenario)
        if least := OTHER_PAGES.get(scenario.name):
            assert len(got) >= least, scenario.name
            assert all(row in want for row in got), scenario.name
        else:
            assert got == want, scenario.name


Row = tuple[str | None, str | None, str | None, str, str | None]
"""Text, author, date, status and the parent's text."""


def _got(scenario: Scenario, html: str) -> list[str]:
    language = scenario.name.removeprefix("lang_") if "lang_" in scenario.name else "en"
    ref = ArticleRef(id="lab:1", url=scenario.url, site="lab", language=language)
    comments = build(Generic().rows(Page(html.encode(), scenario.url), ref).comments)
    by_id = {one.id: one for one in comments.comments}
    return sorted(map(repr, (_row(scenario, one, by_id, language) for one in by_id.values())))


def _row(scenario: Scenario, one: Comment, by_id: dict[str, Comment], language: str) -> Row:
    read = read_date(one.date_published_raw or "", now=NOW, language=language)
    assert read, (scenario.name, one.date_published_raw)
    parent = by_id[one.parent_id].text or "" if one.parent_id else None
    author = one.author.name if one.author else None
    return _shown(scenario, one.text, author, read.value, one.status, parent)


def _want(scenario: Scenario) -> list[str]:
    by_id: dict[str, dict[str, Any]] = {row["comment_id"]: row for row in scenario.truth}
    rows = []
    for row in scenario.truth:
        parent = by_id[row["parent_id"]]["text"] or "" if row["parent_id"] else None
        date = row["date_published"]
        rows.append(_shown(scenario, row["text"], row["author"], date, row["status"], parent))
    return sorted(map(repr, rows))


def _shown(
    scenario: Scenario,
    text: str | None,
    author: str | None,
    date: str | None,
    status: str,
    parent: str | None,
) -> Row:
    if scenario.name in RELATIVE:
        date = None
    elif date:
        date = datetime.fromisoformat(date).isoformat()
    return text, author, date, status, None if scenario.name in FLAT_REPLIES else parent


def test_a_page_may_keep_a_request_open(monkeypatch: pytest.MonkeyPatch) -> None:
    async def never(page: BrowserPage) -> None:
        await page.route("**/never", lambda _: asyncio.sleep(0))
        await page.add_init_script("fetch('/never')")

    monkeypatch.setattr(watch, "HANGS_SECONDS", 3.0)
    scenario, rendering = _alone("two_level_replies", never, 30)
    assert rendering["ended"] == "exhausted"
    assert _got(scenario, rendering["html"]) == _want(scenario)


@pytest.mark.parametrize(("room", "kept"), [(10**6, 4), (4_000, 1)])
def test_answers_of_a_page_are_kept_within_a_sum(room: int, kept: int) -> None:
    async def little(page: BrowserPage) -> None:
        watch.watch_on(page).room = room

    answers = _alone("unknown_cursor", little)[1]["answers"]
    assert len(answers) == kept
    assert sum(len(answer["body"].encode()) for answer in answers) <= room


def test_frames_of_a_page_are_written_out_within_a_sum(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = _alone("srcdoc")[1]
    monkeypatch.setattr(document, "DOM_LETTERS", len(whole["html"]) - 1_000)
    part = _alone("srcdoc")[1]
    assert whole["ended"] == "complete"
    assert part["ended"] == "too_large"
    assert 0 < len(part["html"]) < len(whole["html"])


def test_nothing_is_kept_of_a_closed_page() -> None:
    """A run opens pages by the thousand: the answers one got must not outlive it."""
    with StandIns(seed=1) as lab:
        asyncio.run(_snapshots([lab.scenarios["unknown_cursor"]]))
    gc.collect()
    assert [one for one in gc.get_objects() if isinstance(one, Watch)] == []


MOVES_ON = {
    "header": ("", ""),
    "meta": ('<meta http-equiv="refresh" content="2; url=/other">', ""),
    "script": ("", "setTimeout(() => { location = '/other' }, 2000);"),
    "likes": ("", "location = '/comments/5/like';"),
}
LATE = """<section id="comments"><h2>Comments (1)</h2><div id="list"></div></section><script>%s
fetch('/late').then(answer => answer.text()).then(text => { list.innerHTML = text })</script>"""
ROW = """<div class="comment" id="comment-1"><b class="author">A</b>
<time datetime="2026-03-14T11:00:00Z">then</time><p>Late, as boats are.</p></div>"""


def test_a_page_that_would_move_on_stays_to_be_read() -> None:
    def page(path: str, _headers: Any) -> Answer:
        if path == "/late":  # a reader waits for it, and meanwhile the page would move on
            time.sleep(4)
            return Answer(ROW)
        head, run = MOVES_ON.get(path[1:], ("", ""))
        moves = {"Refresh": "2; url=/other"} if path == "/header" else {}
        return Answer(f"<html><head>{head}</head><body>{LATE % run}", headers=moves)

    async def opened(base: str) -> list[str]:
        async with chromium() as browser:
            pages = [Scenario(name=one, url=f"{base}/{one}", truth=[]) for one in MOVES_ON]
            seen = await asyncio.gather(*(opened_page(browser, one) for one in pages))
            return [one["html"] for one in seen]

    with answering(page) as (base, asked):
        assert ["Late, as boats are." in html for html in asyncio.run(opened(base))] == [True] * 4
    assert "/other" not in asked
