"""A title as text: in one line, compared by its letters, and without the name of its site."""

import html
import re
from collections.abc import Set

from newscrawl.extract.house import is_signed
from newscrawl.extract.text import untagged

SUFFIX = re.compile(
    r"(?<!\s)\s+[|–—·•«»*-]\s+|(?:(?<!\s)\s+)?(?:[|｜ㅣ]\s*|"
    r"[-_](?=[^-_\s]*$)(?=[\x00-\u02ff]*[^\x00-\u02ff]))"
)
"""Separates a title from the site's name. A bare hyphen counts only before a non-Latin name."""
SEPARATOR = re.compile(
    r"(?:(?<!\s)\s+)?(?:::|[|｜ㅣ·•»«~:])\s*|,\s+|(?<!\s)\s+[-–—_/*]\s+|[-_](?=[^\s_-]*$)"
)
"""What may stand between a title and a name of the site."""
FILED = re.compile(r"[-_](?=[^\x00-\u02ff]{1,6}$)")
"""What stands before a section of a site whose language has no blanks."""
SHORTEST = 8
"""Letters of a title that is left without the site's name."""
ENTITY = re.compile(r"&(?:#\d+|#x[0-9a-f]+|[a-z][a-z0-9]*);", re.IGNORECASE)


def folded(text: str | None) -> str:
    """Return text in one line, with what a template escaped twice as it is meant."""
    meant = ENTITY.sub(lambda found: html.unescape(found[0]), text or "")
    return " ".join(untagged(meant).replace("\xad", "").split())


def key(text: str | None) -> str:
    """Letters and digits only: sources differ in quotes, dashes and soft hyphens.

    >>> key("„Ferry“ – lost")
    'ferry lost'
    """
    plain_text = (text or "").replace("\xad", "").casefold()
    return " ".join(re.findall(r"[^\W_]+", plain_text))


def without_house(text: str, house: set[str], sections: Set[str] = frozenset()) -> str:
    """Return a title without a name of the site before it or behind it.

    `sections` are the keys of sections, which are cut off too where the site's name follows.

    >>> without_house("Ferry lost in fog, Daily Lantern", {"dailylantern"})
    'Ferry lost in fog'
    >>> without_house("Ferry lost in fog - Harbour - Lantern", {"lantern"}, {"harbour"})
    'Ferry lost in fog'
    """
    marks = list(SEPARATOR.finditer(text))
    for mark in reversed(marks):
        if is_signed(text[mark.end() :], house) and _is_title(text[: mark.start()]):
            head = _without_section(text[: mark.start()].strip(), sections)
            return without_house(head, house, sections)
    for mark in marks:
        if is_signed(text[: mark.start()], house) and _is_title(text[mark.end() :]):
            return text[mark.end() :].strip()
    return text


def without_site(title: str | None) -> str | None:
    """Return a title without what may be the site's name: the last part, if it is the shorter."""
    if not title:
        return None
    head, *rest = SUFFIX.split(title, maxsplit=1) if not SUFFIX.search(title) else _last(title)
    return head if not rest or len(head) >= len(rest[0]) / 2 else title


def pieces(title: str) -> list[str]:
    """Return the keys of what stands between the separators of a title, in order."""
    return [key(one) for one in SEPARATOR.split(title)]


def _without_section(text: str, sections: Set[str]) -> str:
    for mark in reversed(list(SEPARATOR.finditer(text))):
        if key(text[mark.end() :]) in sections and _is_title(text[: mark.start()]):
            return text[: mark.start()].strip()
    filed = FILED.search(text)
    return text[: filed.start()].strip() if filed and _is_title(text[: filed.start()]) else text


def _is_title(text: str) -> bool:
    return len(key(text)) >= SHORTEST


def _last(title: str) -> list[str]:
    mark = list(SUFFIX.finditer(title))[-1]
    return [title[: mark.start()].strip(), title[mark.end() :].strip()]
