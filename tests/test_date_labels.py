"""Which of a page's dates is its publication, on pages with invented words."""

import pytest

from tests.support.article_page import read

TITLE = "The harbour wall is open again after nine years"
TEXT = f"<p>{'The old wall was opened on a grey morning to a small crowd of people. ' * 3}</p>"
WORDS = {
    "en": ("Updated", "Published", "January 8, 2026", "January 5, 2026"),
    "de": ("Aktualisiert", "Veröffentlicht", "8. Januar 2026", "5. Januar 2026"),
    "fr": ("Mis à jour le", "Publié le", "8 janvier 2026", "5 janvier 2026"),
    "es": ("Actualizado", "Publicado", "8 de enero de 2026", "5 de enero de 2026"),
    "it": ("Aggiornato il", "Pubblicato il", "8 gennaio 2026", "5 gennaio 2026"),
    "nl": ("Bijgewerkt", "Gepubliceerd", "8 januari 2026", "5 januari 2026"),
    "pl": ("Aktualizacja:", "Opublikowano:", "8 stycznia 2026", "5 stycznia 2026"),
    "ru": ("Обновлено", "Опубликовано", "8 января 2026", "5 января 2026"),
    "tr": ("Güncelleme", "Yayınlanma", "8 Ocak 2026", "5 Ocak 2026"),
    "fi": ("Päivitetty", "Julkaistu", "8.1.2026", "5.1.2026"),
    "ja": ("更新", "公開", "2026年1月8日", "2026年1月5日"),
    "ko": ("수정", "입력", "2026년 1월 8일", "2026년 1월 5일"),
    "hu": ("Frissítve", "Megjelent", "2026. január 8.", "2026. január 5."),
    "ar": ("تحديث", "نشر", "8 يناير 2026", "5 يناير 2026"),
}
FORMS = [
    "<div>{} <span>{}</span></div>",
    "<div><span>{}</span><span>{}</span></div>",
    "<div><div>{}</div><div>{}</div></div>",
    "<div><div>{}</div><div><time>{}</time></div></div>",
    "<div><span>{} on</span> <span><i>{}</i></span></div>",
    "<dl><dt>{}</dt><dd>{}</dd></dl>",
    '<div class="date">{} <b><i>{}</i></b></div>',
    "<p>{1} ({0})</p>",
]
DATE = "<p>January 5, 2026</p>"
CARD = '<time datetime="2026-01-02">January 2, 2026</time>'

WORK = (
    '<cite itemscope itemtype="http://schema.org/{}">'
    '<span itemprop="datePublished">2019-01-05</span></cite>'
)


def day(body: str, *, lang: str = "en", head: str = "") -> str | None:
    meta = f'<title>{TITLE} | The Lantern</title><meta property="og:locale" content="{lang}">'
    return read(meta + head, body).date_published_raw


def page(near: str = "", *, top: str = "", end: str = "", after: str = "") -> str:
    return (
        f"<header>{top}</header><main><article><h1>{TITLE}</h1>{near}{TEXT}{TEXT}{end}</article>"
        f"</main>{after}"
    )


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("lang", WORDS)
def test_the_date_of_a_change_is_never_the_publication(lang: str, form: str) -> None:
    updated, published, later, first = WORDS[lang]
    change, own = form.format(updated, later), form.format(published, first)
    assert day(page(change), lang=lang) is None
    for both in (change + own, own + change):
        found = day(page(both), lang=lang)
        assert found is not None
        assert first.strip(".") in found


@pytest.mark.parametrize(
    "clock",
    [
        '<div id="todays-date">{}</div>',
        '<span class="today">{}</span>',
        '<div class="current-date">{}</div>',
        '<div class="topbar"><span class="date">Thursday, {}</span></div>',
        '<div class="td-header-date">{}</div>',
        '<div id="clock">{}</div>',
        "<time>{}</time>",
        "<p>Thursday, {}</p>",
    ],
)
def test_the_clock_of_the_page_is_no_date_of_the_article(clock: str) -> None:
    shown = clock.format("November 26, 2026")
    assert day(page(top=shown)) is None
    assert day(page(DATE, top=shown)) == "January 5, 2026"
    if "id=" in clock or "today" in clock or "current" in clock:
        assert day(page(shown + DATE)) == "January 5, 2026"


@pytest.mark.parametrize(
    "place",
    [
        "<footer><span>{}</span></footer>",
        "<footer>Published {}</footer>",
        '<footer><time datetime="2026-01-05">{}</time></footer>',
        "<aside>Published {}</aside>",
        '<aside class="sidebar"><p>{}</p></aside>',
        '<aside class="article-sidebar"><span>{}</span></aside>',
    ],
)
def test_the_articles_own_footer_or_side_may_say_when(place: str) -> None:
    shown = place.format("January 5, 2026")
    assert day(page(end=shown)) in {"January 5, 2026", "2026-01-05"}
    assert day(page(after=f'<div class="footer">{shown}</div>')) is None


@pytest.mark.parametrize(
    "other",
    [
        WORK.format("CreativeWork"),
        WORK.format("Book").replace("cite", "div"),
        WORK.format("ScholarlyArticle").replace("cite", "div"),
        f'<a href="/x" class="card"><h3>Fog on the pier</h3>{CARD}</a>',
        f'<div class="item"><a href="/x"><h3>Fog on the pier</h3></a>{CARD}</div>',
        f'<div class="item"><a href="/x">{CARD}<p>Fog on the pier</p></a></div>',
    ],
)
def test_dates_of_works_and_teasers_are_not_the_articles(other: str) -> None:
    assert day(page(end=other)) is None
    assert day(page(DATE + other)) == "January 5, 2026"


def test_a_pictures_credit_is_no_label_and_a_permalink_no_teaser() -> None:
    credit = '<p>© Karla Hess</p><time datetime="2026-01-05">5.1.2026</time>'
    assert day(page(credit)) == "2026-01-05"
    both = '<time class="published">January 5, 2026</time><time class="updated">May 8, 2026</time>'
    assert day(page(f'<span><a href="/ferry" rel="bookmark">{both}</a></span>')) == (
        "January 5, 2026"
    )
