"""What the page itself says where comments stand: headings, counters, controls, notices, rules.

None of it is a reader's, and no heading is anybody's name.
"""

import re
from functools import lru_cache

from newscrawl.vocabulary.controls import means
from newscrawl.vocabulary.phrases import is_page_label, is_ui
from newscrawl.vocabulary.words import (
    ANSWERS,
    COMMENTS,
    TO_WRITE,
    either,
    terms,
)

FOLDED = re.compile(r"\s*[▸►▹▶⊞⌄]\ufe0f?\s*\d{1,4}\s*")


def is_folded(label: str) -> bool:
    """Return whether a label is that of so many replies, folded: `▸ 3`.

    >>> is_folded("▸ 3"), is_folded("▲ 3")
    (True, False)
    """
    return len(label) < 20 and bool(FOLDED.fullmatch(label))


_NOUNS = (
    COMMENTS
    + ANSWERS
    + terms(
        "discussions?, conversations?, opinions?, feedback, responses?, replies, thread, forum, "
        "debate,"
        "diskussion(?:en)?, meinung(?:en)?, leserbriefe?, leserkommentare?, beiträge, "
        "discussions?, avis,"
        "débat, conversación, opiniones, debate, discusión, discussão, opiniões, conversa, "
        "discussione,"
        "dibattito, opinioni, discussie, gesprek, meningen, diskusja, dyskusja, opinie, wypowiedzi,"
        "diskuze, diskusia, názory, příspěvky, обсуждени[еяй]+, отзыв[ыа]?, мнени[еяй]+, "
        "дискусси[яи],"
        "обговорення, відгуки, tartışma, görüşler, diskussion, debatt, keskustelu, kommenttia?, "
        "vita,"
        "hozzászólások, discuții, păreri, rasprava, diskusija, συζήτηση, απόψεις, التعليقات, "
        "تعليقات,"
        "آراء, النقاش, نظرات, دیدگاه(?:‌?ها)?, بحث, תגובות, דיון, 评论, 評論, 讨论, 討論, 留言, "
        "回复, コメント,"
        "意見, 댓글, 의견, 토론, bình luận, ý kiến, thảo luận, komentar, diskusi, ความคิดเห็น, "
        "टिप्पणियाँ"
    )
)
_AROUND = terms(
    "all, the, our, your, readers?'?s?, users?'?, visitors?'?, latest, newest, recent, most, top,"
    "best, popular, oldest, featured, new, more, older, previous, next, show, hide, view, see, "
    "read,"
    "load, open, close, add, join, start, leave, post, write, a, an, to, of, on, for, in, from, "
    "this,"
    "article, story, post, page, and, by, sort, order, no, yet, on, comments?, reply, your, "
    "editor's,"
    "picks?, \\d[\\d.]*+[km]?\\+?, alle, die, der, neueste[nr]?, älteste, beliebteste, beste, "
    "weitere,"
    "mehr, zeigen, anzeigen, ihre?, unsere[rn]?, leser(?:innen)?, zum, zu, artikel, dieser, diesem,"
    "keine, noch, schreiben, verfassen, tous, toutes, les, le, la, des, du, derniers?, vos, votre,"
    "voir, afficher, plus, de, récents?, meilleurs?, aucun, todos, todas, los, las, últimos, "
    "últimas,"
    "más, mejores, tus?, ver, mostrar, deja, os, as, mais, recentes, deixe, seu, sua, tutti, gli, "
    "i,"
    "ultimi, recenti, più, mostra, vedi, lascia, tuo, il, lo, un, uno, una, nieuwste, laatste, "
    "meer,"
    "toon, bekijk, jouw, uw, wszystkie, ostatnie, najnowsze, pokaż, dodaj, twój, všechny, poslední,"
    "nejnovější, přidat, zobrazit, все, всё, последние, новые, лучшие, ещё, еще, показать, к, "
    "статье,"
    "читателей, ваш, ваши, всі, останні, нові, показати, tüm, son, en, yeni, daha, fazla, göster,"
    "alla, senaste, visa, fler, seneste, vis, flere, kaikki, uusimmat, näytä, lisää, összes, "
    "legújabb,"
    "toate, ultimele, όλα, τα, πρόσφατα, כל, ה, جميع, كل, أحدث, أضف, همه, آخرین, 全部, 所有, 最新,"
    " 热门,"
    "熱門, 更多, すべての, 全ての, 新着, 人気, 전체, 최신, 모든, tất cả, mới nhất, semua, terbaru"
)
_HEADING = re.compile(
    rf"\W*+(?:(?:{either(_AROUND)})(?:\W++|(?<=[^\x00-\x7f])))*(?:{either(_NOUNS)})"
    rf"(?:\W*+(?:{either(_AROUND, _NOUNS)})(?!\w))*\W*+",
    re.IGNORECASE,
)
_NOTICE = re.compile(
    r"^\W*(?:"
    r"(?:there are )?no (?:comments|comment (?=yet)|replies|responses)(?: yet| so far| "
    r"here)?\b.{0,60}|be the "
    r"first\b.{0,60}"
    r"|(?:comments?|commenting|discussion|replies)(?: are| is| have been| has been| on this "
    r".{0,30}?)?"
    r" (?:now )?(?:closed|disabled|off|turned off|moderated|pre-?moderated)\b.{0,90}"
    r"|(?:please )?(?:log|sign) ?in\b.{0,80}|you must (?:be|log|sign|have)\b.{0,90}|sign "
    r"up\b.{0,60}"
    r"|(?:please )?(?:enable|turn on) javascript.{0,80}|loading\b.{0,40}|sort(?:ed)? by\b.{0,60}"
    r"|required\b.{0,60}|your e-?mail (?:address )?(?:will|is)\b.{0,80}|(?:notify|save) (?:me"
    r"|my)\b.{0,120}"
    r"|\d+ (?:characters?|zeichen|caractères|caracteres)\b.{0,30}|show(?:ing)? \d+.{0,40}"
    r"|(?:noch )?keine kommentare.{0,60}|(?:seien sie|sei|schreiben sie) (?:der|die|den) "
    r"erste.{0,60}"
    r"|die kommentar(?:funktion|e) (?:ist|sind|wurde).{0,80}|(?:bitte )?(?:melden sie sich"
    r"|logg?en sie sich).{0,80}"
    r"|(?:aucun|pas (?:encore )?de) commentaires?.{0,60}|soyez le premier.{0,60}|les commentaires "
    r"sont .{0,60}"
    r"|(?:vous devez|veuillez)\b.{0,90}|(?:no hay|sin|aún no hay) comentarios.{0,60}|sé el "
    r"primero.{0,60}"
    r"|los comentarios (?:están|han sido).{0,60}|(?:debes|inicia sesión|regístrate)\b.{0,80}"
    r"|(?:nenhum|sem|ainda não há) comentários?.{0,60}|seja o primeiro.{0,60}|(?:nessun|non ci "
    r"sono) commenti?.{0,60}"
    r"|(?:sii|scrivi) il primo.{0,60}|(?:devi|accedi|effettua)\b.{0,80}|(?:er zijn )?(?:nog "
    r")?geen reacties.{0,60}"
    r"|(?:brak|nie ma) komentarzy.{0,60}|bądź pierwszy.{0,60}|zaloguj się.{0,80}|(?:zatím )?žádné "
    r"komentáře.{0,60}"
    r"|(?:пока )?(?:нет|комментариев (?:пока )?нет).{0,20}комментари.{0,60}|комментариев (?:пока "
    r"|ещё )?нет.{0,60}"
    r"|(?:будьте|станьте|оставьте) перв.{0,60}|комментарии (?:закрыты|отключены).{0,60}"
    r"|(?:чтобы|для того,? чтобы) (?:оставить|добавить|комментировать|написать).{0,90}|(?:войдите"
    r"|авторизуйтесь).{0,80}"
    r"|(?:коментарів (?:ще )?немає).{0,60}|(?:henüz|hiç) yorum.{0,60}|ilk yorum.{0,60}|yorum "
    r"yapmak için.{0,80}"
    r"|لا (?:توجد|يوجد) تعليقات.{0,60}|(?:كن أول|سجل|يجب).{0,60}|(?:هیچ|نظری).{0,40}(?:ثبت"
    r"|وجود).{0,40}"
    r"|אין תגובות.{0,60}|היה הראשון.{0,60}|(?:暂无|暫無|还没有|還沒有|没有)(?:评论|評論"
    r"|留言).{0,30}|(?:まだ)?コメント(?:は|が)?(?:まだ)?ありません.{0,30}"
    r"|(?:아직 )?댓글이 없.{0,30}|chưa có bình luận.{0,40}|belum ada komentar.{0,40}"
    r")\W*$",
    re.IGNORECASE | re.DOTALL,
)
_RULES = re.compile(
    r"\b(?:rules|guidelines|code of conduct|terms of (?:use|service)|comment(?:ing)? policy"
    r"|netiquette|netiquette"
    r"|community standards|house rules|nutzungsbedingungen|kommentarregeln|netikette"
    r"|diskussionsregeln|charte"
    r"|règles|conditions d'utilisation|normas|reglas|condiciones de uso|regras|regolamento"
    r"|spelregels"
    r"|huisregels|regulamin|pravidla|правила|правил|kuralları|القواعد|قوانین|כללי)\b",
    re.IGNORECASE,
)
_PLACEHOLDER = re.compile(
    r"\{\{.{0,80}?\}\}|<%.{0,80}?%>|\$\{[^}]{1,60}\}|\[\[[\w.\s|]{1,40}\]\]|\{[a-z_][\w.]{0,30}\}"
    r"|(?<!\w)%[a-z_]{3,30}%(?!\w)|__[a-z]{3,20}__|#=\s*[\w.]+\s*#"
)


@lru_cache(maxsize=4096)
def is_heading(text: str) -> bool:
    """Return whether words are the heading of a section, or of the form to write in.

    >>> is_heading("All comments"), is_heading("Alle Kommentare (12)"), is_heading("All Smith")
    (True, True, False)
    """
    text = " ".join(text.split())
    if not 0 < len(text) <= 60:
        return False
    written = re.fullmatch(rf"\W*{either(TO_WRITE)}\W*", text, re.IGNORECASE)
    return bool(written or _HEADING.fullmatch(text))


@lru_cache(maxsize=4096)
def is_said_by_page(line: str) -> bool:
    """Return whether a line is a heading, a counter, a control or a notice of the page.

    >>> is_said_by_page("Show more comments (20)"), is_said_by_page("Be the first to comment")
    (True, True)
    >>> is_said_by_page("No comment, said the mayor and left.")
    False
    """
    line = " ".join(line.split())
    if len(line) > 160:
        return False
    return (
        not line
        or is_ui(line)
        or is_heading(line)
        or bool(_NOTICE.match(line))
        or is_page_label(line)
        or (len(line) <= 60 and means("more", line) and not re.search(r"[.!?]\s", line))
    )


def is_placeholder(text: str) -> bool:
    """Return whether a text is that of a template that no script has filled.

    >>> is_placeholder("{{ comment.text }}"), is_placeholder("I pay 5 {or 6} of them")
    (True, False)
    """
    return bool(_PLACEHOLDER.search(text)) and not re.search(r"\w", _PLACEHOLDER.sub("", text))


def is_rules(heading: str) -> bool:
    """Return whether a heading is that of the rules for comments.

    >>> is_rules("Comment policy"), is_rules("Quill")
    (True, False)
    """
    return len(heading) <= 60 and bool(_RULES.search(heading))
