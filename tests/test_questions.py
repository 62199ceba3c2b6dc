"""Pages of questions and of forums: readers' answers are comments, a FAQ's answers are not."""

# ruff: noqa: E501  (markup reads best as pages have it)

import json
from typing import Any

import pytest

from newscrawl.extract.containers import cut_comments
from newscrawl.extract.text import text_of
from newscrawl.page import Page
from tests.support.markup_rows import STORY, URL, read, rows

ANSWERS = """
<div itemscope itemtype="https://schema.org/Question"><h2 itemprop="name">How many?</h2>
 <div class="question"><p itemprop="text">Does anybody know?</p>
  <ul class="comments-list"><li id="comment-3" class="comment"><span class="comment-copy">Where?</span>
   <a class="comment-user" href="/u/1">Tilde</a> <span class="comment-date">May 1, 2021 at 9:10</span></li></ul></div>
 <div id="answers">
  <div id="answer-7" class="answer" itemprop="suggestedAnswer" itemscope itemtype="https://schema.org/Answer">
   <div itemprop="text"><p>Nine.</p></div><time itemprop="dateCreated" datetime="2021-05-01T10:00:00Z">x</time>
   <div itemprop="author" itemscope itemtype="https://schema.org/Person"><a href="/u/2"><span itemprop="name">Quill</span></a></div>
   <ul class="comments-list"><li id="comment-8" class="comment"><span class="comment-copy">Ten.</span>
    <a class="comment-user" href="/u/3">Ombra</a> <span class="comment-date">May 1, 2021 at 11:10</span></li></ul></div>
  <div id="answer-9" class="answer" itemprop="acceptedAnswer" itemscope itemtype="https://schema.org/Answer">
   <div itemprop="text"><p>Eleven.</p></div><time itemprop="dateCreated" datetime="2021-05-02T10:00:00Z">x</time>
   <span itemprop="author">Tilde</span></div></div></div>
"""


def test_readers_answers_are_comments_that_answer_no_comment() -> None:
    found = [(key, parent, who, text) for key, parent, who, _, text in read(ANSWERS)]
    assert found == [
        ("3", None, "Tilde", "Where?"),
        ("7", None, "Quill", "Nine."),
        ("8", "7", "Ombra", "Ten."),
        ("9", None, "Tilde", "Eleven."),
    ]


FAQ = """<section {page}><div itemprop="mainEntity" itemscope itemtype="https://schema.org/Question">
 <h3 itemprop="name">How many?</h3>
 <div itemprop="acceptedAnswer" itemscope itemtype="https://schema.org/Answer">
  <p itemprop="text">Nine, says the harbour.</p>{author}</div></div></section>"""


@pytest.mark.parametrize(
    ("page", "author"),
    [
        ('itemscope itemtype="https://schema.org/FAQPage"', ""),
        ('itemscope itemtype="https://schema.org/FAQPage"', '<i itemprop="author">Us</i>'),
        ("", ""),
    ],
)
def test_answers_of_a_faq_belong_to_the_article(page: str, author: str) -> None:
    markup = FAQ.format(page=page, author=author)
    assert read(markup) == []
    tree = Page(f"<html><body>{STORY}{markup}</body></html>".encode(), URL).tree()
    assert cut_comments(tree) == 0
    assert "says the harbour" in text_of(tree)


def test_readers_answers_are_cut_from_the_article() -> None:
    tree = Page(f"<html><body>{STORY}{ANSWERS}</body></html>".encode(), URL).tree()
    cut_comments(tree)
    assert "Nine." not in text_of(tree)
    assert "Does anybody know?" in text_of(tree)


@pytest.mark.parametrize(
    ("kind", "author", "texts"),
    [
        ("QAPage", {"name": "Quill"}, ["Nine.", "Ten."]),
        ("QAPage", None, []),
        ("FAQPage", {"name": "Quill"}, []),
    ],
)
def test_answers_in_jsonld(kind: str, author: Any, texts: list[str]) -> None:
    accepted = {"@type": "Answer", "text": "Nine.", "author": author}
    question = {
        "@type": "Question",
        "acceptedAnswer": accepted,
        "suggestedAnswer": [{**accepted, "text": "Ten."}, "junk"],
    }
    data = json.dumps({"@type": kind, "mainEntity": question})
    found = rows(f'<script type="application/ld+json">{data}</script>').comments
    assert [comment.text for comment in found] == texts


def test_a_comment_alone_inside_another_is_its_reply() -> None:
    one = (
        '<div itemscope itemtype="http://schema.org/Comment"><a itemprop="author">{who}</a>'
        '<time itemprop="dateCreated" datetime="2021-05-0{day}">x</time>'
        '<div itemprop="text">{text}</div><ul>{more}</ul></div>'
    )
    reply = one.format(who="Ombra", day=2, text="Ten.", more="")
    found = read(one.format(who="Quill", day=1, text="Nine.", more=f"<li>{reply}</li>"))
    assert [(who, text, bool(parent)) for _, parent, who, _, text in found] == [
        ("Quill", "Nine.", False),
        ("Ombra", "Ten.", True),
    ]


def test_a_members_number_is_no_key_and_a_title_no_text() -> None:
    post = (
        '<li data-pid="{key}" data-uid="77" itemprop="comment" itemscope '
        'itemtype="http://schema.org/Comment"><meta itemprop="datePublished" content="2021-05-01">'
        '<b itemprop="author">Quill</b><div class="message-user-text">Member of long standing</div>'
        '<div itemprop="text">{text}</div></li>'
    )
    posts = post.format(key=5, text="Nine.") + post.format(key=6, text="Ten.")
    assert [(key, text) for key, _, _, _, text in read(f"<ul>{posts}</ul>")] == [
        ("5", "Nine."),
        ("6", "Ten."),
    ]
