"""The publication date as shown to readers, for pages that declare none."""

import re
from collections.abc import Iterator
from datetime import datetime

from lxml.html import HtmlElement

from newscrawl.extract.dates import read_date
from newscrawl.extract.printed_dates import find_dates

NAMED = re.compile(
    r"(?:^|[-_\s])(?:date|datum|datetime|timestamp|time|published|publish|pubdate|posted|dateline|"
    r"meta|byline|info)(?:$|[-_\s])"
    r"|(?:pub|post|entry|article|publish|published|posted|create|created)[-_]?(?:date|time|on|info)",
    re.IGNORECASE,
)
LABELLED = re.compile(
    r"\b(?:published|posted|publié|publicado|pubblicato|veröffentlicht|erstellt|gepostet|erschienen|"
    r"opublikowano|gepubliceerd|publisert|publicerad|опубликовано|yayın\w*|datum|date|fecha|data)\b",
    re.IGNORECASE,
)
CHANGED = re.compile(
    r"updat|modif|edited|revised|corrected|geändert|aktualisiert|bearbeitet|mis à jour|mise à jour|"
    r"actualizad|atualizad|aggiornat|corretto|обновл[её]н|изменен|отредактирован|оновлен|змінен|"
    r"абноўлен|обновен|редактиран|güncelle|gewijzigd|bijgewerkt|opdateret|oppdatert|redigeret|"
    r"redigert|uppdaterad|ändrad|päivitetty|muokattu|zaktualizowan|aktualizac|aktualizov|"
    r"aktualizován|upraven|ažurirano|izmijenjeno|izmenjeno|posodobljeno|actualizat|frissít|módosít|"
    r"ενημερώθηκε|ενημέρωση|τροποποι|تحديث|تعديل|به.?روز.?رسانی|بروزرسانی|ویرایش|עודכן|עדכון|"
    r"更新|修改|修订|编辑于|改訂|編集|업데이트|수정|cập nhật|chỉnh sửa|अपडेट|अद्यतन|संशोधित|"
    r"diperbarui|diubah|อัปเดต|แก้ไข|yenilənib|atnaujint|atjaunin|жаңартылды|review|©|copyright",
    re.IGNORECASE,
)
FOREIGN = re.compile(
    r"related|sidebar|recommend|teaser|widget|footer|popular|copyright|trending|recirc|"
    r"most[-_]?(?:read|viewed|shared)|(?:read|see)[-_]?also|(?:read|up)[-_]next|"
    r"more[-_](?:from|stories|news|articles)",
    re.IGNORECASE,
)
LAID_OUT = re.compile(
    r"elementor-widget\S*|(?:^|\s)widget Blog|(?:one|two|no|with|has|left|right)[-_]sidebars?|"
    r"sidebar[-_](?:left|right|none|off|on)",
    re.IGNORECASE,
)
"""Classes with such a word that say how the whole page is laid out."""
OWN_ASIDE = re.compile(r"author|byline|(?:^|[-_\s])(?:meta|posted)", re.IGNORECASE)
"""Classes of an `<aside>` that is of the article."""
PUBLISHED = re.compile(r"(?:^|\s)(?:published|entry-date)(?:\s|$)")
POST = re.compile(r"(?:^|\s)(?:hentry|h-entry|post|node|type-post)(?:\s|$)")
"""Classes of an article's element in WordPress and Drupal."""
INLINE = frozenset("a abbr b em font i small span strong time".split())
CARDS, BOXES = frozenset(["article", "li"]), frozenset(["div", "section"])
BOX_LEVELS = 3
"""Elements around a name or a date among which a box of no name may be a teaser."""
TEASER = (
    "count(.//p) < 4 and boolean(.//*[self::h2 or self::h3 or self::h4]"
    "[not(contains(@class, 'author'))]"
    "[.//a[@href and not(contains(@href, 'author'))] or parent::a[@href]])"
)
"""A box with a linked heading and little text, unless the heading is who wrote the article."""
SHORT_TEASER = f"not(.//p[string-length(.) > 200]) and {TEASER}"
"""The same of a box that no name of an element tells."""
PLACES = re.compile(
    r"p|div|span|time|li|td|small|em|i|b|strong|a|font|center|dd|abbr|address|h[2-6]"
)
LONGEST = 140
"""Length of a line that may hold the date beside names and sections, in characters."""


def shown_date(tree: HtmlElement, *, language: str | None, now: datetime) -> str | None:
    """Return the date printed near the headline or in an element named for it; None if unsure.

    `tree` is the page without its comments. A date behind "updated" is no publication date.
    """
    order = {node: place for place, node in enumerate(tree.iter())}
    heading = heading_of(tree)
    start = None if heading is None else order[heading]
    best: tuple[int, str] = (0, "")
    for node, raw in _lines(tree, language, now):
        before = _text(node).partition(raw)[0]
        points = 2 * bool(LABELLED.search(before)) + _is_named(node)
        # Thirty elements above the headline, a hundred below: where bylines are.
        points += start is not None and -30 <= order[node] - start <= 100
        if points > best[0]:
            best = points, raw
    return best[1] or None


def around_heading(tree: HtmlElement) -> frozenset[HtmlElement]:
    """Return the elements around the article's heading: their names do not describe its parts."""
    heading = heading_of(tree)
    return frozenset() if heading is None else frozenset(heading.iterancestors())


def is_foreign(node: HtmlElement, around: frozenset[HtmlElement]) -> bool:
    """Return whether a node is in a list of links, a sidebar or the site's footer."""
    for parent in (node, *node.iterancestors()):
        if parent in around:
            return False
        names = f"{parent.get('class') or ''} {parent.get('id') or ''}"
        if "footer" in (parent.tag, *re.findall("footer", names)) and _is_in_article(
            parent, around
        ):
            names = names.replace("footer", "")
        elif parent.tag == "footer":
            return True
        if parent.tag == "nav" or (parent.tag == "aside" and not OWN_ASIDE.search(names)):
            return True
        if FOREIGN.search(LAID_OUT.sub("", names)):
            return True
    return False


def is_card(node: HtmlElement, around: frozenset[HtmlElement]) -> bool:
    """Return whether a node is in the teaser of another article: a box with a linked heading."""
    for level, parent in enumerate((node, *node.iterancestors())):
        if parent in around:
            return False
        if parent.tag in CARDS and parent.xpath(TEASER):
            return True
        if level <= BOX_LEVELS and parent.tag in BOXES and parent.xpath(SHORT_TEASER):
            return True
    return False


def is_change(node: HtmlElement) -> bool:
    """Return whether a node says when the article was changed, not published."""
    names = f"{node.get('class') or ''} {node.get('itemprop') or ''}"
    if PUBLISHED.search(names):  # WordPress: `published updated` where nothing was changed
        names = ""
    elif (parent := node.getparent()) is not None and parent.tag in {"dd", "li", "span"}:
        names += f" {parent.get('class') or ''}"
    text = _text(node)
    return any(CHANGED.search(one) for one in (names, text[:40], _label(node, text)))


def _label(node: HtmlElement, text: str) -> str:
    """Return the words before a text in the line around it: `Updated <b>2 May</b>`."""
    parent = node.getparent()
    if parent is None or not text or node.tag not in INLINE:
        return ""
    before, found, _ = _text(parent).partition(text)
    # Behind another date is another label.
    return re.split(r"\d", before)[-1][-40:] if found else ""


def _is_in_article(node: HtmlElement, around: frozenset[HtmlElement]) -> bool:
    """Return whether a node is inside an element of one article: the one of the heading."""
    if own := [one for one in around if _is_article(one)]:
        return any(one in own for one in node.iterancestors())
    return any(_is_article(one) for one in node.iterancestors())


def _is_article(element: HtmlElement) -> bool:
    return element.tag == "article" or bool(POST.search(element.get("class") or ""))


def heading_of(tree: HtmlElement) -> HtmlElement | None:
    """Return the heading that the page's title repeats, else the first first-level heading."""
    title = _text(next(tree.iter("title"), tree))
    for heading in tree.iter("h1", "h2", "h3"):
        text = _text(heading)
        if len(text) >= 10 and text in title:
            return heading
    return next(tree.iter("h1"), None)


def _lines(
    tree: HtmlElement, language: str | None, now: datetime
) -> Iterator[tuple[HtmlElement, str]]:
    around = around_heading(tree)
    for node in tree.iter():
        if not (isinstance(node.tag, str) and PLACES.fullmatch(node.tag)):
            continue
        text = _text(node, LONGEST + 1)
        raw = _unchanged(text) if 5 <= len(text) <= LONGEST else None
        if not raw or is_foreign(node, around) or is_card(node, around):
            continue
        if CHANGED.search(_label(node, raw)):
            continue
        reading = read_date(raw, language=language, now=now)
        if reading and reading.precision not in {"month", "year"}:
            yield node, raw


def _unchanged(text: str) -> str | None:
    """Return the first date in a line that is not said to be that of a change."""
    for raw in find_dates(text):
        before, _, text = text.partition(raw)
        if not CHANGED.search(before):
            return raw
    return None


def _is_named(node: HtmlElement) -> bool:
    for one in (node, node.getparent()):
        if one is not None and NAMED.search(f"{one.get('class') or ''} {one.get('id') or ''}"):
            return True
    return False


def _text(node: HtmlElement, most: int = 400) -> str:
    """Return the beginning of an element's text, without joining a whole page for each element."""
    pieces: list[str] = []
    size = 0
    for piece in node.itertext():
        pieces.append(piece.strip())
        size += len(pieces[-1])
        if size > most:
            break
    return " ".join(" ".join(pieces).split())
