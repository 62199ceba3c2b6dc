"""One vocabulary for the readers and the script in the browser, which has no words of its own."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

import newscrawl.browser
from newscrawl.browser.document import script
from newscrawl.vocabulary.controls import LISTS, for_script, means
from newscrawl.vocabulary.phrases import is_page_label
from newscrawl.vocabulary.words import CHANGE, LIKE, REPLY, REPORT, SHARE
from tests.support.launching import short_tmp

CHROMIUM = next(
    (p for p in ("/usr/bin/chromium-headless-shell", "/usr/bin/chromium") if Path(p).exists()), None
)
LABELS = (
    "Show 3 more replies",
    "Load more comments",
    "Weitere Kommentare laden",
    "Antworten anzeigen (4)",
    "Voir les 12 réponses",
    "Ещё 5 ответов",
    "Показать все комментарии",
    "展开全部回复",
    "返信を3件表示",
    "답글 더보기",
    "المزيد من التعليقات",
    "Daha fazla yorum göster",
    "Read more",
    "Weiterlesen",
    "Reply",
    "2 Reply",
    "Ответить",
    "Antworten",
    "الرد",
    "回复",
    "Report this comment",
    "Gefällt mir",
    "Нравится",
    "Share",
    "Udostępnij",
    "Post a comment",
    "Log in to comment",
    "Log in to read all replies",
    "Hide replies",
    "More articles",
    "Newest",
    "Kommentare",
    "टिप्पणी",
    "comment-list",
    "Reject all",
    "Nur notwendige Cookies",
    "Brasil",
    "seasons",
)


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    if CHROMIUM is None:
        pytest.skip("needs a Chromium in /usr/bin")
    with short_tmp() as env, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"], env=env)
        page = browser.new_page()
        page.evaluate(script())
        yield page
        browser.close()


@pytest.mark.browser
def test_the_script_has_the_vocabulary_and_nothing_else(page: Page) -> None:
    sources = "words => Object.fromEntries(Object.entries(words).map(([k, v]) => [k, v.source]))"
    had = page.evaluate(f"({sources})(window.__newscrawl.words)")
    given = page.evaluate(
        "given => Object.fromEntries(Object.entries(given)"
        ".map(([k, v]) => [k, new RegExp(v, 'iu').source]))",
        json.loads(for_script()),
    )
    assert had == given
    assert had.keys() == LISTS.keys()


@pytest.mark.browser
@pytest.mark.parametrize("name", LISTS)
def test_a_label_means_the_same_in_the_browser(page: Page, name: str) -> None:
    ask = "([name, labels]) => labels.filter((one) => window.__newscrawl.words[name].test(one))"
    assert page.evaluate(ask, [name, LABELS]) == [one for one in LABELS if means(name, one)]


def test_the_script_asks_for_every_list_and_for_no_other() -> None:
    folder = Path(newscrawl.browser.__file__).parent / "inpage"
    assert [one.name for one in folder.iterdir()] == ["expand.js"]
    asked = re.findall(r"\bwords\.(\w+)", (folder / "expand.js").read_text("utf-8"))
    assert set(asked) == LISTS.keys()


@pytest.mark.parametrize("listed", [REPLY, LIKE, REPORT, SHARE, CHANGE], ids=lambda one: one[0])
def test_what_changes_or_answers_a_comment_is_never_pressed(listed: tuple[str, ...]) -> None:
    for term in listed:
        word = re.sub(r"\(\?:[^)]*\)[?+]|.\?|\*$", "", term)
        assert means("never", word), term


@pytest.mark.parametrize("label", LABELS[:14])
def test_what_opens_more_may_be_pressed(label: str) -> None:
    assert means("more", label)
    assert not means("never", label)


MORE: dict[str, str] = {
    "en": (
        "Earlier comments|Older comments|Previous|More comments|More|Next|Show all|"
        "Show all comments|View all 12 replies|3 replies|Show more replies|Load earlier|"
        "Previous comments|Next page|1 reply|View reply"
    ),
    "de": (
        "Frühere Kommentare|Ältere Kommentare|Vorherige Kommentare|Mehr Kommentare|"
        "Mehr anzeigen|Nächste Seite|Alle anzeigen|Alle Kommentare anzeigen|3 Antworten|"
        "12 Antworten anzeigen|Weitere Kommentare laden|Mehr laden|1 Antwort"
    ),
    "fr": (
        "Commentaires précédents|Commentaires plus anciens|Voir plus|Plus de commentaires|"
        "Page suivante|Tout afficher|Afficher tous les commentaires|3 réponses|"
        "Voir les 3 réponses|Charger plus|Voir tout|Suivant|Précédent|1 réponse"
    ),
    "es": (
        "Comentarios anteriores|Comentarios más antiguos|Ver más|Más comentarios|Siguiente|"
        "Ver todos|Mostrar todo|3 respuestas|Ver 3 respuestas|Cargar más|Anteriores|"
        "1 respuesta"
    ),
    "pt": (
        "Comentários anteriores|Comentários mais antigos|Ver mais|Mais comentários|Próxima|"
        "Ver todos|3 respostas|Ver 3 respostas|Carregar mais|Mostrar tudo|1 resposta"
    ),
    "it": (
        "Commenti precedenti|Commenti più vecchi|Mostra altri|Altri commenti|Successiva|"
        "Mostra tutti|3 risposte|Vedi 3 risposte|Carica altri commenti|1 risposta|"
        "Mostra altro|Avanti"
    ),
    "nl": (
        "Eerdere reacties|Oudere reacties|Vorige reacties|Meer reacties|Volgende|"
        "Toon alle reacties|3 reacties|3 antwoorden|Meer laden|Toon meer|Laad meer reacties|"
        "1 antwoord|Alles tonen"
    ),
    "pl": (
        "Wcześniejsze komentarze|Starsze komentarze|Poprzednie komentarze|Więcej komentarzy|"
        "Następna|Pokaż wszystkie|3 odpowiedzi|Pokaż 3 odpowiedzi|Załaduj więcej|"
        "Pokaż więcej|Następne komentarze|1 odpowiedź"
    ),
    "cs": (
        "Dřívější komentáře|Starší komentáře|Předchozí komentáře|Další komentáře|"
        "Zobrazit všechny|3 odpovědi|Zobrazit 3 odpovědi|Načíst další|Zobrazit více|"
        "Více komentářů|Další|1 odpověď"
    ),
    "ru": (
        "Предыдущие комментарии|Более ранние комментарии|Старые комментарии|Ещё комментарии|"
        "Далее|Показать все|Показать ещё|3 ответа|Показать 3 ответа|Загрузить ещё|Следующая|"
        "Больше комментариев|1 ответ|Все комментарии (41)"
    ),
    "uk": (
        "Попередні коментарі|Старіші коментарі|Більше коментарів|Наступна|Показати всі|"
        "Показати ще|3 відповіді|Показати 3 відповіді|Завантажити ще|Ще коментарі|1 відповідь"
    ),
    "be": (
        "Папярэднія каментары|Больш каментароў|Наступная|Паказаць усе|Паказаць яшчэ|3 адказы|"
        "Загрузіць яшчэ"
    ),
    "sr": (
        "Prethodni komentari|Stariji komentari|Još komentara|Sledeća|Prikaži sve|Prikaži još|"
        "3 odgovora|Učitaj još|Претходни коментари|Старији коментари|Још коментара|"
        "Прикажи све|3 одговора|Учитај још"
    ),
    "tr": (
        "Önceki yorumlar|Daha eski yorumlar|Daha fazla yorum|Sonraki|Tümünü göster|3 yanıt|"
        "3 yanıtı göster|Daha fazla yükle|Tüm yorumlar|Daha fazla"
    ),
    "sv": (
        "Tidigare kommentarer|Äldre kommentarer|Föregående|Fler kommentarer|Nästa|Visa alla|"
        "3 svar|Visa 3 svar|Visa fler|Ladda fler|Visa mer"
    ),
    "nb": (
        "Tidligere kommentarer|Eldre kommentarer|Forrige|Flere kommentarer|Neste|Vis alle|"
        "3 svar|Vis flere|Last inn flere|Vis mer"
    ),
    "da": (
        "Tidligere kommentarer|Ældre kommentarer|Forrige|Flere kommentarer|Næste|Vis alle|"
        "3 svar|Vis flere|Indlæs flere|Vis mere|Hent flere"
    ),
    "fi": (
        "Aiemmat kommentit|Vanhemmat kommentit|Edelliset|Lisää kommentteja|Seuraava|"
        "Näytä kaikki|3 vastausta|Näytä lisää|Lataa lisää"
    ),
    "hu": (
        "Korábbi hozzászólások|Régebbi kommentek|Előző|További hozzászólások|Következő|"
        "Összes megjelenítése|3 válasz|Több betöltése|Mutass többet|Továbbiak betöltése"
    ),
    "ro": (
        "Comentarii anterioare|Comentarii mai vechi|Mai multe comentarii|Următoarea|"
        "Vezi toate|3 răspunsuri|Încarcă mai multe|Arată mai mult|Afișează toate"
    ),
    "el": (
        "Προηγούμενα σχόλια|Παλαιότερα σχόλια|Περισσότερα σχόλια|Επόμενη|Προβολή όλων|"
        "3 απαντήσεις|Φόρτωση περισσότερων|Δείτε περισσότερα|Εμφάνιση όλων"
    ),
    "ar": (
        "التعليقات السابقة|تعليقات أقدم|المزيد من التعليقات|التالي|عرض الكل|عرض المزيد|"
        "3 ردود|تحميل المزيد|المزيد"
    ),
    "fa": (
        "نظرات قبلی|نظرات قدیمی\u200cتر|نظرات بیشتر|بعدی|نمایش همه|مشاهده بیشتر|3 پاسخ|"
        "بارگذاری بیشتر"
    ),
    "he": (
        "תגובות קודמות|תגובות ישנות יותר|תגובות נוספות|הבא|הצג הכל|3 תגובות|טען עוד|הצג עוד|"
        "עוד תגובות"
    ),
    "vi": (
        "Bình luận trước|Bình luận cũ hơn|Xem thêm bình luận|Tiếp theo|Xem tất cả|3 trả lời|"
        "3 phản hồi|Tải thêm|Xem thêm"
    ),
    "id": (
        "Komentar sebelumnya|Komentar lama|Komentar lainnya|Berikutnya|Lihat semua|3 balasan|"
        "Muat lebih banyak|Tampilkan lebih banyak|Selanjutnya"
    ),
    "zh": (
        "之前的评论|更早的评论|上一页|更多评论|下一页|查看全部|3条回复|加载更多|显示更多|"
        "展开3条回复|查看更多回复|以前的評論|載入更多"
    ),
    "ja": (
        "以前のコメント|前のコメント|古いコメント|もっと見る|次へ|すべて表示|3件の返信|"
        "コメントをもっと見る|さらに表示|返信を表示|次のページ"
    ),
    "ko": (
        "이전 댓글|지난 댓글|댓글 더보기|다음|모두 보기|전체 보기|답글 3개|더 보기|더보기|"
        "답글 보기|다음 페이지"
    ),
    "hi": ("पिछली टिप्पणियाँ|पुरानी टिप्पणियाँ|और टिप्पणियाँ|अगला|सभी देखें|3 जवाब|और देखें|और लोड करें"),
    "th": ("ความคิดเห็นก่อนหน้า|ความคิดเห็นเพิ่มเติม|ถัดไป|ดูทั้งหมด|ดูเพิ่มเติม|โหลดเพิ่มเติม|3 การตอบกลับ"),
    "lt": (
        "Ankstesni komentarai|Senesni komentarai|Daugiau komentarų|Kitas|Rodyti visus|"
        "Rodyti daugiau|3 atsakymai|Įkelti daugiau"
    ),
    "lv": (
        "Iepriekšējie komentāri|Vecāki komentāri|Vairāk komentāru|Nākamā|Rādīt visus|"
        "Rādīt vairāk|3 atbildes|Ielādēt vairāk"
    ),
    "az": "Əvvəlki şərhlər|Daha çox şərh|Növbəti|Hamısını göstər|Daha çox|3 cavab|Daha çox yüklə",
    "kk": "Алдыңғы пікірлер|Көбірек көрсету|Келесі|Барлығын көрсету|3 жауап|Тағы жүктеу",
    "uz": "Oldingi izohlar|Ko'proq izohlar|Keyingi|Hammasini ko'rsatish|3 javob|Yana yuklash",
    "ky": "Мурунку пикирлер|Дагы көрсөтүү|Кийинки|Баарын көрсөтүү|3 жооп",
    "tg": "Шарҳҳои пешина|Бештар|Навбатӣ|Ҳамаро нишон додан|3 ҷавоб",
    "ka": "წინა კომენტარები|მეტი კომენტარი|შემდეგი|ყველას ნახვა|3 პასუხი|მეტის ჩვენება",
    "hy": "Նախորդ մեկնաբանությունները|Ավելին|Հաջորդ|Ցույց տալ բոլորը|3 պատասխան|Բեռնել ավելին",
    "sk": (
        "Predchádzajúce komentáre|Staršie komentáre|Ďalšie komentáre|Zobraziť všetky|"
        "3 odpovede|Načítať ďalšie|Zobraziť viac"
    ),
    "bg": (
        "Предишни коментари|По-стари коментари|Още коментари|Следваща|Покажи всички|"
        "3 отговора|Зареди още"
    ),
}
"""What brings more of a thread, in the languages that dates are read in."""


@pytest.mark.parametrize("language", MORE)
def test_what_brings_more_is_known_in_every_language(language: str) -> None:
    labels = MORE[language].split("|")
    assert [one for one in labels if not (means("more", one) or is_page_label(one))] == []
    assert [one for one in labels if means("never", one)] == []


@pytest.mark.parametrize(
    "label",
    [
        *("No comments", "Comments", "Reply", "3 Reply", "Plus sage", "Mehr Licht"),
        *("Alle reden vom Wetter", "Все там будем", "また来ます"),
    ],
)
def test_what_brings_nothing_is_not_pressed(label: str) -> None:
    assert means("never", label) or not means("more", label)
    assert not is_page_label(label)


@pytest.mark.parametrize(
    "label", ["›", "»", "→", ">>", "2", "Older comments »", "Page suivante", "Следующая"]
)
def test_links_to_other_pages_are_known_by_their_labels(label: str) -> None:
    assert is_page_label(label)
    assert not is_page_label(f"{label} of our finest boats, as seen from the harbour")


@pytest.mark.parametrize(
    "label",
    ["Prikaži več", "Прикажи повеќе", "Näita rohkem", "Laadi veel vastuseid", "Տեսնել ավելին",
     "3 antwoorden bekijken", "3 válasz megjelenítése", "ดูคำตอบ 3 รายการ", "3 cavabı göstər",
     "Rodyti 3 atsakymus", "3 პასუხის ნახვა", "3 жауапты көрсету", "3 ta javobni koʻrsatish",
     "Mostra més comentaris", "Erakutsi gehiago", "Sýna fleiri ummæli", "Shfaq më shumë komente"],
)  # fmt: skip
def test_more_is_known_in_small_languages(label: str) -> None:
    assert means("more", label)
    assert not means("never", label)


@pytest.mark.parametrize(
    ("label", "kept"),
    [("Melden Sie sich an, um alle Kommentare zu lesen", True), ("登录后查看全部评论", True),
     ("Zaloguj się, aby zobaczyć wszystkie komentarze", True), ("Accedi per leggere tutto", True),
     ("Logga in för att läsa kommentarerna", True), ("Yorumları görmek için giriş yapın", True),
     ("Zaloguj się, aby skomentować", False), ("Accedi per commentare", False),
     ("Logga in för att skriva", False), ("Log in om te reageren", False),
     ("登录后发表评论", False), ("로그인 후 댓글을 쓸 수 있습니다", False)],
)  # fmt: skip
def test_a_thread_for_members_only_is_told_from_a_form_for_them(label: str, kept: bool) -> None:
    assert means("wall", label) is kept


@pytest.mark.parametrize("label", ["Cavab ver", "Жауап беру", "Javob berish", "პასუხი", "Απάντηση"])
def test_the_control_to_answer_is_none_for_more(label: str) -> None:
    assert means("never", label)
