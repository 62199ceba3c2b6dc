"""The demo's widgets in a real Chromium, pressed as a reader would press them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from newscrawl.demo import Demo
from tests.support.launching import short_tmp

CHROMIUM = next(
    (p for p in ("/usr/bin/chromium-headless-shell", "/usr/bin/chromium") if Path(p).exists()), None
)
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="needs a Chromium in /usr/bin"),
]
ROWS = ".comments-list ul.main > li[data-id]"
MORE = ".comments-list a.more:visible, .comments-list__answer-load a:visible"


@pytest.fixture(scope="module")
def demo() -> Iterator[Demo]:
    with Demo() as demo:
        yield demo


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with short_tmp() as env, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox"], env=env
        )
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    page.set_default_timeout(10_000)
    yield page
    page.close()


def article(demo: Demo, design: str, size: int) -> dict[str, Any]:
    found = [a for a in demo.truth.articles if a["design"] == design]
    return next(a for a in found if a["comments_visible"] == size)


def ids(demo: Demo, one: dict[str, Any]) -> set[str]:
    return {comment["comment_id"] for comment in demo.truth.thread(one["number"])}


def shown(page: Page, css: str = ROWS) -> list[str]:
    found = page.locator(css).evaluate_all("rows => rows.map(row => row.dataset.id)")
    return [str(one) for one in found]


def press_all(page: Page) -> None:
    for _ in range(200):
        button = page.locator(MORE).first
        if not button.count():
            return
        with page.expect_response("**/get_list/"):
            button.click()
        page.locator("[data-busy]").wait_for(state="detached")
    pytest.fail("the buttons never end")


@pytest.mark.parametrize("size", [30, 65, 120, pytest.param(300, marks=pytest.mark.slow)])
def test_old_comments(demo: Demo, page: Page, size: int) -> None:
    truth = article(demo, "old", size)
    page.goto(truth["url"])
    if truth["kind"] == "2019":
        assert shown(page) == []
        page.locator(".commentsLoadGeneral").click()
    page.locator(ROWS).first.wait_for()
    press_all(page)
    newest_first = set(shown(page))
    if size == 120:
        # The page's own counter takes repeats for progress, and hides the button too early.
        assert newest_first < ids(demo, truth)
        assert len(shown(page)) > len(newest_first)
    with page.expect_response("**/get_list/"):
        page.locator(".comments__sort[data-sort=asc]").click()
    page.locator(".comments-list[data-sort=asc]").wait_for()
    press_all(page)
    assert newest_first | set(shown(page)) == ids(demo, truth)


def test_show_comment_asks_nobody(demo: Demo, page: Page) -> None:
    page.goto(article(demo, "old", 65)["url"])
    page.locator(ROWS).first.wait_for()
    before = len(demo.log)
    page.locator(".show-answer:visible").first.click()
    page.locator(f"{ROWS} .quote").wait_for()
    assert len(demo.log) == before


@pytest.mark.parametrize("way", ["button", "scroll"])
def test_the_chat(demo: Demo, page: Page, way: str) -> None:
    truth = article(demo, "new", 120)
    page.goto(truth["url"])
    page.wait_for_timeout(200)
    rows = ".chat__lenta .chat__message"
    assert shown(page, rows) == []
    if way == "button":
        page.locator(".article__userbar-chat").first.click()
    else:
        page.locator("#widgetRChat").scroll_into_view_if_needed()
    page.locator(rows).first.wait_for()
    while len(set(shown(page, rows))) < 120:
        with page.expect_response("**/chat/get/**"):
            if way == "button":
                page.locator(".chat__more").click()
            else:
                page.evaluate("document.querySelector('.chat__lenta').scrollTop = 0")
    assert sorted(shown(page, rows)) == sorted(ids(demo, truth))
    assert page.locator(".chat__expired").is_hidden()


def test_endless_scroll_brings_other_articles(demo: Demo, page: Page) -> None:
    page.goto(article(demo, "new", 30)["url"])
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    page.locator(".endless__item >> nth=1").wait_for()
    numbers = shown(page, ".endless__item")
    assert len(set(numbers)) == len(numbers) >= 2


def test_what_a_click_would_do_is_counted(demo: Demo, page: Page) -> None:
    page.goto(article(demo, "old", 65)["url"])
    page.locator(ROWS).first.wait_for()
    before = demo.writes
    for css in (f"{ROWS} .like", f"{ROWS} .delete", ".js-likeUp"):
        with page.expect_response(lambda answer: "/services/" in answer.url):
            page.locator(css).first.click()
    assert demo.writes == before + 3
