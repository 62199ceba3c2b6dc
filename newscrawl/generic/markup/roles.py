"""What the elements inside a comment row are for: author, date, text, votes, or furniture."""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from lxml.html import HtmlElement

from newscrawl.vocabulary.names import word_set, words

Role = Literal["author", "date", "text", "furniture", "reply_to"]

AUTHOR = word_set(
    "author fn commenter user username nick nickname name displayname poster autor auteur autore"
    " writer member login screenname authorname commentauthor commentername byline cite"
)
NOT_AUTHOR = word_set(
    "avatar image img photo pic picture badge role rank info box list actions tools bio count icon"
    " level reply title status label initials thumb says id section content url location"
)
DATE = word_set(
    "date time datetime timestamp ago posted published pubdate datum fecha hora created since"
    " commentdate commenttime dateline createdat timeago"
)
TEXT = word_set(
    "content text copy message msg texto inhalt contenido contenu commenttext commentcontent"
    " commentmessage usertext markdown postbody tekst testo"
)
LOOKS = word_set(
    "right left center centre muted small sm xs lg md xl end start danger bold primary"
    " secondary gray"
    " grey white black light dark uppercase lowercase nowrap truncate input field area link color"
    " align decoration size font base"
)
"""Beside `text`, words of style sheets: `text-right` holds no text."""
BODY = word_set("body entry description commentbody main block paragraph core desc")
FURNITURE = word_set(
    "reply replies action actions tools toolbar vote votes voting like likes dislike rating share"
    " report flag avatar permalink signature sig edit moderation awaiting badge respond buttons"
    " controls score karma says edited toggle replylink replyto dropdown tooltip spam abuse"
    " recommend upvote downvote thumbs social links"
)
META = word_set("meta metadata header head footer foot info details heading commentmeta")
NOT_DATE = word_set("edit edited update updated modified reply avatar")
DRUPAL_FIELD = re.compile(r"^field--?name-")
"""Says that the name of a field follows, not somebody's name."""
REPLY_TO = re.compile(r"(?:in-?)?repl(?:y|ied|ying)-?to(?!-link|-com)|reply-?author|parent-?author")

ITEMPROPS: dict[str, Role] = {
    "author": "author",
    "creator": "author",
    "datecreated": "date",
    "datepublished": "date",
    "commenttime": "date",
    "text": "text",
    "commenttext": "text",
    "articlebody": "text",
}


@dataclass(slots=True)
class Learned:
    """What the elements of rows are for, as far as all rows together told."""

    roles: dict[HtmlElement, frozenset[str]] = field(default_factory=dict)
    """Instead of what names say. `likes` is a number of votes, `when` a date in any words."""
    knows_authors: bool = False
    """True if a row without an author is known to have none."""


def roles(element: HtmlElement) -> frozenset[str]:
    """Return what an element is for, from its microdata, tag, classes and `rel`.

    `body` is a weaker `text`; `meta` groups author and date.
    """
    found = _roles(str(element.tag), (element.get("class") or "")[:400])
    if prop := (element.get("itemprop") or "").lower():
        found |= {ITEMPROPS[p] for p in prop.split() if p in ITEMPROPS}
    if "author" in (element.get("rel") or ""):
        found |= {"author"}
    return found


@lru_cache(maxsize=20_000)
def _roles(tag: str, classes: str) -> frozenset[str]:
    found: set[str] = set()
    for name in classes.split():
        found |= _of_field(name) if DRUPAL_FIELD.match(name) else _of_name(name)
    if tag == "time":
        found.add("date")
    elif tag in {"header", "footer"}:
        found.add("meta")
    elif tag == "cite":
        found.add("author")
    elif tag in {"button", "form", "label", "input", "select", "textarea"}:
        found.add("furniture")
    return frozenset(found)


def _of_field(name: str) -> set[str]:
    # Where other systems call a whole row `body`, a field is the text alone.
    return {"text"} if "body" in words(name) else _of_name(DRUPAL_FIELD.sub("", name))


def _of_name(name: str) -> set[str]:
    parts = set(words(name))
    found: set[str] = set()
    if REPLY_TO.search("-".join(words(name))):
        return {"reply_to"}
    if parts & AUTHOR and not parts & NOT_AUTHOR:
        found.add("author")
    if parts & DATE and not parts & NOT_DATE:
        found.add("date")
    if parts & META:
        found.add("meta")
    elif parts & FURNITURE:
        found.add("furniture")
    elif parts & TEXT and not parts & LOOKS:
        found.add("text")
    elif parts & BODY:
        found.add("body")
    return found
