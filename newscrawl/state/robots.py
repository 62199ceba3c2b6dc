"""The robots.txt of hosts, asked for once a day by all runs of a user together."""

import os
import time
from contextlib import suppress
from datetime import datetime
from typing import NamedTuple

import psutil

from newscrawl.clock import stamp
from newscrawl.state.shared_hosts import SharedHosts

LASTING = frozenset({200, 404, 410})
"""Answers that are valid so long. Any other may be over in a minute."""
ASKING_SECONDS = 60.0
"""After this long whoever asks for one is no longer waited for."""


class Kept(NamedTuple):
    """An answer."""

    status: int
    body: bytes


class RobotsFiles:
    """The tables `robots` and `asking`; an origin is a scheme with host and port."""

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
        name, now = self.hosts.known_as(origin), time.time()
        found = self.hosts.ask("SELECT moment, pid, born FROM asking WHERE origin = ?", (name,))
        before, pid, born = found[0] if found else (0.0, 0, 0.0)
        if now - ASKING_SECONDS <= before <= now and _born(pid) == born:
            return False
        query = (
            "INSERT INTO asking VALUES (?, ?, ?, ?) ON CONFLICT (origin) DO UPDATE SET "
            "moment = excluded.moment, pid = excluded.pid, born = excluded.born WHERE moment = ? "
            "RETURNING origin"
        )
        us = os.getpid()
        return bool(self.hosts.ask(query, (name, now, us, _born(us), before)))

    def keep(self, origin: str, answer: Kept, now: datetime) -> None:
        """Keep an answer, if it is one that is valid for long; others may ask from now on."""
        if answer.status not in LASTING:
            self.failed(origin)
            return
        self.hosts.ask(
            "INSERT OR REPLACE INTO robots (origin, read, status, body) VALUES (?, ?, ?, ?)",
            (self.hosts.known_as(origin), stamp(now), answer.status, answer.body),
        )
        self.failed(origin)

    def failed(self, origin: str) -> None:
        """Let others ask from now on."""
        name = self.hosts.known_as(origin)
        self.hosts.ask("DELETE FROM asking WHERE origin = ?", (name,))


def _born(pid: int) -> float:
    """Return when a process began, as another one may have its number by now; 0 if it is gone."""
    with suppress(psutil.Error):
        return psutil.Process(pid).create_time()
    return 0.0
