"""When an article was published and changed: the best raw text, and where it was found."""

import re
from collections.abc import Iterator
from datetime import date

from lxml.html import HtmlElement

from newscrawl import clock
from newscrawl.extract.date_labels import CHANGED, is_change, is_changed_by_label, is_clock
from newscrawl.extract.dates import read_date
from newscrawl.extract.language import declared_language
from newscrawl.extract.ld import is_a, plain
from newscrawl.extract.marked import marked
from newscrawl.extract.owned import around_heading, is_card, is_foreign
from newscrawl.extract.posts import is_thread, posts
from newscrawl.extract.shown_date import is_in_heading, shown_date
from newscrawl.items import Printed
from newscrawl.page import Page

PUBLISHED_METAS = tuple(
    "article:published_time og:article:published_time og:published_time article:published "
    "article:published_date article:publish_date article:publication_date rnews:datePublished "
    "datePublished parsely-pub-date sailthru.date bt:pubDate cXenseParse:recs:publishtime "
    "publish-date publication_date published-date date_published published_on published_at "
    "published_time publish_time w-published-date og:datePublished og:pubdate og:publish_date "
    "vr:published_time mediator_published_time originalPublicationDate firstPublished pubdate "
    "dc.date.issued dc.date.published dc.date.publication dcterms.issued dcterms.created "
    "dc.date.created dc.issued dc.created dc.date dcterms.date citation_publication_date "
    "citation_date article.created date created".split()
)
"""In their letters alone (see `Page.metas`), the plainest first."""
VAGUE = frozenset(["dc.date", "dcterms.date", "dc.date.created", "dc.created", "date", "created"])
"""Those of which a page may have one for itself, and not for its article."""
EXACT_METAS = tuple(name for name in PUBLISHED_METAS if name not in VAGUE)
OF_PAGE = frozenset(["date", "created"])
"""Those in which forums print when the page was made: a thread is dated by its opening post."""
MODIFIED_METAS = tuple(
    "article:modified_time article:modified og:updated_time dateModified date_modified "
    "modified_date dcterms.modified dc.date.modified dc.modified last-modified lastmod "
    "last_updated updated_time".split()
)
YEAR = re.compile(r"\d{4}|\b\d\d?([./-])\d\d?\1\d\d\b")
ISO = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)[T ](?P<clock>\d\d:\d\d)\S*?"
    r"(?:Z|[+-]00:?00|(?P<zone>[+-]\d\d:?\d\d))$"
)
"""A moment of ISO 8601: what a clock showed, and its zone if that is not UTC."""
UPDATED = re.compile(r"(?:^|\s)updated(?:\s|$)")
IN_URL = re.compile(r"/((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?=[/_.-]|$)")


def read_published(page: Page, tree: HtmlElement) -> Printed:
    """Return the publication date as printed; `tree` is the page without its comments.

    Declared dates come first (JSON-LD, meta, microdata), then the shown date, then the day in the
    address. The date of the last change is never used instead.
    """
    declared = [*_declared(page, tree, "datePublished", PUBLISHED_METAS), *_times(tree)]
    language = declared_language(page)
    if found := _best(declared, language):
        earlier = _shown_before(tree, found, language) if _is_vague(page, declared) else None
        return earlier or found
    if lone := _lone_update(tree):
        return lone
    day = _from_url(page.url)
    shown = shown_date(tree, language=language, now=clock.now())
    # "18 May" alone is of the year in the address, and a day in the headline that of an event.
    if shown and not (day.raw and (not YEAR.search(shown) or is_in_heading(shown, tree))):
        return Printed(shown, "text")
    # An unreadable date is kept, so that the failure is seen and counted.
    return declared[0] if declared and not day.raw else day


def read_modified(page: Page, tree: HtmlElement) -> Printed:
    """Return the date of the last change as printed, if the page declares one."""
    declared = [*_declared(page, tree, "dateModified", MODIFIED_METAS), *_updates(tree)]
    return _best(declared, declared_language(page)) or Printed()


def _declared(
    page: Page, tree: HtmlElement, name: str, metas: tuple[str, ...]
) -> Iterator[Printed]:
    if raw := plain(page.ld.get(name)):
        yield Printed(raw, "jsonld")
    for meta in metas:
        raw = page.meta(meta)
        if raw and not (meta in OF_PAGE and page.once(is_thread, page.once(posts))):
            yield Printed(raw, "meta")
    for node in marked(tree, name):
        # Blogger prints only the time, and has the full date in the title attribute.
        values = (*(node.get(name) for name in ("content", "datetime", "title")), _text(node))
        if raw := next(filter(None, values), None):
            yield Printed(raw, "microdata")
    for other in page.ld_nodes:
        if is_a(other, "WebPage", "VideoObject") and (raw := plain(other.get(name))):
            yield Printed(raw, "jsonld")


def _is_vague(page: Page, declared: list[Printed]) -> bool:
    """Return whether the only date that a page declares may be its own, and not its article's."""
    return {one.source for one in declared} == {"meta"} and not page.metas(*EXACT_METAS)


def _shown_before(tree: HtmlElement, found: Printed, language: str | None) -> Printed | None:
    """Return the earlier day that the article shows as its own, where a vague meta has another."""
    shown = shown_date(tree, language=language, now=clock.now())
    reading = read_date(shown, language=language, now=clock.now()) if shown else None
    vague = read_date(found.raw or "", language=language, now=clock.now())
    if not shown or not reading or not vague or not YEAR.search(shown):
        return None
    days = _day(reading.value), _day(vague.value)
    if days[0] is None or days[1] is None:
        return None
    zones = int(_exactness(found.raw or "", language) > 2)  # a day may begin sooner elsewhere
    return Printed(shown, "text") if (days[1] - days[0]).days > zones else None


def _times(tree: HtmlElement) -> Iterator[Printed]:
    """Yield the article's `<time>`: the one with `pubdate`, else the first that is its own."""
    times = [node for node in _own_times(tree) if not is_change(node)]
    marked_times = [node for node in times if node.get("pubdate") is not None]
    yield from map(_printed_time, (marked_times or times)[:1])


def _updates(tree: HtmlElement) -> Iterator[Printed]:
    """Yield the `<time class="updated">` beside the one that says when it was published."""
    times = _own_times(tree)
    changes = [node for node in times if is_change(node)]
    if len(times) > len(changes):
        yield from map(_printed_time, changes[:1])


def _lone_update(tree: HtmlElement) -> Printed | None:
    """Return the article's only `<time>`, if only its class says `updated`: WordPress themes do."""
    times = _own_times(tree)
    if len(times) != 1 or not UPDATED.search(times[0].get("class") or ""):
        return None
    if CHANGED.search(_text(times[0])) or is_changed_by_label(times[0]):
        return None
    return _printed_time(times[0])


def _own_times(tree: HtmlElement) -> list[HtmlElement]:
    around = around_heading(tree)
    return [
        node
        for node in tree.iter("time")
        if (node.get("datetime") or _text(node))
        and not is_clock(node)
        and not is_foreign(node, around)
        and not is_card(node, around)
    ]


def _printed_time(node: HtmlElement) -> Printed:
    return Printed((node.get("datetime") or "").strip() or _text(node), "time")


def _from_url(url: str) -> Printed:
    for year, month, day in IN_URL.findall(url):
        try:
            return Printed(date(int(year), int(month), int(day)).isoformat(), "url")
        except ValueError:
            continue
    return Printed()


def _best(declared: list[Printed], language: str | None) -> Printed | None:
    """Return the first readable date, or one of the same day that adds a time or a zone."""
    readable = [one for one in declared if _exactness(one.raw or "", language)]
    if not readable:
        return None
    same = [one for one in readable if _near(one, readable[0])]
    # A template puts Z behind a local time: then the same digits stand there with their zone.
    clocks = [(one, ISO.match(one.raw or "")) for one in same]
    local = {iso.group("day", "clock") for _, iso in clocks if iso and iso["zone"]}
    same = [
        one
        for one, iso in clocks
        if not iso or iso["zone"] or iso.group("day", "clock") not in local
    ]
    return max(same, key=lambda one: (_exactness(one.raw or "", language), -readable.index(one)))


def _near(one: Printed, other: Printed) -> bool:
    days = _day(one.raw), _day(other.raw)
    return days[0] is None or days[1] is None or abs((days[0] - days[1]).days) <= 1


def _day(raw: str | None) -> date | None:
    try:
        return date.fromisoformat((raw or "")[:10])
    except ValueError:
        return None


def _exactness(raw: str, language: str | None) -> int:
    """Return 1 for a day (or midnight, which stands for a day), 2 for a time, 3 with a zone."""
    reading = read_date(raw, language=language, now=clock.now())
    if reading is None:
        return 0
    time = re.search(r"(?<!\d)(\d\d?:\d\d(?::\d\d)?)", raw)
    if not time:
        return 3 if raw.isdigit() and reading.precision == "second" else 1
    if re.fullmatch(r"0?0:00(?::00)?", time[1]):
        return 1
    return 3 if re.search(r"(?:[A-Z]|[+-]\d\d:?\d\d)$", raw.strip()) else 2


def _text(node: HtmlElement) -> str:
    return " ".join("".join(node.itertext()).split())
