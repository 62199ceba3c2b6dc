"""A chart with its texts and figures, before it is put on a page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

Draw = Callable[[int, str], Element]
"""Draws a chart at a width, under a name that is unique on the page."""


@dataclass(kw_only=True)
class Chart:
    """A chart with its texts and figures."""

    name: str
    title: str
    said: str = ""
    """What the chart shows, in a sentence with its figures."""
    note: str = ""
    empty: str = ""
    """Shown instead of a chart that has no data."""
    draw: Draw | None = None
    half: bool = True
    legend: list[tuple[str, str]] = field(default_factory=list)
    """(colour class, text)."""
    head: Sequence[str] = ()
    body: Sequence[Sequence[str]] = ()
    """The figures as a table."""
