"""The row of a scope: who may visit it, and what of it is written. The only thing that is trusted.

Taking a scope raises its epoch. A commit names its epoch, and fails when the row has another.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from newscrawl.machines.database import told
from newscrawl.runs.exits import Exit, Refused


class Fenced(Refused):
    """Another machine has taken the scope meanwhile: nothing of this visit counts any more."""

    def __init__(self, scope: str) -> None:
        super().__init__(f"another machine has taken {scope} over", Exit.LOCKED)


class Piece(NamedTuple):
    """Bytes of a file, from `first` up to `past`, which is not in it."""

    file: str
    first: int
    past: int
    key: str


class Head(NamedTuple):
    """What is written of a scope."""

    epoch: int
    """Of the last that took it."""
    number: int
    """Of the last commit; 0: there is none."""
    written_by: int
    """The epoch of the last commit."""
    token: str | None
    """What tells the last commit from any other, of another database too."""
    ledger: list[dict[str, Any]]
    """The parts of its ledger, in their order: `key`, and `bytes` in the store."""
    small: dict[str, str]
    """Files that are not only added to, whole."""
    pieces: dict[str, list[Piece]]
    """Of each file that is only added to, in their order."""


class Change(NamedTuple):
    """What a commit makes of a head."""

    token: str
    ledger: list[dict[str, Any]]
    small: dict[str, str]
    pieces: list[Piece]
    """New ones,"""
    instead: list[Piece]
    """and those that they stand for."""


class Heads:
    """The tables `newscrawl_scope` and `newscrawl_piece`. Raises Refused if they cannot be used."""

    def __init__(self, db: Any) -> None:
        """`db` is a connection of psycopg that commits each statement."""
        self.db = db

    def ask(self, query: str, values: Sequence[Any] = ()) -> list[Any]:
        """Return the rows of a query."""
        with told():
            found = self.db.execute(query, values)
            return found.fetchall() if found.description else []

    def read(self, scope: str) -> Head | None:
        """Return what is written of a scope; None if it is not known."""
        with told(), self.db.transaction():
            self.db.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            row = self.db.execute(
                "SELECT epoch, number, written_by, token, ledger, small FROM newscrawl_scope "
                "WHERE scope = %s",
                (scope,),
            ).fetchone()
            if not row:
                return None
            epoch, number, written_by, token, ledger, small = row
            return Head(epoch, number, written_by, token, ledger, small, self._pieces(scope))

    def _pieces(self, scope: str) -> dict[str, list[Piece]]:
        query = "SELECT file, first, past, key FROM newscrawl_piece WHERE scope = %s ORDER BY 1, 2"
        found = defaultdict[str, list[Piece]](list)
        for row in self.db.execute(query, (scope,)):
            found[row[0]].append(Piece(*row))
        return dict(found)

    def take(self, scope: str, holder: str, seconds: float) -> Head:
        """Take a scope for so long. Raises Refused if somebody else has it, or nobody knows it.

        Who asks as the same `holder` again takes it from a process of its own that has died.
        """
        rows = self.ask(
            "UPDATE newscrawl_scope SET epoch = epoch + 1, holder = %s, "
            "until = clock_timestamp() + make_interval(secs => %s) "
            "WHERE scope = %s AND (until IS NULL OR until < clock_timestamp() OR holder = %s) "
            "RETURNING epoch",
            (holder, seconds, scope, holder),
        )
        head = self.read(scope)
        if not head:
            raise Refused(f"{scope} is no outlet of this fleet: `newscrawl fleet add` adds it")
        if not rows:
            raise Refused(f"another machine is visiting {scope}", Exit.LOCKED)
        if head.epoch != rows[0][0]:
            raise Fenced(scope)
        return head

    def renew(self, scope: str, epoch: int, seconds: float) -> None:
        """Keep a scope for so long from now on. Raises Fenced."""
        rows = self.ask(
            "UPDATE newscrawl_scope SET until = clock_timestamp() + make_interval(secs => %s) "
            "WHERE scope = %s AND epoch = %s RETURNING epoch",
            (seconds, scope, epoch),
        )
        if not rows:
            raise Fenced(scope)

    def commit(self, scope: str, epoch: int, change: Change) -> int:
        """Let what is in the store count, all at once; return its number. Raises Fenced."""
        from psycopg.types.json import Jsonb  # noqa: PLC0415 - an extra

        with told(), self.db.transaction():
            row = self.db.execute(
                "UPDATE newscrawl_scope SET number = number + 1, written_by = epoch, "
                "token = %s, ledger = %s, small = %s, committed = now() "
                "WHERE scope = %s AND epoch = %s RETURNING number",
                (change.token, Jsonb(change.ledger), Jsonb(change.small), scope, epoch),
            ).fetchone()
            if not row:
                raise Fenced(scope)
            with self.db.cursor() as cursor:
                cursor.executemany(
                    "DELETE FROM newscrawl_piece WHERE scope = %s AND file = %s AND first = %s",
                    [(scope, one.file, one.first) for one in change.instead],
                )
                cursor.executemany(
                    "INSERT INTO newscrawl_piece (scope, file, first, past, key) "
                    "VALUES (%s, %s, %s, %s, %s)",
                    [(scope, *one) for one in change.pieces],
                )
            return int(row[0])

    def give_back(self, scope: str, epoch: int, due: datetime | None, *, later: int = 0) -> None:
        """Let anybody take a scope again, at the latest `due`; without that in `later` seconds."""
        self.ask(
            "UPDATE newscrawl_scope SET until = NULL, holder = NULL, "
            "due = coalesce(%s, clock_timestamp() + make_interval(secs => %s)) "
            "WHERE scope = %s AND epoch = %s",
            (due, later, scope, epoch),
        )
