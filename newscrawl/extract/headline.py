"""The headline, chosen by votes: the headings, the metadata and the page's title."""

import re
from dataclasses import dataclass

from lxml.html import HtmlElement

from newscrawl.extract.ld import plain
from newscrawl.page import Page

SUFFIX = re.compile(r"\s+[|–—·•«»*-]\s+|\s*[|｜ㅣ]\s*|\s*[-_](?=[^-_\s]*[^\x00-\u02ff][^-_\s]*$)")
"""Separates a title from the site's name. A bare hyphen counts only before a non-Latin name."""


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
        (page.text('[itemprop="headline"]'), 0.5),
    ]
    shown = _shown(page, tree)
    key = _key(title)
    for place, text in enumerate(shown):
        # Of several <h1>, the article's is the one that the page's title repeats.
        repeated = 1.5 if len(_key(text)) >= 8 and _key(text) in key else 0.0
        declared.append((text, 3.0 + repeated - 0.01 * min(place, 20)))
    candidates = _counted(declared)
    _weigh(candidates, key)
    best = max(candidates, key=lambda one: one.votes, default=None)
    return best.text if best else _without_site(title)


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


def _shown(page: Page, tree: HtmlElement) -> list[str]:
    """Return the texts of the first-level headings, each once, without the site's logo."""
    site = _key(page.meta("og:site_name"))
    found: dict[str, str] = {}
    for heading in tree.iter("h1"):
        text = _folded("".join(heading.itertext()))
        if text and _key(text) != site and not _leads_home(heading):
            found.setdefault(_key(text), text)
    return list(found.values())


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
    for one in candidates:
        if title.startswith(one.key + " "):
            one.votes += 3
        for other in candidates:
            # A title that extends another one also carries the site's name; one that ends in
            # dots was cut to fit.
            if len(other.key) >= 15 and one.key.startswith(other.key + " "):
                cut = other.text.endswith(("...", "…"))
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
    return " ".join((text or "").split())


def _key(text: str | None) -> str:
    """Letters and digits only: sources differ in quotes, dashes and soft hyphens."""
    plain_text = (text or "").replace("\xad", "").casefold()
    return " ".join(re.findall(r"[^\W_]+", plain_text))
