"""Engines are called here: a defect in one costs its answer, never the thread or its verdict."""

import logging
from collections.abc import Callable

from newscrawl.engines.base import ArticleRef, Batch
from newscrawl.page import Page
from newscrawl.threads.found import Found

logger = logging.getLogger(__name__)


def read(
    method: Callable[[Page, ArticleRef], Batch | None], page: Page, ref: ArticleRef
) -> Batch | None:
    """Return what a method of an engine gives."""
    try:
        return Batch.of(method(page, ref))
    except Exception as defect:
        return unreadable(defect, ref)


def unreadable(defect: Exception, ref: ArticleRef) -> Batch:
    """Return what stands for an answer that an engine failed on."""
    logger.error("an answer about %s could not be read", ref.url, exc_info=defect)
    return Batch(status="error", reason=f"defect of newscrawl: {type(defect).__name__}")


def undetected(name: str, defect: Exception, url: str) -> Found:
    """Return what an engine that cannot be asked found: whether it is there stays unknown."""
    logger.error("the engine %r failed on %s", name, url, exc_info=defect)
    return Found(status="error", trouble=f"the engine {name} failed: {type(defect).__name__}")
