"""Signs of more that a page itself shows around its comments, as served or as a browser drew it."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice

from lxml.html import HtmlElement

from newscrawl.engines.signs import CONTROL, HIDDEN, PAGES, WAITING, WALL, Sign
from newscrawl.extract.containers import comment_containers
from newscrawl.extract.printed_dates import find_date
from newscrawl.extract.selecting import select
from newscrawl.generic.markup.count import in_row
from newscrawl.generic.markup.row import is_turned
from newscrawl.generic.markup.told import NAMED as TALK
from newscrawl.generic.notices import notices_in, withheld
from newscrawl.generic.paging.elsewhere import page_of_comments
from newscrawl.generic.paging.further import further_pages
from newscrawl.generic.paging.numbered import numbered_links
from newscrawl.generic.places import places
from newscrawl.generic.standing import is_above, standing_signs
from newscrawl.items import Comment
from newscrawl.page import Page
from newscrawl.vocabulary.controls import means
from newscrawl.vocabulary.names import is_side, names, word_set, words
from newscrawl.vocabulary.notices import is_folded, is_heading
from newscrawl.vocabulary.phrases import LOADING, SCRIPT_NEEDED
from newscrawl.vocabulary.withheld import continues, is_closed, is_further, whole_number
from newscrawl.vocabulary.words import ANSWERS, COMMENTS, either

CONTROLS = (
    "button, summary, [role=button], input[type=button], input[type=submit], [onclick],"
    " a:not([href]), a[href^='#'], a[href^='javascript:']"
)
ICONS = word_set(
    "icon icons fa fas far fal bi glyphicon chevron arrow arrows caret next prev more load button"
    " btn expand plus older newer pager pagination page mdi symbol material svg"
)
FOLDS = ("span", "a", "button", "div", "small")
FIELDS = frozenset(["input", "textarea", "select", "button", "label", "link", "script", "style"])
"""Elements that no comment can stand in, whatever their names."""
HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5"])
HEADLINE = 25
"""Characters of a link that may lead to another article."""
BELOW = 400
"""Elements below a heading that are looked at."""
LABEL = 80
"""Characters of a control's label that are looked at."""
NONE = re.compile(r"^\D*(?<![\d.,])0(?![\d.,])\D*$")
"""The label of a control that counts nothing: `Show new comments (0)`."""
OPENED = 40
"""Characters that an element holds beside the label of its control, if it is filled."""
NAMING = ("aria-controls", "data-target", "data-bs-target", "href")
"""Attributes of a control that name the element which it shows."""
SHOWS_MORE = "a control of the page shows more"
LEFT = "data-newscrawl-left"
"""Where a browser has been: a control that it could not press."""
DRAWN = "data-newscrawl-area"
"""Where a browser has been: the thread that it opened."""
PROMISED = re.compile(r"\d{1,6}")
NAMED = re.compile(either(COMMENTS, ANSWERS), re.IGNORECASE)
REPLYING = re.compile(
    r"repl(?:y|ies)|respon|antwort|répon|respuesta|resposta|rispost|ответ|відповід|odpowied|odpověd"
    r"|yanıt|svar|vastau|válasz|răspun|απαντ|balasan|trả lời|ردود|پاسخ|답글|返信|回复|回覆"
)
OF_THE_LIST = re.compile(either(COMMENTS), re.IGNORECASE)


def page_signs(page: Page, comments: Iterable[Comment] = (), *, filled: bool = True) -> list[Sign]:
    """Return what shows that the page's thread goes on, each kind once; `filled` if some is here.

    Only where it is may a control open and close what is in the page already. What one of its
    `comments` says is not the page's own word.
    """
    known = list(comments)
    around = places(page, known)
    told = {(one.text or "").strip() for one in known}
    signs = [
        *further_pages(page, told),
        *_of_controls(page, around, filled=filled),
        *_of_links(around),
    ]
    signs += [*_of_numbers(around), *numbered_links(page, around)]
    if said := withheld(page, known):
        wall = means("wall", said)
        signs.append(Sign(WALL, f"wall: {said}") if wall else Sign(HIDDEN, f"hidden: {said}"))
    return list({sign.name: sign for sign in reversed(signs)}.values())[::-1]


def place_signs(page: Page) -> list[Sign]:
    """Return what shows that there is a thread, on a page where no comment was found."""
    drawn = bool(page.css(f"[{DRAWN}]"))
    signs = page_signs(page, filled=False)
    for place in (one for one in page.once(comment_containers) if one.tag not in FIELDS):
        if reason := _waits(place, drawn) or _is_above_dates(place):
            signs.append(Sign(WAITING, reason))
    signs += _of_openers(page)
    if there := page_of_comments(page):
        signs.append(Sign(WAITING, f"the comments are on a page of their own: {there.url}"))
    return list(dict.fromkeys(signs or standing_signs(page)))


# Controls


def _of_controls(page: Page, around: list[HtmlElement], *, filled: bool) -> Iterator[Sign]:
    replies = whole = 0
    unbounded = ""
    for label in _controls(page, around, filled=filled):
        number = PROMISED.search(label)
        more = is_further(label) and OF_THE_LIST.search(label)  # beside the replies that are here
        replying = is_folded(label) or (not more and REPLYING.search(label.lower()))
        if number and replying:
            replies += int(number[0])
        elif all_of_them := whole_number(label):
            whole = max(whole, all_of_them)
        else:
            unbounded = unbounded or label
    if unbounded:
        yield Sign(CONTROL, f"{SHOWS_MORE}: {unbounded}")
    elif replies or whole:
        yield Sign(CONTROL, SHOWS_MORE, promised=replies or None, whole=whole or None)


def _controls(page: Page, around: list[HtmlElement], *, filled: bool) -> Iterator[str]:
    """Yield the labels of the controls that show more of a thread than is in the page."""
    drawn = bool(page.css(f"[{DRAWN}]"))
    for place in around:
        for control in select(place, f"[{LEFT}]" if drawn else CONTROLS):
            label = "" if _is_unseen(control) else label_of(control)
            if _shows_more(label) and not (filled and _toggles(control, label)):
                yield label
        for folded in place.iter(*FOLDS):
            if not len(folded) and is_folded(folded.text or "") and not _holds(folded.getnext()):
                yield (folded.text or "").strip()


def _is_unseen(control: HtmlElement) -> bool:
    """Return whether nothing of a control is seen: it has a title alone, and no name of an icon."""
    said = any(control.get(name) for name in ("aria-label", "value"))
    if len(control) or said or (control.text or "").strip():
        return False
    return all(ICONS.isdisjoint(words(name)) for name in names(control))


def _holds(element: HtmlElement | None) -> bool:
    return element is not None and bool(element.text_content().strip())


def _of_numbers(around: list[HtmlElement]) -> Iterator[Sign]:
    """Yield a sign for controls, side by side, that are the numbers of pages."""
    for place in around:
        rows: dict[HtmlElement, set[int]] = defaultdict(set)
        for control in select(place, CONTROLS):
            label = label_of(control)
            leads = (control.get("href") or "#") not in {"#", "javascript:void(0)"}
            if not (label.isdecimal() and len(label) < 4) or leads or in_row(control):
                continue
            # In a form stars are given.
            if next(control.iterancestors("form"), None) is None and not is_turned(control):
                for above in islice(control.iterancestors(), 2):
                    rows[above].add(int(label))
        most = max(rows.values(), key=len, default=set[int]())
        # The one that is shown may be no control.
        if len(most) > 1 and 2 in most and max(most) - len(most) <= 1:
            yield Sign(PAGES, f"controls lead to {max(most)} pages of comments")
            return


def _toggles(control: HtmlElement, label: str) -> bool:
    """Return whether a control opens and closes what is in the page already, or leads there."""
    shown = _opened_by(control)
    if shown is not None and control.tag == "a" and re.search(r"\d", control.get("href") or ""):
        return True  # it leads to one of the comments here: `next`
    if is_further(label):
        return False
    if control.get("aria-expanded") == "true":
        return True
    return shown is not None and len(" ".join(shown.text_content().split())) > len(label) + OPENED


def _opened_by(control: HtmlElement) -> HtmlElement | None:
    """Return the element that a control names as the one which it shows, or None."""
    above = control.getparent()
    if control.tag == "summary" and above is not None and above.tag == "details":
        return above
    for name in NAMING:
        key = (control.get(name) or "").lstrip("#")
        if key:
            root = control.getroottree().getroot()
            return next(iter(root.xpath("//*[@id = $key]", key=key)), None)
    return None


def _of_links(around: list[HtmlElement]) -> Iterator[Sign]:
    """Yield a sign for a link to the whole thread: `View all 57 comments`, `Go on talking (57)`."""
    for place in around:
        for link in place.iter("a"):
            label, href = label_of(link), link.get("href") or ""
            if href.startswith(("#", "javascript:")) or not href or _is_side(link):
                continue
            if NAMED.search(label) and _shows_more(label):
                yield Sign(CONTROL, f"a link leads to more: {label}", whole=whole_number(label))
                return
            if continues(label) and not in_row(link):
                yield Sign(CONTROL, f"the talk goes on elsewhere: {label}")
                return


def _is_side(element: HtmlElement) -> bool:
    return any(is_side(name) for above in element.iterancestors() for name in names(above))


@lru_cache(maxsize=10_000)
def _shows_more(label: str) -> bool:
    """Return whether a label is that of a control for more; most stand in every row."""
    return means("more", label) and not (means("never", label) or NONE.search(label))


def label_of(control: HtmlElement) -> str:
    """Return what a control says, to the eye or to a screen reader."""
    said = " ".join(control.text_content().split())
    return (
        said or control.get("aria-label") or control.get("title") or control.get("value") or ""
    )[:LABEL]


# Places without a comment


def _waits(place: HtmlElement, drawn: bool) -> str | None:
    """Return how a place shows that a script fills it, or None."""
    if any(LOADING.match(said) for said in notices_in(place)):
        return "the place for comments says that it is loading them"
    if drawn:
        return None
    if any(SCRIPT_NEEDED.search(said) for said in notices_in(place)):
        return "the page says that its comments need JavaScript"
    if place.tag == "iframe" or next(place.iter("iframe"), None) is not None:
        return "the comments are in a frame"
    dated = next(place.iter("time"), None) is not None or any(map(_holds_date, place.itertext()))
    if dated and not is_above(place) and not any(map(is_side, names(place))):
        return "the place for comments holds dates, but no comment could be read"
    return None if place.text_content().strip() or len(place) else "the place for comments is empty"


def _is_above_dates(place: HtmlElement) -> str | None:
    """Return that dates stand below a heading of comments, where nothing else holds them."""
    if place.tag not in HEADINGS:
        return None
    dates = 0
    for after in islice(place.itersiblings(), BELOW):
        if after.tag in HEADINGS:
            break
        teases = any(len(label_of(link)) > HEADLINE for link in after.iter("a"))
        dates += not teases and any(map(_holds_date, (*after.itertext(), after.tail or "")))
    return "dates stand below a heading of comments, but no comment could be read" * (dates > 1)


def _of_openers(page: Page) -> Iterator[Sign]:
    """Yield a sign for a control outside of any place that shows the comments: `Show comments`."""
    for control in page.css("button, [role=button], [role=tab], [onclick]"):
        label = label_of(control.root)
        named = (NAMED.search(label) and _shows_more(label)) or _fills_talk(control.root, label)
        if named and not _is_side(control.root):
            yield Sign(CONTROL, f"a control shows comments: {label}")
            return


def _fills_talk(control: HtmlElement, label: str) -> bool:
    """Return whether a control that speaks of a talk is all that stands in a place for one."""
    if not is_heading(label):
        return False
    around = list(islice(control.iterancestors(), 2))
    named = any(not TALK.isdisjoint(words(name)) for one in around for name in names(one))
    return named and " ".join(around[0].text_content().split()) == label


def _holds_date(piece: str) -> bool:
    return 5 < len(piece) < LABEL and find_date(piece) is not None and not is_closed(piece)
