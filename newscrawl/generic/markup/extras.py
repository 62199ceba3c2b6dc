"""The rest a comment row may say: votes, its permanent link, a mark of the staff."""

import re

from lxml.html import HtmlElement

from newscrawl.generic.markup.view import RowView
from newscrawl.vocabulary.names import words

SCORES = frozenset(["points", "score", "upvotes", "likes", "rating", "karma"])
UP = frozenset(["up", "upvote", "upvotes", "like", "likes", "plus", "positive", "recommend"])
DOWN = frozenset(["down", "downvote", "downvotes", "dislike", "dislikes", "minus", "negative"])
AMOUNT = frozenset(["count", "counter", "number", "num", "votes", "value", "score", "total"])
NUMBER = re.compile(
    r"^[+(]?\s*(\d{1,3}(?:[.,\s]\d{3})+|\d{1,7})\s*(?:(?:point|like|vote|upvote)s?)?\s*\)?$",
    re.IGNORECASE,
)
STAFF = re.compile(r"(?:^|\s)(?:bypostauthor|by-author|is-staff|staff|by-staff)(?:\s|$)")


def votes(view: RowView) -> tuple[int | None, int | None]:
    """Return votes for and against, each only where a number stands in a place named for it."""
    up = down = None
    for element in view.roles:
        props = (element.get("itemprop") or "").lower()
        parts = {w for name in (element.get("class") or "").split()[:20] for w in words(name)}
        is_up = (
            "upvotecount" in props
            or "likes" in view.roles[element]
            or bool(parts & UP and parts & AMOUNT)
            or bool(parts & SCORES)
        )
        is_down = "downvotecount" in props or bool(parts & DOWN and parts & AMOUNT)
        if is_up == is_down or len(element) > 3:
            continue
        amount = _number(element, anywhere="likes" in view.roles[element])
        if is_up and up is None:
            up = amount
        elif is_down and down is None:
            down = amount
    return up, down


def _number(element: HtmlElement, *, anywhere: bool) -> int | None:
    text = element.get("content") or " ".join(" ".join(element.itertext()).split())
    match = NUMBER.match(text[:40]) or (re.search(r"(\d+)", text[:40]) if anywhere else None)
    return int(re.sub(r"\D", "", match[1])) if match else None


def permalink(view: RowView) -> str | None:
    """Return the address of the comment: microdata, else a link to its own key."""
    for link in view.row.iter("a"):
        href = (link.get("href") or "").strip()
        if "url" in (link.get("itemprop") or "").split():
            author = link.getparent()
            if author is None or "author" not in view.roles.get(author, ()):
                return view.address(link)
        mark = href.rpartition("#")[2] if view.key and "#" in href else ""
        if view.key and mark.endswith(view.key) and not mark[: -len(view.key)][-1:].isdigit():
            return view.absolute(re.sub(r"[?&]replytocom=\d+", "", href))
    return None


def is_staff(view: RowView) -> bool | None:
    """Return True where the row is marked as the article author's or the staff's."""
    return True if STAFF.search(view.row.get("class") or "") else None
