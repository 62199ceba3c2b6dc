"""An article read from a page of its own making."""

import json
from typing import Any

from newscrawl.extract.article import read_article
from newscrawl.items import Article
from newscrawl.page import Page

URL = "https://www.lantern.example/harbour/ferry-lost-in-fog-482913"


def read(
    head: str = "", body: str = "", *, url: str = URL, ld: Any = None, html: str = "", **given: Any
) -> Article:
    """`html`: attributes of the document; `given`: what `read_article` takes by name."""
    script = f'<script type="application/ld+json">{json.dumps(ld)}</script>' if ld else ""
    page = f"<html {html}><head>{head}{script}</head><body>{body}</body></html>"
    return read_article(Page(page.encode(), url), site="lantern", **given)
