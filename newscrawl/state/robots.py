"""The robots.txt of hosts, asked for once a day by all runs of a user together."""

import time
from datetime import datetime
from typing import NamedTuple

from newscrawl.clock import stamp
from newscrawl.state.shared_hosts import SharedHosts

KEPT = frozenset({200, 404, 410})
"""Answers that are valid so long. Any other may be over in a minute."""
ASKING_SECONDS = 60.0
"""After this long whoever asks for one is taken for dead."""


class Kept(NamedTuple):
    """An answer."""

    status: int
    body: bytes


class RobotsFiles:
    """The table `robots`; an origin is a scheme with host and port."""

    def __init__(self, hosts: SharedHosts) -> None:
        self.hosts = hosts

    def known(self, origin: str, since: datetime, now: datetime) -> Kept | None:
        """Return the last answer, if it is no older; none that was read after a clock's `now`."""
        rows = self.hosts.ask(
            "SELECT status, body FROM robots WHERE origin = ? AND read > ? AND read <= ?",
            (self.hosts.known_as(origin), stamp(since), stamp(now)),
        )
        return Kept(*rows[0]) if rows else None

    def may_ask(self, origin: str) -> bool:
        """Return whether it is for this run to ask; False while another one is at it."""
        now = time.time()
        query = (
            "INSERT INTO robots (origin, asking) VALUES (?, ?) ON CONFLICT (origin) DO UPDATE SET "
            "asking = excluded.asking WHERE coalesce(asking, 0) NOT BETWEEN ? AND ? "
            "RETURNING origin"
        )
        name = self.hosts.known_as(origin)
        taken = self.hosts.ask(query, (name, now, now - ASKING_SECONDS, now))
        return bool(taken)

    def keep(self, origin: str, answer: Kept, now: datetime) -> None:
        """Keep an answer, if it is one that is valid for long; others may ask from now on."""
        if answer.status not in KEPT:
            self.failed(origin)
            return
        self.hosts.ask(
            "INSERT OR REPLACE INTO robots VALUES (?, NULL, ?, ?, ?)",
            (self.hosts.known_as(origin), stamp(now), answer.status, answer.body),
        )

    def failed(self, origin: str) -> None:
        """Let others ask from now on."""
        name = self.hosts.known_as(origin)
        self.hosts.ask("UPDATE robots SET asking = NULL WHERE origin = ?", (name,))
