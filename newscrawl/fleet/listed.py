"""What stood in the outlets files when the fleet last ran, and what no longer does."""

import json
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

from newscrawl.fleet.kept import keep
from newscrawl.outlets.check import Outlet

FILE = "listed.json"


class Followed(NamedTuple):
    """An outlet, as far as those need it who have not its file."""

    scope: str
    name: str
    every: timedelta
    paused: bool


class Listed:
    """A file below OUTPUT_DIR/.fleet: for each outlets file its outlets, and those taken out."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE
        try:
            self.files: dict[str, dict[str, Any]] = dict(json.loads(self.path.read_text("utf-8")))
        except (OSError, ValueError, TypeError):
            self.files = {}

    def note(self, file: Path, outlets: Iterable[Outlet]) -> None:
        """Write down what stands in a file, all of it. Raises Refused."""
        before = self.files.get(str(file.absolute()), {"there": {}, "gone": {}})
        there = {
            one.scope: [one.name, one.every.total_seconds(), one.paused]
            for one in sorted(outlets, key=lambda one: one.scope)
        }
        gone = _named(before["gone"]) | _named(before["there"])
        now = {"there": there, "gone": {s: gone[s] for s in sorted(gone) if s not in there}}
        if now == before:
            return
        self.files[str(file.absolute())] = now
        keep(self.path, self.files)

    def outlets(self) -> dict[str, Followed]:
        """Return the outlets of all files, by their scopes."""
        lines = [one["there"] for one in self.files.values() if isinstance(one["there"], dict)]
        return {
            scope: Followed(scope, name, timedelta(seconds=every), paused)
            for there in lines  # an earlier version kept no more than a list of scopes
            for scope, (name, every, paused) in there.items()
        }

    def names(self) -> dict[str, str]:
        """Return the scopes of the outlets, by their names; of those taken out, too."""
        gone = [_named(one["gone"]) for one in self.files.values()]
        found = {name: scope for one in gone for scope, name in one.items() if name}
        return found | {one.name: scope for scope, one in self.outlets().items()}

    def removed(self) -> dict[str, str]:
        """Return the scopes that no file has any more, each with the file that had it."""
        there = {scope for one in self.files.values() for scope in one["there"]}
        return {
            scope: file
            for file, one in self.files.items()
            for scope in one["gone"]
            if scope not in there
        }


def _named(kept: Any) -> dict[str, str]:
    """Return scopes with the names of their outlets; empty ones in a file of an earlier version."""
    if not isinstance(kept, dict):
        return dict.fromkeys(kept, "")
    return {scope: one if isinstance(one, str) else one[0] for scope, one in kept.items()}
