"""Which address a page claims as its own, and whether another page confirms it. Pure.

Templates declare one address on every page, forget the query that tells articles apart, and
strangers declare the articles of others. So a page has the address that it was read at, until the
page at the address it declares turns out to be the same article.
"""

import re
from urllib.parse import urlsplit

from newscrawl.extract.canonical import absolute, clean_url
from newscrawl.extract.identity import url_hash
from newscrawl.extract.paged import continues, next_page
from newscrawl.extract.text import letters
from newscrawl.items import Article
from newscrawl.page import Page

WORDS = 5
"""Words in a row that two different articles seldom have in common."""
COMMON = 0.5
"""The share of the shorter text that must stand in the other."""
ENOUGH = 20
"""Words; fewer tell no article from another."""
COMMENTS_PATH = re.compile(r"/(?:comment-?page|cpage)[-=/]\d+/?\Z", re.IGNORECASE)
COMMENTS_KEY = re.compile(r"comment-?page|cpage|comments?_?page", re.IGNORECASE)
"""Where an address, as those of WordPress, has the number of a page of comments."""


def own_address(page: Page) -> str:
    """Return the address that a page was read at, in the form that the page gives it.

    The form is its own to say: `www.` or not, http or https, a slash at the end.
    """
    same = (one for one in _declared(page) if url_hash(one) == url_hash(clean_url(page.url)))
    return next(same, clean_url(page.url))


def claimed_address(page: Page) -> str | None:
    """Return the other address that a page claims as its own; None if it claims none.

    The front page and addresses that are none count too: what is claimed is not yet believed.
    A page of comments may declare itself; its article is at the address without their number.
    """
    own = url_hash(clean_url(page.url))
    if url_hash(first := first_of_comments(page.url)) != own:
        return first
    declared = [*_declared(page)]
    if any(url_hash(one) == own for one in declared):
        return None
    # A claim to the front page is a template's; the other one may be the page's.
    return next((one for one in declared if _has_path(one)), next(iter(declared), None))


def first_of_comments(url: str) -> str:
    """Return an address without the number of a page of comments.

    >>> first_of_comments("https://paper.example/2026/ferry/comment-page-2/#comment-41")
    'https://paper.example/2026/ferry/'
    >>> first_of_comments("https://paper.example/?p=7&cpage=2")
    'https://paper.example/?p=7'
    """
    parts = urlsplit(clean_url(url))
    path = COMMENTS_PATH.sub("/", parts.path)
    keys = parts.query.split("&")
    kept = [one for one in keys if not COMMENTS_KEY.fullmatch(one.partition("=")[0])]
    return parts._replace(path=path, query="&".join(kept)).geturl()


def is_same_article(one: Article, other: Article) -> bool:
    """Return whether two pages hold the same article: its text, or its headline and half its text.

    Two articles of one kind have much text in common, and two days of a diary their headline. Where
    a page holds no text, its headline tells, unless the dates differ.

    >>> def page(headline, text):
    ...     return Article(
    ...         id="", site="", url="", canonical_url="", request_url="",
    ...         headline=headline, article_body=text,
    ...     )
    >>> fog, sun = "The ferry was lost in the fog. " * 9, "The sun shone on the orchard. " * 9
    >>> is_same_article(page("Today", fog), page("Today", fog + sun))
    True
    >>> is_same_article(page("Today", fog), page("Today", sun))
    False
    >>> is_same_article(page("Fog", fog), page("Sun", fog + sun))
    False
    """
    texts = {letters(one.article_body or ""), letters(other.article_body or "")}
    titles = {letters(one.headline or ""), letters(other.headline or "")}
    if len(texts) == 1 and texts != {""}:
        return True
    if len(titles) > 1 or titles == {""}:
        return False
    first, second = _runs_of_words(one), _runs_of_words(other)
    if first and second:
        return len(first & second) >= COMMON * min(len(first), len(second))
    dates = {one.date_published_raw, other.date_published_raw} - {None}
    return len(dates) < 2


def is_part(page: Page, first: Article) -> bool:
    """Return whether a page, to which the first page of an article led, claims to be part of it."""
    claimed = claimed_address(page)
    return bool(claimed) and url_hash(claimed or "") == url_hash(first.canonical_url)


def is_further_page(page: Page, article: Article, other: Page, first: Article) -> bool:
    """Return whether a page goes on with the article whose first page is `other`."""
    return continues(first, article) or next_page(other) == page.url


def _declared(page: Page) -> list[str]:
    declared = (*page.links("canonical")[:1], page.meta("og:url"))
    found = (absolute(page.url, one) for one in declared)
    return list(dict.fromkeys(clean_url(one) for one in found if one))


def _has_path(url: str) -> bool:
    parts = urlsplit(url)
    return bool(parts.path.strip("/") or parts.query)


def _runs_of_words(article: Article) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", (article.article_body or "").casefold())
    if len(words) < ENOUGH:
        # Languages without blanks between words have few, and long ones.
        text = letters(article.article_body or "")
        words = [*text] if len(text) >= WORDS * ENOUGH else []
    return {tuple(words[at : at + WORDS]) for at in range(len(words) - WORDS + 1)}
