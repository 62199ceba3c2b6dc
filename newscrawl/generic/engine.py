"""The engine for systems nobody wrote a file for: JSON and rows by their shape."""

import copy
from collections.abc import Mapping, Sequence
from typing import Any

import lxml.html
from lxml.html import HtmlElement

from newscrawl.engines.answers import garbage
from newscrawl.engines.base import ArticleRef, Batch, CommentEngine, Widget
from newscrawl.engines.made_id import is_made
from newscrawl.engines.signs import HIDDEN, UNSIGNED, Sign, nameless
from newscrawl.extract.containers import comment_containers, cut_out
from newscrawl.extract.selecting import select
from newscrawl.generic.crosscheck import combine
from newscrawl.generic.embedded import with_scripts
from newscrawl.generic.empty import closed as shut
from newscrawl.generic.empty import counted
from newscrawl.generic.json.comments import read_found
from newscrawl.generic.json.find import find
from newscrawl.generic.json.sighting import Capture
from newscrawl.generic.json.unread import unread
from newscrawl.generic.markup.comments import read_rows
from newscrawl.generic.notices import closed
from newscrawl.generic.paging.elsewhere import page_of_comments
from newscrawl.generic.paging.leftover import leftover, of_drawn
from newscrawl.generic.paging.links import article_pages, comment_pages
from newscrawl.items import Comment
from newscrawl.page import Page


class Generic(CommentEngine):
    """Stands in where no system is recognised, and where a system's own file found too little."""

    name = "generic"
    widget = Widget()
    numbers_each_thread = True  # many a template numbers its rows from 1 on each page

    def __init__(self, beside: Sequence[CommentEngine] = ()) -> None:
        """`beside` are the engines a site names: their containers are theirs, full or empty."""
        self.beside = beside
        roots = [one.widget.root for one in beside if one.widget and one.widget.root]
        self.claimed = ", ".join(roots)

    def detect(self, page: Page) -> str | None:
        """Return how many places look like a comment section, or None if there is none."""
        places = len(self.unclaimed(page).once(comment_containers))
        return f"{places} places that look like a comment section" if places else None

    def unclaimed(self, page: Page) -> Page:
        """Return the page without the containers of the engines beside this one."""
        if not self.claimed or not page.css(self.claimed):
            return page
        return Page(page.once(self._without_claimed), page.url, carried=page.carried)

    def _without_claimed(self, root: HtmlElement) -> str:
        tree = copy.deepcopy(root)
        for container in select(tree, self.claimed):
            cut_out(container)
        return str(lxml.html.tostring(tree, encoding="unicode"))

    def rows(self, page: Page, article: ArticleRef) -> Batch:
        page = self.unclaimed(page)
        batch = with_scripts(self, page, article, self._rows(page, article))
        batch.signs += nameless(batch.comments)
        if not batch.comments and (there := page_of_comments(page)):
            batch.more = [self.request(there.url)]
            if batch.declared is None and there.counted:
                batch.declared, batch.at_least = there.counted.exact, there.counted.least
        return batch

    def _rows(self, page: Page, article: ArticleRef) -> Batch:
        batch = rows_for(self, page, article)
        if batch.comments:
            urls = [*comment_pages(page), *article_pages(page)]
            batch.more = [self.request(url) for url in urls]
        elif not batch.declared and (said := closed(page)):
            batch.status, batch.reason = "closed", f"the page says: {said}"
        return batch

    def parse(self, page: Page, article: ArticleRef) -> Batch:
        """Read a further page of the article's comments, which is HTML."""
        if "<" not in page.text_content:
            return garbage(page, "the page of comments is no HTML")
        batch = self._rows(self.unclaimed(page), article)
        batch.signs += nameless(batch.comments)
        return batch

    def rendered(
        self, page: Page, answers: Sequence[Mapping[str, Any]], article: ArticleRef
    ) -> list[tuple[Batch, bool]]:
        free = [one for one in answers if not any(e.reads(one["url"]) for e in self.beside)]
        found = find(free)
        said = read_found(found, article, self)
        said.signs += leftover(found)
        batch = combine(said, self._rows(self.unclaimed(page), article), article.declared)
        batch.signs += nameless(batch.comments)
        if batch.comments and not said.comments:
            batch.signs += of_drawn(found, batch.comments)
        elif not batch.comments:
            self._take_empty(batch, found, article)
        return [(batch, False)]

    def _take_empty(self, batch: Batch, found: Capture, article: ArticleRef) -> None:
        """Note what answers without comments say of the thread."""
        if batch.declared is None:
            batch.declared = counted(found)
        number = batch.declared or article.declared
        batch.signs += unread(found, number)
        if said := shut(found):
            if number:
                batch.signs.append(Sign(HIDDEN, said))
            elif not batch.status:
                batch.status, batch.reason = "closed", said


def rows_for(engine: CommentEngine, page: Page, article: ArticleRef) -> Batch:
    """Return the comments in the HTML by their shape, under the name and the ids of an engine."""
    batch = read_rows(engine, page, article)
    # Many boxes in a comment section look like rows. Among rows that have a time, one that
    # has neither a time nor an id of its own is more likely a button than a comment.
    if any(one.date_published_raw for one in batch.comments):
        signed = [one for one in batch.comments if _is_signed(one)]
        left_out, batch.comments = len(batch.comments) - len(signed), signed
        if left_out >= len(signed):
            why = f"{left_out} rows like comments show neither an author nor a date"
            batch.signs.append(Sign(UNSIGNED, why))
    return batch


def _is_signed(comment: Comment) -> bool:
    named = comment.author and not is_made(comment.comment_id)
    return bool(named or comment.date_published_raw or comment.status != "visible")
