"""The text of an article that only a script holds: JSON from which the page draws itself."""

import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any, NamedTuple
from urllib.parse import unquote

from newscrawl.extract.next_stream import read_stream
from newscrawl.extract.rich_text import paragraphs_of
from newscrawl.extract.text import letters
from newscrawl.page import Page
from newscrawl.vocabulary.keys import key_words

Object = dict[str, Any]

BEGIN = re.compile(r"(?:=|JSON\.parse\s*\(\s*+(?:decodeURIComponent\s*\(\s*+)?)\s*(?=[{\[\"'])")
"""What stands before JSON in a script: `window.__STATE__ = `, `JSON.parse("`."""
UNDEFINED = re.compile(r"(?<=[:,\[])\s*undefined\s*(?=[,}\]])")
ANGULAR = {"&q;": '"', "&s;": "'", "&l;": "<", "&g;": ">", "&a;": "&"}
"""How Angular escapes the state in a script; the last one last."""
LONG = 300
"""Characters of a script, or of a value in it, that may hold an article."""
NODES = 100_000
"""Objects looked at in one script."""
CUT = "article_body: a script holds too much to be searched whole"
ENOUGH = 200
"""Characters of a text; a shorter one is a teaser's."""
TITLE = frozenset(["title", "headline", "headlines", "heading", "name"])
INSIDE = ("rendered", "basic", "text", "plain")
"""Keys under which an object holds a title in its usual form."""
BODY = frozenset(
    "body content contents text html article articlebody story paragraphs blocks elements"
    " components copy richtext fulltext document markup sections main".split()
)
ADDRESS = frozenset(["url", "slug", "path", "link", "href", "canonical", "permalink", "uri"])


class Candidate(NamedTuple):
    """An object with a text, which may be the article's."""

    titles: set[str]
    addresses: list[str]
    paragraphs: list[str]


def read_script_text(page: Page, *titles: str | None) -> str | None:
    """Return the text of the object that has one of the page's titles, or its address, or None."""
    found = [one for value in script_values(page) for one in _candidates(page, value)]
    wanted = {key for title in titles if (key := letters(title or ""))}
    own = [one for one in found if _is_named(one, wanted) or _is_at(one, page.url)]
    best = max(own, key=lambda one: sum(map(len, one.paragraphs)), default=None)
    return "\n\n".join(best.paragraphs) if best else None


def _is_named(one: Candidate, wanted: set[str]) -> bool:
    # The title of a page has its site's name at the end.
    return any(
        title == key or (len(title) > 9 and key.startswith(title))
        for title in one.titles
        for key in wanted
    )


def _is_at(one: Candidate, url: str) -> bool:
    place = unquote(url).partition("?")[0].rstrip("/")
    return any(len(end) > 9 and place.endswith(end) for end in one.addresses)


def script_values(page: Page) -> Iterator[Any]:
    """Yield the JSON values in a page's scripts, JSON-LD left out."""
    if not (yield from read_stream(script.text or "" for script in page.root.iter("script"))):
        page.cuts["script"] = CUT
    for script in page.root.iter("script"):
        kind, text = (script.get("type") or "").lower(), script.text or ""
        if len(text) < LONG or "ld+json" in kind:
            continue
        if "json" in kind:
            yield from map(_whole, _loaded(text))
        elif not script.get("src"):
            yield from _assigned(UNDEFINED.sub("null", text))


def _loaded(text: str) -> Iterator[Any]:
    for sign, meant in ANGULAR.items() if "&q;" in text else ():
        text = text.replace(sign, meant)
    try:
        yield json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return


def _whole(value: Any) -> Any:
    """Put together what Nuxt takes apart: a list of values that name each other by place."""
    if not isinstance(value, list) or not all(map(_is_part, value)):
        return value
    return [
        {key: value[at] for key, at in part.items() if 0 <= at < len(value)}
        if isinstance(part, dict)
        else part
        for part in value
    ]


def _is_part(part: Any) -> bool:
    if isinstance(part, dict):
        return all(type(at) is int for at in part.values())
    return not isinstance(part, list) or all(isinstance(at, int | str) for at in part)


def _assigned(script: str) -> Iterator[Any]:
    decoder = json.JSONDecoder(strict=False)
    place = 0
    while begin := BEGIN.search(script, place):
        place = begin.end()
        try:
            value, end = decoder.raw_decode(script, place)
        except (ValueError, RecursionError):
            value, end = _quoted(script, place)
        if end - place >= LONG:
            yield from (_loaded(_plain(value)) if isinstance(value, str) else [value])
        place = max(end, place + 1)


def _quoted(script: str, place: int) -> tuple[str, int]:
    """Return a text between single quotes, and where it ends."""
    found = re.compile(r"'((?:[^'\\]|\\.)*)'", re.DOTALL).match(script, place)
    if not found:
        return "", place
    return found[1].replace("\\'", "'").replace("\\\\", "\\"), found.end()


def _plain(text: str) -> str:
    return unquote(text) if text.startswith("%") else text


def _candidates(page: Page, value: Any) -> Iterator[Candidate]:
    objects = _objects(value)
    for one in islice(objects, NODES):
        titles = {letters(text) for text in _strings(one, TITLE)}
        if not titles:
            continue
        texts = (paragraphs_of(one[key]) for key in one if _is_called(key, BODY))
        best = max(texts, key=lambda text: sum(map(len, text)), default=[])
        if sum(map(len, best)) >= ENOUGH:
            yield Candidate(titles - {""}, [*_strings(one, ADDRESS)], best)
    if next(objects, None) is not None:
        page.cuts["script"] = CUT


def _objects(value: Any) -> Iterator[Object]:
    stack = [value]
    while stack:
        one = stack.pop()
        if isinstance(one, dict):
            yield one
            stack.extend(one.values())
        elif isinstance(one, list):
            stack.extend(one)
        elif isinstance(one, str) and len(one) > LONG and one[0] in "{[":
            stack.extend(_loaded(one))


def _strings(one: Object, called: frozenset[str]) -> Iterator[str]:
    """Yield the short texts of an object, and of the objects right inside, under such keys."""
    for holder in (one, *(inner for inner in one.values() if isinstance(inner, dict))):
        for key, value in holder.items():
            text = _usual(value) if isinstance(value, dict) else value
            if isinstance(text, str) and 0 < len(text) < LONG and _is_called(key, called):
                yield text


def _usual(value: Object) -> Any:
    return next((value[key] for key in INSIDE if key in value), None)


def _is_called(key: str, called: frozenset[str]) -> bool:
    parts = key_words(key)
    return bool(parts) and (parts[-1] in called or "".join(parts) in called)
