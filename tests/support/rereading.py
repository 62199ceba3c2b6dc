"""Kept pages read again by the command, and what came of it."""

import json
from pathlib import Path

from tests.support.crawling import Run
from tests.support.warm import ran


def reread(live: Run, to: Path) -> Run:
    """Read what a crawl kept again, into a folder of its own."""
    settings = (f"OUTPUT_DIR={live.folder.parent}", "BROWSER=never")
    given = [word for one in settings for word in ("-s", one)]
    done = ran("newscrawl", "reread", live.folder.name, "--to", str(to), *given)
    return Run(
        status=done.returncode,
        stdout=done.stdout,
        stderr=done.stderr,
        folder=to / live.folder.name,
    )


def lines_of(run: Run, kind: str) -> dict[str, list[bytes]]:
    """Return all lines of each id in their order, as bytes, but for the run that wrote them."""
    found = dict[str, list[bytes]]()
    for path in sorted(run.folder.glob(f"*-{kind}.jsonl")):
        for line in path.read_bytes().splitlines():
            row = json.loads(line)
            written = f'"run_id": "{row["metadata"]["run_id"]}"'.encode()
            assert line.count(written) == 1
            found.setdefault(row["id"], []).append(line.replace(written, b""))
    return found
