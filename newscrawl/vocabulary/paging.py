"""How addresses and pages name the pages of one article, in the languages they are used in."""

import re

from newscrawl.vocabulary.names import word_set
from newscrawl.vocabulary.words import either, terms

KEYS = word_set(
    "page p pg pageno pagenum pagenumber page_no page_num page_number pagina página pag seite"
    " sayfa strona stranka sida side sivu oldal trang halaman str стр страница currentpage"
)
"""Parameters of an address."""
STEPS = ("page", "p", "pg", "pagina", "pag", "seite", "sayfa", "strona", "stranka", "sida", "sivu")
"""Words in the path of an address, before the number."""

PAGE = terms(
    "page, p\\., pg\\.?, seite, página, pagina, pág\\.?, strona, strana, stránka, sida, side, sivu,"
    "oldal, sayfa, страница, стр\\.?, сторінка, σελίδα, صفحة, صفحه, עמוד, trang, halaman, पृष्ठ, 第,"
    "ページ, 페이지"
)
OF = terms(
    "of, von, de, di, sur, van, av, af, z, ze, из, з, από, من, از, מתוך, dari, trong, /, ／,"
    "页\\s*+[，/]?\\s*+共, 頁\\s*+[，/]?\\s*+共"
)
COUNT = re.compile(
    rf"^\W*{either(PAGE)}\s*:?\s*\d{{1,2}}\s*{either(OF)}\s*(?P<count>\d{{1,2}})(?!\d)",
    re.IGNORECASE,
)
"""`Page 1 of 3`, where it stands alone."""
IN_TITLE = re.compile(
    rf"(?:(?<![\s|:,–—-])[\s|:,–—-]+)?[(\[]?(?:{either(PAGE)}\s*\d{{1,2}}(?:\s*{either(OF)}\s*\d{{1,2}})?"
    r"|\d{1,2}\s*/\s*\d{1,2})[)\]\s]*(?:页|頁)?$",
    re.IGNORECASE,
)
"""`, page 2` and `(2/3)` at the end of a title."""
COUNTED = 60
"""Characters of the text it is looked for in."""

PAGER = re.compile(
    r"^(?:.*[-_ ])?(?:pagination|pager|paging|pagenav|page-?links?|page-?numbers?|post-?pages?"
    r"|pages|wp-pagenavi|nav-links|multi-?page-?nav|seitennavigation)(?:[-_ ].*)?$",
    re.IGNORECASE,
)
"""An id or class of the links from page to page."""

NEXT = re.compile(
    rf"^\W*(?:{either(PAGE)}\W*)?"
    + either(
        terms(
            "next, continued?, continue reading, weiter, nächste, suivante?, page suivante,"
            "siguiente, próxima, seguinte, successiva, avanti, volgende, nästa, neste, næste,"
            "seuraava, następna, dalej, další, ďalšia, következő, sonraki, следующая, далее,"
            "наступна, επόμενη, التالي, التالية, بعدی, הבא, tiếp, berikutnya, selanjutnya, अगला,"
            "下一?[页頁], 次へ, 次のページ, 다음"
        )
    ),
    re.IGNORECASE,
)
"""What a link to the next page says."""
