"""The engine for systems nobody wrote a file for: JSON and rows by their shape."""

from collections.abc import Mapping, Sequence
from typing import Any

from newscrawl.engines.answers import garbage
from newscrawl.engines.base import ArticleRef, Batch, CommentEngine, Widget
from newscrawl.extract.containers import comment_containers
from newscrawl.generic.crosscheck import combine
from newscrawl.generic.json.comments import read_answers
from newscrawl.generic.made_id import is_made
from newscrawl.generic.markup.comments import read_rows
from newscrawl.generic.paging.links import comment_pages
from newscrawl.generic.paging.next_page import Ask, learn
from newscrawl.generic.paging.replies import learn_replies
from newscrawl.items import Comment
from newscrawl.page import Page


class Generic(CommentEngine):
    """Stands in where no system is recognised, and where a system's own file found too little."""

    name = "generic"
    widget = Widget()

    def detect(self, page: Page) -> str | None:
        """Return how many places look like a comment section, or None if there is none."""
        places = len(page.once(comment_containers))
        return f"{places} places that look like a comment section" if places else None

    def rows(self, page: Page, article: ArticleRef) -> Batch:
        batch = rows_for(self, page, article)
        if batch.comments:
            batch.more = [self.request(url) for url in comment_pages(page)]
        return batch

    def parse(self, page: Page, article: ArticleRef) -> Batch:
        """Read a further page of the article's comments, which is HTML."""
        if "<" not in page.text_content:
            return garbage(page, "the page of comments is no HTML")
        return self.rows(page, article)

    def rendered(
        self, page: Page, answers: Sequence[Mapping[str, Any]], article: ArticleRef
    ) -> list[tuple[Batch, bool]]:
        found = read_answers(answers, article, self)
        return [(combine(found, self.rows(page, article), article.declared), False)]


def rows_for(engine: CommentEngine, page: Page, article: ArticleRef) -> Batch:
    """Return the comments in the HTML by their shape, under the name and the ids of an engine."""
    batch = read_rows(engine, page, article)
    # Many boxes in a comment section look like rows. Among rows that have a time, one that
    # has neither a time nor an id of its own is more likely a button than a comment.
    if any(one.date_published_raw for one in batch.comments):
        batch.comments = [one for one in batch.comments if _is_signed(one)]
    return batch


def _is_signed(comment: Comment) -> bool:
    named = comment.author and not is_made(comment.comment_id)
    return bool(named or comment.date_published_raw or comment.status != "visible")


def next_asks(answers: Sequence[Mapping[str, Any]]) -> list[Ask]:
    """Return the requests for what the page has not fetched yet, learnt from those it made."""
    nowhere = ArticleRef(id="", url="", site="")
    asks = [ask] if (ask := learn(answers)) else []
    return asks or learn_replies(answers, read_answers(answers, nowhere, Generic()).comments)
