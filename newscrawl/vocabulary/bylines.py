"""What stands around a name: by whom, says, on what day, and who is of the house."""

import re

from newscrawl.vocabulary.words import either, terms

_WRITTEN = (
    r"posted|written|submitted|commented|added|sent|published|comment|response|reply|reaction"
    r"|(?:geschrieben|verfasst|eingetragen|gepostet|kommentar|kommentiert|beitrag|antwort)"
    r"|(?:posté|écrit|publié|envoyé|rédigé|commentaire|réponse)e?"
    r"|(?:publicado|escrito|enviado|comentado|comentario|comentário|respuesta|resposta)"
    r"|(?:scritto|inviato|pubblicato|postato|commento|risposta)"
    r"|(?:geplaatst|geschreven|reactie|antwoord)|(?:skrivet|postat|inlagt|skrevet|indlæg|svar)"
    r"|(?:napisane|dodane|komentarz|wysłane)|(?:napsáno|přidáno|vloženo|komentář)"
    r"|(?:написано|добавлено|отправлено|опубликовано|комментарий|написане|додано|коментар)"
    r"|(?:scris|postat|trimis|comentariu)|(?:napisano|objavljeno|komentar)|γράφτηκε|(?:ditulis"
    r"|dikirim)|(?:viết|đăng|gửi)"
)
_BY = (
    "by|from|par|por|från|fra|door|przez|от|від|από|oleh|bởi|توسط|بواسطة|von|da|di|de|du|van|af|av"
    "|od|la"
)
_ALONE = "by|par|por|door|przez|oleh|bởi|от|від|από|توسط|بواسطة"
"""Of these, what begins no name: `De Quill`, `Van Quill`, `La Quill`."""
_ALWAYS = (
    "author|autor|auteur|autore|user(?:name)?|name|nick(?:name)?|nom|nombre|nome|naam|imię|имя"
    "|автор"
    "|ім'я|verfasser|posted|yazan|gönderen|szerző|írta|بقلم|كتب[هت]?|نویسنده|נכתב על ידי|על ידי|מאת"
    "|作者|发表者|發表者|发布者|投稿者|名前|お名前|작성자|글쓴이|이름|โดย|द्वारा"
)
LEADING = re.compile(
    rf"^(?:(?:{_WRITTEN})\s+(?:{_BY})(?:\s*+:)?\s++|(?:{_ALWAYS})(?:\s*+[:：]|\s)\s*+"
    rf"|(?:{_ALONE}|from)(?:\s*+:\s*+|\s++)"
    # A particle in small letters; `Von Trier` and `Di Meo` are whole names.
    rf"|(?-i:von|di|da|de|van|av|af|od)(?:\s*+:\s*+|\s++))",
    re.IGNORECASE,
)
"""`Posted by` and the like, before a name."""
DATED_LEADING = re.compile(rf"^(?:{_BY})(?:\s*+:)?\s++", re.IGNORECASE)
"""The same in a line with a date, where `Von Hugo am 3. Mai` is no whole name."""

WROTE = re.compile(
    rf"(?:(?:{_WRITTEN}|words|story|report(?:ing)?|text|interview|analysis)\s+(?:{_BY})"
    rf"|{_ALONE}|von|av|af|โดย|به قلم|بقلم|מאת|نوشته|نوشتهٔ"
    r"|author|autor(?:in)?|auteur|autore|автор|yazan|penulis|forfatter|författare|tác giả"
    r")(?:\s*+[:：]\s*+|\s++)"
    r"|(?:author|autor(?:in|ka|a|zy|i)?|auteure?|autore|autrice|autors|autorius|автор|аўтар|yazan"
    r"|yazar|müəllif|muallif|авторы|forfatter|författare|skribent|kirjoittaja|kirjoittanut|teksti"
    r"|texte?|texto|testo|tekst|words|szerző|írta|piše|пише|pisze|píše|scrie|shkruan|συντάκτης"
    r"|συντάκτρια|γράφει|κείμενο|penulis|penulis berita|tác giả|ผู้เขียน|लेखक|লেখক|作者|撰文|撰稿|文"
    r"|記者|记者|글|작성자|كتب[هت]?|الكاتبة?|المؤلف|نویسنده|نگارنده|كتابة|כתב|הכותבת?)\s*+[:：/／=＝]\s*+"
    r"|(?:記者|记者)\s*+",
    re.IGNORECASE,
)
"""What stands before the name of who wrote an article. Its beginning is looked at."""
WROTE_IN = {
    "ca": "per",
    "el": "του|της|των",
    "es": "de",
    "it": "di|da",
    "pt": "de",
    "ro": "de",
}
"""The same, where a word is no such thing in other languages: `De Tweede Kamer`."""
WROTE_BEHIND = re.compile(r"(?:(?<=\S)\s+)?(?:기자|記者|记者|द्वारा)\W*$")
"""The same behind the name."""

OTHER_PART = re.compile(
    r"\b(?:photo(?:s|graph(?:s|y|er)?)?|pictures?|images?|videos?|illustrations?|illustrated|graphics?"
    r"|fotos?|fotografie|fotografía|bild(?:er)?|illustration(?:en)?|photographies|foto['’]?s|bilde"
    r"|edited|editing|reviewed|fact[- ]checked|translated|translation|compiled|produced|drawings"
    r"|übersetz(?:t|ung)|bearbeitet|lektorat|traduit|traduction|traducción|traducido|tradução|traduzione"
    r"|фото|перевод|(?:(?:medically|expert|clinically)\s+)reviewed)\s*(?:(?:by|von|par|por|de|di|da|av|af"
    r"|door)\b|:|\|)",
    re.IGNORECASE,
)
"""What stands before the name of somebody who had another part in an article than writing it."""
AGENCIES = re.compile(
    r"(?:and |und |et |other )?(?:(?:news |wire )?agenc(?:y|ies)|(?:nachrichten)?agenturen|agences"
    r"|agencias|agenzie|agências|agentschappen|wires?|wire (?:reports|services)|news services)",
    re.IGNORECASE,
)
"""Agencies that are not named."""
_AGENCY = (
    r"reuters|(?:the )?associated press|agence france[- ]presse|deutsche presse[- ]agentur|efe|ansa"
    r"|agencia efe|adnkronos|europa press|lusa|agência (?:lusa|brasil)|belga|ritzau|ntb|tasr|čtk"
    r"|pap|agerpres|hina|tanjug|anadolu(?: agency| ajansı)?|tass|тасс|ria novosti|риа новости"
    r"|interfax(?:-ukraine)?|интерфакс(?:-україна)?|укринформ|укрінформ|уніан|xinhua|新华社|新華社"
    r"|中央社|kyodo(?: news)?|共同通信(?:社)?|時事通信(?:社)?|jiji press|yonhap|연합뉴스|뉴시스"
    r"|press trust of india|pti|ians|bernama|antara|australian associated press|press association"
    r"|pa media|(?:the )?canadian press|la presse canadienne|keystone[- ]sda|keystone[- ]ats"
    r"|united press international|télam|notimex|prensa latina|bloomberg(?: news)?"
    r"|dow jones newswires"
    r"|sport-informations-dienst|epd|kna|(?-i:dpa|DPA|AP|AFP|UPI|APA|SDA|ATS|ANP|TT|STT|MTI|BTA|DHA"
    r"|İHA|AAP|PA|CP|sid|SID)"
)
AGENCY = re.compile(
    rf"(?:via |with |mit )?(?:{_AGENCY})(?: staff| agency| news agency)?", re.IGNORECASE
)
"""A news agency, whose texts papers print. Its short names are so in their own letters alone."""
AGENCY_BEHIND = re.compile(rf"(?<=\S)\s+(?:{_AGENCY})$", re.IGNORECASE)
"""The same behind somebody's name."""

NO_NAME = re.compile(
    rf"(?:(?:{_WRITTEN})\s*)?(?:{_BY}|on|at|am|um|le|el|il|op|om|в|о|the|and)?", re.IGNORECASE
)
"""What is left of a byline that names nobody: `Posted on`."""

_SAYS = (
    r"says?|said|writes?|wrote|comment(?:s|ed)|replie[sd]|responded|answered|asked|posted|added"
    r"|noted|sagte?|schreibt|schrieb|meint(?:e)?|antwortete|antwortet|kommentiert(?:e)?|hat\b"
    r" (?:geschrieben|gesagt|kommentiert)|(?:a )?dit|(?:a )?écrit|a (?:répondu|commenté)|répond"
    r"|dice|dijo|escribió|escribe|comentó|respondió|disse|diz|comentou|escreveu|respondeu"
    r"|ha (?:detto|scritto|commentato|risposto)|scrive|zegt|zei|schreef|schrijft|reageerde"
    r"|skriver|skrev|säger|sa|sier|siger|sagde|svarte|svarade|svarede|kommenterade|kommenterte"
    r"|sanoo|sanoi|kirjoitti|kirjoittaa|kommentoi|vastasi"
    r"|pisze|napisał(?:\(?a\)?|/a)?|mówi|skomentował(?:\(?a\)?)?|odpowiedział(?:\(?a\)?)?"
    r"|píše|napsal(?:\(?a\)?|/a)?|řekl(?:\(?a\)?)?|odpověděl(?:\(?a\)?)?|hovorí|napísal(?:\(?a\)?)?"
    r"|dedi(?: ki)?|diyor(?: ki)?|yazdı|yorumladı|cevapladı|yanıtladı"
    r"|пишет|написал(?:а|\(а\))?|сказал(?:а|\(а\))?|говорит|ответил(?:а|\(а\))?"
    r"|прокомментировал(?:а|\(а\))?|пише|написа(?:в|ла)|каза(?:в|ла)|відпові(?:в|ла)|каза|написа"
    r"|каже|је (?:написао|написала)|kaže|piše|je (?:napisao|napisala|rekao|rekla)|napisao|napisala"
    r"|spune|a (?:spus|scris|zis|comentat|răspuns)|mondja|mondta|írta|írja|hozzászólt|válaszolta"
    r"|λέει|έγραψε|είπε|γράφει|απάντησε|ο/η|berkata|mengatakan|menulis|nói|viết|đã viết|cho biết"
    r"|يقول|تقول|قال|قالت|كتب|كتبت|علّ?ق|ردّ?|می[‌ ]?گوید|گفت|نوشت|نوشته|אמר[הו]?|כתב[הו]?"
    r"|הגיב[הו]?|אומר"
    r"|ने (?:कहा|लिखा)|कहते हैं|กล่าวว่า|เขียน(?:ว่า)?"
)
_AFTER = (
    r"さん|様|より|の発言|は(?:言いました|書きました)|님(?:이|의)?(?: 말| 글)?|说道?|說道?|写道"
    r"|寫道|评论道|发表于|發表於"
)
_ON = (
    r"on|at|am|um|vom|den|der|le|à|el|a las|il|alle|em|às|op|om|d\.|dnia|dne|в|о|у|at|pe|la|ngày"
    r"|pada|στις|στο|בתאריך|ב-|في|در|tarihinde|kl\.?|i"
)
SAYS = re.compile(
    rf"(?:(?<![\s,|–—-])[\s,|–—-]+)?(?:(?-i:\b(?:{_SAYS}))(?:\s+(?:{_ON}))?|\b(?:{_SAYS})(?:\s+(?:{_ON}))?\s*[:：…]"
    rf"|[:：]|(?:{_AFTER})|(?-i:\s(?:{_ON})))\s*+[:：…,.]*+\s*+$",
    re.IGNORECASE,
)
"""What stands between a name and the text, or between a name and its date."""

SENTENCE = re.compile(
    rf"^(?P<name>[^\n:]{{1,80}}?)\s++(?:{_SAYS})\b[^\n:]{{0,60}}:\s*", re.IGNORECASE
)
"""`Quill wrote on Monday:` at the start of a row that marks nothing."""

STAFF = terms(
    "(?:post |article |story )?author, (?:blog|site|page) owner, staff(?: member)?, moderators?,"
    "mods?, admins?, administrators?, editors?, editorial(?: team)?, journalist, reporter, "
    "official,"
    "autor(?:in)?, redaktion, redakteur(?:in)?, moderator(?:in)?, administrator(?:in)?, verfasser,"
    "auteur(?: de l'article)?, modérat(?:eur|rice), rédaction, la rédaction, administrateur, "
    "autora,"
    "moderador(?:a)?, redacción, administrador(?:a)?, redação, editor(?:a)?, autore, moderatore,"
    "redazione, amministratore, redactie, beheerder, redakcja, administrator, автор(?: статьи)?,"
    "модератор, редакция, редактор, администратор, админ, редакція, адміністратор, redakce,"
    "moderátor, redakcia, författare, redaktionen, forfatter, redaksjonen, kirjoittaja, toimitus,"
    "moderaattori, ylläpito, yazar, editör, moderatör, yönetici, كاتب المقال, الكاتب, مشرف, المحرر,"
    "نویسنده, مدیر, ناظر, עורך, מנהל, הכותב, 作者, 编辑, 編輯, 管理员, 管理員, 版主, 站长, 博主,"
    "管理人, 運営, 編集部, 관리자, 운영자, 기자, tác giả, quản trị viên, penulis, συντάκτης,"
    "διαχειριστής, szerző, moderátor, szerkesztő, redacția, urednik, redakcija, уредник"
)
"""Badges of people of the house, the article's author included."""
BADGE = re.compile(rf"\W*{either(STAFF)}\W*", re.IGNORECASE)
ENDING_BADGE = re.compile(
    rf"(?:(?<!\s)\s+)?[(\[（【]\s*{either(STAFF)}\s*[)\]）】]$|(?<!\s)\s+[·•|–—-]\s+{either(STAFF)}$",
    re.IGNORECASE,
)
"""`Quill (Moderator)`, `Quill · Author`."""

SIGN = re.compile(r"[¶#§∞⚓🔗↩↪⤴→←↑↓↗»«›‹⋮⋯…☰✓✔★☆▲▼△▽♥❤👍👎]️?")
"""What stands for a link or a control; no name is made of it."""


def is_badge(text: str) -> bool:
    """Return whether words are a badge of somebody of the house, and nothing else.

    >>> is_badge("Moderator"), is_badge("(Author)"), is_badge("Author Quill")
    (True, True, False)
    """
    return len(text) < 40 and bool(BADGE.fullmatch(text))
