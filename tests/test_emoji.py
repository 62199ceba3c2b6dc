"""Emoji that a page shows as pictures are text, for every reader of a page."""

import pytest

import newscrawl
from newscrawl.extract.text import html_to_text
from newscrawl.page import Page

URL = "https://www.lantern.example/fog-7"


@pytest.mark.parametrize(
    ("picture", "text"),
    [
        ('<img class="emoji" alt="😀" src="/e.png">', "😀"),
        ('<img alt="❤️" src="/e.png">', "❤️"),
        ('<img alt="👍🏽" src="/e.png">', "👍🏽"),
        ('<img alt="👨‍👩‍👧" src="/e.png">', "👨‍👩‍👧"),
        ('<img alt="1️⃣" src="/e.png">', "1️⃣"),
        ('<img alt="🎉🎉" src="/e.png">', "🎉🎉"),
        ('<img class="wp-smiley" alt=":-)" src="/e.png">', ":-)"),
        ('<img class="emoji" title=":oar:" alt="" src="/e.png">', ":oar:"),
        ('<img alt="" src="https://cdn.example/twemoji/72x72/1f1e9-1f1ea.png">', "🇩🇪"),
        ('<img class="emoji" src="/images/emoji_u1f600.svg">', "😀"),
        ('<i class="emoji" title="🐟"></i>', "🐟"),
        ('<span role="img" aria-label="🐟"></span>', "🐟"),
        ('<svg aria-label="🐟"><path d="M0"/></svg>', "🐟"),
    ],
)
def test_a_picture_of_an_emoji_is_text(picture: str, text: str) -> None:
    assert html_to_text(f"<p>One {picture} two</p>") == f"One {text} two"
    assert Page(f"<body><p>One {picture}</p></body>", URL).text("p") == f"One {text}"


@pytest.mark.parametrize(
    "picture",
    [
        '<img alt="A boat 😀 at sea" src="/boat.jpg">',
        '<img alt="✕" src="/close.png">',
        '<img alt="→" src="/next.png">',
        '<img alt="©" src="/c.png">',
        '<img class="emoji-button" alt="Add an emoji" src="/add.png">',
        '<img alt="" src="/photos/1f600.jpg">',
        '<noscript><img class="emoji" alt="😀" src="/e.png"></noscript>',
    ],
)
def test_other_pictures_are_none(picture: str) -> None:
    assert html_to_text(f"<p>One {picture}</p>") == "One"


def test_articles_and_comments_keep_their_emoji() -> None:
    story = "The keepers of the lantern counted the boats at dusk and found one more. " * 3
    fish = '<img class="emoji" alt="🐟" src="/e.png">'
    page = f"""<html><body><article><h1>Boats</h1><p>{story}{fish}</p><p>{story}</p></article>
    <div id="comments"><div class="comment" id="comment-1"><b class="author">Quill</b>
    <time datetime="2026-11-25T10:00:00Z"></time><p>Well {fish} done</p></div>
    <div class="comment" id="comment-2"><b class="author">Oona</b>
    <time datetime="2026-11-25T11:00:00Z"></time><p>{fish}</p></div></div></body></html>"""
    assert "one more. 🐟" in (newscrawl.read_article(page, URL).article_body or "")
    assert [one.text for one in newscrawl.read_comments(page, URL)] == ["Well 🐟 done", "🐟"]
