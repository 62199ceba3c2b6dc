"""What the ledger keeps about hosts: requests of the day, and which fail run after run."""

from datetime import datetime, timedelta

from newscrawl.clock import stamp
from newscrawl.state.ledger import Ledger

SCHEMA = """
CREATE TABLE IF NOT EXISTS budget (
    host TEXT PRIMARY KEY, day TEXT NOT NULL, requests INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS back_off (
    host TEXT PRIMARY KEY, failures INTEGER NOT NULL, until TEXT, cause TEXT
) WITHOUT ROWID;
"""
LONGEST = timedelta(days=1)
"""After this long a host is asked again, however often it failed."""


class HostRecords:
    """The tables `budget` and `back_off` of a ledger. Raises sqlite3.Error."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        ledger.db.executescript(SCHEMA)
        columns = ledger.db.execute("PRAGMA table_info(back_off)")
        if "cause" not in {row[1] for row in columns}:  # a ledger of an earlier version
            ledger.db.execute("ALTER TABLE back_off ADD COLUMN cause TEXT")

    def spent(self, host: str, now: datetime) -> int:
        """Return how many requests a host had on this day (UTC)."""
        row = self.ledger.db.execute(
            "SELECT requests FROM budget WHERE host = ? AND day = ?", (host, _day(now))
        ).fetchone()
        return row[0] if row else 0

    def spend(self, host: str, now: datetime) -> None:
        """Note a request."""
        self.ledger.db.execute(
            "INSERT OR REPLACE INTO budget VALUES (?, ?, ?)",
            (host, _day(now), self.spent(host, now) + 1),
        )

    def until(self, host: str, now: datetime) -> tuple[str, str] | None:
        """Return the moment before which a host is not asked, and why; None if it may be."""
        row = self.ledger.db.execute(
            "SELECT until, coalesce(cause, '') FROM back_off WHERE host = ? AND until > ?",
            (host, stamp(now)),
        ).fetchone()
        return (row[0], row[1]) if row else None

    def failed(self, host: str, now: datetime, pause: timedelta, cause: str) -> None:
        """Note a run in which a host failed. From the second on it is left alone, ever longer."""
        row = self.ledger.db.execute("SELECT failures FROM back_off WHERE host = ?", (host,))
        failures = (row.fetchone() or (0,))[0] + 1
        wait = min(pause * 2 ** min(failures - 2, 20), LONGEST) if failures > 1 else None
        self._save(host, failures, stamp(now + wait) if wait else None, cause)

    def leave(self, host: str, until: datetime, cause: str) -> None:
        """Note that a host asked to be left alone."""
        self._save(host, 1, stamp(until), cause)

    def worked(self, host: str) -> None:
        """Forget the failures of a host."""
        self.ledger.db.execute("DELETE FROM back_off WHERE host = ?", (host,))

    def _save(self, host: str, failures: int, until: str | None, cause: str) -> None:
        self.ledger.db.execute(
            "INSERT OR REPLACE INTO back_off VALUES (?, ?, ?, ?)", (host, failures, until, cause)
        )


def _day(now: datetime) -> str:
    return now.date().isoformat()
