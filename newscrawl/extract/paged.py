"""An article in several pages: where its next page is, and what that page adds. Pure."""

import re
from itertools import islice
from typing import NamedTuple
from urllib.parse import urlsplit

from newscrawl.extract.canonical import absolute, clean_url
from newscrawl.extract.containers import comment_containers
from newscrawl.extract.posts import is_thread, posts
from newscrawl.extract.text import letters
from newscrawl.items import Article
from newscrawl.page import Page
from newscrawl.vocabulary.paging import COUNT, COUNTED, IN_TITLE, KEYS, NEXT, STEPS

ENDING = re.compile(r"\.[a-z]{2,5}\Z", re.IGNORECASE)
DIGIT = re.compile(r"\d")
INDEX = re.compile(r"/(?:index|default)$", re.IGNORECASE)
NUMBER = re.compile(rf"[/_,.-](?:(?:{'|'.join(STEPS)})[-_/=]?)?(\d{{1,2}})$", re.IGNORECASE)


class Place(NamedTuple):
    """What an address may mean: an article, and which page of it."""

    article: tuple[str, str, str]
    """Host, path and query, as far as they name no page."""
    number: int | None
    """None: the address names no page, which mostly is the first."""


class Link(NamedTuple):
    """A link of a page to its next page, or to any other."""

    url: str
    is_next: bool


def next_page(page: Page) -> str | None:
    """Return the address of the page on which this article goes on, or None.

    It is the article's own address but for a page's number, which is higher by one, or is the
    only one. Whether the page there is part of the article only its text tells: see `continues`.
    """
    if page.once(is_thread, page.once(posts)):
        return None  # its further pages are those of its answers
    here = places(page.url)
    links, others = _links(page, here)
    for link in links:
        if link.url not in others and any(
            _follows(place, here, link) for place in places(link.url)
        ):
            return link.url
    return None


def first_page(page: Page) -> str | None:
    """Return the address of the article's first page, if this is a later one and says so.

    That is said by its canonical address alone: a series of articles has such addresses too.
    """
    links = page.links("canonical")
    declared = absolute(page.url, links[0]) if links else None
    if not declared or clean_url(declared) == clean_url(page.url):
        return None
    later = {place.article for place in places(page.url) if place.number}
    first = {place.article for place in places(declared) if place.number in {None, 0, 1}}
    return declared if later & first else None


def places(url: str) -> list[Place]:
    """Return what an address may mean; nothing for one that is malformed, or a front page.

    >>> [place.number for place in places("https://paper.example/fog-7/2?page=3")]
    [None, 3, 2]
    """
    try:
        parts = urlsplit(clean_url(url))
    except ValueError:
        return []
    host, query = parts.netloc.lower().removeprefix("www."), parts.query
    path, end = _path(parts.path)
    found = [Place((host, path + end, query), None)]
    pairs = query.split("&")
    for pair in pairs:
        name, _, value = pair.partition("=")
        if name.lower() in KEYS and value.isdecimal() and len(value) < 3:
            rest = "&".join(one for one in pairs if one != pair)
            found.append(Place((host, path + end, rest), int(value)))
    if numbered := NUMBER.search(path):
        stem, end = _path(path[: numbered.start()] + end)
        found.append(Place((host, stem + end, query), int(numbered[1])))
    return [place for place in found if any(place.article[1:])]


def _path(path: str) -> tuple[str, str]:
    """Return a path without the name of an index, and the ending of its file."""
    stem = path.rstrip("/")
    ending = ENDING.search(stem)
    end = ending[0] if ending else ""
    stem = stem.removesuffix(end).rstrip("/")
    return (INDEX.sub("", stem), "") if INDEX.search(stem) else (stem, end)


def _follows(place: Place, here: list[Place], link: Link) -> bool:
    """Return whether a link's place is the next one after a page's own."""
    if place.number is None:
        return False
    for own in here:
        if place.article == own.article:
            # Some sites count from 0: their second page is number 1.
            first = place.number == 2 or (place.number == 1 and link.is_next)
            if first if own.number is None else place.number == own.number + 1:
                return True
    return False


def _links(page: Page, here: list[Place]) -> tuple[list[Link], set[str]]:
    """Return the links of a page outside its comments, and the addresses of those inside.

    Only those that may lead on from `here`: with a digit, which alone can be a page's number, and
    with the path of the article where they have a whole one.
    """
    inside = {one for box in page.once(comment_containers) for one in box.iter("a")}
    links, others = [], set[str]()
    stems = {ENDING.sub("", place.article[1]) for place in here}
    for element in page.root.iter("link", "a") if here else ():
        href = element.get("href") or ""
        is_whole = href.startswith(("/", "http")) and "/." not in href and href.isprintable()
        if is_whole and not any(stem in href for stem in stems):
            continue
        numbered = DIGIT.search(href.partition("#")[0])
        url, _, fragment = ((numbered and absolute(page.url, href)) or "").partition("#")
        if not url:
            continue
        if element in inside or "comment" in fragment.lower():
            others.add(url)
            continue
        is_next = "next" in (element.get("rel") or "").lower().split()
        if is_next or element.tag == "a":
            said = element.get("aria-label") or "".join(islice(element.itertext(), 20))
            links.append(Link(url, is_next or bool(NEXT.match(said.strip()[:60]))))
    # What says that it is the next comes first.
    return sorted(links, key=lambda link: not link.is_next), others


def said_count(page: Page) -> int | None:
    """Return the number of pages of the article as the page prints it (`Page 1 of 3`), or None."""
    for element in page.root.iter("span", "p", "div", "li", "strong", "b", "em", "small", "a"):
        text = element.text or ""
        if not len(element) and len(text) < COUNTED and (found := COUNT.match(text.strip())):
            return int(found["count"])
    return None


def continues(first: Article, then: Article) -> bool:
    """Return whether what was read from a next page is part of the article, and no other one."""
    if first.canonical_url == then.canonical_url:
        return True
    dates = {first.date_published_raw, then.date_published_raw} - {None}
    return len(dates) < 2 and _title(first) == _title(then)


def _title(article: Article) -> str:
    return letters(IN_TITLE.sub("", article.headline or ""))


def add(first: Article, then: Article) -> bool:
    """Append the text and the pictures of a next page; return False if its text is nothing new."""
    body, more = ((one.article_body or "").split("\n\n") for one in (first, then))
    known = {letters(one) for one in body}
    new = [one for one in more if letters(one) not in known]
    if not new:
        return False
    first.article_body = "\n\n".join(filter(None, [*body, *new]))
    first.text_html = "\n".join(filter(None, (first.text_html, then.text_html))) or None
    urls = {image.url for image in first.images}
    first.images += [image for image in then.images if image.url not in urls]
    return True
