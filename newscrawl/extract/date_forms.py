"""The forms of printed dates: text in, numbers as printed out. No zone is applied here.

Strict: every part of the text must be understood, else the answer is None.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from newscrawl.extract.date_cldr import Part
from newscrawl.extract.date_days import Day, in_calendar, is_possible, read_day
from newscrawl.extract.date_halves import cut_part_of_day, hour_of_day
from newscrawl.extract.date_names import is_word_of_dates
from newscrawl.extract.date_words import fold, languages_of
from newscrawl.extract.zones import is_abbreviation


class Clock(NamedTuple):
    hour: int
    minute: int | None = None
    second: int | None = None
    zone: str | None = None
    """As printed, folded: "z", "+0300", "gmt +3", "msk"; None if there is none."""


class Form(NamedTuple):
    day: Day
    clock: Clock | None = None


SIGNED = r"[+\-−]\d{2}:?\d{2}(?!\d)|[+\-−]\d{2}(?![\d:./-])"
ISO = re.compile(
    r"(\d{4})(-?)(\d\d)\2(\d\d)"
    r"(?:(?:t|t? )(\d\d)(?::?(\d\d)(?::?(\d\d)(?:[.,]\d+)?)?)? ?(z|(?:" + SIGNED + r")z?)?)?"
)
TWICE = re.compile(
    rf"(?P<moment>\d{{4}}-\d\d-\d\d[t ]\d\d:\d\d:\d\d(?:\.\d+)? ?)(?P<offset>{SIGNED}) "
    rf"(?:(?P<again>{SIGNED})|(?P<word>[a-z]{{3,5}}))"
)
"""A moment whose zone is printed twice, by Django's templates and by Go."""
STAMP = re.compile(r"(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)")

HALF = r"\s?(?:(?P<am>a\.? ?m\b\.?)|(?P<pm>p\.? ?m\b\.?))"
TIMES = [
    # 22:57, 22:57:11, 10:57 pm
    re.compile(
        r"(?<![\d.:/+])(?P<h>\d{1,2}):(?P<m>\d\d)(?::(?P<s>\d\d)(?:[.,]\d+)?)?(?![\d:])"
        rf"(?:{HALF})?"
    ),
    # 22时57分11秒, 22時
    re.compile(
        r"(?<!\d)(?P<h>\d{1,2})\s?[時时点點시]\s?"
        r"(?:(?P<m>\d{1,2})\s?[分분]\s?(?:(?P<s>\d{1,2})\s?[秒초])?)?"
    ),
    # 22h57, 22 h, 22 Uhr
    re.compile(r"(?<![\d.:/])(?P<h>\d{1,2})\s?(?:h|uhr|u)(?:\s?(?P<m>\d\d)(?!\w))?(?!\w)"),
    # 22.57
    re.compile(rf"(?<![\d.:/])(?P<h>\d{{1,2}})\.(?P<m>\d\d)(?![\d.])(?:{HALF})?"),
    # 10 pm
    re.compile(rf"(?<![\d.:/])(?P<h>\d{{1,2}}){HALF}"),
]
NAMED = r"(?:gmt|utc)(?: ?[+\-−] ?\d{1,2}(?:[:.]?\d\d)?(?![\d:./-]))?"
ZONE_AFTER = re.compile(
    r"(?:\s?(?:hrs|hours|hs|h|uhr)\b\.?)?"
    rf"(?:\s?\(?(?P<offset>{SIGNED})\)?|\s?\(?(?P<named>{NAMED}|z)\b\)?"
    r"|\s?\(?(?:по )?(?P<short>[a-zа-я]{2,5})\b\)?)"
    r"(?:\s?\([a-z ]*\))?"
)
ZONE_LAST = re.compile(
    rf"(?<=\d{{4}})\s\(?(?:(?P<offset>{SIGNED})|(?P<named>{NAMED})|(?P<short>[a-zа-я]{{2,5}}))\)?$"
)
"""Behind the day of a time that stands before it: `12:04, 3 May 2026 (UTC)`."""
ZONE_BEFORE = re.compile(rf"(?:^|\s)\(?(?P<named>{NAMED})\)?[:,]?\s?$")

DIGITS = (("fa", re.compile("[۰-۹]")), ("th", re.compile("[๐-๙\u0e01-\u0e2e]")))
"""Digits and letters that tell the language, and with it the calendar, on a page of any other."""

OUTER = re.compile(r"^[(\[](.*)[)\]]$")
JOINT = re.compile(r"(?<=\d)t(?=\d)")
LABEL = re.compile(r"^[^\W\d_][^\d:]{0,38}:\s+(?=\S)")


@lru_cache(maxsize=8192)
def read_form(raw: str, language: str | None) -> Form | None:
    """Return the date and time as printed in `raw`, or None if any of it is not understood."""
    text = fold(raw[:200]) if len(raw) <= 200 else ""
    language = next((name for name, digits in DIGITS if digits.search(raw)), language)
    text = _with_one_zone(text)
    if match := ISO.fullmatch(text) or STAMP.fullmatch(text):
        form = _iso(match)
        day = in_calendar(form.day, language)
        return form._replace(day=day) if day and is_possible(day) else None
    text = LABEL.sub("", OUTER.sub(r"\1", JOINT.sub(" ", text)))
    clocks = [found for pattern in TIMES if (found := pattern.search(text))][:1]
    if not clocks:
        day = read_day(text, language)
        return Form(day) if day else None
    clock, rest = _read_clock(clocks[0], text, language)
    day = read_day(rest, language) if clock else None
    # A time needs a day: "22:57 April 2020" has none.
    return Form(day, clock) if day and (day.day or day.shift is not None) else None


def _with_one_zone(text: str) -> str:
    """Return a moment without the second of two zones that are one.

    >>> _with_one_zone("2026-03-15 01:53:34+01:00 +0100")
    '2026-03-15 01:53:34+01:00'
    >>> _with_one_zone("2026-03-15 01:53:34 +0800 cst")
    '2026-03-15 01:53:34 +0800'
    """
    if not (match := TWICE.fullmatch(text)):
        return text
    offset = _digits(match["offset"])
    is_zero = not offset.strip("+-0")
    same = _digits(match["again"]) == offset if match["again"] else None
    if same is None:  # the word of a zone: only `utc` contradicts an offset for sure
        same = is_zero or match["word"] not in {"utc", "gmt"}
    return f"{match['moment']}{match['offset']}" if same else text


def _digits(offset: str) -> str:
    return offset.replace(":", "").replace("−", "-").ljust(5, "0")


def _iso(match: re.Match[str]) -> Form:
    if match.re is STAMP:
        year, month, day_number, *time = (int(number) for number in match.groups())
        return Form(Day(year, month, day_number), Clock(time[0], time[1], time[2]))
    day_ = Day(int(match[1]), int(match[3]), int(match[4]))
    if match[5] is None:
        return Form(day_)
    # ria.ru pages of 2017 print "+0300Z"; the offset is the true part.
    zone = match[8].rstrip("z") or "z" if match[8] else None
    minute, second = (int(match[n]) if match[n] else None for n in (6, 7))
    return Form(day_, Clock(int(match[5]), minute, second, zone))


def _read_clock(match: re.Match[str], text: str, language: str | None) -> tuple[Clock | None, str]:
    before, after = text[: match.start()], text[match.end() :]
    found = match.groupdict()
    part: Part | None = "am" if found.get("am") else "pm" if found.get("pm") else None
    if part is None:
        part, before, after = cut_part_of_day(before, after, language)
    hour = hour_of_day(int(found["h"]), part)
    zone, before, after = _zone(before, after, language)
    minute, second = (int(found[n]) if found.get(n) else None for n in ("m", "s"))
    clock = Clock(hour, minute, second, zone) if hour is not None else None
    return clock, f"{before} , {after}"


def _zone(before: str, after: str, language: str | None) -> tuple[str | None, str, str]:
    match = ZONE_AFTER.match(after)
    if match and (match["offset"] or match["named"] or _is_zone(match["short"], language)):
        return match["offset"] or match["named"] or match["short"], before, after[match.end() :]
    match = ZONE_LAST.search(after)
    if match and (match["offset"] or match["named"] or is_abbreviation(match["short"])):
        zone = match["offset"] or match["named"] or match["short"]
        return zone, before, after[: match.start()]
    if match := ZONE_BEFORE.search(before):
        return match["named"], before[: match.start()], after
    return None, before, after


def _is_zone(word: str, language: str | None) -> bool:
    if is_abbreviation(word):
        return True
    return word.isascii() and not is_word_of_dates(word, languages_of(language))
