"""Every exit status is provoked by a real run, and says so in one line where cron would mail it."""

import http.server
import importlib
import inspect
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from scrapy.settings import Settings

from newscrawl import clock, settings
from newscrawl.checked import check_settings
from newscrawl.demo import Demo
from newscrawl.plugins import all_engines
from newscrawl.runs.exits import Exit, Refused
from newscrawl.runs.history import History
from newscrawl.runs.outcome import REFUSED, Minimums, outcome
from newscrawl.runs.webhook import send
from tests.support.crawling import Run, crawl_as_cron
from tests.support.serving import article, serving

PROVOKED_BY = {
    Exit.DONE: "test_exits.test_a_run_that_goes_well_says_nothing",
    Exit.ERROR: "test_demo_crawl.test_a_line_that_cannot_be_made_is_no_success",
    Exit.USAGE: "test_bad_input.test_a_wrong_argument_ends_the_command_before_anything_is_made",
    Exit.INCOMPLETE: "test_exits.test_an_alarm_is_told_once_a_day",
    Exit.NOTHING: "test_exits.test_nothing_is_found",
    Exit.BLOCKED: "test_bad_input.test_robots_txt_forbids_everything",
    Exit.UNREACHABLE: "test_bad_input.test_the_server_does_not_answer",
    Exit.BROWSER: "test_bad_input.test_chromium_is_missing",
    Exit.DISK: "test_disk.test_a_full_disk_ends_the_run_and_the_next_goes_on",
    Exit.LOCKED: "test_disk.test_a_second_run_of_a_site_at_once_is_refused",
    Exit.STALLED: "test_watchdog.test_a_run_without_progress_is_ended",
    Exit.LOSSES: "test_exits.test_an_article_is_lost",
    Exit.ALARM: "test_exits.test_an_alarm_is_told_once_a_day",
    Exit.RUNNING: "test_fleet.test_a_second_run_leaves_the_first_alone",
    Exit.TROUBLE: "test_fleet.test_a_fleet_visits_what_is_due_and_tells_what_is_wrong",
    Exit.INTERRUPTED: "test_kill.test_sigterm_keeps_what_was_written",
    Exit.LIMITED: "test_fleet_ends.test_an_endless_paper_is_ended_in_time_and_harms_nobody",
}


@pytest.mark.parametrize("status", Exit, ids=lambda status: status.name)
def test_each_is_provoked_by_a_test(status: Exit) -> None:
    module, _, name = PROVOKED_BY[status].partition(".")
    test = getattr(importlib.import_module(f"tests.{module}"), name)
    assert f"Exit.{status.name}" in inspect.getsource(test)


def as_cron(output: Path, *options: str, **arguments: str) -> Run:
    return crawl_as_cron("sputnik", output, *options, **arguments)


def said(run: Run, *words: str) -> None:
    """Nothing on standard output, one line on standard error; the log has a file of its own."""
    assert run.stdout == ""
    assert run.stderr.startswith("newscrawl: ")
    assert run.stderr.count("\n") == 1
    for word in (*words, f"(log: {run.folder / 'crawl.log'})"):
        assert word in run.stderr


def test_a_run_that_goes_well_says_nothing(tmp_path: Path) -> None:
    with Demo(articles=3) as demo:
        story = demo.truth.articles[0]["url"]
        run = as_cron(tmp_path, base_url=demo.base_url, comments="no", urls=story)
    assert (run.status, run.stdout, run.stderr) == (Exit.DONE, "", "")
    (line,) = History(run.folder).runs()
    assert (line["exit_status"], line["exit_name"], line["message"]) == (0, "DONE", "")
    assert (line["articles"]["new"], line["articles"]["measured"]) == (1, 1)
    assert line["fill_rates"]["articles"]["headline"] == 1.0
    assert line["arguments"] == {"base_url": demo.base_url, "comments": "no", "urls": story}
    assert line["requests"] >= 2  # robots.txt
    assert line["bytes"] > 1000
    assert line["peak_memory_bytes"] > 2**25
    assert line["finish_reason"] == "finished"
    assert not (run.folder / "running.json").exists()


def test_an_article_is_lost(tmp_path: Path) -> None:
    html = "text/html; charset=utf-8"
    pages = {f"/20210116/a-100000000{n}.html": (200, html, article(1000000000 + n)) for n in (1, 2)}
    pages["/20210116/a-1000000003.html"] = (503, html, b"<html>later</html>")
    with serving(pages) as base_url:
        urls = ",".join(f"{base_url}{path}" for path in pages)
        run = as_cron(tmp_path, base_url=base_url, comments="no", urls=urls)
    assert run.status == Exit.LOSSES
    said(run, "1 of 3 articles could not be read (1 http_503)", "The next run tries again")
    # Scrapy says there that it gave up.
    assert "Gave up retrying" in (run.folder / "crawl.log").read_text()
    (line,) = History(run.folder).runs()
    assert line["articles"]["failed"] == {"http_503": 1}
    assert line["exit_name"] == "LOSSES"


def test_nothing_is_found(tmp_path: Path) -> None:
    with serving({}) as base_url:
        run = as_cron(tmp_path, base_url=base_url, comments="no")
    assert run.status == Exit.NOTHING
    said(run, "no article was found (http_404)", "look at since, until")


@contextmanager
def webhook(status: int = 200, location: str = "") -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """An address on loopback, and what was posted to it."""
    posted: list[dict[str, Any]] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            posted.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(status)
            self.send_header("Content-Length", "0")
            if location:
                self.send_header("Location", location)
            self.end_headers()

        def do_GET(self) -> None:
            posted.append({})
            self.do_POST()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/hook?token=verysecret", posted
        server.shutdown()


def past(folder: Path, arguments: dict[str, str]) -> None:
    """Write the lines of six runs in which every declared comment was collected."""
    folder.mkdir(parents=True)
    for hours in range(6, 0, -1):
        moment = clock.stamp(clock.now() - timedelta(hours=hours))
        row = {
            "type": "run",
            "run_id": moment,
            "site": "sputnik",
            "arguments": arguments,
            "date_started": moment,
            "finish_reason": "finished",
            "articles": {"new": 1},
            "comments": {"declared": 100},
            "completeness": 1.0,
            "dates": {"read": 0, "unreadable": 0},
            "fill_rates": {},
            "alarms": [],
        }
        History(folder).append(row)


def test_an_alarm_is_told_once_a_day(tmp_path: Path) -> None:
    with Demo() as demo, webhook() as (hook, posted):
        story = next(one for one in demo.truth.articles if (one["comment_count"] or 0) > 30)
        arguments = {"base_url": demo.base_url, "urls": story["url"]}
        options = [
            f"COMMENT_ENGINES_OFF={','.join(all_engines())}",
            f"ALARM_WEBHOOK={hook}",
            'PLAYWRIGHT_LAUNCH_OPTIONS={"executable_path": "/bin/true"}',
        ]
        past(tmp_path / "sputnik.en", arguments)
        first = as_cron(tmp_path, *options, **arguments)
        second = as_cron(tmp_path, *options, **arguments)
    assert first.status == Exit.ALARM
    declared = story["comment_count"]
    said(first, "usually 100%", f"0 of {declared} declared comments were collected")
    assert [post["alarms"][0]["name"] for post in posted] == ["completeness"]
    assert posted[0]["text"].startswith("sputnik: 0% of declared comments collected")
    assert "alarm completeness: 0% of declared" in (first.folder / "crawl.log").read_text()
    # It lasts, and that is in the record; but it was told.
    assert second.status == Exit.INCOMPLETE
    said(second, f"0 of {declared} declared comments")
    rows = History(first.folder).runs()[-2:]
    assert [row["alarms"][0]["raised"] for row in rows] == [True, False]
    assert [row["exit_name"] for row in rows] == ["ALARM", "INCOMPLETE"]


def test_a_webhook_that_fails_is_logged_without_its_key(caplog: pytest.LogCaptureFixture) -> None:
    row = {"site": "sputnik", "alarms": [{"message": "less", "raised": True}]}
    with webhook(500) as (hook, posted):
        assert not send(hook, row)
        assert len(posted) == 1
    assert not send(hook, row)
    assert not send("no address", row)
    assert "HTTP 500" in caplog.text
    assert "refused" in caplog.text
    assert "verysecret" not in caplog.text


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_webhook_that_redirects_did_not_accept(
    status: int, caplog: pytest.LogCaptureFixture
) -> None:
    row = {"site": "sputnik", "alarms": [{"message": "less", "raised": True}]}
    with webhook() as (other, elsewhere), webhook(status, other) as (hook, posted):
        assert not send(hook, row)
        assert (len(posted), elsewhere) == (1, [])
    assert f"HTTP {status}, a redirect" in caplog.text
    assert "verysecret" not in caplog.text


@pytest.mark.parametrize(
    "typed",
    [
        *("htps://hooks.example/T0/verysecret", "hooks.example/T0/verysecret", "verysecret"),
        *("https://me:verysecret@hooks.example/", "https://hooks.example/T0/very secret"),
        *("https://hooks.example/T0/verysecret\n", "https://hooks.example:verysecret/"),
        *("https://[::1/verysecret", "https:///verysecret"),
    ],
)
def test_a_mistyped_webhook_is_refused_without_its_key(typed: str) -> None:
    given = Settings()
    given.setmodule(settings)
    given.set("ALARM_WEBHOOK", typed, "cmdline")
    with pytest.raises(Refused) as caught:
        check_settings(given)
    assert "ALARM_WEBHOOK" in str(caught.value)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("MIN_COMPLETENESS", "98%", "MIN_COMPLETENESS '98%': a share between 0 and 1"),
        ("MIN_READ", "2", "MIN_READ '2': a share between 0 and 1"),
        ("USER_AGENT_URL", "paper.example", "USER_AGENT_URL 'paper.example': use an address"),
        ("CONTACT", "Jürgen", "CONTACT, USER_AGENT_URL: a header holds plain ASCII only"),
        ("ALARM_WEBHOOK", "me@paper.example", "ALARM_WEBHOOK: use an address like https"),
        ("BROWSER_ROBOTS", "no", "BROWSER_ROBOTS 'no': use page or strict"),
        ("KEEP_PAGES_MIB", "-1", "KEEP_PAGES_MIB '-1': 0 .any size. or more"),
        ("ARCHIVE_CDX", "nonsense", "ARCHIVE_CDX 'nonsense': an address, as https://"),
        ("ARCHIVE_REPLAY", "", "ARCHIVE_REPLAY '': an address, as https://"),
        ("ARCHIVE_CC", "foo", "ARCHIVE_CC 'foo': an address, as https://"),
        ("ARCHIVE_CC_INDEX", "ftp://a.example", "ARCHIVE_CC_INDEX 'ftp://a.example': an address"),
        ("ARCHIVE_GDELT", "/srv/files", "ARCHIVE_GDELT '/srv/files': an address"),
        ("BROWSER", "off", "BROWSER 'off': use always or learned or never"),
    ],
)
def test_a_setting_is_wrong(name: str, value: str, words: str) -> None:
    given = Settings()
    given.setmodule(settings)
    given.set(name, value, "cmdline")
    with pytest.raises(Refused, match=words) as caught:
        check_settings(given)
    assert caught.value.status == Exit.USAGE


ENDED = {"finish_reason": "finished", "start_time": 0, "sources/read": 3}


NINE_OF_TWELVE = {"comments/declared": 12, "comments/collected_of_declared": 9}


@pytest.mark.parametrize(
    ("stats", "status"),
    [
        ({"articles/read": 98, "articles/failed/http_500": 1}, Exit.LOSSES),
        ({"articles/read": 99, "articles/failed/unreadable": 1}, Exit.DONE),
        ({"articles/read": 9, "articles/failed/http_404": 9}, Exit.DONE),
        (
            {"articles/read": 9, "articles/failed/robots": 9, "articles/failed/not_html": 9},
            Exit.DONE,
        ),
        ({"articles/read": 9, "articles/out_of_range": 9, "articles/failed/guessed": 9}, Exit.DONE),
        ({"articles/read": 9, "sources/failed/http_503": 1}, Exit.LOSSES),
        ({"articles/read": 9, "sources/failed/http_404": 1}, Exit.DONE),
        ({"links/out_of_range": 9, "articles/failed/http_404": 1}, Exit.DONE),
        ({"links/out_of_range": 9, "articles/failed/http_500": 1}, Exit.LOSSES),
        ({"links/out_of_range": 9, "articles/failed/http_404": 5}, Exit.NOTHING),
        ({"links/out_of_range": 9, "articles/failed/http_403": 5}, Exit.BLOCKED),
        ({"articles/failed/http_500": 5}, Exit.NOTHING),
        ({"links/known": 9, "sources/failed/http_503": 1}, Exit.LOSSES),
        ({"links/known": 9, "sources/failed/http_404": 1}, Exit.DONE),
        ({"sources/read": 0, "sources/unchanged": 3}, Exit.DONE),
        ({"sources/read": 0, "sources/failed/timeout": 3}, Exit.UNREACHABLE),
        (
            {"sources/read": 0, "sources/resting": 4, "sources/failed/unreachable": 32},
            Exit.UNREACHABLE,
        ),
        ({"sources/read": 0, "sources/resting": 4}, Exit.DONE),
        ({"sources/read": 0, "threads/complete": 1}, Exit.DONE),
        ({"articles/read": 9, "spider_exceptions/KeyError": 1}, Exit.ERROR),
        ({"articles/read": 9, "items/failed": 1}, Exit.ERROR),
        ({"articles/read": 9, "finish_reason": "closespider_errorcount"}, Exit.ERROR),
        ({"articles/read": 9, "finish_reason": "stalled"}, Exit.STALLED),
        ({"articles/read": 9, "finish_reason": None}, Exit.INTERRUPTED),
        ({"finish_reason": "finished", "sources/failed/stopped": 2}, Exit.INTERRUPTED),
        ({"articles/read": 9, "articles/failed/stopped": 1}, Exit.INTERRUPTED),
        ({"articles/read": 9, "comments/failed/stopped": 1}, Exit.INTERRUPTED),
        ({"finish_reason": "stalled", "sources/failed/stopped": 2}, Exit.STALLED),
        ({"articles/read": 9, "finish_reason": "budget"}, Exit.LOSSES),
        ({"finish_reason": "budget"}, Exit.LOSSES),
        ({"articles/read": 9, "finish_reason": "back_off"}, Exit.LOSSES),
        ({"finish_reason": "back_off"}, Exit.UNREACHABLE),
        ({f"articles/failed/{reason}": 2 for reason in REFUSED}, Exit.BLOCKED),
        ({"articles/failed/http_403": 5, "articles/failed/http_500": 1}, Exit.NOTHING),
        ({"articles/read": 9, "threads/error": 1, "threads/complete": 9}, Exit.INCOMPLETE),
        ({"articles/read": 9, "threads/error": 1, "threads/complete": 99}, Exit.DONE),
        ({"articles/read": 1, **NINE_OF_TWELVE}, Exit.INCOMPLETE),
        ({"articles/read": 1, **NINE_OF_TWELVE, "comments/known_missing": 2}, Exit.INCOMPLETE),
        ({"articles/read": 1, **NINE_OF_TWELVE, "comments/known_missing": 3}, Exit.DONE),
    ],
)
def test_what_is_a_loss(stats: dict[str, Any], status: Exit) -> None:
    assert outcome({**ENDED, **stats}, Minimums(0.98, 0.99))[0] == status


@pytest.mark.parametrize(
    ("stats", "message"),
    [
        ({}, "no article was found: look at since, until, sections and urls"),
        (
            {"articles/failed/http_500": 3, "sources/failed/empty": 1},
            "no article was found (empty, http_500): look at since, until, sections and urls",
        ),
        (
            {
                "sources/read": 2,
                "sources/failed/not_html": 1,
                "sources/failed/http_404": 4,
                "first/sources/not_html": "https://a.example/b",
            },
            "no article was found: https://a.example/b is no page of HTML: give the address of one",
        ),
        (
            {"articles/failed/http_500": 3, "articles/failed/not_html": 1},
            "no article was found (http_500, not_html): look at since, until, sections and urls",
        ),
        (
            {"articles/read": 6, "articles/failed/http_500": 4, "articles/failed/http_404": 9},
            "4 of 10 articles could not be read (4 http_500). The next run tries again",
        ),
        (
            {"finish_reason": "out_of_time", "downloader/request_count": 2},
            "the site did not answer: it hangs",
        ),
        (
            {"articles/read": 6, "sources/failed/http_503": 2},
            "2 lists of articles could not be read (2 http_503). The next run tries again",
        ),
    ],
)
def test_what_is_said_of_a_loss(stats: dict[str, Any], message: str) -> None:
    assert outcome({**ENDED, **stats}, Minimums(0.98, 0.99))[1] == message
