"""How pages offer more of a list: what is further, what shows it, and what is listed."""

from newscrawl.vocabulary.words import ANSWERS, COMMENTS, either, terms

FURTHER = terms(
    "more, further, additional, older, newer, earlier, previous, prev, next, remaining,"
    "mehr, weitere, ältere, neuere, frühere, vorherige, nächste, übrige, restliche, weiter, zurück,"
    "plus, davantage, autres, précédent(?:e)?s?, antérieurs?, anciens?, suivant(?:e)?s?,"
    "más, anterior(?:es)?, antiguos?, siguientes?, otros, restantes, mais, antig[ao]s?, "
    "próxim[ao]s?,"
    "outros, seguintes?, altr[ieo], più, precedent[ei], vecchi, successiv[iea], avanti, indietro, "
    "meer,"
    "oudere, eerdere, vorige, volgende, overige, więcej, kolejne, starsze, wcześniejsze, nowsze,"
    "poprzedni[ea], następn[ea], pozostałe, dalej, další, více, starší, novější, dřívější, "
    "předchozí,"
    "následující, zbývající, ďalš(?:ie|í), viac, staršie, predchádzajúc[ei], nasledujúc[ei], "
    "ещ[её],"
    "больше, предыдущ(?:ие|ая), следующ(?:ие|ая), более ранние, ранние, старые, прежние, остальные,"
    "далее, дальше, вперёд, вперед, назад, ще, більше, попередн[іяє], наступн[іая], старіші, решту,"
    "далі, яшчэ, больш, папярэднія, наступн(?:ыя|ая), далей, još, više, prethodn[iae], starij[iae],"
    "sljedeć[iae], sledeć[iae], ostal[iae], dalje, још, више, претходн[иае], старији, следећ[иа],"
    "остали, даље, още, повече, предишн[иа], по-стари, следващ[иа], daha fazla, daha eski, önceki,"
    "diğer, sonraki, kalan, ileri, fler, flere, fler[ea]?, mer, mere, tidigare, äldre, tidligere,"
    "eldre, ældre, föregående, forrige, nästa, neste, næste, lisää, aiemmat, vanhemmat, "
    "edellise?[nt]?,"
    "edelliset, seuraava[t]?, loput, több(?:et)?, további(?:ak)?, korábbi(?:ak)?, régebbi, előző,"
    "következő, mai multe, mai mult, anterioare, anterioar[ae]?, mai vechi, următo(?:arele|area"
    "|r), alte,"
    "περισσότερα, προηγούμεν[αη], παλαιότερα, επόμεν[αη], υπόλοιπα, المزيد, مزيد, السابقة?, أقدم,"
    "الأقدم, التالي(?:ة)?, باقي, بیشتر, قبلی, قدیمی[‌ ]?(?:تر)?, بعدی, دیگر, עוד, נוספות, קודמות,"
    "ישנות(?: יותר)?, הבאות?, הבא, הקודם, thêm, trước, cũ hơn, tiếp theo, tiếp, còn lại, "
    "sebelumnya,"
    "lama, lainnya, berikutnya, selanjutnya, lebih banyak, 更多, 之前的?, 更早的?, 以前的?, "
    "较早的?, 更舊的?,"
    "旧的?, 下一页, 下一頁, 上一页, 上一頁, 其余, もっと, さらに, 以前の, 前の, 古い, 新しい, "
    "次の?, 次へ, 前へ,"
    "次のページ, 前のページ, 残りの, 더, 이전, 지난, 다음, 나머지, और, अधिक, पिछल[ीा], पुरानी, "
    "अगल[ीा],"
    "ก่อนหน้า, เพิ่มเติม, ถัดไป, เก่ากว่า, daugiau, ankstesn[is]+, senesni, kit(?:as|i), likę, "
    "toliau,"
    "vairāk, iepriekšēj[āie]+, vecāki, nākam[āie]+, əvvəlki, daha çox, köhnə, növbəti, алдыңғы,"
    "көбірек, келесі, тағы, ескі, oldingi, ko['ʻ‘’]?proq, keyingi, yana, eski, мурунку, дагы, "
    "кийинки,"
    "пешина, бештар, навбатӣ, боз, წინა, მეტი(?:ს)?, შემდეგი, ძველი, նախորդ, ավելի(?:ն)?, հաջորդ, "
    "հին"
)
ALL = terms(
    "all, alle[sn]?, tous, toutes, tout, todos, todas, todo, tudo, tutti, tutte, tutto, wszystkie,"
    "wszystko, všechn[yo], všetk[yo], вс[её], всі, усе, усі, sve, сва, све, всички, tüm(?:ünü)?,"
    "hepsi(?:ni)?, alla, allt, kaikki, összes, mindet?, toate, tot, όλα, όλων, الكل, كل, جميع, همه,"
    "הכל, כל, tất cả, semua, 全部, 所有, 全て, すべて(?:を)?, 모두, 전체, सभी, सब, ทั้งหมด, visus,"
    " viską,"
    "visi, hamısın?ı?, барлығын, hammasini?, баарын, ҳамаро, ყველა(?:ს)?, բոլորը"
)
SHOW = terms(
    "show, load, view, see, read, display, expand, get, fetch, bekijken,"
    "weergeven, zeigen?, anzeigen, laden, einblenden,"
    "aufklappen, voir, afficher, charger, montrer, ver, mostrar, cargar, carregar, exibir, mostra,"
    "vedi, carica, visualizza, toon, tonen, laad, bekijk, pokaż, załaduj, wyświetl, wczytaj, "
    "rozwiń,"
    "zobrazi[tť], načís?[tť](?:ať)?, načítať, показать, загрузить, раскрыть, развернуть, показати,"
    "завантажити, паказаць, загрузіць, prikaži, učitaj, прикажи, учитај, покажи, зареди, göster,"
    "yükle, gör, visa, ladda, hämta, vis, last inn, indlæs, hent, näytä, lataa, mutas[sd]?,"
    "megjelenít(?:ése|és)?, betölt(?:ése|és)?, arată, încarcă, afișează, vezi, προβολή, εμφάνιση,"
    "φόρτωση, δείτε, عرض, تحميل, إظهار, مشاهدة, نمایش, مشاهده, بارگذاری, הצג, טען, xem, tải,"
    "hiển thị, lihat, muat, tampilkan, 查看, 加载, 載入, 显示, 顯示, 展开, 見る, 表示, 読み込む, "
    "보기, 불러오기,"
    "देखें, लोड(?: करें)?, दिखाएं, ดู, โหลด, แสดง, rodyti, įkelti, rādīt, ielādēt, göstər, yüklə,"
    "көрсету, жүктеу, ko['ʻ‘’]?rsatish, yuklash, көрсөтүү, жүктөө, нишон додан, ნახვა, ჩვენება, "
    "ჩატვირთვა,"
    "ցույց տալ, բեռնել"
)
REPLIES = terms(
    "repl(?:y|ies), responses?, answers?, antwort(?:en)?, réponses?, respuestas?, respostas?,"
    "rispost[ae], antwoord(?:en)?, odpowied(?:zi|ź), odpověd[iíě], odpověď, odpoved[eí], "
    "ответ(?:а|ов|ы)?,"
    "відповід[іьей]+, адказ(?:ы|аў|а)?, odgovora?, одговора?, отговор[аи]?, yanıt(?:lar)?, cevap, "
    "svar,"
    "vastau(?:s|sta|ksia|kset), válasz(?:ok)?, răspuns(?:uri)?, απαντήσ(?:εις|η), ردود, رد, پاسخ,"
    "תשובות, trả lời, phản hồi, balasan, 回复, 回覆, 返信, 答复, 답글, 대댓글, जवाब, उत्तर, "
    "การตอบกลับ,"
    "คำตอบ, atsakym(?:ai|ų|as|us), atbild(?:es|e|ēm|žu), cavab(?:lar)?ı?, жауап(?:тар)?(?:ты|ды)?,"
    "javob(?:lar)?(?:ni)?, жооп(?:тор)?(?:ту|ду)?, ҷавоб(?:ҳо)?, პასუხ(?:ი|ები)ს?,"
    "պատասխան(?:ներ)?(?:ը)?"
)
LISTED = (
    COMMENTS
    + ANSWERS
    + REPLIES
    + terms(
        "comments?, posts, messages, beiträge, reacties, komentarzy, koment(?:áře|ářů|áre), "
        "komentara,"
        "коментара, каментар(?:ы|оў), коментарі, коментари, yorum, kommentek, kommenttia, "
        "kommenttej?a,"
        "kommentit, التعليقات, تعليقات, نظرات, תגובות, bình luận, komentar, 评论, 評論, 留言, "
        "コメント, 댓글,"
        "टिप्पणियाँ, टिप्पणियां, ความคิดเห็น, komentar(?:ai|ų), komentār(?:i|u|us), şərh(?:lər)?,"
        "пікір(?:лер)?, izoh(?:lar)?, пикир(?:лер)?, шарҳ(?:ҳои?)?, კომენტარ(?:ები|ი),"
        "մեկնաբանություն(?:ները|ներ)?"
    )
)
END = terms(
    "last, first, letzte, erste, dernière, première, últim[ao], primer[ao], primeir[ao], ultim[ao],"
    "prim[ao], laatste, eerste, ostatnia, pierwsza, poslední, první, последняя, первая, остання,"
    "перша, son, ilk, sista, första, siste, første, sidste, الأخيرة?, الأولى?, 末[页頁], 尾[页頁],"
    "首[页頁], 最後, 最初, 마지막, 처음"
)
"""Links to the last and the first page; they say hardly more."""
_AMOUNT = r"(?:\d{1,7}\s{0,3}(?:条|條|則|件の|개의?|ta)?\W*(?!\W))?"
_FURTHER, _ALL, _SHOW = either(FURTHER), either(ALL), either(SHOW)
_LISTED = either(LISTED)
_PAGE = either(
    terms(
        "page, página, pagina, seite, strona, stránka, страница, сторінка, sayfa, sida, side, "
        "sivu, oldal, 페이지, ページ, trang, halaman"
    )
)
COMPOSED = (
    rf"^\W*(?!\W){_AMOUNT}{_FURTHER}\W*{_AMOUNT}(?:\S+\s+)?{_LISTED}.{{0,20}}$",
    rf"^\W*(?!\W){_LISTED}\W*(?:{_FURTHER}\W*){{1,3}}\d{{0,7}}\W*$",
    (
        rf"^\W*(?!\W){_SHOW}\W*{_AMOUNT}(?:(?:the|les|los|las|os|as|gli|le|de|die)\s+)?{_AMOUNT}"
        rf"(?:{_FURTHER}|{_ALL}|{_LISTED}).{{0,30}}$"
    ),
    rf"^\W*(?!\W){_AMOUNT}{_LISTED}\W*(?!\W)(?:{_FURTHER}\W*(?!\W))?{_SHOW}\W*$",
    rf"^\W*(?!\W)(?:{_FURTHER}|{_ALL})\W*(?:\S+\s+)?{_SHOW}\W*$",
    rf"^\W*(?!\W){_ALL}\W+{_LISTED}\W*\d{{1,7}}\W*$",
    rf"^\W*(?!\W)\d{{1,7}}\s{{0,3}}(?:条|條|則|件の|개의?)?\s{{0,3}}{_LISTED}\W*$",
    r"^\W*(?!\W)답글\s*\d{1,7}개?\W*$",
    rf"^\W*(?!\W)(?:{_PAGE}\W+)?{_FURTHER}(?:\W+{_PAGE})?\W*$",
)
"""Labels of controls that bring more, whatever the language."""
ARROWS = r"[›»«‹←→↓⟩⟨❯❮▸◂▶◀＞＜>…]"
TURNED = (
    rf"^(?:\W*\d{{1,4}}\W*|\W*(?:{_PAGE}\W+)?{_FURTHER}"
    rf"(?:\W+(?:{_PAGE}|{_LISTED}|{_FURTHER}|entries|\d+))*\W*"
    rf"|\W*{_LISTED}\W+(?:{_FURTHER}\W*){{1,2}}|\W*{_FURTHER}\W*{_LISTED}\W*"
    rf"|\W*{ARROWS}{{1,3}}\W*)$"
)
"""The label of a link to another page of comments."""
