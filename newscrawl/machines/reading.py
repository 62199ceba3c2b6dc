"""The records of a fleet, read on any machine: what the rows name is brought, and nothing else.

What `status`, `report` and `export` read lies below OUTPUT_DIR/.fleet, apart from the folders that
this machine may be writing to; what is there already is not fetched again.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC
from pathlib import Path

from scrapy.settings import BaseSettings

from newscrawl import clock
from newscrawl.clock import stamp
from newscrawl.fleet.kept import FOLDER
from newscrawl.fleet.listed import Listed
from newscrawl.machines.database import connect, is_shared
from newscrawl.machines.folder import bring
from newscrawl.machines.heads import Head, Heads
from newscrawl.machines.listing import LIST, Listing, Row
from newscrawl.machines.ownership import fleet_store
from newscrawl.machines.store import Store
from newscrawl.record.scopes import meant, scopes, scopes_meant
from newscrawl.record.standing import Standing, standing
from newscrawl.runs.exits import Exit, Refused
from newscrawl.runs.history import NAME as HISTORY
from newscrawl.state.files import KEPT
from newscrawl.state.lock import Lock
from newscrawl.state.storage import check_links

RECORDS, STANDINGS = "records", "standings"
"""Folders for what `report` and `export` read, and for the little that `status` does."""
PATIENCE = 60.0
"""Seconds. Of two commands that read the same record one waits for the other."""
AGAIN = 0.2

Wanted = Callable[[str], bool]
"""Whether a file that is only added to is wanted, by its name."""


def fetch(settings: BaseSettings, scope: str) -> Path:
    """Bring the record of a scope here, or up to date; return its folder. Raises Refused."""
    output = Path(settings["OUTPUT_DIR"]).absolute()
    with connect(settings) as db:
        store = fleet_store(settings, db)
    _head(settings, scope)  # no folder is made for what nobody knows
    with _brought(settings, output / scope, lambda _: True, store, 0.0) as (folder, _):
        return folder


class Own:
    """The records of this machine, where it is alone."""

    def __init__(self, output: Path) -> None:
        self.output = output

    def meant(self, words: Sequence[str]) -> list[str]:
        """Return the scopes that words mean, each once; all if there is no word."""
        names = Listed(self.output / FOLDER).names()
        named = [one for word in words for one in scopes_meant(self.output, word, names)]
        return [*dict.fromkeys(named)] if words else scopes(self.output)

    @contextmanager
    def records(self, found: Iterable[str]) -> Iterator[Path]:
        """Yield the folder that has records."""
        yield self.output


class Shared:
    """The records of all outlets. Raises Refused in one line where they cannot be had."""

    def __init__(self, settings: BaseSettings) -> None:
        self.settings = settings
        with connect(settings) as db:
            self.store = fleet_store(settings, db)
            rows = Listing(db).rows()
        self.folder = Path(settings["OUTPUT_DIR"]).absolute() / FOLDER
        self.names = {one.name: one.scope for one in rows if one.line is not None}
        """The scopes of the outlets, by what they are called."""
        self.written = {one.scope: one for one in rows if one.number}
        """The outlets of which something is in the store, by their scopes."""
        self.removed = {one.scope: str(LIST) for one in self.written.values() if one.line is None}

    def meant(self, words: Sequence[str]) -> list[str]:
        """Return the scopes that words mean, each once; all if there is no word."""
        found = [*self.written]
        named = [one for word in words for one in meant(found, word, self.names, "by this fleet")]
        return [*dict.fromkeys(named)] if words else found

    @contextmanager
    def records(self, found: Iterable[str]) -> Iterator[Path]:
        """Bring records; yield the folder that has them, which is like OUTPUT_DIR."""
        output = self.folder / RECORDS
        with ExitStack() as stack:
            for scope in found:
                stack.enter_context(_brought(self.settings, output / scope, _is_read, self.store))
            yield output

    def standings(self, wanted: Iterable[str]) -> list[Standing]:
        """Return how scopes stand, in the order of `record.standing.standings`."""
        found = [self._standing(self.written[scope]) for scope in wanted]
        return sorted(found, key=lambda one: (not one.has_failed, one.scope))

    def _standing(self, row: Row) -> Standing:
        output = self.folder / STANDINGS
        with _brought(
            self.settings, output / row.scope, lambda name: name == HISTORY, self.store
        ) as (folder, head):
            found = standing(folder)
        kept = [some[-1].past for name, some in head.pieces.items() if KEPT.fullmatch(name)]
        began = found.running_since or found.killed_since
        due = row.due.astimezone(UTC) if row.due else clock.now()
        return found._replace(
            kept={"files": len(kept), "bytes": sum(kept)},
            running_since=began if row.holder else None,
            killed_since=None if row.holder else began,
            next_due=None if row.paused or row.line is None else stamp(due),
        )


def records_of(settings: BaseSettings) -> Own | Shared:
    """Return the records that a command is to read: of all machines, or of this one alone."""
    return Shared(settings) if is_shared(settings) else Own(Path(settings["OUTPUT_DIR"]))


@contextmanager
def _brought(
    settings: BaseSettings, folder: Path, wanted: Wanted, store: Store, patience: float = PATIENCE
) -> Iterator[tuple[Path, Head]]:
    """Bring what is wanted of a scope into its folder, and hold that for a while."""
    scope, before = folder.name, 0
    try:
        check_links(folder)
        folder.mkdir(parents=True, exist_ok=True)
        lock = _locked(folder, patience)
    except OSError as problem:
        raise Refused(f"OUTPUT_DIR: {folder}: {problem}", Exit.DISK) from None
    try:
        while True:
            head = _head(settings, scope)
            pieces = {name: some for name, some in head.pieces.items() if wanted(name)}
            try:
                bring(folder, head._replace(pieces=pieces), store, whole=True)
                break
            except OSError as problem:
                raise Refused(f"OUTPUT_DIR: {folder}: {problem}", Exit.DISK) from None
            except Refused:
                # `clean` may have removed what a commit of this moment has put together.
                if before == head.number:
                    raise
            before = head.number
        yield folder, head
    finally:
        lock.release()


def _is_read(name: str) -> bool:
    return not KEPT.fullmatch(name)


def _locked(folder: Path, patience: float) -> Lock:
    end = time.monotonic() + patience
    while True:
        try:
            return Lock(folder)
        except Refused:
            if time.monotonic() > end:
                raise
        time.sleep(AGAIN)


def _head(settings: BaseSettings, scope: str) -> Head:
    with connect(settings) as db:
        head = Heads(db).read(scope)
    if not head or not head.number:
        raise Refused(
            f"{scope}: nothing of it is in the store: `newscrawl fleet status` lists what is"
        )
    return head
