"""From the folders of an output to figures."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from newscrawl import record
from newscrawl.report.figures import Figures, Tally
from newscrawl.report.runs import read_runs

RUNS = "runs.jsonl"


def sites(output: Path) -> list[str]:
    """Return the names of the sites that have something in an output folder."""
    if not output.is_dir():
        return []
    folders = sorted(path for path in output.iterdir() if path.is_dir())
    return [one.name for one in folders if (one / RUNS).exists() or record.runs(one)]


def read_site(folder: Path) -> Figures:
    """Return the figures of a site's folder. Raises OSError and sqlite3.Error."""
    tally = Tally(folder.name)
    tally.articles(record.current(folder, "articles"))
    tally.comments(record.current(folder, "comments"))
    tally.history(record.observations(folder, "comments"))
    runs = read_runs(_lines(folder / RUNS))
    tally.figures.runs = sorted(runs, key=lambda run: run.run_id)
    return tally.figures


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    if not path.exists():
        return
    with path.open("rb") as file:
        for line in file:
            if line.endswith(b"\n"):  # a run that is killed may leave a torn end
                yield json.loads(line)
