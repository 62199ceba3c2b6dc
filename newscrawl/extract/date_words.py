"""The words of printed dates: months, weekdays and what may stand around them.

Month names are dateparser's (from CLDR), taken as data: its own parser guesses (see the tests).
What CLDR lacks or has in one case only is added here.
"""

import importlib
import unicodedata
from functools import lru_cache
from typing import Any, NamedTuple

MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

TAGS = (
    "en de fr es pt it cs pl sr lt lv ro tr fa ar vi ja ky el be hy ab os ka az kk uz tg zh ru uk"
    " nl sv nb da fi hu"
)
LANGUAGES = tuple(TAGS.split())
ALIASES = {"no": "nb", "nn": "nb", "prs": "fa", "mo": "ro", "md": "ro", "sh": "sr"}
SCRIPTS = {"sr": ("sr", "sr-Latn"), "uz": ("uz", "uz-Cyrl"), "ab": (), "tg": ()}
"""The files of dateparser, where they are not one file of that name."""

LETTERS = str.maketrans(
    {"’": "'", "ı": "i", "ي": "ی", "ى": "ی", "ك": "ک", "ة": "ه", "ӕ": "æ", "ҧ": "ԥ"}
)

# January to December, ";" between months; beside the forms of CLDR.
EXTRA_MONTHS = {
    "ab": "ажьырныҳәа; жәабран; хәажәкыра; мшаԥы; лаҵара; рашәара; ԥхынгәы; нанҳәа; цәыббра;"
    "жьҭаара; абҵара; ԥхынҷкәын",
    "ar": "كانون الثاني|جانفي; شباط|فيفري; آذار; نيسان|أفريل; أيار|ماي; حزيران|جوان;"
    "تموز|جويلية; آب|أوت; أيلول|شتنبر; تشرين الأول; تشرين الثاني|نونبر; كانون الأول|دجنبر",
    "hy": "հունվարին; փետրվարին; մարտին; ապրիլին; մայիսին; հունիսին; հուլիսին; օգոստոսին;"
    "սեպտեմբերին; հոկտեմբերին; նոյեմբերին; դեկտեմբերին",
    "ka": "იანვარს; თებერვალს; მარტს; აპრილს; მაისს; ივნისს; ივლისს; აგვისტოს; სექტემბერს;"
    "ოქტომბერს; ნოემბერს; დეკემბერს",
    "lv": "janvārī; februārī; martā; aprīlī; maijā; jūnijā; jūlijā; augustā; septembrī;"
    "oktobrī; novembrī; decembrī",
    "os": "январы|январь; февралы|февраль; мартъийы|мартъи; апрелы|апрель; майы|май;"
    "июны|июнь; июлы|июль; августы|август; сентябры|сентябрь; октябры|октябрь;"
    "ноябры|ноябрь; декабры|декабрь",
    "sr": "januara|јануара; februara|фебруара; marta|марта; aprila|априла; maja|маја;"
    "juna|јуна|jun|јун; jula|јула; avgusta|августа; septembra|септембра; oktobra|октобра;"
    "novembra|новембра; decembra|децембра",
    "tg": "январ|январи; феврал|феврали; март|марти; апрел|апрели; май|майи; июн|июни;"
    "июл|июли; август|августи; сентябр|сентябри; октябр|октябри; ноябр|ноябри; декабр|декабри",
    "uz": "; ; ; ; ; ; ; ; sentyabr|сентябрь; oktyabr|октябрь; noyabr|ноябрь; dekabr|декабрь",
}
EXTRA_WEEKDAYS = "душанбе сешанбе чоршанбе панҷшанбе ҷумъа шанбе якшанбе"

JALALI = (
    "فروردین|حمل; اردیبهشت|ثور; خرداد|جوزا; تیر|سرطان; مرداد|امرداد|اسد; شهریور|سنبله;"
    "مهر|میزان; آبان|عقرب; آذر|قوس; دی|جدی; بهمن|دلو; اسفند|حوت"
)

# What may stand in a date and changes nothing. Every other unknown word makes it unreadable: it
# may be the name of a zone, or a "before".
FILLERS = (
    "of the on at de del der le la las los el o a as em um am kl klo klockan à às alle ore ora dne"
    " la il в во у г год года рік року р uhr clock ngày năm lúc vào gada gads g m d metų ж жыл"
    " жылы жылғы թ թվականի թվականին ին წ წლის წელი yil yili il ci с соли аз азы шықәса az"
    " في الساعة ساعت در سنة سال godine godina године год o roku rok v ve ob og och ob і и й"
    " commented answered asked edited replied"
    " published posted updated wrote modified created publié mis jour actualizado publicado"
    " h hs om uur о godz godzinie"
    " aktualisiert veröffentlicht aggiornato pubblicato atualizado güncellendi"
    " обновлено опубликовано изменено"
)


class Vocabulary(NamedTuple):
    """Folded words and what they mean."""

    months: dict[str, int]
    weekdays: frozenset[str]


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Return `text` in lower case without accents, with plain digits and single spaces."""
    text = unicodedata.normalize("NFKD", text.replace("\u0640", "").casefold())
    kept = "".join(
        str(unicodedata.decimal(char)) if char.isdecimal() else char
        for char in text
        if unicodedata.category(char) not in {"Mn", "Cf"}
    )
    return " ".join(unicodedata.normalize("NFC", kept).translate(LETTERS).split())


@lru_cache(maxsize=1)
def fillers() -> frozenset[str]:
    return frozenset(fold(FILLERS).split())


@lru_cache(maxsize=1)
def jalali_months() -> dict[str, int]:
    return _numbered(JALALI)


@lru_cache(maxsize=64)
def vocabulary(language: str) -> Vocabulary:
    """Return the months and weekdays of one of LANGUAGES; empty for any other."""
    if language not in LANGUAGES:
        return Vocabulary({}, frozenset())
    months = _numbered(EXTRA_MONTHS.get(language, ""))
    weekdays = set(fold(EXTRA_WEEKDAYS).split()) if language == "tg" else set()
    for data in map(_data, SCRIPTS.get(language, (language,))):
        for number, name in enumerate(MONTHS, 1):
            months |= {word: number for word in map(_key, data[name]) if _is_month(word)}
        weekdays |= {_key(word) for name in WEEKDAYS for word in data[name]}
    return Vocabulary(
        months, frozenset(word for word in weekdays if len(word) > 1 or not word.isascii())
    )


@lru_cache(maxsize=1)
def all_vocabularies() -> Vocabulary:
    """Return the words on whose meaning every language agrees that has them."""
    meanings: dict[str, set[int]] = {}
    weekdays: set[str] = set()
    for words in map(vocabulary, LANGUAGES):
        for word, number in words.months.items():
            meanings.setdefault(word, set()).add(number)
        weekdays |= words.weekdays
    months = {word: min(found) for word, found in meanings.items() if len(found) == 1}
    return Vocabulary(months, frozenset(weekdays))


def languages_of(tag: str | None) -> tuple[str, ...]:
    """Return the languages to ask first for a page with this BCP 47 tag; English is always one."""
    primary = (tag or "en").lower().replace("_", "-").split("-")[0]
    return tuple(dict.fromkeys((ALIASES.get(primary, primary), "en")))


def _is_month(word: str) -> bool:
    # Two Latin letters, Roman numerals and "3月" are no names.
    short = word.isascii() and (len(word) < 3 or set(word) <= set("ivx"))
    return not short and not any(char.isdigit() for char in word)


def _numbered(line: str) -> dict[str, int]:
    months = enumerate(fold(line).split(";"), 1)
    return {
        word.strip(): number
        for number, words in months
        for word in words.split("|")
        if word.strip()
    }


def _key(word: str) -> str:
    return fold(word).strip(".")


def _data(name: str) -> dict[str, Any]:
    module = importlib.import_module(f"dateparser.data.date_translation_data.{name}")
    data: dict[str, Any] = module.info
    return data
