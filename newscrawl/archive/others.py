"""The hosts whose pages an archive has, and that are not the site's: what a mistyped one meant."""

import json
import re
from collections import Counter

MOST_HOSTS = 1_000
"""Hosts that are counted in one archive; a file of a whole crawl has many thousands."""
SHOWN = 3
"""Hosts that are named, those with the most pages."""
ROOT = re.compile(r"(https?://)(?:[^/?#]*@)?([\w.:\[\]-]+)", re.IGNORECASE)
"""How an address begins; a name and a password in it are no part of the host."""


class Others(Counter[str]):
    """How many pages there are of each other host, by its root (`https://paper.example`)."""

    @classmethod
    def read(cls, text: str | None) -> "Others":
        """Return what `text` noted; nothing for None."""
        return cls(json.loads(text)) if text else cls()

    def text(self) -> str:
        return json.dumps(self)

    def note(self, url: str) -> None:
        """Count a page. Hosts that come after so many others are left out."""
        if found := ROOT.match(url):
            root = "".join(found.groups()).lower()
            if root in self or len(self) < MOST_HOSTS:
                self[root] += 1

    def told(self, argument: str) -> str:
        """Return which hosts these are, and how to ask for the first of them; "" if none is.

        >>> Others({"https://a.example": 2, "http://b.example": 7}).told("url=")
        'it has pages of b.example, a.example: give url=http://b.example if that is the site'
        """
        roots = [root for root, _ in self.most_common()]
        hosts = [*dict.fromkeys(root.partition("//")[2] for root in roots)]
        if not hosts:
            return ""
        rest = f" and {len(hosts) - SHOWN} more" if len(hosts) > SHOWN else ""
        named = f"{', '.join(hosts[:SHOWN])}{rest}"
        return f"it has pages of {named}: give {argument}{roots[0]} if that is the site"
