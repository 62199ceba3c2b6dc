"""Finds the rows of a comment list on any page by what names them, and their nesting.

An element is a candidate by microdata, by an id with a comment word and a key (`comment-12`), by a
`data-comment-id`, or by a class that names one comment. Wrappers and parts of the same comment are
candidates too; they are told from replies by their keys and classes.
"""

import re
from itertools import islice

from lxml import etree
from lxml.html import HtmlElement

from newscrawl.engines.made_id import bounded
from newscrawl.extract.questions import is_answer
from newscrawl.generic.markup.lift import has_head, lift
from newscrawl.generic.markup.nest import Row, nest
from newscrawl.generic.markup.row import around, chunks, roles
from newscrawl.generic.markup.terms import TERM, wrap_definition_lists
from newscrawl.vocabulary.names import (
    COMMENT,
    COMMENTS,
    ONE_OF,
    SIDE,
    is_place,
    is_row_name,
    is_side,
    is_somebodys_comment,
    names,
    word_set,
    words,
)

TAGS = frozenset(
    ["li", "div", "article", "section", "dl", "dd", "tr", "table", "tbody", "blockquote", "aside"]
)
UNSEEN = frozenset(["template", "script", "style", "noscript", "head", "textarea", "select"])
KEYED = re.compile(r"^(?P<prefix>.*?)[-_:]?(?P<key>\d[\w.:-]*|[0-9a-f]{8}[\w-]*)$", re.IGNORECASE)
GLUED = re.compile(r"^.*[-_:](?P<word>[a-z]+)$", re.IGNORECASE)
WHOLE = re.compile(r"^(?P<prefix>.*[-_:])(?P<key>[a-z]+\d[a-z\d]*)$", re.IGNORECASE)
"""A key of letters and digits, where no word of its own stands before the digits."""
LETTERED = re.compile(r"(?P<prefix>(?:[a-z]+[-_])?[a-z]+[-_:])(?P<key>[a-z]{6,16})", re.IGNORECASE)
"""An id that may end with a key of letters alone, if a link of the element leads to it."""
LINKS = 40
"""Links of an element among which its permalink is looked for."""
BLOGGER = re.compile(r"^(?P<prefix>c)(?P<key>\d+)$")
"""Apart, because `c8870915` would be a key in hexadecimal."""
SUFFIX = re.compile(r"(?<=\d)[-_][a-z]+$", re.IGNORECASE)
"""`comment-12_menu` is a part of comment 12."""
MICRODATA = re.compile(r"schema\.org/(?:User)?Comments?/?$")
PING = re.compile(r"(?:^|[\s_-])(?:pingback|trackback|ping|trackbacks|pings)(?:$|[\s_-])")
DATA_KEYS = ("data-comment-id", "data-commentid", "data-comment_id", "data-comment-key")
LOOSE_KEYS = (
    "data-pid",
    "data-id",
    "data-cid",
    "data-uid",
    "data-key",
    "data-post-id",
    "data-uuid",
)
"""`data-uid` last: beside another key it is the member's, the same in many rows."""
SHORT_PREFIX = frozenset(["c", "post", "reply", "message", "msg", "opinion", "item", "p"])
NUMBERED = SHORT_PREFIX | COMMENT | COMMENTS | ONE_OF | {"id", "nr", "no", "num", "number", "row"}
"""Words that a number may follow at once: `list-item12`."""
NOT_SAID = frozenset(["author", "date", "furniture", "meta"])
NOT_A_ROW = word_set(
    "form respond count link btn button vote list area section thread threads template module"
    " format guidelines help edit filter captcha field label input submit preview counter"
    " stream feed navigation pagination"
)


def find_rows(tree: HtmlElement) -> list[Row]:
    """Return the rows of the page in document order, with parents and levels set."""
    as_microdata(tree)
    wrap_definition_lists(tree)
    rows = [row for row in _resolve(_candidates(tree)) if not _is_ping(row.element)]
    lift(rows)
    nest(tree, rows)
    return rows


def _candidates(tree: HtmlElement) -> list[Row]:
    found: list[Row] = []
    # What is open: the row around, and whether a list of the latest comments is around.
    stack: list[tuple[Row | None, bool]] = [(None, False)]
    articles = _around_articles(tree)
    walk = etree.iterwalk(tree, events=("start", "end"))
    for event, element in walk:
        if event == "end":
            stack.pop()
            continue
        around, aside = stack[-1]
        aside = aside or _is_side(element)
        if element.tag in UNSEEN:
            walk.skip_subtree()
        elif element in articles:
            pass
        elif (row := candidate(element)) and not (aside and _is_elsewhere(row)):
            row.up, around = around, row
            found.append(row)
        stack.append((around, aside))
    return found


def _around_articles(tree: HtmlElement) -> set[HtmlElement]:
    """Return what holds the article: newspapers call an opinion a comment too."""
    return around(tree.xpath("//h1 | //main | //*[contains(@itemprop, 'articleBody')]"))


def _is_side(element: HtmlElement) -> bool:
    return element.tag not in {"body", "html"} and any(map(is_side, names(element)))


def _is_elsewhere(row: Row) -> bool:
    """Return whether a row of a list of latest comments is not this article's own.

    Where the list is the article's own, its rows have keys and no link to a comment elsewhere.
    """
    return row.key is None or any(
        "comment" in (link.get("href") or "").lstrip("#").partition("#")[2]
        for link in row.element.iter("a")
    )


def candidate(element: HtmlElement) -> Row | None:
    """Return the element as a row, which may turn out to be a wrapper or a part, or None."""
    if element.tag not in TAGS and "-" not in element.tag:
        return None
    kind = frozenset(n for n in _classes(element) if is_row_name(n))
    marked = _is_comment(element) or "comment" in (element.get("itemprop") or "").split()
    if not kind and (called := [n for n in _classes(element) if is_somebodys_comment(n)]):
        # `acme_comment` may be a button, too: its key tells.
        kind = frozenset(called) if _key(element, likely=True) else kind
    key = _key(element, bool(kind) or marked, marked)
    if not (kind or marked or key):
        return None
    return Row(element, key, marked, kind | {str(element.tag)})


def _classes(element: HtmlElement) -> list[str]:
    return (element.get("class") or "").split()[:40]


def _is_comment(element: HtmlElement) -> bool:
    """Return whether microdata says so; answers to frequent questions are the site's own words."""
    kind = element.get("itemtype") or ""
    return bool(MICRODATA.search(kind) or is_answer(element))


def _key(element: HtmlElement, likely: bool, marked: bool = False) -> str | None:
    for name in DATA_KEYS:
        if value := (element.get(name) or "").strip():
            return bounded(value)
    name = (element.get("id") or "").strip()
    if match := _match(SUFFIX.sub("", name)) if len(name) <= 200 else None:
        prefix = set(words(match["prefix"]))
        if not prefix & (COMMENTS | NOT_A_ROW | SIDE) and (
            marked or prefix & COMMENT or (likely and (not prefix or prefix & SHORT_PREFIX))
        ):
            return match["key"]
    return _lettered(element, name) or (_loose_key(element) if likely else None)


def _loose_key(element: HtmlElement) -> str | None:
    for name in LOOSE_KEYS:
        if re.search(r"\d", value := (element.get(name) or "").strip()):
            return bounded(value)
    return _only_anchor(element) or _of_item(element)


def _of_item(element: HtmlElement) -> str | None:
    """Return the key of the item whose first part is a row, before the list of its replies."""
    item = element.getparent()
    if item is None or item.tag != "li" or element.getprevious() is not None:
        return None
    match = TERM.match(item.get("id") or "")
    return re.sub(r"^\D+", "", match[0]) if match else None


def _lettered(element: HtmlElement, name: str) -> str | None:
    """Return the key of an id such as `comment-mocbybzo`, to which a permalink in it leads."""
    match = LETTERED.fullmatch(name) if len(name) <= 60 else None
    if not match or COMMENT.isdisjoint(words(match["prefix"])):
        return None
    if not NOT_A_ROW.isdisjoint(words(match["key"])) or is_place(name):
        return None
    linked = any(
        (one.get("href") or "").endswith(f"#{name}") for one in islice(element.iter("a"), LINKS)
    )
    return match["key"] if linked else None


def _match(name: str) -> re.Match[str] | None:
    """Return the prefix and the key of an id; of `c_bc52q` the key begins with its letters."""
    match = BLOGGER.match(name) or KEYED.match(name[:200])
    glued = GLUED.match(match["prefix"]) if match else None
    if match and glued and words(glued["word"])[-1] not in NUMBERED:
        return WHOLE.match(name) or match
    return match


def _only_anchor(element: HtmlElement) -> str | None:
    # Movable Type and Drupal put the key on an empty anchor, before or at the start of the row.
    around = [element.getprevious(), element[0] if len(element) else None]
    for anchor in around:
        if anchor is not None and anchor.tag == "a" and not len(anchor):
            match = _match(anchor.get("id") or anchor.get("name") or "")
            if match and set(words(match["prefix"])) & (COMMENT | SHORT_PREFIX):
                return match["key"]
    return None


def _resolve(candidates: list[Row]) -> list[Row]:
    """Return the candidates that are rows: parts melt into their row, lists are left out."""
    gone: set[Row] = set()
    for row in reversed(candidates):
        row.down = [d for d in reversed(row.down) if d not in gone]
        _settle(row, gone)
        if row.up is None:
            continue
        row.up.down.extend(reversed(row.down) if row in gone else [row])
    return [row for row in candidates if row not in gone]


def _settle(row: Row, gone: set[Row]) -> None:
    """Decide between a row, its candidates below, and a list around them."""
    others = [d for d in row.down if not _is_reply(row, d)]
    if row.key:
        parts = [d for d in others if d.key in (None, row.key)]
    else:
        keyed = [d for d in others if d.key] or others
        if len(keyed) > 1 or (keyed and _is_around(row.element, keyed[0].element)):
            gone.add(row)
            return
        parts = others
        row.key = keyed[0].key if keyed else None
    gone.update(parts)
    down: list[Row] = []
    for below in row.down:
        down.extend(below.down if below in gone else [below])
    row.down = down
    for part in parts:
        row.marked |= part.marked
        row.kind |= part.kind - {str(part.element.tag)}


def _is_around(outer: HtmlElement, inner: HtmlElement) -> bool:
    """Return whether an element is the box of a list that happens to have one comment."""
    for above in inner.iterancestors():
        if above is outer:
            return False
        if above.tag in {"ul", "ol", "dl", "tbody"}:
            return True
    return False


def _is_reply(row: Row, below: Row) -> bool:
    if row.key and below.key:
        return row.key != below.key
    if _is_comment(row.element) and _is_comment(below.element):
        return True
    if row.element.tag == below.element.tag and len(row.kind & below.kind) > 1:
        return True
    return _speaks_before(row, below)


def _speaks_before(row: Row, below: Row) -> bool:
    """Return whether both have a name or a date, and the outer one a text before the inner one.

    A quotation in a comment stands before its text.
    """
    inner = {one.element for one in row.down}
    if not (has_head(row.element, inner) and has_head(below.element, set())):
        return False
    for element, _ in chunks(row.element, inner - {below.element}):
        if element is below.element or below.element in element.iterancestors():
            return False
        if not roles(element) & NOT_SAID and not _is_in(element, row.element, NOT_SAID):
            return True
    return False


def _is_in(element: HtmlElement, row: HtmlElement, wanted: frozenset[str]) -> bool:
    for above in element.iterancestors():
        if above is row:
            return False
        if roles(above) & wanted:
            return True
    return False


def _is_ping(element: HtmlElement) -> bool:
    return bool(PING.search(element.get("class") or ""))


KINDS = frozenset(["comment", "usercomment", "usercomments"])
PROPERTIES = {
    "author": "author",
    "creator": "creator",
    "name": "name",
    "text": "text",
    "commenttext": "text",
    "encoded": "text",  # content:encoded, of Drupal 7
    "datecreated": "dateCreated",
    "datepublished": "datePublished",
    "created": "dateCreated",  # dc:created, of Drupal 7
    "commenttime": "commentTime",
    "upvotecount": "upvoteCount",
    "url": "url",
}


def as_microdata(tree: HtmlElement) -> None:
    """Mark what RDFa calls a comment, and the parts of it, as microdata would; in place."""
    for comment in tree.xpath("//*[@typeof]"):
        if not KINDS & set(_local(comment.get("typeof"))) or comment.get("itemtype"):
            continue
        comment.set("itemtype", "https://schema.org/Comment")
        for part in comment.xpath(".//*[@property]"):
            known = [PROPERTIES[one] for one in _local(part.get("property")) if one in PROPERTIES]
            if known and not part.get("itemprop"):
                part.set("itemprop", " ".join(known))


def _local(names: str | None) -> list[str]:
    """Return names without vocabulary, in lower case: `sioct:Comment` is `comment`."""
    listed = (names or "").split()[:20]
    return [name.rpartition(":")[2].rpartition("/")[2].lower() for name in listed]
