"""Elements that a page marks as a property of its article, in microdata or in RDFa."""

import re
from typing import Any

from lxml.etree import XPath
from lxml.html import HtmlElement

from newscrawl.extract.owned import around_heading
from newscrawl.linked_data import ARTICLE_TYPE

SAME = {
    "datepublished": {
        "schema:datecreated",
        "dc:date",
        "dc:created",
        "dcterms:created",
        "dcterms:issued",
    },
    "datemodified": {"dc:modified", "dcterms:modified"},
    "author": {"creator", "dc:creator", "sioc:has_creator"},
    "headline": {"dc:title", "dcterms:title"},
    "keywords": {"dc:subject", "about"},
}
"""Other names of a property; those with a prefix stand in RDFa alone."""
PLACES = XPath(
    "descendant-or-self::*/@itemprop/.. | descendant-or-self::*/@property/.."
    " | descendant-or-self::*/@rel[contains(., ':')]/.."
)
"""By the attributes: a condition on every element takes twice as long."""
OURS = re.compile(r"^(?:https?://schema\.org/|schema:|rnews:|s:)")
OTHER = re.compile(
    r"(?:Comments?|Answer|Question|Person|Organization|Book|Movie|Object|Rating|Review|"
    r"ScholarlyArticle|Event)/?$"
)
"""Things on an article's page that have authors and dates of their own."""


def marked(tree: HtmlElement, name: str) -> list[HtmlElement]:
    """Return the elements with a property of schema.org, in document order.

    What is said of something else than the article is left out: a comment, a book, a teaser.
    """
    wanted = {name.lower(), *SAME.get(name.lower(), ())}
    found = [node for node in _places(tree) if wanted & _properties(node)]
    around = around_heading(tree) if found else frozenset()
    return [node for node in found if not _is_of_another(node, around)]


def _places(tree: HtmlElement) -> list[HtmlElement]:
    found: Any = PLACES(tree)
    return list(found)


def _properties(node: HtmlElement) -> set[str]:
    given = f"{node.get('itemprop') or ''} {node.get('property') or ''}".lower().split()
    # Without a prefix, `rel` says where a link leads: `author` there is read elsewhere.
    given += [one for one in (node.get("rel") or "").lower().split() if ":" in one]
    return {*given, *(OURS.sub("", one) for one in given)}


def _is_of_another(node: HtmlElement, around: frozenset[HtmlElement]) -> bool:
    scopes = [one for one in node.iterancestors() if _kind(one) is not None]
    for scope in scopes:
        if scope in around:  # the thing whose heading this is
            return False
        if scope.tag == "cite" or OTHER.search(_kind(scope) or ""):
            return True
    return bool(scopes) and any(ARTICLE_TYPE.search(_kind(one) or "") for one in around)


def _kind(element: HtmlElement) -> str | None:
    kind: str | None = element.get("itemtype") or element.get("typeof")
    return kind
