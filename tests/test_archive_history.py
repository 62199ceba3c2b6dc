"""The history of pages in an archive: each capture that differs is a version, and none is lost."""

from pathlib import Path

from tests.support.crawling import Run, crawl
from tests.support.other_pages import OTHERS
from tests.support.warcs import HOST, ferry, ferry_url, packed, record

WORDS = ("passengers", "crates", "horses")


def moment(day: int) -> str:
    return f"2025-03-{14 + day}T12:00:00Z"


def read(tmp_path: Path, records: list[bytes], *settings: str, **arguments: str) -> Run:
    path = tmp_path / "kept.warc.gz"
    path.write_bytes(packed(records))
    given = {"url": HOST, "archive": str(path), "captures": "all", **arguments}
    return crawl("news", tmp_path / "out", *settings, **given)


def seen(run: Run, number: int = 1) -> list[tuple[int, str, str]]:
    """Return version, status and day of each line of a page, each once."""
    lines = (one for one in run.lines("articles") if one["url"] == ferry_url(number))
    found = ((one["version"], one["status"], one["date_last_seen"]) for one in lines)
    return [*dict.fromkeys(found)]


def test_a_run_that_was_stopped_loses_no_version(tmp_path: Path) -> None:
    records = [
        record(ferry_url(n), ferry(n, word), moment(day))
        for n in (1, 2, 3)
        for day, word in enumerate(WORDS)
    ]
    stopped = read(tmp_path, records, "CLOSESPIDER_ITEMCOUNT=5", comments="no")
    assert stopped.status != 0
    run = read(tmp_path, records, comments="no")
    assert run.status == 0
    for number in (1, 2, 3):
        assert seen(run, number) == [(n, "visible", moment(n - 1)) for n in (1, 2, 3)]


def test_a_page_whose_address_is_not_in_the_archive_is_dated_by_its_capture(
    tmp_path: Path,
) -> None:
    """It is read when the answer on the address that it claims is lacking: not as of then."""
    claim = f'<link rel="canonical" href="{HOST}/news/ferry-is-late-7"></head>'.encode()
    records = [
        record(ferry_url(1), ferry(1, word).replace(b"</head>", claim), moment(day))
        for day, word in enumerate(WORDS)
    ]
    run = read(tmp_path, records)
    assert (run.status, run.stderr) == (0, "")
    assert seen(run) == [(n, "visible", moment(n - 1)) for n in (1, 2, 3)]
    first = next(iter(run.lines("comments")))
    assert (first["date_first_seen"], first["date_published"]) == (
        moment(0),
        "2025-03-14T10:00:00Z",
    )


def test_a_capture_of_another_page_is_no_version(tmp_path: Path) -> None:
    records = []
    for number, page in enumerate(OTHERS.values(), 1):
        url = ferry_url(number)
        records += [
            record(url, ferry(number), moment(0)),
            record(url, page.encode(), moment(1)),
            record(url, ferry(number, "crates"), moment(2)),
        ]
    run = read(tmp_path, records, comments="no")
    assert run.status == 0
    for number in range(1, len(OTHERS) + 1):
        assert seen(run, number) == [(1, "visible", moment(0)), (2, "visible", moment(2))]
    assert run.run_lines()[-1]["articles"]["failed"] == {"other_capture": len(OTHERS)}


def test_a_capture_that_leads_elsewhere_is_no_article_and_no_loss(tmp_path: Path) -> None:
    front = b"<html><head><title>Paper</title></head><h1>The Paper</h1><p>News of today.</p>"
    records = [record(f"{HOST}/", front, moment(0))]
    for number, where in ((1, "/"), (2, "https://consent.example/?x")):
        url = ferry_url(number)
        records += [
            record(url, ferry(number), moment(0)),
            record(url, b"", moment(1), status="302 Found", location=where),
            record(url, ferry(number, "crates"), moment(2)),
        ]
    run = read(tmp_path, records, comments="no")
    assert run.status == 0
    assert {one["url"] for one in run.lines("articles")} == {ferry_url(1), ferry_url(2)}
    for number in (1, 2):
        assert seen(run, number) == [(1, "visible", moment(0)), (2, "visible", moment(2))]


def test_a_page_that_a_later_archive_only_knows_to_be_gone_is_removed(tmp_path: Path) -> None:
    first = [record(ferry_url(n), ferry(n), moment(0)) for n in (1, 2, 3)]
    assert read(tmp_path, first).status == 0
    answers = "404 Not Found", "410 Gone", "503 Service Unavailable", "404 Not Found"
    later = [
        record(ferry_url(number), b"It is not here", moment(1), status=status)
        for number, status in enumerate(answers, 1)
    ]
    run = read(tmp_path, later)
    assert (run.status, run.stderr) == (0, "")
    for number in (1, 2):
        assert seen(run, number) == [(1, "visible", moment(0)), (1, "removed", moment(1))]
    assert seen(run, 3) == [(1, "visible", moment(0))]
    assert seen(run, 4) == []
    told = len([*run.lines("articles")])
    again = read(tmp_path, later, urls=ferry_url(1))
    assert (again.status, len([*again.lines("articles")])) == (0, told)


def test_of_captures_in_one_second_one_is_read_and_the_others_are_counted(tmp_path: Path) -> None:
    words = "passengers", "crates", "crates", "horses"
    run = read(tmp_path, [record(ferry_url(1), ferry(1, one), moment(0)) for one in words])
    assert (run.status, run.stderr) == (0, "")
    assert seen(run) == [(1, "visible", moment(0))]
    assert run.run_lines()[-1]["links_left_out"] == {"same_second": 2}


def test_a_capture_that_leads_to_another_form_of_its_address_is_no_loss(tmp_path: Path) -> None:
    url = ferry_url(1)
    forms = [url.replace("https:", "http:"), url.replace("https://", "http://www.")]
    records = [
        record(one, b"", moment(day), status="301 Moved Permanently", location=url)
        for one in forms
        for day in (0, 1)
    ]
    records += [record(url, ferry(1, word), moment(day)) for day, word in enumerate(WORDS)]
    run = read(tmp_path, records)
    assert (run.status, run.stderr) == (0, "")
    assert seen(run) == [(n, "visible", moment(n - 1)) for n in (1, 2, 3)]
    assert run.run_lines()[-1]["articles"]["failed"] == {}


def test_what_is_cut_off_is_no_edit_of_what_is_known_as_a_whole(tmp_path: Path) -> None:
    url, page, about = ferry_url(1), ferry(1), {"WARC_Truncated": "length"}
    cut = page[: page.index(b"second one")]
    records = [record(url, cut, moment(0), **about), record(url, page, moment(1))]
    run = read(tmp_path, [*records, record(url, cut, moment(2), **about)])
    assert run.status == 11, run.stderr
    assert run.run_lines()[-1]["sources"]["failed"] == {"archive_truncated": 2}
    (article,) = run.latest("articles").values()
    assert (article["version"], article["comments_status"]) == (1, "partial")
    assert {(one["version"], one["is_edited"]) for one in run.lines("comments")} == {(1, None)}
    texts = {one["text"] for one in run.latest("comments").values()}
    assert "And the second one, on ferry 1." in texts


def test_what_was_cut_off_is_not_edited_when_all_of_it_is_read(tmp_path: Path) -> None:
    """The page of the first archive ends in the text of its last comment."""
    page = ferry(1)
    cut = page[: page.index(b"second one")]
    first = read(tmp_path, [record(ferry_url(1), cut, moment(0), WARC_Truncated="length")])
    assert first.status == 11, first.stderr
    run = read(tmp_path, [record(ferry_url(1), page, moment(1))], captures="newest")
    assert (run.status, run.stderr) == (0, "")
    last = run.latest("comments").values()
    assert {one["text"] for one in last} >= {"And the second one, on ferry 1."}
    assert {(one["version"], one["is_edited"]) for one in run.lines("comments")} == {(1, None)}
    assert {one["version"] for one in run.lines("articles")} == {1}


def test_a_page_that_tells_of_no_comments_is_no_thread_that_is_lost(tmp_path: Path) -> None:
    """A browser may have shown some: nobody claims that there are none."""
    page = ferry(1)
    plain = page[: page.index(b"<section")] + b"</body></html>"
    run = read(tmp_path, [record(ferry_url(1), plain)])
    assert (run.status, run.stderr) == (0, "")
    (article,) = run.latest("articles").values()
    assert article["comments_status"] == "skipped"
    assert "the archive has nothing drawn of it" in article["comments_reason"]
