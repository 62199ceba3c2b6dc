"""Settings as users give them, checked before anything begins: one line names the wrong one."""

import logging
import math
from contextlib import suppress

from scrapy.settings import BaseSettings, default_settings

from newscrawl import settings as ours
from newscrawl.agent import user_agent
from newscrawl.runs import webhook
from newscrawl.runs.exits import Refused
from newscrawl.runs.outcome import Minimums

DEFAULTS = {
    name: value
    for module in (default_settings, ours)
    for name, value in vars(module).items()
    if name.isupper() and isinstance(value, bool | int | float)
}
"""Settings that are a number, or on or off."""

CHOICES = {"BROWSER": ("always", "learned", "never"), "BROWSER_ROBOTS": ("page", "strict")}


def check_forms(settings: BaseSettings) -> None:
    """Raise Refused for a setting that is no number, no switch or no level where one belongs."""
    level = settings.get("LOG_LEVEL")
    levels = logging.getLevelNamesMapping()
    if level not in levels and not (isinstance(level, int) or str(level).isdecimal()):
        raise Refused(f"LOG_LEVEL {level!r}: one of DEBUG, INFO, WARNING, ERROR, CRITICAL")
    for name, default in DEFAULTS.items():
        value = settings.get(name)
        if value is not None and not _fits(settings, name, default):
            form = "1 or 0" if isinstance(default, bool) else f"a number, as {default}"
            raise Refused(f"{name} {value!r}: {form}")


def _fits(settings: BaseSettings, name: str, default: float) -> bool:
    with suppress(ValueError, TypeError):
        if isinstance(default, bool):
            settings.getbool(name)
            return True
        return math.isfinite(settings.getfloat(name))
    return False


def check_settings(settings: BaseSettings) -> Minimums:
    """Return the minimums of a run. Raises Refused where a setting is wrong."""
    for name, choices in CHOICES.items():
        if settings.get(name) not in choices:
            raise Refused(f"{name} {settings.get(name)!r}: use {' or '.join(choices)}")
    for name in ("ALARM_WEBHOOK", "USER_AGENT_URL"):
        if (address := settings.get(name)) and not webhook.is_address(address):
            raise Refused(f"{name} {address!r}: use an address like https://paper.example/crawler")
    if not ((agent := user_agent(settings)).isascii() and agent.isprintable()):
        raise Refused(f"CONTACT, USER_AGENT_URL: a header holds plain ASCII only, not {agent!r}")
    return Minimums(_share(settings, "MIN_COMPLETENESS"), _share(settings, "MIN_READ"))


def _share(settings: BaseSettings, name: str) -> float:
    with suppress(ValueError):
        if 0 <= (share := settings.getfloat(name)) <= 1:
            return share
    raise Refused(f"{name} {settings.get(name)!r}: a share between 0 and 1, as 0.98")
