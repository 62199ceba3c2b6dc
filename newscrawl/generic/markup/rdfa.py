"""RDFa of comments said again as microdata, which is what the readers of rows know."""

from lxml.html import HtmlElement

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
