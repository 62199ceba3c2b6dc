"""Queries of elements, CSS and XPath, each compiled once: lxml does so at every call."""

from collections.abc import Callable
from functools import lru_cache
from typing import cast

from lxml.cssselect import CSSSelector
from lxml.etree import XPath
from lxml.html import HtmlElement


def select(element: HtmlElement, query: str) -> list[HtmlElement]:
    """Return the elements below an element, and it too, that a CSS query selects, in page order."""
    return cast("list[HtmlElement]", _compiled(query)(element))


def xpath(query: str) -> Callable[[HtmlElement], list[HtmlElement]]:
    """Return an XPath that gives elements, to be called with the one from which it goes."""
    return cast("Callable[[HtmlElement], list[HtmlElement]]", XPath(query))


@lru_cache(maxsize=256)
def _compiled(query: str) -> CSSSelector:
    return CSSSelector(query, translator="html")
