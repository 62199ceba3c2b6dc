"""The tables of hosts, on one connection for all crawls of a process."""

import logging
import threading
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from scrapy.settings import BaseSettings

from newscrawl.machines.database import connect, told
from newscrawl.net.term import uptime
from newscrawl.runs.exits import Refused

logger = logging.getLogger(__name__)

AGAIN = 15.0
"""Seconds: asking a database that does not answer takes as long as connecting may take."""


class HostsTable:
    """Asked from any thread, one at a time."""

    def __init__(self, settings: BaseSettings) -> None:
        self.settings = settings
        self.db: Any = None
        self.alone = threading.Lock()
        self.again = 0.0
        """When the database is asked again after it was gone, by `uptime`."""

    def ask(self, query: str, values: Mapping[str, Any]) -> list[Any] | None:
        """Return the rows of a query; None where the database is gone. Nothing is raised."""
        with self.alone:
            if uptime() < self.again:
                return None
            try:
                return self._ask(query, values)
            except Refused as problem:
                logger.info("hosts of all machines are not known: %s", problem)
                with suppress(Exception):
                    self.db.close()
                self.db = None
                self.again = uptime() + AGAIN
                return None

    def _ask(self, query: str, values: Mapping[str, Any]) -> list[Any]:
        if self.db is None:
            self.db = connect(self.settings)
        with told():
            found = self.db.execute(query, values)
            return found.fetchall() if found.description else []
