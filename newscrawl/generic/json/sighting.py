"""One comment as it stands in one answer: its text, its time, whether it was removed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from newscrawl.extract.text import html_to_text
from newscrawl.generic.json.columns import is_count, rich_text, scalar
from newscrawl.generic.json.shape import Shape
from newscrawl.generic.json.tree import (
    Group,
    Path,
    Record,
    value_at,
)
from newscrawl.items import CommentStatus
from newscrawl.vocabulary import keys as w

BLOCK = re.compile(r"<(?:p|br|div|li|blockquote)\b", re.IGNORECASE)
ZONELESS = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?")
NO = frozenset(["", "0", "false", "no", "none", "null"])


class Content(NamedTuple):
    """The parts of a comment that every other part hangs on."""

    text: str | None
    html: str | None
    raw: str | None
    """The time as printed."""
    state: CommentStatus | None
    """None on a visible comment."""


@dataclass(slots=True, eq=False)
class Sighting:
    """One comment as it stands in one answer."""

    record: Record
    shape: Shape
    id: str
    content: Content
    parent: str | None = None
    root: str | None = None


@dataclass(slots=True, eq=False)
class Capture:
    """What all answers hold: every object that is a comment, and where its parts stand."""

    answers: list[Mapping[str, Any]]
    """The answers that are not refusals."""
    trees: list[Any]
    groups: list[Group]
    rows: dict[int, "Sighting"] = field(default_factory=dict)
    """By `id()` of the object."""
    ids: dict[str, "Sighting"] = field(default_factory=dict)
    """The first row of every comment's id."""


def read_content(record: Record, shape: Shape) -> Content:
    """Return what an object says; text and time are None where it has none."""
    state = _state(record, shape)
    text, html = _text(record, shape)
    if state and state not in {"pending", "collapsed"}:
        text = html = None
    return Content(text, html, _time(record, shape.time), state)


def _text(record: Record, shape: Shape) -> tuple[str | None, str | None]:
    empty = None
    for path in (shape.text, *shape.other_texts):
        said = rich_text(value_at(record, path))
        if said is None:
            continue
        said = clean(said)
        if not said.strip():
            empty = ""
        elif path in shape.is_markup:
            return html_to_text(_broken(said)), said
        else:
            return said.strip(), None
    return empty, None


def longer(said: Content, text: str) -> Content:
    """Return what was said with its whole text, in the same form."""
    text = clean(text)
    if said.html is None:
        return said._replace(text=text.strip())
    return said._replace(text=html_to_text(_broken(text)), html=text)


def _broken(html: str) -> str:
    # Some systems send links as markup and line breaks as they were typed.
    return html if BLOCK.search(html) else html.replace("\n", "<br>")


def clean(text: str) -> str:
    """Return text that can be written as UTF-8: no NUL, no half of a surrogate pair."""
    text = text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")
    return text.encode("utf-8", "replace").decode("utf-8")


def _time(record: Record, path: Path | None) -> str | None:
    value = value_at(record, path)
    if isinstance(value, float) and not value.is_integer():
        return str(value) if abs(value) < 1e17 else None
    raw = scalar(value)
    if raw is None or path is None or len(raw) > 100:
        return None
    if {"gmt", "utc"} & set(w.key_words(path[-1])) and ZONELESS.fullmatch(raw):
        return f"{raw}Z"  # the key says the zone that the value does not
    return clean(raw)


def printed(record: Record, path: Path | None) -> str | None:
    """Return a moment as an object prints it, or None."""
    return _time(record, path)


def _state(record: Record, shape: Shape) -> CommentStatus | None:
    found: CommentStatus | None = None
    for path in shape.states:
        value = value_at(record, path)
        text = scalar(value)
        if value is False or (text or "").lower() in NO - {""}:
            if "approved" in w.key_words(path[-1]):
                found = found or "pending"
            continue
        names = set(w.key_words(path[-1]))
        if value is True or (text and not names & {"status", "state"}):
            found = _surer(found, _by_words(names - {"approved"}, names))
        elif text and not is_count(value):
            found = _surer(found, _by_words(set(w.key_words(text[:60])), names))
    return found


def _surer(old: CommentStatus | None, new: CommentStatus | None) -> CommentStatus | None:
    """Return the state that says more: who removed a comment, that it was removed at all."""
    if old is None or (new and old in {"removed_unknown", "pending", "collapsed"}):
        return new
    return old


def _by_words(said: set[str], names: set[str]) -> CommentStatus | None:
    if said & w.MODERATED:
        return "removed_by_moderator"
    if said & w.DELETED - {"hidden"}:
        return (
            "removed_by_author"
            if (said | names) & {"author", "user", "self"}
            else ("removed_unknown")
        )
    if said & w.WAITING:
        return "pending"
    return "collapsed" if "hidden" in said else None
