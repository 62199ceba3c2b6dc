"""What crawls of real engines came to, as a table below the tests."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.support.crawling import Row, Run

COLUMNS = ("text", "author", "date_published", "parent")
ROWS: list[str] = []
HEAD = (
    f"{'engine':44} seeded  got extra "
    + " ".join(f"{name.removeprefix('date_'):>9}" for name in COLUMNS)
    + "  verdict   exit seconds requests"
)


@dataclass
class Measured:
    """A crawl of one engine; what was read is compared with the truth by the ids of both."""

    engine: str
    seconds: float = 0.0
    wanted: Mapping[str, Row] = field(default_factory=dict)

    def note(self, run: Run, found: Mapping[str, Row]) -> None:
        article, line = run.lines("articles")[-1], run.run_lines()[-1]
        same = {
            name: sum(
                found[key][name] == one[name] for key, one in self.wanted.items() if key in found
            )
            for name in COLUMNS
        }
        extra = len(run.lines("comments")) - len(found.keys() & self.wanted.keys())
        ROWS.append(
            f"{self.engine:44} {len(self.wanted):6} {len(found):4} {extra:5} "
            + " ".join(f"{same[name]:9}" for name in COLUMNS)
            + f"  {article['comments_status']:9} {run.status:4} {self.seconds:7.1f} "
            + f"{line['requests']:8}"
        )


@contextmanager
def timed(engine: str, wanted: Mapping[str, Row]) -> Iterator[Measured]:
    """Time what is done within: the crawl."""
    begun, measured = time.monotonic(), Measured(engine, wanted=wanted)
    yield measured
    measured.seconds = time.monotonic() - begun
