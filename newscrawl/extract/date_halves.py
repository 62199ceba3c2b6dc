"""The words for a part of the day beside a time of twelve hours: `5:05 μ.μ.`, `下午5:05`."""

import re
from collections.abc import Iterable
from functools import cached_property, lru_cache

from newscrawl.extract.date_cldr import Part, cldr
from newscrawl.extract.date_names import vocabulary
from newscrawl.extract.date_words import LANGUAGES, LETTER, WORD, fillers, fold, languages_of

# Words that CLDR lacks, or files under another part of the day than pages mean.
MORE: dict[str, dict[str, Part]] = {
    "ar": {"صباحا": "am", "ظهرا": "noon", "عصرا": "pm", "مساء": "pm", "في المساء": "pm"},
    "az": {"axşam": "pm"},
    "bg": {"на обяд": "noon", "преди обяд": "am", "след обяд": "pm", "следобед": "pm"},
    "cs": {"hod dop": "am", "hod odp": "pm"},
    "en": {"a m": "am", "p m": "pm"},
    "es": {"am": "am", "pm": "pm", "de la tarde": "pm", "de la mañana": "am"},
    "fa": {"قبل از ظهر": "am", "بعد از ظهر": "pm", "صبح": "am", "عصر": "pm"},
    "he": {"לפנה״צ": "am", "אחה״צ": "pm", "לפני הצהריים": "am"},
    "hi": {"पूर्वाह्न": "am", "अपराह्न": "pm"},
    "hr": {"prijepodne": "am", "poslijepodne": "pm"},
    "ja": {"朝": "am", "夕": "pm", "夜": "night"},
    "ko": {"새벽": "night", "낮": "noon"},
    "sr": {"pre podne": "am", "po podne": "pm", "uveče": "pm", "ujutru": "am"},
    "uz": {"ТО": "am", "ТК": "pm"},
    "vi": {"SA": "am", "CH": "pm"},
    "zh": {"中午": "noon", "傍晚": "pm", "晚间": "pm", "夜间": "night", "凌晨": "am"},
}

ZONES = frozenset({"gmt", "utc", "z"})
"""Stand beside the clock of every feed; of no language, so that none is loaded for them."""
CLOSE = r"[.\s'’״\"]{0,3}"
UNSPACED = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""Scripts in which a word may begin right after another."""


class Finder:
    """The words of some languages, and where they stand: at the end of a text, at its start."""

    def __init__(self, parts: dict[str, Part]) -> None:
        self.parts = parts
        self._listed = sorted(parts, key=len, reverse=True)

    # Those of all languages take a tenth of a second each, and often one is enough, or none.
    @cached_property
    def before(self) -> re.Pattern[str]:
        opening = "|".join(
            ("" if UNSPACED.match(word) else rf"(?<!{LETTER})") + _closed(word)
            for word in self._listed
        )
        return re.compile(rf"({opening or '(?!)'})[.,]?\s?$")

    @cached_property
    def after(self) -> re.Pattern[str]:
        words = "|".join(map(_closed, self._listed)) or "(?!)"
        return re.compile(rf"\s?\(?({words})(?!{LETTER})[.]?\)?")


def cut_part_of_day(before: str, after: str, language: str | None) -> tuple[Part | None, str, str]:
    """Return the part of the day named beside a clock, and what is left before and after it.

    Folded texts. The page's own language counts first, then what no language contradicts.
    """
    own = languages_of(language)
    for name in own:
        if found := _cut(before, after, finder(name)):
            return found
    near = (*WORD.findall(after)[:1], *WORD.findall(before)[-1:])
    foreign = any(not word.isdigit() and not _is_own(word, own) for word in near)
    found = _cut(before, after, any_finder()) if foreign else None
    return found or (None, before, after)


def hour_of_day(hour: int, part: Part | None) -> int | None:
    """Return the hour on a clock of 24 hours; None if the words leave it open.

    >>> hour_of_day(12, "am"), hour_of_day(5, "pm"), hour_of_day(11, "noon")
    (0, 17, 11)
    >>> hour_of_day(11, "night"), hour_of_day(4, "night"), hour_of_day(14, "am")
    (23, None, None)
    """
    if part is None:
        return hour
    if hour > 12:
        return hour if part != "am" else None  # "14:30 pm" is odd but clear
    if part == "night":
        part = "am" if hour in {12, 0, 1, 2, 3} else "pm" if hour > 5 else None
        if part is None:
            return None
    late = part == "pm" or (part == "noon" and hour not in {10, 11})
    return hour % 12 + (12 if late else 0)


@lru_cache(maxsize=64)
def finder(language: str) -> Finder:
    """Return what finds the words of one of LANGUAGES."""
    own = cldr()[language].parts if language in LANGUAGES else {}
    return Finder(own | _keyed(MORE.get(language, {}).items()))


@lru_cache(maxsize=1)
def any_finder() -> Finder:
    """Return what finds the words that mean the same wherever they are used."""
    meanings: dict[str, set[Part]] = {}
    for language in LANGUAGES:
        for word, part in finder(language).parts.items():
            meanings.setdefault(word, set()).add(part)
    return Finder({word: parts.pop() for word, parts in meanings.items() if len(parts) == 1})


@lru_cache(maxsize=1)
def every_finder() -> Finder:
    """Return what finds the words of all languages: they are cut out with their time."""
    return Finder({w: part for name in LANGUAGES for w, part in finder(name).parts.items()})


def _keyed(words: Iterable[tuple[str, Part]]) -> dict[str, Part]:
    keyed = ((" ".join(WORD.findall(fold(word))), part) for word, part in words)
    # A single Latin letter is rather a unit.
    return {word: part for word, part in keyed if len(word) > 1 or not word.isascii()}


def _closed(word: str) -> str:
    return CLOSE.join(map(re.escape, word.split()))


def _cut(before: str, after: str, words: Finder) -> tuple[Part, str, str] | None:
    if match := words.after.match(after):
        return words.parts[_key(match[1])], before, after[match.end() :]
    if match := words.before.search(before):
        return words.parts[_key(match[1])], before[: match.start()], after
    return None


def _key(said: str) -> str:
    return " ".join(WORD.findall(said))


def _is_own(word: str, languages: tuple[str, ...]) -> bool:
    if word in fillers() or word in ZONES:
        return True
    return any(
        word in words.months or word in words.weekdays for words in map(vocabulary, languages)
    )
