"""A record written by hand: the files of three runs, their lines, and how they are exported."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

import duckdb
import pytest
from scrapy.settings import Settings

from newscrawl.commands.export import Command
from newscrawl.items import Article, Author, Breadcrumb, Comment, Image, Metadata, Row
from newscrawl.record import Kind
from newscrawl.state.files import PACKINGS

FIRST, SECOND, THIRD = "20260314T120000Z", "20260314T130000Z", "20260315T120000Z"


def write(folder: Path, run: str, *rows: Row, packing: str = "", kind: str = "comments") -> Path:
    """Write a run's file, with a commit of its own for each line."""
    form = PACKINGS[packing]
    path = folder / f"{run}-{kind}.jsonl{form.suffix}"
    text = (json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in rows)
    path.write_bytes(b"".join(form.pack(line) for line in text))
    return path


NASTY = "жук, \"quoted\"; \r\n\n\r \u2028\u2029\x85 \t👩\u200d🚀 e\u0301 \\n NULL '=1+1'"
TEXTS = [NASTY, "", None, "NA", "null", "007", "1e3", "true", " ", '"', ",", "\n", "x" * 70_000]


def comment(number: int, version: int = 1, of: str = "paper:1", **more: Any) -> Row:
    given: dict[str, Any] = {
        "id": f"talk:{number}",
        "comment_id": f"{number:03}",
        "article_id": of,
        "article_url": "https://paper.example/1",
        "comment_engine": "talk",
        "version": version,
    }
    return asdict(Comment(**{**given, **more}))


def article(number: int, **more: Any) -> Row:
    url = f"https://paper.example/{number}"
    given: dict[str, Any] = {"id": f"paper:{number}", "site": "paper"}
    urls = {"url": url, "canonical_url": url, "request_url": url}
    return asdict(Article(**{**given, **urls, **more}))


COMMENTS = [
    comment(
        number,
        text=text,
        author=Author(name=text, is_staff=True) if number % 2 else None,
        upvote_count=2**63 - 1 if number == 3 else -number,
        reactions={"👍": number, NASTY: 2} if number % 3 else {},
        is_edited=[True, False, None][number % 3],
        metadata=Metadata(validation_messages=["a", NASTY] if number % 2 else []),
    )
    for number, text in enumerate(TEXTS)
]
ARTICLES = [
    article(1),
    article(
        2,
        headline=NASTY,
        keywords=["a, b", NASTY, ""],
        breadcrumbs=[Breadcrumb(name=NASTY), Breadcrumb(name="", url="https://paper.example/")],
        authors=[Author(name="A", is_staff=False), Author()],
        main_image=Image(url="https://paper.example/1.png", width=10),
        images=[Image(url="https://paper.example/1.png", caption=NASTY)],
    ),
]
ROWS: dict[Kind, list[Row]] = {"articles": ARTICLES, "comments": COMMENTS}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A record of three runs; returns its folder."""
    folder = tmp_path / "output" / "paper"
    folder.mkdir(parents=True)
    write(folder, FIRST, *ARTICLES, kind="articles", packing="gzip")
    write(folder, FIRST, comment(0, text="old"), *COMMENTS[1:5], packing="zstd")
    write(folder, SECOND, COMMENTS[0])
    write(folder, THIRD, *COMMENTS[5:], packing="gzip")
    return folder


def export(site: Path, *options: str, status: int = 0) -> None:
    """Run the command in this process, as `scrapy export` does."""
    command, parser = Command(), ArgumentParser()
    command.settings = Settings({"OUTPUT_DIR": str(site.parent)})
    command.add_options(parser)
    command.run([site.name], parser.parse_args(options))
    assert command.exitcode == status


def ask(query: str) -> list[Row]:
    """Return what DuckDB answers."""
    relation = duckdb.sql(query)
    assert relation is not None
    return [dict(zip(relation.columns, row, strict=True)) for row in relation.fetchall()]
