"""An article's address: the one it was read at, unless the page at the one it claims agrees."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import newscrawl
from newscrawl.extract.canonical import clean_url
from newscrawl.extract.claims import claimed_address, is_same_article, own_address
from newscrawl.extract.identity import url_hash
from newscrawl.items import Article
from newscrawl.page import Page
from tests.support.crawling import Run, crawl
from tests.support.serving import serving

URL = "https://www.lantern.example/harbour/2024/ferry-lost-in-fog-482913.html"


def page(head: str, url: str = URL) -> Page:
    return Page(f"<html><head>{head}</head><body>x</body></html>".encode(), url)


def link(href: str) -> str:
    return f'<link rel="canonical" href="{href}">'


def og(href: str) -> str:
    return f'<meta property="og:url" content="{href}">'


@pytest.mark.parametrize(
    "declared",
    [
        URL,
        URL.replace("https:", "http:"),
        URL.replace("www.", ""),
        URL.replace(".example", ".example:443"),
        URL + "/",
        URL + "?utm_source=x#top",
        "/harbour/2024/ferry-lost-in-fog-482913.html",
    ],
)
@pytest.mark.parametrize("say", [link, og])
def test_a_page_says_in_what_form_its_own_address_is_written(declared: str, say: object) -> None:
    assert callable(say)
    here = page(say(declared), URL + "?fbclid=7")
    assert claimed_address(here) is None
    assert own_address(here) == (clean_url(declared) if "://" in declared else URL)


@pytest.mark.parametrize(
    ("path", "declared"),
    [
        ("article.php?id=1", "article.php"),
        ("?p=123", ""),
        ("?p=123", "2026/03/ferry-lost-in-fog/"),
        ("index.php?option=com_content&id=7", "index.php?option=com_content"),
        ("harbour/ferry-lost-in-fog", "welcome/"),
        ("harbour/ferry-lost-in-fog", "index.html"),
        ("harbour/ferry-lost-in-fog", "harbour/orchard-opens"),
        ("harbour/ferry-lost-in-fog/amp", "harbour/ferry-lost-in-fog"),
        ("harbour/ferry-lost-in-fog?page=2", "harbour/ferry-lost-in-fog"),
    ],
)
def test_another_address_is_claimed_and_not_yet_believed(path: str, declared: str) -> None:
    url, other = f"https://paper.example/{path}", f"https://paper.example/{declared}"
    for head in (link(other), og(other), link(other) + og(other)):
        assert claimed_address(page(head, url)) == other
        assert own_address(page(head, url)) == url
        saved = newscrawl.read_article(page(head, url).body, url)
        assert saved.canonical_url == url
        assert saved.id.endswith(url_hash(url))
        assert any(other in one for one in saved.metadata.validation_messages)


def test_og_url_serves_where_the_link_is_a_templates() -> None:
    front = link("https://www.lantern.example/")
    assert claimed_address(page(front + og(URL))) is None
    assert claimed_address(page(front + og(URL), URL + "/amp")) == URL
    assert claimed_address(page(front)) == "https://www.lantern.example/"


@pytest.mark.parametrize("nothing", ["javascript:void(0)", "http://[broken", "", "mailto:a@b"])
def test_what_is_no_address_claims_nothing(nothing: str) -> None:
    assert claimed_address(page(link(nothing))) is None
    assert own_address(page(link(nothing))) == URL


@settings(deadline=None)
@given(st.text(max_size=60), st.text(alphabet="ab/?#&=%[]:.", max_size=30))
def test_any_declared_address_is_survived_and_the_own_one_stays(href: str, tail: str) -> None:
    href = href.replace('"', "").replace("\x00", "")
    own = "https://a.example/" + tail
    assert url_hash(own_address(page(link(href), own))) == url_hash(clean_url(own))
    claimed_address(page(link(href), own))


FOG = "The ferry was lost in the fog for nine hours and came home on its own at dawn. "
SUN = "The orchard opened early because the sun shone on it for all of the cold month. "


def article(headline: str | None, text: str | None, date: str | None = None) -> Article:
    return Article(
        id="",
        site="",
        url="",
        canonical_url="",
        request_url="",
        headline=headline,
        article_body=text,
        date_published_raw=date,
    )


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (article("Fog", FOG * 4), article("Fog", FOG * 4), True),
        (article("Fog", FOG * 4), article("FOG!", FOG * 2 + SUN), True),
        (article(None, FOG * 4), article("Fog", FOG * 4), True),
        (article("Fog", None), article("Fog", None), True),
        (article("Fog", "In short."), article("Fog", FOG * 4), True),
        # The diary of another day; another article of the same template.
        (article("Diary", FOG * 4), article("Diary", SUN * 4), False),
        (article("Boat 1", "(1) " + FOG * 4), article("Boat 2", "(2) " + FOG * 4), False),
        (article("Fog", None, "2026-03-14"), article("Fog", None, "2026-03-15"), False),
        (article(None, None), article(None, None), False),
        (article("霧", "灯台守は" * 60), article("霧", "灯台守は" * 60 + "朝"), True),
        (article("霧", "灯台守は毎朝船" * 20), article("霧", "果樹園は寒い月" * 20), False),
    ],
)  # fmt: skip
def test_what_the_same_article_is(one: Article, other: Article, *, same: bool) -> None:
    assert is_same_article(one, other) is is_same_article(other, one) is same


# Crawls


def story(title: str, head: str = "", text: str = FOG) -> tuple[int, str, bytes]:
    body = "".join(f"<p>{title}, part {n}. {text}</p>" for n in range(4))
    html = f"""<html><head><meta property="og:type" content="article">{head}
    <meta property="article:published_time" content="2026-03-14T11:00:00Z"></head>
    <body><article><h1>{title}</h1>{body}</article></body></html>"""
    return 200, "text/html", html.encode()


ANSWERS = {
    # A template's: the page there is another, is missing, is the front page.
    "/a/first-of-all": story("First", link("/welcome/")),
    "/a/second-of-all": story("Second", link("/welcome/") + og("/welcome/")),
    "/a/third-of-all": story("Third", og("/welcome/")),
    "/welcome/": story("Welcome"),
    "/a/fourth-of-all": story("Fourth", link("/index.html")),
    "/a/fifth-of-all": story("Fifth", link("/")),
    "/a/sixth-of-all": story("Sixth", link("https://other.example/a/sixth-of-all")),
    "/read?name=seventh": story("Seventh", link("/read")),
    "/read?name=eighth": story("Eighth", link("/read")),
    "/read": story("Ninth"),
    # One that claims the address of another, and two that claim each other's.
    "/a/victim": story("Victim"),
    "/b/intruder": story("Intruder", link("/a/victim")),
    "/b/swapped-one": story("One", link("/b/swapped-two")),
    "/b/swapped-two": story("Two", link("/b/swapped-one")),
    # Views: the page at the address that they claim is the same article.
    "/c/view/amp": story("View", link("/c/view")),
    "/c/view?print=yes": story("View", link("/c/view")),
    "/c/view": story("View", link("/c/view")),
    "/?p=17": story("Plain", link("/2026/03/plain-and-long/")),
    "/2026/03/plain-and-long/": story("Plain"),
}
NAMED = [path for path in ANSWERS if path not in {"/welcome/", "/read", "/2026/03/plain-and-long/"}]
OWN = {
    **{ANSWERS[path][2].split(b"<h1>")[1].split(b"<")[0].decode(): path for path in NAMED},
    "View": "/c/view",
    "Plain": "/2026/03/plain-and-long/",
}
"""The address of each article that is named, by its headline."""


def read(base: str, folder: Path, paths: list[str]) -> Run:
    return crawl("news", folder, urls=",".join(base + path for path in paths), comments="no")


def test_every_article_is_read_or_counted_and_none_takes_anothers_place(tmp_path: Path) -> None:
    with serving(ANSWERS) as base:
        runs = [read(base, tmp_path, NAMED), read(base, tmp_path, NAMED[::-1])]
    lines = runs[0].lines("articles")
    found = {row["headline"]: row["canonical_url"].removeprefix(base) for row in lines}
    assert (found, len(lines)) == (OWN, len(OWN))
    assert all(row["id"].endswith(url_hash(row["canonical_url"])) for row in lines)
    assert all(row["version"] == 1 for row in lines)
    noted = {row["headline"] for row in lines if row["metadata"]["validation_messages"]}
    assert noted == OWN.keys() - {"Victim", "View", "Plain"}
    told = runs[0].run_lines()
    assert [line["exit_status"] for line in told] == [0, 0]
    for line in told:
        articles = line["articles"]
        assert articles["found"] == articles["read"] + articles["duplicate"] == len(NAMED)
    # The second run knows what was refused, and asks for no claimed address again.
    assert told[0]["canonical"] == {"confirmed": 3, "refused": 11}
    assert told[1]["articles"]["known"] + told[1]["articles"]["duplicate"] == len(NAMED)
    assert "refused" not in told[1]["canonical"]


THREAD = """<section id="comments"><h2>{count} comments</h2><ol class="comment-list">{rows}</ol>
</section></article>"""
ROW = """<li id="comment-{id}" class="comment depth-1"><b class="fn">{name}</b>
<time datetime="2026-03-14T12:0{id}:00Z">14 March</time>
<div class="comment-content"><p>{name} says that boat {id} came home.</p></div>{inside}</li>"""


def with_thread(title: str, *rows: str) -> tuple[int, str, bytes]:
    status, kind, html = story(title)
    head = b'<link rel="https://api.w.org/" href="/none/">'
    thread = THREAD.format(count=len(rows), rows="".join(rows)).encode()
    html = html.replace(b"<head>", b"<head>" + head).replace(b"</article>", thread)
    return status, kind, html


def row(number: int, name: str, inside: str = "") -> str:
    return ROW.format(id=number, name=name, inside=inside)


def test_a_page_that_repeats_the_comment_of_another_article_does_not_move_it(
    tmp_path: Path,
) -> None:
    reply = f'<ol class="children">{row(4, "Dov").replace("depth-1", "depth-2")}</ol>'
    answers = {
        "/a/first-of-all": with_thread("First", row(1, "Ada"), row(2, "Bea")),
        "/a/second-of-all": with_thread("Second", row(2, "Bea", reply), row(3, "Cas")),
    }
    with serving(answers) as base:
        urls = ",".join(base + path for path in answers)
        for _ in range(2):  # both threads are walked at once, then both are known
            run = crawl("news", tmp_path, urls=urls, revisit="all")
            assert run.status == 0
    lines, latest = run.lines("comments"), run.latest("comments")
    assert len(lines) == len(latest) == 5
    whose = {row["id"]: row["article_url"].removeprefix(base) for row in lines}
    first, second = (
        sorted(row["comment_id"] for row in lines if whose[row["id"]] == path) for path in answers
    )
    assert (first, second) == (["1", "2"], ["2", "3", "4"])
    (answer,) = (row for row in lines if row["comment_id"] == "4")
    assert whose[answer["parent_id"]] == "/a/second-of-all"
    assert {row["comments_status"] for row in run.latest("articles").values()} == {"complete"}
