"""One comment row, alone: its elements and what each is for."""

import re
from functools import cached_property
from urllib.parse import urljoin

from lxml.html import HtmlElement

from newscrawl.generic.markup.roles import Learned, roles

WORDS_LIMIT = 2_000
"""Elements looked at for a name or a date."""


class RowView:
    """A row whose replies were detached. Reading it may change it: text is cut out of it last."""

    def __init__(
        self, row: HtmlElement, key: str | None, base: str, learned: Learned | None = None
    ) -> None:
        self.row = row
        self.key = key
        self.base = base
        self.learned = learned or Learned()

    @cached_property
    def roles(self) -> dict[HtmlElement, frozenset[str]]:
        """Every element of the row in document order, with what it is for."""
        known = self.learned.roles
        return {
            e: known[e] if e in known else roles(e)
            for e in self.row.iter()
            if isinstance(e.tag, str)
        }

    def with_role(self, role: str) -> list[HtmlElement]:
        return [e for e, found in self.roles.items() if role in found and e is not self.row]

    def words_of(self, element: HtmlElement, unwanted: frozenset[str]) -> str:
        """Return an element's words without those of elements inside that have an unwanted role."""
        pieces: list[str] = [element.text or ""]
        left = WORDS_LIMIT
        stack = list(reversed(element))
        while stack and left > 0:
            left -= 1
            child = stack.pop()
            if isinstance(child, str):
                pieces.append(child)
                continue
            stack.append(child.tail or "")
            if isinstance(child.tag, str) and not self.roles.get(child, frozenset()) & unwanted:
                pieces.append(child.text or "")
                stack.extend(reversed(child))
        return " ".join(" ".join(pieces).split())

    def address(self, link: HtmlElement | None) -> str | None:
        """Return where a link leads, absolute; None for scripts and marks on the same page."""
        href = (link.get("href") or "").strip() if link is not None else ""
        if not href or re.match(r"(?i)#|(?:javascript|mailto|tel|data):", href):
            return None
        return self.absolute(href)

    def absolute(self, href: str) -> str | None:
        try:
            found = urljoin(self.base, href)
        except ValueError:
            return None
        return found if found.startswith(("http://", "https://")) else None
