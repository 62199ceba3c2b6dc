"""Hyvor Talk: recognised and opened in a browser. Its JSON is unknown, so only the page is read.

Last checked in November 2026 against public programs: they ask `api/data/v1` and `api/console/v1`,
which want a key of the site's owner. What its own widget asks for is documented nowhere.
"""

from typing import ClassVar

from newscrawl.engines.base import Widget
from newscrawl.engines.marks import Marked


class Hyvor(Marked):
    name = "hyvor"
    elements = ("hyvor-talk-comments", "#hyvor-talk-view")
    words = (r"\bHYVOR_TALK_WEBSITE\b\s*=", r"talk\.hyvor\.com/embed/embed\.js")
    widget = Widget(root="hyvor-talk-comments, #hyvor-talk-view")
    # None of its API's paths is known, so only reading methods are allowed.
    never: ClassVar[tuple[str, ...]] = (r"^(?!GET|HEAD|OPTIONS)\w+ \S*talk\.hyvor\.com/",)
