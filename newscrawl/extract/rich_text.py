"""The paragraphs of a text that JSON holds in pieces: blocks with runs of text inside."""

import re
from typing import Any

from newscrawl.extract.text import html_to_text
from newscrawl.vocabulary.keys import key_words

MARKUP = re.compile(r"</?[a-z][^<>]*>|&(?:#\d+|[a-z]+);", re.IGNORECASE)
INSIDE = (
    *("text", "content", "html", "rendered", "value", "children", "paragraph", "paragraphs"),
    *("blocks", "elements", "components", "items", "nodes", "body", "document", "json", "markup"),
    *("copy", "richText", "sections", "data", "props", "attributes"),
)
"""Keys of what an object says, the likeliest first."""
KIND = ("type", "_type", "nodeType", "__typename", "tag", "tagName", "kind", "component")
RUNS = frozenset(
    "text span link a anchor hyperlink b bold strong i italic italics em emphasis u s mark sup sub"
    " code br inline leaf".split()
)
"""Kinds of pieces that stand inside a paragraph."""
OTHER = frozenset(
    "image img photo picture figure video audio gallery slideshow ad ads advert advertisement embed"
    " iframe related promo newsletter caption credit social widget script style poll divider button"
    " readmore podcast player map chart teaser recommendation recommendations tags author byline"
    " comments comment".split()
)
"""Kinds of pieces that are no text of the article."""
DEEP = 16


def paragraphs_of(value: Any, depth: int = 0) -> list[str]:
    """Return the paragraphs of a text: HTML, plain text, or the blocks of an editor.

    >>> paragraphs_of([{"type": "paragraph", "children": [{"text": "The "}, {"text": "fog."}]}])
    ['The fog.']
    """
    if isinstance(value, str):
        return [line for part in _plain(value).split("\n") if (line := " ".join(part.split()))]
    if depth > DEEP or not isinstance(value, dict | list):
        return []
    if isinstance(value, list):
        # A list in a block is its text in pieces; outside of one, pieces are paragraphs.
        if depth > 1 and any(isinstance(one, dict) for one in value) and all(map(_is_run, value)):
            return paragraphs_of("".join(map(_run, value)), depth + 1)
        return [text for one in value for text in paragraphs_of(one, depth + 1)]
    if _kinds(value) & OTHER:
        return []
    found = (paragraphs_of(value[key], depth + 1) for key in INSIDE if key in value)
    return next(filter(None, found), [])


def _run(value: Any) -> str:
    if isinstance(value, str):
        return _plain(value, edges=True)
    if isinstance(value, list):
        return "".join(map(_run, value))
    if isinstance(value, dict):
        return next(filter(None, (_run(value[key]) for key in INSIDE if key in value)), "")
    return ""


def _is_run(value: Any) -> bool:
    if not isinstance(value, dict):
        return isinstance(value, str)
    kinds = _kinds(value)
    return kinds <= RUNS and (bool(kinds) or any(isinstance(value.get(key), str) for key in INSIDE))


def _kinds(value: dict[str, Any]) -> set[str]:
    said = (value.get(key) for key in KIND)
    return {word for one in said if isinstance(one, str) for word in key_words(one)}


def _plain(text: str, *, edges: bool = False) -> str:
    if not MARKUP.search(text):
        return text
    plain = html_to_text(text)
    # What stands around a link in a sentence keeps its blanks.
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{before}{plain}{after}" if edges else plain
