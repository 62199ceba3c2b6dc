"""What every comment engine offers, and what it gives back.

An engine reads one comment system. It keeps no state and does no I/O: what the next call needs
travels in the request, as plain data.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, Self

from newscrawl.engines.made_id import is_made
from newscrawl.engines.signs import Sign
from newscrawl.items import Article, Comment, CommentsStatus, Metadata, Printed
from newscrawl.page import Page

if TYPE_CHECKING:
    from scrapy import Request

BLOCKING = frozenset([401, 403, 429])
"""HTTP statuses that mean the server refuses us, not that something is missing."""
STATE = "comments_state"
"""Key in `request.meta` under which an engine keeps what the next call needs."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ArticleRef:
    """What an engine needs to know about the article. Plain data."""

    id: str
    url: str
    """The article's canonical URL; replayed sites keep the address they were fetched from."""
    site: str
    """The site part of ids, such as `sputnik.en`."""
    timezone: str | None = None
    """Zone of times printed without one: an IANA name or `+03:00`; None if unknown."""
    language: str | None = None
    declared: int | None = None
    """Comments the article page declares."""
    served: str | None = None
    """`Metadata.date_served` of the article's page."""

    @classmethod
    def of(cls, article: Article) -> Self:
        return cls(
            id=article.id,
            url=article.url,
            site=article.id.rpartition(":")[0],
            timezone=article.metadata.timezone,
            language=article.metadata.language or article.in_language,
            declared=article.comment_count,
            served=article.metadata.date_served,
        )


@dataclass(kw_only=True, slots=True)
class Batch:
    """The yield of one answer: comments, requests for more, and the declared count."""

    comments: list[Comment] = field(default_factory=list)
    more: list[Request] = field(default_factory=list)
    declared: int | None = None
    """Comments of the whole thread as the system counts them, replies included."""
    at_least: int | None = None
    """The same as a lower bound: `99+`, `1.2K`."""
    declared_roots: int | None = None
    """Top-level comments, if the system counts only these."""
    status: CommentsStatus | None = None
    """Set only if the answer itself says so: closed, blocked, error, unsupported."""
    reason: str | None = None
    """The reason for `status`, or why something was left out, in a few words."""
    signs: list[Sign] = field(default_factory=list)
    """What shows that there is more, if nothing here asks for it."""

    @classmethod
    def of(cls, given: object) -> Batch | None:
        """Return what an engine gave. Raises TypeError if it is neither a Batch nor None."""
        if given is None or isinstance(given, Batch):
            return given
        raise TypeError(f"an engine gives a Batch or None, not {type(given).__name__}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Widget:
    """How a reader opens a thread in the browser: CSS selectors.

    Applied in every frame and open shadow root; the generic rules stand in for empty fields.
    """

    root: str = ""
    """The thread's container; scrolled into view, as many widgets load only there."""
    open: tuple[str, ...] = ()
    """Pressed once, in this order: tabs and covers that hide the list."""
    more: tuple[str, ...] = ()
    """Pressed as long as they work: next pages, replies, the rest of a long text."""
    rows: str = ""
    """One rendered comment; the number of distinct rows measures progress."""
    row_id: str = ""
    """The attribute of a row that holds its id; without it the text identifies a row."""
    orders: tuple[str, ...] = ()
    """Other tabs or orders of the same list, opened only while comments are missing."""
    never: tuple[str, ...] = ()
    """Never pressed, even if another selector matches."""
    answers: str = ""
    """Regular expression on the URLs of answers to keep; empty keeps every JSON answer."""


class CommentEngine:
    """One comment system. Subclasses set `name`, and override the methods that apply to it."""

    name: ClassVar[str]
    widget: ClassVar[Widget | None] = None
    """None: the system has nothing a browser could open."""
    unsupported: ClassVar[str | None] = None
    """Why the system is recognised and never read, for those that are switched off or closed."""
    gone: ClassVar[bool] = False
    """True where the system serves nobody any more: nothing of it can be missing."""
    themed: ClassVar[bool] = False
    """True where every site's theme prints the rows in its own way. A crawl has the public JSON;
    where only the HTML is at hand they are read by their shape as well."""
    numbers_each_thread: ClassVar[bool] = False
    """True if a comment's id may be that of another article's comment too."""
    never: ClassVar[tuple[str, ...]] = ()
    """Regular expressions on `METHOD URL`, with ` action=NAME` where a form names what it does:
    endpoints that write, which a browser must not reach."""

    def detect(self, page: Page) -> str | None:
        """Return how the page shows that it uses this system, in a few words, or None."""
        raise NotImplementedError

    def may_hold(self, page: Page) -> bool:
        """Return whether the system may have comments of a page on which `detect` sees none.

        Then `start` is asked where nothing else has comments; an answer without any tells nothing.
        """
        return False

    def rows(self, page: Page, article: ArticleRef) -> Batch | None:
        """Return the comments in the HTML (served or rendered); None if it never holds any."""
        return None

    def start(self, page: Page, article: ArticleRef) -> Batch | None:
        """Return the first requests to the public JSON; None if the system or page offers none."""
        return None

    def newest(self, requests: Sequence[Request]) -> list[Request] | None:
        """Return the requests of `start`, changed to bring the newest first; None if impossible.

        They are made one by one until nothing new can be left: until as many comments are known
        as the system declares, so a request that only counts comes first. If it declares no
        number, until the first known comment: then replies must be listed by their own dates.
        """
        return None

    def parse(self, page: Page, article: ArticleRef) -> Batch:
        """Return the contents of a JSON answer. Garbage becomes a Batch of status `error`."""
        raise NotImplementedError

    def reads(self, url: str) -> bool:
        """Return whether `parse` understands this URL's answers, for answers a browser saw."""
        return False

    def rendered(
        self, page: Page, answers: Sequence[Mapping[str, Any]], article: ArticleRef
    ) -> list[tuple[Batch, bool]]:
        """Return what a browser saw as batches, each with whether it was read from markup.

        `page` is the rendered document; `answers` are those the page fetched: url, method, post,
        status, body. Batches from the answers come first, then those from the rows.
        """
        batches = [
            (self._answered(answer, article), False)
            for answer in answers
            if self.reads(answer["url"])
        ]
        if rows := Batch.of(self.rows(page, article)):
            batches.append((rows, True))
        return batches

    def _answered(self, answer: Mapping[str, Any], article: ArticleRef) -> Batch:
        if answer["status"] >= 400:
            # The page then shows no comments, which does not mean an empty thread.
            status: CommentsStatus = "blocked" if answer["status"] in BLOCKING else "error"
            reason = f"the page's own request was answered {answer['status']}"
            return Batch(status=status, reason=reason)
        page = Page(
            answer["body"],
            answer["url"],
            status=answer["status"],
            posted=(answer["post"] or "").encode("utf-8", "replace"),
        )
        return self.parse(page, article)

    def request(self, url: str, state: Mapping[str, Any] | None = None, **kwargs: Any) -> Request:
        """Return a request whose answer `parse` will read, carrying `state` (see `state_of`)."""
        # Scrapy is loaded where something is asked: a saved page is read without it.
        from newscrawl.net.logs import KeylessRequest  # noqa: PLC0415

        return KeylessRequest(url, meta={STATE: dict(state or {})}, **kwargs)

    def state_of(self, page: Page) -> dict[str, Any]:
        """Return the state given to `request`; empty for answers a browser saw."""
        return dict(page.carried.get(STATE, {}))

    def comment(
        self,
        article: ArticleRef,
        comment_id: str | int,
        *,
        parent: str | int | None = None,
        published: Printed | None = None,
        modified: Printed | None = None,
        **values: Any,
    ) -> Comment:
        """Return a Comment with ids in full form. `parent` is the system's own id."""
        published, modified = published or Printed(), modified or Printed()
        return Comment(
            id=self.full_id(article, comment_id),
            comment_id=str(comment_id),
            article_id=article.id,
            article_url=article.url,
            parent_id=None if parent is None else self.full_id(article, parent),
            comment_engine=self.name,
            date_published_raw=published.raw,
            date_published_source=published.source,
            date_modified_raw=modified.raw,
            date_modified_source=modified.source,
            metadata=Metadata(
                extractor=self.name,
                timezone=article.timezone,
                language=article.language,
                date_served=article.served,
            ),
            **values,
        )

    def full_id(self, article: ArticleRef, comment_id: str | int) -> str:
        """Return the id of a comment over all articles and sites."""
        local = self.numbers_each_thread or is_made(str(comment_id))
        return f"{self.name}:{article.id if local else article.site}:{comment_id}"
