"""Signs of more that a page itself shows around its comments, as served or as a browser drew it."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from lxml.html import HtmlElement

from newscrawl.engines.signs import CONTROL, NEXT, PAGES, WAITING, WALL, Sign
from newscrawl.extract.containers import comment_containers
from newscrawl.extract.printed_dates import is_date
from newscrawl.extract.selecting import select
from newscrawl.generic.paging.elsewhere import page_of_comments
from newscrawl.generic.paging.links import article_pages, comment_pages
from newscrawl.page import Page
from newscrawl.vocabulary.controls import means
from newscrawl.vocabulary.names import is_side, names
from newscrawl.vocabulary.phrases import LOADING, PAGE_OF, SCRIPT_NEEDED
from newscrawl.vocabulary.words import ANSWERS, COMMENTS, either

CONTROLS = (
    "button, summary, [role=button], input[type=button], [onclick], a:not([href]), a[href^='#'],"
    " a[href^='javascript:']"
)
LABEL = 80
"""Characters of a control's label that are looked at."""
SHORT = 160
"""Characters of a notice: a longer text is somebody's words."""
NUMBERS = 30
"""Characters of a notice that is hardly more than the number of the page."""
SEARCHED = 2_000
"""Elements that are searched at the beginning and at the end of a place."""
SMALL = 20
"""Elements of a notice: what has more is no notice."""
LEFT = "data-newscrawl-left"
"""Where a browser has been: a control that it could not press."""
DRAWN = "data-newscrawl-area"
"""Where a browser has been: the thread that it opened."""
PROMISED = re.compile(r"\d{1,6}")
NAMED = re.compile(either(COMMENTS, ANSWERS), re.IGNORECASE)
REPLYING = re.compile(
    r"repl(?:y|ies)|respon|antwort|répon|respuesta|resposta|rispost|ответ|odpowied"
)


def page_signs(page: Page) -> list[Sign]:
    """Return what shows that the page's thread goes on, each kind once."""
    drawn = bool(page.css(f"[{DRAWN}]"))
    signs = [*_of_pages(page), *_of_controls(page, drawn), *_of_links(page)]
    for place in page.once(comment_containers):
        signs += _walls(place)
    return list({sign.name: sign for sign in reversed(signs)}.values())[::-1]


def place_signs(page: Page) -> list[Sign]:
    """Return what shows that there is a thread, on a page where no comment was found."""
    drawn = bool(page.css(f"[{DRAWN}]"))
    signs = page_signs(page)
    for place in page.once(comment_containers):
        if reason := _waits(place, drawn):
            signs.append(Sign(WAITING, reason))
    if there := page_of_comments(page):
        signs.append(Sign(WAITING, f"the comments are on a page of their own: {there.url}"))
    return signs


# Further pages


def _of_pages(page: Page) -> Iterator[Sign]:
    if comment_pages(page):
        yield Sign(PAGES, "the page links to further pages of comments")
    for place in page.once(comment_containers):
        for notice in _notices(place):
            said = PAGE_OF.search(notice) if len(notice) <= NUMBERS else None
            if said and int(said["page"]) < int(said["pages"]):
                yield Sign(PAGES, f"the comments go on: {said[0]}")
    if article_pages(page):
        yield Sign(NEXT, "the page names a next page")


# Controls


def _of_controls(page: Page, drawn: bool) -> Iterator[Sign]:
    promised = 0
    open_ended = False
    for place in page.once(comment_containers):
        for control in select(place, f"[{LEFT}]" if drawn else CONTROLS):
            label = label_of(control)
            if not _shows_more(label):
                continue
            number = PROMISED.search(label)
            if number and REPLYING.search(label.lower()):
                promised += int(number[0])
            else:
                open_ended = True
    if open_ended or promised:
        yield Sign(
            CONTROL, "a control of the page shows more", promised=None if open_ended else promised
        )


def _of_links(page: Page) -> Iterator[Sign]:
    """Yield a sign for a link to the whole thread: `View all 57 comments`."""
    for place in page.once(comment_containers):
        for link in place.iter("a"):
            label, href = label_of(link), link.get("href") or ""
            if href.startswith(("#", "javascript:")) or not href or not NAMED.search(label):
                continue
            if _shows_more(label) and not _is_side(link):
                yield Sign(CONTROL, f"a link leads to more: {label}")
                return


def _is_side(element: HtmlElement) -> bool:
    return any(is_side(name) for above in element.iterancestors() for name in names(above))


@lru_cache(maxsize=10_000)
def _shows_more(label: str) -> bool:
    """Return whether a label is that of a control for more; most stand in every row."""
    return means("more", label) and not means("never", label)


def label_of(control: HtmlElement) -> str:
    """Return what a control says, to the eye or to a screen reader."""
    said = " ".join(control.text_content().split())
    return (
        said or control.get("aria-label") or control.get("title") or control.get("value") or ""
    )[:LABEL]


# Places without a comment


def _walls(place: HtmlElement) -> Iterator[Sign]:
    for said in _notices(place):
        if means("wall", said):
            yield Sign(WALL, f"wall: {said}")
            return


def _waits(place: HtmlElement, drawn: bool) -> str | None:
    """Return how a place shows that a script fills it, or None."""
    if any(LOADING.match(said) for said in _notices(place)):
        return "the place for comments says that it is loading them"
    if drawn:
        return None
    if any(SCRIPT_NEEDED.search(said) for said in _notices(place)):
        return "the page says that its comments need JavaScript"
    if place.tag == "iframe" or next(place.iter("iframe"), None) is not None:
        return "the comments are in a frame"
    if any(is_date(said) for said in _notices(place)) or next(place.iter("time"), None) is not None:
        return "the place for comments holds dates, but no comment could be read"
    return None if place.text_content().strip() or len(place) else "the place for comments is empty"


def _notices(place: HtmlElement) -> Iterator[str]:
    """Yield the short texts of a place's elements, itself first; of a long list's, its ends'."""
    elements = list(place.iter())
    if len(elements) > 2 * SEARCHED:
        elements = elements[:SEARCHED] + elements[-SEARCHED:]
    for element in elements:
        if isinstance(element.tag, str) and sum(1 for _ in islice(element.iter(), SMALL)) < SMALL:
            said = " ".join(element.text_content().split())
            if 0 < len(said) <= SHORT:
                yield said
