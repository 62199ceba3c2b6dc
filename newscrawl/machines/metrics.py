"""Figures for Prometheus: what one machine has done, and how the outlets of all machines stand.

What is counted is told by each machine of itself, to be added up. How the outlets stand each
machine has from the database, so all tell the same.
"""

import re
from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any

from newscrawl.fleet.result import Result
from newscrawl.machines.listing import Counts
from newscrawl.machines.store import NEEDS
from newscrawl.runs.exits import Exit, Refused

SECONDS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
"""Of commits: on an idle outlet one takes a tenth of a second, a lease is three minutes."""
GAUGES = {
    "listed": ("outlets", "Outlets of the fleet, paused ones too."),
    "due": ("outlets_due", "Outlets that are due, and nobody visits them yet."),
    "running": ("outlets_running", "Outlets that some machine visits now."),
    "late": ("outlets_late", "Outlets that have been due for longer than their own interval."),
    "paused": ("outlets_paused", "Outlets that are not visited for now."),
    "longest": ("outlets_longest_due_seconds", "How long the one has been due that waits longest."),
}
"""What each of `Counts` is called, and what it is."""


def require() -> None:
    """Raise Refused where the library is missing."""
    if find_spec("prometheus_client") is None:
        raise Refused(f"figures for Prometheus need prometheus_client: {NEEDS}")


def as_text(counts: Counts, orphans: tuple[int, int] | None = None) -> str:
    """Return how the outlets stand in Prometheus's text format.

    `orphans`: how many pieces of the store no record names, and their bytes. Raises Refused.
    """
    require()
    from prometheus_client import CollectorRegistry, generate_latest  # noqa: PLC0415 - an extra

    registry, outlets = CollectorRegistry(), Outlets()
    outlets.counts, outlets.orphans = counts, orphans
    registry.register(outlets)
    return generate_latest(registry).decode()


class Outlets:
    """How the outlets stand, for a registry of prometheus_client: as they were last looked at.

    A scrape never waits for the database. While that is gone nothing is told of them.
    """

    def __init__(self) -> None:
        self.counts: Counts | None = None
        self.orphans: tuple[int, int] | None = None

    def collect(self) -> Iterator[Any]:
        """Yield the gauges."""
        from prometheus_client.core import GaugeMetricFamily  # noqa: PLC0415 - an extra

        if self.counts:
            for name, value in self.counts._asdict().items():
                called, meaning = GAUGES[name]
                yield GaugeMetricFamily(f"newscrawl_{called}", meaning, value)
        if self.orphans:
            number, size = self.orphans
            what = "Pieces of the store, older than a day, that no record names"
            yield GaugeMetricFamily("newscrawl_orphans", f"{what}.", number)
            yield GaugeMetricFamily("newscrawl_orphan_bytes", f"{what}: their bytes.", size)


class Metrics:
    """What one machine has done since it began, and what it knows of the outlets."""

    def __init__(self) -> None:
        require()
        import prometheus_client as prometheus  # noqa: PLC0415 - an extra

        # When a counter was made says no more than when its machine began.
        prometheus.disable_created_metrics()  # type: ignore[no-untyped-call]
        self.registry = registry = prometheus.CollectorRegistry()
        self.outlets = Outlets()
        registry.register(self.outlets)

        def counter(name: str, meaning: str, *labels: str) -> prometheus.Counter:
            return prometheus.Counter(f"newscrawl_{name}", meaning, labels, registry=registry)

        self.visits = counter("visits", "Visits that have ended here, by how.", "exit")
        self.articles = counter("articles", "New articles of the visits that have ended here.")
        self.comments = counter("comments", "New comments of the visits that have ended here.")
        self.renders = counter("renders", "Pages that these visits opened in the browser.")
        self.commits = prometheus.Histogram(
            "newscrawl_commit_seconds",
            "How long it took to let count what these visits had written: ledger, store, database.",
            buckets=SECONDS,
            registry=registry,
        )
        self.running = prometheus.Gauge(
            "newscrawl_visits_running", "Visits that go on here.", registry=registry
        )
        self.database = prometheus.Gauge(
            "newscrawl_database_up", "Whether the database answered last.", registry=registry
        )
        self.visits.labels(exit=Exit.DONE.name)

    def add(self, result: Result) -> None:
        """Count a visit that has ended."""
        name = next((one.name for one in Exit if one == result.status), "KILLED")
        self.visits.labels(exit=name).inc()
        self.articles.inc(result.articles)
        self.comments.inc(result.comments)
        self.renders.inc(result.renders)
        for seconds in result.commits or ():
            self.commits.observe(seconds)

    def look(self, counts: Counts | None) -> None:
        """Note how the outlets stand; None if the database does not answer."""
        self.outlets.counts = counts
        self.database.set(counts is not None)

    def serve(self, address: tuple[str, int]) -> None:
        """Answer scrapes at an address until this process ends. Raises Refused."""
        import prometheus_client  # noqa: PLC0415 - an extra

        host, port = address
        try:
            prometheus_client.start_http_server(port, host, self.registry)
        except OSError as problem:
            raise Refused(
                f"--metrics {host}:{port}: {problem.strerror}: give an address of this machine, "
                "and a port that is free"
            ) from None


def read_address(text: str) -> tuple[str, int] | None:
    """Return host and port; None if it is no such thing.

    >>> read_address("127.0.0.1:9464"), read_address("[::1]:9464"), read_address("9464")
    (('127.0.0.1', 9464), ('::1', 9464), None)
    """
    found = re.fullmatch(r"(?:\[([0-9a-f:.]{2,45})\]|([\w.-]{1,253})):([0-9]{1,5})", text, re.ASCII)
    if found and 0 < int(found[3]) < 2**16:
        return found[1] or found[2], int(found[3])
    return None
