"""JSON-LD as pages hold it: read leniently, unfolded, and the article's own object chosen."""

import html
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlsplit

import json_repair

Node = dict[str, Any]

ARTICLE_TYPE = re.compile(
    r"(?:article|(?<!job)posting|reportage|(?:^|[/:#])report)$", re.IGNORECASE
)
"""schema.org's Article and its kinds, with or without an address or a prefix before the name."""
INSIDE = ("@graph", "mainEntity", "mainEntityOfPage", "hasPart")
"""Properties whose objects may describe the page's article too."""
ESCAPED = re.compile(r"[\[{\s]*&(?:quot|#0*34|#x0*22);", re.IGNORECASE)
ESCAPED_AGAIN = re.compile(r'[\[{\s]*\\+"')
"""A script whose JSON was written as a text of JSON: `{\\"@type\\": ...`."""
QUOTES = str.maketrans(dict.fromkeys("“”„‟«»`", '"'))
"""What editors write instead of quotation marks."""
NAMESPACE = re.compile(r"^(?:https?://(?:www\.)?schema\.org/|schema:|sdo:)", re.IGNORECASE)
SPELLED = {
    name.lower(): name
    for name in (
        "headline alternativeHeadline name description articleBody articleSection keywords author "
        "creator publisher datePublished dateModified dateCreated inLanguage isAccessibleForFree "
        "isPartOf image thumbnailUrl url mainEntity mainEntityOfPage hasPart discussionUrl "
        "commentCount interactionStatistic itemListElement item position givenName familyName "
        "wordCount correction license video duration contentUrl embedUrl cssSelector creditText"
    ).split()
}
"""schema.org's names, by their letters in small: some templates write `DatePublished`."""
LEAVES = {"undefined", "NaN", "null", "None"}
"""What a mended script has as text where its template had no value."""
MENDED = 20_000
"""Characters of a page that are mended at most, at 30 microseconds each."""
ENOUGH = 10
"""Letters from which a title that is part of another says that both are of one article."""


def read_objects(scripts: Iterable[str], too_long: list[str] | None = None) -> list[Node]:
    """Return every object of a page's JSON-LD, in document order. What is no JSON is absent.

    JSON with the usual faults (commas, comments, quotes, two objects in a row) is mended; what is
    too long for that is added to `too_long`.
    """
    nodes: list[Node] = []
    left = MENDED
    for script in scripts:
        text = _bare(script)
        try:
            nodes.extend(_unfolded(_spelled(json.loads(text, strict=False))))
        except (ValueError, RecursionError):
            if text and len(text) <= left:
                left -= len(text)
                nodes.extend(_unfolded(_mended(text)))  # what cannot be mended is None
            elif text and too_long is not None:
                too_long.append(text)
    return nodes


def article_of(nodes: Iterable[Node], addresses: Iterable[str], titles: Iterable[str]) -> Node:
    """Return the object of the page's article, or an empty one.

    `addresses` and `titles` are the page's own, the address it was read from first. An object
    whose address and headline both are others' belongs to a teaser.
    """
    own = [one for one in map(_place, addresses) if one]
    keys = [key for key in map(_letters, titles) if key]
    best: tuple[int, Node] = (-3, {})
    for node in nodes:
        if is_article(node):
            points = _by_address(node, own) + _by_title(node, keys)
            best = max(best, (points, node), key=lambda one: one[0])  # the first of equal ones
    return best[1]


def is_article(node: Node) -> bool:
    types = node.get("@type")
    return any(
        isinstance(one, str) and ARTICLE_TYPE.search(one.strip())
        for one in (types if isinstance(types, list) else [types])
    )


def _by_address(node: Node, own: list[tuple[str, str, frozenset[str]]]) -> int:
    found = [place for one in _addresses(node) if own and (place := _place(one))]
    if any(_is_same(one, page) for one in found for page in own):
        return 2
    return -2 if found else 0


def _addresses(node: Node) -> Iterator[str]:
    for value in (node.get("url"), node.get("@id"), node.get("mainEntityOfPage")):
        for one in value if isinstance(value, list) else [value]:
            inner = [one.get("@id"), one.get("url")] if isinstance(one, dict) else [one]
            yield from (address for address in inner if isinstance(address, str))


def _by_title(node: Node, keys: list[str]) -> int:
    told = [_letters(one) for one in (node.get("headline"), node.get("name"))]
    told = [one for one in told if one]
    if not told or not keys:
        return 0
    return 3 if any(_is_part(one, key) for one in told for key in keys) else -1


def _is_part(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return short == long or (len(short) >= ENOUGH and short in long)


def _place(address: str) -> tuple[str, str, frozenset[str]] | None:
    """Return what tells a web address from others; None for a front page, which anything names."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return None
    path = parts.path.rstrip("/")
    if not path.startswith("/") and not parts.query:
        return None
    host = parts.netloc.lower().removeprefix("www.").removeprefix("m.").removeprefix("amp.")
    return host, path, frozenset(parts.query.split("&")) - {""}


def _is_same(one: tuple[str, str, frozenset[str]], page: tuple[str, str, frozenset[str]]) -> bool:
    # A path alone is on the page's own host, and the page may have been asked for with more.
    return one[0] in {"", page[0]} and one[1] == page[1] and one[2] <= page[2]


def _letters(value: Any) -> str:
    text = html.unescape(html.unescape(value)) if isinstance(value, str) else ""
    return "".join(re.findall(r"[^\W_]+", text.casefold()))


def _bare(script: str) -> str:
    """Return a script without what is wrapped around its JSON: comments, CDATA, signs."""
    text = re.sub(r"^[\s\ufeff/*<!-]*<!\[CDATA\[", "", script)
    text = re.sub(r"\]\]>[\s*/;>-]*$", "", text)
    start = min((at for sign in "{[" if (at := text.find(sign)) >= 0), default=len(text))
    end = max(text.rfind("}"), text.rfind("]")) + 1
    text = text[start : end if end > start else None]
    text = html.unescape(text) if ESCAPED.match(text) else text
    if ESCAPED_AGAIN.match(text):
        return text.replace('\\"', '"').replace("\\\\", "\\")
    return text if '"' in text else text.translate(QUOTES)


def _mended(text: str) -> Any:
    try:
        return _spelled(_filled(json_repair.loads(text, skip_json_loads=True)))
    except (ValueError, RecursionError):
        return None


def _spelled(value: Any) -> Any:
    """Return JSON whose names are written as schema.org does, without an address or prefix."""
    if isinstance(value, list):
        return [_spelled(one) for one in value]
    if not isinstance(value, dict):
        return value
    found = {_spelling(name): _spelled(one) for name, one in value.items()}
    return found | {name: found[name] for name in value if name in found}


def _spelling(name: str) -> str:
    bare = NAMESPACE.sub("", name.strip())
    return SPELLED.get(bare.lower(), bare)


def _filled(value: Any) -> Any:
    """Return mended JSON with nothing where the script had no value."""
    if isinstance(value, dict):
        return {key: _filled(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_filled(one) for one in value]
    return None if isinstance(value, str) and value in LEAVES else value


def _unfolded(data: Any, depth: int = 0) -> Iterator[Node]:
    if depth > 8:
        return
    if isinstance(data, list):
        for one in data:
            yield from _unfolded(one, depth + 1)
    elif isinstance(data, dict):
        yield data
        for name in INSIDE:
            yield from _unfolded(data.get(name), depth + 1)
