"""`python -m newscrawl.demo`: print the address, and serve until killed."""

import argparse
from contextlib import suppress
from threading import Event

from newscrawl.demo.editions import EDITIONS
from newscrawl.demo.server import Demo


def main() -> None:
    """Serve the demo paper."""
    parser = argparse.ArgumentParser(prog="python -m newscrawl.demo", description=main.__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 picks a free port")
    parser.add_argument("--edition", choices=sorted(EDITIONS), default="en")
    parser.add_argument("--articles", type=int, default=66)
    parser.add_argument("--seed", type=int, default=1)
    with suppress(KeyboardInterrupt), Demo(**vars(parser.parse_args())) as demo:
        print(demo.base_url, flush=True)  # noqa: T201 - the address is what the caller waits for
        Event().wait()


if __name__ == "__main__":
    main()
