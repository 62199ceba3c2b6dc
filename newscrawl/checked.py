"""Settings as users give them, checked before anything begins: one line names the wrong one."""

import logging
import math
from contextlib import suppress
from difflib import get_close_matches
from importlib.util import find_spec
from pathlib import Path

from scrapy.settings import SETTINGS_PRIORITIES, BaseSettings, default_settings

from newscrawl import settings as ours
from newscrawl.agent import user_agent
from newscrawl.runs import webhook
from newscrawl.runs.exits import Refused
from newscrawl.runs.outcome import Minimums
from newscrawl.state.storage import has_own_feeds

DEFAULTS = {
    name: value
    for module in (default_settings, ours)
    for name, value in vars(module).items()
    if name.isupper() and isinstance(value, bool | int | float)
}
"""Settings that are a number, or on or off."""

OURS = frozenset(name for name in vars(ours) if name.isupper())
KNOWN = OURS | {name for name in vars(default_settings) if name.isupper()}
ALIKE = 0.85
"""How much of a name must be that of a setting for it to be taken for a slip."""
COMMAND_LINE = SETTINGS_PRIORITIES["cmdline"]
ARCHIVES = {name: value for name, value in vars(ours).items() if name.startswith("ARCHIVE_")}
"""Settings that are addresses of archives and indexes, with the usual ones."""
CHOICES = {
    "BROWSER": ("always", "learned", "never"),
    "BROWSER_ROBOTS": ("page", "strict"),
    "KEEP_PAGES": ("no", "warc"),
}


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


def check_names(settings: BaseSettings) -> None:
    """Raise Refused for a setting of the command line that is nearly one of ours, and none.

    Any name may be somebody's own component's; but one that is mistyped is not heard by anybody.
    """
    for name in settings:
        if settings.getpriority(name) != COMMAND_LINE or name in KNOWN:
            continue
        if near := get_close_matches(name.upper(), OURS, 1, ALIKE):
            raise Refused(f"no setting is named {name}: did you mean {near[0]}?")


def check_folder(settings: BaseSettings) -> None:
    """Raise Refused if OUTPUT_DIR is no folder, for commands that read there."""
    if (output := Path(settings["OUTPUT_DIR"]).absolute()).is_file():
        raise Refused(f"OUTPUT_DIR: {output} is a file, no folder: give another, -s OUTPUT_DIR=...")


def _fits(settings: BaseSettings, name: str, default: float) -> bool:
    with suppress(ValueError, TypeError):
        if isinstance(default, bool):
            settings.getbool(name)
            return True
        return math.isfinite(settings.getfloat(name))
    return False


def check_settings(settings: BaseSettings) -> Minimums:
    """Return the minimums of a run. Raises Refused where a setting is wrong."""
    check_names(settings)
    for name, choices in CHOICES.items():
        if settings.get(name) not in choices:
            raise Refused(f"{name} {settings.get(name)!r}: use {' or '.join(choices)}")
    _check_keeping(settings)
    for name, example in ARCHIVES.items():
        if not webhook.is_address(str(settings.get(name))):
            raise Refused(f"{name} {settings.get(name)!r}: an address, as {example}")
    if (address := settings.get("USER_AGENT_URL")) and not webhook.is_address(address):
        raise Refused(f"USER_AGENT_URL {address!r}: use an address like https://paper.example/bot")
    if (address := settings.get("ALARM_WEBHOOK")) and not webhook.is_address(address):
        raise Refused(
            "ALARM_WEBHOOK: use an address like https://hooks.example/T0/x, without a login (what "
            "is set is not shown, as it may hold a key)"
        )
    if not ((agent := user_agent(settings)).isascii() and agent.isprintable()):
        raise Refused(f"CONTACT, USER_AGENT_URL: a header holds plain ASCII only, not {agent!r}")
    return Minimums(_share(settings, "MIN_COMPLETENESS"), _share(settings, "MIN_READ"))


def _check_keeping(settings: BaseSettings) -> None:
    if settings.getfloat("KEEP_PAGES_MIB") < 0:
        raise Refused(f"KEEP_PAGES_MIB {settings.get('KEEP_PAGES_MIB')!r}: 0 (any size) or more")
    if settings.get("KEEP_PAGES") == "no":
        if settings.getbool("KEEP_SCREENSHOTS"):
            raise Refused(
                "KEEP_SCREENSHOTS: they are kept with the pages: add -s KEEP_PAGES=warc, or leave "
                "it out"
            )
        return
    if find_spec("fastwarc") is None:
        raise Refused("KEEP_PAGES needs fastwarc: pip install 'newscrawl[archive]'")
    if has_own_feeds(settings):
        raise Refused(
            "KEEP_PAGES: pages are kept beside the lines in OUTPUT_DIR, and -o, -O or FEEDS write "
            "theirs elsewhere: leave one out"
        )


def check_not_kept(settings: BaseSettings) -> None:
    """Raise Refused if pages are to be kept of a crawl that reads an archive."""
    if settings.get("KEEP_PAGES") != "no":
        raise Refused(
            "KEEP_PAGES: what archive= reads is kept already: leave one out (-s KEEP_PAGES=no)"
        )


def _share(settings: BaseSettings, name: str) -> float:
    with suppress(ValueError):
        if 0 <= (share := settings.getfloat(name)) <= 1:
            return share
    raise Refused(f"{name} {settings.get(name)!r}: a share between 0 and 1, as 0.98")
