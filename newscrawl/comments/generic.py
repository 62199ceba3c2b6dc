"""The engine for systems nobody wrote a file for: rows by their shape, in HTML or in a browser."""

from newscrawl.comments.base import ArticleRef, Batch, CommentEngine, Widget
from newscrawl.comments.containers import comment_containers
from newscrawl.comments.rows.rendered import read_rows
from newscrawl.page import Page


class Generic(CommentEngine):
    """Stands in where no system is recognised, and where a system's own file found too little."""

    name = "generic"
    widget = Widget()

    def detect(self, page: Page) -> str | None:
        """Return how many places look like a comment section, or None if there is none."""
        places = len(comment_containers(page.tree()))
        return f"{places} places that look like a comment section" if places else None

    def rows(self, page: Page, article: ArticleRef) -> Batch:
        return read_rows(self, page, article)
