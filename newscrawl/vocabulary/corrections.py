"""How a paper says that it corrected an article, in all languages."""

import re

from newscrawl.vocabulary.names import word_set, words

_SAID = (
    r"corrections?|clarifications?|corrected|erratum|errata(?: corrige)?|"
    r"korrekturen?|berichtigung(?:en)?|richtigstellung(?:en)?|klarstellung|korrekturhinweis|"
    r"rectificati(?:f|on)|correctifs?|correctif apporté|erreur corrigée|"
    r"correcci[óo]n(?:es)?|rectificaci[óo]n|fe de err(?:ores|atas)|aclaraci[óo]n|"
    r"corre[çc](?:ão|ões)|retifica[çc]ão|erramos|correzione|rettifica|precisazione|"
    r"correcties?|rectificaties?|rättelser?|rettelser?|korrektion|berigtigelse|presisering|"
    r"oikaisu|korjaus|sprostowani[ea]|korekta|opravy?|upřesnění|"
    r"поправк[аи]|исправлени[ея]|уточнение|опровержение|виправлення|уточнення|"
    r"düzeltme|tekzip|διόρθωση|επανόρθωση|corectur[ăa]|erată|rectificare|helyreigazítás|"
    r"ispravka|ispravak|koreksi|ralat|đính chính|訂正|更正|勘误|정정(?:보도)?|바로잡습니다|"
    r"تصحيح|توضيح|اصلاحیه|تصحیح|תיקון|הבהרה"
)
_PIECE = r"(?:article|story|post|piece|report|column)"
NOTE = re.compile(
    rf"[\W_]*(?:{_SAID})(?:[\s,(]+(?=[^\n:]{{0,40}}\d)[^\n:：—–]{{1,40}})?\s*[:：—–]\s*\S"
    r"|[\W_]*editor['’]s note\s*[:：—–][^\n]{0,300}\b(?:correct|clarif|inaccura|error|amended)",
    re.IGNORECASE,
)
"""How the line of a note begins: `Correction, 3 March: ...`."""
SAID = re.compile(
    rf"(?:an earlier|a previous|the original) version of this {_PIECE}\b"
    rf"|this {_PIECE} (?:was|has been) (?:corrected|amended)\b"
    r"|in einer (?:früheren|vorherigen) (?:version|fassung) (?:dieses|des) "
    r"(?:artikels|textes|beitrags)\b"
    r"|une (?:première|précédente) version de cet article\b"
    r"|una versi[óo]n (?:anterior|previa) de est[ea] (?:art[íi]culo|nota|noticia)\b"
    r"|uma vers[ãa]o anterior dest[ea] (?:artigo|reportagem|not[íi]cia|texto)\b",
    re.IGNORECASE,
)
"""What a note says without a label before it."""
WORDS = ("vers", "fassung", "corrected", "amended")
"""Parts of words of which each such sentence has one."""
LINE = 1_500
NAMES = word_set("correction corrections clarification clarifications erratum berichtigung")
"""Words of ids and classes of a note."""
ASKED = word_set("suggest report submit request send form link button policy modal icon cta")
"""Beside them, of what asks the reader for one."""


def is_correction(line: str) -> bool:
    """Return whether a line of an article is a note that corrects it.

    >>> is_correction("Correction (3 March): The ferry has two decks.")
    True
    >>> is_correction("An earlier version of this article gave the wrong tide.")
    True
    >>> is_correction("Correction of the ferry's course took an hour.")
    False
    """
    if len(line) > LINE:
        return False
    small = line.lower()
    # The search takes long, and few lines have one of these words.
    may_say = any(word in small for word in WORDS)
    return bool(NOTE.match(line) or (may_say and SAID.search(line)))


def is_correction_name(name: str) -> bool:
    """Return whether an id or class names a note that corrects an article."""
    parts = words(name)
    return not NAMES.isdisjoint(parts) and ASKED.isdisjoint(parts)
