"""JSON-LD with the faults that pages have, and which of several articles is the page's own."""

import json
import re
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl.extract.ld import name_of, plain
from newscrawl.linked_data import MENDED, read_objects
from newscrawl.page import Page
from tests.support.article_page import URL, read

HEADLINE = "Ferry lost in fog returns to the harbour"
DATE = "2026-03-14T08:30:00Z"
WHOLE = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": HEADLINE,
    "datePublished": DATE,
    "author": {"@type": "Person", "name": "Ada Quill"},
}
PLAIN = json.dumps(WHOLE)
LINES = json.dumps(WHOLE, indent=2)
CRUMBS = '{"@type": "BreadcrumbList", "itemListElement": []}'

FORMS = {
    "semicolon": PLAIN + ";",
    "comma behind": PLAIN + " ,\n",
    "trailing comma": PLAIN.replace("}}", ",},}"),
    "cdata": f"<![CDATA[{PLAIN}]]>",
    "cdata in line comments": f"//<![CDATA[\n{PLAIN}\n//]]>",
    "cdata in block comments": f"/* <![CDATA[ */\n{PLAIN}\n/* ]]> */",
    "html comment": f"<!--\n{PLAIN}\n-->",
    "html comment, hidden end": f"<!--\n{PLAIN}\n//-->",
    "byte order mark": "\ufeff" + PLAIN,
    "no-break spaces": f"\u00a0{PLAIN}\u00a0",
    "a word of script before": f"var data = {PLAIN};",
    "line comment at the head": f"// made by a template\n{PLAIN}",
    "line comments": LINES.replace(",\n", ", // see https://a.example/\n"),
    "a line commented out": LINES.replace("{", '{\n// "datePublished": "1999-01-01",', 1),
    "block comment": PLAIN.replace(", ", ", /* here */ ", 1),
    "two objects in a row": f"{CRUMBS}\n{PLAIN}",
    "two objects with a comma": f"{CRUMBS},{PLAIN}",
    "the same, the article first": f"{PLAIN}\n{CRUMBS}",
    "missing comma": LINES.replace('",\n', '"\n'),
    "missing comma between objects": f"[{CRUMBS} {PLAIN}]",
    "undefined": PLAIN.replace("}}", '}, "isAccessibleForFree": undefined}'),
    "no value": PLAIN.replace("}}", '}, "wordCount": , "image": }'),
    "single quotes": PLAIN.replace('"', "'"),
    "names without quotes": PLAIN.replace('"headline"', "headline").replace('"author"', "author"),
    "escaped for html": PLAIN.replace('"', "&quot;"),
    "escaped by number": PLAIN.replace('"', "&#34;"),
    "never closed": PLAIN.removesuffix("}}"),
    "closed twice": PLAIN + "}",
    "lower case": PLAIN.replace("NewsArticle", "newsarticle"),
    "prefix": PLAIN.replace("NewsArticle", "schema:NewsArticle").replace("Person", "schema:Person"),
    "full address": PLAIN.replace("NewsArticle", "http://schema.org/OpinionNewsArticle"),
    "all names with a prefix": re.sub(r'"(headline|date|author|name)', r'"schema:\1', PLAIN),
    "all names in full": re.sub(r'"(headline|date|author|name)', r'"http://schema.org/\1', PLAIN),
    "names in other letters": PLAIN.replace("datePublished", "DatePublished").replace(
        '"headline"', '"HEADLINE "'
    ),
    "written as a text of JSON": PLAIN.replace('"', '\\"'),
    "a text of JSON": json.dumps(PLAIN),
    "an editor's quotes": PLAIN.replace('"', "”"),
    "backticks": PLAIN.replace('"', "`"),
    "a name in parts": PLAIN.replace(
        '"name": "Ada Quill"', '"givenName":"Ada","familyName":"Quill"'
    ),
    "a name with a link": PLAIN.replace("Ada Quill", "<a href='/ada'>Ada <b>Quill</b></a>"),
    "part of a page": f'{{"@type": "WebPage", "hasPart": [{PLAIN}]}}',
    "in a graph": f'{{"@graph": [{CRUMBS}, {PLAIN}]}}',
    "date as a value": PLAIN.replace(f'"{DATE}"', f'{{"@type": "Date", "@value": "{DATE}"}}'),
    "headline in a language": PLAIN.replace(
        f'"{HEADLINE}"', f'[{{"@value": "{HEADLINE}", "@language": "en"}}]'
    ),
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_what_a_reader_can_tell_is_read(form: str) -> None:
    page = Page(f'<script type="application/ld+json">{form}</script>', URL)
    assert (plain(page.ld.get("headline")), plain(page.ld["datePublished"])) == (HEADLINE, DATE)
    assert name_of(page.ld["author"]) == "Ada Quill"
    assert page.ld.get("isAccessibleForFree") is None


@pytest.mark.parametrize(
    ("script", "headline"),
    [
        ('{"@type": "Article", "headline": "Boats\nof wood"}', "Boats of wood"),
        (r'{"@type": "Article", "headline": "Ada\'s boat"}', "Ada's boat"),
        ('{"@type": "Article", "headline": "The "Gull" sank", "url": ""}', 'The "Gull" sank'),
        ('{"@type": "Article", "headline": "A <b class="x">boat</b>", "url": ""}', None),
        ("{'@type': 'Article', 'headline': 'Ada\\'s \"boat\"'}", 'Ada\'s "boat"'),
    ],
)
def test_quotes_and_line_breaks_stay_in_the_text(script: str, headline: str | None) -> None:
    (node,) = read_objects([script])
    told = " ".join(node["headline"].split())
    assert told == (headline or 'A <b class="x">boat</b>')


@pytest.mark.parametrize("script", ["", " ", "Boats of wood", "{", "[[[", '{"', "<!-- -->", "null"])
def test_what_is_no_json_is_absent(script: str) -> None:
    assert [node for node in read_objects([script, PLAIN]) if node] == [*read_objects([PLAIN])]


@given(st.text(alphabet="{}[]\",:\\'&/*<>!-a1 \n", max_size=60))
def test_anything_is_survived(script: str) -> None:
    assert all(isinstance(node, dict) for node in read_objects([script]))


def test_mending_is_bounded_and_sound_json_is_not() -> None:
    broken = '{"a": "x" "' * MENDED
    start = time.process_time()
    sound = json.dumps({**WHOLE, "articleBody": "word " * MENDED})
    assert [node.get("headline") for node in read_objects([broken] * 50 + [sound])] == [HEADLINE]
    assert time.process_time() - start < 5


# Which article


def other(**values: Any) -> dict[str, Any]:
    return {
        "@type": "NewsArticle",
        "headline": "Orchard festival opens with a song",
        "datePublished": "2019-01-01T00:00:00Z",
        "author": "Somebody Else",
        **values,
    }


ELSEWHERE = "https://www.lantern.example/orchard/festival-opens-100200"
H1 = f"<h1>{HEADLINE}</h1>"


@pytest.mark.parametrize(
    "own",
    [
        {"headline": HEADLINE},
        {"headline": f"{HEADLINE} &amp;amp; more"},
        {"headline": "Lost ferry is back", "url": URL},
        {"headline": "Lost ferry is back", "@id": f"{URL}#article"},
        {"headline": "Lost ferry is back", "mainEntityOfPage": URL.replace("https", "http")},
        {"headline": "Lost ferry is back", "mainEntityOfPage": {"@id": f"{URL}/"}},
        {"headline": "Lost ferry is back", "url": URL.removeprefix("https://www.lantern.example")},
        {"headline": HEADLINE, "url": ELSEWHERE.replace("festival-opens", "moved")},
        {"name": HEADLINE},
    ],
    ids=str,
)
@pytest.mark.parametrize("teaser", [other(url=ELSEWHERE), other(mainEntityOfPage=ELSEWHERE)])
def test_of_several_articles_the_pages_own_is_read(
    own: dict[str, Any], teaser: dict[str, Any]
) -> None:
    mine = {"@type": "Article", "datePublished": DATE, "author": "Ada Quill", **own}
    for order in ([teaser, mine], [mine, teaser], [{"@graph": [teaser, mine]}]):
        found = read(body=H1, ld=order)
        assert found.date_published_raw == DATE
        assert [one.name for one in found.authors] == ["Ada Quill"]


def test_a_teaser_alone_says_nothing_of_the_page() -> None:
    found = read(body=H1, ld=other(url=ELSEWHERE))
    assert (found.date_published_raw, found.authors) == (None, [])


@pytest.mark.parametrize(
    "sure",
    [{}, {"url": URL}, {"url": "https://www.lantern.example/"}, {"@id": "#article"}],
)
def test_a_headline_of_its_own_for_searchers_is_no_reason_to_doubt(sure: dict[str, str]) -> None:
    assert read(body=H1, ld=other(**sure)).date_published_raw == "2019-01-01T00:00:00Z"


def test_the_query_tells_addresses_apart() -> None:
    base = "https://www.lantern.example/article.php?id="
    mine = {**other(headline="Lost ferry is back", datePublished=DATE), "url": f"{base}2"}
    page = Page(f"<h1>{HEADLINE}</h1>{script(other(url=f'{base}1'))}{script(mine)}", f"{base}2")
    assert page.ld["datePublished"] == DATE


def script(data: Any) -> str:
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'
