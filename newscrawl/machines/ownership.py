"""Whose a store is: its marker holds the id that the database has, too."""

import secrets
from typing import Any

from scrapy.settings import BaseSettings

from newscrawl.machines.database import told
from newscrawl.machines.store import MARKER, Store
from newscrawl.runs.exits import Exit, Refused

TRIED = 100
"""Records of which a piece is looked for in a store without a marker."""


def fleet_store(settings: BaseSettings, db: Any) -> Store:
    """Open the store of a fleet, which `db` is connected to. Raises Refused if it is no such."""
    with told():
        row = db.execute("SELECT id FROM newscrawl_fleet").fetchone()
    if not row:
        raise Refused("FLEET_DATABASE knows no store yet: `newscrawl fleet init` makes it")
    return Store(settings["FLEET_STORE"], row[0])


def claim(store: Store, db: Any) -> None:
    """Let a store be that of the fleet, in a transaction of `db`. Raises Refused if it may not.

    One without a marker is taken if nothing is written yet, or if what is written lies in it.
    """
    row = db.execute("SELECT id FROM newscrawl_fleet").fetchone()
    found = store.marker()
    if row and found == row[0]:
        return
    if found is not None:
        raise Refused(
            f"FLEET_STORE {store.shown} belongs to another fleet than FLEET_DATABASE: name the two "
            "that belong together, or another folder or path for a new fleet (if a fleet is no "
            f"more, remove {MARKER} from its store)"
        )
    fleet = row[0] if row else secrets.token_hex(8)
    _require_pieces(store, db, fleet)
    if not row:
        db.execute("INSERT INTO newscrawl_fleet (id) VALUES (%s)", (fleet,))
    store.mark(fleet)


def _require_pieces(store: Store, db: Any, fleet: str) -> None:
    rows = db.execute(
        "SELECT ledger->-1->>'key' FROM newscrawl_scope WHERE number > 0 "
        "ORDER BY committed DESC LIMIT %s",
        (TRIED,),
    ).fetchall()
    if gone := sum(not store.has(key) for (key,) in rows):
        raise Refused(
            f"FLEET_STORE {store.shown}: {gone} of {len(rows)} records that FLEET_DATABASE names "
            f"are not there, nor is {MARKER}: is it mounted? (To go on without them: a file "
            f"{MARKER} there, with the text {fleet})",
            Exit.DISK,
        )
