"""Links from a page of comments to the others, where the server draws them page by page."""

import re
from urllib.parse import urldefrag, urljoin, urlsplit

from newscrawl.extract.containers import comment_containers
from newscrawl.page import Page
from newscrawl.vocabulary.phrases import PAGE_LABEL

PAGE = re.compile(
    r"[/?&](?:comment-?page[-=/]|c?page[-=/]|cpage=|cp=|comments?_?page=|pg=|start=|offset=|p=)\d+",
    re.IGNORECASE,
)


def comment_pages(page: Page) -> list[str]:
    """Return the addresses of further pages of comments, each once. Never raises.

    A link counts if it stands in the comment section, goes to the article's own address but for a
    page number, and is labelled as such a link.
    """
    found: dict[str, None] = {}
    for container in page.once(comment_containers):
        for link in container.iter("a"):
            label = " ".join(link.text_content().split()) or link.get("rel") or ""
            url = _resolved(page.url, link.get("href") or "")
            if url and PAGE_LABEL.match(label) and _same_article(page.url, url):
                found[url] = None
    found.pop(urldefrag(page.url)[0], None)
    return list(found)


def _resolved(base: str, href: str) -> str | None:
    try:
        return urldefrag(urljoin(base, href.strip()))[0]
    except ValueError:
        return None


def _same_article(base: str, url: str) -> bool:
    try:
        here, there = urlsplit(base), urlsplit(url)
    except ValueError:
        return False
    if here.netloc != there.netloc or not PAGE.search(url):
        return False
    return _stem(here.path) == _stem(there.path)


def _stem(path: str) -> str:
    return PAGE.sub("", path).rstrip("/")
