"""When a comment was written, as its row shows it: never a date out of the reader's own words."""

import re
from collections.abc import Iterator
from itertools import islice

from lxml.html import HtmlElement

from newscrawl.extract.dates import read_date
from newscrawl.extract.printed_dates import TIME_ONLY, find_date, is_date, is_only_date, whole_date
from newscrawl.generic.markup.row import RowView, chunks
from newscrawl.items import Printed
from newscrawl.vocabulary.bylines import LEADING, SAYS
from newscrawl.vocabulary.phrases import answers_somebody, is_ui

MACHINE_NAMES = (
    *("data-timestamp", "data-datetime", "data-date", "data-time", "data-created"),
    *("data-created-at", "data-livestamp", "data-timeago", "data-utime", "data-unixtime"),
    *("data-epoch", "data-published"),
)
TITLES = (
    *("title", "data-title", "data-original-title", "data-bs-original-title", "aria-label"),
    *("data-tippy-content", "data-tooltip", "data-tip", "data-bs-title", "data-full-date"),
)
MACHINE = re.compile(r"^\d{4}-\d\d-\d\d\b.*|^1\d{9}(?:\d{3})?$|^\w{3}, \d+ \w+ \d{4}.*")
DATE_PROPS = frozenset(["datecreated", "datepublished", "commenttime"])
QUOTED = frozenset(["blockquote", "q"])
BLOCKS = frozenset(["p", "div", "section", "article", "li", "dd", "td"])
OPENING = 6
"""Pieces of text at the start of a row that may name its author and date."""
WORDS_OF_NAME = 4
SEPARATED = re.compile(r"\.?\s*[-–—|·•/]\s+\w[^.!?:;]*$")
"""What stands behind the date in `3 March 2020 - Jan van der Berg`."""
AMOUNT = 30
"""Characters of an amount of time, `9 months`."""
LINE = 200
"""Characters of a byline."""

Dated = tuple[HtmlElement | None, Printed]
NOT_DATED: Dated = None, Printed()


def date_of(view: RowView) -> Dated:
    """Return the element that holds the date and the date: machine forms first, then words."""
    for reader in (_microdata, _time, _attributes, _marked, _permalink, _meta, _short, _opening):
        element, printed = reader(view)
        if printed.raw:
            return element, printed
    return NOT_DATED


def _microdata(view: RowView) -> Dated:
    for element in view.roles:
        if DATE_PROPS & set((element.get("itemprop") or "").lower().split()):
            for name in ("datetime", "content", "title"):
                if value := (element.get(name) or "").strip():
                    # A bare day is often put beside a printed time of day: the print says more.
                    printed = find_date(_text(element))
                    if printed and len(value) <= 10 and ":" in printed:
                        return element, Printed(printed, "microdata")
                    return element, Printed(value[:80], "microdata")
            if value := find_date(_text(element)):
                return element, Printed(value, "microdata")
    return NOT_DATED


def _time(view: RowView) -> Dated:
    for element in view.row.iter("time"):
        value = (element.get("datetime") or "").strip()
        dated = re.search(r"\d{4}|\d{2}:\d{2}", value) and "date" in view.roles[element]
        if dated and not _is_quoted(view, element):
            return element, Printed(value[:80], "time")
    return NOT_DATED


def _attributes(view: RowView) -> Dated:
    """Look for a whole date beside what is printed, as in `title="2026-03-14 08:30"`."""
    for element, found in view.roles.items():
        for name in MACHINE_NAMES:
            if MACHINE.match(value := (element.get(name) or "").strip()):
                return element, Printed(value[:80], "time")
        printed = "date" in found or element.tag in {"abbr", "time"}
        printed = printed or _shows(view, element) or _is_icon(element)
        for name in TITLES if printed else ():
            title = (element.get(name) or "").strip()
            exact = _epoch(title) or (title if MACHINE.match(title) else None)
            if exact and len(title) < 80:
                return element, Printed(exact, "time")
            # Words may stand around the date beside one that is shown: `Seen at 2026-03-14 08:30`.
            whole = len(title) < 80 and (is_date(title) or is_only_date(_text(element)))
            written = find_date(title) if whole else None
            if written and read_date(written):  # else what is printed may be readable
                return element, Printed(written, "text")
    return NOT_DATED


def _epoch(title: str) -> str | None:
    """Return the second of two forms of one moment: `2026-03-14T08:30:00 1773477000`."""
    found = re.fullmatch(r"\S+\s+(1\d{9})", title[:80])
    return found[1] if found else None


def _is_icon(element: HtmlElement) -> bool:
    """Return whether an element shows nothing but a picture, with a date for its title."""
    title = next((value for name in TITLES if (value := element.get(name))), "").strip()
    return 0 < len(title) < 80 and not _text(element) and is_date(title)


def _shows(view: RowView, element: HtmlElement) -> bool:
    """Return whether an element with a title shows a date, and is none of the reader's words."""
    if not any(element.get(name) for name in TITLES) or is_said(view, element):
        return False
    if is_date(_text(element)):
        return True
    # Of `9 months ago` a link with the exact time may hold the amount alone.
    titles = ((element.get(name) or "").strip() for name in TITLES)
    exact = any(len(title) < LINE and ":" in title and is_only_date(title) for title in titles)
    return exact and len(_text(element)) <= AMOUNT


def _marked(view: RowView) -> Dated:
    for element in view.with_role("date"):
        text = _text(element)
        if _is_quoted(view, element):
            continue
        if value := find_date(text):
            return element, Printed(_with_clock(element, value, view), "text")
        if value := whole_date(text):
            return element, Printed(value, "text")
        if text and "when" in view.roles[element]:
            return element, Printed(text[:80], "text")
    return NOT_DATED


def _with_clock(element: HtmlElement, value: str, view: RowView) -> str:
    """Add the time of day where it has an element of its own beside the day."""
    following = element.getnext()
    if re.search(r"\d[:.h]\d\d", value) or following is None:
        return value
    clock = _text(following)
    if "date" in view.roles.get(following, ()) and TIME_ONLY.match(clock):
        return f"{value} {clock}"
    return value


def _permalink(view: RowView) -> Dated:
    """Look in links to the comment itself, which may stand in what is named a text."""
    for link in view.row.iter("a"):
        mark = (link.get("href") or "").partition("#")[2]
        if view.key and mark.endswith(view.key) and is_date(_text(link)):
            return link, Printed(find_date(_text(link)), "text")
    return NOT_DATED


def _meta(view: RowView) -> Dated:
    """Look in details and by the name."""
    for element in (view.with_role("meta") + view.with_role("author"))[:30]:
        if value := find_date(view.words_of(element, frozenset(["text", "body"]))):
            return element, Printed(value, "text")
    return NOT_DATED


def _short(view: RowView) -> Dated:
    """Look in short elements; of those within each other the innermost shows it best."""
    best = NOT_DATED
    for element in view.roles:
        if element is view.row or len(element) > 3:
            continue
        if best[0] is not None and best[0] not in element.iterancestors():
            break
        if _may_show(view, element, text := _text(element)):
            best = element, Printed(find_date(text), "text")
    return best


def _may_show(view: RowView, element: HtmlElement, text: str) -> bool:
    if not (is_date(text) or _leads(view, element, text)) or is_said(view, element):
        return False
    if element.tag not in BLOCKS:
        return True
    # Behind a date that is plain text in the row's head, one in a paragraph is what a reader says.
    behind = _is_behind_date(view, element)
    return is_only_date(text) and not behind and _leaves_words(view, element)


def _leads(view: RowView, element: HtmlElement, text: str) -> bool:
    """Return whether an element holds what a row begins with: `3 March 2020 - Jan van der Berg`."""
    found = find_date(text) if len(text) < LINE else None
    if not found or not text.startswith(found) or view.with_role("author"):
        return False
    behind = text.removeprefix(found)
    first = next(chunks(view.row, set()), (None, ""))[0]
    return (
        first is element
        and SEPARATED.match(behind) is not None
        and len(behind.split()) <= WORDS_OF_NAME + 1
    )


def _is_behind_date(view: RowView, element: HtmlElement) -> bool:
    for one, said in islice(chunks(view.row, set()), OPENING):
        if one is element or element in one.iterancestors():
            return False
        if one is view.row and is_only_date(said):
            return True
    return False


def _opening(view: RowView) -> Dated:
    """Look in what leads the row: a date alone, or behind a name, `Quill on 3 March 2020`."""
    pieces = list(islice(_pieces(view), OPENING))
    named = bool(view.with_role("author"))
    texts = view.with_role("text") + view.with_role("body")
    for place, said in enumerate(pieces):
        found = find_date(said)
        if not found:
            continue
        before, _, after = said.partition(found)
        # Words that are all a row has besides the name are the text.
        others = texts or place > 1 or place < len(pieces) - 1
        if others and (is_only_date(said) or _is_byline(before, after, named=named)):
            return None, Printed(found, "text")
        return NOT_DATED  # the reader's own words have begun
    return NOT_DATED


def _pieces(view: RowView) -> Iterator[str]:
    for element, said in chunks(view.row, set()):
        if not is_said(view, element) and not is_ui(said):
            yield " ".join(said.split())


def _is_byline(before: str, after: str, *, named: bool) -> bool:
    """Return whether words around a date name who wrote then, and nothing more."""
    if re.search(r"\w", SAYS.sub("", after[:LINE])) and not answers_somebody(after):
        return False
    if LEADING.match(before) or SAYS.fullmatch(before[:LINE]):
        return len(before) < 80
    return not named and 0 < len(before.split()) <= WORDS_OF_NAME


def is_said(view: RowView, element: HtmlElement) -> bool:
    """Return whether an element is of the reader's words, or stands in them."""
    if _is_quoted(view, element):
        return True
    for one in (element, *element.iterancestors()):
        found = view.roles.get(one, frozenset())
        if one is view.row or found & {"date", "meta", "author"}:
            return False
        if "text" in found or one.tag in QUOTED:
            return True
    return False


def _is_quoted(view: RowView, element: HtmlElement) -> bool:
    for one in element.iterancestors():
        if one is view.row:
            return False
        if one.tag in QUOTED:
            return True
    return False


def _leaves_words(view: RowView, element: HtmlElement) -> bool:
    """Return whether a row has a text besides an element: words behind it, or more than a name."""
    before = behind = 0
    within, passed = set(element.iter()), False
    for one, said in islice(chunks(view.row, set()), 40):
        if one in within:
            passed = True
        elif re.search(r"\w", said) and not is_ui(said):
            behind += passed
            before += not passed
    return behind > 0 or before > 1


def _text(element: HtmlElement) -> str:
    return " ".join(" ".join(islice(element.itertext(), 40)).split())[:300]
