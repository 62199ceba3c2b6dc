"""Pages of one host are opened side by side, a delay apart, in tabs that are used again."""

import asyncio
import re
import time
from pathlib import Path
from threading import Event
from typing import cast
from urllib.parse import urlsplit

import pytest
from playwright.async_api import ProxySettings

from newscrawl.browser.tabs import Tab, Tabs
from tests.support.crawling import crawl
from tests.support.forwarding import forward_to
from tests.support.mixed_paper import Answer, MixedPaper
from tests.support.opening import chromium

pytestmark = pytest.mark.browser
DELAY = 0.5


class Meeting(MixedPaper):
    """A paper whose widgets answer once two articles are open in the browser."""

    def __init__(self) -> None:
        super().__init__([("browser", 3)] * 3)
        self.asked: list[float] = []
        self.open: set[str] = set()
        self.met = Event()

    def answer(self, path: str, query: dict[str, list[str]]) -> Answer | None:
        if path == "/widget":
            self.open |= set(query["of"])
            if len(self.open) > 1:
                self.met.set()
            self.met.wait(20)
        else:
            self.asked.append(time.monotonic())
        return super().answer(path, query)


def test_tabs_of_one_host_are_open_together_and_begin_apart(tmp_path: Path) -> None:
    with Meeting() as paper:
        run = crawl(
            "news",
            tmp_path,
            f"DOWNLOAD_DELAY={DELAY}",
            "DOWNLOAD_DELAY_JITTER=0",
            "AUTOTHROTTLE_ENABLED=False",
            **paper.arguments,
        )
        assert paper.met.is_set()
        assert paper.losses(run) == (3, len(paper.truth), 0, 0)
    # A page is asked for a little after its start, so only the sum of the gaps is sure.
    assert max(paper.asked) - min(paper.asked) > DELAY * (len(paper.asked) - 1) * 0.9


class Remembering(MixedPaper):
    """A paper whose widget stays empty where an article before left something in the browser."""

    MARK = """<script>
const seen = [window.name, document.cookie, sessionStorage.seen, localStorage.seen];
const keep = () => {
  window.name = sessionStorage.seen = localStorage.seen = location.pathname;
  document.cookie = `seen=${location.pathname}; max-age=999`;
};
keep();
addEventListener('pagehide', keep);
addEventListener('beforeunload', (event) => event.preventDefault());
addEventListener('load', () => {
  setInterval(() => { if (!document.body) location = '/stray'; }, 5);
});
const ask = window.fetch;
window.fetch = (url) => ask(seen.filter(Boolean).length ? `/seen?${seen}` : url);
</script>"""

    def __init__(self) -> None:
        super().__init__([("browser", 3)] * 4)
        self.asked: list[str] = []

    def answer(self, path: str, query: dict[str, list[str]]) -> Answer | None:
        self.asked.append(path)
        return super().answer(path, query)

    def _article(self, number: int) -> Answer:
        answer = super()._article(number)
        return answer._replace(body=answer.body.replace("<head>", f"<head>{self.MARK}"))


@pytest.mark.slow
def test_an_article_sees_nothing_of_the_one_before_it_in_its_tab(tmp_path: Path) -> None:
    with Remembering() as paper:
        urls = ",".join(map(paper.url, paper.posts))
        one_tab = "PLAYWRIGHT_MAX_PAGES_PER_CONTEXT=1"
        run = crawl("news", tmp_path, one_tab, "LOG_LEVEL=INFO", urls=urls)
        assert paper.losses(run) == (4, len(paper.truth), 0, 0)
    # A tab of which the driver lost sight on a busy machine is thrown away.
    (pages,) = re.findall(r"'playwright/page_count': (\d+),", run.stderr)
    assert int(pages) < 4
    assert "/seen" not in paper.asked
    assert "/stray" not in paper.asked


LEADING_ON = """<script>
const leave = () => { if (!document.body) location = `/stray?${Math.random()}`; };
addEventListener('load', () => setInterval(leave, 0));
</script>"""


@pytest.mark.slow
def test_a_page_reaches_nothing_while_its_tab_closes() -> None:
    async def left(paper: Remembering) -> None:
        url = paper.url(next(iter(paper.posts)))
        forward = forward_to(urlsplit(url).port or 0)
        async with chromium() as browser:
            for _ in range(5):
                way = await forward.way()
                proxy = cast("ProxySettings", way.options)
                page = await (await browser.new_context(proxy=proxy)).new_page()
                await page.goto(url)
                await page.route("**/stray*", lambda route: route.abort())
                await page.evaluate("() => document.documentElement.replaceChildren()")
                await asyncio.sleep(0.3)
                await Tab(None, "", "", way, page).close()
        await forward.close()

    with Remembering() as paper:
        paper.MARK = LEADING_ON
        asyncio.run(left(paper))
    assert len(paper.asked) >= 5
    assert "/stray" not in paper.asked


def test_a_tab_is_for_one_host() -> None:
    async def hosts() -> list[list[str]]:
        tabs, seen = Tabs(2), []
        tabs.free = [Tab(None, "a.example", "1"), Tab(None, "b.example", "2")]
        for host in ("b.example", "c.example", "b.example"):
            await tabs.take(None, host)
            seen.append([tab.host for tab in tabs.free])
        return seen

    assert asyncio.run(hosts()) == [["a.example"], [], []]
