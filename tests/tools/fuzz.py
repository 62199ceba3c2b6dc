"""`make fuzz`: property tests again and again with other seeds, and how many examples that were.

`python -m tests.tools.fuzz [MINUTES]`: ends with status 1 at the first file that found something;
what it found is printed, with the seed that finds it again.
"""

import re
import subprocess
import sys
import time
from itertools import cycle
from random import SystemRandom

FILES = (
    "tests/test_engine_answers.py",
    "tests/test_rows_read_back.py",
    "tests/test_servers_any.py",
    "tests/test_lists_any.py",
    "tests/test_export_any.py",
    "tests/test_walk_any.py",
    "tests/test_dates.py",
    "tests/test_threads.py",
    "tests/test_packing.py",
    "tests/test_engines_fuzz.py",
    "tests/test_shapes_any.py",
    "tests/test_discovery.py",
    "tests/test_canonical.py",
    "tests/test_article_any.py",
    "tests/test_recorded_any.py",
    "tests/test_properties.py",  # last: it takes as long as all others
)
EXAMPLES = re.compile(r"- (\d+) passing, (\d+) failing,? and \d+ invalid")


def tried(output: str) -> int:
    """Return how many examples a run with --hypothesis-show-statistics tried.

    >>> tried("    - 90 passing, 0 failing, and 7 invalid test cases")
    90
    """
    return sum(int(found[1]) + int(found[2]) for found in EXAMPLES.finditer(output))


def main(minutes: float = 30) -> int:
    """Try file after file, again and again, until the time is over; return 1 if one failed."""
    begun, examples = time.monotonic(), 0
    for file in cycle(FILES):
        seed = SystemRandom().randrange(2**32)
        done = subprocess.run(
            [
                *(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", file),
                *("--hypothesis-profile=fuzz", f"--hypothesis-seed={seed}"),
                *("--hypothesis-show-statistics", "-k", "not bench"),
            ],
            capture_output=True,
            text=True,
            check=False,
        )
        examples, spent = examples + tried(done.stdout), (time.monotonic() - begun) / 60
        if done.returncode:
            print(done.stdout, done.stderr, f"{file}, seed {seed}", sep="\n")
            return 1
        print(f"{examples:,} examples, {spent:.0f} minutes: {file}", flush=True)
        if spent >= minutes:
            break
    print(f"{examples:,} examples in {spent:.0f} minutes: nothing found")
    return 0


if __name__ == "__main__":
    sys.exit(main(*map(float, sys.argv[1:2])))
