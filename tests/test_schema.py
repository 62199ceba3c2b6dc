"""The committed JSON Schema is that of the items, and what a crawl writes satisfies it."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from newscrawl.commands.schema import schema
from newscrawl.demo import Demo
from newscrawl.items import Article, Comment
from tests.support.crawling import ROOT, crawl


def test_the_committed_schema_is_up_to_date() -> None:
    committed = json.loads((ROOT / "newscrawl" / "schema.json").read_text("utf-8"))
    assert committed == schema(), "run: scrapy schema > newscrawl/schema.json"


@pytest.mark.slow
def test_lines_satisfy_the_schema_with_fields_in_declared_order(tmp_path: Path) -> None:
    with Demo(articles=8) as demo:
        run = crawl(
            "sputnik", tmp_path, base_url=demo.base_url, since="2020-12-01", until="2021-02-28"
        )
    validator = Draft202012Validator(schema())
    articles, comments = run.lines("articles"), run.lines("comments")
    assert articles
    assert comments
    for line in (*articles, *comments):
        validator.validate(line)
    assert list(articles[0]) == list(Article.__dataclass_fields__)
    assert list(comments[0]) == list(Comment.__dataclass_fields__)
