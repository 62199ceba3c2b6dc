"""Ids of comments that a page gives none: the same as long as the comment is there."""

import json

import pytest

from newscrawl.engines.base import ArticleRef
from newscrawl.engines.made_id import is_made
from newscrawl.generic.engine import Generic
from newscrawl.generic.json.comments import read_answers
from newscrawl.library import read_comments
from newscrawl.page import Page
from newscrawl.threads.past import Kept, Past

ARTICLE = ArticleRef(id="paper:1", url="https://paper.example/a", site="paper")
STORY = "<article><h1>News</h1><p>A town and its harbour, at some length.</p></article>"


def row(name: str, when: str, text: str, below: str = "") -> str:
    return (
        f'<div class="comment"><b class="author">{name}</b> <span class="date">{when}</span>'
        f'<p>{text}</p><div class="replies">{below}</div></div>'
    )


def ids(*rows: str) -> list[str]:
    html = f'<html><body>{STORY}<div id="comments">{"".join(rows)}</div></body></html>'
    found = [one.comment_id for one in read_comments(html, ARTICLE.url)]
    assert all(map(is_made, found))
    return found


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("7 hours ago", "8 hours ago"),
        ("7 hours ago", "yesterday"),
        ("yesterday at 10:20", "3 March 2020 at 10:20"),
        ("just now", "2 minutes ago"),
    ],
)
def test_what_a_page_prints_of_the_time_is_no_part_of_an_id(before: str, after: str) -> None:
    first, later = (
        ids(
            row("Ada", when, "Words of mine"), row("Bram", when, "Others.", row("Cleo", when, "No"))
        )
        for when in (before, after)
    )
    assert len(set(first)) == 3
    assert first == later


def test_equal_comments_are_told_apart_and_keep_their_ids_when_another_comes() -> None:
    same = [row("A reader", "2 hours ago", "RIP") for _ in range(6)]
    assert len(set(ids(*same))) == 6
    assert set(ids(*same)) < set(ids(row("Ada", "1 hour ago", "Hello there"), *same, same[0]))


def test_the_same_words_under_another_comment_are_another_comment() -> None:
    reply = row("Cleo", "now", "I agree")
    found = ids(row("Ada", "now", "One thing", reply), row("Bram", "now", "Another", reply))
    assert len(set(found)) == 4


def test_equal_comments_of_json_without_ids_are_told_apart() -> None:
    def read() -> list[str]:
        rows = [
            {
                "nick": name,
                "text": f"Some words of {name}, at length",
                "created": "2026-03-14T08:30:00Z",
            }
            for name in ("Ada", "Bram", "Cleo", "Cleo")
        ]
        answer = {"url": "https://a.example/comments", "method": "GET", "status": 200}
        body = {**answer, "body": json.dumps({"comments": rows})}
        return [one.comment_id for one in read_answers([body], ARTICLE, Generic()).comments]

    assert len(set(read())) == 4
    assert read() == read()


def test_an_id_that_we_made_is_gone_only_after_two_complete_visits() -> None:
    made, own = "generic:paper:h0123456789abcdef", "generic:paper:12"
    rows = {key: Kept(None, "visible", False, "2026-03-14T08:00:00Z") for key in (made, own)}

    def missing(swept: str | None) -> list[str]:
        return Past(kept=rows, swept=swept).missing(set(), ["generic"])

    assert missing(None) == [own]
    assert missing("2026-03-14T08:00:00Z") == [own]
    assert missing("2026-03-14T09:00:00Z") == [made, own]


def test_a_page_of_rows_has_the_ids_of_the_system_where_it_gives_them() -> None:
    html = "".join(
        f'<li class="comment" id="comment-{n}"><cite>Ada</cite><p>Words {n}</p></li>'
        for n in (3, 4)
    )
    page = Page(f"<html><body><ol>{html}</ol></body></html>".encode(), ARTICLE.url)
    assert [one.comment_id for one in Generic().rows(page, ARTICLE).comments] == ["3", "4"]


def test_comments_of_two_articles_never_share_an_id() -> None:
    """Many a template numbers its rows from 1 on each page, and "RIP" is said in many places."""
    row = '<li class="comment"{id}><b class="author">Quill</b><p>RIP</p><time>14 March</time></li>'
    for ident in (' id="comment-1"', ""):
        html = f'<section id="comments"><ol>{row.format(id=ident)}</ol></section>'
        ids = {
            read_comments(html, f"https://paper.example/{name}")[0].id
            for name in ("boats", "ferries")
        }
        assert len(ids) == 2


def test_a_comment_keeps_the_id_it_was_written_under() -> None:
    ref = ArticleRef(id="paper.example:77", url="https://paper.example/a", site="paper.example")
    kept = {"generic:paper.example:1": Kept(None, "visible", absent=False)}
    engine = Generic()
    first, reply = engine.comment(ref, 1), engine.comment(ref, 2, parent=1)
    Past(kept=kept).keep_ids([first, reply], ref)
    assert first.id == reply.parent_id == "generic:paper.example:1"
    assert reply.id == "generic:paper.example:77:2"
