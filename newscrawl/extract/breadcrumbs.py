"""The path from the front page to an article: declared, marked up, or shown."""

from collections.abc import Iterator
from typing import Any

from lxml.etree import XPath
from lxml.html import HtmlElement

from newscrawl.extract.canonical import absolute
from newscrawl.extract.ld import each, is_a, number, plain
from newscrawl.items import Breadcrumb
from newscrawl.page import Page
from newscrawl.vocabulary.names import names, word_set, words

TRAIL = word_set("breadcrumb breadcrumbs breadcrumbtrail brotkrumen kruimelpad fildariane migas")
NAMED = XPath(
    "//@class[contains(., 'readcrumb') or contains(., 'rotkrume') or contains(., 'ruimel')"
    " or contains(., 'ariane') or contains(., 'migas')]/.."
    " | //@id[contains(., 'readcrumb')]/.. | //@aria-label[contains(., 'readcrumb')]/.."
)
"""Elements that are looked at."""
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
    boxes: Any = NAMED(tree)
    for box in boxes:
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
