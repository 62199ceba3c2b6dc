"""The saved cases of comment engines: tests/comments/<engine>/<case>/, all words invented."""

import json
from pathlib import Path
from typing import Any

from newscrawl.plugins import all_engines
from newscrawl.testing.case import META, Case
from newscrawl.testing.reading import read_case

HERE = Path(__file__).parents[1] / "comments"


class EngineCase(Case):
    """A case of one of our engines, in a folder of its name."""

    @property
    def engine(self) -> str:
        return self.folder.parent.name

    def answer(self) -> dict[str, Any]:
        """Return what the engine says, as plain data without what is left at its default."""
        return read_case(self, all_engines()[self.engine])


CASES = [EngineCase(path.parent) for path in sorted(HERE.glob(f"*/*/{META}"))]
SHAPES: dict[str, list[Any]] = {}
ADDRESSES: dict[str, list[str]] = {}
MARKUP: list[str] = []
for _case in CASES:
    ADDRESSES.setdefault(_case.engine, []).append(_case.meta["url"])
    SHAPES.setdefault(_case.engine, [])
    if (_case.folder / "response.json").exists():
        SHAPES[_case.engine].append(json.loads(_case.body))
    else:
        MARKUP += [line for line in _case.body.decode().splitlines() if line.startswith("<")]
