"""Which outlets stood in an outlets file when the fleet last ran, and which no longer do."""

import json
from collections.abc import Iterable
from pathlib import Path

from newscrawl.fleet.kept import keep

FILE = "listed.json"


class Listed:
    """A file below OUTPUT_DIR/.fleet: for each outlets file its scopes, and those taken out."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE
        try:
            self.files: dict[str, dict[str, list[str]]] = dict(json.loads(self.path.read_text()))
        except (OSError, ValueError, TypeError):
            self.files = {}

    def note(self, file: Path, scopes: Iterable[str]) -> None:
        """Write down what stands in a file, all of it. Raises Refused."""
        before = self.files.get(str(file.absolute()), {"there": [], "gone": []})
        there = {*scopes}
        gone = {*before["there"], *before["gone"]} - there
        now = {"there": sorted(there), "gone": sorted(gone)}
        if now == before:
            return
        self.files[str(file.absolute())] = now
        keep(self.path, self.files)

    def removed(self) -> dict[str, str]:
        """Return the scopes that no file has any more, each with the file that had it."""
        there = {scope for one in self.files.values() for scope in one["there"]}
        return {
            scope: file
            for file, one in self.files.items()
            for scope in one["gone"]
            if scope not in there
        }
