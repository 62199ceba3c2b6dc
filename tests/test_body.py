"""The text of an article: nothing of it is lost, nothing stands in it twice."""

import pytest

from newscrawl.extract.article import read_article
from newscrawl.page import Page
from tests.support.article_page import URL, read

PARAGRAPHS = [
    f"Paragraph {word}: the council of the harbour paints seven boats before the winter, and "
    f"nobody minds because the rain at the market has quietly stopped for the {word} time."
    for word in ("first", "second", "third", "fourth", "fifth")
]
TEXT = "".join(f"<p>{one}</p>" for one in PARAGRAPHS)
HEAD = "<h1>Seven boats</h1>"


def paragraphs(body: str, head: str = "") -> list[str]:
    return (read(head, body).article_body or "").split("\n\n")


@pytest.mark.parametrize(
    "markup",
    [
        f"{HEAD}<aside class='sidebar'>{TEXT}</aside>",
        f"<main>{HEAD}<aside>{TEXT}</aside><aside><p>{PARAGRAPHS[0][:60]}</p></aside></main>",
        f"<form method='post'>{HEAD}<div>{TEXT}</div></form>",
        f"{HEAD}<footer class='footer'>{TEXT}</footer>",
        f"<header>{HEAD}{TEXT}</header>",
    ],
)
def test_the_main_text_may_stand_in_any_box(markup: str) -> None:
    assert paragraphs(markup) == PARAGRAPHS


def test_a_side_column_stays_out() -> None:
    aside = "<aside><p>Most read: the seven boats, the winter and the long rain of the market.</p>"
    assert paragraphs(f"<article>{HEAD}{TEXT}</article>{aside}</aside>") == PARAGRAPHS


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("<div class='desktop'>{}</div>", "<div class='mobile'>{}</div>"),
        ("<div>{}</div>", "<section class='d-md-none'><h2>Seven boats</h2>{}</section>"),
    ],
)
def test_a_text_shown_twice_is_read_once(first: str, second: str) -> None:
    text = TEXT.replace("</p><p>", "</p><h3>More</h3><p>", 1)
    found = paragraphs(f"<article>{HEAD}{first.format(text)}{second.format(text)}</article>")
    assert found == [PARAGRAPHS[0], "More", *PARAGRAPHS[1:]]


def test_a_copy_with_other_lines_between_is_read_once() -> None:
    mobile = "".join(f"<p>{one}</p><p>Advert {n}</p>" for n, one in enumerate(PARAGRAPHS))
    found = paragraphs(f"<article>{HEAD}<div>{TEXT}</div><div>{mobile}</div></article>")
    assert [one for one in found if "Advert" not in one] == PARAGRAPHS


def test_short_lines_may_stand_twice() -> None:
    lines = "".join(f"<p>{one}</p><p>“No.”</p>" for one in PARAGRAPHS)
    assert paragraphs(f"<article>{HEAD}{lines}</article>").count("“No.”") == 5


WORDS = (
    "We and our partners store and access information on a device, such as cookies, and process"
    " personal data. You may click to consent, or click to refuse."
)


@pytest.mark.parametrize(
    "banner",
    [
        f'<div id="cookie" class="consent"><p>{WORDS}</p></div>',
        f'<div class="cookie-banner"><p>{WORDS}</p></div>',
        f'<div id="onetrust-consent-sdk"><div><p>{WORDS}</p></div></div>',
        f"<div class='x7'><p>{WORDS}</p><button>Accept all</button></div>",
        f"<section><p>{WORDS}</p><div><a href='#'>Alle Cookies akzeptieren</a></div></section>",
        f"<div><p>{WORDS}</p><form><input type='submit' value='J’accepte'></form></div>",
    ],
)
def test_a_banner_for_consent_is_no_text(banner: str) -> None:
    text = f"{HEAD}<main>{TEXT}</main>"
    assert paragraphs(banner + text) == PARAGRAPHS
    assert paragraphs(text + banner) == PARAGRAPHS
    assert paragraphs(f"<article>{HEAD}{banner}{TEXT}</article>") == PARAGRAPHS


def test_an_article_about_cookies_is_kept() -> None:
    text = TEXT.replace("boats", "cookies")
    markup = f"<article class='cookies'>{HEAD}{text}<button>I agree</button></article>"
    assert len(paragraphs(markup)) == 5


@pytest.mark.parametrize("comment", ["<!-- -->", "<!--[if IE]>x<![endif]-->", "<?php x ?>"])
def test_text_behind_a_comment_is_kept(comment: str) -> None:
    text = TEXT.replace(" and ", f" {comment}and{comment} ")
    assert paragraphs(f"<article>{HEAD}{text}</article>") == PARAGRAPHS


def declared(text: str) -> list[str]:
    ld = {"@type": "NewsArticle", "articleBody": text}
    page = read("", f"<article>{HEAD}{TEXT}</article>", ld=ld)
    return (page.article_body or "").split("\n\n")


@pytest.mark.parametrize(
    "text", [PARAGRAPHS[0], PARAGRAPHS[0][:90] + "…", "", " ".join(PARAGRAPHS)]
)
def test_a_declared_text_cuts_nothing(text: str) -> None:
    assert declared(text) == PARAGRAPHS


@pytest.mark.parametrize("opening", ["<p>", "&lt;p&gt;", "&amp;lt;p&amp;gt;"])
def test_markup_of_a_declared_text_is_read(opening: str) -> None:
    more = "What only the declaration has is printed without its markup & whole. " * 12
    text = "".join(f"{opening}{one}" for one in (*PARAGRAPHS, more))
    assert declared(text) == [*PARAGRAPHS, more.strip()]


def test_how_characters_are_read_is_no_text() -> None:
    ruby = "<ruby>灯台<rp>(</rp><rt>とうだい</rt><rp>)</rp></ruby>"
    line = f"港の{ruby}が光り、町の人々は夜に集まりました。"
    text = "".join(f"<p>{number}{line}</p>" for number in range(9))
    plain = "港の灯台が光り、町の人々は夜に集まりました。"
    found = read_article(
        Page(f"<html><body><article>{text}</article></body></html>", URL), site="x"
    )
    assert found.article_body == "\n\n".join(f"{number}{plain}" for number in range(9))


@pytest.mark.parametrize(
    "inside",
    [
        "Harbour opens<br>again",
        "<span>Weather</span><span class='headline'>Harbour opens again</span>",
        "<span style='display:block'>Harbour opens</span><span>again</span>",
    ],
)
def test_a_heading_in_parts_is_no_text(inside: str) -> None:
    text = " ".join(f"The council met on day {number} and talked." for number in range(30))
    head = '<meta property="og:title" content="Harbour opens again">'
    story = f"<article><h1>{inside}</h1><p>{text}</p></article>"
    article = read(head, story)
    assert article.article_body == text
