"""Elements that a page marks as a property of its article, in microdata or in RDFa."""

import re
from functools import lru_cache

from lxml.html import HtmlElement

from newscrawl.extract.marks import marks_of
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
OURS = re.compile(r"^(?:https?://schema\.org/|schema:|rnews:|s:)")
OTHER = re.compile(
    r"(?:Comments?|Answer|Question|Person|Organization|Book|Movie|Object|Rating|Review|"
    r"ScholarlyArticle|Event)/?$"
)
"""Things on an article's page that have authors and dates of their own."""


def marked(tree: HtmlElement, name: str) -> list[HtmlElement]:
    """Return the elements with a property of schema.org, in document order.

    `tree` is to be changed no more. What is said of something else than the article is left out: a
    comment, a book, a teaser.
    """
    wanted = {name.lower(), *SAME.get(name.lower(), ())}
    marks = marks_of(tree)
    places = [
        *marks.places("itemprop", lambda value: not wanted.isdisjoint(_properties(value))),
        *marks.places("property", lambda value: not wanted.isdisjoint(_properties(value))),
        *marks.places("rel", lambda value: not wanted.isdisjoint(_related(value))),
    ]
    found = marks.at(places)
    around = around_heading(tree) if found else frozenset()
    return [node for node in found if not _is_of_another(node, around)]


def name_parts(node: HtmlElement) -> list[HtmlElement]:
    """Return the elements with the names of what an element marks: in it, else itself."""
    return node.xpath('.//*[@itemprop="name" or contains(@property, ":name")]') or [node]


@lru_cache(maxsize=4_096)
def _properties(value: str) -> frozenset[str]:
    given = value.lower().split()
    return frozenset([*given, *(OURS.sub("", one) for one in given)])


def _related(value: str) -> frozenset[str]:
    # Without a prefix, `rel` says where a link leads: `author` there is read elsewhere.
    given = [one for one in value.split() if ":" in one] if ":" in value else []
    return _properties(" ".join(given))


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
