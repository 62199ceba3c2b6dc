"""A perfect reader gets every comment of every stand-in: in a real Chromium, by known selectors."""

import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TypeVar
from urllib.parse import urljoin, urlsplit

import pytest
from playwright.sync_api import Browser, Frame, Page, Request, sync_playwright

from tests.standins import Scenario, StandIns
from tests.support.launching import short_tmp

pytestmark = pytest.mark.browser

# Whatever is not loopback is not even looked up.
RESOLVE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1"
CHROMIUM = [Path("/usr/bin/chromium-headless-shell"), Path("/usr/bin/chromium")]
PATIENCE = 45.0
"""Seconds for a busy machine."""
SERVED = 2.0
"""Seconds for what is there already."""
Found = TypeVar("Found")
LOOPBACK = {"127.0.0.1", "localhost", None}

# Reads every row and presses every button, also in open shadow roots; returns the rows' texts
# and whether anything was left to do. Scrolls, for what loads near the view.
STEP = """([rows, press]) => {
  const all = (root, selector) => [
    ...root.querySelectorAll(selector),
    ...[...root.querySelectorAll("*")].flatMap((one) =>
      one.shadowRoot ? all(one.shadowRoot, selector) : []),
  ];
  const texts = rows ? all(document, rows).map((row) => row.innerText) : [];
  let pressed = 0;
  for (const selector of press)
    for (const node of all(document, selector))
      if (!node.hidden) { node.click(); pressed += 1; }
  window.scrollTo(0, document.body.scrollHeight);
  for (const box of document.querySelectorAll(".vlist")) {
    const before = box.scrollTop;
    box.scrollTop += 500;
    if (box.scrollTop > before) pressed += 1;
  }
  return { texts, pressed };
}"""


@pytest.fixture(scope="module")
def lab() -> Iterator[StandIns]:
    with StandIns(seed=1) as lab:
        yield lab


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    found = [path for path in CHROMIUM if path.exists()]
    if not found:
        pytest.skip("no Chromium here")
    with short_tmp() as env, sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=found[0], args=["--no-sandbox", RESOLVE], env=env
        )
        yield browser
        browser.close()


@pytest.mark.slow
def test_every_comment_can_be_seen_and_nothing_is_written(lab: StandIns, browser: Browser) -> None:
    page = browser.new_page()
    strangers: list[str] = []
    page.on("request", lambda request: _note(request, strangers))
    for scenario in lab.scenarios.values():
        page.goto(scenario.url)
        seen = _read(page, scenario, "")
        assert page.url == scenario.url, scenario.name
        while (following := page.locator("a[rel=next]")).count():
            page.goto(urljoin(page.url, following.get_attribute("href")))
            seen += _read(page, scenario, seen)
        assert not _unseen(scenario, seen), scenario.name
    page.close()
    assert not strangers
    assert not lab.written


def test_every_kind_of_trap_is_counted(lab: StandIns, browser: Browser) -> None:
    """What counts 0 for a good reader would count more for a bad one, in every wall."""
    traps = {
        "iframe": "a.act-like",
        "shadow_post": "button.act-reply",
        "graphql_shadow": ".coral-reactButton",
        "bootstrap": "button.act-report",
        "srcdoc": "[data-testid=comment-component] button",
        "infinite_scroll": "a.act",
        "lang_ja": "button.b3",
        "login_wall": "header a[href='/write/login']",
        "consent": "#consent-accept",
    }
    for name, selector in traps.items():
        page = browser.new_page()
        page.goto(lab.scenarios[name].url)
        before = lab.writes
        page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
        frame = _until(page, partial(_frame_with, page, selector))
        # A press before the page's script listens does nothing, so it is pressed until it counts.
        _until(page, partial(_wrote, lab, before, frame, selector))
        assert lab.writes == before + 1, name
        page.close()


def _until(page: Page, look: Callable[[], Found | None]) -> Found:
    """Return what `look` finds, asked again until it finds something."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if found := look():
            return found
        page.wait_for_timeout(50)
    raise AssertionError("nothing came")


def _frame_with(page: Page, selector: str) -> Frame | None:
    return next((frame for frame in page.frames if frame.locator(selector).count()), None)


def _wrote(lab: StandIns, before: int, frame: Frame, selector: str) -> bool:
    if lab.writes == before:
        frame.locator(selector).first.evaluate("node => node.click()")
        frame.page.wait_for_timeout(200)
    return lab.writes > before


def _read(page: Page, scenario: Scenario, before: str) -> str:
    """Return the text of every row that was ever drawn, white space folded.

    It ends when everything was seen, with what was seen `before`. What leads to a further page is
    served with its rows: nothing more is waited for there.
    """
    seen: set[str] = set()
    changed = time.monotonic()
    patience = SERVED if page.locator("a[rel=next]").count() else PATIENCE
    while True:
        known, pressed = len(seen), 0
        for frame in page.frames:
            step = frame.evaluate(STEP, [scenario.rows, list(scenario.press)])
            seen.update(step["texts"])
            pressed += step["pressed"]
        if len(seen) > known or pressed:
            changed = time.monotonic()
        late = time.monotonic() - changed >= patience
        if late or not _unseen(scenario, before + _folded(" ".join(seen))):
            return _folded(" ".join(seen))
        page.wait_for_timeout(50)


def _unseen(scenario: Scenario, seen: str) -> list[str]:
    # This one draws first words only; its answers are joined in test_standins.py.
    end = 40 if scenario.name == "unknown_cursor" else None
    texts = [row["text"][:end] for row in scenario.truth if row["text"] is not None]
    return [text for text in texts if _folded(text) not in seen]


def _folded(text: str) -> str:
    return " ".join(text.split())


def _note(request: Request, strangers: list[str]) -> None:
    if urlsplit(request.url).hostname not in LOOPBACK:
        strangers.append(request.url)
