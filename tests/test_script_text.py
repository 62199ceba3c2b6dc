"""Texts that only a script or a browser has are read; other objects' texts are not taken."""

import json
from pathlib import Path
from typing import Any

import pytest

import newscrawl
from newscrawl.extract.rich_text import paragraphs_of
from tests.support.crawling import crawl
from tests.support.serving import serving

URL = "https://paper.example/x/fog-comes-back-70001"
TITLE = "Fog comes back to the harbour"
TEXT = [
    f"Line {number}: the keepers of the lantern counted the boats at dusk, and nobody was missing."
    for number in ("one", "two", "three", "four")
]
HTML = "".join(f"<p>{one}</p>" for one in TEXT)
OTHER = {"title": "Rain at the market", "body": ["Rain fell on the stalls all day long. " * 20]}


def shell(*scripts: str, inside: str = "", title: str = TITLE) -> str:
    return f"""<html><head><title>{title} - The Paper</title></head><body>
    <div id="root">{inside}</div>{"".join(scripts)}</body></html>"""


def body(html: str) -> list[str]:
    return (newscrawl.read_article(html, URL).article_body or "").split("\n\n")


STORY = {"title": TITLE, "body": HTML}
STATE = json.dumps({"page": {"article": STORY, "related": [OTHER]}})
ANGULAR = STATE.replace('"', "&q;").replace("<", "&l;").replace(">", "&g;")
NUXT = json.dumps(
    [["Reactive", 1], {"one": 2, "two": 5}, {"title": 3, "body": 4}, TITLE, HTML,
     {"title": 6, "body": 7}, OTHER["title"], OTHER["body"][0]]
)  # fmt: skip
QUOTED = STATE.replace("\\", "\\\\").replace("'", "\\'")


@pytest.mark.parametrize(
    "script",
    [
        f'<script id="__NEXT_DATA__" type="application/json">{STATE}</script>',
        f'<script type="application/vnd.paper+json">{STATE}</script>',
        f"<script>window.__STATE__ = {STATE};</script>",
        f"<script>window.__STATE__={STATE}; (function(){{ start() }})()</script>",
        f"<script>var a = {{}}, b = 'x';\nwindow['STATE'] = {STATE}</script>",
        f"<script>window.__STATE__ = JSON.parse({json.dumps(STATE)})</script>",
        f"<script>window.__STATE__ = JSON.parse('{QUOTED}')</script>",
        f'<script>window.__STATE__ = {STATE[:-1]},"user":undefined}}</script>',
    ],
)
def test_a_text_in_a_script_is_read(script: str) -> None:
    assert body(shell(script)) == TEXT
    assert body(shell(script, inside="<p>Please turn on JavaScript.</p>")) == TEXT


def next_stream(*rows: str, size: int = 400) -> str:
    """Return rows as Next.js streams them: cut anywhere, in scripts of their own."""
    whole = "".join(rows)
    chunks = [whole[at : at + size] for at in range(0, len(whole), size)]
    pushed = "".join(
        f"<script>self.__next_f.push([1,{json.dumps(one, ensure_ascii=False)}])</script>"
        for one in chunks
    )
    return f"<script>(self.__next_f=self.__next_f||[]).push([0])</script>{pushed}"


def row(name: str, value: Any) -> str:
    return f"{name}:{json.dumps(value)}\n"


def long_row(name: str, text: str) -> str:
    return f"{name}:T{len(text.encode()):x},{text}"


def element(tag: str, *inside: Any, **props: Any) -> list[Any]:
    return ["$", tag, None, {**props, "children": [*inside]}]


IMPORT = '1:I["(app)/page.js",["12","static/chunks/12.js"],"Story"]\n2:HL["/a.css","style"]\n'
EMOJI = HTML.replace("dusk", "dusk 🌆")


@pytest.mark.parametrize(
    "rows",
    [
        [IMPORT, row("5", ["$", "$L1", None, {"story": {"title": TITLE, "body": HTML}}])],
        [IMPORT, row("5", {"story": {"headline": TITLE, "content": "$6"}}), long_row("6", HTML)],
        [long_row("6", EMOJI), row("7", {}), row("5", [{"title": TITLE, "html": "$6"}, "$7"])],
        [row("5", {"title": TITLE, "blocks": ["$6", "$7", "$8", "$9"]}),
         *(row(str(at), {"type": "paragraph", "text": one}) for at, one in enumerate(TEXT, 6))],
        [IMPORT, row("5", element("main", element("h1", TITLE), *(
            element("p", one[:9], element("b", one[9:20]), one[20:]) for one in TEXT)))],
        [row("5", ["$", "div", None, {"children": [element("h1", TITLE), "$L6"]}]),
         row("6", ["$", "div", None, {"dangerouslySetInnerHTML": {"__html": "$7"}}]),
         long_row("7", HTML)],
        [row("5", {"title": TITLE, "body": HTML, "self": "$5", "more": "$ff"})],
    ],
)  # fmt: skip
@pytest.mark.parametrize("size", [7, 400, 100_000])
def test_a_text_that_next_streams_is_read(rows: list[str], size: int) -> None:
    read = body(shell(next_stream(*rows, size=size)))
    assert [one.replace(" 🌆", "") for one in read] == TEXT


@pytest.mark.parametrize(
    "stream",
    ["self.__next_f.push(", 'self.__next_f.push([1,"5:T", "a"])', "self.__next_f.push([1,7])",
     'self.__next_f.push([1,"5:Tffffff,x"])', 'self.__next_f.push([1,"5:[\\"$5\\",\\"$5\\"]"])'],
)  # fmt: skip
def test_a_broken_stream_is_survived(stream: str) -> None:
    assert body(shell(f"<script>{stream}{' ' * 400}</script>")) == [""]


def typed(kind: str, text: str) -> dict[str, Any]:
    return {"type": kind, "text": text}


@pytest.mark.parametrize(
    "text",
    [
        HTML,
        "\n\n".join(TEXT),
        TEXT,
        [{"text": one} for one in TEXT],
        [typed("paragraph", one) for one in TEXT],
        [*(typed("paragraph", one) for one in TEXT), typed("image", "A boat"), typed("ad", "Buy")],
        {"rendered": HTML},
        {"blocks": [{"type": "paragraph", "data": {"text": one}} for one in TEXT]},
        {"blocks": [{"key": "a7", "type": "unstyled", "text": one} for one in TEXT]},
        {"type": "doc", "content": [
            {"type": "paragraph", "content": [typed("text", one)]} for one in TEXT]},
        [{"type": "paragraph", "children": [{"text": one[:9]}, {"text": one[9:], "bold": True}]}
            for one in TEXT],
        {"nodeType": "document", "content": [
            {"nodeType": "paragraph", "content": [
                {"nodeType": "text", "value": one[:9], "marks": []},
                {"nodeType": "hyperlink", "data": {"uri": "/x"}, "content": [
                    {"nodeType": "text", "value": one[9:14]}]},
                {"nodeType": "text", "value": one[14:]}]}
            for one in TEXT]},
        [{"_type": "block", "children": [{"_type": "span", "text": one}]} for one in TEXT],
        [{"type": "text", "content": f"<p>{one[:9]}<b>{one[9:]}</b></p>"} for one in TEXT],
        [{"type": "section", "elements": [
            {"tag": "p", "children": [one[:9], {"tag": "a", "children": [one[9:]]}]}]}
            for one in TEXT],
    ],
)  # fmt: skip
def test_a_text_is_read_in_the_forms_of_editors(text: Any) -> None:
    assert paragraphs_of(text) == TEXT
    script = f'<script type="application/json">{json.dumps({"headline": TITLE, "content": text})}'
    assert body(shell(f"{script}</script>")) == TEXT


@pytest.mark.parametrize(
    ("objects", "found"),
    [
        ([{"header": {"headline": TITLE}, "content": HTML}, OTHER], True),
        ([{"title": {"rendered": TITLE}, "content": {"rendered": HTML}}, OTHER], True),
        ([{"headlines": {"basic": TITLE, "print": ""}, "content_elements": [
            {"_id": "7", "type": "text", "content": one} for one in TEXT]}, OTHER], True),
        ([{"title": {"text": TITLE}, "article": {"html": HTML}}, OTHER], True),
        ([{"name": "x", "slug": "fog-comes-back-70001", "text": HTML}, OTHER], True),
        ([{"title": "Fog", "body": HTML}, OTHER], False),
        ([OTHER, {"title": TITLE, "body": "Short."}], False),
        ([{"html": HTML}, OTHER], False),
    ],
)  # fmt: skip
def test_the_object_is_the_articles_own(objects: list[Any], found: bool) -> None:
    script = f'<script type="application/json">{json.dumps({"list": objects})}</script>'
    assert body(shell(script)) == (TEXT if found else [""])


def test_a_text_in_the_html_needs_no_script() -> None:
    longer = json.dumps({"title": TITLE, "body": HTML * 3})
    html = shell(f"<script>a = {longer}</script>", inside=f"<article>{HTML}</article>")
    assert body(html) == TEXT


def test_where_no_text_is_to_be_had_it_is_said() -> None:
    article = newscrawl.read_article(shell("<script>draw()</script>"), URL)
    assert article.article_body is None
    assert article.metadata.validation_messages == [
        "article_body: the HTML holds no text; a script may draw it"
    ]


DRAWN = """<html><head><meta property="og:type" content="article"><meta property="og:title"
content="Fog"><meta property="article:published_time" content="2026-03-14T11:00:00Z"></head><body>
<div id="root"></div><div id="comments"></div><script>
document.getElementById('root').innerHTML = '<article><h1>Fog</h1>' + %s + '</article>';
document.getElementById('comments').innerHTML = '<h2>1 comment</h2><div class="comment"'
  + ' id="comment-1"><b class="author">Quill</b> <time datetime="2026-03-15T10:00:00Z"></time>'
  + '<p>Well done.</p></div>';</script></body></html>"""


@pytest.mark.browser
@pytest.mark.slow
def test_the_rendered_page_gives_the_text_and_it_is_not_lost_later(tmp_path: Path) -> None:
    pieces = "+".join(repr(f"<p>{one[:40]}") + "+" + repr(f"{one[40:]}</p>") for one in TEXT)
    answers = {"/x/fog-70001": (200, "text/html", (DRAWN % pieces).encode())}
    with serving(answers) as base:
        urls = f"{base}/x/fog-70001"
        run = crawl("news", tmp_path, urls=urls)
        (row,) = run.lines("articles")
        again = crawl("news", tmp_path, urls=urls)
        plain = crawl("news", tmp_path, urls=urls, comments="no")
    assert (run.status, again.status, plain.status) == (0, 0, 0)
    assert (row["article_body"].split("\n\n"), row["version"]) == (TEXT, 1)
    assert row["metadata"]["rendered"]
    assert row["metadata"]["validation_messages"] == []
    assert row["comments_collected"] == 1
    # Neither an edit nor a removal is invented where the HTML still holds no text.
    assert {line["version"] for line in plain.lines("articles")} == {1}
    assert all(line["article_body"] for line in plain.lines("articles"))
