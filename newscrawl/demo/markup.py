"""Small pieces of HTML and of printed time that both designs use."""

from datetime import datetime
from html import escape

from newscrawl.demo.editions import PAPER, SECTIONS, Edition
from newscrawl.demo.paper import Story

MONTHS = "January February March April May June July August September October November December"


def zone_label(moment: datetime) -> str:
    """Return `GMT`, or `GMT +3`, as the page clock names its zone."""
    hours = int((moment.utcoffset() or moment - moment).total_seconds() // 3600)
    return f"GMT {hours:+d}" if hours else "GMT"


def printed(moment: datetime, *, zone: bool = True, rtl: bool = False, gap: str = "  ") -> str:
    """Return a time as pages print it: `22:57  GMT 28.04.2020`; some editions put GMT first."""
    clock, day = f"{moment:%H:%M}", f"{moment:%d.%m.%Y}"
    if not zone:
        return f"{clock} {day}"
    label = zone_label(moment)
    return f"{label} {clock}{gap}{day}" if rtl else f"{clock}{gap}{label} {day}"


def clock_day(moment: datetime) -> str:
    """Return a day as the page clock prints it: `24 February 2017`."""
    return f"{moment.day} {MONTHS.split()[moment.month - 1]} {moment.year}"


def meta(name: str, content: str, key: str = "name") -> str:
    return f'<meta {key}="{name}" content="{escape(content)}">'


def tag_link(tag: str, css: str = "") -> str:
    return f'<a{css} href="/tags/keyword_{escape(tag)}/">{escape(tag)}</a>'


def byline(story: Story) -> str:
    """Return the author as meta elements give it, followed by the paper's name."""
    return f"{', '.join(story.authors)}. {PAPER}" if story.authors else ""


def document(edition: Edition, *, title: str, head: str, body: str, css: str = "") -> str:
    """Return a whole HTML page."""
    direction = ' dir="rtl"' if edition.rtl else ""
    # The body's class names the language by three letters, as on the old design's pages.
    lang = {"en": "eng", "de": "deu", "ar": "ara", "zh": "zho"}[edition.language]
    return (
        f'<!DOCTYPE html>\n<html lang="{edition.language}"{direction}><head><meta charset="utf-8">'
        f"<title>{escape(title)} - {PAPER}</title>"
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<link rel="stylesheet" href="/css/paper.css">'
        '<link rel="alternate" type="application/rss+xml" href="/export/rss2/archive/index.xml">'
        f'{head}</head><body class="lang_{lang} {css}">{body}</body></html>\n'
    )


def article_head(story: Story, base: str) -> str:
    """Return the contents of an article page's head, the same in both designs."""
    return (
        f'<link rel="canonical" href="{base}{story.path}">'
        f'<link rel="amphtml" href="{base}{story.amp_path}">'
        + meta("og:url", base + story.path, "property")
        + meta("og:title", story.headline, "property")
        + (meta("og:image", base + story.image, "property") if story.image else "")
        + meta("analytics:article_id", str(story.number))
        + meta("analytics:p_ts", str(int(story.published.timestamp())))
        + meta("analytics:author", byline(story))
        + meta("analytics:tags", ", ".join(story.tags))
    )


def sections(edition: Edition, css: str) -> str:
    """Return the links to the sections, as items of the navigation."""
    return "".join(
        f'<li class="{css}" data-list-id="{1013170743 + place}">'
        f'<a href="/{section}/">{escape(edition.label[section])}</a></li>'
        for place, section in enumerate(SECTIONS)
    )


def picture(seed: int) -> str:
    """Return an invented picture: a harbour in two colours."""
    hue = seed * 47 % 360
    boats = "".join(
        f'<path d="M{x} 300h90l-20 34h-50zM{x + 40} 300V{220 + x % 50}l46 70z" fill="#fff8"/>'
        for x in (60 + seed % 90, 300, 500 - seed % 70)
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 700 400">'
        f'<rect width="700" height="400" fill="hsl({hue},35%,72%)"/>'
        f'<rect y="310" width="700" height="90" fill="hsl({hue + 40},40%,45%)"/>{boats}'
        f'<circle cx="{100 + seed % 500}" cy="90" r="38" fill="#fff9"/></svg>'
    )
