"""Pages of the living paper in both of its designs, and what a crawler is told."""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from email.utils import format_datetime
from html import escape as esc

from tests.days.events import Edition, Story
from tests.days.talk import post_id

PAPER = "The Tide Table"
RECENT = timedelta(days=2)
"""How far back the feed and the sitemap go, as a news sitemap must."""


def robots(base: str) -> str:
    return f"User-agent: *\nDisallow: /search\nSitemap: {base}/news-sitemap.xml\n"


def sitemap(stories: Iterable[Story], base: str, moment: datetime) -> str:
    """Return a news sitemap."""
    rows = "".join(
        f"<url><loc>{base}{s.path}</loc><lastmod>{_said(s, moment).at.isoformat()}</lastmod>"
        f"<n:news><n:publication><n:name>{PAPER}</n:name><n:language>en</n:language>"
        f"</n:publication><n:publication_date>{s.published.isoformat()}</n:publication_date>"
        f"<n:title>{esc(_said(s, moment).headline)}</n:title></n:news></url>"
        for s in _recent(stories, moment)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        f' xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">{rows}</urlset>'
    )


def feed(stories: Iterable[Story], base: str, moment: datetime) -> str:
    """Return the RSS feed."""
    rows = "".join(
        f"<item><title>{esc(_said(s, moment).headline)}</title><link>{base}{s.path}</link>"
        f"<guid>{base}{s.path}</guid><pubDate>{format_datetime(s.published)}</pubDate></item>"
        for s in _recent(stories, moment)
    )
    head = f"<title>{PAPER}</title><link>{base}/</link>"
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<rss version="2.0"><channel>{head}{rows}</channel></rss>'
    )


def front(stories: list[Story], moment: datetime) -> str:
    """Return the front page, with the newest twenty stories."""
    rows = "".join(
        f'<li><a href="{s.path}">{esc(_said(s, moment).headline)}</a></li>' for s in stories[:20]
    )
    alternate = '<link rel="alternate" type="application/rss+xml" href="/feed.xml">'
    return _document(PAPER, alternate, f"<h1>{PAPER}</h1><ul>{rows}</ul>")


def article(story: Story, base: str, moment: datetime, *, new: bool) -> str:
    """Return the page of a story that is there."""
    said = _said(story, moment)
    changed = said.at if said.at > story.published else None
    return (_new if new else _old)(story, said, changed, base)


def emptied() -> str:
    """Return what is left of a page whose story was taken out of it."""
    return _document(PAPER, "", '<main><div class="story"></div></main>')


def _old(story: Story, said: Edition, changed: datetime | None, base: str) -> str:
    """Draw the design up to the change: OpenGraph, boxes, comments below the story's own path."""
    url = base + story.path
    head = _og("url", url) + _og("type", "article") + _og("title", said.headline)
    head += _og("article:published_time", story.published.isoformat(), prefix="")
    head += _og("article:modified_time", changed.isoformat(), prefix="") if changed else ""
    text = "".join(f"<p>{esc(paragraph)}</p>" for paragraph in said.paragraphs)
    if story.system == "ghost":
        talk = (
            f'<script defer data-ghost-comments="{base}/" data-post-id="{post_id(story)}"></script>'
        )
    else:
        head += f'<link rel="https://api.w.org/" href="{base}/wp-json/">'
        talk = _form(story)
    body = (
        f'<div id="page"><div class="top"><h1 class="story-title">{esc(said.headline)}</h1>'
        f'<div class="byline">By <a rel="author" href="/by/{esc(story.author[:3])}">'
        f'{esc(story.author)}</a></div></div><div class="story-text">{text}</div>{talk}</div>'
    )
    return _document(said.headline, head + _canonical(url), body, f"single postid-{story.number}")


def _new(story: Story, said: Edition, changed: datetime | None, base: str) -> str:
    """Draw the design from then on: JSON-LD, and comments from elsewhere on the host."""
    url = base + story.path
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": said.headline,
        "datePublished": story.published.isoformat(),
        **({"dateModified": changed.isoformat()} if changed else {}),
        "author": {"@type": "Person", "name": story.author},
        "mainEntityOfPage": url,
    }
    head = f'<script type="application/ld+json">{json.dumps(data)}</script>'
    text = "".join(f'<p class="c-text">{esc(paragraph)}</p>' for paragraph in said.paragraphs)
    if story.system == "ghost":
        talk = (
            f'<script defer data-ghost-comments="{base}/talk/" '
            f'data-post-id="{post_id(story)}"></script>'
        )
    else:
        head += f'<link rel="https://api.w.org/" href="{base}/index.php?rest_route=/">'
        talk = _form(story)
    body = (
        f'<main class="c-main"><article class="c-story"><header><h1>{esc(said.headline)}</h1>'
        f'<p class="c-byline">{esc(story.author)}</p></header>{text}</article>{talk}</main>'
    )
    return _document(said.headline, head + _canonical(url), body, f"c-page postid-{story.number}")


def _form(story: Story) -> str:
    return (
        '<form action="/wp-comments-post.php" method="post"><textarea name="comment"></textarea>'
        f'<input type="hidden" name="comment_post_ID" id="comment_post_ID" value="{story.number}">'
        "</form>"
    )


def _canonical(url: str) -> str:
    return f'<link rel="canonical" href="{url}">'


def _og(name: str, value: str, prefix: str = "og:") -> str:
    return f'<meta property="{prefix}{name}" content="{esc(value)}">'


def _said(story: Story, moment: datetime) -> Edition:
    return story.at(moment) or story.editions[0]


def _recent(stories: Iterable[Story], moment: datetime) -> list[Story]:
    return [story for story in stories if moment - story.published <= RECENT]


def _document(title: str, head: str, body: str, css: str = "") -> str:
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{esc(title)}</title>'
        f'{head}</head><body class="{css}">{body}</body></html>'
    )
