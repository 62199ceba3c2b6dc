"""What the walk asks for: which systems are on a page, and what the browser is to do there."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from newscrawl.engines.base import ArticleRef, Batch, CommentEngine, Widget
from newscrawl.generic.engine import Generic
from newscrawl.generic.markup.count import declared_count
from newscrawl.page import Page
from newscrawl.threads import safely
from newscrawl.threads.bounds import Browsing
from newscrawl.threads.found import GENERIC

if TYPE_CHECKING:
    from scrapy import Request


def browser_request(
    ref: ArticleRef,
    engine: CommentEngine,
    declared: int | None,
    closed: Callable[[], str] | None = None,
) -> Request:
    """Return a request whose page `browser.thread.open_thread` will open.

    `closed` is asked when its turn has come: why it is not opened after all, or nothing.
    """
    from scrapy import Request  # noqa: PLC0415 - only where something is asked

    widget = engine.widget or Widget()
    return Request(
        ref.url,
        dont_filter=True,
        meta={
            "browser": {
                "engine": engine.name,
                "declared": declared,
                "widget": widget,
                "closed": closed,
            }
        },
    )


def shows_none(
    browsing: Browsing, generic: CommentEngine, known: Sequence[CommentEngine], ref: ArticleRef
) -> bool:
    """Return whether a page that was drawn for known systems has no comments beside theirs.

    False if it was not drawn, if it was not seen whole, or if it names another place for comments.
    """
    if browsing.drawn is None or browsing.answers is None or Generic(known).detect(browsing.drawn):
        return False
    batches = safely.rendered(generic, browsing.drawn, browsing.answers, ref)
    return not any(one.comments or one.declared or one.signs or one.status for one, _ in batches)


def engines_of(
    known: Mapping[str, CommentEngine], named: Sequence[str], off: Collection[str] = ()
) -> dict[str, CommentEngine]:
    """Return the engines of a site in the order they are tried.

    A site that names its own has the generic reader only for what these do not claim.
    """
    if not named:
        return {name: engine for name, engine in known.items() if name not in off}
    own = {name: known[name] for name in named if name in known and name not in off}
    free = {GENERIC: Generic(list(own.values()))} if GENERIC not in {*off, *own} else {}
    return {**own, **free}


def claims(generic: CommentEngine, detected: Mapping[str, str]) -> bool:
    """Return whether the engines that a site names have claimed the page's comments."""
    return isinstance(generic, Generic) and any(one.name in detected for one in generic.beside)


def with_count(batch: Batch, page: Page) -> Batch:
    """Give rows of a page the number of comments that it declares, where their engine knows none.

    Themes write it in ways of their own.
    """
    unknown = bool(batch.comments) and batch.declared is None and batch.at_least is None
    if unknown and (count := declared_count(page.root, page.url)):
        batch.declared, batch.at_least = count.exact, count.least
    return batch


def key_of(request: Request) -> tuple[str, str, str]:
    """Return what makes two requests the same."""
    return request.method, request.url, request.body.decode("utf-8", "replace")


def detect(
    engines: Mapping[str, CommentEngine], page: Page, failed: dict[str, Exception] | None = None
) -> dict[str, str]:
    """Return the comment systems of a page, each with what shows it.

    An engine that raises stops no other if there is `failed`, which takes its exception.
    """
    reasons: dict[str, str] = {}
    for name, engine in engines.items():
        try:
            reason = engine.detect(page) if name != GENERIC else None
        except Exception as defect:
            if failed is None:
                raise
            failed[name] = defect
            continue
        if reason:
            reasons[name] = reason
    return reasons


def unseen(engines: Mapping[str, CommentEngine], page: Page) -> set[str]:
    """Return the systems that may have comments of a page though it shows none of theirs."""
    names = set[str]()
    for name, engine in engines.items():
        # Whoever raises here has raised in `detect`, or is told there.
        with suppress(Exception):
            names |= {name} if engine.may_hold(page) else set()
    return names
