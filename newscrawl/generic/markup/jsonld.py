"""Comments that a page gives as JSON-LD."""

from collections.abc import Iterator
from typing import Any

from newscrawl.engines.base import ArticleRef, CommentEngine
from newscrawl.engines.made_id import bounded
from newscrawl.extract.ld import is_a
from newscrawl.extract.text import html_to_text
from newscrawl.items import Author, Comment, Printed

KINDS = frozenset(["comment", "usercomment", "usercomments"])


def embedded_comments(
    engine: CommentEngine, nodes: list[dict[str, Any]], article: ArticleRef
) -> list[Comment]:
    """Return the comments in `comment` arrays of JSON-LD objects, replies after their parent.

    Signed answers to a question are comments too; those of a FAQ are not, they bear no name.
    """
    found: list[Comment] = []
    # A graph may list comments beside the article, which then name what they answer.
    alone = [node for node in nodes if is_a(node, "Comment", "UserComments")]
    ours = set(map(id, alone))
    first = [*alone, *_listed([node for node in nodes if id(node) not in ours])]
    stack: list[tuple[dict[str, Any], str | None]] = [
        (node, _answered(node) if id(node) in ours else None) for node in reversed(first)
    ]
    while stack:
        node, parent = stack.pop()
        comment = _comment(engine, node, parent, article, len(found))
        below = reversed(list(_listed([node])))
        if comment is not None:
            found.append(comment)
            parent = comment.comment_id
        stack.extend((reply, parent) for reply in below)
    return found


def _listed(nodes: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    faq = any(is_a(node, "FAQPage") for node in nodes)
    for node in nodes:
        listed = node.get("comment") or node.get("comments")
        yield from _objects(listed)
        if is_a(node, "Question") and not faq:
            for kind in ("acceptedAnswer", "suggestedAnswer"):
                yield from (one for one in _objects(node.get(kind)) if _author(one.get("author")))


def _answered(node: dict[str, Any]) -> str | None:
    """Return the key of the comment that a comment of a graph answers."""
    above = node.get("parentItem")
    address = above.get("@id") or above.get("url") if isinstance(above, dict) else above
    return bounded((_string(address) or "").rpartition("#")[2]) or None


def _objects(value: Any) -> list[dict[str, Any]]:
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, dict)]


def _comment(
    engine: CommentEngine,
    node: dict[str, Any],
    parent: str | None,
    article: ArticleRef,
    place: int,
) -> Comment | None:
    text = _string(node.get("text") or node.get("commentText") or node.get("description"))
    if not text:
        return None
    url = _string(node.get("url") or node.get("@id"))
    key = _string(node.get("identifier")) or (url or "").rpartition("#")[2] or f"ld-{place}"
    raw = _string(node.get("dateCreated") or node.get("datePublished"))
    changed = _string(node.get("dateModified"))
    return engine.comment(
        article,
        bounded(key),
        parent=parent,
        published=Printed(raw, "jsonld" if raw else None),
        modified=Printed(changed, "jsonld" if changed else None),
        text=html_to_text(text),
        author=_author(node.get("author") or node.get("creator")),
        url=url if url and url.startswith("http") else None,
        upvote_count=_count(node.get("upvoteCount")),
        downvote_count=_count(node.get("downvoteCount")),
        depth=None if parent else 0,
    )


def _string(value: Any) -> str | None:
    if isinstance(value, dict):
        value = value.get("value") or value.get("name") or value.get("@value")
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    return (value.strip() or None) if isinstance(value, str) else None


def _author(value: Any) -> Author | None:
    if isinstance(value, list):
        value = value[0] if value else None
    name = _string(value)
    url = _string(value.get("url")) if isinstance(value, dict) else None
    return Author(name=name, url=url) if name else None


def _count(value: Any) -> int | None:
    text = _string(value) or ""
    return int(text) if text.isdecimal() and len(text) < 10 else None
