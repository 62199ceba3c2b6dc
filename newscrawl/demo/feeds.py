"""The files made for crawlers: robots.txt, sitemaps, RSS."""

import calendar
from collections.abc import Iterator
from datetime import date, datetime
from email.utils import format_datetime
from html import escape as esc

from newscrawl.demo.editions import PAPER
from newscrawl.demo.paper import LAST, Paper, Story

FIRST_MONTH = date(2019, 1, 1)
"""The index lists months long before the first article: a crawler should not have to fetch them."""
XMLNS = "http://www.sitemaps.org/schemas/sitemap/0.9"


def robots(base: str) -> str:
    """Return the rules that are known for the new design."""
    maps = ("sitemap_article_index.xml", "sitemap_list_index.xml", "sitemap_archive.xml")
    rules = ("/search/", "/services/", "/cms/", "*-print.html$")
    return "\n".join(
        [
            "User-agent: *",
            *[f"Disallow: {rule}" for rule in rules],
            *[f"Sitemap: {base}/{name}" for name in maps],
            "",
        ]
    )


def sitemap_index(paper: Paper, base: str) -> str:
    """Return the months, newest first."""
    rows = []
    for first, last in months():
        url = f"{base}/sitemap_article.xml?date_start={first:%Y%m%d}&date_end={last:%Y%m%d}"
        changed = max(
            (changed_at(s) for s in paper.stories if first <= s.day <= last),
            default=datetime.combine(last, datetime.min.time(), paper.edition.zone),
        )
        rows.append(f"<sitemap><loc>{esc(url)}</loc><lastmod>{_stamp(changed)}</lastmod></sitemap>")
    return _xml("sitemapindex", f' xmlns="{XMLNS}"', rows)


def sitemap(paper: Paper, base: str, start: date, end: date) -> str:
    """Return the articles of a range of days, newest first."""
    stories = [story for story in paper.stories if start <= story.day <= end]
    rows = [
        f"<url><loc>{esc(base + s.path)}</loc>"
        f"<lastmod>{_stamp(s.local(changed_at(s)))}</lastmod></url>"
        for s in reversed(stories)
    ]
    return _xml("urlset", f' xmlns="{XMLNS}"', rows)


def small_sitemap(paths: list[str], base: str) -> str:
    return _xml(
        "urlset", f' xmlns="{XMLNS}"', [f"<url><loc>{esc(base + p)}</loc></url>" for p in paths]
    )


def rss(paper: Paper, base: str, stories: list[Story], title: str) -> str:
    """Return a feed with the platform's own namespace beside the usual fields."""
    head = f"<channel><title>{PAPER}: {esc(title)}</title><link>{base}/</link>"
    rows = [head, *[_item(story, paper, base) for story in stories], "</channel>"]
    return _xml("rss", f' version="2.0" xmlns:own="{base}/export/rss2/ns/"', rows)


def months() -> Iterator[tuple[date, date]]:
    """Yield first and last day of every month of the index, newest first."""
    year, month = LAST.year, LAST.month
    while (first := date(year, month, 1)) >= FIRST_MONTH:
        yield first, first.replace(day=calendar.monthrange(year, month)[1])
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)


def changed_at(story: Story) -> datetime:
    return story.modified or story.published


def _item(story: Story, paper: Paper, base: str) -> str:
    link = esc(f"{base}{story.path}?utm_source=rss")
    other = paper.stories[(paper.stories.index(story) * 7 + 3) % len(paper.stories)]
    picture = (
        f'<enclosure url="{base}{story.image}" type="image/svg+xml" length="0"/>'
        if story.image
        else ""
    )
    return (
        f"<item><title>{esc(story.headline)}</title><link>{link}</link><guid>{link}</guid>"
        f"<pubDate>{format_datetime(story.local(story.published))}</pubDate>"
        f"<description>{esc(story.lead)}</description>"
        f"<category>{esc(paper.edition.label[story.section])}</category>{picture}"
        f"<own:related><own:url>{base}{other.path}</own:url></own:related>"
        "<own:priority>1</own:priority><own:type>article</own:type></item>"
    )


def _stamp(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


def _xml(root: str, attributes: str, rows: list[str]) -> str:
    body = "\n".join(rows)
    return f'<?xml version="1.0" encoding="utf-8"?>\n<{root}{attributes}>\n{body}\n</{root}>\n'
