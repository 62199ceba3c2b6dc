"""The forms of printed dates: text in, numbers as printed out. No zone is applied here.

Strict: every part of the text must be understood, else the answer is None.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from newscrawl.extract.date_days import Day, is_possible, read_day
from newscrawl.extract.date_names import halves_of_day, is_word_of_dates
from newscrawl.extract.date_words import fold, languages_of
from newscrawl.extract.zones import ABBREVIATIONS


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
STAMP = re.compile(r"(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)")

# Understood on pages of any language; CLDR's words only on pages of their own language.
AM = r"a\.? ?m\b\.?|π\.? ?μ\b\.?|ص(?:باحا)?\b|ق\.? ?ظ\b\.?|قبل ?از ?ظهر|sang\b"
PM = r"p\.? ?m\b\.?|μ\.? ?μ\b\.?|م(?:ساءا?)?\b|ب\.? ?ظ\b\.?|بعد ?از ?ظهر|chieu\b|toi\b"
CJK_AM, CJK_PM = r"上午|午前|早上|凌晨|am", r"下午|午後|晚上|pm"
HALF = rf"\s?(?:(?P<am>{AM})|(?P<pm>{PM}))"
TIMES = [
    # 22:57, 22:57:11, 10:57 pm
    re.compile(
        r"(?<![\d.:/+])(?P<h>\d{1,2}):(?P<m>\d\d)(?::(?P<s>\d\d)(?:[.,]\d+)?)?(?![\d:])"
        rf"(?:{HALF})?"
    ),
    # 22时57分11秒, 22時
    re.compile(
        r"(?<!\d)(?P<h>\d{1,2})\s?[時时点點]\s?"
        r"(?:(?P<m>\d{1,2})\s?分\s?(?:(?P<s>\d{1,2})\s?秒)?)?"
    ),
    # 22h57, 22 h, 22 Uhr
    re.compile(r"(?<![\d.:/])(?P<h>\d{1,2})\s?(?:h|uhr|u)(?:\s?(?P<m>\d\d)(?!\w))?(?!\w)"),
    # 22.57
    re.compile(rf"(?<![\d.:/])(?P<h>\d{{1,2}})\.(?P<m>\d\d)(?![\d.])(?:{HALF})?"),
    # 10 pm
    re.compile(rf"(?<![\d.:/])(?P<h>\d{{1,2}}){HALF}"),
]
LOCAL_HALF = re.compile(r"(?<=[:.]\d\d)\s?([^\W\d_]{2,10})\b\.?")
CJK_HALF = re.compile(rf"(?:(?P<am>{CJK_AM})|(?P<pm>{CJK_PM}))\s?$")

NAMED = r"(?:gmt|utc)(?: ?[+\-−]\d{1,2}(?::?\d\d)?(?![\d:./-]))?"
ZONE_AFTER = re.compile(
    rf"(?:\s?(?P<offset>{SIGNED})|\s?\(?(?P<named>{NAMED}|z)\b\)?"
    r"|\s?\(?(?P<short>[a-zа-я]{2,5})\b\)?)"
    r"(?:\s?\([a-z ]*\))?"
)
ZONE_BEFORE = re.compile(rf"(?:^|\s)\(?(?P<named>{NAMED})\)?[:,]?\s?$")

OUTER = re.compile(r"^[(\[](.*)[)\]]$")
JOINT = re.compile(r"(?<=\d)t(?=\d)")
LABEL = re.compile(r"^[^\W\d_][^\d:]{0,38}:\s+(?=\S)")


@lru_cache(maxsize=8192)
def read_form(raw: str, language: str | None) -> Form | None:
    """Return the date and time as printed in `raw`, or None if any of it is not understood."""
    text = fold(raw[:200]) if len(raw) <= 200 else ""
    if match := ISO.fullmatch(text) or STAMP.fullmatch(text):
        form = _iso(match)
        return form if is_possible(form.day) else None
    text = LABEL.sub("", OUTER.sub(r"\1", JOINT.sub(" ", text)))
    text = LOCAL_HALF.sub(lambda match: _plain_half(match, language), text)
    clocks = [found for pattern in TIMES if (found := pattern.search(text))][:1]
    if not clocks:
        day = read_day(text, language)
        return Form(day) if day else None
    clock, rest = _read_clock(clocks[0], text, language)
    day = read_day(rest, language) if clock else None
    # A time needs a day: "22:57 April 2020" has none.
    return Form(day, clock) if day and (day.day or day.shift is not None) else None


def _plain_half(match: re.Match[str], language: str | None) -> str:
    for name in languages_of(language):
        if half := halves_of_day(name).get(match[1]):
            return f" {half}"
    return match[0]


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
    am, pm = found.get("am"), found.get("pm")
    if half := CJK_HALF.search(before):
        am, pm, before = am or half["am"], pm or half["pm"], before[: half.start()]
    hour = _hour(int(found["h"]), bool(am), bool(pm))
    zone, before, after = _zone(before, after, language)
    minute, second = (int(found[n]) if found.get(n) else None for n in ("m", "s"))
    clock = Clock(hour, minute, second, zone) if hour is not None else None
    return clock, f"{before} , {after}"


def _hour(hour: int, am: bool, pm: bool) -> int | None:
    if not (am or pm):
        return hour
    if am and pm:
        return None
    if hour > 12:
        return hour if pm else None  # "14:30 pm" is odd but clear
    return hour % 12 + (12 if pm else 0)


def _zone(before: str, after: str, language: str | None) -> tuple[str | None, str, str]:
    match = ZONE_AFTER.match(after)
    if match and (match["offset"] or match["named"] or _is_zone(match["short"], language)):
        return match["offset"] or match["named"] or match["short"], before, after[match.end() :]
    if match := ZONE_BEFORE.search(before):
        return match["named"], before[: match.start()], after
    return None, before, after


def _is_zone(word: str, language: str | None) -> bool:
    if word in ABBREVIATIONS:
        return True
    return word.isascii() and not is_word_of_dates(word, languages_of(language))
