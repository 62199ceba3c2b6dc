"""The stand-ins' answers, joined page by page as a reader would, are the truth they declare."""

import json
from collections.abc import Iterator
from urllib.error import HTTPError
from urllib.parse import urljoin

import pytest
from parsel import Selector

from newscrawl.extract.text import html_to_text
from tests.standins import StandIns
from tests.standins.languages import KINDS, LABELS
from tests.support.standin_answers import (
    API,
    Row,
    get,
    iso,
    openweb,
    viafoura,
)


@pytest.fixture(scope="module")
def lab() -> Iterator[StandIns]:
    with StandIns(seed=1) as lab:
        yield lab


def truth(lab: StandIns, name: str) -> list[Row]:
    fields = ("comment_id", "parent_id", "author", "text", "date_published")
    rows = lab.scenarios[name].truth
    return sorted((tuple(row[field] for field in fields) for row in rows), key=str)


@pytest.mark.parametrize("name", API)
def test_json_pages_join_up_to_the_truth(lab: StandIns, name: str) -> None:
    found = list(API[name](lab))
    assert sorted(found, key=str) == truth(lab, name)


@pytest.mark.parametrize("language", LABELS)
def test_language_pages_join_up_to_the_truth(lab: StandIns, language: str) -> None:
    def walk(parent: int | None = None) -> Iterator[Row]:
        page: int | None = 1
        while page:
            answer = get(f"{lab.paper}/api/lang/{language}", page=page, of=parent or 0)
            page = answer["next"]
            for one in answer["list"]:
                above = one["pid"] and str(one["pid"])
                yield str(one["id"]), above, one["user"], one["text"], iso(one["date"])
                if one["kids"]:
                    yield from walk(one["id"])

    assert sorted(walk(), key=str) == truth(lab, f"lang_{language}")
    assert len(set(LABELS[language].split("|"))) == len(KINDS)
    assert f'<html lang="{language}">' in get(lab.scenarios[f"lang_{language}"].url)


HTML = {
    "infinite_scroll": (".remark", ".remark-said", 0),
    "relative_times": (".saying", "blockquote", 0),
    "duplicates": (".entry", ".entry-text", 9),
    "same_text": (".voice", "p", 0),
    "declared_more": (".msg-box", ".msg-body", 0),
    "navigating_button": (".c-item", ".c-text", 0),
    "login_wall": (".opinion", ".what", 0),
    "two_level_replies": (".talk-item", ".talk-text", 0),
    "flat_levels": (".comment", ".comment-text", 0),
}
"""Selectors of a row and of its text, and how many rows come twice."""


@pytest.mark.parametrize("name", HTML)
def test_html_pages_join_up_to_the_truth(lab: StandIns, name: str) -> None:
    row, text, twice = HTML[name]
    found: list[str] = []
    urls = [lab.scenarios[name].url]
    while urls:
        url = urls.pop()
        page = Selector(get(url))
        found += [html_to_text(one.css(text).get("")) for one in page.css(row)]
        follow = page.css("[data-expand]::attr(data-expand), a[rel=next]::attr(href)").getall()
        urls += [urljoin(url, one) for one in follow if not one.startswith("/stories")]
    texts = [one["text"] for one in lab.scenarios[name].truth]
    assert set(found) == set(texts)
    assert len(found) == len(texts) + twice


def test_scenarios_are_large_nested_and_say_what_to_expect(lab: StandIns) -> None:
    for name, one in lab.scenarios.items():
        assert one.name == name
        assert one.expect == ("complete" if one.declared in {len(one.truth), None} else "partial")
        if name not in {"empty", "closed", "login_wall"}:
            assert len(one.truth) >= 45, name
            assert name == "same_text" or max(row["depth"] for row in one.truth) >= 2, name
    assert lab.scenarios["declared_more"].declared == 60
    assert lab.scenarios["login_wall"].reason == "login"


def test_twins_differ_by_their_second_alone(lab: StandIns) -> None:
    rows = lab.scenarios["same_text"].truth
    twins = [row for row in rows if row["text"] == "Well said."]
    assert len(twins) == 2
    assert twins[0]["author"] == twins[1]["author"]
    assert twins[0]["date_published"] != twins[1]["date_published"]


def test_the_article_declares_the_count_and_its_head(lab: StandIns) -> None:
    page = Selector(get(lab.scenarios["declared_more"].url))
    node = json.loads(page.css('script[type="application/ld+json"]::text').get(""))
    assert (node["@type"], node["commentCount"]) == ("NewsArticle", 60)
    assert page.css('meta[property="og:title"]::attr(content)').get() == node["headline"]


def test_raw_queries_and_pages_behind_the_wall_are_refused(lab: StandIns) -> None:
    with pytest.raises(HTTPError, match="400") as refusal:
        get(f"{lab.vendor}/coral/api/graphql", query="{story{id}}")
    assert b"RAW_QUERY_NOT_AUTHORIZED" in refusal.value.read()
    refusal.value.close()
    with pytest.raises(HTTPError, match="401") as wall:
        get(f"{lab.paper}/fragment/login_wall", page=3)
    wall.value.close()


def test_reading_posts_are_no_writes_and_all_others_are() -> None:
    with StandIns() as lab:
        list(openweb(lab))
        list(viafoura(lab))
        assert lab.writes == 0
        get(f"{lab.vendor}/coral/api/graphql", {"query": "mutation"})
        get(f"{lab.paper}/write/login")
        assert lab.written == ["GET /write/login", "POST /coral/api/graphql"]


def test_the_same_seed_gives_the_same_words() -> None:
    def texts(seed: int) -> list[str]:
        with StandIns(seed) as lab:
            return [row["text"] for one in lab.scenarios.values() for row in one.truth]

    assert texts(5) == texts(5) != texts(6)
