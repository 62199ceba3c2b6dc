"""What a run of the fleet is to do: its processes, and the bounds of each visit."""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from scrapy.settings import BaseSettings

PROCESS = "process"
"""`newscrawl fleet` followed by this is one of its processes."""
EACH = timedelta(hours=1)
TABS = 2
"""Of each process: four were the fastest on two cores."""


@dataclass
class Plan:
    """What a run of the fleet is to do."""

    command: Sequence[str]
    """Starts one of its processes."""
    output: Path
    processes: int
    jobs: int
    """Outlets that are visited at a time, over all processes."""
    memory: int
    """Bytes. A process that grows over this is ended, and each outlet in it visited again, alone
    in a process: so the one at fault shows."""
    longest: timedelta | None = None


def read_plan(opts: argparse.Namespace, settings: BaseSettings, program: str) -> Plan:
    """Return what the options of `fleet run` ask for.

    `program` is the module that was started; its processes are started by it too.
    """
    processes = min(opts.processes, opts.jobs, opts.tabs or opts.jobs)
    return Plan(
        command=[
            sys.executable,
            "-m",
            program,
            "fleet",
            PROCESS,
            *_passed(opts, settings, processes),
        ],
        output=Path(settings["OUTPUT_DIR"]).absolute(),
        processes=processes,
        jobs=opts.jobs,
        memory=opts.memory * 2**20,
        longest=opts.longest,
    )


def _passed(opts: argparse.Namespace, settings: BaseSettings, processes: int) -> list[str]:
    """Return the options of one of the processes: what the user set, and its share."""
    seconds = settings.getfloat("RUN_SECONDS") or EACH.total_seconds()
    limits = {
        "PLAYWRIGHT_MAX_PAGES_PER_CONTEXT": opts.tabs // processes if opts.tabs else TABS,
        "RUN_SECONDS": opts.each.total_seconds() if opts.each else seconds,
    }
    asked = [*opts.set, *(f"{name}={value:g}" for name, value in limits.items())]
    given = [word for one in asked for word in ("-s", one)]
    if opts.loglevel:
        given += ["-L", opts.loglevel]
    if opts.logfile:
        given += ["--logfile", str(Path(opts.logfile).absolute())]
    return given
