"""A fleet on several machines that knows one outlet; its crawls are written by hand."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from scrapy.settings import Settings

from newscrawl.addon import add_settings
from newscrawl.machines.database import connect
from newscrawl.machines.heads import Head, Heads
from newscrawl.machines.lease import Lease
from newscrawl.machines.orders import init
from tests.support.outputs import LATER, begin, write_thread, written

SCOPE = "sputnik.en"


@dataclass
class Place:
    """A fleet that knows one outlet."""

    folder: Path
    address: str
    leases: list[Lease] = field(default_factory=list)

    def settings(self, name: str) -> Settings:
        settings = Settings()
        add_settings(settings)
        settings.update(
            {
                "FLEET_DATABASE": self.address,
                "FLEET_STORE": str(self.folder / "store"),
                "FLEET_LEASE": 60,
                "OUTPUT_DIR": str(self.folder / name),
            },
            "cmdline",
        )
        return settings

    def take(self, name: str) -> Lease:
        """Take the outlet for a machine."""
        self.leases.append(Lease(self.settings(name), SCOPE, name))
        return self.leases[-1]

    def head(self) -> Head:
        with connect(self.settings("x")) as db:
            head = Heads(db).read(SCOPE)
        assert head
        return head

    def expire(self) -> None:
        """Let the lease run out."""
        with connect(self.settings("x")) as db:
            db.execute("UPDATE newscrawl_scope SET until = now() - interval '1 second'")

    def visit(self, name: str, hour: int, *threads: int) -> None:
        """Visit the outlet on a machine, from its beginning to its end."""
        lease = self.take(name)
        output = begin(self.folder / name, LATER[hour])
        for number in threads:
            write_thread(output, number, 5)
        output.end("finished")
        lease.checkpoint()
        lease.put_off(0)

    def written(self, name: str) -> list[str]:
        return written(self.folder / name)


@contextmanager
def one_outlet(folder: Path, address: str) -> Iterator[Place]:
    """Make the fleet in a database, with its store and its machines in folders of `folder`."""
    place = Place(folder, address)
    init(place.settings("x"))
    with connect(place.settings("x")) as db:
        db.execute("TRUNCATE newscrawl_host")
        db.execute("INSERT INTO newscrawl_scope (scope) VALUES (%s)", (SCOPE,))
    yield place
    for one in place.leases:
        one.over.set()
    with connect(place.settings("x")) as db:  # the next store is a new one
        db.execute("TRUNCATE newscrawl_scope, newscrawl_piece")
