"""When a comment row was written, as the row prints it."""

import re
from itertools import islice

from lxml.html import HtmlElement

from newscrawl.extract.printed_dates import TIME_ONLY, find_date, is_date
from newscrawl.generic.markup.view import RowView
from newscrawl.items import Printed

MACHINE_NAMES = ("data-timestamp", "data-datetime", "data-date", "data-time", "data-created")
MACHINE = re.compile(r"^\d{4}-\d\d-\d\d\b.*|^1\d{9}(?:\d{3})?$|^\w{3}, \d+ \w+ \d{4}.*")
DATE_PROPS = frozenset(["datecreated", "datepublished", "commenttime"])


def date_of(view: RowView) -> tuple[HtmlElement | None, Printed]:
    """Return the element that holds the date and the date: machine forms first, then words."""
    for reader in (_microdata, _time, _attributes, _marked, _permalink, _meta):
        element, printed = reader(view)
        if printed.raw:
            return element, printed
    return None, Printed()


Found = tuple[HtmlElement | None, Printed]


def _microdata(view: RowView) -> Found:
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
    return None, Printed()


def _time(view: RowView) -> Found:
    for element in view.row.iter("time"):
        value = (element.get("datetime") or "").strip()
        if re.search(r"\d{4}|\d{2}:\d{2}", value) and "date" in view.roles[element]:
            return element, Printed(value[:80], "time")
    return None, Printed()


def _attributes(view: RowView) -> Found:
    for element, found in view.roles.items():
        for name in MACHINE_NAMES:
            if MACHINE.match(value := (element.get(name) or "").strip()):
                return element, Printed(value[:80], "time")
        title = (element.get("title") or "").strip()
        if title and len(title) < 80 and ("date" in found or element.tag in {"abbr", "time"}):
            if MACHINE.match(title):
                return element, Printed(title, "time")
            if is_date(title):
                return element, Printed(find_date(title), "text")
    return None, Printed()


def _marked(view: RowView) -> Found:
    for element in view.with_role("date"):
        text = _text(element)
        if value := find_date(text):
            return element, Printed(_with_clock(element, value, view), "text")
        if text and "when" in view.roles[element]:
            return element, Printed(text[:80], "text")
    return None, Printed()


def _with_clock(element: HtmlElement, value: str, view: RowView) -> str:
    """Add the time of day where it has an element of its own beside the day."""
    following = element.getnext()
    if re.search(r"\d[:.h]\d\d", value) or following is None:
        return value
    clock = _text(following)
    if "date" in view.roles.get(following, ()) and TIME_ONLY.match(clock):
        return f"{value} {clock}"
    return value


def _permalink(view: RowView) -> Found:
    for link in view.row.iter("a"):
        if "#" in (link.get("href") or "") and is_date(text := _text(link)):
            return link, Printed(find_date(text), "text")
    return None, Printed()


def _meta(view: RowView) -> Found:
    """Look in details and by the name first, then in short elements, then in what leads the row."""
    for element in (view.with_role("meta") + view.with_role("author"))[:30]:
        if value := find_date(view.words_of(element, frozenset(["text", "body"]))):
            return element, Printed(value, "text")
    for element in view.roles:
        if element is not view.row and len(element) < 4 and is_date(text := _text(element)):
            return element, Printed(find_date(text), "text")
    head = view.words_of(view.row, frozenset(["text", "body"]))[:200]
    return None, Printed(find_date(head), "text") if find_date(head) else Printed()


def _text(element: HtmlElement) -> str:
    return " ".join(" ".join(islice(element.itertext(), 40)).split())[:300]
