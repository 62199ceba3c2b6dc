"""Kept pages as one WACZ: its files fit each other, replay software finds them, and so do we."""

import gzip
import hashlib
import io
import json
import os
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path
from typing import Any

import pytest

from newscrawl import clock
from newscrawl.archive.cdxj import indexed
from newscrawl.archive.ends import GZIP
from newscrawl.archive.writing import Exchange, Writer
from newscrawl.runs.exits import Exit
from tests.support.crawling import ROOT, Run, crawl
from tests.support.small_paper import PATH, SmallPaper, small_paper
from tests.support.warm import ran

KEEP = "KEEP_PAGES=warc"
COMMENTS = {1: "The first word.", 2: "And the second."}
HOURS = {"2026-03-14T12:00:00Z": "", "2026-03-15T12:00:00Z": " An edit of the next day."}


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> tuple[Run, str]:
    """Two runs of a paper whose article is edited, and the paper's address; it is gone by now."""
    output = tmp_path_factory.mktemp("live")
    with small_paper(SmallPaper(comments=COMMENTS)) as paper, pytest.MonkeyPatch.context() as moved:
        for moment, edit in HOURS.items():
            moved.setenv(clock.VARIABLE, moment)
            paper.text += edit
            run = crawl("news", output, KEEP, "BROWSER=never", url=paper.base, revisit="all")
            assert (run.status, run.stderr) == (0, "")
        return run, paper.base


def keep(output: Path, *words: str, isolated: bool = False) -> subprocess.CompletedProcess[str]:
    """Run `newscrawl keep`; `isolated`: where FastWARC is not installed."""
    code = "import sys; sys.modules['fastwarc'] = None; from newscrawl.__main__ import main; main()"
    given = ("keep", *words, "-s", f"OUTPUT_DIR={output}")
    if not isolated:
        return ran("newscrawl", *given)
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-c", code, *given],
        env=env,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def made(live: Run, file: Path, *words: str) -> str:
    done = keep(live.folder.parent, "wacz", live.folder.name, "--to", str(file), *words)
    assert (done.returncode, done.stderr) == (0, "")
    assert not [*file.parent.glob("*.part")]
    return done.stdout


def lines(package: zipfile.ZipFile) -> list[tuple[str, str, dict[str, Any]]]:
    """Return the index as software reads it that asks for one block after the other."""
    first, *places = package.read("indexes/index.idx").decode().splitlines()
    assert first.startswith("!meta 0 {")
    packed, found = package.read("indexes/index.cdx.gz"), list[str]()
    for place in places:
        at = json.loads(place[place.index("{") :])
        block = packed[at["offset"] : at["offset"] + at["length"]]
        assert at["digest"] == f"sha256:{hashlib.sha256(block).hexdigest()}"
        text = gzip.decompress(block).decode()
        assert text.startswith(place[: place.index("{")])
        found += text.splitlines()
    assert found == sorted(found)
    split = [line.split(" ", 2) for line in found]
    return [(key, moment, json.loads(rest)) for key, moment, rest in split]


def test_a_package_lists_all_that_it_holds(live: tuple[Run, str], tmp_path: Path) -> None:
    run, _ = live
    said = made(run, file := tmp_path / "paper.wacz")
    assert said.startswith(f"{file}: 2 pages of articles, ")
    package = zipfile.ZipFile(file)
    about = json.loads(package.read("datapackage.json"))
    assert (about["profile"], about["wacz_version"]) == ("data-package", "1.1.1")
    for one in about["resources"]:
        data = package.read(one["path"])
        assert (one["bytes"], one["hash"]) == (
            len(data),
            f"sha256:{hashlib.sha256(data).hexdigest()}",
        )
    digest = json.loads(package.read("datapackage-digest.json"))
    told = hashlib.sha256(package.read("datapackage.json")).hexdigest()
    assert digest == {"path": "datapackage.json", "hash": f"sha256:{told}"}
    listed = {one["path"] for one in about["resources"]} | {digest["path"]}
    assert {*package.namelist()} == listed | {"datapackage-digest.json"}
    warcs = [name for name in listed if name.startswith("archive/")]
    assert len(warcs) == 2
    # What is read in pieces is not packed once more.
    stored = [package.getinfo(name).compress_type for name in [*warcs, "indexes/index.cdx.gz"]]
    assert {*stored} == {zipfile.ZIP_STORED}


def test_files_lie_where_the_list_alone_says(live: tuple[Run, str], tmp_path: Path) -> None:
    """Who replays a package does not look into the head of each file: it may have no more there."""
    made(live[0], tmp_path / "one.wacz")
    whole = (tmp_path / "one.wacz").read_bytes()
    with zipfile.ZipFile(tmp_path / "one.wacz") as package:
        for info in package.infolist():
            begins = info.header_offset + 30 + len(info.filename.encode())
            inflate = zlib.decompressobj(-zlib.MAX_WBITS)
            stored = whole[begins : begins + info.compress_size]
            is_packed = info.compress_type == zipfile.ZIP_DEFLATED
            assert (inflate.decompress(stored) if is_packed else stored) == package.read(info)


def test_what_the_index_names_is_there(live: tuple[Run, str], tmp_path: Path) -> None:
    run, base = live
    made(run, file := tmp_path / "paper.wacz")
    package = zipfile.ZipFile(file)
    found = lines(package)
    for _, moment, one in found:
        held = package.read(f"archive/{one['filename']}")
        start = int(one["offset"])
        record = gzip.decompress(held[start : start + int(one["length"])]).decode("latin-1")
        assert f"WARC-Target-URI: {one['url']}\r\n" in record
        assert f" {one['status']} " in record
        day = f"{moment[:4]}-{moment[4:6]}-{moment[6:8]}"
        assert f"WARC-Date: {day}T{moment[8:10]}:{moment[10:12]}:{moment[12:]}Z\r\n" in record
    assert "304" not in {one["status"] for *_, one in found}
    captures = {(one["url"], moment) for _, moment, one in found}
    pages = [json.loads(line) for line in package.read("pages/pages.jsonl").splitlines()]
    assert pages[0]["format"] == "json-pages-1.0"
    assert [(one["url"], one["ts"]) for one in pages[1:]] == [(base + PATH, at) for at in HOURS]
    for one in pages[1:]:
        assert (one["url"], "".join(filter(str.isdecimal, one["ts"]))) in captures
        assert one["title"] == run.lines("articles")[-1]["headline"]


def test_what_is_packed_reads_as_it_was_read(live: tuple[Run, str], tmp_path: Path) -> None:
    run, base = live
    made(run, file := tmp_path / "paper.wacz")
    again = crawl("news", tmp_path, url=base, archive=str(file), captures="all")
    assert (again.status, again.stderr) == (0, "")
    for kind in ("articles", "comments"):
        ours, theirs = run.latest(kind), again.latest(kind)
        assert ours.keys() == theirs.keys()
        for key, row in ours.items():
            differing = {name for name in row if row[name] != theirs[key][name]}
            assert differing <= {"request_url", "metadata"}


@pytest.mark.parametrize(
    ("words", "days"),
    [
        (["--since", "2026-03-15"], [1]),
        (["--until", "2026-03-14"], [0]),
        (["--since", "2026-03-14", "--until", "2026-03-15T12:00"], [0]),
    ],
)
def test_runs_are_chosen_by_their_time(
    words: list[str], days: list[int], live: tuple[Run, str], tmp_path: Path
) -> None:
    made(live[0], file := tmp_path / "paper.wacz", *words)
    names = sorted(name for name in zipfile.ZipFile(file).namelist() if name.startswith("archive/"))
    assert [name.partition("/")[2][:8] for name in names] == [f"2026031{4 + day}" for day in days]


@pytest.mark.parametrize(
    ("words", "status", "why"),
    [
        (["wacz", "nobody"], Exit.USAGE, "nothing was crawled of 'nobody'"),
        (["wacz", "127.0.0.1", "--to", "a.zip"], Exit.USAGE, "ends in .wacz"),
        (["wacz", "127.0.0.1", "--to", "HERE/a.wacz"], Exit.USAGE, "name a file elsewhere"),
        (["wacz", "127.0.0.1", "--since", "2027"], Exit.USAGE, "since '2027' is not a date"),
        (["wacz", "127.0.0.1", "--since", "2027-01-01"], Exit.USAGE, "no run that kept pages"),
        (["wacz", "127.0.0.1", "--to", "/dev/null/a.wacz"], Exit.USAGE, "no folder /dev/null"),
        (["wacz", "127.0.0.1", "--to", "/none/a.wacz"], Exit.USAGE, "there is no folder /none"),
        (["wacz", "127.0.0.1", "--to", "/proc/a.wacz"], Exit.DISK, "could not be written"),
        (["wacz"], Exit.USAGE, "give `wacz` and one scope"),
        (["warc", "127.0.0.1"], Exit.USAGE, "give `wacz` and one scope"),
    ],
)
def test_what_cannot_be_packed_is_refused(
    words: list[str], status: Exit, why: str, live: tuple[Run, str]
) -> None:
    run, _ = live
    given = [word.replace("127.0.0.1", run.folder.name) for word in words]
    done = keep(run.folder.parent, *(word.replace("HERE", str(run.folder)) for word in given))
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (status, "", 1)
    assert why in done.stderr


def test_a_scope_without_kept_pages_and_a_missing_extra_are_told(
    live: tuple[Run, str], tmp_path: Path
) -> None:
    (folder := tmp_path / "paper.example").mkdir()
    (folder / "20260314T120000Z-articles.jsonl").write_text("")
    done = keep(tmp_path, "wacz", "paper.example")
    assert (done.returncode, done.stderr.count("\n")) == (Exit.USAGE, 1)
    assert "no pages are kept in" in done.stderr
    run, _ = live
    done = keep(run.folder.parent, "wacz", run.folder.name, isolated=True)
    assert (done.returncode, done.stderr.count("\n")) == (Exit.USAGE, 1)
    assert "pip install 'newscrawl[archive]'" in done.stderr


@pytest.mark.parametrize("damage", ["hole", "cut", "cut in its head"])
def test_a_broken_file_is_named_and_nothing_is_left(
    damage: str, live: tuple[Run, str], tmp_path: Path
) -> None:
    run, _ = live
    (folder := tmp_path / "out" / run.folder.name).mkdir(parents=True)
    for path in run.folder.glob("*-*.*"):
        data = bytearray(path.read_bytes())
        if path.name.startswith("20260315") and path.name.endswith(".warc.gz"):
            if damage == "hole":
                data[len(data) // 2 : len(data) // 2 + 40] = bytes(40)
            else:
                # An end inside a record's head looks like that of a file.
                del data[data.rindex(GZIP) + 40 if damage == "cut in its head" else -9 :]
        (folder / path.name).write_bytes(data)
    done = keep(folder.parent, "wacz", folder.name, "--to", str(tmp_path / "paper.wacz"))
    assert (done.returncode, done.stderr.count("\n")) == (Exit.DISK, 1)
    assert "20260315T120000Z-pages.warc.gz is broken behind byte" in done.stderr
    assert not [*tmp_path.glob("*.wacz*")]


def test_what_was_sent_is_part_of_the_key(tmp_path: Path) -> None:
    def exchange(sent: bytes, kind: str) -> Exchange:
        return Exchange(
            url="https://www.paper.example/Talk/",
            moment="2026-03-14T11:00:00Z",
            method="POST" if sent else "GET",
            asked=[("Content-Type", kind)],
            sent=sent,
            status=200,
            headers=[("Content-Type", "application/json; charset=utf-8")],
            body=sent or b"[]",
        )

    writer, file = Writer(), io.BytesIO()
    file.write(writer.info("2026-03-14T11:00:00Z", {"software": "a test"}))
    for sent, kind in [
        (b"", ""),
        (b"page=2&id=7", "application/x-www-form-urlencoded"),
        (b'{"page": 3}', "application/json"),
        (b"page=4", "application/octet-stream"),
    ]:
        file.write(writer.exchange(exchange(sent, kind)).records)
    (path := tmp_path / "talk.warc.gz").write_bytes(file.getvalue())
    keys = [one.line.decode().partition(" ")[0] for one in indexed(path)]
    assert keys == [
        "example,paper)/talk",
        "example,paper)/talk?__wb_method=post&id=7&page=2",
        "example,paper)/talk?__wb_method=post&page=3",
        "example,paper)/talk?__wb_method=post&__wb_post_data=cgfnzt00",
    ]
    assert {json.loads(one.line.split(b" ", 2)[2])["mime"] for one in indexed(path)} == {
        "application/json"
    }
