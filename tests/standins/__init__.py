"""Stand-in comment widgets of our own on two loopback origins, for systems that cannot run here."""

from tests.standins.lab import StandIns
from tests.standins.scenario import Scenario

__all__ = ["Scenario", "StandIns"]
