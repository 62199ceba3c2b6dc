"""The language of an article: what its page declares, checked against the text."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import justext
from babel.core import get_global

from newscrawl.extract.ld import each, plain
from newscrawl.page import Page

TAG = re.compile(r"[a-zA-Z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
SAMPLE = 2_500
"""Characters of a text that are looked at."""
ENOUGH = 60
"""Words, or letters of a script, from which a text tells its language."""
FEW, MANY = 0.12, 0.28
"""Of the words of a text, how many are common ones of a language that it is not, and that it is."""
CLEAR = 1.25
"""Times the common words of the next language."""
MOST = 0.8
"""The share of the letters that make a text one of their script."""
SCRIPTS = {
    "LATIN": "Latn",
    "CYRILLIC": "Cyrl",
    "GREEK": "Grek",
    "ARABIC": "Arab",
    "HEBREW": "Hebr",
    "HANGUL": "Kore",
    "CJK": "Hani",
    "HIRAGANA": "Jpan",
    "KATAKANA": "Jpan",
    "THAI": "Thai",
    "DEVANAGARI": "Deva",
    "BENGALI": "Beng",
    "ARMENIAN": "Armn",
    "GEORGIAN": "Geor",
    "TAMIL": "Taml",
    "TELUGU": "Telu",
    "GUJARATI": "Gujr",
    "KANNADA": "Knda",
    "MALAYALAM": "Mlym",
    "GURMUKHI": "Guru",
    "SINHALA": "Sinh",
    "KHMER": "Khmr",
    "LAO": "Laoo",
    "MYANMAR": "Mymr",
    "ETHIOPIC": "Ethi",
}
WRITTEN = {"Hans": {"Hani"}, "Hant": {"Hani"}, "Jpan": {"Jpan", "Hani"}, "Kore": {"Kore", "Hani"}}
"""The scripts in which a text of a language may be, where they are several."""

NAMED = {
    "en": "English", "de": "German", "fr": "French", "es": "Spanish", "it": "Italian",
    "pt": "Portuguese", "nl": "Dutch", "sv": "Swedish", "da": "Danish", "nb": "Norwegian_Bokmal",
    "nn": "Norwegian_Nynorsk", "no": "Norwegian_Bokmal", "fi": "Finnish", "is": "Icelandic",
    "pl": "Polish", "cs": "Czech", "sk": "Slovak", "sl": "Slovenian", "hr": "Croatian",
    "bs": "Bosnian", "ro": "Romanian", "hu": "Hungarian", "tr": "Turkish", "et": "Estonian",
    "lv": "Latvian", "lt": "Lithuanian", "ca": "Catalan", "gl": "Galician", "eu": "Basque",
    "id": "Indonesian", "ms": "Malay", "vi": "Vietnamese", "sq": "Albanian", "af": "Afrikaans",
    "ga": "Irish", "cy": "Welsh", "sw": "Swahili", "az": "Azerbaijani", "tl": "Tagalog",
}  # fmt: skip
"""Languages in Latin letters, and what their words are called by jusText."""


class Language(NamedTuple):
    tag: str | None
    doubt: str | None = None
    """What is to be said of a declared language that the text is not."""
    declared: str | None = None
    """What the page declares first: its own words may be of that language all the same."""


def read_language(page: Page, text: str | None) -> Language:
    """Return the language as a BCP 47 tag: the article's own, else the document's.

    A declared language that the text plainly is not is not believed: another one that the page
    declares is, else the text's own where that is clear, else none. No declaration, no language.
    """
    declared = list(dict.fromkeys(_declared(page)))
    if not declared:
        return Language(None)
    sample = (text or "")[:SAMPLE]
    believed = next((tag for tag in declared if is_of(sample, tag)), None)
    if believed == declared[0]:
        return Language(believed, declared=believed)
    believed = believed or language_of(sample)
    return Language(
        believed,
        f"in_language: the page declares {declared[0]}, which its text is not; "
        + (f"{believed} is believed" if believed else "none is believed"),
        declared[0],
    )


def declared_language(page: Page) -> str | None:
    """Return the language that the page declares as a BCP 47 tag, whatever its text is."""
    return next(_declared(page), None)


def is_of(text: str, tag: str) -> bool:
    """Return whether a text may be of a language; False only if it plainly is of another."""
    script = script_of(text)
    own = _script(tag)
    if script and own and script not in WRITTEN.get(own, {own}):
        return False
    words = _words(text)
    common = _common(tag)
    if script != "Latn" or len(words) < ENOUGH or not common or _share(words, common) >= FEW:
        return True
    best = max(_shares(words), default=(0.0, ""))
    return best[0] < MANY


def language_of(text: str) -> str | None:
    """Return the language of a text in Latin letters, if it is clear."""
    words = _words(text)
    if script_of(text) != "Latn" or len(words) < ENOUGH:
        return None
    (first, tag), (second, _) = sorted(_shares(words), reverse=True)[:2]
    return tag if first >= MANY and first >= CLEAR * second else None


def script_of(text: str) -> str | None:
    """Return the script of most letters, as ISO 15924 has it; None if they are few or mixed.

    >>> script_of("Паром вышел из тумана и вернулся в гавань. " * 3)
    'Cyrl'
    """
    found = Counter[str]()
    for sign in filter(str.isalpha, text[: 10 * ENOUGH]):
        found[SCRIPTS.get(unicodedata.name(sign, "").split(" ")[0], "")] += 1
    total = found.total()
    if found["Jpan"] > 0.1 * total:  # kana stand between signs that are Chinese too
        found["Jpan"] += found.pop("Hani", 0)
    if total < ENOUGH:
        return None
    script, count = found.most_common(1)[0]
    return script if script and count >= MOST * total else None


def _declared(page: Page) -> Iterator[str]:
    given = page.ld.get("inLanguage")
    codes = [plain(one.get("alternateName")) for one in each(given) if isinstance(one, dict)]
    head = (page.attr("html", "lang"), page.meta("og:locale"), page.meta("dc.language", "language"))
    for value in (*codes, plain(given), *head):
        tag = (value or "").strip().replace("_", "-")
        if TAG.fullmatch(tag):
            yield tag


@lru_cache(maxsize=256)
def _script(tag: str) -> str | None:
    likely = get_global("likely_subtags")
    parts = tag.replace("-", "_").split("_")
    given = next((one.title() for one in parts[1:] if len(one) == 4), None)
    whole = likely.get(f"{parts[0].lower()}_{parts[-1].upper()}") or likely.get(parts[0].lower())
    found = whole.split("_")[1] if whole and whole.count("_") else None
    return given or found


@lru_cache(maxsize=256)
def _common(tag: str) -> frozenset[str]:
    """Return the common words of a language, empty if they are not known."""
    name = NAMED.get(tag.split("-", maxsplit=1)[0].lower())
    return frozenset(justext.get_stoplist(name)) if name else frozenset()


def _shares(words: list[str]) -> list[tuple[float, str]]:
    return [(_share(words, _common(tag)), tag) for tag in NAMED]


def _share(words: list[str], common: frozenset[str]) -> float:
    return sum(one in common for one in words) / len(words)


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", text.lower())
