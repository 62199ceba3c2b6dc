"""What a run wants of its archives lies on a disk, which may be full, or damage it."""

import random
from pathlib import Path

import pytest

from newscrawl.archive.files import archive_files
from newscrawl.runs.exits import Exit
from tests.support.crawling import Run, crawl
from tests.support.disks import small_disk
from tests.support.warcs import HOST, ferry, ferry_url, packed, record


def archive(folder: Path, number: int, name: str = "kept.warc.gz") -> Path:
    """Return a file with pages of which each has 100 kB that cannot be packed."""
    chance = random.Random(1)
    pages = (
        ferry(n % 9) + b"<!--%s-->" % chance.randbytes(50_000).hex().encode() for n in range(number)
    )
    path = folder / name
    path.write_bytes(packed(record(f"{ferry_url(n)}-late", page) for n, page in enumerate(pages)))
    return path


def read(output: Path, path: Path, **arguments: str) -> Run:
    return crawl(
        "news", output, **{"url": HOST, "comments": "no", "archive": str(path), **arguments}
    )


def test_a_damaged_file_of_captures_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "out" / "paper.example").mkdir(parents=True)
    (tmp_path / "out" / "paper.example" / "captures.sqlite").write_bytes(b"no database" * 999)
    run = read(tmp_path / "out", archive(tmp_path, 1))
    assert (run.status, run.stderr) == (0, "")
    assert len(run.lines("articles")) == 1


@pytest.mark.parametrize("way", ["alone", "hosts"])
def test_a_full_disk_is_told_in_one_line(way: str, tmp_path: Path) -> None:
    path = archive(tmp_path, 60)
    (tmp_path / "outlets.csv").write_text(f"name,url\nA Paper,{HOST}\n")
    with small_disk(tmp_path / "disk", 1_500) as disk:
        if way == "alone":
            run = read(disk, path)
        else:
            hosts = str(tmp_path / "outlets.csv")
            run = crawl("news", disk, archive=str(path), hosts=hosts, comments="no")
        assert run.status == Exit.DISK
        assert "full" in run.stderr.splitlines()[-1]
        assert "Traceback" not in run.stderr


def test_names_may_have_commas(tmp_path: Path) -> None:
    names = ["a, b.warc.gz", "c.warc.gz", "d,e,f.warc"]
    for name in names:
        (tmp_path / name).write_bytes(b"")
    paths = [tmp_path / name for name in names]
    assert archive_files(",".join(map(str, paths))) == (*paths,)
    assert archive_files(f"{paths[2]}, {tmp_path}/c*.gz") == (paths[2], paths[1])
    with pytest.raises(ValueError, match=r"g\.warc"):
        archive_files(f"{paths[0]},{tmp_path / 'g.warc'}")
