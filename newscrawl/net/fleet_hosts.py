"""What all machines of a fleet know about hosts together, as a crawl asks for it and tells it."""

from typing import NamedTuple, Protocol


class KnownRobots(NamedTuple):
    """The robots.txt of an origin as another machine has read it."""

    age: float
    """Seconds."""
    status: int
    body: bytes


class FleetHosts(Protocol):
    """Nothing is raised: where it cannot be asked, each machine knows what it knows itself.

    What is awaited takes a moment; the rest is done in the order of the calls, later.
    """

    async def until(self, host: str, *, asked: bool) -> tuple[str, str] | None:
        """Return the moment before which a host is not asked, and why; None if it may be.

        With `asked`, only what the host itself asked for counts.
        """

    async def spend(self, host: str, budget: int) -> bool:
        """Note a request; return False, and note none, if the host had its budget of the day."""

    def failed(self, host: str, scope: str, pause: float, cause: str) -> None:
        """Note a visit of a scope in which a host said that it is overloaded.

        From the second on it is left alone for `pause` seconds, and ever longer.
        """

    def leave(self, host: str, scope: str, seconds: float, cause: str) -> None:
        """Note that a host asked to be left alone for so long."""

    def worked(self, host: str) -> None:
        """Forget the failures of a host, but not what is still to be waited for."""

    def hold(self, host: str, seconds: float) -> None:
        """Let nobody have a turn of a host for so long."""

    async def robots(self, origin: str) -> KnownRobots | None:
        """Return the robots.txt of an origin, if one was read within the day."""

    async def may_ask(self, origin: str) -> bool:
        """Return whether it is for this machine to ask for it; False while another is at it."""

    def keep_robots(self, origin: str, status: int, body: bytes) -> None:
        """Keep an answer that is valid for a day; others may ask from now on."""

    def let_ask(self, origin: str) -> None:
        """Let others ask for it from now on."""
