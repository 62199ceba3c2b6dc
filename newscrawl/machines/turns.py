"""When hosts are asked next: one queue per host for all machines, beside that of each machine."""

import logging
import threading
from contextlib import suppress
from typing import Any

from scrapy.settings import BaseSettings

from newscrawl.machines.database import connect, told
from newscrawl.net.term import uptime
from newscrawl.runs.exits import Refused

logger = logging.getLogger(__name__)

LONGEST = 600.0
"""Seconds. Nobody waits longer."""
AGAIN = 15.0
"""Seconds: asking a database that does not answer takes as long as connecting may take."""


class SharedTurns:
    """The table `newscrawl_host`, on one connection for all crawls of a process.

    Where the database is gone, the turns of each machine hold.
    """

    def __init__(self, settings: BaseSettings) -> None:
        self.settings = settings
        self.db: Any = None
        self.alone = threading.Lock()
        self.again = 0.0
        """When the database is asked again after it was gone, by `uptime`."""

    def take(self, host: str, delay: float) -> float:
        """Take the next turn of a host, `delay` seconds before any other; return the wait."""
        with self.alone:
            if uptime() < self.again:
                return 0.0
            try:
                return min(self._take(host, delay), LONGEST)
            except Refused as problem:
                logger.info("no turn of all machines: %s", problem)
                with suppress(Exception):
                    self.db.close()
                self.db = None
                self.again = uptime() + AGAIN
                return 0.0

    def _take(self, host: str, delay: float) -> float:
        if self.db is None:
            self.db = connect(self.settings)
        with told():
            row = self.db.execute(
                "INSERT INTO newscrawl_host AS known VALUES "
                "(%(host)s, clock_timestamp() + make_interval(secs => %(delay)s)) "
                "ON CONFLICT (host) DO UPDATE SET free = greatest(known.free, clock_timestamp()) "
                "+ make_interval(secs => %(delay)s) RETURNING "
                "extract(epoch FROM free - clock_timestamp())::float8",
                {"host": host, "delay": delay},
            ).fetchone()
        return max(0.0, float(row[0]) - delay)
