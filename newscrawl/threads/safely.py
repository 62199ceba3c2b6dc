"""Engines are called here: a defect in one costs its answer, never the thread or its verdict.

What took too long here can be read in another process instead: `recording` notes there what the
engines gave, and `replaying` gives it here to the same calls in the same order.
"""

import logging
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from newscrawl.deadline import TooSlow
from newscrawl.engines.base import ArticleRef, Batch, CommentEngine
from newscrawl.page import Page
from newscrawl.threads.found import Found

logger = logging.getLogger(__name__)


Given = tuple[str, str, Any]
"""The method of an engine, the address of the page, and what it gave."""


# Several crawls may share a process, and read by turns.
_READY = ContextVar[deque[Given] | None]("ready", default=None)
"""What was given in another process."""
_MADE = ContextVar[list[Given] | None]("made", default=None)
"""What is noted in this one."""


@contextmanager
def recording() -> Iterator[list[Given]]:
    """Note what the engines give."""
    made: list[Given] = []
    token = _MADE.set(made)
    try:
        yield made
    finally:
        _MADE.reset(token)


@contextmanager
def replaying(made: deque[Given]) -> Iterator[None]:
    """Let the engines' calls be answered by what was noted, each once."""
    token = _READY.set(made)
    try:
        yield
    finally:
        _READY.reset(token)


def read(
    method: Callable[[Page, ArticleRef], Batch | None], page: Page, ref: ArticleRef
) -> Batch | None:
    """Return what a method of an engine gives."""
    try:
        return Batch.of(call(method, page, ref))
    except Exception as defect:
        return unreadable(defect, ref)


def rendered(
    engine: CommentEngine, page: Page, answers: Sequence[Mapping[str, Any]], ref: ArticleRef
) -> list[tuple[Batch, bool]]:
    """Return what an engine reads of a page that was drawn."""
    try:
        given: list[tuple[Batch, bool]] = call(engine.rendered, page, answers, ref)
    except Exception as defect:
        return [(unreadable(defect, ref), True)]
    return given


def call(method: Callable[..., Any], page: Page, *rest: Any) -> Any:
    """Call a method of an engine. Raises what it raises; TooSlow says that it was here."""
    name = f"{type(getattr(method, '__self__', None)).__name__}.{method.__name__}"
    ready, made = _READY.get(), _MADE.get()
    if ready and ready[0][:2] == (name, page.url):
        return ready.popleft()[2]
    try:
        given = method(page, *rest)
    except TooSlow as slow:
        slow.by_engine = True
        raise
    if made is not None:
        made.append((name, page.url, given))
    return given


def unreadable(defect: Exception, ref: ArticleRef) -> Batch:
    """Return what stands for an answer that an engine failed on."""
    logger.error("an answer about %s could not be read", ref.url, exc_info=defect)
    return Batch(status="error", reason=f"defect of newscrawl: {type(defect).__name__}")


def undetected(name: str, defect: Exception, url: str) -> Found:
    """Return what an engine that cannot be asked found: whether it is there stays unknown."""
    logger.error("the engine %r failed on %s", name, url, exc_info=defect)
    return Found(status="error", trouble=f"the engine {name} failed: {type(defect).__name__}")
