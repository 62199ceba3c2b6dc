"""What an archive has of an article last may be something else: an older capture is read then."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from fastwarc.warc import WarcRecordType

from tests.support.changing import GONE, Answer, answering
from tests.support.crawling import Run, crawl
from tests.support.other_pages import OTHERS
from tests.support.warcs import HOST, ferry, ferry_url, packed, record
from tests.support.web_archive import Kept, WebArchive, serving_archive

PLAIN = "<html><title>On ferries</title><h1>On ferries</h1><p>They are {word} late. Nobody knows."
"""A page that bears no sign of being an article."""
WAYS = ("file", "wayback")
ONE_FAST = ("file", pytest.param("wayback", marks=pytest.mark.slow))
State = tuple[str, bytes]


def moment(day: int) -> str:
    return f"2025-03-{14 + day}T12:00:00Z"


def read(tmp_path: Path, way: str, states: Sequence[State], **arguments: str) -> Run:
    """Crawl an archive that has these captures, one a day."""
    given = {"url": HOST, "comments": "no", **arguments}
    if way == "file":
        path = tmp_path / "kept.warc.gz"
        made = (record(url, body, moment(day)) for day, (url, body) in enumerate(states))
        path.write_bytes(packed(made))
        return crawl("news", tmp_path / "out", archive=str(path), **given)
    kept = [
        Kept(url=url, stamp=f"202503{14 + day}120000", body=body)
        for day, (url, body) in enumerate(states)
    ]
    with serving_archive(WebArchive(kept=kept)) as archive:
        settings = archive.settings
        return crawl("news", tmp_path / "out", *settings, archive="wayback", **given)


@pytest.mark.parametrize("way", WAYS)
def test_an_older_capture_is_read_instead_of_another_page(way: str, tmp_path: Path) -> None:
    states = [(ferry_url(n), ferry(n)) for n in range(1, len(OTHERS) + 1)]
    states += [(ferry_url(n), page.encode()) for n, page in enumerate(OTHERS.values(), 1)]
    run = read(tmp_path, way, states)
    assert run.status == 0
    found = {
        one["url"]: one["metadata"]["archive"]["date_captured"] for one in run.lines("articles")
    }
    assert found == {ferry_url(n): moment(n - 1) for n in range(1, len(OTHERS) + 1)}
    told = run.run_lines()[-1]["articles"]
    assert told["failed"] == {"other_capture": len(OTHERS)}
    again = read(tmp_path, way, states)
    assert len(again.lines("articles")) == len(OTHERS)


@pytest.mark.parametrize("way", ONE_FAST)
def test_a_page_that_the_user_named_is_no_wall(way: str, tmp_path: Path) -> None:
    states = [(ferry_url(1), ferry(1)), (ferry_url(1), OTHERS["wall"].encode())]
    run = read(tmp_path, way, states, urls=ferry_url(1))
    assert [one["headline"] for one in run.lines("articles")] == ["Ferry 1 is late"]


@pytest.mark.parametrize("way", ONE_FAST)
def test_a_wall_alone_is_no_article(way: str, tmp_path: Path) -> None:
    states = [(ferry_url(1), ferry(1)), (ferry_url(2), OTHERS["wall"].encode())]
    run = read(tmp_path, way, states, urls=f"{ferry_url(1)},{ferry_url(2)}")
    assert run.status == 0
    assert {one["url"] for one in run.lines("articles")} == {ferry_url(1)}
    assert run.run_lines()[-1]["articles"]["failed"] == {"other_capture": 1}


def test_no_more_than_three_captures_of_a_page_are_read(tmp_path: Path) -> None:
    walls = [OTHERS["missing"].replace("search", f"search {n}").encode() for n in range(3)]
    states = [(ferry_url(1), ferry(1)), *((ferry_url(1), one) for one in walls)]
    states += [(ferry_url(2), ferry(2)), *((ferry_url(2), one) for one in walls[1:])]
    # The same wall twice is one try.
    states += [(ferry_url(2), one) for one in walls[1:]]
    run = read(tmp_path, "file", states)
    assert run.status == 0
    assert {one["url"] for one in run.lines("articles")} == {ferry_url(2)}
    assert run.run_lines()[-1]["articles"]["guessed"] == 1
    again = read(tmp_path, "file", states)
    assert again.run_lines()[-1]["articles"].get("guessed", 0) == 0


def test_of_pages_that_only_may_be_an_article_the_newest_is_read(tmp_path: Path) -> None:
    states = [(ferry_url(1), PLAIN.format(word=word).encode()) for word in ("often", "ever")]
    run = read(tmp_path, "file", states, urls=ferry_url(1))
    assert run.status == 0
    (one,) = run.lines("articles")
    assert "ever late" in one["article_body"]
    assert run.run_lines()[-1]["articles"]["failed"] == {}


def test_what_a_known_article_was_before_is_not_read_again(tmp_path: Path) -> None:
    first = [(ferry_url(1), ferry(1)), (ferry_url(1), ferry(1, "crates"))]
    assert read(tmp_path, "file", first).status == 0
    run = read(tmp_path, "file", [*first, (ferry_url(1), OTHERS["wall"].encode())])
    assert run.status == 0
    assert [one["date_last_seen"] for one in run.lines("articles")] == [moment(1)]


def test_what_the_site_did_not_give_is_read_from_an_archive(tmp_path: Path) -> None:
    """A failed visit of the site is later than all captures, and says nothing of them."""

    def lost(path: str, _: object) -> Answer:
        if path == "/":
            return Answer('<html><a href="/2025/03/14/ferry-1">x</a>')
        return GONE

    with answering(lost) as (base, _):
        live = crawl("news", tmp_path / "out", url=base, comments="no", since="2025-01-01")
        assert live.lines("articles") == []
        path = tmp_path / "kept.warc.gz"
        path.write_bytes(packed([record(f"{base}/2025/03/14/ferry-1", ferry(1), moment(0))]))
        for archive in (path, path):
            run = crawl("news", tmp_path / "out", url=base, comments="no", archive=str(archive))
            assert run.status == 0
            assert len(run.lines("articles")) == 1


def test_a_capture_whose_payload_is_nowhere_is_told(tmp_path: Path) -> None:
    told = {"WARC_Refers_To": "<urn:uuid:nowhere>", "WARC_Payload_Digest": "sha1:NOWHERE"}
    records = [
        record(ferry_url(1), ferry(1), moment(0)),
        record(ferry_url(1), b"", moment(1), kind=WarcRecordType.revisit, **told),
    ]
    path = tmp_path / "kept.warc.gz"
    path.write_bytes(packed(records))
    run = crawl("news", tmp_path / "out", url=HOST, archive=str(path), comments="no")
    assert [one["date_last_seen"] for one in run.lines("articles")] == [moment(0)]
    assert run.status == 11
    assert f"1 archive_no_original in {ferry_url(1)}" in run.stderr
