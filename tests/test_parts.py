"""An answer that is a part of what was asked for is read, and its thread is never complete."""

from email.message import Message
from pathlib import Path

import pytest

from newscrawl import clock
from tests.support.changing import GONE, Answer, answering
from tests.support.crawling import Run, crawl
from tests.support.warcs import HOST, ferry, ferry_url, packed, record
from tests.support.web_archive import Kept, WebArchive, serving_archive

NOON = "20250314120000"
NIGHT = "20250314230000"


def page(number: int) -> bytes:
    return ferry(number).replace(b"<h2>2 comments</h2>", b"<h2>Comments</h2>")


def half(number: int) -> bytes:
    return page(number)[: page(number).index(f'<div class="comment" id="c{number}2"'.encode())]


def ranged(body: bytes, most: int) -> str:
    return f"bytes 0-{len(body) - 1}/{most}"


def came_to(run: Run) -> dict[str, tuple[str, int]]:
    return {
        one["url"]: (one["comments_status"], one["comments_collected"])
        for one in run.latest("articles").values()
    }


def test_a_part_in_an_archive_is_partial_and_counted(tmp_path: Path) -> None:
    given = {"status": "206 Partial Content"}
    records = [
        record(ferry_url(1), half(1), **given, content_range=ranged(half(1), len(page(1)))),
        record(ferry_url(2), half(2), **given, content_range=f"bytes 0-{len(half(2)) - 1}/*"),
        record(ferry_url(3), half(3), **given),
        record(ferry_url(4), page(4), **given, content_range=ranged(page(4), len(page(4)))),
    ]
    path = tmp_path / "kept.warc.gz"
    path.write_bytes(packed(records))
    run = crawl("news", tmp_path / "out", url=HOST, archive=str(path))
    assert came_to(run) == {
        **{ferry_url(n): ("partial", 1) for n in (1, 2, 3)},
        ferry_url(4): ("complete", 2),
    }
    assert run.status == 11
    assert run.run_lines()[-1]["sources"]["failed"] == {"archive_truncated": 3}


def test_a_part_that_a_site_gives_is_partial_and_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(clock.VARIABLE, "2025-03-14T12:00:00Z")
    parts = {f"/2025/03/14/ferry-{n}": body for n, body in ((1, half(1)), (2, page(2)))}

    def make(path: str, _: Message) -> Answer:
        if path == "/":
            links = "".join(f'<p><a href="{one}">Ferry is late</a></p>' for one in parts)
            return Answer(f"<html>{links}</html>")
        if path not in parts:
            return GONE
        told = {"Content-Range": ranged(parts[path], len(page(1)))}
        return Answer(parts[path].decode(), status=206, headers=told)

    with answering(make) as (base, _):
        urls = ",".join(f"{base}{one}" for one in parts)
        run = crawl("news", tmp_path, "BROWSER=never", url=base, urls=urls)
    seen = {url.rpartition("/")[2]: result for url, result in came_to(run).items()}
    assert seen == {"ferry-1": ("partial", 1), "ferry-2": ("complete", 2)}
    assert run.status == 11
    assert run.run_lines()[-1]["articles"]["failed"] == {"cut_off": 1}


def replay(cut: bytes, **headers: str) -> tuple[int, dict[str, str], bytes]:
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    moment = {"Memento-Datetime": "Fri, 14 Mar 2025 23:00:00 GMT"}
    return 200, {"Content-Type": "text/html", **moment, **given}, cut


def test_a_replay_that_is_shorter_than_the_page_was_is_partial(tmp_path: Path) -> None:
    def kept(number: int, stamp: str) -> Kept:
        return Kept(url=ferry_url(number), stamp=stamp, body=page(number) + stamp.encode())

    cuts = {
        1: replay(half(1), x_archive_orig_content_length=str(len(page(1)))),
        2: replay(half(2), x_archive_orig_content_length=str(len(page(2)))),
        # What was packed is longer unpacked, and a short answer may be shorter.
        3: replay(
            page(3),
            x_archive_orig_content_encoding="gzip",
            x_archive_orig_content_length=str(len(page(3)) + 20),
        ),
    }
    archive = WebArchive(
        kept=[kept(1, NIGHT), kept(2, NOON), kept(2, NIGHT), kept(3, NIGHT)],
        instead={f"/web/{NIGHT}id_/{ferry_url(n)}*": answer for n, answer in cuts.items()},
    )
    with serving_archive(archive):
        run = crawl("news", tmp_path, *archive.settings, url=HOST, archive="wayback")
    assert came_to(run) == {
        ferry_url(1): ("partial", 1),
        ferry_url(2): ("complete", 2),  # of the capture before it, which is whole
        ferry_url(3): ("complete", 2),
    }
    assert run.status == 11
    assert run.run_lines()[-1]["sources"]["failed"] == {"archive_truncated": 2}


def test_a_capture_that_is_listed_and_given_as_of_another_moment_is_lost(tmp_path: Path) -> None:
    days = [
        Kept(url=ferry_url(1), stamp=NOON, body=page(1)),
        Kept(url=ferry_url(1), stamp="20250316120000", body=ferry(1, "crates"), lost=True),
    ]
    with serving_archive(WebArchive(kept=days)) as archive:
        run = crawl(
            "news", tmp_path, *archive.settings, url=HOST, archive="wayback", captures="all"
        )
    (line,) = {(one["version"], one["date_last_seen"]) for one in run.lines("articles")}
    assert line == (1, "2025-03-14T12:00:00Z")
    assert run.status == 11
    assert run.run_lines()[-1]["articles"]["failed"] == {"not_archived": 1}
