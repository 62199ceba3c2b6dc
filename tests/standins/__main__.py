"""Serve the stand-ins until interrupted: `python -m tests.standins`."""

import sys
import threading
from contextlib import suppress

from tests.standins.lab import StandIns


def main() -> None:
    with StandIns(seed=1) as lab:
        lines = [f"{scenario.url}\t{scenario.note}" for scenario in lab.scenarios.values()]
        sys.stdout.write("\n".join([f"{lab.paper}/", *lines, "Ctrl-C ends it.", ""]))
        sys.stdout.flush()
        with suppress(KeyboardInterrupt):
            threading.Event().wait()


if __name__ == "__main__":
    main()
