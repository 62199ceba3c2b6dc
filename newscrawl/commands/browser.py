"""`newscrawl browser`: find a Chromium, or install one, and say which."""

import argparse
import os
import shutil
import subprocess
import sys

from newscrawl.browser.chromium import chromium_version, find_chromium, refuse_named
from newscrawl.command import NewscrawlCommand
from newscrawl.runs.exits import Exit, Refused

APT = "chromium"


class Command(NewscrawlCommand):
    """An installed Chromium or Chrome first, then Playwright's own, then the distribution's."""

    def short_desc(self) -> str:
        return "Find or install the Chromium that opens comment widgets"

    def act(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings  # noqa: S101
        try:
            refuse_named(self.settings)
        except Refused as refused:
            self._fail(str(refused))
            return
        for install in (None, _of_playwright, _of_distribution):
            if install is not None:
                install()
            if path := find_chromium(self.settings):
                print(f"Chromium: {path} ({chromium_version(path) or 'version unknown'})")
                return
        self._fail(
            "no Chromium could be found or installed: `apt install chromium` as root installs one, "
            "NEWSCRAWL_CHROMIUM=/path names one"
        )

    def _fail(self, message: str) -> None:
        self.exitcode = int(Exit.BROWSER)
        print(f"newscrawl: {message}", file=sys.stderr)


def _of_playwright() -> None:
    print("No Chromium is installed; asking Playwright for its own ...", flush=True)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "playwright", "install", "chromium", "--only-shell"],
            capture_output=True,
            timeout=300,
            check=False,
        )
    except subprocess.TimeoutExpired:
        print("Playwright's download did not finish in five minutes.")
        return
    if done.returncode:
        print("Playwright's download failed.")


def _of_distribution() -> None:
    apt = shutil.which("apt-get")
    if not apt or os.geteuid() != 0:
        return
    print("Asking the distribution for its chromium package ...", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", APT]):
        subprocess.run(  # noqa: S603  (a fixed command)
            [apt, *command], env=environment, capture_output=True, timeout=600, check=False
        )
