"""`scrapy export`: trees of comments, what is left out and said, and mistakes of the user."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from newscrawl.export.lines import DEEPEST, nest
from newscrawl.items import Row
from newscrawl.state.files import FILE
from tests.support.crawling import ROOT
from tests.support.small_record import (
    COMMENTS,
    FIRST,
    SECOND,
    article,
    ask,
    comment,
    export,
    site,
    write,
)

__all__ = ["site"]


def ids(rows: list[Row]) -> list[object]:
    """A tree as nested lists of the numbers of its comments."""
    return [[int(row["comment_id"]), *ids(row["replies"])] for row in rows]


def test_threads_are_nested_in_the_order_in_which_they_were_read(tmp_path: Path) -> None:
    folder = tmp_path / "paper"
    folder.mkdir()
    write(folder, FIRST, article(1), article(2), kind="articles")
    first = [comment(n, parent_id=p and f"talk:{p}") for n, p in ((5, None), (3, 5), (4, 3))]
    homeless = comment(9, of="paper:7")
    write(folder, FIRST, *first, homeless)
    late = [comment(6, parent_id="talk:5"), comment(8, parent_id="talk:77"), comment(3, 2)]
    # An edit that changes nothing of the place: 3 stays where it was first seen.
    late[2]["parent_id"] = "talk:5"
    write(folder, SECOND, *late, article(1, headline="new"), packing="zstd")
    write(folder, SECOND, article(1, headline="new"), kind="articles")
    file = tmp_path / "x.jsonl"
    export(folder, "--threads", "-o", str(file))
    one, two, other = map(json.loads, file.read_text("utf-8").splitlines())
    assert (one["id"], one["headline"], two["comments"]) == ("paper:1", "new", [])
    assert ids(one["comments"]) == [[5, [3, [4]], [6]], [8]]
    assert one["comments"][0]["replies"][0]["version"] == 2
    assert other == {
        "type": "article",
        "id": "paper:7",
        "url": "https://paper.example/1",
        "comments": [homeless | {"replies": []}],
    }


def test_rings_and_endless_depth_lose_nothing() -> None:
    ring = [comment(n, parent_id=f"talk:{(n + 1) % 3}") for n in range(3)]
    below = [comment(9, parent_id="talk:1")]
    assert ids(nest([*below, *ring])) == [[1, [9], [0, [2]]]]
    deep = [comment(n, parent_id=f"talk:{n - 1}" if n else None) for n in range(1000)]
    tree, levels, seen = nest(deep), 0, list[int]()
    rows = tree
    while rows:
        seen += [int(row["comment_id"]) for row in rows]
        levels, rows = levels + 1, [one for row in rows for one in row["replies"]]
    assert seen == [*range(1000)]
    assert levels == DEEPEST + 1
    assert json.loads(json.dumps(tree))


def test_what_is_left_out_is_said(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (site / f"{SECOND}-articles.jsonl.part").touch()
    with next(site.glob(f"{SECOND}-comments*")).open("ab") as file:
        wrong = COMMENTS[1] | {"upvote_count": 10**30, "text": 7, "reactions": {"a": "b"}}
        file.write(b"not ours\n" + json.dumps(wrong).encode() + b'\n{"torn')
    for form in ("csv", "parquet"):
        target = site.parent / f"x.{form}"
        export(site, "--what", "comments", "-o", str(target))
        text = duckdb.sql(f"SELECT upvote_count, text FROM '{target}' WHERE id = 'talk:1'")
        assert text
        assert text.fetchall() == [(None, None)]
        said = capsys.readouterr().err
        assert f"died: {SECOND}-articles.jsonl.part" in said
        assert "1 lines that are not ours" in said
        assert "1 files torn at their end" in said
        assert re.search(r"[23] values that do not fit their column", said)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ("-o x.csv", "add --what"),
        ("-o x.txt", ".parquet, or add --format"),
        ("--threads -o x.csv --what comments", "JSON Lines only"),
        ("--threads --history", "JSON Lines only"),
        ("-o x.parquet.gz --what comments", "leave .gz or .zst off"),
        ("-o no/such/folder/x.csv --what comments", "there is no folder"),
        ("-o SITE/x.jsonl", "write it elsewhere"),
    ],
)
def test_mistakes_are_one_line(
    site: Path, capsys: pytest.CaptureFixture[str], options: str, said: str
) -> None:
    before = {path: path.stat() for path in site.iterdir()}
    export(site, *options.replace("SITE", str(site)).split(), status=2)
    output, error = capsys.readouterr()
    assert not output
    assert error.count("\n") == 1
    assert said in error
    assert {path: path.stat() for path in site.iterdir()} == before


def run(site: Path, options: str, *, before: str = "pass", after: str = "") -> tuple[int, str, str]:
    """Run the command in a shell; return its status and what it said."""
    start = f"import sys; {before}; from scrapy.cmdline import execute; execute()"
    done = subprocess.run(
        f'"{sys.executable}" -c "{start}" export {options} -s OUTPUT_DIR="{site.parent}" {after}',
        cwd=ROOT,
        shell=True,
        executable="/bin/bash",
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def test_standard_output_takes_json_lines_and_csv(site: Path) -> None:
    status, output, error = run(site, "paper --what comments")
    assert (status, error) == (0, "")
    assert [json.loads(line) for line in output.split("\n")[:-1]] == COMMENTS
    assert run(site, "paper", after="| head -c 1; exit ${PIPESTATUS[0]}") == (0, "{", "")
    status, _, error = run(site, "paper", after="> /dev/full")
    assert status == 8
    assert error.startswith("newscrawl: standard output could not be written: ")
    assert error.count("\n") == 1


def test_without_pyarrow_or_site_the_user_is_told(site: Path) -> None:
    status, _, error = run(
        site, "paper --what comments -o x.parquet", before="sys.modules['pyarrow'] = None"
    )
    assert (status, error) == (
        2,
        "newscrawl: Parquet needs pyarrow: pip install 'newscrawl[parquet]'\n",
    )
    status, _, error = run(site, "herald")
    assert status == 2
    assert "there are: paper" in error


def test_the_examples_of_the_document_work(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = site.rename(site.with_name("sputnik.en"))
    for number, path in enumerate(sorted(folder.glob("*-comments*"))):
        assert FILE.fullmatch(path.name)
        rows = [comment(n, text=f"{number}", text_hash=f"{number}") for n in range(3)]
        write(folder, f"2027010{number}T000000Z", *rows)
    monkeypatch.chdir(site.parent)
    section = (
        (ROOT / "OUTPUT.md").read_text("utf-8").partition("## Export")[2].partition("\n## ")[0]
    )
    for command in re.findall(r"^\$ newscrawl export sputnik.en (.*)$", section, re.MULTILINE):
        export(folder, *command.split())
    read: dict[str, object] = {}
    exec(re.findall(r"```python\n(.*?)```", section, re.DOTALL)[0], read)
    queries = re.findall(r"```sql\n(.*?)```", section, re.DOTALL)[0].split(";\n")[:-1]
    top, edited, removals, table = map(ask, queries)
    assert top[0]["comments"] == len(COMMENTS)
    assert len(edited) == 3
    assert removals == []
    assert [row["text"] for row in table[3:]] == [row["text"] for row in COMMENTS[3:]]
    assert isinstance(read["table"], pd.DataFrame)
    assert list(read["table"]["comment_id"]) == [row["comment_id"] for row in table]
