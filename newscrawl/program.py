"""What the user typed: `newscrawl` and `scrapy` run the same commands; messages name theirs."""

import os
import sys
from pathlib import Path


def typed(rest: str) -> str:
    """Return a command line as this user would type it: `typed("sites")`."""
    path = Path(sys.argv[0])
    name = path.parent.name if path.stem == "__main__" else path.stem  # `python -m scrapy`
    return f"{'scrapy' if name == 'scrapy' else 'newscrawl'} {rest}"


def drop_output() -> None:
    """Print nowhere from now on: Python would try to write the rest once more when it exits."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
