"""Real pages of Sputnik and RIA, which are not part of the repository.

The expected values were read off the pages by hand. Texts are kept as lengths and hashes: the
words are not ours. Body lengths without white space were counted on the markup, injects left out;
RIA's page of 2022 states its own (`data-text-length`).
"""

import re

import pytest

from newscrawl.extract.dates import read_date
from newscrawl.items import Article
from newscrawl.sites.ria import Ria
from tests.support.real_pages import CASES, PAGES, Expected, load, name, short

pytestmark = pytest.mark.skipif(
    not PAGES.is_dir(),
    reason="needs ../shared/sputnik/pages (real pages, not part of the repository)",
)


def read(case: Expected) -> Article:
    return case.site().article(load(case.file))


@pytest.mark.parametrize("case", CASES, ids=name)
def test_article(case: Expected) -> None:
    article = read(case)
    assert article.id == case.id
    assert short(article.headline) == case.headline
    assert short(article.alternative_headline) == case.second
    assert short(article.description) == case.description
    assert short(article.article_section) == case.section
    assert short(article.publisher) == case.publisher
    assert tuple(len(word) for word in article.keywords) == case.keywords
    assert tuple(short(author.name) for author in article.authors) == case.authors
    assert article.comment_count == case.declared
    assert tuple(article.comment_systems) == case.systems
    assert len(article.images) == case.images
    assert bool(article.main_image) is case.main_image
    assert article.canonical_url == load(case.file).url
    assert article.metadata.validation_messages == []


@pytest.mark.parametrize("case", CASES, ids=name)
def test_body(case: Expected) -> None:
    body = read(case).article_body or ""
    paragraphs = body.split("\n\n")
    assert len(paragraphs) == case.paragraphs
    assert all(part == part.strip() and part for part in paragraphs)
    assert len(re.sub(r"\s", "", body)) == case.letters
    assert short(body) == case.body


@pytest.mark.parametrize("case", CASES, ids=name)
def test_dates(case: Expected) -> None:
    article = read(case)
    assert article.date_published_raw == case.published_raw
    assert article.date_modified_raw == case.modified_raw
    assert article.metadata.timezone == case.zone
    for raw, value in (
        (article.date_published_raw, case.published),
        (article.date_modified_raw, case.modified),
    ):
        reading = read_date(raw, timezone=case.zone) if raw else None
        assert (reading.value if reading else None) == value


def test_the_page_of_2022_states_the_length_of_its_text() -> None:
    page = load("ria-2022-article-chat.html")
    body = Ria().article(page).article_body or ""
    assert str(len(body.replace("\n\n", ""))) == page.attr(".endless__item", "data-text-length")
