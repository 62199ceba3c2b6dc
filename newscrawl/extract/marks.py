"""The names and properties that a page gives its elements, gathered in one walk of its tree."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import lru_cache

from lxml.html import HtmlElement

GATHERED = (
    *("class", "id", "data-component", "aria-label"),
    *("itemprop", "itemtype", "property", "typeof", "rel"),
)
"""Attributes that are looked up here."""


class Marks:
    """Where each value of an attribute stands in a tree: few values stand on most elements.

    The tree is not to be changed as long as this is used.
    """

    def __init__(self, tree: HtmlElement) -> None:
        self.elements: list[HtmlElement] = [*tree.iter("*")]
        """All elements in document order; a place is one's index."""
        self.given = {name: defaultdict[str, list[int]](list) for name in GATHERED}
        """The places of each value of each attribute."""
        given = self.given
        for place, element in enumerate(self.elements):
            for name, value in element.items():
                if name in given:
                    given[name][value].append(place)

    def places(self, name: str, is_wanted: Callable[[str], object]) -> list[int]:
        """Return the places of an attribute whose value is one that is wanted, in no order."""
        given = self.given[name].items()
        return [place for value, places in given if is_wanted(value) for place in places]

    def at(self, places: Iterable[int]) -> list[HtmlElement]:
        """Return the elements at some places, each once, in document order."""
        return [self.elements[place] for place in sorted({*places})]


@lru_cache(maxsize=2)
def marks_of(tree: HtmlElement) -> Marks:
    """Return the marks of a tree that is changed no more: a page's own, and that of its article."""
    return Marks(tree)


def has_any(*parts: str) -> Callable[[str], bool]:
    """Return whether a value holds one of some strings, as a test of values."""
    return lambda value: any(one in value for one in parts)
