"""Which Chromium is launched: an installed one first, then Playwright's own."""

import os
import re
import shutil
import subprocess
from pathlib import Path

from scrapy.settings import BaseSettings

from newscrawl.runs.exits import Exit, Refused

PROGRAMS = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)


def find_chromium(settings: BaseSettings | None = None) -> Path | None:
    """Return the Chromium to launch: the setting, an installed one, or Playwright's own; or None.

    `PLAYWRIGHT_LAUNCH_OPTIONS["executable_path"]` and the variable `NEWSCRAWL_CHROMIUM` come first.
    """
    chosen = (settings.getdict("PLAYWRIGHT_LAUNCH_OPTIONS") if settings else {}).get(
        "executable_path"
    ) or os.environ.get("NEWSCRAWL_CHROMIUM")
    if chosen:
        return Path(chosen) if os.access(chosen, os.X_OK) else None
    for program in PROGRAMS:
        if path := shutil.which(program):
            return Path(path)
    return _of_playwright()


def _of_playwright() -> Path | None:
    root = os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache/ms-playwright"
    found = [
        *Path(root).glob("chromium_headless_shell-*/*/*headless*shell"),
        *Path(root).glob("chromium-*/*/chrome"),
    ]
    return max(found, default=None)


def chromium_version(settings: BaseSettings) -> str | None:
    """Return what Chromium says its version is, or None."""
    if not (path := find_chromium(settings)):
        return None
    try:
        said = subprocess.check_output([path, "--version"], text=True, timeout=20)  # noqa: S603
    except (OSError, subprocess.SubprocessError):
        return None
    found = re.search(r"\d+(?:\.\d+)+", said)
    return found[0] if found else None


def require_chromium(settings: BaseSettings) -> Path:
    """Return the Chromium to launch. Raises Refused, saying how to get one."""
    if path := find_chromium(settings):
        return path
    raise Refused(
        "no Chromium found, so no comment widget can be opened: `apt install chromium` or "
        "`playwright install chromium` brings one, NEWSCRAWL_CHROMIUM names one, "
        "and -a comments=no crawls the articles alone",
        Exit.BROWSER,
    )
