"""Threads of kinds that nobody wrote a file for: each comment once, and no false `complete`."""

import pytest

import newscrawl
from newscrawl.generic.paging.links import comment_pages
from newscrawl.items import Comment
from newscrawl.page import Page
from newscrawl.vocabulary.partly import shown_part
from tests.support.strange_threads import ORLA, PIM, ROWS, SAID, THREADS, Thread, listed, page

URL = "https://paper.example/2026/11/25/the-ferry-is-late"


@pytest.mark.parametrize("thread", THREADS.values(), ids=THREADS)
def test_a_strange_thread_is_read_as_it_is(thread: Thread) -> None:
    found = newscrawl.read_comments(thread.html, URL)
    ids = [comment.id for comment in found]
    assert len(found) == len(thread.truth), [(one.author, one.text) for one in found]
    for comment, told in zip(found, thread.truth, strict=True):
        assert (name_of(comment), comment.text) == (told.author, told.text)
        assert (comment.date_published or "").startswith(told.date or "")
        parent = ids.index(comment.parent_id) if comment.parent_id else None
        assert parent == told.parent
    assert found.status == thread.status


def name_of(comment: Comment) -> str | None:
    return comment.author.name if comment.author else None


def read(html: str) -> tuple[int, str, str]:
    found = newscrawl.read_comments(html, URL)
    return len(found), found.status, found.reason or ""


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        ('<div class="infinite-scroll-sentinel"></div>', "infinite-scroll-sentinel"),
        ('<div data-next-url="/comments/9?page=2"></div>', "data-next-url"),
        ('<div hx-get="/comments/9?page=2" hx-trigger="revealed"></div>', "hx-get"),
        ('<div class="ring" aria-busy="true"></div>', "aria-busy"),
        ('<form action="/talk"><input type="submit" value="Load more"></form>', "Load more"),
        ("<p>1 of 12 pages</p>", "1 of 12 pages"),
        ('<div class="pager">1 / 12</div>', "1 / 12"),
        ("<p>第1页，共12页</p>", "第1页"),
        ("<p>1-2 of 57</p>", "1-2 of 57"),
        ("<p>Результаты 1–2 из 57</p>", "1–2 из 57"),
        ("<p>Showing 2 out of 57 comments</p>", "2 out of 57"),
        ("<select><option>1</option><option>2</option><option>3</option></select>", "3 pages"),
        ("<p>7 comments below your viewing threshold</p>", "threshold"),
        ("<p>Some comments were filtered.</p>", "filtered"),
        ("<p>The first 2 comments are shown here.</p>", "first 2"),
        ("<nav><button>2</button><button>3</button></nav>", "3 pages"),
        ('<ul><li role="button">1</li><li role="button">2</li></ul>', "2 pages"),
        ('<span class="fold">▸ 3</span><div></div>', "shows more"),
        ('<a href="/talk/9">Continue the discussion (57)</a>', "Continue the discussion"),
        ('<a href="https://talk.example/9">Diskussion im Forum fortsetzen</a>', "fortsetzen"),
    ],
)
def test_what_tells_of_more_is_the_reason(inside: str, said: str) -> None:
    number, status, reason = read(listed(inside))
    assert (number, status) == (2, "partial")
    assert said in reason


@pytest.mark.parametrize(
    "inside",
    [
        "<p>Rated 4/5</p>",
        "<form><textarea></textarea><span>1 / 500</span></form>",
        "<select><option>Newest</option><option>Oldest</option></select>",
        "<select><option>1</option><option>2</option><option selected>3</option></select>",
        '<div data-next-url=""></div>',
        '<div hx-get="/vote/9" hx-trigger="click">Vote</div>',
        '<a href="#comment-2">next</a>',
        '<a href="#comment-1">1</a> <a href="#comment-2">2</a>',
        "<form><button>1</button><button>2</button><button>3</button></form>",
        '<span class="fold">▸ 1</span><div>Take the bridge</div>',
        '<a href="/login">Join the discussion</a>',
        "<p>57-57 of 57</p>",
    ],
)
def test_what_tells_of_nothing_more_leaves_a_thread_complete(inside: str) -> None:
    assert read(listed(inside)) == (2, "complete", "")


def test_a_row_that_says_how_much_it_read_is_no_notice() -> None:
    rows = ROWS.replace(SAID[0], "I only got to page 1 of 12 pages.")
    assert read(listed(rows=rows)) == (2, "complete", "")


@pytest.mark.parametrize(
    ("form", "pages"),
    [
        ('<form><input type="hidden" name="cpage" value="2"><button>More</button></form>', 1),
        ('<form method="post"><input type="hidden" name="cpage" value="2"></form>', 0),
        ('<form><input name="q"><input type="hidden" name="cpage" value="2"></form>', 0),
    ],
)
def test_a_form_that_asks_for_a_page_is_followed_like_a_link(form: str, pages: int) -> None:
    found = comment_pages(Page(listed(form), URL))
    assert found == [f"{URL}?cpage=2"] * pages


@pytest.mark.parametrize(
    "inside",
    [
        # Lines of a mail archive, which belong to no element of their own.
        '<div class="comments">'
        + "".join(
            f"<hr><b>From:</b> {one.author}<br><b>Date:</b> 25 Nov 2026 10:00<pre>{one.text}</pre>"
            for one in (ORLA, PIM)
        )
        + "</div>",
        '<div id="comments">'
        + "".join(f"<p>{t}</p><p>— Orla, 25 November 2026 at 10:00</p>" for t in SAID)
        + "</div>",
    ],
)
def test_words_with_dates_that_nobody_can_read_are_not_said_to_be_none(inside: str) -> None:
    number, status, reason = read(page(inside))
    assert number or (status, "holds dates" in reason) == ("partial", True)


TEASERS = "".join(
    f'<article><h3><a href="/{n}">The well number {n} is dry again</a></h3><b class="author">By '
    f'Reporter {n}</b> <time datetime="2026-11-2{n}T10:00:00Z"></time><p>{SAID[n]}</p></article>'
    for n in range(3)
)


@pytest.mark.parametrize("name", ["discussion", "debate", "opinions"])
def test_teasers_of_articles_are_no_discussion(name: str) -> None:
    html = page(f'<section class="{name}"><h2>Discussion</h2>{TEASERS}</section>')
    assert read(html)[0] == 0


def test_what_part_of_a_list_is_shown() -> None:
    for said in ("Page 2/3", "Seite 1 von 3", "Affichage de 2 sur 57", "Mostrando 2 de 57"):
        assert shown_part(said)
    for said in ("25.11.2026", "Page 3 of 3", "12/2026", "2 of us"):
        assert not shown_part(said)


WORDS = {
    "de": "kommentar benutzer datum nachricht",
    "es": "comentario usuario fecha mensaje",
    "it": "commento utente ora messaggio",
    "pl": "komentarz uzytkownik czas tresc",
    "tr": "yorum kullanici tarih icerik",
    "nl": "reactie gebruiker tijd inhoud",
    "cs": "komentar uzivatel datum obsah",
    "fr": "commentaire pseudo heure texte",
    "hu": "hozzaszolas felhasznalo idopont szoveg",
    "fi": "kommentti nimimerkki aika viesti",
}


@pytest.mark.parametrize("classes", WORDS.values(), ids=WORDS)
def test_parts_are_known_by_classes_of_other_languages(classes: str) -> None:
    one, author, date, text = classes.split()
    rows = "".join(
        f'<div class="{one}" id="k{n}"><div class="points"><a class="vote-login" href="/in?of={n}">'
        f'First log in</a></div><div class="{author}">{told.author}</div><div class="{date}">'
        f'25.11.2026, 1{n}.47</div><div class="{text}">{told.text}</div></div>'
        for n, told in enumerate((ORLA, PIM))
    )
    found = newscrawl.read_comments(page(f'<div id="comments">{rows}</div>'), URL)
    said = [(name_of(one), one.text, one.date_published) for one in found]
    assert said == [(one.author, one.text, "2026-11-25") for one in (ORLA, PIM)]


def test_the_head_of_a_comment_beside_its_text_dates_no_article() -> None:
    rows = "".join(
        f'<div class="change"><h3 class="change" id="comment:{n}">by <b>{told.author}</b>, '
        f'<a title="Seen at 2026-11-20 10:0{n}">5 days ago</a></h3><div class="comment readable">'
        f"<p>{told.text}</p></div></div>"
        for n, told in enumerate((ORLA, PIM))
    )
    html = page(f'<div id="talk">{rows}</div>')
    assert newscrawl.read_article(html, "https://paper.example/a").date_published_raw is None
    assert len(newscrawl.read_comments(html, URL)) == 2


def test_a_guestbook_below_a_heading_is_read_also_where_it_reads_like_a_control() -> None:
    said = (("Orla", SAID[0]), ("Guest", "Reply"), ("42long", "Show 3 replies"), ("Pim", SAID[1]))
    rows = "".join(
        f"<tr><td><b>{name}</b><br><small>2{n}/11/2026 08:0{n}</small></td><td>{text}</td></tr>"
        for n, (name, text) in enumerate(said)
    )
    found = newscrawl.read_comments(page(f"<h3>Readers' comments</h3><table>{rows}</table>"), URL)
    assert [(name_of(one), one.text) for one in found] == list(said)


def test_a_name_behind_a_dash_is_the_author_of_a_text_as_short_as_a_name() -> None:
    said = (("Orla", "Ünïcödé"), ("Pim", SAID[1]))
    rows = "".join(
        f"<blockquote><p>{text}</p><footer>— {name}, 25 November 2026, 10:00</footer></blockquote>"
        for name, text in said
    )
    found = newscrawl.read_comments(page(f'<section id="comments">{rows}</section>'), URL)
    assert [(name_of(one), one.text) for one in found] == list(said)


def test_the_number_on_a_tab_is_declared() -> None:
    assert read(page("<button>Comments (57)</button>"))[1:] == (
        "error",
        "57 declared, none could be read",
    )


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        ("<button>Show all comments</button>", "a control shows comments: Show all comments"),
        (
            '<div id="conversation"><button>Join the conversation</button></div>',
            "a control shows comments: Join the conversation",
        ),
        (
            "<h2>Comments</h2>"
            + "".join(f"<b>{n}</b><i>Wed Nov 25 10:00 2026</i><pre>{n}</pre>" for n in "AB"),
            "dates stand below a heading of comments",
        ),
    ],
)
def test_what_shows_that_there_are_comments_is_the_reason(inside: str, said: str) -> None:
    number, status, reason = read(page(inside))
    assert (number, status) == (0, "partial")
    assert said in reason


def test_teasers_below_a_heading_of_opinions_are_no_sign_of_comments() -> None:
    teasers = "".join(
        f'<p><a href="/{n}">The well number {n} is dry once again</a> 2{n} November 2026</p>'
        for n in range(3)
    )
    assert read(page(f"<h3>Kommentare</h3>{teasers}"))[:2] == (0, "none")


def test_a_control_that_invites_elsewhere_is_no_sign_of_comments() -> None:
    inside = '<div class="promo"><button>Join the conversation</button></div>'
    assert read(page(inside))[:2] == (0, "none")
