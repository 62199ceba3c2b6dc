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
    r"^(?:forum[-_]?|js-)?(?:posts?|pid|p|msg|message|reply|topic[-_]?post)[-_:]?"
    r"(?P<key>\d+|[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{16,40})$",
    re.IGNORECASE,
)
"""The id of a post: `post-12`, `p12`, `msg_12`."""
NOTE = re.compile(r"^(?:note|answer|response|entry|event|journal|history)[-_:]?(?P<key>\d+)$")
"""The id of what may be a note of a discussion, if a link leads to just that: footnotes have one
back to the text."""
BARE = re.compile(r"\d{1,12}")
"""The id of a post that its class alone tells: `id="12" class="card post"`."""
MARK = re.compile(r"[#¶§∞⚓🔗]\ufe0f?\s?\d*")
"""The text of a post's link to itself, which may have a number: `#12`."""
CALLED = word_set("post posts message reply")
PARTS = word_set("sidebar author avatar content body text header footer controls count form meta")
"""Words of a class that names a part of a post, or no post."""
ANSWER = word_set("answer antwort")
"""Words of a class that tells an answer on a page of questions."""
OPENING = word_set("question op opening starter firstpost originalpost topicstarter threadstarter")
LOOKED_AT = 200
"""Elements of a post that are searched for its permalink and its date."""
TAILS = 4
"""Elements within one behind which a date is looked for: `By <a>Quill</a> on 3 March 2020`."""
AROUND = 3
"""Elements around the posts within which the links to their further pages stand."""
TEXTS = ("p", "div", "article", "section")


def posts(tree: HtmlElement) -> dict[HtmlElement, str]:
    """Return the posts with their keys, in document order: at least two of one look, and answers.

    A post has a numbered id, a link to itself and a date. A teaser has no link to itself.
    """
    found = {
        element: key
        for element in tree.iter(*TAGS)
        if (key := _key(element)) and _links_to_itself(element, key)
    }
    looks = Counter((one.tag, above) for one in found for above in islice(one.iterancestors(), 2))
    kept: dict[HtmlElement, str] = {}
    for element, key in found.items():
        outer = next((one for one in element.iterancestors() if one in found), None)
        # A part of a post has its key; an answer in it has one of its own.
        # Beside others, or in a box of its own beside those of others.
        beside = any(looks[element.tag, one] > 1 for one in islice(element.iterancestors(), 2))
        alone = beside if outer is None else outer in kept
        if alone and (outer is None or found[outer] != key):
            kept[element] = key
    return kept


def _key(element: HtmlElement) -> str | None:
    """Return the key that the id of a post holds: `post-12`, or `12` of what is called a post."""
    name = (element.get("id") or "").strip()
    if match := POST.match(name):
        return match["key"]
    if match := NOTE.match(name):
        marks = (
            (one.get("href") or "").partition("#")[2]
            for one in islice(element.iter("a"), LOOKED_AT)
        )
        return match["key"] if name in marks else None
    return name if BARE.fullmatch(name) and _is_called(element) else None


def _is_called(element: HtmlElement) -> bool:
    called = (set(words(one)) for one in (element.get("class") or "").split()[:20])
    return any(not CALLED.isdisjoint(one) and PARTS.isdisjoint(one) for one in called)


def _links_to_itself(element: HtmlElement, key: str) -> bool:
    inner = [
        *islice(element.iter("a", "time", "abbr", "span", "div", "p", "small", "td"), LOOKED_AT)
    ]
    hrefs = [one.get("href") or "" for one in inner if one.tag == "a"]
    if not any("#" in href and href.endswith(key) for href in hrefs):
        # Old forums: `showpost.php?p=12`, where parts of the post have its number as well.
        numbered = any(f"p={key}" in re.split(r"[?&]", href) for href in hrefs)
        marked = any(_is_permalink(one, key) for one in inner if one.tag == "a")
        if not (marked or (numbered and _has_parts(element, key))):
            return False
    return any(one.tag == "time" or _prints_date(one) for one in inner)


def _is_permalink(link: HtmlElement, key: str) -> bool:
    """Return whether a link whose text is a sign alone, as `#`, has an address of the post's own.

    A teaser's link has words: the title of what it leads to, or its day.
    """
    address = re.split(r"[?#]", link.get("href") or "")[0].rstrip("/")
    own = address.endswith((f"/{key}", f"-{key}"))
    return own and bool(MARK.fullmatch("".join(link.itertext()).strip()[:20]))


def _has_parts(element: HtmlElement, key: str) -> bool:
    """Return whether at least two elements in a post have ids with its number."""
    named = (one.get("id") or "" for one in islice(element.iterdescendants(), LOOKED_AT))
    ends = re.compile(rf"[A-Za-z_-]{key}")
    return sum(bool(ends.fullmatch(one[-len(key) - 1 :])) for one in named) >= 2


def _prints_date(element: HtmlElement) -> bool:
    """Return whether an element's title, or words of its own, hold a date."""
    said = (element.get("title"), element.text, *(one.tail for one in islice(element, TAILS)))
    return any(find_date(one[:120]) for one in said if one)


def opens(first: HtmlElement, rows: set[HtmlElement], tree: HtmlElement) -> bool:
    """Return whether the first post of a thread's first page is what it is about: the article.

    It is where the page has no other text, and no post in another form stands before it.
    """
    if _opens(first):
        return True
    before = next(first.itersiblings(first.tag, preceding=True), None)
    look = first.get("class")
    if before is not None and look and before.get("class") == look:
        return False
    return words_outside(tree, rows) < ENOUGH


def _opens(element: HtmlElement) -> bool:
    return bool(OPENING & {word for name in names(element) for word in words(name)})


def is_answered(found: Collection[HtmlElement]) -> bool:
    """Return whether posts are the answers to a question."""
    return bool(found) and all(_is_answer(one) or _opens(one) for one in found)


def is_of_answers(tree: HtmlElement) -> bool:
    """Return whether a page has a question and its answers."""
    return is_answered(posts(tree))


def _is_answer(element: HtmlElement) -> bool:
    classes = (element.get("class") or "").split()[:20]
    return any(not ANSWER.isdisjoint(words(one)) for one in classes)


def is_thread(tree: HtmlElement, known: dict[HtmlElement, str] | None = None) -> bool:
    """Return whether the text of a page is the post that opens a thread, or one of its answers.

    `known` are its posts, where somebody has looked for them.
    """
    found = posts(tree) if known is None else known
    return bool(found) and opens(next(iter(found)), set(found), tree)


def answers(tree: HtmlElement, known: dict[HtmlElement, str] | None = None) -> list[HtmlElement]:
    """Return the outermost posts of a thread without the one that opens it: no part of its text.

    `known` are its posts, where somebody has looked for them.
    """
    found = posts(tree) if known is None else known
    outer = [one for one in found if found.keys().isdisjoint(one.iterancestors())]
    return outer[1:] if outer and opens(outer[0], set(found), tree) else outer


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
