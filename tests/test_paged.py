"""Articles in several pages: found by their addresses, read whole, or said not to be."""

import os
import signal
import threading
from pathlib import Path
from typing import Any

import pytest

import newscrawl
from newscrawl.extract.paged import first_page, next_page, said_count
from newscrawl.page import Page
from tests.support.crawling import Run, crawl, ended, record_folder, start
from tests.support.serving import serving

HOST = "https://paper.example"


def page(url: str, inside: str) -> Page:
    return Page(f"<html><body><h1>Fog</h1><p>The fog came.</p>{inside}</body></html>", HOST + url)


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("/x/fog-70001.html", "/x/fog-70001-2.html"),
        ("/x/fog-70001-2.html", "/x/fog-70001-3.html"),
        ("/x/fog/", "/x/fog/2/"),
        ("/x/fog/9/", "/x/fog/10/"),
        ("/x/fog", "/x/fog/page/2"),
        ("/x/fog", "/x/fog/seite-2"),
        ("/x/fog.html", "/x/fog,seite2.html"),
        ("/x/fog.html", "/x/fog/2.html"),
        ("/x/fog.html", "/x/fog.html/2"),
        ("/x/fog_p2.html", "/x/fog_p3.html"),
        ("/x/fog-1.html", "/x/fog-2.html"),
        ("/x/fog/index.html", "/x/fog/index_2.html"),
        ("/x/fog", "/x/fog?page=2"),
        ("/x/fog?page=2", "/x/fog?page=3"),
        ("/x/fog.php?id=70001", "/x/fog.php?id=70001&pagina=2"),
        ("/x/fog?utm_source=y", "/x/fog?page=2"),
        ("/?p=71", "/?p=71&page=2"),
    ],
)
@pytest.mark.parametrize(
    "link",
    [
        '<a href="{}">2</a>',
        '<a rel="next" href="{}"><i class="icon"></i></a>',
        '<a aria-label="Weiter" href="{}"></a>',
        '<link rel="next" href="{}">',
    ],
)
def test_the_next_page_has_the_articles_address_and_its_number(
    here: str, there: str, link: str
) -> None:
    assert next_page(page(here, link.format(there))) == HOST + there


@pytest.mark.parametrize("there", ["/x/fog_1.html", "/x/fog.html?page=1"])
def test_pages_counted_from_zero_are_said_to_be_next(there: str) -> None:
    assert next_page(page("/x/fog.html", f'<a href="{there}">下一页</a>')) == HOST + there
    assert next_page(page("/x/fog.html", f'<a href="{there}">1</a>')) is None


@pytest.mark.parametrize(
    ("here", "inside"),
    [
        ("/x/fog", '<a rel="next" href="/x/rain">The rain</a>'),
        ("/x/fog", '<link rel="next" href="/x/fog/comment-page-2/#comments">'),
        ("/x/fog", '<a href="/x/fog?cpage=2">2</a>'),
        ("/x/fog", '<a href="/x/fog?page=2#comments">2</a>'),
        (
            "/x/fog",
            '<div id="comments"><a href="?page=2">2</a></div><link rel="next" href="?page=2">',
        ),
        ("/x/fog", '<a href="/x/fog?page=3">3</a>'),
        ("/x/fog/2", '<a href="/x/fog/2">2</a><a href="/x/fog/1">1</a>'),
        ("/x/fog", '<a href="https://other.example/x/fog?page=2">2</a>'),
        ("/x/fog-70001.html", '<a rel="next" href="/x/fog-70002.html">Next</a>'),
        ("/", '<a rel="next" href="/?page=2">Older</a>'),
        ("/?p=7", '<link rel="next" href="/?p=8">'),
        ("/index.php", '<a rel="next" href="/index.php?page=2">Older</a>'),
        ("/x/fog", '<a href="http://[">2</a>'),
    ],
)
def test_other_links_lead_elsewhere(here: str, inside: str) -> None:
    assert next_page(page(here, inside)) is None


@pytest.mark.parametrize(
    ("here", "canonical", "first"),
    [
        ("/x/fog-70001-2.html", "/x/fog-70001.html", True),
        ("/x/fog/3/", "/x/fog/", True),
        ("/x/fog?page=2", "/x/fog", True),
        ("/x/fog?page=2", "/x/fog?page=1", True),
        ("/x/fog-2.html", "/x/fog-1.html", True),
        ("/x/fog-70001-2.html", "/x/fog-70001-2.html", False),
        ("/x/fog-2", "/x/rain", False),
        ("/x/fog", "/x/fog?page=1", False),
        ("/?p=12", "/", False),
        ("/index.php?page=12", "/index.php", False),
        ("/x/fog.php?id=12", "/x/fog.php", False),
    ],
)
def test_a_later_page_names_the_first_as_canonical(here: str, canonical: str, first: bool) -> None:
    found = first_page(page(here, f'<link rel="canonical" href="{canonical}">'))
    assert found == (HOST + canonical if first else None)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Page 1 of 3", 3),
        ("Seite 1 von 12", 12),
        ("Página 1 de 4:", 4),
        ("Страница 1 из 2", 2),
        ("第1页 共5页", 5),
        ("1 of 3", None),
        ("Page 1", None),
        ("On page 1 of 3 papers this fog was the only story.", None),
    ],
)
def test_the_number_of_pages_is_printed(text: str, count: int | None) -> None:
    assert said_count(page("/x/fog", f"<div><span>{text}</span></div>")) == count


def test_a_saved_page_that_is_a_part_says_so() -> None:
    pager = '<div class="pages">Page 1 of 2 <a href="/x/fog/2/">2</a></div>'
    article = newscrawl.read_article(page("/x/fog/", pager).body, f"{HOST}/x/fog/")
    assert article.metadata.validation_messages == [
        f"article_body: of this page alone; it may go on at {HOST}/x/fog/2/"
    ]


# Crawls

LINE = "of {}: the keepers of the lantern counted the boats at dusk, and nobody was missing there."


def story(title: str, part: str, inside: str = "", head: str = "") -> tuple[int, str, bytes]:
    text = "".join(f"<p>Line {n} {LINE.format(part)}</p>" for n in range(4))
    html = f"""<html><head><meta property="og:type" content="article">{head}
    <meta property="article:published_time" content="2026-03-14T11:00:00Z"></head>
    <body><article><h1>{title}</h1>{text}{inside}</article></body></html>"""
    return 200, "text/html", html.encode()


def parts_of(row: dict[str, Any]) -> list[str]:
    """Return the parts of a story whose text a line has, in order, each once."""
    lines = [one.split(":")[0].rpartition("of ")[2] for one in row["article_body"].split("\n\n")]
    assert len(lines) == 4 * len(set(lines))
    return list(dict.fromkeys(lines))


CANONICAL = '<link rel="canonical" href="/x/long-70001.html">'
ANSWERS = {
    "/robots.txt": (200, "text/plain", b"User-agent: *\nDisallow: /x/closed-70002/2"),
    # Its second page is named by itself too.
    "/x/long-70001.html": story("Long", "a", '<a rel="next" href="/x/long-70001-2.html">Next</a>'),
    "/x/long-70001-2.html": story("Long", "b", '<a href="/x/long-70001-3.html">3</a>', CANONICAL),
    "/x/long-70001-3.html": story("Long (3)", "c", "", CANONICAL),
    "/x/closed-70002/": story("Closed", "a", '<a href="/x/closed-70002/2/">2</a>'),
    "/x/broken-70003": story("Broken", "a", '<a href="?page=2">2</a>'),
    "/x/broken-70003?page=2": (500, "text/html", b"<html>no</html>"),
    "/x/titles-70006": story("Titles", "a", '<p>Page 1 of 3</p><a href="?page=2">2</a>'),
    "/x/titles-70006?page=2": story("Titles (page 2)", "b", '<a href="?page=3">3</a>'),
    "/x/titles-70006?page=3": story("Something else", "c"),
    "/x/said-70004": story("Said", "a", "<div>Page 1 of 3</div>"),
    # Comments in pages, whose list says nothing of itself, and two days of one diary.
    "/x/talk-70005": story("Talk", "a", '<a href="?page=2">2</a>'),
    "/x/talk-70005?page=2": story("Talk", "a", '<a href="?page=3">3</a>'),
    "/x/day-1": story("Day one", "a", '<a rel="next" href="/x/day-2">Day two</a>'),
    "/x/day-2": story("Day two", "b", '<a rel="prev" href="/x/day-1">Day one</a>'),
}
NAMED = (
    *("long-70001-2.html", "long-70001.html", "closed-70002/", "broken-70003", "said-70004"),
    "titles-70006",
    *("talk-70005", "day-1", "day-2"),
)


def read(base: str, folder: Path, *settings: str, names: tuple[str, ...] = NAMED) -> Run:
    urls = ",".join(f"{base}/x/{name}" for name in names)
    return crawl("news", folder, *settings, urls=urls, comments="no")


def test_articles_are_read_to_their_end_or_it_is_said(tmp_path: Path) -> None:
    with serving(ANSWERS) as base:
        run = read(base, tmp_path, "RETRY_ENABLED=False")
    rows = {row["headline"]: row for row in run.lines("articles")}
    assert (run.status, len(run.lines("articles"))) == (0, 8)
    assert rows["Long"]["canonical_url"] == f"{base}/x/long-70001.html"
    found = {
        name: (parts_of(row), row["metadata"]["validation_messages"]) for name, row in rows.items()
    }
    missing, ending = (f"article_body: its page {page} was not read" for page in (2, 3))
    assert found == {
        "Long": (["a", "b", "c"], []),
        "Closed": (["a"], [f"{missing} (robots)"]),
        "Broken": (["a"], [f"{missing} (http_500)"]),
        "Said": (["a"], [f"{missing} (the page says 3 pages, and has no link to the next)"]),
        "Titles": (["a", "b"], [f"{ending} (what is there seems to be something else)"]),
        "Talk": (["a"], []),
        "Day one": (["a"], []),
        "Day two": (["b"], []),
    }


@pytest.mark.slow
def test_a_part_never_replaces_what_was_read_whole(tmp_path: Path) -> None:
    answers, names = dict(ANSWERS), ("long-70001.html",)
    with serving(answers) as base:
        read(base, tmp_path, names=names)
        answers["/x/long-70001-2.html"] = (503, "text/html", b"<html>busy</html>")
        again = read(base, tmp_path, "RETRY_ENABLED=False", names=names)
        spent = read(base, tmp_path / "other", "HOST_BUDGET_PER_DAY=2", names=names)
    assert [parts_of(row) for row in again.lines("articles")] == [["a", "b", "c"]]
    (row,) = spent.lines("articles")
    assert parts_of(row) == ["a"]
    assert "budget" in row["metadata"]["validation_messages"][0]


class Held(dict[str, tuple[int, str, bytes]]):
    """Answers of which one path gives none until it is let go."""

    def __init__(self, answers: dict[str, tuple[int, str, bytes]], path: str) -> None:
        super().__init__(answers)
        self.path, self.asked, self.free = path, threading.Event(), threading.Event()

    def get(self, path: str, default: Any = None) -> Any:
        if path == self.path:
            self.asked.set()
            self.free.wait(60)
        return super().get(path, default)


def test_an_article_is_whole_after_a_kill_between_its_pages(tmp_path: Path) -> None:
    answers = Held(ANSWERS, "/x/long-70001-2.html")
    with serving(answers) as base:
        urls = f"{base}/x/long-70001.html"
        process = start("news", tmp_path, urls=urls, comments="no")
        assert answers.asked.wait(60)
        os.killpg(process.pid, signal.SIGKILL)
        killed = ended(process, record_folder(tmp_path, "news", urls=urls))
        answers.free.set()
        assert killed.lines("articles") == []
        run = crawl("news", tmp_path, urls=urls, comments="no")
    assert [parts_of(row) for row in run.lines("articles")] == [["a", "b", "c"]]
