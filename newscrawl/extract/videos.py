"""The videos of an article: declared by its page, or set in its text."""

import re
from collections.abc import Iterator
from typing import Any

from lxml.html import HtmlElement

from newscrawl.extract.canonical import absolute
from newscrawl.extract.ld import each, is_a, number, plain, resolved
from newscrawl.extract.selecting import xpath
from newscrawl.items import Video
from newscrawl.page import Page

DURATION = re.compile(r"P(?=.)(?:[\d.]+[YMWD])*(?:T(?:[\d.]+[HMS])+)?")
"""ISO 8601."""
CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d\d)")
PLAYER = re.compile(r"(?:^|[/.-])(?:videos?|player|embed)(?:[/.?-]|$)")
"""Parts of the address of a frame that plays a video."""
OTHER = re.compile(r"maps|audio|cast|sound|spotify|form|survey")
_IN_TEXT = "[ancestor::article or ancestor::main or ancestor::*[@itemprop='articleBody']]"
VIDEOS = xpath(f"//video{_IN_TEXT}")
FRAMES = xpath(f"//iframe[@allowfullscreen]{_IN_TEXT}")


def read_videos(page: Page, tree: HtmlElement) -> list[Video]:
    """Return the videos, each address once; `tree` is the page without its comments."""
    found: dict[str, Video] = {}
    for video in (*_from_ld(page), *_from_meta(page), *_from_text(page, tree)):
        known = found.setdefault(video.url, video)
        known.duration = known.duration or video.duration
        known.name = known.name or video.name
    return list(found.values())


def duration(value: Any) -> str | None:
    """Return a length as ISO 8601: as it is, or from seconds or `1:33`.

    >>> duration("PT1M33S"), duration("93"), duration("1:02:03"), duration("long")
    ('PT1M33S', 'PT93S', 'PT1H2M3S', None)
    """
    text = (plain(value) or "").upper()
    if DURATION.fullmatch(text):
        return text
    if (seconds := number(text)) is not None:
        return f"PT{seconds}S" if seconds else None
    if parts := CLOCK.fullmatch(text):
        return "PT" + "".join(
            f"{int(one)}{unit}" for one, unit in zip(parts.groups(), "HMS", strict=True) if one
        )
    return None


def _from_ld(page: Page) -> Iterator[Video]:
    given = [*resolved(page, page.ld.get("video")), *resolved(page, page.ld.get("associatedMedia"))]
    for node in given:
        if isinstance(node, str) or is_a(node, "VideoObject"):
            of = node if isinstance(node, dict) else {"contentUrl": node}
            addresses = each([of.get("contentUrl"), of.get("embedUrl"), of.get("url")])
            known = filter(None, (absolute(page.url, plain(one)) for one in addresses))
            if url := next(known, None):
                length, name = duration(of.get("duration")), plain(of.get("name"))
                yield Video(url=url, name=name, duration=length)


def _from_meta(page: Page) -> Iterator[Video]:
    names = ("og:video:secure_url", "og:video:url", "og:video", "twitter:player")
    if url := absolute(page.url, page.meta(*names)):
        yield Video(url=url, duration=duration(page.meta("og:video:duration", "video:duration")))


def _from_text(page: Page, tree: HtmlElement) -> Iterator[Video]:
    for node in VIDEOS(tree):
        sources = [node.get("src"), node.get("data-src"), *(one.get("src") for one in node)]
        if url := next(filter(None, (absolute(page.url, one) for one in sources)), None):
            yield Video(url=url, duration=duration(node.get("data-duration")))
    for node in FRAMES(tree):
        url = absolute(page.url, node.get("src") or node.get("data-src"))
        if url and PLAYER.search(url.lower()) and not OTHER.search(url.lower()):
            yield Video(url=url, name=plain(node.get("title")))
