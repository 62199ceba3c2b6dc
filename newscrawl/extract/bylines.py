"""Names in a byline: parted from each other, and from all else that stands in its line."""

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from newscrawl.extract.date_labels import CHANGED, LABELLED
from newscrawl.extract.printed_dates import find_dates
from newscrawl.extract.written_by import PARTICLES, WORD, undated
from newscrawl.vocabulary.bylines import AGENCIES, AGENCY, AGENCY_BEHIND, OTHER_PART, WROTE

BY = re.compile(
    r"^\W*(?:(?:written|posted|submitted|words|reported|story|published|authored|created|eingestellt|"
    r"erstellt|geschrieben|verfasst|veröffentlicht|interview|écrit|publié|escrito|publicado|scritto|"
    r"gespeichert|eingereicht|artikel|und|автор|text|reporting|analysis|opinion|zum profil)\s+)?"
    r"(?:by|von|par|por|di|av|af|door|od|about|text|words|interview|autor(?:en|in|es|as)?|authors?|"
    r"author|автор|oleh|yazar|yazan|skriven av|foto och text)\b\s*:?\s+",
    re.IGNORECASE,
)
OF = re.compile(r"^(?:de|του|της|των|per)\s+(?=\w+\s+\w)", re.IGNORECASE)
"""The same in languages where it is otherwise a part of names: at the beginning of a line alone."""
MORE = re.compile(
    r"^\W*(?:view|see|read|more|all|posts?|articles?|stories|other|zum|zeige|alle|mehr|weitere|"
    r"beiträge|artikel|voir|tous|toutes|plus|ver|todas|todos|más|mais|vedi|tutti|mostra|altri|bekijk|"
    r"meer|zobacz|wszystkie|visa|vis|flere|alla|все|посмотреть|показать|ещё|tüm)\b"
    r"(?:\s+[^\W\d_]+){0,5}?"
    r"\s+(?:by|from|of|about|von|par|de|del|di|da|door|van|av|af|autora|autorů|автора|от)\s+",
    re.IGNORECASE,
)
"""`View all posts by`, before a name."""
SECTION = re.compile(r"^[a-zäöüéèß]\w*\s+(?:von|by|par|por)\s+(?=[^\W\d_a-zäöü])")
"""`politics by`: what a template prints in small letters before a name."""
SPLIT = re.compile(
    r"(?:(?<!\s)\s+)?(?:[;|•·\n]\s*|,\s+|&\s*)"
    r"|(?<!\s)\s+(?:[-–—/]|and|und|et|y|e|og|och|en|oraz|и|та|with|mit|avec|con|com|met|med)\s+"
)
AND = re.compile(r"^(?:and|und|et|y|e|og|och|en|oraz|и|та)\s+(?=[^\W\d_])")
JOB = re.compile(
    r"\b(?:reporter|correspondent|editor|journalist|journaliste|redakteur(?:in)?|writer|columnist|"
    r"contributor|staff|autor(?:in)?|professor|bureau|chief|photographer|published|updated|minutes?|"
    r"redaktion|team|editorial|desk|md|phd|korrespondent(?:in)?|posted|comments?|follow|director|"
    r"analyst|attorney|engineer|expert|specialist|educators?|ceo|cto|fellow|intern|manager)\b",
    re.IGNORECASE,
)
JOBS_BEHIND = re.compile(
    r"(?<!\s)\s+(?:(?:senior|junior|chief|staff|managing|deputy|associate|political|sports?|health|business|"
    r"science|guest|special|foreign|technology|education|freelance|investigative)\s+){0,3}"
    r"(?:reporter|correspondent|editor|journalist|journaliste|redakteur(?:in)?|writer|columnist|"
    r"contributor|korrespondent(?:in)?|ph\.?d|m\.?d|ceo|cto)\.?$",
    re.IGNORECASE,
)
"""What somebody is, behind the name."""
BEHIND = re.compile(
    r"(?<!\s)\s+(?:@[\w.]+|\+?\s?follow(?:ing)?\b|subscribe\b|view\s|see\s|read\s(?:more|bio)|more\s|bio\b|"
    r"last\s+updated|published|updated|posted|publiziert|veröffentlicht|aktualisiert|publié|publicado|"
    r"pubblicato|shares?\b|comments?\b|kommentare?\b|\d+\s|\d+$|[\w.+-]+@|→|›|»|\.\s+edited)(?s:.*)",
    re.IGNORECASE,
)
"""What belongs to the name no more: a control, a label, a count, an address."""
NO_NAME = re.compile(
    r"^\W*\d+\b|\bmin(?:utes?|uten|s)?\b|^(?:photo|image|foto|bild|credit|published|updated)\b|"
    r"^(?:datum|date|share|bio|email|contact|about|quelle|source|stand)\b|\bcomments?$|kommentar|"
    r"https?:|www\.|[@<>{}#=+?]|\d{3}|^\W*$",
    re.IGNORECASE,
)
CONTROL = re.compile(
    r"admin\w*|last|first|originally|zuletzt|null|none|undefined|unknown|guest|n/a|read|share|facebook|twitter|webmaster|author|by|"
    r"autor|autorin|auteur|autore|автор|user|edit|bearbeiten|staff|uncategori[sz]ed|drupal|wordpress|"
    r"website|homepage|blog|nachrichten|text|words|home|in|on|beitrag|the author|"
    r"(?:twitter|facebook|instagram|linkedin)\b.*|(?:sign|log)[ -]?(?:in|up|out)|following|"
    r"follow|(?:view|see|read|show|more|no|alle|alles|all|kein|keine|full|voir|ver)\s.*"
    r"\b(?:more|bio|profile|posts?|articles?|stories|archives?|authors?|artikel|beiträge|autor(?:in)?)|"
    r"more|all|(?:written|posted|reviewed|submitted|edited|geschrieben|verfasst|veröffentlicht|écrit|"
    r"escrito)(?:\s.*)?",
    re.IGNORECASE,
)
"""What a byline says instead of a name."""
FIRST_OR_LAST = (
    r"(?:last|first|originally|page|story|article|post|was|zuletzt|zuerst|erstmals|letzte[rs]?|"
    r"derni[èe]re?|[úu]ltim[ao]|laatste?|senast|sist|sidst|ostatni[ao]|последн\w+|son)"
)
LABEL = re.compile(
    rf"(?:{FIRST_OR_LAST}\s+){{0,2}}(?:(?:{CHANGED.pattern})\w*|{LABELLED.pattern})(?:\s+\w{{1,3}})?\W*",
    re.IGNORECASE,
)
"""What labels a date: "Last updated"."""
IN = re.compile(r"(?<=[^\W\d_]{2}),?+\s+(?:in|for|at|from|aus|für|voor|pour|para|для)\s+\S(?s:.*)")
"""Where, or for whom: behind the name, in small letters."""
SLASH = re.compile(r"(?<=\s)([^\s/]+)/(?=[^\W\d_]{3})")
"""Between names of more than one word."""
BRACKETS = re.compile(r"(?:(?<!\s)\s+)?[(\[][^()\[\]]*[)\]]")
COMPANY = re.compile(
    r"\s(?:e\.?\s?V|g?GmbH|mbH|AG|KG|SE|Ltd|Limited|LLC|LLP|Inc|Corp|S\.?A|S\.?L|S\.?r\.?l|B\.?V|A/S"
    r"|Oy|Sp\.? z o\.?o)\.?$"
)
GIVEN = re.compile(r"first|last|given|family|vorname|nachname|prenom", re.IGNORECASE)
"""Classes of the parts of one name."""
FULL = re.compile(r"[^\W\d_][\w.'’-]*(?:\s+[^\W\d_][\w.'’-]*)+")


def split_names(text: str) -> list[str]:
    """Return the names in a byline, without "By", jobs, places of work, addresses and dates.

    Photographers, editors, translators and reviewers are left out.

    >>> split_names("By Ada Quill and Bram Fenwick, Harbour Correspondent")
    ['Ada Quill', 'Bram Fenwick']
    >>> split_names("Words by Ada Quill, photos by Cato Moor")
    ['Ada Quill']
    """
    before, *after = _around_dates(text)
    names = [*_named(before)]
    for part in after if not names else ():
        if BY.match(part) or WROTE.match(part.strip()):
            names += _named(re.split(r"[|•·]", part)[0])
    return names


def is_agency(name: str) -> bool:
    """Return whether a name is a news agency's, whose texts many papers print."""
    return bool(AGENCY.fullmatch(name))


def is_company(name: str) -> bool:
    """Return whether a name ends with the form of a company or a society.

    >>> is_company("Friends of the Pier e.V"), is_company("Ada Quill")
    (True, False)
    """
    return bool(COMPANY.search(name))


def is_person(name: str) -> bool:
    """Return whether a name looks like a person's: in capitals, of more than one word.

    >>> is_person("Ada van Quill"), is_person("Create account"), is_person("김수정")
    (True, False, True)
    """
    words = name.split()
    if name[:1].lower() == name[:1].upper():  # a script without capitals
        return True
    named = (one in PARTICLES or (one[0].isupper() and WORD.fullmatch(one)) for one in words)
    return 2 <= len(words) <= 5 and all(named)


def said(node: HtmlElement, *, one: bool = False) -> str:
    """Return a byline's text, with a line end between the names that stand in elements of a kind.

    What stands behind a name in an element of another kind is left out: a job, a control. `one`:
    the element names one author, so all else in it is of another kind.
    """
    pieces: list[str] = []
    last: HtmlElement | None = None
    for owner, text in _pieces(node):
        if last is None or owner is node or not _are_two(pieces[-1], text, owner):
            pieces.append(text)
        elif one or (owner.tag, owner.get("class")) != (last.tag, last.get("class")):
            continue
        else:
            pieces.append(f"\n{text}")
        last = owner
    return " ".join(pieces).strip()


def _pieces(node: HtmlElement) -> Iterator[tuple[HtmlElement, str]]:
    for piece in node.xpath(".//text()"):
        owner = piece.getparent()
        owner = owner.getparent() if piece.is_tail else owner
        if text := " ".join(piece.split()):
            yield owner, text


def _are_two(before: str, text: str, owner: HtmlElement) -> bool:
    """Return whether a piece begins something else than the name that is the one before it."""
    is_part = bool(GIVEN.search(owner.get("class") or ""))
    return _is_whole(before) and text[:1].isupper() and not is_part


def _is_whole(text: str) -> bool:
    """Return whether a piece of a byline is a name, in two words or more."""
    name = BY.sub("", text.strip())
    return bool(FULL.fullmatch(name)) and name.split()[-1][0].isupper()


def _around_dates(text: str) -> list[str]:
    """Return what stands around the dates of a line; what leads over to a date is cut off."""
    text = "\n".join(" ".join(line.split()) for line in text.split("\n"))
    parts = [text]
    for date in find_dates(text):
        before, found, after = parts[-1].partition(date)
        if found:
            parts[-1:] = [undated(before), after]
    return parts


def _named(text: str) -> Iterator[str]:
    away = False
    for place, part in enumerate(SPLIT.split(SLASH.sub(r"\1 / ", BRACKETS.sub("", text)))):
        if other := OTHER_PART.search(part):
            away, part = True, part[: other.start()]  # noqa: PLW2901
        elif BY.match(part):
            away = False
        elif away:  # the second of several photographers
            continue
        name = _bare(part)
        if CONTROL.fullmatch(name.strip(" +")) or LABEL.fullmatch(name):
            continue
        name = _only_name(name)
        if _is_name(name, first=place == 0):
            yield name


def _bare(text: str) -> str:
    """Return a text without what says that a name follows."""
    text = AND.sub("", text.strip())
    for label in (MORE, SECTION, BY, BY, OF):
        text = label.sub("", text, count=1)
    wrote = WROTE.match(text)
    return text[wrote.end() :] if wrote else text


def _only_name(text: str) -> str:
    text = BEHIND.sub("", text.strip(" .,:-–—/*"))
    text = IN.sub("", text) if text[:1].isupper() else text
    text = text.removesuffix("기자").strip(" .,:-–—/*")
    alone = AGENCY_BEHIND.sub("", JOBS_BEHIND.sub("", text))
    return alone if " " in alone else text


def _is_name(name: str, *, first: bool) -> bool:
    if not 2 <= len(name) <= 60 or NO_NAME.search(name):
        return False
    if CONTROL.fullmatch(name) or AGENCIES.fullmatch(name):
        return False
    if not first and (JOB.search(name) or name.startswith("in ")):
        return False
    # After a comma there is often a workplace, which is longer than a name.
    return len(name.split()) <= (6 if first else 4)
