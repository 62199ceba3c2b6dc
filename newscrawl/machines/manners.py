"""What all machines know about hosts: budgets, what hosts asked for, robots.txt.

All moments are the database's: no machine's clock counts.
"""

import asyncio
import logging
import secrets
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from newscrawl.clock import stamp
from newscrawl.machines.hosts_table import HostsTable
from newscrawl.net.fleet_hosts import KnownRobots

logger = logging.getLogger(__name__)

SPEND = """
INSERT INTO newscrawl_budget AS known VALUES (%(host)s, (now() AT TIME ZONE 'UTC')::date, 1)
ON CONFLICT (host) DO UPDATE SET day = EXCLUDED.day,
requests = CASE WHEN known.day = EXCLUDED.day THEN known.requests + 1 ELSE 1 END
WHERE known.day <> EXCLUDED.day OR known.requests < %(budget)s RETURNING requests
"""
UNTIL = """
SELECT until, cause FROM newscrawl_back_off
WHERE host = %(host)s AND until > clock_timestamp() AND asked >= %(asked)s
ORDER BY until DESC LIMIT 1
"""
FAILED = """
INSERT INTO newscrawl_back_off AS known VALUES (%(host)s, %(scope)s, 1, NULL, %(cause)s, false)
ON CONFLICT (host, scope) DO UPDATE SET failures = known.failures + 1, cause = EXCLUDED.cause,
asked = false, until = clock_timestamp() + least(interval '1 day',
make_interval(secs => %(pause)s * 2.0 ^ least(known.failures - 1, 20)))
"""
LEAVE = """
INSERT INTO newscrawl_back_off VALUES (%(host)s, %(scope)s, 1,
clock_timestamp() + make_interval(secs => %(seconds)s), %(cause)s, true)
ON CONFLICT (host, scope) DO UPDATE SET failures = 1, until = EXCLUDED.until,
cause = EXCLUDED.cause, asked = true
"""
WORKED = """
DELETE FROM newscrawl_back_off
WHERE host = %(host)s AND (until IS NULL OR until <= clock_timestamp())
"""
HOLD = """
INSERT INTO newscrawl_host AS known VALUES (%(host)s,
clock_timestamp() + make_interval(secs => %(seconds)s))
ON CONFLICT (host) DO UPDATE SET free = greatest(known.free, EXCLUDED.free)
"""
ROBOTS = """
SELECT extract(epoch FROM clock_timestamp() - read)::float8, status, body FROM newscrawl_robots
WHERE origin = %(origin)s AND read > clock_timestamp() - interval '1 day'
"""
MAY_ASK = """
INSERT INTO newscrawl_robots AS known (origin, asking, asker)
VALUES (%(origin)s, clock_timestamp(), %(asker)s)
ON CONFLICT (origin) DO UPDATE SET asking = EXCLUDED.asking, asker = EXCLUDED.asker
WHERE known.asking IS NULL OR known.asking < clock_timestamp() - interval '1 minute'
RETURNING origin
"""
KEEP = """
INSERT INTO newscrawl_robots (origin, read, status, body)
VALUES (%(origin)s, clock_timestamp(), %(status)s, %(body)s)
ON CONFLICT (origin) DO UPDATE SET read = EXCLUDED.read, status = EXCLUDED.status,
body = EXCLUDED.body, asking = NULL
"""
LET_ASK = """
UPDATE newscrawl_robots SET asking = NULL WHERE origin = %(origin)s AND asker = %(asker)s
"""


class SharedManners:
    """The `FleetHosts` of the crawls of one process: tables of the database, asked in a thread."""

    def __init__(self, table: HostsTable) -> None:
        self.table, self.asker = table, secrets.token_hex(8)
        # One thread: who asks sees what was told before.
        self.thread = ThreadPoolExecutor(1, "hosts")

    async def _ask(self, query: str, **values: Any) -> list[Any] | None:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.thread, self.table.ask, query, values)

    def _tell(self, query: str, **values: Any) -> None:
        self.thread.submit(self.table.ask, query, values)

    async def until(self, host: str, *, asked: bool) -> tuple[str, str] | None:
        rows = await self._ask(UNTIL, host=host, asked=asked)
        return (stamp(rows[0][0]), rows[0][1]) if rows else None

    async def spend(self, host: str, budget: int) -> bool:
        rows = await self._ask(SPEND, host=host, budget=budget)
        return rows is None or bool(rows)

    def failed(self, host: str, scope: str, pause: float, cause: str) -> None:
        self._tell(FAILED, host=host, scope=scope, pause=pause, cause=cause)

    def leave(self, host: str, scope: str, seconds: float, cause: str) -> None:
        self._tell(LEAVE, host=host, scope=scope, seconds=seconds, cause=cause)

    def worked(self, host: str) -> None:
        self._tell(WORKED, host=host)

    def hold(self, host: str, seconds: float) -> None:
        self._tell(HOLD, host=host, seconds=seconds)

    async def robots(self, origin: str) -> KnownRobots | None:
        rows = await self._ask(ROBOTS, origin=origin)
        return KnownRobots(rows[0][0], rows[0][1], bytes(rows[0][2])) if rows else None

    async def may_ask(self, origin: str) -> bool:
        rows = await self._ask(MAY_ASK, origin=origin, asker=self.asker)
        return rows is None or bool(rows)

    def keep_robots(self, origin: str, status: int, body: bytes) -> None:
        self._tell(KEEP, origin=origin, status=status, body=body)

    def let_ask(self, origin: str) -> None:
        self._tell(LET_ASK, origin=origin, asker=self.asker)
