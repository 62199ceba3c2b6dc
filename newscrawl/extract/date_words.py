"""The languages of printed dates, how their words are folded, and filler words.

The names of months and weekdays, language by language, are in date_names.
"""

import re
import unicodedata
from functools import lru_cache

TAGS = (
    "en de fr es pt it cs pl sr lt lv ro tr fa ar vi ja ky el be hy ab os ka az kk uz tg zh ru uk"
    " nl sv nb da fi hu sk bg hr sl he ko hi id th"
)
LANGUAGES = tuple(TAGS.split())
ALIASES = {
    "no": "nb",
    "nn": "nb",
    "prs": "fa",
    "mo": "ro",
    "md": "ro",
    "sh": "sr",
    "bs": "hr",
    "iw": "he",
    "in": "id",
}

LETTERS = str.maketrans(
    {"’": "'", "ʼ": "'", "ı": "i", "ي": "ی", "ى": "ی", "ك": "ک", "ة": "ه", "ӕ": "æ", "ҧ": "ԥ"}
)

JALALI = (
    "فروردین|حمل; اردیبهشت|ثور; خرداد|جوزا; تیر|سرطان; مرداد|امرداد|اسد; شهریور|سنبله;"
    "مهر|میزان; آبان|عقرب; آذر|قوس; دی|جدی; بهمن|دلو; اسفند|حوت"
)

# Words that may stand in a date and change nothing. Any other unknown word makes it unreadable: it
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
    " hrs ч ob u pukul jam tanggal pada ב בשעה को बजे समय เวลา น พ ศ วันที่ เมื่อ"
)

LETTER = r"(?:[^\W\d_]|[\u0900-\u0963\u0971-\u0dff\u0e31-\u0e4e])"
"""A letter, or a vowel sign of India or Siam, which Python takes for none."""
WORD = re.compile(rf"\d+|{LETTER}+(?:'{LETTER}+)*")


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Return `text` in lower case without accents, with plain digits and single spaces."""
    text = unicodedata.normalize("NFKD", text.replace("\u0640", "").casefold())
    kept = "".join(
        str(unicodedata.decimal(char)) if char.isdecimal() else char
        for char in text
        if unicodedata.category(char) not in {"Mn", "Cf"} or "\u0900" <= char < "\u0f00"
    )
    return " ".join(unicodedata.normalize("NFC", kept).translate(LETTERS).split())


@lru_cache(maxsize=1)
def fillers() -> frozenset[str]:
    return frozenset(fold(FILLERS).split())


@lru_cache(maxsize=1)
def jalali_months() -> dict[str, int]:
    return numbered_months(JALALI)


def languages_of(tag: str | None) -> tuple[str, ...]:
    """Return the languages to try first for a page with this BCP 47 tag; English is always one."""
    primary = (tag or "en").lower().replace("_", "-").split("-")[0]
    return tuple(dict.fromkeys((ALIASES.get(primary, primary), "en")))


def numbered_months(line: str) -> dict[str, int]:
    """Return the folded words in a line of months: ";" between months, "|" between their names."""
    months = enumerate(fold(line).split(";"), 1)
    return {
        word.strip(): number
        for number, words in months
        for word in words.split("|")
        if word.strip()
    }
