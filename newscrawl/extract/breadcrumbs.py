"""The path from the front page to an article: declared, marked up, or shown."""

from collections.abc import Iterator
from typing import Any

from lxml.html import HtmlElement

from newscrawl.extract.canonical import absolute
from newscrawl.extract.ld import each, is_a, number, plain
from newscrawl.extract.marks import has_any, marks_of
from newscrawl.items import Breadcrumb
from newscrawl.page import Page
from newscrawl.vocabulary.names import names, word_set, words

TRAIL = word_set("breadcrumb breadcrumbs breadcrumbtrail brotkrumen kruimelpad fildariane migas")
NAMED = has_any("readcrumb", "rotkrume", "ruimel", "ariane", "migas")
"""Classes of elements that are looked at."""
CRUMB = has_any("readcrumb")
"""Ids and labels of such."""
MOST, LONGEST = 8, 60
"""Links of a path, characters of one."""
MARKED = (
    ('[itemtype$="schema.org/BreadcrumbList"] [itemprop="itemListElement"]', "itemprop"),
    ('[typeof~="BreadcrumbList"] [property="itemListElement"]', "property"),
    ('[typeof~="v:Breadcrumb"]', "property"),
)


def read_breadcrumbs(page: Page, tree: HtmlElement) -> list[Breadcrumb]:
    """Return the path: from JSON-LD, else microdata or RDFa, else the links of a box of that name.

    `tree` is the page without its comments.
    """
    for node in page.ld_nodes:
        for one in (node, node.get("breadcrumb")):
            if is_a(one, "BreadcrumbList") and (found := list(_declared(page, one))):
                return found
    return _marked(page) or _shown(page, tree)


def _declared(page: Page, node: Any) -> Iterator[Breadcrumb]:
    steps = [one for one in each(node.get("itemListElement")) if isinstance(one, dict)]
    for step in sorted(steps, key=lambda one: number(one.get("position")) or 0):
        item = step.get("item")
        inner = item if isinstance(item, dict) else {}
        name = plain(step.get("name")) or plain(inner.get("name"))
        address = inner.get("@id") or inner.get("url") if inner else item
        if name:
            yield Breadcrumb(name=name, url=absolute(page.url, plain(address)))


def _marked(page: Page) -> list[Breadcrumb]:
    found = []
    if "Breadcrumb" not in page.text_content:  # as on most pages, and soon said
        return []
    for query, by in MARKED:
        for step in page.css(query):
            named = step.css(f'[{by}$="name"], [{by}="v:title"]')[:1] or step.css("a")[:1]
            name = " ".join("".join(named.css("*::text").getall()).split())
            link = step.css(f'a::attr(href), [{by}="item"]::attr(href)').get()
            if name:
                found.append(Breadcrumb(name=name, url=absolute(page.url, link)))
        if found:
            break
    return found


def _shown(page: Page, tree: HtmlElement) -> list[Breadcrumb]:
    """Return the links of the first box that is named so."""
    marks = marks_of(tree)
    places = marks.places("class", NAMED)
    places += [*marks.places("id", CRUMB), *marks.places("aria-label", CRUMB)]
    for box in marks.at(places):
        if any(not TRAIL.isdisjoint(words(one)) for one in (*names(box), _label(box))):
            links = [(" ".join("".join(one.itertext()).split()), one) for one in box.iter("a")]
            found = {
                name.strip(" /›»>"): absolute(page.url, one.get("href"))
                for name, one in links
                if name.strip(" /›»>") and len(name) <= LONGEST
            }
            if 0 < len(found) <= MOST:
                return [Breadcrumb(name=name, url=url) for name, url in found.items()]
    return []


def _label(box: HtmlElement) -> str:
    return box.get("aria-label") or ""
