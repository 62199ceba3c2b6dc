"""Sputnik and RIA on pages written by hand after the anatomy, every trap of it, invented words.

The new design of Sputnik was never seen by us: its selectors come from public programs and from
RIA's page of 2022, and these pages prove only that we read what those describe.
"""

import dataclasses
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from newscrawl.extract.dates import read_date
from newscrawl.items import Article
from newscrawl.page import Page
from newscrawl.sites.markup import number
from newscrawl.sites.ria import Ria
from newscrawl.sites.sputnik import Sputnik


def page(name: str) -> str:
    return (Path(__file__).parent / "pages" / f"{name}.html").read_text("utf-8")


OLD_URL = "https://sputniknews.com/harbour/202004281079000001-lamps-are-lit/"
NEW_URL = "https://sputnikglobe.com/20231007/lamps-are-lit---again-1114000001.html"

OLD = page("sputnik_old")

BYLINE = """<div class="b-article__refs-author">by <a rel="author" href="/authors/ada_quill/">Ada
 Quill</a></div>"""
OF_2020 = {
    "p_ts": "1588114658",
    "meta_published": "2020-04-28T22:57:38Z",
    "meta_modified": "2020-04-29T11:14:24Z",
    "printed": "2020-04-28T22:57",
    "printed_text": "22:57  GMT 28.04.2020",
    "updated": '<time class="b-article__refs-date-upd" datetime="2020-04-29T11:14">'
    "(updated 11:14  GMT 29.04.2020) </time>",
    "clock": '<span class="m-timezone m-vat">11:39 GMT</span>'
    '<span class="m-vat">29 April 2020</span>',
    "title_prop": "headline",
    "byline": BYLINE,
}
# The same moments as a page of Nov 2019 would print them: Moscow time, and a Z that lies.
OF_2019 = OF_2020 | {
    "p_ts": "1573160258",  # 2019-11-07 20:57:38 UTC
    "meta_published": "2019-11-07T23:57:38Z",
    "meta_modified": "2019-11-08T01:14:24Z",
    "printed": "2019-11-07T23:57",
    "printed_text": "23:57 07.11.2019",
    "updated": '<time class="b-article__refs-date-upd" datetime="2019-11-08T01:14">'
    "(updated 01:14 08.11.2019) </time>",
    "clock": '<span class="m-timezone">04:46 GMT +3</span>24 February 2020',
    "title_prop": "name",
}


def old(url: str = OLD_URL, **values: str) -> Article:
    html = OLD.format(**(OF_2020 | values))
    return Sputnik().article(Page(html.encode(), url))


def modified(article: Article) -> str | None:
    return value(article.date_modified_raw, article)


def published(article: Article) -> str | None:
    return value(article.date_published_raw, article)


def value(raw: str | None, article: Article) -> str | None:
    reading = read_date(raw, timezone=article.metadata.timezone or "") if raw else None
    return reading.value if reading else None


def test_old_design() -> None:
    article = old()
    assert article.id == "sputnik.en:1079000001"
    assert (article.site, article.edition) == ("sputnik", "en")
    # The title box stands outside the article's, as the photo is big.
    assert article.headline == "Lamps Are Lit"
    assert article.alternative_headline is None
    assert article.description == "The lead, which is no part of the body."
    assert article.article_body == (
        "First paragraph.\n\nAn orphan of a paragraph.\n\nKept whole in one.\n\n"
        "A quote is text.\n\none\ntwo"
    )
    assert article.article_section == "Harbour News"
    assert [crumb.name for crumb in article.breadcrumbs] == ["Harbour News", "Lamps"]
    assert article.keywords == ["lamp", "quay"]
    assert article.publisher == "Sputnik International"
    assert article.comment_count == 1204
    assert article.comment_systems == ["facebook"]
    assert article.discussion_url == f"{OLD_URL}#comments"
    assert article.canonical_url == OLD_URL
    assert article.in_language == "en"
    assert article.main_image
    assert article.main_image.url == "https://cdn.example/a.jpg"
    captions = [(image.caption, image.credit_text) for image in article.images]
    assert captions == [
        ("A lamp over the quay", "© Invented / Pia Dune"),
        ("Inner photo", "© Invented / Finn"),
    ]


def test_page_clock_is_not_the_articles_date() -> None:
    article = old()
    assert (article.date_published_raw, article.date_published_source) == ("1588114658", "meta")
    assert published(article) == "2020-04-28T22:57:38Z"
    assert modified(article) == "2020-04-29T11:14:24Z"
    assert article.metadata.timezone == "+00:00"


def test_a_z_that_lies_is_not_believed() -> None:
    article = old(**OF_2019)
    assert published(article) == "2019-11-07T20:57:38Z"
    assert article.metadata.timezone == "+03:00"
    # As printed without zone, to the minute; with its Z it would be three hours late.
    assert article.date_modified_raw == "2019-11-08T01:14"
    assert modified(article) == "2019-11-07T22:14:00Z"


def test_a_z_that_lies_where_nothing_else_is_printed() -> None:
    assert modified(old(**OF_2019 | {"updated": ""})) == "2019-11-07T22:14:24Z"


def test_without_unix_time_the_clock_of_the_page_gives_the_offset() -> None:
    article = old(**OF_2019 | {"p_ts": ""})
    assert article.metadata.timezone == "+03:00"
    assert published(article) == "2019-11-07T20:57:00Z"
    assert modified(article) == "2019-11-07T22:14:00Z"
    article = old(p_ts="")
    assert article.metadata.timezone == "+00:00"
    assert published(article) == "2020-04-28T22:57:38Z"


def test_without_unix_time_and_clock_the_edition_gives_the_zone() -> None:
    url = "https://sputniknews.com/harbour/201911071079000001-lamps-are-lit/"
    article = old(url, **OF_2019 | {"p_ts": "", "clock": ""})
    assert article.metadata.timezone == "Europe/Moscow"
    assert published(article) == "2019-11-07T20:57:00Z"
    assert old(p_ts="", clock="").metadata.timezone == "UTC"


def test_a_guessed_zone_is_noted() -> None:
    html = OLD.format(**OF_2020 | {"p_ts": "", "clock": ""})
    url = "https://fr.sputniknews.com/harbour/202004281079000001-lamps/"
    article = Sputnik("fr").article(Page(html.encode(), url))
    assert article.id == "sputnik.fr:1079000001"
    assert article.metadata.timezone == "Europe/Paris"
    assert any("timezone" in note for note in article.metadata.validation_messages)
    assert old().metadata.validation_messages == []


def test_authors() -> None:
    [author] = old().authors
    assert (author.name, author.name_raw) == ("Ada Quill", "by Ada Quill")
    assert author.url == "https://sputniknews.com/authors/ada_quill/"
    # The meta adds the agency's name.
    assert [author.name for author in old(byline="").authors] == ["Ada Quill", "Bram Fen"]


NEW = page("sputnik_new")

NEXT = NEW[NEW.index('<div class="endless__item"') : NEW.index("{after}")]
LIVE = page("live_blog")


def new(url: str = NEW_URL, **values: str) -> Article:
    title = '<h1 class="article__title">Lamps</h1>'
    html = NEW
    for key, value in ({"title": title, "live": "", "before": "", "after": ""} | values).items():
        html = html.replace("{" + key + "}", value)
    return Sputnik().article(Page(html.encode(), url))


def test_new_design() -> None:
    article = new()
    assert article.id == "sputnik.en:1114000001"
    assert article.headline == "Lamps"
    assert article.description == "The lead."
    assert article.article_body == ("QUAY - First & linked.\n\nA heading\n\nQuoted.\n\none\ntwo")
    assert article.keywords == ["lamp"]
    # `article:section` is the same word on every page.
    assert article.article_section == "Harbour"
    [author] = article.authors
    assert (author.name, author.url) == ("Ada Quill", "https://sputnikglobe.com/author_ada/")
    assert article.publisher == "Sputnik Globe"
    assert article.discussion_url
    assert article.discussion_url.endswith("chat_room_id=1114000001")
    # The counters are empty shells in the HTML.
    assert article.comment_count is None
    assert article.comment_systems == []
    assert article.main_image
    assert (article.main_image.caption, article.main_image.credit_text) == ("A lamp", "© Invented")
    assert [image.caption for image in article.images] == ["A lamp", "Inner"]
    assert published(article) == "2023-10-07T09:00:00Z"
    assert modified(article) == "2023-10-07T11:30:00Z"
    assert article.metadata.timezone == "+00:00"


def test_the_h1_of_the_new_design_may_be_a_second_title() -> None:
    title = '<div class="article__title">First</div><h1 class="article__second-title">Other</h1>'
    article = new(title=title)
    assert (article.headline, article.alternative_headline) == ("First", "Other")


def test_live_blog() -> None:
    body = new(live=LIVE).article_body or ""
    assert body.endswith("two\n\nNow lit.\n\nNot yet.")


def test_only_the_item_of_the_url_is_read_on_an_endless_page() -> None:
    other = NEXT.replace("1114000001", "1114000002").replace("1696669200", "1696000000")
    other = other.replace("{title}", '<h1 class="article__title">Another</h1>')
    other = other.replace("First &amp;", "Foreign &amp;")
    plain = dataclasses.asdict(new())
    assert dataclasses.asdict(new(after=other)) == plain
    assert dataclasses.asdict(new(before=other)) == plain


def test_dates_of_an_item_that_the_head_does_not_describe() -> None:
    other = NEXT.replace("1114000001", "1114000002").replace("1696669200", "1696000000")
    url = NEW_URL.replace("1114000001", "1114000002")
    article = new(url, after=other.replace("{title}", "").replace("{live}", ""))
    assert article.id == "sputnik.en:1114000002"
    assert (article.date_published_raw, article.date_published_source) == ("1696000000", "time")


def test_an_unknown_block_layout_is_read_whole_and_noted() -> None:
    html = (
        '<div class="article__body"><section>Words <div class="banner">Buy!</div></section></div>'
    )
    article = Sputnik().article(Page(html.encode(), NEW_URL))
    assert article.article_body == "Words"
    assert article.metadata.validation_messages == [
        "article_body: no known block, the whole box was read"
    ]


def test_a_page_without_anything() -> None:
    article = Sputnik().article(Page(b"", NEW_URL))
    assert article.id == "sputnik.en:1114000001"
    assert article.article_body is None
    assert article.headline is None
    assert article.comment_count is None
    # The day in the URL, in the printing zone, when there is nothing better.
    assert (article.date_published_raw, article.date_published_source) == ("2023-10-07", "url")


RIA = page("ria_2017")
RIA_URL = "https://ria.ru/city/20171116/1500000001.html"


def test_ria_of_2017() -> None:
    article = Ria().article(Page(RIA.format(head="").encode(), RIA_URL))
    assert article.id == "ria:1500000001"
    assert article.edition is None
    assert article.headline == "Фонари"
    assert article.description == "О фонарях"
    assert article.article_body == "Раз.\n\nДва."
    assert article.article_section == "Город"
    assert article.keywords == ["Фонарь"]
    assert article.comment_count == 24
    assert published(article) == "2017-11-16T08:00:00Z"
    # An offset and a Z together: the offset is right.
    assert modified(article) == "2017-11-16T11:30:00Z"
    assert article.metadata.timezone == "+03:00"


LONGREAD = page("ria_longread")


def test_longread() -> None:
    article = Ria().article(Page(LONGREAD.encode(), RIA_URL))
    assert article.headline == "Лампы. Повесть"
    assert article.article_body == "Раз.\n\nДва."
    assert [author.name for author in article.authors] == ["Ада Перо"]
    assert published(article) == "2017-01-01T08:00:00Z"
    assert article.metadata.timezone == "+03:00"
    assert article.comment_count is None


def test_numbers() -> None:
    counts = ["24", "1 024", "1\xa0024", "1,024 Comments", "none", None, ""]
    assert [number(count) for count in counts] == [24, 1024, 1024, 1024, None, None, None]


FRAGMENTS = st.sampled_from(
    [OLD.format(**OF_2020), NEW, RIA, LONGREAD, "<div class='article__body'>", "<p>", "\x00", "{{"]
)


@settings(deadline=None, max_examples=50)
@given(st.lists(st.one_of(FRAGMENTS, st.text(), st.binary()), max_size=4), st.text())
def test_nothing_raises(pieces: list[Any], path: str) -> None:
    body = b"".join(one if isinstance(one, bytes) else one.encode("utf-8") for one in pieces)
    for site in (Sputnik(), Ria()):
        url = site.url(path) or NEW_URL
        article = site.article(Page(body, url))
        assert article.id.startswith(site.scope)
        for raw in (article.date_published_raw, article.date_modified_raw):
            assert raw is None or raw.strip()
        site.wants(path)
        site.canonical(path)
