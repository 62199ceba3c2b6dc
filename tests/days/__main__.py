"""`python -m tests.days --speed 720`: a paper that lives its last thirty days within an hour."""

import argparse
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from threading import Event

from tests.days.month import DAYS, Month
from tests.days.paper import MovingPaper


def main() -> None:
    """Print the address of a paper whose days pass faster than ours, and serve until killed."""
    parser = argparse.ArgumentParser(prog="python -m tests.days", description=main.__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--speed", type=float, default=720, help="how many times as fast")
    options = parser.parse_args()
    # The thirty days end this minute, so that no date is in the future.
    now = datetime.now(UTC).replace(second=0, microsecond=0)
    month = Month(now - timedelta(days=DAYS), seed=options.seed)
    with suppress(KeyboardInterrupt), MovingPaper(month, options.port) as paper:
        print(paper.base_url, flush=True)  # noqa: T201 - what the caller waits for
        _live(paper, options.speed)


def _live(paper: MovingPaper, speed: float) -> None:
    """Move a paper until it has caught up with us, then go on as slowly as we do."""
    begun = datetime.now(UTC)
    while True:
        lived = (datetime.now(UTC) - begun) * speed
        paper.now = min(paper.month.start + lived, datetime.now(UTC))
        Event().wait(1)


if __name__ == "__main__":
    main()
