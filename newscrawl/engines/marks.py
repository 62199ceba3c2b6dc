"""Recognising a comment system on a page as served: by its elements, or by words in its scripts."""

import re
from typing import ClassVar

from newscrawl.engines.base import CommentEngine
from newscrawl.page import Page


class Marked(CommentEngine):
    """An engine that recognises its system by the selectors and words its subclass lists.

    The reason names the rule and never the matched text, since configurations hold keys.
    """

    elements: ClassVar[tuple[str, ...]] = ()
    """CSS selectors; one hit is enough."""
    words: ClassVar[tuple[str, ...]] = ()
    """Regular expressions on the addresses and the text of the page's scripts."""

    def detect(self, page: Page) -> str | None:
        for selector in self.elements:
            if page.css(selector):
                return f"element {selector}"
        for pattern in self.words:
            if re.search(pattern, page.scripts):
                return f"script {pattern}"
        return None


def setting(page: Page, marker: str, key: str) -> str | None:
    """Return the literal (a string or whole number) given to `key` in a script with `marker`.

    None if the script computes it: only running it would show the value.
    """
    literal = rf"""\b{key}\b["']?\s*[:=]\s*(?:(["'`])([^"'`\n]*)\1|(\d+)\b)"""
    for script in page.css("script::text").getall():
        found = re.search(literal, script) if marker in script else None
        value = found and (found[2] or found[3] or "").replace("\\/", "/").strip()
        if value and "${" not in value:
            return value
    return None


def stands_on(page: Page, domain: str) -> bool:
    """Return whether the page's address, or its canonical one, belongs to a domain."""
    urls = (page.url, page.attr('link[rel="canonical"]', "href") or "")
    hosts = (re.match(r"https?://([^/:?#]+)", url) for url in urls)
    return any(host and f".{host[1].lower()}".endswith(f".{domain}") for host in hosts)
