"""Pages of a thread behind buttons that are numbers: each is turned to, or it is said."""

import asyncio
import re
from typing import Any

import pytest

from newscrawl.engines.base import ArticleRef
from newscrawl.engines.signs import PAGES
from newscrawl.generic.engine import Generic
from newscrawl.generic.page_signs import page_signs
from newscrawl.page import Page
from tests.standins import Scenario
from tests.support.changing import Answer, answering
from tests.support.opening import CHROMIUM, chromium, opened_page

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="needs a Chromium in /usr/bin"),
]
EACH = 3
THREAD = """<html><body><article><h1>Harbour</h1></article>
<section id="comments"><h2>Comments</h2><div id="list"></div><div class="%(pager)s" id="turn"></div>
</section><script>
const pages = %(pages)d, broken = %(broken)d, marks = %(marks)s, near = %(near)d;
const row = (n) => `<b class="author">Reader ${n}</b> <time datetime="2026-03-14T11:${10 + n}:00Z">
  then</time><p>What reader number ${n} has to say about the boats.</p>`;
const show = (page) => {
  for (let i = 0; i < %(each)d; i++) {
    const made = () => Object.assign(document.createElement('div'), {className: 'comment'});
    list.children[i] || list.append(made());
    list.children[i].innerHTML = row(page * %(each)d + i);   // the rows stay
  }
  turn.replaceChildren();
  for (let n = 1; n <= pages; n++) {
    if (near && n < pages && Math.abs(n - page - 1) > near) continue;
    const button = document.createElement('button');
    button.textContent = n;
    if (marks && n === page + 1) button.setAttribute('aria-current', 'page');
    button.onclick = () => { window.pressed = (window.pressed || 0) + 1; %(act)s };
    button.className = '%(each_class)s';
    turn.append(button);
  }
};
show(%(first)d);
</script></body></html>"""
PLAIN = {
    "pager": "comment-pagination",
    "pages": 4,
    "broken": -1,
    "marks": "true",
    "near": 0,
    "each": EACH,
    "act": "n === broken || show(n - 1)",
    "first": 0,
    "each_class": "",
}
LATER = "setTimeout(() => show(n - 1), 700)"
WHOLE: dict[str, dict[str, object]] = {
    "plain": {},
    "slow": {"act": LATER},
    "no page is marked": {"marks": "false"},
    "the last page is shown first": {"first": 3, "marks": "false"},
    "only those near the page are shown": {"pages": 7, "near": 1},
    "each is called active": {"marks": "false", "each_class": "active:blue"},
    "two pages": {"pages": 2, "pager": "Pager_root"},
}
NOT_WHOLE: dict[str, dict[str, object]] = {
    "a button does nothing": {"broken": 3},
    "none does anything, and each is called active": {
        "marks": "false",
        "each_class": "active:blue",
        "act": "",
    },
    "its place is not named": {"pager": "votes"},
}


def _opened(pages: dict[str, dict[str, object]]) -> dict[str, dict[str, Any]]:
    def page(path: str, _headers: Any) -> Answer:
        return Answer(THREAD % (PLAIN | [*pages.values()][int(path[1:])]))

    async def opened(base: str) -> list[dict[str, Any]]:
        async with chromium() as browser:
            ways = [Scenario(name=str(n), url=f"{base}/{n}", truth=[]) for n in range(len(pages))]
            return list(await asyncio.gather(*(opened_page(browser, one) for one in ways)))

    with answering(page) as (base, _):
        return dict(zip(pages, asyncio.run(opened(base)), strict=True))


def _read(html: str) -> tuple[list[int], list[str]]:
    """Return the readers' numbers in reading order, and the signs of further pages."""
    page = Page(html.encode(), "https://paper.example/1")
    ref = ArticleRef(id="1", url=page.url, site="lab", language="en")
    texts = [one.text or "" for one in Generic().rows(page, ref).comments]
    numbers = [int(found[1]) for one in texts if (found := re.search(r"number (\d+)", one))]
    assert len(numbers) == len(texts)
    return numbers, [sign.reason for sign in page_signs(page) if sign.name == PAGES]


def test_every_page_is_turned_to() -> None:
    for name, rendering in _opened(WHOLE).items():
        numbers, signs = _read(rendering["html"])
        pages = int(str({**PLAIN, **WHOLE[name]}["pages"]))
        assert sorted(numbers) == list(range(pages * EACH)), name
        assert not signs, name
        if "first" not in WHOLE[name]:
            assert numbers == sorted(numbers), name


def test_what_was_not_turned_to_is_said() -> None:
    for name, rendering in _opened(NOT_WHOLE).items():
        numbers, signs = _read(rendering["html"])
        assert len(numbers) == len(set(numbers)) < 4 * EACH, name
        assert signs == ["controls lead to 4 pages of comments"], name
