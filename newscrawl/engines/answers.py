"""Reading foreign JSON: every function takes any value and returns its own type or None."""

import logging
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import urljoin, urlsplit

from w3lib.url import url_query_parameter

from newscrawl.engines.base import BLOCKING, Batch
from newscrawl.extract.text import html_to_text
from newscrawl.page import Page

logger = logging.getLogger(__name__)

HTTP = re.compile(r"https?://[^\s/?#]+(?:[/?#]\S*)?$", re.IGNORECASE)

WALL = re.compile(
    r"captcha|cf-chl|cf-challenge|challenge-platform|access denied|unusual traffic"
    r"|checking your browser|verify(?:ing)? (?:that )?you are (?:a )?human",
    re.IGNORECASE,
)
WALL_AT_MOST = 20_000
"""Characters searched: a wall is a short page."""

Object = dict[str, Any]


def dig(data: Any, *path: str | int) -> Any:
    """Return the value at `path` (keys and list positions), or None if there is none.

    >>> dig({"a": [{"b": 1}]}, "a", 0, "b"), dig({"a": 5}, "a", "b")
    (1, None)
    """
    for step in path:
        if isinstance(step, str) and isinstance(data, dict):
            data = data.get(step)
        elif isinstance(step, int) and isinstance(data, list) and step < len(data):
            data = data[step]
        else:
            return None
    return data


def objects(data: Any, *path: str | int) -> list[Object]:
    """Return the objects in the list at `path`; anything else in the list is left out."""
    found = dig(data, *path)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def string(value: Any) -> str | None:
    """Return a non-empty string without lone surrogates, or an integer as text; else None.

    >>> string(" a "), string(7), string(7.0), string(True), string("")
    ('a', '7', '7', None, None)
    """
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode().replace("\x00", "").strip() or None
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)  # ids may be longer than int() allows
    whole = number(value)
    return None if whole is None else str(whole)


def number(value: Any) -> int | None:
    """Return an integer, also from digits; None for anything else, including a boolean.

    >>> number("12"), number(3.0), number(3.5), number(False)
    (12, 3, None, None)
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, str) and re.fullmatch(r"\s*-?[0-9]{1,18}\s*", value):
        return int(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return value if isinstance(value, int) and abs(value) < 10**18 else None


def moment(value: Any) -> str | None:
    """Return a date as the answer prints it: a string, or a number of any kind as text.

    >>> moment(1763800000.25), moment("1763800000"), moment(None)
    ('1763800000.25', '1763800000', None)
    """
    if isinstance(value, float) and abs(value) < 1e15 and not value.is_integer():
        return repr(value)
    return string(value)


def flag(value: Any) -> bool | None:
    """Return a boolean, also from 0 or 1; None for anything else."""
    return bool(value) if isinstance(value, int) and value in (0, 1) else None


def markup(value: Any) -> tuple[str | None, str | None]:
    """Return HTML as (text, html): empty text if it holds none, None if it is not a string."""
    if not isinstance(value, str):
        return None, None
    html = string(value) or ""
    return html_to_text(html), html or None


def prose(value: Any) -> tuple[str | None, str | None]:
    r"""Return (text, html) of a string that may be either: without a tag or entity it is text.

    >>> prose("one\ntwo"), prose("one &amp; <b>two</b>")
    (('one\ntwo', None), ('one & two', 'one &amp; <b>two</b>'))
    """
    if isinstance(value, str) and not re.search(r"</?[a-zA-Z][^<>]*>|&(?:#\d+|\w+);", value):
        return string(value) or "", None
    return markup(value)


def link(value: Any) -> str | None:
    """Return an http(s) address, None for anything else.

    >>> link("https://a.example/b"), link("javascript:x()"), link("http://[bad")
    ('https://a.example/b', None, None)
    """
    url = string(value)
    return join(url, "") or None if url and HTTP.match(url) else None


def join(base: str, href: str) -> str:
    """Return `href` as an address, resolved against `base`; empty if that fails.

    >>> join("https://a.example/b/c", "../d"), join("https://a.example/", "http://[bad")
    ('https://a.example/d', '')
    """
    try:
        url = urljoin(base, string(href) or "")
        return url if urlsplit(url).port != 0 else ""
    except ValueError:
        return ""


class Placed(NamedTuple):
    """A row of a nested thread, and its place in the tree."""

    row: Object
    holder: Object | None
    """The row whose list holds this one; None at the top of the answer."""
    top: Object
    """This row's ancestor on the answer's first level; itself on the first level."""
    depth: int


def unfold(rows: Iterable[Object], *path: str) -> Iterator[Placed]:
    """Yield nested rows in thread order; `path` leads from a row to its replies."""
    stack = [Placed(row, None, row, 0) for row in rows][::-1]
    while stack:
        here = stack.pop()
        yield here
        stack += [
            Placed(row, here.row, here.top, here.depth + 1) for row in objects(here.row, *path)
        ][::-1]


def unseen(state: Mapping[str, Any], cursor: str | int) -> dict[str, Any] | None:
    """Return `state` with `cursor` marked as used, or None if it was used before."""
    asked = [*state.get("asked", [])]
    return None if cursor in asked else {**state, "asked": [*asked, cursor]}


def parameter(url: str, name: str, default: int | None = None) -> int | None:
    """Return a whole number from the URL's query."""
    found = number(url_query_parameter(url, name))
    return default if found is None else found


def garbage(page: Page, what: str) -> Batch:
    """Return the Batch for an answer that is not the system's own: a wall, or an error."""
    if page.status in BLOCKING:
        return Batch(status="blocked", reason=f"HTTP {page.status}")
    text = page.text_content[:WALL_AT_MOST]
    if page.json is None and WALL.search(text):
        return Batch(status="blocked", reason="a wall instead of an answer")
    return Batch(status="error", reason=what)


def guessed(page: Page, what: str) -> None:
    """Log that an engine relied on a guess that no real answer has confirmed."""
    logger.info("guess taken on %s: %s", urlsplit(page.url).netloc, what)
