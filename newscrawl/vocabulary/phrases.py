"""Words that comment systems print around a comment, in the languages they are used in."""

import re
from functools import cache

from newscrawl.items import CommentStatus
from newscrawl.vocabulary.turning import TURNED
from newscrawl.vocabulary.words import (
    CHANGE,
    COMMENTS,
    EDITED,
    LIKE,
    REPLY,
    REPORT,
    RESPONSES,
    SHARE,
    TO_WRITE,
    either,
    terms,
)

_ANSWERING = (
    r"in (?:reply|response) to|replying to|repl(?:y|ied|ies) to|respon(?:se|ded|ding) to"
    r"|answer(?:ed)? to"
    r"|als antwort auf|antwort(?:et)? auf|antwort an|antwortete auf|en réponse à|réponse à|répond "
    r"à|a répondu à"
    r"|en respuesta a|respuesta a|respondiendo a|em resposta a|resposta a|respondendo a"
    r"|in risposta a|risposta a|risponde a|als reactie op|reactie op|in antwoord op|antwoord op"
    r"|som svar på|svar på|svar til|svarade|vastaus(?: käyttäjälle)?|vastauksena"
    r"|w odpowiedzi na|w odpowiedzi do|odpowiedź (?:na|do)|v odpovědi na|odpověď na|reakce na|ako "
    r"odpoveď na"
    r"|в ответ на|в ответ|ответил[аи]?|ответ(?: на)?|у відповідь(?: на)?|відповідь|yanıt|cevaben"
    r"|yanıtladı"
    r"|в отговор на|kao odgovor na|odgovor na|као одговор на|válasz (?:erre|neki)|válasz"
    r"|ca răspuns la|ca răspuns pentru|răspuns la|σε απάντηση (?:στον|στην|του|της|σε)|απάντηση "
    r"(?:στον|στην|σε|προς)"
    r"|trả lời(?: cho)?|membalas|balasan untuk|ردا? على|رداً على|في رد على|پاسخ به|در پاسخ به"
    r"|בתגובה ל-?|בתגובה אל|תגובה ל-?|回复|回覆|回應|回应|返信先|に返信|답글|ตอบ|जवाब में"
)
_AFTER_NAME = (
    r"'?(?:e|a|ye|ya) (?:yanıt(?:en|la)?|cevap|cevaben)|さん(?:に|への)返信|への返信|님에게(?: "
    r"답글| 보낸 답글)?"
)
IN_REPLY_TO = re.compile(
    rf"^\W*+(?:(?:{_ANSWERING})\s*+[:：]?\s*+@?(?P<name>[^\n:]{{1,80}}?)"
    rf"|(?P<before>[^\n:]{{1,80}}?)\s*(?:{_AFTER_NAME}))[\s:：]*$",
    re.IGNORECASE,
)
"""`In reply to Quill`, and the name where the language puts it first."""

_ANSWERS_END = re.compile(rf"(?:^|\W)(?:{_ANSWERING})\s*[:：#@(]*\s*$", re.IGNORECASE)
_REPLY = re.compile(rf"\W*{either(REPLY)}\W*", re.IGNORECASE)


LABEL = 100
"""Characters of a link's label."""


def answers_somebody(text: str) -> bool:
    """Return whether words lead to the name or the number of the comment answered.

    >>> answers_somebody(" on 3 May in reply to "), answers_somebody("I sent a reply to it")
    (True, False)
    """
    return bool(_ANSWERS_END.search(text[-60:]))


@cache
def _turned() -> re.Pattern[str]:
    return re.compile(TURNED, re.IGNORECASE)  # when it is needed: takes 60 ms


def is_page_label(text: str) -> bool:
    """Return whether words are those of a link to another page of comments.

    >>> is_page_label("Older comments »"), is_page_label("2"), is_page_label("Reply")
    (True, True, False)
    """
    return len(text) <= LABEL and bool(_turned().match(text))


def is_reply_label(text: str) -> bool:
    """Return whether a control is the one to answer a comment.

    >>> is_reply_label("Reply"), is_reply_label("Antworten ↓"), is_reply_label("Replies")
    (True, True, False)
    """
    return len(text) < 40 and bool(_REPLY.fullmatch(text))


_QUOTE = terms(
    "quote, quote this post, zitieren, zitat, citer, citar, citare, cita, citeren, citaat, cytuj,"
    "цитировать, цитата, цитувати, citovat, citovať, citera, siter, citér, lainaa, alıntı,"
    "alıntıla, idézet, citează, παράθεση, 引用, 인용, trích dẫn, اقتباس, نقل قول, ציטוט"
)
_QUOTING = re.compile(rf"\W*{either(_QUOTE)}\W*", re.IGNORECASE)


def is_quote_label(text: str) -> bool:
    """Return whether a control is the one to quote a post, as forums have it.

    >>> is_quote_label("Quote"), is_quote_label("Quotes of the day")
    (True, False)
    """
    return len(text) < 40 and bool(_QUOTING.fullmatch(text))


_OTHER_CONTROLS = terms(
    r"replies, likes?, gefällt, permalink, link, quote, zitieren, upvote, downvote, log, recommend,"
    r"empfehlen, перма?линк, ссылка, enlace, lien, länk, lenke, linkki, odkaz, odnośnik, bağlantı,"
    r"[¶§∞⚓🔗↩↪→←↑↓↗»«›‹⋮⋯…#·|/]️?"
)
_UI = re.compile(
    rf"(?:{either(REPLY, REPORT, SHARE, CHANGE, _OTHER_CONTROLS)}(?:\s+|$))+", re.IGNORECASE
)
_UI_PHRASE = re.compile(
    r"^(?:log in to (?:reply|leave a comment)|reply to .{1,60}|antworte auf .{1,60}|reply to this.*"
    r"|(?:show|hide|view) (?:\d+ )?repl(?:y|ies)|zum antworten anmelden|report (?:this )?comment|"
    r"comment score below threshold.*|\(?\d+ child(?:ren)?\)?|"
    r"your comment is awaiting moderation\.?.*|loading\.{0,3}|like loading.*|liked by.*|"
    r"gefällt mir.*|kommentar melden|dein kommentar wartet.*|link to (?:this )?comment|"
    r"\(?(?:edit|bearbeiten)\)?|read more|weiterlesen|mehr anzeigen|#\d+|\d+)$",
    re.IGNORECASE,
)

_LIKE = re.compile(rf"^\W*\d*\W*(?:{either(LIKE)}|👍|❤️?|♥)\W*\d*\W*$", re.IGNORECASE)
_REMOVED = re.compile(
    r"^\W*+(?:this|the|dieser|ce|este|il|questo|den här|deze|ten|tento|данный|этот)?\s*+"
    r"(?:comment|post|message|reply|kommentar|beitrag|commentaire|comentario|comentário|commento"
    r"|reactie|komentarz|komentář|комментарий|сообщение)?\s*+"
    r"(?:has been|was|have been|is|wurde|a été|ha sido|fue|foi|è stato|is|został|byl|был|har)?\s*+"
    r"(?P<by>(?:von|vom|van|par|por|da|dal|przez|af|av) .{1,40}? )?"
    r"(?P<what>removed|deleted|hidden|entfernt|gelöscht|supprimé|retiré|eliminado|borrado|removido"
    r"|rimosso|eliminato|cancellato|verwijderd|usunięty|smazán|удал[её]н|скрыт|tagits bort|slettet"
    r"|fjernet|unavailable|no longer available|withdrawn)\b(?P<rest>.{0,90})$",
    re.IGNORECASE | re.DOTALL,
)
_BY_AUTHOR = re.compile(
    r"\b(?:author|autor|auteur|verfasser|autore|commenter|user|nutzer|автором|пользователем)",
    re.IGNORECASE,
)
_BY_MODERATOR = re.compile(
    r"moder|admin|editor|redaktion|rédaction|staff|community|guideline|polic|rules|terms|standards"
    r"|redacci|модератор|администра|редакц|netiquette|richtlinien|violat",
    re.IGNORECASE,
)
_REMOVED_CLASS = re.compile(r"(?:^|[\s_-])(?:removed|deleted|moderated)(?:$|[\s_-])", re.IGNORECASE)


EDITED_MARK = re.compile(rf"^\W*{either(EDITED)}\W*$", re.IGNORECASE)
"""What stands beside the date of a comment that was changed: `(edited)`."""

HEADING = re.compile(
    rf"^\W*+(?:\d[\d.,\s]*+)?{either(COMMENTS, RESPONSES, TO_WRITE)}\W*+\d*+\W*$", re.IGNORECASE
)
"""The heading of a list of comments, or of the form to write one."""

READ_ON = re.compile(
    r"^\W*(?:(?:read|see|show|view)\s+(?:more|on|all|the (?:rest|full (?:text|comment)))|more|"
    r"continue reading|full (?:text|comment)|expand|weiterlesen|mehr (?:lesen|anzeigen)|"
    r"lire la suite|(?:voir|lire|afficher) plus|(?:leer|ver|mostrar) más|(?:ler|ver|mostrar) mais|"
    r"leggi (?:tutto|di più|altro)|mostra altro|(?:lees|toon) meer|"
    r"(?:czytaj|pokaż) (?:dalej|więcej)|rozwiń|развернуть|"
    r"(?:читать|показать) (?:далее|дальше|полностью|ещё|целиком)|"
    r"devamını oku|daha fazla|(?:اقرأ|قراءة|عرض) المزيد|"
    r"ادامه|展开|展開|(?:阅读)?全文|続きを(?:読む|見る)|"
    r"더 ?(?:보기|읽기)|đọc tiếp|xem thêm|läs mer|les mer|læs mere|lue lisää|číst dál|"
    r"zobrazit více|selengkapnya|और पढ़ें)\W*$",
    re.IGNORECASE,
)
"""The control that opens the rest of one text."""
LOADING = re.compile(
    r"^\W*(?:loading\b|(?:the )?(?:comments?|discussion|conversation)s? (?:is|are|will be)"
    r" (?:being )?load|(?:kommentare|diskussion)? ?(?:werden |wird )(?:geladen|gerade)|"
    r"chargement\b|cargando\b|carregando\b|caricamento\b|laden\b|ładowanie\b|загрузка\b|загружа|yükleniyor|"
    r"yorumlar yükleniyor|جار[ٍي] (?:ال)?تحميل|در حال بارگذاری|正在加载|加载中|読み込み中|"
    r"불러오는 중|please wait|načítán|laddar\b|laster\b|indlæser\b|ladataan\b|đang tải)",
    re.IGNORECASE,
)
"""What stands in place of comments until a script has fetched them."""
SCRIPT_NEEDED = re.compile(r"\bjava ?script\b", re.IGNORECASE)
"""A hint to readers without scripts."""


def is_ui(text: str) -> bool:
    """Return whether a link or a line is a control of the page, not a reader's words.

    >>> is_ui("Reply"), is_ui("Antworten ↓"), is_ui("Reply with care, said my aunt")
    (True, True, False)
    """
    text = " ".join(text.split()).strip(" .:()[]").lower()
    if not text or len(text) > 80:
        return not text
    return bool(_UI.fullmatch(text) or _UI_PHRASE.match(text))


_BESIDE_NAME = terms(
    "talk, contribs, contributions, link, permalink, profile, website, homepage, e-?mail, message,"
    "pm, diskussion, beiträge, profil, discuter, discussion, discusión, contribuciones,"
    "discussão, contribuições, discussione, contributi, overleg, bijdragen, dyskusja, wkład,"
    "обсуждение, обс\\., вклад, обговорення, внесок, 讨论, 討論, 贡献, 貢獻, 会話, 投稿記録,"
    "토론, 기여, نقاش, مساهمات, بحث, مشارکت‌ها, שיחה, תרומות"
)
_SIDE_WORD = re.compile(rf"\W*{either(_BESIDE_NAME)}\W*", re.IGNORECASE)


def is_side_word(text: str) -> bool:
    """Return whether a link beside a name leads to more of the member or of the comment.

    >>> is_side_word("(talk)"), is_side_word("| link"), is_side_word("Quill")
    (True, True, False)
    """
    return is_ui(text) or (len(text) <= 60 and bool(_SIDE_WORD.fullmatch(text)))


def is_like(text: str) -> bool:
    """Return whether a label is that of the control for liking, a count beside it or not.

    >>> is_like("Gefällt mir"), is_like("Like 5"), is_like("Dislike")
    (True, True, False)
    """
    return bool(_LIKE.match(text[:60]))


def status_of(text: str, classes: str) -> CommentStatus:
    """Return the state of a comment from the notice in its place.

    >>> status_of("This comment was removed by a moderator.", "")
    'removed_by_moderator'
    >>> status_of("They removed the old bridge.", "")
    'visible'
    """
    match = _REMOVED.match(text) if len(text) < 160 else None
    if match is None:
        return "removed_unknown" if not text and _REMOVED_CLASS.search(classes) else "visible"
    who = f"{match['by'] or ''}{match['rest']}"
    if _BY_MODERATOR.search(who):
        return "removed_by_moderator"
    return "removed_by_author" if _BY_AUTHOR.search(who[:160]) else "removed_unknown"
