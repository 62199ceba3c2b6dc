"""Serve the stand-ins until interrupted: `python -m newscrawl.demo.standins`."""

import sys
import threading

from newscrawl.demo.standins.lab import StandIns


def main() -> None:
    with StandIns(seed=1) as lab:
        lines = [f"{scenario.url}\t{scenario.note}" for scenario in lab.scenarios.values()]
        sys.stdout.write("\n".join([f"{lab.paper}/", *lines, "Ctrl-C ends it.", ""]))
        sys.stdout.flush()
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            sys.stdout.write("\n")


if __name__ == "__main__":
    main()
