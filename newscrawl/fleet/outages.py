"""Runs of the fleet in which nearly all outlets gave no answer: that was us, or the network."""

import json
from datetime import datetime
from pathlib import Path

from newscrawl.fleet.kept import keep

FILE = "outages.json"
KEPT = 100
"""More than the lines of its history that an outlet's next visit follows from."""


class Outages:
    """A file below OUTPUT_DIR/.fleet: when each such run began and ended, oldest first."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE
        try:
            found = json.loads(self.path.read_text("utf-8"))
            self.spans = [(datetime.fromisoformat(a), datetime.fromisoformat(b)) for a, b in found]
        except (OSError, ValueError, TypeError):
            self.spans = []

    def add(self, began: datetime, ended: datetime) -> None:
        """Write one down. Raises Refused."""
        self.spans = [*self.spans, (began, ended)][-KEPT:]
        keep(self.path, [(a.isoformat(), b.isoformat()) for a, b in self.spans])

    def covers(self, moment: datetime) -> bool:
        """Return whether what failed then was not the outlet's fault."""
        return any(began <= moment <= ended for began, ended in self.spans)
