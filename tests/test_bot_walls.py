"""A bot wall is recorded as `blocked`, whatever its status: it is no article, and not evaded."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl import clock
from newscrawl.extract.bot_wall import is_bot_wall
from newscrawl.page import Page
from tests.support.bot_walls import WALLS, Wall
from tests.support.crawling import crawl
from tests.support.small_paper import PATH, TEXT, SmallPaper, small_paper

SHORT = "<p>The court let the ships go on Monday, as the harbour said.</p>"
MARKED = '<meta property="og:type" content="article">'
PASSED = {
    "a page that Cloudflare lets through": (
        f"<title>Ships go</title>{SHORT}<script>(function(){{window.__CF$cv$params={{}};"
        "a.src='/cdn-cgi/challenge-platform/scripts/jsd/main.js'}})()</script>"
    ),
    "one that Imperva lets through": (
        f"<title>Ships go</title><script src='/_Incapsula_Resource?SWJIYLWA=7'></script>{SHORT}"
    ),
    "one that HUMAN lets through": f"<script>window._pxAppId = 'PX1';</script>{SHORT}",
    "a form with a check of its own": (
        f"{SHORT}<form><script src='https://challenges.cloudflare.com/turnstile/v0/api.js'></script>"
        "<div class='g-recaptcha'></div><textarea></textarea></form>"
    ),
    "an article of that title": f"<title>Access denied</title>{MARKED}{SHORT}",
    "an article about them": (
        f"<title>Ships</title><article>{SHORT}<p>Verify you are human, it said.</p></article>"
    ),
    "a long text that names one": f"<title>Ships</title><code>gokuProps</code>{SHORT * 60}",
    "a title that only begins so": f"<title>Just a moment of peace for the harbour</title>{SHORT}",
}

DRAWN = f"""<html><head>{MARKED}</head><body><article><h1>Harbour opens</h1><p>{TEXT}</p></article>
<section id="comments"><h2>12 comments</h2><div class="comments-list" data-src="/talk">Loading ...
</div></section><script src="/talk.js"></script></body></html>"""


def page(html: str, wall: Wall | None = None) -> Page:
    given = wall or Wall(html)
    headers = {"Content-Type": "text/html", **dict(given.headers)}
    return Page(html.encode(), "https://paper.example/a", status=given.status, headers=headers)


@pytest.mark.parametrize("wall", WALLS.values(), ids=WALLS)
def test_it_is_known_by_what_it_says(wall: Wall) -> None:
    assert is_bot_wall(page(wall.html, wall))


@pytest.mark.parametrize("html", PASSED.values(), ids=PASSED)
def test_what_is_let_through_is_none(html: str) -> None:
    assert not is_bot_wall(page(f"<html><body>{html}</body></html>"))


@given(st.binary(max_size=300))
def test_nothing_is_too_odd(body: bytes) -> None:
    assert is_bot_wall(Page(body, "https://paper.example/a")) in {True, False}


@dataclass
class Walled(SmallPaper):
    """A paper with walls before some of its articles, or before all of it."""

    walls: list[Wall] = field(default_factory=list)
    everywhere: bool = False
    drawn: bool = False
    """Whether a script draws the comments, in pages that are not asked for twice."""

    def answer(self, path: str, query: dict[str, list[str]]) -> tuple[int, str, dict[str, str]]:
        if self.everywhere and path != "/robots.txt":
            return self.walls[0].status, self.walls[0].html, dict(self.walls[0].headers)
        if path == "/feed.xml":
            names = [PATH, *(f"{PATH}-{number}" for number in range(len(self.walls)))]
            items = "".join(f"<item><link>{self.base}{name}</link></item>" for name in names)
            return 200, f"<rss><channel>{items}</channel></rss>", {"Content-Type": "text/xml"}
        if path.startswith(f"{PATH}-"):
            wall = self.walls[int(path.rpartition("-")[2])]
            return wall.status, wall.html, dict(wall.headers)
        if path == PATH and self.drawn:
            again = any(name == PATH for name, _ in self.log)
            return 200, self.walls[0].html if again else DRAWN, {}
        return super().answer(path, query)


def test_articles_behind_one_are_lost_and_it_is_not_evaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(clock.VARIABLE, "2026-03-14T12:00:00Z")
    with small_paper(Walled(walls=[*WALLS.values()])) as paper:
        run = crawl("news", tmp_path, "DOWNLOAD_DELAY=0.01", url=paper.base, comments="no")
    assert run.status == 11
    lost, total = len(WALLS), len(WALLS) + 1
    assert f"{lost} of {total} articles could not be read ({lost} blocked)" in run.stderr
    assert run.run_lines()[-1]["articles"]["failed"] == {"blocked": lost}
    assert [one["article_body"].split()[0] for one in run.lines("articles")] == [TEXT.split()[0]]
    asked = [path for path, _ in paper.log]
    assert "/proof" not in asked
    assert all(asked.count(f"{PATH}-{number}") == 1 for number in range(lost))  # not once more


def test_a_site_behind_one_refuses_us(tmp_path: Path) -> None:
    with small_paper(Walled(walls=[WALLS["anubis"]], everywhere=True)) as paper:
        run = crawl("news", tmp_path, "DOWNLOAD_DELAY=0.01", url=paper.base)
    assert run.status == 5
    assert "the site answers with a bot wall; nothing was read" in run.stderr


@pytest.mark.browser
def test_a_thread_behind_one_is_blocked(tmp_path: Path) -> None:
    """The page comes, and the browser that opens it for its comments meets a wall."""
    with small_paper(Walled(walls=[WALLS["its own, in German"]], drawn=True)) as paper:
        given = {"base_url": paper.base, "urls": paper.base + PATH}
        run = crawl("news", tmp_path, "DOWNLOAD_DELAY=0.01", **given)
    (article,) = run.latest("articles").values()
    assert article["comments_status"] == "blocked", article["comments_reason"]
    assert "bot wall" in article["comments_reason"]
    assert article["article_body"].startswith("The harbour")
    assert run.status == 3
