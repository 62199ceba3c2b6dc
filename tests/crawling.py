"""Running `scrapy crawl` as a user does, and reading what it wrote."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]

Row = dict[str, Any]
SECONDS = 300


@dataclass(kw_only=True)
class Run:
    """A finished crawl."""

    status: int
    stdout: str
    stderr: str
    folder: Path
    """OUTPUT_DIR/<site>."""

    def lines(self, kind: str) -> list[Row]:
        """Every line of one kind, oldest file first."""
        return [
            json.loads(line)
            for path in sorted(self.folder.glob(f"*-{kind}.jsonl"))
            for line in path.read_text("utf-8").splitlines()
        ]

    def latest(self, kind: str) -> dict[str, Row]:
        """The last line of each id."""
        return {row["id"]: row for row in self.lines(kind)}


def crawl(site: str, output: Path, *settings: str, **arguments: str) -> Run:
    """Run `scrapy crawl SITE` in the repository; `settings` are `NAME=value`."""
    command = [sys.executable, "-m", "scrapy", "crawl", site, "-s", f"OUTPUT_DIR={output}"]
    for setting in settings:
        command += ["-s", setting]
    for name, value in arguments.items():
        command += ["-a", f"{name}={value}"]
    done = subprocess.run(
        command,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    return Run(status=done.returncode, stdout=done.stdout, stderr=done.stderr, folder=output / site)
