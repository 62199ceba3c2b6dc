"""The posts of a forum's thread, on a page where no name tells of comments."""

import re
from collections import Counter
from collections.abc import Collection
from itertools import islice

from lxml.html import HtmlElement

from newscrawl.extract.printed_dates import find_date
from newscrawl.extract.unnamed import ENOUGH
from newscrawl.vocabulary.names import names, word_set, words

TAGS = ("div", "li", "article", "section", "tr", "table", "td", "dl", "tbody")
POST = re.compile(
    r"^(?:forum[-_]?)?(?:posts?|pid|p|msg|message|reply|topic[-_]?post)[-_:]?"
    r"(?P<key>\d+|[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{16,40})$",
    re.IGNORECASE,
)
"""The id of a post: `post-12`, `p12`, `msg_12`."""
OPENING = word_set("op opening starter firstpost originalpost topicstarter threadstarter")
LOOKED_AT = 200
"""Elements of a post that are searched for its permalink and its date."""
AROUND = 3
"""Elements around the posts within which the links to their further pages stand."""
TEXTS = ("p", "div", "article", "section")


def posts(tree: HtmlElement) -> dict[HtmlElement, str]:
    """Return the posts with their keys, in document order: at least two of one look, and answers.

    A post has a numbered id, a link to itself and a date. A teaser has no link to itself.
    """
    found = {
        element: match["key"]
        for element in tree.iter(*TAGS)
        if (match := POST.match((element.get("id") or "").strip()))
        and _links_to_itself(element, match["key"])
    }
    looks = Counter((element.tag, element.getparent()) for element in found)
    kept: dict[HtmlElement, str] = {}
    for element, key in found.items():
        outer = next((one for one in element.iterancestors() if one in found), None)
        # A part of a post has its key; an answer in it has one of its own.
        alone = looks[element.tag, element.getparent()] > 1 if outer is None else outer in kept
        if alone and (outer is None or found[outer] != key):
            kept[element] = key
    return kept


def _links_to_itself(element: HtmlElement, key: str) -> bool:
    inner = [*islice(element.iter("a", "time", "span", "div", "p", "small", "td"), LOOKED_AT)]
    hrefs = (one.get("href") or "" for one in inner if one.tag == "a")
    if not any("#" in href and href.endswith(key) for href in hrefs):
        return False
    return any(one.tag == "time" or find_date((one.text or "")[:120]) for one in inner)


def opens(first: HtmlElement, rows: set[HtmlElement], tree: HtmlElement) -> bool:
    """Return whether the first post of a thread's first page is what it is about: the article.

    It is where the page has no other text, and no post in another form stands before it.
    """
    if OPENING & {word for name in names(first) for word in words(name)}:
        return True
    before = next(first.itersiblings(first.tag, preceding=True), None)
    look = first.get("class")
    if before is not None and look and before.get("class") == look:
        return False
    return words_outside(tree, rows) < ENOUGH


def words_outside(tree: HtmlElement, rows: Collection[HtmlElement] = ()) -> int:
    """Return how many characters of text the page has outside of its posts."""
    total, stack = 0, [tree]
    while stack:
        element = stack.pop()
        if element in rows or not isinstance(element.tag, str):
            continue
        if element.tag in TEXTS:
            said = (element.text, *(child.tail for child in element))
            total += sum(len((one or "").strip()) for one in said)
        stack.extend(element)
    return total


def place_of_posts(tree: HtmlElement) -> HtmlElement | None:
    """Return what holds the posts of a page and the links to their further pages, if any."""
    place = next((element.getparent() for element in posts(tree)), None)
    for above in islice(place.iterancestors(), AROUND) if place is not None else ():
        if above.tag in {"body", "html"}:
            break
        place = above
    return place
