"""The outlets of a fleet of several machines: in the database, line by line as in their file."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from scrapy.settings import BaseSettings

from newscrawl import clock
from newscrawl.fleet.result import KILLED, Result
from newscrawl.machines.database import told
from newscrawl.machines.heads import Heads
from newscrawl.outlets.check import EVERY, Outlet, check_outlets
from newscrawl.outlets.entries import read_entries
from newscrawl.outlets.entry import Entry
from newscrawl.runs.exits import Exit, Refused

LIST = Path("the fleet's list")
UNTOLD = frozenset({Exit.LOCKED, Exit.INTERRUPTED})
"""How visits end that say nothing of their outlet."""
AT_HOME = frozenset(
    {Exit.DONE, Exit.INCOMPLETE, Exit.NOTHING, Exit.LOSSES, Exit.ALARM, Exit.LIMITED}
)
"""How visits end after which the same machine is preferred. Of any other end the cause may be the
machine itself: its disk, its network, its memory. Then the next visit is anybody's."""


class Row(NamedTuple):
    """How an outlet stands."""

    scope: str
    line: dict[str, str] | None
    paused: bool
    due: datetime | None
    holder: str | None
    """Who visits it now."""
    result: dict[str, Any] | None
    visited: datetime | None
    committed: datetime | None
    number: int

    @property
    def name(self) -> str:
        """Return what it is called."""
        return (self.line or {}).get("name", self.scope)


class Counts(NamedTuple):
    """How many outlets stand how. One may be paused and running, until its visit is over."""

    listed: int
    """All but those that were removed."""
    due: int
    """Nobody visits them yet."""
    running: int
    late: int
    """Of those due, those that have been for longer than their own `every`."""
    paused: int
    longest: float
    """Seconds for which that one has been due which has been for longest."""


def is_late(line: dict[str, str], due: datetime | None, now: datetime) -> bool:
    """Return whether an outlet that is due should have been visited once more by now.

    One that was never visited, or is to be at once, has no moment that it could miss.
    """
    every = clock.span(line.get("every") or EVERY)
    return bool(due and every and due + every < now)


class Listing:
    """The outlets. Raises Refused if the database cannot be used."""

    def __init__(self, db: Any) -> None:
        self.db, self.ask = db, Heads(db).ask

    def add(self, path: Path, settings: BaseSettings) -> dict[str, int]:
        """Take the outlets of a file in, all or none; return how many are new, changed, as before.

        Raises Refused, with a line for each that is wrong, where one is.
        """
        from psycopg.types.json import Jsonb  # noqa: PLC0415 - an extra

        entries = read_entries(path)
        found = check_outlets(path, settings, entries)
        if found.bad:
            raise Refused("\n".join([*found.bad, "nothing was added: mend these lines"]))
        lines = {one.line: one.values for one in entries}
        counts = {"new": 0, "changed": 0, "as before": 0}
        with told(), self.db.transaction():
            for one in found.good:
                before = self.db.execute(
                    "SELECT line, paused FROM newscrawl_scope WHERE scope = %s FOR UPDATE",
                    (one.scope,),
                ).fetchone()
                line = {**lines[one.line], "name": one.name}
                is_new = not before or before[0] is None
                same = before == (line, one.paused)
                counts["new" if is_new else "as before" if same else "changed"] += 1
                if not same:
                    self.db.execute(
                        "INSERT INTO newscrawl_scope (scope, line, paused) VALUES (%s, %s, %s) "
                        "ON CONFLICT (scope) DO UPDATE SET line = EXCLUDED.line, "
                        "paused = EXCLUDED.paused",
                        (one.scope, Jsonb(line), one.paused),
                    )
        return counts

    def rows(self) -> list[Row]:
        """Return all that are known, those that nobody visits too."""
        query = (
            "SELECT scope, line, paused, due, CASE WHEN free THEN NULL ELSE holder END, "
            "result, visited, committed, number FROM newscrawl_standing ORDER BY scope"
        )
        return [Row(*row) for row in self.ask(query)]

    def counts(self) -> Counts:
        """Return how many outlets stand how, by the database's time."""
        query = (
            "SELECT jsonb_build_object('every', line->>'every'), paused, NOT free, is_due AND free,"
            " due, clock_timestamp() FROM newscrawl_standing WHERE line IS NOT NULL"
        )
        rows = self.ask(query)
        due = [(line, when, now) for line, _, _, is_due, when, now in rows if is_due]
        waits = [(now - when).total_seconds() for _, when, now in due if when]
        return Counts(
            listed=len(rows),
            due=len(due),
            running=sum(running for _, _, running, *_ in rows),
            late=sum(is_late(*one) for one in due),
            paused=sum(paused for _, paused, *_ in rows),
            longest=max(waits, default=0.0),
        )

    def meant(self, words: Sequence[str]) -> list[str]:
        """Return the scopes that are named, by themselves or by what they are called."""
        rows = [one for one in self.rows() if one.line is not None]
        known = {one.name: one.scope for one in rows} | {one.scope: one.scope for one in rows}
        for word in words:
            if word not in known:
                raise Refused(
                    f"{word} is no outlet of this fleet: `newscrawl fleet status` lists them"
                )
        return [known[word] for word in words]

    def change(self, scopes: Iterable[str], to: str) -> None:
        """Change rows; `to` is SQL of our own."""
        query = f"UPDATE newscrawl_scope SET {to} WHERE scope = ANY(%s)"  # noqa: S608
        self.ask(query, ([*scopes],))

    def waiting(self, most: int) -> list[tuple[str, str | None]]:
        """Return scopes that are due and that nobody visits: first those never visited.

        Beside each its home: the machine that has its newest folder, or None.
        """
        query = "SELECT scope, machine FROM newscrawl_standing LEFT JOIN newscrawl_home "
        query += "USING (scope) WHERE is_due AND free "
        query += "ORDER BY due IS NOT NULL, due, scope LIMIT %s"
        return [(scope, home) for scope, home in self.ask(query, (most,))]

    def outlet(self, scope: str, settings: BaseSettings) -> Outlet | None:
        """Return an outlet to visit; None if it is not due, or somebody visits it by now.

        Raises Refused if its line is wrong for this machine.
        """
        query = "SELECT line FROM newscrawl_standing WHERE scope = %s AND is_due AND free"
        rows = self.ask(query, (scope,))
        if not rows:
            return None
        found = check_outlets(LIST, settings, [Entry(1, rows[0][0])])
        if found.bad:
            raise Refused(found.bad[0].partition(": ")[2])
        return found.good[0]

    def note(self, result: Result, holder: str, machine: str, later: int) -> None:
        """Write down what a visit on a machine came to, by the process `holder` there.

        If its crawl died, it is tried again after `later` seconds.
        """
        from psycopg.types.json import Jsonb  # noqa: PLC0415 - an extra

        self.ask(
            "UPDATE newscrawl_scope SET until = NULL, holder = NULL, "
            "due = clock_timestamp() + make_interval(secs => %s) WHERE scope = %s AND holder = %s",
            (later, result.scope, holder),
        )
        if result.status == KILLED or result.status not in UNTOLD:
            self.ask(
                "UPDATE newscrawl_scope SET result = %s, visited = clock_timestamp() "
                "WHERE scope = %s",
                (Jsonb(result._replace(commits=None)._asdict()), result.scope),
            )
            self._move(result, machine)
        if result.status == Exit.USAGE:  # its crawl never began, so nobody put it off
            self.ask(
                "UPDATE newscrawl_scope SET due = clock_timestamp() + make_interval(secs => %s) "
                "WHERE scope = %s",
                (later, result.scope),
            )

    def _move(self, result: Result, machine: str) -> None:
        """Let a machine be the home of what it visited, or nobody."""
        if result.status in AT_HOME:
            query = "INSERT INTO newscrawl_home VALUES (%s, %s) ON CONFLICT (scope) DO UPDATE SET "
            query += "machine = EXCLUDED.machine WHERE newscrawl_home.machine <> EXCLUDED.machine"
            self.ask(query, (result.scope, machine))
        else:
            self.ask("DELETE FROM newscrawl_home WHERE scope = %s", (result.scope,))

    def is_held(self, holder: str) -> bool:
        """Return whether a holder visits any outlet now."""
        query = "SELECT 1 FROM newscrawl_standing WHERE holder = %s AND NOT free LIMIT 1"
        return bool(self.ask(query, (holder,)))

    # Orders to the machines

    def moment(self) -> datetime:
        """Return the database's time."""
        found: datetime = self.ask("SELECT clock_timestamp()")[0][0]
        return found

    def drain(self) -> None:
        """Let all machines that work now end when their visits are done."""
        self.ask(
            "INSERT INTO newscrawl_order VALUES ('drain', clock_timestamp()) "
            "ON CONFLICT (what) DO UPDATE SET moment = EXCLUDED.moment"
        )

    def is_drained(self, since: datetime) -> bool:
        """Return whether a machine that began then is to end."""
        query = "SELECT 1 FROM newscrawl_order WHERE what = 'drain' AND moment > %s"
        return bool(self.ask(query, (since,)))
