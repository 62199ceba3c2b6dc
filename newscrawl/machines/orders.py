"""What a person asks of a fleet of several machines, but for the work itself."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from scrapy.settings import BaseSettings

from newscrawl.clock import stamp
from newscrawl.fleet.result import Result
from newscrawl.machines.database import SCHEMA, connect, told
from newscrawl.machines.heads import Heads
from newscrawl.machines.keys import is_key
from newscrawl.machines.lease import Lease
from newscrawl.machines.listing import Listing, Row, is_late
from newscrawl.machines.metrics import as_text
from newscrawl.machines.ownership import claim, fleet_store
from newscrawl.machines.reading import fetch
from newscrawl.machines.store import Store
from newscrawl.runs.exits import Exit, Refused
from newscrawl.state.ledger import Ledger
from newscrawl.state.lock import Lock
from newscrawl.state.mend import mend
from newscrawl.state.takeover import LEDGER, is_record

KEPT = timedelta(days=1)
"""A piece that no row names may belong to a commit that is under way; after this it does not."""
LOCK = 7_102_026
"""Of PostgreSQL: one makes the tables at a time."""
IMPORTS = "import"
"""Who holds a scope while its record is taken over."""
CHANGES = {
    "pause": "paused = true",
    "resume": "paused = false",
    "remove": "line = NULL",
    "run-now": "due = NULL",
}
"""What an order does to the rows that it names."""


def init(settings: BaseSettings) -> None:
    """Make the tables that are not there yet, and the store. Raises Refused."""
    import procrastinate  # noqa: PLC0415 - an extra

    with connect(settings) as db, told(), db.transaction():
        db.execute("SELECT pg_advisory_xact_lock(%s)", (LOCK,))
        if not db.execute("SELECT to_regclass('procrastinate_jobs')").fetchone()[0]:
            db.execute(procrastinate.schema.SchemaManager.get_schema())
        db.execute(SCHEMA)
        store = Store(settings["FLEET_STORE"], make=True)
        store.try_out()
        claim(store, db)


def bring_in(settings: BaseSettings, folder: Path, holder: str) -> str:
    """Take the record of one machine over; return its scope. Raises Refused.

    The folder must be the one that this machine would use.
    """
    folder = folder.absolute()
    if not is_record(folder):
        raise Refused(f"{folder} holds no record: name the folder of a scope, as output/sputnik.en")
    own = Path(settings["OUTPUT_DIR"]).absolute()
    if folder.parent != own:
        raise Refused(f"{folder} is not in OUTPUT_DIR ({own}): give -s OUTPUT_DIR={folder.parent}")
    scope = folder.name
    with connect(settings) as db:
        heads = Heads(db)
        fleet_store(settings, db)
        heads.ask(
            "INSERT INTO newscrawl_scope (scope) VALUES (%s) ON CONFLICT DO NOTHING", (scope,)
        )
        head = heads.read(scope)
        if head and head.number:
            raise Refused(f"{scope} is in the store already: move {folder} away")
    _mend(folder)
    lease = Lease(settings, scope, holder)
    try:
        lease.checkpoint()
    finally:
        lease.put_off(0)
    return scope


def _mend(folder: Path) -> None:
    """Finish the files of runs that died there."""
    lock = Lock(folder)
    try:
        ledger = Ledger(folder / LEDGER)
        try:
            mend(ledger, lock)
        finally:
            ledger.close()
    except OSError as problem:
        raise Refused(f"{folder}: {problem}", Exit.DISK) from None
    finally:
        lock.release()


def clean(
    settings: BaseSettings, now: datetime | None = None, *, only_count: bool = False
) -> tuple[int, int]:
    """Remove pieces that no row names and that are older than a day; return how many, and bytes.

    `now` is the database's time if it is not given. What no commit has named so stays.
    """
    number = size = 0
    with connect(settings) as db:
        store = fleet_store(settings, db)
        for orphans in _orphans(store, db, now or Listing(db).moment()):
            if not only_count:
                store.delete(key for key, _, _ in orphans)
            number += len(orphans)
            size += sum(one[2] for one in orphans)
    return number, size


def _orphans(store: Store, db: Any, now: datetime) -> Iterator[list[tuple[str, datetime, int]]]:
    heads, known = Heads(db), {one.scope for one in Listing(db).rows()}
    for scope in known.intersection(store.scopes()):
        # Before the rows: what is newer is in none of both.
        found = [one for one in store.keys(scope) if is_key(one[0], scope)]
        head = heads.read(scope)
        if head is None:
            continue
        named = {part["key"] for part in head.ledger}
        named |= {one.key for some in head.pieces.values() for one in some}
        yield [one for one in found if one[0] not in named and now - one[1] > KEPT]


def results(settings: BaseSettings) -> list[tuple[str, Result]]:
    """Return what the last visit of each outlet came to, with its name; not of paused ones."""
    with connect(settings) as db:
        rows = Listing(db).rows()
    return [
        (one.name, Result(**one.result))
        for one in rows
        if one.line is not None and not one.paused and one.result
    ]


def standing(settings: BaseSettings) -> Iterator[str]:
    """Yield a line for each outlet, then one for all."""
    with connect(settings) as db:
        listing = Listing(db)
        rows, now = listing.rows(), listing.moment()
    if not rows:
        yield "no outlet yet: `newscrawl fleet add outlets.csv` adds them"
        return
    for one in rows:
        yield f"{one.scope}  {_state(one, now)}; {_last(one)}"
    visited = [one for one in rows if one.line is not None]
    due = [one for one in visited if _is_due(one, now)]
    late = sum(is_late(one.line or {}, one.due, now) for one in due)
    working = [one for one in visited if one.holder]
    paused = [one for one in visited if one.paused]
    counts = f"{len(working)} visited now, {len(due)} due{f' ({late} late)' if late else ''}, "
    counts += f"{len(paused)} paused"
    yield f"{len(visited)} outlet{'' if len(visited) == 1 else 's'}: {counts}"


def figures(settings: BaseSettings, *, orphans: bool) -> str:
    """Return how the outlets stand for Prometheus, and `orphans`, which lists the whole store."""
    with connect(settings) as db:
        counts = Listing(db).counts()
    return as_text(counts, clean(settings, only_count=True) if orphans else None)


def standing_rows(settings: BaseSettings) -> list[dict[str, Any]]:
    """Return how each outlet stands, for machines. Moments are ISO 8601 in UTC.

    `next_due` is None of one that is due at once or not visited any more; `is_late` says that it
    has been due for longer than its own `every`; `visited_by` is the machine that visits it now,
    `commits` how often its record was written to the store. Of `last_visit` `alarms` are names,
    `articles` and `comments` numbers of new ones. Raises Refused.
    """
    with connect(settings) as db:
        listing = Listing(db)
        rows, now = listing.rows(), listing.moment()
    return [
        {
            "scope": one.scope,
            "name": one.name,
            "is_listed": one.line is not None,
            "paused": one.paused,
            "is_due": (is_due := one.line is not None and _is_due(one, now)),
            "is_late": is_due and is_late(one.line or {}, one.due, now),
            "next_due": _moment(one.due) if one.due and one.line is not None else None,
            "visited_by": one.holder.partition(":")[0] if one.holder else None,
            "last_visit": _visit(one),
            "date_committed": _moment(one.committed) if one.committed else None,
            "commits": one.number,
        }
        for one in rows
    ]


def _visit(one: Row) -> dict[str, Any] | None:
    if not one.result or not one.visited:
        return None
    told = {name: one.result[name] for name in ("message", "alarms", "articles", "comments")}
    return {
        "date_finished": _moment(one.visited),
        "exit_status": one.result["status"],
        "exit_name": _exit_name(one.result["status"]),
        **told,
    }


def _exit_name(status: int) -> str:
    return next((one.name for one in Exit if one == status), "KILLED")


def _is_due(one: Row, now: datetime) -> bool:
    return not one.paused and not one.holder and (one.due is None or one.due <= now)


def _state(one: Row, now: datetime) -> str:
    if one.line is None:
        return "not visited"
    if one.holder:
        return f"visited now by {one.holder.partition(':')[0]}"
    if one.paused:
        return "paused"
    if _is_due(one, now):
        return "late" if is_late(one.line, one.due, now) else "due"
    assert one.due  # noqa: S101
    return f"due {_moment(one.due)}"


def _last(one: Row) -> str:
    if not one.result or not one.visited:
        return f"last commit {_moment(one.committed)}" if one.committed else "never visited"
    status = _exit_name(one.result["status"])
    message = f": {one.result['message']}" if one.result["message"] else ""
    return f"last visit {_moment(one.visited)} {status}{message}"


def _moment(moment: Any) -> str:
    return stamp(moment.astimezone(UTC))


def obey(
    order: str, words: list[str], settings: BaseSettings, form: str | None = None
) -> Iterator[str]:
    """Do what is asked; yield what is to be said. Raises Refused.

    `form` is how the outlets' standing is told: `--json`, `--prometheus`, or None for a person.
    """
    if form:
        yield _status_as(form, settings)
    elif order in {"init", "status", "clean", "drain"}:
        yield from _for_all(order, settings)
    elif order == "import":
        yield f"{bring_in(settings, Path(words[0]), IMPORTS)} is in the store"
    elif order == "fetch":
        for scope in words:
            yield str(fetch(settings, scope))
    else:
        with connect(settings) as db:
            listing = Listing(db)
            if order == "add":
                counts = listing.add(Path(words[0]), settings)
                yield ", ".join(f"{number} {what}" for what, number in counts.items())
            else:
                listing.change(listing.meant(words), CHANGES[order])


def _status_as(form: str, settings: BaseSettings) -> str:
    if form == "--json":
        return json.dumps(standing_rows(settings), ensure_ascii=False, indent=2)
    return figures(settings, orphans=form.endswith("orphans")).rstrip("\n")


def _for_all(order: str, settings: BaseSettings) -> Iterator[str]:
    if order == "init":
        init(settings)
        yield "the tables are there, and the store can be used"
    elif order == "status":
        yield from standing(settings)
    elif order == "clean":
        number, size = clean(settings)
        yield f"{number} pieces removed, {size / 2**20:.1f} MiB"
    else:
        with connect(settings) as db:
            Listing(db).drain()
        yield "all machines that work now end when their visits are done"
