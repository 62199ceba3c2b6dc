"""The headline, chosen by votes: the headings, the metadata and the page's title."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from lxml.html import HtmlElement

from newscrawl.extract.headings import Heading, line_of, logos, read_headings
from newscrawl.extract.house import house_names
from newscrawl.extract.ld import plain
from newscrawl.extract.marked import marked
from newscrawl.extract.titles import (
    SEPARATOR,
    SHORTEST,
    folded,
    key,
    pieces,
    without_house,
    without_site,
)
from newscrawl.page import Page

LONG = 15
"""Letters of a title by which another one is known to be longer or shorter than it."""
SHORT = 3
"""Words of a heading that may be a section's, or a label."""
KICKER = 45
"""Characters of a line above the headline."""
AGREED = 2.0
"""Votes more for a heading that `og:title` repeats."""
DOTS = ("...", "…", "...]", "…]")


class Titles(NamedTuple):
    """The headline of a page, without the site's name, and a second title that it gives."""

    headline: str | None
    alternative: str | None


class _Declared(NamedTuple):
    title: str
    """The page's `<title>`, the site's name left out."""
    whole: str
    """The key of the page's `<title>` as it stands."""
    votes: list[tuple[str, float]]
    shared: str
    """The key of `og:title`."""
    alone: set[str]
    """The keys of the titles in the metadata."""
    ld: str
    """The key of the headline in JSON-LD."""
    is_tab: bool
    """Whether `og:title` is the page's `<title>` again, the site's name with it."""


@dataclass(slots=True)
class _Candidate:
    text: str
    key: str
    votes: float
    kicker: str = ""


def read_titles(page: Page, tree: HtmlElement) -> Titles:
    """Return the headline and a second title. `tree` is the page without its comments."""
    house = {one for one in {*house_names(page, tree), *logos(tree)} if len(one) > 2}  # no initials
    declared = _declared(page, tree, house)
    titles = [key(declared.title), *declared.alone]
    headings = read_headings(tree, titles, house)
    shown = [*_shown(_related(headings, titles), declared, house)]
    candidates = _counted(declared, [*shown, *_second(tree, declared, shown)])
    _weigh(candidates, declared, {key(text) for text, *_ in shown})
    _part(candidates, declared)
    best = max(candidates, key=lambda one: one.votes, default=None)
    if best is None:
        last = next((one.text for one in headings), None)
        return Titles(without_site(declared.title) or last, None)
    return Titles(best.text, _alternative(page, best))


def _declared(page: Page, tree: HtmlElement, house: set[str]) -> _Declared:
    sections = {key(plain(page.ld.get("articleSection"))), key(page.meta("article:section"))} - {""}
    title, shared = folded(page.text("title")), plain(page.meta("og:title"))
    votes = [
        (plain(page.ld.get("headline")) or plain(page.ld.get("name")), 3.0),
        (shared, 2.0),
        (plain(page.meta("twitter:title")), 0.5),
        (_marked(tree), 0.5),
    ]
    cut = [(without_house(text, house, sections), count) for text, count in votes if text]
    return _Declared(
        title=without_house(title, house, sections),
        whole=key(title),
        votes=cut,
        alone={key(without_house(text, house, sections)) for text, _ in votes[:3] if text},
        shared=key(without_house(shared or "", house, sections)),
        ld=key(cut[0][0]) if votes[0][0] else "",
        is_tab=key(shared) == key(title),
    )


def _marked(tree: HtmlElement) -> str | None:
    texts = (line_of(node) or folded(node.get("content")) for node in marked(tree, "headline"))
    return next(filter(None, texts), None)


def _shown(
    headings: list[Heading], declared: _Declared, house: set[str]
) -> Iterable[tuple[str, float, str]]:
    for place, one in enumerate(headings):
        text = without_house(one.text, house)
        name = key(text)
        # Of several <h1>, the article's is the one that the page's title repeats.
        repeated = 1.5 if len(name) >= SHORTEST and name in declared.whole else 0.0
        # What readers and other sites are shown beats what a machine or a browser's tab is.
        agreed = AGREED if declared.shared and name == declared.shared else 0.0
        yield text, 3.0 + repeated + agreed - 0.01 * min(place, 20), one.kicker


def _related(headings: list[Heading], titles: list[str]) -> list[Heading]:
    """Return the headings without those that say nothing of what the page's titles say.

    A single long one counts: some titles are made for search engines.
    """
    known = _words(titles)
    if not known or (len(headings) == 1 and len(headings[0].text.split()) > SHORT):
        return headings
    return [one for one in headings if known & _words([key(one.text)])]


def _second(
    tree: HtmlElement, declared: _Declared, shown: list[tuple[str, float, str]]
) -> Iterable[tuple[str, float, str]]:
    """Yield a lower heading with which the page's title begins, if the first ones are the site's.

    They are if the title has them behind that.
    """
    parts = pieces(declared.title)
    if not declared.shared and len(parts) > 1 and all(key(one) in parts[1:] for one, *_ in shown):
        for element in tree.iter("h2", "h3"):
            text = line_of(element)
            if len(key(text)) >= SHORTEST and key(text) == parts[0]:
                yield text, 3.0, ""
                break


def _counted(declared: _Declared, shown: list[tuple[str, float, str]]) -> list[_Candidate]:
    found: dict[str, _Candidate] = {}
    for text, votes, kicker in (*((*one, "") for one in declared.votes), *shown):
        if name := key(text):
            one = found.setdefault(name, _Candidate(text, name, 0))
            one.votes += votes
            one.kicker = one.kicker or kicker
    return list(found.values())


def _weigh(candidates: list[_Candidate], declared: _Declared, shown: set[str]) -> None:
    known = {one.key: one for one in candidates if len(one.key) >= LONG}
    lengths = {len(name) for name in known}
    for one in candidates:
        tab = declared.is_tab and one.key == declared.shared
        if declared.whole.startswith(one.key + " ") and not tab:
            one.votes += 3
        for length in lengths:
            # A title that extends another one also carries the site's name; one that ends in
            # dots was cut to fit.
            other = known.get(one.key[:length]) if len(one.key) > length else None
            if other is not None and other.text.endswith(DOTS):
                other.votes -= 3
            elif other is not None and one.key[length] == " ":
                # What is declared and shown alike is whole: the other was cut for search engines.
                one.votes -= 0 if one.key == declared.ld and one.key in shown else 3


def _part(candidates: list[_Candidate], declared: _Declared) -> None:
    """Give the votes of a title with a line above it to the same one without it."""
    alone = [one for one in candidates if len(one.key) >= LONG and one.key in declared.alone]
    for other in alone:
        for one in candidates:
            if above := _above(one.text, other.key):
                other.votes += max(0.0, one.votes) + 1
                other.kicker = other.kicker or above


def _above(text: str, name: str) -> str:
    """Return what stands before another title in a text, parted from it by a sign."""
    for mark in SEPARATOR.finditer(text[:KICKER]):
        if "/" not in mark[0] and key(text[mark.end() :]) == name:
            return text[: mark.start()].strip()
    return ""


def _words(titles: list[str]) -> set[str]:
    """Return the beginnings of longer words; of languages without blanks, each two signs."""
    found = set[str]()
    for word in " ".join(titles).split():
        if word >= "\u2e80":
            found |= {word[at : at + 2] for at in range(len(word) - 1)}
        elif len(word) > 3 or word.isdigit():
            found.add(word[:5])
    return found


def _alternative(page: Page, best: _Candidate) -> str | None:
    """Return a second title that is neither the headline nor a cut version of it."""
    for value in (
        page.ld.get("alternativeHeadline"),
        page.ld.get("headline"),
        page.meta("og:title"),
        page.meta("twitter:title"),
    ):
        text = plain(value)
        name = key(text)
        if text and not name.startswith(best.key) and not best.key.startswith(name):
            if name.endswith(f" {best.key}"):  # with the line above it
                continue
            return without_site(text)
    return best.kicker or None
