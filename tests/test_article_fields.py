"""Fields of an article beside headline, text, date and authors, in the forms that pages give."""

from typing import Any

import pytest

from newscrawl.extract.finishing import content_hash
from newscrawl.items import ArticlePart, Breadcrumb, Image, Video
from newscrawl.vocabulary.corrections import is_correction
from tests.support.article_page import read

PARAGRAPH = "The council of the harbour paints seven boats, and nobody minds the rain at all."
TEXT = "".join(f"<p>{PARAGRAPH} It is the {one} time.</p>" for one in ("1st", "2nd", "3rd", "4th"))
GERMAN = (
    "<p>Die Fähre kam am Abend aus dem Nebel zurück, und die Leute am Hafen haben sich sehr darüber"
    " gefreut, weil sie nicht mehr damit gerechnet hatten, dass sie noch einmal zu sehen sein wird,"
    " nachdem sie schon seit drei Tagen verschwunden war und niemand etwas von ihr wusste.</p>"
    "<p>Auf dem Markt wird nun über den Regen gesprochen, der in dieser Nacht wieder aufgehört hat,"
    " und darüber, ob man die Boote noch vor dem Winter streichen soll oder erst im Frühling.</p>"
)
RUSSIAN = "<p>Паром вышел из тумана и вернулся в гавань, и все были очень рады его видеть.</p>" * 4
SITE = "https://www.lantern.example"


def news(**values: Any) -> dict[str, Any]:
    return {"@context": "https://schema.org", "@type": "NewsArticle", **values}


def meta(name: str, content: str) -> str:
    return f'<meta property="{name}" content="{content}">'


def test_what_no_page_says_is_none() -> None:
    found = read("", f"<article>{TEXT}</article>", ld=news(headline="Ferry"))
    assert (found.word_count, found.correction, found.license) == (None, None, None)
    assert (found.is_live_blog, found.is_accessible_for_free) == (None, None)
    assert (found.videos, found.has_part, found.breadcrumbs, found.images) == ([], [], [], [])


# Kind, length, licence


@pytest.mark.parametrize("said", [812, "812", "812 ", [812]])
def test_the_declared_number_of_words(said: Any) -> None:
    assert read(ld=news(wordCount=said)).word_count == 812


def test_the_declared_number_of_words_in_microdata() -> None:
    body = f'<article itemscope itemtype="https://schema.org/Article"><h1>F</h1>{TEXT}'
    assert read("", body + '<meta itemprop="wordCount" content="77"></article>').word_count == 77
    assert read(ld=news(wordCount=0)).word_count is None


@pytest.mark.parametrize("kind", ["LiveBlogPosting", ["NewsArticle", "LiveBlogPosting"]])
def test_a_declared_live_blog(kind: Any) -> None:
    assert read(ld={"@type": kind, "headline": "Ferry"}).is_live_blog is True
    assert read(
        "", '<div itemscope itemtype="http://schema.org/LiveBlogPosting"></div>'
    ).is_live_blog


def test_a_live_blog_beside_the_article_is_another_one() -> None:
    blog = {"@type": "LiveBlogPosting", "headline": "Storm live", "url": f"{SITE}/storm"}
    found = read(ld=[news(headline="Ferry lost in the fog"), blog])
    assert found.is_live_blog is None


CC = "https://creativecommons.org/licenses/by/4.0/"


@pytest.mark.parametrize(
    ("head", "body", "ld", "licence"),
    [
        ("", "", {"license": CC}, CC),
        ("", "", {"license": {"@type": "CreativeWork", "url": CC, "name": "CC BY"}}, CC),
        ("", "", {"license": {"@type": "CreativeWork", "name": "CC BY 4.0"}}, "CC BY 4.0"),
        ("", "", {"license": "All rights reserved"}, "All rights reserved"),
        ("", "", {"license": "/terms"}, f"{SITE}/terms"),
        (f'<link rel="license" href="{CC}">', "", {}, CC),
        ("", f'<p><a rel="license noopener" href="{CC}">CC</a></p>', {}, CC),
        ("", f'<figure><a rel="license" href="{CC}">CC</a></figure>', {}, None),
    ],
)
def test_the_licence(head: str, body: str, ld: dict[str, Any], licence: str | None) -> None:
    assert read(head, f"<article>{TEXT}{body}</article>", ld=news(**ld)).license == licence


# Free to read


@pytest.mark.parametrize(
    ("said", "free"),
    [
        (True, True),
        ("True", True),
        ("false", False),
        ("http://schema.org/False", False),
        ("No", False),
        ("maybe", None),
    ],
)
def test_whether_it_is_free(said: Any, *, free: bool | None) -> None:
    assert read(ld=news(isAccessibleForFree=said)).is_accessible_for_free is free


@pytest.mark.parametrize(("tier", "free"), [("free", True), ("locked", False), ("metered", None)])
def test_whether_it_is_free_by_its_tier(tier: str, *, free: bool | None) -> None:
    assert read(meta("article:content_tier", tier)).is_accessible_for_free is free


def test_parts_that_are_not_free() -> None:
    part = {"@type": "WebPageElement", "isAccessibleForFree": "False", "cssSelector": ".paid"}
    parts = [ArticlePart(selector=".paid", is_accessible_for_free=False)]
    for given in (part, [part], [part, {"@type": "WebPageElement", "cssSelector": ".free"}]):
        found = read(ld=news(hasPart=given))
        assert (found.has_part, found.is_accessible_for_free) == (parts, False)
    found = read(ld=news(hasPart=part, isAccessibleForFree=True))
    assert (found.has_part, found.is_accessible_for_free) == (parts, True)


# Videos, pictures


FILM = f"{SITE}/film.mp4"


@pytest.mark.parametrize(
    "video",
    [
        {"@type": "VideoObject", "contentUrl": "/film.mp4", "duration": "PT1M33S", "name": "Fog"},
        [{"@type": "VideoObject", "embedUrl": FILM, "duration": "1:33", "name": "Fog"}],
        [{"@type": ["VideoObject"], "url": FILM, "duration": "PT1M33S", "name": "Fog"}] * 2,
    ],
)
@pytest.mark.parametrize("place", ["video", "associatedMedia"])
def test_declared_videos(place: str, video: Any) -> None:
    found = read(ld=news(**{place: video}))
    assert found.videos == [Video(url=FILM, name="Fog", duration="PT1M33S")]


def test_videos_in_the_text_and_the_head() -> None:
    body = f"""<article>{TEXT}<video data-duration="93"><source src="/film.mp4"></video>
    <iframe allowfullscreen src="https://films.example/embed/7" title="Fog"></iframe>
    <iframe allowfullscreen src="https://maps.example/maps/embed?x"></iframe>
    <iframe src="https://ads.example/video/"></iframe></article>
    <aside><video src="/advert.mp4"></video></aside>"""
    assert read("", body).videos == [
        Video(url=FILM, duration="PT93S"),
        Video(url="https://films.example/embed/7", name="Fog"),
    ]
    head = meta("og:video:url", FILM) + meta("og:video:duration", "93")
    assert read(head).videos == [Video(url=FILM, duration="PT93S")]


@pytest.mark.parametrize(
    ("figure", "caption", "credit"),
    [
        ('<figcaption>A boat <span class="credit">Photo: Ada Quill</span></figcaption>', "A boat",
         "Ada Quill"),
        ('<figcaption>A boat</figcaption><small class="image__copyright">© Lantern</small>',
         "A boat", "© Lantern"),
        ("<figcaption>A boat</figcaption>", "A boat", None),
        ('<figcaption><span class="img-credits">Ada Quill</span></figcaption>', None, "Ada Quill"),
        ("", None, None),
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "source", ['src="/a.jpg"', 'src="data:x" data-src="/a.jpg"', 'srcset="/b.jpg 1x, /a.jpg 2x"']
)
def test_pictures_of_the_text(source: str, figure: str, caption: str, credit: str) -> None:
    found = read("", f"<article>{TEXT}<figure><img {source}>{figure}</figure></article>")
    assert found.images == [Image(url=f"{SITE}/a.jpg", caption=caption, credit_text=credit)]


# The path

NAV = (
    """<nav aria-label="Breadcrumb"><ol>{}<a href="/">Home</a>{}<a href="/sea">Sea</a></ol></nav>"""
)
RDFA = """<ol vocab="https://schema.org/" typeof="BreadcrumbList"><li property="itemListElement">
<a property="item" href="{}"><span property="name">{}</span></a><li property="itemListElement">
<a property="item" href="{}"><span property="name">{}</span></a></ol>"""


@pytest.mark.parametrize(
    "path",
    [
        NAV.format("<li>", " ›<li>"),
        '<div class="page-breadcrumbs"><a href="/">Home</a> / <a href="/sea">Sea</a></div>',
        RDFA.format("/", "Home", "/sea", "Sea"),
    ],
)
def test_the_path_as_it_is_shown(path: str) -> None:
    assert read("", path + TEXT).breadcrumbs == [
        Breadcrumb(name="Home", url=f"{SITE}/"),
        Breadcrumb(name="Sea", url=f"{SITE}/sea"),
    ]


# Corrections


NOTE = "Correction, 3 March: The ferry has two decks, not three."


@pytest.mark.parametrize("declared", [NOTE, [NOTE], {"@type": "CorrectionComment", "text": NOTE}])
def test_declared_corrections(declared: Any) -> None:
    assert read("", f"<article>{TEXT}</article>", ld=news(correction=declared)).correction == NOTE


@pytest.mark.parametrize(
    "shown",
    [
        f"<p>{NOTE}</p>",
        f"<p><em>{NOTE}</em></p>",
        f'<div class="article-correction"><p>{NOTE}</p></div>',
        f'<p itemprop="correction">{NOTE}</p>',
    ],
)
def test_shown_corrections(shown: str) -> None:
    assert read("", f"<article>{TEXT}{shown}</article>").correction == NOTE


def test_a_form_for_corrections_is_none() -> None:
    form = '<div class="report-correction">Tell us of anything that is wrong in this text.</div>'
    assert read("", f"<article>{TEXT}{form}</article>").correction is None
    asks = (
        "<form><div class='correction'>What is wrong in this text, and where?<input></div></form>"
    )
    assert read("", f"<article>{TEXT}</article>{asks}").correction is None


@pytest.mark.parametrize(
    "line",
    [
        "Clarification: The tide was low.",
        "Editor's note: This story has been corrected.",
        "An earlier version of this article gave the wrong tide.",
        "Berichtigung vom 3. März: Die Fähre hat zwei Decks.",
        "Rectificatif : le bac a deux ponts.",
        "Fe de errores: el transbordador tiene dos cubiertas.",
        "Errata corrige: il traghetto ha due ponti.",
        "Rättelse: färjan har två däck.",
        "Поправка: у парома две палубы.",
        "訂正：船は二隻でした。",
        "정정: 배는 두 척이었다.",
    ],
)
def test_how_corrections_begin(line: str) -> None:
    assert is_correction(line)


@pytest.mark.parametrize(
    "line",
    [
        "Correction of the course took an hour.",
        "Editor's note: The names are invented.",
        "Corrections officers met: nobody spoke.",
        "The corrected map shows: two ferries.",
    ],
)
def test_what_only_speaks_of_a_correction(line: str) -> None:
    assert not is_correction(line)


# Language


@pytest.mark.parametrize(
    ("declared", "text", "language", "is_doubted"),
    [
        ('lang="en-GB"', TEXT, "en-GB", False),
        ('lang="de"', GERMAN, "de", False),
        ('lang="en-US"', GERMAN, "de", True),
        ('lang="ru"', RUSSIAN, "ru", False),
        ('lang="uk"', RUSSIAN, "uk", False),  # the same letters: not plainly another one
        ('lang="en"', RUSSIAN, None, True),
        ("", GERMAN, None, False),
        ('lang="en"', "<p>Nebel!</p>", "en", False),
        ('lang="nl"', "<p>Ja.</p>", "nl", False),
    ],
)
def test_the_language_is_checked_against_the_text(
    declared: str, text: str, language: str | None, *, is_doubted: bool
) -> None:
    found = read("", f"<article>{text}</article>", html=declared)
    assert found.in_language == language
    said = [one for one in found.metadata.validation_messages if one.startswith("in_language")]
    assert bool(said) is is_doubted


def test_another_declared_language_that_the_text_is_in_is_believed() -> None:
    found = read(meta("og:locale", "de_AT"), f"<article>{GERMAN}</article>", html='lang="en"')
    assert found.in_language == "de-AT"
    assert "the page declares en" in found.metadata.validation_messages[0]


# What they do not change


def test_these_fields_make_no_new_version() -> None:
    plain = read("", f"<article>{TEXT}</article>", ld=news(headline="Ferry"))
    film = {"@type": "VideoObject", "contentUrl": FILM}
    more = news(headline="Ferry", wordCount=5, video=film, license=CC, correction=NOTE)
    rich = read("", f"<article>{TEXT}</article>", ld=more)
    assert (rich.word_count, rich.correction, len(rich.videos)) == (5, NOTE, 1)
    assert content_hash(rich) == content_hash(plain)
