"""How many comments a heading, a link or a counter says that there are, in all languages."""

import re
from typing import NamedTuple

from newscrawl.vocabulary.words import ANSWERS, COMMENTS, DISCUSSION, ONE, either, terms

LONGEST = 200
"""Characters looked at: what counts comments is short."""


class Count(NamedTuple):
    """A number of comments as printed."""

    number: int
    at_least: bool = False
    """Whether there may be more: `99+`, or a rounded `1.2K`."""

    @property
    def exact(self) -> int | None:
        return None if self.at_least else self.number

    @property
    def least(self) -> int | None:
        return self.number if self.at_least else None


DIGIT = re.compile(r"\d")
_TIMES = {
    1_000: terms(
        r"k, mil, тыс\.?, тысяч[аи]?, тис\.?, tsd\.?, tausend, tys\.?, tis\.?, bin, rb, ألف, آلاف,"
        "هزار, हज़ार, हजार, 千, 천, nghìn"
    ),
    10_000: terms("万, 萬, 만"),
    1_000_000: terms("mio, mln, млн"),
}
_MULTIPLE = either(*_TIMES.values())
_NOUN = rf"(?:件の|個の|reader |user )?{either(COMMENTS, ANSWERS)}"
_AMOUNT = (
    r"(?P<n{0}>\d{{1,3}}(?:[.,\s\u00a0\u202f'’٬،]\d{{3}})+(?!\d)|\d{{1,7}}(?:[.,٫]\d{{1,2}})?)"
    rf"(?:\s?(?P<times{{0}}>{_MULTIPLE})(?![a-zа-я]))?(?P<plus{{0}}>\+)?"
)
_NUMBER_FIRST = re.compile(
    rf"^\W*(?P<before>(?:[^\W\d]+\s+){{0,3}}){_AMOUNT.format('')}\s*+\)?\s*+{_NOUN}(?!\w)(?P<rest>.*)",
    re.IGNORECASE,
)
_OF = re.compile(
    rf"^\W*(?:[^\W\d]+\s+)?\d{{1,7}}(?:\s*[-–]\s*\d{{1,7}})?\s*(?:/|of|von|de|di|van|z|ze|из|sur|av|af)"
    rf"\s*{_AMOUNT.format('')}\s*{_NOUN}(?!\w)(?P<rest>.*)",
    re.IGNORECASE,
)
"""`Showing 3 of 57 comments`."""
_ALL = (
    r"(?:(?:all|all the|alle|ihre|eure|toutes?|tous les|toutes les|les|vos|todos los|todos os|los|"
    r"os|tutti i|i|as|tus|suas|все|всі|wszystkie|všechny|vse|svi|alla|kaikki|tüm|όλα τα)\s+)?"
)
_NOUN_FIRST = re.compile(
    rf"^\W*{_ALL}(?:(?P<noun>{_NOUN})|{either(DISCUSSION)}(?=\s*[(（\[]))"
    rf"\s*+(?P<sign>[:：(（\[【–—|·-]*+)\s*+{_AMOUNT.format('')}\s*+[件个個개]?\W*+$",
    re.IGNORECASE,
)
_BRACKETED = re.compile(
    rf"^(?P<words>[^\d()（）\[\]【】|/]{{2,40}}?)\s*[(（\[【]\s*{_AMOUNT.format('')}\s*[件个個개]?\s*[)）\]】]$"
)
_ONE = re.compile(rf"^\W*{either(ONE)}\s+{_NOUN}(?!\w)", re.IGNORECASE)
_SINGLE = re.compile(
    r"(?:comment|kommentar|commentaire|comentario|comentário|commento|reactie|komentarz|komentář|"
    r"комментарий|коментар|каментар|hozzászólás|kommentaar|komentārs|şərh|rəy|пікір|пикир|izoh|изоҳ|"
    r"шарҳ|iruzkin|sylw|tuairim|athugasemd|კომენტარი|մեկնաբանություն|reply|response|answer)$",
    re.IGNORECASE,
)
"""`Comment 41` is the 41st; `Comment (41)` counts."""
_REPLIES = (
    r"(?:repl(?:y|ies)|responses?|answers?|antworten|réponses?|respuestas?|respostas?|risposte|"
    r"ответ\w*|odpowied\w*|yanıt|回复|回覆|返信|답글|ردود|پاسخ)"
)
_AND_REPLIES = re.compile(
    rf"^\s*(?:[·•,|/&+–—-]|and|und|et|y|e|и|i|ve)\s*{_AMOUNT.format('_too')}\s*{_REPLIES}(?!\w)",
    re.IGNORECASE,
)
_WITH_REPLIES = re.compile(rf"^\W*{_AMOUNT.format('_all')}\s[^()]{{0,30}}{_REPLIES}", re.IGNORECASE)
_MORE_THAN = re.compile(
    r"\b(?:over|more than|at least|mehr als|über|mindestens|plus de|más de|mais de|più di|oltre|"
    r"meer dan|ponad|więcej niż|более|свыше|больше)\s*$",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"^\W*(?:(?:on|in|from|across) (?:this|the|our|all|other)"
    r" (?:site|forum|community|articles|blog)|(?:site-?wide|today|this (?:week|month|year)|"
    r"per (?:day|week)|altogether|in the last)\b)",
    re.IGNORECASE,
)
"""What is counted is not this article's."""


def read_count(text: str) -> Count | None:
    """Return the number of comments that a heading declares.

    >>> read_count("79 responses to “The tide”").number, read_count("Kommentare (1.204)").number
    (79, 1204)
    >>> read_count("1.2K Comments"), read_count("99+ comments").at_least
    (Count(number=1200, at_least=True), True)
    >>> read_count("3 comments · 54 replies").number, read_count("Showing 3 of 57 comments").number
    (57, 57)
    >>> read_count("5 ways to comment"), read_count("Comment 41")
    (None, None)
    """
    text = " ".join(text[:LONGEST].split())
    if match := _OF.match(text) or _NUMBER_FIRST.match(text):
        return _first(match)
    if match := _NOUN_FIRST.match(text):
        single = _SINGLE.search(match["noun"] or "") and not match["sign"]
        return None if single else _count(match)
    return Count(1) if _ONE.match(text) else None


def read_bracketed(text: str) -> Count | None:
    """Return the number in brackets behind up to three words, of whatever language.

    >>> read_bracketed("Ахәаԥшрақәа (12)").number, read_bracketed("Recently updated (12 of 40)")
    (12, None)
    """
    match = _BRACKETED.match(" ".join(text[:LONGEST].split()))
    return _count(match) if match and len(match["words"].split()) <= 3 else None


def is_count(text: str) -> bool:
    """Return whether a text is nothing but a number of comments.

    >>> is_count("85 Comments"), is_count("I read 85 comments, and none was true")
    (True, False)
    """
    if not DIGIT.search(text):  # as most texts, and soon said
        return False
    text = " ".join(text.split()).strip(" ()[]:")
    if len(text) > LONGEST:
        return False
    first = _NUMBER_FIRST.match(text)
    return bool(
        (first and not first["before"] and not first["rest"].strip(" )]:·|"))
        or _NOUN_FIRST.match(text)
    ) and not re.search(rf"{_REPLIES}$", text, re.IGNORECASE)


def _first(match: re.Match[str]) -> Count | None:
    found = _count(match)
    if found is None or _ELSEWHERE.match(match["rest"]):
        return None
    before = match.groupdict().get("before") or ""
    if _MORE_THAN.search(before):
        found = found._replace(at_least=True)
    if too := _AND_REPLIES.match(match["rest"]):
        more = _count(too, "_too")
        return Count(found.number + more.number, found.at_least or more.at_least) if more else found
    if every := _WITH_REPLIES.match(match["rest"]):
        whole = _count(every, "_all")
        return whole if whole and whole.number >= found.number else found
    return found


def _count(match: re.Match[str], group: str = "") -> Count | None:
    printed, times = match[f"n{group}"], (match[f"times{group}"] or "").lower()
    scale = next((n for n, words in _TIMES.items() if times and _is_one(times, words)), 1)
    parts = re.split(r"[^\d]", printed)
    if scale > 1 and len(parts) == 2:
        number = round(float(f"{int(parts[0])}.{_ascii(parts[1])}") * scale)
    elif scale == 1 and len(parts) == 2 and len(parts[1]) < 3:
        return None  # `4.5 reviews` counts nothing
    else:
        number = int("".join(parts)) * scale
    return Count(number, scale > 1 or bool(match[f"plus{group}"]))


def _is_one(said: str, words: tuple[str, ...]) -> bool:
    return bool(re.fullmatch(either(words), said, re.IGNORECASE))


def _ascii(digits: str) -> str:
    return "".join(str(int(digit)) for digit in digits)
