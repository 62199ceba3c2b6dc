"""Hyvor Talk: recognised, and opened in a browser. Its answers were never seen, so none is read."""

from typing import ClassVar

from newscrawl.engines.base import Widget
from newscrawl.engines.marks import Marked


class Hyvor(Marked):
    name = "hyvor"
    elements = ("hyvor-talk-comments", "#hyvor-talk-view")
    words = (r"\bHYVOR_TALK_WEBSITE\b\s*=", r"talk\.hyvor\.com/embed/embed\.js")
    widget = Widget(root="hyvor-talk-comments, #hyvor-talk-view")
    # G: no path of its API is known, so nothing but reading methods may leave.
    never: ClassVar[tuple[str, ...]] = (r"^(?!GET|HEAD|OPTIONS)\w+ \S*talk\.hyvor\.com/",)
