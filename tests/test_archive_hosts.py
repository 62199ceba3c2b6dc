"""Many outlets are read out of one archive, each into the folder that its own crawl has."""

import sys
from collections import Counter
from pathlib import Path

import pytest
from scrapy.settings import Settings

from newscrawl.archive.captures import Captures
from newscrawl.archive.split import Split
from newscrawl.outlets.archived import crawl_all
from newscrawl.outlets.check import check_outlets
from tests.support.crawling import Run, crawl
from tests.support.news_files import month, name_of, serving_files
from tests.support.warcs import HOST, ferry, ferry_url, packed, record
from tests.support.web_archive import Kept, WebArchive, serving_archive

OTHER = "https://other.example"


def archive(folder: Path) -> Path:
    """Return a file with three pages of one paper, two of another, and one of a third."""
    urls = [*map(ferry_url, (1, 2, 3)), *(f"{OTHER}/2025/03/14/ferry-{n}" for n in (4, 5))]
    pages = [record(url, ferry(int(url[-1]))) for url in urls]
    pages += [record("https://third.example/2025/03/14/ferry-6", ferry(6))]
    (folder / "kept.warc.gz").write_bytes(packed(pages))
    return folder / "kept.warc.gz"


def read(tmp_path: Path, outlets: str, **arguments: str) -> Run:
    (tmp_path / "outlets.csv").write_text(outlets)
    given = {"archive": str(tmp_path / "*.warc.gz"), "hosts": str(tmp_path / "outlets.csv")}
    return crawl("news", tmp_path / "out", **{**given, **arguments})


def rows(tmp_path: Path, scope: str) -> Counter[str]:
    run = Run(status=0, stdout="", stderr="", folder=tmp_path / "out" / scope)
    return Counter(one["url"][-7:] for one in run.latest("articles").values())


@pytest.mark.slow
def test_each_outlet_has_what_is_its_own(tmp_path: Path) -> None:
    archive(tmp_path)
    outlets = f"name,url\nA Paper,{HOST}\nAnother,{OTHER}\nNo Page,https://none.example\n"
    run = read(tmp_path, outlets)
    assert (run.status, run.stderr) == (0, "")
    assert rows(tmp_path, "paper.example") == Counter(["ferry-1", "ferry-2", "ferry-3"])
    assert rows(tmp_path, "other.example") == Counter(["ferry-4", "ferry-5"])
    assert not [*(tmp_path / "out").glob("*/captures.sqlite*")]
    assert not (tmp_path / "out" / "third.example").exists()
    # An archive need not have something of each: no run has failed to find it.
    assert not (tmp_path / "out" / "none.example").exists()
    # Once more, and nothing is written twice.
    assert read(tmp_path, outlets).status == 0
    folder = tmp_path / "out" / "paper.example"
    assert len(Run(status=0, stdout="", stderr="", folder=folder).lines("articles")) == 3


@pytest.mark.slow
def test_what_is_lost_is_told_of_each(tmp_path: Path) -> None:
    path = archive(tmp_path)
    path.write_bytes(path.read_bytes() + b"\x1f\x8b garbage")
    (tmp_path / "page.arc").touch()
    run = read(tmp_path, f"name,url\nA Paper,{HOST}\n", archive=str(tmp_path / "*.*arc*"))
    assert run.status == 14
    assert "A Paper: newscrawl: 1 record of an archive is lost (1 archive_broken in" in run.stderr
    assert run.stderr.count("page.arc: ARC files are not read") == 1
    assert "Traceback" not in run.stderr


def test_a_file_that_is_no_archive_is_told(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("hello")
    run = read(tmp_path, f"name,url\nA Paper,{HOST}\n", archive=str(tmp_path / "notes.txt"))
    assert (run.status, run.stderr.count("\n")) == (2, 1)
    assert "notes.txt: no WARC or WACZ file" in run.stderr
    archive(tmp_path)
    run = read(tmp_path, f"name,url\nA Paper,{HOST}\n", archive=f"{tmp_path}/*.*t*,{tmp_path}/*.gz")
    assert run.status == 14
    assert "notes.txt: no WARC or WACZ file" in run.stderr
    assert rows(tmp_path, "paper.example").total() == 3


def test_an_archive_with_nothing_of_any_outlet_is_told(tmp_path: Path) -> None:
    archive(tmp_path)
    run = read(tmp_path, "name,url\nNo Page,https://none.example\n")
    assert (run.status, run.stderr.count("\n")) == (4, 1)
    assert "the archive has no page of an outlet of" in run.stderr
    assert not [*(tmp_path / "out").iterdir()]


@pytest.mark.parametrize(
    ("outlets", "given", "why"),
    [
        ("name,url\nA,ftp://paper.example\n", {}, "mend these lines"),
        (f"name,url\nA,{HOST}\n", {"url": HOST}, "hosts= and url= exclude each other"),
        (f"name,url\nA,{HOST}\n", {"archive": "none.warc"}, "no such file or folder"),
        (f"name,url\nA,{HOST}\n", {"archive": "cc-news"}, "needs since="),
        (f"name,url,paused\nA,{HOST},yes\n", {}, "names no outlet that is not paused"),
    ],
)
def test_what_does_not_fit_is_refused(
    outlets: str, given: dict[str, str], why: str, tmp_path: Path
) -> None:
    archive(tmp_path)
    run = read(tmp_path, outlets, **given)
    assert (run.status, run.stderr.count("\n")) == (2, 1)
    assert why in run.stderr


def test_news_files_are_fetched_once_for_all(tmp_path: Path) -> None:
    path, out = tmp_path / "outlets.csv", tmp_path / "out"
    path.write_text(f"name,url\nA Paper,{HOST}\nAnother,{OTHER}\n")
    given = {"archive": "cc-news", "hosts": str(path)}
    given |= {"since": "2025-03-14", "until": "2025-03-14"}
    more = [record(f"{OTHER}/2025/03/14/ferry-{n}", ferry(n)) for n in (4, 5)]
    with serving_files(month(*more)) as store:
        setting = f"ARCHIVE_CC={store.base}"
        # The first outlet is read when the command is stopped, and not once more.
        command = [sys.executable, "-m", "newscrawl", "crawl"]
        command += ["-s", f"OUTPUT_DIR={out}", "-s", setting]
        outlets = check_outlets(path, Settings({"OUTPUT_DIR": str(out)})).good
        first = next(crawl_all(outlets, command, given, out))
        assert (first.outlet.name, first.status, first.lines) == ("A Paper", 0, ())
        run = crawl("news", out, setting, **given)
    assert (run.status, run.stderr) == (0, "")
    fetched = Counter(one.split()[0] for one in store.asked if "CC-NEWS-" in one)
    assert fetched == {name_of(day, n).rpartition("/")[2]: 1 for n, day in ((1, 14), (2, 15))}
    assert rows(tmp_path, "paper.example") == Counter(f"ferry-{n}" for n in (1, 5, 2, 6))
    assert rows(tmp_path, "other.example") == Counter(["ferry-4", "ferry-5"])
    runs = [*(out / "paper.example").glob("*-articles.jsonl")]
    assert len(runs) == 1
    left = {
        one.name for one in out.rglob("*") if one.name.startswith((".hosts", "captures", "CC-"))
    }
    assert left == set()


@pytest.mark.slow
def test_a_news_file_that_fails_is_asked_for_once_for_all(tmp_path: Path) -> None:
    path, out = tmp_path / "outlets.csv", tmp_path / "out"
    path.write_text(f"name,url\nA Paper,{HOST}\nAnother,{OTHER}\n")
    given = {"archive": "cc-news", "hosts": str(path)}
    given |= {"since": "2025-03-14", "until": "2025-03-14"}
    more = [record(f"{OTHER}/2025/03/14/ferry-{n}", ferry(n)) for n in (4, 5)]
    store = month(*more)
    store.broken = {"00002.warc.gz": 404}
    with serving_files(store):
        setting = f"ARCHIVE_CC={store.base}"
        run = crawl("news", out, setting, **given)
        assert run.status == 14
        for name in ("A Paper", "Another"):
            assert f"{name}: newscrawl: " in run.stderr
        assert len([one for one in store.asked if "00002.warc.gz" in one]) == 1
        assert rows(tmp_path, "paper.example") == Counter(f"ferry-{n}" for n in (1, 5))
        assert rows(tmp_path, "other.example") == Counter(["ferry-4", "ferry-5"])
        store.broken, before = {}, len(store.asked)
        run = crawl("news", out, setting, **given)
    assert (run.status, run.stderr) == (0, "")
    assert not [one for one in store.asked[before:] if "00001.warc.gz" in one]
    assert rows(tmp_path, "paper.example") == Counter(f"ferry-{n}" for n in (1, 5, 2, 6))
    assert not [one for one in out.rglob("*") if one.name.startswith((".hosts", "captures"))]


@pytest.mark.slow
def test_a_web_archive_is_asked_for_one_outlet_after_the_other(tmp_path: Path) -> None:
    urls = [ferry_url(1), f"{OTHER}/2025/03/14/ferry-4"]
    kept = [Kept(url=url, stamp="20250314120000", body=ferry(int(url[-1]))) for url in urls]
    (tmp_path / "outlets.csv").write_text(f"name,url\nA Paper,{HOST}\nAnother,{OTHER}\n")
    given = {"archive": "wayback", "hosts": str(tmp_path / "outlets.csv")}
    with serving_archive(WebArchive(kept=kept)) as archive:
        run = crawl("news", tmp_path / "out", *archive.settings, **given)
    assert (run.status, run.stderr) == (0, "")
    assert rows(tmp_path, "paper.example") == Counter(["ferry-1"])
    assert rows(tmp_path, "other.example") == Counter(["ferry-4"])


def test_a_file_is_read_for_those_that_lack_it(tmp_path: Path) -> None:
    path = archive(tmp_path)
    one, two = tmp_path / "one" / "c.sqlite", tmp_path / "two" / "c.sqlite"
    Split({one: ["paper.example"]}).take(path)
    Split({one: ["other.example"], two: ["other.example"]}).take(path)
    found = {}
    for place in (one, two):
        captures = Captures(place)
        found[place.parent.name] = {url[-7:] for url, _ in captures.pages()}
        captures.close(keep=False)
    assert found == {"one": {"ferry-1", "ferry-2", "ferry-3"}, "two": {"ferry-4", "ferry-5"}}
