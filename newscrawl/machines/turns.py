"""When hosts are asked next: one queue per host for all machines, beside that of each machine."""

from newscrawl.machines.hosts_table import HostsTable

LONGEST = 600.0
"""Seconds. Nobody waits longer."""


class SharedTurns:
    """The table `newscrawl_host`. Where the database is gone, the turns of each machine hold."""

    def __init__(self, table: HostsTable) -> None:
        self.table = table

    def take(self, host: str, delay: float) -> float:
        """Take the next turn of a host, `delay` seconds before any other; return the wait."""
        rows = self.table.ask(
            "INSERT INTO newscrawl_host AS known VALUES "
            "(%(host)s, clock_timestamp() + make_interval(secs => %(delay)s)) "
            "ON CONFLICT (host) DO UPDATE SET free = greatest(known.free, clock_timestamp()) "
            "+ make_interval(secs => %(delay)s) RETURNING "
            "extract(epoch FROM free - clock_timestamp())::float8",
            {"host": host, "delay": delay},
        )
        return min(max(0.0, float(rows[0][0]) - delay), LONGEST) if rows else 0.0
