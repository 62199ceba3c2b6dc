"""Stand-in comment widgets of our own on two loopback origins, for systems that cannot run here."""

from newscrawl.demo.standins.lab import StandIns
from newscrawl.demo.standins.scenario import Scenario

__all__ = ["Scenario", "StandIns"]
