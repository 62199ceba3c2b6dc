"""Crawl news sites and their comment sections, completely, into JSON Lines."""

from typing import Any


def __getattr__(name: str) -> Any:
    """Load what is asked for: an import of the package loads no Scrapy."""
    if name == "Addon":
        from newscrawl.addon import Addon  # noqa: PLC0415

        return Addon
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
