"""How addresses and pages name the pages of an article or a list, in the languages of the web."""

import re

from newscrawl.vocabulary.names import word_set
from newscrawl.vocabulary.words import either, terms

KEYS = word_set(
    "page p pg pageno pagenum pagenumber page_no page_num page_number pagina página pag seite"
    " sayfa strona stranka sida side sivu oldal trang halaman str стр страница currentpage"
)
"""Parameters of an address."""
HEADER = word_set(
    "next page pages total totals count more cursor pagination current last max has"
    " pagecount totalcount totalpages totalitems totalresults nextpage nextcursor hasmore"
    " hasnext currentpage lastpage"
)
"""Words of a header that tells of the rest of a list."""
PER = word_set("per perpage size limit prev previous first")
"""Words of those that tell of its pages' size, or of what is before."""
STEPS = word_set("page p pg pagina pag seite sayfa strona strana stranka sida side sivu")
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

_OLDER = terms(
    "older, earlier, previous, ältere, frühere, vorherige, ancien(?:ne)?s?, précédent(?:e)?s?,"
    "antérieur(?:e)?s?, antigu[ao]s?, anterior(?:es|s)?, antig[ao]s?, precedenti, vecchi, recenti,"
    "oudere, eerdere, vorige, starsze, poprzednie, starší, předchozí, staršie, предыдущие, старые,"
    "старее, ранние, старіші, попередні, старэйшыя, по-стари, предишни, starij[iae], prethodn[iae],"
    "старији, претходн[иеа], starejš[ie], prejšnj[ie], eski, önceki, äldre, tidigare, eldre,"
    "tidligere, ældre, vanhemmat, aiemmat, régebbi, korábbi, vechi, anterioare, παλαιότερ(?:α|ες),"
    "παλιότερ(?:α|ες), προηγούμεν(?:α|ες), أقدم, الأقدم, السابقة, القديمة, قدیمی[\u200c ]?تر, قبلی,"
    "ישנ(?:ים|ות)(?: יותר)?, קודמ(?:ים|ות), cũ hơn, trước, lama, sebelumnya, 以前の, 古い,"
    "過去の, 前の,"
    "更早的?, 较早的?, 更舊的?, 旧的?, 以前的?, 이전, 지난, पुरान[ीे], पिछल[ीे], ก่อนหน้า, เก่ากว่า,"
    "senesni, ankstesni, vecāk[is], iepriekšēj[āie]+, vanemad,"
    "köhnə, ескі, эски, eskiroq, ძველი, հին"
)
_POSTS = terms(
    "posts?, entries, articles?, stories, news, items, beiträge, artikeln?, einträge, meldungen,"
    "nachrichten, billets, publications, actualités, entradas, artículos, noticias, publicaciones,"
    "artigos, postagens, publicações, notícias, articoli, notizie, berichten, artikelen, wpisy,"
    "artykuły, posty, wiadomości, příspěvky, články, príspevky, записи, статьи, новости, посты,"
    "материалы, публикации, статті, дописи, новини, публікації, запісы, навіны, статии, objave,"
    "članci, vijesti, vesti, чланци, вести, objav[ei],"
    "članki, novice, yazılar, haberler, gönderiler,"
    "kayıtlar, inlägg, artiklar, nyheter, innlegg, artikler, saker, indlæg, nyheder, artikkelit,"
    "kirjoitukset, uutiset, bejegyzések, cikkek, hírek,"
    "articole, postări, știri, άρθρα, αναρτήσεις,"
    "νέα, المقالات, المواضيع, التدوينات, الأخبار, المشاركات, مقالات, نوشته[\u200c ]?ها(?:ی)?,"
    "پست[\u200c ]?ها(?:ی)?, مطالب, اخبار, פוסטים, כתבות, רשומות,"
    "חדשות, bài viết, bài, tin, tulisan,"
    "pos(?:tingan)?, berita, 記事, 投稿, ニュース, 文章, 新闻, 新聞, 글, 기사, 게시물, पोस्ट, लेख,"
    "खबरें,"
    "เรื่อง, บทความ, ข่าว, straipsniai, įrašai, raksti, ieraksti, postitused, uudised"
)
_BETWEEN = terms(
    "más, mais, plus, più, meno, mai, daha, более, the, les, las, los, os, as, to, page"
)
OLDER = re.compile(
    rf"(?=.*{either(_OLDER)})[\W_]*+(?:{either(_OLDER, _POSTS, _BETWEEN)}[\W_]*+){{1,5}}",
    re.IGNORECASE,
)
"""What a link to the older posts of a list says, and no more (`fullmatch`)."""
SAID = 40
"""Characters of such a link."""
