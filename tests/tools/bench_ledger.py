"""`python -m tests.tools.bench_ledger [ARTICLES]`: what a large ledger costs an hourly run.

Each article has ten comments and was last due long ago, but for twenty. CPU and wall seconds of
this process, bytes on the disk, and the peak of memory.
"""

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from newscrawl.settings import REVISIT
from newscrawl.state.ledger import Ledger
from newscrawl.state.schedule import Schedule
from newscrawl.state.visits import Visits

COMMENTS = 10
NOW = datetime.now(UTC)
MADE = """
WITH RECURSIVE number (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM number WHERE n < {last})
INSERT INTO {table} SELECT {columns} FROM number
"""
LONG_AGO, RUN = "'2025-01-01T00:00:00Z'", "'20250101T000000Z'"
ARTICLE = (
    "printf('paper.example:%016x', n), 'https://paper.example/2025/01/01/article-' || n, "
    f"printf('%064x', n), 'complete/10/10', 1, NULL, {LONG_AGO}, {LONG_AGO}, {RUN}, 'visible', NULL"
)
COMMENT = (
    f"printf('wordpress:paper.example:%d', n), printf('paper.example:%016x', n / {COMMENTS}), "
    f"printf('%064x', n), 1, {LONG_AGO}, {LONG_AGO}, {RUN}, 'visible', NULL, NULL, NULL, "
    "'[null, null, {}]', 0"
)
DUE = f"CASE WHEN n < 20 THEN {LONG_AGO} END"
VISIT = (
    "printf('paper.example:%016x', n), 'https://paper.example/2025/01/01/article-' || n, "
    f"printf('paper.example:%016x', n), {LONG_AGO}, {LONG_AGO}, {LONG_AGO}, {DUE}, 3, NULL, NULL, "
    "NULL"
)
THREAD = (
    f"printf('paper.example:%016x', n), {LONG_AGO}, {LONG_AGO}, {DUE}, 3, 'complete', 10, 10, 0, "
    "NULL, NULL"
)


def fill(path: Path, articles: int) -> None:
    ledger = Ledger(path)
    rows = {"article": ARTICLE, "visit": VISIT, "thread": THREAD, "comment": COMMENT}
    for table, columns in rows.items():
        last = articles * (COMMENTS if table == "comment" else 1) - 1
        ledger.db.execute(MADE.format(last=last, table=table, columns=columns))
    ledger.db.execute("INSERT INTO run VALUES ('20250101T000000Z', '{}', '', 'finished')")
    ledger.db.commit()
    ledger.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    ledger.close(NOW)


def timed(what: str, act: Callable[[], object]) -> None:
    wall, cpu = time.perf_counter(), time.process_time()
    found = act()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    print(f"  {what:42} {cpu:8.3f} s CPU  {wall:8.3f} s   {found}")


def visit(path: Path) -> str:
    """What a run does that finds nothing new: 200 links of its lists are known."""
    ledger = Ledger(path)
    visits = Visits(ledger, Schedule.read(REVISIT, {}))
    visits.set_back(NOW)
    due = visits.due("paper.example", NOW, everything=False)
    known = sum(bool(visits.of(f"paper.example:{n:016x}")) for n in range(200))
    ledger.close(NOW)
    return f"{len(due)} due, {known} known"


def main(articles: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.sqlite"
        print(f"a ledger of {articles:,} articles and {articles * COMMENTS:,} comments:")
        timed("made", lambda: fill(path, articles))
        size = path.stat().st_size
        print(f"  {size / 2**20:,.0f} MiB, {size / articles / COMMENTS:.0f} bytes a comment")
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        Ledger(path).close()  # as if killed: it does not say that it ended well
        timed("opened after a kill: all pages checked", lambda: Ledger(path).close(NOW))
        timed("opened", lambda: Ledger(path).close(NOW))
        timed("a visit that finds nothing new", lambda: visit(path))
        after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        print(f"  peak memory {after / 1024:.0f} MiB, {(after - before) / 1024:.0f} MiB of it here")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
