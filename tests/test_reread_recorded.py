"""What is read again is what the crawl took: its pages, its articles, and no others."""

import signal
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from newscrawl import clock
from tests.support.crawling import Run, crawl, ended, record_folder, start
from tests.support.rereading import lines_of, reread
from tests.support.small_paper import PATH, SmallPaper, small_paper

SINCE = "2026-03-01"
SHORT = "/go/harbour-opens-again-7"
OLDER = "/story/the-older-harbour-is-closed"
ITEM = "<item><link>{base}{path}</link></item>"
OLD = """<html><head><meta property="og:type" content="article">
<meta property="article:published_time" content="2026-03-02T11:00:00Z"></head>
<body><article><h1>Harbour closed</h1><p>{text}</p></article></body></html>"""
TEXT = "Nobody may enter the harbour until the ice is gone, says the mayor of the town. " * 4


@dataclass
class ManyNames(SmallPaper):
    """Its feed names an article by two addresses; the article itself by a third one.

    An older one is in the feed, too, and only its page tells its date.
    """

    def answer(self, path: str, query: dict[str, list[str]]) -> tuple[int, str, dict[str, str]]:
        if path == "/feed.xml":
            named = (f"{PATH}?utm_source=rss", SHORT, OLDER)
            items = "".join(ITEM.format(base=self.base, path=one) for one in named)
            feed = f'<rss version="2.0"><channel>{items}</channel></rss>'
            return 200, feed, {"Content-Type": "text/xml"}
        if path == OLDER:
            return 200, OLD.format(text=TEXT), {}
        if path in (PATH, SHORT):
            status, text, headers = super().answer(PATH, query)
            own = f'<head><link rel="canonical" href="{self.base}{PATH}">'
            return status, text.replace("<head>", own), headers
        return super().answer(path, query)


def visit(paper: SmallPaper, folder: Path, **given: str) -> Run:
    # A second between two pages: a moment of an archive is no finer.
    settings = ("KEEP_PAGES=warc", "BROWSER=never", "DOWNLOAD_DELAY=1.1")
    run = crawl("news", folder, *settings, url=paper.base, **given)
    assert (run.status, run.stderr) == (0, "")
    return run


def same(live: Run, anew: Run) -> None:
    assert (anew.status, anew.stderr) == (0, "")
    for kind in ("articles", "comments"):
        assert lines_of(anew, kind) == lines_of(live, kind)


def test_the_address_that_was_taken_is_taken_again(tmp_path: Path) -> None:
    with small_paper(ManyNames(comments={1: "The first word."})) as paper:
        live = visit(paper, tmp_path / "out", since="2026-03-10")
    (taken,) = {one["request_url"] for one in live.lines("articles")}
    assert taken == f"{paper.base}{PATH}?utm_source=rss"
    line = live.run_lines()[-1]
    # The other address led to a third one, where the article was met again, and later.
    assert (line["canonical"]["confirmed"], line["articles"]["duplicate"]) == (1, 1)
    same(live, reread(live, tmp_path / "anew"))


def test_an_article_that_was_left_out_is_not_written(tmp_path: Path) -> None:
    with small_paper(ManyNames(comments={1: "The first word."})) as paper:
        live = visit(paper, tmp_path / "out", since="2026-03-10")
        assert OLDER in dict(paper.asked())
    assert live.run_lines()[-1]["articles"]["out_of_range"] == 1
    anew = reread(live, tmp_path / "anew")
    same(live, anew)
    assert anew.stdout == f"{anew.folder}: 1 article read again\n"
    assert anew.run_lines()[-1]["articles"]["read"] == 1


@pytest.mark.slow
def test_later_runs_are_read_as_they_were(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with small_paper(ManyNames(comments={1: "The first word."})) as paper:
        for day, since in ((14, "2026-03-10"), (15, "2026-03-01"), (17, "2026-03-01")):
            monkeypatch.setenv(clock.VARIABLE, f"2026-03-{day}T12:00:00Z")
            live = visit(paper, tmp_path / "out", since=since)
            paper.text += " An edit of the day."
            paper.comments[day] = "Another word."
    monkeypatch.delenv(clock.VARIABLE)
    older = [one for one in live.lines("articles") if one["url"].endswith(OLDER)]
    # What the first run left out, the second one wanted.
    assert {one["date_first_seen"] for one in older} == {"2026-03-15T12:00:00Z"}
    assert max(one["version"] for one in live.lines("articles")) > 1
    same(live, reread(live, tmp_path / "anew"))


@pytest.mark.slow
def test_a_thread_that_a_stopped_run_left_is_read_as_of_the_next_one(tmp_path: Path) -> None:
    with small_paper(SmallPaper(comments={1: "The first word.", 2: "And the second."})) as paper:
        settings = ("KEEP_PAGES=warc", "BROWSER=never", "DOWNLOAD_DELAY=2")
        first = start("news", tmp_path / "out", *settings, url=paper.base, since=SINCE)
        until = time.monotonic() + 60
        while not any(path == PATH for path, _ in paper.log):
            assert time.monotonic() < until
            time.sleep(0.05)
        # The comments are asked for seconds later, and the article's line is written by then.
        time.sleep(0.5)
        first.send_signal(signal.SIGINT)
        folder = record_folder(tmp_path / "out", "news", url=paper.base)
        assert ended(first, folder).status == 130
        live = visit(paper, tmp_path / "out", since=SINCE)
    assert [one["comments_status"] for one in live.lines("articles")] == [None, "complete"]
    assert len(live.lines("comments")) == 2
    same(live, reread(live, tmp_path / "anew"))
