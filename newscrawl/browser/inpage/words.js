// The words by which the in-page script knows a comment area and its buttons, in the languages of
// the news sites we meet. Evaluates to an object of regular expressions; `expand.js` uses them.
(() => {
  // \b and \W know only ASCII letters in JavaScript; here they mean the letters of every script.
  const letter = '[\\p{L}\\p{M}\\p{N}_]';
  const edge = `(?:(?<=${letter})(?!${letter})|(?<!${letter})(?=${letter}))`;
  const any = (...parts) => new RegExp(
    parts.join('|').replaceAll('\\b', edge).replaceAll('\\W', '[^\\p{L}\\p{M}\\p{N}_]'), 'iu');
  return {
    // Names of containers (id, class, custom element) and headings of a comment section.
    area: any(
      'comment', 'discuss', 'disqus', 'respond', 'responses', 'repl(y|ies)', 'conversation',
      'talk(back|-|_|$)', 'chat', 'forum', 'coral', 'isso', 'waline', 'spotim', 'spcv', 'openweb',
      'vf3?-', 'viafoura', 'vuukle', 'hyvor', 'kommentar', 'leser(brief|meinung)', 'diskussion',
      'coment', 'opiniones', 'commenti', 'reacties', 'réactions?', 'komentar', 'komment', 'коммент',
      'обсужд', 'отзыв', 'yorum', 'σχόλι', '评论', '評論', '留言', '跟帖', 'コメント', '댓글', 'تعليق',
      'التعليقات', 'نظر', 'תגוב', 'टिप्पणी', 'bình luận', 'ความคิดเห็น', 'lounge', 'readers?-?(say|voice)',
    ),
    // The one control that nearly every comment has, and nothing else on a page.
    reply: any('^\\W*(reply|respond|antworten|répondre|responder|rispondi|beantwoorden|reageer|odpowiedz|ответить|відповісти|رد|الرد|پاسخ|回复|回覆|返信(する)?|답글|yanıtla|cevapla|השב|trả lời|odpovědět|odgovori|svara?|svar|vastaa|válasz|răspunde|balas)\\W*$'),
    // What brings more of a thread.
    more: any(
      '\\b(load|show|view|see|read|display|expand|open|fetch)\\b.{0,20}(\\d+|\\ball\\b|more|older|newer|previous|earlier|next|remaining|rest|full|another|repl(y|ies)|responses|comments|thread)',
      '\\b(more|older|newer|previous|next|further|additional|all)\\s+(\\d+\\s+)?(comments?|repl(y|ies)|responses?|posts|messages?|answers?)',
      '^\\+?\\s*\\d+\\s+(more|older|newer|new|repl(y|ies)|responses?|answers?|comments?)',
      '^\\d+\\s(hidden|collapsed|versteckt|ausgeblendet|cachés?|masqués?|ocult|nascost|скрыт|ukryt|verborgen|gizli)',
      '^((load|show|view|see)\\s)?(more|older|newer|next|previous)\\b\\D{0,25}$', '^(\\.\\.\\.|…|⋯|continue( this)? thread|full thread)\\W*$',
      '(mehr|weitere|alle|ältere|neuere|frühere|nächste|\\d+)\\s.*(anzeigen|laden|lesen|einblenden|zeigen|ansehen|aufklappen|kommentare|antworten|beiträge)', 'mehr (laden|lesen|anzeigen)', 'antworten (anzeigen|einblenden|laden|zeigen)', '^(mehr|weiterlesen)\\W*$',
      '(voir|afficher|charger|lire|montrer|déplier)\\s.*(plus|suite|autres|tou(s|tes)|réponses?|commentaires|précédents|\\d+)', '(plus|davantage) de (commentaires|réponses)', '^(plus|suite)\\W*$', '^\\d+ réponses?\\W*$',
      '(ver|mostrar|cargar|leer|desplegar)\\s.*(más|todos|todas|respuestas?|comentarios|anteriores|resto|\\d+)', 'más (comentarios|respuestas)', '^\\d+ respuestas?\\W*$',
      '(ver|mostrar|carregar|ler|exibir)\\s.*(mais|todos|todas|respostas?|coment|anteriores|\\d+)', 'mais (comentários|respostas)', '^\\d+ respostas?\\W*$',
      '(vedi|mostra|carica|leggi|visualizza|apri)\\s.*(altr|più|tutt|rispost|comment|precedenti|resto|\\d+)', 'altr[ie] (commenti|risposte)', '^\\d+ rispost[ae]\\W*$',
      '(toon|bekijk|laad|lees|meer|alle)\\s.*(meer|alle|reacties|antwoorden|laden|tonen|\\d+)', '^meer\\W*$',
      '(pokaż|wyświetl|załaduj|zobacz|wczytaj|czytaj|rozwiń)\\s.*(więcej|kolejne|wszystkie|odpowied|komentarz|starsze|dalej|\\d+)', 'więcej (komentarzy|odpowiedzi)', '^więcej\\W*$',
      '(показать|загрузить|раскрыть|развернуть|смотреть|открыть|читать|посмотреть)\\s.*(ещ[её]|все|ответ|коммент|дальше|далее|полностью|предыдущ|\\d+)', '^ещ[её]\\b', 'ещ[её]\\s.*(коммент|ответ|\\d+)', '^\\d+ (ответ|коммент)', '(показати|завантажити|читати)\\s.*(ще|всі|відповід|комент|далі|\\d+)',
      '(عرض|تحميل|إظهار|مشاهدة|اقرأ|قراءة).*(المزيد|مزيد|كل|جميع|تعليق|التعليقات|الردود|ردود|رد|\\d+)', '^المزيد', 'مزيد من (التعليقات|الردود)', '(نمایش|مشاهده|بارگذاری).*(بیشتر|همه|پاسخ|نظر)', '^بیشتر',
      '(加载|載入|载入|展开|展開|查看|显示|顯示|阅读|閱讀|点击).*(更多|全部|全文|评论|評論|回复|回覆|留言|条|則|\\d+)', '更多(评论|評論|回复|回覆|留言)?', '^(全文|展开|展開|下一页|下一頁)', '(还有|共)\\s*\\d+\\s*条',
      '(もっと|さらに|続きを|次の|全て|すべて|過去の|以前の).*(見る|読む|表示|読み込|コメント|返信|件)?', '返信を?(\\d+件)?(を)?(表示|見る)', '\\d+\\s*件の(返信|コメント)(を(表示|見る))?',
      '(더\\s?보기|더\\s?읽기|전체\\s?보기|이전\\s?댓글|답글\\s*\\d+|댓글\\s*더)',
      '(daha fazla|tüm|diğer|önceki|kalan|\\d+).*(yorum|yanıt|cevap|göster|yükle|gör|oku)', '^(daha fazla|devamını oku)', '(yanıtları|yorumları|cevapları) (göster|gör|yükle)',
      '(עוד|הצג|טען|קרא).*(תגובות|עוד|הכל|תשובות)', '(xem|hiển thị|tải|đọc)\\s.*(thêm|tất cả|phản hồi|bình luận|trả lời|\\d+)',
      '(zobrazit|načíst|číst)\\s.*(další|více|všechny|odpověd|komentář|\\d+)', '(prikaži|učitaj|pročitaj|vidi)\\s.*(još|više|sve|odgovor|komentar)', '(прикажи|учитај)\\s.*(још|више|све)',
      '(περισσότερα|προβολή|εμφάνιση|φόρτωση).*(σχόλια|απαντήσε|όλα|όλων)?', '(visa|vis|ladda|last|läs|les)\\s.*(fler|flere|mer|mere|alla|alle|svar|kommentar|\\d+)', '(näytä|lataa|lue)\\s.*(lisää|kaikki|vastau|komment)', '(több|további|összes)\\s.*(komment|hozzászólás|válasz|megjelen|betölt|mutat)?', '(vezi|afișează|încarcă|citește)\\s.*(mai mult|toate|răspuns|comentari)', '(lihat|muat|tampilkan)\\s.*(lebih|lainnya|semua|balasan|komentar)', 'selengkapnya',
      '(और|अधिक).*(टिप्पणि|जवाब|देखें|पढ़ें|लोड)',
    ),
    // The same, said by the class of a button whose words are of another kind.
    moreClass: /(load|show|view|expand|read)[-_]?(more|all|hidden|repl|comment|next|older|rest|full)/i,
    // What is pressed once only: opening the replies of one comment; a second press would close it.
    once: any('repl(y|ies)', 'responses?', 'answers?', 'antworten', 'réponses?', 'respuestas?', 'respostas?', 'rispost', 'odpowied', 'ответ', 'відповід', 'رد', 'ردود', 'پاسخ', '回复', '回覆', '返信', '답글', 'yanıt', 'cevap', 'trả lời', 'odpověd', 'svar', 'vastau', 'válasz', 'read', 'lesen', 'lire', 'leer', 'ler', 'leggi', 'читать', 'اقرأ', '全文', '続きを', 'oku'),
    // What posts, votes, reports, shares, sorts, logs in, hides, or belongs to other lists.
    deny: any(
      '^(\\W|\\d)*(reply|replying|respond|quote)\\W*$', '^reply to', '\\b(report|flag|like|dislike|upvote|downvote|vote|recommend|share|tweet|sort|log ?in|log ?out|sign ?(in|up|out)|register|subscribe|unsubscribe|follow|submit|send|edit|delete|remove|block|mute|ignore|hide|collapse|less|fewer|close|cancel|copy|permalink|print|save|donate|settings|preferences|notify|stories|articles?|news|videos|about|rules|guidelines|policy)\\b', '\\b(post|add|leave|write|make)\\b.*\\b(comment|reply|response)', '^post$', '^(newest|oldest|best|popular|top|latest)\\b',
      '^antworten\\W*$', '\\b(melden|gefällt|teilen|anmelden|abmelden|einloggen|registrieren|abonnieren|folgen|absenden|senden|bearbeiten|löschen|ausblenden|schließen|weniger|sortier\\w*|artikel|nachrichten|kommentieren|schreiben|abstimmen|neueste|beliebteste)\\b',
      '^répondre\\W*$', '\\b(signaler|j.aime|partager|connecter|connexion|inscrire|abonner|suivre|envoyer|modifier|supprimer|masquer|fermer|moins|trier|articles?|actualités?|écrire|publier|commenter|voter)\\b',
      '^responder\\W*$', '\\b(denunciar|reportar|me gusta|compartir|iniciar sesión|acceder|registrar(se)?|suscrib\\w*|seguir|enviar|editar|eliminar|borrar|ocultar|cerrar|menos|ordenar|noticias?|artículos?|escribir|publicar|comentar|votar)\\b',
      '\\b(curtir|compartilhar|entrar|assinar|excluir|fechar|notícias?|artigos?|gostei|partilhar|esconder)\\b',
      '^rispondi\\W*$', '\\b(segnala|mi piace|condividi|accedi|registrati|iscriviti|abbonati|segui|invia|modifica|elimina|nascondi|chiudi|meno|ordina|notizie|articoli|scrivi|pubblica|commenta|vota)\\b',
      '^(reageer|beantwoorden?)\\W*$', '\\b(melden|delen|inloggen|aanmelden|verbergen|sluiten|minder|sorteer|nieuws|artikelen|plaatsen)\\b',
      '^odpowiedz\\W*$', '(zgłoś|lubię|udostępnij|zaloguj|zarejestruj|subskrybuj|obserwuj|wyślij|edytuj|usuń|ukryj|zamknij|mniej|sortuj|wiadomości|artykuł|napisz|dodaj|głosuj)',
      '^(ответить|відповісти)\\W*$', '(пожаловаться|жалоб|нравится|лайк|поделиться|войти|вход|зарегистр|подписаться|отправить|редактировать|удалить|скрыть|свернуть|закрыть|меньше|сортировать|сначала|новост|стат(ьи|ей|ья)|написать|добавить|оставить|голосовать)',
      '^(رد|الرد)\\W*$', '(إبلاغ|تبليغ|بلّغ|أعجبني|إعجاب|مشاركة|شارك|تسجيل|دخول|اشتراك|اشترك|متابعة|إرسال|تعديل|حذف|إخفاء|إغلاق|أقل|ترتيب|فرز|أخبار|مقال|أضف|اكتب|صوّت|تصويت)', '(گزارش|پسند|ورود|ارسال|حذف|پنهان)',
      '^(回复|回覆|回應|回应)\\W*$', '(举报|舉報|檢舉|点赞|點讚|赞|分享|登录|登入|注册|註冊|订阅|訂閱|关注|發送|发送|发表|發表|编辑|編輯|删除|刪除|隐藏|隱藏|收起|关闭|關閉|排序|新闻|新聞|文章|投票)',
      '^返信(する)?\\W*$', '(通報|報告|いいね|シェア|共有|ログイン|登録|購読|フォロー|送信|投稿|編集|削除|隠す|閉じる|並べ替え|並び替え|ニュース|記事|投票)',
      '^(답글|답글쓰기|답글 달기)\\W*$', '(신고|좋아요|싫어요|공유|로그인|가입|구독|등록|수정|삭제|숨기기|접기|닫기|정렬|뉴스|기사)',
      '^(yanıtla|cevapla)\\W*$', '(şikayet|bildir|beğen|paylaş|giriş|üye ol|kaydol|abone|takip|gönder|düzenle|sil|gizle|kapat|daha az|sırala|haber|makale|yorum yap|oyla)',
      '(báo cáo|thích|chia sẻ|đăng nhập|đăng ký|theo dõi|gửi|sửa|xóa|ẩn|đóng|sắp xếp|tin tức)', '(skrýt|nahlásit|přihlásit|sdílet|sakrij|prijavi|skjul|dölj|piilota|elrejt|jelentés|ascunde|raportează|sembunyikan|laporkan)',
    ),
    reject: any('reject', 'decline', 'refuse', 'deny', '(only|strictly) necessary', 'necessary only', 'essential only', 'without (accepting|consent)', 'do not (accept|consent|agree)', 'disagree', 'ablehnen', 'nur notwendige', 'refuser', 'continuer sans', 'rechazar', 'recusar', 'rejeitar', 'rifiuta', 'weiger', 'odrzuć', 'отклон', 'отказ', 'رفض', '拒绝', '拒絕', '拒否', '거부', 'reddet'),
    consent: any('consent', 'cookie', 'gdpr', 'privacy', 'cmp', 'onetrust', 'didomi', 'sp_message', 'datenschutz'),
    // A thread that goes on only for members: never "log in to comment", which stands everywhere.
    wall: any(
      '(log ?in|sign ?in|register|subscribe|become a member|create an account).{0,30}\\bto\\b.{0,12}\\b(read|see|view|load|continue|unlock)', '(read|see|view).{0,30}(comments|replies|discussion|conversation).{0,30}(log|sign) ?in', '(members|subscribers) only',
      '(anmelden|einloggen|registrieren).{0,40}(lesen|sehen|anzeigen)', '(connectez|abonnez|inscrivez)-vous.{0,30}(lire|voir|afficher)', '(inicia sesión|regístrate|suscríbete).{0,30}(leer|ver)', '(войдите|авторизуйтесь|зарегистрируйтесь).{0,30}(читать|увидеть|посмотреть|видеть)',
    ),
  };
})()
