"""What a date on a page stands for, by the words and the names around it."""

import re
from collections.abc import Iterator
from itertools import islice

from lxml.html import HtmlElement

LABELLED = re.compile(
    r"\b(?:published|posted|publié|publicado|pubblicato|veröffentlicht|erstellt|gepostet|erschienen|"
    r"opublikowano|gepubliceerd|publisert|publicerad|опубликовано|yayın\w*|datum|date|fecha|data)\b",
    re.IGNORECASE,
)
CHANGED = re.compile(
    r"updat|modif|edited|revised|corrected|geändert|änderung|aktualisier|bearbeitet|"
    r"mis à jour|mise à jour|actualizaci|atualizaç|"
    r"actualizad|atualizad|aggiornat|corretto|обновл[её]н|изменен|отредактирован|оновлен|змінен|"
    r"абноўлен|обновен|редактиран|güncelle|gewijzigd|bijgewerkt|opdateret|oppdatert|redigeret|"
    r"redigert|uppdaterad|ändrad|päivitetty|muokattu|zaktualizowan|aktualizac|aktualizov|"
    r"aktualizován|upraven|ažurirano|izmijenjeno|izmenjeno|posodobljeno|actualizat|frissít|módosít|"
    r"ενημερώθηκε|ενημέρωση|τροποποι|تحديث|تعديل|به.?روز.?رسانی|بروزرسانی|ویرایش|עודכן|עדכון|"
    r"更新|修改|修订|编辑于|改訂|編集|업데이트|수정|cập nhật|chỉnh sửa|अपडेट|अद्यतन|संशोधित|"
    r"diperbarui|diubah|อัปเดต|แก้ไข|yenilənib|atnaujint|atjaunin|жаңартылды|review|©|copyright",
    re.IGNORECASE,
)
PUBLISHED = re.compile(r"(?:^|\s)(?:published|entry-date)(?:\s|$)")
CLOCK = re.compile(
    r"(?:^|[-_\s])(?:todays?|now|clock|weather)(?:$|[-_\s])|todays?[-_]?date|date[-_]?today|"
    r"current[-_]?(?:date|time|day)|(?:header|top|live|server)[-_]?(?:bar[-_]?)?(?:date|time)|"
    r"td-header-date",
    re.IGNORECASE,
)
"""Names of the page's own clock."""
BRACKET = re.compile(r"[\s.]*[(\[（]")
NOT_LABEL = re.compile(r"[\d©]")
"""What a label in an element of its own does not hold: it is a picture's credit, or a date."""
DIGIT = re.compile(r"\d")
CLIMBED, LABEL = 3, 40
"""Elements around a date beside which its label is; characters of that."""
MOST, ENOUGH = 5, 5
"""Words of a label in an element of its own; letters of what may be one: more than "on"."""


def is_change(node: HtmlElement) -> bool:
    """Return whether a node says when the article was changed, not published."""
    names = f"{node.get('class') or ''} {node.get('itemprop') or ''}"
    if PUBLISHED.search(names):  # WordPress: `published updated` where nothing was changed
        names = ""
    elif (parent := node.getparent()) is not None and parent.tag in {"dd", "li", "span"}:
        names += f" {parent.get('class') or ''}"
    text = " ".join("".join(node.itertext()).split())
    return any(CHANGED.search(one) for one in (names, text[:LABEL])) or is_changed_by_label(node)


def is_changed_by_label(node: HtmlElement) -> bool:
    """Return whether the words before a date, or in brackets behind it, say that of a change."""
    behind = next(filter(str.strip, (one.tail or "" for one in _out(node))), "")
    return is_bracketed_change(behind) or bool(CHANGED.search(_label(node)))


def is_bracketed_change(behind: str) -> bool:
    """Return whether what stands behind a date says in brackets that it is of a change."""
    return bool(BRACKET.match(behind) and CHANGED.search(behind[:LABEL]))


def is_clock(node: HtmlElement) -> bool:
    """Return whether a node is the page's clock, by its names or those around it."""
    return any(
        CLOCK.search(f"{one.get('class') or ''} {one.get('id') or ''}")
        for one in islice((node, *node.iterancestors()), CLIMBED)
    )


def _out(node: HtmlElement) -> list[HtmlElement]:
    """Return a node and those around it that hold nothing behind it, outwards."""
    found = [node]
    while len(found) < CLIMBED and not (found[-1].tail or "").strip():
        parent = found[-1].getparent()
        if parent is None or found[-1].getnext() is not None:
            break
        found.append(parent)
    return found


def _label(node: HtmlElement) -> str:
    """Return the words right before a node, in its line or in an element of their own."""
    said = ""
    for text, is_line in islice(_before(node), 12):
        if not re.search(r"\w", text):
            continue
        if not is_line and (len(text.split()) > MOST or NOT_LABEL.search(text)):
            break
        said = f"{re.split(DIGIT, text)[-1][-LABEL:]} {said}"
        if len(re.findall(r"\w", said)) >= ENOUGH or re.search(r"\d", text):
            break
    return said


def _before(node: HtmlElement) -> Iterator[tuple[str, bool]]:
    """Yield the texts before a node, the nearest first, and whether each is in the node's line."""
    for one in islice((node, *node.iterancestors()), CLIMBED):
        for before in one.itersiblings(preceding=True):
            yield before.tail or "", True
            yield "".join(islice(before.itertext(), 20)), False
        parent = one.getparent()
        yield (parent.text or "") if parent is not None else "", True
