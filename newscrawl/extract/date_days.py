"""The day in a printed date: by numbers, by names, by "yesterday", by the Iranian calendar."""

import re
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from newscrawl.extract.date_names import Vocabulary, all_vocabularies, vocabulary
from newscrawl.extract.date_relative import LINES, day_words
from newscrawl.extract.date_words import (
    LANGUAGES,
    LETTER,
    WORD,
    fillers,
    jalali_months,
    languages_of,
)


class Day(NamedTuple):
    year: int | None = None
    month: int | None = None
    day: int | None = None
    shift: int | None = None
    """Days from the day of the fetch: 0 today, -1 yesterday; then the others are None."""


YEARS = range(1800, 2101)
"""Thai, Hijri and Persian years lie outside, so they are never taken for Gregorian ones."""

BUDDHIST_YEARS = range(2400, 2700)
BUDDHIST_ZERO = 543

JALALI_YEARS = range(1300, 1500)
JALALI_ZERO = 356033
"""Chosen so that 1 Farvardin 1399 is 20 March 2020."""

ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "民國": 1911, "民国": 1911}
"""The year before the first of an era, in Japan and Taiwan."""
ERA = rf"(?:(?:中華|中华)?(?:{'|'.join(ERAS)})\s?(?:元|\d{{1,3}}))"
IN_ERA = re.compile(rf"(?P<era>{'|'.join(ERAS)})\s?(?P<year>元|\d{{1,3}})(?=\s?年)")

YMD = re.compile(r"(?<![\d.])(\d{4})([-/.])\s?(\d{1,2})\2\s?(\d{1,2})(?!\d)\.?")
CJK = re.compile(r"(?<!\d)(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월](?:\s?(\d{1,2})\s?[日号號일])?")
CJK_MD = re.compile(r"(?<!\d)(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日号號일]")
DMY = re.compile(r"(?<![\d.])(\d{1,2})\.\s?(\d{1,2})[.,]\s?(\d{4})(?!\d)\.?")
DMY_SHORT = re.compile(r"(?<![\d.])(\d{1,2})\.(\d{1,2})\.(\d{2})(?![\d.])")
SLASHED = re.compile(r"(?<!\d)(\d{1,2})([-/])(\d{1,2})\2(\d{4})(?!\d)")
SLASHED_SHORT = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})/(\d{2})(?![\d/])")
YM = re.compile(r"(?<!\d)(\d{4})[-/](\d{1,2})(?!\d)")
MY = re.compile(r"(?<!\d)(\d{1,2})[./](\d{4})(?!\d)")

MIXED = {"en", "zh", "ja", "ko", "fa", "lt", "lv", "hu", "sv"}
DAY_FIRST = frozenset(LANGUAGES) - MIXED
"""Languages that write the day before the month in every country."""
MONTH_FIRST_REGIONS = {"us", "pr", "pa", "ph"}
"""Countries that write the month first, also in Spanish."""
DAY_FIRST_TAGS = {"en-gb", "en-au", "en-nz", "en-ie", "en-in"}

ORDINAL = re.compile(r"(?<![\d])(\d{1,2})(?:st|nd|rd|th|er|o|a|-?(?:го|е|ე|те|ші|і))(?![^\W\d_])")
ODD = re.compile(rf"(?!{LETTER})[^\w\s,.;:/|()\[\]@·•'–—،、״॰-]")
MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
MONTH_NUMBER = re.compile(r"\b(?:thang|thg) (\d{1,2})\b")


def read_day(text: str, language: str | None) -> Day | None:
    """Return the day in folded `text`, or None if it is ambiguous or impossible."""
    text = IN_ERA.sub(_year_of_era, text.replace("中華", "").replace("中华", ""))
    day = _numeric(text, language) or _named(MONTH_NUMBER.sub(_month_name, text), language)
    day = in_calendar(day, language) if day else None
    return day if day and day != Day() and is_possible(day) else None


def _numeric(text: str, language: str | None) -> Day | None:
    for pattern, read in NUMERIC:
        if match := pattern.search(text):
            rest = f"{text[: match.start()]} {text[match.end() :]}"
            empty = _named(rest, language) == Day()
            return read(match, language) if empty else None
    return None


def is_possible(day: Day) -> bool:
    if day.shift is not None:
        return True
    if day.year is not None and day.year not in YEARS:
        return False
    try:
        date(day.year or 2000, day.month or 1, day.day or 1)
    except ValueError:
        return False
    return day.month != 0 and day.day != 0


def _year_of_era(match: re.Match[str]) -> str:
    return str(ERAS[match["era"]] + (1 if match["year"] == "元" else int(match["year"])))


def _month_name(match: re.Match[str]) -> str:
    number = int(match[1])
    return f" {MONTHS[number - 1]} " if 1 <= number <= 12 else match[0]


NUMERIC: list[tuple[re.Pattern[str], Callable[[re.Match[str], str | None], Day | None]]] = [
    (CJK, lambda m, _: Day(int(m[1]), int(m[2]), int(m[3]) if m[3] else None)),
    (CJK_MD, lambda m, _: Day(None, int(m[1]), int(m[2]))),
    (YMD, lambda m, _: Day(int(m[1]), int(m[3]), int(m[4]))),
    (DMY, lambda m, _: Day(int(m[3]), int(m[2]), int(m[1]))),
    (DMY_SHORT, lambda m, language: _short_year(int(m[1]), int(m[2]), int(m[3]), language)),
    (SLASHED, lambda m, language: _slashed(int(m[1]), int(m[3]), int(m[4]), language)),
    (SLASHED_SHORT, lambda m, language: _slashed_short(int(m[1]), int(m[2]), int(m[3]), language)),
    (YM, lambda m, _: Day(int(m[1]), int(m[2]))),
    (MY, lambda m, _: Day(int(m[2]), int(m[1]))),
]


def in_calendar(day: Day, language: str | None) -> Day | None:
    """Return the Gregorian day of one that is printed in the calendar of a page's language.

    >>> in_calendar(Day(2569, 11, 24), "th")
    Day(year=2026, month=11, day=24, shift=None)
    """
    if day.year is None:
        return day
    if day.year in BUDDHIST_YEARS and "th" in languages_of(language):
        return day._replace(year=day.year - BUDDHIST_ZERO)
    if day.year in JALALI_YEARS and "fa" in languages_of(language):
        return from_jalali(day.year, day.month or 0, day.day or 0)
    return day


def _short_year(day: int, month: int, year: int, language: str | None) -> Day | None:
    # Where the day always comes first, "14.03.26" has one meaning if it is in the web's century.
    return Day(2000 + year, month, day) if _day_first(language) and year < 70 else None


def _slashed(first: int, second: int, year: int, language: str | None) -> Day | None:
    if first > 12 or first == second:
        return Day(year, second, first)
    if second > 12 or _tag(language) == "en-us":
        return Day(year, first, second)
    return Day(year, second, first) if _day_first(language) else None


def _slashed_short(first: int, second: int, year: int, language: str | None) -> Day | None:
    """Read `11/20/26`, which has one meaning; `20/11/26` may begin with a year somewhere."""
    if second <= 12 and not _day_first(language) and _tag(language) != "en-us":
        return None
    return _slashed(first, second, 2000 + year, language) if year < 70 else None


def _day_first(language: str | None) -> bool:
    tag = _tag(language)
    if tag.split("-")[-1] in MONTH_FIRST_REGIONS:
        return False
    return tag in DAY_FIRST_TAGS or tag.split("-")[0] in DAY_FIRST


def _tag(language: str | None) -> str:
    return (language or "").lower().replace("_", "-")


def from_jalali(year: int, month: int, day: int) -> Day | None:
    """Return the Gregorian day of an Iranian date; valid for the years 1300-1499.

    >>> from_jalali(1399, 1, 1)
    Day(year=2020, month=3, day=20, shift=None)
    """
    longest = 31 if month < 7 else 30
    if year not in JALALI_YEARS or not (1 <= month <= 12 and 1 <= day <= longest):
        return None
    ordinal = _jalali_ordinal(year, month, day)
    if ordinal >= _jalali_ordinal(year + 1, 1, 1):  # 30 Esfand of a common year
        return None
    moment = date.fromordinal(ordinal)
    return Day(moment.year, moment.month, moment.day)


def _jalali_ordinal(year: int, month: int, day: int) -> int:
    # Leap years by the 33-year rule, which holds for 1300-1499 except a few distant years.
    cycle, rest = divmod(year + 1595, 33)
    months = (month - 1) * 31 if month < 7 else (month - 7) * 30 + 186
    return 365 * (year + 1595) + cycle * 8 + (rest + 3) // 4 + months + day - JALALI_ZERO


Meaning = tuple[str, int]
"""A field of Words and its value; or a filler, or a weekday that may be a month."""


class Words(NamedTuple):
    """The meanings of a date's words, before it is known whether they form a date."""

    years: list[int]
    months: list[int]
    jalali: list[int]
    days: list[int]
    shifts: list[int]


def _named(text: str, language: str | None) -> Day | None:
    """Return the day in words; an empty Day for fillers only, None if a word is unknown."""
    if ODD.search(text):
        return None
    tokens = WORD.findall(ORDINAL.sub(r"\1 ", text))
    # All languages are loaded only if a page prints words that its own language lacks.
    words = _words(tokens, language) or _words(tokens, language, foreign=True)
    if words is None:
        return None
    year, month, jalali, day, shift = (found[0] if found else None for found in words)
    if shift is not None:
        return Day(shift=shift) if (year or month or jalali or day) is None else None
    if jalali:
        return from_jalali(year, jalali, day) if year and day and not month else None
    if (day and not month) or (month and not (day or year)):
        return None
    return Day(year, month, day)


def _words(tokens: list[str], language: str | None, *, foreign: bool = False) -> Words | None:
    """Return what the words mean, or None if one is unknown or two contradict each other."""
    found = Words([], [], [], [], [])
    maybe_weekdays: list[int] = []
    kinds = found._asdict() | {"filler": [], "weekday or month": maybe_weekdays}
    place = 0
    while place < len(tokens):
        size, meaning = _next(tokens[place : place + 3], language, foreign)
        if not meaning:
            return None
        kinds[meaning[0]].append(meaning[1])
        place += size
    # Spanish and French "mar" means Tuesday if another month stands beside it.
    if not found.months:
        found.months.extend(maybe_weekdays)
    return found if all(len(values) < 2 for values in found) else None


def _next(tokens: list[str], language: str | None, foreign: bool) -> tuple[int, Meaning | None]:
    """Return how many of three tokens form the longest known phrase, and its meaning."""
    if tokens[0].isdigit():
        kind = {1: "days", 2: "days", 4: "years"}.get(len(tokens[0]))
        return 1, (kind, int(tokens[0])) if kind else None
    for size in range(len(tokens), 0, -1):
        if meaning := _meaning(" ".join(tokens[:size]), language, foreign):
            return size, meaning
    return 1, None


@lru_cache(maxsize=4096)
def _meaning(phrase: str, language: str | None, foreign: bool) -> Meaning | None:
    languages = languages_of(language)
    for name in languages:
        if name in LINES and (meaning := _named_in(phrase, vocabulary(name), day_words(name))):
            return meaning
    if phrase in fillers():
        return "filler", 0
    if phrase in jalali_months() and (language is None or "fa" in languages):
        return "jalali", jalali_months()[phrase]
    return _named_in(phrase, all_vocabularies(), _all_day_words()) if foreign else None


def _named_in(phrase: str, words: Vocabulary, days: dict[str, int]) -> Meaning | None:
    if phrase in words.months:
        kind = "weekday or month" if phrase in words.weekdays else "months"
        return kind, words.months[phrase]
    if phrase in days:
        return "shifts", days[phrase]
    return ("filler", 0) if phrase in words.weekdays else None


@lru_cache(maxsize=1)
def _all_day_words() -> dict[str, int]:
    # No two languages use one word for different days; a test checks this.
    return {word: shift for name in LINES for word, shift in day_words(name).items()}
