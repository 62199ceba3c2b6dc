"""The generic reader: one test a rule, on pages with invented words."""

from pathlib import Path
from typing import Any

import pytest

from newscrawl.extract.bylines import split_names
from newscrawl.items import Article, Author, Breadcrumb, Image, Printed
from tests.support.article_page import URL, read

HEADLINE = "Ferry lost in fog returns to the harbour"
PARAGRAPHS = [
    f"Paragraph {word}: the council of the harbour paints seven boats before the winter, and "
    f"nobody minds because the rain at the market has quietly stopped for the {word} time."
    for word in ("first", "second", "third", "fourth", "fifth")
]
TEXT = "".join(f"<p>{one}</p>" for one in PARAGRAPHS)


def article(**values: Any) -> dict[str, Any]:
    return {"@context": "https://schema.org", "@type": "NewsArticle", **values}


def published(found: Article) -> Printed:
    return Printed(found.date_published_raw, found.date_published_source)


def meta(name: str, content: str) -> str:
    return f'<meta property="{name}" content="{content}">'


# Identity


def test_the_id_is_the_given_number_or_the_same_for_http_and_tracking() -> None:
    assert read(article_id="482913").id == "lantern:482913"
    plain, tracked = read(), read(url=URL.replace("https", "http") + "?utm_source=x")
    assert plain.id == tracked.id
    assert plain.id != read(url=URL + "4").id


def test_what_the_caller_knows_is_kept() -> None:
    found = read(timezone="Europe/Oslo", edition="no")
    assert (found.metadata.timezone, found.edition) == ("Europe/Oslo", "no")


def test_how_words_are_spoken_is_no_text() -> None:
    ruby = "<ruby>harbour<rp>(</rp><rt>haa-ba</rt><rp>)</rp></ruby>"
    text = TEXT.replace("harbour", ruby)
    assert read("", f"<h1>{HEADLINE}</h1>{text}").article_body == "\n\n".join(PARAGRAPHS)


# Dates


def test_published_is_never_the_day_of_the_change() -> None:
    found = read(ld=article(dateModified="2024-05-02T10:00:00Z"))
    assert published(found) == Printed()
    assert found.date_modified_raw == "2024-05-02T10:00:00Z"
    body = f"<h1>{HEADLINE}</h1><p class=date>Updated: 2 May 2024</p>"
    assert published(read("", body)) == Printed()


def test_the_form_with_time_and_zone_is_taken_if_it_is_the_same_day() -> None:
    exact = meta("article:published_time", "2024-05-02T10:00:00+02:00")
    assert published(read(exact, ld=article(datePublished="2024-05-02"))) == Printed(
        "2024-05-02T10:00:00+02:00", "meta"
    )
    assert published(read(exact, ld=article(datePublished="2023-01-01"))) == Printed(
        "2023-01-01", "jsonld"
    )


@pytest.mark.parametrize(
    "name",
    "pubDate PUBDATE DC.Date.Issued dc:date:issued DC.date dcterms.Created article:published "
    "Published-Date published_on publishedDate w-published-date Date".split(),
)
@pytest.mark.parametrize("kind", ["name", "property", "itemprop"])
def test_a_metadata_name_is_known_in_any_case_and_spelling(name: str, kind: str) -> None:
    found = read(f'<META {kind.upper()}="{name}" CONTENT="2024-05-02T10:00:00Z">')
    assert published(found) == Printed("2024-05-02T10:00:00Z", "meta")


@pytest.mark.parametrize("prefix", ["", "DC.", "dc:", "DCTERMS.", "dcterms:"])
def test_other_metadata_too(prefix: str) -> None:
    author, words = ("Creator", "Keywords") if prefix else ("Author", "KEYWORDS")
    named = {author: "Ada Quill", "Description": "A short summary.", words: "ferry, fog"}
    found = read("".join(f'<meta name="{prefix}{one}" content="{named[one]}">' for one in named))
    assert [one.name for one in found.authors] == ["Ada Quill"]
    assert (found.description, found.keywords) == ("A short summary.", ["ferry", "fog"])


def test_what_cannot_be_read_gives_way() -> None:
    head = meta("article:published_time", "2024-05-02T10:00:00Z")
    found = read(head, ld=article(datePublished="soon"))
    assert published(found) == Printed("2024-05-02T10:00:00Z", "meta")
    assert published(read(ld=article(datePublished="soon"))).raw == "soon"


@pytest.mark.parametrize(
    ("declared", "other", "taken"),
    [
        ("2026-03-14T09:30:12Z", "2026-03-14T09:30:12+03:00", "2026-03-14T09:30:12+03:00"),
        ("2026-03-14T09:30:12+0000", "2026-03-14 09:30-0500", "2026-03-14 09:30-0500"),
        ("2026-03-14T06:30:12Z", "2026-03-14T09:30:12+03:00", "2026-03-14T06:30:12Z"),
        ("2026-03-14T09:30:12Z", "2026-03-14T09:30:12+00:00", "2026-03-14T09:30:12Z"),
        ("2026-03-14T09:30:12+02:00", "2026-03-14T09:30:12+03:00", "2026-03-14T09:30:12+02:00"),
    ],
)
def test_a_z_behind_the_digits_of_another_zone_is_false(
    declared: str, other: str, taken: str
) -> None:
    head = meta("article:published_time", other)
    found = read(head, TEXT, ld=article(headline=HEADLINE, datePublished=declared))
    assert found.date_published_raw == taken


def test_dates_of_comments_are_not_the_articles() -> None:
    body = f"""<h1>{HEADLINE}</h1>{TEXT}<section id="comments"><ol class="comment-list">
    <li id="comment-1" class="comment"><time datetime="2024-06-01T10:00:00Z">1 June</time>
    <p>Lovely boats, all of them.</p></li></ol></section>"""
    assert published(read("", body)) == Printed()


@pytest.mark.parametrize(
    ("line", "raw"),
    [
        ("<div class=byline>By Ada Quill <span>May 2, 2024</span></div>", "May 2, 2024"),
        ("<p>Veröffentlicht am 2. Mai 2024 um 14:38 Uhr</p>", "2. Mai 2024 um 14:38 Uhr"),
    ],
)
def test_a_shown_date_is_found_by_its_place(line: str, raw: str) -> None:
    aside = "<aside><span class=date>1 January 2020</span></aside>"
    body = f"<h1>{HEADLINE}</h1>{aside}{line}{TEXT}"
    assert published(read("", body)) == Printed(raw, "text")


def test_a_day_that_is_part_of_the_text_is_not_the_date() -> None:
    body = f"<h1>{HEADLINE}</h1>{'<br>' * 200}<p>On 3 May 1999 the ferry sank.</p>"
    assert published(read("", body)) == Printed()


def test_the_address_is_the_last_source() -> None:
    assert published(read(url="https://l.example/2024/05/02/ferry")) == Printed("2024-05-02", "url")
    assert published(read(url="https://l.example/2024/13/02/ferry")) == Printed()


def test_a_shown_day_without_a_year_gives_way_to_the_address() -> None:
    body = f"<h1>{HEADLINE}</h1><p class=date>2 May</p>{TEXT}"
    found = read("", body, url="https://l.example/2014/05/02/ferry")
    assert published(found) == Printed("2014-05-02", "url")


def test_a_day_in_the_headline_is_that_of_which_it_writes() -> None:
    title = "Results of the regatta, 19.5.2007"
    body, url = f"<h2>{title}</h2>{TEXT}", "https://l.example/2007/05/20/regatta"
    assert published(read(f"<title>{title}</title>", body, url=url)).raw == "2007-05-20"
    assert published(read(f"<title>{title}</title>", body)).raw == "19.5.2007"


@pytest.mark.parametrize(
    ("name", "value", "shown", "taken"),
    [
        ("date", "2020-02-12", "05.02.2020", "05.02.2020"),
        ("date", "2020-02-12T11:52:23", "11.02.2020 18:00", "11.02.2020 18:00"),
        ("DC.date", "2020-02-12", "05.02.2020", "05.02.2020"),
        ("article:published_time", "2020-02-12", "05.02.2020", "2020-02-12"),
        ("date", "2020-02-12", "19.02.2020", "2020-02-12"),
        ("date", "2020-02-12T02:00:00Z", "11.02.2020", "2020-02-12T02:00:00Z"),
        ("date", "2020-02-12", "5. Februar", "2020-02-12"),
    ],
)
def test_a_vague_date_gives_way_to_an_earlier_one_that_is_shown(
    name: str, value: str, shown: str, taken: str
) -> None:
    body = f"<h1>{HEADLINE}</h1><p class=date>{shown}</p>{TEXT}"
    head = f'<html lang="de">{meta(name, value)}'
    assert published(read(head, body)).raw == taken


def test_the_heading_that_the_title_repeats_most_is_the_articles() -> None:
    head = f"<title>The Harbour Lantern: {HEADLINE}</title>"
    body = f"<h3>The Harbour Lantern</h3>{'<br>' * 200}<h2>{HEADLINE}</h2><p>2 May 2024</p>{TEXT}"
    assert published(read(head, body)).raw == "2 May 2024"
    dashed = head.replace("lost in", "lost – in"), body.replace("lost in", "lost - in")
    assert published(read(*dashed)).raw == "2 May 2024"


def test_a_blog_keeps_the_whole_date_in_the_title() -> None:
    body = '<abbr itemprop="datePublished" title="2024-05-02T08:00:00+02:00">08:00</abbr>'
    assert published(read("", body)) == Printed("2024-05-02T08:00:00+02:00", "microdata")


# Authors


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Ada Quill and Bram Fenwick", ["Ada Quill", "Bram Fenwick"]),
        ("Von Jörg Anger, Käthe Moos und Lutz Heide", ["Jörg Anger", "Käthe Moos", "Lutz Heide"]),
        ("Cleo Marsh & Dov Tarn, Harbour Correspondent", ["Cleo Marsh", "Dov Tarn"]),
        ("Esme Rook (esr)", ["Esme Rook"]),
        ("Written by Finn Hollow May 2, 2024", ["Finn Hollow"]),
        ("@finnhollow", []),
        ("finn@lantern.example", []),
        ("https://lantern.example/finn", []),
        ("7 minutes", []),
        ("Last updated", []),
        ("Zuletzt aktualisiert", []),
        ("김수정", ["김수정"]),
    ],
)
def test_bylines_are_split_into_people(line: str, names: list[str]) -> None:
    assert split_names(line) == names


def test_people_of_json_ld_by_reference_with_their_page() -> None:
    graph = {
        "@graph": [
            article(author={"@id": "#ada"}),
            {"@type": "Person", "@id": "#ada", "name": "Ada Quill", "url": "/people/ada"},
        ]
    }
    assert read(ld=graph).authors == [
        Author(name="Ada Quill", url="https://www.lantern.example/people/ada")
    ]


def test_the_paper_signs_only_where_nobody_else_does() -> None:
    house = article(
        author={"@type": "Organization", "name": "The Lantern"}, publisher={"name": "The Lantern"}
    )
    byline = '<div class="byline">By <a href="/p/ada">Ada Quill</a></div>'
    assert [one.name for one in read(body=byline, ld=house).authors] == ["Ada Quill"]
    assert [one.name for one in read(ld=house).authors] == ["The Lantern"]


@pytest.mark.parametrize(
    "href",
    ["/author/ada", "/autor/ada/", "/profile/ada-quill?x=1", "https://l.example/en/by/ada"],
)
def test_a_link_to_an_authors_own_page_names_the_author(href: str) -> None:
    side = '<aside><a href="/author/gil">Gil Ashby</a></aside>'
    line = f'<p><a href="{href}">Ada Quill</a> and <a href="/author/bram">Bram Fenwick</a></p>'
    other = '<p>Cleo Marsh wrote <a href="/author/cleo">More by Cleo Marsh</a></p>'
    cited = f'<p><a href="/profile/dov">Dov Tarn</a>, who knows it: {PARAGRAPHS[0]}</p>'
    body = f"<h1>{HEADLINE}</h1>{side}{cited}{line}{TEXT}{other}"
    names = [one.name for one in read("", body).authors]
    assert names == ["Ada Quill", "Bram Fenwick"]


def test_the_whole_byline_is_kept() -> None:
    (ada, _) = read(meta("author", "By Ada Quill and Bram Fenwick")).authors
    assert ada.name_raw == "By Ada Quill and Bram Fenwick"


def test_commenters_are_no_authors() -> None:
    body = """<section id="comments"><ol class="comment-list"><li id="comment-1" class="comment">
    <a rel="author" href="/u/1">Gil Ashby</a><p>Lovely.</p></li></ol></section>"""
    assert read("", body).authors == []


# Body


def test_paragraphs_without_headline_captions_links_and_comments() -> None:
    body = f"""<article><h1>{HEADLINE}</h1>
    <figure><img src="/b.jpg"><figcaption>A boat that somebody painted blue.</figcaption></figure>
    {TEXT}<p><a href="/other">Read more: the orchard festival opens with a song</a></p></article>
    <section id="comments"><ol class="comment-list"><li id="comment-1" class="comment">
    <p>I saw the ferry myself, and it was not lost at all.</p></li></ol></section>"""
    assert read("", body).article_body == "\n\n".join(PARAGRAPHS)


def test_a_text_split_by_adverts_is_whole() -> None:
    parts = [PARAGRAPHS[:3] * 3, PARAGRAPHS[3:] * 3]
    chunks = [
        f'<div class="wrap"><div class="chunk body"><p>{"</p><p>".join(part)}</p></div></div>'
        for part in parts
    ]
    found = read("", f"<div class=page>{'<div class=ad>Buy a boat</div>'.join(chunks)}</div>")
    text = found.article_body or ""
    assert PARAGRAPHS[0] in text
    assert PARAGRAPHS[4] in text
    assert text.index(PARAGRAPHS[0]) < text.index(PARAGRAPHS[4])


def test_the_declared_text_judges_the_extracted_one() -> None:
    alien = "<p>Subscribe to our letter about lanterns, gardens and weather every single week.</p>"
    ld = article(articleBody=" ".join(PARAGRAPHS))
    assert alien[3:20] not in (
        read("", f"<article>{TEXT}{alien}</article>", ld=ld).article_body or ""
    )


# The rest


def test_every_other_field_of_json_ld() -> None:
    ld = [
        article(
            description="A short summary.",
            articleSection=["Harbour"],
            keywords="ferry, fog",
            inLanguage="en_GB",
            isAccessibleForFree="False",
            discussionUrl="/talk/7",
            publisher={"@type": "Organization", "name": "The Lantern"},
            image={"url": "/a.jpg", "width": "800px", "height": 600, "caption": "A boat"},
            interactionStatistic=[
                {"interactionType": "https://schema.org/ShareAction", "userInteractionCount": 5},
                {"interactionType": {"@type": "CommentAction"}, "userInteractionCount": "1,204"},
            ],
        ),
        {
            "@type": "BreadcrumbList",
            "itemListElement": [
                {"position": 2, "name": "Harbour", "item": "/harbour"},
                {"position": 1, "item": {"@id": "https://www.lantern.example/", "name": "Home"}},
            ],
        },
    ]
    found = read(ld=ld)
    assert found.description == "A short summary."
    assert (found.article_section, found.keywords) == ("Harbour", ["ferry", "fog"])
    assert (found.in_language, found.publisher) == ("en-GB", "The Lantern")
    assert found.is_accessible_for_free is False
    assert found.discussion_url == "https://www.lantern.example/talk/7"
    assert found.comment_count == 1204
    assert found.main_image == Image(
        url="https://www.lantern.example/a.jpg", caption="A boat", width=800, height=600
    )
    assert found.breadcrumbs == [
        Breadcrumb(name="Home", url="https://www.lantern.example/"),
        Breadcrumb(name="Harbour", url="https://www.lantern.example/harbour"),
    ]


def test_the_same_from_meta_and_microdata() -> None:
    head = (
        meta("article:section", "Harbour")
        + meta("article:tag", "ferry")
        + meta("article:tag", "fog")
        + meta("og:site_name", "The Lantern")
        + meta("og:locale", "de_AT")
        + meta("og:description", "A short summary.")
        + meta("og:image", "/a.jpg")
    )
    body = """<meta itemprop="interactionCount" content="UserComments:12">
    <ol itemscope itemtype="https://schema.org/BreadcrumbList"><li itemprop="itemListElement">
    <a itemprop="item" href="/harbour"><span itemprop="name">Harbour</span></a></li></ol>"""
    found = read(head, body)
    assert (found.article_section, found.keywords) == ("Harbour", ["ferry", "fog"])
    assert (found.publisher, found.in_language) == ("The Lantern", "de-AT")
    assert found.description == "A short summary."
    assert [image.url for image in found.images] == ["https://www.lantern.example/a.jpg"]
    assert found.comment_count == 12
    assert found.breadcrumbs == [
        Breadcrumb(name="Harbour", url="https://www.lantern.example/harbour")
    ]


def test_what_a_page_does_not_say_is_none() -> None:
    found = read()
    assert found.comment_count is None
    assert found.is_accessible_for_free is None
    assert (found.headline, found.article_body, found.main_image) == (None, None, None)


# The benchmark: pages of others, outside the repository

SHARED = Path(__file__).parents[2] / "shared" / "bench"


@pytest.mark.slow
@pytest.mark.skipif(not SHARED.exists(), reason="the saved pages (../shared/bench) are not here")
def test_figures_on_saved_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(SHARED))
    score = __import__("score")
    score.load("newscrawl.benchmark:articles")

    def figures(pack: str, only: str = "") -> dict[str, float]:
        rows = score.read(pack, None, lambda row: not only or row["gt"].get(only))
        result, _ = score.score_articles(rows, score.run("", rows, "articles", 1))
        return dict(result)

    fundus = figures("fundus")
    floors = {
        "head": 0.80,
        "head_loose": 0.82,
        "day": 0.98,
        "instant": 0.98,
        "authF1": 0.84,
        "auth_exact": 0.83,
        "bodyF1": 0.962,
    }
    assert {name: fundus[name] for name in floors if fundus[name] < floors[name]} == {}
    assert figures("trafilatura", "comments_segments")["leak"] <= 0.01
