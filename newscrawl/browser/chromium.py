"""Which Chromium is launched: an installed one first, then Playwright's own."""

import os
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

from scrapy.settings import BaseSettings

from newscrawl.browser.chatter import to_log
from newscrawl.runs.exits import Exit, Refused

PROGRAMS = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
OPTION, VARIABLE = "executable_path", "NEWSCRAWL_CHROMIUM"
VERSION = re.compile(r"(?<![\d.])\d+(?:\.\d+){3}(?![\d.])")
VERSION_SECONDS = 20.0


def find_chromium(settings: BaseSettings | None = None) -> Path | None:
    """Return the Chromium to launch: the setting, an installed one, or Playwright's own; or None.

    `PLAYWRIGHT_LAUNCH_OPTIONS["executable_path"]` and the variable `NEWSCRAWL_CHROMIUM` come first.
    """
    if named := _named(settings):
        return None if _wrong(named[1]) else named[1]
    for program in PROGRAMS:
        if path := shutil.which(program):
            return Path(path)
    return _of_playwright()


def _named(settings: BaseSettings | None) -> tuple[str, Path] | None:
    """Return the setting or variable that selects a Chromium, and the path it gives."""
    if path := (settings.getdict("PLAYWRIGHT_LAUNCH_OPTIONS") if settings else {}).get(OPTION):
        return f"PLAYWRIGHT_LAUNCH_OPTIONS[{OPTION!r}]", Path(path)
    if path := os.environ.get(VARIABLE):
        return VARIABLE, Path(path)
    return None


def _wrong(path: Path) -> str:
    """Return why a program cannot be launched, or nothing."""
    if not path.is_file():
        return "which does not exist" if not path.exists() else "which is not a file"
    return "" if os.access(path, os.X_OK) else f"which is not executable; `chmod +x {path}`"


def _of_playwright() -> Path | None:
    root = os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache/ms-playwright"
    found = [
        *Path(root).glob("chromium_headless_shell-*/*/*headless*shell"),
        *Path(root).glob("chromium-*/*/chrome"),
    ]
    return max(found, default=None)


@cache
def chromium_version(path: Path) -> str | None:
    """Return the version a Chromium reports, or None. Everything it prints goes to the log.

    It is asked once: it stays the same as long as a process of a fleet lives.
    """
    try:
        done = subprocess.run(  # noqa: S603  (the program that was just found)
            [path, "--version"], capture_output=True, timeout=VERSION_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    said = done.stdout.decode("utf-8", "replace")
    for line in [*said.splitlines(), *done.stderr.decode("utf-8", "replace").splitlines()]:
        to_log(line)
    # The last line: a launch script may print others first.
    return found[-1] if not done.returncode and (found := VERSION.findall(said)) else None


def require_chromium(settings: BaseSettings) -> Path:
    """Return the Chromium to launch. Raises Refused, saying how to get one."""
    if path := find_chromium(settings):
        return path
    refuse_named(settings)
    raise Refused(
        "no Chromium found, so no comment widget can be opened: `apt install chromium` or "
        "`playwright install chromium` installs one, NEWSCRAWL_CHROMIUM selects one, "
        "and -a comments=no crawls the articles alone",
        Exit.BROWSER,
    )


def refuse_named(settings: BaseSettings) -> None:
    """Raise Refused if the user named a Chromium that cannot be launched."""
    named = _named(settings)
    if named and (wrong := _wrong(named[1])):
        raise Refused(
            f"{named[0]} names {named[1]}, {wrong}; without it an installed one is used "
            "(`apt install chromium`), and -a comments=no needs none",
            Exit.BROWSER,
        )
