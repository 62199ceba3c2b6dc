"""What people read around comments, by what it means, in all languages: the one list of it.

Terms are parts of regular expressions that Python and JavaScript read alike; case is ignored. A
term that ends with `*` is the beginning of a word, or a word of a script without spaces; any other
is a whole word.
"""

Terms = tuple[str, ...]


def terms(listed: str) -> Terms:
    """Return the terms of a list with commas between them."""
    return tuple(term.strip() for term in listed.split(","))


def either(*lists: Terms) -> str:
    """Return a pattern for one of the terms, whatever stands beside it.

    >>> either(terms("share, delen"), terms("zgłoś*"))
    '(?:share|delen|zgłoś)'
    """
    return f"(?:{'|'.join(term.removesuffix('*') for listed in lists for term in listed)})"


def within(*lists: Terms) -> list[str]:
    r"""Return patterns for the terms inside a longer text: whole words, beginnings of words.

    >>> within(terms("share, delen, zgłoś*"))
    ['\\b(?:share|delen)\\b', '(?:zgłoś)']
    """
    listed = [term for one in lists for term in one]
    whole = tuple(term for term in listed if not term.endswith("*"))
    begun = tuple(term for term in listed if term.endswith("*"))
    return [rf"\b{either(whole)}\b"] * bool(whole) + [either(begun)] * bool(begun)


COMMENTS = terms(
    "comments?, kommentare?n?, kommentarer, commentaires?, comentarios?, comentários?, comentarii,"
    "commenti, commento, reacties?, komentarz[ey]?, komentarzy, komentář[eůi]?, komentar[ai]?,"
    "komentár(?:e|ov)?, komentarj(?:i|ev|a|e), kommentti, kommenttia, kommentit,"
    "hozzászólás(?:ok)?, kommentek, yorum(?:lar)?, комментари[йяеюи]+в?, коментар[іиьа]*в?,"
    "каментар(?:ы|оў|ыі|ыяў),"
    "σχόλι[αο], (?:ال)?تعليق(?:ات|ا)?, نظر(?:ات|ها)?, دیدگاه(?:‌?ها)?, تبصر(?:ے|ہ|وں), 댓글,"
    "コメント, 条?评论, 則?評論, 条?留言, कमेंट(?:्स)?, टिप्पणी, टिप्पणिया[ँं], टिप्पण्या, মন্তব্য,"
    "கருத்து(?:க்)?கள், תגובות, ความคิดเห็น, bình luận, komen, kommentaari?, kommentaarid?,"
    "komentār(?:i|s|u|us), komentar(?:ai|ų|us), komentet?, ummæli, athugasemdir?, comentaris?,"
    "iruzkin(?:ak)?, sylw(?:adau)?, tuairimí?, maoni, şərh(?:lər)?, rəy(?:lər)?, пікір(?:лер)?,"
    "пикир(?:лер)?, izoh(?:lar)?, изоҳ(?:лар)?, шарҳ(?:ҳо)?, сэтгэгдэл, კომენტარ(?:ები|ი),"
    "մեկնաբանություն(?:ներ)?"
)
"""Comments, as headings count them."""

DISCUSSION = terms(
    "discussion, diskussion(?:en)?, diskuse, diskusia, discussione, debatt?, обсуждение, opinie,"
    "opinion(?:e|es|i|s), meinungen, lesermeinungen, leserkommentare?, avis"
)
"""The same, where the number stands in brackets: `4 opinions` may count something else."""

RESPONSES = terms("responses?, replies")

ANSWERS = RESPONSES + terms(
    "reply, thoughts?, gedanken?, antworten, reaktionen, réponses?, réactions?, respuestas?,"
    "respostas?, risposte"
)
"""What else headings count where they count comments."""

ONE = terms("one, ein, eine, un, una, um, uma, én, een, en, jeden")

TO_WRITE = terms(
    "(?:leave|post|write|add) a (?:comment|reply), schreibe einen kommentar,"
    "laisser un commentaire, deja (?:una respuesta|un comentario)"
)
"""Headings of the form."""

REPLY = terms(
    "reply, respond, antworten, antwort, répondre, repondre, responder, rispondi, beantwoorden,"
    "beantwoord, reageer, reageren, odpowiedz, ответить, відповісти, رد, الرد, پاسخ, 回复, 回覆,"
    "回應, 回应, 返信(?:する)?, 답글(?:쓰기| 달기)?, yanıtla, cevapla, השב, trả lời, odpovědět,"
    "odgovori, svara?, svare, vastaa, válasz, răspunde, balas, cavab ver, cavabla, cavablandır,"
    "жауап беру, жауап жазу, javob berish, javob yozish, жооп берүү, ҷавоб додан, პასუხი,"
    "პასუხის გაცემა, պատասխանել, atsakyti, atbildēt, vasta, respon, përgjigju, одговори, отговори,"
    "отговор, адказаць, απάντηση, erantzun, ตอบกลับ, जवाब दें, उत्तर दें"
)
"""The control that nearly every comment has, and nothing else on a page."""

LIKE = terms(
    "likes?, upvotes?, recommend(?:ed)?, agree, respect, gefällt mir, empfehlen, j.aime,"
    "me gusta, mi piace, curtir, gosto, gostei, vind ik leuk, gilla, liker, synes godt om, tykkää,"
    "lubię to, líbí se mi, páči sa mi, tetszik, beğen*, îmi place, нравится*, подобається*,"
    "أعجبني*, إعجاب*, پسند(?:یدم)?*, לייק*, 赞*, 讚*, いいね!?*, 좋아요*, thích*"
)
REPORT = terms(
    "report, flag, melden, signaler, denunciar, reportar, segnala, segnalare, zgłoś*,"
    "пожаловаться*, жалоб*, إبلاغ*, تبليغ*, بلّغ*, گزارش*, 举报*, 舉報*, 檢舉*, 通報*, 報告*,"
    "신고*,"
    "şikayet*, bildir*, báo cáo*, nahlásit*, prijavi*, jelentés*, raportează*, laporkan*"
)
SHARE = terms(
    "share, tweet, teilen, partager, compartir, compartilhar, partilhar, condividi, delen,"
    "udostępnij*, поделиться*, مشاركة*, شارك*, 分享*, シェア*, 共有*,"
    "공유*, paylaş*, chia sẻ*, sdílet*"
)
EDITED = terms(
    "edited, updated, bearbeitet, geändert, modifié, modifiée, édité, editado, modificado, editat,"
    "modificato, bewerkt, gewijzigd, aangepast, redigerad, ändrad, redigeret, redigert, muokattu,"
    "edytowano, edytowany, edytowane, zmieniono, upraveno, upravené, uređeno, izmenjeno,"
    "szerkesztve, modifie, изменено, изменён, отредактировано, редактирано, редаговано, змінено,"
    "düzenlendi, diedit,"
    "disunting, επεξεργασμένο, đã chỉnh sửa, 编辑过*, 已编辑*, 已編輯*, 編集済み*, 수정됨*,"
    "แก้ไขแล้ว*, संपादित*, تم التعديل*, معدل*, ویرایش شده*, נערך*"
)
CHANGE = terms(
    "edit, delete, remove, bearbeiten, löschen, modifier, supprimer, editar, eliminar, borrar,"
    "excluir, modifica, elimina, edytuj*, usuń*, редактировать*, удалить*, تعديل*, حذف*, 编辑*,"
    "編輯*, 删除*, 刪除*, 編集*, 削除*, 수정*, 삭제*, düzenle*, sil*, sửa*, xóa*"
)
"""Controls that change or remove a comment."""
