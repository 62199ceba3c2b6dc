"""Whatever a stranger sends, no exception escapes and the invariants hold (support/invariants.py).

600 examples a test, more than 20,000 in all; `make fuzz` tries as many as fit into half an hour.
"""

import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from scrapy.http import TextResponse

from newscrawl.discovery.base import Link, Source, SourceLink, Window
from newscrawl.discovery.sources import DayPages, Feed, Listing, Sitemap
from newscrawl.engines.base import Batch
from newscrawl.extract.article import read_article
from newscrawl.extract.canonical import absolute, clean_url
from newscrawl.extract.claims import own_address
from newscrawl.extract.dates import read_date
from newscrawl.generic.crosscheck import combine
from newscrawl.generic.json.comments import read_answers
from newscrawl.items import Comment, Printed
from newscrawl.page import Page
from newscrawl.plugins import all_engines
from newscrawl.sites.news import News
from newscrawl.sites.ria import Ria
from newscrawl.sites.sputnik import Sputnik
from newscrawl.threads.forest import build
from tests.support.any_answer import ARTICLE, READERS, STATES, answer, bent, check, names_in, trees
from tests.support.any_comment import COMMENTS, DATES
from tests.support.capturing import Unknown
from tests.support.capturing import answer as captured
from tests.support.invariants import FETCHED, are_written, is_date, is_forest, is_line, many
from tests.support.shapes import ADDRESSES, CASES, MARKUP, SHAPES

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent
PAGES = [path.read_text("utf-8") for path in sorted((HERE / "pages").glob("*.html"))]
PAGES += [case.body.decode() for case in CASES if (case.folder / "page.html").exists()]
ZONES = ("UTC", "Europe/Oslo", "America/St_Johns", "+03:00", None)
STEPS = ["/", "world", "2026", "20260314", "harbour-1234567890", ".html", "?id=7", "&utm_source=x"]
URLS = st.one_of(
    st.text(max_size=30),
    st.lists(st.sampled_from([*STEPS, "#a", "%", "%ff", "[", "]", "@", ":", "\\", "\t"])).map(
        lambda steps: "https://sputniknews.com/" + "".join(steps)
    ),
    st.sampled_from(["http://[", "http://[::1]/", "//x", "javascript:1", "https://x:99999/", "?"]),
)


@many
@given(DATES, st.sampled_from(ZONES), st.sampled_from([None, FETCHED]), st.sampled_from(
    [None, "en", "de-AT", "ru", "ar", "zh-Hans", "xx", ""]
))  # fmt: skip
def test_dates(raw: str, zone: str | None, now: datetime | None, language: str | None) -> None:
    is_date(read_date(raw, timezone=zone, now=now, language=language), now)


@many
@given(
    st.integers(-2_000_000_000, 4_000_000_000),  # 1906 to 2096
    st.integers(-14 * 60, 14 * 60),
    st.sampled_from(["T", " "]),
)
def test_iso_dates_are_read_back(second: int, offset: int, glue: str) -> None:
    assume(second)  # the first moment of 1970 stands for no date
    moment = datetime.fromtimestamp(second, timezone(timedelta(minutes=offset)))
    reading = read_date(moment.isoformat(glue))
    assert reading
    assert datetime.fromisoformat(reading.value) == moment.astimezone(UTC)


@many
@given(URLS, URLS)
def test_urls(url: str, other: str) -> None:
    assert clean_url(clean_url(url)) == clean_url(url)
    full = absolute(url, other)
    assert full is None or full.startswith(("http://", "https://"))


SITES = [Sputnik(None, None), Ria(None, None), News(["https://sputniknews.com/"])]


@many
@given(URLS, DATES)
def test_addresses_of_sites(url: str, printed: str) -> None:
    window = Window(FETCHED - timedelta(days=2), FETCHED)
    for site in SITES:
        full = site.url(url)
        assert not full or site.url(full) == full
        assert not site.wants(full) or (site.is_ours(full) and site.number(full))
        assert site.canonical(site.canonical(full)) == site.canonical(full)
        assert site.number(site.canonical(full)) == site.number(full)
        site.day(full), site.section(full)
        site.in_window(Link(url=full, published=Printed(printed, "sitemap")), window)


@many
@given(st.lists(COMMENTS, max_size=40))
def test_threads(comments: list[Comment]) -> None:
    are_written(comments)


@many
@given(st.lists(COMMENTS, max_size=12), st.lists(COMMENTS, max_size=12), st.none() | st.integers())
def test_answers_and_rows_together(
    answers: list[Comment], rows: list[Comment], declared: int | None
) -> None:
    batch = combine(Batch(comments=answers), Batch(comments=rows), declared)
    assert {c.id for c in batch.comments} <= {c.id for c in [*answers, *rows]}
    is_forest(build(batch.comments), [comment.id for comment in batch.comments])


@many
@given(COMMENTS, st.text(), st.text())
def test_lines(comment: Comment, text: str, raw: str) -> None:
    comment.text, comment.text_html, comment.date_modified_raw = text, text, raw
    is_line(comment)


@many
@given(st.data())
def test_json_of_any_shape(data: st.DataObject) -> None:
    shape = data.draw(st.sampled_from([one for shapes in SHAPES.values() for one in shapes]))
    keys = st.sampled_from(sorted(names_in(shape)) or ["a"])
    trees_ = data.draw(st.lists(bent(shape) | trees(keys), max_size=3))
    batch = read_answers([captured(tree) for tree in trees_], ARTICLE, Unknown())
    are_written(batch.comments)


@pytest.mark.parametrize("name", READERS)
@many
@given(data=st.data())
def test_answers_of_engines(name: str, data: st.DataObject) -> None:
    engine, shape = READERS[name], data.draw(st.sampled_from(SHAPES[name]))
    tree = data.draw(bent(shape) | trees(st.sampled_from(sorted(names_in(shape)) or ["a"])))
    url, state = data.draw(st.sampled_from(ADDRESSES[name])), data.draw(st.sampled_from(STATES))
    batch = engine.parse(answer(url, tree, state), ARTICLE)
    check(batch, engine)
    are_written(batch.comments)


@pytest.mark.parametrize("name", READERS)
@many
@given(data=st.data())
def test_answers_of_engines_that_are_cut_off(name: str, data: st.DataObject) -> None:
    whole = json.dumps(data.draw(st.sampled_from(SHAPES[name]))).encode()
    place = data.draw(st.integers(0, len(whole)))
    body = whole[:place] + data.draw(st.binary(max_size=4)) + whole[place + 1 :]
    response = TextResponse(data.draw(st.sampled_from(ADDRESSES[name])), body=body)
    batch = READERS[name].parse(Page.of(response), ARTICLE)
    check(batch, READERS[name])
    are_written(batch.comments)


@st.composite
def documents(draw: st.DrawFn) -> str:
    """A page of the tests with pieces of others, cut somewhere."""
    page = draw(st.sampled_from(PAGES))
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(page)))
        piece = draw(st.sampled_from(MARKUP) | st.text(max_size=9))
        page = page[:at] + piece + page[at + draw(st.integers(0, 200)) :]
    return page[: draw(st.integers(0, len(page)))] if draw(st.booleans()) else page


@many
@example('<body class="></div><script>var X = {key: 1};</script>">')  # an attribute named `{key:`
@given(documents())
def test_rows_of_engines(html: str) -> None:
    page = Page(html.encode("utf-8", "replace"), ARTICLE.url)
    for engine in all_engines().values():
        engine.detect(page)
        check(engine.start(page, ARTICLE), engine)
        batch = engine.rows(page, ARTICLE)
        check(batch, engine)
        if batch and batch.comments:
            are_written(batch.comments)


@many
@given(documents())
def test_articles(html: str) -> None:
    page = Page(html.encode("utf-8", "replace"), ARTICLE.url)
    assert own_address(page).startswith("https://")
    is_line(read_article(page, site="paper"))
    is_line(Sputnik(None, None).article(page))


XML = (
    "<rss><channel><item><link>https://sputniknews.com/20260314/a-1234567890.html</link><pubDate>",
    "Sat, 14 Mar 2026 08:30 GMT", "</pubDate></item></channel></rss>",
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>',
    "https://sputniknews.com/20260314/b-1234567891.html", "</loc><lastmod>2026-03-14</lastmod>",
    "</url></urlset>", "<sitemapindex><sitemap><loc>/sitemap_article.xml?date_start=20260301",
    "</loc></sitemap></sitemapindex>", "<!DOCTYPE a [<!ENTITY b 'c'>]>", "&b;", "<![CDATA[", "]]>",
)  # fmt: skip
SOURCES: list[Source] = [
    Feed("/"),
    Sitemap("/"),
    DayPages("/{day}", Listing("/", row_css="*", date_css="*", count_css="*", next_css="a")),
]


@many
@given(st.lists(st.sampled_from(XML) | st.text(max_size=5), max_size=12))
def test_lists_of_articles(pieces: list[str]) -> None:
    site, body = SITES[0], "".join(pieces).encode("utf-8", "replace")
    page = Page(body, "https://sputniknews.com/sitemap.xml")
    window = Window(FETCHED - timedelta(days=2), FETCHED)
    for source in SOURCES:
        for found in source.parse(page, site, window):
            if isinstance(found, Link):
                assert site.wants(found.url)
                site.in_window(found, window)
            elif isinstance(found, SourceLink):
                assert site.is_ours(found.url)
