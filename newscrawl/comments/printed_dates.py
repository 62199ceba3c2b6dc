"""Dates as rows print them: recognised and cut out of the words around, never read."""

import re

MONTH = (
    r"(?:jan|feb|fév|fev|mar|mär|mrz|apr|avr|abr|may|mai|maj|mei|jun|jui|jul|aug|ago|août|aoû|sep|set"
    r"|okt|oct|out|nov|dec|dez|déc|dic|des|ene|gen|mag|giu|lug|ott|янв|фев|мар|апр|ма[йя]|июн|июл"
    r"|авг|сен|окт|ноя|дек|січ|лют|бер|кві|тра|чер|лип|сер|вер|жов|лис|гру|sty|lut|kwi|cze|lip|sie"
    r"|wrz|paź|lis|gru|oca|şub|nis|haz|tem|ağu|eyl|eki|kas|ara|led|úno|bře|dub|kvě|čer|srp|zář|říj"
    r"|pro)\w*"
)
CLOCK = (
    r"(?:[\s,;|•·@–—-]|at|um|à|a las|alle|às|om|kl\.?|в|о|o|les?|T)*"
    r"\d{1,2}(?:[:.h]|\s:\s)\d{2}(?::\d{2})?(?:\s*(?:[ap]\.?\s?m\.?|uhr|h|hs?\.?))?"
    r"(?:\s*(?:UTC|GMT|MSK|CES?T|[ECMP][SD]T|Z)\b)?(?:\s*[+-]\d{2}:?\d{2})?"
)
DAY = (
    r"(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})\b"
    rf"|{MONTH}\.?\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th|er|º|\.)?\s*(?:de\s+|of\s+|d['’])?{MONTH}\.?,?\s*(?:de\s+|del\s+)?\d{{4}}"
    r"|\d{4}年\s*\d{1,2}月\s*\d{1,2}日|\d{4}년\s*\d{1,2}월\s*\d{1,2}일)"
)
BEFORE = (
    r"(?:\d{1,2}[:.h]\d{2}(?::\d{2})?(?:\s*[ap]\.?m\.?|\s*uhr)?[\s,|•·–—-]*(?:on|am|le|el)?\s*)?"
)
FULL = re.compile(rf"{BEFORE}\b{DAY}(?:{CLOCK})?", re.IGNORECASE)
SHORT = re.compile(
    rf"\b(?:{MONTH}\.?\s+\d{{1,2}}\b|\d{{1,2}}\.?\s+(?:de\s+)?{MONTH})(?:{CLOCK})?", re.IGNORECASE
)
RELATIVE = re.compile(
    r"\b(?:an?|one|\d+)\s*(?:s|sec\w*|m|min\w*|h|hrs?|hours?|d|days?|w|weeks?|months?|y|years?|yrs?)"
    r"\s+ago\b|\bvor\s+(?:\w+)\s+\w+|\b(?:il y a|hace|há|for)\s+\d+\s+\w+|\b\d+\s+\w+\s+(?:назад|temu"
    r"|sitten|siden|sedan|geleden|fa|önce)\b|\b(?:yesterday|today|gestern|heute|hier|ayer|вчера)\b"
    r"(?:[\s,]*(?:at|um|à|в)?\s*\d{1,2}[:.]\d{2})?",
    re.IGNORECASE,
)
TIME_ONLY = re.compile(rf"^\W*(?:{CLOCK})\W*$", re.IGNORECASE)


def find_date(text: str) -> str | None:
    """Return the first date in a short text as printed, with its time of day, or None.

    >>> find_date("Quill on March 3, 2020 at 4:05 pm said")
    'March 3, 2020 at 4:05 pm'
    >>> find_date("Am 29. Mai 2017 um 14:38 von Hugo")
    '29. Mai 2017 um 14:38'
    >>> find_date("section 3 of 9") is None
    True
    """
    text = " ".join(text[:400].split())
    for pattern in (FULL, SHORT, RELATIVE):
        if match := pattern.search(text):
            return match[0].strip(" ,;|•·–—-")
    return None


def is_date(text: str) -> bool:
    """Return whether a text is little more than a date.

    >>> is_date("3. Mai 2020 um 14:38 Uhr"), is_date("I was there on 3 May 2020, and you?")
    (True, False)
    """
    found = find_date(text)
    rest = re.sub(r"\W+", "", text.replace(found, "", 1)) if found else text
    return bool(found) and len(rest) <= 12
