"""When hosts are asked next: one queue per host for all runs of a user on this machine."""

import logging
import sqlite3
import time
from contextlib import suppress

from newscrawl.state.shared_hosts import SharedHosts

logger = logging.getLogger(__name__)

LATE = 0.02
"""Seconds by which a request may follow the beginning of its turn."""
LONGEST = 600.0
"""Seconds. Nobody waits longer: what says so was written before the clock was set back."""


class Turns:
    """The table `turn`. Nothing is raised."""

    def __init__(self, hosts: SharedHosts) -> None:
        self.hosts = hosts

    def take(self, host: str, delay: float) -> float:
        """Take the next turn of a host, `delay` seconds before any other; return the wait."""
        own = self.hosts.known_as(host)
        return self._move(own if self._is_held(own) else host, 0.0, delay)

    def is_kept(self, host: str, begin: float, delay: float) -> bool:
        """Return whether a turn that began at this moment can be used now, a moment later or more.

        A busy process wakes late. If another run has the next turn by then, this one is over; if
        nobody has, it begins now.
        """
        now = time.time()
        if now - begin < LATE:
            return True
        own = self.hosts.known_as(host)
        query = "UPDATE turn SET free = ? WHERE host = ? AND free < ? RETURNING host"
        name = own if self._is_held(own) else host
        return bool(self.hosts.ask(query, (now + delay, name, begin + delay + LATE)))

    def hold(self, host: str, seconds: float) -> None:
        """Let nobody have a turn of a host for so long, which it asked for."""
        self._move(self.hosts.known_as(host), min(seconds, LONGEST / 2), 0.0)

    def _is_held(self, own: str) -> bool:
        now = time.time()
        query = "SELECT 1 FROM turn WHERE host = ? AND free BETWEEN ? AND ?"
        return bool(self.hosts.ask(query, (own, now, now + LONGEST)))

    def _move(self, host: str, least: float, delay: float) -> float:
        """Put off the next turn to the end of this one, which is `least` seconds from now."""
        now, db = time.time(), self.hosts.db
        try:
            db.execute("BEGIN IMMEDIATE")
            found = db.execute("SELECT free FROM turn WHERE host = ?", (host,)).fetchone()
            free = found[0] if found and found[0] < now + LONGEST else now
            begin = max(now + least, free)
            db.execute("INSERT OR REPLACE INTO turn VALUES (?, ?)", (host, begin + delay))
            db.execute("COMMIT")
        except sqlite3.Error as problem:
            with suppress(sqlite3.Error):
                db.rollback()
            logger.debug("no turn could be taken: %s", problem)
            self.hosts.mend(problem)
            return delay
        return begin - now
