"""Dates among other words: recognised and cut out as a whole, but not read."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import lru_cache
from itertools import islice

from newscrawl.extract.date_days import ERA
from newscrawl.extract.date_halves import any_finder, every_finder
from newscrawl.extract.date_names import all_vocabularies, vocabulary
from newscrawl.extract.date_relative import LINES, day_words, find_ago, is_bare
from newscrawl.extract.date_words import LANGUAGES, LETTER, WORD, fillers, fold, jalali_months
from newscrawl.extract.dates import Reading, read_date
from newscrawl.extract.zones import abbreviations

CLOCK = (
    r"(?:[\s,;|•·@–—-]|at|um|à|a las|alle|às|om|kl\.?|в|о|ob|les?|T)*"
    r"\d{1,2}(?:[:.h]|\s:\s)\d{2}(?::\d{2})?(?:\s*(?:[ap]\.?\s?m\b\.?|uhr|hs?\b\.?))?"
    r"(?:\s*(?:UTC|GMT|MSK|CES?T|[ECMP][SD]T|Z)\b)?(?:\s*[+-]\d{2}:?\d{2})?"
)
BEFORE = (
    r"(?:\d{1,2}[:.h]\d{2}(?::\d{2})?(?:\s*[ap]\.?m\.?|\s*uhr)?[\s,|•·–—-]*+(?:on|am|le|el)?\s*+)?"
)
NUMBERS = (
    r"(?:\d{4}[-/.]\s?\d{1,2}[-/.]\s?\d{1,2}|\d{1,2}[-/.]\s?\d{1,2}[-/.]\s?(?:\d{4}|\d{2})\b"
    r"|\d{1,2}\.\d{1,2},\s?\d{4}\b|\d{1,2}\s(?:tháng|thg)\s\d{1,2},?\s(?:năm\s)?\d{4}\b"
    rf"|(?:\d{{4}}|{ERA})\s?年\s*\d{{1,2}}\s?月\s*\d{{1,2}}\s?日"
    r"|\d{4}\s?년\s*\d{1,2}\s?월\s*\d{1,2}\s?일)"
)
NAME = rf"(?:{LETTER}{{2,14}}\.?|(?:{LETTER}{{1,3}}\.){{2,3}})"
YEARLESS = (
    rf"(?:(?P<m1>{NAME})\s+\d{{1,2}}(?:st|nd|rd|th)?\b"
    rf"|\d{{1,2}}(?:st|nd|rd|th|er|º|\.)?[\s/-]*(?:de\s+|of\s+|d['’])?(?P<m2>{NAME}))"
)
YEAR = r"[,\s/-]*(?:de\s+|del\s+)?\d{4}\b"
FULL = re.compile(rf"{BEFORE}\b{NUMBERS}(?:{CLOCK})?", re.IGNORECASE)
NAMED = re.compile(rf"{BEFORE}\b{YEARLESS}(?:{YEAR})(?:{CLOCK})?", re.IGNORECASE)
SHORT = re.compile(rf"\b{YEARLESS}(?:{CLOCK})?", re.IGNORECASE)
TIME_ONLY = re.compile(rf"^\W*+{CLOCK}\W*$", re.IGNORECASE)

ANY_DAY = datetime(2050, 6, 15, 12, tzinfo=UTC)
"""Whether words are a date does not depend on the day."""
NOWHERE = "+13:59"
"""A zone that no page prints, so that any printed one changes what is read."""
TOKEN = re.compile(r"\S+")
DIGIT = re.compile(r"\d")
EDGE = " ,;|•·–—-"
CLOCKS = frozenset("gmt utc z t am pm a p m hrs hours hs h uhr 時 时 点 點 시 分 분 秒 초".split())
AFTER, AHEAD = 6, 4
"""Words behind and before what looks like a date that may belong to it."""
PIECE = re.compile(r"\s+|[^\W_]+|.", re.DOTALL)


def find_date(text: str) -> str | None:
    """Return the first date in a short text as printed, whole, or None.

    Whole means all that `read_date` understands: the part of the day, the zone, a year behind the
    time. What only looks like a date is returned too.

    >>> find_date("Quill on March 3, 2020 at 4:05 pm said")
    'March 3, 2020 at 4:05 pm'
    >>> find_date("Am 29. Mai 2017 um 14:38 von Hugo")
    '29. Mai 2017 um 14:38'
    >>> find_date("Oona, 24.11.2026 17:05 UTC+3, Harbour")
    '24.11.2026 17:05 UTC+3'
    >>> find_date("Marius 18"), find_date("section 3 of 9")
    (None, None)
    """
    return next(iter(_dates(text[:400])), None)


def find_dates(text: str) -> tuple[str, ...]:
    """Return all dates in a short text as printed, in their order.

    >>> find_dates("Updated 5 May 2026, 09:10 | Published 4 May 2026, 17:05")
    ('5 May 2026, 09:10', '4 May 2026, 17:05')
    """
    return _dates(text[:400])


def is_date(text: str) -> bool:
    """Return whether a text is little more than a date.

    >>> is_date("3. Mai 2020 um 14:38 Uhr"), is_date("I was there on 3 May 2020, and you?")
    (True, False)
    """
    found = find_date(text) if len(text) < 120 else None
    rest = re.sub(r"\W+", "", " ".join(text.split()).replace(found, "", 1)) if found else text
    return bool(found) and len(rest) <= 12


def is_only_date(text: str) -> bool:
    """Return whether a text is a date and words that belong to dates, and nothing else.

    >>> is_only_date("am 3. Mai 2020 um 14:38 Uhr"), is_only_date("Since 3 May 2020.")
    (True, False)
    """
    found = find_date(text) if len(text) < 120 else None
    rest = " ".join(text.split()).replace(found, " ", 1) if found else ""
    return bool(found) and all(map(_is_of_dates, rest.split()))


def is_day_word(text: str) -> bool:
    """Return whether a text is a word for a day or moment, and no more.

    >>> is_day_word("Yesterday"), is_day_word("gestern"), is_day_word("April")
    (True, True, False)
    """
    return len(text) < 20 and not re.search(r"\d", text) and _read(text) is not None


def whole_date(text: str) -> str | None:
    """Return the date that begins a text in a place that is a date's: an amount or a word alone.

    >>> whole_date("5h • Edited"), whole_date("Yesterday"), whole_date("3 likes")
    ('5h', 'Yesterday', None)
    """
    first = re.split(r"\s*[•·|(,]|\s[–—-]\s", text[:80], maxsplit=1)[0].strip()
    return first if is_day_word(first) or is_bare(fold(first)) else None


@lru_cache(maxsize=8192)
def _dates(text: str) -> tuple[str, ...]:
    text = " ".join(text.split())
    found: list[str] = []
    place = 0
    while span := _first(text, place):
        found.append(text[slice(*span)].strip(EDGE))
        place = span[1]
    return tuple(found)


def _first(text: str, place: int) -> tuple[int, int] | None:
    """Return where the next date stands: of the surest form that the text has, the first."""
    rest = text[place:]
    if not DIGIT.search(rest) and not _ago(rest):
        return None
    for finder in (_full, _named, _phrased, _ago, _day_word, _short):
        if span := finder(rest):
            start, end = _widened(rest, *span)
            return place + start, place + end
    return None


def _full(text: str) -> tuple[int, int] | None:
    match = FULL.search(text)
    return match.span() if match else None


def _named(text: str) -> tuple[int, int] | None:
    return next((m.span() for m in _each(NAMED, text) if _month(m) in _months()), None)


def _phrased(text: str) -> tuple[int, int] | None:
    """Find a day beside a month of several words: `14 tháng ba`."""
    return _in_folded(text, lambda folded: m.span() if (m := _phrases().search(folded)) else None)


def _short(text: str) -> tuple[int, int] | None:
    # "2 yr ago 3 replies" does not name 3 August, though "ago" is Spanish for it.
    months = (m.span() for m in _each(SHORT, text) if _month(m) in _months() - {"ago"})
    return next(months, None)


def _each(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Yield all matches, also those that begin inside another: `2026. gada 24. novembris`."""
    match = pattern.search(text)
    while match:
        yield match
        match = pattern.search(text, match.start() + 1)


def _month(match: re.Match[str]) -> str:
    return " ".join(WORD.findall(fold(match["m1"] or match["m2"])))


def _ago(text: str) -> tuple[int, int] | None:
    return _in_folded(text, find_ago)


def _day_word(text: str) -> tuple[int, int] | None:
    """Find `Yesterday, 10:15`."""
    return _in_folded(text, lambda folded: next(_at_clocks(folded), None))


def _at_clocks(folded: str) -> Iterator[tuple[int, int]]:
    for match in _day_words().finditer(folded):
        if _read(match[0]):
            yield match.span()


def _in_folded(text: str, find: Callable[[str], tuple[int, int] | None]) -> tuple[int, int] | None:
    """Return where in a text that stands which is found in its folded form."""
    if find(fold(text)) is None:
        return None  # as in most texts, and soon said
    folded, places = "", list[tuple[int, int]]()
    for piece in PIECE.finditer(text):
        said = " " if piece[0].isspace() else fold(piece[0])
        folded += said
        # In Japanese and Chinese one piece may be a sentence, with the date in the middle.
        by_letter = len(said) == len(piece[0])
        places += ((n, n + 1) if by_letter else piece.span() for n in _steps(piece, len(said)))
    span = find(folded)
    return (places[span[0]][0], places[span[1] - 1][1]) if span and span[0] < span[1] else None


def _steps(piece: re.Match[str], length: int) -> range:
    return range(piece.start(), piece.start() + length)


def _widened(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a date's place with the words around that change what it says."""
    if re.search(r"[:.h]\d\d$", text[start:end]):
        # A language that is not known here may have the word for something else.
        part = _in_folded(text[end:], _part_of_day)
        end += part[1] if part else 0
    best = _read(text[start:end])
    kept = start, end
    for stop in _ends(text, end):
        if (reading := _read(text[start:stop].rstrip(EDGE))) and reading != best:
            best, kept = reading, (start, stop)
    for begin in _starts(text, start):
        if (reading := _read(text[begin : kept[1]])) and reading != best:
            best, kept = reading, (begin, kept[1])
    return kept


def _part_of_day(folded: str) -> tuple[int, int] | None:
    match = every_finder().after.match(folded)
    return match.span() if match else None


def _ends(text: str, end: int) -> Iterator[int]:
    """Yield the ends of the words behind a date, as long as dates have such words."""
    for token in islice(TOKEN.finditer(text, end), AFTER):
        if not _is_of_dates(token[0]):
            return
        yield token.end()


def _starts(text: str, start: int) -> Iterator[int]:
    tokens = list(TOKEN.finditer(text, 0, start))
    for token in reversed(tokens[-AHEAD:]):
        if not _is_of_dates(token[0]):
            return
        yield token.start()


@lru_cache(maxsize=8192)
def _is_of_dates(token: str) -> bool:
    return all(word.isdigit() or word in _words() for word in WORD.findall(fold(token)))


@lru_cache(maxsize=8192)
def _read(text: str) -> Reading | None:
    # The page's language is not known here: any in which it is a date will do.
    for language in (None, "en-GB", "fa", "th", *_tongues(text)):
        if reading := read_date(text, timezone=NOWHERE, now=ANY_DAY, language=language):
            return reading
    return None


def _tongues(text: str) -> Iterator[str]:
    """Yield the languages that have a month of this name: "lis" is another month in some."""
    words = set(WORD.findall(fold(text)))
    return (one for one in LANGUAGES if not words.isdisjoint(vocabulary(one).months))


@lru_cache(maxsize=1)
def _months() -> frozenset[str]:
    months = (word for language in LANGUAGES for word in vocabulary(language).months)
    return frozenset((*months, *jalali_months()))


@lru_cache(maxsize=1)
def _phrases() -> re.Pattern[str]:
    months = "|".join(sorted((word for word in _months() if " " in word), key=len, reverse=True))
    return re.compile(rf"(?<!\d)\d{{1,2}}\s(?:{months})(?!{LETTER})")


@lru_cache(maxsize=1)
def _words() -> frozenset[str]:
    """Return the single words that may stand in a date of any language."""
    known = (*_months(), *all_vocabularies().weekdays, *any_finder().parts, *abbreviations())
    phrases = (*known, *(word for name in LINES for word in day_words(name)))
    return frozenset(word for phrase in phrases for word in phrase.split()) | fillers() | CLOCKS


@lru_cache(maxsize=1)
def _day_words() -> re.Pattern[str]:
    words = sorted({word for name in LINES for word in day_words(name)}, key=len, reverse=True)
    return re.compile(
        rf"(?<!{LETTER})(?:{'|'.join(words)})(?:[^\w\n]|{LETTER}{{1,8}}[.\s]|[上下]?午|오[전후]){{0,6}}"
        r"\d{1,2}(?:[:.h]\d\d|\s?[時时点點시](?:\s?\d{1,2}\s?[分분])?)"
    )
