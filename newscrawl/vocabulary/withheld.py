"""What a page says of comments that it does not show: that they are closed, hidden, for members."""

import re
from functools import cache

from newscrawl.vocabulary.controls import means
from newscrawl.vocabulary.turning import ALL, FURTHER
from newscrawl.vocabulary.words import COMMENTS, Terms, either, terms, within

LONGEST = 160
"""Characters of a notice: a longer text is somebody's words."""
LINE = 100
"""Characters of a notice that says no more than that comments are hidden, or closed."""
SHORT = 60
"""Characters of a notice that is hardly more than a number and its noun."""

SECTION = COMMENTS + terms(
    "comment, commenting, discussion, conversation, thread, replies, kommentar, kommentier,"
    "diskussion, diskuse, diskusia, discussione, discussão, discusión, dyskusj, diskusij, обсужден,"
    "обговорен, коммент, комент, камент, hozzászól, kommentoi, keskustelu,"
    "debatt?, reageren, reactie,"
    "συζήτηση, σχολι, التعليق, دیدگاه, نظر, תגוב, 评论, 評論, 留言, コメント, 댓글, टिप्पण, मन्तव्य,"
    "ความเห็น, bình luận, yorum, şərh, пікір, пикир, izoh, ummæli, athugasemd"
)
"""Comments, the section or the act, with beginnings of words."""
CLOSED = terms(
    r"closed, disabled, deactivated, turned off, switched off, off(?=\W*$), (?:are|is) off, locked,"
    "archived,"
    "(?:no longer|not|currently not) (?:being )?(?:possible|accept(?:ed|ing)|allowed|available|open"
    "|enabled|permitted), has ended, unavailable, suspended,"
    "geschlossen, deaktiviert, abgeschaltet, ausgeschaltet, gesperrt, beendet, nicht (?:mehr )?"
    "(?:möglich|verfügbar|erlaubt|zugelassen|vorgesehen), fermée?s?, clos(?:es?)?, désactivée?s?,"
    "verrouillée?s?, suspendue?s?, cerrad[ao]s?, desactivad[ao]s?, deshabilitad[ao]s?,"
    "bloquead[ao]s?, fechad[ao]s?, encerrad[ao]s?, desativad[ao]s?, desabilitad[ao]s?, chius[aeio],"
    "disabilitat[aeio], disattivat[aeio], gesloten, uitgeschakeld, niet (?:meer )?(?:mogelijk"
    "|toegestaan), zamknięt*, wyłączon*, zablokowan*, uzavřen*, zavřen*, vypnut*, zakázán*,"
    "uzavret*, zatvoren*, zakázan*, закрыт*, отключ[её]н*, запрещ[её]н*, выключ[её]н*,"
    "недоступн*, закрит*, вимкнен*, вимкнут*, заборонен*, адключан*, затворен*, изключен*,"
    "забранен*, деактивиран*, onemoguć*, isključen*, zaprt*, onemogoč*, исключени, онемогућ*,"
    "kapal[ıi], kapatıl*, kapanmış*, stängd[a]?, avstängd[a]?, inaktiverad[e]?, stengt, deaktivert,"
    "slått av, lukke(?:t|de), slået fra, suljettu*, pois käytöstä, lezár*, letilt*,"
    "zárva, kikapcsol*, închis[ăe]?, dezactivat[ăe]?, κλειστ*, έκλεισ*, απενεργοποι*, مغلق*, أغلق*,"
    "معطل*, متوقف*, بسته*, غیر ?فعال*, סגור*, נסגר*, חסומ*, đã (?:bị )?(?:đóng|tắt|khóa), ditutup,"
    "dinonaktifkan, 关闭*, 關閉*, 禁用*, 停用*, 受け付けて*, 受付*, 締め切*, 閉じ*, 終了*, 停止*,"
    "닫혔*, 닫혀*, 닫힌*, 닫았*, 마감*, 비활성*, बंद*, ปิด*, uždaryt*, išjungt*, slēgt*, atslēgt*,"
    "suletud, keelatud, mbyllur*, bağlı*, bağlan*, жабық*, жабыл*, жабык*, yopiq*, yopil*, баста*,"
    "დახურ*, փակ*, lokað*, itxi*, tancat[s]?, desactivat[s]?, ar gau, wedi cau, dúnta,"
    "yamefungwa, хаагд*, بند*, বন্ধ*, மூடப்பட்*"
)
"""That nothing more is taken."""
HIDDEN = terms(
    r"hidden, not (?:shown|visible|displayed), collapsed, invisible, filtered, suppressed, omitted,"
    r"below (?:your |the |my )?(?:\w+ )?threshold, herausgefiltert, gefiltert, filtrée?s?,"
    "filtrad[ao]s?, отфильтров*, відфільтров*, ausgeblendet, verborgen,"
    "versteckt, eingeklappt, nicht (?:sichtbar|angezeigt), masquée?s?, cachée?s?, repliée?s?,"
    "ocult[ao]s?, ocultad[ao]s?, escondid[ao]s?, nascost[aeio], niet zichtbaar, ukryt*, skryt*,"
    "skrytý*, скрыт*, прихован*, схаван*, скрити*, скривени*, skriven*, sakriven*, skrit[iao],"
    "gizli*, gizlen*, dold[a]?, skjult[e]?, piilotett*, rejtett*, elrejt*, ascuns[ăe]?, κρυμμέν*,"
    "κρυφ*, مخفي*, مخفیة*, پنهان*, מוסתר*, bị ẩn, disembunyikan, 隐藏*, 隱藏*, 非表示*, 숨김*,"
    "숨겨*, छिपी*, छिपे*, छुप*, ซ่อน*, paslėpt*, peidetud, gizlədil*, жасырыл*, yashiril*, жашыр*,"
    "დამალულ*, թաքցված*, falin*, ezkutat*, ocult[s]?"
)
"""That there are some, which the page does not show."""
ONLY = terms(
    r"first \d+, last \d+, ersten \d+, letzten \d+, premiers \d+, derniers \d+, primer[oa]s \d+,"
    r"últim[oa]s \d+, primi \d+, ultimi \d+, eerste \d+, laatste \d+, первые \d+, последние \d+,"
    "only, exclusively, reserved, nur, ausschließlich, uniquement, seulement, réservée?s?, solo,"
    "sólo, únicamente, solamente, apenas, somente, soltanto, alleen, uitsluitend, tylko, jen,"
    "pouze, iba, len, только, тільки, лише, толькі, samo, само, yalnız(?:ca)?, sadece, endast,"
    "bara, kun, bare, vain, csak, doar, numai, μόνο, فقط, רק, chỉ, hanya, 仅*, 只有*, 僅*, のみ*,"
    "だけ*, केवल*, เฉพาะ*"
)
SEEN = terms(
    "see, read, view, visible, shown, lesen, lesbar, sehen, sichtbar, einsehen, voir, lire,"
    "visibles?, lisibles?, consulter, ver, leer, ler, leggere, vedere, visibil[ie], lezen, zien,"
    "zichtbaar, czytać, zobaczyć, widoczne, číst, vidět, čítať, vidieť, видны, видно, видеть,"
    "читать, бачити, читати, čitati, vidljiv*, videti, görebilir*, okuyabilir*, görünür*, läsa, se,"
    "synlig[ae]?, lese, læse, lukea, nähdä, olvas*, láthat*, citi, vedea, διαβάσ*, ορατ*, قراءة*,"
    "مشاهدة*, رؤية*, قابل مشاهده*, לקרוא, לראות, xem, đọc, melihat, membaca, 查看*, 阅读*, 閱讀*,"
    "可见*, 可見*, 閲覧*, 読め*, 表示*, 볼 수*, 읽을 수*, देख*, पढ़*, เห็น*, อ่าน*"
)
TALK = terms(
    "discussion, conversation, thread, topic, debate, comments, diskussion*, diskutier*, debatte,"
    "kommentare, forum, fil, débat, commentaires, conversación, debate, discusión, comentarios,"
    "discussão, conversa, comentários, discussione, dibattito, commenti, discussie, gesprek,"
    "reacties, dyskusj*, diskus*, komentá*, komentarz*, обсужден*, дискусси*, комментари*,"
    "обговорен*, tartışma*, yorum*, diskussionen, keskustelu*, συζήτηση, نقاش*, بحث*, דיון*,"
    "讨论*, 討論*, 議論*, 토론*"
)
GOING_ON = terms(
    "continue, continues, the (?:full|whole|entire|complete) (?:discussion|conversation|thread),"
    "fortsetzen, weiter*, ganze, poursuivre, poursuivez, continuer, suite, intégralité, continuar,"
    "sigue, seguir, toda la, continua, prosegui, intera, verder, hele, kontynuuj, cała, całą,"
    "pokračovat, pokračuj*, celou, продолжить, продолжение, целиком, продовжити, devam*, fortsätt*,"
    "fortsett*, fortsæt*, jatka*, συνέχεια, تابع*, ادامه*, המשך*, 继续*, 繼續*, 続き*, 계속*"
)
"""That the talk goes on where a link leads."""
_LISTS = {
    "closed": CLOSED,
    "hidden": HIDDEN,
    "only": ONLY,
    "seen": SEEN,
    "further": FURTHER,
    "all": ALL,
    "talk": TALK,
    "going_on": GOING_ON,
}
_YET = re.compile(
    r"\b(?:will be|not yet|until|bis zum|werden am|en cours|seront|serán|serão|saranno|будут"
    r"|będą|budou)\b|\d\s*(?:days?|tagen?|hours?)\b",
    re.IGNORECASE,
)
"""That it is still to come."""


@cache
def _said(name: str) -> re.Pattern[str]:
    """Return the pattern of a list, when it is needed: all together take 40 ms."""
    return re.compile("|".join(within(_LISTS[name])), re.IGNORECASE)


@cache
def _nouns(*lists: Terms) -> re.Pattern[str]:
    return re.compile(either(*lists), re.IGNORECASE)


def is_named(text: str) -> bool:
    """Return whether a text speaks of comments at all."""
    return len(text) <= LONGEST and bool(_nouns(SECTION).search(text))


def is_closed(text: str) -> bool:
    """Return whether a notice says that a section takes no comments.

    >>> is_closed("Comments are closed."), is_closed("Die Kommentarfunktion ist deaktiviert")
    (True, True)
    >>> is_closed("Comments will be closed on Monday"), is_closed("The road is closed")
    (False, False)
    """
    if len(text) > LINE or not is_named(text):
        return False
    return bool(_said("closed").search(text)) and not _YET.search(text)


def is_withheld(text: str) -> bool:
    """Return whether a notice says that there are comments which the page does not show.

    >>> is_withheld("Comments are hidden. Show comments"), is_withheld("… and 14 more comments")
    (True, True)
    >>> is_withheld("Only subscribers can read the comments"), is_withheld("Hide comments")
    (True, False)
    >>> is_withheld("Only subscribers can comment"), is_withheld("2 comments")
    (False, False)
    """
    if len(text) <= LONGEST and means("wall", text):
        return True
    if len(text) > LINE or not is_named(text):
        return False
    if _said("hidden").search(text):
        return True
    if _said("only").search(text) and _said("seen").search(text):
        return True
    return _is_rest(text)


def continues(label: str) -> bool:
    """Return whether a link leads to the rest of a discussion.

    >>> continues("Continue the discussion (57)"), continues("Weiterdiskutieren im Forum")
    (True, True)
    >>> continues("Join the discussion"), continues("Discussion rules")
    (False, False)
    """
    if len(label) > SHORT or not _said("talk").search(label):
        return False
    return bool(_said("going_on").search(label))


def _is_rest(text: str) -> bool:
    """Return whether a text counts comments that are elsewhere: `14 more comments`."""
    if len(text) > SHORT or not any(map(str.isdigit, text)) or means("never", text):
        return False
    return bool(_nouns(COMMENTS).search(text) and _said("further").search(text))


def whole_number(label: str) -> int | None:
    """Return how many comments there are in all, where a control that shows them says so.

    >>> whole_number("Show all 3 comments"), whole_number("3 Kommentare")
    (3, 3)
    >>> whole_number("Show 3 more comments"), whole_number("Show 3 replies")
    (None, None)
    """
    numbers = re.findall(r"\d+", label)
    if len(numbers) != 1 or not _nouns(COMMENTS).search(label) or _said("further").search(label):
        return None
    return int(numbers[0])


def is_further(label: str) -> bool:
    """Return whether a label speaks of more than is here.

    >>> is_further("Show comments"), is_further("Show more comments"), is_further("Show all")
    (False, True, True)
    """
    return bool(_said("further").search(label) or _said("all").search(label))
