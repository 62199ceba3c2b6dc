"""`python -m newscrawl.demo`: print the address, and serve until killed."""

import argparse
from contextlib import ExitStack, suppress
from datetime import UTC, datetime, timedelta
from threading import Event

from newscrawl.demo.days import MovingPaper
from newscrawl.demo.days.month import DAYS, Month
from newscrawl.demo.editions import EDITIONS
from newscrawl.demo.server import Demo


def main() -> None:
    """Serve the demo paper."""
    parser = argparse.ArgumentParser(prog="python -m newscrawl.demo", description=main.__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--edition", choices=sorted(EDITIONS), default="en")
    parser.add_argument("--articles", type=int, default=66)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--speed",
        type=float,
        help="serve a paper that lives its last thirty days, so many times as fast",
    )
    options = vars(parser.parse_args())
    speed = options.pop("speed")
    with ExitStack() as open_, suppress(KeyboardInterrupt):
        if speed is None:
            address = open_.enter_context(Demo(**options)).base_url
        else:
            paper = _living(options["port"], options["seed"])
            address = open_.enter_context(paper).base_url
        print(address, flush=True)  # noqa: T201 - the address is what the caller waits for
        Event().wait() if speed is None else _live(paper, speed)


def _living(port: int, seed: int) -> MovingPaper:
    """Return a paper whose thirty days ended this minute, so that no date is in the future."""
    now = datetime.now(UTC).replace(second=0, microsecond=0)
    return MovingPaper(Month(now - timedelta(days=DAYS), seed=seed), port)


def _live(paper: MovingPaper, speed: float) -> None:
    """Move a paper until it has caught up with us, then go on as slowly as we do."""
    begun = datetime.now(UTC)
    while True:
        lived = (datetime.now(UTC) - begun) * speed
        paper.now = min(paper.month.start + lived, datetime.now(UTC))
        Event().wait(1)


if __name__ == "__main__":
    main()
