"""What a fleet of several machines costs: many outlets, of which few are due, and four workers.

`python -m tests.tools.bench_machines [OUTLETS [VISITED]]` (default 5,000 and 200): each outlet has
one article and one feed. First a visit of some that reads the article, then one that finds nothing
new, then half a minute in which nothing is due: visits a second, CPU seconds of the workers and of
PostgreSQL, rows that the database wrote, its transactions, pieces and bytes of the store.
Everything is on this machine, the papers in a process of their own, whose CPU does not count. Needs
a PostgreSQL.
"""

import http.server
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import psutil
from rich.console import Console

from newscrawl.machines.database import connect
from newscrawl.machines.heads import Heads
from tests.support.machines import Machines
from tests.support.postgres import postgres

WORKERS, JOBS = 4, 4
REST = 30
"""Seconds."""
LOOPBACK = "127."
STORY = "/2026/03/14/the-harbour-opens"
WORDS = "The harbour opened again on Saturday after a long and rather cold winter. "


class Paper(http.server.BaseHTTPRequestHandler):
    """The same small paper at each address of loopback."""

    protocol_version = "HTTP/1.1"
    printed = datetime.now(UTC) - timedelta(hours=2)

    def do_GET(self) -> None:
        base, kind, status = f"http://{self.headers['Host']}", "text/html", 200
        if self.path == "/":
            text = '<html><link rel="alternate" type="application/rss+xml" href="/feed.xml"></html>'
        elif self.path == "/feed.xml":
            kind, date = "text/xml", format_datetime(self.printed)
            text = f"<item><link>{base}{STORY}</link><pubDate>{date}</pubDate></item>"
            text = f'<rss version="2.0"><channel>{text}</channel></rss>'
        elif self.path == STORY:
            text = (
                '<html><head><meta property="og:type" content="article"><meta property='
                f'"article:published_time" content="{self.printed.isoformat()}"></head><body>'
                f"<article><h1>The harbour opens</h1><p>{WORDS * 6}</p></article></body></html>"
            )
        else:
            status, text = 404, ""
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Say nothing."""


class Server(http.server.ThreadingHTTPServer):
    """Answers at all addresses of loopback, and nobody else."""

    daemon_threads = True
    request_queue_size = 200

    def verify_request(self, request: Any, client_address: Any) -> bool:
        return str(client_address[0]).startswith(LOOPBACK)


def serve() -> None:
    """Be the process of the papers, until standard input ends."""
    server = Server(("", 0), Paper)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(server.server_port, flush=True)
    sys.stdin.read()


def outlets(folder: Path, number: int, port: int) -> Path:
    """Write the outlets file: each on a loopback address of its own."""
    lines = [
        f"Paper {one},http://127.{one >> 16 & 255}.{one >> 8 & 255}.{one & 255}:{port}"
        for one in range(1, number + 1)
    ]
    path = folder / "many.csv"
    path.write_text("\n".join(["name,url,comments", *(f"{one},no" for one in lines), ""]))
    return path


class Meter(NamedTuple):
    """What was used so far."""

    cpu: float
    database: float
    """CPU seconds, both."""
    rows: int
    transactions: int
    pieces: int
    size: int

    def since(self, before: "Meter") -> "Meter":
        return Meter(
            self.cpu - before.cpu,
            self.database - before.database,
            self.rows - before.rows,
            self.transactions - before.transactions,
            self.pieces - before.pieces,
            self.size - before.size,
        )


def cpu_of(number: int) -> float:
    """Return the CPU seconds of a process and all that it started."""
    used = 0.0
    with suppress(psutil.Error):
        own = psutil.Process(number)
        times = own.cpu_times()
        used += times.children_user + times.children_system  # of those that have ended
        for one in [own, *own.children(recursive=True)]:
            with suppress(psutil.Error):
                used += one.cpu_times().user + one.cpu_times().system
    return used


def measure(fleet: Machines, ask: Callable[[str], list[Any]]) -> Meter:
    """Return what was used so far."""
    cpu = sum(cpu_of(machine.process.pid) for machine in fleet.running)
    database = int((Path(fleet.server.folder) / "data/postmaster.pid").read_text().split()[0])
    rows = ask("SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_user_tables")[0][0]
    done = ask("SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()")
    files = [one.stat().st_size for one in fleet.store.rglob("*.zst")]
    return Meter(cpu, cpu_of(database), int(rows), done[0][0], len(files), sum(files))


def visited(ask: Callable[[str], list[Any]], since: datetime, number: int) -> float:
    """Wait until all outlets were visited since then; return the seconds."""
    began = time.monotonic()
    query = f"SELECT count(*) FROM newscrawl_scope WHERE visited > '{since.isoformat()}'"
    while ask(query)[0][0] < number:
        time.sleep(1)
    return time.monotonic() - began


def main(number: int = 5000, visits: int = 200) -> None:
    """Print what the visits cost, and what it costs that nothing is due."""
    console = Console(soft_wrap=True)
    papers = subprocess.Popen(
        [sys.executable, "-m", "tests.tools.bench_machines", "serve"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert papers.stdout
    port = int(papers.stdout.readline())
    with TemporaryDirectory() as made, postgres() as server:
        fleet = Machines(Path(made), server, [], delay=0, lease=180)
        fleet.obeyed("init")
        began = time.monotonic()
        fleet.obeyed("add", str(outlets(fleet.folder, number, port)))
        console.print(f"   add: {number} outlets in {time.monotonic() - began:.0f} s")
        with connect(fleet.settings()) as db:
            ask = Heads(db).ask
            ask("UPDATE newscrawl_scope SET due = now() + interval '1 day'")
            some = f"(SELECT scope FROM newscrawl_scope ORDER BY scope LIMIT {int(visits)})"
            for one in range(WORKERS):
                fleet.start(f"worker{one}", "--jobs", str(JOBS))
            try:
                time.sleep(2)  # the statistics of PostgreSQL come a second late,
                ask("SELECT 1")  # and those of a connection with its next statement
                for name in ("first", "idle"):
                    before, since = measure(fleet, ask), ask("SELECT clock_timestamp()")[0][0]
                    ask(f"UPDATE newscrawl_scope SET due = NULL WHERE scope IN {some}")
                    seconds = visited(ask, since, visits)
                    time.sleep(2)
                    used = measure(fleet, ask).since(before)
                    told = ask(
                        "SELECT result->>'status', count(*) FROM newscrawl_scope "
                        "WHERE result IS NOT NULL GROUP BY 1"
                    )
                    assert told == [("0", visits)], told
                    console.print(
                        f"{name:>6}: {visits} visits in {seconds:.0f} s: {visits / seconds:.1f} a "
                        f"second; each {used.cpu / visits:.3f} CPU s, {used.database / visits:.3f} "
                        f"of the database, {used.rows / visits:.1f} rows and "
                        f"{used.transactions / visits:.1f} transactions there, "
                        f"{used.pieces / visits:.1f} pieces, {used.size / visits:,.0f} bytes"
                    )
                time.sleep(5)
                before = measure(fleet, ask)
                time.sleep(REST)
                used = measure(fleet, ask).since(before)
                console.print(
                    f"  rest: {number} outlets, none due, {REST} s: CPU of each worker "
                    f"{used.cpu / WORKERS / REST:.1%}, of the database {used.database / REST:.1%}; "
                    f"{used.transactions / REST:.1f} transactions a second"
                )
            finally:
                for machine in fleet.running:
                    machine.signal(signal.SIGTERM)
                for machine in fleet.running:
                    machine.process.communicate()
    assert papers.stdin
    papers.stdin.close()
    papers.wait()


if __name__ == "__main__":
    os.environ.setdefault("PYTHONPATH", str(Path(__file__).parents[2]))
    match sys.argv[1:]:
        case ["serve"]:
            serve()
        case rest:
            main(*map(int, rest))
