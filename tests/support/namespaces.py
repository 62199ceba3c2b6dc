"""A machine in a network of its own, of which single addresses are cut: packets go nowhere."""

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

import pytest

NOBODY = "02:00:00:00:00:09"
"""A hardware address that no card has: what is sent there is lost, and nobody is told."""


class Namespace:
    """One end of a cable; the other end is this machine, which has an address for each service."""

    def __init__(self, services: Sequence[str]) -> None:
        number = os.getpid()  # tests go on side by side
        # No private one: crawls ask nothing there. Nobody answers in 11/8, which is of an army.
        net = f"11.{200 + number // 256 % 50}.{number % 256}"
        self.own = f"{net}.99"
        self.services = {name: f"{net}.{place + 1}" for place, name in enumerate(services)}
        self.name, self.here, self.there = (f"{one}{os.getpid()}" for one in ("news", "nh", "nt"))

    @property
    def inside(self) -> list[str]:
        """The words before a command that let it run there."""
        return ["ip", "netns", "exec", self.name]

    def make(self) -> None:
        _ip("netns", "add", self.name)
        _ip("link", "add", self.here, "type", "veth", "peer", "name", self.there)
        _ip("link", "set", self.there, "netns", self.name)
        for address in self.services.values():
            _ip("address", "add", f"{address}/24", "dev", self.here)
        _ip("link", "set", self.here, "up")
        for words in (
            ("address", "add", f"{self.own}/24", "dev", self.there),
            ("link", "set", self.there, "up"),
            ("link", "set", "lo", "up"),
        ):
            _ip("-n", self.name, *words)

    def remove(self) -> None:
        for words in (("link", "delete", self.here), ("netns", "delete", self.name)):
            with suppress(subprocess.CalledProcessError):
                _ip(*words)

    def cut(self, *services: str) -> None:
        """Lose all that the machine sends to services, until they are mended."""
        for one in services:
            way = (self.services[one], "lladdr", NOBODY, "dev", self.there, "nud", "permanent")
            _ip("-n", self.name, "neighbour", "replace", *way)

    def mend(self, *services: str) -> None:
        for one in services:
            _ip("-n", self.name, "neighbour", "delete", self.services[one], "dev", self.there)


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, stderr=subprocess.DEVNULL)


@contextmanager
def namespace(*services: str) -> Iterator[Namespace]:
    """Make a network as long as the block lasts; skip the test where that cannot be done."""
    if os.getuid() or not shutil.which("ip"):
        pytest.skip("a network of its own needs root and ip (Debian: apt-get install iproute2)")
    network = Namespace(services)
    try:
        try:
            network.make()
        except subprocess.CalledProcessError as problem:
            pytest.skip(f"no network of its own here: {' '.join(problem.cmd)}")
        yield network
    finally:
        network.remove()
