"""Answers of comment systems recorded beside the repository; without them a test skips."""

import json
from pathlib import Path
from typing import Any

import pytest
from scrapy.http import TextResponse

from newscrawl.engines.base import ArticleRef, Batch
from newscrawl.items import Comment
from newscrawl.page import Page
from newscrawl.plugins import all_engines

RECORDED = Path(__file__).parents[3] / "shared" / "comments"
ARTICLE = ArticleRef(id="paper:1", url="https://paper.example/a.html", site="paper")
GUARDIAN = "https://discussion.theguardian.com/discussion-api/discussion//p/x?pageSize=100&page=1"


def recorded(name: str) -> Any:
    path = RECORDED / name
    if not path.exists():
        pytest.skip(f"no recording {name} beside the repository")
    return json.loads(path.read_text("utf-8"))


def read(
    engine: str, data: Any, url: str, headers: dict[str, str] | None = None
) -> tuple[Batch, dict[str, Comment]]:
    body = json.dumps(data).encode()
    page = Page.of(TextResponse(url, body=body, encoding="utf-8", headers=headers or {}))
    batch = all_engines()[engine].parse(page, ARTICLE)
    by_id = {comment.comment_id: comment for comment in batch.comments}
    assert len(by_id) == len(batch.comments), "an id came twice"
    return batch, by_id
