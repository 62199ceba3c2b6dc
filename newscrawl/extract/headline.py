"""The headline, chosen by votes: the headings, the metadata and the page's title."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement

from newscrawl.extract.house import house_names, is_signed
from newscrawl.extract.ld import plain
from newscrawl.extract.marked import marked
from newscrawl.extract.text import BLOCKS, untagged
from newscrawl.page import Page

SUFFIX = re.compile(
    r"(?<!\s)\s+[|–—·•«»*-]\s+|(?:(?<!\s)\s+)?(?:[|｜ㅣ]\s*|"
    r"[-_](?=[^-_\s]*$)(?=[\x00-\u02ff]*[^\x00-\u02ff]))"
)
"""Separates a title from the site's name. A bare hyphen counts only before a non-Latin name."""
KICKER = re.compile(
    r"kicker|overline|eyebrow|topline|roofline|dachzeile|spitzmarke|surtitle|surtitre|antetitulo|"
    r"occhiello|suptitle|supra-?title|over-?title|pre-?title|(?:^|[-_\s])(?:label|flag|rubric)(?:$|[-_\s])",
    re.IGNORECASE,
)
"""Names of the line above a headline, which some pages write into the same heading."""
ENTITY = re.compile(r"&(?:#\d+|#x[0-9a-f]+|[a-z][a-z0-9]*);", re.IGNORECASE)
APART = BLOCKS | {"br"}
SEPARATOR = re.compile(
    r"(?:(?<!\s)\s+)?(?:::|[|｜ㅣ·•»«~:])\s*|,\s+|(?<!\s)\s+[-–—_/*]\s+|[-_](?=[^\s_-]*$)"
)
"""What may stand between a title and a name of the site."""
SHORTEST = 8
"""Letters of a title that is left without the site's name."""
AGREED = 2.0
"""Votes more for a heading that `og:title` repeats."""
DOTS = ("...", "…", "...]", "…]")


@dataclass(slots=True)
class _Candidate:
    text: str
    key: str
    votes: float


def read_headline(page: Page, tree: HtmlElement) -> str | None:
    """Return the headline, without the site's name. `tree` is the page without its comments."""
    title = _folded(page.text("title"))
    declared = [
        (plain(page.ld.get("headline")) or plain(page.ld.get("name")), 3.0),
        (plain(page.meta("og:title")), 2.0),
        (plain(page.meta("twitter:title")), 0.5),
        (_marked(tree), 0.5),
    ]
    house = {one for one in house_names(page) if len(one) > 2}  # no initials
    declared = [(without_house(text, house), votes) for text, votes in declared]
    key = _key(title)
    title = without_house(title, house) or ""
    titles = [title, *(text for text, _ in declared)]
    shown = _shown(page, tree, [_key(text) for text in titles])
    shared = _key(declared[1][0])
    found: list[tuple[str | None, float]] = []
    for place, text in enumerate(without_house(one, house) or one for one in shown):
        # Of several <h1>, the article's is the one that the page's title repeats.
        repeated = 1.5 if len(_key(text)) >= 8 and _key(text) in key else 0.0
        # What readers and other sites are shown beats what a machine or a browser's tab is.
        agreed = AGREED if shared and _key(text) == shared else 0.0
        found.append((text, 3.0 + repeated + agreed - 0.01 * min(place, 20)))
    candidates = _counted([*declared, *found])
    _weigh(candidates, key)
    best = max(candidates, key=lambda one: one.votes, default=None)
    return best.text if best else _without_site(title)


def without_house(text: str | None, house: set[str]) -> str | None:
    """Return a title without a name of the site before it or behind it.

    >>> without_house("Ferry lost in fog, Daily Lantern", {"dailylantern"})
    'Ferry lost in fog'
    """
    if not text:
        return text
    marks = list(SEPARATOR.finditer(text))
    for mark in reversed(marks):
        if is_signed(text[mark.end() :], house) and len(_key(text[: mark.start()])) >= SHORTEST:
            return without_house(text[: mark.start()].strip(), house)
    for mark in marks:
        if is_signed(text[: mark.start()], house) and len(_key(text[mark.end() :])) >= SHORTEST:
            return text[mark.end() :].strip()
    return text


def read_alternative(page: Page, headline: str | None) -> str | None:
    """Return a second title of the page that is neither the headline nor a cut version of it."""
    for value in (
        page.ld.get("alternativeHeadline"),
        page.ld.get("headline"),
        page.meta("og:title"),
        page.meta("twitter:title"),
    ):
        text = plain(value)
        if text and not _same_but_site(_key(text), _key(headline)):
            return _without_site(text)
    return None


def _same_but_site(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def _marked(tree: HtmlElement) -> str | None:
    nodes = marked(tree, "headline")
    texts = (_line(node) or _folded(node.get("content")) for node in nodes)
    return next(filter(None, texts), None)


def _shown(page: Page, tree: HtmlElement, titles: list[str]) -> list[str]:
    """Return the texts of the first-level headings, each once, without the site's logo."""
    site = _key(page.meta("og:site_name"))
    found: dict[str, str] = {}
    for heading in tree.iter("h1"):
        text = _without_kicker(heading, titles)
        if text and _key(text) != site and not _leads_home(heading):
            found.setdefault(_key(text), text)
    return list(found.values())


def _without_kicker(heading: HtmlElement, titles: list[str]) -> str:
    """Return a heading's text without a line above the headline, told by its name or the titles."""
    parts = [one for one in heading if isinstance(one.tag, str) and _line(one)]
    whole = _line(heading)
    if parts and whole.startswith(_line(parts[0])) and whole != _line(parts[0]):
        rest = whole.removeprefix(_line(parts[0])).strip(" :|")
        if "/" in (rest[:1], _line(parts[0])[-1]):  # as much of the headline as what follows
            return whole
        if KICKER.search(f"{parts[0].get('class') or ''}"):
            return rest or whole
        key = _key(rest)
        if any(_begins(one, key) for one in titles) and not any(
            _begins(one, _key(f"{_line(parts[0])} {rest}")) for one in titles
        ):
            return rest
    return whole


def _begins(title: str, key: str) -> bool:
    return len(key) >= 8 and f"{title} ".startswith(f"{key} ")


def _line(element: HtmlElement) -> str:
    """Return an element's text in one line, a blank between its parts."""
    return _folded("".join(_pieces(element)))


def _pieces(element: HtmlElement) -> Iterator[str]:
    for event, node in etree.iterwalk(element, events=("start", "end", "comment", "pi")):
        if event == "start":
            yield " " if node.tag in APART or _is_line(node) else ""
            yield node.text or ""
        else:
            yield " " if node.tag in APART else ""
            yield "" if node is element else node.tail or ""


def _is_line(node: HtmlElement) -> bool:
    """Return whether a part follows another without a blank: a line of its own on the screen."""
    before = node.getprevious() if node.tag == "span" else None
    return before is not None and before.tag == "span" and not before.tail


def _leads_home(heading: HtmlElement) -> bool:
    links = [*heading.iter("a"), *heading.iterancestors("a")]
    hrefs = [link.get("href", "").strip() for link in links]
    return any(re.fullmatch(r"(?:(?:https?:)?//[^/]+)?/?(?:index\.\w+)?", href) for href in hrefs)


def _counted(declared: list[tuple[str | None, float]]) -> list[_Candidate]:
    found: dict[str, _Candidate] = {}
    for text, votes in declared:
        if text and (key := _key(text)):
            found.setdefault(key, _Candidate(text, key, 0)).votes += votes
    return list(found.values())


def _weigh(candidates: list[_Candidate], title: str) -> None:
    known = {one.key: one for one in candidates if len(one.key) >= 15}
    lengths = {len(key) for key in known}
    for one in candidates:
        if title.startswith(one.key + " "):
            one.votes += 3
        for length in lengths:
            # A title that extends another one also carries the site's name; one that ends in
            # dots was cut to fit.
            other = known.get(one.key[:length]) if one.key[length : length + 1] == " " else None
            if other is not None:
                cut = other.text.endswith(DOTS)
                (other if cut else one).votes -= 3


def _without_site(title: str | None) -> str | None:
    if not title:
        return None
    head, *rest = SUFFIX.split(title, maxsplit=1) if not SUFFIX.search(title) else _last(title)
    return head if not rest or len(head) >= len(rest[0]) / 2 else title


def _last(title: str) -> list[str]:
    mark = list(SUFFIX.finditer(title))[-1]
    return [title[: mark.start()].strip(), title[mark.end() :].strip()]


def _folded(text: str | None) -> str:
    """Return text in one line, with what a template escaped twice as it is meant."""
    meant = ENTITY.sub(lambda found: html.unescape(found[0]), text or "")
    return " ".join(untagged(meant).split())


def _key(text: str | None) -> str:
    """Letters and digits only: sources differ in quotes, dashes and soft hyphens."""
    plain_text = (text or "").replace("\xad", "").casefold()
    return " ".join(re.findall(r"[^\W_]+", plain_text))
