"""Sitemaps and feeds: each sound entry comes out with its dates, whatever stands beside it."""

import gzip
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.discovery.base import Link, Source
from newscrawl.discovery.sources import Feed, Sitemap
from newscrawl.page import Page
from tests.support.herald import MAY, SITE
from tests.support.invariants import many

pytestmark = pytest.mark.slow

Entry = tuple[int, str, str]
DATES = st.sampled_from(
    ["2024-05-03T01:34:00+09:00", "Fri, 03 May 2024 01:34:00 GMT", "2024-05-03"]
)
ENTRIES = st.lists(
    st.tuples(st.integers(1, 10**12), DATES, DATES),
    min_size=1,
    max_size=6,
    unique_by=lambda e: e[0],
)
JUNK = st.sampled_from(
    ["<url/>", "<item/>", "<entry/>", "<url><loc/></url>", "<url><loc>http://[</loc></url>",
     "<item><link>javascript:1</link></item>", "<entry><link href='//[x'/></entry>", "<!-- x -->",
     "<url><loc>https://elsewhere.example/20240503/7.html</loc></url>", "<![CDATA[<url>]]>", "text",
     "<x:url xmlns:x='y'><x:lastmod>never</x:lastmod></x:url>", "<?php echo 1 ?>", "<a><b/></a>"]
)  # fmt: skip


def address(number: int) -> str:
    return f"https://herald.example/20240503/{number}.html"


def sitemap(entry: Entry) -> str:
    number, published, modified = entry
    return (
        f"<url><loc>\n {escape(address(number))} </loc><lastmod>{modified}</lastmod><n:news>"
        f"<n:publication_date>{published}</n:publication_date></n:news></url>"
    )


def rss(entry: Entry) -> str:
    number, published, modified = entry
    return (
        f"<item><title>A &amp; B</title><link>{address(number)}</link>"
        f"<pubDate>{published}</pubDate><n:modified>{modified}</n:modified></item>"
    )


def atom(entry: Entry) -> str:
    number, published, modified = entry
    return (
        f'<entry><link rel="self" href="/x"/><link href="{address(number)}"/>'
        f"<published>{published}</published><updated>{modified}</updated></entry>"
    )


FORMS = [
    (
        Sitemap("/"),
        sitemap,
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"',
        "urlset",
    ),
    (Feed("/"), rss, "<rss", "rss"),
    (Feed("/"), atom, '<feed xmlns="http://www.w3.org/2005/Atom"', "feed"),
]


def read(source: Source, text: str, encoding: str, packed: bool) -> dict[str, Link]:
    body = f'<?xml version="1.0" encoding="{encoding}"?>\n{text}'.encode(encoding)
    page = Page(gzip.compress(body) if packed else body, "https://herald.example/map")
    found = [one for one in source.parse(page, SITE, MAY) if isinstance(one, Link)]
    assert all(SITE.wants(one.url) for one in found)
    return {one.url: one for one in found}


@many
@given(
    st.sampled_from(FORMS),
    ENTRIES,
    st.lists(st.tuples(st.integers(0, 9), JUNK), max_size=4),
    st.sampled_from(["utf-8", "utf-16", "iso-8859-1"]),
    st.booleans(),
    st.none() | st.integers(0, 9),
)
def test_an_entry_comes_out(
    form: tuple[Source, type, str, str],
    entries: list[Entry],
    junk: list[tuple[int, str]],
    encoding: str,
    packed: bool,
    cut: int | None,
) -> None:
    source, draw, head, name = form
    pieces = [draw(entry) for entry in entries]
    for place, piece in junk:
        pieces.insert(place, piece)
    whole = entries
    end = f"</{name}>"
    if cut is not None:  # within an entry: those before it came whole
        cut = min(cut, len(entries) - 1)
        last = pieces.index(draw(entries[cut]))
        pieces, whole, end = [*pieces[:last], pieces[last][:30]], entries[:cut], ""
    text = f'{head} xmlns:n="http://news.example/ns">{"".join(pieces)}{end}'
    found = read(source, text, encoding, packed)
    assert [url for url in found if url in set(map(address, [e[0] for e in whole]))] == [
        address(number) for number, _, _ in whole
    ]
    for number, published, modified in whole:
        link = found[address(number)]
        assert (link.published.raw, link.modified.raw) == (published, modified)
    assert len(found) <= len(whole) + 1
