"""Ids for comments that a page gives none, made of what stays as long as the comment does."""

import hashlib
import re
from collections import Counter
from collections.abc import Hashable

from newscrawl.extract.dates import read_date
from newscrawl.items import Printed

DIGITS = 16
LONGEST = 200
"""Letters of an id that a page gives."""
MADE = re.compile(rf"(?:.*:)?h[0-9a-f]{{{DIGITS}}}(?:-\d+)?")


def is_made(comment_id: str) -> bool:
    """Return whether a comment's id, whole or the system's part of it, was made here.

    >>> is_made("generic:paper:he0ca3427555c45ca-2"), is_made("comment-12")
    (True, False)
    """
    return bool(MADE.fullmatch(comment_id))


def bounded(key: str) -> str:
    """Return a system's own id; of one beyond all sense the beginning, and a digest of the whole.

    >>> bounded("c7"), len(bounded("c" * 5000)), bounded("c" * 5000) == bounded("c" * 5001)
    ('c7', 200, False)
    """
    if len(key) <= LONGEST:
        return key
    digest = hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:DIGITS]
    return f"{key[: LONGEST - DIGITS - 1]}~{digest}"


class MadeIds:
    """Makes the ids of one reading; equal comments of one place are told apart by their number."""

    def __init__(self) -> None:
        self._seen: Counter[tuple[Hashable, str]] = Counter()

    def make(
        self,
        author: str | None,
        text: str | None,
        published: Printed,
        parent: str | None = None,
        *,
        place: Hashable = 0,
    ) -> str:
        """Return an id, the same on every visit. A comment met in two places has one id.

        >>> ids, ago = MadeIds(), Printed("2 hours ago", "text")
        >>> ids.make("Quill", "RIP", ago), ids.make("Quill", "RIP", Printed("3 hours ago", "text"))
        ('he0ca3427555c45ca', 'he0ca3427555c45ca-2')
        """
        said = "\n".join([author or "", _moment(published), parent or "", text or ""])
        key = "h" + hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:DIGITS]
        self._seen[place, key] += 1
        count = self._seen[place, key]
        return key if count == 1 else f"{key}-{count}"


def _moment(published: Printed) -> str:
    """Return the instant that a machine form gives; a printed one may read "7 hours ago" today."""
    if published.source == "text" or not published.raw:
        return ""
    reading = read_date(published.raw)  # without `now` nothing relative is read
    return reading.value if reading and "T" in reading.value else ""
