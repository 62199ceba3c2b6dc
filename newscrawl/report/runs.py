"""What a report needs of each line of `runs.jsonl`."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(kw_only=True)
class Run:
    """One run of a crawl."""

    run_id: str
    date_started: str
    """ISO 8601, UTC."""
    duration_seconds: float | None = None
    exit_status: int | None = 0
    """None if the run was killed."""
    exit_name: str = "DONE"
    completeness: float | None = None
    """Share of the comments declared to this run that it collected."""
    articles_new: int = 0
    comments_new: int = 0
    failed: Counter[str] = field(default_factory=Counter)
    """Articles that could not be read, by reason."""
    alarms: list[str] = field(default_factory=list)


def read_runs(lines: Iterable[Mapping[str, Any]]) -> Iterator[Run]:
    """Yield the runs of `runs.jsonl`; what an older version did not write is left empty."""
    for line in lines:
        articles, comments = line.get("articles", {}), line.get("comments", {})
        yield Run(
            run_id=line["run_id"],
            date_started=line["date_started"],
            duration_seconds=line.get("duration_seconds"),
            exit_status=line.get("exit_status", 0),
            exit_name=line.get("exit_name", ""),
            completeness=line.get("completeness"),
            articles_new=articles.get("new", 0),
            comments_new=comments.get("new", 0),
            failed=Counter(articles.get("failed", {})),
            alarms=[alarm["message"] for alarm in line.get("alarms", [])],
        )
