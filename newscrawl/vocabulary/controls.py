"""Controls of comment sections by their labels: what opens more, and what is never pressed.

The script in the browser is fed from here (`for_script`). Precision first: what is not surely a way
to more is not pressed, and nothing that writes ever is. Each list holds patterns of which one must
be found.
"""

import json
import re
from functools import lru_cache

from newscrawl.vocabulary.turning import COMPOSED, REPLIES
from newscrawl.vocabulary.words import CHANGE, LIKE, REPLY, REPORT, SHARE, either, terms, within

LETTER = r"[\p{L}\p{M}\p{N}_]"
EDGE = f"(?:(?<={LETTER})(?!{LETTER})|(?<!{LETTER})(?={LETTER}))"

AREA = terms(
    "comment, discuss, disqus, respond, responses, repl(y|ies), conversation,"
    "talk(back|-|_|$), chat, forum, coral, isso, waline, spotim, spcv, openweb, vf3?-,"
    "viafoura, vuukle, hyvor, kommentar, leser(brief|meinung), diskussion, coment,"
    "opiniones, commenti, reacties, réactions?, komentar, komment, коммент, обсужд, отзыв,"
    "yorum, σχόλι, 评论, 評論, 留言, 跟帖, コメント, 댓글, تعليق, التعليقات, نظر, תגוב,"
    "टिप्पणी, bình luận, ความคิดเห็น, lounge, readers?-?(say|voice)"
)
"""Names of containers (id, class, custom element) and headings of a comment section."""

MORE = (
    *COMPOSED,
    (
        r"\b(load|show|view|see|read|display|expand|open|fetch)\b.{0,20}(\d+|\ball\b|more|"
        "older|newer|previous|earlier|next|remaining|rest|full|another|repl(y|ies)|responses|"
        "comments|thread)"
    ),
    (
        r"\b(more|older|newer|previous|next|further|additional|all)\s+(\d+\s+)?(comments?|"
        "repl(y|ies)|responses?|posts|messages?|answers?)"
    ),
    r"^\+?\s*\d+\s+(more|older|newer|new|repl(y|ies)|responses?|answers?|comments?)",
    (
        r"^\d+\s(hidden|collapsed|versteckt|ausgeblendet|cachés?|masqués?|ocult|nascost|скрыт|"
        "ukryt|verborgen|gizli)"
    ),
    r"^((load|show|view|see)\s)?(more|older|newer|next|previous)\b\D{0,25}$",
    r"^(\.\.\.|…|⋯|continue( this)? thread|full thread)\W*$",
    (
        r"(mehr|weitere|alle|ältere|neuere|frühere|nächste|\d+)\s.*(anzeigen|laden|lesen|"
        "einblenden|zeigen|ansehen|aufklappen|kommentare|antworten|beiträge)"
    ),
    "mehr (laden|lesen|anzeigen)",
    "antworten (anzeigen|einblenden|laden|zeigen)",
    r"^(mehr|weiterlesen)\W*$",
    (
        r"(voir|afficher|charger|lire|montrer|déplier)\s.*(plus|suite|autres|tou(s|tes)|"
        r"réponses?|commentaires|précédents|\d+)"
    ),
    "(plus|davantage) de (commentaires|réponses)",
    r"^(plus|suite)\W*$",
    r"^\d+ réponses?\W*$",
    (
        r"(ver|mostrar|cargar|leer|desplegar)\s.*(más|todos|todas|respuestas?|comentarios|"
        r"anteriores|resto|\d+)"
    ),
    "más (comentarios|respuestas)",
    r"^\d+ respuestas?\W*$",
    (
        r"(ver|mostrar|carregar|ler|exibir)\s.*(mais|todos|todas|respostas?|coment|anteriores|"
        r"\d+)"
    ),
    "mais (comentários|respostas)",
    r"^\d+ respostas?\W*$",
    (
        r"(vedi|mostra|carica|leggi|visualizza|apri)\s.*(altr|più|tutt|rispost|comment|"
        r"precedenti|resto|\d+)"
    ),
    "altr[ie] (commenti|risposte)",
    r"^\d+ rispost[ae]\W*$",
    r"(toon|bekijk|laad|lees|meer|alle)\s.*(meer|alle|reacties|antwoorden|laden|tonen|\d+)",
    r"^meer\W*$",
    (
        r"(pokaż|wyświetl|załaduj|zobacz|wczytaj|czytaj|rozwiń)\s.*(więcej|kolejne|wszystkie|"
        r"odpowied|komentarz|starsze|dalej|\d+)"
    ),
    "więcej (komentarzy|odpowiedzi)",
    r"^więcej\W*$",
    (
        "(показать|загрузить|раскрыть|развернуть|смотреть|открыть|читать|"
        r"посмотреть)\s.*(ещ[её]|все|ответ|коммент|дальше|далее|полностью|предыдущ|\d+)"
    ),
    r"^ещ[её]\b",
    r"ещ[её]\s.*(коммент|ответ|\d+)",
    r"^\d+ (ответ|коммент)",
    r"(показати|завантажити|читати)\s.*(ще|всі|відповід|комент|далі|\d+)",
    (
        "(عرض|تحميل|إظهار|مشاهدة|اقرأ|قراءة).*(المزيد|مزيد|كل|جميع|تعليق|التعليقات|الردود|"
        r"ردود|رد|\d+)"
    ),
    "^المزيد",
    "مزيد من (التعليقات|الردود)",
    "(نمایش|مشاهده|بارگذاری).*(بیشتر|همه|پاسخ|نظر)",
    "^بیشتر",
    r"(加载|載入|载入|展开|展開|查看|显示|顯示|阅读|閱讀|点击).*(更多|全部|全文|评论|評論|回复|回覆|留言|条|則|\d+)",
    "更多(评论|評論|回复|回覆|留言)?",
    "^(全文|展开|展開|下一页|下一頁)",
    r"(还有|共)\s*\d+\s*条",
    "(もっと|さらに|続きを|次の|全て|すべて|過去の|以前の).*(見る|読む|表示|読み込|コメント|返信|件)?",
    r"返信を?(\d+件)?(を)?(表示|見る)",
    r"\d+\s*件の(返信|コメント)(を(表示|見る))?",
    r"(더\s?보기|더\s?읽기|전체\s?보기|이전\s?댓글|답글\s*\d+|댓글\s*더)",
    r"(daha fazla|tüm|diğer|önceki|kalan|(?<!\d)\d).*(yorum|yanıt|cevap|göster|yükle|gör|oku)",
    "^(daha fazla|devamını oku)",
    "(yanıtları|yorumları|cevapları) (göster|gör|yükle)",
    "(עוד|הצג|טען|קרא).*(תגובות|עוד|הכל|תשובות)",
    r"(xem|hiển thị|tải|đọc)\s.*(thêm|tất cả|phản hồi|bình luận|trả lời|\d+)",
    r"(zobrazit|načíst|číst)\s.*(další|více|všechny|odpověd|komentář|\d+)",
    r"(prikaži|učitaj|pročitaj|vidi)\s.*(još|više|sve|odgovor|komentar)",
    r"(прикажи|учитај)\s.*(још|више|све)",
    r"(prikaži|naloži|preberi)\s.*(več|vse|odgovor|komentar)",
    r"(прикажи|вчитај|види)\s.*(повеќе|уште|сите|одговор|коментар)",
    r"(näita|laadi|loe)\s.*(rohkem|veel|kõik|vastus|komment)",
    "(տեսնել|ցույց տալ|բեռնել|կարդալ).*(ավելի|բոլոր|մեկնաբան|պատասխան)",
    r"(mostra|veure|carrega|llegeix)\s.*(més|tots|totes|respost|coment)",
    r"(erakutsi|kargatu|ikusi|irakurri)\s.*(gehiago|guzti|erantzun|iruzkin)",
    r"(sýna|sjá|hlaða|lesa)\s.*(fleiri|meira|öll|svör|ummæli)",
    r"(shfaq|shiko|ngarko|lexo)\s.*(më shumë|më tepër|të gjith|përgjigj|koment)",
    "(περισσότερα|προβολή|εμφάνιση|φόρτωση).*(σχόλια|απαντήσε|όλα|όλων)?",
    r"(visa|vis|ladda|last|läs|les)\s.*(fler|flere|mer|mere|alla|alle|svar|kommentar|\d+)",
    r"(näytä|lataa|lue)\s.*(lisää|kaikki|vastau|komment)",
    r"(több|további|összes)\s.*(komment|hozzászólás|válasz|megjelen|betölt|mutat)?",
    r"(vezi|afișează|încarcă|citește)\s.*(mai mult|toate|răspuns|comentari)",
    r"(lihat|muat|tampilkan)\s.*(lebih|lainnya|semua|balasan|komentar)",
    "selengkapnya",
    "(और|अधिक).*(टिप्पणि|जवाब|देखें|पढ़ें|लोड)",
)
"""What brings more of a thread."""

MORE_CLASS = (
    "(load|show|view|expand|read)[-_]?(more|all|hidden|repl|comment|next|older|rest|full)",
)
"""The same, said by the class of a button whose words are of another kind."""

ONCE = REPLIES + terms("read, lesen, lire, leer, ler, leggi, читать, اقرأ, 全文, 続きを, oku")
"""What is pressed once only: the replies of one comment, a cut text; a second press closes it."""

NEVER = (
    # `1 reply` opens one, `3 Reply` has a number of votes before the control.
    r"^(?!\W*1 reply\W*$)(\W|\d)*(reply|replying|respond|quote)\W*$",
    "^reply to",
    rf"^\W*{either(REPLY)}\W*$",
    r"\b(post|add|leave|write|make)\b.*\b(comment|reply|response)",
    "^post$",
    r"^(newest|oldest|best|popular|top|latest)\b",
    *within(
        LIKE,
        REPORT,
        SHARE,
        CHANGE,
        terms(
            "dislike, downvote, vote, sort, by (?:date|thread|votes), log ?in, log ?out,"
            "sign ?(?:in|up|out), register,"
            "subscribe, unsubscribe, follow, submit, send, block, mute, ignore, hide, collapse,"
            "less, fewer, close, cancel, copy, permalink, print, save, donate, settings,"
            "preferences, options, menu, carousel, slide, sharing, notify, stories, articles?,"
            "news, videos, about, rules, guidelines,"
            "policy"
        ),
        terms(
            r"gefällt, anmelden, abmelden, einloggen, registrieren, abonnieren, folgen, absenden,"
            r"senden, ausblenden, schließen, weniger, sortier*, artikel, nachrichten,"
            r"kommentieren, schreiben, abstimmen, neueste, beliebteste"
        ),
        terms(
            "connecter, connexion, inscrire, abonner, suivre, envoyer, masquer, fermer, moins,"
            "trier, actualités?, écrire, publier, commenter, voter"
        ),
        terms(
            r"iniciar sesión, acceder, registrar(?:se)?, suscrib*, seguir, enviar, ocultar,"
            r"cerrar, menos, ordenar, noticias?, artículos?, escribir, publicar, comentar, votar"
        ),
        terms("entrar, assinar, fechar, notícias?, artigos?, esconder"),
        terms(
            "accedi, registrati, iscriviti, abbonati, segui, invia, nascondi, chiudi, meno, ordina,"
            "notizie, articoli, scrivi, pubblica, commenta, vota"
        ),
        terms(
            "inloggen, aanmelden, verbergen, sluiten, minder, sorteer, nieuws, artikelen, plaatsen"
        ),
        terms(
            "lubię*, zaloguj*, zarejestruj*, subskrybuj*, obserwuj*, wyślij*, ukryj*, zamknij*,"
            "mniej*, sortuj*, wiadomości*, artykuł*, napisz*, dodaj*, głosuj*"
        ),
        terms(
            "лайк*, войти*, вход*, зарегистр*, подписаться*, отправить*, скрыть*, свернуть*,"
            "закрыть*, меньше*, сортировать*, сначала*, новост*, стат(?:ьи|ей|ья)*, написать*,"
            "добавить*, оставить*, голосовать*"
        ),
        terms(
            "تسجيل*, دخول*, اشتراك*, اشترك*, متابعة*, إرسال*, إخفاء*, إغلاق*, أقل*, ترتيب*, فرز*,"
            "أخبار*, مقال*, أضف*, اكتب*, صوّت*, تصويت*, ورود*, ارسال*, پنهان*"
        ),
        terms(
            "登录*, 登入*, 注册*, 註冊*, 订阅*, 訂閱*, 关注*, 發送*, 发送*,"
            "发表*, 發表*, 隐藏*, 隱藏*,"
            "收起*, 关闭*, 關閉*, 排序*, 新闻*, 新聞*, 文章*, 投票*"
        ),
        terms(
            "ログイン*, 登録*, 購読*, フォロー*, 送信*, 投稿*,"
            "隠す*, 閉じる*, 並べ替え*,"
            "並び替え*, ニュース*, 記事*"
        ),
        terms("싫어요*, 로그인*, 가입*, 구독*, 등록*, 숨기기*, 접기*, 닫기*, 정렬*, 뉴스*, 기사*"),
        terms(
            "giriş*, üye ol*, kaydol*, abone*, takip*, gönder*, gizle*, kapat*, daha az*, sırala*,"
            "haber*, makale*, yorum yap*, oyla*"
        ),
        terms("đăng nhập*, đăng ký*, theo dõi*, gửi*, ẩn*, đóng*, sắp xếp*, tin tức*"),
        terms(
            "skrýt*, přihlásit*, sakrij*, skjul*, dölj*, piilota*, elrejt*, ascunde*, sembunyikan*"
        ),
    ),
)
"""What posts, votes, reports, shares, sorts, logs in, hides, or belongs to other lists."""

REJECT = terms(
    "reject, decline, refuse, deny, (only|strictly) necessary, necessary only,"
    "essential only, without (accepting|consent), do not (accept|consent|agree), disagree,"
    "ablehnen, nur notwendige, refuser, continuer sans, rechazar, recusar, rejeitar,"
    "rifiuta, weiger, odrzuć, отклон, отказ, رفض, 拒绝, 拒絕, 拒否, 거부, reddet"
)
"""The way out of a notice on cookies that agrees to nothing."""

CONSENT = terms("consent, cookie, gdpr, privacy, cmp, onetrust, didomi, sp_message, datenschutz")

WALL = (
    (
        "(log ?in|sign ?in|register|subscribe|become a member|"
        r"create an account).{0,30}\bto\b.{0,12}\b(read|see|view|load|continue|unlock)"
    ),
    ("(read|see|view).{0,30}(comments|replies|discussion|conversation).{0,30}(log|sign) ?in"),
    "(members|subscribers) only",
    "(anmelden|einloggen|registrieren).{0,40}(lesen|sehen|anzeigen)",
    "(connectez|abonnez|inscrivez)-vous.{0,30}(lire|voir|afficher)",
    "(inicia sesión|regístrate|suscríbete).{0,30}(leer|ver)",
    "(войдите|авторизуйтесь|зарегистрируйтесь).{0,30}(читать|увидеть|посмотреть|видеть)",
    "(увійдіть|авторизуйтесь|зареєструйтес[ья]).{0,30}(читати|побачити|переглянути|бачити)",
    "(melden sie sich|melde dich|logg?en? (sie sich|dich)).{0,40}(lesen|sehen|anzuzeigen)",
    r"(accedi|registrati|abbonati).{0,40}\b(legger|veder|visualizzar)e",
    r"(faça login|inicie sessão|cadastre-se|registe-se|assine).{0,40}\b(ler|ver|visualizar)\b",
    "(log in|meld (je|u) aan|registreer|word abonnee).{0,40}(lezen|zien|bekijken)",
    "(zaloguj|zarejestruj) się.{0,40}(zobaczyć|czytać|wyświetlić)",
    "(přihlaste se|prihláste sa).{0,40}(číst|zobrazit|vidět|čítať|zobraziť|vidieť)",
    r"(logga in|logg inn|log ind|registrera dig|registrer deg).{0,40}\b(läsa|lese|læse|se)\b",
    "(kirjaudu|rekisteröidy).{0,40}(luke|nähdä)",
    r"(autentific|conecteaz|înregistreaz)ă-te.{0,40}\b(citi|vedea)\b",
    "(megtekint|elolvas).{0,20}(jelentkez|regisztrál)",
    "(okumak|görmek|görüntülemek).{0,20}(giriş yap|oturum aç|üye ol)",
    "(سجل|تسجيل الدخول).{0,40}(لقراءة|لمشاهدة|لعرض|لرؤية)",
    "התחבר.{0,30}(לקרוא|לראות|לצפות)",
    "(登[录錄陆陸入]).{0,8}(查看|阅读|閱讀|浏览|瀏覽)",
    "(読む|見る|表示する)には.{0,20}ログイン|ログイン.{0,10}(読め|見られ|表示され)",
    "로그인.{0,20}(볼 수|보실 수|읽을 수|확인)",
    "đăng nhập.{0,30}(xem|đọc)",
    "(masuk|login|daftar).{0,30}(melihat|membaca)",
)
"""A thread that goes on only for members; never "log in to comment", which stands everywhere."""

LISTS = {
    "area": AREA,
    "reply": (rf"^\W*{either(REPLY)}\W*$",),
    "more": MORE,
    "moreClass": MORE_CLASS,
    "once": ONCE,
    "never": NEVER,
    "reject": REJECT,
    "consent": CONSENT,
    "wall": WALL,
}
"""What the script asks of a label or a name, by the name it has there."""


LONGEST = 120
"""Characters of a label; a longer one says more than a label does."""


def means(name: str, label: str) -> bool:
    """Return whether a list says something of a label, as the script in the browser finds it.

    >>> means("more", "Show 3 replies"), means("never", "Ответить"), means("never", "Ещё 5 ответов")
    (True, True, False)
    """
    return len(label) <= LONGEST and bool(_pattern(name).search(label))


@lru_cache(maxsize=len(LISTS))
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile("|".join(LISTS[name]), re.IGNORECASE)


def for_script() -> str:
    r"""Return the lists as a JSON object of sources for JavaScript's `RegExp` with `iu`.

    There, `\b` and `\W` know only ASCII letters: what they mean is written out.
    """
    sources = {name: "|".join(patterns) for name, patterns in LISTS.items()}
    return json.dumps({name: _in_javascript(source) for name, source in sources.items()})


def _in_javascript(source: str) -> str:
    return source.replace(r"\b", EDGE).replace(r"\W", r"[^\p{L}\p{M}\p{N}_]")
