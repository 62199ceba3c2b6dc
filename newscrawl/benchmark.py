"""What the benchmark's scorer calls: pages as saved in, plain answers out."""

from newscrawl.comments import all_engines
from newscrawl.page import Page


def widgets(html: bytes, url: str) -> list[str]:
    """Return the names of the comment systems set up on a page."""
    page = Page.from_bytes(html, url)
    return [name for name, engine in all_engines().items() if engine.detect(page)]
