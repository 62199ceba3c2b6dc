"""Section, tags and the site's name as the themes of WordPress, Drupal and Joomla show them."""

import re
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from lxml.html import HtmlElement

from newscrawl.extract.marks import marks_of
from newscrawl.extract.owned import around_heading, is_card, is_foreign
from newscrawl.page import Page

SECTIONS = re.compile(
    r"(?:^|\s)(?:cat-links|cat-link|category-name|post-categor(?:y|ies)|entry-categor(?:y|ies)|"
    r"taxonomy-category|field--name-field-(?:category|section|rubric|channel))(?:\s|$)"
)
TAGS = re.compile(
    r"(?:^|\s)(?:tags-links|tag-links|post-tags|entry-tags|taxonomy-post_tag|"
    r"field--name-field-tags|field-name-field-tags|tags)(?:\s|$)"
)
REL = re.compile(r"category|tag", re.IGNORECASE)
TITLES = (
    "site-title",
    "wp-block-site-title",
    "site-name",
    "site-branding__name",
    "site-branding-text",
)
TITLE = 120
"""Characters of a feed's title."""
FEED = re.compile(r"\s*(?:»|›|→|&raquo;|[|–—-])\s*(?:.*\b)?(?:feed|rss|atom)\b.*$", re.IGNORECASE)
"""What stands behind the site's name in the title of its feed."""
UNFILED = frozenset(
    "uncategorized|uncategorised|allgemein|non classé|sin categoría|sem categoria|senza categoria|"
    "geen categorie|без рубрики|未分類|미분류|ukategorisert".split("|")
)
"""WordPress' category for what has none."""
LEVELS = 2
"""Elements above a link whose class may say what it leads to."""


class Filed(NamedTuple):
    sections: list[str]
    tags: list[str]


class _Names(NamedTuple):
    """The elements whose class says that what stands in them is a section, or a tag."""

    sections: set[HtmlElement]
    tags: set[HtmlElement]


@lru_cache(maxsize=1)
def read_filed(tree: HtmlElement) -> Filed:
    """Return the sections and tags to which the article itself links, each once, in page order.

    `tree` is to be changed no more.
    """
    marks = marks_of(tree)
    filed = _Names(
        {*marks.at(marks.places("class", SECTIONS.search))},
        {*marks.at(marks.places("class", TAGS.search))},
    )
    if not any(filed) and not marks.places("rel", REL.search):
        return Filed([], [])
    around = around_heading(tree)
    sections, tags = dict[str, None](), dict[str, None]()
    known = dict[HtmlElement | None, bool]()
    for link in tree.iter("a"):
        if (
            (kind := _kind(link, filed))
            and not is_foreign(link, around)
            and not is_card(link, around, known)
        ):
            names = sections if kind == "section" else tags
            text = " ".join("".join(link.itertext()).split()).removeprefix("#").strip()
            if text and text.casefold() not in UNFILED:
                names[text] = None
    return Filed([*sections], [*tags])


def _kind(link: HtmlElement, filed: _Names) -> str | None:
    around = {link, *islice(link.iterancestors(), LEVELS)}
    if not around.isdisjoint(filed.sections):
        return "section"
    if not around.isdisjoint(filed.tags):
        return "tag"
    # WordPress says both of a category, and its newer themes `tag` alone of either.
    rel = (link.get("rel") or "").lower().split()
    return "section" if "category" in rel else "tag" if "tag" in rel else None


def read_site_title(page: Page) -> str | None:
    """Return the site's name from its first feed's title or from the head of the page."""
    feeds = (one for one in page.root.iter("link") if one.get("type") == "application/rss+xml")
    for link in islice((one for one in feeds if "alternate" in (one.get("rel") or "").split()), 1):
        title = " ".join((link.get("title") or "").split())
        name = FEED.sub("", title) if len(title) <= TITLE else title
        if name != title and name:
            return name
    marks = page.once(marks_of)
    for name in TITLES:
        for node in marks.at(marks.places("class", lambda value: name in value.split())):  # noqa: B023
            if text := " ".join("".join(node.itertext()).split()):
                return text
    return None
