"""JSON whose keys are words of other languages, or of none: read, or the true reason is given."""

from typing import Any

import pytest

from newscrawl.engines.base import ArticleRef
from newscrawl.generic.engine import Generic
from newscrawl.generic.json.comments import read_answers
from newscrawl.page import Page
from newscrawl.threads.found import GENERIC, Found, Provenance
from newscrawl.threads.verdict import status_of_none
from tests.support.capturing import answer

REF = ArticleRef(id="p:1", url="https://paper.example/a", site="p")
TEXTS = (
    "The ferry was late again and nobody said why",
    "I waited two hours in the rain for it",
    "Then take the bridge, it is always there",
    "The bridge is shut since the storm, my friend",
    "Who pays for all of this, I ask you",
)
PEOPLE = ("Ada Quill", "rower7", "Bo Lind", "Мира", "Tove K.")
KEYS = {
    "de": "nr inhalt erstellt verfasser antwort_auf kommentare",
    "fr": "id texte créé_le auteur réponse_à commentaires",
    "es": "id texto fecha usuario respuesta_a comentarios",
    "pt": "id mensagem criado_em autor resposta_a comentarios",
    "it": "id testo creato utente risposta_a commenti",
    "nl": "id inhoud geplaatst gebruiker antwoord_op reacties",
    "pl": "id treść dodano użytkownik odpowiedź_na komentarze",
    "cs": "id obsah vytvořeno uživatel odpověď_na komentáře",
    "sr": "id tekst vreme korisnik odgovor_na komentari",
    "ru": "номер текст дата автор ответ_на комментарии",
    "uk": "id текст створено користувач відповідь_на коментарі",
    "tr": "id içerik oluşturma_tarihi kullanıcı yanıt yorumlar",
    "sv": "id innehåll skapad användare svar_på kommentarer",
    "fi": "id sisältö luotu käyttäjä vastaus kommentit",
    "hu": "id szöveg létrehozva felhasználó válasz hozzászólások",
    "ro": "id conținut data utilizator răspuns comentarii",
    "el": "id κείμενο ημερομηνία χρήστης απάντηση σχόλια",
    "ar": "id النص التاريخ الاسم رد_على التعليقات",
    "fa": "id متن تاریخ نام پاسخ_به نظرات",
    "he": "id טקסט תאריך שם הורה תגובות",
    "zh": "id 内容 时间 昵称 父级 评论",
    "ja": "id 本文 投稿日時 名前 返信先 コメント",
    "ko": "id 내용 작성일 작성자 부모 댓글",
    "vi": "id noi_dung ngay ten tra_loi binh_luan",
    "none, with a parent": "k1 k2 k3 k4 k5 x",
    "none, at a place for comments": "k1 k2 k3 k4 - kommentarer",
}
NOWHERE = "k1 k2 k3 k4 - x"


def thread(keys: str) -> dict[str, Any]:
    key, text, date, name, parent, place = keys.split()
    rows: list[dict[str, Any]] = []
    for n in range(5):
        row = {key: f"{100 + n}", text: TEXTS[n], date: f"2026-11-2{n + 1}T10:00:00Z"}
        above = {} if parent == "-" else {parent: "100" if n in {1, 2} else None}
        rows.append({**row, name: PEOPLE[n], **above})
    return answer({place: rows})


@pytest.mark.parametrize("keys", KEYS.values(), ids=KEYS)
def test_keys_of_other_languages_and_of_none_are_read(keys: str) -> None:
    comments = read_answers([thread(keys)], REF, Generic()).comments
    said = [(c.text, c.author and c.author.name, bool(c.parent_id)) for c in comments]
    has_parents = " - " not in keys
    assert said == [(TEXTS[n], PEOPLE[n], has_parents and n in {1, 2}) for n in range(5)]
    assert [c.date_published_raw for c in comments] == [
        f"2026-11-2{n}T10:00:00Z" for n in range(1, 6)
    ]


@pytest.mark.parametrize(
    "keys",
    [
        ("id", "titel", "datum", "autor"),
        ("id", "título", "fecha", "autor", "texto"),
        ("a", "b", "c", "d"),
    ],
)
def test_articles_and_lists_of_anything_are_no_comments(keys: tuple[str, ...]) -> None:
    rows = [
        dict(zip(keys, (n, TEXTS[n], f"2026-11-2{n + 1}", PEOPLE[n], TEXTS[n] * 5), strict=False))
        for n in range(5)
    ]
    assert read_answers([answer({"liste": rows})], REF, Generic()).comments == []


@pytest.mark.parametrize(
    ("given", "declared", "status", "said"),
    [
        (thread(NOWHERE), 5, "error", "5 declared, none could be read: 5 texts of api.example"),
        (thread(NOWHERE), None, "none", "nothing shows"),
        (answer({"comments": [{"a": t} for t in TEXTS]}), None, "partial", "0: 5 texts of api"),
        (answer({"menu": [{"a": 1}]}), 5, "error", "5 declared, none could be read"),
    ],
)
def test_a_list_that_nobody_understands_is_the_reason(
    given: dict[str, Any], declared: int | None, status: str, said: str
) -> None:
    ref = ArticleRef(id="p:1", url=REF.url, site="p", declared=declared)
    [(batch, _)] = Generic().rendered(Page("<html><body></body></html>", ref.url), [given], ref)
    found = Found()
    found.take(batch, "browser", Provenance(), markup=False)
    verdict = status_of_none({GENERIC: found}, found, declared, {}, list(found.signs.values()))
    assert verdict[0] == status
    assert (verdict[1] or "").startswith(said)
