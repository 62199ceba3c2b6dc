"""One run of a fleet: what is due is visited, then told."""

import asyncio
import logging
import signal
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from newscrawl import clock
from newscrawl.clock import stamp
from newscrawl.fleet.digest import FEW, SAME, Told, Trouble
from newscrawl.fleet.due import LOOKED_AT, NEVER, Repeated, due_at, failures, is_whole
from newscrawl.fleet.kept import FOLDER
from newscrawl.fleet.live import Figures
from newscrawl.fleet.outages import Outages
from newscrawl.fleet.plan import Plan
from newscrawl.fleet.pool import Pool
from newscrawl.fleet.result import Result
from newscrawl.items import Row
from newscrawl.outlets.check import Outlet
from newscrawl.runs.exits import Exit, Refused
from newscrawl.runs.history import History
from newscrawl.state.hosts import HostRecords
from newscrawl.state.shared_hosts import SharedHosts

logger = logging.getLogger(__name__)

LOG = "fleet.log"
"""What the fleet itself logs, beside what it keeps."""


@dataclass
class Came:
    """What it came to."""

    visited: int
    left: list[Outlet]
    """Those that were due, and for which there was no time."""
    troubles: list[Trouble]
    stopped: bool
    figures: Figures
    outage: bool = False
    """Whether it was this machine or its network that gave nearly all no answer."""
    unkept: Refused | None = None
    """Why what the fleet keeps of this run could not be written."""


def due(outlets: Sequence[Outlet], output: Path, now: datetime) -> list[Outlet]:
    """Return the outlets that are due, the one that has waited longest first.

    Those never visited come before all others, in the order of the file.
    """
    moments = moments_of(outlets, output, now)
    ready = [one for one in outlets if not one.paused and moments[one.scope] <= now]
    return sorted(ready, key=lambda one: (moments[one.scope] != NEVER, moments[one.scope]))


def moments_of(outlets: Iterable[Repeated], output: Path, now: datetime) -> dict[str, datetime]:
    """Return when each outlet is due, by its scope; NEVER if it was never visited."""
    is_ours = Outages(output / FOLDER).covers

    def moment(one: Repeated) -> datetime:
        rows = _past(output, one.scope)
        # If the clock ran ahead, what was visited then is visited again.
        ahead = rows and datetime.fromisoformat(rows[-1]["date_started"]) > now
        return now if ahead else due_at(one, rows, is_ours)

    return {one.scope: moment(one) for one in outlets}


def _past(output: Path, scope: str) -> list[Row]:
    """Return the last lines of an outlet; none if they cannot be read, as its visit tells then."""
    with suppress(OSError):
        return [row for row in History(output / scope).visits(LOOKED_AT) if is_whole(row)]
    return []


async def visit(outlets: Sequence[Outlet], plan: Plan, bad: Sequence[str] = ()) -> Came:
    """Visit outlets, in their order, and see what comes out.

    `bad` lines of the outlets file, which are passed over, are troubles too.
    """
    folder = plan.output / FOLDER
    began = clock.now()
    told, troubles, visited = Told(folder / "told.json"), list[Trouble](), set[str]()
    silent = set[str]()

    def note(outlet: Outlet, result: Result) -> None:
        visited.add(outlet.scope)
        if result.status == Exit.UNREACHABLE:
            silent.add(outlet.scope)
        trouble = told.trouble(outlet.name, result)
        if trouble:
            troubles.append(trouble)
            logger.warning("%s: %s: %s", outlet.scope, trouble.kind, result.message)
        figures.add(result, failed=bool(trouble))

    pool = Pool(plan, folder / LOG, note)
    until = time.monotonic() + plan.longest.total_seconds() if plan.longest else None
    figures = Figures(pool, len(outlets), until)
    stopped = asyncio.Event()
    stopping = asyncio.create_task(_stop(pool, stopped))
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        with suppress(NotImplementedError, AttributeError):  # Windows
            if signal.getsignal(number := getattr(signal, name)) is not signal.SIG_IGN:  # nohup
                asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    with figures.shown():
        left = await pool.run(outlets, until)
    stopping.cancel()
    outage = is_outage(silent, visited, plan.output, began)
    troubles += [told.bad_line(line) for line in bad]
    told.forget_lines(bad)
    came = Came(len(visited), left, troubles, stopped.is_set(), figures, outage)
    try:
        if outage:
            _forgive(visited, plan.output, began)
        told.save()
    except Refused as refused:  # the digest is told all the same
        came.unkept = refused
    return came


def is_outage(silent: set[str], visited: set[str], output: Path, began: datetime) -> bool:
    """Return whether nearly all outlets that were well until now gave no answer at once."""
    covers = Outages(output / FOLDER).covers

    def was_well(scope: str) -> bool:
        rows = _past(output, scope)
        return not failures([row for row in rows if row["date_started"] < stamp(began)], covers)

    well = {scope for scope in visited if was_well(scope)}
    return len(silent) >= FEW and len(well & silent) >= max(2, SAME * len(well))


def _forgive(scopes: set[str], output: Path, began: datetime) -> None:
    """Put off no visit for a failure of all at once."""
    Outages(output / FOLDER).add(began, clock.now())
    hosts = SharedHosts(output)
    for scope in scopes:
        HostRecords(hosts, scope).forgive()
    hosts.close()


async def _stop(pool: Pool, stopped: asyncio.Event) -> None:
    await stopped.wait()
    await pool.stop()
