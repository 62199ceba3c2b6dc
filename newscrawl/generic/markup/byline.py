"""A person's name out of a line that names: dates, verbs, signs and badges around it are cut."""

import re

from newscrawl.extract.printed_dates import find_date, is_day_word, is_only_date
from newscrawl.vocabulary.bylines import DATED_LEADING, ENDING_BADGE, LEADING, NO_NAME, SAYS, SIGN
from newscrawl.vocabulary.notices import is_heading, is_placeholder, is_rules
from newscrawl.vocabulary.phrases import is_ui

NAME_LIMIT = 100
LONGEST = 300
"""Characters of a name with all that stands around it."""
WORDS = 6
"""A name in a line of its own words has no more of them; longer ones are sentences."""
NAMES = re.compile(r"[^\s\[\](){}<>+–—−\-.,:;|/\\…]")
"""What is not only brackets and dashes: `[–]` is no name."""
GONE = re.compile(
    r"[\[(<]\s*(?:deleted|removed|gelöscht|entfernt|supprimée?|eliminad[oa]|borrad[oa]|removid[oa]|"
    r"eliminat[oa]|verwijderd|usunięt[eya]|smazán[oa]?|удал[её]н[оа]?|silindi|删除|已删除|삭제됨)"
    r"(?: user)?\s*[\])>]",
    re.IGNORECASE,
)
"""What stands in place of the name of somebody who left: `[deleted]`."""
NUMBERED = re.compile(r"^\W*(?:#\s*)?\d{1,5}\s*[.:)\]]+\s+(?=\D)")
"""`(12) By Quill`: the place in the list."""
UNREAD_DATE = re.compile(
    r"(?:(?<!\s)\s+[—–|·•@(\[-]\s*|,\s*|(?<!\s)\s+(?:on|am|le|el|il|op|в|dnia|dne|den)\s+)\d[\d\s.:,/@-]{3,}.*$",
    re.IGNORECASE,
)
"""`Quill — 17.07, 2011 @ 13:00`, whatever the digits mean."""
ENDS = re.compile(
    rf"^(?:-+\s+|(?:{SIGN.pattern}\s*)+)(?=\w)|(?<=\w)(?:\s+-+|(?:\s*{SIGN.pattern})+)$"
)
AROUND = ' \t,;|•·⋅∙‧–—"“”«»:：@>›/'


def clean_name(text: str) -> str | None:
    """Return a name without the words around it, or None if nothing like a name is left.

    >>> clean_name("Posted by: Quill Ombra says:"), clean_name("3 March 2020 at 10:20")
    ('Quill Ombra', None)
    >>> clean_name("yesterday")
    >>> clean_name("Comment by Quill — 17.07, 2011 @ 13:00"), clean_name("Quill schrieb am")
    ('Quill', 'Quill')
    """
    given = text = " ".join(text.split())
    if len(text) > LONGEST:
        return None
    if (
        not NAMES.search(text)
        or GONE.fullmatch(text)
        or is_heading(text)
        or (is_ui(text) and not text.isdecimal())
    ):
        return None
    if dated := find_date(text):
        if is_only_date(text):
            return None  # the day of the week beside it is no name
        before = _without_day(text.split(dated.split()[0])[0].strip(AROUND), dated)
        text = before if re.search(r"[^\W\d_]", before) else text.replace(dated, "").strip(AROUND)
        text = _kept(text, DATED_LEADING.sub("", text))
    text = NUMBERED.sub("", text)
    text = UNREAD_DATE.sub("", text)
    text = _kept(text, LEADING.sub("", text))
    for _ in range(3):
        text = _kept(text, ENDING_BADGE.sub("", text))
        text = _kept(text, SAYS.sub("", text))
    text = ENDS.sub("", text.strip(AROUND)).strip(AROUND)
    if is_day_word(text):
        return None
    # `#10` is no name, though a member may call himself 8128.
    return text if _is_name(text) and not (text.isdecimal() and text != given) else None


def _without_day(name: str, dated: str) -> str:
    """Return `Quill on` of `Quill on Wednesday`, where a date follows."""
    rest, _, last = name.rpartition(" ")
    day = last.strip(f"{AROUND}.")  # a letter alone is an initial
    return rest if rest and len(day) > 1 and is_only_date(f"{day} {dated}") else name


def _kept(text: str, rest: str) -> str:
    """Return what is left of a text, or all if that is nothing: `Said` is a name, too."""
    rest = rest.strip()
    return rest if re.search(r"[^\W_]|[^\x00-\x7f]", rest) else text


def _is_name(text: str) -> bool:
    if not 0 < len(text) <= NAME_LIMIT or not re.search(r"[^\W_]|[^\x00-\x7f]", text):
        return False
    plain = SIGN.sub("", text).strip()
    if not plain or NO_NAME.fullmatch(text) or is_heading(text) or is_placeholder(text):
        return False
    return text.isdecimal() or not is_ui(text)


def is_name_like(text: str) -> bool:
    """Return whether a name found in plain words may be one: few words, no sentence, no heading."""
    return (
        len(text.split()) <= WORDS
        and not re.search(r"[!?;]|[.…]$(?<!\b\w\.)|^[\d+-]+\s", text)
        and not is_rules(text)
    )
