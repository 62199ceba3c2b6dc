"""Signs that comments go on: on further pages, in places of how many, or where one scrolls to."""

import re
from collections.abc import Collection, Iterator

from lxml.html import HtmlElement

from newscrawl.engines.signs import NEXT, PAGES, SCROLL, Sign
from newscrawl.extract.containers import comment_containers
from newscrawl.generic.markup.row import AREA, is_turned
from newscrawl.generic.notices import notices
from newscrawl.generic.paging.links import article_pages, comment_pages
from newscrawl.page import Page
from newscrawl.vocabulary.names import names, word_set, words
from newscrawl.vocabulary.paging import PAGER
from newscrawl.vocabulary.partly import shown_part

SENTINELS = word_set("sentinel infinite infinitescroll scrollsentinel loadmore")
"""Words of an empty element that a script watches, to load what follows once it is seen."""
HANDS_OUT = word_set("url href page cursor offset token link src after")
NOTHING = frozenset(["", "0", "-1", "false", "none", "null", "undefined", "#"])
REVEALED = re.compile(r"\b(?:revealed|intersect|load)\b")


def further_pages(page: Page, told: Collection[str] = ()) -> Iterator[Sign]:
    """Yield what shows that the page has not all of its comments: those before more are loaded.

    `told` are the texts of its comments: one that says `Page 2 of 5` is no word of the page.
    """
    if comment_pages(page):
        yield Sign(PAGES, "the page links to further pages of comments")
    if (said := next((one for one in page.once(_parts) if one not in told), None)) is not None:
        yield Sign(PAGES, f"the comments go on: {said}")
    if article_pages(page):
        yield Sign(NEXT, "the page names a next page")
    if not page.css(f"[{AREA}]") and (said := page.once(_scrolled_to)):
        yield Sign(SCROLL, f"the page loads more as one scrolls: {said}")


def _parts(root: HtmlElement) -> list[str]:
    """Return what says, in a place for comments, that not all of a list is shown."""
    found = []
    for element, said in notices(root):
        if element.tag == "form" or any(above.tag == "form" for above in element.iterancestors()):
            continue  # `0 / 500` characters
        part = shown_part(said, in_pager=_is_pager(element))
        if part and not is_turned(element):
            found.append(part)
    chosen = (one for place in comment_containers(root) for one in place.iter("select"))
    found += [f"a choice of {pages} pages" for one in chosen if (pages := _pages(one))]
    return found


def _is_pager(element: HtmlElement) -> bool:
    above = element.getparent()
    around = (element,) if above is None else (element, above)
    return any(PAGER.match(name[:100]) for one in around for name in names(one))


def _pages(choice: HtmlElement) -> int | None:
    """Return of how many pages one is chosen, if a choice is one of pages and not of the last."""
    options = list(choice.iter("option"))
    said = [re.sub(r"\D", "", (option.text or "")[:40]) for option in options]
    if len(options) < 2 or said != [str(n) for n in range(1, len(said) + 1)]:
        return None
    return None if options[-1].get("selected") is not None else len(options)


def _scrolled_to(root: HtmlElement) -> str | None:
    """Return what a script watches, or is handed, to load more of a place's comments."""
    for place in comment_containers(root):
        for element in place.iter():
            if said := _watched(element):
                return said
    return None


def _watched(element: HtmlElement) -> str | None:
    if not len(element) and not (element.text or "").strip():
        named = next((n for n in names(element) if not SENTINELS.isdisjoint(words(n))), None)
        if named or element.get("aria-busy") == "true":
            return named or "aria-busy"
    for name, value in element.attrib.items():
        if str(value).strip().lower() not in NOTHING and _hands_out(str(name), element):
            return str(name)
    return None


def _hands_out(name: str, element: HtmlElement) -> bool:
    """Return whether an attribute holds what is to be asked for next."""
    if name in {"hx-get", "data-hx-get"}:
        return bool(
            REVEALED.search(element.get("hx-trigger") or element.get("data-hx-trigger", ""))
        )
    parts = set(words(name))
    if "data" not in parts:
        return False
    return bool({"next", "more"} & parts and parts & (HANDS_OUT | {"has"})) or parts == {
        "data",
        "next",
    }
