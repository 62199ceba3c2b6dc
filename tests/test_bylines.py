"""Who wrote an article, by bylines of many forms, on pages with invented words."""

import json

import pytest

from newscrawl.extract.bylines import split_names
from tests.support.article_page import read

TITLE = "The harbour wall is open again after nine years"
ADA, BOTH = ["Ada Quill"], ["Ada Quill", "Bram Fenwick"]
TEXT = f"<p>{'The old wall was opened on a grey morning to a small crowd of people. ' * 3}</p>"
NAMED = '<div class="byline">By <a href="/author/ada">Ada Quill</a></div>'
TEASERS = "".join(
    f'<div class="tile"><h3><a href="/x">Fog on the pier</a></h3>{one}</div>'
    for one in (
        '<a rel="author" href="/author/cato">Cato Moor</a>',
        '<span itemprop="author">Dora Nail</span>',
        '<span class="author">Esme Rook</span>',
    )
)


def authors(byline: str, *, head: str = "", lang: str = "en", after: str = "") -> list[str | None]:
    title = f"<title>{TITLE} | The Daily Lantern</title>"
    site = '<meta property="og:site_name" content="The Daily Lantern">'
    body = f"<article><h1>{TITLE}</h1>{byline}{TEXT}{TEXT}</article>{after}"
    meta = f'{title}{site}<meta property="og:locale" content="{lang}">{head}'
    return [one.name for one in read(meta, body).authors]


def declared(author: object) -> str:
    node = {"@type": "NewsArticle", "headline": TITLE, "author": author}
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Ada Quill, Bram Fenwick and agencies", BOTH),
        ("By Ada Quill with Bram Fenwick", BOTH),
        ("Ada Quill, Bram Fenwick, and Cato Moor", [*BOTH, "Cato Moor"]),
        ("Authors: Ada Quill, Bram Fenwick", BOTH),
        ("By Ada Quill, in Lisbon", ADA),
        ("Posted by Ada Quill in News", ADA),
        ("By Ada Quill for The Daily Lantern", ADA),
        ("By Ada Quill/The Daily Lantern", ["Ada Quill", "The Daily Lantern"]),
        ("By Ada Quill PhD", ADA),
        ("By Ada Quill, Senior Editor", ADA),
        ("By Ada Quill Published May 3, 2026", ADA),
        ("By Ada Quill Thursday, May 7, 2026", ADA),
        ("7 May 2026 by Ada Quill | News", ADA),
        ("By Ada Quill Follow", ADA),
        ("By Ada Quill @adaquill", ADA),
        ("By Ada Quill 12 Comments", ADA),
        ("By Ada Quill View author archive", ADA),
        ("View all posts by Ada Quill", ADA),
        ("Zeige alle Beiträge von Ada Quill", ADA),
        ("Voir tous les articles de Ada Quill", ADA),
        ("Gespeichert von Ada Quill", ADA),
        ("politics by Ada Quill", ADA),
        ("Words by Ada Quill, photos by Cato Moor and Dora Nail", ADA),
        ("Photographs by Cato Moor; text by Ada Quill", ADA),
        ("By Ada Quill. Edited by Cato Moor", ADA),
        ("Medically reviewed by Cato Moor", []),
        ("Fotos: Cato Moor", []),
        ("View author archive", []),
        ("See full bio", []),
        ("Alle Artikel", []),
        ("Written by", []),
        ("No author", []),
        ("Follow", []),
        ("Staff", []),
        ("Last updated: 25 November 2026, 09:10", []),
        ("Last reviewed: 3 May 2026", []),
        ("Originally published on 3 May 2026", []),
        ("Letzte Aktualisierung: 3. Mai 2026", []),
        ("Última actualización: 3 de mayo de 2026", []),
        ("Ada Quill Updated 3 May 2026", ADA),
        ("Ada Quill | Last updated: 3 May 2026", ADA),
        ("Ludwig von Quill", ["Ludwig von Quill"]),
        ("Oscar de la Quill", ["Oscar de la Quill"]),
    ],
)
def test_a_byline_says_more_than_names(line: str, names: list[str]) -> None:
    assert split_names(line) == names


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Ada Quill | Reuters", ADA),
        ("By Ada Quill, Associated Press", ADA),
        ("By Ada Quill and Reuters", ADA),
        ("Von Ada Quill / dpa", ADA),
        ("Por Ada Quill, EFE", ADA),
        ("By ADA QUILL Associated Press", ["ADA QUILL"]),
        ("By Ada Quill, Bram Fenwick | AFP", BOTH),
        ("By Reuters", ["Reuters"]),
        ("AFP", ["AFP"]),
        ("The Daily Lantern, Reuters", ["Reuters"]),
    ],
)
def test_an_agency_is_named_where_nobody_else_is(line: str, names: list[str]) -> None:
    assert authors(f'<div class="byline">{line}</div>') == names
    assert authors("", head=f'<meta name="author" content="{line}">') == names
    assert authors("", head=declared({"@type": "Person", "name": line})) == names


def test_a_declared_agency_gives_way_to_the_byline_of_a_person() -> None:
    head = declared({"@type": "Organization", "name": "Reuters"})
    assert authors(NAMED, head=head) == ADA
    assert authors("", head=head) == ["Reuters"]
    both = declared([{"@type": "Person", "name": "Ada Quill"}, {"name": "Reuters"}])
    assert authors("", head=both) == ["Ada Quill", "Reuters"]  # each is declared by itself


@pytest.mark.parametrize(
    ("lang", "by"),
    [
        ("en", "By"),
        ("de", "Von"),
        ("fr", "Par"),
        ("es", "Por"),
        ("it", "Di"),
        ("pt", "Por"),
        ("nl", "Door"),
        ("sv", "Av"),
        ("da", "Af"),
        ("pl", "Autor:"),
        ("ru", "Автор:"),
        ("uk", "Автор:"),
        ("tr", "Yazan:"),
        ("fi", "Teksti:"),
        ("cs", "Autor:"),
        ("hu", "Szerző:"),
        ("ro", "De"),
        ("el", "Του"),
        ("id", "Oleh"),
    ],
)
@pytest.mark.parametrize(
    "form",
    [
        "<div>{} <span>Ada Quill</span></div>",
        "<span>{} </span><a href='/x'>Ada Quill</a>",
        "<div><span>{}</span><b>Ada Quill</b> <span>3.5.2026</span></div>",
        '<div class="byline">{} <span>Ada Quill</span></div>',
    ],
)
def test_by_and_a_name_in_its_own_element_in_all_languages(lang: str, by: str, form: str) -> None:
    assert authors(form.format(by), lang=lang) == ADA


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("<p><span>Ada Quill</span><span>Bram Fenwick</span></p>", BOTH),
        ("<p>By <span>Ada Quill</span> <span>Bram Fenwick</span></p>", BOTH),
        ("<p>By <span>Ada</span> <span>Quill</span></p>", ADA),
        (
            "<p><b class=first-name>Ada Maria</b> <b class=last-name>Quill</b></p>",
            ["Ada Maria Quill"],
        ),
        ("<p><b>Ada Quill</b><i>Senior Harbour Analyst</i></p>", ADA),
        ('<p><a href="/author/a"><b>Ada Quill</b><b>Harbour Analyst, Fog</b></a></p>', ADA),
        ('<p>By <a href="/author/a">Ada Quill</a> <a href="/f">Follow</a></p>', ADA),
        ('<p>By Ada Quill in <a href="/news">Harbour News</a></p>', ADA),
        ('<p>By <a href="/x">Ada Quill</a> in <a href="/n">Harbour</a> on 3 May 2026</p>', ADA),
        ('<p><a href="/x">Ada Quill</a> / <a href="/n" rel="tag">Old Harbour</a></p>', ADA),
        (
            '<p>By <a href="/author/ada1977">ada1977</a>, <a href="/#talk">Say Something</a></p>',
            ["ada1977"],
        ),
        ("<p>By Ada Quill<br>Photos by Cato Moor</p>", ADA),
    ],
)
def test_the_elements_of_a_byline_part_its_names(byline: str, names: list[str]) -> None:
    assert authors(byline.replace("<p>", '<p class="byline">', 1)) == names


def test_two_bylines_of_a_kind_are_of_two_authors() -> None:
    line = '<div class="author">{}</div>'
    assert authors(f"<div>{line.format('Ada Quill')}{line.format('Bram Fenwick')}</div>") == BOTH


@pytest.mark.parametrize(
    "href", ["/people/ada-quill", "/staff/aquill-ada", "/users/ada.quill", "/?author=7", "/by/ada"]
)
def test_a_link_to_the_page_of_a_person_names_the_author(href: str) -> None:
    other = '<p><a href="/users/new">Create Account</a> <a href="/ueber-uns">Das Team</a></p>'
    assert authors(f'{other}<div><a href="{href}">Ada Quill</a></div>') == ADA


@pytest.mark.parametrize(
    "house",
    [
        "The Daily Lantern",
        "dailylantern",
        "Daily Lantern Staff",
        "Lantern.example",
        "Daily Lantern GmbH",
        "DL Redaktion",
        "Editorial Team",
        "admin",
        "aquill",
        {"@type": "Person", "name": "ada.quill"},
        {"@type": "Person", "name": "Daily Lantern Online"},
        {"@type": "Organization", "name": "Fog Media Group"},
    ],
)
def test_the_paper_under_any_spelling_gives_way_to_a_person(house: object) -> None:
    name = house["name"] if isinstance(house, dict) else house
    assert authors(NAMED, head=declared(house)) == ADA
    assert authors("<div>By <span>Ada Quill</span></div>", head=declared(house)) == ADA
    assert authors("", head=declared(house)) == ([] if name == "admin" else [name])


def test_what_is_no_persons_name_does_not_replace_what_is_declared() -> None:
    line, house = '<p class="byline">Harbour news</p>', declared("The Daily Lantern")
    assert authors(line, head=house) == ["The Daily Lantern"]


def test_a_name_in_a_meta_that_the_page_does_not_show_gives_way_to_one_it_does() -> None:
    maker = '<meta name="author" content="Pixel Works Webdesign">'
    assert authors(NAMED, head=maker) == ADA
    assert authors("", head=maker) == ["Pixel Works Webdesign"]


def test_who_made_a_site_took_a_picture_or_lent_its_form_is_no_author() -> None:
    maker = '<meta name="author" content="Cato Moor - https://moor.example">'
    assert authors(NAMED, head=maker) == ADA
    assert authors("", head=maker) == []
    picture = '<div class="licence-info"><span class="author-name"><a href="/c">{}</a></span></div>'
    assert authors(picture.format("Cato Moor")) == []
    assert authors(NAMED, head=declared("Friends of the Pier e.V.")) == ADA
    assert authors("", head=declared("Friends of the Pier e.V.")) == ["Friends of the Pier e.V"]


def test_a_name_that_the_head_labels_as_who_wrote_it() -> None:
    label = '<meta name="twitter:misc:Written by" content="Ada Quill">'
    assert authors("<h5 class=author>aq Lisbon</h5>", head=label) == ADA


def test_the_paper_is_one_name_wherever_it_is() -> None:
    def signed(site: str, author: str = "", byline: str = "") -> list[str | None]:
        head = f'<meta property="og:site_name" content="{site}">{author}'
        return [one.name for one in read(head, f"<h1>{TITLE}</h1>{byline}{TEXT}").authors]

    meta = '<meta name="author" content="{}">'
    assert signed("Fog & Tide", meta.format("Fog & Tide")) == ["Fog & Tide"]
    assert signed("Tide", meta.format("Tide, Lisbon, Portugal")) == ["Tide"]
    part = '<p class="byline">By <a href="/x">Ada Quill, Lantern North</a></p>'
    assert signed("The Lantern", byline=part) == ADA
    assert signed("Fog & Tide", byline=part.replace("Lantern", "Pier")) == [*ADA, "Pier North"]


@pytest.mark.parametrize("byline", ["", '<a rel="author" href="/author/ada">Ada Quill</a>', NAMED])
def test_the_authors_of_teasers_are_not_the_articles(byline: str) -> None:
    wanted = ADA if byline else []
    assert authors(byline, after=f"<section>{TEASERS}</section>") == wanted
    side = '<div class="most-read"><span class="author">Cato Moor</span></div>'
    assert authors(byline, after=side) == wanted


def test_a_byline_is_found_in_the_boxes_of_page_builders() -> None:
    boxed = f'<div class="elementor-widget"><div class="one-sidebar">{NAMED}</div></div>'
    assert authors(f"<section>{boxed}</section>") == ADA
    assert authors(f'<aside class="post-author">{NAMED}</aside>') == ADA


@pytest.mark.parametrize(
    "line", ["{}. Daily Lantern", "{} | The Daily Lantern", "{} (DL)", "{} - dailylantern"]
)
def test_the_paper_behind_a_name_is_no_part_of_it(line: str) -> None:
    assert authors(NAMED, head=declared(line.format("Ada Quill"))) == ADA
    assert authors(NAMED, head=declared(line.format("Ada Q. Fog"))) == ["Ada Q. Fog"]


def test_the_paper_is_who_is_marked_as_the_publisher() -> None:
    marked = (
        '<div itemprop="publisher"><div itemprop="name">Harbour Post</div></div>'
        '<div itemprop="author"><div itemprop="name">Ada Quill. Harbour Post</div></div>'
    )
    assert authors(marked) == ADA
    assert authors(marked.replace("publisher", "x")) == ["Ada Quill. Harbour Post"]
