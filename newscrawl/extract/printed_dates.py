"""Dates as rows print them: recognised and cut out of the surrounding words, but not read."""

import re
from functools import lru_cache

from newscrawl.extract.date_names import vocabulary
from newscrawl.extract.date_words import LANGUAGES, fold

CLOCK = (
    r"(?:[\s,;|•·@–—-]|at|um|à|a las|alle|às|om|kl\.?|в|о|ob|les?|T)*"
    r"\d{1,2}(?:[:.h]|\s:\s)\d{2}(?::\d{2})?(?:\s*(?:[ap]\.?\s?m\b\.?|uhr|hs?\b\.?))?"
    r"(?:\s*(?:UTC|GMT|MSK|CES?T|[ECMP][SD]T|Z)\b)?(?:\s*[+-]\d{2}:?\d{2})?"
)
BEFORE = (
    r"(?:\d{1,2}[:.h]\d{2}(?::\d{2})?(?:\s*[ap]\.?m\.?|\s*uhr)?[\s,|•·–—-]*(?:on|am|le|el)?\s*)?"
)
NUMBERS = (
    r"(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\s?\d{1,2}[-/.]\s?(?:\d{4}|\d{2})\b"
    r"|\d{4}年\s*\d{1,2}月\s*\d{1,2}日|\d{4}년\s*\d{1,2}월\s*\d{1,2}일)"
)
WORD = r"[^\W\d_]{2,12}\.?"
YEARLESS = (
    rf"(?:(?P<m1>{WORD})\s+\d{{1,2}}(?:st|nd|rd|th)?\b"
    rf"|\d{{1,2}}(?:st|nd|rd|th|er|º|\.)?\s*(?:de\s+|of\s+|d['’])?(?P<m2>{WORD}))"
)
YEAR = r",?\s*(?:de\s+|del\s+)?\d{4}\b"
FULL = re.compile(rf"{BEFORE}\b{NUMBERS}(?:{CLOCK})?", re.IGNORECASE)
NAMED = re.compile(rf"{BEFORE}\b{YEARLESS}(?:{YEAR})(?:{CLOCK})?", re.IGNORECASE)
SHORT = re.compile(rf"\b{YEARLESS}(?:{CLOCK})?", re.IGNORECASE)
RELATIVE = re.compile(
    r"\b(?:an?|one|\d+)\s*(?:s|sec\w*|m|min\w*|h|hrs?|hours?|d|days?|w|weeks?|mo|months?|y|years?|yrs?)\.?"
    r"\s+ago\b|\bvor\s+(?:\d+|eine[mr])\s+\w+|\b(?:il y a|hace|há|for)\s+\d+\s+\w+"
    r"|\b\d+\s+\w+\s+(?:назад|temu|sitten|siden|sedan|geleden|fa|önce)\b"
    r"|\b(?:yesterday|today|gestern|heute|hier|ayer|вчера|сегодня)\b"
    r"[\s,]*(?:(?:at|um|à|в)\s*)?\d{1,2}[:.]\d{2}",
    re.IGNORECASE,
)
TIME_ONLY = re.compile(rf"^\W*{CLOCK}\W*$", re.IGNORECASE)


@lru_cache(maxsize=8192)
def find_date(text: str) -> str | None:
    """Return the first date in a short text as printed, with its time of day, or None.

    >>> find_date("Quill on March 3, 2020 at 4:05 pm said")
    'March 3, 2020 at 4:05 pm'
    >>> find_date("Am 29. Mai 2017 um 14:38 von Hugo")
    '29. Mai 2017 um 14:38'
    >>> find_date("Marius 18"), find_date("section 3 of 9")
    (None, None)
    """
    text = " ".join(text[:400].split())
    if not re.search(r"\d|\bago\b|\bvor eine", text):
        return None
    for pattern in (FULL, NAMED, RELATIVE, SHORT):
        for match in pattern.finditer(text):
            month = (match.groupdict().get("m1") or match.groupdict().get("m2") or "").strip(".")
            # "2 yr ago 3 replies" does not name 3 August, though "ago" is Spanish for it.
            if not month or (fold(month) in _months() and (pattern is NAMED or month != "ago")):
                return match[0].strip(" ,;|•·–—-")
    return None


def is_date(text: str) -> bool:
    """Return whether a text is little more than a date.

    >>> is_date("3. Mai 2020 um 14:38 Uhr"), is_date("I was there on 3 May 2020, and you?")
    (True, False)
    """
    found = find_date(text) if len(text) < 120 else None
    rest = re.sub(r"\W+", "", text.replace(found, "", 1)) if found else text
    return bool(found) and len(rest) <= 12


@lru_cache(maxsize=1)
def _months() -> frozenset[str]:
    return frozenset(word for language in LANGUAGES for word in vocabulary(language).months)
