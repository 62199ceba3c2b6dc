"""The article page every stand-in sits on: a plain news article with OpenGraph and JSON-LD."""

import json
from html import escape

from newscrawl.demo.invent import WORDS, name, sentence
from tests.standins.scenario import START, Desk, StandIn, stamp

STYLE = (
    "body{font:16px/1.5 sans-serif;max-width:44rem;margin:1rem auto;padding:0 1rem}"
    "header nav a,.share button{margin-right:.6rem}button{margin:.15rem}"
)


def article_page(desk: Desk, standin: StandIn, widget: str) -> str:
    """Return the HTML of a stand-in's article, its widget and what stands below that."""
    scenario = standin.scenario
    rng = desk.rng(f"article/{scenario.name}")
    language = standin.language if standin.language in WORDS else "en"
    headline = sentence(rng, language, 6).rstrip(".。")
    byline = name(rng, language)
    body = [" ".join(sentence(rng, language, 12) for _ in range(4)) for _ in range(5)]
    return f"""<!doctype html>
<html lang="{standin.language}"><head><meta charset="utf-8"><title>{headline} | The Lab Post</title>
<meta name="viewport" content="width=device-width">
<meta property="og:type" content="article"><meta property="og:title" content="{headline}">
<meta property="og:url" content="{scenario.url}">
<meta property="og:site_name" content="The Lab Post">
<meta property="article:published_time" content="{stamp(START)}">
<link rel="canonical" href="{scenario.url}"><style>{STYLE}</style>
<script type="application/ld+json">{_json_ld(standin, headline, byline, body)}</script>
<script src="/js/kit.js"></script></head><body>
<header><nav><a href="/">The Lab Post</a> <a href="/write/login">Log in</a>
<a href="/write/subscribe">Subscribe</a></nav></header>
<main><article><h1>{headline}</h1><p class="byline">By {byline}</p>
{"".join(f"<p>{paragraph}</p>" for paragraph in body)}
<div class="share"><button data-write="/write/share">Share</button></div></article>
{widget}
{standin.below}</main>
<footer><p>The Lab Post is nobody's newspaper.</p></footer></body></html>"""


def _json_ld(standin: StandIn, headline: str, byline: str, body: list[str]) -> str:
    node: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": headline,
        "datePublished": stamp(START),
        "author": {"@type": "Person", "name": byline},
        "articleBody": "\n\n".join(body),
        "url": standin.scenario.url,
    }
    if standin.scenario.declared is not None:
        node["commentCount"] = standin.scenario.declared
    return json.dumps(node).replace("</", "<\\/")


def front_page(standins: list[StandIn]) -> str:
    """Return the front page: a link to every article, with what is hard about it."""
    items = "".join(
        f'<li><a href="{one.scenario.url}">{one.scenario.name}</a> {escape(one.scenario.note)}</li>'
        for one in standins
    )
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>The Lab Post</title>'
        f"<h1>The Lab Post</h1><ul>{items}</ul></html>"
    )
