"""One stand-in in many languages: what to press, and beside it what never to press."""

import json
from collections.abc import Callable
from html import escape

from newscrawl.demo.invent import WORDS, Post
from tests.standins.scenario import (
    Answer,
    Call,
    Desk,
    Scenario,
    StandIn,
    children,
    living,
    stamp,
    truth,
)

SIZE = 9
KINDS = (
    "more", "replies", "reply", "like", "report", "share", "sort", "login", "subscribe", "title",
)  # fmt: skip
LABELS = {
    "en": "Show more comments|Show replies|Reply|Like|Report|Share|Sort by|Log in|Subscribe|"
    "Comments",
    "de": "Mehr Kommentare anzeigen|Antworten anzeigen|Antworten|Gefällt mir|Melden|Teilen|"
    "Sortieren nach|Anmelden|Abonnieren|Kommentare",
    "fr": "Afficher plus de commentaires|Afficher les réponses|Répondre|J’aime|Signaler|Partager|"
    "Trier par|Se connecter|S’abonner|Commentaires",
    "es": "Mostrar más comentarios|Ver respuestas|Responder|Me gusta|Denunciar|Compartir|"
    "Ordenar por|Iniciar sesión|Suscribirse|Comentarios",
    "it": "Mostra altri commenti|Mostra risposte|Rispondi|Mi piace|Segnala|Condividi|Ordina per|"
    "Accedi|Abbonati|Commenti",
    "pt": "Mostrar mais comentários|Ver respostas|Responder|Curtir|Denunciar|Compartilhar|"
    "Ordenar por|Entrar|Assinar|Comentários",
    "ru": "Показать ещё комментарии|Показать ответы|Ответить|Нравится|Пожаловаться|Поделиться|"
    "Сортировать|Войти|Подписаться|Комментарии",
    "ar": "عرض المزيد من التعليقات|عرض الردود|رد|أعجبني|إبلاغ|مشاركة|ترتيب حسب|تسجيل الدخول|"
    "اشترك|التعليقات",
    "zh": "查看更多评论|查看回复|回复|赞|举报|分享|排序方式|登录|订阅|评论",
    "ja": "コメントをもっと見る|返信を表示|返信する|いいね|通報する|シェア|並べ替え|ログイン|"
    "購読する|コメント",
    "tr": "Daha fazla yorum göster|Yanıtları göster|Yanıtla|Beğen|Şikayet et|Paylaş|Sırala|"
    "Giriş yap|Abone ol|Yorumlar",
    "pl": "Pokaż więcej komentarzy|Pokaż odpowiedzi|Odpowiedz|Lubię to|Zgłoś|Udostępnij|"
    "Sortuj według|Zaloguj się|Subskrybuj|Komentarze",
}  # fmt: skip


def languages() -> list[Callable[[Desk], StandIn]]:
    """Return a builder for every language, named `lang_xx`."""
    return [_builder(language) for language in LABELS]


def _builder(language: str) -> Callable[[Desk], StandIn]:
    return lambda desk: _standin(desk, language)


def _standin(desk: Desk, language: str) -> StandIn:
    name = f"lang_{language}"
    # Where there are no invented words of the language, readers write in English.
    posts = living(desk.thread(name, language=language if language in WORDS else "en"))
    source = f"/api/lang/{language}"

    def listing(call: Call) -> Answer:
        page, parent = call.number("page", 1), call.number("of") or None
        siblings = children(posts, parent)
        size = SIZE if parent is None else len(posts)
        found = [_row(posts, post) for post in siblings[(page - 1) * size : page * size]]
        return Answer({"list": found, "next": page + 1 if page * size < len(siblings) else None})

    labels = dict(zip(KINDS, LABELS[language].split("|"), strict=True))
    return StandIn(
        scenario=Scenario(
            name=name,
            truth=truth(posts),
            declared=len(posts),
            note=f"buttons in the language {language}, traps beside them",
            rows="div.bubble",
            press=("button.b1", "button.b2"),
        ),
        widget=f'<section id="talkbox" dir="{"rtl" if language == "ar" else "ltr"}" '
        f'data-source="{source}" data-name="{name}" '
        f'data-labels="{escape(json.dumps(labels))}"></section>'
        '<script src="/js/languages.js"></script>',
        paper={source: listing},
        language=language,
    )


def _row(posts: list[Post], post: Post) -> dict[str, object]:
    return {
        "id": post.id,
        "pid": post.parent,
        "user": post.author,
        "text": post.text,
        "date": stamp(post.created),
        "likes": post.likes,
        "kids": len(children(posts, post.id)),
    }
