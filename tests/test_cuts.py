"""Bounds cut nothing that was found without a word: it is read after all, or said and counted."""

import gzip
import json
import time
from typing import Any

import pytest

from newscrawl.discovery import xml
from newscrawl.discovery.open_web import MOST_FEEDS, FrontPage
from newscrawl.discovery.sources import Sitemap
from newscrawl.engines.base import ArticleRef, Batch
from newscrawl.engines.wordpress_rows import PAGES_AT_MOST
from newscrawl.extract.authors import MOST as AUTHORS
from newscrawl.extract.paged import next_page
from newscrawl.extract.text import html_to_text
from newscrawl.generic.json import comments as in_json
from newscrawl.generic.json import tree
from newscrawl.items import Article
from newscrawl.linked_data import MENDED
from newscrawl.page import Page
from newscrawl.plugins import all_engines
from newscrawl.runs.counters import counts
from tests.support.article_page import URL, read
from tests.support.capturing import answer, comments_in
from tests.support.listing import left_out
from tests.support.listing import read as read_list
from tests.support.markup_rows import rows

TEXT = "The ferry left the harbour at noon with all hands aboard, as it does each day. " * 5
STORY = f"<article><h1>Ferry lost in fog</h1><p>{TEXT}</p></article>"


def said(article: Article) -> list[str]:
    return article.metadata.validation_messages


@pytest.mark.parametrize("more", [0, 1])
def test_authors_beyond_sense_are_said(more: int) -> None:
    names = "".join(
        f'<meta name="author" content="Ann Quill{chr(97 + n // 26)}{chr(97 + n % 26)}">'
        for n in range(AUTHORS + more)
    )
    article = read(names, STORY)
    assert len(article.authors) == AUTHORS
    assert [one for one in said(article) if one.startswith("authors: more than 200")] == (
        said(article)[:1] if more else []
    )


def test_broken_metadata_that_is_too_long_to_be_mended_is_said() -> None:
    script = '<script type="application/ld+json">{"@type": "Article" "headline": %s}</script>'
    for length, number in ((10, 0), (MENDED, 1)):
        found = said(read(script % json.dumps("x" * length), STORY))
        assert len([one for one in found if one.startswith("JSON-LD:")]) == number


@pytest.mark.parametrize("before", ["", "<p title='a > b'>", '<img alt="x" >', '<i ">'])
def test_an_element_with_very_many_attributes_keeps_its_text(before: str) -> None:
    many = " ".join(f"a{n}" for n in range(40_000))
    start = time.process_time()
    article = read("", f"{before}<div {many}>{STORY}</div>")
    assert time.process_time() - start < 3
    assert article.article_body == TEXT.strip()
    assert any(one.startswith("attributes: ") for one in said(article))
    assert len(html_to_text(f"<b {many}>One.</b>")) == 4


def test_attributes_that_pages_have_are_kept() -> None:
    values = " ".join(f"data-{n}='<i>{n} > 1</i>'" for n in range(3_000))
    page = Page(f'<html><body><div {values} id="x">one</div></body></html>', URL)
    assert page.attr("#x", "data-2999") == "<i>2999 > 1</i>"
    assert page.cuts == {}


def test_a_script_whose_parts_name_each_other_without_end_is_said() -> None:
    rows = [f'{n:x}:["${n + 1:x}","${n + 1:x}"]\n' for n in range(1, 40)]
    shell = "<div id='app'></div><script>self.__next_f.push([1,%s])</script>"
    article = read("<title>Ferry lost in fog</title>", shell % json.dumps("".join(rows)))
    assert any(one.startswith("article_body: a script") for one in said(article))


def test_boxes_of_one_text_are_read_however_many_they_are() -> None:
    texts = [f"On day {number} the bridge was closed. {TEXT}".strip() for number in range(150)]
    inside = "".join(f"<div class='story-part body'><p>{one}</p></div>" for one in texts)
    assert (read("", f"<h1>Bridge</h1>{inside}").article_body or "").split("\n\n") == texts


def test_the_next_page_is_found_behind_very_many_links() -> None:
    menu = "".join(f"<a href='/tag/{n}'>{n}</a>" for n in range(3_000))
    html = f"<html><body>{menu}{STORY}<a href='?page=2'>2</a></body></html>"
    assert next_page(Page(html.encode(), URL)) == f"{URL}?page=2"


def test_feeds_of_a_front_page_that_are_not_asked_for_are_counted() -> None:
    links = "".join(f"<a href='/{n}/feed/'>x</a>" for n in range(MOST_FEEDS + 3))
    names = left_out(FrontPage(), f"<html><body>{links}</body></html>")
    assert names == ["sources/left_out/too_many"] * 3


ENTRY = "<url><loc>https://herald.example/20240503/%d.html</loc></url>"


def test_a_packed_list_beyond_its_bound_is_read_so_far_and_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    body = f"<urlset>{''.join(ENTRY % n for n in range(100))}</urlset>".encode()
    assert left_out(Sitemap("/"), gzip.compress(body)) == []
    monkeypatch.setattr(xml, "UNPACKED_LIMIT", len(body) // 2)
    assert left_out(Sitemap("/"), gzip.compress(body)) == ["sources/failed/too_large"]
    assert len(read_list(Sitemap("/"), gzip.compress(body))) >= 49


def test_a_list_with_too_many_elements_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml, "TAGS", 10)
    body = f"<urlset>{ENTRY * 5 % (1, 2, 3, 4, 5)}</urlset>"
    assert left_out(Sitemap("/"), body) == ["sources/failed/too_large"]


def test_an_endless_text_in_a_list_cuts_off_no_other_entry() -> None:
    long = f"<url><loc>/x</loc><title>{'x' * 11_000_000}</title></url>"
    found = read_list(Sitemap("/"), f"<urlset>{ENTRY % 1}{long}{ENTRY % 2}</urlset>")
    assert [one.url[-6:] for one in found] == ["1.html", "2.html"]


def test_objects_of_answers_beyond_the_bound_keep_a_thread_from_complete(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def signs(number: int) -> list[str]:
        listed = [
            {"id": n, "author": "Ann", "text": f"Boat {n} is late.", "created_at": 1710000000 + n}
            for n in range(number)
        ]
        ref = ArticleRef(id="paper:1", url=URL, site="paper")
        engine = all_engines()["generic"]
        batch = in_json.read_answers([answer({"comments": listed})], ref, engine)
        assert batch.comments
        return [sign.name for sign in batch.signs if sign.sure]

    for module in (tree, in_json):
        monkeypatch.setattr(module, "OBJECTS", 20)
    assert (signs(19), signs(21)) == ([], ["limit"])


LONG = "c" * 300


def in_an_answer() -> list[Any]:
    rows = [
        {"id": f"{LONG}{n}", "author": "Ann", "text": f"Boat {n}.", "created_at": 1710000000 + n}
        for n in range(3)
    ]
    return comments_in(answer({"comments": rows}))


def in_markup() -> list[Any]:
    row = """<div class="comment" data-comment-id="%s%d"><b class="author">Ann</b>
        <time datetime="2026-03-14T11:00:00Z">then</time><p class="text">Boat %d.</p></div>"""
    inside = "".join(row % (LONG, n, n) for n in range(3))
    return rows(f'<div id="comments">{inside}</div>').comments


def in_metadata() -> list[Any]:
    listed = [{"@type": "Comment", "identifier": f"{LONG}{n}", "text": "Boat"} for n in range(3)]
    script = json.dumps({"@type": "Article", "comment": listed})
    return rows(f'<script type="application/ld+json">{script}</script>').comments


@pytest.mark.parametrize("comments", [in_an_answer, in_markup, in_metadata])
def test_ids_that_differ_in_their_end_alone_stay_apart(comments: Any) -> None:
    found = comments()
    assert len({one.id for one in found}) == len(found) == 3
    assert all(len(one.comment_id) <= 200 for one in found)


def test_comment_pages_that_are_not_asked_for_are_a_sign_of_more() -> None:
    def batch(last: int) -> Batch:
        html = f"""<body><ol class="comment-list"><li id="comment-1" class="comment"><b class="fn">
            Ann</b><div class="comment-content"><p>Late.</p></div></li></ol>
            <a href="{URL}/comment-page-{last}/#comments">Older</a></body>"""
        ref = ArticleRef(id="paper:1", url=URL, site="paper")
        found = all_engines()["wordpress"].rows(Page(html.encode(), URL), ref)
        assert found
        return found

    assert [sign.name for sign in batch(PAGES_AT_MOST).signs] == []
    assert [sign.name for sign in batch(PAGES_AT_MOST + 1).signs] == ["limit"]


def test_what_was_cut_stands_in_the_line_of_a_run() -> None:
    assert counts({"articles/cut/authors": 2})["articles"]["cut"] == {"authors": 2}
