"""Pages with very many of one thing: twice as many take twice as long to read, not four times."""

from time import process_time

import pytest

from newscrawl import read_article, read_comments
from newscrawl.extract.body import BLOCKS, FALLBACKS, NODES
from tests.support.large_pages import ADDRESS, KINDS, MANY, each, page

SHARE = 0.04
"""Of the sizes of `make bench`: long enough to be measured."""
LINEAR = 3.4
NOTHING = 0.1
"""CPU seconds; a shorter time says nothing of its growth."""


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_the_time_grows_as_the_page(kind: str) -> None:
    full, make = KINDS[kind]
    long = make(int(full * SHARE))
    short = make(int(full * SHARE / 2))
    read_comments(short, ADDRESS)  # loads what is loaded at first use
    for _ in range(5):
        if (whole := seconds(long)) < max(NOTHING, LINEAR * seconds(short)):
            return
    pytest.fail(f"{whole:.2f} CPU s, more than {LINEAR} times what half the page takes")


def seconds(html: str) -> float:
    start = process_time()
    read_comments(html, ADDRESS)
    return process_time() - start


def test_a_text_of_many_short_paragraphs_is_read_whole() -> None:
    lines = FALLBACKS + 100
    story = each("<p>On day # the bridge was closed to all traffic.", lines)
    body = read_article(page(f"<article>{story}</article>"), ADDRESS).article_body or ""
    assert "p" in BLOCKS
    assert body.count("was closed to all traffic") == lines


def test_a_page_says_that_it_is_too_large_for_its_text() -> None:
    _, make = MANY["spans"]
    messages = read_article(make(NODES + 1), ADDRESS).metadata.validation_messages
    assert [one for one in messages if "more than 20,000 elements" in one]
    messages = read_article(make(100), ADDRESS).metadata.validation_messages
    assert not [one for one in messages if "elements" in one]


def test_a_title_that_others_extend_wins_among_thousands() -> None:
    headings = each("<h1>The bridge number # over the river</h1>", 3000)
    title = "The bridge number 7 over the river"
    html = page(headings, head=f"<title>{title} | The Herald</title>")
    html = html.replace("The bridge is open again", title)
    assert read_article(html, ADDRESS).headline == title
