"""Crawl news sites and their comment sections, completely, into JSON Lines.

In a notebook, `read_article` and `read_comments` read pages that are already there.
"""

from importlib import import_module as _import_module
from typing import TYPE_CHECKING as _TYPE_CHECKING

if _TYPE_CHECKING:
    from newscrawl.addon import Addon
    from newscrawl.engines.base import CommentEngine
    from newscrawl.items import Article, Comment
    from newscrawl.library import Comments, read_article, read_comments
    from newscrawl.sites.base import Site

    __version__: str

__all__ = [
    "Addon",
    "Article",
    "Comment",
    "CommentEngine",
    "Comments",
    "Site",
    "__version__",
    "read_article",
    "read_comments",
]

_HOMES = {
    "Addon": "newscrawl.addon",
    "Article": "newscrawl.items",
    "Comment": "newscrawl.items",
    "CommentEngine": "newscrawl.engines.base",
    "Comments": "newscrawl.library",
    "Site": "newscrawl.sites.base",
    "read_article": "newscrawl.library",
    "read_comments": "newscrawl.library",
}


def __getattr__(name: str) -> object:
    """Load what is asked for: reading a saved page loads no Scrapy."""
    if name == "__version__":
        return _version()
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(_import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415

    try:
        return version("newscrawl")
    except PackageNotFoundError:  # a folder on the path, not installed
        return "0"
