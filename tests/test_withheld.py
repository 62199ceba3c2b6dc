"""Comments that a page says are closed, hidden, for members, or folded: what the verdict tells."""

import pytest

import newscrawl
from newscrawl.engines.signs import CONTROL, Sign
from newscrawl.threads.found import GENERIC, Found
from newscrawl.threads.verdict import status_of_none
from newscrawl.vocabulary.withheld import is_closed, is_withheld

URL = "https://paper.example/2026/11/25/the-ferry-is-late"
TEXT = f"<article><h1>The ferry is late</h1><p>{'The pier was full by nine. ' * 30}</p></article>"
ROWS = "".join(
    f'<li class="comment" id="comment-{n}"><b class="author">Rower {n}</b> '
    f'<time datetime="2026-11-25T1{n}:00:00Z"></time><p>I waited {n} hours for it.</p></li>'
    for n in (1, 2)
)
CLOSED = (
    *("Comments are closed.", "Comments are disabled for this article.", "Comments off"),
    *("This discussion is now closed.", "Sorry, comments are closed for this item."),
    *("Kommentare sind geschlossen.", "Die Kommentarfunktion ist deaktiviert."),
    *("Les commentaires sont fermés.", "Los comentarios están cerrados.", "Commenti chiusi"),
    *("Os comentários estão encerrados.", "De reacties zijn gesloten.", "Yorumlar kapalı"),
    *("Komentarze są wyłączone.", "Komentáře jsou uzavřeny.", "Komentáre sú uzavreté"),
    *("Комментарии закрыты.", "Обсуждение закрыто", "Коментарі вимкнено", "Каментары закрытыя"),
    *("Коментарите са затворени", "Komentari su zatvoreni", "Коментари су затворени"),
    *("Kommentarer är stängda", "Kommentarer er stengt", "Kommentarer er lukket"),
    *("Kommentointi on suljettu", "A hozzászólások lezárva", "Comentariile sunt închise."),
    *("Τα σχόλια είναι κλειστά.", "التعليقات مغلقة", "نظرات بسته شده است", "התגובות סגורות"),
    *("Bình luận đã đóng", "Komentar ditutup", "评论已关闭", "評論已關閉", "댓글이 닫혔습니다"),
    *("コメントは受け付けていません。", "टिप्पणियाँ बंद हैं", "ปิดการแสดงความคิดเห็น"),
    *("Komentarai uždaryti", "Komentāri ir slēgti", "Kommentaarid on suletud", "Izohlar yopiq"),
    *("Şərhlər bağlıdır", "Пікірлер жабық", "კომენტარები დახურულია", "Iruzkinak itxita daude"),
)
WITHHELD = (
    *("Comments are hidden. Show comments", "3 comments are hidden", "… and 14 more comments"),
    *("Log in to see 14 more comments", "Comments are only visible to subscribers"),
    *("Kommentare ausgeblendet", "Nur Abonnenten können die Kommentare lesen"),
    *("14 weitere Kommentare", "Les commentaires sont masqués", "14 autres commentaires"),
    *("Connectez-vous pour voir 14 autres commentaires", "Los comentarios están ocultos"),
    *("I commenti sono nascosti", "De reacties zijn verborgen", "Komentarze są ukryte"),
    *("Комментарии скрыты", "Войдите, чтобы увидеть ещё 14 комментариев", "Коментарі приховано"),
    *("Yorumlar gizlendi", "Kommentarer är dolda", "Kommentit on piilotettu", "评论已隐藏"),
    *("التعليقات مخفية", "نظرات پنهان هستند", "התגובות מוסתרות", "コメントは非表示です"),
)
NEITHER = (
    *(
        "Comments",
        "12 comments",
        "All comments",
        "Add a comment",
        "Hide comments",
        "Kommentare (3)",
    ),
    *("Only registered users can comment", "Please log in to comment", "Comments are moderated"),
    *("Your comment will be visible after approval", "Comments will be closed after 7 days"),
    *("Nur angemeldete Nutzer können kommentieren", "Seuls les abonnés peuvent commenter"),
    *("Комментарии (5)", "发表评论", "コメントする", "The road is closed", "The key was hidden"),
)


def read(inside: str, rows: str = ROWS, heading: str = "") -> tuple[int, str, str]:
    found = newscrawl.read_comments(
        f'<html lang="en"><body>{TEXT}<section id="comments">{heading}<ul>{rows}</ul>{inside}'
        "</section></body></html>",
        URL,
    )
    return len(found), found.status, found.reason or ""


@pytest.mark.parametrize("said", CLOSED)
def test_a_section_that_says_it_is_closed_and_is_empty_is_closed(said: str) -> None:
    assert read(f"<p>{said}</p>", rows="") == (0, "closed", f"the page says: {said}")


@pytest.mark.parametrize("said", CLOSED)
def test_a_closed_section_with_comments_is_as_complete_as_any(said: str) -> None:
    assert read(f"<p>{said}</p>") == (2, "complete", "")


def test_a_closed_section_that_declares_comments_has_lost_them() -> None:
    number, status, _ = read("<p>Comments are closed.</p>", rows="", heading="<h2>7 comments</h2>")
    assert (number, status) == (0, "error")


def test_the_notice_may_stand_in_no_place_for_comments_but_not_in_a_row() -> None:
    page = f'<html><body>{TEXT}<p class="note"><em>Comments are closed.</em></p></body></html>'
    assert newscrawl.read_comments(page, URL).status == "closed"
    row = ROWS.replace("I waited 2 hours for it.", "Comments are hidden, say I.")
    assert read("", rows=row) == (2, "complete", "")


def test_what_went_wrong_and_what_waits_are_said_before_a_section_is_called_closed() -> None:
    shut = {GENERIC: Found(status="closed", reason="the page says: Comments are closed.")}
    assert status_of_none(shut, shut[GENERIC], None, {}, [])[0] == "closed"
    assert status_of_none(shut, shut[GENERIC], None, {"talk": "gone"}, [])[0] == "unsupported"
    assert status_of_none(shut, shut[GENERIC], None, {}, [Sign(CONTROL, "more")])[0] == "partial"


@pytest.mark.parametrize("said", WITHHELD)
@pytest.mark.parametrize("rows", [ROWS, ""])
def test_comments_that_the_page_says_it_hides_are_missing(said: str, rows: str) -> None:
    number, status, reason = read(f"<p>{said}</p>", rows=rows)
    assert (number, status) == (2 if rows else 0, "partial")
    assert said in reason


@pytest.mark.parametrize("said", NEITHER)
def test_other_notices_say_neither(said: str) -> None:
    assert not is_closed(said)
    assert not is_withheld(said)


@pytest.mark.parametrize(
    ("control", "status"),
    [
        ("<button>2 comments</button>", "complete"),
        ("<button>Show 2 comments</button>", "complete"),
        ("<button>Show comments (2)</button>", "complete"),
        ("<button>2 Kommentare anzeigen</button>", "complete"),
        ("<a href='/talk/9'>View all 2 comments</a>", "complete"),
        ("<button>Show 2 more comments</button>", "partial"),
        ("<button>5 comments</button>", "partial"),
        ("<a href='/talk/9'>View all 5 comments</a>", "partial"),
        ("<button aria-expanded=true>Show comments</button>", "complete"),
        ("<button aria-expanded=true>Show more comments</button>", "partial"),
        ("<button aria-controls=list>Show comments</button>", "complete"),
        ("<button aria-controls=list>Load more comments</button>", "partial"),
        ("<button aria-controls=nothing>Show comments</button>", "partial"),
    ],
)
def test_a_control_of_what_is_shown_hides_nothing(control: str, status: str) -> None:
    html = (
        f'<html lang="en"><body>{TEXT}<section id="comments">{control}<ul id="list">{ROWS}</ul>'
        "</section></body></html>"
    )
    assert newscrawl.read_comments(html, URL).status == status


def test_an_unfolded_list_hides_nothing_and_an_empty_one_is_no_thread() -> None:
    folded = "<details id=comments><summary>Show comments</summary>{}</details>"
    for inside, verdict in ((f"<ul>{ROWS}</ul>", (2, "complete")), ("", (0, "partial"))):
        page = f'<html lang="en"><body>{TEXT}{folded.format(inside)}</body></html>'
        found = newscrawl.read_comments(page, URL)
        assert (len(found), found.status) == verdict


def test_what_a_reader_says_of_comments_is_no_notice_of_the_page() -> None:
    said = ("3 comments on that, and no more", "Who pays for it in the end?")
    posts = "".join(
        f'<div class="post"><a href="/u/{n}">Quill {n}</a> <time datetime="2026-03-14T08:0{n}:00Z">'
        f"14 March</time><div><div><div><div><div><div><div><p>{text}</p></div></div></div></div>"
        "</div></div></div></div>"
        for n, text in enumerate(said)
    )
    found = newscrawl.read_comments(
        f"<body><div id=comments>{posts}</div></body>", "https://paper.example/1"
    )
    assert [one.text for one in found] == [*said]
    assert (found.status, found.reason) == ("complete", None)
