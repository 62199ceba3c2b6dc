"""How pages say that only a part of a list is shown: which page, which places of how many."""

import re
from functools import cache

from newscrawl.vocabulary.paging import OF, PAGE
from newscrawl.vocabulary.words import either, terms

LONGEST, SHORT = 60, 30
"""Characters of a notice that says so; one that names a page says hardly more."""
_PAGES = terms(
    "pages?, seiten?, páginas?, pagine, stron, strony, stran, stránek, strán, sidor, sider, sivua,"
    "oldal, sayfa, страниц, сторінок, σελίδες, صفحات, trang, halaman, ページ, 페이지, 页, 頁"
)
_SHOWN = terms(
    "showing, shown, displaying, displayed, viewing, visible, comments?, kommentare?n?, angezeigt,"
    "gezeigt, anzeige, commentaires?, affichage, affichés?, mostrando, mostrad[oa]s?, exibindo,"
    "comentarios?, comentários?, mostrati, visualizzati, commenti, getoond, weergegeven, reacties,"
    "wyświetlono, pokazano, komentarzy, zobrazeno, komentářů, показано, показаны, комментари.{0,3},"
    "коментар.{0,3}, gösterilen, gösteriliyor, yorum, visar, viser, vises, näytetään, εμφάνιση,"
    "σχόλια, 显示, 顯示, 表示, 条评论"
)
_OF = OF + terms("out of, out of a total of, de un total de, sur un total de, auf, fra, ud af")
_PARTS = tuple(
    rf"{before}(?P<at>\d{{1,6}})\s?{either(_OF)}\s?(?P<all>\d{{1,6}})(?!\d){after}"
    for before, after in (
        (rf"\b{either(PAGE)}\s?:?\s?", ""),
        (r"(?<!\d)", rf"\s?{either(_PAGES)}"),
        (r"(?<!\d)\d{1,6}\s?(?:[-–—]|to|bis|à|a|do|до)\s?", ""),
        (rf"{either(_SHOWN)}\D{{0,30}}(?<!\d)", ""),
        (r"(?<!\d)", rf"\D{{0,30}}{either(_SHOWN)}"),
    )
)
_PAGE_AND_PAGES = r"第\s?(?P<at>\d{1,4})\s?[页頁]\s?[，,/]?\s?共?\s?(?P<all>\d{1,4})\s?[页頁]"
_BETWEEN_LINKS = rf"^\D{{0,12}}(?P<at>\d{{1,4}})\s?{either(OF)}\s?(?P<all>\d{{1,4}})\D{{0,12}}$"


NAMING = 2
"""How many of the patterns behind the first name a page."""


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    listed = (_BETWEEN_LINKS, *_PARTS, _PAGE_AND_PAGES)
    return tuple(re.compile(one, re.IGNORECASE) for one in listed)


def shown_part(notice: str, *, in_pager: bool = False) -> str | None:
    """Return what says that only a part of a list is shown; None if all of it is.

    The notice has single spaces. Between links from page to page (`in_pager`) two numbers say
    enough.

    >>> shown_part("Page 1 of 5"), shown_part("Showing 1–2 of 57")
    ('Page 1 of 5', '1–2 of 57')
    >>> shown_part("1 of 12 pages"), shown_part("1 / 12", in_pager=True), shown_part("1 / 12")
    ('1 of 12 pages', '1 / 12', None)
    >>> shown_part("Page 5 of 5"), shown_part("Showing 57 out of 57 comments")
    (None, None)
    """
    if len(notice) > LONGEST:
        return None
    for number, pattern in enumerate(_patterns()):
        able = in_pager if number == 0 else number > NAMING or len(notice) <= SHORT
        if able and (said := pattern.search(notice)) and 0 < int(said["at"]) < int(said["all"]):
            return said[0].strip()
    return None
