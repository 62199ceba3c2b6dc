"""What a perfect visitor at a moment would write down, in the names of `newscrawl.items`."""

from datetime import datetime
from typing import Any

from tests.days.events import Remark, Said, Story
from tests.days.talk import comment_id, shown

Row = dict[str, Any]


def article(story: Story, moment: datetime) -> Row:
    """Return a story's fields; of an absent one only `status` and `http_status`."""
    if absence := story.absence(moment):
        return {"status": "removed", "http_status": absence.http_status}
    said = story.at(moment)
    assert said
    return {
        "status": "visible",
        "http_status": 200,
        "headline": said.headline,
        "article_body": "\n\n".join(said.paragraphs),
        "authors": [story.author],
        "date_published": stamp(story.published),
        "date_modified": stamp(said.at) if said.at > story.published else None,
    }


def comments(story: Story, moment: datetime) -> dict[str, Row]:
    """Return what the thread shows, by the system's own ids; of removed ones only the status."""
    return {
        comment_id(story, remark.id): _comment(story, remark, said)
        for remark, said in shown(story, moment)
    }


def _comment(story: Story, remark: Remark, said: Said) -> Row:
    if said.status != "visible":
        return {"status": said.status}
    ghost = story.system == "ghost"
    return {
        "status": "visible",
        "text": said.text,
        "author": remark.author,
        "parent": comment_id(story, remark.parent) if remark.parent else None,
        "date_published": stamp(remark.created),
        "date_modified": stamp(said.edited) if ghost and said.edited else None,
        "upvote_count": said.votes if ghost else None,
    }


def stamp(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"
