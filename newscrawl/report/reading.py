"""Reads output folders into figures."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from newscrawl import record
from newscrawl.items import Row
from newscrawl.report.figures import Figures, Run, Tally
from newscrawl.runs.history import NAME, is_visit


def read_scope(folder: Path) -> Figures:
    """Return the figures of a scope's folder. Raises OSError and sqlite3.Error."""
    tally = Tally(folder.name)
    tally.articles(record.current(folder, "articles"))
    tally.comments(record.current(folder, "comments"))
    tally.history(record.observations(folder, "comments"))
    rows = [*_lines(folder / NAME)]
    runs = read_runs(filter(is_visit, rows))
    tally.figures.runs = sorted(runs, key=lambda run: run.run_id)
    tally.figures.rereads = len(rows) - len(tally.figures.runs)
    return tally.figures


def read_runs(lines: Iterable[Row]) -> Iterator[Run]:
    """Yield the runs of `runs.jsonl`; fields that an older version did not write stay empty."""
    for line in lines:
        articles, comments = line.get("articles", {}), line.get("comments", {})
        # An older version counted list pages among the failures.
        failed = {name: n for name, n in articles.get("failed", {}).items() if name != "guessed"}
        yield Run(
            run_id=line["run_id"],
            date_started=line["date_started"],
            duration_seconds=line.get("duration_seconds"),
            exit_status=line.get("exit_status", 0),
            exit_name=line.get("exit_name", ""),
            completeness=line.get("completeness"),
            articles_new=articles.get("new", 0),
            comments_new=comments.get("new", 0),
            failed=Counter(failed),
            alarms=[alarm["message"] for alarm in line.get("alarms", [])],
        )


def _lines(path: Path) -> Iterator[Row]:
    if not path.exists():
        return
    with path.open("rb") as file:
        for line in file:
            if line.endswith(b"\n"):  # a killed run may leave a torn last line
                yield json.loads(line)
