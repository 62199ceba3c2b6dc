"""A thread drawn as HTML comes out as it went in: no text is another row's, no reply moves."""

from collections.abc import Callable
from html import escape
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.engines.base import ArticleRef
from newscrawl.page import Page
from newscrawl.plugins import all_engines
from newscrawl.threads.forest import build
from tests.support.engine_answers import Said, threads, told
from tests.support.invariants import few

pytestmark = pytest.mark.slow

ARTICLE = ArticleRef(id="paper:41", url="https://paper.example/a.html", site="paper")
Draw = Callable[[Said, str], str]


class Drawn(NamedTuple):
    """How a system draws a comment with the rows of its replies, and what stands around."""

    row: Draw
    around: tuple[str, str]
    within: tuple[str, str] = ("", "")
    """What stands around replies."""


ROWS = {
    "wordpress": Drawn(
        lambda s, kids: (
            f'<li id="comment-{s.id}" class="comment depth-{s.depth + 1}">'
            '<article class="comment-body"><footer class="comment-meta"><div class="vcard '
            f'comment-author"><b class="fn">{escape(s.name)}</b> <i>says:</i></div><div '
            f'class="comment-metadata"><time datetime="{s.iso}">then</time></div></footer><div '
            f'class="comment-content">{s.html}</div></article>{kids}</li>'
        ),
        ('<div id="comments"><ol class="comment-list">', "</ol></div>"),
        ('<ol class="children">', "</ol>"),
    ),
    "wordpress, the oldest markup": Drawn(
        lambda s, kids: (
            f'<li id="comment-{s.id}" class="comment comment-body"><div class="comment-author">'
            f'<cite class="fn">{escape(s.name)}</cite></div><div class="comment-meta"><i '
            f'class="comment-date"><time datetime="{s.iso}">then</time></i></div>{s.html}{kids}'
            "</li>"
        ),
        ('<div id="comments"><ol class="commentlist">', "</ol></div>"),
        ('<ul class="children">', "</ul>"),
    ),
    "generic": Drawn(
        lambda s, kids: (
            f'<li id="comment-{s.id}" class="comment depth-{s.depth + 1}"><b class="author">'
            f'{escape(s.name)}</b> <time datetime="{s.iso}">then</time><div '
            f'class="comment-content">{s.html}</div>{kids}</li>'
        ),
        ('<section id="comments"><ol class="comment-list">', "</ol></section>"),
        ('<ol class="children">', "</ol>"),
    ),
    "riacomments": Drawn(
        lambda s, kids: (
            f'<div class="b-comments__item" data-id="{s.id}" data-parent-id="{s.parent or ""}" '
            f'data-ts="{s.second}"><a class="b-comments__item-author">{escape(s.name)}</a>'
            f'<div class="b-comments__item-text">{escape(s.text)}</div></div>{kids}'
        ),
        ('<div class="b-comments" data-article_id="41"><div class="b-comments__list">', "</div>"),
    ),
}


def drawn(form: Drawn, thread: list[Said], above: Said | None = None) -> str:
    return "".join(
        form.row(said, form.within[0] + kids + form.within[1] if kids else "")
        for said in thread
        if said.above is above and (kids := drawn(form, thread, said)) is not None
    )


@pytest.mark.parametrize("name", ROWS)
@few
@given(data=st.data())
def test_rows_are_read_back(name: str, data: st.DataObject) -> None:
    thread = data.draw(threads(5, ("whole",)))
    head, end = ROWS[name].around
    html = f"<html><body><p>Boats.</p>{head}{drawn(ROWS[name], thread)}{end}</body></html>"
    batch = all_engines()[name.partition(",")[0]].rows(Page(html.encode(), ARTICLE.url), ARTICLE)
    assert batch
    found = build(batch.comments).comments
    assert [told(one) for one in found] == [
        (str(s.id), s.name, s.text, s.iso, s.above and str(s.parent)) for s in thread
    ]
    assert [one.depth for one in found] == [said.depth for said in thread]
