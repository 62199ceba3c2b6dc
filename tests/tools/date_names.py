"""Write the names of months, weekdays and parts of the day that newscrawl reads, from Babel's CLDR.

`python -m tests.tools.date_names`, after another Babel is installed or LANGUAGES has a new one.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import babel
from babel import Locale
from babel.localedata import LocaleDataDict

from newscrawl.extract.date_cldr import TABLE
from newscrawl.extract.date_words import LANGUAGES, WORD, fold

SCRIPTS = {"sr": ("sr", "sr_Latn"), "uz": ("uz", "uz_Cyrl")}
"""The locales of a language that is printed in two scripts."""

# CLDR's day periods, the weaker first: in French "du matin" is of the night and of the morning.
PERIODS = (
    ("midnight", "night"),
    ("night", "night"),
    ("noon", "noon"),
    ("afternoon", "noon"),
    ("evening", "pm"),
    ("morning", "am"),
    ("pm", "pm"),
    ("am", "am"),
)


def table() -> dict[str, Any]:
    """Return what the file holds, by the Babel that is installed."""
    return {"babel": babel.__version__, **{name: _names(name) for name in LANGUAGES}}


def written(names: Mapping[str, Any]) -> str:
    """Return the table as JSON, one language a line."""
    lines = (
        f"{json.dumps(key)}: {json.dumps(one, ensure_ascii=False)}" for key, one in names.items()
    )
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _names(language: str) -> dict[str, Any]:
    months: dict[str, int] = {}
    weekdays: dict[str, None] = {}
    parts: dict[str, str] = {}
    for locale in map(Locale.parse, SCRIPTS.get(language, (language,))):
        months |= {word: number for number, word in _numbered(locale.months) if _is_month(word)}
        weekdays |= dict.fromkeys(word for _, word in _numbered(locale.days))
        parts |= dict(_parts(locale))
    return {"months": months, "weekdays": [*weekdays], "parts": parts}


def _numbered(names: LocaleDataDict) -> Iterator[tuple[int, str]]:
    # Copies, because Babel stores what one locale inherits where the next one looks: without
    # copies, Ukrainian gets the stand-alone months of Chinese.
    names = names.copy()
    numbered: list[tuple[int, str]] = []
    for context in ("format", "stand-alone"):
        widths = names[context].copy()
        for width in ("wide", "abbreviated"):
            numbered += widths[width].items()
    yield from zip((n for n, _ in numbered), _keys(name for _, name in numbered), strict=True)


def _parts(locale: Locale) -> Iterator[tuple[str, str]]:
    periods = locale.day_periods.copy()
    for kind, part in PERIODS:
        for context in ("format", "stand-alone"):
            widths = periods[context].copy() if context in periods else {}
            for width in ("wide", "abbreviated"):
                names = widths[width].copy() if width in widths else {}
                said = [name for key, name in names.items() if key.startswith(kind)]
                # A single Latin letter is rather a unit.
                words = (word for word in _keys(said) if len(word) > 1 or not word.isascii())
                yield from ((word, part) for word in words)


def _is_month(word: str) -> bool:
    # Two Latin letters, Roman numerals and "3月" are not names.
    short = word.isascii() and (len(word) < 3 or set(word) <= set("ivx"))
    return not short and not any(char.isdigit() for char in word)


def _keys(names: Iterable[str]) -> list[str]:
    """Return names as the reader of dates meets them: words, folded, without dots or hyphens."""
    return [" ".join(WORD.findall(fold(name))) for name in names]


if __name__ == "__main__":
    TABLE.write_text(written(table()), encoding="utf-8")
