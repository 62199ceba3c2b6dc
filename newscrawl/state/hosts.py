"""What is kept about hosts: requests of the day, which fail run after run, which asked for time."""

from datetime import datetime, timedelta

from newscrawl.clock import stamp
from newscrawl.state.shared_hosts import SharedHosts

LONGEST = timedelta(days=1)
"""After this long a host is asked again, however often it failed."""


class HostRecords:
    """The tables `budget` and `back_off`, as the runs of one scope see and fill them.

    The folder of each scope counts its own failures: ten outlets that meet the same dead host at
    once have not met it ten times. What follows from them holds for all.
    """

    def __init__(self, hosts: SharedHosts, scope: str) -> None:
        self.hosts, self.scope = hosts, f"{hosts.folder}/{scope}"

    def spent(self, host: str, now: datetime) -> int:
        """Return how many requests a host had on this day (UTC)."""
        query = "SELECT requests FROM budget WHERE host = ? AND day = ?"
        rows = self.hosts.ask(query, (self.hosts.known_as(host), _day(now)))
        return rows[0][0] if rows else 0

    def spend(self, host: str, now: datetime) -> None:
        """Note a request."""
        self.hosts.ask(
            "INSERT INTO budget VALUES (?, ?, 1) ON CONFLICT (host) DO UPDATE SET "
            "requests = CASE day WHEN excluded.day THEN requests + 1 ELSE 1 END, "
            "day = excluded.day",
            (self.hosts.known_as(host), _day(now)),
        )

    def until(self, host: str, now: datetime, *, asked: bool = False) -> tuple[str, str] | None:
        """Return the moment before which a host is not asked, and why; None if it may be.

        With `asked`, only what the host itself asked for counts.
        """
        rows = self.hosts.ask(
            "SELECT until, cause FROM back_off WHERE host = ? AND until > ? AND asked >= ? "
            "ORDER BY until DESC LIMIT 1",
            (self.hosts.known_as(host), stamp(now), asked),
        )
        return (rows[0][0], rows[0][1]) if rows else None

    def failed(self, host: str, now: datetime, pause: timedelta, cause: str) -> None:
        """Note a run in which a host failed. From the second on it is left alone, ever longer."""
        query = "SELECT failures FROM back_off WHERE host = ? AND scope = ?"
        rows = self.hosts.ask(query, (self.hosts.known_as(host), self.scope))
        failures = (rows[0][0] if rows else 0) + 1
        wait = min(pause * 2 ** min(failures - 2, 20), LONGEST) if failures > 1 else None
        self._save(host, failures, stamp(now + wait) if wait else None, cause)

    def leave(self, host: str, until: datetime, cause: str) -> None:
        """Note that a host asked to be left alone."""
        self._save(host, 1, stamp(until), cause, asked=True)

    def worked(self, host: str, now: datetime) -> None:
        """Forget the failures of a host, but not what is still to be waited for."""
        query = "DELETE FROM back_off WHERE host = ? AND coalesce(until, '') <= ?"
        self.hosts.ask(query, (self.hosts.known_as(host), stamp(now)))

    def forgive(self) -> None:
        """Forget the failures that this scope has met: they were ours, or the network's."""
        self.hosts.ask("DELETE FROM back_off WHERE scope = ? AND NOT asked", (self.scope,))

    def _save(
        self, host: str, failures: int, until: str | None, cause: str, *, asked: bool = False
    ) -> None:
        self.hosts.ask(
            "INSERT OR REPLACE INTO back_off VALUES (?, ?, ?, ?, ?, ?)",
            (self.hosts.known_as(host), self.scope, failures, until, cause, asked),
        )


def _day(now: datetime) -> str:
    return now.date().isoformat()
