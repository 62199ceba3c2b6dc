"""The names of months, weekdays and parts of the day that CLDR has, folded as dates are read.

Babel holds them too, but needs 0.7 s to load all languages, and any of them may be on a page. They
are in a file of this package, which `python -m tests.tools.date_names` writes from Babel.
"""

import json
from functools import lru_cache
from pathlib import Path
from typing import Literal, NamedTuple

Part = Literal["am", "noon", "pm", "night"]
TABLE = Path(__file__).with_name("date_cldr.json")


class Names(NamedTuple):
    """The folded words of one language and what they mean."""

    months: dict[str, int]
    weekdays: list[str]
    parts: dict[str, Part]


@lru_cache(maxsize=1)
def cldr() -> dict[str, Names]:
    """Return the names by language, for each of LANGUAGES."""
    table = json.loads(TABLE.read_bytes())
    return {name: Names(**one) for name, one in table.items() if name != "babel"}
