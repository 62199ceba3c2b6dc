"""Who wrote an article, where only the words of a line near the headline tell it."""

import pytest

from newscrawl.extract.article import read_article
from newscrawl.page import Page

TITLE = "Lamps are lit again in the old harbour"
TEXT = (
    "<p>The lamps of the harbour were lit again this week after the keeper had mended the glass, "
    "and the town had paid for the oil that they need until the spring.</p>"
)


def authors(inner: str, language: str = "en") -> list[str | None]:
    html = f'<html lang="{language}"><head><title>{TITLE}</title></head><body>{inner}</body></html>'
    page = Page(html.encode(), "https://lantern.example/lamps-are-lit-again-77001.html")
    return [one.name for one in read_article(page, site="lantern").authors]


def below(line: str, language: str = "en") -> list[str | None]:
    return authors(f"<article><h1>{TITLE}</h1>{line}{TEXT * 3}</article>", language)


@pytest.mark.parametrize(
    ("line", "language", "names"),
    [
        ("<p>By Ada Quill</p>", "en", ["Ada Quill"]),
        ("<p>By <span>Ada Quill</span></p>", "en", ["Ada Quill"]),
        ("<p></p><p> </p><p>By Ada Quill</p>", "en", ["Ada Quill"]),
        ("<p><em>BY ADA QUILL</em></p>", "en", ["ADA QUILL"]),
        ("<span>By </span><span>Ada Quill</span>", "en", ["Ada Quill"]),
        ("<span>By</span> Ada Quill<br>", "en", ["Ada Quill"]),
        ("<p>By Ada Quill, Bram Fenwick &amp; Cleo Marsh</p>", "en", 3),
        ("<p>By Ada Quill, Harbour Correspondent</p>", "en", ["Ada Quill"]),
        ("<p>By Ada Quill in Old Harbour</p>", "en", ["Ada Quill"]),
        ("<p>By Ada Quill In Old Harbour, Fog Guides</p>", "en", ["Ada Quill"]),
        ("<p>By Kim In Sook</p>", "en", ["Kim In Sook"]),
        ("<p>By Ada Quill <i>Thursday</i>, <b>May 7, 2026</b></p>", "en", ["Ada Quill"]),
        ("<p>Von Ada Quill <b>Do, 7. Mai 2026</b></p>", "de", ["Ada Quill"]),
        ("<div>By <b>Ada Quill</b> | <time>24 November 2026</time></div>", "en", ["Ada Quill"]),
        ("<p>24 November 2026, by Ada Quill and Bram Fenwick</p>", "en", 2),
        ("<p>Posted on 24 November 2026 by Ada Quill</p>", "en", ["Ada Quill"]),
        ("<p>By <b>Ada Quill</b> on Tue 24 Nov 2026 at 5:05pm</p>", "en", ["Ada Quill"]),
        ("<p>Von Ada Quill am 24. November 2026 um 17:05</p>", "de", ["Ada Quill"]),
        (f"{TEXT}<p>Words by Ada Quill</p>", "en", ["Ada Quill"]),
        ("<p>Von Ada Quill</p>", "de", ["Ada Quill"]),
        ("<p>Text: Ada Quill</p>", "de", ["Ada Quill"]),
        ("<p>Door Ada van der Quill</p>", "nl", ["Ada van der Quill"]),
        ("<p>Par Ada Quill avec AFP</p>", "fr", ["Ada Quill"]),
        ("<p>Écrit par Ada Quill</p>", "fr", ["Ada Quill"]),
        ("<p>Por Ada Quill</p>", "es", ["Ada Quill"]),
        ("<p>Por Ada Quill</p>", "pt", ["Ada Quill"]),
        ("<p>di Ada Quill</p>", "it", ["Ada Quill"]),
        ("<p>De Ada Quill</p>", "ro", ["Ada Quill"]),
        ("<p>Per Ada Quill</p>", "ca", ["Ada Quill"]),
        ("<p>Av Ada Quill</p>", "sv", ["Ada Quill"]),
        ("<p>Af Ada Quill</p>", "da", ["Ada Quill"]),
        ("<p>Teksti: Ada Quill</p>", "fi", ["Ada Quill"]),
        ("<p>Autor: Ada Quill</p>", "pl", ["Ada Quill"]),
        ("<p>Autor Ada Quill</p>", "cs", ["Ada Quill"]),
        ("<p>Piše: Ada Quill</p>", "hr", ["Ada Quill"]),
        ("<p>Írta: Quill Ada</p>", "hu", ["Quill Ada"]),
        ("<p>Yazan: Ada Quill</p>", "tr", ["Ada Quill"]),
        ("<p>Автор: Ада Квил</p>", "ru", ["Ада Квил"]),
        ("<p>Автор Ада Квіл</p>", "uk", ["Ада Квіл"]),
        ("<p>От Ада Квил</p>", "bg", ["Ада Квил"]),
        ("<p>Της Άντας Κουίλ</p>", "el", ["Άντας Κουίλ"]),
        ("<p>بقلم آدا كويل</p>", "ar", ["آدا كويل"]),
        ("<p>به قلم آدا کویل</p>", "fa", ["آدا کویل"]),
        ("<p>מאת עדה קוויל</p>", "he", ["עדה קוויל"]),
        ("<p>作者：林小雨</p>", "zh", ["林小雨"]),
        ("<p>记者 林小雨</p>", "zh", ["林小雨"]),
        ("<p>文＝林小雨</p>", "ja", ["林小雨"]),
        ("<p>김하늘 기자</p>", "ko", ["김하늘"]),
        ("<p>Oleh Ada Quill</p>", "id", ["Ada Quill"]),
        ("<p>Tác giả: Ada Quill</p>", "vi", ["Ada Quill"]),
        ("<p>โดย เอดา ควิล</p>", "th", ["เอดา ควิล"]),
        ("<p>अदा क्विल द्वारा</p>", "hi", ["अदा क्विल"]),
    ],
)
def test_a_line_says_who_wrote_it(line: str, language: str, names: list[str] | int) -> None:
    given = ["Ada Quill", "Bram Fenwick", "Cleo Marsh"]
    assert below(line, language) == (given[:names] if isinstance(names, int) else names)


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("<p>By Tuesday</p>", "en"),
        ("<p>By The Numbers</p>", "en"),
        ("<p>By Law of the Sea</p>", "en"),
        ("<p>By Christmas Eve the town had no light.</p>", "en"),
        ("<p>By Staff Writer</p>", "en"),
        ("<p>By 24 November 2026</p>", "en"),
        ("<p>Photo by Bram Fenwick</p>", "en"),
        ("<p>Shared by 40 people</p>", "en"),
        ("<p>Foto: Bram Fenwick</p>", "de"),
        ("<p>Von Trier</p>", "de"),
        ("<p>Von Der Leyen</p>", "de"),
        ("<p>Par La Rédaction</p>", "fr"),
        ("<p>De Tweede Kamer</p>", "nl"),
        ("<figure><figcaption><span>By Bram Fenwick</span></figcaption></figure>", "en"),
        (f"{TEXT}{TEXT}<p>By Bram Fenwick</p>", "en"),
        ("<div><h3><a href=/x>Fog at sea</a></h3><p>By Bram Fenwick</p></div>", "en"),
        ("<li><h4>Fog at sea</h4><a href=/x>More</a><p>By Bram Fenwick</p></li>", "en"),
        ("<aside><h3><a href=/x>Fog at sea</a></h3><p>By Bram Fenwick</p></aside>", "en"),
    ],
)
def test_what_names_nobody_or_who_wrote_something_else(line: str, language: str) -> None:
    assert below(line, language) == []


def test_above_the_headline_only_what_is_the_articles_own() -> None:
    other = "<div><h2><a href=/y>Fog at sea</a></h2><p>By Bram Fenwick</p></div>"
    own = f"<main><header><p>By Ada Quill</p><h1>{TITLE}</h1></header>{TEXT * 3}</main>"
    assert authors(other + own) == ["Ada Quill"]
    assert authors(other + own.replace("By Ada Quill", "Harbour")) == []


def test_a_declared_author_comes_first() -> None:
    assert below('<p>By Ada Quill</p><p class="byline">Bram Fenwick</p>') == ["Bram Fenwick"]
