"""What stands among the paragraphs of an article and is none of them stays out of its text."""

import pytest

from tests.support.article_page import read

PARAGRAPHS = [
    f"In the {word} week the lamps of the harbour were lit by hand, and the keeper wrote down "
    f"every boat that came in, as she had done for as long as anybody in the town could remember."
    for word in ("first", "second", "third", "fourth", "fifth")
]
HEAD = "<h1>The lamps of the harbour</h1>"
OTHER = "The mayor of the next town over opened a bridge, a bakery and a school for young bakers."


def found(body: str, head: str = "") -> list[str]:
    return (read(head, body).article_body or "").split("\n\n")


def story(between: str, box: str = "article") -> str:
    first, *rest = (f"<p>{one}</p>" for one in PARAGRAPHS)
    return f"<{box}>{HEAD}{first}{between}{''.join(rest)}</{box.split(maxsplit=1)[0]}>"


FURNITURE = [
    f'<div class="related-articles"><h3>Related</h3><p>{OTHER}</p></div>',
    f'<div class="MostRead"><ul><li>{OTHER}</li></ul></div>',
    f"<div class='newsletter-signup'><p>{OTHER}</p></div>",
    f"<aside><p>{OTHER}</p></aside>",
    f"<div class='author-bio'><p>{OTHER}</p></div>",
    f"<div class='x1'><h3><a href='/b'>A bridge, a bakery</a></h3><p>{OTHER}</p></div>",
    f"<figure><img src='a.jpg'><figcaption>{OTHER}</figcaption></figure>",
    f"<p>{OTHER} Photo: Ida Quill</p>",
    f"<div class='advert'><p>{OTHER}</p></div>",
    *(
        f"<p>{one}</p>"
        for one in (
            "Advertisement",
            "Story continues below advertisement",
            "Read more: <a href='/b'>A bridge for the bakers</a>",
            "<strong>Lesen Sie auch:</strong> <a href='/b'>Eine Brücke</a>",
            "Lire aussi : <a href='/b'>Un pont</a>",
            "Lea también: <a href='/b'>Un puente</a>",
            "Читайте также: <a href='/b'>Мост</a>",
            "Czytaj też: <a href='/b'>Most</a>",
            "Leggi anche: <a href='/b'>Un ponte</a>",
            "Sign up for our free newsletter here",
            "Follow us on Facebook",
            "Share this article",
            "Diesen Artikel teilen",
            "Foto: Ida Quill",
            "© 2026 The Lantern",
            "Save this story for later.",
            "印刷",
        )
    ),
    "<div>Share</div>",
    """<blockquote class="instagram-media"><a href="https://i.example/p">View this post on
    Instagram</a><p>A post shared by Ida (@ida) on Apr 21, 2019</p></blockquote>""",
    "<ul><li><a href='/t/1'>Harbours</a></li><li><a href='/t/2'>Lamps</a></li></ul>",
]


@pytest.mark.parametrize("between", FURNITURE)
@pytest.mark.parametrize("box", ["article", 'div class="entry-content"', 'div class="x7"'])
def test_furniture_is_no_text(between: str, box: str) -> None:
    assert found(story(between, box)) == PARAGRAPHS


OUT = "The lamps went out."
TEXT = [
    ("<p>Read the letter, she said, and weep.</p>", ["Read the letter, she said, and weep."]),
    ("<p>Share prices of the harbour company fell.</p>",) * 1
    + (["Share prices of the harbour company fell."],),
    ("<h2>What the keeper saw</h2><p>Fog.</p>", ["What the keeper saw", "Fog."]),
    ("<h2><a href='#fog'>Fog</a></h2><p>It came.</p>", ["Fog", "It came."]),
    ("<ul><li>Three boats</li><li>Two lamps</li></ul>", ["Three boats", "Two lamps"]),
    ("<blockquote><p>“I saw nothing.”</p></blockquote>", ["“I saw nothing.”"]),
    (
        """<blockquote class="twitter-tweet"><p lang="en">What a ferry!<br>What a fog!</p>— Ida
        (@ida) <a href="https://t.example/1">March 3, 2026</a></blockquote>""",
        ["What a ferry!", "What a fog!", "— Ida (@ida) March 3, 2026"],
    ),
    *(
        (f'<blockquote class="{name}"><p>The lamps went out.</p></blockquote>', [OUT])
        for name in ("bluesky-embed", "tiktok-embed", "instagram-media", "mastodon-embed")
    ),
    ("<figure><blockquote><p>“I saw it all.”</p></blockquote></figure>", ["“I saw it all.”"]),
    ("<p>One line<br>and the next.</p>", ["One line", "and the next."]),
    ("<div>A line without a paragraph.</div>", ["A line without a paragraph."]),
    ("<p>The har&shy;bour sleeps.</p>", ["The harbour sleeps."]),
    ("<table><tr><td>Boats</td><td>7</td></tr></table>", ["Boats 7"]),
    ("<p>See <a href='/c'>the chart</a> of the bay.</p>", ["See the chart of the bay."]),
]


@pytest.mark.parametrize(("between", "lines"), TEXT)
def test_what_is_text_stays(between: str, lines: list[str]) -> None:
    assert found(story(between)) == [PARAGRAPHS[0], *lines, *PARAGRAPHS[1:]]


@pytest.mark.parametrize("name", ["lead", "article__intro", "standfirst", "chapo"])
def test_the_paragraph_above_the_text_is_its_first(name: str) -> None:
    text = "".join(f"<p>{one}</p>" for one in PARAGRAPHS[1:])
    page = f"<main>{HEAD}<div class='{name}'>{PARAGRAPHS[0]}</div><div class='story-body'>{text}"
    assert found(f"{page}</div></main>") == PARAGRAPHS


def test_a_list_of_things_with_linked_headings_is_text() -> None:
    things = "".join(
        f"<div><h3><a href='/{n}'>Lamp {n}</a></h3><p>{one}</p></div>"
        for n, one in enumerate(PARAGRAPHS)
    )
    lines = [line for n, one in enumerate(PARAGRAPHS) for line in (f"Lamp {n}", one)]
    assert found(f"<article>{HEAD}{things}</article>") == lines


def test_a_text_in_several_boxes_is_read_whole() -> None:
    boxes = "<div>advert</div>".join(
        f"<div class='article-text'><p>{one}</p></div>" for one in PARAGRAPHS
    )
    assert found(f"{HEAD}<div>{boxes}</div>") == PARAGRAPHS


def test_the_next_article_of_an_endless_page_is_left_alone() -> None:
    other = "".join(f"<p>{one.replace('harbour', 'mountain')}</p>" for one in PARAGRAPHS[:3])
    first = "".join(f"<p>{one}</p>" for one in PARAGRAPHS)
    page = f"<article><h1>The lamps of the harbour</h1><div class='article-body'>{first}</div>"
    next_one = f"<article><h1>Next</h1><div class='article-body'>{other}</div></article>"
    assert found(f"<main>{page}</article>{next_one}</main>") == PARAGRAPHS


@pytest.mark.parametrize(
    ("body", "way"),
    [
        (story(""), "marked"),
        (story("", 'div itemprop="articleBody"'), "marked"),
        (story("", "div"), "agreed"),
        (f"{HEAD}<div><p>{PARAGRAPHS[0]}</p></div>", "agreed"),
    ],
)
def test_a_line_names_the_way_that_its_text_was_found(body: str, way: str) -> None:
    assert read("", body).metadata.extractor == way


@pytest.mark.parametrize(
    "line",
    [
        "25 November 2026By Ada Quill",
        "By Ada Quill, 25 November 2026",
        "Updated 25 November 2026",
        "Veröffentlicht: 25. November 2026 | Von Ada Quill",
    ],
)
def test_when_and_by_whom_it_was_written_is_no_text(line: str) -> None:
    texts = "".join(f"<p>{one}</p>" for one in PARAGRAPHS)
    assert found(f"<article>{HEAD}<p>{line}</p>{texts}</article>") == PARAGRAPHS


def test_a_date_in_the_middle_of_a_text_is_of_it() -> None:
    days = [f"<p>{day} May 2026</p><p>{one}</p>" for day, one in enumerate(PARAGRAPHS, 1)]
    text = found(f"<article>{HEAD}<p>{OTHER}</p>{''.join(days)}</article>")
    assert text[-2:] == ["5 May 2026", PARAGRAPHS[-1]]
