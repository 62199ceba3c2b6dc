"""`text_html` of an article: the lines of its text as the page marks them up, and nothing else."""

from pathlib import Path

import pytest

from newscrawl.demo import Demo
from newscrawl.extract.clean_html import read_text_html
from newscrawl.extract.text import letters
from newscrawl.library import read_article
from newscrawl.page import Page
from tests.support.article_page import URL
from tests.support.crawling import crawl
from tests.support.demo_truth import RANGE


def cleaned(markup: str, *lines: str) -> list[str]:
    page = Page(f"<html><body>{markup}<aside><p>Beside.</p></aside></body></html>", URL)
    return (read_text_html(page, "\n\n".join(lines)) or "").split("\n")


@pytest.mark.parametrize(
    ("markup", "line", "html"),
    [
        ("<p class='x' onclick='y()'>The fog.</p>", "The fog.", "<p>The fog.</p>"),
        ("<p>A &lt;b&gt; &amp; c</p>", "A <b> & c", "<p>A &lt;b&gt; &amp; c</p>"),
        ("<p>The <em>old</em> fog</p>", "The old fog", "<p>The <em>old</em> fog</p>"),
        (
            "<p>See <a href='/c?a=1&amp;b=2' onclick='x'>it</a>.</p>",
            "See it.",
            '<p>See <a href="https://lantern.example/c?a=1&amp;b=2">it</a>.</p>',
        ),
        ("<p><a href='javascript:x()'>Go</a> on</p>", "Go on", "<p>Go on</p>"),
        ("<p>So<script>evil()</script> it is</p>", "So it is", "<p>So it is</p>"),
        ("<p><img src=x onerror=y>Seen</p>", "Seen", "<p>Seen</p>"),
        ("<h3>The <span>keeper</span></h3>", "The keeper", "<h3>The keeper</h3>"),
        ("<div>Without a box</div>", "Without a box", "<p>Without a box</p>"),
        ("<p>Other</p>", "Told by <i> alone", "<p>Told by &lt;i&gt; alone</p>"),
    ],
)
def test_a_line_keeps_what_is_harmless(markup: str, line: str, html: str) -> None:
    assert cleaned(markup, line) == [html.replace("https://lantern.example/c", root("/c"))]


def root(path: str) -> str:
    return "/".join(URL.split("/")[:3]) + path


def test_lists_and_quotes_hold_their_lines() -> None:
    markup = (
        "<ul><li>One</li><li><p>Two</p></li></ul><ol><li>Three</li></ol>"
        "<blockquote><p>Four</p></blockquote><p>Five</p>"
    )
    assert cleaned(markup, "One", "Two", "Three", "Four", "Five") == [
        *("<ul>", "<li>One</li>", "<li>Two</li>", "</ul>", "<ol>", "<li>Three</li>", "</ol>"),
        *("<blockquote>", "<p>Four</p>", "</blockquote>", "<p>Five</p>"),
    ]


@pytest.mark.parametrize(
    ("markup", "lines"),
    [
        (
            "<p>One <a href='/c'>it</a><br>two <b>of</b><br/>three</p>",
            ['One <a href="{}">it</a>', "two <b>of</b>", "three"],
        ),
        ("<p>One <b>two<br>three</b> four</p>", ["One <b>two</b>", "<b>three</b> four"]),
        (
            "<p><a href='/c'>One<br><em>two</em></a><br></p>",
            ['<a href="{}">One</a>', '<a href="{}"><em>two</em></a>'],
        ),
        (
            "<div>One <a href='/c'>it</a><p>Two <i>of</i></p>three <b>last</b></div>",
            ['One <a href="{}">it</a>', "Two <i>of</i>", "three <b>last</b>"],
        ),
        ("<p>1 &lt; 2<br>A &amp; <q>b</q></p>", ["1 &lt; 2", "A &amp; <q>b</q>"]),
        ("<blockquote>One<br><i>two</i></blockquote>", ["One", "<i>two</i>"]),
    ],
)
def test_lines_of_one_box_keep_their_links(markup: str, lines: list[str]) -> None:
    wanted = [f"<p>{one.format(root('/c'))}</p>" for one in lines]
    plain = [Page(f"<p>{one}</p>", URL).root.text_content() for one in wanted]
    found = [one for one in cleaned(markup, *plain) if "blockquote" not in one]
    assert found == wanted


def test_emphases_without_end_stay_paired() -> None:
    found = cleaned("<p>" + "<b><i>" * 50 + "One<br>two</p>", "One", "two")
    assert [line.count("<b>") - line.count("</b>") for line in found] == [0, 0]
    assert [letters(Page(line, URL).root.text_content()) for line in found] == ["one", "two"]


def test_a_notebook_gets_it_with_the_article() -> None:
    text = "The keeper of the light saw <a href='/c'>the ferry</a> again in the fog.<br>" * 9
    page = f"<html><body><article><h1>Fog</h1><p>{text}</p></article></body></html>"
    found = read_article(page, URL)
    assert f'<a href="{root("/c")}">the ferry</a>' in (found.text_html or "")
    assert read_article(page, URL, text_html=False).text_html is None


def test_a_line_that_stands_twice_is_that_of_its_first_place() -> None:
    markup = "<p>The <em>fog</em> lif\u00adted<br>at noon.</p><h3>The fog lifted</h3><p>Two.</p>"
    assert cleaned(markup, "Two.", "at noon.", "The fog lifted") == [
        "<p>Two.</p>",
        "<p>at noon.</p>",
        "<p>The <em>fog</em> lif\u00adted</p>",
    ]


def test_no_text_has_no_markup() -> None:
    assert read_text_html(Page("<p>One</p>", URL), None) is None


def test_a_crawl_writes_it_where_it_is_asked_for(tmp_path: Path) -> None:
    with Demo(articles=2) as demo:
        given = {"base_url": demo.base_url, "comments": "no"} | RANGE
        found = crawl("sputnik", tmp_path, "ARTICLE_HTML=True", **given)
    articles = found.lines("articles")
    assert articles
    for article in articles:
        text = Page(f"<div>{article['text_html']}</div>", URL).root.text_content()
        assert letters(text) == letters(article["article_body"])
        assert article["text_html"].startswith("<p>")


def test_a_line_is_marked_up_as_in_the_text_and_not_as_in_a_menu() -> None:
    menu = '<ul><li><a href="/fog">The fog comes back</a></li></ul>'
    text = f"<p>{'The keeper lit the lamps of the old harbour wall. ' * 6}</p>"
    body = f"{menu}<div itemprop='articleBody'>{text}<h2>The fog comes back</h2>{text}</div>"
    page = f"<html><body><h1>Lamps of the harbour</h1>{body}</body></html>"
    found = (read_article(page, URL).text_html or "").split("\n")
    assert found[1] == "<h2>The fog comes back</h2>"
