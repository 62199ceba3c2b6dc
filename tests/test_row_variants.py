"""Rows of themes and systems that mark a comment in ways of their own: all read the same."""

import json

import pytest

from newscrawl.engines.base import ArticleRef
from newscrawl.generic.engine import Generic
from newscrawl.generic.markup.find import candidate
from newscrawl.page import Page

ARTICLE = ArticleRef(id="paper:1", url="https://paper.example/a", site="paper")
NAMES = ("Ada Quill", "Bram Fenwick", "Cleo Marsh")
TEXTS = ("The bridge was closed again.", "I do not agree, Ada.", "A third, quite clear.")
DAYS = ("3", "4", "5")

ROWS = {
    "old WordPress: name, says, small print": (
        '<ol class="commentlist">{}</ol>',
        (
            '<li id="comment-{n}"><cite>{name}</cite> Says: <br><small class="commentmetadata">'
            '<a href="#comment-{n}">March {day}, 2020 at 4:05 pm</a></small><p>{text}</p></li>'
        ),
    ),
    "a bold name and the date in one line": (
        '<section class="kommentare"><h3>Kommentare (3)</h3><ul>{}</ul></section>',
        (
            '<li class="kommentar"><div class="kopf"><strong>{name}</strong> am {day}. März 2020 '
            'um 14:38 Uhr</div><div class="kommentartext">{text}</div></li>'
        ),
    ),
    "RDFa in schema.org's vocabulary": (
        '<div vocab="https://schema.org/" typeof="Article">{}</div>',
        (
            '<div property="comment" typeof="Comment"><span property="author" typeof="Person">'
            '<span property="name">{name}</span></span><time property="dateCreated" '
            'datetime="2020-03-0{day}T10:00:00Z">x</time><div property="text">{text}</div></div>'
        ),
    ),
    "RDFa of Drupal 7": (
        '<div id="comments">{}</div>',
        (
            '<div class="comment" about="/c/{n}#comment-{n}" typeof="sioc:Post sioct:Comment">'
            '<div class="submitted"><span property="dc:date dc:created" '
            'content="2020-03-0{day}T10:00:00+00:00"><a class="username" property="foaf:name">'
            '{name}</a> replied on <a class="permalink">Tue</a></span></div><div class="content">'
            '<div property="content:encoded"><p>{text}</p></div></div></div>'
        ),
    ),
    "a word of the system's own before `comment`": (
        "<div>{}</div>",
        (
            '<a id="c{n}"></a><div class="acme_comment"><div class="acme_commentBody">{text}</div>'
            '<div class="acme_comment_source"><span class="author">{name}</span> on '
            "2020-03-0{day} 16:05</div></div>"
        ),
    ),
}


def read(html: str) -> list[tuple[str | None, str | None]]:
    body = f"<html><body><article><h1>News</h1><p>A town.</p></article>{html}</body></html>"
    batch = Generic().rows(Page(body.encode(), ARTICLE.url), ARTICLE)
    assert all(one.date_published_raw for one in batch.comments)
    return [(one.author.name if one.author else None, one.text) for one in batch.comments]


@pytest.mark.parametrize("kind", ROWS)
def test_rows_are_read(kind: str) -> None:
    around, row = ROWS[kind]
    made = [
        row.format(n=n, name=name, text=text, day=day)
        for n, (name, text, day) in enumerate(zip(NAMES, TEXTS, DAYS, strict=True), 11)
    ]
    assert read(around.format("".join(made))) == list(zip(NAMES, TEXTS, strict=True))


def test_a_field_is_no_name_and_its_text_is_whole() -> None:
    row = (
        '<article class="comment" id="comment-{0}"><span class="username">Ada Quill</span> '
        '<time datetime="2020-03-03T10:00:00Z">x</time>'
        '<div class="field field-name-comment-body"><div class="summary"><p>First {0}.</p></div>'
        '<div class="more-content"><p>And then the longer rest of it.</p></div></div></article>'
    )
    rows = f'<section id="comments">{row.format(11)}{row.format(12)}</section>'
    text = "First {}.\n\nAnd then the longer rest of it."
    assert read(rows) == [("Ada Quill", text.format(11)), ("Ada Quill", text.format(12))]


def test_a_graph_that_lists_comments_beside_the_article() -> None:
    nodes: list[dict[str, object]] = [{"@type": "NewsArticle", "@id": f"{ARTICLE.url}"}]
    for number, (name, text) in enumerate(zip(NAMES, TEXTS, strict=True)):
        node = {"@type": "Comment", "@id": f"{ARTICLE.url}#c{number}", "text": text}
        nodes.append({**node, "author": {"name": name}, "dateCreated": "2020-03-03T10:00:00Z"})
    nodes[2]["parentItem"] = {"@id": f"{ARTICLE.url}#c0"}
    script = f'<script type="application/ld+json">{json.dumps({"@graph": nodes})}</script>'
    page = Page(f"<html><body>{script}</body></html>".encode(), ARTICLE.url)
    comments = Generic().rows(page, ARTICLE).comments
    assert [one.text for one in comments] == list(TEXTS)
    assert [one.parent_id for one in comments] == [None, comments[0].id, None]


@pytest.mark.parametrize("name", ["leave_comment", "latest-comment", "no-comment"])
def test_a_button_or_a_list_is_no_row(name: str) -> None:
    html = f'<html><body><div class="{name}" data-id="12">Comment</div></body></html>'
    tree = Page(html.encode(), ARTICLE.url).tree()
    assert not any(candidate(element) for element in tree.iter("div"))
